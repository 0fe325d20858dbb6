//! The result as views read it: the outcome and what is looked up in it, made once per run.

use std::sync::Arc;

use crate::engine::Report;
use crate::protocol::engine::Outcome;
use crate::view::headline::Run;
use crate::view::sheet::Index;

/// An outcome with its index. Clones are the same result, and only those are equal.
#[derive(Clone)]
pub struct RunResult(Arc<(Outcome, Index)>);

impl RunResult {
    /// The result of an outcome.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        let index = Index::of(&outcome.report);
        Self(Arc::new((outcome, index)))
    }

    /// Its rows.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0.0.report
    }

    /// What its cells are looked up in.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.0.1
    }

    /// Rows and figures.
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        Run { report: &self.0.0.report, review: &self.0.0.review }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> usize {
        self.report().days.len()
    }
}

impl PartialEq for RunResult {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
