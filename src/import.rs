//! Bytes to a [`Market`]: what was read, skipped and repaired is part of the result.
//!
//! Nothing is guessed in silence. [`import`] either gives a market together with a [`Summary`] of
//! how every file was understood, or an [`ImportError`] that names file, line, column, rule, what
//! was found and what to do. It reads bytes only: no disk, no clock, and any bytes are safe.
//!
//! A file goes through these steps, each a module: `input` gives its bytes, `container` unpacks
//! it, `pieces` cuts it at line ends, `encoding` makes it text, `sniff` finds the delimiter and the
//! header with the words of `dialect`, `roles` tells bars from volatility from events, `rows` cuts
//! cells, `bars`, `series` and `events` read them with `date` and `number`, `scan` and `order` put
//! days in order, `merge` lays a series along the bars, and `chain` judges option quotes, those
//! that `filter` wants. Of a file of quotes one piece is in memory at a time, which `reading` sees
//! to. `cleaned` stops before files are made one market; `sample` needs none of all that: what it
//! holds is known.

mod adjust;
mod bars;
mod bytes;
mod chain;
mod checks;
mod cleaned;
mod container;
mod cut;
mod date;
mod dialect;
mod encoding;
mod error;
mod events;
mod filter;
mod input;
mod layout;
mod marks;
mod merge;
mod number;
mod order;
pub mod packed;
mod pieces;
mod problem;
mod quality;
mod reading;
mod roles;
mod rows;
pub mod sample;
mod scan;
mod series;
mod shown;
mod sniff;
mod summary;
mod symbols;
mod trade_log;
mod warning;

use std::fmt;

use crate::market::{Market, TradeLog};
use reading::Reading;
use sniff::Sheet;

pub use checks::Check;
pub use cleaned::{Cleaned, DailySeries, clean, clean_inputs};
pub use date::DateForm;
pub use encoding::FileKind;
pub use error::ImportError;
pub use filter::Filter;
use input::at_once;
pub use input::{Content, Input, Progress, Watch};
pub use layout::{Guess, Layout, Unknown, UnknownColumn};
pub use problem::{Problem, Rule};
pub use quality::{DaysFound, Doubt};
pub use sniff::Delimiter;
pub use summary::{
    ChainSummary, ColumnSummary, FileSummary, Merged, Repair, SeriesSummary, SkippedRows, Summary,
};
pub use warning::Warning;

/// The largest file that is read but for those of option quotes, unpacked, in bytes: 64 MiB.
pub const MAX_BYTES: usize = 64 << 20;
/// The most that all these files may have together, in bytes: 256 MiB.
pub const MAX_TOGETHER: usize = 4 * MAX_BYTES;
/// The most rows such a file may have.
pub const MAX_ROWS: usize = 200_000;
/// The most option quotes that are kept of all files together; files of quotes have no other limit.
pub const MAX_QUOTES: usize = 4_000_000;
/// The most problems that are listed one by one; all of them are counted.
pub const MAX_PROBLEMS: usize = 1_000;
/// Fewer bars than this bring a warning: the signals would never finish warming up.
pub const FEW_BARS: usize = 120;

/// One file as it was dropped or named.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Its name, used in messages, and to tell volatility indices apart.
    pub name: &'a str,
    /// What it holds; `None` to find out from header, name and content.
    pub role: Option<Role>,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Daily bars of the underlying.
    Bars,
    /// A volatility index, or other daily series to lay beside the bars.
    Volatility,
    /// A calendar of events.
    Events,
    /// Quotes of options on the underlying.
    Chain,
    /// The trades of another program, to be compared with.
    TradeLog,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bars => "daily bars",
            Self::Volatility => "a volatility index",
            Self::Events => "events",
            Self::Chain => "option quotes",
            Self::TradeLog => "a trade log",
        })
    }
}

/// What to do with a row that breaks a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BadRows {
    /// Refuse the file and say which rows are bad.
    #[default]
    Refuse,
    /// Leave the row out and say so.
    Skip,
}

