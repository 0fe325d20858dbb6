//! The trading calendar of the New York Stock Exchange, by rule.

use chrono::NaiveDate;

/// Whether the exchange trades on `date`.
#[must_use]
pub fn is_trading_day(date: NaiveDate) -> bool {
    let _ = date;
    true
}

/// The last trading day on or before `date`.
#[must_use]
pub fn previous_trading_day(date: NaiveDate) -> NaiveDate {
    date
}
