//! American prices against independent ones, and the laws that no American price may break.
//!
//! `tests/data/american.csv` is a selection of every group of a larger file; where the full file
//! lies beside the repository, all rows are compared.

use std::path::Path;

use proptest::prelude::*;
use rotation::pricing::Right;
use rotation::pricing::american::{
    CashDividend, escrowed, exact, greeks, price, price_with_dividends,
};
use rotation::pricing::black_scholes::{self, Terms};
use rotation::units::{Rate, Vol, Years};
use serde::Deserialize;

/// One row of reference values, with its own tolerances.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    spot: f64,
    strike: f64,
    t_years: f64,
    rate: f64,
    dividend_yield: f64,
    vol: f64,
    #[serde(rename = "type")]
    right: Right,
    cash_dividends: String,
    price: f64,
    european_price: f64,
    delta: f64,
    gamma: f64,
    tolerance: f64,
    delta_tolerance: f64,
    gamma_tolerance: f64,
}

impl Row {
    fn terms(&self) -> Terms {
        Terms {
            right: self.right,
            spot: self.spot,
            strike: self.strike,
            years: Years::new(self.t_years),
            rate: Rate::continuous(self.rate),
            dividend_yield: Rate::continuous(self.dividend_yield),
            vol: Vol::annual(self.vol),
        }
    }

    /// As in `20:1.75;111:1.75`: days and dollars.
    fn dividends(&self) -> Vec<CashDividend> {
        let read = |part: &str| {
            let (days, amount) = part.split_once(':').unwrap();
            let years = Years::days(days.parse().unwrap());
            CashDividend { years, amount: amount.parse().unwrap() }
        };
        self.cash_dividends.split(';').filter(|part| !part.is_empty()).map(read).collect()
    }
}

fn check(path: &Path, least_rows: usize) {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: Row = row.unwrap();
        rows += 1;
        let (terms, dividends) = (row.terms(), row.dividends());
        let fast = price_with_dividends(&terms, &dividends);
        let exact = exact::value(&terms, &dividends);
        let european = exact::european(&terms, &dividends);
        let close = (1e-3 * row.price).max(5.0 * row.tolerance).max(0.005);
        for (name, found, truth, tolerance) in [
            ("fast", fast, row.price, close),
            ("exact", exact.price, row.price, 5.0 * row.tolerance),
            ("european", european, row.european_price, 5.0 * row.tolerance),
            ("delta", exact.delta, row.delta, 5.0 * row.delta_tolerance),
            ("gamma", exact.gamma, row.gamma, 5.0 * row.gamma_tolerance),
        ] {
            if (found - truth).abs() > tolerance {
                wrong.push(format!("{name} {found}, not {truth}: {row:?}"));
            }
        }
    }
    assert!(rows >= least_rows, "only {rows} rows");
    assert!(wrong.is_empty(), "{} figures differ, such as\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn prices_equal_independent_ones() {
    check(Path::new("tests/data/american.csv"), 45);
}

#[test]
fn the_whole_file_of_american_prices_agrees_where_present() {
    let path = Path::new("../shared/oracle/american.csv");
    if path.exists() {
        check(path, 100);
    } else {
        eprintln!("{} is absent: only the selection was compared", path.display());
    }
}

fn put(spot: f64, years: f64, rate: f64, dividend_yield: f64, vol: f64) -> Terms {
    Terms {
        right: Right::Put,
        spot,
        strike: 100.0,
        years: Years::new(years),
        rate: Rate::continuous(rate),
        dividend_yield: Rate::continuous(dividend_yield),
        vol: Vol::annual(vol),
    }
}

