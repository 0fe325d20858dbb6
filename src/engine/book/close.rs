//! Giving legs back: at the market, in part, at expiry or all at once; and the end of a trade.

use chrono::NaiveDate;

use crate::ledger::{Account, Cause};
use crate::profile::Profile;
use crate::trade::cost::Fill;
use crate::trade::{Fees, Leg, Position, Provenance};
use crate::units::{Contracts, Money, Price};

use super::super::order::{Opening, Order};
use super::super::report::{ExitReason, Moment, Reason, Rotation, RotationKind, Trade};
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    /// Books the sale or purchase that closes a leg or a part of it.
    pub(super) fn close_leg(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        position: &mut Position,
        leg: &mut Leg,
        fill: &Fill,
    ) {
        self.book_closing(order.profile, (market.date(), Cause::Close), position, leg, fill);
        self.record(order, market, position.trade, leg.contract, fill);
    }

    /// What closes each leg of a position, the last leg first.
    pub(super) fn exit_fills(&self, position: &Position, market: MarketMoment<'_>) -> Vec<Fill> {
        let mut known = None;
        let fills = position.legs.iter().rev().map(|leg| {
            let term = market.quoter.term_like(known, leg.contract.series());
            known = Some(term);
            self.exit_fill_in(&term, position, leg, leg.contracts, market)
        });
        fills.collect()
    }

    /// Closes a position whose hedge is given up with it; returns the realised profit.
    pub(super) fn close_for_good(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        reason: ExitReason,
    ) -> Money {
        let Some(position) = self.positions[order.profile.index()].take() else {
            return Money::ZERO;
        };
        let fills = self.exit_fills(&position, market);
        let position = self.close_legs(order, market, position, &fills);
        let moment = (market.date(), market.spot());
        let realised = self.retire(order.profile, &position, moment, reason);
        self.unwind_hedge(order.profile, market);
        realised
    }

    /// Closes a position whose hedge its successor takes over; returns the realised profit.
    pub(super) fn close_for_another(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        fills: &[Fill],
        reason: ExitReason,
    ) -> Money {
        let Some(position) = self.positions[order.profile.index()].take() else {
            return Money::ZERO;
        };
        let position = self.close_legs(order, market, position, fills);
        self.retire(order.profile, &position, (market.date(), market.spot()), reason)
    }

    fn close_legs(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        mut position: Position,
        fills: &[Fill],
    ) -> Position {
        for fill in fills {
            if let Some(mut leg) = position.legs.pop() {
                self.close_leg(order, market, &mut position, &mut leg, fill);
            }
        }
        position
    }

    /// Books the end of a leg or of a part of it: cash in or out, its cost off the books, the rest
    /// realised. Returns that rest, before fees.
    pub(super) fn book_closing(
        &mut self,
        profile: Profile,
        (date, cause): (NaiveDate, Cause),
        position: &mut Position,
        leg: &mut Leg,
        fill: &Fill,
    ) -> Money {
        let row = profile.index() as u8;
        let contracts = -fill.contracts;
        let before = leg.unrealised();
        let cost = leg.release(contracts);
        let exit_value = fill.price.times(contracts, MULTIPLIER);
        let gain = exit_value - cost;
        self.revalue(profile, date, leg.unrealised() - before);
        self.journal.post(date, cause, Account::Cash, Account::Options(row), exit_value);
        self.journal.post(date, cause, Account::Options(row), Account::Realised(row), gain);
        self.pay(row, date, &fill.fees);
        self.counted.closed += gain;
        self.counted.cash_flow += exit_value;
        position.exit_value += exit_value;
        position.fees += fill.fees.total();
        gain
    }

    /// Closes the units above the target in every leg, and of the hedge.
    pub(super) fn shrink(&mut self, order: &Order, opening: &Opening, market: MarketMoment<'_>) {
        let realised = self.reduce(order, opening.units, market);
        let weight = opening.weight(opening.units);
        if let Some(position) = &mut self.positions[order.profile.index()] {
            position.ordered = opening.units;
            position.capital = opening.capital(opening.units);
            position.allocation = weight;
        }
        self.hedge_fill(order.profile, market);
        self.rotate(order, market, RotationKind::Resize, weight, realised, Money::ZERO);
    }

    /// Closes the units above a number in every leg; returns the realised profit.
    pub(super) fn reduce(
        &mut self,
        order: &Order,
        units: Contracts,
        market: MarketMoment<'_>,
    ) -> Money {
        let Some(mut position) = self.positions[order.profile.index()].take() else {
            return Money::ZERO;
        };
        let (closed, fees) = (self.counted.closed, position.fees);
        for at in 0..position.legs.len() {
            let mut leg = position.legs[at];
            let contracts = self.cut_of(&position, &leg, units);
            let fill = self.exit_fill(&position, &leg, contracts, market);
            self.close_leg(order, market, &mut position, &mut leg, &fill);
            position.legs[at] = leg;
        }
        position.entry_risk =
            position.entry_risk.scaled(units.as_hundredths(), position.units.as_hundredths());
        position.units = units;
        let realised = self.counted.closed - closed - (position.fees - fees);
        position.reported += realised;
        self.positions[order.profile.index()] = Some(position);
        realised
    }

    /// Closes every leg and share at its mark, without costs, after the account is ruined.
    pub(super) fn close_everything(&mut self, date: NaiveDate) {
        for profile in Profile::ALL {
            let Some(mut position) = self.positions[profile.index()].take() else { continue };
            while let Some(mut leg) = position.legs.pop() {
                let fill = at_price(-leg.contracts, leg.mark);
                let trade = position.trade;
                self.record_settlement(profile, (date, Moment::Close), trade, leg.contract, &fill);
                self.book_closing(profile, (date, Cause::Close), &mut position, &mut leg, &fill);
            }
            let spot = (date, self.share_mark);
            let realised = self.retire(profile, &position, spot, ExitReason::Ruined);
            self.log.rotations.push(Rotation {
                date,
                profile,
                kind: RotationKind::Exit,
                old_allocation: position.allocation,
                new_allocation: 0.0,
                realised,
                entry_cost: Money::ZERO,
                reason: Reason::Exit(ExitReason::Ruined),
            });
        }
        self.give_up_shares(date);
    }

    /// Moves an ended position to the trades; returns realised profit not reported before, so
    /// that rotations add up to the trades.
    pub(super) fn retire(
        &mut self,
        profile: Profile,
        position: &Position,
        (exit, spot): (NaiveDate, Price),
        reason: ExitReason,
    ) -> Money {
        let realised = position.exit_value - position.entry_value - position.fees;
        let earned = self.hedge_profit_at(profile, spot);
        self.attributed[profile.index()] = earned;
        self.last_trade[profile.index()] = Some(self.log.trades.len());
        self.refused[profile.index()] = None;
        self.log.trades.push(Trade {
            trade: position.trade,
            first_fill: position.first_fill,
            profile,
            structure: position.structure as u8,
            units: position.units,
            entry: position.opened,
            exit,
            entry_value: position.entry_value,
            exit_value: position.exit_value,
            fees: position.fees,
            realised,
            hedge: earned - position.hedged_before,
            capital: position.capital,
            risk: position.peak_risk,
            allocation: position.allocation,
            reason,
            hypothetical: position.hypothetical,
        });
        realised - position.reported
    }
}

/// A trade at a given price, for which nothing is charged.
pub(super) fn at_price(contracts: Contracts, price: Price) -> Fill {
    let (spread, slippage, fees) = (Price::ZERO, Price::ZERO, Fees::default());
    let provenance = Provenance::Settlement;
    Fill { contracts, mid: price, price, spread, slippage, fees, provenance }
}
