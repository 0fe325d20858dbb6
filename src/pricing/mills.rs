//! Mills' ratio M(z) = N(-z) / n(z): how much of the normal distribution lies beyond a density.
//!
//! Prices far from the money are differences of it; here they are taken without cancellation.

use crate::math::{INVERSE_SQRT_TWO_PI, erfc, exp};

/// M(z), to the last digits; infinite below -37.
pub(super) fn ratio(z: f64) -> f64 {
    if z >= FAR {
        return 1.0 / (z + correction(z));
    }
    0.5 * erfc(z * std::f64::consts::FRAC_1_SQRT_2) * exp(0.5 * z * z) / INVERSE_SQRT_TWO_PI
}

/// M(centre - half) - M(centre + half), for a centre and a half width of at least 0.
pub(super) fn symmetric_difference(centre: f64, half: f64) -> f64 {
    if half < NARROW {
        return narrow_difference(centre, half);
    }
    let (a, b) = (centre - half, centre + half);
    if a < FAR {
        return ratio(a) - ratio(b);
    }
    let (c_a, c_b) = (correction(a), correction(b));
    (2.0 * half - (c_a - c_b)) / ((a + c_a) * (b + c_b))
}

/// Odd terms of Taylor's series; the derivatives follow from M' = z M - 1.
fn narrow_difference(centre: f64, half: f64) -> f64 {
    let ratio = ratio(centre);
    let first = if centre < FAR { centre * ratio - 1.0 } else { -correction(centre) * ratio };
    let second = centre * first + ratio;
    let third = centre * second + 2.0 * first;
    let fourth = centre * third + 3.0 * second;
    let fifth = centre * fourth + 4.0 * third;
    let square = half * half;
    -2.0 * half * (first + square / 6.0 * (third + square / 20.0 * fifth))
}

/// From here the continued fraction converges fast.
const FAR: f64 = 3.0;

/// Half widths below this leave nothing beyond the fifth derivative.
const NARROW: f64 = 0.003;

/// c(x) = 1/(x + 2/(x + 3/(x + ...))), so that Mills' ratio is 1 / (x + c); for x from 3.
///
/// Laplace's continued fraction (Abramowitz and Stegun 1964, 26.2.14), as a quotient of two
/// sums of positive terms.
pub(super) fn correction(x: f64) -> f64 {
    // As many terms as sixteen digits need at the left end of each range.
    let terms = match x {
        x if x < 4.0 => 60,
        x if x < 6.0 => 40,
        _ => 22,
    };
    let (mut numerator_before, mut numerator) = (1.0, 0.0);
    let (mut denominator_before, mut denominator) = (0.0, 1.0);
    for term in 1..=terms {
        let k = f64::from(term);
        (numerator_before, numerator) = (numerator, x * numerator + k * numerator_before);
        (denominator_before, denominator) = (denominator, x * denominator + k * denominator_before);
    }
    numerator / denominator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_continuous_and_known_where_published() {
        // Abramowitz and Stegun 1964, table 26.1: N(-1) and n(1), N(-5) and n(5).
        assert!((ratio(1.0) - 0.655_679_542_418_798_5).abs() < 1e-15);
        assert!((ratio(5.0) - 0.192_808_104_715_315_8).abs() < 1e-15);
        assert!((ratio(FAR - 1e-12) / ratio(FAR) - 1.0).abs() < 2e-12);
    }

    #[test]
    fn the_three_ways_to_a_difference_agree_where_they_meet() {
        for centre in [0.0, 0.5, 2.0, 2.999, 3.01, 8.0, 30.0] {
            let below = symmetric_difference(centre, NARROW * (1.0 - 1e-15)) / NARROW;
            let above = symmetric_difference(centre, NARROW) / NARROW;
            assert!((below / above - 1.0).abs() < 1e-12, "{centre}: {below} and {above}");
        }
    }
}
