//! What a run is compared with: the six profiles in equal parts, and the quotes of every close.

use crate::allocate::{self, Conditions, Limits};
use crate::market::{AsOf, Market};
use crate::profile::{PerProfile, Playbook};
use crate::trade::Quoter;

use super::super::report::{Moment, Report};
use super::super::{RunError, Scenario};
use super::period::period;
use super::{Readings, Run, drive};

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

/// Runs a checked scenario with a sixth of equity for each profile.
pub(in crate::engine) fn weigh_equally(
    market: &Market,
    readings: &mut Readings,
    scenario: &Scenario,
) -> Result<Report, RunError> {
    drive(market, readings, scenario, Weighing::Equal, |_, _| {})
}

/// Goes through the closes of a scenario's period.
pub(in crate::engine) fn closes(
    market: &Market,
    readings: &mut Readings,
    scenario: &Scenario,
    mut each: impl FnMut(&AsOf<'_>, &Quoter<'_>),
) -> Result<(), RunError> {
    let period = period(market, scenario)?;
    let playbook = Playbook::new(&scenario.structures);
    let mut run = Run::new(market, readings, scenario, &playbook, &period);
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
