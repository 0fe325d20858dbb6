//! Files of the command line as an import reads them, and how far it is.

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::Args;
use rotation::import::{Filter, Input, Progress, Role};

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
