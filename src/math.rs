//! The only home of libm: the same bits natively and in wasm.
//!
//! The standard library's `exp`, `ln` and their kin are the platform's own and differ in the last
//! bit between a native program and a browser. Everything that needs one calls it here; the list
//! in `clippy.toml` refuses the others. Addition, multiplication, division, `sqrt`, `abs`, `floor`
//! and `round` are exact by the standard and need no wrapper.
//!
//! Statistics of a slice are re-exported: sums run in a fixed order, so they too are the same
//! everywhere.

pub mod decimal;
mod double_double;
mod order;
mod statistics;

pub use double_double::DoubleDouble;
pub use order::{sort, sort_by_key};
pub use statistics::{
    geometric_mean, least_squares_slope, mean, mean_and_deviation, quantile, quantile_in_place,
    quantile_of_ordered, sample_standard_deviation,
};

/// 1/sqrt(2 pi), the height of the standard normal density at zero.
pub const INVERSE_SQRT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// e to the power `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e to the power `x`, less one, without cancellation near zero.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// Natural logarithm; minus infinity at zero, not a number below.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Natural logarithm of `1 + x`, without cancellation near zero.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// ln(a / b) of two numbers above zero, without cancellation where they are close.
///
/// From 0.71 to 1.41 it is 2 atanh(s) with s = (a - b) / (a + b), a polynomial that agrees to
/// 1.5e-18 (relative minimax fit of degree 7 in s^2), for less than half the time of a logarithm.
///
/// ```
/// use rotation::math::ln_ratio;
/// assert_eq!(ln_ratio(2.0, 1.0), std::f64::consts::LN_2);
/// assert_eq!(ln_ratio(1.0 + f64::EPSILON, 1.0), f64::EPSILON);
/// ```
#[must_use]
#[inline]
pub fn ln_ratio(a: f64, b: f64) -> f64 {
    const TERMS: [f64; 7] = [
        0.666_666_666_666_674_4,
        0.399_999_999_993_462_1,
        0.285_714_287_590_437_2,
        0.222_221_967_303_751_2,
        0.181_836_664_625_614_68,
        0.153_112_871_665_878_95,
        0.148_249_953_193_691_58,
    ];
    let s = (a - b) / (a + b);
    let square = s * s;
    if square > 0.03 || square.is_nan() {
        return ln(a / b);
    }
    let rest = TERMS.iter().rev().fold(0.0, |sum, term| sum * square + term);
    2.0 * s + s * (square * rest)
}

/// The greater of two numbers. Of what is not a number the standard's `max` gives the other, which
/// is one instruction on no machine and a call in wasm.
#[must_use]
pub fn greater(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// The lesser of two numbers.
#[must_use]
pub fn lesser(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// Cube root of a number not below zero, to the last digits.
///
/// A third of the exponent, a straight line through the rest, then three of Halley's steps, each
/// of which triples the digits. libm's own rounds correctly, which without fused multiplication,
/// as in wasm, costs three times as much.
///
/// ```
/// use rotation::math::cbrt;
/// assert!((cbrt(27.0) - 3.0).abs() < 1e-15);
/// assert_eq!(cbrt(0.0), 0.0);
/// ```
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    /// Two thirds of the bits of 1, less what makes the first guess 5 % off at most.
    const OFFSET: u64 = 0x2A9F_7893_782D_A1CE;
    if !(f64::MIN_POSITIVE..f64::INFINITY).contains(&x) {
        return if x > 0.0 && x < 1.0 { cbrt(x * TWO_TO_54) / TWO_TO_18 } else { x };
    }
    let mut root = f64::from_bits(x.to_bits() / 3 + OFFSET);
    for _ in 0..3 {
        let cube = root * root * root;
        root *= (cube + x + x) / (cube + cube + x);
    }
    root
}

/// Powers of two that take the least of doubles into the range of exact digits, and their roots
/// back.
const TWO_TO_54: f64 = 18_014_398_509_481_984.0;
const TWO_TO_18: f64 = 262_144.0;

/// Logarithm to base ten, as axes need.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// `base` to the power `exponent`.
#[must_use]
pub fn powf(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// Sine of an angle in radians.
#[must_use]
pub fn sin(radians: f64) -> f64 {
    libm::sin(radians)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(radians: f64) -> f64 {
    libm::cos(radians)
}

/// Complementary error function, accurate in relative terms far into the right tail.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Logistic function s(x) = 1 / (1 + exp(-x)), between 0 and 1.
///
/// ```
/// use rotation::math::logistic;
/// assert_eq!(logistic(0.0), 0.5);
/// assert_eq!(logistic(-1e6), 0.0);
/// assert_eq!(logistic(1e6), 1.0);
/// ```
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// The [`logistic`] of `x` and of `-x`, each with all its digits, for one exponential.
///
/// ```
/// use rotation::math::logistic_both_ways;
/// let (rises, falls) = logistic_both_ways(40.0);
/// assert_eq!(rises, 1.0);
/// assert!((falls / 4.248_354_255_291_589e-18 - 1.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn logistic_both_ways(x: f64) -> (f64, f64) {
    let power = exp(-x.abs());
    let larger = 1.0 / (1.0 + power);
    if x < 0.0 { (power * larger, larger) } else { (larger, power * larger) }
}

/// Density of the standard normal distribution at `x`.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    INVERSE_SQRT_TWO_PI * exp(-0.5 * x * x)
}

/// Probability that a standard normal variable is at most `x`.
///
/// Through the complementary error function, so the left tail keeps its relative accuracy down to
/// the smallest doubles (x near -38).
///
/// ```
/// use rotation::math::normal_cdf;
/// assert_eq!(normal_cdf(0.0), 0.5);
/// assert!((normal_cdf(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-13);
/// ```
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The `x` whose [`normal_cdf`] is `probability`; infinite at 0 and 1, `None` outside [0, 1].
///
/// A rational starting point (Abramowitz and Stegun 1964, 26.2.23) refined by Halley's method.
///
/// ```
/// use rotation::math::{normal_cdf, normal_quantile};
/// let x = normal_quantile(0.975).unwrap();
/// assert!((x - 1.959_963_984_540_054).abs() < 1e-14);
/// assert_eq!(normal_quantile(1.5), None);
/// ```
#[must_use]
pub fn normal_quantile(probability: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&probability) {
        return None;
    }
    if probability > 0.5 {
        // One minus a double above one half is exact: the left tail serves both.
        return Some(-left_tail_quantile(1.0 - probability));
    }
    Some(left_tail_quantile(probability))
}

