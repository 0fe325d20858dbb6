//! The decision of a day: its regime, every step from score to target, the resulting orders, and
//! the account at its close.
#![expect(unreachable_pub, reason = "leptos makes public what a component is called with")]

use leptos::prelude::*;

use super::holdings::{Exposure, Holders, Legs};
use crate::app::marks::{Lines, ProfileDot, RegimeDot};
use crate::profile::Profile;
use crate::view::Tone;
use crate::view::day::{AllocationStep, DayExplanation, ProfileAction};
use crate::view::ruling::{Condition, RegimeRule};

/// Everything below the head of the panel.
#[component]
pub(super) fn Decision(day: DayExplanation) -> impl IntoView {
    let regime = day.regime.map(|(at, _)| view! { <RegimeDot at/> });
    let name = day.regime.map_or("Warm-up", |(_, name)| name);
    let signals =
        day.signals.into_iter().map(|(label, value)| (label, value, Tone::Plain)).collect();
    let item = |line: String| view! { <li>{line}</li> };
    let has_steps = !day.steps.is_empty();
    let has_legs = !day.legs.is_empty();
    let has_holders = !day.holders.is_empty();
    view! {
        <p class="regime"><b>{regime}{name}</b><span>{day.why}</span></p>
        {(!day.rules.is_empty()).then(|| view! { <Rules rules=day.rules/> })}
        {has_steps
            .then(|| {
                view! {
                    <Steps steps=day.steps/>
                    <Doings doings=day.actions timing=day.timing/>
                    <h3>"How targets were set"</h3>
                    <ol class="reasons">{day.words.into_iter().map(item).collect::<Vec<_>>()}</ol>
                }
            })}
        <Exposure sensitivities=day.exposure/>
        {has_legs.then(|| view! { <Legs legs=day.legs pricing=day.pricing/> })}
        {has_holders.then(|| view! { <Holders holders=day.holders/> })}
        <h3>"Account, USD"</h3>
        <Lines lines=day.account/>
        <details class="more">
            <summary>"All signals of the day"</summary>
            <Lines lines=signals/>
        </details>
    }
}

#[component]
fn Rules(rules: Vec<RegimeRule>) -> impl IntoView {
    let condition = |condition: Condition| {
        let class = if condition.met { "met" } else { "unmet" };
        view! { <li class=class>{condition.text}</li> }
    };
    let rule = |rule: RegimeRule| {
        let conditions: Vec<_> = rule.conditions.into_iter().map(condition).collect();
        view! {
            <li class=if rule.decided { "decided" } else { "" }>
                <b><RegimeDot at=rule.regime.index()/>{rule.regime.name()}</b>
                <ul>{conditions}</ul>
            </li>
        }
    };
    view! {
        <details class="more">
            <summary>"The six rules: the first match decides"</summary>
            <ol class="rules">{rules.into_iter().map(rule).collect::<Vec<_>>()}</ol>
        </details>
    }
}

#[component]
fn Steps(steps: Vec<AllocationStep>) -> impl IntoView {
    let head = |profile: Profile| {
        view! {
            <th scope="col" title=profile.name()>
                <ProfileDot at=profile.index()/>
                {profile.code()}
            </th>
        }
    };
    let cell = |(text, is_changed): (String, bool)| {
        view! { <td class=if is_changed { "changed" } else { "" }>{text}</td> }
    };
    let row = |step: AllocationStep| {
        view! {
            <tr class=if step.strong { "strong" } else { "" }>
                <th scope="row" title=step.help>{step.label}</th>
                {step.cells.map(cell).into_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="From score to target, %">
            <table class="trace">
                <thead><tr><th scope="col">"%"</th>{Profile::ALL.map(head).into_view()}</tr></thead>
                <tbody>{steps.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Doings(doings: Vec<ProfileAction>, timing: &'static str) -> impl IntoView {
    let profile = |(at, code): (usize, &'static str)| view! { <b><ProfileDot at/>{code}</b> };
    let line = |doing: ProfileAction| {
        view! {
            <li class=if doing.trades { "trades" } else { "" }>
                <span class="who">
                    {doing.profiles.into_iter().map(profile).collect::<Vec<_>>()}
                </span>
                <span>{doing.text}</span>
            </li>
        }
    };
    view! {
        <h3>"Orders " <small>{timing}</small></h3>
        <ul class="doings">{doings.into_iter().map(line).collect::<Vec<_>>()}</ul>
    }
}
