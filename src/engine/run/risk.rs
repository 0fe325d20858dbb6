//! The day's targets against the limits on risk, and what a unit of each structure takes.

use crate::market::{AsOf, Series};
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;
use crate::trade::Quoter;
use crate::trade::sizing::Sizes;

use super::super::book;
use super::super::limits::{HISTORY, LimitInputs, Ruling};
use super::super::report::{Exposure, Moment};
use super::Run;

impl Run<'_> {
    /// Holds the targets against the limits on risk.
    pub(super) fn rule(
        &mut self,
        today: &AsOf<'_>,
        regime: Regime,
        target: PerProfile<f64>,
        current: PerProfile<f64>,
    ) -> Ruling {
        let date = today.date();
        let (book, playbook) = (&self.book, self.playbook);
        let equity = book.equity();
        let spot = self.last_close;
        let share = |exposure: Exposure| {
            let Exposure { delta, gamma, vega, .. } = exposure;
            let dollars = [delta * spot, gamma * spot * spot * 0.01, vega];
            dollars.map(|amount| amount / equity.to_dollars_f64())
        };
        let mut exposure = [[0.0; 3]; 7];
        for profile in Profile::ALL {
            exposure[profile.index()] = share(book.exposure_of(profile));
        }
        exposure[6][0] = book.portfolio_delta() * spot / equity.to_dollars_f64();
        let held = Profile::ALL.map(|profile| {
            let position = book.positions()[profile.index()].as_ref()?;
            let exits = playbook.structure(position.structure).exits;
            Some((position.profit(), position.capital, (date - position.opened).num_days(), exits))
        });
        let ahead = self.scenario.limits.event_days as i64;
        let next = today.events_within(0, ahead).next();
        self.guard.rule(&LimitInputs {
            date,
            equity,
            target,
            current,
            trades: Profile::ALL.map(|profile| playbook.chosen(profile, regime).is_some()),
            held,
            exposure,
            returns: &self.returns,
            index_level: today.carried(Series::Vix, 0).map(|(level, _)| level),
            days_to_event: next.map(|event| (event.date - date).num_days()),
            floor: self.scenario.allocation.min_profile_weight,
        })
    }

    /// Keeps the day's return for value at risk, if that can bind.
    pub(super) fn remember_return(&mut self, today: &AsOf<'_>) {
        let ([.., before, now], true) = (today.bars(), self.guard.needs_returns()) else { return };
        if self.returns.len() == HISTORY {
            self.returns.remove(0);
        }
        self.returns.push(now.close / before.close - 1.0);
    }

    /// Buys or sells the underlying against delta that a limit does not allow.
    pub(super) fn hedge_excess(&mut self, ruling: &Ruling, close: &Quoter<'_>) {
        let excess = ruling.excess_delta * self.book.equity().to_dollars_f64() / close.spot;
        let shares = -(excess.abs().ceil() * excess.signum()) as i64;
        if ruling.excess_delta != 0.0 && shares != 0 {
            let before = self.book.exposure().delta * close.spot;
            let share = before / self.book.equity().to_dollars_f64();
            self.book.offset(shares, close);
            self.guard.hedged(close.date, share, shares);
        }
    }

    /// Capital that one unit of what each profile would open takes.
    pub(super) fn unit_capital(&mut self, regime: Regime, close: &Quoter<'_>) -> PerProfile<f64> {
        let notional = Sizes::notional(close.spot);
        if !self.scenario.sizes.needs_contracts() {
            return [notional; 6];
        }
        let market = book::MarketMoment { quoter: close, moment: Moment::Close };
        Profile::ALL.map(|profile| match self.playbook.chosen(profile, regime) {
            Some(structure) => self.book.unit_capital(structure, market),
            None => notional,
        })
    }
}
