//! Stands in for the result.

use leptos::prelude::*;

use crate::web::state::state;

/// Stands in.
#[component]
pub fn Outcome() -> impl IntoView {
    let state = state();
    view! {
        <div class="kpis">
            {(0..8).map(|_| view! { <div class="kpi">{move || state.outcome.with(|o| o.as_ref().map(|o| o.review.digest.to_string()[..8].to_owned()))}</div> }).collect_view()}
        </div>
        <div class="card chart"></div>
        <div class="card table"><input id="filter" aria-label="Filter"/></div>
    }
}

/// Stands in.
#[component]
pub fn Day() -> impl IntoView {
    view! { <h2>"Decision"</h2> }
}
