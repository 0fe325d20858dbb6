//! Splits that happened beside option quotes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_number;

/// A split of so many shares for one. Bars count shares as on the last day; option quotes before
/// the split count them as on their own, and so does whoever holds contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The first day on the new count.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Shares for one: 2 or more. Of another ratio contracts would deliver odd lots, which no
    /// quote is of.
    pub ratio: u32,
}
