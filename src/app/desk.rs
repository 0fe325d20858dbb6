//! The desk: the scenario on the left, its result in the middle, a day's decision on the right.

use leptos::prelude::*;

use super::chart::ChartCard;
use super::data::DataSheet;
use super::day::DayPanel;
use super::dialog::Dialog;
use super::drop_zone::DropZone;
use super::form::ScenarioForm;
use super::headline::Headline;
use super::link_panel::LinkMismatch;
use super::notices::NoticeList;
use super::old_model::OldModel;
use super::own_task::OwnTask;
use super::platform::focus;
use super::prerendered::{Prerendered, UntilResult};
use super::printing::watch_printing;
use super::session::Session;
use super::shortcuts::{self, ShortcutList};
use super::state::{Freshness, Panel, RunState};
use super::structures::StructuresEditor;
use super::tabs::Tabs;
use super::tabs::metrics::Metrics;
use super::topbar::TopBar;

/// The whole page.
#[component]
pub fn Desk() -> impl IntoView {
    provide_context(Prerendered::take());
    let session = Session::provide();
    shortcuts::listen(session);
    let is_printing = watch_printing(session.selection);
    let run = session.run;
    let freshness = Memo::new(move |_| run.freshness());
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default(); // the fragment of the address is the scenario's
        focus("outcome");
    };
    view! {
        <a class="skip" href="#outcome" on:click=skip>
            "Skip to the result"
        </a>
        <TopBar />
        <div
            class="desk"
            class:running=move || freshness.get() == Freshness::Running
            class:stale=move || freshness.get() == Freshness::Stale
            class:empty=move || freshness.get() == Freshness::Empty
        >
            <ScenarioForm />
            <main id="outcome" tabindex="-1">
                <UntilResult>
                    <Outcome run />
                </UntilResult>
                <Show when=move || is_printing.get()>
                    <section class="print-only" aria-label="Metrics">
                        <Metrics />
                    </section>
                </Show>
            </main>
            <DayPanel />
        </div>
        <OwnTask>
            <Dialog panel=Panel::Data id="data" title="Data">
                <DataSheet />
            </Dialog>
            <Dialog panel=Panel::Structures id="structures" title="Structures" wide=true>
                <StructuresEditor />
            </Dialog>
            <Dialog panel=Panel::Shortcuts id="shortcuts" title="Keyboard shortcuts">
                <ShortcutList />
            </Dialog>
        </OwnTask>
        <NoticeList />
        <OwnTask>
            <DropZone />
        </OwnTask>
    }
}

/// Key figures, chart and tables of the result.
#[component]
fn Outcome(
    /// The result, and the run under way.
    run: RunState,
) -> impl IntoView {
    view! {
        <section
            class="outcome"
            id="result"
            aria-label="Outcome"
            aria-busy=move || run.is_running().to_string()
        >
            <LinkMismatch />
            <OldModel />
            <Headline />
            <ChartCard />
            <OwnTask>
                <Tabs />
            </OwnTask>
        </section>
    }
}
