//! The few keys that work anywhere on the page, and their list.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::platform::focus;
use super::session::Session;
use super::state::Panel;

/// Each shortcut, and what it does.
const SHORTCUTS: [(&[&str], &str); 12] = [
    (&["/"], "filter the table"),
    (&["←", "→"], "move the crosshair by a day"),
    (&["PgUp", "PgDn"], "move the crosshair by a month"),
    (&["+", "−", "0"], "on the chart: zoom in, out, show all"),
    (&["b"], "pin this result as the baseline, or unpin it"),
    (&["z", "Ctrl Z"], "undo the last change of the scenario"),
    (&["y", "Ctrl Y"], "redo it"),
    (&["↑", "↓"], "in a number: one step up or down"),
    (&["↑", "↓", "←", "→"], "in the regime fit grid: the next cell"),
    (&["Delete"], "in the regime fit grid: reset the cell"),
    (&["Esc"], "close what is open, clear the selection"),
    (&["?"], "show this list"),
];

/// The list of shortcuts.
#[component]
pub fn ShortcutList() -> impl IntoView {
    view! {
        <dl class="keys">
            {SHORTCUTS
                .into_iter()
                .map(|(keys, does)| {
                    view! {
                        <dt>{keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</dt>
                        <dd>{does}</dd>
                    }
                })
                .collect_view()}
        </dl>
        <p class="help">"Single letters work outside text fields."</p>
    }
}

/// Listens for the shortcuts for as long as the page lives.
pub fn listen(session: Session) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if !event.default_prevented() && handle_key(session, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Carries out the shortcut of a key; whether it is one here.
fn handle_key(session: Session, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typing = target.as_ref().is_some_and(takes_text);
    let is_in_dialog = target.is_some_and(|own| own.closest("dialog").ok().flatten().is_some());
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        if is_typing || event.alt_key() {
            return false;
        }
        match (key.to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => session.undo(),
            ("z", true) | ("y", false) => session.redo(),
            _ => return false,
        }
        return true;
    }
    if event.alt_key() {
        return false;
    }
    if key == "Escape" {
        if !is_in_dialog {
            session.panels.close();
            session.panels.is_day_open.set(false);
        }
        return false;
    }
    if is_typing || is_in_dialog {
        return false;
    }
    match key.as_str() {
        "/" => focus("filter"),
        "b" => session.toggle_baseline(),
        "z" => session.undo(),
        "y" => session.redo(),
        "?" => session.panels.open.set(Some(Panel::Shortcuts)),
        _ => return false,
    }
    true
}

/// Whether keys go into text, or choose among options.
fn takes_text(target: &Element) -> bool {
    match target.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "INPUT" => target.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "range" | "checkbox" | "radio" | "button" | "file")
        }),
        _ => false,
    }
}
