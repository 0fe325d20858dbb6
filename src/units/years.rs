//! Time to expiry, in years of 365 calendar days.

use serde::{Deserialize, Serialize};

/// A length of time; 1.0 is 365 calendar days.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Years(f64);

impl Years {
    /// Now.
    pub const ZERO: Self = Self(0.0);

    /// From years.
    #[must_use]
    pub const fn new(years: f64) -> Self {
        Self(years)
    }

    /// From calendar days.
    #[must_use]
    pub fn days(days: i64) -> Self {
        Self(days as f64 / 365.0)
    }

    /// From calendar days and hours, as at an opening 6.5 hours before the close.
    #[must_use]
    pub fn days_and_hours(days: i64, hours: f64) -> Self {
        Self((days as f64 + hours / 24.0) / 365.0)
    }

    /// Years as a number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}
