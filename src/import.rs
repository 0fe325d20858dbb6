//! Bytes to a [`Market`](crate::market::Market): what was read, skipped and repaired is part of the
//! result.
//!
//! Nothing is guessed in silence. [`import`] either gives a market together with a [`Summary`] of
//! how every file was understood, or an [`ImportError`] that names file, line, column, rule, what
//! was found and what to do. It reads bytes only: no disk, no clock, and any bytes are safe.
//!
//! The folders, each of which uses only those before it:
//!
//! - `findings` has what is said of files: errors, problems, repairs, warnings, summaries.
//! - `source` gives bytes: files, archives, pieces of large files, encodings.
//! - `table` cuts text into rows and reads cells: numbers, dates, symbols of contracts.
//! - `vendors` knows headers: which vendor writes them, and what its columns mean.
//! - `sheet` is one file whose header is understood, and a pass over its rows.
//! - `series`, then `bars`, and `chain` read the three kinds of data.
//! - `level` holds bars against the quotes beside them: splits, adjusted prices.
//! - `quality` has the checks: what was looked for, found or not.
//!
//! On top of them `roles` tells which file is what, `assemble` makes one market of all files,
//! `cleaned` stops before that, and `sample` reads the sample that the page ships. Of a file of
//! option quotes one piece is in memory at a time. `tests/it/import/layers.rs` keeps the order.

mod assemble;
mod bars;
mod chain;
mod cleaned;
mod findings;
mod level;
pub mod packed;
mod quality;
mod roles;
pub mod sample;
mod series;
mod sheet;
mod source;
mod table;
mod vendors;

/// The layouts that are recognised, with a sample of each.
#[doc = include_str!("import/layouts.md")]
pub mod layouts {}

use crate::market::TradeLog;

use assemble::{market_of, with_sheets};
use sheet::kind::by_header;
use sheet::reading::Reading;
use sheet::sniff::Sheet;
use source::input::at_once;
use table::indices::volatility_index;

pub use assemble::Imported;
pub use cleaned::{Cleaned, DailySeries, clean, clean_inputs};
pub use findings::contradiction::Contradiction;
pub use findings::days::DaysFound;
pub use findings::doubt::Doubt;
pub use findings::error::ImportError;
pub use findings::form::{DateForm, Delimiter, FileKind};
pub use findings::limits::{FEW_BARS, MAX_BYTES, MAX_PROBLEMS, MAX_QUOTES, MAX_ROWS, MAX_TOGETHER};
pub use findings::problem::{Problem, Rule, SkippedRows};
pub use findings::repair::Repair;
pub use findings::role::{BadRows, Role};
pub use findings::summary::{
    ChainSummary, ColumnSummary, FileSummary, Merged, SeriesSummary, Summary,
};
pub use findings::warning::Warning;
pub use quality::checks::Check;
pub use sheet::filter::Filter;
pub use sheet::layout::Layout;
pub use sheet::options::Options;
pub use sheet::unknown::{Guess, Unknown, UnknownColumn};
pub use source::input::{Content, Input, Progress, SourceFile, Watch};

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

/// The same of files that are not in memory; `told` receives the progress.
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

/// The same, awaiting `watch` between the pieces of large files.
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
        [sheet] if by_header(sheet)? == Some(Role::TradeLog) => {
            series::trade_log::read(sheet, options.bad_rows).map(Some)
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

/// The columns of a file whose header is known, to ask whether they hold something else: after an
/// import that could use none of its rows. `None` if its columns are all known by their names.
#[must_use]
pub fn columns(inputs: Vec<Input<'_>>, options: &Options, file: &str) -> Option<Unknown> {
    let found = Reading::open(inputs, options, &mut |_| {}).ok()?.columns(file)?;
    found.columns.iter().any(|column| column.by != Guess::Name).then_some(found)
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
    source::archive::is_data(path)
}

/// Whether a file's name speaks of a volatility index, as in `VIX_History.csv`: such a file belongs
/// beside bars even if it has open, high, low and close of its own.
#[must_use]
pub fn is_named_after_index(name: &str) -> bool {
    volatility_index(name.as_bytes()).is_some()
}
