//! What the page and the reader of its files say to each other.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::import::{self, ImportError};
use crate::market::{Fingerprint, Market, Series};

/// Files that are to become one market. Their contents come beside the message, in the same order,
/// as what the browser gives for a file: the page has not read them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// In the order in which the user gave them.
    pub files: Vec<File>,
    /// How bad rows are treated, and the market's name.
    pub options: import::Options,
}

/// What the reader answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The files are a market. What the engine is to be sent to hold it comes as a second buffer.
    Loaded(Box<Loaded>),
    /// The files could not be read.
    Refused(Box<Refused>),
}

/// A file as the user dropped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The file's own name, for messages about its content.
    pub name: String,
    /// Whether it is the sample, packed as the page has fetched it.
    pub is_packed: bool,
}

/// The market that was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// Its name.
    pub name: String,
    /// First and last day.
    #[serde(with = "span")]
    pub span: (NaiveDate, NaiveDate),
    /// How many days.
    pub bars: usize,
    /// Days on which a volatility index is quoted.
    pub vix_days: usize,
    /// Whether the file brought regimes of its own.
    pub has_regimes: bool,
    /// Whether the file brought scores of its own.
    pub has_scores: bool,
    /// What identifies it in links.
    pub fingerprint: Fingerprint,
    /// What was read, skipped and repaired.
    pub summary: import::Summary,
}

impl Loaded {
    /// What is told of a market.
    #[must_use]
    pub fn of(market: &Market, fingerprint: Fingerprint, summary: import::Summary) -> Self {
        let day = chrono::NaiveDate::default();
        let vix = market.series(Series::Vix).unwrap_or_default();
        Self {
            name: market.name.clone(),
            span: market.span().unwrap_or((day, day)),
            bars: market.bars.len(),
            vix_days: vix.iter().flatten().count(),
            has_regimes: market.quoted_regimes.is_some(),
            has_scores: market.quoted_scores.is_some(),
            fingerprint,
            summary,
        }
    }
}

/// Files that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// File, line, column, rule, and what to do.
    pub message: String,
    /// Set when leaving out bad rows would help.
    pub skippable: Option<Skippable>,
    /// Whether it is the set of files that is wrong: without bars, or with two of them.
    pub wants_other_files: bool,
}

impl Refused {
    /// What is told of files that did not get as far as an import.
    #[must_use]
    pub fn because(message: String) -> Self {
        Self { message, skippable: None, wants_other_files: false }
    }

    /// What is told of a failed import.
    #[must_use]
    pub fn of(error: &ImportError) -> Self {
        let skippable = match error {
            ImportError::BadRows { file, problems, total, rows } if total < rows => {
                let (file, problems) = (file.clone(), problems.clone());
                Some(Skippable { file, good: rows - total, bad: *total, problems })
            }
            _ => None,
        };
        let wants_other_files = matches!(
            error,
            ImportError::NoBars { .. }
                | ImportError::TwoBarFiles { .. }
                | ImportError::ChainAlone { .. }
        );
        Self { message: error.to_string(), skippable, wants_other_files }
    }
}

/// What leaving out bad rows would mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Skippable {
    /// The file they are in.
    pub file: String,
    /// How many rows of it would be left.
    pub good: usize,
    /// How many rows are bad.
    pub bad: usize,
    /// The first of them.
    pub problems: Vec<import::Problem>,
}

/// First and last day, as numbers.
mod span {
    use super::NaiveDate;
    use crate::market::day_number::span;
    use serde::de::Deserializer;
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(
        days: &(NaiveDate, NaiveDate),
        to: S,
    ) -> Result<S::Ok, S::Error> {
        span::serialize(&Some(*days), to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<(NaiveDate, NaiveDate), D::Error> {
        span::deserialize(from).map(Option::unwrap_or_default)
    }
}
