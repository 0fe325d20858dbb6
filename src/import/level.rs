//! Bars against the level of the option quotes beside them: splits, and prices that are adjusted.
//!
//! Quotes are of the prices of their day. Where their underlying stands is written beside them, or
//! follows from put-call parity. Bars that are adjusted for splits or dividends stand elsewhere:
//! with a split they differ by its ratio, with dividends by a few percent that change on ex-dates
//! alone. Strikes, settlements and hedges are of the quotes' level, so the bars are brought there.

use chrono::NaiveDate;

use crate::import::bars::splits::{StatedSplit, divide_before};
use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::days::DaysFound;
use crate::import::findings::error::ImportError;
use crate::import::findings::warning::Warning;
use crate::market::{Chain, ChainDay, Market, Split};
use crate::math;

mod parity;
mod steps;

use parity::level;
use steps::{Steps, median};

/// Two levels this near in logarithms are one where a split is told from none.
const SPLIT_WITHIN: f64 = 0.1;
/// From this on a step of the level, or a move of the close, may be a split: a logarithm.
const SPLIT_FROM: f64 = 0.26;
/// The gap between closes and quotes that is left alone, relative.
const GAP: f64 = 0.003;
/// The same where there are fewer days than `FEW` and only one statement of the level.
const GAP_OF_FEW: f64 = 0.01;
const FEW: usize = 3;
/// How the gap may change from one day to the next, the median: two underlyings differ by more.
const ALIKE: f64 = 0.004;

/// What is said of where the options' underlying stands on a day with a bar.
pub(super) struct DayLevel {
    date: NaiveDate,
    /// The place of its bar.
    bar: usize,
    /// The underlying over the close.
    ratio: f64,
    /// Whether what is written and what parity says are within half a percent of each other.
    is_confirmed: bool,
}

/// Brings bars to the level of the quotes, and tells which splits what is held goes through.
pub(crate) struct Alignment<'m> {
    market: &'m mut Market,
    /// The file of quotes, for messages.
    file: &'m str,
    is_strict: bool,
}

impl<'m> Alignment<'m> {
    pub(crate) fn new(market: &'m mut Market, file: &'m str, is_strict: bool) -> Self {
        Self { market, file, is_strict }
    }

    /// Settles splits, stated or not, and then the gap that is left.
    ///
    /// # Errors
    /// Splits that cannot be told or held through; a gap, where nothing is to be corrected.
    pub(crate) fn settle(
        mut self,
        stated: &[StatedSplit],
        warnings: &mut Vec<Warning>,
    ) -> Result<(), ImportError> {
        self.stated_splits(stated)?;
        self.splits_of_both(stated)?;
        self.splits_of_quotes()?;
        self.market.splits.sort_by_key(|split| split.date);
        let mut days = DaysFound::default();
        self.market.splits.iter().for_each(|split| days.note(split.date));
        warnings.extend(days.any().map(|days| Warning::SplitsOfQuotes { days }));
        warnings.extend(self.gap()?);
        Ok(())
    }

