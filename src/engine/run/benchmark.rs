//! What a run is compared with: the six profiles in equal parts, and the quotes of every close.

use crate::allocate::{self, Conditions, Limits};
use crate::market::{AsOf, Market};
use crate::profile::{PerProfile, Playbook};
use crate::trade::Quoter;

use super::super::report::{Moment, Report};
use super::super::{RunError, Scenario};
use super::period::period;
use super::{Run, drive};

/// How the profiles are weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighing {
    /// By score and regime.
    Rotation,
    /// A sixth each, on every day.
    Equal,
}

impl Weighing {
    pub(super) fn target(self, conditions: &Conditions, limits: &Limits) -> PerProfile<f64> {
        match self {
            Self::Rotation => allocate::weigh(conditions, limits).target,
            Self::Equal => [1.0 / 6.0; 6],
        }
    }
}

/// Runs a scenario that has been checked with a sixth of equity for each profile instead of its
/// allocation. Everything else is the same: structures, costs, hedges, limits on risk.
///
/// # Errors
/// The data cannot carry the scenario, or the books do not balance.
pub fn run_equal_weights(
    market: &Market,
    scenario: &Scenario,
    progress: impl FnMut(usize, usize),
) -> Result<Report, RunError> {
    drive(market, scenario, Weighing::Equal, progress)
}

/// Goes through the closes of a scenario's period with what the engine would quote there, from the
/// first that can be quoted. Nothing is traded.
///
/// # Errors
/// The data has no such period.
pub fn closes(
    market: &Market,
    scenario: &Scenario,
    mut each: impl FnMut(&AsOf<'_>, &Quoter<'_>),
) -> Result<(), RunError> {
    let period = period(market, scenario)?;
    let playbook = Playbook::new(&scenario.structures);
    let mut run = Run::new(market, scenario, &playbook, &period);
    for index in 0..=*period.end() {
        let today = market.as_of(index);
        let reading = run.read(&today);
        run.store_close(&today, &reading.signals);
        let surface = run.surface.filter(|_| index >= *period.start());
        if let Some(surface) = surface {
            each(&today, &run.quoter(&today, surface, Moment::Close));
        }
    }
    Ok(())
}
