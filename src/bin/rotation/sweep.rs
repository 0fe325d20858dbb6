//! `rotation sweep` and `rotation goal`: one scenario with some of its numbers changed.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use clap::Args;
use rotation::analysis::deflated::{DailySharpe, expected_maximum};
use rotation::analysis::sweep::{Axis, Cell, CellFigures, Goal, Measure, Plan, plateau};
use rotation::engine::fields::{FIELDS, Field};
use rotation::engine::{Prepared, Scenario};
use rotation::market::Market;
use rotation::share::csv;
use rotation::view::sweep::table;
use serde_json::json;

use super::market::MarketArguments;
use super::{Failure, cannot, print};

#[derive(Args)]
pub(super) struct Sweep {
    #[command(flatten)]
    market: MarketArguments,
    /// A field by its label and the values it takes, in its unit: `rebalance threshold=2..20:10`
    /// for ten values from 2 to 20 %. Once or twice for a grid, more often with --sample-cells.
    #[arg(long, required = true)]
    field: Vec<String>,
    /// Instead of a grid so many scenarios of a Latin hypercube over the fields.
    #[arg(long)]
    sample_cells: Option<usize>,
    /// What decides the hypercube.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The figure by which the plateau is sought, such as `Sharpe ratio` or `Max drawdown`.
    #[arg(long, default_value = "Sharpe ratio")]
    measure: String,
    /// How many threads; the result does not depend on it. All cores without it.
    #[arg(long)]
    threads: Option<usize>,
    /// The table: CSV, or a JSON object a line if the name ends with .jsonl.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Args)]
pub(super) struct GoalArguments {
    #[command(flatten)]
    market: MarketArguments,
    /// The field that is changed, and the values tried first: `rebalance threshold=2..20:10`.
    #[arg(long)]
    field: String,
    /// The figure, such as `Max drawdown`.
    #[arg(long)]
    measure: String,
    /// Its bound as a decimal: -0.15 keeps the drawdown above -15 %. An upper bound for volatility
    /// and trades, a lower one for the others.
    #[arg(long, allow_negative_numbers = true)]
    bound: f64,
}

impl Sweep {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let axes = self.field.iter().map(|text| axis(text)).collect::<Result<Vec<_>, _>>()?;
        let plan = match self.sample_cells {
            None => Plan::Grid(axes),
            Some(cells) => Plan::Hypercube { axes, cells, seed: self.seed },
        };
        plan.check().map_err(|error| error.to_string())?;
        let measure = measure(&self.measure)?;
        let (market, scenario) = self.market.load()?;
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        let threads = self.threads.unwrap_or_else(cores).clamp(1, plan.cells());
        let cells = run_all(&plan, &market, &scenario, threads);
        let text = match self.out.extension().is_some_and(|end| end == "jsonl") {
            true => json_lines(&plan, &cells)?,
            false => csv::write(&table(&plan, &cells)),
        };
        fs::write(&self.out, text).map_err(|error| cannot("write", &self.out, &error))?;
        print(&summary(&plan, cells, measure))
    }
}

impl GoalArguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let axis = axis(&self.field)?;
        let plan = Plan::Grid(vec![axis]);
        plan.check().map_err(|error| error.to_string())?;
        let measure = measure(&self.measure)?;
        let field = axis.field().ok_or("the field is gone")?;
        let (market, scenario) = self.market.load()?;
        let mut market = Prepared::new(market);
        let goal = Goal { axis, measure, bound: self.bound };
        let figure = |value: f64| {
            let at = Plan::Grid(vec![Axis { from: value, to: value, steps: 1, ..axis }]);
            measure.of(&at.run(&mut market, &scenario, 0).outcome.ok()?)
        };
        let present = field.get(&scenario).unwrap_or(axis.from);
        let answer = goal.search(present, figure);
        let mut text = String::new();
        for (value, found) in &answer.curve {
            let found = found.map_or_else(|| "n/a".to_owned(), |found| found.to_string());
            text += &format!("{} {}: {found}\n", field.show(*value), field.unit.sign());
        }
        let sign = field.unit.sign();
        let words = match answer.value {
            Some(value) => {
                format!("{}: {} {sign} reaches the goal", field.label, field.show(value))
            }
            None => format!("{}: none of the values tried reaches the goal", field.label),
        };
        print(&format!("{text}{words}\n"))
    }
}

/// Reads `Rebalance threshold=2..20:10`.
fn axis(text: &str) -> Result<Axis, Failure> {
    let wrong = || {
        format!("--field: expected `label=first..last:steps`, found \"{text}\"; write it like that")
    };
    let (label, range) = text.split_once('=').ok_or_else(wrong)?;
    let (from, rest) = range.split_once("..").ok_or_else(wrong)?;
    let (to, steps) = rest.split_once(':').unwrap_or((rest, "11"));
    let field = named(label.trim())?;
    let value = |text: &str| match field.parse(text) {
        Ok(Some(value)) => Ok(value),
        _ => text.trim().parse::<f64>().map_err(|_| wrong()).map(|shown| shown / scale(field)),
    };
    let steps = steps.trim().parse().map_err(|_| wrong())?;
    Ok(Axis { code: field.code, from: value(from)?, to: value(to)?, steps })
}

/// A number out of a field's range is one of a cell that says so; it is shown in this unit.
fn scale(field: &Field) -> f64 {
    if field.unit.sign() == "%" { 100.0 } else { 1.0 }
}

