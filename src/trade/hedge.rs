//! Offsetting delta with the underlying: when, with which instrument, and at what cost.

use serde::{Deserialize, Serialize};

use crate::units::{Money, Price};

use super::contract::Instrument;

/// When the delta of a position is offset, at the close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HedgeRule {
    /// Never.
    #[default]
    None,
    /// Every day, to the nearest share.
    Daily,
    /// Only when the net delta per share of the units held is beyond this.
    Band(f64),
}

/// What the hedge is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HedgeInstrument {
    /// Futures: nothing is paid but gains and losses, settled every day, and the carry. A fund is
    /// hedged with its shares all the same, for its options deliver them.
    #[default]
    Futures,
    /// Shares, or a basket of them: paid for in cash, they earn the dividends.
    Shares,
}

/// How deltas are hedged in a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hedging {
    /// Whether the structures' own rules are followed.
    pub structures: bool,
    /// Whether what is left of the account's delta is offset as well.
    pub portfolio: PortfolioHedge,
    /// The band of the portfolio hedge: net delta in dollars as a share of equity.
    pub portfolio_band: f64,
    /// What the hedge is made of.
    pub instrument: HedgeInstrument,
    /// Half the distance between bid and ask, as a share of the price.
    pub half_spread: f64,
    /// Fee per share, dollars.
    pub fee_per_share: f64,
}

/// When the account's remaining delta is offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortfolioHedge {
    /// Never.
    #[default]
    Off,
    /// Every day, to the nearest share.
    Daily,
    /// When it is beyond the band.
    Band,
}

impl Default for Hedging {
    fn default() -> Self {
        Self {
            structures: true,
            portfolio: PortfolioHedge::Off,
            portfolio_band: 0.05,
            instrument: HedgeInstrument::Futures,
            half_spread: 0.00005,
            fee_per_share: 0.005,
        }
    }
}

/// Shares or futures bought (positive) or sold, at their price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareFill {
    /// Signed number of shares.
    pub shares: i64,
    /// The middle of the market.
    pub mid: Price,
    /// The price paid or received.
    pub price: Price,
    /// Fees.
    pub fees: Money,
}

impl HedgeRule {
    /// How many shares to trade so that `delta` shares of the options and the `held` ones offset
    /// each other; `size` is the number of shares that the position's units control.
    ///
    /// ```
    /// use rotation::trade::hedge::HedgeRule;
    /// assert_eq!(HedgeRule::Daily.trade(250.4, -100, 1_000), -150);
    /// assert_eq!(HedgeRule::Band(0.2).trade(250.4, -100, 1_000), 0); // 15 deltas a unit
    /// assert_eq!(HedgeRule::Band(0.1).trade(250.4, -100, 1_000), -150);
    /// assert_eq!(HedgeRule::None.trade(250.4, -100, 1_000), 100); // no hedge is wanted
    /// ```
    #[must_use]
    pub fn trade(self, delta: f64, held: i64, size: i64) -> i64 {
        let net = delta + held as f64;
        match self {
            Self::None => -held,
            Self::Band(band) if net.abs() <= band * size.abs() as f64 => 0,
            Self::Daily | Self::Band(_) => -(net.round() as i64),
        }
    }
}

impl Hedging {
    /// Whether the hedge of an instrument is made of futures. That of a fund never is: its options
    /// deliver shares.
    #[must_use]
    pub fn uses_futures(&self, instrument: Instrument) -> bool {
        !instrument.is_fund() && self.instrument == HedgeInstrument::Futures
    }

    /// Buys or sells shares around `mid` dollars; all costs are multiplied by `multiple`.
    #[must_use]
    pub fn fill(&self, shares: i64, mid: f64, multiple: f64) -> ShareFill {
        let half = mid * self.half_spread * multiple;
        let price = if shares < 0 { (mid - half).max(0.0) } else { mid + half };
        let fee = self.fee_per_share * multiple;
        ShareFill {
            shares,
            mid: quantised(mid),
            price: quantised(price),
            fees: quantised(fee).each(shares.abs()),
        }
    }
}

/// A spot is at most 10 million and fees are validated with the scenario.
fn quantised(dollars: f64) -> Price {
    Price::from_dollars_f64(dollars).expect("a checked price is within the range of money")
}
