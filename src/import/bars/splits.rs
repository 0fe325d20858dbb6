//! Splits and dividends, from the columns beside daily prices.
//!
//! A split is stated by a column of factors, or by an adjusted close that moves as the close does
//! not. Prices written before it count other shares, so they are divided. Dividends that have no
//! column are what the adjusted close loses against the close from one day to the next.

use chrono::NaiveDate;

use crate::import::bars::dividends;
use crate::import::findings::days::DaysFound;
use crate::import::findings::problem::Rule;
use crate::import::findings::warning::Warning;
use crate::import::sheet::order::pick;
use crate::import::sheet::scan::Numbers;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::market::{Bar, Market, Series};
use crate::math;

/// The highest price.
pub(crate) const MAX_PRICE: f64 = 10_000_000.0;
/// Shares after a split for one before, at the least and at the most.
const FACTORS: std::ops::RangeInclusive<f64> = 0.001..=1_000.0;
/// Prices that splits may lead to; a file with others is not believed.
pub(super) const PRICES: std::ops::RangeInclusive<f64> = 0.001..=MAX_PRICE;
/// What an adjusted close may tell of a split: these for one, and one for these.
const RATIOS: [f64; 12] = [1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 50.0];
/// How near to one of them, relative.
const WITHIN: f64 = 0.02;
/// How far the close may move besides on the day of such a split, as a logarithm.
const JUMP: f64 = 0.25;
/// An adjusted close tells dividends of this share of the close: more is none.
const DIVIDENDS: std::ops::Range<f64> = 0.000_5..0.25;

/// The columns that tell of them, while their file is read.
pub(crate) struct Columns {
    split_at: Option<usize>,
    adjusted_at: Option<usize>,
    splits: Vec<Option<f64>>,
    adjusted: Vec<Option<f64>>,
    /// Whether prices with the dividends taken off are laid out so.
    has_layout: bool,
}

impl Columns {
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        let has = |name| sheet.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let adjusted_at = sheet.column(Meaning::AdjustedClose);
        Self {
            split_at: sheet.column(Meaning::Split),
            adjusted_at,
            splits: Vec::new(),
            adjusted: Vec::new(),
            has_layout: adjusted_at.is_none() && has("Dividends") && has("Stock Splits"),
        }
    }

    /// Takes the cells of a good row; what cannot be read there tells nothing.
    pub(crate) fn read(&mut self, row: &Row<'_>, numbers: &mut Numbers) {
        let mut positive = |at: Option<usize>| {
            let value = numbers.read(row, at?, Rule::Price).ok().flatten();
            value.filter(|value| value.is_finite() && *value > 0.0)
        };
        let (split, adjusted) = (positive(self.split_at), positive(self.adjusted_at));
        self.splits.push(split.filter(|factor| *factor != 1.0 && FACTORS.contains(factor)));
        self.adjusted.push(adjusted);
    }

    /// Those of the kept rows.
    pub(crate) fn pick(&self, kept: &[usize]) -> Adjustments {
        Adjustments {
            splits: pick(&self.splits, kept),
            adjusted: pick(&self.adjusted, kept),
            has_layout: self.has_layout,
        }
    }
}

/// Splits and adjusted closes of the bars of a market, day by day.
#[derive(Default)]
pub(crate) struct Adjustments {
    splits: Vec<Option<f64>>,
    adjusted: Vec<Option<f64>>,
    /// Whether prices with the dividends taken off are laid out so.
    has_layout: bool,
}

/// A split that a file states or an adjusted close tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct StatedSplit {
    pub(crate) date: NaiveDate,
    /// Shares for one.
    pub(crate) factor: f64,
}

/// Where in the bars, and so many shares for one.
#[derive(Clone, Copy)]
struct Split {
    day: usize,
    factor: f64,
}

impl Adjustments {
    /// Adds those of later days.
    pub(crate) fn append(&mut self, mut later: Self) {
        self.splits.append(&mut later.splits);
        self.adjusted.append(&mut later.adjusted);
        self.has_layout |= later.has_layout;
    }

    /// Adjusts bars and dividends to the shares of the last day, and adds dividends that only the
    /// adjusted close tells. Returns what was found, and the splits that the bars now count.
    pub(crate) fn apply(&self, market: &mut Market) -> (Vec<Warning>, Vec<StatedSplit>) {
        let days = Days::new(self, &market.bars);
        let stated = days.stated_splits();
        let by_close = stated.is_empty();
        let splits = if by_close { days.splits_by_closes() } else { stated };
        let (raw, counted): (Vec<Split>, Vec<Split>) =
            splits.iter().partition(|split| days.is_raw(split));
        let found = |days: &mut dyn Iterator<Item = usize>| {
            let mut found = DaysFound::default();
            days.for_each(|day| found.note(market.bars[day].date));
            found.any()
        };
        let raw_days = found(&mut raw.iter().map(|split| split.day));
        let mut warnings = Vec::new();
        let counted = found(&mut counted.iter().map(|split| split.day));
        warnings.extend(counted.map(|days| Warning::SplitsCounted { days }));
        let has_dividends = market.series(Series::Dividend).is_some();
        if !has_dividends {
            let paid = days.dividends(&raw);
            let some = paid.iter().enumerate().filter(|(_, amount)| amount.is_some());
            if let Some(days) = found(&mut some.map(|(day, _)| day)) {
                warnings.push(Warning::DividendsFound { days });
                market.set_series(Series::Dividend, paid);
            }
        }
        let tells_nothing = days.adjusted_close_repeats();
        let dated = |split: &Split| {
            let Split { day, factor } = *split;
            StatedSplit { date: market.bars[day].date, factor }
        };
        let mut counting: Vec<StatedSplit> = splits.iter().map(dated).collect();
        if let Some(days) = raw_days {
            let is_applied = divide(market, &raw);
            if !is_applied {
                counting.clear();
            }
            warnings.push(match is_applied {
                true => Warning::SplitsApplied { days, by_close },
                false => Warning::SplitsLeft { days },
            });
        }
        if has_dividends && tells_nothing {
            warnings.extend(dividends::restore(market, self.has_layout));
        }
        (warnings, counting)
    }
}

