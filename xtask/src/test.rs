//! Every check and every test, one after the other, with one line at the end that counts them.

use crate::command::{command, listen, run};
use crate::{Outcome, browsers, build, cases, fuzz, readers, root, size, tools};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many tests of a step passed and failed; a check without tests of its own counts as one.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Count {
    passed: u64,
    failed: u64,
}

#[derive(Default)]
struct Suite {
    steps: Vec<(&'static str, Count, Duration)>,
}

/// Runs everything; a step that fails does not keep the next from being tried.
pub fn everything() -> ExitCode {
    let mut suite = Suite::default();
    suite.check("set-up", || {
        tools::for_lints()?;
        tools::for_build()?;
        tools::chromium().map(drop)
    });
    suite.check("format", || {
        cargo("fmt --all --check")?;
        format_vendors()?;
        cargo("fmt --manifest-path fuzz/Cargo.toml --check")
    });
    suite.check("lints, native", || cargo("clippy --workspace --all-targets -- -D warnings"));
    suite.check("lints, browser", || {
        cargo("clippy --target wasm32-unknown-unknown --lib --bins -- -D warnings")
    });
    suite.tests("unit and integration", || {
        let sequences = ("PREPARED_SEQUENCES", PathBuf::from("10000"));
        cargo_tests("--workspace --lib --bins --tests", &[sequences])
    });
    suite.tests("examples in the docs", || cargo_tests("--doc", &[]));
    suite.tests("files of users", cases::all);
    suite.tests("tables in other programs", readers::all);
    suite.tests("fuzzing", || fuzz::all(None).map(|passed| Count { passed, failed: 0 }));
    let built = suite.check("release build", build::dist);
    if built {
        suite.check("download size", size::report);
        suite.tests("browser", || browser(&[]));
        suite.tests("other browsers", browsers::all);
    } else {
        suite.check("browser", || Err("there is no dist to test".to_owned()));
    }
    suite.finish()
}

/// Checks the files of the vendors: rustfmt does not look for modules within a macro.
fn format_vendors() -> Outcome {
    let folder = root().join("src/import/vendors");
    let files = std::fs::read_dir(&folder).map_err(|error| format!("{folder:?}: {error}"))?;
    let mut rustfmt = command("rustfmt");
    rustfmt.args(["--edition", "2024", "--check"]);
    run(rustfmt.args(files.filter_map(Result::ok).map(|entry| entry.path())))
}

/// Runs the browser tests against `dist`; `arguments` go to Playwright.
///
/// # Errors
/// If a test fails or none could be run.
pub fn browser(arguments: &[String]) -> Outcome<Count> {
    let programs = tools::node_packages()?;
    let chromium = tools::chromium()?;
    let mut playwright = command("node");
    playwright.arg(programs.join("../@playwright/test/cli.js")).arg("test").args(arguments);
    playwright.current_dir(root().join("tests/e2e"));
    playwright.env("CHROMIUM", chromium).env("FORCE_COLOR", "0");
    playwright.env_remove("NO_COLOR"); // node warns if it meets both
    count(&mut playwright, playwright_counts)
}

fn cargo(arguments: &str) -> Outcome {
    run(command("cargo").args(arguments.split(' ')))
}

/// Runs tests of cargo's, with more in their environment.
///
/// # Errors
/// If they cannot be built, or there are none.
pub fn cargo_tests(which: &str, environment: &[(&str, PathBuf)]) -> Outcome<Count> {
    let mut cargo = command("cargo");
    cargo.args(["test", "--no-fail-fast"]).args(which.split(' '));
    cargo.envs(environment.iter().map(|(name, value)| (name, value)));
    // Colours would hide the counts from the one who reads them here.
    count(cargo.env("CARGO_TERM_COLOR", "never"), cargo_counts)
}

/// Calls a program and adds up what its lines count. An error without a failed test, such as
/// a compiler's, counts as one failure, and so does a success without any test.
pub fn count(program: &mut std::process::Command, of: fn(&str) -> Count) -> Outcome<Count> {
    let mut sum = Count::default();
    let ended = listen(program, |line| sum.add(of(line)));
    match ended {
        Err(reason) if sum.failed == 0 => Err(reason),
        Ok(()) if sum.passed == 0 => Err("no test was run".to_owned()),
        _ => Ok(sum),
    }
}

/// Reads `test result: ok. 3 passed; 0 failed; ...`.
fn cargo_counts(line: &str) -> Count {
    let Some(result) = line.strip_prefix("test result: ") else { return Count::default() };
    let number = |what: &str| -> u64 {
        let words: Vec<&str> = result.split([' ', ';', '.']).filter(|w| !w.is_empty()).collect();
        let pair = words.windows(2).find(|pair| pair[1] == what);
        pair.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    Count { passed: number("passed"), failed: number("failed") }
}

/// Reads `  3 passed (2.1s)`, `  1 failed` and their like, each a line of its own.
pub fn playwright_counts(line: &str) -> Count {
    let mut words = line.split_whitespace();
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    match (line.starts_with("  "), words.next(), words.next()) {
        (true, Some("passed"), Some(time)) if time.starts_with('(') => {
            Count { passed: number, failed: 0 }
        }
        // Failed once and passed when it was run again: Playwright lists it by name.
        (true, Some("flaky"), None) => Count { passed: number, failed: 0 },
        (true, Some("failed" | "interrupted"), None) | (true, Some("did"), Some("not")) => {
            Count { passed: 0, failed: number }
        }
        _ => Count::default(),
    }
}

impl Count {
    /// So many passed and so many failed.
    pub const fn of(passed: u64, failed: u64) -> Self {
        Self { passed, failed }
    }

    /// The end of a command that has run them.
    ///
    /// # Errors
    /// If any failed.
    pub fn settle(self) -> Outcome {
        if self.failed == 0 { Ok(()) } else { Err(format!("{} failed", self.failed)) }
    }

    pub fn add(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Suite {
    /// A step that passes or fails as a whole; whether it passed.
    fn check(&mut self, name: &'static str, step: impl FnOnce() -> Outcome) -> bool {
        self.tests(name, || step().map(|()| Count { passed: 1, failed: 0 }))
    }

    fn tests(&mut self, name: &'static str, step: impl FnOnce() -> Outcome<Count>) -> bool {
        println!("\n==> {name}");
        let started = Instant::now();
        let count = step().unwrap_or_else(|reason| {
            println!("{reason}");
            Count { passed: 0, failed: 1 }
        });
        let took = started.elapsed();
        println!("==> {name}: {:.1} s", took.as_secs_f64());
        self.steps.push((name, count, took));
        count.failed == 0
    }

    /// Prints the table and, last and alone on its line, the sum.
    fn finish(self) -> ExitCode {
        println!("\n{:<24} {:>7} {:>7} {:>9}", "step", "passed", "failed", "seconds");
        let mut sum = Count::default();
        for (name, count, took) in &self.steps {
            let Count { passed, failed } = count;
            println!("{name:<24} {passed:>7} {failed:>7} {:>9.1}", took.as_secs_f64());
            sum.add(*count);
        }
        let all: Duration = self.steps.iter().map(|(_, _, took)| *took).sum();
        println!("{:<24} {:>7} {:>7} {:>9.1}\n", "all", sum.passed, sum.failed, all.as_secs_f64());
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(of: fn(&str) -> Count, line: &str, passed: u64, failed: u64) {
        assert_eq!(of(line), Count { passed, failed }, "{line}");
    }

    #[test]
    fn the_results_of_cargo_are_counted() {
        let ok = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        check(cargo_counts, ok, 12, 0);
        check(cargo_counts, bad, 3, 2);
        check(cargo_counts, "test a::result ... ok", 0, 0);
        check(cargo_counts, "running 12 tests", 0, 0);
    }

    #[test]
    fn the_results_of_playwright_are_counted() {
        check(playwright_counts, "  8 passed (4.2s)", 8, 0);
        check(playwright_counts, "  2 failed", 0, 2);
        check(playwright_counts, "  3 did not run", 0, 3);
        check(playwright_counts, "  1 interrupted", 0, 1);
        check(playwright_counts, "  1 flaky", 1, 0);
        check(playwright_counts, "  4 skipped", 0, 0);
        check(playwright_counts, "  ✓  3 a.spec.mjs:4:1 › 2 passed (1s)", 0, 0);
        check(playwright_counts, "Running 8 tests using 2 workers", 0, 0);
    }
}
