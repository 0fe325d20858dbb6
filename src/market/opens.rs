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

/// The years whose opens are no prices, which close settlements instead of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearsWithoutOpens {
    /// The first of them; the bits of the others are as many places further.
    first: i32,
    years: u128,
}

impl YearsWithoutOpens {
    /// Those among some years.
    #[must_use]
    pub fn among(years: &[YearOfOpens]) -> Self {
        let mut stale = years.iter().filter(|own| own.is_stale()).map(|own| own.year);
        let Some(first) = stale.next() else { return Self::default() };
        let within = stale.filter_map(|year| 1_u128.checked_shl((year - first).unsigned_abs()));
        Self { first, years: within.fold(1, |all, bit| all | bit) }
    }

    /// Whether a year is one of them.
    #[must_use]
    pub fn contains(&self, year: i32) -> bool {
        let place = u32::try_from(year - self.first).ok();
        place.and_then(|place| self.years.checked_shr(place)).is_some_and(|bits| bits & 1 == 1)
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
