//! Volatilities of prices against roots of sixty digits, and there and back again.
//!
//! `tests/data/implied_vol.csv` is a selection of every group of a larger file; where the whole of
//! it lies beside the repository, all rows are compared.

use std::path::Path;

use proptest::prelude::*;
use rotation::pricing::Right;
use rotation::pricing::black_scholes::{Terms, greeks, price};
use rotation::pricing::implied_vol::{ImpliedVolError, implied_vol};
use rotation::units::{Rate, Vol, Years};
use serde::Deserialize;

/// One row of truth.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    spot: f64,
    strike: f64,
    t_years: f64,
    rate: f64,
    dividend_yield: f64,
    #[serde(rename = "type")]
    right: Right,
    price: f64,
    status: String,
    vol: f64,
    /// The change of volatility for a change of the price in its last digit.
    vol_per_ulp: f64,
}

impl Row {
    fn find(&self) -> Result<Vol, ImpliedVolError> {
        let terms = Terms {
            right: self.right,
            spot: self.spot,
            strike: self.strike,
            years: Years::new(self.t_years),
            rate: Rate::continuous(self.rate),
            dividend_yield: Rate::continuous(self.dividend_yield),
            vol: Vol::ZERO,
        };
        implied_vol(&terms, self.price)
    }

    fn tolerance(&self) -> f64 {
        if self.vol_per_ulp / self.vol < 1e-12 { 1e-11 * self.vol } else { 8.0 * self.vol_per_ulp }
    }
}

fn status(found: Result<Vol, ImpliedVolError>) -> &'static str {
    match found {
        Ok(Vol::ZERO) => "at_intrinsic",
        Ok(_) => "ok",
        Err(ImpliedVolError::NegativePrice) => "negative_price",
        Err(ImpliedVolError::BelowIntrinsic) => "below_intrinsic",
        Err(ImpliedVolError::Expired) => "expired",
        Err(ImpliedVolError::AtOrAboveUpperBound) => "at_or_above_upper_bound",
        Err(_) => "unknown",
    }
}

fn check(path: &Path, least_rows: usize) {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: Row = row.unwrap();
        rows += 1;
        let found = row.find();
        assert_eq!(status(found), row.status, "{row:?}");
        if row.status == "ok" {
            let vol = found.unwrap().decimal();
            if (vol - row.vol).abs() > row.tolerance() {
                wrong.push(format!("{vol}: {row:?}"));
            }
        }
    }
    assert!(rows >= least_rows, "only {rows} rows");
    assert!(wrong.is_empty(), "{} roots differ, such as\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn volatilities_equal_the_sixty_digit_roots() {
    check(Path::new("tests/data/implied_vol.csv"), 170);
}

#[test]
fn the_whole_file_of_roots_agrees_where_present() {
    let path = Path::new("../shared/oracle/implied_vol.csv");
    if path.exists() {
        check(path, 900);
    } else {
        eprintln!("{} is absent: only the selection was compared", path.display());
    }
}

/// A call a year from expiry on 100, without carry unless stated otherwise.
fn find(right: Right, strike: f64, years: f64, rate: f64, price: f64) -> String {
    let row = Row {
        spot: 100.0,
        strike,
        t_years: years,
        rate,
        dividend_yield: 0.0,
        right,
        price,
        status: String::new(),
        vol: 0.0,
        vol_per_ulp: 0.0,
    };
    row.find().map_or_else(|error| error.to_string(), |vol| format!("{:.6}", vol.decimal()))
}

