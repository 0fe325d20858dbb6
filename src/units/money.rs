//! Money: an integer number of micro-dollars, never a float on its way through the books.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

const MICROS: i64 = 1_000_000;

/// An amount of US dollars, exact to the micro-dollar, so that a fee of $0.00205 is whole.
///
/// Sums that leave the range of ±9.2 trillion dollars panic: a wrapped balance would be a lie.
///
/// ```
/// use rotation::units::Money;
/// let fee = Money::micros(2_050);
/// assert_eq!((fee * 3).to_string(), "0.006150");
/// assert_eq!(Money::dollars(-12).to_string(), "-12.000000");
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From whole dollars.
    #[must_use]
    pub const fn dollars(dollars: i64) -> Self {
        Self(dollars * MICROS)
    }

    /// From micro-dollars.
    #[must_use]
    pub const fn micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From a float in dollars, rounded to the nearest micro-dollar. Only for the door of the
    /// books: a form's entry, a model's answer. `None` outside the range, or for NaN.
    #[must_use]
    pub fn from_dollars_f64(dollars: f64) -> Option<Self> {
        let micros = dollars * MICROS as f64;
        (micros.abs() < 9.0e18).then(|| Self(super::nearest(micros)))
    }

    /// Micro-dollars.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Dollars as a float, for ratios and for drawing; never to be booked again.
    #[must_use]
    pub fn to_dollars_f64(self) -> f64 {
        self.0 as f64 / MICROS as f64
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// This amount times `numerator / denominator`, rounded half away from zero.
    #[must_use]
    pub fn scaled(self, numerator: i64, denominator: i64) -> Self {
        // Most amounts fit a machine word, whose division is many times faster.
        if let Some(product) = product(self.0, numerator)
            && let Some(rounded) =
                product.checked_add(if product < 0 { -(denominator / 2) } else { denominator / 2 })
        {
            return Self(rounded / denominator);
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator) / 2;
        let rounded = (product + if product < 0 { -half } else { half }) / i128::from(denominator);
        Self(i64::try_from(rounded).expect("a scaled amount stays within the range of money"))
    }
}

/// `one * other`; `None` beyond the range. Two numbers of 32 bits, as prices and sizes mostly are,
/// cannot leave it; the check of any two has no instruction in wasm and is a call there.
fn product(one: i64, other: i64) -> Option<i64> {
    if let (Ok(one), Ok(other)) = (i32::try_from(one), i32::try_from(other)) {
        return Some(i64::from(one) * i64::from(other));
    }
    one.checked_mul(other)
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("a sum of money stays within its range"))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect("a difference of money stays within its range"))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(product(self.0, factor).expect("a multiple of money stays within its range"))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// Dollars with six decimals, without separators: the form tables are written in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:06}", micros / MICROS as u64, micros % MICROS as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_product_is_that_of_longer_numbers_or_refused(
            one in any::<i64>(),
            other in any::<i64>(),
            shifts in (0_u32..63, 0_u32..63),
        ) {
            let (one, other) = (one >> shifts.0, other >> shifts.1);
            let exact = i128::from(one) * i128::from(other);
            prop_assert_eq!(product(one, other), i64::try_from(exact).ok());
        }
    }
}
