//! What the page and the reader of its files say to each other.
//!
//! How files were read is sent as a view model and as CSV, ready to show and to save: the page need
//! not know what an import knows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::market::{Fingerprint, LoadedFile, Market, Series, TradeLog, day_number};
use crate::trade::Instrument;
use crate::view::import_report::{ColumnMapping, FileReport, ImportReport, Remedy};

/// Files that are to become one market. Their contents come beside the message, in the same order,
/// as what the browser gives for a file: the page has not read them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// In the order in which the user gave them.
    pub files: Vec<File>,
    /// What is to be made of them.
    pub wants: Wants,
    /// The market's name; `None` for that of its file of bars.
    pub name: Option<String>,
    /// Whether bad rows are left out, and not a reason to refuse their file.
    pub skips_bad_rows: bool,
    /// Whether several rows of a day are aggregated, and not a reason to refuse their file.
    pub aggregates_intraday: bool,
    /// Which option quotes are kept, as it is typed, see [`Filter::FIELDS`]; behind it what was
    /// chosen of [`Options::CHOICES`].
    ///
    /// [`Filter::FIELDS`]: crate::import::Filter::FIELDS
    /// [`Options::CHOICES`]: crate::import::Options::CHOICES
    pub wanted: Vec<String>,
    /// The user's column mappings for unknown headers, one layout per line.
    pub layouts: String,
}

/// The output requested from the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wants {
    /// A market for the engine.
    Market,
    /// A canonical file of its bars and the columns merged with them.
    Bars,
    /// A canonical file of its option quotes.
    Quotes,
}

/// A reply of the reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// Files are being read: the share that is, and more in words.
    Progress {
        /// From 0 to 1.
        share: f32,
        /// Speed, rows and memory.
        text: String,
    },
    /// The files are a market. What the engine is to be sent to hold it comes as further buffers,
    /// in their order.
    Loaded(Box<Loaded>),
    /// The files are one again, which comes as a second buffer.
    Cleaned {
        /// What it is called.
        name: String,
    },
    /// The file is no market, but the trades of another program; and how it was read.
    Log(Box<TradeLog>, Box<FileReport>),
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
    /// The first of them.
    #[serde(with = "day_number")]
    pub vix_from: NaiveDate,
    /// Whether a file brought regimes of its own.
    pub has_regimes: bool,
    /// Whether a file brought scores of its own.
    pub has_scores: bool,
    /// Whether there is a calendar of events.
    pub has_events: bool,
    /// Whether a file brought interest rates.
    pub has_rates: bool,
    /// What its option quotes are on; `None` without any.
    pub instrument: Option<Instrument>,
    /// What identifies it in links.
    pub fingerprint: Fingerprint,
    /// The files it was made of, but for the sample and the trades of another program.
    pub files: Vec<LoadedFile>,
    /// Whether there is something to look at: skipped rows, something unusual.
    pub is_doubtful: bool,
    /// What the user should hear at once: files that were left out, and what may be read in another
    /// way as well.
    pub urgent: Vec<String>,
    /// What was read, skipped and repaired; `None` for the sample.
    pub report: Option<ImportReport>,
    /// The skipped rows as CSV; empty if there are none.
    pub skipped_rows: String,
    /// The trades of another program among the files.
    pub log: Option<TradeLog>,
}

impl Loaded {
    /// The facts of a market, without how it was read; `symbol` is that of its options, if it is
    /// known.
    #[must_use]
    pub fn of(market: &Market, symbol: &str, fingerprint: Fingerprint) -> Self {
        let day = NaiveDate::default();
        let vix = market.series(Series::Vix).unwrap_or_default();
        let mut quoted = market.bars.iter().zip(vix).filter(|(_, vix)| vix.is_some());
        let from = quoted.next().map_or(day, |(bar, _)| bar.date);
        Self {
            name: market.name.clone(),
            span: market.span().unwrap_or((day, day)),
            bars: market.bars.len(),
            vix_days: vix.iter().flatten().count(),
            vix_from: from,
            has_regimes: market.quoted_regimes.is_some(),
            has_scores: market.quoted_scores.is_some(),
            has_events: !market.events.is_empty(),
            has_rates: market.series(Series::Rate).is_some(),
            instrument: Instrument::quoted(market, symbol),
            fingerprint,
            files: Vec::new(),
            is_doubtful: false,
            urgent: Vec::new(),
            report: None,
            skipped_rows: String::new(),
            log: None,
        }
    }
}

/// Files that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// File, line, column, rule, and what to do.
    pub message: String,
    /// What the user can do about it.
    pub remedies: Vec<Remedy>,
    /// The columns to ask the user about; `None` unless unknown columns are the reason.
    pub mapping: Option<ColumnMapping>,
    /// The bad rows as CSV; empty unless they are the reason.
    pub problems: String,
    /// Whether the set of files is wrong: without bars, or with two of them.
    pub wants_other_files: bool,
    /// Whether there are two files of prices, which more files do not change.
    pub is_contradiction: bool,
    /// The file at fault; `None` if files are missing or contradict each other.
    pub file: Option<String>,
}

impl Refused {
    /// Files that did not get as far as an import.
    #[must_use]
    pub fn because(message: String) -> Self {
        Self { message, ..Self::default() }
    }

    /// Which of several files to leave out and try the others without it: the one at fault, unless
    /// a remedy may make it readable. `names` are those of the files as the user gave them. A file
    /// in an archive is not left out, as the archive would be.
    ///
    /// ```
    /// use rotation::protocol::reader::Refused;
    /// let file = Some("picture.csv".to_owned());
    /// let refused = Refused { file, ..Refused::because("picture.csv: no text".to_owned()) };
    /// assert_eq!(refused.file_to_leave_out(&["spy.csv", "picture.csv.gz"]), Some(1));
    /// assert_eq!(refused.file_to_leave_out(&["picture.csv"]), None);
    /// assert_eq!(refused.left_out(), "picture.csv was left out: no text");
    /// ```
    #[must_use]
    pub fn file_to_leave_out(&self, names: &[&str]) -> Option<usize> {
        let file = self.file.as_deref().filter(|_| names.len() > 1)?;
        if self.remedies.iter().any(Remedy::may_make_readable) {
            return None;
        }
        let is_it = |name: &str| name == file || name.strip_suffix(".gz") == Some(file);
        let mut found = (0..names.len()).filter(|at| is_it(names[*at]));
        found.next().filter(|_| found.next().is_none())
    }

    /// What is said of the file at fault once the others are loaded without it.
    #[must_use]
    pub fn left_out(&self) -> String {
        let file = self.file.as_deref().unwrap_or_default();
        let reason = self.message.strip_prefix(file).unwrap_or(&self.message);
        format!("{file} was left out: {}", reason.trim_start_matches([':', ' ']))
    }
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
