//! One trading day of the underlying.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_number;

/// Open, high, low and close of one day, in points or dollars of the underlying.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The trading day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// First price of the day.
    pub open: f64,
    /// Highest price of the day.
    pub high: f64,
    /// Lowest price of the day.
    pub low: f64,
    /// Last price of the day.
    pub close: f64,
}
