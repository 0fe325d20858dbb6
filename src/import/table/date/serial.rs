//! Days that are counted from one on: which one, the days of a file tell together.
//!
//! Spreadsheets count from the end of 1899, those of old on a Mac from 1904, R and pandas from 1970
//! and SAS from 1960. Bars and quotes are of Monday to Friday, which only one of these makes of
//! them.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::import::findings::form::DateForm;
use crate::market::is_trading_day;

/// The day from which days are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Serials {
    /// The end of 1899: of spreadsheets.
    #[default]
    From1900,
    From1904,
    From1960,
    From1970,
}

/// Counts of spreadsheets, 1970 to 2050.
const SPREADSHEET: RangeInclusive<u32> = 25_569..=54_789;
/// Counts from 1960 or 1970, from 1980 on; a spreadsheet has there days before 1970.
const SHORT: RangeInclusive<u32> = 3_653..=25_568;
/// Fewer days tell nothing by their weekdays.
const FEW: usize = 5;
/// Before this day monthly contracts expired on Saturdays.
const FRIDAYS: NaiveDate = NaiveDate::from_ymd_opt(2015, 2, 1).expect("a day");

impl Serials {
    /// The day of a count; `None` for one that is not of this kind.
    pub(crate) fn date(self, count: u32) -> Option<NaiveDate> {
        let (zero, range) = match self {
            Self::From1900 => (NaiveDate::from_ymd_opt(1899, 12, 30)?, SPREADSHEET),
            Self::From1904 => (NaiveDate::from_ymd_opt(1904, 1, 1)?, SPREADSHEET),
            Self::From1960 => (NaiveDate::from_ymd_opt(1960, 1, 1)?, SHORT),
            Self::From1970 => (NaiveDate::from_ymd_opt(1970, 1, 1)?, SHORT),
        };
        let count = Some(count).filter(|count| range.contains(count))?;
        zero.checked_add_days(Days::new(u64::from(count)))
    }

    pub(crate) const fn form(self) -> DateForm {
        match self {
            Self::From1900 => DateForm::Serial,
            Self::From1904 => DateForm::DaysSince1904,
            Self::From1960 => DateForm::DaysSince1960,
            Self::From1970 => DateForm::DaysSince1970,
        }
    }

    /// What the counts of the days of a file and of the expiries in it are counted from: that of
    /// spreadsheets, unless it makes weekends of them and just one other makes none.
    pub(crate) fn of(days: &BTreeSet<u32>, expiries: &BTreeSet<u32>) -> Self {
        let with_expiries = days.len() < FEW;
        let counts: BTreeSet<u32> = match with_expiries {
            true => days.union(expiries).copied().collect(),
            false => days.clone(),
        };
        if counts.len() < FEW {
            return Self::From1900;
        }
        let dates = |serials: Self| -> Option<Vec<NaiveDate>> {
            counts.iter().map(|count| serials.date(*count)).collect()
        };
        let is_of_week = |date: &NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if let Some(usual) = dates(Self::From1900) {
            let weekend = usual.iter().filter(|date| !is_of_week(date)).count();
            let may_be_saturdays = with_expiries && usual.iter().any(|date| *date < FRIDAYS);
            if weekend < 2 || 20 * weekend < usual.len() || may_be_saturdays {
                return Self::From1900;
            }
        }
        // Nearly all are days of the exchange: a holiday or a bad row is not.
        let fits = |serials: &Self| {
            dates(*serials).is_some_and(|dates| {
                let open = dates.iter().filter(|date| is_trading_day(**date)).count();
                dates.iter().all(is_of_week) && 50 * (dates.len() - open) <= dates.len()
            })
        };
        let others = [Self::From1904, Self::From1960, Self::From1970];
        let fitting: Vec<Self> = others.into_iter().filter(fits).collect();
        match fitting[..] {
            [one] => one,
            _ => Self::From1900,
        }
    }
}

/// The count of days in a cell, whatever part of the day stands behind it.
pub(crate) fn count(cell: &[u8]) -> Option<u32> {
    let (days, rest) = cell.split_at_checked(5).or_else(|| cell.split_at_checked(4))?;
    let are_digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let is_whole = match rest {
        [] => true,
        [b'.' | b',', fraction @ ..] => are_digits(fraction),
        _ => false,
    };
    let number = || days.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (are_digits(days) && is_whole).then(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(zero: &str, days: &[&str]) -> BTreeSet<u32> {
        let zero: NaiveDate = zero.parse().unwrap();
        let count = |day: &&str| day.parse::<NaiveDate>().unwrap().signed_duration_since(zero);
        days.iter().map(|day| count(day).num_days() as u32).collect()
    }

    const DAYS: [&str; 10] = [
        "2023-09-05",
        "2023-09-06",
        "2023-09-07",
        "2023-09-08",
        "2023-09-11",
        "2023-09-12",
        "2023-09-13",
        "2023-09-14",
        "2023-09-15",
        "2023-09-18",
    ];

    #[test]
    fn days_of_the_exchange_tell_what_they_are_counted_from() {
        for (zero, expected) in [
            ("1899-12-30", Serials::From1900),
            ("1904-01-01", Serials::From1904),
            ("1960-01-01", Serials::From1960),
            ("1970-01-01", Serials::From1970),
        ] {
            let own = counts(zero, &DAYS);
            assert_eq!(Serials::of(&own, &BTreeSet::new()), expected, "{zero}");
            let days: Vec<_> = own.iter().map(|count| expected.date(*count)).collect();
            assert_eq!(days[0].unwrap().to_string(), DAYS[0]);
            // Of a chain of one day the expiries tell.
            let [day, expiries] = [&DAYS[..1], &DAYS[1..]].map(|days| counts(zero, days));
            assert_eq!(Serials::of(&day, &expiries), expected, "{zero}");
        }
    }

    #[test]
    fn few_days_and_days_of_every_weekday_are_those_of_spreadsheets() {
        let few = counts("1904-01-01", &DAYS[..4]);
        assert_eq!(Serials::of(&few, &BTreeSet::new()), Serials::From1900);
        let all = (45_000..45_100).collect();
        assert_eq!(Serials::of(&all, &BTreeSet::new()), Serials::From1900);
        // A Wednesday, and the Saturdays of old.
        let expiries = ["2012-01-21", "2012-02-18", "2012-03-17", "2012-06-16", "2012-09-22"];
        let day = counts("1899-12-30", &["2012-01-11"]);
        assert_eq!(Serials::of(&day, &counts("1899-12-30", &expiries)), Serials::From1900);
    }

    #[test]
    fn a_cell_has_a_count_alone() {
        for (cell, expected) in [
            ("45174", Some(45_174)),
            ("45174.6875", Some(45_174)),
            ("45174,5", Some(45_174)),
            ("9999", Some(9_999)),
            ("451745", None),
            ("45174x", None),
            ("2023-", None),
            ("20230905", None),
        ] {
            assert_eq!(count(cell.as_bytes()), expected, "{cell}");
        }
    }
}