/// What numerical integration from dividend to dividend gives, good to 1e-7: the shares fall by a
/// dividend, or to zero, where they stay.
#[test]
fn european_values_over_cash_dividends_are_within_their_bound() {
    let check =
        |right, strike, years, rate, dividend_yield, vol, dividends: &[(i64, f64)], truth: f64| {
            let paid = |(days, amount): &(i64, f64)| CashDividend {
                years: Years::days(*days),
                amount: *amount,
            };
            let dividends: Vec<CashDividend> = dividends.iter().map(paid).collect();
            let terms = Terms { right, strike, ..put(100.0, years, rate, dividend_yield, vol) };
            let found = exact::european(&terms, &dividends);
            assert!((found - truth).abs() < 5e-4, "{found}, not {truth}: {terms:?} {dividends:?}");
        };
    let quarterly: Vec<(i64, f64)> = (1..=12).map(|quarter| (91 * quarter, 1.0)).collect();
    check(
        Right::Put,
        200.0,
        3.0,
        0.0,
        0.0,
        0.5,
        &[(337, 20.0), (450, 20.0), (546, 20.0), (899, 0.5)],
        161.6708745,
    );
    check(
        Right::Put,
        105.0,
        3.0,
        0.1,
        0.0,
        0.3,
        &[(237, 20.0), (712, 5.0), (955, 20.0), (972, 0.5)],
        28.0066428,
    );
    check(Right::Call, 105.0, 3.0, 0.05, 0.02, 1.0, &quarterly, 53.4887863);
    check(Right::Put, 100.0, 3.0, 0.02, 0.0, 1.0, &quarterly, 62.3812576);
    check(
        Right::Call,
        200.0,
        3.0,
        0.02,
        0.02,
        1.0,
        &[(250, 1.75), (582, 0.5), (785, 1.75), (1006, 20.0)],
        41.0625769,
    );
    check(Right::Call, 80.0, 0.25, 0.05, 0.0, 0.05, &[(30, 1.75)], 19.2509530);
    check(Right::Put, 95.0, 0.5, 0.1, 0.02, 0.1, &[(6, 1.75), (26, 0.5), (63, 1.75)], 0.9233293);
    // Nearly half of the share is paid out, at little movement: the call is the forward less the
    // strike.
    check(
        Right::Call,
        50.0,
        0.05,
        0.0,
        0.0,
        0.05,
        &[(3, 20.0), (4, 0.5), (9, 5.0), (15, 19.75)],
        4.75,
    );
    // No movement, and hardly any: the path is known.
    check(Right::Call, 90.0, 1.0, 0.05, 0.0, 0.0, &[(100, 2.0)], 12.4165623);
    check(Right::Put, 100.0, 3.0, 0.02, 0.01, 0.001, &quarterly, 8.5904733);
}

#[test]
fn sensitivities_without_movement_are_finite_and_those_of_the_value() {
    let rates = [0.0, 0.05, 0.01, -0.02];
    for right in [Right::Call, Right::Put] {
        for (rate, dividend_yield) in rates.iter().flat_map(|a| rates.map(|b| (*a, b))) {
            for (spot, years, vol) in [
                (100.0, 1.0, 0.0),
                (100.0, 0.0, 0.2),
                (100.0, 0.0, 0.0),
                (103.0, 2.0, 0.0),
                (97.0, 2.0, 1e-9),
                (40.0, 30.0, 0.0),
                (250.0, 30.0, 0.0),
            ] {
                let terms = Terms { right, ..put(spot, years, rate, dividend_yield, vol) };
                let found = greeks(&terms);
                let exact::Valuation { price: value, delta, gamma, theta } =
                    exact::value(&terms, &[]);
                assert_eq!((value, delta), (found.price, found.delta), "{terms:?}");
                assert_eq!((gamma, theta), (found.gamma, found.theta), "{terms:?}");
                assert_eq!(value, price(&terms), "{terms:?}");
                let others = [found.vega, found.rho, found.vanna, found.charm, found.volga];
                assert!(
                    [delta, gamma, theta].iter().chain(&others).all(|own| own.is_finite()),
                    "{terms:?}"
                );
                let gap = 1e-4;
                let [below, above] =
                    [spot - gap, spot + gap].map(|spot| price(&Terms { spot, ..terms }));
                // At a kink this is the mean of both sides too.
                let slope = (above - below) / (2.0 * gap);
                assert!((delta - slope).abs() < 2e-5, "{delta}, not {slope}: {terms:?}");
                if years > 0.0 && (above + below - 2.0 * value).abs() < 1e-7 {
                    let step = 1e-5;
                    let at = |years| price(&Terms { years: Years::new(years), ..terms });
                    let decay = (at(years - step) - at(years + step)) / (2.0 * step);
                    assert!((theta - decay).abs() < 1e-4, "{theta}, not {decay}: {terms:?}");
                }
            }
        }
    }
}

