//! The right column: the decision of the day under the crosshair. In a narrow window it is a
//! drawer.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::present::day::{Doing, Explained, Step, explain};
use crate::present::ruling::Rule;
use crate::present::zoom;
use crate::profile::Profile;
use crate::web::state::{State, state};

/// Why the account holds what it holds: regime, scores, weights, actions, exposure.
#[component]
pub fn Day() -> impl IntoView {
    let state = state();
    let day = Memo::new(move |_| shown(state));
    let explained = Memo::new(move |_| {
        state.outcome.with(|outcome| explain(&outcome.as_ref()?.report, day.get()?))
    });
    let title = NodeRef::<html::H2>::new();
    Effect::new(move |was: Option<bool>| {
        let open = state.explaining.get();
        if was.is_some_and(|was| was != open) {
            focus(open, title);
        }
        open
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && state.explaining.try_get_untracked() == Some(true) {
            state.explaining.try_set(false);
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <aside
            id="day"
            class="day"
            class:open=move || state.explaining.get()
            aria-label="Decision of the day"
        >
            <header class="dayhead">
                <h2 tabindex="-1" node_ref=title>
                    "Decision"
                    <span>{move || explained.get().map(|day| format!(" · {}", day.date))}</span>
                </h2>
                <Walk day />
                <button
                    class="icon close"
                    aria-label="Close"
                    on:click=move |_| state.explaining.set(false)
                >
                    "×"
                </button>
            </header>
            {move || explained.get().map(body)}
        </aside>
    }
}

/// The day under the crosshair, else the last.
fn shown(state: State) -> Option<usize> {
    let last = state
        .outcome
        .with(|outcome| outcome.as_ref().and_then(|o| o.report.days.len().checked_sub(1)))?;
    Some(state.cursor.get().map_or(last, |day| day.min(last)))
}

/// The focus goes into the drawer when it opens and back to its button when it closes.
fn focus(open: bool, title: NodeRef<html::H2>) {
    let target: Option<HtmlElement> = if open {
        title.get_untracked().map(Into::into)
    } else {
        use wasm_bindgen::JsCast;
        let button = document().get_element_by_id("explain");
        button.and_then(|button| button.dyn_into().ok())
    };
    // The drawer is shown in the frame to come; what is not shown cannot be focused.
    request_animation_frame(move || {
        if let Some(target) = target {
            let _ = target.focus();
        }
    });
}

/// A day back, a day on.
#[component]
fn Walk(day: Memo<Option<usize>>) -> impl IntoView {
    let state = state();
    let total = move || state.outcome.with(|o| o.as_ref().map_or(0, |o| o.report.days.len()));
    let step = move |days: isize| {
        let Some(day) = day.get_untracked() else { return };
        let shown = zoom::shown(&state.visible.get_untracked(), total());
        let (day, seen) = zoom::stepped(day, days, &shown, total());
        state.cursor.set(Some(day));
        state.held.set(true);
        if seen != shown {
            state.visible.set(seen);
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Move by a day">
            <button
                aria-label="Day before"
                disabled=move || day.get().is_none_or(|day| day == 0)
                on:click=move |_| step(-1)
            >
                "‹"
            </button>
            <button
                aria-label="Day after"
                disabled=move || day.get().is_none_or(|day| day + 1 >= total())
                on:click=move |_| step(1)
            >
                "›"
            </button>
        </div>
    }
}

fn body(day: Explained) -> impl IntoView {
    let regime = day.regime.map(|(position, name)| {
        view! {
            <i class=format!("dot r{}", position + 1) aria-hidden="true"></i>
            {name}
        }
    });
    let warming = regime.is_none().then_some("Warm-up");
    let decided = !day.steps.is_empty();
    view! {
        <p class="regime">
            <b>{regime} {warming}</b>
            <span>{day.why}</span>
        </p>
        {(!day.rules.is_empty()).then(|| rules(day.rules))}
        {decided
            .then(|| {
                view! {
                    {steps(day.steps)}
                    <h3>"What happens" " " <small>{day.timing}</small></h3>
                    <ul class="doings">{day.actions.into_iter().map(doing).collect_view()}</ul>
                    <h3>"How it came about"</h3>
                    <ol class="told">
                        {day.words.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ol>
                }
            })}
        <h3>"Exposure"</h3>
        <dl class="lines">
            {day
                .exposure
                .into_iter()
                .map(|(label, value, unit)| {
                    view! {
                        <dt>{label} " " <small>{unit}</small></dt>
                        <dd>{value}</dd>
                    }
                })
                .collect_view()}
        </dl>
        <h3>"Account, USD"</h3>
        <dl class="lines">
            {day
                .account
                .into_iter()
                .map(|(label, value, tone)| {
                    view! {
                        <dt>{label}</dt>
                        <dd class=tone.class()>{value}</dd>
                    }
                })
                .collect_view()}
        </dl>
        <details class="more">
            <summary>"All signals of the day"</summary>
            <dl class="lines">
                {day
                    .signals
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
        </details>
    }
}

fn rules(rules: Vec<Rule>) -> impl IntoView {
    let rule = |rule: Rule| {
        let condition = |condition: crate::present::ruling::Condition| {
            let class = if condition.met { "met" } else { "unmet" };
            view! { <li class=class>{condition.text}</li> }
        };
        view! {
            <li class:decided=rule.decided>
                <b>
                    <i class=format!("dot r{}", rule.regime.number()) aria-hidden="true"></i>
                    {rule.regime.name()}
                </b>
                <ul>{rule.conditions.into_iter().map(condition).collect_view()}</ul>
            </li>
        }
    };
    view! {
        <details class="more">
            <summary>"The six rules, first match decides"</summary>
            <ol class="rules">{rules.into_iter().map(rule).collect_view()}</ol>
        </details>
    }
}

fn steps(steps: Vec<Step>) -> impl IntoView {
    let head = Profile::ALL.map(|profile| {
        view! {
            <th scope="col" title=profile.name()>
                <i class=format!("dot p{}", profile.number()) aria-hidden="true"></i>
                {profile.code()}
            </th>
        }
    });
    let step = |step: Step| {
        let cell =
            |(text, changed): (String, bool)| view! { <td class:changed=changed>{text}</td> };
        view! {
            <tr class:strong=step.strong>
                <th scope="row" title=step.help>
                    {step.label}
                </th>
                {step.cells.map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="trace">
                <thead>
                    <tr>
                        <th scope="col">"%"</th>
                        {head.collect_view()}
                    </tr>
                </thead>
                <tbody>{steps.into_iter().map(step).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn doing(doing: Doing) -> impl IntoView {
    let profile = |(position, code): (usize, &'static str)| {
        view! {
            <b>
                <i class=format!("dot p{}", position + 1) aria-hidden="true"></i>
                {code}
            </b>
        }
    };
    view! {
        <li class:trades=doing.trades>
            <span class="who">{doing.profiles.into_iter().map(profile).collect_view()}</span>
            <span>{doing.text}</span>
        </li>
    }
}
