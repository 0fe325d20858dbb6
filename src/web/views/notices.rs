//! What is told: refused files with their remedy, failed runs, links. It lies over the desk, so
//! that nothing jumps.

use std::sync::Arc;

use leptos::prelude::*;

use super::{count, counted};
use crate::message::Refused;
use crate::web::session::session;
use crate::web::state::{Notice, Panel, Run, state};

/// How many bad rows are listed before the rest is left to the file.
const LISTED: usize = 20;

/// Everything that is told, the latest last.
#[component]
pub fn Notices() -> impl IntoView {
    let state = state();
    view! {
        <section class="notices" aria-label="Messages" aria-live="polite">
            <For
                each=move || state.notices.get()
                key=|notice| (notice.about, notice.text.clone())
                let:notice
            >
                <One notice/>
            </For>
            {move || state.refused.get().map(|refused| view! { <RefusedFiles refused/> })}
            <FailedRun/>
        </section>
    }
}

#[component]
fn One(notice: Notice) -> impl IntoView {
    let state = state();
    let Notice { about, text, is_error } = notice;
    if !is_error {
        // What went well need not be dismissed.
        let told = text.clone();
        set_timeout(
            move || {
                let is_told = |notice: &Notice| notice.about == about && notice.text == told;
                if state.notices.with_untracked(|all| all.iter().any(is_told)) {
                    state.hush(about);
                }
            },
            std::time::Duration::from_secs(8),
        );
    }
    view! {
        <div class="notice" class:bad=is_error>
            <p>{text}</p>
            <button
                class="icon"
                aria-label="Dismiss"
                on:click=move |_| state.hush(about)
            >
                "✕"
            </button>
        </div>
    }
}

#[component]
fn FailedRun() -> impl IntoView {
    let (state, session) = (state(), session());
    let is_hidden = RwSignal::new(false);
    let message = Memo::new(move |_| match state.run.get() {
        Run::Failed(message) => Some(message),
        _ => None,
    });
    Effect::new(move || {
        message.track();
        is_hidden.set(false);
    });
    let reload = |_| {
        let _ = crate::web::window().location().reload();
    };
    move || {
        let message = message.get().filter(|_| !is_hidden.get())?;
        Some(view! {
            <div class="notice bad">
                <p><b>"No result: "</b>{message}</p>
                <p class="kept">"The last good result stays."</p>
                <p class="actions">
                    <button class="btn small" on:click=move |_| session.run()>"Run again"</button>
                    <button
                        class="btn small"
                        on:click=move |_| session.reset_all()
                    >
                        "Reset the scenario"
                    </button>
                    <button class="btn small" on:click=reload>"Reload the page"</button>
                </p>
                <button
                    class="icon"
                    aria-label="Dismiss"
                    on:click=move |_| is_hidden.set(true)
                >
                    "✕"
                </button>
            </div>
        })
    }
}

/// Why files were refused, and what can be done about it here.
#[component]
pub(super) fn RefusedFiles(refused: Arc<Refused>) -> impl IntoView {
    let (state, session) = (state(), session());
    let skippable = refused.skippable.clone().map(|skippable| {
        let offer = format!(
            "Use {}, skip {}",
            counted(skippable.good, "clean row", "clean rows"),
            count(skippable.bad)
        );
        let listed = skippable.problems.iter().take(LISTED);
        let lines = listed.map(|problem| view! { <li>{problem.to_string()}</li> }).collect_view();
        let more = skippable.bad.saturating_sub(LISTED);
        let file = refused.clone();
        view! {
            <p class="actions">
                <button
                    class="btn small primary"
                    on:click=move |_| session.skip_bad_rows()
                >
                    {offer}
                </button>
                <button class="btn small" on:click=move |_| super::data_panel::save_problems(&file)>
                    "Problems as CSV"
                </button>
                <button
                    class="btn small"
                    on:click=move |_| state.open.set(Some(Panel::Data))
                >
                    "Data"
                </button>
            </p>
            <details>
                <summary>{counted(skippable.bad, "bad row", "bad rows")}</summary>
                <ul class="problems">
                    {lines}
                    {(more > 0).then(|| view! { <li>{format!("… and {} more", count(more))}</li> })}
                </ul>
            </details>
        }
    });
    view! {
        <div class="notice bad" id="refused">
            <p><b>"Not loaded: "</b>{refused.message.clone()}</p>
            <p class="kept">"The data before and its result stay."</p>
            {skippable}
            <button
                class="icon"
                aria-label="Dismiss"
                on:click=move |_| state.refused.set(None)
            >
                "✕"
            </button>
        </div>
    }
}
