//! How many values differ from the default or the pinned baseline, and which: each leads to its
//! field.

use leptos::prelude::*;

use crate::app::platform::reveal;
use crate::app::platform::timer::before_drawing;
use crate::app::session::Session;
use crate::app::state::Panel;
use crate::view::changes::{ChangedField, changes, count_of_changes};

/// "3 changes from default", with the list of them behind it.
#[component]
pub fn ChangedFields() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_baseline = Memo::new(move |_| session.run.baseline.with(Option::is_some));
    let changed = Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        form.with(|form| reference.with(|reference| changes(&form.scenario, reference)))
    });
    let count = Memo::new(move |_| changed.with(Vec::len));
    let words = Memo::new(move |_| count_of_changes(count.get(), has_baseline.get()));
    view! {
        <Show
            when=move || { count.get() > 0 }
            fallback=move || view! { <span class="changes">{words}</span> }
        >
            <details class="changes menu">
                <summary>{words}</summary>
                <ul>
                    <For
                        each=move || changed.get()
                        key=|own| (own.label.clone(), own.now.clone(), own.was.clone())
                        children=|own| view! { <ChangedLink own/> }
                    />
                </ul>
            </details>
        </Show>
    }
}

/// A changed value; a click leads to its field.
#[component]
fn ChangedLink(
    /// What is changed.
    own: ChangedField,
) -> impl IntoView {
    let panels = expect_context::<Session>().panels;
    let ChangedField { element_id, label, now, was } = own;
    let go = move |_| {
        // On a phone the form is shown alone, and only when it is opened.
        if !reveal(&element_id) {
            panels.open.set(Some(Panel::Scenario));
            let id = element_id.clone();
            before_drawing(move || {
                reveal(&id);
            });
        }
    };
    view! {
        <li>
            <button type="button" on:click=go>
                <span>{label}</span>
                <small>{format!("{now}, was {was}")}</small>
            </button>
        </li>
    }
}
