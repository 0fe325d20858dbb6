//! What is seen. A view reads the state and calls the session; it computes nothing.
#![allow(unreachable_pub)] // what the component macro makes of a function is public, and says so

mod choice;
mod compatibility;
mod crosshair;
mod data_panel;
mod day;
mod equity;
mod grid;
mod headline;
mod metrics;
mod notices;
mod outcome;
mod progress;
mod regimes;
mod result;
mod scenario_form;
mod shortcuts;
mod tabs;
mod top_bar;
mod zooming;

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::state::{Panel, state};
use crate::engine::fields::Unit;

pub use data_panel::DataPanel;
pub use day::Day;
pub use notices::Notices;
pub use outcome::Outcome;
pub use scenario_form::ScenarioForm;
pub use shortcuts::Shortcuts;
pub use top_bar::TopBar;

/// Moves the focus past the scenario; the fragment stays the scenario's.
pub fn skip_to_outcome(event: ev::MouseEvent) {
    event.prevent_default();
    focus("outcome");
}

fn focus(id: &str) {
    if let Some(element) = super::document().get_element_by_id(id) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// A whole number with separators.
fn count(number: usize) -> String {
    Unit::Plain.show(number as f64)
}

/// A word for one thing or for many.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A dialog that is open while its panel is; the browser keeps the focus inside and gives it back.
#[component]
fn Sheet(panel: Panel, id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    let open = state().open;
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get() == Some(panel), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move || {
        if open.get_untracked() == Some(panel) {
            open.set(None);
        }
    };
    // A click on the dialog itself, and not on what is in it, is one beside it.
    let beside = move |event: ev::MouseEvent| {
        if event.target().is_some_and(|target| target.has_type::<web_sys::HtmlDialogElement>()) {
            close();
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="sheet"
            id=id
            aria-label=title
            on:click=beside
            on:close=move |_| close()
        >
            <div class="sheet-body">
                <header>
                    <h2>{title}</h2>
                    <button class="icon" aria-label="Close" on:click=move |_| close()>"✕"</button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
