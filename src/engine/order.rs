//! A decision on its way to its fill.

use chrono::NaiveDate;

use crate::profile::Profile;
use crate::units::{Contracts, Money};

use super::report::{ExitReason, Reason};

/// What one profile is to do at the next fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Order {
    /// Whose.
    pub(super) profile: Profile,
    /// The close it was decided at.
    pub(super) decided: NaiveDate,
    /// What to do.
    pub(super) task: OrderAction,
    /// Why.
    pub(super) reason: Reason,
    /// Weight at the decision.
    pub(super) current: f64,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum OrderAction {
    /// Open a position.
    Open(Opening),
    /// Close the position.
    Close(ExitReason),
    /// Close the position and open one at another weight.
    Reopen(Opening),
    /// Close the position, and open one of another structure if it can be had.
    Move(Opening),
    /// Trade the difference in the legs held.
    Resize(Opening),
    /// Close the position and open a new one, because it nears its expiry.
    Roll(Option<Opening>),
    /// Renew the legs that near their expiry.
    RollLeg,
    /// Trade nothing: the quotes of the decision refuse what was wanted, which is logged.
    Keep,
}

/// What to open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Opening {
    /// The number of the structure in the playbook.
    pub(super) structure: usize,
    /// Units wanted.
    pub(super) units: Contracts,
    /// Capital one unit takes at the decision, dollars.
    pub(super) unit_capital: f64,
    /// The same as a share of equity.
    pub(super) unit_weight: f64,
}

impl Order {
    /// Counts the shares after a split of so many for one.
    pub(super) fn split(&mut self, ratio: u32) {
        match &mut self.task {
            OrderAction::Open(opening)
            | OrderAction::Reopen(opening)
            | OrderAction::Move(opening)
            | OrderAction::Resize(opening)
            | OrderAction::Roll(Some(opening)) => opening.split(ratio),
            OrderAction::Close(_)
            | OrderAction::Roll(None)
            | OrderAction::RollLeg
            | OrderAction::Keep => {}
        }
    }
}

impl Opening {
    fn split(&mut self, ratio: u32) {
        self.units = self.units * i64::from(ratio);
        self.unit_capital /= f64::from(ratio);
        self.unit_weight /= f64::from(ratio);
    }

    /// Capital that a number of units takes.
    pub(super) fn capital(&self, units: Contracts) -> Money {
        Money::from_dollars_f64(self.unit_capital * units.count())
            .expect("a share of an account is within the range of money")
    }

    /// Share of equity that a number of units takes.
    pub(super) fn weight(&self, units: Contracts) -> f64 {
        self.unit_weight * units.count()
    }
}
