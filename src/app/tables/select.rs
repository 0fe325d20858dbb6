//! What the click on a row does: the crosshair moves to the row's decision, the chart to its trade.

use leptos::prelude::*;

use super::View;
use crate::app::result::RunResult;
use crate::app::state::Selection;
use crate::view::sheet::Sheet;
use crate::view::{holding, zoom};

/// Selects the row at a place; clears the selection if its trade is the one selected.
pub(super) fn select(view: View, place: usize) {
    view.active.set(Some(place));
    let Some(order) = view.order.get_untracked() else { return };
    let Some(row) = order.rows.get(place) else { return };
    select_row(view.selection, &order.result, view.sheet, *row as usize);
}

fn select_row(selection: Selection, result: &RunResult, sheet: Sheet, row: usize) {
    let (report, index) = (result.report(), result.index());
    let trade = sheet.trade(report, row);
    if trade.is_some() && selection.trade.get_untracked() == trade {
        return selection.release();
    }
    let visible = selection.visible.get_untracked();
    if let Some(day) = sheet.day(report, index, row) {
        let shown = zoom::visible_days(&visible, result.days());
        let (day, seen) = zoom::step_cursor(day, 0, &shown, result.days());
        selection.day.set(Some(day));
        selection.is_held.set(true);
        if seen != shown {
            selection.show(seen);
        }
    }
    let Some(held) = trade.and_then(|trade| holding::of(report, trade)) else { return };
    let last = result.days().saturating_sub(1);
    let entry = index.course.at_or_before(held.entry).unwrap_or(0);
    let exit = held.exit.and_then(|exit| index.course.at_or_before(exit)).unwrap_or(last);
    if selection.trade.get_untracked().is_none() {
        selection.before_trade.set(Some(visible));
    }
    selection.trade.set(trade);
    selection.show(zoom::around(entry, exit, result.days()));
}
