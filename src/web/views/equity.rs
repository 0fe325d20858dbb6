//! The charts: one figure of panels, drawn for the width it has, with its legend and controls.

use std::sync::Arc;

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

use crate::chart::figures::{Choices, Weights, account};
use crate::chart::{Figure, Layout, LegendEntry, Shape, Swatch, svg};
use crate::present::sheet::Sheet;
use crate::present::{headline, holding, zoom};
use crate::web::download;
use crate::web::state::state;

use super::choice::choice;
use super::crosshair::Crosshair;
use super::grid::{self, Grid, Sort};
use super::result::{RunResult, results};
use super::zooming::Zooming;

/// Below this width panels are lower.
const COMPACT: f64 = 520.0;
/// The width of a downloaded chart in pixels.
const FILE_WIDTH: f64 = 1200.0;

/// A figure; clones are the same one, and only those are equal.
#[derive(Clone)]
struct Shared(Arc<Figure>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A drawn figure and where everything lies in it.
#[derive(Clone)]
pub struct Drawn {
    svg: Arc<str>,
    /// Where everything lies.
    pub(super) layout: Arc<Layout>,
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.svg, &other.svg)
    }
}

/// How the charts are drawn, as chosen on the page.
#[derive(Clone, Copy)]
struct View {
    width: RwSignal<f64>,
    logarithmic: RwSignal<bool>,
    weights: RwSignal<Weights>,
    as_table: RwSignal<bool>,
}

/// Regimes, equity, drawdown and weights under one axis of days and one crosshair.
#[component]
pub(super) fn Equity() -> impl IntoView {
    let results = results();
    let view = View {
        width: RwSignal::new(0.0),
        logarithmic: RwSignal::new(false),
        weights: RwSignal::new(Weights::Held),
        as_table: RwSignal::new(false),
    };
    let figure = figure(view);
    let drawn = drawn(view, figure);
    let sentence = Memo::new(move |_| {
        results.own.with(|own| own.as_ref().map(|own| headline::sentence(own.run())))
    });
    let legend = Memo::new(move |_| {
        figure.with(|figure| figure.as_ref().map_or(Vec::new(), |figure| figure.0.legend()))
    });
    let sort = Sort::of(Sheet::Days);
    view! {
        <section class="card chartcard" aria-labelledby="chart-title">
            <header class="cardhead">
                <h2 id="chart-title">"Equity"</h2>
                <Controls view figure />
            </header>
            <p class="sentence">{move || sentence.get().unwrap_or_default()}</p>
            <div class="frame" class:compact=move || view.width.get() < COMPACT>
                <Plot view drawn />
                <ChosenTrade />
                <Show when=move || view.as_table.get()>
                    <EveryDay sort />
                </Show>
            </div>
            <Legend legend />
        </section>
    }
}

/// The same as a table, over the charts.
#[component]
fn EveryDay(sort: Sort) -> impl IntoView {
    let order = grid::order(Sheet::Days, Signal::stored(String::new()), sort);
    view! {
        <div class="astable">
            <Grid sheet=Sheet::Days order sort label="Every day" />
        </div>
    }
}

fn figure(view: View) -> Memo<Option<Shared>> {
    let state = state();
    let results = results();
    let compact = Memo::new(move |_| view.width.get() < COMPACT);
    Memo::new(move |_| {
        let own = results.own.get()?;
        let baseline = results.baseline.get();
        let trade = state.chosen_trade.get();
        let choices = Choices {
            baseline: baseline.as_ref().map(|baseline| &baseline.index().course),
            logarithmic: view.logarithmic.get(),
            weights: view.weights.get(),
            holding: trade.and_then(|trade| holding::of(own.report(), trade)),
            compact: compact.get(),
        };
        let figure = account(own.report(), &own.index().course, &choices);
        Some(Shared(Arc::new(figure.describe(headline::sentence(own.run())))))
    })
}

fn drawn(view: View, figure: Memo<Option<Shared>>) -> Memo<Option<Drawn>> {
    let state = state();
    Memo::new(move |_| {
        let figure = figure.get()?;
        let width = view.width.get();
        if width <= 0.0 {
            return None;
        }
        let shown = zoom::shown(&state.visible.get(), figure.0.dates.len());
        let figure = Figure::clone(&figure.0).zoom(shown);
        let layout = Arc::new(figure.layout(width));
        Some(Drawn { svg: svg::render(&figure, width).into(), layout })
    })
}

