//! What a day and a run leave behind.

use std::ops::Range;

use chrono::NaiveDate;

use crate::ledger::Account;
use crate::market::AsOf;
use crate::pricing;
use crate::profile::Profile;
use crate::units::Price;

use super::super::report::{Day, Decision, ListingShares, OpenPosition, Report};
use super::listed::listed_days;
use super::period::missing;
use super::{DaySignals, IMPORTED, Run, RunError, Timing};

impl Run<'_> {
    pub(super) fn record(
        &mut self,
        today: &AsOf<'_>,
        reading: DaySignals,
        decision: Option<Decision>,
        quoted_spot: Option<f64>,
    ) {
        let spot = Price::from_dollars_f64(self.last_close).expect(IMPORTED);
        let margin = self.book.margin(spot);
        self.book.watch_margin(today.date(), margin);
        let book = &self.book;
        let held = book.held();
        self.held.push(held);
        self.days.push(Day {
            date: today.date(),
            spot: today.bar().close,
            quoted_spot: quoted_spot.map(|spot| spot / self.dollars(today, 1.0)),
            shares_for_one: today.shares_for_one(),
            regime: reading.ready.map(|(regime, _)| regime),
            signals: reading.signals,
            scores: reading.scores,
            decision,
            cash: book.cash(),
            values: Profile::ALL.map(|profile| book.value(profile)),
            hedge_value: book.hedge_value(),
            profits: Profile::ALL.map(|profile| book.profit(profile)),
            portfolio_hedge: book.hedge_profit(Account::PORTFOLIO),
            rate: pricing::rates(today, &self.scenario.model).0.decimal(),
            interest: book.interest(),
            realised: book.realised(),
            unrealised: book.unrealised(),
            margin,
            exposure: book.exposure_with(&held),
            open: book.positions().iter().flatten().count() as u8,
            marks: book.marks(),
        });
    }

    /// The days on which something could be traded: after a decision, and with quotes if there is
    /// a chain.
    fn measured(&self, last: &AsOf<'_>) -> Range<usize> {
        let quoted: Vec<NaiveDate> = last.chain_days().map(|day| day.date()).collect();
        let is_quoted = |day: &Day| !last.has_chain() || quoted.binary_search(&day.date).is_ok();
        let decided = |index: usize| match self.timing {
            Timing::SameClose => self.days[index].decision.is_some(),
            _ => index > 0 && self.days[index - 1].decision.is_some(),
        };
        let mut tradable =
            (0..self.days.len()).filter(|index| decided(*index) && is_quoted(&self.days[*index]));
        let Some(first) = tradable.next() else { return 0..0 };
        first..tradable.next_back().unwrap_or(first) + 1
    }

    pub(super) fn finish(self, last: &AsOf<'_>) -> Result<Report, RunError> {
        if !self.warm {
            // There were bars enough: a column has no value, not even on the last day.
            let day = &self.days[self.days.len() - 1];
            return Err(missing(last, &day.signals, &day.scores));
        }
        debug_assert!(self.book.is_derived(), "balances are the sums of their entries");
        let measured = self.measured(last);
        let open_positions = Profile::ALL.iter().filter_map(|profile| {
            let position = self.book.positions()[profile.index()].as_ref()?;
            Some(OpenPosition {
                trade: position.trade,
                first_fill: position.first_fill,
                profile: *profile,
                structure: position.structure as u8,
                units: position.units,
                entry: position.opened,
                entry_value: position.entry_value,
                value: position.value(),
                unrealised: position.unrealised(),
                profit: position.profit(),
                hedge: self.book.hedge_earned(*profile, position),
                capital: position.capital,
                risk: position.risk,
                allocation: position.allocation,
                hypothetical: position.hypothetical,
            })
        });
        let listed = self.book.expiries.listed();
        let days = match last.has_chain() {
            true => [None; 6],
            false => listed_days(&self.days, self.playbook, listed),
        };
        let listing = ListingShares { underlying: listed.underlying(), days };
        Ok(Report {
            listing,
            scenario: self.scenario.clone(),
            timing: self.timing,
            stale_opens: self.stale_opens,
            open_positions: open_positions.collect(),
            measured,
            days: self.days,
            held: self.held.into(),
            trades: self.book.log.trades,
            fills: self.book.log.fills.into(),
            hedges: self.book.log.hedges.into(),
            rotations: self.book.log.rotations.into(),
            breaches: self.guard.breaches,
            limits: self.guard.counts,
            ruined: self.ruined,
        })
    }
}
