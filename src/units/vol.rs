//! Volatility: a decimal per square root of a year, everywhere inside.

use serde::{Deserialize, Serialize};

/// Annualised volatility; 0.24 is 24 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vol(f64);

impl Vol {
    /// No movement at all.
    pub const ZERO: Self = Self(0.0);

    /// From an annualised decimal: 0.24 is 24 %.
    #[must_use]
    pub const fn annual(decimal: f64) -> Self {
        Self(decimal)
    }

    /// From percent points, as volatility indices are quoted: 24.0 is 24 %.
    #[must_use]
    pub fn percent(points: f64) -> Self {
        Self(points / 100.0)
    }

    /// The annualised decimal.
    #[must_use]
    pub const fn decimal(self) -> f64 {
        self.0
    }
}
