//! Where the axis of days has its ticks: the first trading day of a year, quarter or month, or
//! single days, as fine as the labels have room.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::scale::{Scale, Tick};
use super::text;
use super::theme::LABEL_PX;

/// What separates two ticks.
#[derive(Clone, Copy)]
enum TickPeriod {
    TradingDays(usize),
    Months(i32),
}

/// From fine to coarse, with the pixels that two neighbouring ticks are apart at least. Every pair
/// is checked, not the average: a month of holidays is shorter than the others.
const CHOICES: [(TickPeriod, f64); 12] = [
    (TickPeriod::TradingDays(1), 110.0),
    (TickPeriod::TradingDays(2), 110.0),
    (TickPeriod::TradingDays(5), 110.0),
    (TickPeriod::TradingDays(10), 110.0),
    (TickPeriod::Months(1), 55.0),
    (TickPeriod::Months(3), 80.0),
    (TickPeriod::Months(6), 95.0),
    (TickPeriod::Months(12), 45.0),
    (TickPeriod::Months(24), 45.0),
    (TickPeriod::Months(60), 45.0),
    (TickPeriod::Months(120), 45.0),
    (TickPeriod::Months(240), 45.0),
];

/// A period that began up to so many days before the first date counts as beginning there:
/// the first days of a year or month are often not traded.
const LATE_START_DAYS: u32 = 7;

/// The ticks of the visible days on an axis `width` pixels long, labelled with the year, `2015`,
/// the month, `2015-04`, or the day, `2015-04-13`. Labels may reach `right` pixels beyond its end.
pub(super) fn day_ticks(
    dates: &[NaiveDate],
    visible: &Range<usize>,
    (width, right): (f64, f64),
) -> Vec<Tick> {
    let Some(shown) = dates.get(visible.clone()).filter(|shown| !shown.is_empty()) else {
        return Vec::new();
    };
    let scale = Scale::days(visible);
    let x = |index: usize| scale.fraction(index as f64) * width;
    let starts = |every| visible.clone().filter(move |&index| starts(dates, index, every));
    let has_room = |(every, least): &(TickPeriod, f64)| {
        let mut before = f64::NEG_INFINITY;
        starts(*every).all(|index| x(index) - std::mem::replace(&mut before, x(index)) >= *least)
    };
    let tick = |index: usize, label| Tick { value: index as f64, label };
    let Some((every, _)) = CHOICES.into_iter().find(has_room) else { return Vec::new() };
    let mut ticks: Vec<Tick> =
        starts(every).map(|index| tick(index, label(dates[index], every))).collect();
    if let [.., before, last] = &ticks[..] {
        // The last label is moved into the frame, maybe onto the one before it.
        let [before, last] =
            [before, last].map(|tick| (x(tick.value as usize), text::width(&tick.label, LABEL_PX)));
        if (last.0 + last.1 / 2.0).min(width + right) - last.1 < before.0 + before.1 / 2.0 + 8.0 {
            ticks.pop();
        }
    }
    if ticks.is_empty() { vec![tick(visible.start, shown[0].to_string())] } else { ticks }
}

fn starts(dates: &[NaiveDate], index: usize, every: TickPeriod) -> bool {
    match every {
        TickPeriod::TradingDays(step) => index.is_multiple_of(step),
        TickPeriod::Months(step) => {
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

fn label(date: NaiveDate, every: TickPeriod) -> String {
    match every {
        TickPeriod::TradingDays(_) => date.to_string(),
        TickPeriod::Months(step) if step >= 12 || date.month() == 1 => date.year().to_string(),
        TickPeriod::Months(_) => format!("{}-{:02}", date.year(), date.month()),
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
            day_ticks(dates, &visible, (width, 10.0)).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn tick_spacing_fits_the_available_width() {
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
        let ticks = day_ticks(&dates, &(0..1300), (800.0, 10.0));
        assert_eq!(
            ticks[1].value as usize,
            dates.iter().position(|date| date.year() == 2015).unwrap()
        );
    }

    #[test]
    fn no_tick_for_a_year_whose_start_is_missing() {
        check(&weekdays("2014-03-10", 700), 0..700, 200.0, &["2015", "2016"]);
    }

    #[test]
    fn short_ranges_are_labelled_with_full_dates() {
        check(&weekdays("2014-03-10", 0), 0..0, 800.0, &[]);
        check(&weekdays("2014-03-10", 1), 0..1, 800.0, &["2014-03-10"]);
        check(&weekdays("2014-03-12", 12), 0..12, 60.0, &["2014-03-12"]);
    }

    #[test]
    fn a_century_of_ticks_fits_a_narrow_chart() {
        let count = day_ticks(&weekdays("1900-01-01", 31_000), &(0..31_000), (280.0, 10.0)).len();
        assert!((2..=6).contains(&count), "{count} ticks");
    }

    /// The trading days of January to March 2021: two of them short months.
    #[test]
    fn every_month_gets_its_label_including_february() {
        let mut dates = weekdays("2021-01-04", 253);
        dates.retain(|date| !["2021-01-18", "2021-02-15"].contains(&&*date.to_string()));
        for width in (100..1200).map(f64::from) {
            let ticks = day_ticks(&dates, &(0..251), (width, 10.0));
            let months = ticks.len() >= 11;
            assert_eq!(months, ticks.iter().any(|tick| tick.label == "2021-03"), "{width} pixels");
            let scale = Scale::days(&(0..251));
            let half = |tick: &Tick| text::width(&tick.label, LABEL_PX) / 2.0;
            let middle =
                |tick: &Tick| (scale.fraction(tick.value) * width).min(width + 10.0 - half(tick));
            for pair in ticks.windows(2) {
                let gap = middle(&pair[1]) - half(&pair[1]) - middle(&pair[0]) - half(&pair[0]);
                assert!(gap >= 7.9, "{gap} pixels before {} at {width}", pair[1].label);
            }
        }
    }
}
