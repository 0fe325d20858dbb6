//! A decision on its way to its fill.

use chrono::NaiveDate;

use crate::profile::Profile;

use super::report::Reason;

/// What one profile is to do at the next fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Order {
    /// Whose.
    pub(super) profile: Profile,
    /// The close it was decided at.
    pub(super) decided: NaiveDate,
    /// What to do.
    pub(super) task: Task,
    /// Why.
    pub(super) reason: Reason,
    /// Weight at the decision.
    pub(super) current: f64,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Task {
    /// Open what is not held.
    Open(Opening),
    /// Close what is held.
    Close,
    /// Close what is held and open anew, at another weight.
    Reopen(Opening),
    /// Close what is held and open anew, because it nears its expiry.
    Roll(Option<Opening>),
    /// Renew the legs that near their expiry.
    RollLeg,
}

/// What to open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Opening {
    /// The number of the structure in the playbook.
    pub(super) structure: usize,
    /// Units wanted.
    pub(super) units: i64,
    /// Share of equity one unit takes, at the decision.
    pub(super) unit_weight: f64,
}
