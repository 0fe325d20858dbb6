//! A date on the wire: days since the common era as an integer, not ten characters of text.
//!
//! A report carries a hundred thousand dates from the worker to the page; written as text they
//! took most of the time of the transfer. For `#[serde(with = "day_number")]`.

use chrono::{Datelike, NaiveDate};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

/// Writes the day's number.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_i32(date.num_days_from_ce())
}

/// Reads a day's number.
///
/// # Errors
/// A number beyond the calendar, and those of the deserializer.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let days = i32::deserialize(from)?;
    NaiveDate::from_num_days_from_ce_opt(days)
        .ok_or_else(|| D::Error::custom("a day beyond the calendar"))
}