#[test]
fn a_price_without_a_volatility_says_why() {
    let check = |right, strike, years, rate, price, expected: &str| {
        assert_eq!(find(right, strike, years, rate, price), expected, "{price} for {strike}");
    };
    let negative = "expected a price of at least 0, found a negative one; check the quote";
    let below =
        "expected at least the intrinsic value, found less; check price, rate and dividends";
    let expired = "expected time to expiry, found none; leave the contract out";
    let above = "expected less than the upper bound, found as much or more; check the quote";
    check(Right::Call, 100.0, 1.0, 0.0, -0.01, negative);
    check(Right::Call, 100.0, 1.0, 0.0, f64::NAN, negative);
    check(Right::Call, 90.0, 1.0, 0.0, 9.99, below);
    check(Right::Call, 90.0, 1.0, 0.05, 12.0, below);
    check(Right::Call, 90.0, 0.0, 0.0, 9.0, below);
    check(Right::Call, 90.0, 0.0, 0.0, 10.0, "0.000000");
    check(Right::Put, 90.0, 0.0, 0.0, 0.0, "0.000000");
    check(Right::Put, 90.0, 0.0, 0.0, 0.01, expired);
    check(Right::Call, 90.0, 0.0, 0.0, 11.0, expired);
    check(Right::Call, 90.0, 1.0, 0.0, 100.0, above);
    check(Right::Put, 90.0, 1.0, 0.0, 90.0, above);
    check(Right::Put, 90.0, 1.0, 0.0, f64::INFINITY, above);
    // Interest lowers the upper bound of a put; a negative rate raises it.
    check(Right::Put, 100.0, 1.0, 0.05, 96.0, above);
    let above_spot = find(Right::Put, 100.0, 1.0, -0.05, 96.0).parse::<f64>();
    assert!(above_spot.is_ok_and(|vol| vol > 3.0));
    check(Right::Call, 90.0, 1.0, 0.0, 10.0, "0.000000");
    check(Right::Call, 100.0, 1.0, 0.0, 0.0, "0.000000");
    // 100 - 90 exp(-0.05), to the nearest double: that and the doubles beside it.
    let intrinsic = 14.389_351_794_935_74_f64;
    for price in [intrinsic.next_down(), intrinsic, intrinsic.next_up()] {
        check(Right::Call, 90.0, 1.0, 0.05, price, "0.000000");
    }
    check(Right::Call, 90.0, 1.0, 0.05, intrinsic - 1e-12, below);
    assert_ne!(find(Right::Call, 90.0, 1.0, 0.05, intrinsic + 1e-12), "0.000000");
    // Out of the money every price above zero has a volatility.
    assert_ne!(find(Right::Put, 90.0, 1.0, 0.05, f64::MIN_POSITIVE), "0.000000");
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let years = prop_oneof![0.01..3.0, 1e-4..0.01];
    let vol = prop_oneof![0.05..1.0, 0.001..5.0, Just(5.0)];
    let rate = || prop_oneof![-0.1..0.3, Just(0.0)];
    (any::<bool>(), -8.0..8.0, years, vol, rate(), rate()).prop_map(
        |(call, deviations, years, vol, rate, dividend_yield): (_, f64, f64, f64, _, _)| Terms {
            right: if call { Right::Call } else { Right::Put },
            spot: 100.0,
            strike: 100.0
                * rotation::math::exp((deviations * vol * years.sqrt()).clamp(-20.0, 20.0)),
            years: Years::new(years),
            rate: Rate::continuous(rate),
            dividend_yield: Rate::continuous(dividend_yield),
            vol: Vol::annual(vol),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn a_price_leads_back_to_its_volatility(terms in any_terms()) {
        let found = greeks(&terms);
        // A few last digits of the price, of the bounds that parity takes it from, and of the vol.
        let digits = 8.0 * f64::EPSILON * terms.spot.max(terms.strike).max(found.price);
        let vol = terms.vol.decimal();
        match implied_vol(&terms, found.price) {
            Ok(back) => {
                let error = (back.decimal() - vol).abs();
                // Where vega bends over that distance, compare prices instead.
                let priced = price(&Terms { vol: back, ..terms });
                prop_assert!(
                    error <= 1e-12 * vol + digits / found.vega || (priced - found.price).abs() <= digits,
                    "{back:?} for {vol}"
                );
            }
            // Only a price that rounding has moved to its bound.
            Err(error) => prop_assert!(found.vega * vol < 1e3 * digits, "{error}: {found:?}"),
        }
    }

    #[test]
    fn a_dearer_option_is_a_wilder_one(terms in any_terms(), more in 0.001..0.5) {
        let dearer = price(&terms) * (1.0 + more);
        if let (Ok(low), Ok(high)) = (implied_vol(&terms, price(&terms)), implied_vol(&terms, dearer)) {
            prop_assert!(low < high || (low == Vol::ZERO && high == Vol::ZERO), "{low:?} {high:?}");
        }
    }
}
