//! The benchmarks beside a run, and the run in excess of the chosen one.

use std::ops::Range;

use crate::analysis::{Benchmark, BenchmarkKind, Metrics, daily_rates, daily_returns, excess};
use crate::engine::Report;

use super::course::Course;
use super::headline::ResultRef;
use super::measures::Line;
use super::number::{decimal, maybe, percent, plus, yearly};
use super::tone::Tone;

/// What each kind is, for the list of them.
pub const NOTE: &str = "Options of the put-write and the buy-write are priced at the engine's own \
     quotes, at the mid and without costs, and are sold at the money from third Friday to third \
     Friday. Equal weights are another run with a sixth of equity for each profile.";

/// The heads of the table.
pub const COLUMNS: [&str; 6] =
    ["Over the same days", "Total return", "CAGR", "Volatility", "Sharpe", "Max drawdown"];

/// The run or a benchmark, as a row.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkLine {
    /// Its name.
    pub name: &'static str,
    /// The figures, and how they read.
    pub figures: [(String, Tone); 5],
}

/// The run, and every benchmark below it.
#[must_use]
pub fn lines(run: ResultRef<'_>, others: &[Benchmark]) -> Vec<BenchmarkLine> {
    let own = std::iter::once(("This scenario", &run.review.metrics));
    let others = others.iter().map(|other| (other.kind.name(), &other.metrics));
    own.chain(others).map(|(name, metrics)| line(name, metrics)).collect()
}

fn line(name: &'static str, m: &Metrics) -> BenchmarkLine {
    let change = |value: Option<f64>| {
        (plus(maybe(value, |value| percent(value, 1))), Tone::of(value.unwrap_or(0.0)))
    };
    let figures = [
        change(m.total_return),
        change(yearly(m.cagr, m.days)),
        (maybe(m.volatility, |value| percent(value, 1)), Tone::Plain),
        (maybe(m.sharpe, |value| decimal(value, 2)), Tone::Plain),
        change(m.max_drawdown),
    ];
    BenchmarkLine { name, figures }
}

/// The run in excess of a benchmark; empty for one that is not there.
#[must_use]
pub fn excess_lines(report: &Report, others: &[Benchmark], kind: BenchmarkKind) -> Vec<Line> {
    let Some(other) = others.iter().find(|other| other.kind == kind) else { return Vec::new() };
    let (own, rates) = (daily_returns(report), daily_rates(report));
    let days = report.measured.clone();
    if other.returns.len() != days.len() {
        return Vec::new();
    }
    let found = excess(&own[days.clone()], &other.returns, &rates[days.clone()]);
    let is_a_year = |value: Option<f64>| yearly(value, days.len());
    let line = |label, value: Option<f64>, write: &dyn Fn(f64) -> String, tone| Line {
        label,
        value: maybe(value, write),
        tone,
    };
    let change = |label, value: Option<f64>| {
        let write = |value| plus(percent(value, 2));
        line(label, value, &write, Tone::of(value.unwrap_or(0.0)))
    };
    let number = |label, value| line(label, value, &|value| decimal(value, 2), Tone::Plain);
    vec![
        change("Excess return, per year", is_a_year(found.excess_return)),
        line("Tracking error", found.tracking_error, &|value| percent(value, 2), Tone::Plain),
        number("Information ratio", is_a_year(found.information_ratio)),
        number("Beta", found.beta),
        change("Alpha, per year", is_a_year(found.alpha)),
        number("Correlation", found.correlation),
    ]
}

/// What the account's equity before the first day measured would have become, one value per day.
#[must_use]
pub fn curve(course: &Course, measured: &Range<usize>, other: &Benchmark) -> Vec<Option<f64>> {
    let mut values = vec![None; course.dates.len()];
    let Some(base) = measured.start.checked_sub(1) else { return values };
    let Some(start) = course.equity.get(base).map(|equity| equity.to_dollars_f64()) else {
        return values;
    };
    values[base] = Some(start);
    for (place, growth) in values[measured.start..].iter_mut().zip(other.growth()) {
        *place = Some(start * growth);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Span, benchmarks};
    use crate::engine::Prepared;
    use crate::view::sample;
    use expect_test::expect;

    #[test]
    fn a_run_stands_above_its_benchmarks() {
        let (report, review) = sample::outcome();
        let span = Span::of(report).unwrap();
        let others =
            benchmarks(&mut Prepared::new(sample::market()), &report.scenario, span).unwrap();
        let lines = lines(ResultRef { report, review }, &others);
        let text = lines.iter().map(|line| {
            let figures = line.figures.iter().map(|(text, _)| text.as_str());
            format!("{}: {}\n", line.name, figures.collect::<Vec<_>>().join(" "))
        });
        expect![[r#"
            This scenario: −13.7 % −5.1 % 1.7 % −3.16 −13.8 %
            Buy and hold: +30.8 % +10.0 % 12.9 % 0.80 −12.4 %
            Cash: 0.0 % 0.0 % 0.0 % n/a 0.0 %
            Put-write: +17.5 % +5.9 % 9.0 % 0.68 −9.7 %
            Buy-write: +17.5 % +5.9 % 9.0 % 0.68 −9.7 %
            Equal weights: −7.2 % −2.6 % 1.1 % −2.45 −7.3 %
        "#]]
        .assert_eq(&text.collect::<String>());
        let excess = excess_lines(report, &others, BenchmarkKind::BuyAndHold);
        let text = excess.iter().map(|line| format!("{}: {}\n", line.label, line.value));
        expect![[r#"
            Excess return, per year: −15.67 %
            Tracking error: 13.29 %
            Information ratio: −1.18
            Beta: −0.02
            Alpha, per year: −5.05 %
            Correlation: −0.15
        "#]]
        .assert_eq(&text.collect::<String>());
        assert!(excess_lines(report, &[], BenchmarkKind::Cash).is_empty());
    }

    #[test]
    fn a_curve_starts_at_the_equity_before_the_first_day() {
        let (report, _) = sample::outcome();
        let course = Course::of(report);
        let other = Benchmark {
            kind: BenchmarkKind::Cash,
            returns: vec![0.5, 0.0],
            metrics: Metrics::default(),
        };
        let values = curve(&course, &report.measured, &other);
        let start = report.measured.start;
        let expected = [Some(1.0e6), Some(1.5e6), Some(1.5e6), None];
        assert_eq!(values[start - 1..start + 3], expected);
        assert!(values[..start - 1].iter().all(Option::is_none));
    }
}
