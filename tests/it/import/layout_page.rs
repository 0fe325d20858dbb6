//! The page of every vendor's layouts, made of the vendors' own files: what they say of themselves,
//! and the samples that their tests read.

use std::fmt::Write;
use std::path::PathBuf;

use expect_test::expect_file;
use rotation::view::words::capital;

/// Lines of a sample that are shown: the header and the first rows.
const SHOWN: usize = 3;
/// A line of a sample is cut here.
const WIDTH: usize = 150;
/// The header of the bars that some tests read beside a vendor's file.
const BARS_BESIDE: &str = "Date,Open,High,Low,Close\n";

#[test]
fn every_layout_stands_in_the_docs_with_its_sample_and_its_traps() {
    let mut page = String::from(
        "# Files that are recognised by their columns\n\n\
         Each vendor is one file in `src/import/vendors`; this page is made of them. Columns may \
         stand in any order, files may be `.csv`, `.txt`, `.tsv`, `.gz` or `.zip`, and layouts \
         that are not listed are read by the names and the values of their columns.\n",
    );
    let mut vendors = 0;
    for (name, text) in vendor_files() {
        let doc = document(&text);
        let Some((title, traps)) = doc.split_once(": ") else {
            panic!("{name}: its first line says whose files they are, and after a colon which");
        };
        let samples = samples(&text);
        assert!(!samples.is_empty(), "{name} has a sample that its test reads");
        write!(page, "\n## {title}\n\n{}\n", capital(traps)).unwrap();
        for (file, lines) in samples {
            write!(page, "\n`{file}`\n\n```text\n{lines}```\n").unwrap();
        }
        vendors += 1;
    }
    assert!(vendors > 20, "{vendors} vendors");
    expect_file!["../../../src/import/layouts.md"].assert_eq(&page);
}

/// Every file of a vendor, in the order of their names.
fn vendor_files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/import/vendors");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), text)
    };
    let mut files: Vec<_> = files.map(name).filter(|(name, _)| name != "check").collect();
    files.sort();
    files
}

/// The comment at the head of a file, as one paragraph.
fn document(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Names of the sample files with their first lines, each header once.
fn samples(text: &str) -> Vec<(String, String)> {
    let literals = literals(text.split_once("#[cfg(test)]").expect("its tests").1);
    let mut found: Vec<(String, String)> = Vec::new();
    for pair in literals.windows(2) {
        let [file, sample] = pair else { continue };
        let is_file = [".csv", ".txt"].iter().any(|end| file.ends_with(end));
        if !is_file || !sample.contains('\n') || sample.starts_with(BARS_BESIDE) {
            continue;
        }
        let lines = sample.lines().take(SHOWN).map(|line| cut(line) + "\n");
        let lines: String = lines.collect();
        let header = lines.lines().next();
        if found.iter().all(|(_, other)| other.lines().next() != header) {
            found.push((file.clone(), lines));
        }
    }
    found
}

fn cut(line: &str) -> String {
    let line = line.replace('\t', " <tab> ");
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

/// The plain string literals of some Rust, with their escapes resolved.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\'' if rest.peek() == Some(&'"') => drop(rest.next()),
            '"' => {
                let mut literal = String::new();
                while let Some(next) = rest.next() {
                    match (next, rest.peek()) {
                        ('"', _) => break,
                        ('\\', Some('\n')) => {
                            while rest.next_if(|next| next.is_whitespace()).is_some() {}
                        }
                        ('\\', Some(_)) => literal.push(match rest.next() {
                            Some('n') => '\n',
                            Some('t') => '\t',
                            Some('r') => '\r',
                            Some(other) => other,
                            None => break,
                        }),
                        _ => literal.push(next),
                    }
                }
                found.push(literal);
            }
            _ => {}
        }
    }
    found
}
