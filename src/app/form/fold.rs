//! A collapsible section of the form, with a badge for changes and errors beside its title.

use leptos::prelude::*;

use super::choice_field::ChoiceField;
use super::day_field::DayField;
use super::number_field::NumberField;
use super::regime_fit::RegimeFit;
use crate::app::own_task::OwnTask;
use crate::app::session::Session;
use crate::app::state::{Hint, Panel};
use crate::engine::fields::FieldGroup;
use crate::view::changes::STRUCTURES_ID;
use crate::view::folds::{DAYS, Fold, customised};

/// A part of the form.
#[component]
pub fn FormFold(
    /// Which.
    fold: &'static Fold,
) -> impl IntoView {
    view! {
        <details class="fold" open=fold.is_open>
            <summary>
                <span>{fold.title}</span>
                <FoldBadge fold/>
            </summary>
            <Fields fold/>
        </details>
    }
}

/// Every field of a part. Those of an open one are mounted with it, so that nothing below them
/// moves; those that nobody sees yet each in a task of its own.
#[component]
fn Fields(
    /// Which part.
    fold: &'static Fold,
) -> impl IntoView {
    let mounted = move |field: ChildrenFn| match fold.is_open {
        true => field().into_any(),
        false => view! { <OwnTask children=field/> }.into_any(),
    };
    let numbers = match fold.has_grid() {
        true => view! { <RegimeFit/> }.into_any(),
        false => {
            let number =
                |field| mounted(ToChildren::to_children(move || view! { <NumberField field/> }));
            fold.fields().map(number).collect_view().into_any()
        }
    };
    let choice = |choice| mounted(ToChildren::to_children(move || view! { <ChoiceField choice/> }));
    // Choices come first: they say what is traded, and when.
    view! {
        {fold.choices().map(choice).collect_view()}
        {fold.has_structures().then(|| view! { <OpenStructures/> })}
        {numbers}
        {fold
            .has_days()
            .then(|| {
                let days = DAYS.map(|control| view! { <DayField control/> });
                view! { <div class="two">{days.collect_view()}</div> }
            })}
    }
}

/// How much is changed or wrong, or the hint to try a limit.
#[component]
fn FoldBadge(
    /// Of which part.
    fold: &'static Fold,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let summary = Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        form.with(|form| reference.with(|reference| fold.summary(form, reference)))
    });
    let has_hint = move || {
        fold.numbers == Some(FieldGroup::Allocation) && session.notices.has_hint(Hint::Change)
    };
    view! {
        <Show when=has_hint>
            <span class="hint">"change a limit ↓"</span>
        </Show>
        <Show when=move || !summary.with(|summary| summary.text().is_empty())>
            <em class="badge" class:bad=move || { summary.get().errors > 0 }>
                {move || summary.get().text()}
            </em>
        </Show>
    }
}

/// The button that opens the structures, and the profiles that trade custom ones.
#[component]
fn OpenStructures() -> impl IntoView {
    let session = expect_context::<Session>();
    let form = session.scenario.form;
    let customised_text = Memo::new(move |_| form.with(|form| customised(&form.scenario)));
    let is_changed = Memo::new(move |_| {
        let own = |form: &crate::view::Form| form.scenario.structures.custom.clone();
        form.with(own) != session.scenario.reference.with(|own| own.structures.custom.clone())
    });
    view! {
        <div class="field" class:changed=is_changed>
            <button
                class="btn small"
                id=STRUCTURES_ID
                on:click=move |_| session.panels.open.set(Some(Panel::Structures))
            >
                "Edit legs …"
            </button>
            <small>{customised_text}</small>
        </div>
    }
}
