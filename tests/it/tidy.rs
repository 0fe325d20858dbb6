//! The rules that neither the compiler nor clippy can check: which module may use which, where
//! some crates may be named, how long files and lines are, and that no file is dead. Clippy checks
//! the rest: see `clippy.toml` and `[lints]` in `Cargo.toml`.

use std::collections::BTreeMap;
use std::path::Path;

/// The layers from the ground up: each may use those before it.
const LAYERS: [&str; 15] = [
    "units", "math", "market", "signal", "regime", "pricing", "trade", "ledger", "profile",
    "allocate", "engine", "analysis", "view", "chart", "share",
];

/// Modules beside the layers: the highest layer that each may use, and the others it may use.
const BESIDE: &[(&str, &str, &[&str])] =
    &[("import", "market", &[]), ("protocol", "view", &["import"])];

/// Modules that may use everything.
const TOP: [&str; 4] = ["app", "worker", "bin", "lib"];

/// Crates, and the only parts of the tree that may name them.
const CRATES: [(&[&str], &[&str]); 3] = [
    (&["libm"], &["src/math"]), // one choice of functions, so that results have the same bits
    (&["plotters", "plotters_backend"], &["src/chart"]),
    (
        &["leptos", "reactive_graph", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures"],
        &["src/app", "src/worker", "src/bin"],
    ),
];

const LONGEST_FILE: usize = 450;
const LONGEST_LINE: usize = 100;

/// The text of every file by its path from the root of the package.
type Sources = BTreeMap<String, String>;

/// Everything that breaks a rule, one line each.
fn problems(sources: &Sources) -> Vec<String> {
    let declared: Vec<_> = sources.iter().flat_map(|(path, text)| declared(path, text)).collect();
    let mut problems = Vec::new();
    for (path, text) in sources {
        let mut report = |problem: &str| problems.push(format!("{path}{problem}"));
        let is_test = path.starts_with("tests/")
            || declared.iter().any(|(module, test)| *test && path.starts_with(module));
        if !is_root(path) && !declared.iter().any(|(module, _)| module == stem(path)) {
            report(": no module declares it");
        }
        if !text.starts_with("//! ") {
            report(": begins without a line of `//!` that says what it is");
        }
        if text.lines().count() > LONGEST_FILE {
            report(&format!(": {} lines", text.lines().count()));
        }
        lengths(text, is_test, &mut |line, width| report(&format!(":{line}: {width} columns")));
        if !path.starts_with("src/") || is_test {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let found = [confined(path, code), upward(path, code)].concat();
            found.iter().for_each(|problem| report(&format!(":{}: {problem}", index + 1)));
        }
    }
    problems
}

fn is_root(path: &str) -> bool {
    let is_program = path.starts_with("src/bin/") && path.matches('/').count() == 2;
    is_program || path.ends_with("/lib.rs") || path.ends_with("/main.rs")
}

/// A module's path: that of its file, or of the folder whose `mod.rs` it is.
fn stem(path: &str) -> &str {
    path.trim_end_matches(".rs").trim_end_matches("/mod")
}

/// The modules that a file declares, and whether for tests only.
fn declared(path: &str, text: &str) -> Vec<(String, bool)> {
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    let inside = if is_root(path) { folder } else { stem(path) };
    let mut found = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let module = line.trim().strip_suffix(';').and_then(|line| line.split_once("mod "));
        if let Some(("" | "pub " | "pub(crate) " | "pub(super) ", name)) = module {
            let placed =
                before.strip_prefix("#[path = \"").map(|rest| rest.trim_end_matches("\"]"));
            let place = placed.map_or(format!("{inside}/{name}"), |at| format!("{folder}/{at}"));
            found.push((stem(&place).to_owned(), before == "#[cfg(test)]"));
        }
        before = line.trim();
    }
    found
}

