//! How finely the functions inside an integral are computed.

use crate::math;

/// The two functions that integrals of a boundary are made of.
pub(super) trait Precision {
    /// e to the power `x`.
    fn exp(x: f64) -> f64;
    /// e to the power `-x`, for an x within a few units of zero: interest until expiry.
    fn discount(x: f64) -> f64;
    /// Probability that a standard normal variable is at most `x`.
    fn normal_cdf(x: f64) -> f64;
}

/// All digits.
pub(super) struct Full;

/// Seven decimals, in a fraction of the time.
pub(super) struct Quick;

impl Precision for Full {
    fn exp(x: f64) -> f64 {
        math::exp(x)
    }

    fn discount(x: f64) -> f64 {
        math::exp(-x)
    }

    fn normal_cdf(x: f64) -> f64 {
        math::normal_cdf(x)
    }
}

impl Precision for Quick {
    /// By halves of a power of two and a polynomial, within 1e-9 for x in +-700.
    #[inline]
    fn exp(x: f64) -> f64 {
        /// 1.5 x 2^52: added to a number it leaves the nearest whole one in the last bits.
        const ROUNDER: f64 = 6_755_399_441_055_744.0;
        let x = if x < -700.0 { -700.0 } else { x };
        let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
        let rest = x - (shifted - ROUNDER) * std::f64::consts::LN_2;
        let square = rest * rest;
        let even = 1.0 + square * (1.0 / 2.0 + square * (1.0 / 24.0 + square * (1.0 / 720.0)));
        let odd = 1.0 + square * (1.0 / 6.0 + square * (1.0 / 120.0 + square * (1.0 / 5_040.0)));
        let power = f64::from_bits(shifted.to_bits().wrapping_add(1_023) << 52);
        power * (even + rest * odd)
    }

    /// Pade's quotient of degrees two and two at a half, squared: within 3e-6 for |x| below 0.7.
    #[inline]
    fn discount(x: f64) -> f64 {
        if x.abs() > 0.7 {
            return Self::exp(-x);
        }
        let (odd, even) = (0.25 * x, 1.0 + x * x * (1.0 / 48.0));
        let half = (even - odd) / (even + odd);
        half * half
    }

    /// Abramowitz and Stegun 1964, 26.2.17: within 7.5e-8.
    #[inline]
    fn normal_cdf(x: f64) -> f64 {
        const P: f64 = 0.231_641_9;
        const B: [f64; 5] =
            [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
        let k = 1.0 / (1.0 + P * x.abs());
        let series = k * (B[0] + k * (B[1] + k * (B[2] + k * (B[3] + k * B[4]))));
        let tail = math::INVERSE_SQRT_TWO_PI * Self::exp(-0.5 * x * x) * series;
        if x > 0.0 { 1.0 - tail } else { tail }
    }
}
