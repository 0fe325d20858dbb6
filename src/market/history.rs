//! The loaded market, and the view of it that ends today.

use std::fmt;

use chrono::{Datelike, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Bar, Chain, ChainDay, Event, Split, Underlying};
use crate::math;

/// A daily series that may stand beside the bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// 30-day implied volatility index, decimal.
    Vix,
    /// 9-day implied volatility index, decimal.
    Vix9d,
    /// 93-day implied volatility index, decimal.
    Vix3m,
    /// Implied volatility of the volatility index, decimal.
    Vvix,
    /// 25-delta put less at-the-money volatility, decimal.
    Skew,
    /// Interest rate per year, decimal.
    Rate,
    /// Dividend yield per year, decimal.
    DividendYield,
    /// Cash dividend per share on its ex-date, dollars; zero on other days.
    Dividend,
}

impl Series {
    /// Every series, in the order of the canonical file.
    pub const ALL: [Self; 8] = [
        Self::Vix,
        Self::Vix9d,
        Self::Vix3m,
        Self::Vvix,
        Self::Skew,
        Self::Rate,
        Self::DividendYield,
        Self::Dividend,
    ];

    /// The column name in the canonical file.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Vix => "vix",
            Self::Vix9d => "vix9d",
            Self::Vix3m => "vix3m",
            Self::Vvix => "vvix",
            Self::Skew => "skew",
            Self::Rate => "rate",
            Self::DividendYield => "dividend_yield",
            Self::Dividend => "dividend",
        }
    }
}

/// Everything that was loaded: bars in date order, and whatever stands beside them.
///
/// Built by [`import`](crate::import), which has checked what this type assumes: dates strictly
/// increasing, prices positive and finite, every series as long as the bars.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Market {
    /// A short name to show, such as `S&P 500`.
    pub name: String,
    /// One bar per trading day, dates strictly increasing.
    pub bars: Vec<Bar>,
    /// How many shares or contracts were traded, one number per bar; no run depends on it.
    pub volumes: Option<Vec<Option<f64>>>,
    series: [Option<Vec<Option<f64>>>; 8],
    /// Regime numbers 1 to 6 found in the file, one per bar.
    pub quoted_regimes: Option<Vec<Option<u8>>>,
    /// The six profile scores found in the file, one set per bar.
    pub quoted_scores: Option<Vec<Option<[f64; 6]>>>,
    /// Events in date order.
    pub events: Vec<Event>,
    /// Quotes of the options on the underlying.
    pub chain: Option<Chain>,
    /// Splits in date order before which option quotes count other shares than the bars.
    pub splits: Vec<Split>,
}

impl Market {
    /// A market of bars alone.
    #[must_use]
    pub fn new(name: &str, bars: Vec<Bar>) -> Self {
        Self { name: name.to_owned(), bars, ..Self::default() }
    }

    /// One series beside the bars, if it was loaded: one optional decimal per bar.
    #[must_use]
    pub fn series(&self, series: Series) -> Option<&[Option<f64>]> {
        self.series[series as usize].as_deref()
    }

    /// Sets a series: one optional decimal per bar.
    ///
    /// # Panics
    /// If `values` is not as long as the bars.
    pub fn set_series(&mut self, series: Series, values: Vec<Option<f64>>) {
        assert_eq!(values.len(), self.bars.len(), "a series has one value per bar");
        self.series[series as usize] = Some(values);
    }

    /// Adds the bars of later days, and what stands beside them; what either market lacks is empty
    /// on its days.
    ///
    /// ```
    /// use rotation::market::{Bar, Market, Series};
    /// let bar = |date: &str| Bar {
    ///     date: date.parse().unwrap(),
    ///     open: 480.0,
    ///     high: 481.0,
    ///     low: 479.0,
    ///     close: 480.0,
    /// };
    /// let mut market = Market::new("SPY", vec![bar("2024-01-02")]);
    /// market.set_series(Series::Vix, vec![Some(0.13)]);
    /// market.append(Market::new("SPY", vec![bar("2024-01-03")]));
    /// assert_eq!(market.series(Series::Vix), Some(&[Some(0.13), None][..]));
    /// ```
    pub fn append(&mut self, later: Self) {
        let (before, more) = (self.bars.len(), later.bars.len());
        for (mine, others) in self.series.iter_mut().zip(later.series) {
            join(mine, before, others, more);
        }
        join(&mut self.volumes, before, later.volumes, more);
        join(&mut self.quoted_regimes, before, later.quoted_regimes, more);
        join(&mut self.quoted_scores, before, later.quoted_scores, more);
        self.bars.extend(later.bars);
        self.events.extend(later.events);
        self.splits.extend(later.splits);
    }

