//! Names the release, and lists its files for the service worker.
//!
//! The service worker keeps the files of one release. Its own content changes with the release,
//! which is how a browser notices that there is a new one.

use std::fs;
use std::path::Path;

use crate::{Outcome, fingerprint};

/// The file that browsers look for under this name in every release.
pub const SERVICE_WORKER: &str = "sw.js";

const PAGE: &str = "index.html";

/// What nobody needs offline.
const LEFT_OUT: &[&str] = &[SERVICE_WORKER, PAGE, "preview.png"];

/// Writes the release into the page and, with the list of its files, into the service worker.
///
/// # Errors
/// If a file cannot be read or written, or has no place for the release.
pub fn write_release(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    list(folder, "", &mut files)?;
    files.sort();
    let page = read(folder, PAGE)?;
    let worker = read(folder, SERVICE_WORKER)?;
    let mut content = format!("{page}{worker}").into_bytes();
    for file in &files {
        content.extend_from_slice(file.as_bytes());
        content.extend(fs::read(folder.join(file)).map_err(|error| at(folder, file, &error))?);
    }
    let release = fingerprint::of_bytes(&content);
    let page = fill(&page, r#"name="release" content="development""#, |text| {
        text.replace("development", &release)
    })?;
    let worker = fill(&worker, r#"const RELEASE = "development""#, |text| {
        text.replace("development", &release)
    })?;
    let worker = fill(&worker, "const FILES = []", |_| {
        let names: Vec<String> = files.iter().map(|file| format!("{file:?}")).collect();
        format!("const FILES = [{}]", names.join(", "))
    })?;
    for (file, text) in [(PAGE, page), (SERVICE_WORKER, worker)] {
        fs::write(folder.join(file), text).map_err(|error| at(folder, file, &error))?;
    }
    Ok(())
}

/// Adds the files of a folder, by their addresses relative to the page.
fn list(folder: &Path, inside: &str, files: &mut Vec<String>) -> Outcome {
    let entries = fs::read_dir(folder.join(inside)).map_err(|error| at(folder, inside, &error))?;
    for entry in entries.flatten() {
        let address = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(folder, &format!("{address}/"), files)?;
        } else if !LEFT_OUT.contains(&address.as_str()) && !address.ends_with(".md") {
            files.push(address);
        }
    }
    Ok(())
}

/// Replaces a text that must be there exactly once.
fn fill(text: &str, place: &str, content: impl Fn(&str) -> String) -> Outcome<String> {
    match text.matches(place).count() {
        1 => Ok(text.replacen(place, &content(place), 1)),
        count => Err(format!("{place} is there {count} times; it is needed once")),
    }
}

fn read(folder: &Path, file: &str) -> Outcome<String> {
    fs::read_to_string(folder.join(file)).map_err(|error| at(folder, file, &error))
}

fn at(folder: &Path, file: &str, error: &std::io::Error) -> String {
    format!("{}: {error}", folder.join(file).display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_release_is_kept_offline_under_its_name() {
        let folder = std::env::temp_dir().join(format!("rotation-release-{}", std::process::id()));
        fs::create_dir_all(folder.join("data")).expect("a temporary folder can be made");
        let write = |file: &str, text: &str| {
            fs::write(folder.join(file), text).expect("a temporary file can be written");
        };
        let page = r#"<meta name="release" content="development">"#;
        let worker = "const RELEASE = \"development\";\nconst FILES = [];\n";
        let release_of = |script: &str| {
            write("index.html", page);
            write("sw.js", worker);
            write("app-1.js", script);
            write("data/README.md", "");
            write("data/sample-1.bars", "1");
            write_release(&folder).expect("all files are there");
            let page = read(&folder, "index.html").expect("it was written");
            let release = page.split('"').nth(3).unwrap_or_default().to_owned();
            (release, read(&folder, "sw.js").expect("it was written"))
        };
        let (first, worker) = release_of("one");
        let files = r#"const FILES = ["app-1.js", "data/sample-1.bars"];"#;
        assert_eq!(worker, format!("const RELEASE = \"{first}\";\n{files}\n"));
        assert_eq!(release_of("one").0, first);
        assert_ne!(release_of("two").0, first);
        fs::remove_dir_all(&folder).expect("a temporary folder can be removed");
    }
}
