//! A cell of a structure: typed or chosen.

use leptos::prelude::*;

use crate::app::form::handle_arrow_key;
use crate::app::session::Session;
use crate::view::form::Control;
use crate::view::structure_form::StructureCell;
use crate::view::structure_table::{CellOptions, CellView, label};

/// The view of a cell; its readers update only when that cell changes.
pub fn cell_view(part: StructureCell) -> Memo<CellView> {
    let session = expect_context::<Session>();
    Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        form.with(|form| reference.with(|reference| CellView::new(form, reference, part)))
    })
}

/// A cell with text, or with a list where there are options.
#[component]
pub fn Cell(
    /// What it shows.
    part: StructureCell,
    /// The options; none where it is typed.
    options: CellOptions,
    /// `narrow` for a number, `wide` for a name.
    class: &'static str,
    /// The `id` of the structure's error message.
    errors_id: String,
) -> impl IntoView {
    let view = cell_view(part);
    match options.is_empty() {
        true => view! { <TypedCell part view class errors_id/> }.into_any(),
        false => view! { <ChosenCell part view options errors_id/> }.into_any(),
    }
}

#[component]
fn TypedCell(
    part: StructureCell,
    view: Memo<CellView>,
    class: &'static str,
    errors_id: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let control = Control::Structure(part);
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    view! {
        <input
            id=part.name()
            class=class
            class:changed=move || view.with(|view| view.is_changed)
            class:wrong=move || view.with(|view| view.is_wrong)
            type="text"
            autocomplete="off"
            spellcheck="false"
            aria-label=label(part)
            aria-invalid=move || view.with(|view| view.is_wrong.to_string())
            aria-describedby=errors_id
            prop:value=text
            on:input:target=move |event| session.enter(control, &event.target().value())
            on:change=move |_| session.leave(control)
            on:blur=move |_| session.leave(control)
            on:keydown=move |event| handle_arrow_key(session, control, &event)
        />
    }
}

#[component]
fn ChosenCell(
    part: StructureCell,
    view: Memo<CellView>,
    options: CellOptions,
    errors_id: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let control = Control::Structure(part);
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    let option = move |(value, words): &(&'static str, &'static str)| {
        let (value, words) = (*value, *words);
        view! {
            <option value=value prop:selected=move || text.with(|text| text == value)>
                {words}
            </option>
        }
    };
    view! {
        <select
            id=part.name()
            class:changed=move || view.with(|view| view.is_changed)
            class:wrong=move || view.with(|view| view.is_wrong)
            aria-label=label(part)
            aria-invalid=move || view.with(|view| view.is_wrong.to_string())
            aria-describedby=errors_id
            on:change:target=move |event| {
                session.enter(control, &event.target().value());
                session.leave(control);
            }
        >
            {options.iter().map(option).collect_view()}
        </select>
    }
}
