//! How many trading sessions lie between two days, without a look at each of them.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::is_trading_day;

/// The years whose closed weekdays are listed; outside, every day is looked at.
const LISTED: (i32, i32) = (1960, 2100);

/// The weekdays of those years on which the exchange is closed, as day numbers, in order.
static CLOSED: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let first = NaiveDate::from_ymd_opt(LISTED.0, 1, 1).expect("a year has a first day");
    let days = first.iter_days().take_while(|date| date.year() <= LISTED.1);
    let closed = days.filter(|date| is_weekday(*date) && !is_trading_day(*date));
    closed.map(|date| date.num_days_from_ce()).collect()
});

/// Trading sessions after `after`, up to and including `until`; none where that is no later.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::market::sessions_between;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// // From the close of Thursday over Good Friday and the weekend to the close of Monday.
/// assert_eq!(sessions_between(day(2021, 4, 1), day(2021, 4, 5)), 1);
/// assert_eq!(sessions_between(day(2018, 1, 2), day(2018, 1, 31)), 20);
/// ```
#[must_use]
pub fn sessions_between(after: NaiveDate, until: NaiveDate) -> i64 {
    if until <= after {
        return 0;
    }
    let is_listed = |date: NaiveDate| (LISTED.0..=LISTED.1).contains(&date.year());
    if !is_listed(after) || !is_listed(until) {
        let days = after.iter_days().skip(1).take_while(|date| *date <= until);
        return days.filter(|date| is_trading_day(*date)).count() as i64;
    }
    let (after, until) = (after.num_days_from_ce(), until.num_days_from_ce());
    let closed = |day: i32| CLOSED.partition_point(|closed| *closed <= day) as i64;
    weekdays(until) - weekdays(after) - (closed(until) - closed(after))
}

/// Weekdays from the first of all days, a Monday with the number 1, up to a day.
fn weekdays(day: i32) -> i64 {
    let (weeks, rest) = (day.div_euclid(7), day.rem_euclid(7));
    i64::from(weeks) * 5 + i64::from(rest.min(5))
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_agrees_with_a_look_at_every_day() {
        let first = NaiveDate::from_ymd_opt(1998, 12, 28).unwrap();
        for start in first.iter_days().step_by(53).take(150) {
            for length in [0, 1, 2, 3, 4, 5, 8, 30, 75, 366, 1_100] {
                let end = start + chrono::Duration::days(length);
                let looked = start.iter_days().skip(1).take(length as usize);
                let sessions = looked.filter(|date| is_trading_day(*date)).count() as i64;
                assert_eq!(sessions_between(start, end), sessions, "{start} and {length} days");
            }
        }
    }

    #[test]
    fn years_without_a_list_are_counted_by_day() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(sessions_between(day(1900, 1, 1), day(1900, 1, 5)), 4);
        assert_eq!(sessions_between(day(2100, 12, 30), day(2101, 1, 4)), 3);
        assert_eq!(sessions_between(day(2020, 1, 3), day(2020, 1, 2)), 0);
    }
}
