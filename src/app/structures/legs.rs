//! The table of a structure's legs.

use leptos::prelude::*;

use super::cell::{Cell, cell_view};
use super::change;
use crate::app::session::Session;
use crate::profile::Profile;
use crate::view::structure_form::{StructureCell, StructureEdit, StructureValue};
use crate::view::structure_table::{COLUMNS, LegColumn, Outline};

/// The legs of one structure.
#[component]
pub fn Legs(
    /// The profile that trades the structure.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
    /// How many legs there are.
    outline: Memo<Outline>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let count = Memo::new(move |_| outline.with(|outline| outline.legs_of(number)));
    let head = |column: &'static LegColumn| {
        view! {
            <th scope="col" title=column.help>
                {column.head}
            </th>
        }
    };
    view! {
        <div class="scroll">
            <table class="legs">
                <thead>
                    <tr>
                        <th scope="col">"Leg"</th>
                        {COLUMNS.iter().map(head).collect_view()}
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || 0..count.get()
                        key=|leg| *leg
                        children=move |leg| view! { <Leg profile number leg count/> }
                    />
                </tbody>
            </table>
        </div>
        <div class="row">
            <button
                type="button"
                class="btn small"
                disabled=move || outline.with(|outline| !outline.can_add_leg(number))
                on:click=move |_| change(session, profile, number, StructureEdit::AddLeg)
            >
                "Add a leg"
            </button>
        </div>
    }
}

/// One leg: a row.
#[component]
fn Leg(
    /// The profile that trades the structure.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
    /// Which leg.
    leg: usize,
    /// How many legs the structure has.
    count: Memo<usize>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let cell = move |column: &'static LegColumn| {
        let part = StructureCell {
            profile,
            structure: number,
            value: StructureValue::Leg(leg, column.value),
        };
        let view = cell_view(part);
        let is_shown = Memo::new(move |_| view.with(|view| view.is_shown));
        view! {
            <td>
                <Show when=move || is_shown.get()>
                    <Cell
                        part
                        options=column.options
                        class="narrow"
                        errors_id=format!("wrong-{number}")
                    />
                </Show>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{leg + 1}</th>
            {COLUMNS.iter().map(cell).collect_view()}
            <td>
                <button
                    type="button"
                    class="icon"
                    aria-label=format!("Remove leg {}", leg + 1)
                    title="Remove this leg"
                    disabled=move || count.get() == 1
                    on:click=move |_| {
                        change(session, profile, number, StructureEdit::RemoveLeg(leg));
                    }
                >
                    "×"
                </button>
            </td>
        </tr>
    }
}
