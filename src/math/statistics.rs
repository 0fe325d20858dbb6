//! Statistics of a slice of finite numbers. `None` where the figure is undefined, never NaN.

use super::{exp, ln};

/// Arithmetic mean; `None` of nothing.
///
/// ```
/// use rotation::math::mean;
/// assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
/// assert_eq!(mean(&[]), None);
/// ```
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(sum_of(values, |value| value) / values.len() as f64)
}

/// The mean and the sample standard deviation; `None` below two values.
#[must_use]
pub fn mean_and_deviation(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let squares = sum_of(values, |value| (value - centre) * (value - centre));
    Some((centre, (squares / (values.len() - 1) as f64).sqrt()))
}

/// The sum of `term` over all values, in four strands: an addition need not wait for the one
/// before it. The order is fixed, so that the last bit is the same everywhere.
fn sum_of(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let (fours, rest) = values.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        for (sum, value) in sums.iter_mut().zip(four) {
            *sum += term(*value);
        }
    }
    let rest: f64 = rest.iter().map(|value| term(*value)).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Sample standard deviation, divisor n - 1, in two passes; `None` below two values.
///
/// ```
/// use rotation::math::sample_standard_deviation;
/// assert_eq!(sample_standard_deviation(&[1.0, 3.0]), Some(2.0_f64.sqrt()));
/// assert_eq!(sample_standard_deviation(&[1.0]), None);
/// ```
#[must_use]
pub fn sample_standard_deviation(values: &[f64]) -> Option<f64> {
    mean_and_deviation(values).map(|(_, deviation)| deviation)
}

/// The value below which a share `q` of the values lies, linear between neighbours.
///
/// Position q (n - 1) in the sorted values (Hyndman and Fan 1996, definition 7). `None` of nothing,
/// or with `q` outside [0, 1].
///
/// ```
/// use rotation::math::quantile;
/// assert_eq!(quantile(&[40.0, 10.0, 30.0, 20.0], 0.5), Some(25.0));
/// assert_eq!(quantile(&[40.0, 10.0, 30.0, 20.0], 1.0), Some(40.0));
/// ```
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    quantile_in_place(&mut values.to_vec(), q)
}

/// The same of values that are in order already.
#[must_use]
pub fn quantile_of_ordered(values: &[f64], q: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let position = q * (values.len() - 1) as f64;
    let index = position.floor();
    let lower = values[index as usize];
    let upper = values.get(index as usize + 1);
    Some(upper.map_or(lower, |upper| between(lower, *upper, position - index)))
}

/// From the nearer end, so that a share of one gives the upper value exactly.
fn between(lower: f64, upper: f64, share: f64) -> f64 {
    let width = upper - lower;
    if share < 0.5 { lower + width * share } else { upper - width * (1.0 - share) }
}

/// The same without a copy: the values are left in another order.
#[must_use]
pub fn quantile_in_place(values: &mut [f64], q: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let position = q * (values.len() - 1) as f64;
    let index = position.floor();
    let share = position - index;
    let (_, lower, above) = values.select_nth_unstable_by(index as usize, f64::total_cmp);
    let lower = *lower;
    let Some(upper) = above.iter().copied().min_by(f64::total_cmp) else {
        return Some(lower);
    };
    Some(between(lower, upper, share))
}

/// Slope per step of the least-squares line through equally spaced values; `None` below two.
///
/// ```
/// use rotation::math::least_squares_slope;
/// assert_eq!(least_squares_slope(&[1.0, 3.0, 5.0]), Some(2.0));
/// ```
#[must_use]
pub fn least_squares_slope(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let middle = (values.len() - 1) as f64 / 2.0;
    let mut products = 0.0;
    let mut squares = 0.0;
    for (step, value) in values.iter().enumerate() {
        let distance = step as f64 - middle;
        products += distance * (value - centre);
        squares += distance * distance;
    }
    Some(products / squares)
}

/// Geometric mean of values not below zero; `None` of nothing or with a negative value.
///
/// Through logarithms, so that a product of many small values does not underflow.
///
/// ```
/// use rotation::math::geometric_mean;
/// assert!((geometric_mean(&[1.0, 4.0]).unwrap() - 2.0).abs() < 1e-15);
/// assert_eq!(geometric_mean(&[0.0, 4.0]), Some(0.0));
/// assert_eq!(geometric_mean(&[-1.0, 4.0]), None);
/// ```
#[must_use]
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() || !values.iter().all(|value| *value >= 0.0) {
        return None;
    }
    let logarithms: f64 = values.iter().map(|value| ln(*value)).sum();
    Some(exp(logarithms / values.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_statistics() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sample_standard_deviation(&[]), None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(least_squares_slope(&[1.0]), None);
        assert_eq!(geometric_mean(&[]), None);
    }

    #[test]
    fn a_deviation_does_not_drown_in_a_large_mean() {
        assert_eq!(sample_standard_deviation(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]), Some(1.0));
        assert_eq!(sample_standard_deviation(&[0.5, 0.5, 0.5]), Some(0.0));
    }

    #[test]
    fn quantiles_lie_on_the_line_between_neighbours() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        for (q, expected) in [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.8, 4.2), (1.0, 5.0)] {
            let found = quantile(&values, q).unwrap();
            assert!((found - expected).abs() < 1e-15, "{q}: {found}, not {expected}");
        }
        assert_eq!(quantile(&[7.0], 0.05), Some(7.0));
        assert_eq!(quantile(&values, 1.01), None);
    }

    #[test]
    fn a_slope_is_per_step_and_ignores_the_level() {
        let falling = [10.0, 9.5, 9.0, 8.5, 8.0];
        assert_eq!(least_squares_slope(&falling), Some(-0.5));
        // By hand: the centred steps -1, 0, 1 against 1, 5, 3 give 2 / 2.
        assert_eq!(least_squares_slope(&[1.0, 5.0, 3.0]), Some(1.0));
    }

    #[test]
    fn a_geometric_mean_of_tiny_values_does_not_underflow() {
        let found = geometric_mean(&[1e-200, 1e-200, 1e-200]).unwrap();
        assert!((found / 1e-200 - 1.0).abs() < 1e-13);
    }
}
