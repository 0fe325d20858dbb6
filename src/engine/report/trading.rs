//! What was traded: positions, fills, shares.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::market::day_number;
use crate::profile::Profile;
use crate::trade::{Contract, Fees, Instrument, Provenance};
use crate::units::{Contracts, Money, Price};

/// A position from its opening to its end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// Its number, from 1.
    pub trade: u32,
    /// Position of the first of its fills; those it was opened with follow in a row.
    pub first_fill: u32,
    /// Whose it was.
    pub profile: Profile,
    /// Which structure of the playbook.
    pub structure: u8,
    /// Units of the structure.
    pub units: Contracts,
    /// When it was opened.
    #[serde(with = "day_number")]
    pub entry: NaiveDate,
    /// When it ended.
    #[serde(with = "day_number")]
    pub exit: NaiveDate,
    /// Signed market value at the entry fills.
    pub entry_value: Money,
    /// Signed market value at the exit fills.
    pub exit_value: Money,
    /// All fees, in and out.
    pub fees: Money,
    /// Profit and loss after fees, without the hedge.
    pub realised: Money,
    /// Profit and loss of the profile's hedge after costs, from the opening until the profile opens
    /// its next position: unwinding the hedge and giving back delivered shares belong to the trade.
    pub hedge: Money,
    /// Capital allocated at entry.
    pub capital: Money,
    /// The most that was at risk: margin required plus net premium paid, credits negative.
    pub risk: Money,
    /// Share of equity allocated at entry.
    pub allocation: f64,
    /// Why it ended.
    pub reason: ExitReason,
    /// Whether a contract it opened did not exist on that day.
    pub hypothetical: bool,
}

/// Why a position ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExitReason {
    /// Its weight was changed.
    Rebalanced,
    /// It was near its expiry and renewed.
    Rolled,
    /// It expired.
    Expired,
    /// It was exercised or assigned before its expiry.
    Exercised,
    /// It lost as much as its stop allows.
    StopLoss,
    /// It won as much as was aimed at.
    TakeProfit,
    /// It was held as long as allowed.
    MaximumDays,
    /// The account fell too far from its peak.
    DrawdownHalt,
    /// The account was lost and everything sold.
    Ruined,
    /// Buying power was below zero.
    MarginCall,
}

/// A position that is still open at the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenPosition {
    /// Its number.
    pub trade: u32,
    /// Position of the first of its fills; those it was opened with follow in a row.
    pub first_fill: u32,
    /// Whose it is.
    pub profile: Profile,
    /// Which structure of the playbook.
    pub structure: u8,
    /// Units of the structure.
    pub units: Contracts,
    /// When it was opened.
    #[serde(with = "day_number")]
    pub entry: NaiveDate,
    /// Signed market value at the entry fills.
    pub entry_value: Money,
    /// Market value at the last marks.
    pub value: Money,
    /// What the marks are above the entry fills.
    pub unrealised: Money,
    /// Profit and loss of its options at the last marks, after fees: `unrealised`, and what legs
    /// already closed have realised, less fees.
    pub profit: Money,
    /// Profit and loss of the profile's hedge since the opening, after costs.
    pub hedge: Money,
    /// Capital allocated at entry.
    pub capital: Money,
    /// The most that was at risk, as in [`Trade::risk`].
    pub risk: Money,
    /// Share of equity allocated at entry.
    pub allocation: f64,
    /// Whether a contract it opened did not exist on that day.
    pub hypothetical: bool,
}

impl Trade {
    /// Profit and loss of options and hedge together, after costs.
    #[must_use]
    pub fn net(&self) -> Money {
        self.realised + self.hedge
    }

    /// Net profit over the capital allocated at entry.
    #[must_use]
    pub fn return_on_capital(&self) -> Option<f64> {
        ratio(self.net(), self.capital)
    }

    /// Net profit over what was at risk; `None` where less than a tick per unit was.
    #[must_use]
    pub fn return_on_risk(&self) -> Option<f64> {
        let least = Price::TICK.times(self.units, Instrument::MULTIPLIER);
        ratio(self.net(), self.risk).filter(|_| self.risk >= least)
    }
}

impl OpenPosition {
    /// Profit and loss of options and hedge together at the last marks, after costs.
    #[must_use]
    pub fn net(&self) -> Money {
        self.profit + self.hedge
    }
}

fn ratio(part: Money, whole: Money) -> Option<f64> {
    (whole > Money::ZERO).then(|| part.to_dollars_f64() / whole.to_dollars_f64())
}

/// One leg bought, sold or settled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FillRecord {
    /// The close the order was decided at.
    #[serde(with = "day_number")]
    pub decided: NaiveDate,
    /// The day it was filled.
    #[serde(with = "day_number")]
    pub filled: NaiveDate,
    /// When on that day.
    pub moment: Moment,
    /// The trade it belongs to.
    pub trade: u32,
    /// Whose it is.
    pub profile: Profile,
    /// What was traded.
    pub contract: Contract,
    /// How many, signed: positive bought.
    pub contracts: Contracts,
    /// The middle of the market, per unit.
    pub mid: Price,
    /// The price, per unit.
    pub price: Price,
    /// What the spread cost.
    pub spread: Money,
    /// What size cost.
    pub slippage: Money,
    /// Fees.
    pub fees: Fees,
    /// Where the mid comes from.
    pub provenance: Provenance,
}

/// Shares or futures traded, delivered or given back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HedgeRecord {
    /// The day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// When on that day.
    pub moment: Moment,
    /// Whose; `None` for the portfolio's own.
    pub profile: Option<Profile>,
    /// Why.
    pub cause: ShareCause,
    /// How many, signed: positive bought.
    pub shares: i64,
    /// How many are held then.
    pub held: i64,
    /// The middle of the market.
    pub mid: Price,
    /// The price.
    pub price: Price,
    /// Fees.
    pub fees: Money,
}

/// Why shares changed hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShareCause {
    /// To offset delta.
    Hedge,
    /// An option in the money delivered them.
    Delivery,
    /// What was delivered is sold or bought back.
    Return,
    /// Each share became so many: those added cost nothing.
    Split,
}

/// The time of day of a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// The first price of the day.
    Open,
    /// The last price of the day.
    Close,
}
