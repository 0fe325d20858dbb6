//! The page: one desk. Left what is chosen, in the middle what came of it, right why.

use leptos::prelude::*;

use super::session::Session;
use super::state::{Panel, State};
use super::theme::Theme;
use super::{files, keyboard, views};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    provide_context(state);
    let session = Session::start(state);
    provide_context(session);
    Theme::remembered().apply();
    keyboard::listen(state, session);
    let hovers = RwSignal::new(false);
    files::on_drop(
        move |over| {
            if hovers.get_untracked() != over {
                hovers.set(over);
            }
        },
        move |list| session.open(files::each(&list)),
    );
    view! {
        <a class="skip" href="#outcome" on:click=views::skip_to_outcome>"Skip to the result"</a>
        <views::TopBar/>
        <div class="desk">
            <aside
                class="form"
                class:open=move || state.open.get() == Some(Panel::Scenario)
                id="scenario"
                aria-label="Scenario"
            >
                <views::ScenarioForm/>
            </aside>
            <main id="outcome" tabindex="-1">
                <views::Outcome/>
            </main>
            <views::Day/>
        </div>
        <views::DataPanel/>
        <views::Shortcuts/>
        <views::Notices/>
        <div class="veil" class:shown=hovers aria-hidden="true">
            <p>"Drop to read: daily bars, a volatility index, events"</p>
        </div>
    }
}