    fn days(&self) -> Vec<DayLevel> {
        let market = &*self.market;
        let chain = market.chain.iter().flat_map(Chain::days);
        let day = |day: ChainDay<'_>| {
            let bar = market.bars.binary_search_by_key(&day.date(), |bar| bar.date).ok()?;
            let shares = f64::from(market.shares_for_one(day.date()));
            let close = market.bars[bar].close * shares;
            let (level, is_confirmed) = level(&day, close)?;
            let ratio = level / close;
            Some(DayLevel { date: day.date(), bar, ratio, is_confirmed })
        };
        chain.filter_map(day).collect()
    }

    /// Splits that the bars state: the quotes before them count the old shares, unless their level
    /// says that their vendor has adjusted them as well.
    fn stated_splits(&mut self, stated: &[StatedSplit]) -> Result<(), ImportError> {
        for StatedSplit { date, factor } in stated.iter().rev().copied() {
            let days = self.days();
            let at = days.partition_point(|day| day.date < date);
            let (before, after) = days.split_at(at);
            let Some(before) = median(before.iter().rev().take(5)) else { continue };
            let step = match median(after.iter().take(5)) {
                Some(after) => math::ln(before / after),
                // Without a day after it the whole level or a tenth of it tells.
                None => [1.0, 0.1].map(|scale| math::ln(before / scale)).into_iter().fold(
                    f64::MAX,
                    |best, next| {
                        let off = |step: f64| step.abs().min((step - math::ln(factor)).abs());
                        if off(next) < off(best) { next } else { best }
                    },
                ),
            };
            if (step - math::ln(factor)).abs() < SPLIT_WITHIN {
                self.hold_through(date, factor)?;
            } else if step.abs() >= SPLIT_WITHIN {
                let found = format!("a level {:.2} times as high", math::exp(step));
                return Err(self.unclear(date, format!("{factor}"), found));
            }
        }
        Ok(())
    }

    /// Falls of close and quotes together that no column tells of: a split has all strikes divided,
    /// and leaves what options cost for their level.
    fn splits_of_both(&mut self, stated: &[StatedSplit]) -> Result<(), ImportError> {
        let moves = self.market.bars.windows(2).filter_map(|pair| {
            let fall = pair[0].close / pair[1].close;
            (math::ln(fall).abs() > SPLIT_FROM).then_some((pair[0].date, pair[1].date, fall))
        });
        for (before, date, fall) in moves.collect::<Vec<_>>() {
            let chain = self.market.chain.as_ref();
            let Some((before, day)) = chain.and_then(|c| c.day(before).zip(c.day(date))) else {
                continue;
            };
            let is_stated = stated.iter().any(|split| split.date == date);
            let Some(ratio) = parity::split_between(&before, &day, fall) else { continue };
            if is_stated || !divide_before(self.market, date, ratio) {
                continue;
            }
            self.hold_through(date, ratio)?;
        }
        Ok(())
    }

    /// Steps of the level against bars that do not move: the bars are adjusted for a split, and
    /// the quotes are not.
    fn splits_of_quotes(&mut self) -> Result<(), ImportError> {
        let days = self.days();
        for at in (1..days.len()).rev() {
            let step = math::ln(days[at - 1].ratio / days[at].ratio);
            if step.abs() < SPLIT_FROM {
                continue;
            }
            let (before, after) = days.split_at(at);
            let both = median(before.iter().rev().take(5)).zip(median(after.iter().take(5)));
            let lasts = both.is_some_and(|(before, after)| {
                (math::ln(before / after) - step).abs() < SPLIT_WITHIN / 2.0
            });
            if !lasts || at < 2 || days.len() - at < 2 {
                continue; // a day off the others is left out later
            }
            let (date, ratio) = (days[at].date, math::exp(step));
            let whole = ratio.round();
            let is_whole = whole >= 2.0 && (ratio / whole - 1.0).abs() < 0.02;
            if !is_whole || days[at].bar != days[at - 1].bar + 1 {
                let found = format!("closes that do not move with it, from {}", days[at - 1].date);
                return Err(self.unclear(date, format!("{ratio:.2}"), found));
            }
            self.hold_through(date, whole)?;
        }
        Ok(())
    }

    /// Has what is held exchanged on the day of a split.
    fn hold_through(&mut self, date: NaiveDate, factor: f64) -> Result<(), ImportError> {
        let whole = factor.round();
        if !(2.0..=1_000.0).contains(&whole) || (factor - whole).abs() > 1e-6 {
            let (file, factor) = (self.file.to_owned(), format!("{factor:.4}"));
            let factor = factor.trim_end_matches('0').trim_end_matches('.').to_owned();
            return Err(Contradiction::OddSplit { file, date, factor }.into());
        }
        self.market.splits.push(Split { date, ratio: whole as u32 });
        Ok(())
    }

    fn unclear(&self, date: NaiveDate, factor: String, found: String) -> ImportError {
        Contradiction::UnclearSplit { file: self.file.to_owned(), date, factor, found }.into()
    }

    /// The steady gap between closes and quotes, scaled away.
    fn gap(&mut self) -> Result<Option<Warning>, ImportError> {
        let days = self.days();
        let Some((scale, unit)) = median(days.iter()).and_then(scale_of) else { return Ok(None) };
        let gaps: Vec<f64> = days.iter().map(|day| day.ratio / scale).collect();
        let is_far = |gap: &f64| (gap - 1.0).abs() > Market::CHAIN_TOLERANCE;
        if days.len() < FEW && gaps.iter().any(is_far) {
            return Ok(None); // too few days to know another underlying from another level
        }
        let changes: Vec<f64> =
            gaps.windows(2).map(|pair| math::ln(pair[1] / pair[0]).abs()).collect();
        if math::quantile(&changes, 0.5).is_some_and(|change| change > ALIKE) {
            return Ok(None); // of another underlying, or too rough to be told
        }
        let least = match days.len() < FEW && !days.iter().all(|day| day.is_confirmed) {
            true => GAP_OF_FEW,
            false => GAP,
        };
        let steps = Steps::of(&gaps, least);
        let mut off = DaysFound::default();
        let mut sizes: Vec<(f64, usize)> = Vec::new();
        for (place, day) in days.iter().enumerate() {
            if steps.factor(place) != 1.0 {
                off.note(day.date);
                sizes.push((steps.factor(place), place));
            }
        }
        let Some(off) = off.any() else { return Ok(None) };
        math::sort_by_key(&mut sizes, |(factor, _)| (*factor - 1.0).abs());
        let (least, most) = (sizes[0].0, sizes[sizes.len() - 1]);
        if self.is_strict {
            let day = &days[most.1];
            let close =
                self.market.bars[day.bar].close * f64::from(self.market.shares_for_one(day.date));
            return Err(Contradiction::OtherLevel {
                file: self.file.to_owned(),
                date: day.date,
                level: format!("{:.2}", close * day.ratio / if unit { 1.0 } else { scale }),
                close: format!("{close:.2}"),
            }
            .into());
        }
        for (place, bar) in self.market.bars.iter_mut().enumerate() {
            let at = days.partition_point(|day| day.bar <= place).saturating_sub(1);
            let factor = steps.factor(at);
            for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
                *price *= factor;
            }
        }
        let [from, to] = [least, most.0].map(|factor| said(1.0 / factor));
        Ok(Some(Warning::OtherLevel { from, to, days: off }))
    }
}

/// Where closes stand of the quotes' level, in words.
fn said(share: f64) -> String {
    match share {
        _ if share >= 50.0 => format!("at {share:.0} times the level"),
        _ if share <= 0.02 => format!("at 1/{:.0} of the level", 1.0 / share),
        _ if share < 1.0 => format!("{:.2} % below", (1.0 - share) * 100.0),
        _ => format!("{:.2} % above", (share - 1.0) * 100.0),
    }
}

/// The scale of the options that a ratio is near to, and whether it is one of units: bars written
/// in cents, ten-thousandths or the like.
fn scale_of(ratio: f64) -> Option<(f64, bool)> {
    let near = |scale: f64, within: f64| math::ln(ratio / scale).abs() < within;
    // Twenty years of dividends take less than half of a price.
    let scale = [Chain::WHOLE, Chain::TENTH].into_iter().find(|scale| near(*scale, 0.6));
    let unit = [1e-4, 1e-3, 1e-2, 1e2, 1e3, 1e4].into_iter().any(|unit| near(unit, 0.05));
    scale.map(|scale| (scale, false)).or(unit.then_some((1.0, true)))
}
