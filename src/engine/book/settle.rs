//! Expiries: cash for an index, shares for a fund.

use chrono::NaiveDate;

use crate::ledger::Cause;
use crate::profile::{PerProfile, Profile};
use crate::trade::cost::Fill;
use crate::trade::{Contract, Leg, Position, Provenance, Quoter, Settlement};
use crate::units::{Money, Price};

use super::super::report::{ExitReason, FillRecord, Moment, Reason, Rotation, RotationKind};
use super::close::at_price;
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    /// Settles what expires today, at today's close; and what expired since the last bar, on a
    /// day the data does not have, at the last close known before it.
    pub(in super::super) fn settle(&mut self, date: NaiveDate, close: Price, before: bool) {
        let due = |leg: &Leg| match before {
            true => leg.contract.expiry < date,
            false => leg.contract.expiry <= date,
        };
        if !self.positions.iter().flatten().flat_map(|held| &held.legs).any(due) {
            return; // as on most days
        }
        for profile in Profile::ALL {
            let expired = (RotationKind::Settle, Reason::Expired { settlement: close });
            self.end_legs(profile, (date, Moment::Close), close, due, expired);
        }
    }

    /// Settles what expires today and is settled at the open. Not to be called where the open is
    /// not trusted: the close settles whatever of today is left. Returns whose they were.
    pub(in super::super) fn settle_at_open(
        &mut self,
        date: NaiveDate,
        open: Price,
    ) -> PerProfile<bool> {
        let due =
            |leg: &Leg| leg.contract.expiry == date && leg.contract.settlement == Settlement::Open;
        Profile::ALL.map(|profile| {
            let position = self.position(profile);
            let is_due = position.is_some_and(|position| position.legs.iter().any(due));
            let expired = (RotationKind::Settle, Reason::Expired { settlement: open });
            self.end_legs(profile, (date, Moment::Open), open, due, expired);
            is_due
        })
    }

    /// Adjusts the hedges of profiles whose contracts were settled at the open to what is left of
    /// them, at the same open.
    pub(in super::super) fn hedge_settled(
        &mut self,
        settled: PerProfile<bool>,
        quoter: &Quoter<'_>,
    ) {
        let market = MarketMoment { quoter, moment: Moment::Open };
        for profile in Profile::ALL.into_iter().filter(|profile| settled[profile.index()]) {
            match self.position(profile) {
                Some(_) => self.hedge_fill(profile, market),
                None => self.unwind_hedge(profile, market),
            }
        }
    }

    /// Ends the legs that are due at their intrinsic value; a position without legs is over.
    pub(super) fn end_legs(
        &mut self,
        profile: Profile,
        (date, moment): (NaiveDate, Moment),
        spot: Price,
        due: impl Fn(&Leg) -> bool,
        (kind, reason): (RotationKind, Reason),
    ) {
        let held = &mut self.positions[profile.index()];
        let ends = |position: &mut Position| position.legs.iter().any(&due);
        let Some(mut position) = held.take_if(ends) else { return };
        // Of the options alone: a delivery may realise something on shares as well.
        let mut gained = Money::ZERO;
        let mut at = 0;
        while at < position.legs.len() {
            if due(&position.legs[at]) {
                let mut leg = position.legs.remove(at);
                gained += self.settle_leg(profile, (date, moment, spot), &mut position, &mut leg);
            } else {
                at += 1;
            }
        }
        let ended = position.legs.is_empty();
        let exit = match kind {
            RotationKind::Exercise => ExitReason::Exercised,
            _ => ExitReason::Expired,
        };
        let realised =
            if ended { self.retire(profile, &position, (date, spot), exit) } else { gained };
        position.reported += realised;
        self.log.rotations.push(Rotation {
            date,
            profile,
            kind,
            old_allocation: position.allocation,
            new_allocation: if ended { 0.0 } else { position.allocation },
            realised,
            entry_cost: Money::ZERO,
            reason,
        });
        self.positions[profile.index()] = (!ended).then_some(position);
    }

    fn settle_leg(
        &mut self,
        profile: Profile,
        (date, moment, spot): (NaiveDate, Moment, Price),
        position: &mut Position,
        leg: &mut Leg,
    ) -> Money {
        let contracts = leg.contracts;
        let intrinsic = leg.contract.intrinsic(spot);
        let fund = self.scenario.instrument.is_fund();
        // A holder exercises options in the money by at least a cent; the others expire.
        let price = if fund && intrinsic < Price::TICK { Price::ZERO } else { intrinsic };
        let fill = at_price(-contracts, price);
        let trade = position.trade;
        self.record_settlement(profile, (date, moment), trade, leg.contract, &fill);
        let gain = self.book_closing(profile, (date, Cause::Settlement), position, leg, &fill);
        if fund && price > Price::ZERO {
            let sign = leg.contract.right.sign() as i64;
            self.deliver(profile.index() as u8, contracts.shares(MULTIPLIER) * sign, spot, date);
        }
        gain
    }

    pub(super) fn record_settlement(
        &mut self,
        profile: Profile,
        (date, moment): (NaiveDate, Moment),
        trade: u32,
        contract: Contract,
        fill: &Fill,
    ) {
        self.log.fills.push(FillRecord {
            decided: date,
            filled: date,
            moment,
            trade,
            profile,
            contract,
            contracts: fill.contracts,
            mid: fill.mid,
            price: fill.price,
            spread: Money::ZERO,
            slippage: Money::ZERO,
            fees: fill.fees,
            provenance: Provenance::Settlement,
        });
    }
}