/// The choices of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What to do with bad rows.
    pub bad_rows: BadRows,
    /// The market's name; `None` for the name of the bars file without its extension.
    pub name: Option<String>,
    /// Which option quotes are kept.
    pub filter: Filter,
    /// What columns hold that no header tells.
    pub layouts: Vec<Layout>,
    /// How many bytes of a file of quotes are read at a time, `None` for 1 MiB. What is read does
    /// not depend on it.
    pub piece: Option<usize>,
}

/// A market, and how the files were understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What was loaded.
    pub market: Market,
    /// What was detected, skipped and repaired on the way.
    pub summary: Summary,
    /// What it is to be compared with, if there was such a file.
    pub log: Option<TradeLog>,
}

/// Reads files into one market: exactly one of bars, any number of series, of events and of option
/// quotes.
///
/// Prices are in points or dollars; VIX-like series, skew, rate and dividend yield are percent
/// points in a file (20.0) and decimals inside (0.20). A series of its own file replaces values
/// the bars file has on the same days.
///
/// ```
/// use rotation::import::{Options, SourceFile, import};
/// use rotation::market::Series;
/// let bars = b"Date;Open;High;Low;Close;VIX\n\
///              03.01.2014;1833,21;1838,24;1829,13;1831,37;13,76\n\
///              06.01.2014;1832,31;1837,16;1823,73;1826,77;\n";
/// let file = SourceFile { name: "spx.csv", role: None, bytes: bars };
/// let imported = import(&[file], &Options::default())?;
/// assert_eq!(imported.market.bars[1].close, 1826.77);
/// assert_eq!(imported.market.series(Series::Vix), Some(&[Some(0.1376), None][..]));
/// assert_eq!(imported.summary.files[0].recognised, "plain bars");
/// # Ok::<(), rotation::import::ImportError>(())
/// ```
///
/// # Errors
/// An [`ImportError`] for the first rule that is broken, in the order its variants are listed:
/// first what is wrong with a file as a whole, then with all files together, then with rows.
pub fn import(files: &[SourceFile<'_>], options: &Options) -> Result<Imported, ImportError> {
    import_inputs(files.iter().map(Input::from).collect(), options, &mut |_| {})
}

/// The same of files that are not in memory; `told` hears how far they are read.
///
/// # Errors
/// As [`import`].
pub fn import_inputs(
    inputs: Vec<Input<'_>>,
    options: &Options,
    told: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    let mut watch = told;
    at_once(import_watched(inputs, options, &mut watch))
}

/// The same, waiting between the pieces of large files as long as `watch` has it wait.
///
/// # Errors
/// As [`import`].
pub async fn import_watched(
    inputs: Vec<Input<'_>>,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Imported, ImportError> {
    let read = async |sheets: &[Sheet<'_>], reading: &mut Reading<'_, '_>| {
        market_of(sheets, reading, options).await
    };
    with_sheets(inputs, options, watch, read).await
}

/// The trade log of another program and how it was read, if that is all there is; after an import
/// that found no bars.
///
/// # Errors
/// As [`import`], for a trade log.
pub fn trade_log(
    inputs: Vec<Input<'_>>,
    options: &Options,
) -> Result<Option<(TradeLog, FileSummary)>, ImportError> {
    let read = async |sheets: &[Sheet<'_>], _: &mut Reading<'_, '_>| match sheets {
        [sheet] if roles::by_header(sheet)? == Some(Role::TradeLog) => {
            trade_log::read(sheet, options.bad_rows).map(Some)
        }
        _ => Ok(None),
    };
    at_once(with_sheets(inputs, options, &mut |_| {}, read))
}

/// The first of files whose columns are not understood, to ask what they hold: after an import that
/// found no header, or one that lacks columns.
#[must_use]
pub fn unknown(inputs: Vec<Input<'_>>, options: &Options) -> Option<Unknown> {
    Reading::open(inputs, options, &mut |_| {}).ok()?.unknown()
}

/// Opens files and understands their headers; `read` makes something of them.
async fn with_sheets<T>(
    inputs: Vec<Input<'_>>,
    options: &Options,
    watch: &mut dyn Watch,
    read: impl AsyncFnOnce(&[Sheet<'_>], &mut Reading<'_, '_>) -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    let mut reading = Reading::open(inputs, options, watch)?;
    let texts = reading.texts()?;
    let sheets = texts.iter().map(|text| sniff::sniff(text, &options.layouts));
    let sheets = reading.with_rows(sheets.collect::<Result<Vec<_>, _>>()?);
    let mut read = read(&sheets, &mut reading).await;
    match &mut read {
        // What is not there may have been meant to be in one of these.
        Err(ImportError::NoBars { files } | ImportError::ChainAlone { files }) => {
            files.extend(reading.passed_over());
        }
        Err(ImportError::BadRows { file, problems, .. }) => {
            let mut named = (0..sheets.len()).filter(|number| sheets[*number].name == *file);
            if let (Some(number), None) = (named.next(), named.next()) {
                reading.show_rows(&sheets[number], number, problems).await;
            }
        }
        _ => {}
    }
    read
}

async fn market_of(
    sheets: &[Sheet<'_>],
    reading: &mut Reading<'_, '_>,
    options: &Options,
) -> Result<Imported, ImportError> {
    let roles = roles::assign(sheets)?;

    let bars_sheets: Vec<&Sheet<'_>> = roles.bars.iter().map(|index| &sheets[*index]).collect();
    let bars::Bars { mut market, files, told } = bars::read(&bars_sheets, options)?;
    let mut files = files.into_iter();

    let mut summaries = Vec::with_capacity(sheets.len());
    let mut quotes = Vec::new();
    let mut log = None;
    for (index, sheet) in sheets.iter().enumerate() {
        summaries.push(match roles.of[index] {
            Role::Bars => match files.next() {
                Some(summary) => summary,
                None => continue,
            },
            Role::Volatility => {
                let (table, mut summary) = series::read(sheet, options.bad_rows)?;
                summary.merged = merge::merge(&mut market, &table);
                summary
            }
            Role::Events => {
                let (mut events, summary) = events::read(sheet, options.bad_rows)?;
                market.events.append(&mut events);
                summary
            }
            Role::TradeLog => {
                let (read, summary) = trade_log::read(sheet, options.bad_rows)?;
                if let Some(log) = log.replace(read) {
                    return Err(ImportError::TwoTradeLogs {
                        first: log.name,
                        second: sheet.name.to_owned(),
                    });
                }
                summary
            }
            Role::Chain => {
                quotes.push((index, chain::read(sheet, reading, index).await?));
                continue;
            }
        });
    }
    let mut warnings = roles.warnings;
    warnings.extend(reading.warning());
    warnings.extend(told.apply(&mut market, !quotes.is_empty()));
    for (index, summary) in chain::join(&mut market, quotes, options.bad_rows, &mut warnings)? {
        summaries.insert(index, summary);
    }
    // Stable: events of one day stay in the order of their files.
    market.events.sort_by_key(|event| event.date);

    warnings.extend(warning::find(&market, &summaries));
    let summary = summary_of(sheets, reading, &market, summaries, warnings).await;
    Ok(Imported { market, summary, log })
}

/// The summary of a market and its files, with the rows that were left out of each.
async fn summary_of(
    sheets: &[Sheet<'_>],
    reading: &mut Reading<'_, '_>,
    market: &Market,
    mut files: Vec<FileSummary>,
    warnings: Vec<Warning>,
) -> Summary {
    for (number, (sheet, file)) in sheets.iter().zip(&mut files).enumerate() {
        reading.show_rows(sheet, number, &mut file.problems).await;
    }
    summary::whole(market, files, warnings)
}

/// Whether a file in a folder or an archive may be data, by its name: not what systems and vendors
/// put beside it.
///
/// ```
/// use rotation::import::is_data_file;
/// assert!(is_data_file("2019/L2_options_20190910.csv.gz"));
/// assert!(!is_data_file("2019/.DS_Store"));
/// assert!(!is_data_file("2019/README.txt"));
/// ```
#[must_use]
pub fn is_data_file(path: &str) -> bool {
    container::is_data(path)
}

/// Whether a file's name speaks of a volatility index, as in `VIX_History.csv`: such a file belongs
/// beside bars even if it has open, high, low and close of its own.
#[must_use]
pub fn is_named_after_index(name: &str) -> bool {
    dialect::volatility_index(&dialect::fold(name.as_bytes())).is_some()
}

/// A file's name without folders and extension.
fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match last.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => last,
    }
}
