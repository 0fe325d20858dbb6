//! How many trading sessions lie between two days, without a look at each of them.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::calendar::is_trading_day;

/// The years whose days are counted in advance; outside, every day is looked at.
const COUNTED: (i32, i32) = (1970, 2070);

/// How many sessions there were from the first of those days up to each of them: a look-up, since
/// every price asks for it.
static SESSIONS: LazyLock<(i32, Vec<u16>)> = LazyLock::new(|| {
    let first = NaiveDate::from_ymd_opt(COUNTED.0, 1, 1).expect("a year has a first day");
    let days = first.iter_days().take_while(|date| date.year() <= COUNTED.1);
    let mut count = 0;
    let counts = days.map(|date| {
        count += u16::from(is_trading_day(date));
        count
    });
    (first.num_days_from_ce(), counts.collect())
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
    sessions_between_numbers(after.num_days_from_ce(), until.num_days_from_ce())
}

/// The same of days of the common era, for who has these already.
pub(crate) fn sessions_between_numbers(after: i32, until: i32) -> i64 {
    if until <= after {
        return 0;
    }
    let (first, counts) = &*SESSIONS;
    let count = |day: i32| {
        let place = usize::try_from(day - first).ok()?;
        counts.get(place).map(|count| i64::from(*count))
    };
    if let (Some(before), Some(by_then)) = (count(after), count(until)) {
        return by_then - before;
    }
    let days = (after + 1..=until).filter_map(NaiveDate::from_num_days_from_ce_opt);
    days.filter(|date| is_trading_day(*date)).count() as i64
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
        assert_eq!(sessions_between(day(2070, 12, 30), day(2071, 1, 5)), 3);
        assert_eq!(sessions_between(day(2020, 1, 3), day(2020, 1, 2)), 0);
    }
}
