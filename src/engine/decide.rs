//! From target weights to orders: who trades, how much, and why the others do not.

use chrono::NaiveDate;

use crate::profile::{PerProfile, Playbook, Profile};
use crate::regime::Regime;
use crate::trade::Position;
use crate::units::{Contracts, Money};

use super::limits::Ruling;
use super::order::{Opening, Order, OrderAction};
use super::report::{Action, ExitReason, Reason};
use super::scenario::RebalanceStyle;

pub(super) mod fit;
#[cfg(test)]
mod tests;

/// The inputs of a decision.
pub(super) struct Situation<'a> {
    pub(super) date: NaiveDate,
    pub(super) regime: Regime,
    /// The targets within the limits, and the exits the limits force.
    pub(super) ruling: &'a Ruling,
    pub(super) current: PerProfile<f64>,
    pub(super) positions: &'a PerProfile<Option<Position>>,
    pub(super) playbook: &'a Playbook,
    pub(super) threshold: f64,
    pub(super) style: RebalanceStyle,
    pub(super) fractional: bool,
    pub(super) equity: Money,
    /// Capital that one unit of what each profile would open takes, dollars.
    pub(super) unit_capital: PerProfile<f64>,
}

/// The action of every profile and the resulting orders.
pub(super) struct Decisions {
    pub(super) actions: PerProfile<Action>,
    pub(super) orders: Vec<Order>,
}

