//! A choice among options: a list, or a box to tick.

use leptos::prelude::*;

use super::help::{HelpButton, HelpText, ResetButton};
use crate::app::session::Session;
use crate::engine::choices::Choice;
use crate::view::changes::choice_id;
use crate::view::field::{ChoiceView, is_switch};
use crate::view::words::capital;

/// The field of a choice.
#[component]
pub fn ChoiceField(
    /// The choice.
    choice: &'static Choice,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let quoted = Memo::new(move |_| {
        let has = |market: &Option<_>| {
            let market: Option<&std::sync::Arc<crate::protocol::reader::Loaded>> = market.as_ref();
            market.map_or((false, false), |own| (own.has_regimes, own.has_scores))
        };
        session.data.market.with(has)
    });
    let facts = Memo::new(move |_| session.data.facts());
    let view = Memo::new(move |_| {
        let (form, reference) = (session.scenario.form, session.scenario.reference);
        let (quoted, facts) = (quoted.get(), move || facts.get());
        form.with(|form| {
            reference
                .with(|reference| ChoiceView::new(choice, &form.scenario, reference, quoted, facts))
        })
    });
    let id = choice_id(choice);
    let label = capital(choice.label);
    let is_help_open = RwSignal::new(false);
    let was = Memo::new(move |_| {
        view.with(|view| view.was.as_ref().map(|(_, words)| words.clone()).unwrap_or_default())
    });
    let reset = move || {
        if let Some((option, _)) = view.get_untracked().was {
            session.choose(choice, option);
        }
    };
    let name = view! {
        <div class="name">
            <span>
                <label for=id.clone()>{label.clone()}</label>
                <HelpButton
                    label=label.clone()
                    help_id=format!("{id}-help")
                    is_open=is_help_open
                />
            </span>
            <ResetButton label was reset/>
        </div>
    };
    let is_box = is_switch(choice);
    view! {
        <div
            class=if is_box { "field switch" } else { "field choice" }
            class:changed=move || view.with(|view| view.was.is_some())
            hidden=move || view.with(|view| !view.is_offered)
        >
            {match is_box {
                true => view! { <Tick choice id=id.clone() view/> {name} }.into_any(),
                false => view! { {name} <Options choice id=id.clone() view/> }.into_any(),
            }}
            <HelpText id=format!("{id}-help") is_open=is_help_open help=choice.help range=""/>
            <p class="caution">{move || view.with(|view| view.caution)}</p>
        </div>
    }
}

/// A box to tick.
#[component]
fn Tick(
    /// The choice.
    choice: &'static Choice,
    /// Its `id`.
    id: String,
    /// What it shows.
    view: Memo<ChoiceView>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <input
            type="checkbox"
            aria-describedby=format!("{id}-help")
            id=id
            prop:checked=move || view.with(|view| view.chosen == 1)
            on:change:target=move |event| {
                session.choose(choice, usize::from(event.target().checked()));
            }
        />
    }
}

/// A list of options.
#[component]
fn Options(
    /// The choice.
    choice: &'static Choice,
    /// Its `id`.
    id: String,
    /// What it shows.
    view: Memo<ChoiceView>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let chosen = Memo::new(move |_| view.with(|view| view.chosen));
    let option = move |(at, words): (usize, &&'static str)| {
        view! {
            <option value=at.to_string() prop:selected=move || chosen.get() == at>
                {*words}
            </option>
        }
    };
    view! {
        <select
            aria-describedby=format!("{id}-help")
            id=id
            on:change:target=move |event| {
                if let Ok(option) = event.target().value().parse() {
                    session.choose(choice, option);
                }
            }
        >
            {choice.options.iter().enumerate().map(option).collect_view()}
        </select>
    }
}
