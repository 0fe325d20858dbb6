//! What a day and a run leave behind.

use crate::ledger::Account;
use crate::market::AsOf;
use crate::profile::Profile;
use crate::units::Price;

use super::super::report::{Day, Decision, OpenPosition, Report};
use super::period::missing;
use super::{DaySignals, IMPORTED, Run, RunError};

impl Run<'_> {
    pub(super) fn record(
        &mut self,
        today: &AsOf<'_>,
        reading: DaySignals,
        decision: Option<Decision>,
    ) {
        let spot = Price::from_dollars_f64(self.last_close).expect(IMPORTED);
        let margin = self.book.margin(spot);
        let book = &self.book;
        let held = book.held();
        self.held.push(held);
        self.days.push(Day {
            date: today.date(),
            spot: today.bar().close,
            regime: reading.ready.map(|(regime, _)| regime),
            signals: reading.signals,
            scores: reading.scores,
            decision,
            cash: book.cash(),
            values: Profile::ALL.map(|profile| book.value(profile)),
            hedge_value: book.hedge_value(),
            profits: Profile::ALL.map(|profile| book.profit(profile)),
            portfolio_hedge: book.hedge_profit(Account::PORTFOLIO),
            interest: book.interest(),
            realised: book.realised(),
            unrealised: book.unrealised(),
            margin,
            exposure: book.exposure_with(&held),
            open: book.positions().iter().flatten().count() as u8,
            marks: book.marks(),
        });
    }

    pub(super) fn finish(self, last: &AsOf<'_>) -> Result<Report, RunError> {
        if !self.warm {
            // There were bars enough: a column has no value, not even on the last day.
            let day = &self.days[self.days.len() - 1];
            return Err(missing(last, &day.signals, &day.scores));
        }
        debug_assert!(self.book.is_derived(), "balances are the sums of their entries");
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
                allocation: position.allocation,
            })
        });
        Ok(Report {
            scenario: self.scenario.clone(),
            timing: self.timing,
            open_positions: open_positions.collect(),
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
