//! How much capital one unit of a structure takes: what turns a weight into contracts and back.

use serde::{Deserialize, Serialize};

use crate::units::{Money, Price};

use super::contract::Instrument;
use super::margin;

/// What a weight is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sizing {
    /// Equity against the value of the underlying that a unit controls.
    #[default]
    Notional,
    /// Equity against the premium paid, or the margin if that is more.
    Premium,
    /// Equity against the most a unit can lose; for naked shorts what the margin rule assumes.
    MaximumLoss,
    /// Equity against the loss from one point of volatility, times the budget.
    Vega,
}

/// How weights become contracts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sizes {
    /// What a weight is a share of.
    pub by: Sizing,
    /// Share of equity that one point of volatility may move at a weight of 100 %.
    pub vega_budget: f64,
    /// Whether hundredths of a contract are traded.
    pub fractional: bool,
}

/// Legs held together, as sizing sees them.
#[derive(Clone, Copy, Debug)]
pub struct SizingPosition<'a> {
    /// The legs.
    pub legs: &'a [margin::MarginLeg],
    /// What all of them gain from one point of volatility, dollars.
    pub vega_per_point: f64,
    /// The underlying.
    pub spot: Price,
    /// What the contracts are on.
    pub instrument: Instrument,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { by: Sizing::Notional, vega_budget: 0.01, fractional: false }
    }
}

impl Sizes {
    /// Whether a unit's capital depends on the contracts chosen, not on the spot alone.
    #[must_use]
    pub fn needs_contracts(&self) -> bool {
        self.by != Sizing::Notional
    }

    /// Capital of one unit by notional, dollars.
    #[must_use]
    pub fn notional(spot: f64) -> f64 {
        spot * Instrument::MULTIPLIER as f64
    }

    /// Capital that legs take together, dollars. Never zero.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::pricing::Right;
    /// use rotation::trade::sizing::{SizingPosition, Sizes, Sizing};
    /// use rotation::trade::{Contract, Instrument, Settlement, margin};
    /// use rotation::units::{Contracts, Price, Strike};
    /// let expiry = NaiveDate::from_ymd_opt(2018, 2, 16).unwrap();
    /// let call = |strike, contracts, mark: i64| margin::MarginLeg {
    ///     contract: Contract {
    ///         right: Right::Call,
    ///         strike: Strike::dollars(strike),
    ///         expiry,
    ///         settlement: Settlement::Close,
    ///     },
    ///     contracts: Contracts::new(contracts),
    ///     mark: Price::micros(mark * 1_000_000),
    /// };
    /// let legs = [call(100, 1, 3), call(105, -1, 1)];
    /// let spot = Price::micros(101_000_000);
    /// let instrument = Instrument::Index;
    /// let held = SizingPosition { legs: &legs, vega_per_point: 4.0, spot, instrument };
    /// let capital = |by| Sizes { by, ..Sizes::default() }.capital(&held);
    /// assert_eq!(capital(Sizing::Notional), 10_100.0);
    /// assert_eq!(capital(Sizing::Premium), 200.0); // 3.00 paid, 1.00 received
    /// assert_eq!(capital(Sizing::MaximumLoss), 200.0);
    /// assert_eq!(capital(Sizing::Vega), 400.0); // 4 dollars a point are 1 % of it
    /// ```
    #[must_use]
    pub fn capital(&self, held: &SizingPosition<'_>) -> f64 {
        let least = Price::TICK.each(Instrument::MULTIPLIER).to_dollars_f64();
        let worth = |leg: &margin::MarginLeg| leg.mark.times(leg.contracts, Instrument::MULTIPLIER);
        let value = || held.legs.iter().map(worth).sum::<Money>();
        let margin = || margin::requirement(held.legs, held.spot, held.instrument);
        let capital = match self.by {
            Sizing::Notional => Self::notional(held.spot.to_dollars_f64()),
            Sizing::Premium => value().max(margin()).to_dollars_f64(),
            Sizing::MaximumLoss => (value() + margin()).to_dollars_f64(),
            Sizing::Vega => held.vega_per_point.abs() / self.vega_budget,
        };
        capital.max(least)
    }
}
