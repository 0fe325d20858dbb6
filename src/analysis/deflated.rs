//! How likely a Sharpe ratio is above what the best of many trials has by chance.
//!
//! Source: Bailey and Lopez de Prado, *The Deflated Sharpe Ratio* (2014): the probabilistic Sharpe
//! ratio against the expected maximum of as many trials without skill. Ratios are per day here.

use crate::math::{normal_cdf, normal_quantile};

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// A Sharpe ratio per day and what its error depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DailySharpe {
    /// Mean over standard deviation of the daily returns in excess.
    pub ratio: f64,
    /// How many days.
    pub days: usize,
    /// Skew of the returns.
    pub skew: f64,
    /// Kurtosis of the returns, three for a normal distribution.
    pub kurtosis: f64,
}

impl DailySharpe {
    /// The probability that the true ratio is above a benchmark, per day. `None` for fewer than two
    /// days, or where the moments belong to no distribution.
    #[must_use]
    pub fn probability_above(&self, benchmark: f64) -> Option<f64> {
        let Self { ratio, days, skew, kurtosis } = *self;
        let spread = 1.0 - skew * ratio + (kurtosis - 1.0) / 4.0 * ratio * ratio;
        let steps = days.checked_sub(1).filter(|steps| *steps > 0)? as f64;
        (spread > 0.0).then(|| normal_cdf((ratio - benchmark) * (steps / spread).sqrt()))
    }
}

/// The highest Sharpe ratio expected of so many independent trials without skill, whose ratios have
/// this variance; in the unit of its root. `None` for fewer than two trials.
///
/// ```
/// use rotation::analysis::deflated::{DailySharpe, expected_maximum};
/// // The example of the paper: 100 trials, a ratio of 2.5 a year over 1,250 days.
/// let daily = |annual: f64| annual / 250.0_f64.sqrt();
/// let benchmark = expected_maximum(100, 0.5 / 250.0).unwrap();
/// assert!((benchmark - 0.1132).abs() < 5e-5);
/// let found = DailySharpe { ratio: daily(2.5), days: 1_250, skew: -3.0, kurtosis: 10.0 };
/// assert!((found.probability_above(benchmark).unwrap() - 0.9004).abs() < 5e-4);
/// ```
#[must_use]
pub fn expected_maximum(trials: usize, variance: f64) -> Option<f64> {
    if trials < 2 || variance.is_nan() || variance < 0.0 {
        return None;
    }
    let trials = trials as f64;
    let highest = normal_quantile(1.0 - 1.0 / trials)?;
    let beyond = normal_quantile(1.0 - 1.0 / (trials * std::f64::consts::E))?;
    Some(variance.sqrt() * ((1.0 - EULER) * highest + EULER * beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_trials_make_a_ratio_less_likely() {
        let found = DailySharpe { ratio: 0.1, days: 1_000, skew: 0.0, kurtosis: 3.0 };
        let after = |trials| {
            let benchmark = expected_maximum(trials, 1e-3).expect("two trials or more");
            found.probability_above(benchmark).expect("normal returns")
        };
        assert!(after(2) > after(10) && after(10) > after(1_000));
        assert_eq!(expected_maximum(1, 1e-3), None);
        assert_eq!(DailySharpe { days: 1, ..found }.probability_above(0.0), None);
    }
}
