//! A price on its way into the books: quantised once, to the micro-dollar.

use std::fmt;
use std::ops::Sub;

use serde::{Deserialize, Serialize};

use super::{Contracts, Money};

/// Dollars per unit of the underlying, exact to the micro-dollar.
///
/// ```
/// use rotation::units::{Contracts, Money, Price};
/// let premium = Price::from_dollars_f64(2.35).unwrap();
/// assert_eq!(premium.times(Contracts::new(-3), 100), Money::dollars(-705));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Price(i64);

impl Price {
    /// Worthless.
    pub const ZERO: Self = Self(0);
    /// The smallest step of an option's price: one cent.
    pub const TICK: Self = Self(10_000);

    /// From micro-dollars per unit.
    #[must_use]
    pub const fn micros(micros: i64) -> Self {
        Self(micros)
    }

    /// A model's price, rounded to the nearest micro-dollar; `None` for NaN or beyond the range.
    #[must_use]
    pub fn from_dollars_f64(dollars: f64) -> Option<Self> {
        Money::from_dollars_f64(dollars).map(|money| Self(money.as_micros()))
    }

    /// Micro-dollars per unit.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Dollars per unit as a float, for models and for drawing.
    #[must_use]
    pub fn to_dollars_f64(self) -> f64 {
        Money::micros(self.0).to_dollars_f64()
    }

    /// What a signed number of contracts is worth at this price.
    #[must_use]
    pub fn times(self, contracts: Contracts, multiplier: i64) -> Money {
        self.each(contracts.shares(multiplier))
    }

    /// The value of a signed number of shares at this price.
    #[must_use]
    pub fn each(self, shares: i64) -> Money {
        Money::micros(self.0) * shares
    }
}

impl Sub for Price {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Money::micros(self.0).fmt(f)
    }
}
