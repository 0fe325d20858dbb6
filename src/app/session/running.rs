//! Runs: starting, replacing and cancelling one, and handling its result.

use super::Session;
use crate::analysis::Review;
use crate::app::platform::now;
use crate::app::platform::timer::after;
use crate::app::result::RunResult;
use crate::app::state::RunStatus;
use crate::engine::Report;
use crate::protocol::engine::Outcome;
use leptos::prelude::*;

/// A change waits at least this long for the run under way, milliseconds.
const SHORTEST_WAIT: f64 = 150.0;
/// A change waits for this multiple of the last run's time: a run that is replaced shows nothing,
/// and the engine that takes over is cold.
const WAIT_PER_RUN: f64 = 2.5;
/// How long a change waits for the first run of an engine, milliseconds; with option quotes, whose
/// surfaces are fitted in the first run alone and lost with the engine.
const FIRST_RUN_WAIT: f64 = 2_000.0;
const FIRST_QUOTED_RUN_WAIT: f64 = 30_000.0;
/// A run that takes this long shows its progress, milliseconds.
const SLOW: f64 = 200.0;

/// The run under way, and the one after it.
#[derive(Default)]
pub(super) struct Runs {
    /// The number of the last run that was started; replies to others are stale.
    latest: u32,
    /// When it was started; `None` once it has ended.
    pub(super) started: Option<f64>,
    /// A change waits for the run to end.
    is_due: bool,
    /// How long the last run took that was finished, in the worker.
    milliseconds: f64,
    /// How long it took on the page's clock, with both messages.
    waited: f64,
    /// Whether the engine has finished a run since it was started.
    is_warm: bool,
}

impl Runs {
    /// Begins a run; its number.
    pub(super) fn begin(&mut self, now: f64) -> u32 {
        self.latest = self.latest.wrapping_add(1);
        self.started = Some(now);
        self.is_due = false;
        self.latest
    }

    /// The number of the last run that was started.
    pub(super) fn latest(&self) -> u32 {
        self.latest
    }

    /// How long a change waits for the current run before it is replaced, milliseconds.
    fn wait_before_restart(&self, is_quoted: bool) -> f64 {
        match (self.is_warm, is_quoted) {
            (true, _) => SHORTEST_WAIT.max(WAIT_PER_RUN * self.waited),
            (false, true) => FIRST_QUOTED_RUN_WAIT,
            (false, false) => FIRST_RUN_WAIT,
        }
    }
}

impl Session {
    /// Runs the scenario as it is, at once: changes that come meanwhile are one run after it.
    pub fn start_run(self) {
        if self.data.market.with_untracked(Option::is_none) || self.is_loading() {
            return; // loading starts the run
        }
        let (latest, started) = self.with(|inner| (inner.runs.latest, inner.runs.started));
        if let Some(started) = started {
            let age = now() - started;
            let is_quoted = self.is_quoted();
            let patience = match self.is_level_run(latest) && !is_quoted {
                true => SHORTEST_WAIT, // nobody waits for its result
                false => self.with(|inner| inner.runs.wait_before_restart(is_quoted)),
            };
            if age < patience {
                self.with(|inner| inner.runs.is_due = true);
                after(patience - age, move || {
                    let is_same = |inner: &mut super::Inner| {
                        inner.runs.latest == latest
                            && inner.runs.started.is_some()
                            && inner.runs.is_due
                    };
                    if self.with(is_same) {
                        self.start_run();
                    }
                });
                return;
            }
            self.replace_worker();
        }
        // A short run waits for benchmarks under way, which are dropped; a long one replaces them,
        // but for those of option quotes, whose surfaces the engine would have to fit again.
        let milliseconds = self.with(|inner| inner.runs.milliseconds);
        if self.give_up_comparing() && milliseconds > SHORTEST_WAIT && !self.is_quoted() {
            self.replace_worker();
        }
        let id = self.with(|inner| inner.runs.begin(now()));
        self.notices.dismiss("run");
        self.run.status.set(RunStatus::Running { progress: None });
        after(SLOW, move || {
            if self.with(|inner| inner.runs.latest == id && inner.runs.started.is_some()) {
                self.run.is_slow.set(true);
            }
        });
        let scenario = self.current_scenario();
        match scenario.check() {
            Ok(()) => self.ask(|engine| engine.run(id, scenario)),
            Err(error) => self.run_failed(id, error.to_string()),
        }
    }

