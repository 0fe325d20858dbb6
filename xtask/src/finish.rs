//! The last step of a build, called by trunk on what it is about to put in place.
//!
//! trunk names the page's own files after their content but not the workers': after an upgrade of
//! the site a browser would start an old worker from its cache. Here they get hashed names too, the
//! page gets those names, and is checked against its own policy.

use crate::command::{command, output, run};
use crate::{Outcome, fingerprint, offline};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Each file, and how the page names it.
const RENAMED: &[(&str, &str)] = &[
    ("start.js", "src=\"{}\""),
    ("engine.js", "name=\"engine-script\" content=\"{}\""),
    ("engine_bg.wasm", "name=\"engine-module\" content=\"{}\""),
    ("reader.js", "name=\"reader-script\" content=\"{}\""),
    ("reader_bg.wasm", "name=\"reader-module\" content=\"{}\""),
    ("data/sp500.bars", "name=\"sample\" content=\"{}\""),
];

/// Where the page has the outcome of the sample, which the command line writes.
const OUTCOME: &str = "<!-- outcome of the sample -->";

/// What the policy of the page forbids.
const FORBIDDEN: &[&str] =
    &["<script>", "<script type=\"module\">", "<style", " style=", " onload="];

/// Finishes the folder that trunk names.
pub fn staged() -> Outcome {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("this is a step of \"cargo xtask build\", which trunk calls")?;
    pack_sample(&folder)?;
    shorten(&folder)?;
    let page = folder.join("index.html");
    let mut html = fs::read_to_string(&page).map_err(|error| at(&page, &error))?;
    for (file, mention) in RENAMED {
        let named = rename(&folder, file)?;
        html = replace(&html, &mention.replace("{}", file), &mention.replace("{}", &named))?;
    }
    let build = env::var("ROTATION_BUILD").unwrap_or_else(|_| "development".to_owned());
    let mention = |build: &str| format!("name=\"build\" content=\"{build}\"");
    html = replace(&html, &mention("development"), &mention(&build))?;
    html = replace(&html, OUTCOME, &outcome_of_sample()?)?;
    if let Some(found) = FORBIDDEN.iter().find(|text| html.contains(**text)) {
        return Err(format!("index.html has {found}, which the policy of the page forbids"));
    }
    fs::write(&page, html).map_err(|error| at(&page, &error))?;
    offline::write_release(&folder)?;
    shorten_file(&folder.join(offline::SERVICE_WORKER))
}

/// Figures, sentence and chart of the sample as HTML, which the page shows before its app starts.
fn outcome_of_sample() -> Outcome<String> {
    let arguments = ["run", "--quiet", "--bin", "rotation", "--", "shell"];
    output(command("cargo").args(arguments)).ok_or_else(|| {
        let call = arguments.join(" ");
        format!("the sample's outcome could not be computed: try \"cargo {call}\"")
    })
}

/// Puts the sample in the form in which the page fetches it, in place of its CSV. The native
/// program packs it, with the code that the page reads it with.
fn pack_sample(folder: &Path) -> Outcome {
    let csv = folder.join("data/sp500.csv");
    let mut pack = command("cargo");
    pack.args(["run", "--quiet", "--bin", "rotation", "--", "pack-sample"]);
    run(pack.arg(&csv).arg(csv.with_extension("bars")))?;
    fs::remove_file(&csv).map_err(|error| at(&csv, &error))
}

/// Takes out of scripts and styles what only people read. trunk could not parse what wasm-bindgen
/// writes.
fn shorten(folder: &Path) -> Outcome {
    let files = fs::read_dir(folder).map_err(|error| at(folder, &error))?;
    for file in files.filter_map(Result::ok).map(|entry| entry.path()) {
        let is_code = file.extension().is_some_and(|ending| ending == "js" || ending == "css");
        if is_code && !file.ends_with(offline::SERVICE_WORKER) {
            shorten_file(&file)?;
        }
    }
    Ok(())
}

fn shorten_file(file: &Path) -> Outcome {
    let mut esbuild = command("esbuild");
    esbuild.arg(file).arg(format!("--outfile={}", file.display()));
    run(esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning"]))
}

/// Puts the fingerprint of a file's content into its name.
fn rename(folder: &Path, file: &str) -> Outcome<String> {
    let old = folder.join(file);
    let content = fs::read(&old).map_err(|error| at(&old, &error))?;
    let (stem, ending) = file.rsplit_once('.').ok_or_else(|| format!("{file} has no ending"))?;
    let named = format!("{stem}-{}.{ending}", fingerprint::of_bytes(&content));
    fs::rename(&old, folder.join(&named)).map_err(|error| at(&old, &error))?;
    Ok(named)
}

/// Replaces a text that must be there exactly once.
fn replace(html: &str, old: &str, new: &str) -> Outcome<String> {
    match html.matches(old).count() {
        1 => Ok(html.replacen(old, new, 1)),
        count => Err(format!("index.html has {old} {count} times; it is needed once")),
    }
}

fn at(file: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_must_be_there_once() {
        assert_eq!(replace("a=\"x\" b", "\"x\"", "\"y\""), Ok("a=\"y\" b".to_owned()));
        let none = Err("index.html has x 0 times; it is needed once".to_owned());
        assert_eq!(replace("a", "x", "y"), none);
        let two = Err("index.html has x 2 times; it is needed once".to_owned());
        assert_eq!(replace("x x", "x", "y"), two);
    }
}
