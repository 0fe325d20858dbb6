//! The rules of the house, kept by a test: who may use whom, what stays outside the library, how
//! long things are, which words are not used, and that no file is dead.

mod source;

use std::collections::BTreeSet;
use std::path::Path;

use source::{Source, width_of_code};

/// The layers from the ground up: each may use those before it.
const LAYERS: [&str; 15] = [
    "units", "math", "market", "signal", "regime", "pricing", "trade", "ledger", "profile",
    "allocate", "engine", "analysis", "view", "chart", "share",
];

/// Modules beside the layers: each may use the layers up to one of them, and these others.
const BESIDE: [(&str, &str, &[&str]); 3] = [
    ("import", "market", &[]),
    // What page and workers send to each other: requests, results, and view models of imports.
    ("protocol", "view", &["import"]),
    // What the page shows of all that, as markup.
    ("markup", "chart", &["import", "protocol"]),
];

/// Words that belong to one part of the tree only: the word, and where it may stand.
const CONFINED: [(&str, &[&str]); 26] = [
    ("plotters", &["src/chart"]),
    ("reactive_graph", &["src/app/signal.rs"]),
    ("any_spawner", &["src/app/signal.rs"]),
    ("web_sys", &["src/app", "src/worker", "src/bin"]),
    ("js_sys", &["src/app", "src/worker", "src/bin"]),
    ("wasm_bindgen", &["src/app", "src/worker", "src/bin"]),
    ("libm", &["src/math.rs"]),
    ("std::fs", &["src/bin"]),
    ("std::env", &["src/bin"]),
    ("io::stdin", &["src/bin"]),
    ("io::stdout", &["src/bin"]),
    ("io::stderr", &["src/bin"]),
    ("std::net", &["src/bin"]),
    ("std::process", &["src/bin"]),
    ("std::thread", &["src/bin"]),
    ("Instant::now", &["src/bin"]),
    ("SystemTime", &["src/bin"]),
    ("Utc::now", &["src/bin"]),
    ("Local::now", &["src/bin"]),
    ("println!", &["src/bin"]),
    ("eprintln!", &["src/bin"]),
    ("print!", &["src/bin"]),
    ("eprint!", &["src/bin"]),
    ("process::exit", &["src/bin"]),
    // Their order is not the same twice.
    ("HashMap", &[]),
    ("HashSet", &[]),
];

/// Functions whose bits differ between platforms.
const TRANSCENDENTAL: [&str; 27] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos",
    "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "cbrt", "hypot", "mul_add",
];

/// Calls that have no place in what is shipped, outside of tests.
const UNFINISHED: [&str; 4] = ["todo!", "unimplemented!", "dbg!", ".unwrap()"];
/// Marks of work put off, in code and comments alike.
const PUT_OFF: [&str; 3] = ["TODO", "FIXME", "XXX"];
/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 10] =
    ["util", "utils", "common", "type", "types", "manager", "helper", "helpers", "misc", "stuff"];

const LONGEST_FILE: usize = 450;
const LONGEST_FUNCTION: usize = 70;
const LONGEST_LINE: usize = 100;

/// Everything that breaks a rule, one line each.
fn problems(sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    for source in sources {
        header(source, &mut problems);
        lengths(source, &mut problems);
        words(source, &mut problems);
        if source.path.starts_with("src/") && !source.test {
            layers(source, &mut problems);
            confinement(source, &mut problems);
            transcendental(source, &mut problems);
        }
    }
    dead_files(sources, &mut problems);
    problems
}

fn header(source: &Source, problems: &mut Vec<String>) {
    if !source.text.starts_with("//! ") {
        problems
            .push(format!("{}: begins without a line of `//!` that says what it is", source.path));
    }
}

/// A file may use itself, the layers below, and what its row of `BESIDE` names.
fn layers(source: &Source, problems: &mut Vec<String>) {
    let Some(layer) = source.layer().filter(|layer| !matches!(*layer, "app" | "worker")) else {
        return;
    };
    let height = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let beside = BESIDE.iter().find(|(name, _, _)| *name == layer);
    let below = match (height(layer), beside) {
        (Some(height), _) => height,
        (None, Some((_, top, _))) => height(top).unwrap() + 1,
        (None, None) => {
            return problems.push(format!("{}: \"{layer}\" is no layer of the house", source.path));
        }
    };
    let others = beside.map_or(&[][..], |(_, _, others)| others);
    for (line, used) in source.paths_from_root() {
        let is_module = height(&used).is_some() || matches!(used.as_str(), "app" | "worker") || {
            BESIDE.iter().any(|(name, _, _)| *name == used)
        };
        let allowed = used == layer
            || height(&used).is_some_and(|height| height < below)
            || others.contains(&used.as_str());
        if is_module && !allowed {
            problems
                .push(format!("{}:{line}: {layer} uses {used}, which is above it", source.path));
        }
    }
}

