//! Buttons that choose which days the charts show, so that nothing needs a drag.

use leptos::prelude::*;

use crate::present::zoom::{self, Span};
use crate::web::state::state;

use super::result::results;

/// One year, three, five or all; earlier and later.
#[component]
pub(super) fn Zooming() -> impl IntoView {
    let state = state();
    let results = results();
    let total = move || results.own.with(|own| own.as_ref().map_or(0, |own| own.days()));
    let shown = move || zoom::shown(&state.visible.get(), total());
    let spans = Span::OFFERED.map(|span| {
        let pressed = move || span.is(&shown(), total());
        view! {
            <button
                aria-pressed=move || pressed().to_string()
                on:click=move |_| state.visible.set(span.ending_with(&shown(), total()))
            >
                {span.label()}
            </button>
        }
    });
    let pan = move |later| state.visible.set(zoom::panned(&shown(), later, total()));
    view! {
        <div class="seg" role="group" aria-label="Days shown">
            {spans.into_iter().collect_view()}
        </div>
        <div class="seg" role="group" aria-label="Move through time">
            <button
                aria-label="Earlier"
                disabled=move || shown().start == 0
                on:click=move |_| pan(false)
            >
                "‹"
            </button>
            <button
                aria-label="Later"
                disabled=move || shown().end == total()
                on:click=move |_| pan(true)
            >
                "›"
            </button>
        </div>
    }
}
