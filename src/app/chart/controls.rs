//! The buttons over the chart: scale, weights, days shown, table, file, decision.

use std::ops::Range;

use leptos::prelude::*;

use super::{ChartOptions, SharedFigure};
use crate::app::benchmark::BenchmarkChoice;
use crate::app::platform::{download, focus, timer};
use crate::app::session::Session;
use crate::app::state::{Panels, RunState, Selection};
use crate::chart::{Figure, svg};
use crate::view::zoom::{self, ZoomPeriod};

/// The width of a downloaded chart, CSS pixels.
const FILE_WIDTH: f64 = 1_200.0;

/// Every button over the chart.
#[component]
pub(super) fn Controls(
    /// How the chart is drawn.
    options: ChartOptions,
    /// What is drawn.
    figure: Memo<Option<SharedFigure>>,
    /// The days shown.
    shown: Memo<Range<usize>>,
) -> impl IntoView {
    let run = expect_context::<RunState>();
    let session = expect_context::<Session>();
    let panels = expect_context::<Panels>();
    let selection = expect_context::<Selection>();
    let days = Memo::new(move |_| run.days());
    let pan = move |later| selection.show(zoom::panned(&shown.get(), later, days.get()));
    let save = move |_| {
        if let Some(figure) = figure.get_untracked() {
            let zoomed = Figure::clone(&figure.0).zoom(shown.get_untracked());
            let text = svg::standalone(&zoomed, FILE_WIDTH);
            download::save(&session.file_name("chart", "svg"), "image/svg+xml", &text);
        }
    };
    let explain = move |_| {
        panels.is_day_open.update(|open| *open = !*open);
        let target = if panels.is_day_open.get_untracked() { "day-title" } else { "explain" };
        // The drawer appears with the next frame; a hidden element cannot take the focus.
        timer::before_drawing(move || focus(target));
    };
    view! {
        <div class="controls">
            <div class="seg" role="group" aria-label="Scale of equity">
                <Choice label="Linear" signal=options.is_logarithmic value=false />
                <Choice label="Log" signal=options.is_logarithmic value=true />
            </div>
            <div class="seg" role="group" aria-label="Weights shown">
                <Choice label="Held" signal=options.shows_targets value=false />
                <Choice label="Target" signal=options.shows_targets value=true />
            </div>
            <div class="seg" role="group" aria-label="Days shown">
                {ZoomPeriod::OFFERED
                    .into_iter()
                    .map(|span| {
                        let is_shown = move || span.is(&shown.get(), days.get());
                        let show = move |_| {
                            selection.show(span.ending_with(&shown.get(), days.get()));
                        };
                        view! {
                            <button aria-pressed=move || is_shown().to_string() on:click=show>
                                {span.label()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <BenchmarkChoice/>
            <div class="seg" role="group" aria-label="Move through time">
                <button
                    aria-label="Earlier"
                    disabled=move || shown.with(|shown| shown.start == 0)
                    on:click=move |_| pan(false)
                >
                    "‹"
                </button>
                <button
                    aria-label="Later"
                    disabled=move || shown.with(|shown| shown.end == days.get())
                    on:click=move |_| pan(true)
                >
                    "›"
                </button>
            </div>
            <button
                class="btn small"
                aria-pressed=move || options.is_table.get().to_string()
                on:click=move |_| options.is_table.update(|shown| *shown = !*shown)
            >
                "Table"
            </button>
            <button class="btn small" aria-label="Download the chart as SVG" on:click=save>
                "SVG"
            </button>
            <button
                id="explain"
                class="btn small explain"
                aria-expanded=move || panels.is_day_open.get().to_string()
                aria-controls="day"
                on:click=explain
            >
                "Explain this day"
            </button>
        </div>
    }
}

/// One of two buttons that set a signal.
#[component]
fn Choice(
    /// What it says.
    label: &'static str,
    /// What it sets.
    signal: RwSignal<bool>,
    /// To what.
    value: bool,
) -> impl IntoView {
    view! {
        <button
            aria-pressed=move || (signal.get() == value).to_string()
            on:click=move |_| signal.set(value)
        >
            {label}
        </button>
    }
}
