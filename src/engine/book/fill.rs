//! Fills orders: closes first, then openings as far as cash covers them.

use crate::profile::Profile;
use crate::trade::{Leg, LegRule, Position, StrikeRule};
use crate::units::Money;

use super::super::order::{Order, OrderAction};
use super::super::report::{ExitReason, Reason, Rotation, RotationKind};
use super::open::Plan;
use super::{Book, MarketMoment};

impl Book<'_> {
    /// Fills orders: first what is closed, so that its cash is there for what is opened. What is
    /// opened shares the buying power in proportion, whatever the order of the profiles.
    pub(in super::super) fn fill(&mut self, orders: &[Order], market: MarketMoment<'_>) {
        if orders.is_empty() {
            return;
        }
        if market.quoter.is_hole() {
            return orders.iter().for_each(|order| self.postpone(order, market));
        }
        let realised: Vec<Money> =
            orders.iter().map(|order| self.close_for(order, market)).collect();
        let mut plans: Vec<Plan<'_>> = Vec::with_capacity(orders.len());
        for (order, realised) in orders.iter().zip(realised) {
            match self.plan(order, market, realised) {
                Ok(Some(plan)) => plans.push(plan),
                Ok(None) => {}
                Err(reason) => self.refuse(order, market, reason, realised),
            }
        }
        let share = self.affordable(&plans, market);
        for plan in plans {
            self.carry_out(plan, share, market);
        }
        for order in orders.iter().filter(|order| order.task == OrderAction::RollLeg) {
            self.roll_legs(order, market);
        }
        self.unwind_hedges(market);
    }

    fn close_for(&mut self, order: &Order, market: MarketMoment<'_>) -> Money {
        let reason = match order.task {
            OrderAction::Open(_) | OrderAction::RollLeg => return Money::ZERO,
            OrderAction::Resize(opening) => return self.shrink(order, &opening, market),
            OrderAction::Close(reason) => reason,
            OrderAction::Reopen(_) => ExitReason::Rebalanced,
            OrderAction::Roll(_) => ExitReason::Rolled,
        };
        // The position may have expired between the decision and its fill.
        let Some(mut position) = self.positions[order.profile.index()].take() else {
            return Money::ZERO;
        };
        while let Some(mut leg) = position.legs.pop() {
            let contracts = leg.contracts;
            self.close_leg(order, market, &mut position, &mut leg, contracts);
        }
        // A reopened position keeps its hedge, whichever other profiles are closed.
        if matches!(order.task, OrderAction::Close(_) | OrderAction::Roll(None)) {
            self.unwind_hedge(order.profile, market);
        }
        self.retire(order.profile, &position, (market.date(), market.spot()), reason)
    }

    /// What an order opens, with the quotes of the moment; logs those that only close.
    fn plan<'o>(
        &mut self,
        order: &'o Order,
        market: MarketMoment<'_>,
        realised: Money,
    ) -> Result<Option<Plan<'o>>, Reason> {
        let (opening, kind) = match order.task {
            OrderAction::Open(opening) => (opening, RotationKind::Open),
            OrderAction::Reopen(opening) => (opening, RotationKind::Reopen),
            OrderAction::Roll(Some(opening)) => (opening, RotationKind::Roll),
            // It may have expired between the decision and its fill.
            OrderAction::Resize(_) if self.position(order.profile).is_none() => {
                return Err(order.reason);
            }
            OrderAction::Resize(opening) => {
                return Ok(self.growth(order, &opening, market, realised));
            }
            OrderAction::Close(reason) => {
                let kind = match reason {
                    ExitReason::Rebalanced => RotationKind::Close,
                    _ => RotationKind::Exit,
                };
                self.rotate(order, market, kind, 0.0, realised, Money::ZERO);
                return Ok(None);
            }
            OrderAction::Roll(None) => {
                self.rotate(order, market, RotationKind::Close, 0.0, realised, Money::ZERO);
                return Ok(None);
            }
            OrderAction::RollLeg => return Ok(None),
        };
        self.plan_opening(order, &opening, market, (kind, realised)).map(Some)
    }

    /// Tells once that a wish cannot be met, and again when it could be met in between.
    pub(super) fn refuse(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        reason: Reason,
        realised: Money,
    ) {
        let reported = std::mem::replace(&mut self.refused[order.profile.index()], true);
        if !reported || realised != Money::ZERO {
            let order = Order { reason, ..*order };
            self.rotate(&order, market, RotationKind::Unfilled, 0.0, realised, Money::ZERO);
        }
    }

    /// Records once that nothing can be traded without quotes; positions are unchanged.
    fn postpone(&mut self, order: &Order, market: MarketMoment<'_>) {
        if !std::mem::replace(&mut self.refused[order.profile.index()], true) {
            let (kind, kept) = (RotationKind::Unfilled, order.current);
            let order = Order { reason: Reason::NoQuotes, ..*order };
            self.rotate(&order, market, kind, kept, Money::ZERO, Money::ZERO);
        }
    }

    /// Renews every leg that its own rule finds too near its expiry, or that has expired, as many
    /// contracts again.
    fn roll_legs(&mut self, order: &Order, market: MarketMoment<'_>) {
        let Some(mut position) = self.positions[order.profile.index()].take() else { return };
        let (fees, entry) = (position.fees, position.entry_value);
        let closed = self.counted.closed;
        let playbook = self.playbook;
        // What is renewed may cost and realise nothing at all.
        let (mut renewed, mut short_of_cash) = (false, false);
        for (number, rule) in playbook.structure(position.structure).legs.iter().enumerate() {
            let Some(below) = rule.roll_below else { continue };
            let held = position.legs.iter().position(|leg| leg.rule == number);
            let days = held.map(|index| position.legs[index].contract.days_left(order.decided));
            if days.is_some_and(|days| days >= below) {
                continue;
            }
            // Without a listed successor the leg is kept until it expires.
            let Some(contract) = self.successor(&position, number, rule, market) else { continue };
            if let Some(index) = held {
                let mut leg = position.legs.remove(index);
                let contracts = leg.contracts;
                self.close_leg(order, market, &mut position, &mut leg, contracts);
                renewed = true;
            }
            let quote = market.quoter.quote(&contract, rule.strike == StrikeRule::AtTheMoney);
            let fill =
                self.scenario.costs.fill(&quote, position.units * rule.ratio, super::MULTIPLIER);
            let mut new = Leg::new(contract, number);
            if !self.covers_margin_with(&position, &new, &fill, market) {
                short_of_cash = true;
                continue;
            }
            self.add_to_leg(order, market, &mut position, &mut new, &fill);
            renewed = true;
            position.legs.insert(held.unwrap_or(position.legs.len()).min(position.legs.len()), new);
        }
        let realised = self.counted.closed - closed - (position.fees - fees);
        position.reported += realised;
        let entry_cost = position.entry_value - entry;
        let units = position.units;
        self.positions[order.profile.index()] = Some(position);
        if renewed {
            let weight = order.current;
            self.rotate(order, market, RotationKind::RollLeg, weight, realised, entry_cost);
        }
        if short_of_cash {
            let reason =
                Reason::BuyingPower { wanted: units, filled: crate::units::Contracts::ZERO };
            self.refuse(order, market, reason, Money::ZERO);
        }
    }

    /// The contract that takes the place of a leg, if one is listed that expires before another
    /// leg of the position: what covers a leg must outlive it.
    pub(super) fn successor(
        &self,
        position: &Position,
        number: usize,
        rule: &LegRule,
        market: MarketMoment<'_>,
    ) -> Option<crate::trade::Contract> {
        let contract = self.select(rule, market).ok()?;
        let mut others = position.legs.iter().filter(|leg| leg.rule != number);
        others.any(|leg| leg.contract.expiry > contract.expiry).then_some(contract)
    }

    pub(super) fn rotate(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        kind: RotationKind,
        new_allocation: f64,
        realised: Money,
        entry_cost: Money,
    ) {
        self.log.rotations.push(Rotation {
            date: market.date(),
            profile: order.profile,
            kind,
            old_allocation: order.current,
            new_allocation,
            realised,
            entry_cost,
            reason: order.reason,
        });
    }

    pub(super) fn position(&self, profile: Profile) -> Option<&Position> {
        self.positions[profile.index()].as_ref()
    }
}
