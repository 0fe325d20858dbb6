//! Which profile suits which regime: a grid of numbers, tinted by their value.

use leptos::ev;
use leptos::prelude::*;

use super::focus;
use super::scenario_form::Shown;
use crate::engine::fields::{FIELDS, Field, Group};
use crate::present::form::Control;
use crate::profile::Profile;
use crate::regime::Regime;
use crate::web::session::session;
use crate::web::state::state;

/// The grid; one stop for the tab key, arrows inside.
#[component]
pub(super) fn Compatibility() -> impl IntoView {
    let state = state();
    let place = RwSignal::new(0_usize);
    let fields: Vec<&'static Field> =
        FIELDS.iter().filter(|field| field.group == Group::Compatibility).collect();
    let rows = Regime::ALL.map(|regime| {
        let cells = fields.iter().skip(regime.index() * 6).take(6).enumerate();
        let cells = cells.map(|(column, field)| {
            let index = regime.index() * 6 + column;
            view! { <Cell field=*field index place/> }
        });
        view! {
            <tr>
                <th scope="row">
                    <i class=format!("dot r{}", regime.number())></i>
                    {regime.name()}
                </th>
                {cells.collect_view()}
            </tr>
        }
    });
    let heads = Profile::ALL.map(|profile| {
        view! { <th scope="col"><abbr title=profile.name()>{profile.code()}</abbr></th> }
    });
    // One line for all cells: what is wrong, else how it works.
    let codes: Vec<Control> = fields.iter().map(|field| Control::Number(field.code)).collect();
    let error = Memo::new(move |_| {
        state.entries.with(|entries| {
            let wrong = |control: &Control| entries.get(control)?.error.as_ref();
            codes.iter().find_map(wrong).map(ToString::to_string)
        })
    });
    view! {
        <table class="compat" aria-describedby="compat-help">
            <thead>
                <tr><td></td>{heads.into_iter().collect_view()}</tr>
            </thead>
            <tbody>{rows.into_iter().collect_view()}</tbody>
        </table>
        <div class="foot">
            <small id="compat-help">"0 never, 1 fully; arrow keys move, Delete resets"</small>
        </div>
        <p class="error" id="compat-error" aria-live="polite">{move || error.get()}</p>
    }
}

#[component]
fn Cell(field: &'static Field, index: usize, place: RwSignal<usize>) -> impl IntoView {
    let (state, session) = (state(), session());
    let control = Control::Number(field.code);
    let Shown { text, error, was } = Shown::of(state, control);
    let value = move || state.scenario.with(|scenario| field.get(scenario)).to_string();
    let title = move || match was.get() {
        Some(was) => format!("{}: was {was} (Delete resets)", field.label),
        None => format!("{}: 0 to 1", field.label),
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let (row, column) = (index / 6, index % 6);
        let next = match event.key().as_str() {
            "ArrowUp" => row.checked_sub(1).map(|row| row * 6 + column),
            "ArrowDown" | "Enter" => (row < 5).then(|| index + 6),
            "ArrowLeft" => column.checked_sub(1).map(|_| index - 1),
            "ArrowRight" => (column < 5).then(|| index + 1),
            "Delete" => {
                session.reset(control);
                Some(index)
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = next {
            place.set(next);
            focus(&cell_id(next));
        }
    };
    view! {
        <td
            class:changed=move || was.get().is_some()
            class:wrong=move || error.get().is_some()
            style=("--v", value)
        >
            <input
                id=cell_id(index)
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label=field.label.clone()
                aria-describedby="compat-error"
                aria-invalid=move || error.get().is_some().to_string()
                title=title
                tabindex=move || if place.get() == index { "0" } else { "-1" }
                prop:value=move || text.get()
                on:focus:target=move |event| {
                    place.set(index);
                    event.target().select();
                }
                on:input:target=move |event| session.enter(control, &event.target().value())
                on:change=move |_| session.leave(control)
                on:blur=move |_| session.leave(control)
                on:keydown=on_key
            />
        </td>
    }
}

fn cell_id(index: usize) -> String {
    format!("cell-{index}")
}
