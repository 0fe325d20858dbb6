//! A share of the account.

use serde::{Deserialize, Serialize};

/// A share of equity: 0.40 is 40 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(f64);

impl Weight {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);

    /// From a fraction of equity: 0.40 is 40 %.
    #[must_use]
    pub const fn fraction(fraction: f64) -> Self {
        Self(fraction)
    }

    /// The fraction.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}
