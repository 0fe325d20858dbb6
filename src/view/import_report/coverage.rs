//! Which days have data, as a picture: a lane for the bars, the volatility index and the option
//! quotes each, and one for the days on which something was found.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::market::{Market, Series};
use crate::view::number::count;

/// The days of a market from left to right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// A row of the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// What it shows.
    pub name: String,
    /// Its coverage in words.
    pub detail: String,
    /// Whether it shows findings, not data.
    pub is_finding: bool,
    /// What is drawn, in units of [`Coverage::WIDTH`] by [`Coverage::HEIGHT`].
    pub rects: Vec<Rect>,
}

/// A rectangle, rounded to a tenth of a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The day that it stands for, if it is one day.
    pub title: Option<String>,
}

impl Coverage {
    /// The width of a lane, units.
    pub const WIDTH: f64 = 1_000.0;
    /// The height of a lane, units.
    pub const HEIGHT: f64 = 20.0;

    /// The picture of a market, with the days on which something was found; `None` without bars.
    #[must_use]
    pub fn of(market: &Market, found: &[NaiveDate]) -> Option<Self> {
        let (first, last) = market.span()?;
        let axis = TimeAxis { first, days: f64::from((last - first).num_days() as i32 + 1) };
        let bars = market.bars.iter().map(|bar| (bar.date, 1.0));
        let mut lanes = vec![lane("Bars", (market.bars.len(), "days"), axis.months(bars))];
        if let Some(vix) = market.series(Series::Vix) {
            let quoted = || market.bars.iter().zip(vix).filter(|(_, vix)| vix.is_some());
            let days = axis.months(quoted().map(|(bar, _)| (bar.date, 1.0)));
            lanes.push(lane("VIX", (quoted().count(), "days"), days));
        }
        if let Some(chain) = &market.chain {
            let quotes = chain.days().map(|day| (day.date(), day.len() as f64));
            lanes.push(lane("Options", (chain.len(), "quotes"), axis.months(quotes)));
        }
        if !found.is_empty() {
            lanes.push(Lane {
                name: "Found".to_owned(),
                detail: "days named below".to_owned(),
                is_finding: true,
                rects: found.iter().map(|day| axis.mark(*day)).collect(),
            });
        }
        Some(Self { lanes, first: first.to_string(), last: last.to_string() })
    }
}

/// What a month has: its left edge, its width, and how much.
struct Month {
    x: f64,
    width: f64,
    amount: f64,
}

/// Months as bars, the fullest as high as the lane.
fn lane(name: &str, (number, unit): (usize, &str), months: Vec<Month>) -> Lane {
    let most = months.iter().map(|month| month.amount).fold(0.0, f64::max);
    let rect = |Month { x, width, amount }: Month| {
        let height = Coverage::HEIGHT * amount / most;
        Rect {
            x: tenth(x),
            y: tenth(Coverage::HEIGHT - height),
            width: tenth(width),
            height: tenth(height),
            title: None,
        }
    };
    Lane {
        name: name.to_owned(),
        detail: format!("{} {unit}", count(number as i64)),
        is_finding: false,
        rects: months.into_iter().map(rect).collect(),
    }
}

/// A hundredth of a pixel is not seen, and takes long to write.
fn tenth(units: f64) -> f32 {
    ((units * 10.0).round() / 10.0) as f32
}

/// The days from the first to the last across the width.
struct TimeAxis {
    first: NaiveDate,
    days: f64,
}

impl TimeAxis {
    fn x(&self, day: NaiveDate) -> f64 {
        f64::from((day - self.first).num_days() as i32) / self.days * Coverage::WIDTH
    }

    /// The amounts of days, added up by month.
    fn months(&self, days: impl Iterator<Item = (NaiveDate, f64)>) -> Vec<Month> {
        let mut months: BTreeMap<(i32, u32), (NaiveDate, NaiveDate, f64)> = BTreeMap::new();
        for (day, amount) in days {
            let month = months.entry((day.year(), day.month())).or_insert((day, day, 0.0));
            (month.1, month.2) = (day, month.2 + amount);
        }
        let drawn = |(from, to, amount): (NaiveDate, NaiveDate, f64)| {
            let x = self.x(from);
            Month { x, width: (self.x(to) - x).max(Coverage::WIDTH / self.days), amount }
        };
        months.into_values().map(drawn).collect()
    }

    /// A day, wide enough to be seen on a small screen.
    fn mark(&self, day: NaiveDate) -> Rect {
        const WIDTH: f64 = 3.0;
        let x = self.x(day).min(Coverage::WIDTH - WIDTH);
        Rect {
            x: tenth(x),
            y: 0.0,
            width: WIDTH as f32,
            height: Coverage::HEIGHT as f32,
            title: Some(day.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Bar;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, month, day).unwrap()
    }

    fn market(days: &[NaiveDate]) -> Market {
        let bar =
            |date: &NaiveDate| Bar { date: *date, open: 1.0, high: 1.0, low: 1.0, close: 1.0 };
        Market::new("days", days.iter().map(bar).collect())
    }

    #[test]
    fn the_height_of_a_month_is_its_share_of_the_fullest_month() {
        let days = [day(1, 1), day(1, 2), day(2, 1), day(4, 9)];
        let coverage = Coverage::of(&market(&days), &[]).unwrap();
        assert_eq!((coverage.first.as_str(), coverage.last.as_str()), ("2024-01-01", "2024-04-09"));
        assert_eq!(coverage.lanes.len(), 1);
        let bars = &coverage.lanes[0];
        assert_eq!((bars.name.as_str(), bars.detail.as_str()), ("Bars", "4 days"));
        let shown: Vec<_> =
            bars.rects.iter().map(|rect| (rect.x, rect.width, rect.height)).collect();
        assert_eq!(shown, [(0.0, 10.0, 20.0), (310.0, 10.0, 10.0), (990.0, 10.0, 10.0)]);
    }

    #[test]
    fn a_day_with_a_finding_is_marked_inside_the_chart() {
        let coverage = Coverage::of(&market(&[day(1, 1), day(4, 9)]), &[day(4, 9)]).unwrap();
        let found = coverage.lanes.last().unwrap();
        assert!(found.is_finding);
        let mark = &found.rects[0];
        assert_eq!((mark.x, mark.width, mark.title.as_deref()), (990.0, 3.0, Some("2024-04-09")));
        let one = Coverage::of(&market(&[day(1, 1)]), &[day(1, 1)]).unwrap();
        assert_eq!(one.lanes[1].rects[0].x, 0.0);
    }

    #[test]
    fn a_market_without_bars_has_no_coverage_chart() {
        assert_eq!(Coverage::of(&market(&[]), &[day(1, 1)]), None);
    }
}
