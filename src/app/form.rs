//! The scenario form: every choice of a run, in parts that fold.

pub mod changed_fields;
pub mod choice_field;
pub mod day_field;
pub mod fold;
pub mod help;
pub mod number_field;
pub mod regime_fit;
pub mod slider;
pub mod text_field;

use leptos::prelude::*;

use super::own_task::OwnTask;
use super::session::Session;
use super::state::{Panel, Panels, RunState, ScenarioState};
use crate::view::field::FieldView;
use crate::view::folds::FOLDS;
use crate::view::form::Control;

pub use changed_fields::ChangedFields;
pub(super) use text_field::handle_arrow_key;

/// The scenario as a form, in a column of its own; on a phone it is shown alone.
#[component]
pub fn ScenarioForm() -> impl IntoView {
    let panels = expect_context::<Panels>();
    let is_open = Memo::new(move |_| {
        panels.open.with(|open| matches!(open, Some(Panel::Scenario | Panel::Structures)))
    });
    view! {
        <aside class="form" class:open=is_open id="scenario" aria-label="Scenario">
            <FormHead/>
            {FOLDS
                .iter()
                .map(|fold| view! { <OwnTask><fold::FormFold fold/></OwnTask> })
                .collect_view()}
        </aside>
    }
}

/// Undo, redo, reset, and on phones the way back.
#[component]
fn FormHead() -> impl IntoView {
    let session = expect_context::<Session>();
    let state = expect_context::<ScenarioState>();
    let panels = expect_context::<Panels>();
    let run = expect_context::<RunState>();
    let is_changed = Memo::new(move |_| {
        state.form.with(|form| {
            form.errors() > 0 || state.reference.with(|reference| form.scenario != *reference)
        })
    });
    let can_undo = Memo::new(move |_| state.can_undo.get().0);
    let can_redo = Memo::new(move |_| state.can_undo.get().1);
    let reset_title = move || match run.baseline.with(Option::is_some) {
        true => "Reset to the pinned baseline",
        false => "Reset to defaults",
    };
    view! {
        <div class="formhead">
            <h2>"Scenario"</h2>
            <span class="grow"></span>
            <button
                class="icon"
                aria-label="Undo"
                title="Undo (z)"
                disabled=move || !can_undo.get()
                on:click=move |_| session.undo()
            >
                "↶"
            </button>
            <button
                class="icon"
                aria-label="Redo"
                title="Redo (y)"
                disabled=move || !can_redo.get()
                on:click=move |_| session.redo()
            >
                "↷"
            </button>
            <button
                class="btn small"
                title=reset_title
                disabled=move || !is_changed.get()
                on:click=move |_| session.reset_all()
            >
                "Reset"
            </button>
            <button
                class="btn small primary only-narrow"
                id="close-scenario"
                on:click=move |_| panels.close()
            >
                "Done"
            </button>
        </div>
    }
}

/// The view of a control; its readers update only when that control changes.
fn field_view(control: Control) -> Memo<FieldView> {
    let session = expect_context::<Session>();
    let span = Memo::new(move |_| session.data.span());
    let facts = Memo::new(move |_| session.data.facts());
    Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        form.with(|form| {
            let (span, facts) = (move || span.get(), move || facts.get());
            reference.with(|reference| FieldView::new(form, reference, span, facts, control))
        })
    })
}

/// The key of an arrow as a direction: up is 1, down is -1.
pub(super) fn arrow(key: &str) -> Option<f64> {
    match key {
        "ArrowUp" => Some(1.0),
        "ArrowDown" => Some(-1.0),
        _ => None,
    }
}
