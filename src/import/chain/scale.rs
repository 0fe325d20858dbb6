//! Whether volatilities are percent or decimals: found from the quotes, not assumed.

use chrono::NaiveDate;

use super::gathered::Days;
use crate::market::{ChainQuote, Right};
use crate::math;

/// How near the money a row must be to tell, as a share of the underlying.
const NEAR: f64 = 0.02;
/// Calendar days to expiry between which a price tells.
const DAYS: std::ops::RangeInclusive<i64> = 5..=180;
/// As many rows are asked at most.
const ROWS: usize = 1_000;
/// As many volatilities are looked at where no price can be asked.
const NUMBERS: usize = 100_000;
/// Without prices to ask: a chain whose middle volatility is above this has percent.
const PERCENT_FROM: f64 = 3.0;

/// How volatilities are written, and how that was found.
pub(super) struct Scale {
    pub(super) is_percent: bool,
    /// Rows at the money whose prices told; 0 if only the numbers themselves did.
    pub(super) priced: usize,
}

/// Prices rows at the money at the stated volatility, once as percent and once as a decimal: most
/// of them say which comes nearer to the middle of the quotes. Neither interest nor dividends are
/// known here; they are far from making a difference of a hundred.
#[derive(Default)]
pub(super) struct Votes {
    percent: usize,
    decimal: usize,
}

impl Votes {
    /// Asks a row, unless enough were asked.
    pub(super) fn ask(&mut self, date: NaiveDate, underlying: Option<f64>, quote: &ChainQuote) {
        if self.percent + self.decimal < ROWS
            && let Some(is_percent) = is_percent(date, underlying, quote)
        {
            *(if is_percent { &mut self.percent } else { &mut self.decimal }) += 1;
        }
    }

    /// What most said; without any, what the middle of the volatilities does.
    pub(super) fn count(&self, days: &Days) -> Scale {
        let priced = self.percent + self.decimal;
        if priced > 0 {
            return Scale { is_percent: self.percent > self.decimal, priced };
        }
        let quotes = days.values().flat_map(|day| &day.quotes);
        let vols = quotes.filter_map(|quote| quote.iv()).map(|iv| iv.decimal());
        let vols: Vec<f64> = vols.filter(|iv| *iv > 0.0).take(NUMBERS).collect();
        let middle = math::quantile(&vols, 0.5);
        Scale { is_percent: middle.is_some_and(|middle| middle > PERCENT_FROM), priced: 0 }
    }
}

/// What one row says; `None` if it cannot tell.
fn is_percent(date: NaiveDate, underlying: Option<f64>, quote: &ChainQuote) -> Option<bool> {
    let (iv, mid, spot) = (quote.iv?.decimal(), quote.mid()?, underlying?);
    let strike = quote.strike.to_dollars_f64();
    let days = (quote.expiry - date).num_days();
    let is_near = (strike / spot - 1.0).abs() <= NEAR && DAYS.contains(&days);
    let root_years = (days as f64 / 365.0).sqrt();
    let miss = |vol: f64| (value(quote.right, spot, strike, vol * root_years) - mid).abs();
    (is_near && iv > 0.0).then(|| miss(iv / 100.0) < miss(iv))
}

/// Value of an option without interest and dividends (Black 1976), by the standard deviation of
/// the log return until expiry.
fn value(right: Right, spot: f64, strike: f64, deviation: f64) -> f64 {
    let centre = math::ln(spot / strike) / deviation;
    let sign = right.sign();
    let owned = spot * math::normal_cdf(sign * (centre + 0.5 * deviation));
    let owed = strike * math::normal_cdf(sign * (centre - 0.5 * deviation));
    sign * (owned - owed)
}
