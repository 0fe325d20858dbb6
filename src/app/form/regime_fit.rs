//! The grid of how well each profile fits each regime: numbers, tinted by their value. One stop for
//! the tab key; arrows move inside.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::platform::focus;
use crate::app::session::Session;
use crate::engine::fields::Field;
use crate::profile::Profile;
use crate::regime::Regime;
use crate::view::changes::cell_id;
use crate::view::form::Control;
use crate::view::regime_fit::{self, FitCell, GridKey};

/// The grid, its help and its first error.
#[component]
pub fn RegimeFit() -> impl IntoView {
    let form = expect_context::<Session>().scenario.form;
    let tab_stop = RwSignal::new(0_usize);
    let without =
        Memo::new(move |_| form.with(|form| regime_fit::cells_without_structure(&form.scenario)));
    let error = Memo::new(move |_| form.with(regime_fit::error));
    let heads = Profile::ALL.map(|profile| {
        view! {
            <th scope="col">
                <abbr title=profile.name()>{profile.code()}</abbr>
            </th>
        }
    });
    let fields: Vec<&'static Field> = regime_fit::fields().collect();
    let rows = fields.chunks(6).zip(Regime::ALL).enumerate().map(|(row, (fields, regime))| {
        let cells = fields.iter().enumerate().map(|(column, field)| {
            view! { <Cell field=*field cell=row * 6 + column tab_stop without/> }
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
    view! {
        <table class="compat" aria-describedby="compat-help">
            <thead>
                <tr>
                    <td></td>
                    {heads.collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <small id="compat-help">"0 = never, 1 = fully. Arrow keys move, Delete resets."</small>
        <p class="caution" id="compat-without" aria-live="polite">
            {move || without.with(|cells| regime_fit::without_structure(cells))}
        </p>
        <p class="error" id="compat-error" aria-live="polite">
            {error}
        </p>
    }
}

/// A cell of the grid.
#[component]
fn Cell(
    /// Its number.
    field: &'static Field,
    /// Its place, row by row.
    cell: usize,
    /// The cell that the tab key reaches.
    tab_stop: RwSignal<usize>,
    /// The cells whose profile has no structure in the regime.
    without: Memo<Vec<usize>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let control = Control::Number(field.code);
    let has_structure = Memo::new(move |_| !without.with(|cells| cells.contains(&cell)));
    let view = Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        let has_structure = has_structure.get();
        form.with(|form| {
            reference.with(|reference| FitCell::new(form, reference, field, has_structure))
        })
    });
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(key) = regime_fit::key(&event.key(), cell) else { return };
        event.prevent_default();
        match key {
            GridKey::Move(next) => focus(&cell_id(next)),
            GridKey::Reset => session.reset(control),
        }
    };
    view! {
        <td
            class:changed=move || view.with(|view| view.is_changed)
            class:wrong=move || view.with(|view| view.is_wrong)
            class:without=move || !has_structure.get()
            style:--v=move || view.with(|view| view.value.clone())
        >
            <input
                id=cell_id(cell)
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label=field.label.as_str()
                aria-describedby="compat-error compat-without"
                aria-invalid=move || view.with(|view| view.is_wrong.to_string())
                title=move || view.with(|view| view.title.clone())
                tabindex=move || if tab_stop.get() == cell { "0" } else { "-1" }
                prop:value=text
                on:focus:target=move |event| {
                    tab_stop.set(cell);
                    event.target().select();
                }
                on:input:target=move |event| session.enter(control, &event.target().value())
                on:change=move |_| session.leave(control)
                on:blur=move |_| session.leave(control)
                on:keydown=press
            />
        </td>
    }
}
