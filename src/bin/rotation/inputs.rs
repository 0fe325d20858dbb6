//! Files of the command line as an import reads them, and how far it is.

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::{Args, ValueEnum};
use rotation::import::{Filter, ImportError, Input, Layout, Options, Progress, Role};

use super::{Failure, cannot, name};

/// Which option quotes are kept; a quote without the filtered value is kept.
#[derive(Args)]
pub(super) struct Quotes {
    /// The underlying, by its symbol, of files that name several; or the root of its contracts.
    #[arg(long)]
    underlying: Option<String>,
    /// The root of the contracts, such as SPXW of those of SPX that are settled in the afternoon.
    #[arg(long)]
    root: Option<String>,
    /// The time of day of the quotes that count, such as 15:45, where a file has several times a
    /// day; without it the last of the session.
    #[arg(long, value_parser = time)]
    at: Option<u32>,
    /// The fewest calendar days to expiry.
    #[arg(long)]
    min_days: Option<u32>,
    /// The most calendar days to expiry.
    #[arg(long)]
    max_days: Option<u32>,
    /// The farthest that a strike is from the underlying, percent of it.
    #[arg(long)]
    moneyness: Option<f64>,
    /// The least delta, its sign left out.
    #[arg(long)]
    min_delta: Option<f64>,
    /// The greatest delta, its sign left out.
    #[arg(long)]
    max_delta: Option<f64>,
    /// The lowest bid, dollars.
    #[arg(long)]
    min_bid: Option<f64>,
}

impl Quotes {
    pub(super) fn filter(&self) -> Filter {
        Filter {
            underlying: self.underlying.clone(),
            min_days: self.min_days,
            max_days: self.max_days,
            moneyness: self.moneyness,
            min_delta: self.min_delta,
            max_delta: self.max_delta,
            min_bid: self.min_bid,
            root: self.root.clone(),
            at: self.at,
        }
    }
}

fn time(text: &str) -> Result<u32, String> {
    Filter::time(text).ok_or_else(|| "expected a time such as 15:45".to_owned())
}

/// How files write their columns, numbers and dates, where that is not to be found out.
#[derive(Args)]
pub(super) struct Writing {
    /// What the columns of files without a header hold, or with another, such as
    /// `date,open,high,low,close,volume`; `-` for one that is not read. Of all files that have so
    /// many columns.
    #[arg(long)]
    columns: Option<String>,
    /// The decimal mark.
    #[arg(long)]
    decimal: Option<Decimal>,
    /// Read dates such as 05/09/2023 day first.
    #[arg(long, conflicts_with = "month_first")]
    day_first: bool,
    /// Read dates such as 05/09/2023 month first.
    #[arg(long)]
    month_first: bool,
}

/// A decimal mark.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Decimal {
    Dot,
    Comma,
}

impl Writing {
    /// Adds what was said to the choices of an import.
    pub(super) fn add_to(&self, options: Options) -> Result<Options, Failure> {
        let unknown = |name: String| {
            format!("--columns: expected names such as date, open or close, found \"{name}\"")
        };
        let layout = self.columns.as_deref().map(Layout::named).transpose().map_err(unknown)?;
        Ok(Options {
            layouts: layout.into_iter().collect(),
            decimal_comma: self.decimal.map(|mark| mark == Decimal::Comma),
            day_first: (self.day_first || self.month_first).then_some(self.day_first),
            ..options
        })
    }

    /// Which of the flags helps against an error.
    pub(super) fn hint(error: &ImportError) -> &'static str {
        match error {
            ImportError::MissingColumns { needed, .. }
                if needed.iter().any(|it| it == "strike") =>
            {
                " (or name the columns: --columns date,expiry,strike,type,bid,ask)"
            }
            ImportError::MissingColumns { needed, .. } if !needed.iter().any(|it| it == "open") => {
                " (or name the columns, such as --columns date,close)"
            }
            ImportError::NoHeader { .. } | ImportError::MissingColumns { .. } => {
                " (or name the columns: --columns date,open,high,low,close)"
            }
            _ => "",
        }
    }
}

