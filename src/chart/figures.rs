//! The charts of a report.

use std::sync::Arc;

use crate::analysis::Benchmark;
use crate::engine::Report;
use crate::engine::report::{Day, Decision};
use crate::market::TradeLog;
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;
use crate::view::benchmarks;
use crate::view::course::Course;
use crate::view::holding::TradeSpan;

use super::{Axis, Class, DailyValues, Figure, Pane, Shape};

/// Which weights the lowest panel stacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StackedWeights {
    /// Held at each close.
    #[default]
    Held,
    /// Aimed at.
    Target,
}

/// What a chart of the account shows besides the account.
#[derive(Clone, Debug, Default)]
pub struct AccountOptions<'a> {
    /// The run it is compared with.
    pub baseline: Option<&'a Course>,
    /// The trades of another program that it is compared with.
    pub log: Option<&'a TradeLog>,
    /// The benchmark that it is compared with.
    pub benchmark: Option<&'a Benchmark>,
    /// Equal ratios equally high.
    pub logarithmic: bool,
    /// Held or aimed at.
    pub weights: StackedWeights,
    /// A trade whose ends are marked.
    pub holding: Option<TradeSpan>,
    /// Lower panels, for a narrow window.
    pub compact: bool,
}

/// The positions of the panels of [`account`].
pub mod panel {
    /// Equity and baseline.
    pub const EQUITY: usize = 1;
    /// The fall from the peak.
    pub const DRAWDOWN: usize = 2;
    /// Weights by profile.
    pub const WEIGHTS: usize = 3;
}

/// Regimes, equity with its baseline, drawdown and weights over one axis of days.
#[must_use]
pub fn account(report: &Report, course: &Course, choices: &AccountOptions<'_>) -> Figure {
    let [equity, drawdown, weights] =
        if choices.compact { [150.0, 40.0, 62.0] } else { [150.0, 40.0, 60.0] };
    Figure::new("Equity, drawdown and allocation", Arc::clone(&course.dates))
        .panel(regimes(report))
        .panel(money(report, course, choices, equity))
        .panel(falls(report, course, drawdown))
        .panel(allocation(report, choices.weights, weights))
}

fn regimes(report: &Report) -> Pane {
    let days: Vec<_> =
        report.days.iter().map(|day| day.regime.map(|r| Class::REGIMES[r.index()])).collect();
    let names = Regime::ALL.map(|regime| (Class::REGIMES[regime.index()], regime.name()));
    Pane::new(10.0).ribbon(&days, &names)
}

fn money(report: &Report, course: &Course, choices: &AccountOptions<'_>, height: f64) -> Pane {
    let axis = Axis::money().logarithmic(choices.logarithmic);
    let mut panel = Pane::new(height).label("Equity, USD").axis(axis);
    if let Some(baseline) = choices.baseline {
        let values = baseline.equity_on(&course.dates);
        panel = panel.line(Class::Baseline, "pinned baseline", values);
    }
    if let Some(log) = choices.log {
        let equity = |day: usize| course.equity[day].to_dollars_f64();
        let along = log.along(&course.dates, equity);
        if along.iter().any(Option::is_some) {
            let name = format!("{}, from the same start", log.name);
            panel = panel.line(Class::Log, &name, along);
        }
    }
    if let Some(other) = choices.benchmark {
        let values = benchmarks::curve(course, &report.measured, other);
        panel = panel.line(Class::Benchmark, other.kind.name(), values);
    }
    let values: Vec<_> = course.equity.iter().map(|e| Some(e.to_dollars_f64())).collect();
    panel = panel.line(Class::Equity, "this scenario", values);
    let Some(holding) = choices.holding else { return panel };
    let mark = |date| {
        let day = course.at_or_before(date)?;
        Some((day, course.equity[day].to_dollars_f64()))
    };
    let entry = mark(holding.entry).into_iter().collect();
    let exit = holding.exit.and_then(mark).into_iter().collect();
    panel.points(Class::Entry, "entry", Shape::Up, entry).points(
        Class::Exit,
        "exit",
        Shape::Down,
        exit,
    )
}