    /// Shares of the bars for one share of a day, by the splits after it: prices of that day are
    /// those of the bars times this.
    #[must_use]
    pub fn shares_for_one(&self, date: NaiveDate) -> u32 {
        self.splits.iter().filter(|split| split.date > date).map(|split| split.ratio).product()
    }

    /// What was known at the close of day `index`.
    #[must_use]
    pub fn as_of(&self, index: usize) -> AsOf<'_> {
        AsOf { market: self, last: index }
    }

    /// First and last date, if there are bars at all.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.bars.first()?.date, self.bars.last()?.date))
    }

    /// What the options' underlying is of the bars' level: 1, a tenth, or `None` if it is neither
    /// within 5 %, or if no day tells. The median over the days with quotes decides.
    #[must_use]
    pub fn chain_scale(&self) -> Option<f64> {
        let median = math::quantile(&self.chain_ratios().map(|(_, r)| r).collect::<Vec<_>>(), 0.5)?;
        let near = |scale: &f64| (median / scale - 1.0).abs() <= Self::CHAIN_TOLERANCE;
        [Chain::WHOLE, Chain::TENTH].into_iter().find(near)
    }

    /// How far the options' underlying may stand from the bar's close, relative to it.
    pub const CHAIN_TOLERANCE: f64 = 0.05;

    /// The level of the options' underlying over the bar's close, on each day that tells.
    pub fn chain_ratios(&self) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
        let days = self.chain.iter().flat_map(Chain::days);
        days.filter_map(|day| {
            let bar = self.bars.binary_search_by_key(&day.date(), |bar| bar.date).ok()?;
            let close = self.bars[bar].close * f64::from(self.shares_for_one(day.date()));
            Some((day.date(), day.level()? / close))
        })
    }

    /// SHA-256 over all that a run can depend on, in a canonical form.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut bytes = Vec::with_capacity(self.bars.len() * 44);
        let number = |bytes: &mut Vec<u8>, value: Option<f64>| match value {
            Some(value) => bytes.extend_from_slice(&value.to_bits().to_le_bytes()),
            None => bytes.extend_from_slice(&f64::NAN.to_bits().to_le_bytes()),
        };
        for bar in &self.bars {
            bytes.extend_from_slice(&bar.date.num_days_from_ce().to_le_bytes());
            for price in [bar.open, bar.high, bar.low, bar.close] {
                number(&mut bytes, Some(price));
            }
        }
        for series in Series::ALL {
            if let Some(values) = self.series(series) {
                bytes.extend_from_slice(series.column().as_bytes());
                values.iter().for_each(|value| number(&mut bytes, *value));
            }
        }
        if let Some(regimes) = &self.quoted_regimes {
            bytes.extend_from_slice(b"regime");
            bytes.extend(regimes.iter().map(|regime| regime.unwrap_or(0)));
        }
        if let Some(scores) = &self.quoted_scores {
            bytes.extend_from_slice(b"scores");
            for day in scores {
                (0..6).for_each(|i| number(&mut bytes, day.map(|scores| scores[i])));
            }
        }
        // Which contracts were listed depends on what the options are on, and that on the name.
        let underlying = [false, true].map(|is_fund| Underlying::of(&self.name, is_fund));
        if underlying != [Underlying::Index, Underlying::Other] {
            bytes.extend_from_slice(b"underlying");
            bytes.extend(underlying.map(|own| own as u8));
        }
        for event in &self.events {
            bytes.extend_from_slice(&event.date.num_days_from_ce().to_le_bytes());
            bytes.push(u8::from(event.scheduled));
        }
        for split in &self.splits {
            bytes.extend_from_slice(b"split");
            bytes.extend_from_slice(&split.date.num_days_from_ce().to_le_bytes());
            bytes.extend_from_slice(&split.ratio.to_le_bytes());
        }
        let mut digest = Sha256::new();
        if let Some(chain) = &self.chain {
            bytes.extend_from_slice(b"chain");
            for day in chain.days() {
                day.write_canonical(&mut bytes);
                digest.update(&bytes);
                bytes.clear(); // a day at a time, not a large chain twice
            }
        }
        digest.update(&bytes);
        Fingerprint(digest.finalize().into())
    }
}

