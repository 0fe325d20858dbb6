//! How volatilities and sensitivities are written: found from the quotes, not assumed.

use std::f64::consts::TAU;

use chrono::NaiveDate;

use crate::import::chain::day::Days;
use crate::market::{ChainQuote, PackedQuote, Right};
use crate::math;
use crate::units::Vol;

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
/// A sensitivity that is off every unit by more than this factor tells nothing.
const WITHIN: f64 = 1.6;

/// The highest implied volatility that is kept, as a decimal.
pub(crate) const MAX_VOL: f64 = 5.0;

/// What a vega may be per, and what a theta: how much of that per 1.00, or per year, it is.
const VEGA: [(f64, &str); 2] = [(1.0, "per 1.00"), (0.01, "per point")];
const THETA: [(f64, &str); 3] =
    [(1.0, "per year"), (1.0 / 365.0, "per day"), (1.0 / 252.0, "per trading day")];

/// How numbers are written, and how that was found.
pub(crate) struct Units {
    /// Whether volatilities are percent.
    pub(crate) is_percent: bool,
    /// Rows at the money whose prices told; 0 if only the numbers themselves did.
    pub(crate) priced: usize,
    /// What vega and theta are per, where the file has them.
    pub(crate) vega: Option<&'static str>,
    pub(crate) theta: Option<&'static str>,
}

/// A quote that can tell.
pub(crate) struct AtTheMoney {
    right: Right,
    spot: f64,
    strike: f64,
    mid: f64,
    /// As the file has it.
    iv: f64,
    root_years: f64,
}

impl AtTheMoney {
    /// The quote, if it has what is needed and is near the money.
    pub(crate) fn of(date: NaiveDate, spot: Option<f64>, quote: &ChainQuote) -> Option<Self> {
        let (iv, mid, spot) = (quote.iv?.decimal(), quote.mid()?, spot?);
        let strike = quote.strike.to_dollars_f64();
        let days = (quote.expiry - date).num_days();
        let is_near = (strike / spot - 1.0).abs() <= NEAR && DAYS.contains(&days);
        let root_years = (days as f64 / 365.0).sqrt();
        (is_near && iv > 0.0).then_some(Self {
            right: quote.right,
            spot,
            strike,
            mid,
            iv,
            root_years,
        })
    }

    /// Whether its price comes nearer to the middle of its quotes if the volatility is percent.
    /// Neither interest nor dividends are known here; they are far from making a difference of a
    /// hundred.
    fn is_percent(&self) -> bool {
        let miss = |vol: f64| {
            (value(self.right, self.spot, self.strike, vol * self.root_years) - self.mid).abs()
        };
        miss(self.iv / 100.0) < miss(self.iv)
    }

    /// Vega per 1.00, and what theta loses in a year, at a volatility; without interest.
    fn greeks(&self, vol: f64) -> (f64, f64) {
        let deviation = vol * self.root_years;
        let d1 = math::ln(self.spot / self.strike) / deviation + 0.5 * deviation;
        let density = math::exp(-0.5 * d1 * d1) / TAU.sqrt();
        let vega = self.spot * density * self.root_years;
        (vega, self.spot * density * vol / (2.0 * self.root_years))
    }
}

/// What rows at the money said.
#[derive(Default)]
pub(crate) struct Votes {
    percent: usize,
    decimal: usize,
    vega: [usize; VEGA.len()],
    theta: [usize; THETA.len()],
}

impl Votes {
    /// Whether more rows are to be asked.
    pub(crate) fn is_open(&self) -> bool {
        self.percent + self.decimal < ROWS
    }

    /// Asks a row, with the sensitivities that stand on it.
    pub(crate) fn ask(&mut self, row: &AtTheMoney, theta: Option<f64>, vega: Option<f64>) {
        let is_percent = row.is_percent();
        *(if is_percent { &mut self.percent } else { &mut self.decimal }) += 1;
        let vol = if is_percent { row.iv / 100.0 } else { row.iv };
        let (own_vega, own_theta) = row.greeks(vol);
        count(&VEGA, vega.map(|vega| vega.abs() / own_vega), &mut self.vega);
        count(&THETA, theta.map(|theta| theta.abs() / own_theta), &mut self.theta);
    }

    /// What most said; of volatilities, without any price, what the middle of them does.
    pub(crate) fn count(&self, days: &Days) -> Units {
        let priced = self.percent + self.decimal;
        let is_percent = match priced {
            0 => {
                let quotes = days.values().flat_map(|day| &day.quotes);
                let vols = quotes.filter_map(|quote| quote.iv()).map(|iv| iv.decimal());
                let vols: Vec<f64> = vols.filter(|iv| *iv > 0.0).take(NUMBERS).collect();
                math::quantile(&vols, 0.5).is_some_and(|middle| middle > PERCENT_FROM)
            }
            _ => self.percent > self.decimal,
        };
        Units {
            is_percent,
            priced,
            vega: most(&VEGA, &self.vega),
            theta: most(&THETA, &self.theta),
        }
    }
}

/// Counts the unit that is nearest to a ratio, if one is near.
fn count(units: &[(f64, &str)], ratio: Option<f64>, votes: &mut [usize]) {
    let Some(ratio) = ratio.filter(|ratio| *ratio > 0.0) else { return };
    let off = |unit: f64| math::ln(ratio / unit).abs();
    let nearest = (0..units.len()).min_by(|a, b| off(units[*a].0).total_cmp(&off(units[*b].0)));
    if let Some(nearest) = nearest.filter(|at| off(units[*at].0) <= math::ln(WITHIN)) {
        votes[nearest] += 1;
    }
}

fn most(units: &[(f64, &'static str)], votes: &[usize]) -> Option<&'static str> {
    let best = (0..units.len()).rev().max_by_key(|at| votes[*at])?;
    (votes[best] > 0).then_some(units[best].1)
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

/// Brings volatilities to decimals and empties those out of their range; how many.
pub(crate) fn scale_vols(quotes: &mut [PackedQuote], is_percent: bool) -> usize {
    let mut emptied = 0;
    for quote in quotes {
        let Some(iv) = quote.iv() else { continue };
        let iv = if is_percent { Vol::percent(iv.decimal()) } else { iv };
        let is_good = iv.decimal() > 0.0 && iv.decimal() <= MAX_VOL;
        if is_percent || !is_good {
            quote.set_iv(is_good.then_some(iv));
        }
        emptied += usize::from(!is_good);
    }
    emptied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_of_a_vendor_are_found() {
        let row = AtTheMoney {
            right: Right::Call,
            spot: 298.13,
            strike: 298.0,
            mid: 8.0,
            iv: 0.128,
            root_years: (100.0_f64 / 365.0).sqrt(),
        };
        let (vega, theta) = row.greeks(0.128);
        let check = |theta: f64, vega: f64, expected: (&str, &str)| {
            let mut votes = Votes::default();
            votes.ask(&row, Some(theta), Some(vega));
            let units = votes.count(&Days::new());
            assert_eq!((units.theta, units.vega), (Some(expected.0), Some(expected.1)));
        };
        check(-theta, vega, ("per year", "per 1.00"));
        check(-theta / 365.0, vega / 100.0, ("per day", "per point"));
        check(-theta / 252.0, vega, ("per trading day", "per 1.00"));
        let mut votes = Votes::default();
        votes.ask(&row, Some(-theta / 20.0), None);
        let units = votes.count(&Days::new());
        assert_eq!((units.theta, units.vega), (None, None));
    }
}
