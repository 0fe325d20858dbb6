//! The exits tab: the closed trades by the reason they ended.

use leptos::prelude::*;

use crate::app::state::RunState;
use crate::view::exits::{ExitLine, exits};

const COLUMNS: [&str; 4] = ["Reason", "Closed trades", "Winning trades", "Net P&L, USD"];

/// Reasons and what their trades made.
#[component]
pub fn Exits() -> impl IntoView {
    let run = expect_context::<RunState>();
    let row = |line: ExitLine| {
        view! {
            <tr>
                <th scope="row">{line.reason}</th>
                <td>{line.trades}</td>
                <td>{line.won}</td>
                <td class=line.profit.1.class()>{line.profit.0}</td>
            </tr>
        }
    };
    let head = |name| view! { <th scope="col">{name}</th> };
    let body = move || run.read(|own| exits(own.run()).into_iter().map(row).collect::<Vec<_>>());
    view! {
        <div class="sheetbox">
            <h3>"Closed trades by the reason they ended"</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Trades by reason">
                <table class="plain">
                    <thead><tr>{COLUMNS.map(head).into_view()}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </div>
    }
}
