//! The structures of the profiles: tables of legs to edit, with their payoff beside them.

pub mod cell;
pub mod legs;
pub mod structure;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::platform::timer::before_drawing;
use super::platform::{download, files, focus};
use super::session::Session;
use crate::profile::Profile;
use crate::view::regime_fit::regimes_without_structure;
use crate::view::structure_form::StructureEdit;
use crate::view::structure_json;
use crate::view::structure_table::Outline;

/// The topic of messages about structures.
const TOPIC: &str = "structures";

/// The editor: one profile at a time. It is the content of a dialog.
#[component]
pub fn StructuresEditor() -> impl IntoView {
    let session = expect_context::<Session>();
    let form = session.scenario.form;
    let profile = RwSignal::new(Profile::ALL[0]);
    let outline = Memo::new(move |_| form.with(|form| Outline::new(&form.scenario, profile.get())));
    let structures = move || {
        let profile = profile.get();
        let count = outline.with(|outline| outline.legs.len());
        (0..count).map(|number| (profile, number)).collect::<Vec<_>>()
    };
    let without = Memo::new(move |_| {
        form.with(|form| regimes_without_structure(&form.scenario.structures, profile.get()))
    });
    view! {
        <ProfileTabs profile/>
        <Refusal/>
        <p class="caution">{without}</p>
        <For
            each=structures
            key=|own| *own
            children=move |(profile, number)| {
                view! { <structure::StructureCard profile number outline/> }
            }
        />
        <EditorButtons profile outline/>
    }
}

/// Which profile is edited; a star marks structures of the user's own.
#[component]
fn ProfileTabs(
    /// The profile.
    profile: RwSignal<Profile>,
) -> impl IntoView {
    let form = expect_context::<Session>().scenario.form;
    let tab = move |own: Profile| {
        let is_own = Memo::new(move |_| {
            form.with(|form| form.scenario.structures.custom[own.index()].is_some())
        });
        view! {
            <button
                type="button"
                aria-pressed=move || (profile.get() == own).to_string()
                title=own.name()
                on:click=move |_| profile.set(own)
            >
                <i class=format!("dot p{}", own.number())></i>
                {own.code()}
                {move || if is_own.get() { " *" } else { "" }}
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Profile">
            {Profile::ALL.map(tab).collect_view()}
        </div>
    }
}

/// Why a file or an edit was rejected; shown here, since a dialog covers the page's notices.
#[component]
fn Refusal() -> impl IntoView {
    let notices = expect_context::<Session>().notices;
    let message = Memo::new(move |_| {
        notices.list.with(|list| {
            let own = list.iter().find(|notice| notice.topic == TOPIC);
            own.map(|notice| notice.text.clone()).unwrap_or_default()
        })
    });
    view! {
        <div class="refusal" role="alert">
            <Show when=move || !message.with(String::is_empty)>
                <p class="error">{message}</p>
                <button
                    type="button"
                    class="icon"
                    aria-label="Dismiss"
                    on:click=move |_| notices.dismiss(TOPIC)
                >
                    "×"
                </button>
            </Show>
        </div>
    }
}

/// Add, restore, and files.
#[component]
fn EditorButtons(
    /// The profile.
    profile: RwSignal<Profile>,
    /// What can be done.
    outline: Memo<Outline>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let save = move |_| {
        let profile = profile.get_untracked();
        let own = session
            .scenario
            .form
            .with_untracked(|form| form.scenario.structures.assignments(profile));
        let name = format!("{}.json", profile.code());
        download::save(&name, "application/json", &structure_json::write(&own));
    };
    let add = move |_| {
        let last = outline.with_untracked(|outline| outline.legs.len().saturating_sub(1));
        change(session, profile.get_untracked(), last, StructureEdit::AddStructure);
    };
    view! {
        <div class="row">
            <button
                type="button"
                class="btn small"
                title="For a regime that no structure names yet"
                disabled=move || outline.with(|outline| !outline.can_add)
                on:click=add
            >
                "Add structure"
            </button>
            <button
                type="button"
                class="btn small"
                disabled=move || outline.with(|outline| !outline.is_own)
                on:click=move |_| change(session, profile.get_untracked(), 0, StructureEdit::Reset)
            >
                "Restore default"
            </button>
            <span class="grow"></span>
            <button type="button" class="btn small" on:click=save>
                "Download JSON"
            </button>
            <label class="btn small">
                "Load JSON"
                <input
                    class="unseen"
                    type="file"
                    accept=".json,application/json"
                    on:change:target=move |event| {
                        let input = event.target();
                        let chosen = input.files().map(|list| files::each(&list));
                        load(session, profile.get_untracked(), chosen.unwrap_or_default());
                        input.set_value("");
                    }
                />
            </label>
        </div>
    }
}

/// Reads files of structures.
fn load(session: Session, profile: Profile, chosen: Vec<web_sys::File>) {
    spawn_local(async move {
        for file in chosen {
            match files::text(&file).await {
                Ok(text) => session.load_structures(profile, &text),
                Err(reason) => session.notices.show(TOPIC, reason, true),
            }
        }
    });
}

/// Does what a button says. What was pressed may be gone or disabled by it, so the focus moves on
/// to where the change was.
fn change(session: Session, profile: Profile, structure: usize, change: StructureEdit) {
    session.change_structure(profile, structure, change);
    let form = session.scenario.form;
    let next = form.with_untracked(|form| change.cell_to_focus(&form.scenario, profile, structure));
    before_drawing(move || focus(&next.name()));
}
