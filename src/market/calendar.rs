//! The trading calendar of the New York Stock Exchange, by rule.
//!
//! Weekends, the ten holidays with their observance, and the unscheduled closings since 1990.
//! The rules are those in force since 1990 and simply continue outside: a date before that, or
//! far in the future, is judged as if they had always held. Early closes are trading days.

use chrono::{Datelike, NaiveDate, Weekday};

/// Whether the exchange trades on `date`.
///
/// ```
/// # use chrono::NaiveDate;
/// # use rotation::market::is_trading_day;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert!(is_trading_day(day(2021, 4, 1)));
/// assert!(!is_trading_day(day(2021, 4, 2))); // Good Friday
/// assert!(!is_trading_day(day(2021, 4, 3))); // Saturday
/// ```
#[must_use]
pub fn is_trading_day(date: NaiveDate) -> bool {
    let weekday = date.weekday();
    !matches!(weekday, Weekday::Sat | Weekday::Sun)
        && !is_holiday(date.year(), date.month(), date.day(), weekday)
        && !was_closed_unscheduled(date.year(), date.month(), date.day())
}

/// The last trading day on or before `date`.
///
/// ```
/// # use chrono::NaiveDate;
/// # use rotation::market::previous_trading_day;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(previous_trading_day(day(2021, 4, 4)), day(2021, 4, 1)); // Easter Sunday
/// assert_eq!(previous_trading_day(day(2021, 4, 5)), day(2021, 4, 5));
/// ```
#[must_use]
pub fn previous_trading_day(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_trading_day(day) {
        match day.pred_opt() {
            Some(before) => day = before,
            None => break, // the first day that can be written at all
        }
    }
    day
}

/// The first trading day on or after `date`.
///
/// ```
/// # use chrono::NaiveDate;
/// # use rotation::market::next_trading_day;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(next_trading_day(day(2016, 9, 5)), day(2016, 9, 6)); // Labor Day
/// assert_eq!(next_trading_day(day(2016, 9, 6)), day(2016, 9, 6));
/// ```
#[must_use]
pub fn next_trading_day(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_trading_day(day) {
        match day.succ_opt() {
            Some(after) => day = after,
            None => break, // the last day that can be written at all
        }
    }
    day
}

/// Days the exchange closed without a rule, and why.
const UNSCHEDULED: [(i32, u32, u32, &str); 11] = [
    (1994, 4, 27, "funeral of President Nixon"),
    (2001, 9, 11, "attacks on the World Trade Center"),
    (2001, 9, 12, "attacks on the World Trade Center"),
    (2001, 9, 13, "attacks on the World Trade Center"),
    (2001, 9, 14, "attacks on the World Trade Center"),
    (2004, 6, 11, "mourning for President Reagan"),
    (2007, 1, 2, "mourning for President Ford"),
    (2012, 10, 29, "hurricane Sandy"),
    (2012, 10, 30, "hurricane Sandy"),
    (2018, 12, 5, "mourning for President G. H. W. Bush"),
    (2025, 1, 9, "mourning for President Carter"),
];

fn was_closed_unscheduled(year: i32, month: u32, day: u32) -> bool {
    UNSCHEDULED.iter().any(|&(y, m, d, _reason)| (y, m, d) == (year, month, day))
}

/// Whether a weekday is one of the holidays, or the day on which one is observed.
fn is_holiday(year: i32, month: u32, day: u32, weekday: Weekday) -> bool {
    // The n-th Monday of a month lies within a fixed week of it.
    let monday_within = |first: u32| weekday == Weekday::Mon && (first..first + 7).contains(&day);
    match month {
        // New Year. On a Saturday it is not moved to Friday, which closes the books of the year.
        1 => {
            observed(day, weekday, 1) || (year >= 1998 && monday_within(15)) // Martin Luther King
        }
        2 => monday_within(15), // Presidents' Day
        3 | 4 => weekday == Weekday::Fri && is_good_friday(year, month, day),
        5 => monday_within(25), // Memorial Day, the last Monday
        6 => year >= 2022 && observed(day, weekday, 19), // Juneteenth
        7 => observed(day, weekday, 4), // Independence Day
        9 => monday_within(1),  // Labor Day
        11 => weekday == Weekday::Thu && (22..29).contains(&day), // Thanksgiving
        12 => observed(day, weekday, 25), // Christmas
        _ => false,
    }
}

/// Whether a weekday is `holiday` of its month, the Friday before it (a Saturday) or the Monday
/// after it (a Sunday).
fn observed(day: u32, weekday: Weekday, holiday: u32) -> bool {
    day == holiday
        || (weekday == Weekday::Fri && day + 1 == holiday)
        || (weekday == Weekday::Mon && day == holiday + 1)
}

fn is_good_friday(year: i32, month: u32, day: u32) -> bool {
    let (easter_month, easter_day) = easter(year);
    // Easter lies in 22 March ..= 25 April, so two days earlier is March when the day is 1 or 2.
    let (friday_month, friday_day) = match (easter_month, easter_day) {
        (4, 1) => (3, 30),
        (4, 2) => (3, 31),
        (month, day) => (month, day - 2),
    };
    (month, day) == (friday_month, friday_day)
}

