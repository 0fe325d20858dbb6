//! The days of a report as columns, for the charts and the crosshair's read-out.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::engine::Report;
use crate::profile::{PerProfile, Profile};
use crate::units::Money;

use super::number::{cents, percent, plus};
use super::tone::Tone;

/// Columns of a report, one value per day. Clones share them.
#[derive(Clone, Debug)]
pub struct Course {
    /// The trading days.
    pub dates: Arc<[NaiveDate]>,
    /// Cash and positions together.
    pub equity: Arc<[Money]>,
    /// Profit and loss of the day alone; the first against the capital.
    pub profit: Arc<[Money]>,
    /// Equity over its highest so far, less one; zero or negative.
    pub drawdown: Arc<[f64]>,
}

impl Course {
    /// The columns of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let capital = report.scenario.capital();
        let equity: Vec<Money> = report.equity().collect();
        let before = std::iter::once(&capital).chain(&equity);
        let profit = equity.iter().zip(before).map(|(now, before)| *now - *before).collect();
        let mut peak = capital;
        let drawdown = equity.iter().map(|now| {
            peak = peak.max(*now);
            now.to_dollars_f64() / peak.to_dollars_f64() - 1.0
        });
        Self {
            dates: report.days.iter().map(|day| day.date).collect(),
            profit,
            drawdown: drawdown.collect(),
            equity: equity.into(),
        }
    }

    /// The position of the last day not after `date`.
    #[must_use]
    pub fn at_or_before(&self, date: NaiveDate) -> Option<usize> {
        self.dates.partition_point(|day| *day <= date).checked_sub(1)
    }

    /// The equity on each of other `dates`; `None` on days this course does not have.
    #[must_use]
    pub fn equity_on(&self, dates: &[NaiveDate]) -> Vec<Option<f64>> {
        let on = |date| self.dates.binary_search(date).ok();
        dates.iter().map(|date| Some(self.equity[on(date)?].to_dollars_f64())).collect()
    }
}

/// The read-out of the day under the crosshair.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// The day.
    pub date: String,
    /// The regime's name and position, or that it is warm-up.
    pub regime: (&'static str, Option<usize>),
    /// Label, value and how it reads.
    pub lines: Vec<(&'static str, String, Tone)>,
    /// The profiles that hold something: position, code, weight.
    pub weights: Vec<(usize, &'static str, String)>,
}

impl Readout {
    /// The read-out of one day; `None` for a day the report does not have.
    #[must_use]
    pub fn of(
        report: &Report,
        course: &Course,
        baseline: Option<&Course>,
        day: usize,
    ) -> Option<Self> {
        let row = report.days.get(day)?;
        let mut lines = vec![("Equity", cents(course.equity[day]), Tone::Plain)];
        let other = baseline.map(|other| (other, other.dates.binary_search(&row.date)));
        if let Some((other, Ok(position))) = other {
            lines.push(("Baseline", cents(other.equity[position]), Tone::Soft));
        }
        let profit = course.profit[day];
        lines.push(("Day", plus(cents(profit)), Tone::of_money(profit)));
        let drawdown = course.drawdown[day];
        lines.push(("Drawdown", percent(drawdown, 2), Tone::of(drawdown)));
        let held = row.decision.map_or([0.0; 6], |decision| decision.current);
        Some(Self {
            date: row.date.to_string(),
            regime: row.regime.map_or(("Warm-up", None), |r| (r.name(), Some(r.index()))),
            lines,
            weights: holdings(held),
        })
    }

    /// The same as one line for screen readers.
    #[must_use]
    pub fn describe(&self) -> String {
        let lines = self.lines.iter().map(|(label, value, _)| format!("{label} {value}"));
        let weights = self.weights.iter().map(|(_, code, weight)| format!("{code} {weight}"));
        let parts: Vec<String> = lines.chain(weights).collect();
        format!("{}, {}: {}", self.date, self.regime.0, parts.join(", "))
    }
}

fn holdings(weights: PerProfile<f64>) -> Vec<(usize, &'static str, String)> {
    let held = Profile::ALL.into_iter().filter(|profile| weights[profile.index()] > 0.0);
    held.map(|p| (p.index(), p.code(), percent(weights[p.index()], 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;
    use expect_test::expect;

    #[test]
    fn the_columns_equal_the_equity_and_drawdown_of_the_report() {
        let (report, _) = outcome();
        let course = Course::of(report);
        let total: Money = course.profit.iter().copied().sum();
        assert_eq!(report.scenario.capital() + total, course.equity[course.equity.len() - 1]);
        assert!(course.drawdown.iter().all(|fall| (-1.0..=0.0).contains(fall)));
        let last = course.dates.len() - 1;
        assert_eq!(course.at_or_before(course.dates[last]), Some(last));
        assert_eq!(course.at_or_before(NaiveDate::MIN), None);
        let some = [course.dates[3], NaiveDate::MAX];
        let found = course.equity_on(&some);
        assert_eq!(found, [Some(course.equity[3].to_dollars_f64()), None]);
    }

    #[test]
    fn the_readout_of_a_day_includes_the_baseline() {
        let (report, _) = outcome();
        let course = Course::of(report);
        let day = report.days.len() - 1;
        let read = Readout::of(report, &course, Some(&course), day).unwrap();
        expect!["2015-12-31, Choppy: Equity 862,722.52, Baseline 862,722.52, Day −699.17, Drawdown −13.77 %, LDG 14.2 %, CHARM 21.3 %, VANNA 11.8 %, SKEW 9.5 %, VOV 4.7 %"].assert_eq(&read.describe());
        let warming = Readout::of(report, &course, None, 0).unwrap();
        expect!["2013-01-02, Warm-up: Equity 1,000,000.00, Day 0.00, Drawdown 0.00 %"]
            .assert_eq(&warming.describe());
        assert_eq!(Readout::of(report, &course, None, day + 1), None);
    }
}
