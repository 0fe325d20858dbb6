//! Which smiles have prices without arbitrage.
//!
//! Put prices must rise and call prices fall with the strike, both convex: looked at within eight
//! deviations of the forward in steps of 0.0025, at five total variances at the money. The price of
//! the option out of the money is the one looked at; by put-call parity the other follows.

use super::Right;
use super::black_scholes::{Terms, price};
use super::surface::{Model, Shape};
use crate::math;
use crate::units::{Rate, Vol, Years};

/// Total variances at the money at which prices are looked at.
const VARIANCES: [f64; 5] = [1e-5, 1e-3, 0.01, 0.1, 0.4];
/// Steps in which the strikes are walked, and how many to either side of the forward.
const STEP: f64 = 0.0025;
const STEPS: i32 = 3_200;
/// Slopes that differ by less than this share of themselves are equal but for rounding.
const ROUNDING: f64 = 1e-7;
/// Halvings of the way to the default smile, when the nearest good one is looked for.
const HALVINGS: usize = 7;

/// Whether the smile of a slope and a bend has prices without arbitrage.
///
/// ```
/// use rotation::pricing::smile_bounds::is_free_of_arbitrage;
/// assert!(is_free_of_arbitrage(-0.20, 0.06));
/// assert!(!is_free_of_arbitrage(-0.20, 1.0 / 9.0));
/// ```
#[must_use]
pub fn is_free_of_arbitrage(skew: f64, curvature: f64) -> bool {
    let default = Model::default();
    if (skew, curvature) == (default.skew, default.curvature) {
        return true; // as a test says; most scenarios have it
    }
    is_convex_everywhere(Shape { skew, curvature })
}

fn is_convex_everywhere(shape: Shape) -> bool {
    let sides = [Right::Put, Right::Call];
    VARIANCES.iter().all(|variance| sides.iter().all(|right| is_convex(shape, *right, *variance)))
}

/// A pair near `skew` and `curvature` without arbitrage, to two decimals: one of them changed alone
/// towards the default, or both, whichever is nearest.
#[must_use]
pub fn nearest(skew: f64, curvature: f64) -> (f64, f64) {
    let default = Model::default();
    let ends =
        [(default.skew, curvature), (skew, default.curvature), (default.skew, default.curvature)];
    let good = ends.into_iter().filter(|end| is_free_of_arbitrage(end.0, end.1));
    let found = good.map(|end| between((skew, curvature), end));
    let distance = |pair: &(f64, f64)| {
        let (along, across) = (pair.0 - skew, pair.1 - curvature);
        along * along + across * across
    };
    found
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .unwrap_or((default.skew, default.curvature))
}

/// The last good pair on the way from a good one to a bad one, rounded towards the good one.
fn between(bad: (f64, f64), good: (f64, f64)) -> (f64, f64) {
    let at = |share: f64| (bad.0 + share * (good.0 - bad.0), bad.1 + share * (good.1 - bad.1));
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let pair = at(middle);
        *(if is_free_of_arbitrage(pair.0, pair.1) { &mut high } else { &mut low }) = middle;
    }
    let towards = |value: f64, good: f64| {
        let hundredths = value * 100.0;
        (if good > value { hundredths.ceil() } else { hundredths.floor() }) / 100.0
    };
    let pair = at(high);
    let rounded = (towards(pair.0, good.0), towards(pair.1, good.1));
    if is_free_of_arbitrage(rounded.0, rounded.1) { rounded } else { good }
}

/// Whether the prices of puts below the forward, or of calls above it, are monotone and convex.
fn is_convex(shape: Shape, right: Right, variance: f64) -> bool {
    let deviation = variance.sqrt();
    let outwards = -right.sign();
    let at = |step: i32| {
        let m = -outwards * f64::from(step) * STEP;
        let strike = math::exp(m * deviation);
        let terms = Terms {
            right,
            spot: 1.0,
            strike,
            years: Years::new(1.0),
            rate: Rate::ZERO,
            dividend_yield: Rate::ZERO,
            vol: Vol::annual(deviation * shape.at(m)),
        };
        (strike, price(&terms))
    };
    // From the forward outwards the slope of the price against the strike falls in size to zero.
    let mut before = at(0);
    let mut steepest = 1.0_f64;
    for step in 1..=STEPS {
        let here = at(step);
        let slope = (before.1 - here.1) / (before.0 - here.0).abs();
        let is_falling = here.1 <= before.1 * (1.0 + ROUNDING);
        if !is_falling || slope > steepest + ROUNDING * steepest.abs() {
            return false;
        }
        (before, steepest) = (here, slope);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smiles_of_the_markets_are_free_of_arbitrage() {
        for skew in [-0.15, -0.18, -0.20, -0.25, -0.30] {
            assert!(is_convex_everywhere(Shape { skew, curvature: 0.06 }), "{skew}");
        }
    }

    #[test]
    fn what_offers_arbitrage_is_refused_and_a_near_pair_named() {
        for (skew, curvature) in [(-0.20, 1.0 / 9.0), (-0.8, 0.06), (0.9, 0.3), (-2.0, 1.0)] {
            assert!(!is_free_of_arbitrage(skew, curvature), "{skew} {curvature}");
            let near = nearest(skew, curvature);
            assert!(is_free_of_arbitrage(near.0, near.1), "{skew} {curvature}: {near:?}");
        }
        assert_eq!(nearest(-0.20, 1.0 / 9.0), (-0.20, 0.09));
    }
}