/// Decides for every profile. Weights trade when any has moved further than the threshold, and
/// then only those that moved by at least it; positions near their expiry are renewed anyway,
/// positions of a structure that the regime does not call for any more are moved, and what a limit
/// demands is done in any case.
pub(super) fn decide(situation: &Situation<'_>) -> Decisions {
    let rebalance = Profile::ALL.iter().any(|p| situation.distance(*p) > situation.threshold);
    let mut orders = Vec::with_capacity(Profile::ALL.len());
    let actions = Profile::ALL.map(|profile| {
        let action = situation.action(profile, rebalance);
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
    Decisions { actions, orders }
}

impl Situation<'_> {
    fn position(&self, profile: Profile) -> Option<&Position> {
        self.positions[profile.index()].as_ref()
    }

    fn target(&self, profile: Profile) -> f64 {
        self.ruling.target[profile.index()]
    }

    /// How far the target is from what was ordered last, at today's marks. What buying power did
    /// not carry then is not asked for again every day, at the cost of a new position each time.
    fn distance(&self, profile: Profile) -> f64 {
        let current = self.current[profile.index()];
        let ordered = match self.position(profile) {
            Some(held) if held.units != held.ordered => {
                current * held.ordered.count() / held.units.count()
            }
            _ => current,
        };
        (self.target(profile) - ordered).abs()
    }

    fn action(&self, profile: Profile, rebalance: bool) -> Action {
        let index = profile.index();
        let held = self.position(profile).is_some();
        if held && self.ruling.forced[index].is_some() {
            return Action::Exit;
        }
        if !held && self.ruling.paused[index] {
            return Action::Paused;
        }
        let moves = rebalance && self.distance(profile) >= self.threshold;
        let other = self.position(profile).is_some_and(|held| self.is_other(held, profile));
        let action = if other {
            self.move_structure(profile)
        } else if moves || self.ruling.pressed[index] {
            self.trade_to_target(profile)
        } else {
            self.hold_or_roll(profile)
        };
        if self.ruling.locked_out && self.adds(profile, action) {
            return Action::LockedOut;
        }
        action
    }

    /// Whether an action would hold more than is held now.
    fn adds(&self, profile: Profile, action: Action) -> bool {
        match action {
            Action::Open => true,
            Action::Reopen | Action::Resize => self
                .position(profile)
                .is_none_or(|held| self.opening(profile).is_none_or(|new| new.units > held.units)),
            _ => false,
        }
    }

    /// Whether the regime calls for another structure than the one held, or for none.
    fn is_other(&self, held: &Position, profile: Profile) -> bool {
        let structure = |number| self.playbook.structure(number);
        let chosen = self.playbook.chosen(profile, self.regime);
        chosen.is_none_or(|chosen| {
            chosen != held.structure && structure(chosen) != structure(held.structure)
        })
    }

    /// Closes the structure held whatever the weights, and opens the other one at the target.
    fn move_structure(&self, profile: Profile) -> Action {
        let opens = self.opening(profile).is_some_and(|opening| opening.units > Contracts::ZERO);
        if opens && !self.ruling.locked_out { Action::Move } else { Action::Close }
    }

    /// The action of a profile whose target is at least the threshold away.
    fn trade_to_target(&self, profile: Profile) -> Action {
        let held = self.position(profile);
        let Some(opening) = self.opening(profile) else {
            // Its target is nothing: the limits see to it where there is no structure.
            return if held.is_some() { Action::Close } else { Action::Idle };
        };
        match held {
            None if self.target(profile) == 0.0 => Action::Idle,
            None if opening.units == Contracts::ZERO => Action::LessThanOne,
            None => Action::Open,
            Some(_) if opening.units == Contracts::ZERO => Action::Close,
            Some(held) if held.units == opening.units && held.structure == opening.structure => {
                // Whole contracts come no nearer to the target; only expiry can move it now.
                match self.hold_or_roll(profile) {
                    Action::WithinThreshold => Action::SameContracts,
                    renewal => renewal,
                }
            }
            Some(held) => match self.hold_or_roll(profile) {
                Action::WithinThreshold if self.resizes(held, &opening) => Action::Resize,
                _ => Action::Reopen,
            },
        }
    }

    /// Whether the difference can be traded in the legs held.
    fn resizes(&self, held: &Position, opening: &Opening) -> bool {
        self.style == RebalanceStyle::Resize
            && held.structure == opening.structure
            && self.complete(held)
    }

    /// The action of a profile whose target is near: hold, or roll near expiry.
    fn hold_or_roll(&self, profile: Profile) -> Action {
        let Some(held) = self.position(profile) else {
            return if self.target(profile) == 0.0 {
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

    fn complete(&self, held: &Position) -> bool {
        held.legs.len() == self.playbook.structure(held.structure).legs.len()
    }

    /// Days to the nearest expiry; none when a leg has expired and is to be replaced.
    fn days_to_renewal(&self, held: &Position) -> i64 {
        held.days_left(self.date).filter(|_| self.complete(held)).unwrap_or(0)
    }

    fn task(&self, profile: Profile, action: Action) -> Option<OrderAction> {
        let opening = || self.opening(profile);
        match action {
            Action::Open | Action::LessThanOne => opening().map(OrderAction::Open),
            Action::Close => Some(OrderAction::Close(ExitReason::Rebalanced)),
            Action::Exit => self.ruling.forced[profile.index()].map(OrderAction::Close),
            Action::Reopen => opening().map(OrderAction::Reopen),
            Action::Move => opening().map(OrderAction::Move),
            Action::Resize => opening().map(OrderAction::Resize),
            Action::Roll => {
                Some(OrderAction::Roll(opening().filter(|new| new.units > Contracts::ZERO)))
            }
            Action::RollLeg => Some(OrderAction::RollLeg),
            _ => None,
        }
    }

    fn reason(&self, profile: Profile, action: Action) -> Reason {
        let index = profile.index();
        match action {
            Action::Move => Reason::OtherStructure,
            Action::Close
                if self.position(profile).is_some_and(|held| self.is_other(held, profile)) =>
            {
                Reason::OtherStructure
            }
            Action::LessThanOne => Reason::LessThanOne { wanted: self.target_units(profile) },
            Action::Roll | Action::RollLeg => Reason::NearExpiry {
                days: self.position(profile).map_or(0, |held| self.days_to_renewal(held)),
            },
            Action::Exit => self.ruling.forced[index]
                .map_or(Reason::Moved { current: self.current[index], target: 0.0 }, Reason::Exit),
            _ => Reason::Moved { current: self.current[index], target: self.target(profile) },
        }
    }

    /// Units whose capital the target weight pays for.
    fn target_units(&self, profile: Profile) -> f64 {
        let equity = self.equity.to_dollars_f64();
        self.target(profile) * equity / self.unit_capital[profile.index()]
    }

    /// What would be opened; `None` where the profile trades nothing in this regime.
    fn opening(&self, profile: Profile) -> Option<Opening> {
        let structure = self.playbook.chosen(profile, self.regime)?;
        let unit_capital = self.unit_capital[profile.index()];
        let unit_weight = unit_capital / self.equity.to_dollars_f64();
        let units = Contracts::at_most(self.target_units(profile), self.fractional);
        Some(Opening { structure, units, unit_capital, unit_weight })
    }
}
