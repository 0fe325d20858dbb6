//! Every figure of the run, its months, and what each profile made.

use leptos::prelude::*;

use crate::present::measures::{self, Group, Heat, Line, ProfileLine, Year};

use super::result::results;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Monthly returns, groups of figures, profit and cost by profile.
#[component]
pub(super) fn Metrics() -> impl IntoView {
    let results = results();
    let run = move || {
        results.own.with(|own| {
            let run = own.as_ref()?.run();
            let digest = run.review.digest.to_string();
            let parts = (measures::years(run), measures::groups(run), measures::profiles(run));
            Some((parts, digest))
        })
    };
    move || {
        run().map(|((years, groups, profiles), digest)| {
            view! {
                <div class="sheetbox">
                    <h3>"Monthly returns, %"</h3>
                    <div class="scroll">{months(years)}</div>
                    <div class="groups">{groups.into_iter().map(group).collect_view()}</div>
                    <h3>"By profile, USD"</h3>
                    <div class="scroll">{by_profile(profiles)}</div>
                    <p class="digest">"Digest " <code>{digest}</code></p>
                </div>
            }
        })
    }
}

fn months(years: Vec<Year>) -> impl IntoView {
    let heat = |heat: Heat| view! { <td class=heat.class>{heat.text}</td> };
    let month = move |month: Option<Heat>| match month {
        Some(found) => heat(found).into_any(),
        None => view! { <td></td> }.into_any(),
    };
    let year = move |row: Year| {
        view! {
            <tr>
                <th scope="row">{row.year}</th>
                {row.months.map(month).collect_view()}
                <td class=format!("total {}", row.total.class)>{row.total.text}</td>
            </tr>
        }
    };
    view! {
        <table class="heat">
            <thead>
                <tr>
                    <th scope="col">"Year"</th>
                    {MONTHS.map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                    <th scope="col">"Year"</th>
                </tr>
            </thead>
            <tbody>{years.into_iter().map(year).collect_view()}</tbody>
        </table>
    }
}

fn group(group: Group) -> impl IntoView {
    let line = |line: Line| {
        view! {
            <dt>{line.label}</dt>
            <dd class=line.tone.class()>{line.value}</dd>
        }
    };
    view! {
        <section>
            <h3>{group.title}</h3>
            <dl class="lines">{group.lines.into_iter().map(line).collect_view()}</dl>
        </section>
    }
}

fn by_profile(lines: Vec<ProfileLine>) -> impl IntoView {
    let line = |line: ProfileLine| {
        let (code, name) = line.name;
        view! {
            <tr>
                <th scope="row">
                    <i class=format!("dot p{}", line.profile + 1) aria-hidden="true"></i>
                    {code}
                    <small>{name}</small>
                </th>
                <td class=line.profit.1.class()>{line.profit.0}</td>
                <td>{line.trades}</td>
                {line.costs.map(|cost| view! { <td>{cost}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="plain">
            <thead>
                <tr>
                    <th scope="col">"Profile"</th>
                    <th scope="col">"P&L after costs"</th>
                    <th scope="col">"Closed trades"</th>
                    <th scope="col">"Spread"</th>
                    <th scope="col">"Slippage"</th>
                    <th scope="col">"Fees"</th>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}
