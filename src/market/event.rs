//! Days that matter beyond their prices: rate decisions, elections, payrolls.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_number;

/// An event of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The calendar day it falls on; need not be a trading day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Its kind, such as `FOMC`.
    pub kind: String,
    /// Its name, such as `Rate decision`.
    pub name: String,
    /// Whether it was known beforehand. An unscheduled event counts only from its own day on.
    pub scheduled: bool,
}
