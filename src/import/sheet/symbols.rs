//! Symbols of rows: files of one symbol, and one symbol chosen among many.

use std::collections::BTreeSet;

use crate::import::findings::error::ImportError;
use crate::import::findings::show::show_cell;
use crate::import::sheet::filter::Filter;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::{Next, Row};

/// The most symbols that are told apart.
const SYMBOLS: usize = 50_000;
/// The most symbols that a message lists.
pub(crate) const NAMED: usize = 20;

/// The chosen symbol of files with several, and all their symbols.
pub(crate) struct Choice {
    pub(crate) symbol: Vec<u8>,
    all: BTreeSet<Vec<u8>>,
}

/// The rows of the chosen symbol in one file.
pub(crate) struct Chosen<'s> {
    column: usize,
    choice: &'s Choice,
}

impl<'s> Chosen<'s> {
    /// The rows of one symbol; `None` if the file names none.
    pub(crate) fn new(sheet: &Sheet<'_>, choice: &'s Choice) -> Option<Self> {
        Some(Self { column: sheet.column(Meaning::Symbol)?, choice })
    }

    /// Whether a row has the chosen symbol. A broken row counts unless it names another symbol.
    pub(crate) fn has(&self, row: &Row<'_>, is_whole: bool) -> bool {
        let symbol = row.cell(self.column);
        symbol.eq_ignore_ascii_case(&self.choice.symbol)
            || (!is_whole && !self.choice.all.contains(&symbol.to_ascii_uppercase()))
    }
}

/// Checks that all rows have the same symbol.
pub(crate) struct OneSymbol<'s> {
    sheet: &'s Sheet<'s>,
    column: Option<usize>,
    first: Option<Vec<u8>>,
}

impl<'s> OneSymbol<'s> {
    pub(crate) fn new(sheet: &'s Sheet<'_>) -> Self {
        Self { sheet, column: sheet.column(Meaning::Symbol), first: None }
    }

    /// An error if a row is of another symbol than the first.
    pub(crate) fn check(&mut self, row: &Row<'_>) -> Result<(), ImportError> {
        let Some(column) = self.column else { return Ok(()) };
        let symbol = row.cell(column);
        match &self.first {
            None => self.first = Some(symbol.to_vec()),
            Some(first) if first.eq_ignore_ascii_case(symbol) => {}
            Some(first) => {
                return Err(ImportError::SeveralSymbols {
                    file: self.sheet.name.to_owned(),
                    line: row.line(),
                    column: self.sheet.columns[column].clone(),
                    first: show_cell(first),
                    second: show_cell(symbol),
                });
            }
        }
        Ok(())
    }
}

/// The symbol to read of files of bars: the one the filter names if there are several, `None` if
/// there is one.
pub(crate) fn chosen(
    sheets: &[&Sheet<'_>],
    filter: &Filter,
) -> Result<Option<Choice>, ImportError> {
    let mut found = Found::default();
    for sheet in sheets {
        let Some(column) = sheet.column(Meaning::Symbol) else { continue };
        let mut rows = sheet.rows();
        loop {
            match rows.advance() {
                Next::Row => found.note(sheet, column, &rows.row(), filter),
                Next::Broken(_) => {}
                Next::End => break,
            }
        }
    }
    found.settle()
}

/// The symbols of some files.
#[derive(Default)]
struct Found {
    symbols: BTreeSet<Vec<u8>>,
    asked: Option<Vec<u8>>,
    /// File, line and column of the first row that is not of the first symbol, and of the first
    /// that names none.
    second: Option<(String, u64, String)>,
    blank: Option<(String, u64, String)>,
}

impl Found {
    fn note(&mut self, sheet: &Sheet<'_>, column: usize, row: &Row<'_>, filter: &Filter) {
        let symbol = row.cell(column);
        if self.symbols.contains(symbol) {
            return; // all has been said of it
        }
        let here = || (sheet.name.to_owned(), row.line(), sheet.columns[column].clone());
        let symbol = symbol.to_ascii_uppercase();
        if symbol.is_empty() {
            self.blank.get_or_insert_with(here);
            return; // it cannot be chosen
        }
        let names = |wanted: &String| wanted.trim().as_bytes().eq_ignore_ascii_case(&symbol);
        if filter.underlying.as_ref().is_some_and(names) {
            self.asked = Some(symbol.clone());
        } else if filter.underlying.is_some() && filter.wants_symbol(&symbol) {
            self.asked.get_or_insert_with(|| symbol.clone()); // the bare symbol comes before it
        }
        let is_another = self.symbols.len() < SYMBOLS && self.symbols.insert(symbol);
        if is_another && self.symbols.len() == 2 {
            self.second = Some(here());
        }
    }

    fn settle(self) -> Result<Option<Choice>, ImportError> {
        let blank = self.blank.filter(|_| !self.symbols.is_empty());
        let Some((file, line, column)) = self.second.or(blank) else { return Ok(None) };
        if let Some(symbol) = self.asked {
            return Ok(Some(Choice { symbol, all: self.symbols }));
        }
        let symbols = self.symbols.iter().take(NAMED).map(|symbol| show_cell(symbol)).collect();
        let more = self.symbols.len().saturating_sub(NAMED);
        Err(ImportError::SeveralUnderlyings { file, line, column, symbols, more })
    }
}
