//! What is unusual about a market as a whole: days without a bar, days without quotes, series
//! that look like decimals, and files of which nothing was used.

use crate::import::findings::days::DaysFound;
use crate::import::findings::limits::FEW_BARS;
use crate::import::findings::role::Role;
use crate::import::findings::summary::{FileSummary, Merged};
use crate::import::findings::warning::Warning;
use crate::import::quality::doubts;
use crate::market::{Chain, Market, Series, is_stale_open, is_trading_day, is_unknown};
use chrono::Datelike;

/// Looks for all of them but the ones only the telling apart of files can know.
pub(crate) fn find(market: &Market, files: &[FileSummary]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if market.bars.len() < FEW_BARS {
        warnings.push(Warning::FewBars { bars: market.bars.len() });
    }
    let (missing, closed) = against_calendar(market);
    warnings.extend(missing.any().map(|days| Warning::MissingDays { days }));
    warnings.extend(closed.any().map(|days| Warning::ClosedDays { days }));
    let mut early = DaysFound::default();
    let before = market.bars.iter().filter(|bar| bar.date.year() < FIRST_YEAR);
    before.for_each(|bar| early.note(bar.date));
    warnings.extend(early.any().map(|days| Warning::EarlyDays { days }));
    warnings.extend(unknown_underlying(market, files));
    warnings.extend(stale_opens(market).any().map(|days| Warning::StaleOpens { days }));
    for series in [Series::Vix, Series::Vix9d, Series::Vix3m, Series::Vvix] {
        let values = || market.series(series).into_iter().flatten().flatten();
        // 0.01 is one percent point; no index has ever closed there.
        if values().next().is_some() && values().all(|value| *value < 0.01) {
            warnings.push(Warning::LooksDecimal { series: series.column().to_owned() });
        }
    }
    let has_trades = market.chain.as_ref().is_some_and(Chain::has_trades);
    warnings.extend(has_trades.then_some(Warning::TradesAlone));
    warnings.extend(holes(market));
    warnings.extend(doubts::doubts(market));
    for file in files {
        let is_score = |meaning: &str| meaning.starts_with("profile_");
        let unused = |name: &Option<String>| name.as_deref().is_some_and(is_score);
        if file.role == Role::Bars
            && file.columns.iter().any(|column| !column.is_used && unused(&column.meaning))
        {
            warnings.push(Warning::SomeScores { file: file.name.clone() });
        }
        let landed = |merged: &Merged| merged.filled + merged.replaced + merged.confirmed;
        if file.role == Role::Volatility && file.merged.iter().all(|merged| landed(merged) == 0) {
            warnings.push(Warning::NothingMerged { file: file.name.clone() });
        }
        if file.date_forms.len() > 1 {
            warnings.push(Warning::MixedDates { file: file.name.clone() });
        }
    }
    warnings
}

/// Bars without quotes between the first and the last day of quotes.
fn holes(market: &Market) -> Option<Warning> {
    let chain = market.chain.as_ref()?;
    let (first, last) = (chain.days().next()?.date(), chain.days().last()?.date());
    let within =
        market.bars.iter().map(|bar| bar.date).filter(|date| (first..=last).contains(date));
    let mut empty = DaysFound::default();
    within.filter(|date| chain.day(*date).is_none()).for_each(|date| empty.note(date));
    empty.any().map(|days| Warning::ChainHoles { days })
}

/// The days of the years without opens on which the open repeats the close before.
fn stale_opens(market: &Market) -> DaysFound {
    let years = market.opens_by_year();
    let is_stale = |year: i32| years.iter().any(|own| own.year == year && own.is_stale());
    let mut found = DaysFound::default();
    let pairs = market.bars.windows(2).filter(|pair| is_stale_open(&pair[0], &pair[1]));
    let days = pairs.map(|pair| pair[1].date).filter(|date| is_stale(date.year()));
    days.for_each(|date| found.note(date));
    found
}

/// Options of which it is not known whether they are on an index.
fn unknown_underlying(market: &Market, files: &[FileSummary]) -> Option<Warning> {
    market.chain.as_ref()?;
    let mut symbols = files.iter().map(|file| &file.underlying).filter(|name| !name.is_empty());
    let (symbol, level) = (symbols.next()?, market.bars.last().map(|bar| bar.close));
    let is_unknown =
        is_unknown(symbol, &market.name, level) && market.chain_scale() == Some(Chain::WHOLE);
    is_unknown.then(|| Warning::UnknownUnderlying { symbol: symbol.clone() })
}

/// The first year whose trading days are known by rule.
const FIRST_YEAR: i32 = 1990;

/// Trading days between the first and the last bar that have none, and bars on other days, from
/// 1990 on.
fn against_calendar(market: &Market) -> (DaysFound, DaysFound) {
    let is_known = |date: &chrono::NaiveDate| date.year() >= FIRST_YEAR;
    let (mut missing, mut closed) = (DaysFound::default(), DaysFound::default());
    for bar in market.bars.iter().filter(|bar| is_known(&bar.date) && !is_trading_day(bar.date)) {
        closed.note(bar.date);
    }
    for pair in market.bars.windows(2) {
        let between = pair[0].date.iter_days().skip(1).take_while(|date| *date < pair[1].date);
        for date in between.filter(|date| is_known(date) && is_trading_day(*date)) {
            missing.note(date);
        }
    }
    (missing, closed)
}