/// A tree of Cox, Ross and Rubinstein (1979) in the plainest form.
fn tree(terms: &Terms, steps: i32) -> f64 {
    let step = terms.years.get() / f64::from(steps);
    let up = rotation::math::exp(terms.vol.decimal() * step.sqrt());
    let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
    let growth = rotation::math::exp((rate - dividend_yield) * step);
    let probability = (growth - 1.0 / up) / (up - 1.0 / up);
    let discount = rotation::math::exp(-rate * step);
    let spot = |ups: i32, downs: i32| terms.spot * rotation::math::powf(up, f64::from(ups - downs));
    let payoff = |ups, downs| terms.right.payoff(spot(ups, downs), terms.strike);
    let mut values: Vec<f64> = (0..=steps).map(|ups| payoff(ups, steps - ups)).collect();
    for count in (0..steps).rev() {
        for ups in 0..=count {
            let at = usize::try_from(ups).unwrap();
            let held = probability * values[at + 1] + (1.0 - probability) * values[at];
            values[at] = (discount * held).max(payoff(ups, count - ups));
        }
    }
    values[0]
}

#[test]
fn a_plain_tree_agrees_whatever_the_signs_of_the_rates() {
    let check = |terms: Terms, tolerance| {
        let truth = 0.5 * (tree(&terms, 1_000) + tree(&terms, 1_001));
        let found = exact::price(&terms);
        assert!((found - truth).abs() < tolerance, "{found}, not {truth}: {terms:?}");
        let fast = price(&terms);
        assert!((fast - found).abs() < (1e-3 * found).max(0.005), "{fast}, not {found}: {terms:?}");
    };
    for (rate, dividend_yield) in [
        (0.05, 0.0),
        (0.05, 0.05),
        (0.02, 0.08),
        (0.05, -0.02),
        (-0.02, 0.03),
        (0.0, 0.0),
        // Two boundaries: exercise pays between them only.
        (-0.01, -0.04),
        (0.0, -0.05),
    ] {
        for (spot, years, vol) in [(100.0, 1.0, 0.2), (90.0, 0.25, 0.3), (80.0, 2.0, 0.15)] {
            check(put(spot, years, rate, dividend_yield, vol), 0.004);
        }
    }
    check(put(100.0, 1.0, 0.05, 0.0, 5.0), 0.1);
}

#[test]
fn extreme_parameters_reach_their_limits() {
    let check = |terms: Terms, expected: f64| {
        for found in [price(&terms), exact::price(&terms), greeks(&terms).price] {
            assert!((found - expected).abs() < 1e-6, "{found}, not {expected}: {terms:?}");
        }
    };
    // At expiry the payoff; without volatility that of the best moment.
    check(put(90.0, 0.0, 0.05, 0.0, 0.2), 10.0);
    check(put(90.0, 1.0, 0.05, 0.0, 0.0), 10.0);
    check(put(101.0, 1.0, 0.0, 0.05, 0.0), 100.0 - 101.0 * rotation::math::exp(-0.05));
    check(put(110.0, 1.0, 0.05, 0.0, 0.0), 0.0);
    // Far in the money it is exercised at once.
    check(put(40.0, 1.0, 0.05, 0.0, 0.2), 60.0);
    let found = greeks(&put(40.0, 1.0, 0.05, 0.0, 0.2));
    assert_eq!((found.delta, found.gamma, found.theta), (-1.0, 0.0, 0.0));
}

#[test]
fn where_exercise_never_pays_the_european_value_is_returned_to_the_last_bit() {
    let check = |terms: Terms| {
        assert_eq!(price(&terms), black_scholes::price(&terms), "{terms:?}");
        assert_eq!(exact::price(&terms), black_scholes::price(&terms), "{terms:?}");
        assert_eq!(greeks(&terms), black_scholes::greeks(&terms), "{terms:?}");
    };
    check(Terms { right: Right::Call, ..put(110.0, 1.0, 0.05, 0.0, 0.2) });
    check(Terms { right: Right::Call, ..put(110.0, 1.0, 0.0, 0.0, 0.2) });
    check(Terms { right: Right::Call, ..put(110.0, 1.0, 0.05, -0.01, 0.2) });
    check(put(90.0, 1.0, 0.0, 0.03, 0.2));
    check(put(90.0, 1.0, -0.02, 0.0, 0.2));
}

