//! The metrics tab: monthly returns, every figure of the run, profit and costs by profile.

use leptos::prelude::*;

use crate::app::benchmark::BenchmarkFigures;
use crate::app::marks::{Lines, ProfileDot};
use crate::app::state::RunState;
use crate::app::tables::Export;
use crate::view::files;
use crate::view::measures::{self, FigureGroup, Heat, ProfileLine, Year};
use crate::view::number::UNDEFINED;

const MONTHS: [&str; 15] = [
    "Year", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    "Total", "Days",
];
const PROFILES: [&str; 6] =
    ["Profile", "P&L after costs", "Closed trades", "Spread", "Slippage", "Fees"];

/// Every figure of the run.
#[component]
pub fn Metrics() -> impl IntoView {
    let run = expect_context::<RunState>();
    let export = Export::from_context();
    let save = move |_| export.save_of_result(|own| files::metrics(own.run().review));
    let body = move || {
        run.read(|own| {
            let result = own.run();
            view! {
                <h3>"Monthly returns, %"</h3>
                <Months years=measures::years(result)/>
                <div class="groups">
                    {measures::groups(result).into_iter().map(group).collect::<Vec<_>>()}
                </div>
                <BenchmarkFigures/>
                <h3>"By profile, USD"</h3>
                <Profiles lines=measures::profiles(result)/>
                <p class="digest">"Digest " <code>{result.review.digest.to_string()}</code></p>
            }
        })
    };
    view! {
        <div class="sheetbox">
            <div class="tools">
                <span class="rows"></span>
                <button class="btn small" title="Download every figure" on:click=save>"CSV"</button>
            </div>
            {body}
        </div>
    }
}

fn group(group: FigureGroup) -> impl IntoView {
    let lines = group.lines.into_iter().map(|line| (line.label, line.value, line.tone)).collect();
    view! {
        <section>
            <h3>{group.title}</h3>
            <Lines lines/>
        </section>
    }
}

#[component]
fn Months(years: Vec<Year>) -> impl IntoView {
    let cell = |heat: Option<Heat>| {
        let Heat { class, text } = heat.unwrap_or(Heat { class: "", text: String::new() });
        view! { <td class=class>{text}</td> }
    };
    let row = |year: Year| {
        let none = || Heat { class: "", text: UNDEFINED.to_owned() };
        let total = year.total.unwrap_or_else(none);
        view! {
            <tr>
                <th scope="row">{year.year}</th>
                {year.months.map(cell).into_view()}
                <td class=format!("total {}", total.class)>{total.text}</td>
                <td>{year.days}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Monthly returns">
            <table class="heat">
                <thead><tr>{MONTHS.map(head).into_view()}</tr></thead>
                <tbody>{years.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Profiles(lines: Vec<ProfileLine>) -> impl IntoView {
    let row = |line: ProfileLine| {
        let [spread, slippage, fees] = line.costs;
        view! {
            <tr>
                <th scope="row">
                    <ProfileDot at=line.profile/>
                    {line.name.0}
                    <small>{line.name.1}</small>
                </th>
                <td class=line.profit.1.class()>{line.profit.0}</td>
                <td>{line.trades}</td>
                <td>{spread}</td>
                <td>{slippage}</td>
                <td>{fees}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Profit and costs by profile">
            <table class="plain">
                <thead><tr>{PROFILES.map(head).into_view()}</tr></thead>
                <tbody>{lines.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

fn head(name: &'static str) -> impl IntoView {
    view! { <th scope="col">{name}</th> }
}
