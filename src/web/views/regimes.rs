//! The market states of a run: how often, how long, how well, and what followed.

use leptos::prelude::*;

use crate::present::states::{StateLine, states};
use crate::regime::Regime;

use super::result::results;

/// One row per regime, then the shares of moves between them.
#[component]
pub(super) fn Regimes() -> impl IntoView {
    let results = results();
    let lines = Memo::new(move |_| {
        results.own.with(|own| own.as_ref().map(|own| states(own.run())).unwrap_or_default())
    });
    view! {
        <div class="sheetbox">
            <h3>"How often, how long, how well"</h3>
            <div class="scroll">{move || figures(lines.get())}</div>
            <h3>"From one day's regime to the next day's, %"</h3>
            <div class="scroll">{move || transitions(lines.get())}</div>
            <p class="note">
                "A day's profit and return belong to the regime known at the close before it. "
                "Sharpe is annualised."
            </p>
        </div>
    }
}

fn name(line: &StateLine) -> impl IntoView + use<> {
    let class = format!("dot r{}", line.regime + 1);
    view! {
        <th scope="row">
            <i class=class aria-hidden="true"></i>
            {line.name}
        </th>
    }
}

fn figures(lines: Vec<StateLine>) -> impl IntoView {
    let row = |line: StateLine| {
        let head = name(&line);
        view! {
            <tr>
                {head}
                <td>{line.days}</td>
                <td>{line.frequency}</td>
                <td>{line.duration}</td>
                <td>{line.sharpe}</td>
                <td class=line.profit.1.class()>{line.profit.0}</td>
            </tr>
        }
    };
    view! {
        <table class="plain">
            <thead>
                <tr>
                    <th scope="col">"Regime"</th>
                    <th scope="col">"Days"</th>
                    <th scope="col">"Frequency"</th>
                    <th scope="col">"Mean stay, days"</th>
                    <th scope="col">"Sharpe"</th>
                    <th scope="col">"P&L, USD"</th>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn transitions(lines: Vec<StateLine>) -> impl IntoView {
    let row = |line: StateLine| {
        let head = name(&line);
        let cell = |(share, class): (String, &'static str)| view! { <td class=class>{share}</td> };
        view! { <tr>{head} {line.next.map(cell).collect_view()}</tr> }
    };
    let heads = Regime::ALL.map(|regime| view! { <th scope="col">{regime.name()}</th> });
    view! {
        <table class="heat moves">
            <thead>
                <tr>
                    <th scope="col">"From \\ to"</th>
                    {heads.collect_view()}
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
