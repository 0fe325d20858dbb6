//! One structure of a profile: its name, its regimes, its legs, its rules and its payoff.

use leptos::prelude::*;

use super::cell::{Cell, cell_view};
use super::change;
use super::legs::Legs;
use crate::app::session::Session;
use crate::chart::payoff;
use crate::profile::Profile;
use crate::regime::Regime;
use crate::view::form::Control;
use crate::view::payoff as worth;
use crate::view::structure_form::{StructureCell, StructureEdit, StructureValue};
use crate::view::structure_table::{Outline, RULES, StructureRule, errors};
use crate::view::words::capital;

/// A structure to edit.
#[component]
pub fn StructureCard(
    /// The profile that trades it.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
    /// How many structures and legs there are.
    outline: Memo<Outline>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let form = session.scenario.form;
    let name = StructureCell { profile, structure: number, value: StructureValue::Name };
    let label = Memo::new(move |_| {
        form.with(|form| format!("Structure {}, {}", number + 1, name.show(&form.scenario)))
    });
    let is_alone = Memo::new(move |_| outline.with(|outline| outline.legs.len() == 1));
    let wrong = Memo::new(move |_| form.with(|form| errors(form, profile, number)));
    let errors =
        move || wrong.get().into_iter().map(|error| view! { <p>{error}</p> }).collect_view();
    view! {
        <section class="card structure" id=format!("structure-{number}") aria-label=label>
            <div class="row">
                <Cell part=name options=&[] class="wide" errors_id=format!("wrong-{number}")/>
                <span class="grow"></span>
                <button
                    type="button"
                    class="btn small"
                    hidden=move || is_alone.get()
                    on:click=move |_| {
                        change(session, profile, number, StructureEdit::RemoveStructure);
                    }
                >
                    "Remove structure"
                </button>
            </div>
            <Regimes profile number/>
            <Legs profile number outline/>
            <div class="rules">
                {RULES.iter().map(|rule| view! { <RuleField rule profile number/> }).collect_view()}
            </div>
            <div class="error" id=format!("wrong-{number}") aria-live="polite">
                {errors}
            </div>
            <PayoffChart profile number/>
        </section>
    }
}

/// The regimes in which the structure is traded.
#[component]
fn Regimes(
    /// The profile that trades the structure.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let tick = move |regime: Regime| {
        let part = StructureCell { profile, structure: number, value: StructureValue::In(regime) };
        let (control, view) = (Control::Structure(part), cell_view(part));
        view! {
            <label class="check" class:wrong=move || view.with(|view| view.is_wrong)>
                <input
                    type="checkbox"
                    prop:checked=move || view.with(|view| view.text == "true")
                    on:change:target=move |event| {
                        session.enter(control, &event.target().checked().to_string());
                        session.leave(control);
                    }
                />
                <i class=format!("dot r{}", regime.number())></i>
                {regime.name()}
            </label>
        }
    };
    view! {
        <div class="regimes" role="group" aria-label="Traded in">
            {Regime::ALL.map(tick).collect_view()}
        </div>
    }
}

/// A rule of the whole structure.
#[component]
fn RuleField(
    /// Which rule.
    rule: &'static StructureRule,
    /// The profile that trades the structure.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
) -> impl IntoView {
    let part = StructureCell { profile, structure: number, value: rule.value };
    let view = cell_view(part);
    let is_shown = Memo::new(move |_| view.with(|view| view.is_shown));
    view! {
        <Show when=move || is_shown.get()>
            <label class="rule" title=rule.help>
                <span>{capital(part.label())}</span>
                <Cell
                    part
                    options=rule.options
                    class="narrow"
                    errors_id=format!("wrong-{number}")
                />
                <em>{rule.unit}</em>
            </label>
        </Show>
    }
}

/// The payoff of the structure, drawn and in a sentence.
#[component]
fn PayoffChart(
    /// The profile that trades the structure.
    profile: Profile,
    /// Which of the profile's.
    number: usize,
) -> impl IntoView {
    let form = expect_context::<Session>().scenario.form;
    // The curves take longer than a field: they follow the structure and the model alone.
    let source = Memo::new(move |_| {
        form.with(|form| {
            let own = form.scenario.structures.assignments(profile).into_iter().nth(number);
            own.map(|own| (own.structure, form.scenario.model))
        })
    });
    let payoff = Memo::new(move |_| {
        source.with(|source| source.as_ref().map(|(own, model)| worth::of(own, model)))
    });
    let drawing = move || payoff.with(|own| own.as_ref().map(payoff::svg).unwrap_or_default());
    let sentence = move || payoff.with(|own| own.as_ref().map(worth::Payoff::sentence));
    view! {
        <figure class="payoff">
            <div inner_html=drawing></div>
            <figcaption>{sentence}</figcaption>
        </figure>
    }
}
