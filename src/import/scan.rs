//! One pass over the rows of a sheet: their dates, and whatever else a kind of file reads of them.

use chrono::NaiveDate;

use super::date::Dates;
use super::dialect::Meaning;
use super::number::{self, DecimalMark, Number};
use super::problem::{Fault, Problems, Rule};
use super::rows::{Lines, Next, Rows};
use super::shown::{quoted, shown};
use super::sniff::Sheet;
use super::{DateForm, ImportError, MAX_QUOTES, MAX_ROWS, Repair};

/// What a pass found. Rows that broke a rule are in `problems` alone.
pub(super) struct Scan {
    /// The dates of the good rows, in the order of the file.
    pub(super) dates: Vec<NaiveDate>,
    /// The bytes at which they start.
    pub(super) starts: Vec<usize>,
    pub(super) problems: Problems,
    /// Rows that were not blank.
    pub(super) rows: usize,
    pub(super) date_forms: Vec<DateForm>,
    pub(super) repairs: Vec<Repair>,
}

/// Reads every row of a file with a row per day, all of one symbol. `keep` takes the cells besides
/// the date, and stores them only if all are good.
pub(super) fn scan(
    sheet: &Sheet<'_>,
    keep: impl FnMut(&Rows<'_>) -> Result<(), Fault>,
) -> Result<Scan, ImportError> {
    let too_many = |file, line| ImportError::TooManyRows { file, line };
    pass(sheet, MAX_ROWS, too_many, OneSymbol::new(sheet), keep)
}

/// Reads every row of a chain, whose symbols its reader looks after.
pub(super) fn scan_quotes(
    sheet: &Sheet<'_>,
    keep: impl FnMut(&Rows<'_>) -> Result<(), Fault>,
) -> Result<Scan, ImportError> {
    let too_many = |file, line| ImportError::TooManyQuotes { file, line };
    pass(sheet, MAX_QUOTES, too_many, OneSymbol { sheet, column: None, first: None }, keep)
}

fn pass(
    sheet: &Sheet<'_>,
    most: usize,
    too_many: fn(String, u64) -> ImportError,
    mut symbol: OneSymbol<'_>,
    mut keep: impl FnMut(&Rows<'_>) -> Result<(), Fault>,
) -> Result<Scan, ImportError> {
    let date_column = sheet.column(Meaning::Date).unwrap_or(0);
    let mut reader = sheet.rows();
    let mut dates = Dates::default();
    let (mut known, mut starts, mut problems) = (Vec::new(), Vec::new(), Problems::default());
    let mut rows = 0;
    loop {
        let next = reader.advance();
        if matches!(next, Next::End) {
            break;
        }
        rows += 1;
        let start = reader.start();
        if rows > most {
            return Err(too_many(sheet.name.to_owned(), Lines::new(sheet.text).line_at(start)));
        }
        let read = match next {
            Next::Broken(fault) => Err(fault),
            _ => {
                symbol.check(&reader)?;
                let cell = reader.cell(date_column);
                let date = dates.read(cell, start);
                let date = date.map_err(|rule| fault(rule, date_column, cell));
                date.and_then(|date| keep(&reader).map(|()| date))
            }
        };
        match read {
            Ok(date) => {
                known.push(date);
                starts.push(start);
            }
            Err(fault) => problems.note(start, fault.rule, || fault),
        }
    }
    if rows == 0 {
        let (file, line) = (sheet.name.to_owned(), sheet.header_line);
        return Err(ImportError::HeaderOnly { file, line });
    }
    if let Some((start, found)) = dates.day_first() {
        return Err(ImportError::DayFirstDates {
            file: sheet.name.to_owned(),
            line: Lines::new(sheet.text).line_at(*start),
            column: sheet.columns[date_column].clone(),
            found: found.clone(),
        });
    }
    let mut repairs = sheet.repairs.clone();
    if reader.blank_lines() > 0 {
        repairs.push(Repair::BlankLines(reader.blank_lines()));
    }
    Ok(Scan { dates: known, starts, problems, rows, date_forms: dates.forms(), repairs })
}

/// A bad cell. One that is not even text is called so, whatever else was expected.
pub(super) fn fault(rule: Rule, column: usize, cell: &[u8]) -> Fault {
    let rule = if std::str::from_utf8(cell).is_ok() { rule } else { Rule::Utf8 };
    Fault { column: Some(column), rule, found: quoted(cell) }
}

/// Reads numbers with the decimal mark of their file, and counts those that needed mending.
pub(super) struct Numbers {
    mark: DecimalMark,
    grouped: usize,
}

impl Numbers {
    pub(super) fn new(sheet: &Sheet<'_>) -> Self {
        Self { mark: sheet.mark, grouped: 0 }
    }

    /// The number in a cell, `Ok(None)` if it is missing.
    pub(super) fn read(
        &mut self,
        rows: &Rows<'_>,
        column: usize,
        rule: Rule,
    ) -> Result<Option<f64>, Fault> {
        let cell = rows.cell(column);
        match number::read(cell, self.mark) {
            Number::Missing => Ok(None),
            Number::Value(value) => Ok(Some(value)),
            Number::Grouped(value) => {
                self.grouped += 1;
                Ok(Some(value))
            }
            Number::Unreadable => Err(fault(rule, column, cell)),
        }
    }

    /// What was mended.
    pub(super) fn repair(&self) -> Option<Repair> {
        (self.grouped > 0).then_some(Repair::ThousandsSeparators(self.grouped))
    }
}

/// Sees to it that the rows of a file are of one symbol, if it names them.
struct OneSymbol<'s> {
    sheet: &'s Sheet<'s>,
    column: Option<usize>,
    first: Option<Vec<u8>>,
}

impl<'s> OneSymbol<'s> {
    fn new(sheet: &'s Sheet<'_>) -> Self {
        Self { sheet, column: sheet.column(Meaning::Symbol), first: None }
    }

    fn check(&mut self, rows: &Rows<'_>) -> Result<(), ImportError> {
        let Some(column) = self.column else { return Ok(()) };
        let symbol = rows.cell(column);
        match &self.first {
            None => self.first = Some(symbol.to_vec()),
            Some(first) if first.eq_ignore_ascii_case(symbol) => {}
            Some(first) => {
                return Err(ImportError::SeveralSymbols {
                    file: self.sheet.name.to_owned(),
                    line: Lines::new(self.sheet.text).line_at(rows.start()),
                    column: self.sheet.columns[column].clone(),
                    first: shown(first),
                    second: shown(symbol),
                });
            }
        }
        Ok(())
    }
}
