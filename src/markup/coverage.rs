//! The days of a market as a picture: from left to right the years, a lane for the bars, the
//! volatility index and the option quotes each, and one for what was found to be doubtful.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::import::Check;
use crate::market::{Market, Series};
use crate::view::html::Html;
use crate::view::number::count;

/// The width of a lane in its own units, and its height.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 20.0;
/// The least width of a mark, so that it is seen on a small screen.
const MARK: f64 = 3.0;

/// The picture; nothing without bars.
pub(super) fn coverage(market: &Market, checks: &[Check]) -> Html {
    let mut html = Html::new();
    let Some((first, last)) = market.span() else { return html };
    let years = Years { first, days: f64::from((last - first).num_days() as i32 + 1) };
    html.put("<figure class='coverage'>", &[]);
    let bars = market.bars.iter().map(|bar| (bar.date, 1.0));
    lane(&mut html, "Bars", &counted(market.bars.len(), "days"), &years.months(bars));
    if let Some(vix) = market.series(Series::Vix) {
        let quoted = || market.bars.iter().zip(vix).filter(|(_, vix)| vix.is_some());
        let days = years.months(quoted().map(|(bar, _)| (bar.date, 1.0)));
        lane(&mut html, "VIX", &counted(quoted().count(), "days"), &days);
    }
    if let Some(chain) = &market.chain {
        let quotes = chain.days().map(|day| (day.date(), day.len() as f64));
        lane(&mut html, "Options", &counted(chain.len(), "quotes"), &years.months(quotes));
    }
    let found = checks.iter().flat_map(|check| check.days.first());
    let marks: String = found.map(|day| years.mark(*day)).collect();
    if !marks.is_empty() {
        row(&mut html, "Found", "days named below", "found", &marks);
    }
    let (from, to) = (first.to_string(), last.to_string());
    html.put("<figcaption><span>{}</span><span>{}</span></figcaption></figure>", &[&from, &to]);
    html
}

fn counted(number: usize, of: &str) -> String {
    format!("{} {of}", count(number as i64))
}

/// Bars of months, as high as each has of what the fullest has.
fn lane(html: &mut Html, name: &str, told: &str, months: &[(f64, f64, f64)]) {
    let most = months.iter().map(|(_, _, amount)| *amount).fold(0.0, f64::max);
    let mut bars = String::new();
    for (left, width, amount) in months {
        let height = HEIGHT * amount / most;
        let top = HEIGHT - height;
        // Writing to a text cannot fail.
        let _ = write!(
            bars,
            "<rect x='{left:.1}' y='{top:.1}' width='{width:.1}' height='{height:.1}'></rect>"
        );
    }
    row(html, name, told, "", &bars);
}

fn row(html: &mut Html, name: &str, told: &str, class: &'static str, drawn: &str) {
    html.put(
        "<div class='{}'><b>{}</b><svg viewBox='0 0 1000 20' preserveAspectRatio='none' role='img' \
         aria-label='{}: {}'>",
        &[class, name, name, told],
    );
    html.add(drawn).put("</svg><span>{}</span></div>", &[told]);
}

/// The time from the first to the last day, laid over the width.
struct Years {
    first: NaiveDate,
    days: f64,
}

impl Years {
    fn at(&self, day: NaiveDate) -> f64 {
        f64::from((day - self.first).num_days() as i32) / self.days * WIDTH
    }

    /// What each month has: where it begins, how wide it is, how much.
    fn months(&self, days: impl Iterator<Item = (NaiveDate, f64)>) -> Vec<(f64, f64, f64)> {
        let mut months: BTreeMap<(i32, u32), (NaiveDate, NaiveDate, f64)> = BTreeMap::new();
        for (day, amount) in days {
            let month = months.entry((day.year(), day.month())).or_insert((day, day, 0.0));
            (month.1, month.2) = (day, month.2 + amount);
        }
        let drawn = |(from, to, amount): (NaiveDate, NaiveDate, f64)| {
            let left = self.at(from);
            (left, (self.at(to) - left).max(WIDTH / self.days), amount)
        };
        months.into_values().map(drawn).collect()
    }

    fn mark(&self, day: NaiveDate) -> String {
        let left = self.at(day).min(WIDTH - MARK);
        format!("<rect x='{left:.1}' width='{MARK}' height='20'><title>{day}</title></rect>")
    }
}
