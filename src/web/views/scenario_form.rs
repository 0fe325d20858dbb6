//! The scenario's form, made from the tables of fields and choices.

mod choice_field;
mod number_field;
mod period;

use leptos::prelude::*;

use super::compatibility::Compatibility;
use super::top_bar::HintText;
use crate::engine::Scenario;
use crate::engine::choices::{CHOICES, Choice, Group as ChoiceGroup};
use crate::engine::fields::{FIELDS, Field, Group};
use crate::present::form::Control;
use crate::web::session::session;
use crate::web::state::{Hint, state};
use choice_field::ChoiceField;
use number_field::NumberField;
pub(super) use number_field::Shown;
use period::Period;

/// Every choice of a run, in groups that fold.
#[component]
pub fn ScenarioForm() -> impl IntoView {
    view! {
        <Head/>
        <Fold title="Capital and period" is_open=true members=numbers(Group::Capital).with_period()>
            <Numbers group=Group::Capital/>
            <Period/>
        </Fold>
        <Fold title="Allocation limits" is_open=true members=numbers(Group::Allocation) hint=true>
            <Numbers group=Group::Allocation/>
        </Fold>
        <Fold title="Compatibility" is_open=true members=numbers(Group::Compatibility)>
            <Compatibility/>
        </Fold>
        <Fold
            title="Costs and execution"
            members=numbers(Group::Costs).with_choices(&[ChoiceGroup::Execution])
        >
            <Choices group=ChoiceGroup::Execution/>
            <Numbers group=Group::Costs/>
        </Fold>
        <Fold
            title="Sizing"
            members=numbers(Group::Sizing).with_choices(&[ChoiceGroup::Sizing])
        >
            <Choices group=ChoiceGroup::Sizing/>
            <Numbers group=Group::Sizing/>
        </Fold>
        <Fold
            title="Hedging"
            members=numbers(Group::Hedging).with_choices(&[ChoiceGroup::Hedging])
        >
            <Choices group=ChoiceGroup::Hedging/>
            <Numbers group=Group::Hedging/>
        </Fold>
        <Fold
            title="Limits on risk"
            members=numbers(Group::Risk).with_choices(&[ChoiceGroup::Risk])
        >
            <Numbers group=Group::Risk/>
            <Choices group=ChoiceGroup::Risk/>
        </Fold>
        <Fold title="Pricing" members=numbers(Group::Pricing)>
            <Numbers group=Group::Pricing/>
        </Fold>
        <Fold title="Structures" members=choices(&[ChoiceGroup::Structures])>
            <Choices group=ChoiceGroup::Structures/>
        </Fold>
        <Fold title="Regimes" members=numbers(Group::Regimes)>
            <Numbers group=Group::Regimes/>
        </Fold>
        <Fold title="Overlays" members=choices(&[ChoiceGroup::Overlays, ChoiceGroup::Data])>
            <Choices group=ChoiceGroup::Overlays/>
            <Choices group=ChoiceGroup::Data/>
        </Fold>
    }
}

/// Which controls a fold holds: what it says of them while it is closed.
#[derive(Clone, Default)]
struct Members {
    controls: Vec<Control>,
    choices: Vec<&'static Choice>,
}

impl Members {
    fn with_period(mut self) -> Self {
        self.controls.extend([Control::From, Control::To]);
        self
    }

    fn with_choices(mut self, groups: &[ChoiceGroup]) -> Self {
        self.choices = CHOICES.iter().filter(|choice| groups.contains(&choice.group)).collect();
        self
    }

    fn changed(&self, scenario: &Scenario, reference: &Scenario) -> usize {
        let differs = |control: &&Control| control.show(scenario) != control.show(reference);
        let chosen = |choice: &&&'static Choice| choice.get(scenario) != choice.get(reference);
        self.controls.iter().filter(differs).count() + self.choices.iter().filter(chosen).count()
    }
}

fn numbers(group: Group) -> Members {
    let fields = FIELDS.iter().filter(|field| field.group == group);
    Members { controls: fields.map(|f| Control::Number(f.code)).collect(), choices: Vec::new() }
}

fn choices(groups: &[ChoiceGroup]) -> Members {
    Members::default().with_choices(groups)
}

#[component]
fn Head() -> impl IntoView {
    let (state, session) = (state(), session());
    let is_changed = move || {
        let has_entries = state.entries.with(|entries| entries.values().any(|e| e.error.is_some()));
        has_entries || state.scenario.get() != state.reference()
    };
    view! {
        <div class="formhead">
            <h2>"Scenario"</h2>
            <span class="grow"></span>
            <button
                class="icon"
                aria-label="Undo"
                title="Undo (z)"
                disabled=move || !state.reach.get().0
                on:click=move |_| session.undo()
            >
                "↶"
            </button>
            <button
                class="icon"
                aria-label="Redo"
                title="Redo (y)"
                disabled=move || !state.reach.get().1
                on:click=move |_| session.redo()
            >
                "↷"
            </button>
            <button
                class="btn small"
                title="Every value as it was"
                disabled=move || !is_changed()
                on:click=move |_| session.reset_all()
            >
                "Reset"
            </button>
            <button
                class="btn small primary only-narrow"
                id="close-scenario"
                on:click=move |_| state.open.set(None)
            >
                "Done"
            </button>
        </div>
    }
}

/// A group that folds; its line tells what is changed or wrong inside.
#[component]
fn Fold(
    title: &'static str,
    members: Members,
    #[prop(optional)] is_open: bool,
    #[prop(optional)] hint: bool,
    children: Children,
) -> impl IntoView {
    let state = state();
    let controls = members.controls.clone();
    let wrong = Memo::new(move |_| {
        state.entries.with(|entries| {
            let is_wrong =
                |control: &&Control| entries.get(control).is_some_and(|e| e.error.is_some());
            controls.iter().filter(is_wrong).count()
        })
    });
    let changed =
        Memo::new(move |_| state.scenario.with(|now| members.changed(now, &state.reference())));
    let badge = move || match (wrong.get(), changed.get()) {
        (0, 0) => None,
        (0, changed) => Some(view! { <em class="badge">{changed} " changed"</em> }.into_any()),
        (wrong, _) => Some(view! { <em class="badge bad">{wrong} " wrong"</em> }.into_any()),
    };
    view! {
        <details class="fold" open=is_open>
            <summary>
                <span>{title}</span>
                {hint.then(|| view! { <HintText hint=Hint::Move text="move a limit ↓"/> })}
                {badge}
            </summary>
            {children()}
        </details>
    }
}

#[component]
fn Numbers(group: Group) -> impl IntoView {
    let fields = FIELDS.iter().filter(move |field: &&'static Field| field.group == group);
    fields.map(|field| view! { <NumberField field/> }).collect_view()
}

#[component]
fn Choices(group: ChoiceGroup) -> impl IntoView {
    let choices = CHOICES.iter().filter(move |choice| choice.group == group);
    choices.map(|choice| view! { <ChoiceField choice/> }).collect_view()
}
