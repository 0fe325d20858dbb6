//! The page: for now it only says that its engine answers.

use super::engine::Engine;
use crate::message::Reply;
use leptos::prelude::*;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = RwSignal::new("the engine is starting".to_owned());
    let engine = Engine::start(move |heard| {
        let said = match heard {
            Ok(Reply::Ready { build, .. }) => format!("engine ready, build {build}"),
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        };
        let _ = state.try_set(said);
    });
    StoredValue::new_local(engine); // for as long as the page shows it
    view! { <main><p role="status">{state}</p></main> }
}
