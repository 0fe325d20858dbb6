//! Opens that are not opens: many free files repeat the previous close.

use chrono::Datelike;

use super::{Bar, Market};

/// More than this share of a year's opens makes the year one without opens.
const FIFTH: usize = 5;

/// How many opens of a calendar year repeat the close before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearOfOpens {
    /// The year.
    pub year: i32,
    /// Opens equal to the close before, to the cent.
    pub stale: usize,
    /// Bars of the year.
    pub bars: usize,
}

impl YearOfOpens {
    /// Whether more than a fifth of the opens repeat the close before.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.stale * FIFTH > self.bars
    }
}

/// Whether a bar opens where the one before closed, to the cent.
#[must_use]
pub fn is_stale_open(before: &Bar, bar: &Bar) -> bool {
    let cents = |price: f64| (price * 100.0).round();
    cents(bar.open) == cents(before.close)
}

impl Market {
    /// The opens of every calendar year of the bars, in order.
    ///
    /// ```
    /// use rotation::market::{Bar, Market};
    /// let bar = |date: &str, open, close| {
    ///     let date = date.parse().unwrap();
    ///     Bar { date, open, high: 12.0, low: 8.0, close }
    /// };
    /// let bars = [bar("2024-01-02", 9.0, 10.0), bar("2024-01-03", 10.0, 11.0)];
    /// let year = Market::new("stale", bars.into()).opens_by_year()[0];
    /// assert_eq!((year.stale, year.bars, year.is_stale()), (1, 2, true));
    /// ```
    #[must_use]
    pub fn opens_by_year(&self) -> Vec<YearOfOpens> {
        let mut years: Vec<YearOfOpens> = Vec::new();
        let mut before: Option<&Bar> = None;
        for bar in &self.bars {
            let year = bar.date.year();
            if years.last().is_none_or(|last| last.year != year) {
                years.push(YearOfOpens { year, stale: 0, bars: 0 });
            }
            let own = years.last_mut().expect("the year was just added");
            own.bars += 1;
            own.stale += usize::from(before.is_some_and(|before| is_stale_open(before, bar)));
            before = Some(bar);
        }
        years
    }
}
