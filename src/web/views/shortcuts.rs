//! The list of keys.

use leptos::prelude::*;

use super::Sheet;
use crate::web::keyboard::KEYS;
use crate::web::state::Panel;

/// Every key and what it does.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let keys = KEYS.map(|(keys, does)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! {
            <dt>{keys}</dt>
            <dd>{does}</dd>
        }
    });
    view! {
        <Sheet panel=Panel::Shortcuts id="shortcuts" title="Keys">
            <dl class="keys">{keys.into_iter().collect_view()}</dl>
            <p class="help">"Keys without a place of their own work outside of text."</p>
        </Sheet>
    }
}