fn confinement(source: &Source, problems: &mut Vec<String>) {
    for (line, code) in source.lines_before_tests() {
        for (word, homes) in CONFINED {
            if names(code, word) && !homes.iter().any(|home| source.path.starts_with(home)) {
                problems.push(format!("{}:{line}: `{word}` does not belong here", source.path));
            }
        }
    }
}

/// Whether a word stands in the code, alone or as the head of a longer one such as a sub-crate.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn transcendental(source: &Source, problems: &mut Vec<String>) {
    if source.path == "src/math.rs" {
        return;
    }
    for (line, code) in source.lines_before_tests() {
        for name in TRANSCENDENTAL {
            let method = format!(".{name}(");
            let path = [format!("f64::{name}"), format!("f32::{name}")];
            let called = code.contains(&method)
                || path.iter().any(|path| {
                    code.match_indices(path.as_str()).any(|(at, _)| {
                        !code[at + path.len()..]
                            .starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    })
                });
            if called {
                problems.push(format!("{}:{line}: `{name}` belongs to math", source.path));
            }
        }
    }
}

fn lengths(source: &Source, problems: &mut Vec<String>) {
    let count = source.text.lines().count();
    if count > LONGEST_FILE {
        problems.push(format!("{}: {count} lines", source.path));
    }
    let tests = source.tests_begin();
    let mut table: Option<usize> = None;
    for (index, (line, code)) in source.text.lines().zip(source.code.lines()).enumerate() {
        let indent = line.len() - line.trim_start().len();
        if line.trim() == "#[rustfmt::skip]" {
            table = Some(indent);
        }
        let width = line.chars().count();
        // What a test expects stays in one piece.
        let width = if index < tests { width } else { width.min(width_of_code(line, code)) };
        if width > LONGEST_LINE && table.is_none() {
            problems.push(format!("{}:{}: {width} columns", source.path, index + 1));
        }
        if table == Some(indent) && line.trim_start().starts_with(['}', ']']) {
            table = None;
        }
    }
    if source.path.starts_with("src/app/") {
        return; // markup
    }
    for (line, length) in source.functions() {
        if length > LONGEST_FUNCTION {
            problems.push(format!("{}:{line}: a function of {length} lines", source.path));
        }
    }
}

fn words(source: &Source, problems: &mut Vec<String>) {
    let stem = source.path.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
    if EMPTY_NAMES.contains(&stem) || is_versioned(stem) {
        problems.push(format!("{}: a name that says nothing", source.path));
    }
    for (line, code) in source.lines_before_tests() {
        for word in UNFINISHED.iter().filter(|word| code.contains(**word)) {
            problems.push(format!("{}:{line}: `{word}` outside of a test", source.path));
        }
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (line, code) in source.code.lines().enumerate() {
        for word in code.split(|c| !is_word(c)).filter(|word| is_versioned(word)) {
            problems.push(format!("{}:{}: `{word}` names a version", source.path, line + 1));
        }
    }
    // This file and its twin of made-up sources must spell what they look for.
    if !source.path.starts_with("tests/it/tidy") {
        for (line, text) in source.text.lines().enumerate() {
            for word in text.split(|c| !is_word(c)).filter(|word| PUT_OFF.contains(word)) {
                problems.push(format!("{}:{}: `{word}`", source.path, line + 1));
            }
        }
    }
}

fn is_versioned(word: &str) -> bool {
    ["_new", "_old", "_v2", "_final"].iter().any(|ending| word.ends_with(ending))
}

/// Every file is a root or declared by a `mod` of another one.
fn dead_files(sources: &[Source], problems: &mut Vec<String>) {
    let alive: BTreeSet<String> =
        sources.iter().flat_map(Source::declared).map(|(path, _)| path).collect();
    let dead = sources.iter().filter(|source| !source.is_root() && !alive.contains(&source.path));
    problems.extend(dead.map(|source| format!("{}: no module declares it", source.path)));
}

/// A file is for tests only if the one that declares it says so, or is one itself.
fn mark_tests(sources: &mut [Source]) {
    loop {
        let found: BTreeSet<String> = sources
            .iter()
            .flat_map(|source| {
                source.declared().into_iter().map(|(path, test)| (path, test || source.test))
            })
            .filter_map(|(path, test)| test.then_some(path))
            .collect();
        let fresh = sources.iter_mut().filter(|s| !s.test && found.contains(&s.path));
        if fresh.map(|source| source.test = true).count() == 0 {
            return;
        }
    }
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            sources.push(Source::new(&path.display().to_string(), &text));
        }
    }
}