#[test]
fn a_dividend_moves_the_spot_on_its_day_and_not_outside_the_life() {
    let terms = put(100.0, 0.5, 0.03, 0.0, 0.2);
    let at = |years: f64, amount: f64| {
        price_with_dividends(&terms, &[CashDividend { years: Years::new(years), amount }])
    };
    let without = price(&terms);
    assert_eq!(at(0.6, 2.0), without);
    assert_eq!(at(0.0, 2.0), without);
    assert_eq!(at(0.25, 0.0), without);
    assert!(at(0.25, 2.0) > without + 0.5);
    assert!(at(0.25, 4.0) > at(0.25, 2.0));
    // A dividend above the share price leaves a spot of zero, so the put pays its strike.
    assert!((at(0.25, 500.0) - 100.0).abs() < 1.0, "{}", at(0.25, 500.0));
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let spot = prop_oneof![50.0..600.0, Just(100.0), 1_000.0..5_000.0];
    let years = prop_oneof![0.002..0.5, 0.5..3.0];
    let rate = || prop_oneof![0.0..0.1, -0.05..0.1, Just(0.0)];
    (any::<bool>(), spot, -2.5..2.5, years, 0.08..1.0, rate(), rate()).prop_map(
        |(call, spot, deviations, years, vol, rate, dividend_yield): (
            _,
            _,
            f64,
            f64,
            f64,
            _,
            _,
        )| {
            Terms {
                right: if call { Right::Call } else { Right::Put },
                spot,
                strike: spot * rotation::math::exp(deviations * vol * years.sqrt()),
                years: Years::new(years),
                rate: Rate::continuous(rate),
                dividend_yield: Rate::continuous(dividend_yield),
                vol: Vol::annual(vol),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn never_below_the_european_value_nor_what_exercise_pays(terms in any_terms()) {
        let found = price(&terms);
        let rounding = 1e-14 * terms.spot;
        prop_assert!(found >= black_scholes::price(&terms) - rounding, "{found}");
        prop_assert!(found >= terms.right.payoff(terms.spot, terms.strike));
        let bound = if terms.right == Right::Call { terms.spot } else { terms.strike };
        let carry = terms.rate.decimal().min(terms.dividend_yield.decimal()).min(0.0);
        let most = bound * rotation::math::exp(-carry * terms.years.get());
        prop_assert!(found <= most * (1.0 + 1e-6), "{found} above {most}");
    }

    #[test]
    fn a_call_is_a_put_with_spot_and_strike_exchanged(terms in any_terms()) {
        let twin = Terms {
            right: terms.right.opposite(),
            spot: terms.strike,
            strike: terms.spot,
            rate: terms.dividend_yield,
            dividend_yield: terms.rate,
            ..terms
        };
        // The boundary is the same; where there are two, the grids differ.
        let close = 1e-3 * price(&terms) + 5e-5 * terms.spot.max(terms.strike);
        prop_assert!((price(&terms) - price(&twin)).abs() <= close);
    }

    #[test]
    fn sensitivities_are_numbers_within_their_bounds(terms in any_terms()) {
        let found = greeks(&terms);
        for figure in [found.gamma, found.vega, found.theta, found.rho, found.vanna, found.charm] {
            prop_assert!(figure.is_finite(), "{found:?}");
        }
        prop_assert!(found.delta.abs() <= 1.25 && found.delta * terms.right.sign() >= -0.02);
        prop_assert!((found.price - price(&terms)).abs() <= 1e-12 * terms.spot);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn the_fast_price_is_close_to_the_exact_one(terms in any_terms()) {
        prop_assume!(terms.rate.decimal() >= 0.0 && terms.dividend_yield.decimal() >= 0.0);
        let (fast, exact) = (price(&terms), exact::price(&terms));
        // Twice the documented error: one in a thousand of these slightly exceeds it.
        let close = 2.0 * (1e-3 * exact).max(0.005);
        prop_assert!((fast - exact).abs() <= close, "{fast}, not {exact}");
    }
}

#[test]
fn options_over_cash_dividends_are_near_the_grid_without_one() {
    let mut worst = 0.0_f64;
    for right in [Right::Call, Right::Put] {
        for strike in [90.0, 97.0, 100.0, 103.0, 110.0] {
            for (days, vol, rate) in
                [(10, 0.15, 0.02), (45, 0.15, 0.05), (75, 0.3, 0.02), (180, 0.2, 0.05)]
            {
                let terms = Terms {
                    right,
                    spot: 100.0,
                    strike,
                    years: Years::days(days),
                    rate: Rate::continuous(rate),
                    dividend_yield: Rate::ZERO,
                    vol: Vol::annual(vol),
                };
                let dividend = |day| CashDividend { years: Years::days(day), amount: 0.45 };
                let dividends = [dividend(7), dividend(98)];
                let exact = price_with_dividends(&terms, &dividends);
                let near = price(&escrowed(&terms, &dividends, true));
                worst = worst.max((near - exact).abs() / (0.02 * exact).max(0.07));
            }
        }
    }
    assert!(worst < 1.0, "{worst} of two percent or seven cents");
}
