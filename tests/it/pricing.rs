//! Model prices against sixty-digit values, and the laws that no price may break.
//!
//! `tests/data/black_scholes.csv` is a selection of every group of a larger file; where the whole
//! of it lies beside the repository, all rows are compared.

use std::path::Path;

use proptest::prelude::*;
use rotation::pricing::Right;
use rotation::pricing::black_scholes::{Greeks, Terms, delta, greeks, price};
use rotation::units::{Rate, Vol, Years};
use serde::Deserialize;

/// One row of truth.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    group: String,
    spot: f64,
    strike: f64,
    t_years: f64,
    rate: f64,
    dividend_yield: f64,
    vol: f64,
    #[serde(rename = "type")]
    right: Right,
    price: f64,
    delta: f64,
    gamma: f64,
    vega: f64,
    theta: f64,
    rho: f64,
    vanna: f64,
    charm: f64,
    volga: f64,
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

    /// Every figure asked of this row: its name, the one found, the true one, its natural scale.
    fn figures(&self) -> Vec<(&'static str, f64, f64, f64)> {
        let found = greeks(&self.terms());
        let (spot, strike, years, vol) = (self.spot, self.strike, self.t_years, self.vol);
        let root_years = years.sqrt();
        let worth =
            (spot * discount(self.dividend_yield, years)).max(strike * discount(self.rate, years));
        let mut figures = vec![
            ("price", found.price, self.price, worth),
            ("delta", found.delta, self.delta, 1.0),
            ("vega", found.vega, self.vega, spot * root_years.max(1e-3)),
            ("theta", found.theta, self.theta, theta_scale(self, worth)),
            ("rho", found.rho, self.rho, strike * years.max(1e-3)),
        ];
        if !self.group.starts_with("limit") {
            figures.extend([
                ("gamma", found.gamma, self.gamma, 1.0 / (spot * vol * root_years)),
                ("vanna", found.vanna, self.vanna, 1.0 / vol),
                ("charm", found.charm, self.charm, 1.0 / years),
                ("volga", found.volga, self.volga, spot * root_years / vol),
            ]);
        }
        figures
    }
}

/// What a year's decay of the whole time value, and of the carry, would amount to.
fn theta_scale(row: &Row, worth: f64) -> f64 {
    let carry = worth * (1.0 + row.rate.abs() + row.dividend_yield.abs());
    if row.t_years > 0.0 { carry + row.spot * row.vol / row.t_years.sqrt() } else { carry }
}

fn discount(rate: f64, years: f64) -> f64 {
    rotation::math::exp(-rate * years)
}

/// The largest error of each figure, in its natural scale, over the rows of `path`.
fn check(path: &Path, least_rows: usize) {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: Row = row.unwrap();
        rows += 1;
        for (name, found, truth, scale) in row.figures() {
            // Without a known limit, any finite number passes.
            let right = if truth.is_nan() {
                !found.is_nan()
            } else {
                found == truth || (found - truth).abs() <= 1e-12 * scale
            };
            if !right {
                wrong.push(format!("{name} {found:e}, not {truth:e}: {row:?}"));
            }
        }
        let terms = row.terms();
        let found = greeks(&terms);
        assert_eq!(price(&terms), found.price, "{row:?}");
        assert!((delta(&terms) - found.delta).abs() < 1e-14, "{row:?}");
        if row.group == "wing" && (found.price / row.price - 1.0).abs() > 1e-12 {
            wrong.push(format!("far from the money {:e}, not {:e}", found.price, row.price));
        }
    }
    assert!(rows >= least_rows, "only {rows} rows");
    assert!(wrong.is_empty(), "{} figures differ, such as\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn values_and_sensitivities_equal_the_sixty_digit_ones() {
    check(Path::new("tests/data/black_scholes.csv"), 300);
}

#[test]
fn the_whole_file_of_sixty_digit_values_agrees_where_present() {
    let path = Path::new("../shared/oracle/black_scholes.csv");
    if path.exists() {
        check(path, 2_500);
    } else {
        eprintln!("{} is absent: only the selection was compared", path.display());
    }
}

/// Terms across every size that a form or a file could bring.
fn any_terms() -> impl Strategy<Value = Terms> {
    let spot = prop_oneof![1.0..10_000.0, 1e-6..1e9, Just(100.0)];
    let moneyness = prop_oneof![-0.2..0.2, -10.0..10.0, Just(0.0)];
    let years = prop_oneof![0.0..3.0, 1e-9..1e-3, 0.0..100.0, Just(0.0)];
    let vol = prop_oneof![0.05..1.0, 0.0..5.0, 1e-9..1e-2, Just(0.0)];
    let rate = || prop_oneof![-0.1..0.3, Just(0.0)];
    (any::<bool>(), spot, moneyness, years, vol, rate(), rate()).prop_map(
        |(call, spot, moneyness, years, vol, rate, dividend_yield)| Terms {
            right: if call { Right::Call } else { Right::Put },
            spot,
            strike: spot * rotation::math::exp(moneyness),
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
    fn a_price_never_leaves_the_bounds_of_no_arbitrage(terms in any_terms()) {
        let value = price(&terms);
        let spot = terms.spot * discount(terms.dividend_yield.decimal(), terms.years.get());
        let strike = terms.strike * discount(terms.rate.decimal(), terms.years.get());
        prop_assert!(value >= terms.right.payoff(spot, strike), "{value} below intrinsic");
        let bound = if terms.right == Right::Call { spot } else { strike };
        prop_assert!(value <= bound, "{value} above {bound}");
    }

    #[test]
    fn a_call_less_a_put_is_a_forward(terms in any_terms()) {
        let call = price(&Terms { right: Right::Call, ..terms });
        let put = price(&Terms { right: Right::Put, ..terms });
        let spot = terms.spot * discount(terms.dividend_yield.decimal(), terms.years.get());
        let strike = terms.strike * discount(terms.rate.decimal(), terms.years.get());
        prop_assert!((call - put - (spot - strike)).abs() <= 4e-16 * spot.max(strike));
    }

    #[test]
    fn no_sensitivity_is_ever_not_a_number(terms in any_terms()) {
        let Greeks { price, delta, gamma, vega, theta, rho, vanna, charm, volga } = greeks(&terms);
        for figure in [price, delta, gamma, vega, theta, rho, vanna, charm, volga] {
            prop_assert!(!figure.is_nan(), "{:?}", greeks(&terms));
        }
        prop_assert!(vega >= 0.0 && gamma >= 0.0);
        let share = discount(terms.dividend_yield.decimal(), terms.years.get());
        prop_assert!(delta.abs() <= share * (1.0 + 1e-15), "delta {delta} of {share}");
    }

    #[test]
    fn more_volatility_never_lowers_a_price(terms in any_terms(), more in 0.01..1.0) {
        let calmer = price(&terms);
        let wilder = price(&Terms { vol: Vol::annual(terms.vol.decimal() + more), ..terms });
        let scale = terms.spot * discount(terms.dividend_yield.decimal(), terms.years.get());
        prop_assert!(wilder >= calmer - 1e-14 * scale.max(calmer));
    }
}
