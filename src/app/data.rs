//! The data quality tab: what was checked in the data, and what was found.

use leptos::prelude::*;

/// What was found in the data.
#[component]
pub fn QualityTab() -> impl IntoView {
    view! { <div class="quality"></div> }
}
