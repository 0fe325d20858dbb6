//! Tables of the result as CSV files in the user's folder of downloads.

use leptos::prelude::*;

use crate::app::platform::download;
use crate::app::result::RunResult;
use crate::app::state::{DataState, RunState};
use crate::share::csv;
use crate::view::Table;
use crate::view::sheet::{file_name, plain};

/// Saves tables of the result.
#[derive(Clone, Copy)]
pub struct Export {
    run: RunState,
    data: DataState,
}

impl Export {
    /// From the contexts of the page.
    #[must_use]
    pub fn from_context() -> Self {
        Self { run: expect_context(), data: expect_context() }
    }

    /// Saves a table that is made of the result.
    pub fn save<'r>(&self, result: &'r RunResult, table: Table<'r>) {
        let is_of_other_data = self.run.is_of_other_data.get_untracked();
        let data = self.data.market.with_untracked(|market| {
            let market = market.as_ref().filter(|_| !is_of_other_data);
            market.map(|market| market.name.clone()).unwrap_or_default()
        });
        let run = result.run();
        let name = file_name(&data, run.report, table.name, &run.review.digest);
        download::save(&name, "text/csv", &csv::write(&table));
    }

    /// Saves a table of the figures of the result.
    pub fn save_of_result(&self, make: impl Fn(&RunResult) -> Table<'_>) {
        if let Some(result) = self.run.result.get_untracked() {
            self.save(&result, plain(make(&result)));
        }
    }
}
