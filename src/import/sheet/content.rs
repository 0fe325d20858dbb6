//! What the first rows of a file tell of its columns that their names do not.

use crate::import::sheet::understood::Sheet;
use crate::import::table::contract::is_contract;
use crate::import::table::date::{Dates, is_moment};
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Next;
use crate::import::table::words::volatility_index;
use crate::import::vendors;

/// How many rows are read to tell trades of options from bars.
const TRADE_ROWS: usize = 200;
/// How many rows are read to find a column of dates.
const DATE_ROWS: usize = 20;

/// A column that no name calls the date is it if it has dates alone, beside prices or closes.
pub(crate) fn dated(mut sheet: Sheet<'_>) -> Sheet<'_> {
    let has = |meaning: &Meaning| sheet.column(*meaning).is_some();
    let needs_date = !has(&Meaning::Date) && !has(&Meaning::Expiry) && !has(&Meaning::Contract);
    let has_values = Meaning::PRICES.iter().all(has)
        || !sheet.series_columns().is_empty()
        || (sheet.index.is_some() && has(&Meaning::Close));
    if !needs_date || !has_values || sheet.is_told {
        return sheet;
    }
    let mut open: Vec<usize> =
        (0..sheet.columns.len()).filter(|at| sheet.meanings[*at].is_none()).collect();
    let (mut rows, mut read) = (sheet.rows(), 0);
    while read < DATE_ROWS {
        match rows.advance() {
            Next::Row => open.retain(|at| is_day(rows.row().cell(*at))),
            Next::Broken(_) => continue,
            Next::End => break,
        }
        read += 1;
    }
    if let Some(date) = open.first().filter(|_| read > 0) {
        sheet.meanings[*date] = Some(Meaning::Date);
    }
    sheet
}

/// Whether a cell is a date, and no number that might be one.
fn is_day(cell: &[u8]) -> bool {
    let is_number = cell.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let may_be = !is_number || cell.len() == 8 || is_moment(cell);
    may_be && Dates::default().read(cell, 0).is_ok()
}

/// A file is of the index whose symbol its first row has.
pub(crate) fn of_index(mut sheet: Sheet<'_>) -> Sheet<'_> {
    if let (None, Some(symbol)) = (sheet.index, sheet.column(Meaning::Symbol)) {
        let mut rows = sheet.rows();
        if matches!(rows.advance(), Next::Row) {
            sheet.index = volatility_index(rows.row().cell(symbol));
        }
    }
    sheet
}

/// Daily prices of options look like bars of their underlying, but for their symbols.
pub(crate) fn of_trades(mut sheet: Sheet<'_>) -> Sheet<'_> {
    let has = |meaning: &Meaning| sheet.column(*meaning).is_some();
    let are_bars = Meaning::PRICES.iter().all(has)
        && ![Meaning::Contract, Meaning::Expiry, Meaning::Strike, Meaning::Bid].iter().any(has);
    let columns = sheet.column(Meaning::Symbol).zip(sheet.column(Meaning::Close));
    let Some((symbol, close)) = columns.filter(|_| are_bars && !sheet.is_told) else {
        return sheet;
    };
    let (mut rows, mut contracts, mut others) = (sheet.rows(), 0, 0);
    for _ in 0..TRADE_ROWS {
        match rows.advance() {
            Next::Row if is_contract(rows.row().cell(symbol)) => contracts += 1,
            Next::Row => others += 1,
            Next::Broken(_) => {}
            Next::End => break,
        }
    }
    if contracts > others {
        for meaning in &mut sheet.meanings {
            *meaning = meaning.filter(|meaning| !Meaning::PRICES.contains(meaning));
        }
        sheet.meanings[symbol] = Some(Meaning::Contract);
        sheet.meanings[close] = Some(Meaning::Trade);
        sheet.vendor = sheet.vendor.map(|_| vendors::OPTION_TRADES);
    }
    sheet
}
