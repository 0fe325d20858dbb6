//! Tables of the result as CSV files in the user's folder of downloads.

use leptos::prelude::*;

use crate::app::platform::download;
use crate::app::result::RunResult;
use crate::app::session::Session;
use crate::share::csv;
use crate::view::Table;
use crate::view::sheet::plain;

/// Saves tables of the result.
#[derive(Clone, Copy)]
pub struct Export {
    session: Session,
}

impl Export {
    /// From the contexts of the page.
    #[must_use]
    pub fn from_context() -> Self {
        Self { session: expect_context() }
    }

    /// Saves a table that is made of the result.
    pub fn save(&self, table: &Table<'_>) {
        let name = self.session.file_name(&table.name.replace('_', "-"), "csv");
        download::save(&name, "text/csv", &csv::write(table));
    }

    /// Saves a table of the figures of the result.
    pub fn save_of_result(&self, make: impl Fn(&RunResult) -> Table<'_>) {
        if let Some(result) = self.session.run.result.get_untracked() {
            self.save(&plain(make(&result)));
        }
    }
}