    /// Ends the run, or the reading of files, at once. What was shown stays.
    pub fn cancel(self) {
        self.replace_worker();
        let was_loading = self.give_up_loading();
        self.end();
        if was_loading {
            let text = "Reading was cancelled; the data before is still here.";
            self.notices.show("files", text, false);
            return self.run_if_changed();
        }
        self.run.status.set(RunStatus::Cancelled);
        let text = "The run was cancelled; the last result stays. Any change runs again.";
        self.notices.show("run", text, false);
    }

    /// Runs the scenario unless its result is shown.
    pub(super) fn run_if_changed(self) {
        let scenario = self.current_scenario();
        let is_shown = |shown: &RunResult| shown.report().scenario == scenario;
        let is_shown = self.run.result.with_untracked(|own| own.as_ref().is_some_and(is_shown));
        if !is_shown || self.run.is_of_other_data.get_untracked() {
            return self.start_run();
        }
        if matches!(self.run.status.get_untracked(), RunStatus::Running { .. }) {
            let milliseconds = self.with(|inner| inner.runs.milliseconds);
            self.run.status.set(RunStatus::Done { milliseconds });
        }
    }

    /// Ends a run whose result is no longer needed.
    pub(super) fn end_run(self) {
        if self.with(|inner| inner.runs.started.is_some()) {
            self.replace_worker();
            self.end();
        }
    }

    pub(super) fn update_progress(self, id: u32, progress: (u32, u32)) {
        if self.is_current(id) && !self.is_baseline_run(id) && !self.is_level_run(id) {
            self.run.status.set(RunStatus::Running { progress: Some(progress) });
        }
    }

    pub(super) fn finished(self, id: u32, milliseconds: f64, outcome: Outcome) {
        if !self.is_current(id) {
            return;
        }
        self.with(|inner| {
            let started = inner.runs.started.unwrap_or_default();
            inner.runs.waited = now() - started;
            inner.runs.milliseconds = milliseconds;
            inner.runs.is_warm = true;
        });
        let is_due = self.end();
        if self.is_level_run(id) {
            self.level_finished(Some(&outcome.report));
            if is_due {
                self.start_run();
            }
            return;
        }
        if self.is_baseline_run(id) {
            self.baseline_finished(Some(outcome));
            self.await_idle();
            if is_due {
                self.start_run();
            }
            return;
        }
        self.keep_or_clear_selection(&outcome);
        self.run.uncertainty.set(None);
        self.run.result.set(Some(RunResult::new(outcome, self.data_name())));
        self.run.status.set(RunStatus::Done { milliseconds });
        if is_due {
            self.start_run();
        }
        self.compare_with_link();
        self.address_soon();
        self.run_baseline();
        self.await_idle();
    }

    pub(super) fn run_failed(self, id: u32, message: String) {
        if !self.is_current(id) {
            return;
        }
        let is_due = self.end();
        if self.is_level_run(id) {
            self.level_finished(None);
        } else if self.is_baseline_run(id) {
            self.baseline_finished(None);
        } else {
            self.run.fail(message);
        }
        if is_due {
            self.start_run();
        }
    }

    /// The engine says that there will be no result.
    pub(super) fn run_stopped(self, message: String) {
        self.end();
        self.run.fail(message);
    }

    pub(super) fn data_name(self) -> String {
        self.data.market.with_untracked(|market| {
            market.as_ref().map(|market| market.name.clone()).unwrap_or_default()
        })
    }

    /// Whether the market has option quotes.
    fn is_quoted(self) -> bool {
        self.data.market.with_untracked(|market| {
            market.as_ref().is_some_and(|market| market.instrument.is_some())
        })
    }

    fn is_current(self, id: u32) -> bool {
        self.with(|inner| inner.runs.latest == id && inner.runs.started.is_some())
    }

    /// Whether a change has waited for this end.
    fn end(self) -> bool {
        self.run.is_slow.set(false);
        self.with(|inner| {
            inner.runs.started = None;
            std::mem::take(&mut inner.runs.is_due)
        })
    }

    fn replace_worker(self) {
        self.give_up_comparing();
        if let Some(engine) = self.with(|inner| inner.engine.clone()) {
            self.with(|inner| inner.runs.is_warm = false);
            engine.cancel();
        }
    }

    /// Clears the selection if the new report has other days: a place in one means nothing there.
    fn keep_or_clear_selection(self, outcome: &Outcome) {
        let days = |report: &Report, review: &Review| {
            (report.days.len(), report.days.first().map(|day| day.date), review.fingerprint)
        };
        let before = self.run.result.with_untracked(|shown| {
            let run = shown.as_ref()?.run();
            Some(days(run.report, run.review))
        });
        if before != Some(days(&outcome.report, &outcome.review)) {
            self.selection.clear();
        }
    }
}
