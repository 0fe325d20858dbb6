//! The selected trade in detail.
#![expect(unreachable_pub, reason = "leptos makes public what a component is called with")]

use leptos::prelude::*;

use crate::app::marks::{Lines, ProfileDot};
use crate::app::state::{RunState, Selection};
use crate::view::trade_detail::{FillLine, TradeDetail, detail};

/// The selected trade; nothing without one.
#[component]
pub(super) fn TradePart() -> impl IntoView {
    let (run, selection) = (expect_context::<RunState>(), expect_context::<Selection>());
    let trade = Memo::new(move |_| {
        let trade = selection.trade.get()?;
        run.read(|own| detail(own.report(), trade)).flatten()
    });
    move || trade.get().map(|trade| view! { <Trade trade selection/> })
}

#[component]
fn Trade(trade: TradeDetail, selection: Selection) -> impl IntoView {
    let (at, code, name) = trade.profile;
    let (label, title) = (trade.title.clone(), trade.title);
    view! {
        <section class="trade" aria-label=label>
            <header>
                <h3>{title}</h3>
                <button class="btn small" on:click=move |_| selection.release()>
                    "Clear selection"
                </button>
            </header>
            <p class="regime">
                <b><ProfileDot at/>{code} <small>{name}</small></b>
                <span>{trade.structure}</span>
            </p>
            <Lines lines=trade.lines/>
            <h3>"Fills"</h3>
            <Fills fills=trade.fills/>
        </section>
    }
}

#[component]
fn Fills(fills: Vec<FillLine>) -> impl IntoView {
    let row = |fill: FillLine| {
        view! {
            <tr>
                <th scope="row">{fill.contract}<small>{fill.date}" "{fill.time}</small></th>
                <td>{fill.quantity}</td>
                <td>{fill.price}<small>{fill.source}</small></td>
            </tr>
        }
    };
    view! {
        <table class="held">
            <thead>
                <tr>
                    <th scope="col">"Contract"</th>
                    <th scope="col">"Quantity"</th>
                    <th scope="col">"Price"</th>
                </tr>
            </thead>
            <tbody>{fills.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
}
