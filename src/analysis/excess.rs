//! A run against a benchmark, day by day.

use crate::math::{mean, sample_standard_deviation};

/// Trading days in a year.
const DAYS_PER_YEAR: f64 = 252.0;

/// What a run did beyond a benchmark. `None` where a figure is undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Excess {
    /// Mean difference of daily returns x 252.
    pub excess_return: Option<f64>,
    /// Deviation of the differences x sqrt(252).
    pub tracking_error: Option<f64>,
    /// The first over the second.
    pub information_ratio: Option<f64>,
    /// Covariance with the benchmark over its variance, both in excess of the rate.
    pub beta: Option<f64>,
    /// What is left of the return above the rate after beta times the benchmark's, x 252
    /// (Jensen 1968).
    pub alpha: Option<f64>,
    /// Correlation of daily returns above the rate.
    pub correlation: Option<f64>,
}

/// Compares daily returns with those of a benchmark on the same days; `rates` are what cash earned.
///
/// # Panics
/// When the three are not equally long.
///
/// ```
/// use rotation::analysis::excess;
/// let found = excess(&[0.02, -0.02, 0.04], &[0.01, -0.01, 0.02], &[0.0; 3]);
/// assert!((found.beta.unwrap() - 2.0).abs() < 1e-12);
/// assert!((found.correlation.unwrap() - 1.0).abs() < 1e-12);
/// assert!(found.alpha.unwrap().abs() < 1e-12);
/// ```
#[must_use]
pub fn excess(own: &[f64], benchmark: &[f64], rates: &[f64]) -> Excess {
    assert!(own.len() == benchmark.len() && own.len() == rates.len(), "the same days");
    let above = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(rates).map(|(value, rate)| value - rate).collect()
    };
    let (own, other) = (above(own), above(benchmark));
    let differences: Vec<f64> = own.iter().zip(&other).map(|(own, other)| own - other).collect();
    let excess_return = mean(&differences).map(|value| value * DAYS_PER_YEAR);
    let tracking_error = deviation(&differences).map(|value| value * DAYS_PER_YEAR.sqrt());
    let (means, deviations) = ((mean(&own), mean(&other)), (deviation(&own), deviation(&other)));
    let covariance = match (means, own.len()) {
        ((Some(own_mean), Some(other_mean)), days) if days > 1 => {
            let products = own.iter().zip(&other).map(|(a, b)| (a - own_mean) * (b - other_mean));
            Some(products.sum::<f64>() / (days - 1) as f64)
        }
        _ => None,
    };
    let beta = covariance.zip(deviations.1).map(|(both, other)| both / (other * other));
    let correlation = covariance
        .zip(deviations.0.zip(deviations.1))
        .map(|(both, (own, other))| both / (own * other));
    let alpha = beta
        .zip(means.0.zip(means.1))
        .map(|(beta, (own, other))| (own - beta * other) * DAYS_PER_YEAR);
    Excess {
        excess_return,
        tracking_error,
        information_ratio: excess_return.zip(tracking_error).map(|(value, error)| value / error),
        beta,
        alpha,
        correlation,
    }
}

/// The sample standard deviation; `None` where all values are equal but for rounding.
fn deviation(values: &[f64]) -> Option<f64> {
    sample_standard_deviation(values).filter(|deviation| *deviation > 1e-15)
}
