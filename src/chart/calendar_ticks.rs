//! Where the axis of days has its ticks: the first trading day of a year, quarter or month, or
//! single days, as fine as the labels have room.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

/// A labelled day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayTick {
    /// The position of the day in the dates.
    pub index: usize,
    /// The year, `2015`, the month, `2015-04`, or the day, `2015-04-13`.
    pub label: String,
}

/// What separates two ticks, finest first.
#[derive(Clone, Copy)]
enum Every {
    TradingDays(usize),
    Months(i32),
}

const CHOICES: [Every; 12] = [
    Every::TradingDays(1),
    Every::TradingDays(2),
    Every::TradingDays(5),
    Every::TradingDays(10),
    Every::Months(1),
    Every::Months(3),
    Every::Months(6),
    Every::Months(12),
    Every::Months(24),
    Every::Months(60),
    Every::Months(120),
    Every::Months(240),
];

/// A period that began up to so many days before the first date counts as beginning there:
/// the first days of a year or month are often not traded.
const LATE_START_DAYS: u32 = 7;

/// The ticks of the visible days on an axis `width` pixels long.
pub(super) fn day_ticks(dates: &[NaiveDate], visible: &Range<usize>, width: f64) -> Vec<DayTick> {
    let Some(shown) = dates.get(visible.clone()).filter(|shown| !shown.is_empty()) else {
        return Vec::new();
    };
    let months = f64::from(month_number(shown[shown.len() - 1]) - month_number(shown[0]));
    let days = shown.len() as f64;
    let fits = |every: &&Every| match **every {
        Every::TradingDays(step) => days / step as f64 * 92.0 <= width.max(100.0),
        Every::Months(1) => months.min(days) * 60.0 <= width,
        Every::Months(3) => (months / 3.0).min(days) * 84.0 <= width,
        Every::Months(6) => (months / 6.0).min(days) * 100.0 <= width,
        Every::Months(step) => months / f64::from(step) * 46.0 <= width,
    };
    let Some(&every) = CHOICES.iter().find(fits) else { return Vec::new() };
    let ticks: Vec<DayTick> = visible
        .clone()
        .filter(|&index| starts(dates, index, every))
        .map(|index| DayTick { index, label: label(dates[index], every) })
        .collect();
    if ticks.is_empty() {
        return vec![DayTick { index: visible.start, label: shown[0].to_string() }];
    }
    ticks
}

fn starts(dates: &[NaiveDate], index: usize, every: Every) -> bool {
    match every {
        Every::TradingDays(step) => index.is_multiple_of(step),
        Every::Months(step) => {
            let period = |date: NaiveDate| month_number(date).div_euclid(step);
            match index.checked_sub(1) {
                Some(before) => period(dates[before]) != period(dates[index]),
                None => {
                    month_number(dates[0]).rem_euclid(step) == 0
                        && dates[0].day() <= LATE_START_DAYS
                }
            }
        }
    }
}

fn label(date: NaiveDate, every: Every) -> String {
    match every {
        Every::TradingDays(_) => date.to_string(),
        Every::Months(step) if step >= 12 || date.month() == 1 => date.year().to_string(),
        Every::Months(_) => format!("{}-{:02}", date.year(), date.month()),
    }
}

/// Months since the year zero.
fn month_number(date: NaiveDate) -> i32 {
    date.year() * 12 + date.month0() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn weekdays(first: &str, count: usize) -> Vec<NaiveDate> {
        let first: NaiveDate = first.parse().unwrap();
        let open = |date: &NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        first.iter_days().filter(open).take(count).collect()
    }

    fn check(dates: &[NaiveDate], visible: Range<usize>, width: f64, expected: &[&str]) {
        let labels: Vec<String> =
            day_ticks(dates, &visible, width).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn the_step_follows_the_room() {
        let dates = weekdays("2014-01-03", 1300);
        check(&dates, 0..1300, 800.0, &["2014", "2015", "2016", "2017", "2018"]);
        check(&dates, 0..1300, 140.0, &["2014", "2016", "2018"]);
        check(&dates, 0..257, 340.0, &["2014", "2014-04", "2014-07", "2014-10"]);
        check(&dates, 20..110, 310.0, &["2014-02", "2014-03", "2014-04", "2014-05", "2014-06"]);
        check(&dates, 0..11, 300.0, &["2014-01-03", "2014-01-10", "2014-01-17"]);
        check(&dates, 0..3, 300.0, &["2014-01-03", "2014-01-06", "2014-01-07"]);
    }

    #[test]
    fn a_tick_is_the_first_day_traded_in_its_period() {
        let dates = weekdays("2014-01-03", 1300);
        let ticks = day_ticks(&dates, &(0..1300), 800.0);
        assert_eq!(ticks[1].index, dates.iter().position(|date| date.year() == 2015).unwrap());
    }

    #[test]
    fn data_that_begins_late_in_a_year_has_no_tick_for_it() {
        check(&weekdays("2014-03-10", 700), 0..700, 200.0, &["2015", "2016"]);
    }

    #[test]
    fn few_or_no_days_still_say_when() {
        check(&weekdays("2014-03-10", 0), 0..0, 800.0, &[]);
        check(&weekdays("2014-03-10", 1), 0..1, 800.0, &["2014-03-10"]);
        check(&weekdays("2014-03-12", 12), 0..12, 60.0, &["2014-03-12"]);
    }

    #[test]
    fn a_century_fits_on_a_small_screen() {
        let count = day_ticks(&weekdays("1900-01-01", 31_000), &(0..31_000), 280.0).len();
        assert!((2..=6).contains(&count), "{count} ticks");
    }
}