/// Falls from the peak; behind them the days on which a limit was reached, if there are any.
fn falls(report: &Report, course: &Course, height: f64) -> Pane {
    let values: Vec<_> = course.drawdown.iter().copied().map(Some).collect();
    let has_fallen = course.drawdown.iter().any(|fall| *fall < 0.0);
    // Without a fall there is nothing to fit, and the axis would go above zero.
    let axis = if has_fallen { Axis::percent() } else { Axis::percent().within(-0.01, 0.0) };
    let mut panel = Pane::new(height).label("Drawdown").axis(axis);
    let mut reached = vec![None; course.dates.len()];
    for breach in &report.breaches {
        if let Some(day) = course.at_or_before(breach.date) {
            reached[day] = Some(Class::Limit);
        }
    }
    if !report.breaches.is_empty() {
        panel = panel.ribbon(&reached, &[(Class::Limit, "limit reached")]);
    }
    panel.area(Class::Drawdown, "drawdown", values)
}

fn allocation(report: &Report, weights: StackedWeights, height: f64) -> Pane {
    let read = |decision: &Decision| match weights {
        StackedWeights::Held => decision.current,
        StackedWeights::Target => decision.target,
    };
    let rows: Vec<Option<PerProfile<f64>>> =
        report.days.iter().map(|day: &Day| day.decision.as_ref().map(read)).collect();
    let total = |row: &PerProfile<f64>| row.iter().sum::<f64>();
    let highest = rows.iter().flatten().map(total).fold(1.0, f64::max);
    let layers = Profile::ALL.map(|profile| {
        let of = |row: &Option<PerProfile<f64>>| row.map(|row| row[profile.index()].max(0.0));
        let values: DailyValues = rows.iter().map(of).collect();
        (Class::PROFILES[profile.index()], profile.code(), values)
    });
    let label = match weights {
        StackedWeights::Held => "Weights held",
        StackedWeights::Target => "Target weights",
    };
    Pane::new(height).label(label).axis(Axis::percent().within(0.0, highest)).stack(layers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{PlotItem, svg};
    use crate::engine::Scenario;
    use crate::view::holding;
    use crate::view::sample::{outcome, run};

    #[test]
    fn a_report_is_drawn_as_four_panes() {
        let (report, _) = outcome();
        let course = Course::of(report);
        let figure = account(report, &course, &AccountOptions::default());
        assert_eq!((figure.panels.len(), figure.dates.len()), (4, report.days.len()));
        let names: Vec<String> = figure.legend().into_iter().map(|entry| entry.name).collect();
        assert_eq!(
            names[6..],
            ["this scenario", "drawdown", "LDG", "SDG", "CHARM", "VANNA", "SKEW", "VOV"]
        );
        let layout = figure.layout(800.0);
        let day = report.days.len() - 1;
        let y = layout.y_of(panel::EQUITY, course.equity[day].to_dollars_f64());
        assert!(layout.plot(panel::EQUITY).top < y && y < layout.plot(panel::EQUITY).bottom());
    }

    #[test]
    fn a_baseline_and_a_trade_are_drawn_when_there_are_any() {
        let (report, _) = outcome();
        let course = Course::of(report);
        let plain = svg::render(&account(report, &course, &AccountOptions::default()), 800.0);
        let holding = holding::of(report, report.trades[0].trade);
        let choices =
            AccountOptions { baseline: Some(&course), holding, ..AccountOptions::default() };
        let full = svg::render(&account(report, &course, &choices), 800.0);
        for class in ["class=\"base\"", "class=\"entry\"", "class=\"exit\""] {
            assert!(!plain.contains(class) && full.contains(class), "{class}");
        }
    }

    #[test]
    fn days_on_which_a_limit_was_reached_are_marked() {
        let mut scenario = Scenario::default();
        scenario.limits.vega = Some(0.001);
        let (report, _) = run(&scenario);
        let course = Course::of(&report);
        let figure = account(&report, &course, &AccountOptions::default());
        let Some(PlotItem::Ribbon { runs, .. }) = figure.panels[panel::DRAWDOWN].marks.first()
        else {
            panic!("no days are marked");
        };
        let marked: usize = runs.iter().map(|run| run.days.len()).sum();
        let mut days: Vec<_> = report.breaches.iter().map(|breach| breach.date).collect();
        days.dedup();
        assert_eq!(marked, days.len());
        assert!(figure.legend().iter().any(|entry| entry.name == "limit reached"));
    }

    #[test]
    fn an_account_without_drawdown_still_has_a_drawdown_axis() {
        let mut idle = Scenario::default();
        idle.allocation.max_profile_weight = 0.05;
        let (report, _) = run(&idle);
        let course = Course::of(&report);
        let layout = account(&report, &course, &AccountOptions::default()).layout(800.0);
        assert!(course.drawdown.iter().all(|fall| *fall == 0.0));
        assert_eq!(layout.panels[panel::DRAWDOWN].scale.high(), 0.0);
    }
}