/// Lines that are too long. rustfmt breaks code; what a test expects and tables that are kept in
/// columns stay as they are.
fn lengths(text: &str, is_test: bool, report: &mut dyn FnMut(usize, usize)) {
    let mut is_test = is_test;
    let mut is_table = false;
    for (index, line) in text.lines().enumerate() {
        is_test |= line == "#[cfg(test)]";
        is_table = line == "#[rustfmt::skip]" || is_table && !line.starts_with(['}', ']']);
        let width = line.chars().count();
        let is_free = is_table || is_test && !line.trim_start().starts_with("//");
        if width > LONGEST_LINE && !is_free {
            report(index + 1, width);
        }
    }
}

fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The crates that a line names and its file may not.
fn confined(path: &str, code: &str) -> Vec<String> {
    let elsewhere = CRATES.iter().filter(|(_, homes)| !homes.iter().any(|h| path.starts_with(h)));
    let foreign = elsewhere.flat_map(|(names, _)| *names);
    let foreign = foreign.filter(|name| identifiers(code).any(|word| word == **name));
    foreign.map(|name| format!("`{name}` does not belong here")).collect()
}

/// The modules above its own that a line of a file uses.
fn upward(path: &str, code: &str) -> Vec<String> {
    if code.contains("crate::{") {
        return vec!["`crate::{` hides what is used: write one `use` for each module".into()];
    }
    let module = path.split(['/', '.']).nth(1).unwrap_or_default();
    let root = "super::".repeat(stem(path).matches('/').count());
    let from_root = code.replace(&root, "crate::");
    let used = from_root.split("crate::").skip(1).filter_map(|rest| identifiers(rest).next());
    let above = used.filter(|used| is_known(used) && !may_use(module, used));
    above.map(|used| format!("{module} uses {used}, which is above it")).collect()
}

fn is_known(module: &str) -> bool {
    LAYERS.iter().chain(&TOP).chain(BESIDE.iter().map(|(name, ..)| name)).any(|m| *m == module)
}

fn may_use(module: &str, used: &str) -> bool {
    let height = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    match BESIDE.iter().find(|(name, ..)| *name == module) {
        _ if module == used || TOP.contains(&module) => true,
        Some((_, top, others)) => others.contains(&used) || may_use(top, used),
        None => height(used).zip(height(module)).is_some_and(|(used, own)| used < own),
    }
}

fn collect(folder: &Path, sources: &mut Sources) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.insert(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_sources_keep_the_rules() {
    let mut sources = Sources::new();
    ["src", "tests/it", "xtask/src"].iter().for_each(|at| collect(Path::new(at), &mut sources));
    assert!(sources.len() > 80, "only {} files were found", sources.len());
    let problems = problems(&sources);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_broken_rule_is_found() {
    for (path, text, expected) in [
        ("src/trade.rs", "use crate::units::Money; // crate::engine", ""),
        ("src/trade.rs", "use crate::engine::A;", ":2: trade uses engine, which is above it"),
        ("src/signal.rs", "use super::regime::A;", ":2: signal uses regime, which is above it"),
        ("src/import.rs", "use crate::engine;", ":2: import uses engine, which is above it"),
        ("src/protocol.rs", "use crate::import::a; use crate::engine::b;", ""),
        ("src/extra.rs", "use crate::units;", ":2: extra uses units, which is above it"),
        ("src/app.rs", "use crate::share::csv; use leptos::prelude::*;", ""),
        ("src/view.rs", "use plotters::A;", ":2: `plotters` does not belong here"),
        ("src/math.rs", &format!("// {:a<98}", ""), ":2: 101 columns"),
        ("src/math.rs", &"// a\n".repeat(450), ": 451 lines"),
        ("src/units/a.rs", "", ": no module declares it"),
    ] {
        let name = path.split(['/', '.']).nth(1).unwrap_or_default();
        let lib = ("src/lib.rs".to_owned(), format!("//! Library.\nmod {name};\n"));
        let file = (path.to_owned(), format!("//! Made up.\n{text}"));
        let found = problems(&Sources::from([lib, file])).join("\n");
        assert_eq!(found.trim_start_matches(path), expected, "{path}: {text}");
    }
    let bare = Sources::from([("src/lib.rs".to_owned(), "mod a;".to_owned())]);
    let expected = ["src/lib.rs: begins without a line of `//!` that says what it is"];
    assert_eq!(problems(&bare), expected);
}
