//! A date in a message: days since the common era as an integer, not ten characters of text; in
//! formats for people it stays text.
//!
//! A report carries a hundred thousand dates from the worker to the page; written as text they
//! took most of the time of the transfer, and reading text takes code that nothing else there
//! needs. For `#[serde(with = "day_number")]`, and `day_number::optional`, `day_number::list`
//! and `day_number::span` for what may be absent, for lists and for pairs.

use chrono::{Datelike, NaiveDate};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// A date with the encoding of this module.
#[derive(Clone, Copy)]
struct DayNumber(NaiveDate);

impl Serialize for DayNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            return self.0.serialize(to);
        }
        to.serialize_i32(self.0.num_days_from_ce())
    }
}

impl<'de> Deserialize<'de> for DayNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            return NaiveDate::deserialize(from).map(Self);
        }
        let date = NaiveDate::from_num_days_from_ce_opt(i32::deserialize(from)?);
        date.map(Self).ok_or_else(|| D::Error::custom("a day outside of the calendar"))
    }
}

/// Writes the day's number.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    DayNumber(*date).serialize(to)
}

/// Reads a day's number.
///
/// # Errors
/// Those of the deserializer.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    DayNumber::deserialize(from).map(|day| day.0)
}

/// A date that may be absent.
pub mod optional {
    use super::{DayNumber, Deserialize, Deserializer, NaiveDate, Serialize, Serializer};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        date.map(DayNumber).serialize(to)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<DayNumber>::deserialize(from).map(|day| day.map(|day| day.0))
    }
}

/// A list of dates.
pub mod list {
    use super::{DayNumber, Deserialize, Deserializer, NaiveDate, Serializer};

    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(dates: &[NaiveDate], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(dates.iter().copied().map(DayNumber))
    }

    /// Reads them.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
        let days = Vec::<DayNumber>::deserialize(from)?;
        Ok(days.into_iter().map(|day| day.0).collect())
    }
}

/// First and last day of something that may have none.
pub mod span {
    use super::{DayNumber, Deserialize, Deserializer, NaiveDate, Serialize, Serializer};

    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        span: &Option<(NaiveDate, NaiveDate)>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        span.map(|(first, last)| (DayNumber(first), DayNumber(last))).serialize(to)
    }

    /// Reads them.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<(NaiveDate, NaiveDate)>, D::Error> {
        let span = Option::<(DayNumber, DayNumber)>::deserialize(from)?;
        Ok(span.map(|(first, last)| (first.0, last.0)))
    }
}
