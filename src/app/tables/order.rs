//! Which rows a table shows and in which order. Both are kept until result, filter or sort change.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::result::RunResult;
use crate::app::state::RunState;
use crate::view::sheet::{Direction, FilterError, RowFilter, Sheet};

/// The rows of a result that pass the filter.
#[derive(Clone)]
pub(super) struct FilteredRows {
    pub(super) result: RunResult,
    pub(super) rows: Arc<[u32]>,
    /// Why the filter is not understood; then all rows pass.
    pub(super) error: Option<FilterError>,
}

impl PartialEq for FilteredRows {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

/// The rows in the order in which they are shown.
#[derive(Clone)]
pub(super) struct RowOrder {
    pub(super) result: RunResult,
    pub(super) rows: Arc<[u32]>,
}

impl PartialEq for RowOrder {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

/// The rows that pass the filter.
pub(super) fn filter_rows(
    run: RunState,
    sheet: Sheet,
    filter: RwSignal<String>,
) -> Memo<Option<FilteredRows>> {
    // Made when a filter first has words to search.
    let texts = Memo::new(move |_| {
        run.read(|own| sheet.texts(own.report(), own.index())).unwrap_or_default()
    });
    Memo::new(move |_| {
        let result = run.result.get()?;
        let (parsed, error) = match filter.with(|text| RowFilter::parse(sheet, text)) {
            Ok(parsed) => (parsed, None),
            Err(error) => (RowFilter::default(), Some(error)),
        };
        let (report, index) = (result.report(), result.index());
        let rows = if parsed.needs_texts() {
            texts.with(|texts| parsed.rows(sheet, report, index, texts))
        } else {
            parsed.rows(sheet, report, index, &[])
        };
        Some(FilteredRows { rows: rows.into(), error, result })
    })
}

/// The rows found, sorted.
pub(super) fn order(
    found: Memo<Option<FilteredRows>>,
    sheet: Sheet,
    sort: RwSignal<(usize, Direction)>,
) -> Memo<Option<RowOrder>> {
    Memo::new(move |_| {
        let FilteredRows { result, rows, .. } = found.get()?;
        let rows = sheet.sorted(result.report(), result.index(), rows.to_vec(), sort.get());
        Some(RowOrder { rows: rows.into(), result })
    })
}
