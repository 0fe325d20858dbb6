//! What the rows of a file say that its header does not: that a column without a known name has
//! symbols, or that an index is not the one that is meant.

use std::collections::BTreeSet;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::problem::Rule;
use crate::import::findings::role::Role;
use crate::import::findings::warning::Warning;
use crate::import::sheet::kind::{by_header, is_chain};
use crate::import::sheet::scan::Numbers;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::indices::OtherIndex;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::{Next, Row};
use crate::market::Series;
use crate::math;

/// From here on a skew is Cboe's index of it; in points of volatility it is far below.
const SKEW_INDEX: f64 = 90.0;
/// No index of volatility, and no SKEW, has stood as high; indices of shares have for decades.
const HIGHEST_INDEX: f64 = 250.0;
/// How many rows are looked at for that.
const ROWS: usize = 500;
/// The most symbols that are told apart.
const SYMBOLS: usize = 50_000;

/// The SKEW index, where a column is called so.
const SKEW: OtherIndex = OtherIndex {
    name: "SKEW",
    what: "the Cboe SKEW index, not a volatility",
    is_vix_of_another: false,
};

/// Names the column of symbols in files that have one under another name.
pub(crate) fn name_symbols(sheets: &mut [Sheet<'_>]) {
    for sheet in sheets {
        let is_asked = sheet.column(Meaning::Symbol).is_none()
            && sheet.column(Meaning::Close).is_some()
            && !sheet.is_told
            && !is_chain(sheet);
        if let Some(column) = is_asked.then(|| symbols(sheet)).flatten() {
            sheet.meanings[column] = Some(Meaning::Symbol);
        }
    }
}

/// The column that tells rows of one day apart: a text that repeats from day to day, each once on a
/// day.
fn symbols(sheet: &Sheet<'_>) -> Option<usize> {
    let unknown = (0..sheet.columns.len()).filter(|at| sheet.meanings[*at].is_none());
    let mut columns: Vec<(usize, Column)> = unknown.map(|at| (at, Column::default())).collect();
    let date = sheet.column(Meaning::Date)?;
    let time = sheet.column(Meaning::Time);
    let (mut days, mut repeats, mut rows_read) = (BTreeSet::new(), false, 0);
    let mut rows = sheet.rows();
    loop {
        match rows.advance() {
            Next::Row => {}
            Next::Broken(_) => continue,
            Next::End => break,
        }
        let row = rows.row();
        let day = [row.cell(date), time.map_or(&b""[..], |time| row.cell(time))].concat();
        rows_read += 1;
        columns.retain_mut(|(at, column)| column.goes_on(&day, row.cell(*at)));
        if columns.is_empty() {
            return None;
        }
        repeats |= !days.insert(day);
    }
    let fits = |(_, column): &(usize, Column)| {
        let most = if column.is_text { rows_read / 2 } else { rows_read / 10 };
        (2..=most.max(2)).contains(&column.values.len())
    };
    columns.into_iter().find(|column| repeats && fits(column)).map(|(at, _)| at)
}

/// The cells of a column that may have symbols.
#[derive(Default)]
struct Column {
    values: BTreeSet<Vec<u8>>,
    of_days: BTreeSet<Vec<u8>>,
    is_text: bool,
}

impl Column {
    /// Takes a cell; `false` once the column has none.
    fn goes_on(&mut self, day: &[u8], cell: &[u8]) -> bool {
        let is_code = !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
        let is_text = cell.iter().any(u8::is_ascii_alphabetic);
        self.is_text |= is_text;
        if !(is_code || is_text) || cell.len() > 64 {
            return false; // a number with decimals, or nothing
        }
        self.values.insert(cell.to_ascii_uppercase());
        let pair = [day, b"\0", &cell.to_ascii_uppercase()].concat();
        self.values.len() <= SYMBOLS && self.of_days.insert(pair)
    }
}

/// Leaves out files of another index than those that are read, with a note of each; an error if one
/// was named as a volatility index by its caller, or is alone.
pub(crate) fn leave_out_indices(
    sheets: &mut [Sheet<'_>],
    is_strict: bool,
) -> Result<(Vec<bool>, Vec<Warning>), ImportError> {
    let (mut stay, mut notes) = (Vec::with_capacity(sheets.len()), Vec::new());
    let alone = sheets.len() == 1;
    for sheet in sheets {
        let other = other(sheet, &mut notes);
        if let Some(other) = other {
            let file = sheet.name.to_owned();
            let (name, what) = (other.name, other.what);
            if sheet.role.is_some() || alone || is_strict {
                return Err(Contradiction::AnotherIndex { file, name, what }.into());
            }
            notes.push(Warning::AnotherIndex { file, name, what });
        }
        stay.push(other.is_none());
    }
    Ok((stay, notes))
}

/// The index that a file has in place of a volatility index of the market, if any.
fn other(sheet: &mut Sheet<'_>, notes: &mut Vec<Warning>) -> Option<OtherIndex> {
    let role = by_header(sheet).ok()?;
    if let Some(at) = sheet.column(Meaning::Series(Series::Skew))
        && level(sheet, at).is_some_and(|level| level >= SKEW_INDEX)
    {
        let is_alone = role == Some(Role::Volatility) && sheet.series_columns().len() == 1;
        if is_alone && sheet.column(Meaning::Close).is_none() {
            return Some(SKEW);
        }
        sheet.meanings[at] = None;
        notes.push(Warning::SkewIndex { file: sheet.name.to_owned() });
    }
    let has = |name: &str| sheet.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let futures = has("Futures") && has("Settle");
    let is_asked = match role {
        Some(Role::Volatility) => sheet.series_columns().is_empty(),
        None => true,
        Some(_) => false,
    };
    let named = sheet.other_index.filter(|other| is_asked && !other.is_vix_of_another);
    match named {
        // Prices that no index of that name has had are of something else.
        Some(other) => {
            let is_skew = other.name == SKEW.name;
            let close = sheet.column(Meaning::Close);
            let is_contradicted = match close.and_then(|close| level(sheet, close)) {
                Some(level) => level >= HIGHEST_INDEX || (is_skew && level < SKEW_INDEX),
                None => is_skew,
            };
            (!is_contradicted).then_some(other)
        }
        None if futures && is_asked => Some(OtherIndex {
            name: "VIX futures",
            what: "futures on the VIX, not the index",
            is_vix_of_another: false,
        }),
        None => None,
    }
}

/// The median of a column's first numbers.
fn level(sheet: &Sheet<'_>, column: usize) -> Option<f64> {
    let mut numbers = Numbers::new(sheet);
    let mut values = Vec::new();
    let mut rows = sheet.rows();
    let mut read = |row: &Row<'_>| numbers.read(row, column, Rule::Price).ok().flatten();
    for _ in 0..ROWS {
        match rows.advance() {
            Next::Row => values.extend(read(&rows.row())),
            Next::Broken(_) => {}
            Next::End => break,
        }
    }
    math::quantile(&values, 0.5)
}
