//! Interest rates and dividend yields: continuous decimals per year.

use serde::{Deserialize, Serialize};

/// A continuously compounded rate; 0.05 is 5 % a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(f64);

impl Rate {
    /// No interest.
    pub const ZERO: Self = Self(0.0);

    /// From a continuously compounded decimal: 0.05 is 5 % a year.
    #[must_use]
    pub const fn continuous(decimal: f64) -> Self {
        Self(decimal)
    }

    /// From percent points: 5.0 is 5 % a year.
    #[must_use]
    pub fn percent(points: f64) -> Self {
        Self(points / 100.0)
    }

    /// The decimal per year.
    #[must_use]
    pub const fn decimal(self) -> f64 {
        self.0
    }
}
