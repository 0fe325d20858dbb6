//! The benchmark that a result is compared with: the list to choose from, and the figures.

use std::sync::Arc;

use leptos::prelude::*;

use super::marks::Lines;
use super::platform::storage;
use super::result::RunResult;
use super::state::RunState;
use crate::analysis::{Benchmark, BenchmarkKind};
use crate::view::benchmarks::{self, BenchmarkLine, COLUMNS, NOTE};

/// The benchmarks of a result.
#[derive(Clone)]
pub struct Benchmarks {
    /// The result.
    pub of: RunResult,
    /// Its benchmarks.
    pub others: Arc<Vec<Benchmark>>,
}

/// The list of benchmarks.
#[component]
pub fn BenchmarkChoice() -> impl IntoView {
    let chosen = expect_context::<RunState>().benchmark;
    let option = |kind: BenchmarkKind| {
        let is_chosen = move || chosen.get() == Some(kind);
        view! { <option value=kind.name() selected=is_chosen>{kind.name()}</option> }
    };
    let choose = move |name: String| {
        let kind = BenchmarkKind::named(&name);
        storage::remember_benchmark(kind);
        chosen.set(kind);
    };
    view! {
        <select
            class="compare"
            aria-label="Compare with"
            on:change:target=move |event| choose(event.target().value())
        >
            <option value="" selected=move || chosen.get().is_none()>"No benchmark"</option>
            {BenchmarkKind::ALL.map(option).into_view()}
        </select>
    }
}

/// Every benchmark of the result, and the result in excess of the chosen one.
#[component]
pub fn BenchmarkFigures() -> impl IntoView {
    let run = expect_context::<RunState>();
    let excess = move |of: &RunResult, others: &[Benchmark]| {
        let kind = run.benchmark.get()?;
        let lines = benchmarks::excess_lines(of.report(), others, kind).into_iter();
        let lines = lines.map(|line| (line.label, line.value, line.tone)).collect();
        Some(view! {
            <section>
                <h3>{format!("In excess of {}", kind.name().to_lowercase())}</h3>
                <Lines lines/>
            </section>
        })
    };
    let body = move || match run.current_benchmarks() {
        Some(Benchmarks { of, others }) => view! {
            <Table lines=benchmarks::lines(of.run(), &others)/>
            <div class="groups">{excess(&of, &others)}</div>
        }
        .into_any(),
        None => view! { <p class="note">"Computed as soon as the engine is idle."</p> }.into_any(),
    };
    view! {
        <h3>"Benchmarks"</h3>
        <BenchmarkChoice/>
        {body}
        <p class="note">{NOTE}</p>
    }
}

#[component]
fn Table(lines: Vec<BenchmarkLine>) -> impl IntoView {
    let head = |name: &'static str| view! { <th scope="col">{name}</th> };
    let cell = |(text, tone): (String, crate::view::Tone)| {
        view! { <td class=tone.class()>{text}</td> }
    };
    let row = |line: BenchmarkLine| {
        view! {
            <tr>
                <th scope="row">{line.name}</th>
                {line.figures.map(cell).into_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Benchmarks">
            <table class="plain">
                <thead><tr>{COLUMNS.map(head).into_view()}</tr></thead>
                <tbody>{lines.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}
