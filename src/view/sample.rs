//! For tests: the sample market run with the default scenario, once for all of them.

use std::sync::LazyLock;

use crate::analysis::{Review, review};
use crate::engine::{self, Report, Scenario};
use crate::import::{Options, SourceFile, import};
use crate::market::Market;

/// The years 2013 to 2015 of the sample: small enough to be run unoptimised.
pub(crate) fn outcome() -> (&'static Report, &'static Review) {
    static OUTCOME: LazyLock<(Report, Review)> = LazyLock::new(|| run(&Scenario::default()));
    (&OUTCOME.0, &OUTCOME.1)
}

/// Those years with other choices.
pub(crate) fn run(scenario: &Scenario) -> (Report, Review) {
    let market = market();
    let report = engine::run(&market, scenario, |_, _| ()).expect("the sample has enough days");
    let review = review(&report, market.fingerprint());
    (report, review)
}

/// The market of those years.
pub(crate) fn market() -> Market {
    let whole = include_str!("../../www/data/sp500.csv");
    let years =
        |line: &&str| ["date", "2013", "2014", "2015"].iter().any(|start| line.starts_with(start));
    let lines: Vec<&str> = whole.lines().filter(years).collect();
    let text = lines.join("\n");
    let file = SourceFile { name: "sp500.csv", role: None, bytes: text.as_bytes() };
    import(&[file], &Options::default()).expect("the sample is well formed").market
}