/// A file with its name, open.
pub(super) struct OpenedFile {
    name: String,
    role: Option<Role>,
    file: File,
}

impl OpenedFile {
    pub(super) fn new(path: &Path, role: Option<Role>) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| cannot("read", path, &error))?;
        Ok(Self { name: name(path), role, file })
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input { name: &self.name, role: self.role, content: Box::new(&self.file) }
    }
}

/// Files that are read together, and why some of them are left out.
pub(super) struct Together<'p> {
    files: Vec<(&'p Path, Option<Role>)>,
    /// The name and the text of bars in memory that stand before them.
    bars: Option<(&'p str, &'static [u8])>,
    /// Of each file that cannot be read, why.
    pub(super) left_out: Vec<ImportError>,
}

impl<'p> Together<'p> {
    pub(super) fn new(files: Vec<(&'p Path, Option<Role>)>) -> Self {
        Self { files, bars: None, left_out: Vec::new() }
    }

    /// The same beside bars in memory, if there are some.
    pub(super) fn beside(self, bars: Option<(&'p str, &'static [u8])>) -> Self {
        Self { bars, ..self }
    }

    /// Reads the files; where `may_leave_out` allows it, without those that cannot be read while
    /// others of their kind can.
    pub(super) fn read<T>(
        &mut self,
        may_leave_out: bool,
        mut read: impl FnMut(Vec<Input<'_>>) -> Result<T, ImportError>,
    ) -> Result<Result<T, ImportError>, Failure> {
        let all = self.files.clone();
        loop {
            let opened = self.files.iter().map(|(path, role)| OpenedFile::new(path, *role));
            let opened: Vec<OpenedFile> = opened.collect::<Result<_, Failure>>()?;
            let bars = self.bars.map(|(name, text)| {
                let content = Box::new(std::io::Cursor::new(text));
                Input { name, role: Some(Role::Bars), content }
            });
            let inputs = bars.into_iter().chain(opened.iter().map(OpenedFile::input));
            let error = match read(inputs.collect()) {
                Err(error) => error,
                read => return Ok(read),
            };
            match self.at_fault(&error).filter(|_| may_leave_out) {
                Some(at) => {
                    self.files.remove(at);
                    self.left_out.push(error);
                }
                None => {
                    // The first file that cannot be read is the one to speak of.
                    self.files = all;
                    let mut errors = std::mem::take(&mut self.left_out);
                    errors.push(error);
                    return Ok(Err(errors.swap_remove(0)));
                }
            }
        }
    }

    /// The file that an error is about, if others of its kind are left without it. What a flag
    /// settles leaves no file out.
    pub(super) fn at_fault(&self, error: &ImportError) -> Option<usize> {
        let is_choice = matches!(
            error,
            ImportError::IntradayBars { .. }
                | ImportError::SeveralUnderlyings { .. }
                | ImportError::NoTimes { .. }
        );
        let own = error.file().filter(|_| !is_choice)?;
        let mut named = (0..self.files.len()).filter(|at| name(self.files[*at].0) == own);
        let at = named.next().filter(|_| named.next().is_none())?;
        let is_like = |other: &(&Path, Option<Role>)| other.1 == self.files[at].1;
        (self.files.iter().filter(|other| is_like(other)).count() > 1).then_some(at)
    }
}

/// Says on a terminal how far files are read; nothing elsewhere.
pub(super) fn teller() -> impl FnMut(Progress) {
    /// Bytes between two words.
    const STEP: u64 = 16 << 20;
    let is_watched = std::io::stderr().is_terminal();
    let mut next = STEP;
    move |progress| {
        if !is_watched || progress.bytes < next {
            return;
        }
        next = progress.bytes + STEP;
        let Progress { bytes, of, rows, quotes } = progress;
        let share = 100 * bytes / of.max(1);
        eprint!("\rreading: {share} %, {rows} rows, {quotes} option quotes kept ");
        let _ = std::io::stderr().flush();
        if bytes + STEP > of {
            eprintln!();
        }
    }
}
