//! The result as views read it: the outcome and what is looked up in it, made once per run.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::Report;
use crate::message;
use crate::present::headline::Run;
use crate::present::sheet::Index;

/// An outcome with its index. Clones are the same result, and only those are equal.
#[derive(Clone)]
pub(super) struct RunResult {
    outcome: Arc<message::Outcome>,
    index: Arc<Index>,
}

impl RunResult {
    /// The result of an outcome.
    pub(super) fn of(outcome: Arc<message::Outcome>) -> Self {
        let index = Arc::new(Index::of(&outcome.report));
        Self { outcome, index }
    }

    /// Its rows.
    pub(super) fn report(&self) -> &Report {
        &self.outcome.report
    }

    /// What its cells are looked up in.
    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// Rows and figures.
    pub(super) fn run(&self) -> Run<'_> {
        Run { report: &self.outcome.report, review: &self.outcome.review }
    }

    /// How many days it has.
    pub(super) fn days(&self) -> usize {
        self.outcome.report.days.len()
    }
}

impl PartialEq for RunResult {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.outcome, &other.outcome)
    }
}

/// The results every view of the outcome derives from.
#[derive(Clone, Copy)]
pub(super) struct Results {
    /// The last good one.
    pub(super) own: Memo<Option<RunResult>>,
    /// The pinned one.
    pub(super) baseline: Memo<Option<RunResult>>,
}

impl Results {
    /// Derives them from the page's state.
    pub(super) fn new() -> Self {
        let state = crate::web::state::state();
        let own = Memo::new(move |_| state.outcome.get().map(RunResult::of));
        let baseline = Memo::new(move |_| state.baseline.get().map(RunResult::of));
        Self { own, baseline }
    }
}

impl Default for Results {
    fn default() -> Self {
        Self::new()
    }
}

/// The results, from any view of the outcome.
pub(super) fn results() -> Results {
    expect_context::<Results>()
}
