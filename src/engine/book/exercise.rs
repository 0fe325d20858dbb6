//! Options on a fund end early: exercised by us when long, assigned to us when short, because a
//! holder on the other side decides as we would.

use chrono::NaiveDate;

use crate::ledger::{Account, Cause};
use crate::pricing::Right;
use crate::profile::Profile;
use crate::trade::{Leg, Quoter};
use crate::units::{Money, Price};

use super::super::report::{Moment, Reason, Rotation, RotationKind};
use super::{Book, MarketMoment};

impl Book<'_> {
    /// Exercises options whose value does not exceed their exercise value, at today's close.
    pub(in super::super) fn exercise(&mut self, quoter: &Quoter<'_>) {
        if !self.scenario.instrument.is_fund() {
            return;
        }
        let market = MarketMoment { quoter, moment: super::Moment::Close };
        for profile in Profile::ALL {
            let due = |leg: &Leg| quoter.is_exercised(&leg.contract, leg.implied);
            self.end_early(profile, quoter.date, market.spot(), due);
        }
    }

    /// The morning of an ex-date. A call on a fund in the money whose time value at the last close
    /// was less than the dividend was exercised the evening before, so that its shares earn it;
    /// then every share held earns it, and every share owed pays it. Futures do neither.
    pub(in super::super) fn go_ex(&mut self, date: NaiveDate, dividend: Price) {
        if self.scenario.instrument.is_fund() {
            let close = self.share_mark;
            self.warn_of_short_calls(date, dividend);
            for profile in Profile::ALL {
                let due = |leg: &Leg| {
                    let intrinsic = leg.contract.intrinsic(close);
                    let call = leg.contract.right == Right::Call;
                    call && intrinsic >= Price::TICK && leg.mark - intrinsic < dividend
                };
                self.end_early(profile, date, close, due);
            }
        }
        if self.futures {
            return;
        }
        for holder in 0..Account::HOLDERS as u8 {
            let amount = dividend.each(self.holdings[usize::from(holder)].shares());
            self.earn(date, (Cause::Carry, Account::Carry(holder)), amount);
        }
    }

    /// Flags every profile that is short a call when the underlying goes ex: its holder may take
    /// the shares for the dividend.
    fn warn_of_short_calls(&mut self, date: NaiveDate, dividend: Price) {
        let is_short_call =
            |leg: &Leg| leg.contract.right == Right::Call && leg.contracts.is_short();
        for profile in Profile::ALL {
            let Some(position) = self.position(profile) else { continue };
            if position.legs.iter().any(is_short_call) {
                let weight = position.allocation;
                self.log.rotations.push(Rotation {
                    date,
                    profile,
                    kind: RotationKind::Warning,
                    old_allocation: weight,
                    new_allocation: weight,
                    realised: Money::ZERO,
                    entry_cost: Money::ZERO,
                    reason: Reason::ShortCallAtDividend { dividend },
                });
            }
        }
    }

    fn end_early(
        &mut self,
        profile: Profile,
        date: NaiveDate,
        spot: Price,
        due: impl Fn(&Leg) -> bool,
    ) {
        let exercised = (RotationKind::Exercise, Reason::Exercised { spot });
        self.end_legs(profile, (date, Moment::Close), spot, due, exercised);
    }
}
