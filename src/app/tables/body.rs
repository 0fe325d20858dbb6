//! The rows in view.
#![expect(unreachable_pub, reason = "leptos makes public what a component is called with")]

use leptos::either::Either;
use leptos::prelude::*;

use super::{View, select};
use crate::app::marks::{ProfileDot, RegimeDot};
use crate::view::sheet::{CellFormat, Column, SheetCell};
use crate::view::window::{self, ROW};

/// The rows in view between two spacers. A row stays in the page while its place is in view; what
/// is in it follows the order of the rows.
#[component]
pub(super) fn Body(view: View) -> impl IntoView {
    // Scrolling by less than a row changes nothing.
    let first = Memo::new(move |_| (view.top.get().max(0.0) / ROW) as usize);
    let window =
        Memo::new(move |_| window::window(first.get() as f64 * ROW, view.height.get(), view.len()));
    let spacer = |height: f64| format!("{height}px");
    view! {
        <tbody>
            <tr
                class="spacer"
                aria-hidden="true"
                style:height=move || window.with(|window| spacer(window.above))
            ></tr>
            <For
                each=move || window.with(|window| window.rows.clone())
                key=|place| *place
                children=move |place| view! { <Row view place/> }
            />
            <tr
                class="spacer"
                aria-hidden="true"
                style:height=move || window.with(|window| spacer(window.below))
            ></tr>
        </tbody>
    }
}

#[component]
fn Row(
    view: View,
    /// Its place among the rows in their order.
    place: usize,
) -> impl IntoView {
    let View { sheet, order, columns, active, selection, .. } = view;
    let is_selected = Memo::new(move |_| {
        let Some(selected) = selection.trade.get() else { return false };
        order.with(|order| {
            let order = order.as_ref();
            let row = order.and_then(|own| Some((own, *own.rows.get(place)? as usize)));
            row.is_some_and(|(own, row)| sheet.trade(own.result.report(), row) == Some(selected))
        })
    });
    let cells = move || {
        order.with(|order| {
            let order = order.as_ref()?;
            let row = *order.rows.get(place)? as usize;
            let (report, index) = (order.result.report(), order.result.index());
            let cell = |(at, _): &(usize, u32)| {
                let column = &sheet.columns()[*at];
                cell(column, column.field(&sheet.cell(report, index, row, *at)))
            };
            Some(columns.with(|columns| columns.iter().map(cell).collect::<Vec<_>>()))
        })
    };
    view! {
        <tr
            id=view.row_id(place)
            class:active=move || active.get() == Some(place)
            aria-rowindex=(place + 2).to_string()
            aria-selected=move || is_selected.get().to_string()
            on:click=move |_| select::select(view, place)
        >
            {cells}
        </tr>
    }
}

fn cell(column: &Column, field: SheetCell) -> impl IntoView + use<> {
    let SheetCell { text, tone, profile, regime } = field;
    let numeric = if column.is_numeric() { "n " } else { "" };
    let text = match column.shown {
        CellFormat::Tag => Either::Left(view! { <span class="tag">{text}</span> }),
        _ => Either::Right(text),
    };
    view! {
        <td class=format!("{numeric}{}", tone.class())>
            {profile.map(|at| view! { <ProfileDot at/> })}
            {regime.map(|at| view! { <RegimeDot at/> })}
            {text}
        </td>
    }
}
