//! One pass over the rows of a sheet: their dates, and whatever else a kind of file reads of them.

use chrono::NaiveDate;

use crate::import::findings::error::ImportError;
use crate::import::findings::form::DateForm;
use crate::import::findings::limits::MAX_ROWS;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::problems::Problems;
use crate::import::findings::repair::Repair;
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::symbols::{Choice, Chosen, OneSymbol};
use crate::import::sheet::zone::{Shift, Stamps, is_utc};
use crate::import::table::date::Dates;
use crate::import::table::date::order::Evidence;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::{self, DecimalMark, Number, ShortNumbers};
use crate::import::table::rows::{Next, Row};
use crate::import::table::time;

/// As many lines of text between or below rows are told apart.
const MAX_LOOSE: usize = 8;

/// What a pass found. Rows that broke a rule are in `problems` alone.
pub(crate) struct Scan {
    /// The dates of the good rows of a file with a row per day, in the order of the file.
    pub(crate) dates: Vec<NaiveDate>,
    /// The line number of each.
    pub(crate) lines: Vec<u64>,
    pub(crate) problems: Problems,
    /// Rows that were not blank.
    pub(crate) rows: usize,
    /// Rows of other symbols than the chosen one.
    pub(crate) filtered: usize,
    pub(crate) date_forms: Vec<DateForm>,
    pub(crate) repairs: Vec<Repair>,
}

