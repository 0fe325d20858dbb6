//! One number: label, text, unit, slider where that makes sense, help, what it was.

use leptos::ev;
use leptos::prelude::*;

use crate::engine::fields::{Field, Unit};
use crate::present::form::Control;
use crate::web::session::{Session, session};
use crate::web::state::{State, state};

/// The slider of a number: from, to and step in the field's unit. Only numbers whose useful range
/// is small have one; every number has its text.
fn slider(code: u16) -> Option<(f64, f64, f64)> {
    Some(match code {
        2 => (5.0, 100.0, 1.0),
        3 | 4 => (0.0, 40.0, 1.0),
        5 => (5.0, 100.0, 1.0),
        6 | 41 => (0.0, 100.0, 5.0),
        40 => (0.0, 3.0, 0.1),
        _ => return None,
    })
}

/// What a key up or down adds, in the field's unit.
fn step(field: &Field) -> f64 {
    match (slider(field.code), field.unit) {
        (Some((.., step)), _) => step,
        (None, Unit::Percent | Unit::Days) => 1.0,
        (None, Unit::Times) => 0.1,
        (None, Unit::Dollars) if field.maximum > 1_000.0 => 10_000.0,
        (None, _) => 0.01,
    }
}

/// What is shown of a control, whichever it is.
#[derive(Clone, Copy)]
pub(in crate::web::views) struct Shown {
    /// What stands in it.
    pub(in crate::web::views) text: Memo<String>,
    /// What is wrong with that.
    pub(in crate::web::views) error: Memo<Option<String>>,
    /// What it was, if it is another now.
    pub(in crate::web::views) was: Memo<Option<String>>,
}

impl Shown {
    pub(in crate::web::views) fn of(state: State, control: Control) -> Self {
        let entry = move || state.entries.with(|entries| entries.get(&control).cloned());
        let text = Memo::new(move |_| match entry() {
            Some(entry) => entry.text,
            None => state.scenario.with(|scenario| control.show(scenario)),
        });
        let error = Memo::new(move |_| Some(capital(&entry()?.error?.to_string())));
        let was = Memo::new(move |_| {
            let now = state.scenario.with(|scenario| control.show(scenario));
            let was = control.show(&state.reference());
            (now != was || error.get().is_some()).then_some(was)
        });
        Self { text, error, was }
    }
}

/// A sentence begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One number of the scenario.
#[component]
pub(super) fn NumberField(field: &'static Field) -> impl IntoView {
    let (state, session) = (state(), session());
    let control = Control::Number(field.code);
    let Shown { text, error, was } = Shown::of(state, control);
    let id = format!("field-{}", field.code);
    let (help, wrong) = (format!("{id}-help"), format!("{id}-error"));
    let described = {
        let (help, wrong) = (help.clone(), wrong.clone());
        move || if error.get().is_some() { format!("{wrong} {help}") } else { help.clone() }
    };
    let unit = field.unit.sign();
    let range = format!("{}: {}", field.label, field.expected());
    view! {
        <div
            class="field"
            class:changed=move || was.get().is_some()
            class:wrong=move || error.get().is_some()
        >
            <label for=id.clone()>{capital(&field.label)}</label>
            <span class="in">
                <input
                    id=id.clone()
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    title=range
                    prop:value=move || text.get()
                    aria-invalid=move || error.get().is_some().to_string()
                    aria-describedby=described
                    on:input:target=move |event| session.enter(control, &event.target().value())
                    on:change=move |_| session.leave(control)
                    on:blur=move |_| session.leave(control)
                    on:keydown=move |event| turn(&event, session, state, field)
                />
                <em>{unit}</em>
            </span>
            {slider(field.code).map(|range| view! { <Slider field range/> })}
            <Foot control help_id=help help=field.help error_id=wrong error was unit/>
        </div>
    }
}

/// The line below a control: help, what the value was, what is wrong.
#[component]
pub(super) fn Foot(
    control: Control,
    help_id: String,
    help: &'static str,
    error_id: String,
    error: Memo<Option<String>>,
    was: Memo<Option<String>>,
    #[prop(default = "")] unit: &'static str,
) -> impl IntoView {
    let session = session();
    let reset = move || {
        was.get().map(|was| {
            let was = if was.is_empty() { "all".to_owned() } else { was };
            let text = format!("was {was}\u{202f}{unit}");
            let label = format!("{} {text}: reset it", control.label());
            view! {
                <button
                    class="was"
                    aria-label=label
                    title="Reset"
                    on:click=move |_| session.reset(control)
                >
                    {text}
                </button>
            }
        })
    };
    view! {
        <div class="foot">
            <small id=help_id>{help}</small>
            {reset}
        </div>
        <p class="error" id=error_id aria-live="polite">{move || error.get()}</p>
    }
}

#[component]
fn Slider(field: &'static Field, range: (f64, f64, f64)) -> impl IntoView {
    let (state, session) = (state(), session());
    let control = Control::Number(field.code);
    let (low, high, step) = range;
    let at = move || state.scenario.with(|scenario| plain(field, field.get(scenario)));
    view! {
        <input
            class="slider"
            type="range"
            min=low.to_string()
            max=high.to_string()
            step=step.to_string()
            tabindex="-1"
            aria-label=format!("{}, slider", field.label)
            prop:value=at
            on:input:target=move |event| {
                session.enter(control, &event.target().value());
                session.leave(control);
            }
        />
    }
}

/// A held value in the field's unit, without separators.
fn plain(field: &Field, value: f64) -> String {
    field.show(value).replace(',', "")
}

/// A key up or down turns the number by a step.
fn turn(event: &ev::KeyboardEvent, session: Session, state: State, field: &'static Field) {
    let direction = match event.key().as_str() {
        "ArrowUp" => 1.0,
        "ArrowDown" => -1.0,
        _ => return,
    };
    event.prevent_default();
    let held = state.scenario.with_untracked(|scenario| field.get(scenario));
    let shown: f64 = plain(field, held).parse().unwrap_or(0.0);
    let low: f64 = plain(field, field.minimum).parse().unwrap_or(shown);
    let high: f64 = plain(field, field.maximum).parse().unwrap_or(shown);
    let turned = (shown + direction * step(field)).clamp(low, high);
    // The text of a sum of decimals has dust behind it that nobody typed.
    let text = format!("{turned:.4}");
    let control = Control::Number(field.code);
    session.enter(control, text.trim_end_matches('0').trim_end_matches('.'));
    session.leave(control);
}
