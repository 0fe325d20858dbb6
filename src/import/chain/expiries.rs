//! Last days of contracts: those written as Saturdays, and those on other days of a weekend.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::market::{PackedQuote, Settlement, previous_trading_day};

/// The last expiry that was written as a Saturday.
const LAST_SATURDAY: NaiveDate = NaiveDate::from_ymd_opt(2015, 2, 28).expect("a day");

/// As many expiries must agree on the way in which all are moved.
const AGREEING: usize = 3;

/// The last day of a contract: up to February 2015 the monthly ones were written as the Saturday
/// after their third Friday.
#[inline]
pub(crate) fn last_day(written: NaiveDate) -> NaiveDate {
    if written > LAST_SATURDAY || written.weekday() != Weekday::Sat {
        return written;
    }
    let is_monthly = (16..=22).contains(&written.day());
    if is_monthly { previous_trading_day(written) } else { written }
}

/// Whether no contract of any exchange ends on a day.
pub(crate) fn is_weekend(day: NaiveDate) -> bool {
    match day.weekday() {
        Weekday::Sat => day > LAST_SATURDAY,
        weekday => weekday == Weekday::Sun,
    }
}

/// By how many days expiries are to be moved, so that none falls on a weekend: where some do, and
/// one direction alone explains all of them. They are written so where midnight of one zone was
/// read in another.
pub(crate) fn moved_by<'q>(quotes: impl Iterator<Item = &'q PackedQuote>) -> Option<i8> {
    let mut expiries: Vec<NaiveDate> = Vec::new();
    for expiry in quotes.map(PackedQuote::expiry) {
        if expiries.last() != Some(&expiry) {
            expiries.push(expiry);
        }
    }
    expiries.sort_unstable();
    expiries.dedup();
    if expiries.len() < AGREEING || !expiries.iter().any(|expiry| is_weekend(*expiry)) {
        return None;
    }
    let is_good = |expiry: &NaiveDate, days: i8| {
        moved(*expiry, days).is_some_and(|expiry| !is_weekend(expiry))
    };
    let mut ways =
        [1, -1].into_iter().filter(|days| expiries.iter().all(|day| is_good(day, *days)));
    ways.next().filter(|_| ways.next().is_none())
}

fn moved(day: NaiveDate, days: i8) -> Option<NaiveDate> {
    let count = Days::new(u64::from(days.unsigned_abs()));
    if days > 0 { day.checked_add_days(count) } else { day.checked_sub_days(count) }
}

/// Moves the expiries of contracts of one root; how they are settled follows.
pub(crate) fn move_expiries(quotes: &mut [PackedQuote], root: &[u8], days: i8) {
    for packed in quotes {
        let mut quote = packed.quote();
        quote.expiry = moved(quote.expiry, days).unwrap_or(quote.expiry);
        quote.settlement = Settlement::of_index_option(root, quote.expiry);
        *packed = PackedQuote::new(&quote);
    }
}
