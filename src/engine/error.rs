//! Why a scenario is refused or a run ends without a result.

use chrono::NaiveDate;

use crate::ledger::Imbalance;
use crate::profile::{PlaybookError, Profile};
use crate::trade::StructureError;

/// An invalid scenario: the field, the value found and the valid range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// Made for a version of the model that does not exist here.
    #[error("model_version: expected 1 to {latest}, found {found}; use a newer program")]
    UnknownVersion {
        /// The newest.
        latest: u32,
        /// The scenario's.
        found: u32,
    },
    /// A field without anything in it.
    #[error("{label}: expected {expected}, found nothing; type a number")]
    Empty {
        /// The field's label.
        label: &'static str,
        /// The range, in the field's unit.
        expected: String,
    },
    /// Not a number at all.
    #[error("{label}: expected {expected}, found \"{found}\"; type digits and a decimal point")]
    NotANumber {
        /// The field's label.
        label: &'static str,
        /// The range, in the field's unit.
        expected: String,
        /// What was typed.
        found: String,
    },
    /// A fraction, or no number, where only whole numbers have a meaning.
    #[error("{label}: expected {expected}, found {found}; type a whole number")]
    NotWhole {
        /// The field's label.
        label: &'static str,
        /// A whole number, and its range if there is one.
        expected: String,
        /// What was typed.
        found: String,
    },
    /// A number outside the field's range.
    #[error("{label}: expected {expected}, found {found}; choose a value in that range")]
    OutOfRange {
        /// The field's label.
        label: &'static str,
        /// The range, in the field's unit.
        expected: String,
        /// The number, in the field's unit.
        found: String,
    },
    /// Not a date.
    #[error("{label}: expected a date such as 2014-01-03, found \"{found}\"; use year-month-day")]
    NotADate {
        /// The field's label.
        label: &'static str,
        /// What was typed.
        found: String,
    },
    /// The floor is above the cap.
    #[error(
        "minimum per profile ({minimum} %) is above maximum per profile ({maximum} %); lower the \
         minimum or raise the maximum"
    )]
    MinimumAboveMaximum {
        /// The floor, percent.
        minimum: String,
        /// The cap, percent.
        maximum: String,
    },
    /// A structure that cannot be traded.
    #[error("structures of {}: {problem}", profile.code())]
    Structure {
        /// Whose.
        profile: Profile,
        /// What is wrong with it.
        problem: StructureError,
    },
    /// A smile whose prices offer arbitrage.
    #[error(
        "smile skew and curvature: {skew} and {curvature} price some options so that buying and \
         selling them is a sure gain; the nearest pair that does not is {} and {}", .nearest.0,
        .nearest.1
    )]
    Smile {
        /// The slope.
        skew: f64,
        /// The bend.
        curvature: f64,
        /// A pair near it without arbitrage.
        nearest: (f64, f64),
    },
    /// The period ends before it begins.
    #[error("the period ends on {to}, before it starts on {from}; swap the dates")]
    EndBeforeStart {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

impl From<PlaybookError> for ScenarioError {
    fn from(PlaybookError { profile, problem }: PlaybookError) -> Self {
        Self::Structure { profile, problem }
    }
}

impl From<ScenarioError> for RunError {
    fn from(error: ScenarioError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Why a run ends without a report.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The scenario is refused, for what [`ScenarioError`] says. It is its sentence, so that who
    /// only runs what is checked need not carry how every field is told of.
    #[error("{0}")]
    Refused(String),
    /// There are no bars.
    #[error("there is no market data; load a file with daily bars")]
    NoBars,
    /// The period has no bars in it.
    #[error(
        "no bar lies between {from} and {to}: the data spans {first} to {last}; choose dates \
         within it"
    )]
    OutsideData {
        /// First day asked for.
        from: NaiveDate,
        /// Last day asked for.
        to: NaiveDate,
        /// First day of the data.
        first: NaiveDate,
        /// Last day of the data.
        last: NaiveDate,
    },
    /// Every day is warm-up.
    #[error(
        "{bars} bars are too few: the signals need {needed} days before the first trade; load \
         more history or choose a later end"
    )]
    TooShort {
        /// Bars up to the end of the period.
        bars: usize,
        /// Days until everything is available.
        needed: usize,
    },
    /// The scenario wants a column that the file does not have.
    #[error("the file has no column \"{column}\"; switch off its use or load a file with it")]
    NotInFile {
        /// The column.
        column: &'static str,
    },
    /// The scenario trades another instrument than the loaded options are on.
    #[error(
        "the option quotes are on {quoted}, the scenario trades on {traded}; choose the instrument \
         that is on {quoted}, or load the bars without the chain"
    )]
    OtherInstrument {
        /// What the quotes are on.
        quoted: &'static str,
        /// What the scenario trades.
        traded: &'static str,
    },
    /// A signal is missing though the warm-up is over.
    #[error(
        "{date}, column \"{column}\": expected a value after the warm-up, found none; complete \
         the series in the file or leave the column out"
    )]
    Missing {
        /// The day.
        date: NaiveDate,
        /// The column.
        column: &'static str,
    },
    /// The account has outgrown the range that money is kept in.
    #[error(
        "{date}: the account is worth more than {limit} USD, which no market gives; look for \
         wrong prices in the file up to that day"
    )]
    TooRich {
        /// The day.
        date: NaiveDate,
        /// The largest account that is run, dollars.
        limit: &'static str,
    },
    /// The books do not balance: a defect of the engine, never of the data.
    #[error("{0}; please report this with the scenario's link")]
    Books(#[from] Imbalance),
}
