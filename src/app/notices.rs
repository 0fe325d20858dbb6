//! Messages: what went well for a while, what went wrong until it is dismissed.

use leptos::prelude::*;

use super::data::RefusedFiles;
use super::platform::window;
use super::session::Session;
use super::state::{DataState, Notice, Notices, Panel, Panels, RunState, RunStatus};
use super::update::UpdateNotice;

/// Every message, the latest last.
#[component]
pub fn NoticeList() -> impl IntoView {
    let notices = expect_context::<Notices>();
    let data = expect_context::<DataState>();
    let run = expect_context::<RunState>();
    let panels = expect_context::<Panels>();
    // What is shown inside an open dialog is not shown behind it as well.
    let is_elsewhere =
        move |topic| topic == "structures" && panels.open.get() == Some(Panel::Structures);
    let shown = move || {
        notices.list.get().into_iter().filter(|own| !is_elsewhere(own.topic)).collect::<Vec<_>>()
    };
    let failure = move || {
        run.status.with(|status| match status {
            RunStatus::Failed(message) if !run.is_failure_hidden.get() => Some(message.clone()),
            _ => None,
        })
    };
    view! {
        <section class="notices" aria-label="Messages" aria-live="polite">
            <For
                each=shown
                key=|notice| (notice.topic, notice.text.clone())
                children=move |Notice { topic, text, is_error }| {
                    view! {
                        <div class="notice" class:bad=is_error id=format!("notice-{topic}")>
                            <p>{text}</p>
                            <Dismiss on_dismiss=move || notices.dismiss(topic) />
                        </div>
                    }
                }
            />
            {move || data.refused.get().map(|refused| view! { <RefusedFiles refused /> })}
            <UpdateNotice />
            {move || failure().map(|message| view! { <FailedRun message /> })}
        </section>
    }
}

/// The button that dismisses a message.
#[component]
pub fn Dismiss(
    /// What it does.
    on_dismiss: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button class="icon" aria-label="Dismiss" on:click=move |_| on_dismiss()>
            "✕"
        </button>
    }
}

/// Why the last run has no result, and what can be done.
#[component]
fn FailedRun(
    /// What is wrong, where, and what to do.
    message: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let run = expect_context::<RunState>();
    let has_result = move || run.result.with(Option::is_some);
    view! {
        <div class="notice bad" id="failed">
            <p>
                <b>"No result: "</b>
                {message}
            </p>
            <Show when=has_result>
                <p class="kept">"The figures shown are of the last run that finished."</p>
            </Show>
            <p class="actions">
                <button class="btn small" on:click=move |_| session.start_run()>
                    "Run again"
                </button>
                <button class="btn small" on:click=move |_| session.reset_all()>
                    "Reset the scenario"
                </button>
                <button class="btn small" on:click=move |_| drop(window().location().reload())>
                    "Reload the page"
                </button>
            </p>
            <Dismiss on_dismiss=move || run.is_failure_hidden.set(true) />
        </div>
    }
}