#[component]
fn Controls(view: View, figure: Memo<Option<Shared>>) -> impl IntoView {
    let state = state();
    let save = move |_| {
        let Some(figure) = figure.get() else { return };
        let shown = zoom::shown(&state.visible.get_untracked(), figure.0.dates.len());
        let figure = Figure::clone(&figure.0).zoom(shown);
        download::save("equity.svg", "image/svg+xml", &svg::standalone(&figure, FILE_WIDTH));
    };
    let log = view.logarithmic;
    let weights = view.weights;
    view! {
        <div class="controls">
            <div class="seg" role="group" aria-label="Scale of equity">
                <button
                    aria-pressed=move || (!log.get()).to_string()
                    on:click=move |_| log.set(false)
                >
                    "Linear"
                </button>
                <button aria-pressed=move || log.get().to_string() on:click=move |_| log.set(true)>
                    "Log"
                </button>
            </div>
            <div class="seg" role="group" aria-label="Weights shown">
                <button
                    aria-pressed=move || (weights.get() == Weights::Held).to_string()
                    on:click=move |_| weights.set(Weights::Held)
                >
                    "Held"
                </button>
                <button
                    aria-pressed=move || (weights.get() == Weights::Target).to_string()
                    on:click=move |_| weights.set(Weights::Target)
                >
                    "Target"
                </button>
            </div>
            <Zooming />
            <button
                class="btn small"
                aria-pressed=move || view.as_table.get().to_string()
                on:click=move |_| view.as_table.update(|shown| *shown = !*shown)
            >
                "Table"
            </button>
            <button class="btn small" aria-label="Download the chart as SVG" on:click=save>
                "SVG"
            </button>
            <button
                id="explain"
                class="btn small explain"
                aria-expanded=move || state.explaining.get().to_string()
                aria-controls="day"
                on:click=move |_| state.explaining.update(|open| *open = !*open)
            >
                "Explain this day"
            </button>
        </div>
    }
}

/// The drawing and the glass over it on which the crosshair moves.
#[component]
fn Plot(view: View, drawn: Memo<Option<Drawn>>) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            watch_width(&frame, view.width);
        }
    });
    let markup = move || drawn.with(|drawn| drawn.as_ref().map(|drawn| drawn.svg.to_string()));
    view! {
        <div class="plot" node_ref=frame inert=move || view.as_table.get()>
            <div class="drawing" inner_html=move || markup().unwrap_or_default()></div>
            <Crosshair drawn />
        </div>
    }
}

/// Keeps `width` at the width of the element, for as long as the page lives: so does the chart.
fn watch_width(element: &web_sys::Element, width: RwSignal<f64>) {
    let changed = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        let entry: ResizeObserverEntry = entries.get(0).unchecked_into();
        let now = entry.content_rect().width();
        if width.try_get_untracked().is_some_and(|before| before != now) {
            width.try_set(now);
        }
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(element);
    }
    changed.forget();
}

/// The trade whose ends are marked, and the way to let go of it.
#[component]
fn ChosenTrade() -> impl IntoView {
    let state = state();
    let results = results();
    let choice = choice();
    let line = Memo::new(move |_| {
        let trade = state.chosen_trade.get()?;
        results.own.with(|own| {
            let own = own.as_ref().map(RunResult::report)?;
            holding::of(own, trade).map(|holding| holding.line())
        })
    });
    move || {
        line.get().map(|(text, profit, tone)| {
            view! {
                <p class="chosen">
                    {text} " " <b class=tone.class()>{profit}</b>
                    <button
                        class="icon"
                        aria-label="Let go of this trade"
                        on:click=move |_| choice.let_go()
                    >
                        "×"
                    </button>
                </p>
            }
        })
    }
}

#[component]
fn Legend(legend: Memo<Vec<LegendEntry>>) -> impl IntoView {
    let group = move |belongs: fn(char) -> bool| {
        let starts = move |entry: &LegendEntry| {
            entry.class.name() != "paper"
                && entry.class.name().len() == 2
                && entry.class.name().starts_with(belongs)
        };
        move || {
            let entries = legend.get().into_iter();
            entries.filter(starts).map(swatch).collect_view()
        }
    };
    let others = move || {
        let is = |entry: &LegendEntry| !matches!(entry.swatch, Swatch::Square);
        legend.get().into_iter().filter(is).map(swatch).collect_view()
    };
    view! {
        <div class="legends">
            <ul class="legend" aria-label="Lines">{others}</ul>
            <ul class="legend" aria-label="Profiles">{group(|first| first == 'p')}</ul>
            <ul class="legend" aria-label="Regimes">{group(|first| first == 'r')}</ul>
            <p class="gestures">"drag to zoom · click to hold · ← → a day"</p>
        </div>
    }
}

fn swatch(entry: LegendEntry) -> impl IntoView {
    let shape = match entry.swatch {
        Swatch::Line => "line",
        Swatch::Square => "square",
        Swatch::Point(Shape::Up) => "point up",
        Swatch::Point(Shape::Down) => "point down",
        Swatch::Point(Shape::Dot) => "point dot",
    };
    view! {
        <li>
            <i class=format!("swatch {shape} {}", entry.class.name()) aria-hidden="true"></i>
            {entry.name}
        </li>
    }
}