fn left_tail_quantile(probability: f64) -> f64 {
    if probability == 0.0 {
        return f64::NEG_INFINITY;
    }
    let mut x = near_left_tail_quantile(probability);
    for _ in 0..3 {
        let density = normal_pdf(x);
        if density == 0.0 {
            break;
        }
        let step = (normal_cdf(x) - probability) / density;
        x -= step / (1.0 + 0.5 * x * step);
    }
    x
}

/// The [`normal_quantile`] of a probability between 0 and 1 to three digits, for a first guess.
#[must_use]
pub fn near_quantile(probability: f64) -> f64 {
    if probability > 0.5 {
        -near_left_tail_quantile(1.0 - probability)
    } else {
        near_left_tail_quantile(probability)
    }
}

fn near_left_tail_quantile(probability: f64) -> f64 {
    let t = (-2.0 * ln(probability)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    numerator / denominator - t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_agrees_with_sixty_digit_values() {
        let cases = [
            (-37.0, 5.725_571_222_524_577e-300),
            (-20.0, 2.753_624_118_606_233_7e-89),
            (-5.0, 2.866_515_718_791_939e-7),
            (-1.0, 0.158_655_253_931_457_05),
            (1.5, 0.933_192_798_731_141_9),
            (8.0, 0.999_999_999_999_999_4),
        ];
        for (x, expected) in cases {
            let found = normal_cdf(x);
            assert!((found / expected - 1.0).abs() < 1e-12, "cdf({x}) = {found}, not {expected}");
        }
        assert!((normal_pdf(1.0) - 0.241_970_724_519_143_37).abs() < 1e-16);
    }

    #[test]
    fn the_quantile_inverts_the_distribution() {
        for exponent in 1..=300 {
            let probability = powf(10.0, -f64::from(exponent));
            let x = normal_quantile(probability).unwrap();
            let back = normal_cdf(x);
            // A last-place change of x moves the probability by x^2 last places.
            let tolerance = 4e-16 * (4.0 + x * x);
            assert!((back / probability - 1.0).abs() < tolerance, "1e-{exponent}: {x} -> {back:e}");
            assert_eq!(normal_quantile(1.0 - probability).map(|x| x > 0.0), Some(true));
        }
        assert_eq!(normal_quantile(0.0), Some(f64::NEG_INFINITY));
        assert_eq!(normal_quantile(1.0), Some(f64::INFINITY));
        assert_eq!(normal_quantile(f64::NAN), None);
    }

    #[test]
    fn the_logarithm_of_a_ratio_agrees_with_that_of_a_quotient() {
        for step in 1..=3_000 {
            let (a, b) = (f64::from(step), 1_000.0);
            let exact = if a < 500.0 { libm::log(a / b) } else { libm::log1p((a - b) / b) };
            let found = ln_ratio(a, b);
            assert!((found - exact).abs() <= 4.5e-16 * exact.abs(), "{a}: {found} and {exact}");
            assert!((found + ln_ratio(b, a)).abs() < 1e-15, "{a}");
        }
        assert!(ln_ratio(f64::NAN, 1.0).is_nan());
    }

    #[test]
    fn the_cube_root_inverts_the_cube() {
        for exponent in -320..=300 {
            for digit in [1.0, 2.0, 3.7, 9.9] {
                let x = digit * powf(10.0, f64::from(exponent));
                let exact = libm::cbrt(x); // rounds correctly
                assert!((cbrt(x) / exact - 1.0).abs() < 5e-16, "{x:e}: {:e}", cbrt(x));
            }
        }
        assert_eq!([cbrt(1.0), cbrt(0.0), cbrt(f64::INFINITY)], [1.0, 0.0, f64::INFINITY]);
        assert!(cbrt(f64::NAN).is_nan());
    }

    #[test]
    fn the_logistic_function_is_symmetric_about_one_half() {
        for x in [0.1, 1.0, 3.5, 30.0] {
            assert!((logistic(x) + logistic(-x) - 1.0).abs() < 1e-16, "at {x}");
        }
        assert!((logistic(1.0) - 0.731_058_578_630_004_9).abs() < 1e-15);
    }
}
