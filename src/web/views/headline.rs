//! The eight figures that come first.

use leptos::prelude::*;

use crate::present::headline::{KeyFigure, LABELS, key_figures};

use super::result::{RunResult, results};

/// Eight figures, each with its difference to the baseline when one is pinned.
#[component]
pub(super) fn Headline() -> impl IntoView {
    let results = results();
    let figures = Memo::new(move |_| {
        let baseline = results.baseline.get();
        let baseline = baseline.as_ref().map(RunResult::run);
        results.own.with(|own| own.as_ref().map(|own| key_figures(own.run(), baseline)))
    });
    let cards = (0..LABELS.len()).map(|position| {
        view! { <Card figures position /> }
    });
    view! { <dl class="kpis" aria-label="Key figures">{cards.collect_view()}</dl> }
}

#[component]
fn Card(figures: Memo<Option<[KeyFigure; 8]>>, position: usize) -> impl IntoView {
    let figure = Memo::new(move |_| {
        figures.with(|figures| figures.as_ref().map(|figures| figures[position].clone()))
    });
    let read = move |read: fn(&KeyFigure) -> &str| {
        figure.with(|figure| figure.as_ref().map(read).unwrap_or_default().to_owned())
    };
    let change = move || figure.get().and_then(|figure| figure.change);
    view! {
        <div class="kpi">
            <dt>{LABELS[position]}</dt>
            <dd class=move || format!("value {}", read(|figure| figure.tone.class()))>
                {move || read(|figure| &figure.value)}
            </dd>
            <dd class="note">{move || read(|figure| &figure.note)}</dd>
            {move || {
                change()
                    .map(|change| {
                        view! {
                            <dd class=format!("change {}", change.tone.class())>
                                <b>{change.text}</b>
                                " "
                                {change.word}
                                <span class="unseen">" than the baseline"</span>
                            </dd>
                        }
                    })
            }}
        </div>
    }
}
