//! What a trade costs: spread, slippage, fees.
//!
//! Models quote in floats; the fill is the door to the books, where the price is quantised once.

use serde::{Deserialize, Serialize};

use crate::math::{greater, lesser};
use crate::units::{Contracts, Money, Price};

use super::quote::{Provenance, Quote};

/// How wide the market is taken to be where no quote says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadModel {
    /// Fitted to index options: 3 % of the mid at the money, more further out.
    #[default]
    Index,
    /// Fitted to options on a liquid fund: 0.6 % of the mid, at least a cent.
    Etf,
    /// Dollar amounts that widen away from the money, near expiry and in fear.
    Absolute,
    /// No spread at all.
    None,
}

/// The schedule of costs. Fees are dollars; everything is multiplied by `multiple`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Costs {
    /// How wide the market is.
    pub spread: SpreadModel,
    /// Share of the half-spread a fill pays: 1 crosses it, 0 fills at the mid.
    pub spread_fraction: f64,
    /// Slippage as a share of the half-spread for up to 10 contracts ...
    pub slippage_small: f64,
    /// ... for up to 50 ...
    pub slippage_medium: f64,
    /// ... and for more.
    pub slippage_large: f64,
    /// Broker's commission per contract, dollars.
    pub commission: f64,
    /// Clearing fee per contract, dollars.
    pub clearing: f64,
    /// Regulatory fee on sales per $1000 of proceeds, dollars.
    pub sale_fee_per_thousand: f64,
    /// Regulatory fee on sales per contract, dollars.
    pub sale_fee_per_contract: f64,
    /// Multiplies spread, slippage and fees: 0 trades for free, 2 doubles all.
    pub multiple: f64,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            spread: SpreadModel::Index,
            spread_fraction: 0.5,
            slippage_small: 0.10,
            slippage_medium: 0.25,
            slippage_large: 0.50,
            commission: 0.65,
            clearing: 0.055,
            sale_fee_per_thousand: 0.00182,
            sale_fee_per_contract: 0.00205,
            multiple: 1.0,
        }
    }
}

/// The inputs of the spread models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadInputs {
    /// The model's price, dollars.
    pub mid: f64,
    /// abs(strike / spot - 1).
    pub moneyness: f64,
    /// Calendar days to expiry.
    pub days: i64,
    /// The instrument's underlying, dollars.
    pub spot: f64,
    /// The level of the volatility index, percent points.
    pub vix_points: f64,
    /// Whether the leg was struck at the money.
    pub at_the_money: bool,
}

impl SpreadModel {
    /// The full width between bid and ask, dollars.
    #[must_use]
    pub fn width(self, at: &SpreadInputs) -> f64 {
        let size = at.spot / 450.0;
        match self {
            Self::Index => {
                let share = lesser(0.03 + 1.2 * at.moneyness, 0.25);
                greater(at.mid * share, 0.02 * size)
            }
            Self::Etf => (at.mid * 0.006).max(Price::TICK.to_dollars_f64()),
            Self::Absolute => {
                let base = if at.at_the_money { 0.20 } else { 0.30 };
                let near = match at.days {
                    ..7 => 1.3,
                    7..14 => 1.15,
                    _ => 1.0,
                };
                let fear = (1.0 + ((at.vix_points - 15.0) / 20.0).max(0.0)).min(3.0);
                (base * (1.0 + 5.0 * at.moneyness) * near * fear * size).min(0.5 * at.mid)
            }
            Self::None => 0.0,
        }
    }
}

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Pays, at or above the mid.
    Buy,
    /// Receives, at or below the mid.
    Sell,
}

/// A trade at its price, with what it cost against the mid. Amounts are per unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Signed contracts: positive bought.
    pub contracts: Contracts,
    /// The mid, quantised.
    pub mid: Price,
    /// The price paid or received.
    pub price: Price,
    /// What the fraction of the half-spread cost, per unit.
    pub spread: Price,
    /// What size cost, per unit; what is left between mid and price.
    pub slippage: Price,
    /// Fees in all.
    pub fees: Fees,
    /// Where the mid comes from.
    pub provenance: Provenance,
}

/// Fees of one trade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fees {
    /// Broker's commission.
    pub commission: Money,
    /// Clearing fee.
    pub clearing: Money,
    /// Regulatory fees on sales.
    pub regulatory: Money,
}

impl Fees {
    /// All fees together.
    #[must_use]
    pub fn total(&self) -> Money {
        self.commission + self.clearing + self.regulatory
    }
}

impl Costs {
    /// Fills `contracts` against a quote.
    ///
    /// A sale never fills below zero, a purchase never below one tick. Where costs are multiplied
    /// by 0 both fill at the mid.
    #[must_use]
    pub fn fill(&self, quote: &Quote, contracts: Contracts, multiplier: i64) -> Fill {
        let side = if contracts.is_short() { Side::Sell } else { Side::Buy };
        let half = quote.half_spread * self.multiple;
        let spread = half * self.spread_fraction;
        let slippage = half * self.slippage_share(contracts.size());
        let price = match side {
            _ if self.multiple == 0.0 => quantised(quote.mid),
            Side::Buy => quantised(quote.mid + spread + slippage).max(Price::TICK),
            Side::Sell => quantised(quote.mid - spread - slippage).max(Price::ZERO),
        };
        let mid = quantised(quote.mid);
        let given = if side == Side::Buy { price - mid } else { mid - price };
        let spread = quantised(spread).min(given);
        let fees = self.fees(side, contracts.size(), price, multiplier);
        let (slippage, provenance) = (given - spread, quote.provenance);
        Fill { contracts, mid, price, spread, slippage, fees, provenance }
    }

    fn slippage_share(&self, contracts: Contracts) -> f64 {
        if contracts <= Contracts::new(10) {
            self.slippage_small
        } else if contracts <= Contracts::new(50) {
            self.slippage_medium
        } else {
            self.slippage_large
        }
    }

    fn fees(&self, side: Side, contracts: Contracts, price: Price, multiplier: i64) -> Fees {
        let per_contract = |dollars: f64| {
            dollars_exact(dollars * self.multiple).scaled(contracts.as_hundredths(), 100)
        };
        let regulatory = match side {
            Side::Buy => Money::ZERO,
            Side::Sell => {
                let proceeds = price.times(contracts, multiplier);
                // Nano-dollars per dollar keeps the published rate whole.
                let rate = (self.sale_fee_per_thousand * self.multiple * 1e6).round() as i64;
                proceeds.scaled(rate, 1_000_000_000) + per_contract(self.sale_fee_per_contract)
            }
        };
        Fees {
            commission: per_contract(self.commission),
            clearing: per_contract(self.clearing),
            regulatory,
        }
    }
}

/// Model prices are finite and far below the range of money: spot is at most 10 million.
fn quantised(dollars: f64) -> Price {
    Price::from_dollars_f64(dollars).expect("a model's price is within the range of money")
}

/// Fees are validated with the scenario.
fn dollars_exact(dollars: f64) -> Money {
    Money::from_dollars_f64(dollars).expect("a validated fee is within the range of money")
}
