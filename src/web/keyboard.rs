//! Keys that work anywhere on the page but in text.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::session::Session;
use super::state::{Panel, State};

/// Every key and what it does, for the list that `?` opens.
pub const KEYS: [(&str, &str); 10] = [
    ("/", "filter the table"),
    ("← →", "move the crosshair by a day"),
    ("PgUp PgDn", "move the crosshair by a month"),
    ("b", "pin this result as the baseline, or unpin it"),
    ("z", "undo the last change of the scenario"),
    ("y", "redo it"),
    ("↑ ↓", "in a number: one step up or down"),
    ("↑ ↓ ← →", "in the compatibility grid: the next cell"),
    ("Esc", "close what is open"),
    ("?", "show this list"),
];

/// Listens for the keys.
pub fn listen(state: State, session: Session) {
    window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if key == "Escape" {
            state.open.set(None);
            return;
        }
        if is_typing(&event) || is_in_dialog(&event) {
            return;
        }
        match key.as_str() {
            "/" => focus_filter(),
            "b" => session.pin(),
            "z" => session.undo(),
            "y" => session.redo(),
            "?" => state.open.set(Some(Panel::Shortcuts)),
            _ => return,
        }
        event.prevent_default();
    });
}

/// Whether the key goes into text, or chooses among options.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = target(event) else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => element.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "range" | "checkbox" | "button" | "file")
        }),
        _ => element.get_attribute("contenteditable").is_some(),
    }
}

fn is_in_dialog(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.closest("dialog").ok().flatten().is_some())
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn focus_filter() {
    if let Some(filter) = super::document().get_element_by_id("filter") {
        let _ = filter.unchecked_into::<HtmlElement>().focus();
    }
}
