//! Every message of the form and of a failed run, word for word.

use chrono::NaiveDate;
use rotation::engine::fields::{FIELDS, Field};
use rotation::engine::{RunError, Scenario, run};
use rotation::market::{Market, Series};

use crate::sample::{cut, sp500};

fn field(label: &str) -> &'static Field {
    FIELDS.iter().find(|field| field.label == label).unwrap()
}

fn check(cases: &[(&str, &str, Result<f64, &str>)]) {
    for (label, text, expected) in cases {
        let found = field(label).parse(text).map_err(|error| error.to_string());
        let expected = expected.map(Some).map_err(str::to_owned);
        assert_eq!(found, expected, "{label}: {text:?}");
    }
}

#[test]
fn capital_is_parsed_from_typed_text() {
    check(&[
        ("initial capital", "1,000,000", Ok(1e6)),
        ("initial capital", " 250000 USD ", Ok(250_000.0)),
        ("initial capital", "1 000 000.50", Ok(1_000_000.5)),
        (
            "initial capital",
            "",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found nothing; \
                 type a number"),
        ),
        (
            "initial capital",
            "   ",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found nothing; \
                 type a number"),
        ),
        (
            "initial capital",
            "abc",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found \"abc\"; \
                 type digits and a decimal point"),
        ),
        (
            "initial capital",
            "0",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found 0; \
                 choose a value in that range"),
        ),
        (
            "initial capital",
            "-5",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found -5; \
                 choose a value in that range"),
        ),
        (
            "initial capital",
            "1e30",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found \
                 1,000,000,000,000,000,000,000,000,000,000; choose a value in that range"),
        ),
        (
            "initial capital",
            "NaN",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found \"NaN\"; \
                 type digits and a decimal point"),
        ),
        (
            "initial capital",
            "inf",
            Err("initial capital: expected 1,000 to 10,000,000,000 USD, found \"inf\"; \
                 type digits and a decimal point"),
        ),
    ]);
}

#[test]
fn percentages_multiples_and_plain_numbers_are_parsed() {
    check(&[
        ("maximum per profile", "40", Ok(0.4)),
        ("maximum per profile", "12.5 %", Ok(0.125)),
        (
            "maximum per profile",
            "101",
            Err("maximum per profile: expected 1 to 100 %, found 101; \
                 choose a value in that range"),
        ),
        ("cost multiplier", "2×", Ok(2.0)),
        ("event window", "3 days", Ok(3.0)),
        (
            "event window",
            "2.5",
            Err("event window: expected a whole number, 0 to 30 days, found 2.5; \
                 type a whole number"),
        ),
        ("smile skew", "−0.15", Ok(-0.15)),
        (
            "smile skew",
            "1,5",
            Err("smile skew: expected -2 to 2, found \"1,5\"; \
                 type digits and a decimal point"),
        ),
        ("Trend up, LDG", "0.5", Ok(0.5)),
        (
            "Trend up, LDG",
            "1.5",
            Err("Trend up, LDG: expected 0 to 1, found 1.5; choose a value in that range"),
        ),
    ]);
}

#[test]
fn thousands_separators_must_separate_three_digits() {
    for (text, expected) in [
        ("12,345", Some(12_345.0)),
        ("1,234,567.89", Some(1_234_567.89)),
        ("12,34", None),
        ("1234,567", None),
        (",500", None),
        ("1,,000", None),
        ("1.2.3", None),
        ("1.000,50", None),
        ("1e2,000", None),
    ] {
        assert_eq!(field("initial capital").parse(text).ok().flatten(), expected, "{text}");
    }
}

#[test]
fn every_number_reads_back_as_it_is_shown() {
    let mut codes: Vec<u16> = FIELDS.iter().map(|field| field.code).collect();
    for field in FIELDS.iter() {
        let values = [Some(field.minimum), field.get(&Scenario::default()), Some(field.maximum)];
        for value in values {
            assert_eq!(field.parse(&field.show(value)), Ok(value), "{}", field.label);
        }
        let mut scenario = Scenario::default();
        field.set(&mut scenario, field.maximum);
        assert_eq!(field.get(&scenario), Some(field.maximum), "{}", field.label);
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), FIELDS.len(), "every field has a code of its own");
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn contradicting_fields_are_errors() {
    let check = |edit: fn(&mut Scenario), expected: &str| {
        let mut scenario = Scenario::default();
        edit(&mut scenario);
        assert_eq!(scenario.check().unwrap_err().to_string(), expected);
        let refused = run(sp500(), &scenario, |_, _| {}).unwrap_err();
        assert_eq!(refused.to_string(), expected, "a run refuses what a form refuses");
    };
    check(
        |s| s.allocation.min_profile_weight = 0.5,
        "minimum per profile (50 %) is above maximum per profile (40 %); lower the minimum or \
         raise the maximum",
    );
    check(
        |s| (s.from, s.to) = (Some(date("2015-01-02")), Some(date("2014-01-02"))),
        "the period ends on 2014-01-02, before it starts on 2015-01-02; swap the dates",
    );
    check(
        |s| s.capital = f64::NAN,
        "initial capital: expected 1,000 to 10,000,000,000 USD, found NaN; choose a value in that \
         range",
    );
    check(
        |s| s.allocation.compatibility.0[3][5] = -0.1,
        "Vol breakout, VOV: expected 0 to 1, found -0.1; choose a value in that range",
    );
}

