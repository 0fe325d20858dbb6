//! Splits and dividends, as the columns beside daily prices tell them.
//!
//! A split is told by a column of factors, or by an adjusted close that moves as the close does
//! not. Prices written before it count other shares, so they are divided. Dividends that have no
//! column are what the adjusted close loses against the close from one day to the next.

use chrono::NaiveDate;

use super::Warning;
use super::dialect::Meaning;
use super::order::pick;
use super::problem::Rule;
use super::quality::DaysFound;
use super::rows::Rows;
use super::scan::Numbers;
use super::sniff::Sheet;
use crate::market::{Market, Series};
use crate::math;

/// Shares after a split for one before, at the least and at the most.
const FACTORS: std::ops::RangeInclusive<f64> = 0.001..=1_000.0;
/// What an adjusted close may tell of a split: these for one, and one for these.
const RATIOS: [f64; 12] = [1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 50.0];
/// How near to one of them, relative.
const WITHIN: f64 = 0.02;
/// How far the close may move besides on the day of such a split, as a logarithm.
const JUMP: f64 = 0.25;
/// An adjusted close tells dividends of this share of the close: less may be rounding, more is
/// none.
const DIVIDENDS: std::ops::Range<f64> = 0.000_5..0.25;

/// The columns that tell of them, and what stood in them.
pub(super) struct Adjustments {
    split_at: Option<usize>,
    adjusted_at: Option<usize>,
    splits: Vec<Option<f64>>,
    adjusted: Vec<Option<f64>>,
}

impl Adjustments {
    pub(super) fn new(sheet: &Sheet<'_>) -> Self {
        Self {
            split_at: sheet.column(Meaning::Split),
            adjusted_at: sheet.column(Meaning::AdjustedClose),
            splits: Vec::new(),
            adjusted: Vec::new(),
        }
    }

    /// Takes the cells of a good row; what cannot be read there tells nothing.
    pub(super) fn read(&mut self, rows: &Rows<'_>, numbers: &mut Numbers) {
        let mut positive = |at: Option<usize>| {
            let value = numbers.read(rows, at?, Rule::Price).ok().flatten();
            value.filter(|value| value.is_finite() && *value > 0.0)
        };
        let (split, adjusted) = (positive(self.split_at), positive(self.adjusted_at));
        self.splits.push(split.filter(|factor| *factor != 1.0 && FACTORS.contains(factor)));
        self.adjusted.push(adjusted);
    }

    /// Adjusts the bars of the kept rows to the shares of the last, and adds dividends that only
    /// the adjusted close tells.
    pub(super) fn apply(&self, market: &mut Market, kept: &[usize]) -> Vec<Warning> {
        let days = Days {
            closes: market.bars.iter().map(|bar| bar.close).collect(),
            splits: pick(&self.splits, kept),
            adjusted: pick(&self.adjusted, kept),
        };
        let splits = days.splits();
        let dividends = match market.series(Series::Dividend) {
            Some(_) => Vec::new(),
            None => days.dividends(&splits),
        };
        let dates: Vec<NaiveDate> = market.bars.iter().map(|bar| bar.date).collect();
        let found = |values: &[(usize, f64)]| {
            let mut days = DaysFound::default();
            values.iter().for_each(|(day, _)| days.note(dates[*day]));
            days.any()
        };
        let mut warnings = Vec::new();
        warnings.extend(found(&dividends).map(|days| Warning::DividendsFound { days }));
        if !dividends.is_empty() {
            let mut paid = vec![None; dates.len()];
            dividends.iter().for_each(|(day, amount)| paid[*day] = Some(*amount));
            market.set_series(Series::Dividend, paid);
        }
        if days.are_adjusted(&splits) {
            warnings.extend(found(&splits).map(|days| Warning::SplitsCounted { days }));
        } else {
            warnings.extend(found(&splits).map(|days| Warning::SplitsApplied { days }));
            divide(market, &splits);
        }
        warnings
    }
}

/// Divides everything before each split by its factor.
fn divide(market: &mut Market, splits: &[(usize, f64)]) {
    let mut paid = market.series(Series::Dividend).map(<[_]>::to_vec);
    for (day, factor) in splits {
        for bar in &mut market.bars[..*day] {
            for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
                *price /= factor;
            }
        }
        let before = paid.iter_mut().flat_map(|paid| &mut paid[..*day]).flatten();
        before.for_each(|amount| *amount /= factor);
    }
    if let Some(paid) = paid {
        market.set_series(Series::Dividend, paid);
    }
}

/// What is known of each day.
struct Days {
    closes: Vec<f64>,
    splits: Vec<Option<f64>>,
    adjusted: Vec<Option<f64>>,
}

impl Days {
    /// Days and factors of splits: those told, else those that the adjusted close knows of.
    fn splits(&self) -> Vec<(usize, f64)> {
        let told = self.splits.iter().enumerate().skip(1);
        let told: Vec<_> = told.filter_map(|(day, factor)| Some((day, (*factor)?))).collect();
        if !told.is_empty() {
            return told;
        }
        (1..self.closes.len()).filter_map(|day| Some((day, self.split_by_closes(day)?))).collect()
    }

    /// The close falls to a fraction and the adjusted close does not know of it.
    fn split_by_closes(&self, day: usize) -> Option<f64> {
        let factor = 1.0 / self.loss(day)?;
        let (ratio, turned) = if factor > 1.0 { (factor, false) } else { (1.0 / factor, true) };
        let nearest = RATIOS.into_iter().find(|known| (ratio / known - 1.0).abs() <= WITHIN)?;
        let factor = if turned { 1.0 / nearest } else { nearest };
        let moved = math::ln(self.closes[day] / self.closes[day - 1] * factor);
        (moved.abs() < JUMP).then_some(factor)
    }

    /// Close over adjusted close, that of a day against that of the day before.
    fn loss(&self, day: usize) -> Option<f64> {
        let share = |day: usize| Some(self.adjusted[day]? / self.closes[day]);
        Some(share(day - 1)? / share(day)?)
    }

    /// Whether the closes move over the splits as if there were none: they are adjusted already.
    fn are_adjusted(&self, splits: &[(usize, f64)]) -> bool {
        let off = |(day, factor): &(usize, f64)| {
            let moved = math::ln(self.closes[*day] / self.closes[*day - 1]);
            (moved + math::ln(*factor)).abs() - moved.abs()
        };
        splits.iter().map(off).sum::<f64>() > 0.0
    }

    /// Days and amounts that only the adjusted close tells of, in the prices as they are written.
    fn dividends(&self, splits: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let paid = |day: usize| {
            let share = 1.0 - self.loss(day)?;
            let is_split = splits.iter().any(|(split, _)| *split == day);
            let is_dividend = DIVIDENDS.contains(&share) && !is_split;
            // To a hundredth of a cent, since adjusted closes are rounded themselves.
            let amount = (self.closes[day - 1] * share * 1e4).round() / 1e4;
            is_dividend.then_some((day, amount))
        };
        (1..self.closes.len()).filter_map(paid).collect()
    }
}
