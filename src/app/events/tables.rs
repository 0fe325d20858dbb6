//! Tables: scrolling, sorting, moving by keys; a row that is chosen moves the crosshair to its
//! decision, and the charts to its trade.

use web_sys::{Element, KeyboardEvent};

use crate::app::desk::Desk;
use crate::app::result::RunResult;
use crate::markup::sheet::name;
use crate::view::sheet::{Direction, Sheet};
use crate::view::{holding, window, zoom};

fn sheet(named: &str) -> Option<Sheet> {
    Sheet::ALL.into_iter().find(|sheet| name(*sheet) == named)
}

/// The box around a table and its sheet.
fn port(element: &Element) -> Option<(Element, Sheet)> {
    let port = element.closest(".port").ok()??;
    let sheet = sheet(&port.get_attribute("data-sheet")?)?;
    Some((port, sheet))
}

/// Notes what is in sight.
pub(super) fn looked(desk: Desk, target: &Element) {
    let Some((port, sheet)) = port(target) else { return };
    desk.look.ports[sheet as usize].update(|seen| {
        seen.top = f64::from(port.scroll_top());
        seen.height = f64::from(port.client_height());
    });
}

/// Sorts by a column; a second time the other way.
pub(super) fn sort(desk: Desk, named: &str, column: usize) {
    let Some(sheet) = sheet(named) else { return };
    desk.look.sorts[sheet as usize].update(|(by, direction)| {
        *direction = match (*by == column, *direction) {
            (true, Direction::Descending) => Direction::Ascending,
            _ => Direction::Descending,
        };
        *by = column;
    });
}

/// Keys on a table; whether they were for it.
pub(super) fn pressed(desk: Desk, event: &KeyboardEvent, target: &Element) -> bool {
    let Some((port, sheet)) = port(target) else { return false };
    let signal = desk.look.ports[sheet as usize];
    let seen = signal.get_untracked();
    let key = event.key();
    if key == "Enter" || key == " " {
        if let Some(place) = seen.active {
            choose(desk, name(sheet), place);
        }
        return seen.active.is_some();
    }
    let total = desk
        .order(sheet)
        .with_untracked(|order| order.as_ref().map_or(0, |order| order.rows.len()));
    let Some(to) = window::led_to(&key, seen.active, seen.height, total) else { return false };
    signal.update(|seen| seen.active = Some(to));
    let (now, height) = (f64::from(port.scroll_top()), f64::from(port.client_height()));
    if let Some(top) = window::revealed(to, now, height) {
        port.set_scroll_top(top as i32);
        looked(desk, target);
    }
    true
}

/// Chooses a row, or lets go of its trade if that is the one chosen.
pub(super) fn choose(desk: Desk, named: &str, place: usize) {
    let Some(sheet) = sheet(named) else { return };
    desk.look.ports[sheet as usize].update(|seen| seen.active = Some(place));
    desk.order(sheet).with_untracked(|order| {
        if let Some(order) = order
            && let Some(row) = order.rows.get(place)
        {
            choose_row(desk, &order.result, sheet, *row as usize);
        }
    });
}

fn choose_row(desk: Desk, result: &RunResult, sheet: Sheet, row: usize) {
    let state = desk.state;
    let (report, index) = (result.report(), result.index());
    let trade = sheet.trade(report, row);
    if trade.is_some() && state.chosen_trade.get_untracked() == trade {
        return let_go(desk);
    }
    let visible = state.visible.get_untracked();
    let shown = zoom::shown(&visible, result.days());
    if let Some(day) = sheet.day(report, index, row) {
        state.cursor.set(Some(day));
        state.held.set(true);
        let (_, seen) = zoom::stepped(day, 0, &shown, result.days());
        if seen != shown {
            state.visible.set(seen);
        }
    }
    let Some(held) = trade.and_then(|trade| holding::of(report, trade)) else { return };
    let last = result.days().saturating_sub(1);
    let entry = index.course.at_or_before(held.entry).unwrap_or(0);
    let exit = held.exit.and_then(|exit| index.course.at_or_before(exit)).unwrap_or(last);
    if state.chosen_trade.get_untracked().is_none() {
        desk.look.before.set(Some(visible));
    }
    state.chosen_trade.set(trade);
    state.visible.set(zoom::around(entry, exit, result.days()));
}

/// Lets go of a chosen trade and of the crosshair, and shows again what was shown before.
pub(super) fn let_go(desk: Desk) {
    desk.state.held.set(false);
    if desk.state.chosen_trade.get_untracked().is_some() {
        desk.state.chosen_trade.set(None);
        desk.state.visible.set(desk.look.before.get_untracked().unwrap_or(0..0));
        desk.look.before.set(None);
    }
}
