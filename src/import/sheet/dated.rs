//! The column of dates where no name calls one so.

use crate::import::sheet::first_rows::FirstRows;
use crate::import::table::date::{Dates, is_moment};
use crate::import::table::meaning::Meaning;

/// How many rows are asked.
const ROWS: usize = 20;

/// A column that no name calls the date is it if it has dates alone, beside prices, closes of an
/// index or series.
pub(crate) fn find(
    meanings: &[Option<Meaning>],
    is_of_index: bool,
    first: &FirstRows<'_>,
) -> Option<usize> {
    let has = |meaning: &Meaning| meanings.contains(&Some(*meaning));
    let needs_date = !has(&Meaning::Date) && !has(&Meaning::Expiry) && !has(&Meaning::Contract);
    let has_series = meanings.iter().flatten().any(|m| matches!(m, Meaning::Series(_)));
    let has_values =
        Meaning::PRICES.iter().all(has) || has_series || (is_of_index && has(&Meaning::Close));
    if !needs_date || !has_values {
        return None;
    }
    let mut open: Vec<usize> = (0..meanings.len()).filter(|at| meanings[*at].is_none()).collect();
    let mut read = 0;
    first.each(|row| {
        if read < ROWS {
            open.retain(|at| is_day(row.cell(*at)));
            read += 1;
        }
    });
    open.first().copied().filter(|_| read > 0)
}

/// Whether a cell is a date, and no number that might be one.
fn is_day(cell: &[u8]) -> bool {
    let is_number = cell.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let may_be = !is_number || cell.len() == 8 || is_moment(cell);
    may_be && Dates::default().read(cell, 0).is_ok()
}
