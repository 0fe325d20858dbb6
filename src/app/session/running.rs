//! Runs: when one is started, replaced, cancelled, and what comes of it.

use super::Session;
use crate::analysis::Review;
use crate::app::later::after;
use crate::app::now;
use crate::app::result::RunResult;
use crate::app::signal::untrack;
use crate::app::state::Run;
use crate::engine::Report;
use crate::protocol::engine::Outcome;

/// A run that has taken this long is not waited for when something has changed, milliseconds.
const PATIENCE: f64 = 150.0;
/// A run that takes this long shows how far it is.
const SLOW: f64 = 200.0;

/// The run under way, and the one after it.
#[derive(Default)]
pub(super) struct Runs {
    /// The number of the last run that was started; replies to others are stale.
    latest: u32,
    /// When it was started; `None` once it has ended.
    started: Option<f64>,
    /// A change waits for the run to end.
    is_due: bool,
    /// How long the last run took that was finished.
    milliseconds: f64,
}

impl Session {
    /// Runs the scenario as it is, at once: changes that come meanwhile are one run after it.
    pub fn run(self) {
        if self.state.market.with_untracked(Option::is_none) || self.is_loading() {
            return; // what is loaded is run
        }
        let (latest, started) = self.with(|inner| (inner.runs.latest, inner.runs.started));
        if let Some(started) = started {
            let age = now() - started;
            if age < PATIENCE {
                self.with(|inner| inner.runs.is_due = true);
                after(PATIENCE - age, move || {
                    let is_same = |inner: &mut super::Inner| {
                        inner.runs.latest == latest
                            && inner.runs.started.is_some()
                            && inner.runs.is_due
                    };
                    if self.with(is_same) {
                        self.run();
                    }
                });
                return;
            }
            self.replace_worker();
        }
        let id = latest.wrapping_add(1);
        self.with(|inner| {
            inner.runs.latest = id;
            inner.runs.started = Some(now());
            inner.runs.is_due = false;
        });
        self.state.hush("run");
        self.state.run.set(Run::Running { progress: None });
        after(SLOW, move || {
            if self.with(|inner| inner.runs.latest == id && inner.runs.started.is_some()) {
                self.state.is_slow.set(true);
            }
        });
        let scenario = self.state.scenario.get_untracked();
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
            self.state.tell("files", text, false);
            return self.run_if_changed();
        }
        self.state.run.set(Run::Cancelled);
        let text = "The run was cancelled; the last result stays. Any change runs again.";
        self.state.tell("run", text, false);
    }

    /// Runs the scenario unless its result is shown.
    pub(super) fn run_if_changed(self) {
        let scenario = self.state.scenario.get_untracked();
        let is_shown = |shown: &RunResult| shown.report().scenario == scenario;
        let is_shown = self.state.outcome.with_untracked(|own| own.as_ref().is_some_and(is_shown));
        if !is_shown || untrack(|| self.state.shows_other_data()) {
            return self.run();
        }
        if matches!(self.state.run.get_untracked(), Run::Running { .. }) {
            let milliseconds = self.with(|inner| inner.runs.milliseconds);
            self.state.run.set(Run::Done { milliseconds });
        }
    }

    /// Ends a run that nobody waits for any more.
    pub(super) fn end_run(self) {
        if self.with(|inner| inner.runs.started.is_some()) {
            self.replace_worker();
            self.end();
        }
    }

    pub(super) fn progressed(self, id: u32, progress: (u32, u32)) {
        if self.is_current(id) {
            self.state.run.set(Run::Running { progress: Some(progress) });
        }
    }

    pub(super) fn finished(self, id: u32, milliseconds: f64, outcome: Outcome) {
        if !self.is_current(id) {
            return;
        }
        let is_due = self.end();
        self.with(|inner| inner.runs.milliseconds = milliseconds);
        self.look_afresh(&outcome);
        self.state.outcome.set(Some(RunResult::of(outcome)));
        self.state.run.set(Run::Done { milliseconds });
        if is_due {
            self.run();
        }
        self.compare_with_link();
        self.address_soon();
    }

    pub(super) fn run_failed(self, id: u32, message: String) {
        if !self.is_current(id) {
            return;
        }
        let is_due = self.end();
        self.state.fail(message);
        if is_due {
            self.run();
        }
    }

    /// The engine says that there will be no result.
    pub(super) fn run_stopped(self, message: String) {
        self.end();
        self.state.fail(message);
    }

    fn is_current(self, id: u32) -> bool {
        self.with(|inner| inner.runs.latest == id && inner.runs.started.is_some())
    }

    /// Whether a change has waited for this end.
    fn end(self) -> bool {
        self.state.is_slow.set(false);
        self.with(|inner| {
            inner.runs.started = None;
            std::mem::take(&mut inner.runs.is_due)
        })
    }

    fn replace_worker(self) {
        if let Some(engine) = self.with(|inner| inner.engine.clone()) {
            engine.cancel();
        }
    }

    /// Days are places in a report: those of another period mean nothing in it.
    fn look_afresh(self, outcome: &Outcome) {
        let days = |report: &Report, review: &Review| {
            (report.days.len(), report.days.first().map(|day| day.date), review.fingerprint)
        };
        let state = &self.state;
        let before = state.outcome.with_untracked(|shown| {
            let run = shown.as_ref()?.run();
            Some(days(run.report, run.review))
        });
        if before != Some(days(&outcome.report, &outcome.review)) {
            state.cursor.set(None);
            state.chosen_trade.set(None);
            state.visible.set(0..outcome.report.days.len());
        }
    }
}
