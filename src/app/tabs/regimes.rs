//! The regimes tab: how often, how long and how well each was, and which followed which.

use leptos::prelude::*;

use crate::app::marks::RegimeDot;
use crate::app::state::RunState;
use crate::app::tables::Export;
use crate::regime::Regime;
use crate::view::files;
use crate::view::states::{StateLine, states};

const FIGURES: [&str; 7] = [
    "Regime",
    "Days",
    "Frequency",
    "Average duration, days",
    "Days measured",
    "Sharpe, annualised",
    "P&L, USD",
];

/// The regimes of the run.
#[component]
pub fn Regimes() -> impl IntoView {
    let run = expect_context::<RunState>();
    let export = Export::from_context();
    let save = move |_| export.save_of_result(|own| files::regimes(own.run().review));
    let body = move || {
        run.read(|own| {
            let lines = states(own.run());
            view! {
                <h3>"Frequency, duration and P&L"</h3>
                <Figures lines=lines.clone()/>
                <h3>"Transitions from one day to the next, %"</h3>
                <Transitions lines/>
            }
        })
    };
    view! {
        <div class="sheetbox">
            <div class="tools">
                <span class="rows"></span>
                <button class="btn small" title="Download these figures" on:click=save>
                    "CSV"
                </button>
            </div>
            {body}
            <p class="note">
                "P&L and return of a day belong to the regime known at the close before it. Days \
                measured: from the first day on which something could be traded to the last. A \
                Sharpe ratio of fewer than 60 days is not given."
            </p>
        </div>
    }
}

#[component]
fn Figures(lines: Vec<StateLine>) -> impl IntoView {
    let row = |line: StateLine| {
        view! {
            <tr>
                <th scope="row"><RegimeDot at=line.regime/>{line.name}</th>
                <td>{line.days}</td>
                <td>{line.frequency}</td>
                <td>{line.duration}</td>
                <td>{line.measured}</td>
                <td>{line.sharpe}</td>
                <td class=line.profit.1.class()>{line.profit.0}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Figures by regime">
            <table class="plain">
                <thead><tr>{FIGURES.map(head).into_view()}</tr></thead>
                <tbody>{lines.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Transitions(lines: Vec<StateLine>) -> impl IntoView {
    let row = |line: StateLine| {
        let next = line.next.map(|(share, class)| view! { <td class=class>{share}</td> });
        view! {
            <tr>
                <th scope="row"><RegimeDot at=line.regime/>{line.name}</th>
                {next.into_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Transitions between regimes">
            <table class="heat moves">
                <thead>
                    <tr>
                        {head("From \\ to")}
                        {Regime::ALL.map(Regime::name).map(head).into_view()}
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

fn head(name: &'static str) -> impl IntoView {
    view! { <th scope="col">{name}</th> }
}
