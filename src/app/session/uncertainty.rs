//! The result at other levels of the model, computed while the page is idle; any change ends it.

use leptos::prelude::*;

use super::Session;
use crate::analysis::{LevelOutcome, ModelUncertainty};
use crate::app::platform::now;
use crate::app::platform::timer::after;
use crate::engine::Report;

/// How long nothing must have been run, milliseconds.
const IDLE: f64 = 1_200.0;

/// The two runs: the number of the one under way, and what the first came to.
#[derive(Default)]
pub(super) struct LevelRuns {
    run: Option<u32>,
    lower: Option<LevelOutcome>,
}

impl Session {
    /// Computes the uncertainty once nothing has been run for a while.
    pub(super) fn await_idle(self) {
        let latest = self.with(|inner| {
            inner.levels = LevelRuns::default();
            inner.runs.latest()
        });
        after(IDLE, move || {
            let is_idle = |inner: &mut super::Inner| {
                inner.runs.latest() == latest && inner.runs.started.is_none()
            };
            if self.with(is_idle) && !self.is_loading() {
                self.run_level();
            }
        });
    }

    /// Runs the result shown at the next level.
    fn run_level(self) {
        let scenarios = self.run.read_untracked(|own| {
            let report = own.report();
            ModelUncertainty::concerns(report)
                .then(|| ModelUncertainty::scenarios(&report.scenario))
        });
        let Some(Some([lower, higher])) = scenarios else { return };
        let is_stale = self.run.is_of_other_data.get_untracked();
        if is_stale || self.run.uncertainty.with_untracked(Option::is_some) {
            return;
        }
        let (id, scenario) = self.with(|inner| {
            let id = inner.runs.begin(now());
            inner.levels.run = Some(id);
            (id, if inner.levels.lower.is_none() { lower } else { higher })
        });
        self.ask(|engine| engine.run(id, scenario));
    }

    /// Whether a run is one of these, which the state line does not mention.
    pub(super) fn is_level_run(self, id: u32) -> bool {
        self.with(|inner| inner.levels.run == Some(id))
    }

    /// Takes the outcome of one level; `None` if it could not be computed.
    pub(super) fn level_finished(self, report: Option<&Report>) {
        let Some(found) = report.map(LevelOutcome::of) else {
            return self.with(|inner| inner.levels = LevelRuns::default());
        };
        let lower = self.with(|inner| inner.levels.lower.replace(found));
        match lower {
            None => self.run_level(),
            Some(lower) => {
                self.run.uncertainty.set(Some(ModelUncertainty { lower, higher: found }));
                self.with(|inner| inner.levels = LevelRuns::default());
            }
        }
    }
}
