//! The default scenario on the shipped sample, kept as a file: a change of any number shows up as
//! a difference, and the commit that brings it says why.
//!
//! `UPDATE_EXPECT=1 cargo test --test it golden` rewrites the file.

use std::fmt::Write as _;

use expect_test::expect_file;
use rotation::engine::{Scenario, run};
use rotation::market::Market;
use rotation::profile::Profile;

use crate::sample::{sp500, sp500_without_vix};

fn summary(text: &mut String, title: &str, market: &Market, scenario: &Scenario) {
    let report = run(market, scenario, |_, _| {}).unwrap();
    let (first, last) = (&report.days[0], &report.days[report.days.len() - 1]);
    writeln!(text, "{title}").unwrap();
    writeln!(text, "  {} to {}, {} days", first.date, last.date, report.days.len()).unwrap();
    writeln!(text, "  equity    {}", last.equity()).unwrap();
    writeln!(text, "  cash      {}", last.cash).unwrap();
    for (profile, profit) in Profile::ALL.iter().zip(last.profits) {
        writeln!(text, "  {:<9} {profit}", profile.code()).unwrap();
    }
    writeln!(
        text,
        "  {} trades, {} open, {} fills, {} rotations",
        report.trades.len(),
        report.open_positions.len(),
        report.fills.len(),
        report.rotations.len()
    )
    .unwrap();
    writeln!(text, "  digest    {}\n", report.digest()).unwrap();
}

#[test]
fn the_sample_gives_the_numbers_of_the_golden_file() {
    let default = Scenario::default();
    let mut free = default.clone();
    free.costs.multiple = 0.0;
    let recent = Scenario { from: "2014-01-03".parse().ok(), ..default.clone() };
    let mut text = String::new();
    summary(&mut text, "default", sp500(), &default);
    summary(&mut text, "without VIX", &sp500_without_vix(), &default);
    summary(&mut text, "without costs", sp500(), &free);
    summary(&mut text, "from 2014", sp500(), &recent);
    expect_file!["../golden/sample_summary.txt"].assert_eq(&text);
}