/// SHA-256 of a market's canonical form: two markets with one fingerprint give the same runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What was known at the close of one day. The future is not reachable from here.
///
/// ```
/// # use rotation::market::{Bar, Market};
/// # let date = |d| chrono::NaiveDate::from_ymd_opt(2024, 1, d).unwrap();
/// # let bar = |d, close| Bar { date: date(d), open: close, high: close, low: close, close };
/// let market = Market::new("two days", vec![bar(2, 100.0), bar(3, 101.0)]);
/// let today = market.as_of(0);
/// assert_eq!(today.bars().len(), 1);
/// assert_eq!(today.bar().close, 100.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AsOf<'a> {
    market: &'a Market,
    last: usize,
}

impl<'a> AsOf<'a> {
    /// All bars up to and including today.
    #[must_use]
    pub fn bars(&self) -> &'a [Bar] {
        &self.market.bars[..=self.last]
    }

    /// Today's bar.
    #[must_use]
    pub fn bar(&self) -> &'a Bar {
        &self.market.bars[self.last]
    }

    /// Today's date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.bar().date
    }

    /// Shares of the bars for one share of today: prices of today are those of the bars times this.
    #[must_use]
    pub fn shares_for_one(&self) -> u32 {
        self.market.shares_for_one(self.date())
    }

    /// The split of which today is the first day, if there is one.
    #[must_use]
    pub fn split(&self) -> Option<&'a Split> {
        self.market.splits.iter().find(|split| split.date == self.date())
    }

    /// How many days before today are known.
    #[must_use]
    pub fn age(&self) -> usize {
        self.last
    }

    /// The series up to and including today, if it was loaded.
    #[must_use]
    pub fn series(&self, series: Series) -> Option<&'a [Option<f64>]> {
        self.market.series(series).map(|values| &values[..=self.last])
    }

    /// Today's value of a series, or the last one at most `days` trading days old, with its age.
    #[must_use]
    pub fn carried(&self, series: Series, days: usize) -> Option<(f64, usize)> {
        let known = self.series(series)?;
        known.iter().rev().take(days + 1).enumerate().find_map(|(age, v)| v.map(|v| (v, age)))
    }

    /// The regime number of the file for today.
    #[must_use]
    pub fn quoted_regime(&self) -> Option<u8> {
        self.market.quoted_regimes.as_ref()?[self.last]
    }

    /// The six scores of the file for today.
    #[must_use]
    pub fn quoted_scores(&self) -> Option<[f64; 6]> {
        self.market.quoted_scores.as_ref()?[self.last]
    }

    /// Whether quotes of options were loaded at all: then a day without them is a hole.
    #[must_use]
    pub fn has_chain(&self) -> bool {
        self.market.chain.is_some()
    }

    /// Today's quotes of options, if there are any.
    #[must_use]
    pub fn chain(&self) -> Option<ChainDay<'a>> {
        self.market.chain.as_ref()?.day(self.date())
    }

    /// The days of quotes up to and including today, oldest first.
    pub fn chain_days(&self) -> impl Iterator<Item = ChainDay<'a>> + use<'a> {
        let today = self.date();
        let days = self.market.chain.iter().flat_map(Chain::days);
        days.take_while(move |day| day.date() <= today)
    }

    /// The events from `before` calendar days ago to `ahead` days from now that are known today:
    /// every scheduled one, unscheduled ones once they have happened.
    pub fn events_within(
        &self,
        before: i64,
        ahead: i64,
    ) -> impl Iterator<Item = &'a Event> + use<'a> {
        let today = self.date();
        let (from, to) = (today - Duration::days(before), today + Duration::days(ahead));
        let events = &self.market.events;
        let start = events.partition_point(|event| event.date < from);
        let end = events.partition_point(|event| event.date <= to);
        events[start..end].iter().filter(move |event| event.scheduled || event.date <= today)
    }
}
/// The values of some days and of more days behind them, of which either may be missing.
fn join<T: Clone>(
    values: &mut Option<Vec<Option<T>>>,
    days: usize,
    more: Option<Vec<Option<T>>>,
    more_days: usize,
) {
    if values.is_some() || more.is_some() {
        let values = values.get_or_insert_with(|| vec![None; days]);
        values.extend(more.unwrap_or_else(|| vec![None; more_days]));
    }
}
