//! Benchmarks: asked of the engine while it is idle, and only while something shows them.

use std::sync::Arc;

use leptos::prelude::*;

use super::Session;
use crate::analysis::{Benchmark, Span};
use crate::app::benchmark::Benchmarks;
use crate::app::platform::timer::after;
use crate::app::result::RunResult;
use crate::app::state::RunStatus;
use crate::app::tabs::Tab;

/// How long the engine must have been idle, milliseconds.
const IDLE: f64 = 300.0;

/// The benchmarks that the engine is computing.
#[derive(Default)]
pub(super) struct Comparison {
    latest: u32,
    of: Option<RunResult>,
}

impl Session {
    /// Asks for the benchmarks of every result while a benchmark is chosen or the metrics are open.
    pub(super) fn watch_benchmarks(self) {
        Effect::new(move |_| {
            let is_shown =
                self.run.benchmark.get().is_some() || self.panels.tab.get() == Tab::Metrics;
            let is_done = self.run.status.with(|status| matches!(status, RunStatus::Done { .. }));
            let result = self.run.result.get().filter(|_| is_shown && is_done);
            let has_them = self.run.current_benchmarks().is_some();
            if let Some(result) = result.filter(|_| !has_them) {
                after(IDLE, move || self.ask_benchmarks(result));
            }
        });
    }

    /// Asks for the benchmarks of a result if it is still the one shown and no run is under way.
    fn ask_benchmarks(self, result: RunResult) {
        let is_shown = self.run.result.with_untracked(|own| own.as_ref() == Some(&result));
        let is_idle = self.with(|inner| inner.runs.started.is_none());
        let is_asked = self.with(|inner| inner.comparison.of.as_ref() == Some(&result));
        if !is_shown || !is_idle || is_asked || self.run.is_of_other_data.get_untracked() {
            return;
        }
        let Some(span) = Span::of(result.report()) else {
            return self
                .run
                .benchmarks
                .set(Some(Benchmarks { of: result, others: Arc::default() }));
        };
        let scenario = result.report().scenario.clone();
        let id = self.with(|inner| {
            inner.comparison.latest = inner.comparison.latest.wrapping_add(1);
            inner.comparison.of = Some(result);
            inner.comparison.latest
        });
        self.ask(|engine| engine.compare(id, scenario, span));
    }

    pub(super) fn compared(self, id: u32, others: Vec<Benchmark>) {
        let of = self.with(|inner| {
            (inner.comparison.latest == id).then(|| inner.comparison.of.take()).flatten()
        });
        if let Some(of) = of {
            self.run.benchmarks.set(Some(Benchmarks { of, others: Arc::new(others) }));
        }
    }

    /// Whether benchmarks were under way; they are no longer.
    pub(super) fn give_up_comparing(self) -> bool {
        self.with(|inner| inner.comparison.of.take()).is_some()
    }
}
