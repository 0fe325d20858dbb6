//! One choice among a few: a list of options, or a switch.

use leptos::prelude::*;

use super::number_field::capital;
use crate::engine::choices::{Choice, Group};
use crate::engine::{Scenario, Timing};
use crate::web::session::session;
use crate::web::state::state;

/// One choice of the scenario.
#[component]
pub(super) fn ChoiceField(choice: &'static Choice) -> impl IntoView {
    let (state, session) = (state(), session());
    let chosen = Memo::new(move |_| state.scenario.with(|scenario| choice.get(scenario)));
    let was = Memo::new(move |_| {
        let was = choice.get(&state.reference());
        (was != chosen.get()).then_some(was)
    });
    // What only some files have is offered with them, and where it is on.
    let is_offered = move || {
        chosen.get() != 0
            || choice.group != Group::Data
            || state.market.with(|market| {
                market.as_ref().is_some_and(|market| {
                    let quoted = Scenario { use_quoted_regimes: true, ..Scenario::default() };
                    let wants_regimes = choice.get(&quoted) != 0;
                    if wants_regimes { market.has_regimes } else { market.has_scores }
                })
            })
    };
    let id = format!("choice-{}", choice.code);
    let help = format!("{id}-help");
    let reset = move || {
        was.get().map(|was| {
            let text = format!("was {}", choice.options[was]);
            let label = format!("{} {text}: reset it", choice.label);
            view! {
                <button
                    class="was"
                    aria-label=label
                    title="Reset"
                    on:click=move |_| session.choose(choice, was)
                >
                    {text}
                </button>
            }
        })
    };
    let looks_ahead = move || {
        state.scenario.with(|scenario| scenario.timing == Timing::SameClose)
            && choice.get(&Scenario { timing: Timing::SameClose, ..Scenario::default() }) != 0
    };
    let is_switch = choice.options == ["off", "on"];
    let control = if is_switch {
        view! {
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=help.clone()
                prop:checked=move || chosen.get() == 1
                on:change:target=move |event| {
                    session.choose(choice, usize::from(event.target().checked()));
                }
            />
            <label for=id.clone()>{capital(choice.label)}</label>
        }
        .into_any()
    } else {
        let options = choice.options.iter().enumerate().map(|(option, label)| {
            view! {
                <option
                    value=option.to_string()
                    selected=move || chosen.get() == option
                >
                    {*label}
                </option>
            }
        });
        view! {
            <label for=id.clone()>{capital(choice.label)}</label>
            <select
                id=id.clone()
                aria-describedby=help.clone()
                prop:value=move || chosen.get().to_string()
                on:change:target=move |event| {
                    session.choose(choice, event.target().value().parse().unwrap_or(usize::MAX));
                }
            >
                {options.collect_view()}
            </select>
        }
        .into_any()
    };
    view! {
        <div
            class="field"
            class:switch=is_switch
            class:choice=!is_switch
            class:changed=move || was.get().is_some()
            hidden=move || !is_offered()
        >
            {control}
            <div class="foot"><small id=help>{choice.help}</small> {reset}</div>
            <Show when=looks_ahead>
                <p class="caution">
                    "Looks ahead: orders fill at the close they were decided on. "
                    "For comparison only."
                </p>
            </Show>
        </div>
    }
}
