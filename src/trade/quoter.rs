//! The market at one moment: what any contract would be quoted at.

use chrono::NaiveDate;

use crate::pricing::black_scholes::{self, Greeks, Terms};
use crate::pricing::{Right, Surface};
use crate::units::{Strike, Years};

use super::contract::{Contract, Instrument};
use super::cost::{SpreadModel, Standing};
use super::quote::{Provenance, Quote};
use super::structure::StrikeRule;

/// Everything a quote depends on at one moment.
#[derive(Clone, Debug)]
pub struct Quoter {
    /// The day.
    pub date: NaiveDate,
    /// Hours until the close: 6.5 at the open, 0 at the close.
    pub hours_to_close: f64,
    /// The instrument traded.
    pub instrument: Instrument,
    /// The instrument's underlying, dollars.
    pub spot: f64,
    /// Volatility and rates, as known at this moment.
    pub surface: Surface,
    /// How wide the market is.
    pub spread: SpreadModel,
}

impl Quoter {
    /// The quote of a contract.
    #[must_use]
    pub fn quote(&self, contract: &Contract, at_the_money: bool) -> Quote {
        let mid = self.price(contract);
        let standing = Standing {
            mid,
            moneyness: (contract.strike.to_dollars_f64() / self.spot - 1.0).abs(),
            days: contract.days_left(self.date),
            spot: self.spot,
            vix_points: self.surface.index_level().decimal() * 100.0,
            at_the_money,
        };
        let half_spread = self.spread.width(&standing) / 2.0;
        Quote { mid, half_spread, provenance: Provenance::Model }
    }

    /// The model's price of a contract per unit, dollars.
    #[must_use]
    pub fn price(&self, contract: &Contract) -> f64 {
        black_scholes::price(&self.terms(contract))
    }

    /// Price and Greeks of a contract per unit, for marks.
    #[must_use]
    pub fn greeks(&self, contract: &Contract) -> Greeks {
        black_scholes::greeks(&self.terms(contract))
    }

    /// The listed strike a rule chooses for an expiry.
    ///
    /// `None` when no listed strike is above zero.
    #[must_use]
    pub fn strike(&self, right: Right, rule: StrikeRule, expiry: NaiveDate) -> Option<Strike> {
        let step = self.instrument.strike_step(self.spot);
        let nearest = |dollars: f64| (dollars / step as f64).round() as i64;
        let steps = match rule {
            StrikeRule::AtTheMoney => nearest(self.spot),
            StrikeRule::Percent(percent) => nearest(self.spot * (1.0 + percent)),
            StrikeRule::Delta(delta) => self.steps_at_delta(right, delta, expiry, step),
        };
        (steps >= 1).then(|| Strike::dollars(steps * step))
    }

    /// How many strike steps up the grid the absolute delta comes nearest to `target`.
    ///
    /// Absolute delta falls with the strike for calls and rises for puts, so that halving the
    /// grid finds the last strike on the near side of the target.
    fn steps_at_delta(&self, right: Right, target: f64, expiry: NaiveDate, step: i64) -> i64 {
        let delta = |steps: i64| {
            let strike = Strike::dollars(steps * step);
            black_scholes::delta(&self.terms(&Contract { right, strike, expiry })).abs()
        };
        let below = |steps: i64| match right {
            Right::Call => delta(steps) >= target,
            Right::Put => delta(steps) < target,
        };
        let (mut low, mut high) = (0, (self.spot * 4.0 / step as f64) as i64 + 2);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            *(if below(middle) { &mut low } else { &mut high }) = middle;
        }
        match low {
            0 => high,
            _ if (delta(high) - target).abs() < (delta(low) - target).abs() => high,
            _ => low,
        }
    }

    fn terms(&self, contract: &Contract) -> Terms {
        let days = contract.days_left(self.date).max(0);
        let years = Years::days_and_hours(days, self.hours_to_close);
        let strike = contract.strike.to_dollars_f64();
        Terms {
            right: contract.right,
            spot: self.spot,
            strike,
            years,
            rate: self.surface.rate(),
            dividend_yield: self.surface.dividend_yield(),
            vol: self.surface.vol(self.spot, strike, years),
        }
    }
}
