//! How the user's files were read, ready to show: strings, numbers and days.
//!
//! The reader of files makes these values and sends them to the page, which shows them and knows
//! nothing of an import. They hold no markup.

mod coverage;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::market::day_number;
use crate::view::number::{count, counted};

pub use coverage::{Coverage, Lane, Rect};

/// How a market's files were read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// How many option quotes were read; `None` without any.
    pub quotes: Option<String>,
    /// What was read besides bars, the VIX and quotes: "vvix on 1,257 days", "3 events".
    pub extra_columns: Vec<String>,
    /// Which days have data; `None` without bars.
    pub coverage: Option<Coverage>,
    /// What is unusual and no row of `checks`.
    pub findings: Vec<Finding>,
    /// Every check, with or without findings.
    pub checks: Vec<CheckRow>,
    /// Every file, in the order given.
    pub files: Vec<FileReport>,
    /// Whether rows were skipped, which can be saved.
    pub has_skipped_rows: bool,
    /// Whether there are bars, which can be saved in the canonical layout.
    pub has_bars: bool,
}

/// Something unusual about the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The sentence.
    pub text: String,
    /// The first days it is about; empty if the sentence names the only one.
    #[serde(with = "day_number::list")]
    pub days: Vec<NaiveDate>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRow {
    /// What was checked.
    pub what: String,
    /// How often it was found; `None` if it was not.
    pub found: Option<String>,
    /// The first days on which it was found.
    #[serde(with = "day_number::list")]
    pub days: Vec<NaiveDate>,
    /// What the engine does about it; empty if nothing was found.
    pub effect: String,
}

/// How one file was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name.
    pub name: String,
    /// What it holds: "bars", "option quotes".
    pub role: String,
    /// Its layout, how many rows were used, its delimiter and its dates, as one line.
    pub summary: String,
    /// Its columns in their order.
    pub columns: Vec<ColumnReport>,
    /// What was filtered, repaired, skipped and merged, a line each.
    pub notes: Vec<Note>,
    /// The first skipped rows, one by one.
    pub skipped: Vec<BadRow>,
    /// Whether more rows were skipped than `skipped` has.
    pub has_more_skipped: bool,
    /// Whether the user has mapped its columns.
    pub is_mapped: bool,
}

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Its name in the header.
    pub name: String,
    /// What it holds, if it is known and not the name itself.
    pub meaning: Option<String>,
    /// Whether its values are in the market.
    pub is_used: bool,
}

/// A line about a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The line.
    pub text: String,
    /// Whether rows were lost.
    pub is_warning: bool,
}

/// A row that breaks a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BadRow {
    /// Its line, column, the rule and the value found.
    pub text: String,
    /// The row itself, if it can be shown.
    pub row: Option<String>,
}

/// What the user can do about files that were refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remedy {
    /// Map the columns again: the mapping that the user gave may be wrong.
    MapColumnsAgain,
    /// Use the clean rows and skip the bad ones.
    SkipBadRows(BadRows),
    /// See what is wrong with the rows: none of them can be used.
    ShowBadRows(BadRows),
    /// Aggregate several rows of a day to daily bars.
    AggregateIntraday,
    /// Choose one of these underlyings.
    ChooseUnderlying(Vec<String>),
    /// Type which underlying to read; there are too many to list.
    TypeUnderlying,
    /// Choose which option quotes to keep.
    FilterQuotes,
    /// Map the columns.
    MapColumns,
}

/// The bad rows of a refused file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BadRows {
    /// How many rows are clean.
    pub clean: usize,
    /// How many are bad.
    pub bad: usize,
    /// The first bad ones.
    pub first: Vec<BadRow>,
}

/// A file with unknown columns, which the user is asked to map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The file.
    pub file: String,
    /// The header by which the mapping is remembered.
    pub header: String,
    /// Its columns in their order.
    pub columns: Vec<UnmappedColumn>,
    /// Everything that a column may hold.
    pub meanings: Vec<String>,
}

/// One column that the user is asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnmappedColumn {
    /// Its name in the header.
    pub name: String,
    /// Its first cells.
    pub samples: String,
    /// What it may hold.
    pub guess: Option<String>,
    /// What the guess rests on: "guessed from values".
    pub basis: String,
}

impl Remedy {
    /// What its button says; empty for those with several or none.
    ///
    /// ```
    /// use rotation::view::import_report::{BadRows, Remedy};
    /// let rows = BadRows { clean: 2_514, bad: 6, first: Vec::new() };
    /// assert_eq!(Remedy::SkipBadRows(rows).label(), "Use 2,514 clean rows, skip 6");
    /// ```
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::MapColumnsAgain => "Map columns again".to_owned(),
            Self::SkipBadRows(BadRows { clean, bad, .. }) => {
                let clean = counted(*clean, "clean row", "clean rows");
                format!("Use {clean}, skip {}", count(*bad as i64))
            }
            Self::ShowBadRows(_) => "Problems as CSV".to_owned(),
            Self::AggregateIntraday => "Aggregate to daily bars".to_owned(),
            Self::ChooseUnderlying(_) => String::new(),
            Self::TypeUnderlying => "Read it".to_owned(),
            Self::FilterQuotes => "Choose which quotes to keep".to_owned(),
            Self::MapColumns => "Map columns".to_owned(),
        }
    }

    /// Whether the refused files may be read once it is chosen.
    #[must_use]
    pub const fn may_make_readable(&self) -> bool {
        match self {
            Self::ShowBadRows(_) => false,
            Self::MapColumnsAgain
            | Self::SkipBadRows(_)
            | Self::AggregateIntraday
            | Self::ChooseUnderlying(_)
            | Self::TypeUnderlying
            | Self::FilterQuotes
            | Self::MapColumns => true,
        }
    }
}

impl BadRows {
    /// How many bad rows there are, in words.
    #[must_use]
    pub fn title(&self) -> String {
        counted(self.bad, "bad row", "bad rows")
    }

    /// How many there are beyond the first, in words; `None` if all are listed.
    #[must_use]
    pub fn more(&self) -> Option<String> {
        let more = self.bad.saturating_sub(self.first.len());
        (more > 0).then(|| format!("… and {} more", count(more as i64)))
    }
}

/// On how many of so many bars the VIX is quoted; elsewhere the engine estimates it.
///
/// ```
/// use rotation::view::import_report::vix_coverage;
/// assert_eq!(vix_coverage(0, 5), "none: estimated from realised volatility");
/// assert_eq!(vix_coverage(5, 5), "on every day");
/// assert_eq!(
///     vix_coverage(2, 5),
///     "on 2 of 5 days; estimated from realised volatility on the others"
/// );
/// ```
#[must_use]
pub fn vix_coverage(quoted: usize, bars: usize) -> String {
    match quoted {
        0 => "none: estimated from realised volatility".to_owned(),
        _ if quoted == bars => "on every day".to_owned(),
        _ => {
            let (quoted, bars) = (count(quoted as i64), count(bars as i64));
            format!("on {quoted} of {bars} days; estimated from realised volatility on the others")
        }
    }
}
