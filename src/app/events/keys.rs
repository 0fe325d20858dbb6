//! Keys: first those of the element that has the focus, then those that work anywhere on the page
//! but in text.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::{clicks, close, focus, tables};
use crate::app::desk::Desk;
use crate::app::parts::TABS;
use crate::app::signal::untrack;
use crate::app::state::Panel;
use crate::engine::fields;
use crate::markup::form::turned;
use crate::view::form::Control;
use crate::view::zoom::{self, Span};

/// Trading days in a month.
const MONTH: isize = 21;

pub(super) fn pressed(desk: Desk, event: &KeyboardEvent, target: &Element) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    let is_taken = match (target.get_attribute("data-control"), target.id().as_str()) {
        (Some(control), _) => in_control(desk, &key, &control, target),
        (None, "glass") => on_glass(desk, &key),
        // The keys of a head's button are its own.
        _ if target.has_attribute("data-sheet") => tables::pressed(desk, event, target),
        _ if target.get_attribute("role").as_deref() == Some("tab") => on_tab(desk, &key),
        _ => false,
    };
    if is_taken || anywhere(desk, &key, target) {
        event.prevent_default();
    }
}

fn in_control(desk: Desk, key: &str, control: &str, target: &Element) -> bool {
    let Some(control) = Control::named(control) else { return false };
    if let Some(cell) = target.get_attribute("data-cell").and_then(|cell| cell.parse().ok()) {
        return in_grid(desk, key, control, cell);
    }
    let direction = match key {
        "ArrowUp" => 1.0,
        "ArrowDown" => -1.0,
        _ => return false,
    };
    if target.get_attribute("type").as_deref() != Some("text") {
        return false;
    }
    let text = desk.state.scenario.with_untracked(|scenario| match control {
        Control::Number(code) => Some(turned(fields::by_code(code)?, scenario, direction)),
        Control::Part(part) => part.turned(scenario, direction),
        _ => None,
    });
    let Some(text) = text else { return false };
    desk.session.enter(control, &text);
    desk.session.leave(control);
    true
}

/// Arrows lead from cell to cell.
fn in_grid(desk: Desk, key: &str, control: Control, cell: usize) -> bool {
    let (row, column) = (cell / 6, cell % 6);
    let next = match key {
        "ArrowUp" if row > 0 => cell - 6,
        "ArrowDown" | "Enter" if row < 5 => cell + 6,
        "ArrowLeft" if column > 0 => cell - 1,
        "ArrowRight" if column < 5 => cell + 1,
        "ArrowUp" | "ArrowDown" | "Enter" | "ArrowLeft" | "ArrowRight" => return true,
        "Delete" => {
            desk.session.reset(control);
            cell
        }
        _ => return false,
    };
    focus(&format!("cell-{next}"));
    true
}

fn on_tab(desk: Desk, key: &str) -> bool {
    let (now, last) = (desk.look.tab.get_untracked(), TABS.len() - 1);
    let next = match key {
        "ArrowRight" => (now + 1) % TABS.len(),
        "ArrowLeft" => now.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    clicks::open_tab(desk, next);
    focus(&format!("tab-{next}"));
    true
}

fn on_glass(desk: Desk, key: &str) -> bool {
    let state = desk.state;
    let (shown, total) = untrack(|| (desk.shown(), desk.days()));
    let cursor = state.cursor.get_untracked().unwrap_or(shown.end.saturating_sub(1));
    let visible = match key {
        "+" | "=" => zoom::scaled(&shown, cursor, true, total),
        "-" => zoom::scaled(&shown, cursor, false, total),
        "0" => Span::All.ending_with(&shown, total),
        "Escape" => {
            tables::let_go(desk);
            return false;
        }
        "Enter" | " " => {
            state.held.update(|held| *held = !*held);
            return true;
        }
        _ => {
            let step = match key {
                "ArrowLeft" | "ArrowDown" => -1,
                "ArrowRight" | "ArrowUp" => 1,
                "PageDown" => -MONTH,
                "PageUp" => MONTH,
                "Home" => isize::MIN,
                "End" => isize::MAX,
                _ => return false,
            };
            let (cursor, seen) = zoom::stepped(cursor, step, &shown, total);
            state.cursor.set(Some(cursor));
            seen
        }
    };
    if visible != shown {
        state.visible.set(visible);
    }
    true
}

fn anywhere(desk: Desk, key: &str, target: &Element) -> bool {
    let state = desk.state;
    if key == "Escape" {
        close(desk);
        if state.explaining.get_untracked() {
            clicks::explain(desk);
        }
        return false;
    }
    if is_typing(target) || target.closest("dialog").ok().flatten().is_some() {
        return false;
    }
    match key {
        "/" => focus("filter"),
        "b" => desk.session.pin(),
        "z" => desk.session.undo(),
        "y" => desk.session.redo(),
        "?" => state.open.set(Some(Panel::Shortcuts)),
        _ => return false,
    }
    true
}

/// Whether the key goes into text, or chooses among options.
fn is_typing(target: &Element) -> bool {
    match target.tag_name().as_str() {
        "SELECT" => true,
        "INPUT" => target.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "range" | "checkbox" | "button" | "file")
        }),
        _ => false,
    }
}