#[test]
fn the_sources_keep_the_rules_of_the_house() {
    let mut sources = Vec::new();
    for folder in ["src", "tests/it", "xtask/src"] {
        collect(Path::new(folder), &mut sources);
    }
    mark_tests(&mut sources);
    assert!(sources.len() > 80, "only {} files were found", sources.len());
    let problems = problems(&sources);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// The problems of one made-up file, beside a `lib.rs` that declares it.
fn check(path: &str, text: &str, expected: &[&str]) {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let declared: String = inner.split('/').map(|name| format!("mod {name};\n")).collect();
    let mut sources = vec![Source::new("src/lib.rs", &format!("//! Library.\n{declared}"))];
    let parents: Vec<&str> = inner.split('/').collect();
    for depth in 1..parents.len() {
        let parent = format!("src/{}.rs", parents[..depth].join("/"));
        sources.push(Source::new(&parent, &format!("//! Door.\nmod {};\n", parents[depth])));
    }
    sources.push(Source::new(path, &format!("//! Made up.\n{text}")));
    assert_eq!(problems(&sources), expected, "{path}: {text}");
}

#[test]
fn a_path_upward_is_found_and_a_path_downward_is_not() {
    check("src/trade/cost.rs", "use crate::units::Money;\n", &[]);
    check("src/trade/cost.rs", "use crate::trade::Quote;\n", &[]);
    let found = &["src/trade/cost.rs:2: trade uses engine, which is above it"];
    check("src/trade/cost.rs", "use crate::engine::Scenario;\n", found);
    check(
        "src/trade/cost.rs",
        "use crate::{\n    units::{Money, Price},\n    engine,\n};\n",
        found,
    );
    check("src/trade/cost.rs", "use super::super::engine::Scenario;\n", found);
    check("src/trade/cost.rs", "use super::engine::Scenario;\n", &[]);
    check("src/trade/cost.rs", "// crate::engine\nconst A: &str = \"crate::engine\";\n", &[]);
    check(
        "src/signal.rs",
        "use super::regime::Regime;\n",
        &["src/signal.rs:2: signal uses regime, which is above it"],
    );
    check(
        "src/import/date.rs",
        "use crate::signal::Tape;\n",
        &["src/import/date.rs:2: import uses signal, which is above it"],
    );
    check(
        "src/engine/run.rs",
        "use crate::import::import;\n",
        &["src/engine/run.rs:2: engine uses import, which is above it"],
    );
    check("src/protocol.rs", "use crate::{analysis, engine, import, market};\n", &[]);
    check(
        "src/message.rs",
        "use crate::chart::Figure;\n",
        &["src/message.rs:2: message uses chart, which is above it"],
    );
    check(
        "src/share/link.rs",
        "use crate::app::state;\n",
        &["src/share/link.rs:2: share uses web, which is above it"],
    );
    check("src/app/views.rs", "use crate::share::csv;\n", &[]);
    check("src/extra.rs", "", &["src/extra.rs: \"extra\" is no layer of the house"]);
}

#[test]
fn what_the_library_may_not_touch_is_found() {
    let line = |word: &str| format!("src/view/table.rs:2: `{word}` does not belong here");
    for (code, word) in [
        ("use plotters::prelude::*;", "plotters"),
        ("use web_sys::Window;", "web_sys"),
        ("use std::collections::HashMap;", "HashMap"),
        ("let text = std::fs::read(path);", "std::fs"),
        ("let day = Utc::now();", "Utc::now"),
        ("println!();", "println!"),
        ("let y = libm::exp(x);", "libm"),
    ] {
        check("src/view/table.rs", &format!("{code}\n"), &[&line(word)]);
    }
    check("src/chart/draw.rs", "use plotters::prelude::*;\nuse plotters_backend::X;\n", &[]);
    check("src/app/app.rs", "use leptos::prelude::*;\n", &[]);
    check("src/view/table.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n", &[]);
}

#[test]
fn transcendental_methods_outside_of_math_are_found() {
    let found = |name: &str| format!("src/trade/cost.rs:2: `{name}` belongs to math");
    check("src/trade/cost.rs", "let y = x.exp();\n", &[&found("exp")]);
    check("src/trade/cost.rs", "let y = x.powi(2);\n", &[&found("powi")]);
    check("src/trade/cost.rs", "let y = values.map(f64::ln);\n", &[&found("ln")]);
    check("src/trade/cost.rs", "let y = math::exp(x) + x.sqrt() + series.exponent();\n", &[]);
    check("src/math.rs", "let y = x.exp();\n", &[]);
}

#[test]
fn what_is_too_long_is_found() {
    let wide = format!("const A: f64 = {};\n", "1".repeat(90));
    check("src/math.rs", &wide, &["src/math.rs:2: 106 columns"]);
    let quoted = format!("const A: &str = \"{}\";\n", "a".repeat(90));
    check("src/math.rs", &quoted, &["src/math.rs:2: 109 columns"]);
    check("src/math.rs", &format!("#[cfg(test)]\nmod tests {{\n{quoted}}}\n"), &[]);
    check("src/math.rs", &format!("// {}\n", "a".repeat(103)), &["src/math.rs:2: 106 columns"]);
    check("src/math.rs", &format!("#[rustfmt::skip]\nfn a() {{\n{wide}}}\n"), &[]);
    let after = format!("#[rustfmt::skip]\nfn a() {{\n}}\n{wide}");
    check("src/math.rs", &after, &["src/math.rs:5: 106 columns"]);
    let body = "    step();\n".repeat(69);
    let long = format!("pub(super) const fn long() {{\n{body}}}\n");
    check("src/math.rs", &long, &["src/math.rs:2: a function of 71 lines"]);
    let short = format!("fn short() {{\n{}}}\nfn brief() {{ a() }}\n", "    step();\n".repeat(68));
    check("src/math.rs", &short, &[]);
    let pad = "// a comment\n".repeat(450);
    check("src/math.rs", &pad, &["src/math.rs: 451 lines"]);
}

#[test]
fn unfinished_work_and_empty_names_are_found() {
    let line = "src/regime.rs:2: ";
    for (code, found) in [
        ("let a = b.unwrap();", "`.unwrap()` outside of a test"),
        ("todo!()", "`todo!` outside of a test"),
        ("// TODO later", "`TODO`"),
        ("let price_v2 = 1;", "`price_v2` names a version"),
        ("fn classify_new() {}", "`classify_new` names a version"),
    ] {
        check("src/regime.rs", &format!("{code}\n"), &[&format!("{line}{found}")]);
    }
    check("src/regime.rs", "/// let a = b.unwrap();\nlet renew = 1;\n", &[]);
    check("src/trade/utils.rs", "", &["src/trade/utils.rs: a name that says nothing"]);
}

#[test]
fn dead_files_and_missing_headers_are_found() {
    let lib = Source::new("src/lib.rs", "//! Library.\npub mod units;\n");
    let units = Source::new("src/units.rs", "//! Units.\nmod money;\n");
    let money = Source::new("src/units/money.rs", "use std::fmt;\n");
    let stray = Source::new("src/units/stray.rs", "//! Stray.\n");
    assert_eq!(
        problems(&[lib, units, money, stray]),
        [
            "src/units/money.rs: begins without a line of `//!` that says what it is",
            "src/units/stray.rs: no module declares it",
        ]
    );
}

#[test]
fn what_a_test_module_declares_is_a_test_too() {
    let mut sources = vec![
        Source::new("src/lib.rs", "//! Library.\nmod present;\n"),
        Source::new("src/view.rs", "//! Door.\n#[cfg(test)]\nmod sample;\nmod table;\n"),
        Source::new("src/view/sample.rs", "//! Sample.\nmod years;\nuse crate::import::a;\n"),
        Source::new("src/view/sample/years.rs", "//! Years.\nuse std::fs;\n"),
        Source::new("src/view/table.rs", "//! Table.\nuse crate::import::a;\n"),
    ];
    mark_tests(&mut sources);
    let found = problems(&sources);
    assert_eq!(found, ["src/view/table.rs:2: view uses import, which is above it"]);
}

#[test]
fn comments_and_literals_are_not_code() {
    for (text, code) in [
        ("a // b", "a"),
        ("a /* b */ c", "a         c"),
        ("f(\"x // y\", z)", "f(        , z)"),
        ("r#\"a \" b\"# + c", "           + c"),
        ("'\"' + 'a' + '\\'' + b", "    +     +      + b"),
        ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
    ] {
        assert_eq!(source::blank(text), format!("{code}\n"), "{text}");
    }
}