fn named(label: &str) -> Result<&'static Field, Failure> {
    let is_it = |field: &&Field| field.label.eq_ignore_ascii_case(label);
    FIELDS.iter().find(is_it).ok_or_else(|| {
        let labels: Vec<&str> = FIELDS.iter().map(|field| field.label.as_str()).collect();
        format!("--field: expected a label, found \"{label}\"; they are: {}", labels.join("; "))
    })
}

fn measure(name: &str) -> Result<Measure, Failure> {
    Measure::named(name).ok_or_else(|| {
        let names = Measure::ALL.map(Measure::name).join("; ");
        format!("--measure: expected a figure, found \"{name}\"; they are: {names}")
    })
}

/// Runs every cell; each thread has a prepared market of its own and takes the next cell.
fn run_all(plan: &Plan, market: &Market, scenario: &Scenario, threads: usize) -> Vec<Cell> {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    let mut cells: Vec<Option<Cell>> = vec![None; plan.cells()];
    thread::scope(|scope| {
        for _ in 0..threads {
            let (next, done) = (&next, done.clone());
            scope.spawn(move || {
                let mut market = Prepared::new(market);
                loop {
                    let cell = next.fetch_add(1, Ordering::Relaxed);
                    if cell >= plan.cells() {
                        return;
                    }
                    let _ = done.send((cell, plan.run(&mut market, scenario, cell)));
                }
            });
        }
        drop(done);
        for (number, (at, cell)) in results.iter().enumerate() {
            cells[at] = Some(cell);
            let is_tenth = (number + 1) * 10 / plan.cells() > number * 10 / plan.cells();
            if is_tenth {
                eprintln!("rotation: {} of {} scenarios", number + 1, plan.cells());
            }
        }
    });
    cells.into_iter().flatten().collect()
}

fn json_lines(plan: &Plan, cells: &[Cell]) -> Result<String, Failure> {
    let fields: Vec<&str> = plan
        .axes()
        .iter()
        .filter_map(|axis| axis.field())
        .map(|field| field.label.as_str())
        .collect();
    let mut text = String::new();
    for Cell { values, outcome } in cells {
        let values: serde_json::Map<_, _> = fields
            .iter()
            .zip(values)
            .map(|(field, value)| ((*field).to_owned(), json!(value)))
            .collect();
        let line = match outcome {
            Ok(CellFigures { equity, trades, costs, metrics }) => json!({
                "fields": values,
                "final_equity": equity.to_dollars_f64(),
                "trades": trades,
                "costs": costs.to_dollars_f64(),
                "metrics": metrics,
            }),
            Err(reason) => json!({ "fields": values, "error": reason }),
        };
        text += &serde_json::to_string(&line).map_err(|error| error.to_string())?;
        text.push('\n');
    }
    Ok(text)
}

/// How many ran, the best cell and the plateau, and how likely the best is more than luck.
fn summary(plan: &Plan, cells: Vec<Cell>, measure: Measure) -> String {
    let ran = cells.iter().filter(|cell| cell.outcome.is_ok()).count();
    let mut text = format!("{ran} of {} scenarios ran\n", plan.cells());
    let cells: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
    let describe = |at: usize| {
        let cell = cells[at].as_ref()?;
        let figures = cell.outcome.as_ref().ok()?;
        let fields = plan.axes().iter().zip(&cell.values).filter_map(|(axis, value)| {
            let field = axis.field()?;
            Some(format!("{} {} {}", field.label, field.show(*value), field.unit.sign()))
        });
        let fields = fields.collect::<Vec<String>>().join(", ");
        Some(format!("{} {:.4} at {}", measure.name(), measure.of(figures)?, fields.trim_end()))
    };
    let value = |at: &usize| measure.of(cells[*at].as_ref()?.outcome.as_ref().ok()?);
    let better = |a: f64, b: f64| if measure.is_better_low() { a < b } else { a > b };
    let best =
        (0..cells.len()).filter(|at| value(at).is_some()).reduce(|best, next| {
            match value(&next).zip(value(&best)) {
                Some((next_value, best_value)) if better(next_value, best_value) => next,
                _ => best,
            }
        });
    for (name, at) in [("peak", best), ("plateau", plateau(plan, &cells, measure))] {
        text +=
            &at.and_then(describe).map_or_else(String::new, |words| format!("{name}: {words}\n"));
    }
    text + &luck(&cells).unwrap_or_default()
}

/// The deflated Sharpe ratio of the best cell, every cell that ran being a trial.
fn luck(cells: &[Option<Cell>]) -> Option<String> {
    let figures = cells.iter().flatten().filter_map(|cell| cell.outcome.as_ref().ok());
    let daily = 252.0_f64.sqrt();
    let trials: Vec<_> =
        figures.filter_map(|own| Some((own.metrics.sharpe? / daily, &own.metrics))).collect();
    let count = trials.len() as f64;
    let mean = trials.iter().map(|(ratio, _)| ratio).sum::<f64>() / count;
    let squares = trials.iter().map(|(ratio, _)| (ratio - mean) * (ratio - mean)).sum::<f64>();
    let benchmark = expected_maximum(trials.len(), squares / (count - 1.0))?;
    let (ratio, metrics) = trials.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let best = DailySharpe {
        ratio,
        days: metrics.days,
        skew: metrics.skew?,
        kurtosis: metrics.kurtosis? + 3.0,
    };
    let share = best.probability_above(benchmark)? * 100.0;
    Some(format!(
        "deflated Sharpe ratio: {share:.1} % likely that the best one is above what the best of \
         {count} without skill would have\n"
    ))
}
