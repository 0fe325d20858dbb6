//! Files without a header: whether the prices that their values show can be open and close.

use chrono::NaiveDate;

use crate::import::table::date::Dates;
use crate::import::table::date::order::Orders;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::{Next, Rows};

/// As many pairs of days are enough to tell open from close.
const PAIRS: usize = 5;
/// How much farther a move over two days is than a night, at least.
const FARTHER: f64 = 1.3;
/// The share of rows that must have their prices within high and low.
const WITHIN: f64 = 0.95;

/// Whether the column taken for the open is surely it: prices move less overnight than from an open
/// to the close of the next day. `None` if the columns are rather each other, or no prices of a day
/// at all.
pub(crate) fn is_open_before_close(
    mut rows: Rows<'_>,
    meanings: &[Option<Meaning>],
    orders: Orders,
) -> Option<bool> {
    let column = |meaning| meanings.iter().position(|found| *found == Some(meaning));
    let date_at = column(Meaning::Date)?;
    let mut price_at = [0; 4];
    for (at, price) in price_at.iter_mut().zip(Meaning::PRICES) {
        *at = column(price)?;
    }
    let mut dates = Dates::of_rows(orders);
    let mut days: Vec<(NaiveDate, [f64; 4])> = Vec::new();
    let mut read = 0;
    loop {
        match rows.advance() {
            Next::Row => {}
            Next::Broken(_) => continue,
            Next::End => break,
        }
        let row = rows.row();
        read += 1;
        let prices = price_at.map(|at| price(row.cell(at)));
        if let (Ok(date), [Some(open), Some(high), Some(low), Some(close)]) =
            (dates.of(&row, date_at), prices)
            && [open, close].iter().all(|price| (low * 0.99..=high * 1.01).contains(price))
        {
            days.push((date, [open, high, low, close]));
        }
    }
    if (days.len() as f64) < WITHIN * f64::from(read) || days.is_empty() {
        return None;
    }
    days.sort_by_key(|(date, _)| *date); // stable
    let (mut nights, mut others, mut pairs) = (0.0, 0.0, 0);
    for pair in days.windows(2).filter(|pair| pair[0].0 < pair[1].0) {
        let [[before_open, .., before_close], [open, .., close]] = [pair[0].1, pair[1].1];
        nights += (open / before_close - 1.0).abs();
        others += (close / before_open - 1.0).abs();
        pairs += 1;
    }
    let is_sure = pairs >= PAIRS && others > FARTHER * nights;
    let is_other = pairs >= PAIRS && nights > FARTHER * others;
    (!is_other).then_some(is_sure)
}

/// A price, whichever decimal mark it has.
fn price(cell: &[u8]) -> Option<f64> {
    let both = [DecimalMark::Dot, DecimalMark::Comma].map(|mark| number::read(cell, mark));
    both.into_iter().find_map(|read| match read {
        Number::Value(value) | Number::Grouped(value) | Number::Money(value) => Some(value),
        _ => None,
    })
}
