//! A signed number of contracts.
//!
//! Kept in hundredths, so that a hundredth of a contract on a hundred shares is one share and
//! every value stays a whole number of micro-dollars.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Contracts in hundredths: positive is long, negative is short.
///
/// ```
/// use rotation::units::Contracts;
/// assert_eq!(Contracts::new(3), Contracts::hundredths(300));
/// assert_eq!(Contracts::new(-2).shares(100), -200);
/// assert_eq!(Contracts::hundredths(250).to_string(), "2.5");
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Contracts(i64);

/// Parts that one contract is kept in.
const PARTS: i64 = 100;

impl Contracts {
    /// None at all.
    pub const ZERO: Self = Self(0);

    /// From a signed count of whole contracts.
    #[must_use]
    pub const fn new(count: i64) -> Self {
        Self(count * PARTS)
    }

    /// From a signed count of hundredths.
    #[must_use]
    pub const fn hundredths(count: i64) -> Self {
        Self(count)
    }

    /// The most that a positive number amounts to: whole contracts, or hundredths if `fractional`.
    #[must_use]
    pub fn at_most(count: f64, fractional: bool) -> Self {
        if fractional {
            Self((count * PARTS as f64).floor() as i64)
        } else {
            Self::new(count.floor() as i64)
        }
    }

    /// The signed count in hundredths.
    #[must_use]
    pub const fn as_hundredths(self) -> i64 {
        self.0
    }

    /// The signed count.
    #[must_use]
    pub fn count(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }

    /// How many, long or short.
    #[must_use]
    pub const fn size(self) -> Self {
        Self(self.0.abs())
    }

    /// How many units of the underlying, with `multiplier` of them per contract; `multiplier` is
    /// a multiple of a hundred.
    #[must_use]
    pub const fn shares(self, multiplier: i64) -> i64 {
        self.0 * (multiplier / PARTS)
    }

    /// Whether this is a short position, or as an order a sale.
    #[must_use]
    pub const fn is_short(self) -> bool {
        self.0 < 0
    }
}

impl Add for Contracts {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Contracts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Contracts {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Neg for Contracts {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Contracts {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}

impl fmt::Display for Contracts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.count().fmt(f)
    }
}
