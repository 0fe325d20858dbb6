//! What was decided and why: changes of allocations, and limits that were reached.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::market::day_number;
use crate::profile::Profile;
use crate::units::{Contracts, Money, Price};

use super::ExitReason;

/// A change of an allocation, or a wish that could not be met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rotation {
    /// The day it happened.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Whose.
    pub profile: Profile,
    /// What was done.
    pub kind: RotationKind,
    /// Weight before.
    pub old_allocation: f64,
    /// Weight after.
    pub new_allocation: f64,
    /// Profit and loss realised by it, after fees.
    pub realised: Money,
    /// Signed market value of what was opened, at its fills.
    pub entry_cost: Money,
    /// Why.
    pub reason: Reason,
}

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RotationKind {
    /// A position was opened.
    Open,
    /// A position was closed.
    Close,
    /// A position was closed and reopened at another weight.
    Reopen,
    /// A position was renewed.
    Roll,
    /// A leg was renewed.
    RollLeg,
    /// The difference was traded in the legs held.
    Resize,
    /// A position was closed by an exit or a limit.
    Exit,
    /// A leg was exercised or assigned before its expiry.
    Exercise,
    /// A position expired.
    Settle,
    /// Nothing or not all could be bought.
    Unfilled,
    /// A position was closed for one of another structure.
    Move,
    /// Nothing could take the place of a position or a leg, which stays.
    Kept,
    /// Units were closed because buying power was below zero.
    MarginCall,
    /// Nothing was done; somebody should know.
    Warning,
    /// Contracts were exchanged for so many each.
    Split,
}

/// Why a rotation happened, or did not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// The target was at least the threshold away.
    Moved {
        /// Weight at the decision.
        current: f64,
        /// Weight aimed at.
        target: f64,
    },
    /// Too few days were left.
    NearExpiry {
        /// Calendar days left at the decision.
        days: i64,
    },
    /// Expiry at a settlement price.
    Expired {
        /// The close it settled at, dollars of the instrument's underlying.
        settlement: Price,
    },
    /// The target is less than one whole contract.
    LessThanOne {
        /// Contracts the target amounts to.
        wanted: f64,
    },
    /// No expiry is listed within the rule's bounds.
    NoExpiry,
    /// No strike is listed that the rule accepts.
    NoStrike,
    /// The chain has no quotes at the moment of the fill.
    NoQuotes,
    /// The account could not carry all of it.
    BuyingPower {
        /// Units ordered.
        wanted: Contracts,
        /// Units bought.
        filled: Contracts,
    },
    /// An exit or a limit was reached.
    Exit(ExitReason),
    /// The regime calls for another structure.
    OtherStructure,
    /// A leg would be sold for less than a tick and its fees.
    NoCredit {
        /// What it would be sold at, per unit.
        price: Price,
    },
    /// Buying power was below zero at the close.
    MarginCall {
        /// Units before.
        held: Contracts,
        /// Units after.
        kept: Contracts,
    },
    /// An order is larger than the market may bear.
    Capacity {
        /// Contracts of one leg.
        ordered: Contracts,
        /// The most that no warning is given for.
        most: f64,
    },
    /// A call is short on the morning of an ex-date.
    ShortCallAtDividend {
        /// What each share pays.
        dividend: Price,
    },
    /// Worth more exercised than held.
    Exercised {
        /// What the underlying was worth, dollars.
        spot: Price,
    },
    /// Reduced until the book is within the limits on risk.
    Limited {
        /// By this factor all positions shrink, before whole units.
        factor: f64,
    },
    /// Each share became so many.
    Split {
        /// Shares for one.
        ratio: u32,
    },
}

/// A limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breach {
    /// The close at which it was measured.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// On how many days in a row it has been reached, this one included; 1 where each time is a
    /// case of its own.
    pub day: u32,
    /// Which limit.
    pub limit: LimitKind,
    /// Whose; `None` for the account's.
    pub profile: Option<Profile>,
    /// What was measured.
    pub value: f64,
    /// The limit.
    pub bound: f64,
    /// What was done.
    pub response: Response,
}

/// A limit on risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitKind {
    /// Loss of a position against its capital.
    StopLoss,
    /// Profit of a position against its capital.
    TakeProfit,
    /// Calendar days a position is held.
    MaximumDays,
    /// Fall of equity from its peak.
    Drawdown,
    /// One-day loss that one day in a hundred exceeds, share of equity.
    ValueAtRisk,
    /// Delta in dollars, share of equity.
    Delta,
    /// Change of delta in dollars per 1 % of the underlying, share of equity.
    Gamma,
    /// Gain per point of volatility, share of equity.
    Vega,
    /// Level of the volatility index.
    VolatilityIndex,
    /// Days to the next event.
    Event,
    /// Loss in the worst of the shocks, share of equity.
    ShockLoss,
}

/// What was done about a limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The position is closed at the next fill.
    Closed,
    /// Everything is closed and nothing opened for so many days.
    Halted {
        /// Calendar days; `None` is for good.
        days: Option<i64>,
    },
    /// Targets are multiplied.
    Scaled {
        /// By this.
        factor: f64,
    },
    /// Delta was offset with the underlying.
    Hedged {
        /// Shares bought or sold.
        shares: i64,
    },
    /// Nothing is opened.
    LockedOut,
    /// What is opened or increased shrinks.
    OrdersScaled {
        /// By this, before whole units.
        factor: f64,
    },
    /// All positions shrink.
    PositionsScaled {
        /// By this, before whole units.
        factor: f64,
    },
    /// Nothing more: the orders of the day return within the limit.
    OrdersSuffice,
    /// No exit: less than a tick a unit was at risk at entry.
    NoBasis,
}

/// How often limits on risk were at work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitCounts {
    /// For each limit on what is held, on how many closes it was above.
    pub closes_above: Vec<(LimitKind, u32)>,
    /// Days on which the drawdown scaled targets.
    pub days_scaled: u32,
    /// How often the maximum drawdown was reached.
    pub halts: u32,
    /// Since when the account has been in cash for it; `None` if it is not at the end.
    #[serde(with = "day_number::optional")]
    pub in_cash_since: Option<NaiveDate>,
}