/// Reads every row of a file with a row per day, all of one symbol. `keep` takes the cells besides
/// the date, and stores them only if all are good.
pub(crate) fn scan(
    sheet: &Sheet<'_>,
    keep: impl FnMut(&Row<'_>) -> Result<(), Box<Fault>>,
) -> Result<Scan, ImportError> {
    scan_of(sheet, None, keep)
}

/// The same of the rows of one symbol, if one is given.
pub(crate) fn scan_of(
    sheet: &Sheet<'_>,
    choice: Option<&Choice>,
    mut keep: impl FnMut(&Row<'_>) -> Result<(), Box<Fault>>,
) -> Result<Scan, ImportError> {
    let most = if choice.is_some() { usize::MAX } else { MAX_ROWS };
    let chosen = choice.and_then(|choice| Chosen::new(sheet, choice));
    let mut pass = Pass { most, chosen, ..Pass::new(sheet) };
    let (mut dates, mut lines) = (Vec::new(), Vec::new());
    let mut symbol = OneSymbol::new(sheet);
    pass.piece(sheet.body, |row, date| {
        symbol.check(row)?;
        if dates.len() == MAX_ROWS {
            return Err(too_many_rows(sheet, row));
        }
        Ok(date.and_then(|date| {
            keep(row)?;
            dates.push(date);
            lines.push(row.line());
            Ok(())
        }))
    })?;
    Ok(Scan { dates, lines, ..pass.end()? })
}

/// A pass over the rows of a file, piece by piece.
pub(crate) struct Pass<'s> {
    sheet: &'s Sheet<'s>,
    date_column: usize,
    dates: Dates,
    line: u64,
    blank_lines: usize,
    rows: usize,
    /// The most rows that are read.
    most: usize,
    /// Which rows are read, if not all.
    chosen: Option<Chosen<'s>>,
    filtered: usize,
    problems: Problems,
    /// The stamps of days that have a time, and where they belong.
    pub(crate) stamps: Stamps,
    shift: Option<Shift>,
    /// Lines of text without a date, each with the number of its row: those behind the last row are
    /// no rows.
    loose: Vec<(usize, u64, String, Box<Fault>)>,
}

impl<'s> Pass<'s> {
    pub(crate) fn new(sheet: &'s Sheet<'_>) -> Self {
        Self {
            sheet,
            date_column: sheet.column(Meaning::Date).unwrap_or(0),
            dates: Dates::of_rows(sheet.orders()),
            line: sheet.body_line,
            blank_lines: 0,
            rows: 0,
            most: usize::MAX,
            chosen: None,
            filtered: 0,
            problems: Problems::default(),
            stamps: Stamps::default(),
            shift: None,
            loose: Vec::new(),
        }
    }

    /// The same where days are moved.
    pub(crate) fn shifted(sheet: &'s Sheet<'_>, shift: Option<Shift>) -> Self {
        Self { shift, ..Self::new(sheet) }
    }

    /// Reads the rows of a piece. `keep` is given each with its date.
    ///
    /// Never inlined: a browser replaces slow code by optimised code only at the next call.
    #[inline(never)]
    pub(crate) fn piece(
        &mut self,
        piece: &[u8],
        mut keep: impl FnMut(
            &Row<'_>,
            Result<NaiveDate, Box<Fault>>,
        ) -> Result<Result<(), Box<Fault>>, ImportError>,
    ) -> Result<(), ImportError> {
        let mut rows = self.sheet.rows_of(piece, self.line);
        loop {
            let next = rows.advance();
            if matches!(next, Next::End) {
                break;
            }
            let row = rows.row();
            self.rows += 1;
            if self.rows > self.most {
                return Err(too_many_rows(self.sheet, &row));
            }
            let is_whole = matches!(next, Next::Row);
            if self.chosen.as_ref().is_some_and(|chosen| !chosen.has(&row, is_whole)) {
                self.filtered += 1;
                continue;
            }
            let read = match next {
                Next::Broken(fault) => Err(fault),
                _ => {
                    let date = match self.sheet.day {
                        Some(day) => Ok(day),
                        None => {
                            let date = self.dates.of(&row, self.date_column);
                            if self.dates.is_day { date } else { self.stamped(&row, date) }
                        }
                    };
                    keep(&row, date)?
                }
            };
            if let Err(fault) = read {
                self.note(&row, fault);
            }
        }
        self.line = rows.next_line();
        self.blank_lines += rows.blank_lines();
        Ok(())
    }

    /// The day of a stamp with a time.
    #[inline(never)]
    fn stamped(
        &mut self,
        row: &Row<'_>,
        date: Result<NaiveDate, Box<Fault>>,
    ) -> Result<NaiveDate, Box<Fault>> {
        let date = date?;
        let cell = row.cell(self.date_column);
        let Some(time) = time::behind_date(cell) else { return Ok(date) };
        self.stamps.note(date, Some(time), is_utc(cell));
        Ok(self.shift.map_or(date, |shift| shift.of(date, Some(time))))
    }

    /// Notes a bad row.
    fn note(&mut self, row: &Row<'_>, fault: Box<Fault>) {
        let may_be_loose = matches!(fault.rule, Rule::EnoughCells | Rule::Date);
        if may_be_loose && row.is_one_text() && self.loose.len() < MAX_LOOSE {
            let text = String::from_utf8_lossy(row.raw()).into_owned();
            self.loose.push((self.rows, row.line(), text, fault));
            return;
        }
        self.problems.note_row(row.line(), Some(row.raw()), fault.rule, || *fault);
    }

    /// How many lines of text stand below the last row; those between rows are bad rows.
    fn settle_loose(&mut self) -> usize {
        let mut below = 0;
        let rows = self.rows;
        let is_last = |row: &(usize, u64, String, Box<Fault>), below| row.0 == rows - below;
        // A file of such lines alone has bad rows.
        while self.loose.len() < self.rows - below
            && self.loose.last().is_some_and(|row| is_last(row, below))
        {
            self.loose.pop();
            below += 1;
        }
        for (_, line, text, fault) in std::mem::take(&mut self.loose) {
            self.problems.note_row(line, Some(text.as_bytes()), fault.rule, || *fault);
        }
        self.rows -= below;
        below
    }

    /// The first and the last day of a file, whatever else is in it.
    pub(crate) fn span(sheet: &Sheet<'_>) -> Option<(NaiveDate, NaiveDate)> {
        let mut span: Option<(NaiveDate, NaiveDate)> = None;
        let whole = Pass::new(sheet).piece(sheet.body, |_, date| {
            if let Ok(date) = date {
                let (first, last) = span.unwrap_or((date, date));
                span = Some((first.min(date), last.max(date)));
            }
            Ok(Ok(()))
        });
        whole.ok().and(span)
    }

    /// How many rows were read.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// What the dates of the rows say of their order.
    pub(crate) fn evidence(&self) -> &Evidence {
        &self.dates.evidence
    }

    /// What was found, once all pieces are read.
    pub(crate) fn end(mut self) -> Result<Scan, ImportError> {
        let below = self.settle_loose();
        let Self { sheet, dates, blank_lines, rows, filtered, problems, .. } = self;
        if rows == 0 {
            let (file, line) = (sheet.name.to_owned(), sheet.header_line);
            return Err(ImportError::HeaderOnly { file, line });
        }
        sheet.check_dates()?;
        let mut repairs = sheet.repairs.clone();
        repairs.extend((blank_lines > 0).then_some(Repair::BlankLines(blank_lines)));
        repairs.extend((below > 0).then_some(Repair::LinesBelow(below)));
        let date_forms = dates.forms();
        let (dates, lines) = (Vec::new(), Vec::new());
        Ok(Scan { dates, lines, problems, rows, filtered, date_forms, repairs })
    }
}

fn too_many_rows(sheet: &Sheet<'_>, row: &Row<'_>) -> ImportError {
    ImportError::TooManyRows { file: sheet.name.to_owned(), line: row.line() }
}

/// Reads numbers with the decimal mark of their file, and counts those that are more than digits.
pub(crate) struct Numbers {
    mark: DecimalMark,
    grouped: usize,
    with_currency: usize,
    with_percent: usize,
    /// The columns that are read before anything is asked of a row, and what they have. Nearly
    /// every number is short, and to read all of a row in a loop costs less than one by one.
    ahead: Vec<(usize, ShortNumbers)>,
    short: Vec<f64>,
}

/// What a number is of, where that changes how it may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A price or any other number.
    Plain,
    /// A share of 1: `14%` is 0.14.
    Share,
    /// Percent points: `14%` is 14.
    Points,
    /// A count: `1.2K` is 1,200.
    Count,
}

