//! The pinned baseline: remembered between visits as a link, and run again when the page opens.

use leptos::prelude::*;

use super::Session;
use crate::app::platform::{now, storage};
use crate::app::result::RunResult;
use crate::protocol::engine::Outcome;
use crate::share::link::{self, Link};

/// A baseline of an earlier visit that has not been run yet.
#[derive(Default)]
pub(super) struct RememberedBaseline {
    link: Option<Link>,
    /// The number of the run that computes it.
    run: Option<u32>,
}

impl Session {
    /// Pins the result shown as the baseline; unpins it if it is the baseline already.
    pub fn toggle_baseline(self) {
        let shown = self.run.result.get_untracked();
        let is_same = shown == self.run.baseline.get_untracked();
        let pinned = if is_same { None } else { shown };
        self.with(|inner| inner.baseline = RememberedBaseline::default());
        let fragment = pinned.as_ref().map(|own| link::encode(&link_to(own)));
        storage::remember_baseline(fragment.as_deref());
        self.run.baseline.set(pinned);
    }

    /// Reads the baseline of an earlier visit.
    pub(super) fn read_baseline(self) {
        let link = storage::baseline().and_then(|fragment| link::decode(&fragment).ok());
        self.with(|inner| inner.baseline = RememberedBaseline { link, run: None });
    }

    /// Runs the remembered baseline if it was made on the data that is loaded and no run is under
    /// way. The result shown stays current meanwhile.
    pub(super) fn run_baseline(self) {
        let loaded = self.data.market.with_untracked(|own| own.as_ref().map(|own| own.fingerprint));
        let scenario = self.with(|inner| {
            let link = inner.baseline.link.as_ref()?;
            (Some(link.fingerprint) == loaded && inner.runs.started.is_none())
                .then(|| link.scenario.clone())
        });
        let Some(scenario) = scenario else { return };
        let id = self.with(|inner| {
            let id = inner.runs.begin(now());
            inner.baseline.run = Some(id);
            id
        });
        self.ask(|engine| engine.run(id, scenario));
    }

    /// Whether a run computes the baseline, which the state line does not mention.
    pub(super) fn is_baseline_run(self, id: u32) -> bool {
        self.with(|inner| inner.baseline.run == Some(id))
    }

    /// Pins the outcome of the remembered baseline; `None` if it could not be computed.
    pub(super) fn baseline_finished(self, outcome: Option<Outcome>) {
        self.with(|inner| inner.baseline = RememberedBaseline::default());
        if let Some(outcome) = outcome {
            self.run.baseline.set(Some(RunResult::new(outcome, self.data_name())));
        }
    }
}

fn link_to(own: &RunResult) -> Link {
    Link {
        scenario: own.report().scenario.clone(),
        data_name: own.data_name().to_owned(),
        fingerprint: own.fingerprint(),
        digest: Some(own.run().review.digest),
        sender: None,
        benchmark: None,
        removed: Vec::new(),
    }
}
