//! The note above the key figures of a scenario that was made for an earlier model version, with
//! the button that gives it today's choices.

use leptos::prelude::*;

use super::session::Session;
use super::state::LinkStatus;
use crate::engine::versions::MODEL_VERSION;
use crate::view::model_version::{ADOPT, message};

/// What differs from then; nothing for a scenario of today's version.
#[component]
pub fn OldModel() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_old = Memo::new(move |_| {
        session.scenario.form.with(|form| form.scenario.model_version < MODEL_VERSION)
    });
    let text = move || {
        session.run.link.with(|status| match status {
            Some(
                LinkStatus::Waiting(link)
                | LinkStatus::Reproduced(link)
                | LinkStatus::Differs(link)
                | LinkStatus::OtherData(link),
            ) => message(&link.removed),
            _ => message(&[]),
        })
    };
    view! {
        <Show when=move || is_old.get()>
            <section class="mismatch" role="status" aria-label="Scenario of an earlier version">
                <p>
                    {text} " "
                    <button
                        class="btn small"
                        id="adopt-choices"
                        on:click=move |_| session.adopt_todays_choices()
                    >
                        {ADOPT}
                    </button>
                </p>
            </section>
        </Show>
    }
}