impl Numbers {
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        Self {
            mark: sheet.mark,
            grouped: 0,
            with_currency: 0,
            with_percent: 0,
            ahead: Vec::new(),
            short: vec![f64::NAN; sheet.columns.len()],
        }
    }

    /// The same, where some columns are wanted of every row.
    pub(crate) fn ahead(sheet: &Sheet<'_>, columns: Vec<usize>) -> Self {
        let columns = columns.into_iter().filter(|_| sheet.mark == DecimalMark::Dot);
        let ahead = columns.map(|column| (column, ShortNumbers::new())).collect();
        Self { ahead, ..Self::new(sheet) }
    }

    /// Goes to the next row.
    #[inline]
    pub(crate) fn advance(&mut self, row: &Row<'_>) {
        row.short_numbers(&mut self.ahead, &mut self.short);
    }

    /// The number in a cell, `Ok(None)` if it is missing.
    #[inline]
    pub(crate) fn read(
        &mut self,
        row: &Row<'_>,
        column: usize,
        rule: Rule,
    ) -> Result<Option<f64>, Box<Fault>> {
        self.read_unit(row, column, rule, Unit::Plain)
    }

    /// The same of a unit.
    #[inline]
    pub(crate) fn read_unit(
        &mut self,
        row: &Row<'_>,
        column: usize,
        rule: Rule,
        unit: Unit,
    ) -> Result<Option<f64>, Box<Fault>> {
        match self.short[column] {
            value if value.is_nan() => self.read_any(row, column, rule, unit),
            value => Ok(Some(value)),
        }
    }

    /// The same of a number that is not short, or not plain.
    #[inline(never)]
    fn read_any(
        &mut self,
        row: &Row<'_>,
        column: usize,
        rule: Rule,
        unit: Unit,
    ) -> Result<Option<f64>, Box<Fault>> {
        let cell = row.cell(column);
        let read = match unit {
            Unit::Count => number::read_count(cell, self.mark),
            _ => number::read(cell, self.mark),
        };
        let (count, value) = match (read, unit) {
            (Number::Missing, _) => return Ok(None),
            (Number::Value(value), _) => return Ok(Some(value)),
            (Number::Grouped(value), _) => (&mut self.grouped, value),
            (Number::Money(value), _) => (&mut self.with_currency, value),
            (Number::Percent(value), Unit::Share) => (&mut self.with_percent, value / 100.0),
            (Number::Percent(value), Unit::Points) => (&mut self.with_percent, value),
            (Number::Percent(_) | Number::Unreadable, _) => return Err(fault(rule, column, cell)),
        };
        *count += 1;
        Ok(Some(value))
    }

    /// What of numbers was left away, if there was anything.
    pub(crate) fn repairs(&self) -> impl Iterator<Item = Repair> + use<> {
        let some = |count: usize, repair: fn(usize) -> Repair| (count > 0).then(|| repair(count));
        [
            some(self.grouped, Repair::ThousandsSeparators),
            some(self.with_currency, Repair::CurrencySigns),
            some(self.with_percent, Repair::PercentSigns),
        ]
        .into_iter()
        .flatten()
    }
}
