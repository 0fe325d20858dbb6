//! What a run leaves behind: plain data, one row per day, trade, fill and rotation.
//!
//! Nothing here is rounded or formatted; [`view`](crate::view) makes tables of it.

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::allocate::{self, Conditions, Trace};
use crate::ledger::Account;
use crate::market::{Underlying, day_number};
use crate::profile::{PerProfile, Scores};
use crate::regime::Regime;
use crate::signal::Signals;
use crate::units::Money;

use super::{Scenario, Timing};

mod log;
mod rotation;
mod trading;

pub use log::Log;
pub use rotation::{Breach, LimitCounts, LimitKind, Reason, Response, Rotation, RotationKind};
pub use trading::{ExitReason, FillRecord, HedgeRecord, Moment, OpenPosition, ShareCause, Trade};

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The choices it was run with.
    pub scenario: Scenario,
    /// When orders were filled: as the scenario says, but with option quotes, which are of the
    /// close, never at an open.
    pub timing: Timing,
    /// The years of the period whose opens repeat the close before, for which orders are filled at
    /// closes instead; none where the scenario trusts the opens or does not trade at them.
    pub stale_opens: Vec<StaleOpens>,
    /// One row per day of the period, warm-up included.
    pub days: Vec<Day>,
    /// The rows from the first day on which something could be traded to the last: signals were
    /// warm at the decision before it and, with a chain, it has quotes. Figures count these.
    pub measured: Range<usize>,
    /// What each profile has at each close, row for row as `days`.
    pub held: Log<ProfileHoldings>,
    /// What contracts were on, and how often those that were wanted had been listed.
    pub listing: ListingShares,
    /// Positions that were closed, in the order of closing.
    pub trades: Vec<Trade>,
    /// Positions still open at the end.
    pub open_positions: Vec<OpenPosition>,
    /// Every leg bought, sold or settled.
    pub fills: Log<FillRecord>,
    /// Shares and futures traded, delivered or given back.
    pub hedges: Log<HedgeRecord>,
    /// Every change of an allocation, and every wish that could not be met.
    pub rotations: Log<Rotation>,
    /// Every limit that was reached, with the response.
    pub breaches: Vec<Breach>,
    /// How often limits on risk were at work.
    pub limits: LimitCounts,
    /// The loss of the account, if it was lost; the run ends there.
    pub ruined: Option<Ruin>,
}

/// A year whose opens repeat the close before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaleOpens {
    /// The year.
    pub year: i32,
    /// The share of its opens that do, above a fifth.
    pub share: f64,
}

/// How often what the profiles trade was listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListingShares {
    /// What contracts were on: of another underlying it is not known which were listed.
    pub underlying: Underlying,
    /// Each profile's share of the decided days with a listed expiry within the rule of every leg.
    /// `None` with option quotes, which say by themselves what was listed.
    pub days: PerProfile<Option<f64>>,
}

/// The end of an account: everything was sold and nothing is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruin {
    /// The day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// What was lost beyond the account, and is owed.
    pub shortfall: Money,
}

/// One day at its close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The trading day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Close of the underlying, points.
    pub spot: f64,
    /// The underlying that the day's option quotes are on, points: what hedges and strikes are of.
    /// Settlements are of `spot`.
    pub quoted_spot: Option<f64>,
    /// Shares that `spot` counts for one share of the day, by later splits: what is held on the
    /// day is of the day's own.
    pub shares_for_one: u32,
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
    /// Market value of all shares held.
    pub hedge_value: Money,
    /// Each profile's profit and loss since the start, its hedge included, after costs.
    pub profits: PerProfile<Money>,
    /// Profit and loss of the hedge that belongs to no profile, after costs.
    pub portfolio_hedge: Money,
    /// The interest rate known at the close, a year, as a decimal.
    pub rate: f64,
    /// Interest on cash since the start.
    pub interest: Money,
    /// Realised profit and loss since the start, after costs, with interest.
    pub realised: Money,
    /// What open legs and shares are above their entry fills.
    pub unrealised: Money,
    /// What must stay in the account against short options.
    pub margin: Money,
    /// Sensitivities of all positions.
    pub exposure: Exposure,
    /// How many positions are open.
    pub open: u8,
    /// Where the marks of their legs come from.
    pub marks: MarkSources,
}

