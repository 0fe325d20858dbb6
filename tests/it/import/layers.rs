//! The folders of `src/import` use each other one way, and no file uses itself through others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each part of `src/import`, and the parts that it may use.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("findings", &[]),
    ("source", &["findings"]),
    ("table", &["findings", "source"]),
    ("vendors", &["table"]),
    ("sheet", &["findings", "source", "table", "vendors"]),
    ("series", &["findings", "source", "table", "vendors", "sheet"]),
    ("bars", &["findings", "source", "table", "vendors", "sheet", "series"]),
    ("chain", &["findings", "source", "table", "vendors", "sheet"]),
    ("level", &["findings", "bars"]),
    ("quality", &["findings"]),
    ("roles", &["findings", "sheet", "series"]),
    (
        "assemble",
        &["findings", "source", "sheet", "series", "bars", "chain", "level", "quality", "roles"],
    ),
    ("cleaned", &["findings", "source", "sheet", "series", "chain", "roles", "assemble"]),
    ("packed", &[]),
    ("sample", &["packed"]),
];

/// What a file of `src/import` uses of the others, module by module.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code: String = lines.map(str::trim).collect();
    let paths = code.split("crate::import::").skip(1);
    paths.flat_map(|rest| expand(rest.split(';').next().unwrap_or_default())).collect()
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expand(path: &str) -> Vec<String> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let head: String = path.chars().take_while(|c| is_path(*c)).collect();
    let Some(group) = path[head.len()..].strip_prefix('{') else { return vec![head] };
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            c => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().unwrap().push(c);
            }
        }
    }
    let each = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    each.flat_map(expand).map(|part| head.clone() + &part).collect()
}

/// Every file of `src/import`, by its module.
fn files(folder: &Path, module: &str, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let inner = if module.is_empty() { name } else { format!("{module}::{name}") };
        if path.is_dir() {
            files(&path, &inner, found);
        } else if inner != "vendors::check" && path.extension().is_some_and(|end| end == "rs") {
            found.insert(inner, std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn part(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

/// Which file uses which.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let mut texts = BTreeMap::new();
    files(Path::new("src/import"), "", &mut texts);
    assert!(texts.len() > 50, "only {} files were found", texts.len());
    let file_of = |path: &str| {
        let mut path = path;
        while !texts.contains_key(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let arrows = texts.iter().map(|(file, text)| {
        assert!(!text.contains("use super::super"), "{file}: name the whole path");
        let used = used(text).into_iter().map(|path| {
            file_of(&path).unwrap_or_else(|| panic!("{file} uses {path} of import.rs, above it"))
        });
        (file.clone(), used.filter(|other| other != file).collect())
    });
    arrows.collect()
}

#[test]
fn folders_use_only_those_below_them() {
    for (file, used) in arrows() {
        let allowed = ALLOWED.iter().find(|(name, _)| *name == part(&file));
        let (name, allowed) = allowed.unwrap_or_else(|| panic!("{file} is in no known part"));
        for other in used {
            let is_allowed = part(&other) == *name || allowed.contains(&part(&other));
            assert!(is_allowed, "{file} uses {other}, which is above {name}");
        }
    }
}

#[test]
fn no_file_uses_itself_through_others() {
    let mut arrows = arrows();
    // Files that use no other are taken away until none is left.
    while !arrows.is_empty() {
        let free: BTreeSet<String> = arrows
            .iter()
            .filter(|(_, used)| used.is_empty())
            .map(|(file, _)| file.clone())
            .collect();
        assert!(!free.is_empty(), "these use each other: {:?}", arrows.keys());
        arrows.retain(|file, _| !free.contains(file));
        arrows.values_mut().for_each(|used| used.retain(|other| !free.contains(other)));
    }
}

#[test]
fn paths_in_braces_are_told_apart() {
    let found = used("use crate::import::a::{b, c::{D, e}};\n// crate::import::f\n");
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["a::b", "a::c::D", "a::c::e"]);
}
