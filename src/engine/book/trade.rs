//! What happens to positions: orders are filled, legs renewed, expiries settled.

use chrono::NaiveDate;

use crate::ledger::{Account, Cause};
use crate::pricing::black_scholes::Greeks;
use crate::profile::Profile;
use crate::trade::cost::Fill;
use crate::trade::{Contract, Fees, Instrument, Leg, LegRule, Position, Provenance, StrikeRule};
use crate::units::{Contracts, Money, Price};

use super::super::order::{Opening, Order, Task};
use super::super::report::{ExitReason, FillRecord, Moment, Reason, Rotation, RotationKind, Trade};
use super::{Book, Market};

impl Book<'_> {
    /// Fills orders: first what is closed, so that its cash is there for what is opened.
    pub(in super::super) fn fill(&mut self, orders: &[Order], market: Market<'_>) {
        if market.quoter.is_hole() {
            return orders.iter().for_each(|order| self.put_off(order, market));
        }
        let realised: Vec<Money> =
            orders.iter().map(|order| self.close_for(order, market)).collect();
        self.required = [None; 6];
        for (order, realised) in orders.iter().zip(realised) {
            self.open_for(order, market, realised);
            self.required[order.profile.index()] = None;
        }
    }

    fn close_for(&mut self, order: &Order, market: Market<'_>) -> Money {
        let reason = match order.task {
            Task::Open(_) | Task::RollLeg => return Money::ZERO,
            Task::Close | Task::Reopen(_) => ExitReason::Rebalanced,
            Task::Roll(_) => ExitReason::Rolled,
        };
        // The position may have expired between the decision and its fill.
        let Some(mut position) = self.positions[order.profile.index()].take() else {
            return Money::ZERO;
        };
        while let Some(leg) = position.legs.pop() {
            self.close_leg(order, market, &mut position, leg);
        }
        self.retire(order.profile, &position, market.date(), reason)
    }

    fn open_for(&mut self, order: &Order, market: Market<'_>, realised: Money) {
        let (opening, kind) = match order.task {
            Task::Open(opening) => (opening, RotationKind::Open),
            Task::Reopen(opening) => (opening, RotationKind::Reopen),
            Task::Roll(Some(opening)) => (opening, RotationKind::Roll),
            Task::Close | Task::Roll(None) => {
                return self.rotate(order, market, RotationKind::Close, 0.0, realised, Money::ZERO);
            }
            Task::RollLeg => return self.roll_legs(order, market),
        };
        let entry_cost = match self.open_position(order, &opening, market) {
            Ok(entry_cost) => entry_cost,
            Err(reason) => return self.refuse(order, market, reason, realised),
        };
        self.refused[order.profile.index()] = false;
        let weight = self.units(order.profile) as f64 * opening.unit_weight;
        self.rotate(order, market, kind, weight, realised, entry_cost);
    }

    /// Tells once that a wish cannot be met, and again when it could be met in between.
    fn refuse(&mut self, order: &Order, market: Market<'_>, reason: Reason, realised: Money) {
        let told = std::mem::replace(&mut self.refused[order.profile.index()], true);
        if !told || realised != Money::ZERO {
            let order = Order { reason, ..*order };
            self.rotate(&order, market, RotationKind::Unfilled, 0.0, realised, Money::ZERO);
        }
    }

    /// Tells once that nothing can be traded without quotes; what is held stays as it is.
    fn put_off(&mut self, order: &Order, market: Market<'_>) {
        if !std::mem::replace(&mut self.refused[order.profile.index()], true) {
            let (kind, kept) = (RotationKind::Unfilled, order.current);
            let order = Order { reason: Reason::NoQuotes, ..*order };
            self.rotate(&order, market, kind, kept, Money::ZERO, Money::ZERO);
        }
    }

    /// Renews every leg that its own rule finds too near its expiry, or that has expired, as many
    /// contracts again.
    fn roll_legs(&mut self, order: &Order, market: Market<'_>) {
        let Some(mut position) = self.positions[order.profile.index()].take() else { return };
        let (fees, entry) = (position.fees, position.entry_value);
        let closed = self.counted.closed;
        let playbook = self.playbook;
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
                let leg = position.legs.remove(index);
                self.close_leg(order, market, &mut position, leg);
            }
            let contracts = Contracts::new(rule.ratio * position.units);
            let quote = market.quoter.quote(&contract, rule.strike == StrikeRule::AtTheMoney);
            let fill = self.costs.fill(&quote, contracts, Instrument::MULTIPLIER);
            let new = self.book_opening(order, market, position.trade, (contract, number), &fill);
            position.entry_value += new.cost();
            position.fees += fill.fees.total();
            position.legs.insert(held.unwrap_or(position.legs.len()), new);
        }
        let realised = self.counted.closed - closed - (position.fees - fees);
        position.told += realised;
        let entry_cost = position.entry_value - entry;
        self.positions[order.profile.index()] = Some(position);
        if entry_cost != Money::ZERO || realised != Money::ZERO {
            let weight = order.current;
            self.rotate(order, market, RotationKind::RollLeg, weight, realised, entry_cost);
        }
    }

    /// The contract that takes the place of a leg, if one is listed that expires before another
    /// leg of the position: what covers a leg must outlive it.
    fn successor(
        &self,
        position: &Position,
        number: usize,
        rule: &LegRule,
        market: Market<'_>,
    ) -> Option<Contract> {
        let contract = self.select(rule, market).ok()?;
        let mut others = position.legs.iter().filter(|leg| leg.rule != number);
        others.any(|leg| leg.contract.expiry > contract.expiry).then_some(contract)
    }

    /// Settles what expires today, at today's close; and what expired since the last bar, on a
    /// day the data does not have, at the last close known before it.
    pub(in super::super) fn settle(&mut self, date: NaiveDate, close: Price, before: bool) {
        for profile in Profile::ALL {
            let due = |leg: &Leg| match before {
                true => leg.contract.expiry < date,
                false => leg.contract.expiry <= date,
            };
            let held = &mut self.positions[profile.index()];
            let expires = |position: &mut Position| position.legs.iter().any(due);
            let Some(mut position) = held.take_if(expires) else { continue };
            let closed = self.counted.closed;
            let (expired, kept): (Vec<Leg>, Vec<Leg>) = position.legs.iter().partition(|l| due(l));
            position.legs = kept;
            for leg in &expired {
                self.settle_leg(profile, date, close, &mut position, leg);
            }
            let ended = position.legs.is_empty();
            let realised = if ended {
                self.retire(profile, &position, date, ExitReason::Expired)
            } else {
                self.counted.closed - closed
            };
            position.told += realised;
            self.log.rotations.push(Rotation {
                date,
                profile,
                kind: RotationKind::Settle,
                old_allocation: position.allocation,
                new_allocation: if ended { 0.0 } else { position.allocation },
                realised,
                entry_cost: Money::ZERO,
                reason: Reason::Expired { settlement: close },
            });
            self.positions[profile.index()] = (!ended).then_some(position);
        }
    }

    fn settle_leg(
        &mut self,
        profile: Profile,
        date: NaiveDate,
        close: Price,
        position: &mut Position,
        leg: &Leg,
    ) {
        let price = leg.contract.intrinsic(close);
        let fill = Fill {
            contracts: -leg.contracts,
            mid: price,
            price,
            spread: Price::ZERO,
            slippage: Price::ZERO,
            fees: Fees::default(),
            provenance: Provenance::Settlement,
        };
        self.book_closing(profile, date, Cause::Settlement, position, leg, &fill);
        self.log.fills.push(FillRecord {
            decided: date,
            filled: date,
            moment: Moment::Close,
            trade: position.trade,
            profile,
            contract: leg.contract,
            contracts: fill.contracts,
            mid: price,
            price,
            spread: Money::ZERO,
            slippage: Money::ZERO,
            fees: fill.fees,
            provenance: Provenance::Settlement,
        });
    }

    fn close_leg(&mut self, order: &Order, market: Market<'_>, position: &mut Position, leg: Leg) {
        let rule = &self.playbook.structure(position.structure).legs[leg.rule];
        let at_the_money = rule.strike == StrikeRule::AtTheMoney;
        let quote = market.quoter.quote_held(&leg.contract, at_the_money, leg.implied);
        let fill = self.costs.fill(&quote, -leg.contracts, Instrument::MULTIPLIER);
        self.book_closing(order.profile, market.date(), Cause::Close, position, &leg, &fill);
        self.record(order, market, position.trade, &leg, &fill);
    }

    /// Books the end of a leg: cash in or out, entry cost off the books, the rest realised.
    fn book_closing(
        &mut self,
        profile: Profile,
        date: NaiveDate,
        cause: Cause,
        position: &mut Position,
        leg: &Leg,
        fill: &Fill,
    ) {
        let row = profile.index() as u8;
        let exit_value = fill.price.times(leg.contracts, Instrument::MULTIPLIER);
        let gain = exit_value - leg.cost();
        self.revalue(profile, date, leg.cost() - leg.value());
        self.journal.post(date, cause, Account::Cash, Account::Options(row), exit_value);
        self.journal.post(date, cause, Account::Options(row), Account::Realised(row), gain);
        self.pay(row, date, &fill.fees);
        self.counted.closed +=
            (fill.price - leg.entry).times(leg.contracts, Instrument::MULTIPLIER);
        self.counted.cash_flow += exit_value - fill.fees.total();
        position.exit_value += exit_value;
        position.fees += fill.fees.total();
    }

    /// Books a new leg: cash out or in, the entry cost on the books.
    pub(super) fn book_opening(
        &mut self,
        order: &Order,
        market: Market<'_>,
        trade: u32,
        (contract, rule): (Contract, usize),
        fill: &Fill,
    ) -> Leg {
        let row = order.profile.index() as u8;
        let leg = Leg {
            contract,
            rule,
            contracts: fill.contracts,
            entry: fill.price,
            mark: fill.price,
            greeks: Greeks::default(),
            provenance: fill.provenance,
            implied: None,
        };
        let date = market.date();
        self.journal.post(date, Cause::Open, Account::Options(row), Account::Cash, leg.cost());
        self.pay(row, date, &fill.fees);
        self.counted.cash_flow -= leg.cost() + fill.fees.total();
        self.record(order, market, trade, &leg, fill);
        leg
    }

    fn pay(&mut self, row: u8, date: NaiveDate, fees: &Fees) {
        let Fees { commission, clearing, regulatory } = *fees;
        self.journal.post(date, Cause::Fee, Account::Commission(row), Account::Cash, commission);
        self.journal.post(date, Cause::Fee, Account::Clearing(row), Account::Cash, clearing);
        self.journal.post(date, Cause::Fee, Account::Regulatory(row), Account::Cash, regulatory);
        self.counted.costs += fees.total();
    }

    /// Moves an ended position to the trades; returns what it realised and was not told before, so
    /// that rotations add up to the trades.
    fn retire(
        &mut self,
        profile: Profile,
        position: &Position,
        exit: NaiveDate,
        reason: ExitReason,
    ) -> Money {
        let realised = position.exit_value - position.entry_value - position.fees;
        self.log.trades.push(Trade {
            trade: position.trade,
            profile,
            structure: position.structure as u8,
            units: position.units,
            entry: position.opened,
            exit,
            entry_value: position.entry_value,
            exit_value: position.exit_value,
            fees: position.fees,
            realised,
            capital: position.capital,
            allocation: position.allocation,
            reason,
        });
        realised - position.told
    }

    fn record(&mut self, order: &Order, market: Market<'_>, trade: u32, leg: &Leg, fill: &Fill) {
        let size = Contracts::new(fill.contracts.size());
        self.log.fills.push(FillRecord {
            decided: order.decided,
            filled: market.date(),
            moment: market.moment,
            trade,
            profile: order.profile,
            contract: leg.contract,
            contracts: fill.contracts,
            mid: fill.mid,
            price: fill.price,
            spread: fill.spread.times(size, Instrument::MULTIPLIER),
            slippage: fill.slippage.times(size, Instrument::MULTIPLIER),
            fees: fill.fees,
            provenance: fill.provenance,
        });
    }

    fn rotate(
        &mut self,
        order: &Order,
        market: Market<'_>,
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

    fn units(&self, profile: Profile) -> i64 {
        self.positions[profile.index()].as_ref().map_or(0, |position| position.units)
    }
}

impl Opening {
    /// Capital and share of equity that a number of units takes.
    pub(super) fn allocated(&self, units: i64, spot: Price) -> (Money, f64) {
        let capital = spot.times(Contracts::new(units), Instrument::MULTIPLIER);
        (capital, units as f64 * self.unit_weight)
    }
}
