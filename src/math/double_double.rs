//! Sums of two doubles: some thirty digits, for a difference that would leave none of sixteen.
//!
//! Source: Dekker, *A floating-point technique for extending the available precision* (1971), and
//! Knuth, *The Art of Computer Programming* 2, 4.2.2. No fused multiply-add is used.
//!
//! Assumes numbers whose products neither overflow nor leave the normal range.

use std::ops::{Add, Mul, Neg, Sub};

/// A number as the unevaluated sum of a double and what it lacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    high: f64,
    low: f64,
}

impl DoubleDouble {
    /// ln 2 to thirty-two digits.
    const LN_2: Self = Self { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };

    /// The product of two doubles, exactly.
    #[must_use]
    pub fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
        let low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
        Self { high, low }
    }

    /// The nearest double.
    #[must_use]
    pub const fn nearest(self) -> f64 {
        self.high
    }

    /// The larger of this number and zero.
    #[must_use]
    pub fn or_zero(self) -> Self {
        if self.high > 0.0 { self } else { Self::from(0.0) }
    }

    /// e to the power of this number, for |x| below 700; about 28 digits.
    ///
    /// ```
    /// use rotation::math::DoubleDouble;
    /// let e = DoubleDouble::from(1.0).exponential();
    /// let lacking = (e - DoubleDouble::from(std::f64::consts::E)).nearest();
    /// assert!((lacking - 1.445_646_891_729_250_2e-16).abs() < 1e-28);
    /// ```
    #[must_use]
    pub fn exponential(self) -> Self {
        /// Halvings of the argument before its series, undone by as many squarings.
        const HALVINGS: i32 = 8;
        const TERMS: i32 = 9;
        let twos = (self.high / Self::LN_2.high).round();
        let scale = 1.0 / f64::from(1 << HALVINGS);
        let reduced = (self - Self::LN_2 * Self::from(twos)).scaled(scale);
        // exp(x) - 1 by Horner's rule, so that the squarings lose nothing to the one.
        let mut less_one = reduced;
        for term in (2..=TERMS).rev() {
            let tail = if term == TERMS { reduced } else { less_one };
            less_one = reduced + reduced * tail * Self::reciprocal(f64::from(term));
        }
        for _ in 0..HALVINGS {
            less_one = less_one.scaled(2.0) + less_one * less_one;
        }
        (less_one + Self::from(1.0)).scaled(power_of_two(twos))
    }

    /// Times a power of two, exactly.
    fn scaled(self, power: f64) -> Self {
        Self { high: self.high * power, low: self.low * power }
    }

    fn reciprocal(of: f64) -> Self {
        let high = 1.0 / of;
        let left = Self::from(1.0) - Self::product(high, of);
        sorted_sum(high, left.high / of)
    }
}

impl From<f64> for DoubleDouble {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl Add for DoubleDouble {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = sum(self.high, other.high);
        let low = sum(self.low, other.low);
        let carried = sorted_sum(high.high, high.low + low.high);
        sorted_sum(carried.high, carried.low + low.low)
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = Self::product(self.high, other.high);
        let cross = self.high * other.low + self.low * other.high;
        sorted_sum(high.high, high.low + cross)
    }
}

/// The sum of two doubles, exactly.
fn sum(a: f64, b: f64) -> DoubleDouble {
    let high = a + b;
    let of_b = high - a;
    DoubleDouble { high, low: (a - (high - of_b)) + (b - of_b) }
}

/// The same where `a` is the larger of the two.
fn sorted_sum(a: f64, b: f64) -> DoubleDouble {
    let high = a + b;
    DoubleDouble { high, low: b - (high - a) }
}

/// Two halves of 26 bits, whose products are exact.
fn split(a: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0; // 2^27 + 1
    let shifted = SPLITTER * a;
    let high = shifted - (shifted - a);
    (high, a - high)
}

/// 2 to a whole power within +-1022.
fn power_of_two(power: f64) -> f64 {
    let biased = (power.clamp(-1022.0, 1023.0) + 1023.0) as u64;
    f64::from_bits(biased << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_beyond_a_double_survive() {
        let third = DoubleDouble::reciprocal(3.0);
        let one = third + third + third;
        assert!((one - DoubleDouble::from(1.0)).nearest().abs() < 1e-31);
        let square = DoubleDouble::product(1.0 + f64::EPSILON, 1.0 + f64::EPSILON);
        let left = square - DoubleDouble::from(1.0 + 2.0 * f64::EPSILON);
        assert_eq!(left.nearest(), f64::EPSILON * f64::EPSILON);
    }

    #[test]
    fn the_exponential_of_a_sum_is_the_product() {
        for x in [1e-9, 0.04, 0.7, 3.3, 45.0, 300.0] {
            let ahead = DoubleDouble::from(x).exponential();
            let back = DoubleDouble::from(-x).exponential();
            let error = (ahead * back - DoubleDouble::from(1.0)).nearest();
            assert!(error.abs() < 1e-27, "at {x}: {error:e}");
            assert!((ahead.nearest() / crate::math::exp(x) - 1.0).abs() < 3e-16, "at {x}");
        }
        assert_eq!(DoubleDouble::from(0.0).exponential(), DoubleDouble::from(1.0));
    }
}
