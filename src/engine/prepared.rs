//! A market with what its runs have in common, kept from one run to the next.

use std::borrow::Borrow;

use crate::market::{AsOf, Market};
use crate::trade::Quoter;

use super::run::Readings;
use super::{Report, RunError, Scenario, run};

/// A market that is run more than once: what depends on its data alone, or on few of a scenario's
/// choices, is worked out once. A run has the same bytes as one by [`run`](super::run()).
///
/// With option quotes nearly all of a run is in the surfaces of the quoted days; they depend on the
/// rates where the file gives none. They are kept, and so are the signals and the scores.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::engine::{Prepared, Scenario, run};
/// use rotation::market::{Bar, Market, is_trading_day};
/// let days = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap().iter_days();
/// let bars = days.filter(|date| is_trading_day(*date)).take(70).zip(0..).map(|(date, day)| {
///     let close = 4_000.0 + f64::from(day * 37 % 11) * 9.0;
///     Bar { date, open: close, high: close + 15.0, low: close - 15.0, close }
/// });
/// let mut prepared = Prepared::new(Market::new("calm", bars.collect()));
/// for weight in [0.4, 0.3] {
///     let mut scenario = Scenario::default();
///     scenario.allocation.max_profile_weight = weight;
///     let again = prepared.run(&scenario, |_, _| {})?;
///     assert_eq!(again, run(prepared.market(), &scenario, |_, _| {})?);
/// }
/// # Ok::<(), rotation::engine::RunError>(())
/// ```
#[derive(Debug, Default)]
pub struct Prepared<M = Market> {
    market: M,
    readings: Readings,
}

impl<M: Borrow<Market>> Prepared<M> {
    /// A market before its first run.
    #[must_use]
    pub fn new(market: M) -> Self {
        Self { market, readings: Readings::default() }
    }

    /// The market.
    #[must_use]
    pub fn market(&self) -> &Market {
        self.market.borrow()
    }

    /// The market without what was kept.
    #[must_use]
    pub fn into_market(self) -> M {
        self.market
    }

    /// Runs a scenario. `progress` is called now and then with the days done and the days in all.
    ///
    /// # Errors
    /// The scenario is refused, the data cannot carry it, or the books do not balance.
    pub fn run(
        &mut self,
        scenario: &Scenario,
        progress: impl FnMut(usize, usize),
    ) -> Result<Report, RunError> {
        scenario.check()?;
        self.run_checked(scenario, progress)
    }

    /// The same for a scenario that has been checked, as the page checks what it sends to its
    /// engine.
    ///
    /// # Errors
    /// The data cannot carry the scenario, or the books do not balance.
    ///
    /// # Panics
    /// Where [`Scenario::check`] would have refused.
    pub fn run_checked(
        &mut self,
        scenario: &Scenario,
        progress: impl FnMut(usize, usize),
    ) -> Result<Report, RunError> {
        run::rotate(self.market.borrow(), &mut self.readings, scenario, progress)
    }

    /// Runs a scenario that has been checked with a sixth of equity for each profile instead of its
    /// allocation. Everything else is the same: structures, costs, hedges, limits on risk.
    ///
    /// # Errors
    /// The data cannot carry the scenario, or the books do not balance.
    pub fn run_equal_weights(&mut self, scenario: &Scenario) -> Result<Report, RunError> {
        run::weigh_equally(self.market.borrow(), &mut self.readings, scenario)
    }

    /// Goes through the closes of a scenario's period with what the engine would quote there, from
    /// the first that can be quoted. Nothing is traded.
    ///
    /// # Errors
    /// The data has no such period.
    pub fn closes(
        &mut self,
        scenario: &Scenario,
        each: impl FnMut(&AsOf<'_>, &Quoter<'_>),
    ) -> Result<(), RunError> {
        run::closes(self.market.borrow(), &mut self.readings, scenario, each)
    }
}
