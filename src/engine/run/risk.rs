//! The day's targets against the limits on risk, and what a unit of each structure takes.

use crate::market::AsOf;
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;
use crate::trade::Quoter;
use crate::trade::hedge::PortfolioHedge;
use crate::trade::sizing::Sizes;
use crate::units::{Contracts, Price};

use super::super::Timing;
use super::super::book;
use super::super::limits::exposure::AccountRisk;
use super::super::limits::{HISTORY, LimitInputs, Ruling};
use super::super::report::Moment;
use super::{IMPORTED, Run};

impl Run<'_> {
    /// Holds the targets against the limits on risk.
    pub(super) fn rule(
        &mut self,
        today: &AsOf<'_>,
        regime: Regime,
        target: PerProfile<f64>,
        close: &Quoter<'_>,
    ) -> Ruling {
        let date = today.date();
        let (book, playbook) = (&self.book, self.playbook);
        let spot = Price::from_dollars_f64(close.spot).expect(IMPORTED);
        let ahead = self.scenario.limits.event_days.unwrap_or(0.0) as i64;
        let next = today.events_within(0, ahead).next();
        self.guard.rule(&LimitInputs {
            date,
            target,
            trades: Profile::ALL.map(|profile| playbook.chosen(profile, regime).is_some()),
            held: Profile::ALL.map(|profile| book.exit_inputs(profile, date, spot)),
            days_to_event: next.map(|event| (event.date - date).num_days()),
        })
    }

    /// The account around the book at a close.
    pub(super) fn account_risk(&self, close: &Quoter<'_>) -> AccountRisk {
        let hedging = &self.scenario.hedging;
        AccountRisk {
            equity: self.book.equity().to_dollars_f64(),
            spot: close.spot,
            shares: self.book.portfolio_delta() as i64,
            rule: hedging.portfolio,
            band: hedging.portfolio_band,
        }
    }

    /// Keeps the day's return for value at risk, if that can bind.
    pub(super) fn remember_return(&mut self, today: &AsOf<'_>) {
        let ([.., before, now], true) = (today.bars(), self.guard.needs_returns()) else { return };
        if self.returns.len() == HISTORY {
            self.returns.remove(0);
        }
        self.returns.push(now.close / before.close - 1.0);
    }

    /// Buys or sells the underlying against delta that a limit does not allow, and gives the hedge
    /// up when the rest of the book is within.
    pub(super) fn hedge_excess(&mut self, close: &Quoter<'_>) {
        let limits = &self.guard.limits;
        let equity = self.book.equity().to_dollars_f64();
        let Some(bound) = limits.bounds(equity)[0].filter(|_| limits.hedge_delta) else { return };
        let most = bound * equity / close.spot;
        let (total, own) = (self.book.exposure().delta, self.book.portfolio_delta());
        let others = total - own;
        let is_above = total.abs() > most * (1.0 + 1e-9);
        let wanted = if is_above {
            let excess = (others.abs() - most).max(0.0);
            -(excess.ceil() * others.signum())
        } else if others.abs() <= most && self.scenario.hedging.portfolio == PortfolioHedge::Off {
            0.0
        } else {
            own
        };
        let shares = (wanted - own) as i64;
        if shares != 0 {
            self.book.offset(shares, close);
        }
        if shares != 0 && is_above {
            self.guard.hedged(close.date, total * close.spot / equity, bound, shares);
        }
    }

    /// The units that a margin call will leave each called profile at the next fill, as far as the
    /// close shows it: exactly where orders fill at this close, else at its prices. Only limits on
    /// the book need to know.
    pub(super) fn foresee_call(&mut self, close: &Quoter<'_>) -> PerProfile<Option<Contracts>> {
        if !self.guard.limits.measures_book() {
            return [None; 6];
        }
        let is_called = match self.timing {
            Timing::SameClose => self.book.is_called(),
            _ => {
                let spot = Price::from_dollars_f64(self.last_close).expect(IMPORTED);
                let margin = self.book.margin(spot);
                self.book.buying_power(margin).is_negative()
            }
        };
        if !is_called {
            return [None; 6];
        }
        self.book.units_after_call(book::MarketMoment { quoter: close, moment: Moment::Close })
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
