//! From target weights to orders: who trades, how much, and why the others do not.

use chrono::NaiveDate;

use crate::profile::{PerProfile, Playbook, Profile};
use crate::regime::Regime;
use crate::trade::{Instrument, Position};
use crate::units::Money;

use super::order::{Opening, Order, Task};
use super::report::{Action, Reason};

#[cfg(test)]
mod tests;

/// What a decision looks at.
pub(super) struct Situation<'a> {
    pub(super) date: NaiveDate,
    pub(super) regime: Regime,
    pub(super) target: PerProfile<f64>,
    pub(super) current: PerProfile<f64>,
    pub(super) positions: &'a PerProfile<Option<Position>>,
    pub(super) playbook: &'a Playbook,
    pub(super) threshold: f64,
    pub(super) equity: Money,
    /// The instrument's underlying at the close, dollars.
    pub(super) spot: f64,
}

/// What every profile does, the orders that follow, and the wishes that cannot become one.
pub(super) struct Decided {
    pub(super) actions: PerProfile<Action>,
    pub(super) orders: Vec<Order>,
}

/// Decides for every profile. Weights trade when any has moved further than the threshold, and
/// then only those that moved by at least it; positions near their expiry are renewed anyway.
pub(super) fn decide(situation: &Situation<'_>) -> Decided {
    let distance = |profile: Profile| {
        let index = profile.index();
        (situation.target[index] - situation.current[index]).abs()
    };
    let rebalance = Profile::ALL.iter().any(|p| distance(*p) > situation.threshold);
    let mut orders = Vec::new();
    let actions = Profile::ALL.map(|profile| {
        let moves = rebalance && distance(profile) >= situation.threshold;
        let action = if moves { situation.moved(profile) } else { situation.stays(profile) };
        if let Some(task) = situation.task(profile, action) {
            let (reason, current) =
                (situation.reason(profile, action), situation.current[profile.index()]);
            orders.push(Order { profile, decided: situation.date, task, reason, current });
        }
        match action {
            Action::WithinThreshold if rebalance => Action::MovedLess,
            action => action,
        }
    });
    Decided { actions, orders }
}

impl Situation<'_> {
    fn position(&self, profile: Profile) -> Option<&Position> {
        self.positions[profile.index()].as_ref()
    }

    /// What a profile does whose target is far enough away.
    fn moved(&self, profile: Profile) -> Action {
        let opening = self.opening(profile);
        match self.position(profile) {
            None if self.target[profile.index()] == 0.0 => Action::Idle,
            None if opening.units == 0 => Action::LessThanOne,
            None => Action::Open,
            Some(_) if opening.units == 0 => Action::Close,
            Some(held) if held.units == opening.units && held.structure == opening.structure => {
                // Whole contracts come no nearer to the target; only expiry can move it now.
                match self.stays(profile) {
                    Action::WithinThreshold => Action::SameContracts,
                    renewal => renewal,
                }
            }
            Some(_) => Action::Reopen,
        }
    }

    /// What a profile does whose target is near: hold, unless expiry is near too.
    fn stays(&self, profile: Profile) -> Action {
        let Some(held) = self.position(profile) else {
            return if self.target[profile.index()] == 0.0 {
                Action::Idle
            } else {
                Action::WithinThreshold
            };
        };
        let structure = self.playbook.structure(held.structure);
        let nearest = held.days_left(self.date);
        if structure.roll_below.zip(nearest).is_some_and(|(below, days)| days < below) {
            return Action::Roll;
        }
        let days = |rule: usize| {
            let leg = held.legs.iter().find(|leg| leg.rule == rule)?;
            Some(leg.contract.days_left(self.date))
        };
        // A leg whose expiry came before its renewal is due as well.
        let due = structure.legs.iter().enumerate().filter(|(number, rule)| {
            rule.roll_below.is_some_and(|below| days(*number).is_none_or(|days| days < below))
        });
        match due.map(|(_, rule)| rule.expiry.maximum).max() {
            None => Action::WithinThreshold,
            Some(longest) if self.covering_days(held) > longest => Action::RollLeg,
            // The new leg could outlive the one that covers it.
            Some(_) => Action::Roll,
        }
    }

    fn covering_days(&self, held: &Position) -> i64 {
        let days = held.legs.iter().map(|leg| leg.contract.days_left(self.date));
        days.max().unwrap_or(0)
    }

    /// Days to the nearest expiry; none when a leg has expired and is to be replaced.
    fn days_to_renewal(&self, held: &Position) -> i64 {
        let complete = held.legs.len() == self.playbook.structure(held.structure).legs.len();
        held.days_left(self.date).filter(|_| complete).unwrap_or(0)
    }

    fn task(&self, profile: Profile, action: Action) -> Option<Task> {
        let opening = self.opening(profile);
        match action {
            Action::Open | Action::LessThanOne => Some(Task::Open(opening)),
            Action::Close => Some(Task::Close),
            Action::Reopen => Some(Task::Reopen(opening)),
            Action::Roll => Some(Task::Roll((opening.units > 0).then_some(opening))),
            Action::RollLeg => Some(Task::RollLeg),
            _ => None,
        }
    }

    fn reason(&self, profile: Profile, action: Action) -> Reason {
        let index = profile.index();
        match action {
            Action::LessThanOne => {
                let unit = self.opening(profile).unit_weight;
                Reason::LessThanOne { wanted: self.target[index] / unit }
            }
            Action::Roll | Action::RollLeg => Reason::NearExpiry {
                days: self.position(profile).map_or(0, |held| self.days_to_renewal(held)),
            },
            _ => Reason::Moved { current: self.current[index], target: self.target[index] },
        }
    }

    /// Whole units whose notional the target weight pays for.
    fn opening(&self, profile: Profile) -> Opening {
        let unit = self.spot * Instrument::MULTIPLIER as f64;
        let equity = self.equity.to_dollars_f64();
        let units = (self.target[profile.index()] * equity / unit).floor() as i64;
        let structure = self.playbook.chosen(profile, self.regime);
        Opening { structure, units, unit_weight: unit / equity }
    }
}
