//! Signals, scores, regimes and targets of the sample against independently computed columns.
//!
//! `tests/data/signals.csv` holds chosen days of three larger files: the sample with its
//! volatility index, without one, and with five events. The days are computed from the whole
//! history, so that windows and averages carry all of it. Where the larger files lie beside the
//! repository, every day of them is compared.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use rotation::engine::{Scenario, run};
use rotation::market::{Event, Market};
use rotation::view::files;

use crate::sample::{sp500_with_vix_from_2014, sp500_without_vix};

/// Columns in points of the underlying: they agree relative to their size.
const PRICES: [&str; 4] = ["ATR5", "ATR10", "MA20", "MA50"];
/// Columns that agree to the letter.
const LABELS: [&str; 3] = ["date", "iv_source", "regime"];

type Row = BTreeMap<String, String>;

/// The content of `signals.csv` as the command line writes it.
fn computed(market: &Market) -> Vec<Row> {
    let report = run(market, &Scenario::default(), |_, _| {}).unwrap();
    rows(rotation::share::csv::write(&files::signals(&report)).as_bytes())
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

fn with_events() -> Market {
    let mut market = sp500_with_vix_from_2014().clone();
    for date in ["2015-12-16", "2016-06-24", "2016-11-08", "2018-02-02", "2018-12-19"] {
        let date: NaiveDate = date.parse().unwrap();
        market.events.push(Event {
            date,
            kind: String::new(),
            name: String::new(),
            scheduled: true,
        });
    }
    market
}

/// Compares every column of every reference row with the computed row of the same day.
fn check(what: &str, market: &Market, reference: &[Row], least_rows: usize) {
    assert!(reference.len() >= least_rows, "{what}: only {} rows", reference.len());
    let computed = computed(market);
    let by_date: BTreeMap<&str, &Row> =
        computed.iter().map(|row| (row["date"].as_str(), row)).collect();
    for expected in reference {
        let date = expected["date"].as_str();
        let found = by_date[date];
        assert!(found.keys().eq(expected.keys()), "{what}: {:?}", found.keys());
        for (column, expected) in expected {
            let found = &found[column];
            assert!(
                agree(column, found, expected),
                "{what} {date} {column}: {found:?}, not {expected:?}"
            );
        }
    }
}

/// An empty cell is a value that was not available yet: it agrees with an empty cell alone.
fn agree(column: &str, found: &str, expected: &str) -> bool {
    if LABELS.contains(&column) || found.is_empty() || expected.is_empty() {
        return found == expected;
    }
    let (found, expected): (f64, f64) = (found.parse().unwrap(), expected.parse().unwrap());
    let scale = if PRICES.contains(&column) { expected.abs() } else { 1.0 };
    (found - expected).abs() <= 1e-9 * scale
}

#[test]
fn agreement_is_close_in_numbers_and_exact_in_labels_and_absence() {
    for (column, found, expected, agreed) in [
        ("RV20", "0.1234567891", "0.1234567899", true),
        ("RV20", "0.123456789", "0.123456791", false),
        ("MA20", "2000.0000001", "2000.0000002", true),
        ("MA20", "2000.00001", "2000.00002", false),
        ("MA20", "", "2000.0", false),
        ("regime", "5", "5.0", false),
        ("iv_source", "vix-1", "vix-1", true),
    ] {
        assert_eq!(agree(column, found, expected), agreed, "{column} {found} {expected}");
    }
}

#[test]
fn chosen_days_of_the_sample_equal_the_reference_columns() {
    let mut chosen: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for mut row in rows(&std::fs::read("tests/data/signals.csv").unwrap()) {
        chosen.entry(row.remove("market").unwrap()).or_default().push(row);
    }
    check("with VIX", sp500_with_vix_from_2014(), &chosen["vix"], 100);
    check("without VIX", &sp500_without_vix(), &chosen["novix"], 150);
    check("with events", &with_events(), &chosen["events"], 50);
}

#[test]
fn every_day_of_the_sample_equals_the_reference_columns_where_present() {
    let folder = Path::new("../shared/oracle");
    let markets = [
        ("", sp500_with_vix_from_2014().clone()),
        ("_novix", sp500_without_vix()),
        ("_events", with_events()),
    ];
    for (suffix, market) in markets {
        let path = folder.join(format!("signals_sp500{suffix}.csv"));
        match std::fs::read(&path) {
            Ok(bytes) => check(&path.display().to_string(), &market, &rows(&bytes), 5_031),
            Err(_) => eprintln!("{} is absent: only chosen days were compared", path.display()),
        }
    }
}

#[test]
fn an_index_is_carried_for_five_days_and_no_longer() {
    let mut market = sp500_with_vix_from_2014().clone();
    let last = market.bars.len() - 1;
    let mut vix = market.series(rotation::market::Series::Vix).unwrap().to_vec();
    vix[last - 6..].fill(None);
    market.set_series(rotation::market::Series::Vix, vix);
    let sources: Vec<String> =
        computed(&market).iter().rev().take(8).map(|row| row["iv_source"].clone()).collect();
    assert_eq!(
        sources,
        ["realised", "realised", "vix-5", "vix-4", "vix-3", "vix-2", "vix-1", "vix"]
    );
}

#[test]
fn the_sample_of_links_made_before_is_known() {
    let fingerprint = sp500_with_vix_from_2014().fingerprint().to_string();
    assert_eq!(fingerprint, rotation::view::link_status::SAMPLE_BEFORE_VIX);
}
