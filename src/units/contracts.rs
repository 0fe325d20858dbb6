//! A signed number of contracts.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Whole contracts: positive is long, negative is short.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Contracts(i64);

impl Contracts {
    /// None at all.
    pub const ZERO: Self = Self(0);

    /// From a signed count.
    #[must_use]
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The signed count.
    #[must_use]
    pub const fn count(self) -> i64 {
        self.0
    }

    /// How many, long or short.
    #[must_use]
    pub const fn size(self) -> i64 {
        self.0.abs()
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
        self.0.fmt(f)
    }
}
