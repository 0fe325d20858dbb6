//! The answer first: eight key figures against the baseline, and whether they are current.

use leptos::prelude::*;

use super::form::ChangedFields;
use super::result::RunResult;
use super::session::Session;
use super::state::{DataState, Freshness, RunState, RunStatus, ScenarioState};
use crate::view::headline::{BaselineChange, KeyFigure, LABELS, key_figures, model_level};

/// Eight key figures, each with its difference to the pinned baseline; only their names until there
/// is a result.
#[component]
pub fn Headline() -> impl IntoView {
    let run = expect_context::<RunState>();
    let figures = Memo::new(move |_| {
        run.baseline.with(|baseline| {
            let baseline = baseline.as_ref().map(RunResult::run);
            run.read(|own| key_figures(own.run(), baseline))
        })
    });
    view! {
        <dl class="kpis" aria-label="Key figures">
            {LABELS
                .into_iter()
                .enumerate()
                .map(|(at, label)| {
                    let figure = Memo::new(move |_| {
                        figures.with(|figures| figures.as_ref().map(|all| all[at].clone()))
                    });
                    view! { <Figure label figure /> }
                })
                .collect_view()}
        </dl>
        <div class="under">
            <ChangedFields />
            <span
                class="level"
                title="What the result would be if options were priced lower or higher"
            >
                {move || {
                    run.read(|own| {
                        run.uncertainty.with(|found| model_level(own.report(), found.as_ref()))
                    })
                }}
            </span>
        </div>
        <StateOfFigures />
    }
}

/// One figure, its note, and its difference to the baseline.
#[component]
fn Figure(
    /// What it is called.
    label: &'static str,
    /// The figure; `None` until there is a result.
    figure: Memo<Option<KeyFigure>>,
) -> impl IntoView {
    let value = move || figure.with(|own| own.as_ref().map(|own| own.value.clone()));
    let tone = move || figure.with(|own| own.as_ref().map_or("", |own| own.tone.class()));
    let note = move || figure.with(|own| own.as_ref().map(|own| own.note.clone()));
    let change = move || figure.with(|own| own.as_ref().and_then(|own| own.change.clone()));
    view! {
        <div class="kpi">
            <dt>{label}</dt>
            <dd class=move || format!("value {}", tone())>{value}</dd>
            <dd class="note">{note}</dd>
            {move || {
                change()
                    .map(|BaselineChange { text, word, tone }| {
                        view! {
                            <dd class=format!("change {}", tone.class())>
                                <b>{text}</b>
                                " "
                                {word}
                                <span class="unseen">{against(word)}</span>
                            </dd>
                        }
                    })
            }}
        </div>
    }
}

/// Completes "better", "worse" and "same" for screen readers.
fn against(word: &str) -> &'static str {
    if word == "same" { " as the baseline" } else { " than the baseline" }
}

/// One line that says why the figures do not belong to the current scenario; empty if they do.
#[component]
fn StateOfFigures() -> impl IntoView {
    let run = expect_context::<RunState>();
    let data = expect_context::<DataState>();
    let scenario = expect_context::<ScenarioState>();
    let session = expect_context::<Session>();
    let errors = Memo::new(move |_| scenario.form.with(|form| form.errors()));
    let text = move || {
        let freshness = run.freshness();
        if freshness == Freshness::Empty {
            return None;
        }
        if run.is_of_other_data.get() {
            let shown = run.read(|own| own.data_name().to_owned()).unwrap_or_default();
            let loaded = data.market.with(|market| market.as_ref().map(|m| m.name.clone()));
            let loaded = loaded.unwrap_or_else(|| "the data that is loaded now".to_owned());
            return Some(format!("These figures are of {shown}, not of {loaded}."));
        }
        match (run.status.get(), errors.get()) {
            (RunStatus::Cancelled, _) => {
                Some("The run was cancelled: these figures are of the scenario before.".to_owned())
            }
            (RunStatus::Failed(_), _) => {
                Some("The run failed: these figures are of the scenario before.".to_owned())
            }
            (_, 1) => Some(
                "1 field has an error: these figures leave it at its last valid value.".to_owned(),
            ),
            (_, errors @ 2..) => Some(format!(
                "{errors} fields have errors: these figures leave them at their last valid values."
            )),
            _ => None,
        }
    };
    let can_rerun = move || matches!(run.status.get(), RunStatus::Cancelled | RunStatus::Failed(_));
    view! {
        {move || {
            text()
                .map(|text| {
                    view! {
                        <p class="outdated" role="status">
                            {text}
                            <Show when=can_rerun>
                                " "
                                <button class="btn small" on:click=move |_| session.start_run()>
                                    "Run again"
                                </button>
                            </Show>
                        </p>
                    }
                })
        }}
    }
}
