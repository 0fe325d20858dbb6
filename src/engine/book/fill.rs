//! Fills orders, in this order: margin calls, closes, rolls, opens.
//!
//! A position that is to be rolled or resized is closed only once its successor is found, priced
//! and affordable; otherwise it stays. One of another structure is closed in any case.

use crate::profile::{PerProfile, Profile};
use crate::trade::cost::Fill;
use crate::trade::{Contract, Leg, LegRule, Position, StrikeRule};
use crate::units::{Contracts, Money};

use super::super::order::{Opening, Order, OrderAction};
use super::super::report::{ExitReason, Reason, Rotation, RotationKind};
use super::open::{Plan, brings_no_credit};
use super::{Book, MarketMoment};

impl Book<'_> {
    /// Fills orders. What is opened shares the buying power in proportion, whatever the order of
    /// the profiles.
    pub(in super::super) fn fill(&mut self, orders: &[Order], market: MarketMoment<'_>) {
        if market.quoter.is_hole() {
            return orders.iter().for_each(|order| self.postpone(order, market));
        }
        self.unwind_hedges(market);
        let most = self.answer_margin_call(market);
        let orders = self.held_down(orders, &most, market);
        let moves: PerProfile<Money> = self.close(&orders, market);
        self.replace(&orders, market);
        for order in orders.iter().filter(|order| order.task == OrderAction::RollLeg) {
            self.roll_legs(order, market);
        }
        self.open_new(&orders, &moves, market);
    }

    /// The orders, with no more units for a called profile than the call has left it.
    fn held_down<'o>(
        &mut self,
        orders: &'o [Order],
        most: &PerProfile<Option<Contracts>>,
        market: MarketMoment<'_>,
    ) -> std::borrow::Cow<'o, [Order]> {
        if most.iter().all(Option::is_none) {
            return orders.into();
        }
        let mut left = Vec::with_capacity(orders.len());
        for order in orders {
            let Some(most) = most[order.profile.index()] else {
                left.push(*order);
                continue;
            };
            let limited = |opening: Opening| Opening { units: opening.units.min(most), ..opening };
            let task = match order.task {
                OrderAction::Open(opening) => OrderAction::Open(limited(opening)),
                OrderAction::Reopen(opening) => OrderAction::Reopen(limited(opening)),
                OrderAction::Move(opening) => OrderAction::Move(limited(opening)),
                OrderAction::Resize(opening) => OrderAction::Resize(limited(opening)),
                OrderAction::Roll(opening) => OrderAction::Roll(opening.map(limited)),
                other => other,
            };
            if most == Contracts::ZERO {
                let reason = Reason::MarginCall { held: Contracts::ZERO, kept: most };
                self.refuse(order, market, reason);
            } else {
                left.push(Order { task, ..*order });
            }
        }
        left.into()
    }

    /// Closes what is given up in any case; returns what positions that move have realised.
    fn close(&mut self, orders: &[Order], market: MarketMoment<'_>) -> PerProfile<Money> {
        let mut moves = [Money::ZERO; 6];
        for order in orders {
            // The position may have expired between the decision and its fill.
            let held = self.position(order.profile).map(|held| held.units);
            match order.task {
                OrderAction::Close(reason) => {
                    let kind = match reason {
                        ExitReason::Rebalanced => RotationKind::Close,
                        _ => RotationKind::Exit,
                    };
                    let realised = self.close_for_good(order, market, reason);
                    self.rotate(order, market, kind, 0.0, realised, Money::ZERO);
                }
                OrderAction::Roll(None) => {
                    let realised = self.close_for_good(order, market, ExitReason::Rolled);
                    let kind = RotationKind::Close;
                    self.rotate(order, market, kind, 0.0, realised, Money::ZERO);
                }
                OrderAction::Move(_) => {
                    let fills = self.position(order.profile);
                    let fills = fills.map(|held| self.exit_fills(held, market)).unwrap_or_default();
                    let reason = ExitReason::Rebalanced;
                    moves[order.profile.index()] =
                        self.close_for_another(order, market, &fills, reason);
                }
                OrderAction::Resize(opening) if held.is_some_and(|held| opening.units < held) => {
                    self.shrink(order, &opening, market);
                }
                _ => {}
            }
        }
        moves
    }

    /// Renews and resizes positions whose successors can be had; the others are kept.
    fn replace(&mut self, orders: &[Order], market: MarketMoment<'_>) {
        let mut plans: Vec<Plan<'_>> = Vec::with_capacity(orders.len());
        for order in orders {
            let (opening, kind) = match order.task {
                OrderAction::Reopen(opening) => (opening, RotationKind::Reopen),
                OrderAction::Roll(Some(opening)) => (opening, RotationKind::Roll),
                _ => continue,
            };
            let Some(position) = self.position(order.profile) else { continue };
            let replaces = self.exit_fills(position, market);
            match self.plan_opening(order, &opening, market, kind) {
                Ok(plan) => plans.push(Plan { replaces, ..plan }),
                Err(reason) => self.keep(order, market, reason),
            }
        }
        let (share, plans) = self.share_out(plans, market, |book, plan, missing| {
            book.keep(plan.order, market, missing);
        });
        for plan in plans {
            self.carry_out(plan, share, market);
        }
    }

    /// Opens positions, lets others grow, and leaves in cash what cannot be opened.
    fn open_new(&mut self, orders: &[Order], moves: &PerProfile<Money>, market: MarketMoment<'_>) {
        let mut plans: Vec<Plan<'_>> = Vec::with_capacity(orders.len());
        for order in orders {
            let realised = moves[order.profile.index()];
            match self.plan(order, market) {
                Ok(Some(plan)) => plans.push(Plan { realised, ..plan }),
                Ok(None) => {}
                Err(reason) => self.forgo(order, market, reason, realised),
            }
        }
        let (share, plans) = self.share_out(plans, market, |book, plan, missing| {
            book.forgo(plan.order, market, missing, plan.realised);
        });
        for plan in plans {
            self.carry_out(plan, share, market);
        }
    }

    /// What an order opens, with the quotes of the moment.
    fn plan<'o>(
        &self,
        order: &'o Order,
        market: MarketMoment<'_>,
    ) -> Result<Option<Plan<'o>>, Reason> {
        let (opening, kind) = match (order.task, self.position(order.profile)) {
            (OrderAction::Open(opening), None) => (opening, RotationKind::Open),
            (OrderAction::Move(opening), None) => (opening, RotationKind::Move),
            // It has expired between the decision and its fill.
            (OrderAction::Reopen(opening), None) => (opening, RotationKind::Reopen),
            (OrderAction::Roll(Some(opening)), None) => (opening, RotationKind::Roll),
            (OrderAction::Resize(_), None) | (OrderAction::Keep, _) => return Err(order.reason),
            (OrderAction::Resize(opening), Some(held)) if opening.units > held.units => {
                return self.growth(order, &opening, market, held).map(Some);
            }
            _ => return Ok(None),
        };
        self.plan_opening(order, &opening, market, kind).map(Some)
    }

    /// The plans of which the buying power carries at least a unit, and their common share; the
    /// others are given up.
    fn share_out<'o>(
        &mut self,
        mut plans: Vec<Plan<'o>>,
        market: MarketMoment<'_>,
        give_up: impl Fn(&mut Self, &Plan<'o>, Reason),
    ) -> (f64, Vec<Plan<'o>>) {
        loop {
            let share = self.affordable(&plans, market);
            let nothing = |plan: &Plan<'o>| self.part(plan, share) == Contracts::ZERO;
            if !plans.iter().any(nothing) {
                return (share, plans);
            }
            let (given_up, left): (Vec<_>, Vec<_>) = plans.into_iter().partition(nothing);
            for plan in &given_up {
                let (wanted, filled) = (plan.units, Contracts::ZERO);
                give_up(self, plan, Reason::BuyingPower { wanted, filled });
            }
            plans = left;
        }
    }

    /// Leaves a profile as it is: in cash where its old position is closed or was none, with the
    /// units it has where it was to grow.
    fn forgo(&mut self, order: &Order, market: MarketMoment<'_>, reason: Reason, realised: Money) {
        match order.task {
            OrderAction::Move(_) => {
                self.unwind_hedge(order.profile, market);
                let order = Order { reason, ..*order };
                let kind = RotationKind::Close;
                self.rotate(&order, market, kind, 0.0, realised, Money::ZERO);
            }
            OrderAction::Resize(_) | OrderAction::Keep
                if self.position(order.profile).is_some() =>
            {
                self.keep(order, market, reason);
            }
            _ => self.refuse(order, market, reason),
        }
    }

    /// Records that a wish cannot be met, once for each kind of reason, and again when it could be
    /// met in between.
    pub(super) fn refuse(&mut self, order: &Order, market: MarketMoment<'_>, reason: Reason) {
        self.record_refusal(order, market, (RotationKind::Unfilled, reason, 0.0));
    }

    /// Records, as often, that nothing takes the place of a position or a leg, which is kept.
    fn keep(&mut self, order: &Order, market: MarketMoment<'_>, reason: Reason) {
        self.record_refusal(order, market, (RotationKind::Kept, reason, order.current));
    }

    /// Records, as often, that nothing can be traded without quotes; positions are unchanged.
    fn postpone(&mut self, order: &Order, market: MarketMoment<'_>) {
        let (kind, reason) = (RotationKind::Unfilled, Reason::NoQuotes);
        self.record_refusal(order, market, (kind, reason, order.current));
    }

    fn record_refusal(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        (kind, reason, weight): (RotationKind, Reason, f64),
    ) {
        let now = Some(std::mem::discriminant(&reason));
        if std::mem::replace(&mut self.refused[order.profile.index()], now) != now {
            let order = Order { reason, ..*order };
            self.rotate(&order, market, kind, weight, Money::ZERO, Money::ZERO);
        }
    }

    /// Renews every leg that its own rule finds too near its expiry, or that has expired, as many
    /// contracts again. A leg without a successor is kept until it expires.
    fn roll_legs(&mut self, order: &Order, market: MarketMoment<'_>) {
        self.value_deltas(order.profile, market);
        let Some(mut position) = self.positions[order.profile.index()].take() else { return };
        let (fees, entry) = (position.fees, position.entry_value);
        let closed = self.counted.closed;
        let playbook = self.playbook;
        // What is renewed may cost and realise nothing at all.
        let (mut renewed, mut kept) = (false, None);
        for (number, rule) in playbook.structure(position.structure).legs.iter().enumerate() {
            let Some(below) = rule.roll_below else { continue };
            let held = position.legs.iter().position(|leg| leg.rule == number);
            let days = held.map(|index| position.legs[index].contract.days_left(order.decided));
            if days.is_some_and(|days| days >= below) {
                continue;
            }
            let place = held.unwrap_or(position.legs.len());
            match self.plan_leg_roll(order.profile, &position, (number, rule), market) {
                Err(reason) => kept = Some(reason),
                Ok((mut new, exit, entry)) => {
                    if let Some((index, exit)) = held.zip(exit) {
                        let mut leg = position.legs.remove(index);
                        self.close_leg(order, market, &mut position, &mut leg, &exit);
                    }
                    self.add_to_leg(order, market, &mut position, &mut new, &entry);
                    position.hypothetical |= !self.existed(&new.contract, market);
                    position.legs.insert(place.min(position.legs.len()), new);
                    renewed = true;
                }
            }
        }
        let realised = self.counted.closed - closed - (position.fees - fees);
        position.reported += realised;
        let entry_cost = position.entry_value - entry;
        self.positions[order.profile.index()] = Some(position);
        if renewed {
            self.refused[order.profile.index()] = None;
            self.hedge_profile(order.profile, market);
            let weight = order.current;
            self.rotate(order, market, RotationKind::RollLeg, weight, realised, entry_cost);
        }
        if let Some(reason) = kept {
            self.keep(order, market, reason);
        }
    }

    /// The successor of a leg with the fills that close the old one, if it has not expired, and
    /// open the new one.
    fn plan_leg_roll(
        &self,
        profile: Profile,
        position: &Position,
        (number, rule): (usize, &LegRule),
        market: MarketMoment<'_>,
    ) -> Result<(Leg, Option<Fill>, Fill), Reason> {
        let (contract, entry) = self.successor(position, number, rule, market)?;
        let mut new = Leg::new(contract, number);
        new.greeks = self.greeks_of(position.structure, &new, market);
        let old = position.legs.iter().find(|leg| leg.rule == number);
        let exit = old.map(|leg| self.exit_fill(position, leg, leg.contracts, market));
        if self.carries_leg(profile, position, (&new, exit.as_ref(), &entry), market) {
            return Ok((new, exit, entry));
        }
        Err(Reason::BuyingPower { wanted: position.units, filled: Contracts::ZERO })
    }

    /// The contract that takes the place of a leg and the fill that opens it, if one is listed that
    /// expires before another leg of the position, for what covers a leg must outlive it, and that
    /// is not sold for nothing.
    pub(super) fn successor(
        &self,
        position: &Position,
        number: usize,
        rule: &LegRule,
        market: MarketMoment<'_>,
    ) -> Result<(Contract, Fill), Reason> {
        let contract = self.select(rule, market)?;
        let mut others = position.legs.iter().filter(|leg| leg.rule != number);
        if !others.any(|leg| leg.contract.end() > contract.end()) {
            return Err(Reason::NoExpiry);
        }
        let quote = market.quoter.quote(&contract, rule.strike == StrikeRule::AtTheMoney);
        let contracts = position.units * rule.ratio;
        let entry = self.scenario.costs.fill(&quote, contracts, super::MULTIPLIER);
        match brings_no_credit(&entry) {
            true => Err(Reason::NoCredit { price: entry.price }),
            false => Ok((contract, entry)),
        }
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
