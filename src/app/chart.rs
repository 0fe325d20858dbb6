//! The chart card: controls, sentence, the drawing with its crosshair, the same as a table, legend.

#![allow(unreachable_pub, reason = "the component macro makes the struct of properties public")]

mod controls;
mod crosshair;
mod legend;

use std::ops::Range;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::controls::Controls;
use self::crosshair::Crosshair;
use self::legend::Legend;
use super::platform::size::watch_size;
use super::prerendered::Prerendered;
use super::result::RunResult;
use super::state::{DataState, RunState, Selection};
use super::tables::Table;
use crate::chart::figures::{AccountOptions, StackedWeights, account};
use crate::chart::{Figure, Layout, svg};
use crate::view::sheet::Sheet;
use crate::view::{holding, sentence};

/// Below this width of the chart its panels are lower, CSS pixels.
const COMPACT: f64 = 520.0;

/// How the chart is drawn; the controls write it.
#[derive(Clone, Copy)]
struct ChartOptions {
    /// Whether equal ratios of equity are equally high.
    is_logarithmic: RwSignal<bool>,
    /// Whether target weights are stacked in place of those held.
    shows_targets: RwSignal<bool>,
    /// Whether a table of every day lies over the drawing.
    is_table: RwSignal<bool>,
}

/// A figure; clones are the same one, and only clones are equal.
#[derive(Clone)]
struct SharedFigure(Arc<Figure>);

impl PartialEq for SharedFigure {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A drawing, and where everything lies in it.
#[derive(Clone)]
struct Drawing(Arc<(String, Layout)>);

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Drawing {
    fn layout(&self) -> &Layout {
        &self.0.1
    }
}

/// Equity, drawdown and allocation under one axis of days.
#[component]
pub fn ChartCard() -> impl IntoView {
    let run = expect_context::<RunState>();
    let selection = expect_context::<Selection>();
    let options = ChartOptions {
        is_logarithmic: RwSignal::new(false),
        shows_targets: RwSignal::new(false),
        is_table: RwSignal::new(false),
    };
    // In the place of the prerendered chart it can be drawn before it is laid out.
    let width = expect_context::<Prerendered>().chart_width().unwrap_or_default();
    let width = RwSignal::new(width);
    let is_compact = Memo::new(move |_| width.get() < COMPACT);
    let figure = figure(options, is_compact);
    let shown = Memo::new(move |_| selection.visible_days(run.days()));
    let drawing = drawing(figure, width, shown);
    let plot = NodeRef::<html::Div>::new();
    plot.on_load(move |element| {
        watch_size(&element, move |size| {
            if width.try_get_untracked().is_some_and(|before| before != size.width) {
                width.try_set(size.width);
            }
        });
    });
    view! {
        <section class="card chartcard" aria-labelledby="chart-title">
            <header class="cardhead">
                <h2 id="chart-title">"Equity"</h2>
                <Controls options figure shown />
            </header>
            <p class="sentence" id="sentence">
                {move || run.read(|own| sentence::sentence(own.run()))}
            </p>
            <div class="frame" class:compact=move || is_compact.get()>
                <div class="plot" node_ref=plot inert=move || options.is_table.get()>
                    <div
                        class="drawing"
                        inner_html=move || {
                            drawing.with(|own| own.as_ref().map(|own| own.0.0.clone()))
                        }
                    ></div>
                    <Crosshair drawing />
                </div>
                <SelectedTrade />
                <Show when=move || options.is_table.get()>
                    <div class="astable">
                        <Table sheet=Sheet::Days />
                    </div>
                </Show>
            </div>
            <Legend figure is_table=options.is_table />
        </section>
    }
}

/// The charts of the result as data.
fn figure(options: ChartOptions, is_compact: Memo<bool>) -> Memo<Option<SharedFigure>> {
    let run = expect_context::<RunState>();
    let data = expect_context::<DataState>();
    let selection = expect_context::<Selection>();
    Memo::new(move |_| {
        let own = run.result.get()?;
        let baseline = run.baseline.get();
        let trade = selection.trade.get();
        let log = data.trade_log.get();
        let compared = run.current_benchmarks().zip(run.benchmark.get());
        let benchmark = compared
            .as_ref()
            .and_then(|(own, kind)| own.others.iter().find(|other| other.kind == *kind));
        let choices = AccountOptions {
            log: log.as_ref().map(|log| &log.0),
            benchmark,
            baseline: baseline.as_ref().map(|baseline| &baseline.index().course),
            logarithmic: options.is_logarithmic.get(),
            weights: if options.shows_targets.get() {
                StackedWeights::Target
            } else {
                StackedWeights::Held
            },
            holding: trade.and_then(|trade| holding::of(own.report(), trade)),
            compact: is_compact.get(),
        };
        let figure = account(own.report(), &own.index().course, &choices);
        Some(SharedFigure(Arc::new(figure.describe(sentence::sentence(own.run())))))
    })
}

/// The figure drawn for the width it has and the days that are shown.
fn drawing(
    figure: Memo<Option<SharedFigure>>,
    width: RwSignal<f64>,
    shown: Memo<Range<usize>>,
) -> Memo<Option<Drawing>> {
    Memo::new(move |_| {
        let figure = figure.get()?;
        let width = width.get();
        if width <= 0.0 {
            return None;
        }
        let figure = Figure::clone(&figure.0).zoom(shown.get());
        Some(Drawing(Arc::new((svg::render(&figure, width), figure.layout(width)))))
    })
}

/// The trade whose ends are marked, and the button that clears the selection.
#[component]
fn SelectedTrade() -> impl IntoView {
    let run = expect_context::<RunState>();
    let selection = expect_context::<Selection>();
    let line = Memo::new(move |_| {
        let trade = selection.trade.get()?;
        run.read(|own: &RunResult| Some(holding::of(own.report(), trade)?.line()))?
    });
    move || {
        line.get().map(|(line, profit, tone)| {
            view! {
                <p class="chosen">
                    {line}
                    " "
                    <b class=tone.class()>{profit}</b>
                    <button
                        class="icon"
                        aria-label="Clear selection"
                        on:click=move |_| selection.release()
                    >
                        "×"
                    </button>
                </p>
            }
        })
    }
}
