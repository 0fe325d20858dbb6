//! The period traded, and the error if there is none.

use std::ops::RangeInclusive;

use chrono::Datelike;

use crate::market::{AsOf, Chain, Market, Series, YearOfOpens};
use crate::profile::{PerProfile, Scores};
use crate::signal::Signals;

use super::super::report::StaleOpens;
use super::super::{RunError, Scenario, Timing};

/// Days of history the signals need before the first decision: 50 for the longest average.
const WARM_UP: usize = 50;

/// The bars to trade, by index.
pub(super) fn period(
    market: &Market,
    scenario: &Scenario,
) -> Result<RangeInclusive<usize>, RunError> {
    let (first, last) = market.span().ok_or(RunError::NoBars)?;
    let (from, to) = (scenario.from.unwrap_or(first), scenario.to.unwrap_or(last));
    let start = market.bars.partition_point(|bar| bar.date < from);
    let end = market.bars.partition_point(|bar| bar.date <= to);
    if start >= end {
        return Err(RunError::OutsideData { from, to, first, last });
    }
    if end < WARM_UP {
        return Err(RunError::TooShort { bars: end, needed: WARM_UP });
    }
    for (wanted, present, column) in [
        (scenario.use_quoted_regimes, market.quoted_regimes.is_some(), "regime"),
        (scenario.use_quoted_scores, market.quoted_scores.is_some(), "profile_1_score"),
    ] {
        if wanted && !present {
            return Err(RunError::NotInFile { column });
        }
    }
    Ok(start..=end - 1)
}

/// The years between the first day that can be traded and the last whose opens are stale, of those
/// whose opens are not trusted; none where the scenario does not fill at opens.
pub(super) fn stale_opens(
    market: &Market,
    scenario: &Scenario,
    period: &RangeInclusive<usize>,
    opens: &[YearOfOpens],
) -> Vec<StaleOpens> {
    if scenario.timing != Timing::NextOpen || market.chain.is_some() {
        return Vec::new();
    }
    let first = market.bars[WARM_UP.clamp(*period.start(), *period.end())].date.year();
    let last = market.bars[*period.end()].date.year();
    let stale = opens.iter().filter(|own| (first..=last).contains(&own.year) && own.is_stale());
    stale
        .map(|own| StaleOpens { year: own.year, share: own.stale as f64 / own.bars as f64 })
        .collect()
}

/// Whether the loaded options are on the instrument of the scenario.
pub(super) fn check_instrument(market: &Market, scenario: &Scenario) -> Result<(), RunError> {
    if market.chain.is_none() {
        return Ok(());
    }
    let scale = market.chain_scale();
    let name = |scale| match scale {
        Some(Chain::WHOLE) => "the level of the bars",
        Some(Chain::TENTH) => "a tenth of the bars' level",
        _ => "another underlying",
    };
    let traded = Some(scenario.instrument.spot(1.0));
    if scale == traded {
        return Ok(());
    }
    Err(RunError::OtherInstrument { quoted: name(scale), traded: name(traded) })
}

/// All six scores, if there are all six.
pub(super) fn all(scores: &Scores) -> Option<PerProfile<f64>> {
    let mut all = [0.0; 6];
    for (value, score) in all.iter_mut().zip(scores) {
        *value = (*score)?;
    }
    Some(all)
}

/// Names the first column that has no value today.
pub(super) fn missing(today: &AsOf<'_>, measured: &Signals, scores: &Scores) -> RunError {
    const SCORES: PerProfile<&str> = [
        "profile_1_score",
        "profile_2_score",
        "profile_3_score",
        "profile_4_score",
        "profile_5_score",
        "profile_6_score",
    ];
    let quoted = [Series::Vvix, Series::Skew].into_iter().find(|series| {
        today.series(*series).is_some_and(|values| values[values.len() - 1].is_none())
    });
    let signals = Signals::BEFORE_SOURCE.iter().chain(&Signals::AFTER_SOURCE);
    let mut absent = signals.filter(|(_, read)| read(measured).is_none());
    let score = SCORES.into_iter().zip(scores).find(|(_, score)| score.is_none());
    let column = quoted
        .map(Series::column)
        .or_else(|| absent.next().map(|(column, _)| *column))
        .or(score.map(|(column, _)| column))
        .unwrap_or("regime");
    RunError::Missing { date: today.date(), column }
}
