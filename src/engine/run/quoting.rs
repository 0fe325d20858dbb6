//! The market at a moment of the day: the surface of its quotes, their underlying, and the quoter.

use crate::market::AsOf;
use crate::pricing::{Surface, TimeOfDay};
use crate::trade::{Listing, Quoter};

use super::super::report::Moment;
use super::Run;

impl Run<'_> {
    /// The underlying of today's quotes at the moment they are of, dollars: by put-call parity, or
    /// as a chain on a fund states it, whose options may be exercised early.
    pub(super) fn quoted_spot(&self, today: &AsOf<'_>) -> Option<f64> {
        let day = today.chain()?;
        match self.scenario.instrument.is_fund() {
            true => day.level(),
            false => self.fitted.as_ref()?.implied_spot(),
        }
    }

    pub(super) fn quoter<'m>(
        &mut self,
        today: &AsOf<'m>,
        surface: Surface,
        moment: Moment,
    ) -> Quoter<'m> {
        let bar = today.bar();
        let quoted = self.quoted_spot(today).filter(|_| moment == Moment::Close);
        let listing = match today.chain() {
            Some(day) if moment == Moment::Close => {
                Listing::Quoted { day, fitted: self.fitted.take() }
            }
            _ if today.has_chain() => Listing::Hole,
            _ => Listing::ByRule,
        };
        let (level, time) = match moment {
            Moment::Open => (bar.open, TimeOfDay::Open),
            Moment::Close => (bar.close, TimeOfDay::Close),
        };
        Quoter {
            date: today.date(),
            time,
            instrument: self.scenario.instrument,
            spot: quoted.unwrap_or_else(|| self.dollars(today, level)),
            shares_for_one: today.shares_for_one(),
            surface,
            spread: self.scenario.costs.spread,
            without_opens: self.without_opens,
            listing,
        }
    }
}
