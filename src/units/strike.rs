//! A strike as listed: exact to a tenth of a cent, the resolution of an OCC symbol.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Price;

/// The strike of a listed contract.
///
/// ```
/// use rotation::units::Strike;
/// assert_eq!(Strike::dollars(125).to_string(), "125");
/// assert_eq!(Strike::thousandths(127_500).to_string(), "127.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strike(i64);

impl Strike {
    /// From whole dollars.
    #[must_use]
    pub const fn dollars(dollars: i64) -> Self {
        Self(dollars * 1_000)
    }

    /// From thousandths of a dollar.
    #[must_use]
    pub const fn thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// Thousandths of a dollar.
    #[must_use]
    pub const fn as_thousandths(self) -> i64 {
        self.0
    }

    /// Dollars as a float, for models.
    #[must_use]
    pub fn to_dollars_f64(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// The strike as an exact price.
    #[must_use]
    pub const fn to_price(self) -> Price {
        Price::micros(self.0 * 1_000)
    }
}

impl fmt::Display for Strike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_dollars_f64())
    }
}
