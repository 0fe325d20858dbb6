//! The result of a run as views read it: rows, figures and the index that tables look cells up in.

use std::sync::Arc;

use crate::engine::Report;
use crate::market::Fingerprint;
use crate::protocol::engine::Outcome;
use crate::view::headline::ResultRef;
use crate::view::sheet::Index;

/// A result with its index, built once. Clones share it, and only clones are equal.
#[derive(Clone)]
pub struct RunResult(Arc<Inner>);

struct Inner {
    outcome: Outcome,
    index: Index,
    data_name: String,
}

impl RunResult {
    /// Builds the index of an outcome; `data_name` is the name of the data.
    #[must_use]
    pub fn new(outcome: Outcome, data_name: String) -> Self {
        let index = Index::of(&outcome.report);
        Self(Arc::new(Inner { outcome, index, data_name }))
    }

    /// What the data it was computed on is called.
    #[must_use]
    pub fn data_name(&self) -> &str {
        &self.0.data_name
    }

    /// Its rows.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0.outcome.report
    }

    /// What table cells are looked up in.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.0.index
    }

    /// Rows and figures.
    #[must_use]
    pub fn run(&self) -> ResultRef<'_> {
        ResultRef { report: &self.0.outcome.report, review: &self.0.outcome.review }
    }

    /// What identifies the data it was computed on.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.outcome.review.fingerprint
    }

    /// The number of its days.
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
