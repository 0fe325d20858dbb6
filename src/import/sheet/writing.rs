//! How a file writes its numbers and dates: told by its first rows, once for all of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::import::findings::form::Delimiter;
use crate::import::table::date::Dates;
use crate::import::table::date::order::{Evidence, Orders, Verdict};
use crate::import::table::date::serial::{self, Serials};
use crate::import::table::meaning::{Meaning, Part};
use crate::import::table::number::DecimalMark;
use crate::import::table::number::marks::{self, Found};
use crate::import::table::rows::{Next, Rows};

/// How many rows are read to detect the decimal mark, if they tell it.
const MARK_ROWS: usize = 200;
/// Dates whose order is open stand on one of so many rows at the latest.
const ORDER_ROWS: usize = 50;

/// The decimal mark of a text. A comma is rather that of decimals where cells are cut by something
/// else.
pub(crate) fn decimal_mark(
    mut rows: Rows<'_>,
    meanings: &[Option<Meaning>],
    delimiter: Delimiter,
    is_index: bool,
) -> Found {
    let columns = |is: fn(&Meaning) -> bool| -> Vec<usize> {
        (0..meanings.len()).filter(|at| meanings[*at].as_ref().is_some_and(is)).collect()
    };
    let prices = columns(|meaning| Meaning::PRICES.contains(meaning));
    let (others, counts) = (columns(is_number), columns(is_count));
    let mut evidence = marks::Evidence::default();
    let mut read = 0;
    while read < MARK_ROWS || !evidence.is_sure() {
        match rows.advance() {
            Next::Row => {
                let row = rows.row();
                prices.iter().for_each(|column| evidence.note(row.cell(*column), true));
                others.iter().for_each(|column| evidence.note(row.cell(*column), false));
                counts.iter().for_each(|column| evidence.note_count(row.cell(*column)));
            }
            Next::Broken(_) => {}
            Next::End => break,
        }
        read += 1;
    }
    let is_series = |meaning: &Meaning| matches!(meaning, Meaning::Series(_));
    let are_small = is_index || prices.is_empty() && meanings.iter().flatten().any(is_series);
    evidence.settle(delimiter == Delimiter::Semicolon, are_small)
}

/// What holds numbers that may have decimals, besides the prices of a day.
fn is_number(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Series(_)
            | Meaning::Score(_)
            | Meaning::AdjustedClose
            | Meaning::Strike
            | Meaning::Bid
            | Meaning::Ask
            | Meaning::Trade
            | Meaning::Underlying
            | Meaning::Side(_, Part::Bid | Part::Ask)
    )
}

fn is_count(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Volume
            | Meaning::OpenInterest
            | Meaning::Side(_, Part::Volume | Part::OpenInterest)
    )
}

/// The order of day and month in all dates of a text, as far as it is in memory.
pub(crate) fn orders(mut rows: Rows<'_>, meanings: &[Option<Meaning>]) -> Verdict {
    let column = |meaning| meanings.iter().position(|found| *found == Some(meaning));
    let mut columns = [
        (column(Meaning::Date), Dates::of_rows(Orders::default())),
        (column(Meaning::Expiry), Dates::of_expiries(Orders::default())),
    ];
    let mut first_day: Option<NaiveDate> = None;
    let mut read = 0;
    loop {
        match rows.advance() {
            Next::Row => {
                let row = rows.row();
                for (number, (column, dates)) in columns.iter_mut().enumerate() {
                    let Some(column) = column else { continue };
                    let date = dates.of(&row, *column).ok();
                    if number == 0 {
                        first_day = [first_day, date].into_iter().flatten().min();
                    }
                }
            }
            Next::Broken(_) => {}
            Next::End => break,
        }
        read += 1;
        let has_open = columns.iter().any(|(_, dates)| dates.evidence.is_some());
        if read == ORDER_ROWS && !has_open {
            break;
        }
    }
    let [(_, dates), (_, expiries)] = &columns;
    together(&dates.evidence, &expiries.evidence, first_day)
}

/// What the days of a text are counted from, if they are counted.
pub(crate) fn serials(mut rows: Rows<'_>, meanings: &[Option<Meaning>]) -> Serials {
    let column = |meaning| meanings.iter().position(|found| *found == Some(meaning));
    let columns = [column(Meaning::Date), column(Meaning::Expiry)];
    let mut counts = [BTreeSet::new(), BTreeSet::new()];
    let mut read = 0;
    loop {
        match rows.advance() {
            Next::Row => {
                let row = rows.row();
                for (column, counts) in columns.iter().zip(&mut counts) {
                    counts.extend(column.and_then(|column| serial::count(row.cell(column))));
                }
            }
            Next::Broken(_) => {}
            Next::End => break,
        }
        read += 1;
        // Nearly all files have none.
        if read == ORDER_ROWS && counts.iter().all(BTreeSet::is_empty) {
            break;
        }
    }
    let [days, expiries] = &counts;
    Serials::of(days, expiries)
}

/// The order that two columns of dates tell. The first row's day tells of contracts only if it is
/// sure itself.
pub(crate) fn together(
    dates: &Evidence,
    expiries: &Evidence,
    first_day: Option<NaiveDate>,
) -> Verdict {
    let mut evidence = dates.clone();
    evidence.add(expiries);
    evidence.verdict(first_day.filter(|_| !dates.is_some()))
}

/// A mark as the user says it.
pub(crate) fn told(is_comma: bool) -> Found {
    let mark = if is_comma { DecimalMark::Comma } else { DecimalMark::Dot };
    Found { mark, doubt: None }
}