/// How many legs are marked by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkSources {
    /// By their own quotes.
    pub quoted: u8,
    /// By their own trades.
    pub traded: u8,
    /// By the surface of the day's quotes or trades.
    pub interpolated: u8,
    /// By the model at the volatility they were last quoted at.
    pub stale: u8,
    /// By the model.
    pub model: u8,
}

impl Day {
    /// The underlying at the close in points of the day's own shares: what strikes are of.
    #[must_use]
    pub fn own_spot(&self) -> f64 {
        self.spot * f64::from(self.shares_for_one)
    }

    /// Cash, positions and hedges together.
    #[must_use]
    pub fn equity(&self) -> Money {
        self.cash + self.position_value() + self.hedge_value
    }

    /// Cash, less what shares sold short are worth, less the margin: what may be spent.
    #[must_use]
    pub fn buying_power(&self) -> Money {
        self.cash + self.hedge_value.min(Money::ZERO) - self.margin
    }

    /// Market value of all positions.
    #[must_use]
    pub fn position_value(&self) -> Money {
        self.values.iter().copied().sum()
    }
}

/// Sensitivities in dollars, hedges included.
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

/// What each profile has at a close.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileHoldings {
    /// Sensitivities of its position, its hedge included.
    pub exposures: PerProfile<Exposure>,
    /// Shares or futures of each profile, and last those that belong to the account itself.
    pub shares: [i64; Account::HOLDERS],
}

/// What was decided at a close, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What the allocation depended on.
    pub conditions: Conditions,
    /// Each profile's weight at the day's marks.
    pub current: PerProfile<f64>,
    /// Each profile's target, within the limits on risk.
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
    /// Closes the position and reopens it at the target.
    Reopen,
    /// Renews the position near its expiry.
    Roll,
    /// Renews the near leg.
    RollLeg,
    /// Trades the difference in the legs held.
    Resize,
    /// Closes the position because an exit or a limit was reached.
    Exit,
    /// Stays in cash for a while after an exit.
    Paused,
    /// Opens nothing before an event.
    LockedOut,
    /// Closes the position for one of the structure that the regime calls for.
    Move,
    /// Keeps what it has, or nothing: limits on risk leave no room for more.
    Limited,
}

/// SHA-256 over every day's cash, hedges, regime and value of each position, to the micro-dollar:
/// a run that fills, pays or marks anything differently has another digest.
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

    /// The share of all positions, open ones included, that were opened in a contract which did
    /// not exist on that day; `None` without any position.
    #[must_use]
    pub fn hypothetical_share(&self) -> Option<f64> {
        let closed = self.trades.iter().map(|trade| trade.hypothetical);
        let all = || closed.clone().chain(self.open_positions.iter().map(|held| held.hypothetical));
        let count = all().count();
        (count > 0).then(|| all().filter(|is| *is).count() as f64 / count as f64)
    }

    /// The sum of all trades, open ones included, with the account's own hedge, interest and what
    /// a lender bore. It equals the change of equity exactly.
    #[must_use]
    pub fn earned(&self) -> Money {
        let closed: Money = self.trades.iter().map(Trade::net).sum();
        let open: Money = self.open_positions.iter().map(OpenPosition::net).sum();
        let account = self.days.last().map(|day| day.portfolio_hedge + day.interest);
        let borne = self.ruined.map_or(Money::ZERO, |ruin| ruin.shortfall);
        closed + open + account.unwrap_or_default() + borne
    }

    /// The digest of what happened.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        for day in &self.days {
            let mut bytes = [0; 65];
            let amounts = [day.cash, day.hedge_value].into_iter().chain(day.values);
            for (amount, place) in amounts.zip(bytes.chunks_exact_mut(8)) {
                place.copy_from_slice(&amount.as_micros().to_le_bytes());
            }
            bytes[64] = day.regime.map_or(0, Regime::number);
            hash.update(bytes);
        }
        hash.update((self.fills.len() as u64).to_le_bytes());
        Digest(hash.finalize().into())
    }
}
