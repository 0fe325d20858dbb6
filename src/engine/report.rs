//! What a run leaves behind: plain data, one row per day, trade, fill and rotation.
//!
//! Nothing here is rounded or formatted; [`present`](crate::present) makes tables of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::allocate::{self, Conditions, Trace};
use crate::market::day_number;
use crate::profile::{PerProfile, Profile, Scores};
use crate::regime::Regime;
use crate::signal::Signals;
use crate::trade::{Contract, Fees, Provenance};
use crate::units::{Contracts, Money, Price};

use super::Scenario;

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The choices it was run with.
    pub scenario: Scenario,
    /// One row per day of the period, warm-up included.
    pub days: Vec<Day>,
    /// Positions that were closed, in the order of closing.
    pub trades: Vec<Trade>,
    /// Positions still open at the end.
    pub open_positions: Vec<OpenPosition>,
    /// Every leg bought, sold or settled.
    pub fills: Vec<FillRecord>,
    /// Every change of an allocation, and every wish that could not be met.
    pub rotations: Vec<Rotation>,
    /// The day the account was lost, if it was; the run ends there.
    #[serde(with = "day_number::optional")]
    pub ruined: Option<NaiveDate>,
}

/// One day at its close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The trading day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Close of the underlying, points.
    pub spot: f64,
    /// The regime; `None` while warming up.
    pub regime: Option<Regime>,
    /// What was measured.
    pub signals: Signals,
    /// How strongly each profile's edge was on.
    pub scores: Scores,
    /// What was decided; `None` while warming up.
    pub decision: Option<Decision>,
    /// Cash in the account.
    pub cash: Money,
    /// Market value of each profile's position.
    pub values: PerProfile<Money>,
    /// Each profile's profit and loss since the start, after costs.
    pub profits: PerProfile<Money>,
    /// Realised profit and loss since the start, after costs.
    pub realised: Money,
    /// What open legs are above their entry fills.
    pub unrealised: Money,
    /// What must stay in the account against short options.
    pub margin: Money,
    /// Sensitivities of all positions.
    pub exposure: Exposure,
    /// How many positions are open.
    pub open: u8,
}

impl Day {
    /// Cash and positions together.
    #[must_use]
    pub fn equity(&self) -> Money {
        self.cash + self.position_value()
    }

    /// Market value of all positions.
    #[must_use]
    pub fn position_value(&self) -> Money {
        self.values.iter().copied().sum()
    }
}

/// Sensitivities in dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// Per dollar of the instrument's underlying.
    pub delta: f64,
    /// Change of delta per dollar of the instrument's underlying.
    pub gamma: f64,
    /// Per calendar day.
    pub theta: f64,
    /// Per point of volatility.
    pub vega: f64,
}

/// What was decided at a close, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What the allocation depended on.
    pub conditions: Conditions,
    /// Each profile's weight at the day's marks.
    pub current: PerProfile<f64>,
    /// Each profile's target.
    pub target: PerProfile<f64>,
    /// What each profile does next.
    pub actions: PerProfile<Action>,
}

/// What a profile does after a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Nothing held, nothing wanted.
    Idle,
    /// No weight moved further than the threshold.
    WithinThreshold,
    /// Others trade, this one moved less than the threshold.
    MovedLess,
    /// The target would buy the same number of whole contracts.
    SameContracts,
    /// The target is less than one whole contract.
    LessThanOne,
    /// Opens a position.
    Open,
    /// Closes the position.
    Close,
    /// Closes the position and opens it anew at the target.
    Reopen,
    /// Renews the position near its expiry.
    Roll,
    /// Renews the near leg.
    RollLeg,
}

/// A position from its opening to its end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// Its number, from 1.
    pub trade: u32,
    /// Whose it was.
    pub profile: Profile,
    /// Which structure of the playbook.
    pub structure: u8,
    /// Units of the structure.
    pub units: i64,
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
    /// Profit and loss after fees.
    pub realised: Money,
    /// Capital allocated at entry.
    pub capital: Money,
    /// Share of equity allocated at entry.
    pub allocation: f64,
    /// Why it ended.
    pub reason: ExitReason,
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
}

/// A position that is still open at the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenPosition {
    /// Its number.
    pub trade: u32,
    /// Whose it is.
    pub profile: Profile,
    /// Which structure of the playbook.
    pub structure: u8,
    /// Units of the structure.
    pub units: i64,
    /// When it was opened.
    #[serde(with = "day_number")]
    pub entry: NaiveDate,
    /// Signed market value at the entry fills.
    pub entry_value: Money,
    /// Market value at the last marks.
    pub value: Money,
    /// What the marks are above the entry fills.
    pub unrealised: Money,
    /// Share of equity allocated at entry.
    pub allocation: f64,
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

/// The time of day of a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// The first price of the day.
    Open,
    /// The last price of the day.
    Close,
}

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
    /// A position was closed and opened anew at another weight.
    Reopen,
    /// A position was renewed.
    Roll,
    /// A leg was renewed.
    RollLeg,
    /// A position expired.
    Settle,
    /// Nothing or not all could be bought.
    Unfilled,
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
    /// The account could not carry all of it.
    BuyingPower {
        /// Units ordered.
        wanted: i64,
        /// Units bought.
        filled: i64,
    },
}

/// SHA-256 over every day's cash, regime and value of each position, to the micro-dollar: a run
/// that fills, pays or marks anything differently has another digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Report {
    /// Every step from a day's scores to its targets; `None` while warming up.
    #[must_use]
    pub fn trace(&self, day: usize) -> Option<Trace> {
        let decision = self.days.get(day)?.decision.as_ref()?;
        Some(allocate::weigh(&decision.conditions, &self.scenario.allocation))
    }

    /// Equity of each day.
    pub fn equity(&self) -> impl Iterator<Item = Money> + '_ {
        self.days.iter().map(Day::equity)
    }

    /// The digest of what happened.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        for day in &self.days {
            let mut bytes = [0; 57];
            let amounts = std::iter::once(day.cash).chain(day.values);
            for (amount, place) in amounts.zip(bytes.chunks_exact_mut(8)) {
                place.copy_from_slice(&amount.as_micros().to_le_bytes());
            }
            bytes[56] = day.regime.map_or(0, Regime::number);
            hash.update(bytes);
        }
        hash.update((self.fills.len() as u64).to_le_bytes());
        Digest(hash.finalize().into())
    }
}
