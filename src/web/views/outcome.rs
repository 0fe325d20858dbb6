//! The middle column: what the scenario would have done.

use leptos::prelude::*;

use crate::web::state::{Run, state};

use super::choice::Choice;
use super::equity::Equity;
use super::headline::Headline;
use super::result::Results;
use super::tabs::Tabs;

/// The eight figures, the charts and the tables of the last good result. While another run is
/// under way they stay, dimmed.
#[component]
pub fn Outcome() -> impl IntoView {
    let state = state();
    provide_context(Results::new());
    provide_context(Choice::new());
    let running = move || state.run.with(|run| matches!(run, Run::Running { .. }));
    view! {
        <section
            class="outcome"
            class:stale=running
            aria-label="Outcome"
            aria-busy=move || running().to_string()
        >
            <Headline />
            <Equity />
            <Tabs />
        </section>
    }
}
