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

/// Between these, [`near_pair`] gives M.
pub(super) const NEAR: std::ops::RangeInclusive<f64> = -0.5..=5.0;

/// M at two places, both within [`NEAR`], to 7e-16: two at once, since machines compute so.
///
/// A quotient of two polynomials without negative terms; they agree with M to 5e-17 (the relative
/// minimax fit of degrees 8 and 9 on -1 to 5, computed with 140 digits).
#[inline]
pub(super) fn near_pair(places: [f64; 2]) -> [f64; 2] {
    let numerator = horner(&NUMERATOR, places);
    let denominator = horner(&DENOMINATOR, places);
    [numerator[0] / denominator[0], numerator[1] / denominator[1]]
}

#[inline]
fn horner<const N: usize>(coefficients: &[f64; N], places: [f64; 2]) -> [f64; 2] {
    let mut sums = [coefficients[N - 1]; 2];
    for coefficient in coefficients[..N - 1].iter().rev() {
        sums = [sums[0] * places[0] + coefficient, sums[1] * places[1] + coefficient];
    }
    sums
}

const NUMERATOR: [f64; 9] = [
    1.253_314_137_315_500_1,
    1.498_356_831_306_848_7,
    0.908_132_109_734_367_1,
    0.344_772_917_083_006_6,
    0.088_205_295_004_537,
    0.015_421_705_293_168_114,
    0.001_792_074_060_193_423,
    0.000_126_377_233_136_988_72,
    4.145_360_648_466_776e-6,
];

const DENOMINATOR: [f64; 10] = [
    1.0,
    1.993_400_343_076_103_6,
    1.815_087_946_765_940_7,
    0.992_580_985_476_980_9,
    0.359_966_499_087_329_5,
    0.089_986_770_754_548_15,
    0.015_548_252_098_681_088,
    0.001_796_210_234_214_498,
    0.000_126_377_559_429_170_14,
    4.145_354_957_018_587e-6,
];

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
    fn the_quotient_of_polynomials_agrees_with_the_ratio() {
        for step in 0..=5_500 {
            let z = -0.5 + f64::from(step) * 0.001;
            let [one, other] = near_pair([z, 4.5 - z]);
            // Above 3 the continued fraction is exact to the last digits, below it libm's erfc.
            assert!((one / ratio(z) - 1.0).abs() < 2e-15, "{z}: {one}");
            assert_eq!(near_pair([4.5 - z, z])[0], other);
        }
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
