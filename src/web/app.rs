//! The page, for development of the results only.

use super::engine::Engine;
use super::state::{Run, State};
use super::views::{Day, Outcome};
use crate::import;
use crate::message::{File, Reply, Request};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    provide_context(state);
    let slot: Rc<RefCell<Option<Engine>>> = Rc::default();
    let here = slot.clone();
    let engine = Engine::start(move |heard| match heard {
        Ok(Reply::Loaded(_)) => {
            let scenario = Box::new(state.scenario.get_untracked());
            state.run.set(Run::Running { progress: None });
            if let Some(engine) = here.borrow().as_ref() {
                let _ = engine.send(&Request::Run { id: 1, scenario });
            }
        }
        Ok(Reply::Done { milliseconds, outcome, .. }) => {
            let old = state.outcome.get_untracked();
            if old.is_some() {
                state.baseline.set(old);
            }
            state.outcome.set(Some(Arc::from(outcome)));
            state.run.set(Run::Done { milliseconds });
        }
        Ok(_) => {}
        Err(error) => leptos::logging::error!("{error}"),
    });
    *slot.borrow_mut() = Some(engine.clone());
    let kept = StoredValue::new_local(engine);
    leptos::task::spawn_local(async move {
        let window = web_sys::window().unwrap();
        let fetched = wasm_bindgen_futures::JsFuture::from(window.fetch_with_str("data/sp500.csv"));
        let response: web_sys::Response = fetched.await.unwrap().unchecked_into();
        let text = wasm_bindgen_futures::JsFuture::from(response.text().unwrap()).await.unwrap();
        let bytes = text.as_string().unwrap().into_bytes();
        let files = vec![File { name: "sp500.csv".to_owned(), bytes }];
        kept.with_value(|engine| {
            engine.send(&Request::Load { files, options: import::Options::default() }).unwrap();
        });
    });
    let change = move |_| {
        state.scenario.update(|s| s.allocation.max_profile_weight = 0.25);
        state.run.set(Run::Running { progress: None });
        let scenario = Box::new(state.scenario.get_untracked());
        kept.with_value(|engine| {
            let _ = engine.send(&Request::Run { id: 2, scenario });
        });
    };
    let stale = move |_| state.run.set(Run::Running { progress: None });
    view! {
        <header class="top">
            <strong>"Rotation Engine"</strong>
            <button id="change" class="btn" on:click=change>"pin and change"</button>
            <button id="stale" class="btn" on:click=stale>"stale"</button>
            <span role="status">{move || format!("{:?}", state.run.get())}</span>
        </header>
        <main class="desk">
            <aside class="form"></aside>
            <Outcome />
            <Day />
        </main>
    }
}
