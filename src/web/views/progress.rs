//! How far a run is, and the way to end it.

use leptos::prelude::*;

use super::count;
use crate::web::session::session;
use crate::web::state::{Run, state};

/// A thin bar under the top of the page, for runs that take long enough to be waited for.
#[component]
pub fn ProgressBar() -> impl IntoView {
    let state = state();
    let share = move || match state.run.get() {
        Run::Running { progress: Some((done, total)) } => f64::from(done) / f64::from(total.max(1)),
        _ => 0.0,
    };
    let is_reading = move || state.reading.with(Option::is_some);
    view! {
        <Show when=move || state.is_slow.get() || is_reading()>
            <div
                class="progress"
                class:endless=is_reading
                role="progressbar"
                aria-label=move || if is_reading() { "Reading" } else { "Running" }
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || (share() * 100.0).round().to_string()
            >
                <i style:transform=move || format!("scaleX({})", share())></i>
            </div>
        </Show>
    }
}

/// What the engine is doing, or how long it took.
#[component]
pub fn RunState() -> impl IntoView {
    let (state, session) = (state(), session());
    let text = move || {
        if state.reading.with(Option::is_some) {
            return "reading …".to_owned();
        }
        match state.run.get() {
            Run::Idle => "starting the engine".to_owned(),
            Run::Running { progress: Some((done, total)) } if state.is_slow.get() => {
                format!("{} of {} days", count(done as usize), count(total as usize))
            }
            Run::Running { .. } => "running …".to_owned(),
            Run::Done { milliseconds } => format!("{milliseconds:.0} ms"),
            Run::Cancelled => "cancelled".to_owned(),
            Run::Failed(_) => "no result".to_owned(),
        }
    };
    let can_cancel = move || state.is_slow.get() || state.reading.with(Option::is_some);
    let can_rerun =
        move || matches!(state.run.get(), Run::Cancelled | Run::Failed(_)) && !can_cancel();
    view! {
        <span class="run">
            <span role="status" class:failed=move || matches!(state.run.get(), Run::Failed(_))>
                {text}
            </span>
            <Show when=can_cancel>
                <button class="btn small" on:click=move |_| session.cancel()>"Cancel"</button>
            </Show>
            <Show when=can_rerun>
                <button class="btn small" on:click=move |_| session.run()>"Run again"</button>
            </Show>
        </span>
    }
}
