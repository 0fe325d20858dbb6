//! Drawdowns: the times that wealth spends below its highest level so far.
//!
//! The starting capital counts as the first peak, so that a loss on the first day is a drawdown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::market::day_number;

/// One stay below a peak, from the last day at the peak to the first day back at it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawdown {
    /// Lowest wealth over the peak, less one: below zero, at least -1 without borrowing.
    pub depth: f64,
    /// Last day at the peak; `None` when the peak is the starting capital.
    #[serde(with = "day_number::optional")]
    pub peak: Option<NaiveDate>,
    /// Day of the lowest wealth, the first of them if there are several.
    #[serde(with = "day_number")]
    pub valley: NaiveDate,
    /// First day back at the peak or above; `None` when the series ends before it.
    #[serde(with = "day_number::optional")]
    pub recovery: Option<NaiveDate>,
    /// Last day of the stay: the day of recovery, else the last of the series.
    #[serde(with = "day_number")]
    pub end: NaiveDate,
    /// Trading days from the peak to the valley.
    pub days_to_valley: usize,
    /// Trading days from the valley to the recovery.
    pub days_to_recovery: Option<usize>,
    /// Trading days from the peak to the end.
    pub days: usize,
}

/// Every day's wealth over the highest so far, less one, and the stays below it.
pub(super) struct Underwater {
    /// Per day, zero at a peak and negative below it.
    pub(super) depths: Vec<f64>,
    /// In order of time; only the last may lack a recovery.
    pub(super) drawdowns: Vec<Drawdown>,
}

impl Underwater {
    /// Follows wealth through daily simple `returns`, from a starting capital of one.
    pub(super) fn of(dates: &[NaiveDate], returns: &[f64]) -> Self {
        let mut depths = Vec::with_capacity(returns.len());
        let mut drawdowns = Vec::new();
        let mut open: Option<Drawdown> = None;
        let mut peak_date = None;
        let (mut wealth, mut peak) = (1.0, 1.0);
        for (&date, value) in dates.iter().zip(returns) {
            wealth *= 1.0 + value;
            if wealth >= peak {
                peak = wealth;
                peak_date = Some(date);
                drawdowns.extend(open.take().map(|drawdown| drawdown.recover(date)));
                depths.push(0.0);
                continue;
            }
            let depth = wealth / peak - 1.0;
            depths.push(depth);
            open.get_or_insert_with(|| Drawdown::start(peak_date, date)).go_on(date, depth);
        }
        drawdowns.extend(open);
        Self { depths, drawdowns }
    }

    /// The one with the lowest valley, the earliest on a tie.
    pub(super) fn deepest(&self) -> Option<Drawdown> {
        self.drawdowns.iter().copied().reduce(|a, b| if b.depth < a.depth { b } else { a })
    }

    /// The one that took most days, the earliest on a tie.
    pub(super) fn longest(&self) -> Option<Drawdown> {
        self.drawdowns.iter().copied().reduce(|a, b| if b.days > a.days { b } else { a })
    }
}

impl Drawdown {
    fn start(peak: Option<NaiveDate>, date: NaiveDate) -> Self {
        Self {
            depth: 0.0,
            peak,
            valley: date,
            recovery: None,
            end: date,
            days_to_valley: 0,
            days_to_recovery: None,
            days: 0,
        }
    }

    fn go_on(&mut self, date: NaiveDate, depth: f64) {
        self.days += 1;
        self.end = date;
        if depth < self.depth {
            self.depth = depth;
            self.valley = date;
            self.days_to_valley = self.days;
        }
    }

    fn recover(self, date: NaiveDate) -> Self {
        let days = self.days + 1;
        Self {
            recovery: Some(date),
            end: date,
            days_to_recovery: Some(days - self.days_to_valley),
            days,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected`: peak, valley, recovery as day numbers from 1, with 0 for the start and for none.
    fn check(returns: &[f64], expected: &[(u64, u64, u64)]) {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let day = |number: u64| first + chrono::Days::new(number - 1);
        let dates: Vec<_> = (1..=returns.len() as u64).map(day).collect();
        let found: Vec<_> = Underwater::of(&dates, returns)
            .drawdowns
            .iter()
            .map(|drawdown| (drawdown.peak, drawdown.valley, drawdown.recovery))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(peak, valley, recovery)| {
                let optional = |number| (number > 0).then(|| day(number));
                (optional(peak), day(valley), optional(recovery))
            })
            .collect();
        assert_eq!(found, expected, "{returns:?}");
    }

    #[test]
    fn a_drawdown_runs_from_the_last_day_at_the_peak_to_the_first_back_at_it() {
        check(&[], &[]);
        check(&[0.5, 0.0, 0.5], &[]);
        check(&[-0.5], &[(0, 1, 0)]);
        check(&[-0.5, 1.0], &[(0, 1, 2)]);
        check(&[0.5, 0.0, -0.5, 0.5, -0.5, 0.0], &[(2, 5, 0)]);
        check(&[-0.5, 1.0, -0.25, -0.5, 3.0, -0.1], &[(0, 1, 2), (2, 4, 5), (5, 6, 0)]);
    }
}
