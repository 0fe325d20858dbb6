//! One trading day of the underlying.

use chrono::NaiveDate;

/// Open, high, low and close of one day, in points or dollars of the underlying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The trading day.
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