/// The text of the error that ends a run.
fn failure(market: &Market, scenario: &Scenario) -> String {
    run(market, scenario, |_, _| {}).unwrap_err().to_string()
}

#[test]
fn a_run_without_enough_data_says_what_is_missing() {
    let default = Scenario::default();
    assert_eq!(
        failure(&Market::default(), &default),
        "there is no market data; load a file with daily bars"
    );
    let late = Scenario { from: Some(date("2020-01-02")), ..default.clone() };
    assert_eq!(
        failure(sp500(), &late),
        "no bar lies between 2020-01-02 and 2018-12-31: the data spans 1999-01-04 to 2018-12-31; \
         choose dates within it"
    );
    let early = Scenario { to: Some(date("1998-12-31")), ..default.clone() };
    assert_eq!(
        failure(sp500(), &early),
        "no bar lies between 1999-01-04 and 1998-12-31: the data spans 1999-01-04 to 2018-12-31; \
         choose dates within it"
    );
    let weekend = Scenario {
        from: Some(date("2018-06-02")),
        to: Some(date("2018-06-03")),
        ..default.clone()
    };
    assert!(failure(sp500(), &weekend).starts_with("no bar lies between 2018-06-02 and"));
    assert_eq!(
        failure(&cut(sp500(), 49), &default),
        "49 bars are too few: the signals need 50 days before the first trade; load more history \
         or choose a later end"
    );
    assert!(run(&cut(sp500(), 50), &default, |_, _| {}).is_ok(), "on the fiftieth day it decides");
}

#[test]
fn a_missing_required_column_is_named() {
    let scenario = Scenario { use_quoted_regimes: true, ..Scenario::default() };
    assert_eq!(
        failure(sp500(), &scenario),
        "the file has no column \"regime\"; switch off its use or load a file with it"
    );
    let scenario = Scenario { use_quoted_scores: true, ..Scenario::default() };
    assert_eq!(
        failure(sp500(), &scenario),
        "the file has no column \"profile_1_score\"; switch off its use or load a file with it"
    );
}

#[test]
fn a_value_missing_after_the_warm_up_is_an_error_that_names_column_and_day() {
    let mut market = cut(sp500(), 200);
    let mut vvix = vec![Some(0.9); 200];
    vvix[150] = None;
    market.set_series(Series::Vvix, vvix);
    assert_eq!(
        failure(&market, &Scenario::default()),
        "1999-08-09, column \"vvix\": expected a value after the warm-up, found none; complete \
         the series in the file or leave the column out"
    );
}

#[test]
fn a_column_that_never_ends_its_warm_up_is_named_too() {
    let mut market = cut(sp500(), 200);
    market.set_series(Series::Skew, vec![None; 200]);
    assert_eq!(
        failure(&market, &Scenario::default()),
        "1999-10-18, column \"skew\": expected a value after the warm-up, found none; complete \
         the series in the file or leave the column out"
    );
}

#[test]
fn an_account_that_overflows_is_a_price_error() {
    let mut market = cut(sp500(), 120);
    for bar in &mut market.bars[80..] {
        for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
            *price *= 30.0;
        }
    }
    let scenario = Scenario { capital: 1e10, ..Scenario::default() };
    assert_eq!(
        failure(&market, &scenario),
        "1999-04-29: the account is worth more than 100,000,000,000 USD, which no market gives; \
         look for wrong prices in the file up to that day"
    );
}

#[test]
fn every_run_error_names_a_remedy() {
    let books = rotation::ledger::Imbalance {
        date: date("2018-01-02"),
        identity: rotation::ledger::Identity::Equity,
        books: rotation::units::Money::dollars(2),
        counted: rotation::units::Money::dollars(1),
    };
    assert_eq!(
        RunError::Books(books).to_string(),
        "2018-01-02: the books do not balance (Equity): 2.000000 booked, 1.000000 counted; please \
         report this with the scenario's link"
    );
}
