//! What the user does, for the whole page at once: one listener, and for each kind of event what
//! the element it met says of itself (`data-do`, `data-control`, `data-sheet`).

mod clicks;
mod controls;
mod files;
mod keys;
mod pointer;
mod tables;

use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Element, Event, HtmlElement};

use super::desk::Desk;
use super::state::Panel;

/// Everything that is listened to.
const KINDS: [&str; 16] = [
    "click",
    "input",
    "change",
    "focusin",
    "focusout",
    "keydown",
    "scroll",
    "close",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "dblclick",
    "dragover",
    "dragleave",
    "drop",
];

/// Listens for as long as the page lives.
pub fn listen(desk: Desk) {
    // To give the focus away is heard within what has given it.
    let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| hear(desk, &event));
    let options = AddEventListenerOptions::new();
    options.set_capture(true); // scrolling and closing do not bubble
    options.set_passive(false);
    for kind in KINDS {
        // A browser without an event never sends it.
        let _ = super::document().add_event_listener_with_callback_and_add_event_listener_options(
            kind,
            hear.as_ref().unchecked_ref(),
            &options,
        );
    }
    hear.forget();
}

fn hear(desk: Desk, event: &Event) {
    let kind = event.type_();
    if kind.starts_with("drag") || kind == "drop" {
        return files::carried(desk, event.unchecked_ref());
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    match kind.as_str() {
        "click" => clicks::clicked(desk, event, &target),
        "input" | "change" | "focusin" | "focusout" => controls::used(desk, &kind, &target),
        "keydown" => keys::pressed(desk, event.unchecked_ref(), &target),
        "scroll" => tables::looked(desk, &target),
        "close" => closed(desk, &target.id()),
        _ if target.id() == "glass" => pointer::moved(desk, &kind, event.unchecked_ref(), &target),
        _ => {}
    }
}

/// A dialog was closed by its own keys.
fn closed(desk: Desk, id: &str) {
    let open = super::dialogs::panel(id);
    if open.is_some() && desk.state.open.get_untracked() == open {
        close(desk);
    }
}

/// Closes what is open. Behind the structures is the scenario, which a phone shows alone: it stays
/// open, and with it the button that the focus returns to.
fn close(desk: Desk) {
    let open = desk.state.open.get_untracked();
    let behind = (open == Some(Panel::Structures)).then_some(Panel::Scenario);
    desk.state.open.set(behind);
}

/// Gives the focus to the element of an `id`; one that cannot have it leaves it where it is.
pub(super) fn focus(id: &str) {
    if let Some(element) = super::document().get_element_by_id(id) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// The value of an attribute, of the element or of the nearest around it that has it.
fn told(element: &Element, name: &str) -> Option<String> {
    element.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}