/// Easter Sunday of the Gregorian calendar as (month, day): the anonymous computus of *Nature*
/// 13 (1876), p. 487, as in Meeus, *Astronomical Algorithms*, chapter 8.
fn easter(year: i32) -> (u32, u32) {
    let golden = year.rem_euclid(19);
    let (century, within) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, century_rest) = (century.div_euclid(4), century.rem_euclid(4));
    let moon_orbit = (century + 8).div_euclid(25);
    let moon = (century - moon_orbit + 1).div_euclid(3);
    let epact = (19 * golden + century - leap_centuries - moon + 15).rem_euclid(30);
    let weekday = (32 + 2 * century_rest + 2 * (within / 4) - epact - within % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    ((days / 31).unsigned_abs(), (days % 31 + 1).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Every weekday of 1999 to 2018 on which the S&P 500 has no bar, month and day.
    const CLOSED: [(i32, &str); 20] = [
        (1999, "0101 0118 0215 0402 0531 0705 0906 1125 1224"),
        (2000, "0117 0221 0421 0529 0704 0904 1123 1225"),
        (2001, "0101 0115 0219 0413 0528 0704 0903 0911 0912 0913 0914 1122 1225"),
        (2002, "0101 0121 0218 0329 0527 0704 0902 1128 1225"),
        (2003, "0101 0120 0217 0418 0526 0704 0901 1127 1225"),
        (2004, "0101 0119 0216 0409 0531 0611 0705 0906 1125 1224"),
        (2005, "0117 0221 0325 0530 0704 0905 1124 1226"),
        (2006, "0102 0116 0220 0414 0529 0704 0904 1123 1225"),
        (2007, "0101 0102 0115 0219 0406 0528 0704 0903 1122 1225"),
        (2008, "0101 0121 0218 0321 0526 0704 0901 1127 1225"),
        (2009, "0101 0119 0216 0410 0525 0703 0907 1126 1225"),
        (2010, "0101 0118 0215 0402 0531 0705 0906 1125 1224"),
        (2011, "0117 0221 0422 0530 0704 0905 1124 1226"),
        (2012, "0102 0116 0220 0406 0528 0704 0903 1029 1030 1122 1225"),
        (2013, "0101 0121 0218 0329 0527 0704 0902 1128 1225"),
        (2014, "0101 0120 0217 0418 0526 0704 0901 1127 1225"),
        (2015, "0101 0119 0216 0403 0525 0703 0907 1126 1225"),
        (2016, "0101 0118 0215 0325 0530 0704 0905 1124 1226"),
        (2017, "0102 0116 0220 0414 0529 0704 0904 1123 1225"),
        (2018, "0101 0115 0219 0330 0528 0704 0903 1122 1205 1225"),
    ];

    #[test]
    fn twenty_years_of_the_index_have_exactly_these_days_off() {
        for (year, expected) in CLOSED {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let closed: Vec<String> = first
                .iter_days()
                .take_while(|date| date.year() == year)
                .filter(|date| date.weekday().number_from_monday() <= 5 && !is_trading_day(*date))
                .map(|date| date.format("%m%d").to_string())
                .collect();
            assert_eq!(closed.join(" "), expected, "{year}");
        }
    }

    #[test]
    fn twenty_years_of_the_index_have_5031_trading_days() {
        // 1999-01-04 to 2018-12-31, the bars of the sample.
        let open = day("1999-01-04").iter_days().take_while(|date| *date <= day("2018-12-31"));
        assert_eq!(open.filter(|date| is_trading_day(*date)).count(), 5031);
    }

    #[test]
    fn other_years_by_their_particular_days() {
        let closed = [
            "1990-04-13", // Good Friday
            "1993-12-24", // Christmas on a Saturday
            "1994-04-27", // President Nixon
            "1998-01-19", // the first Martin Luther King Day
            "2021-04-02", // Good Friday with most of the world's markets open
            "2022-06-20", // Juneteenth on a Sunday
            "2023-01-02", // New Year on a Sunday
            "2024-03-29", // Good Friday in March, Easter on the last of the month
            "2025-01-09", // President Carter
            "2027-06-18", // Juneteenth on a Saturday
            "2038-04-23", // Easter on its last possible day
            "2050-12-26", // Christmas on a Sunday
        ];
        let open = [
            "1997-01-20", // before Martin Luther King Day was kept
            "2020-06-19", // before Juneteenth was kept
            "2021-06-18", // a law of the day before, not yet kept
            "2021-12-31", // New Year on a Saturday is not moved
            "2024-11-29", // an early close is a trading day
            "2049-12-31", // another year's last Friday
        ];
        closed.iter().for_each(|text| assert!(!is_trading_day(day(text)), "{text}"));
        open.iter().for_each(|text| assert!(is_trading_day(day(text)), "{text}"));
    }

    #[test]
    fn the_previous_trading_day_steps_over_a_closed_week() {
        let check = |from: &str, to: &str| assert_eq!(previous_trading_day(day(from)), day(to));
        check("2001-09-16", "2001-09-10");
        check("2001-09-17", "2001-09-17");
        check("2007-01-02", "2006-12-29");
        check("2012-10-30", "2012-10-26");
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(previous_trading_day(date) <= date);
        }
    }
}
