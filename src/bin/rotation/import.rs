//! `rotation import`: vendors' files to one in the canonical layout, and a list of what was left
//! out.

use std::path::PathBuf;

use clap::Args;
use rotation::import::{BadRows, Cleaned, ImportError, Options, clean_inputs};
use rotation::protocol::skipped_rows::{bad_rows, left_out, refusal};
use rotation::share::csv;
use rotation::view::cleaned;

use super::inputs::{Quotes, Together, Writing, teller};
use super::{Failure, cannot, print};

/// Files of one kind: daily bars with what stands beside them, volatility indices, option quotes
/// or events.
#[derive(Args)]
pub(super) struct Import {
    /// Files as vendors write them, also as .gz or .zip.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where the cleaned file goes.
    #[arg(long)]
    out: PathBuf,
    /// Where the list of rows that were left out goes: file, line, column, expected, found.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Refuse a file with bad rows instead of leaving them out, and all files if one cannot be
    /// read.
    #[arg(long)]
    refuse_bad_rows: bool,
    /// Aggregate intraday bars to daily ones instead of refusing the file.
    #[arg(long)]
    aggregate: bool,
    /// Refuse bad rows, and what is doubtful instead of correcting it and saying so.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    quotes: Quotes,
    #[command(flatten)]
    writing: Writing,
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let is_lenient = !self.refuse_bad_rows && !self.strict;
        let bad_rows = if is_lenient { BadRows::Skip } else { BadRows::Refuse };
        let options = Options {
            bad_rows,
            aggregate_intraday: self.aggregate,
            strict: self.strict,
            filter: self.quotes.filter(),
            ..Options::default()
        };
        let options = self.writing.add_to(options)?;
        let mut files = self.together();
        let cleaned =
            files.read(is_lenient, |files| clean_inputs(files, &options, &mut teller()))?;
        let (cleaned, summary) = match cleaned {
            Ok(cleaned) => cleaned,
            Err(error) => return Err(self.failed(&error)?),
        };
        files.left_out.iter().for_each(|error| eprintln!("rotation: a file is left out: {error}"));
        let table = match &cleaned {
            Cleaned::Bars(market) => cleaned::bars(market),
            Cleaned::Series(daily) => cleaned::series(&daily.series, &daily.days),
            Cleaned::Chain(chain) => cleaned::chain(chain),
            Cleaned::Events(events) => cleaned::events(events),
        };
        put(&self.out, &csv::write(&table))?;
        if let Some(report) = &self.report {
            put(report, &csv::write(&left_out(&summary, &files.left_out)))?;
        }
        print(&summary.to_string())
    }
}

impl Import {
    fn together(&self) -> Together<'_> {
        Together::new(self.files.iter().map(|path| (path.as_path(), None)).collect())
    }

    /// Why nothing could be read, once its bad rows are listed all the same.
    fn failed(&self, error: &ImportError) -> Result<Failure, Failure> {
        let is_intraday = matches!(error, ImportError::IntradayBars { .. });
        let hint = if is_intraday { " (--aggregate)" } else { Writing::hint(error) };
        if let Some(report) = &self.report {
            let filter = self.quotes.filter();
            let options =
                Options { aggregate_intraday: self.aggregate, filter, ..Options::default() };
            let options = self.writing.add_to(options)?;
            // With bad rows refused the error has them.
            let refused = self
                .together()
                .read(false, |files| clean_inputs(files, &options, &mut |_| {}))?
                .err();
            let rows = bad_rows(error).or_else(|| refused.as_ref().and_then(bad_rows));
            put(report, &csv::write(&rows.unwrap_or_else(|| refusal(error))))?;
        }
        Ok(format!("{error}{hint}"))
    }
}

fn put(path: &PathBuf, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| cannot("write", path, &error))
}
