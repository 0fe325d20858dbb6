//! The desk: scenario, outcome and decision side by side.

use leptos::prelude::*;

use super::session::Session;

/// The whole page.
#[component]
pub fn Desk() -> impl IntoView {
    let session = Session::provide();
    view! { <p>{move || format!("{:?}", session.run.status.get())}</p> }
}