/// Divides the bars and dividends before a day; nothing if that leads to prices that cannot be.
pub(crate) fn divide_before(market: &mut Market, date: NaiveDate, factor: f64) -> bool {
    let day = market.bars.partition_point(|bar| bar.date < date);
    divide(market, &[Split { day, factor }])
}

/// Divides everything before each split by its factor; nothing if that leads to prices that cannot
/// be.
fn divide(market: &mut Market, splits: &[Split]) -> bool {
    let mut bars = market.bars.clone();
    let mut paid = market.series(Series::Dividend).map(<[_]>::to_vec);
    let mut volumes = market.volumes.clone();
    let mut left = splits;
    let mut factor = 1.0;
    for day in (0..bars.len()).rev() {
        let Bar { open, high, low, close, .. } = &mut bars[day];
        for price in [open, high, low, close] {
            *price /= factor;
            if !PRICES.contains(price) {
                return false;
            }
        }
        if let Some(amount) = paid.as_mut().and_then(|paid| paid[day].as_mut()) {
            *amount /= factor;
        }
        if let Some(volume) = volumes.as_mut().and_then(|volumes| volumes[day].as_mut()) {
            *volume *= factor;
        }
        if let Some((split, before)) = left.split_last().filter(|(split, _)| split.day == day) {
            (factor, left) = (factor * split.factor, before);
        }
    }
    market.bars = bars;
    market.volumes = volumes;
    if let Some(paid) = paid {
        market.set_series(Series::Dividend, paid);
    }
    true
}

/// What is known of each day.
struct Days<'t> {
    adjustments: &'t Adjustments,
    closes: Vec<f64>,
    /// Half of the last digit that closes and adjusted closes are written with.
    rounding: [f64; 2],
}

impl<'t> Days<'t> {
    fn new(adjustments: &'t Adjustments, bars: &[Bar]) -> Self {
        let closes: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
        let adjusted: Vec<f64> = adjustments.adjusted.iter().flatten().copied().collect();
        let rounding = [half_a_digit(&closes), half_a_digit(&adjusted)];
        Self { adjustments, closes, rounding }
    }

    /// The splits that a column states.
    fn stated_splits(&self) -> Vec<Split> {
        let splits = self.adjustments.splits.iter().enumerate().skip(1);
        splits.filter_map(|(day, factor)| Some(Split { day, factor: (*factor)? })).collect()
    }

    /// The splits that show in the closes.
    fn splits_by_closes(&self) -> Vec<Split> {
        let split = |day| Some(Split { day, factor: self.split_by_closes(day)? });
        (1..self.closes.len()).filter_map(split).collect()
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
        let share = |day: usize| Some(self.adjustments.adjusted[day]? / self.closes[day]);
        Some(share(day - 1)? / share(day)?)
    }

    /// Whether the close falls with the split: against the adjusted close or, without one, against
    /// the day before. If it does not, whoever wrote it has counted the split.
    fn is_raw(&self, Split { day, factor }: &Split) -> bool {
        let fall = self.loss(*day).unwrap_or(self.closes[*day] / self.closes[*day - 1]);
        math::ln(fall * factor).abs() < math::ln(fall).abs()
    }

    /// Whether no adjusted close differs from its close: then it tells nothing of dividends.
    fn adjusted_close_repeats(&self) -> bool {
        let pairs = self.adjustments.adjusted.iter().zip(&self.closes);
        let mut known = pairs.filter_map(|(adjusted, close)| Some((adjusted.as_ref()?, close)));
        known.all(|(adjusted, close)| (adjusted / close - 1.0).abs() < 1e-6)
    }

    /// Dividends that only the adjusted close tells, in the shares of their day.
    fn dividends(&self, raw: &[Split]) -> Vec<Option<f64>> {
        let mut splits = raw.iter().peekable();
        let mut paid = vec![None; self.closes.len()];
        for (day, paid) in paid.iter_mut().enumerate().skip(1) {
            let factor = splits.next_if(|split| split.day == day).map_or(1.0, |split| split.factor);
            let Some(loss) = self.loss(day) else { continue };
            let share = 1.0 - loss * factor;
            if DIVIDENDS.contains(&share) && share > self.noise(day) {
                // To a hundredth of a cent, since adjusted closes are rounded themselves.
                let amount = self.closes[day - 1] / factor * share;
                *paid = Some((amount * 1e4).round() / 1e4);
            }
        }
        paid
    }

    /// The most that rounding alone makes of a loss.
    fn noise(&self, day: usize) -> f64 {
        let of = |day: usize| {
            let [close, adjusted] = self.rounding;
            close / self.closes[day]
                + self.adjustments.adjusted[day].map_or(0.0, |at| adjusted / at)
        };
        of(day - 1) + of(day)
    }
}

/// Half of the last of at most six decimals that any of the values has.
fn half_a_digit(values: &[f64]) -> f64 {
    let is_whole = |value: f64| (value - value.round()).abs() <= 1e-9 * value.abs().max(1.0);
    let mut digit = 1.0;
    for _ in 0..6 {
        if values.iter().all(|value| is_whole(value / digit)) {
            break;
        }
        digit /= 10.0;
    }
    digit / 2.0
}
