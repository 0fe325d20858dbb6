//! Prices that contain the dividends that stand beside them.
//!
//! yfinance writes prices from which later dividends are taken off, and the dividends in a column:
//! paid as well, they would count twice. Such prices are brought back to those that were traded:
//! each dividend is put back into the closes before its ex-date. That the prices contain them is
//! seen by what was traded: whole cents. A price after the last ex-date is one, those before are
//! none, and all are again once the dividends are back.

use crate::import::findings::days::DaysFound;
use crate::import::findings::warning::Warning;
use crate::market::{Bar, Market, Series};
use crate::math;

/// The share of closes in whole cents from which all are taken to be, and below which none.
const MOST: f64 = 0.8;
const FEW: f64 = 0.5;
/// How near to a whole number of cents; single-precision floats are off by less.
const CENTS: f64 = 0.01;
/// The difference of log-likelihoods that decides by the opens of ex-dates.
const DECIDES: f64 = 4.0;

/// Puts dividends back into prices that contain them, and says so. `has_layout` is whether the
/// file is laid out as yfinance writes prices that do.
pub(super) fn restore(market: &mut Market, has_layout: bool) -> Option<Warning> {
    let paid: Vec<f64> =
        market.series(Series::Dividend)?.iter().map(|paid| paid.unwrap_or(0.0)).collect();
    let last = paid.iter().rposition(|paid| *paid > 0.0).filter(|day| *day > 0)?;
    let before = whole_cents(&market.bars[..last]);
    let restored = restored(&market.bars, &paid)?;
    let opens = by_opens(&market.bars, &paid);
    let contains = match () {
        () if before < FEW && whole_cents(&restored[..last]) >= MOST => true,
        () if opens.abs() > DECIDES => opens < 0.0,
        () if before >= MOST => false,
        () if has_layout => true,
        // Nothing tells: dividends in a column are those that are paid.
        () => return Some(Warning::DividendsUnclear { days: days(market, &paid) }),
    };
    if !contains {
        return None;
    }
    market.bars = restored;
    Some(Warning::DividendsRestored { days: days(market, &paid) })
}

fn days(market: &Market, paid: &[f64]) -> DaysFound {
    let mut found = DaysFound::default();
    let ex = market.bars.iter().zip(paid).skip(1).filter(|(_, paid)| **paid > 0.0);
    ex.for_each(|(bar, _)| found.note(bar.date));
    found
}

fn whole_cents(bars: &[Bar]) -> f64 {
    let is_whole = |bar: &&Bar| (bar.close * 100.0 - (bar.close * 100.0).round()).abs() < CENTS;
    bars.iter().filter(is_whole).count() as f64 / bars.len().max(1) as f64
}

/// The bars with all dividends put back; `None` if that leads to prices that cannot be.
///
/// A vendor multiplies all prices before an ex-date by `1 - d / p`, with `p` the close before it.
fn restored(bars: &[Bar], paid: &[f64]) -> Option<Vec<Bar>> {
    let mut bars = bars.to_vec();
    let mut factor = 1.0;
    for day in (0..bars.len()).rev() {
        let Bar { open, high, low, close, .. } = &mut bars[day];
        if let Some(paid) = paid.get(day + 1).filter(|paid| **paid > 0.0) {
            let traded = *close / factor + paid;
            factor *= 1.0 - paid / traded;
        }
        for price in [open, high, low, close] {
            *price /= factor;
            if !super::splits::PRICES.contains(price) {
                return None;
            }
        }
    }
    Some(bars)
}

/// By how much likelier the opens of ex-dates are if prices fall by the dividend, in logarithms.
fn by_opens(bars: &[Bar], paid: &[f64]) -> f64 {
    let nights: Vec<f64> = bars.windows(2).map(|pair| pair[1].open / pair[0].close - 1.0).collect();
    let middle = math::quantile(&nights, 0.5).unwrap_or(0.0);
    let sizes: Vec<f64> = nights.iter().map(|night| (night - middle).abs()).collect();
    // 1.4826 median absolute deviations are a standard deviation of normal returns.
    let deviation = 1.4826 * math::quantile(&sizes, 0.5).unwrap_or(0.0);
    if deviation < 1e-5 {
        return 0.0; // opens that repeat the close before tell nothing
    }
    let sum = (1..bars.len()).filter(|day| paid[*day] > 0.0).map(|day| {
        let (night, fall) = (nights[day - 1] - middle, paid[day] / bars[day - 1].close);
        // A night far out decides nothing.
        let night = night.clamp(-fall - 3.0 * deviation, 3.0 * deviation);
        night * night - (night + fall) * (night + fall)
    });
    sum.sum::<f64>() / (2.0 * deviation * deviation)
}
