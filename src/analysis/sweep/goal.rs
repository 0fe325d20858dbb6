//! Which value of a field keeps a figure above or below a bound.

use serde::{Deserialize, Serialize};

use super::{Axis, Measure};

/// How often an end of the values that reach a goal is sought between two steps.
const HALVINGS: usize = 6;

/// A bound on a figure, sought by one field. Of a figure whose lower values are better the bound is
/// an upper one, else a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The field, and the values that are tried first.
    pub axis: Axis,
    /// The figure.
    pub measure: Measure,
    /// The bound, in the unit of the figure: -0.15 for a drawdown of 15 %.
    pub bound: f64,
}

/// What a search for a goal has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalAnswer {
    /// Of the values tried that reach the goal the one nearest to the present value, the lower one
    /// of two; `None` if none does.
    pub value: Option<f64>,
    /// Every value tried, in ascending order, with the figure; `None` where it has none.
    pub curve: Vec<(f64, Option<f64>)>,
}

impl Goal {
    /// Searches: all steps of the axis, then between each two neighbours of which one reaches the
    /// goal. What lies between two steps that both miss it is not seen; nothing is assumed of how
    /// the figure depends on the field.
    ///
    /// ```
    /// use rotation::analysis::sweep::{Axis, Goal, Measure};
    /// let axis = Axis { code: 1, from: 0.0, to: 10.0, steps: 11 };
    /// let goal = Goal { axis, measure: Measure::Sharpe, bound: 9.0 };
    /// // A parabola that is 9 or more from 2 to 4.
    /// let answer = goal.search(8.0, |value| Some(10.0 - (value - 3.0) * (value - 3.0)));
    /// assert_eq!(answer.value, Some(4.0));
    /// assert_eq!(goal.search(8.0, |_| Some(0.0)).value, None);
    /// ```
    pub fn search(&self, present: f64, mut figure: impl FnMut(f64) -> Option<f64>) -> GoalAnswer {
        let mut curve: Vec<(f64, Option<f64>)> = (0..self.axis.steps)
            .map(|step| self.axis.value(step))
            .map(|value| (value, figure(value)))
            .collect();
        let pairs: Vec<[(f64, bool); 2]> = curve
            .windows(2)
            .map(|pair| [0, 1].map(|at| (pair[at].0, self.is_reached(pair[at].1))))
            .filter(|[low, high]| low.1 != high.1)
            .collect();
        for [mut low, mut high] in pairs {
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(low.0, high.0);
                let found = figure(middle);
                curve.push((middle, found));
                let is_reached = self.is_reached(found);
                *(if is_reached == low.1 { &mut low } else { &mut high }) = (middle, is_reached);
            }
        }
        curve.sort_by(|a, b| a.0.total_cmp(&b.0));
        let reached = curve.iter().filter(|(_, found)| self.is_reached(*found));
        let distance = |value: f64| (value - present).abs();
        let value =
            reached.map(|(value, _)| *value).min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
        GoalAnswer { value, curve }
    }

    fn is_reached(&self, figure: Option<f64>) -> bool {
        figure.is_some_and(|value| match self.measure.is_better_low() {
            true => value <= self.bound,
            false => value >= self.bound,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(measure: Measure, bound: f64) -> Goal {
        Goal { axis: Axis { code: 1, from: 0.0, to: 8.0, steps: 9 }, measure, bound }
    }

    #[test]
    fn the_end_of_the_values_that_reach_a_goal_is_found_between_steps() {
        let answer = goal(Measure::MaxDrawdown, -0.15).search(8.0, |value| Some(-value / 20.0));
        let found = answer.value.expect("all below 3 reach it");
        assert!((2.98..=3.0).contains(&found), "{found}");
        assert!(answer.curve.is_sorted_by(|a, b| a.0 <= b.0));
    }

    #[test]
    fn of_two_ranges_the_nearer_one_answers() {
        // One at 0, 4 and 8, and less by the distance from them.
        let peaks = |value: f64| Some(1.0 - ((value + 2.0) % 4.0 - 2.0).abs());
        let answer = goal(Measure::Sharpe, 0.9).search(5.0, peaks);
        assert!((answer.value.expect("near 4 and at the ends") - 4.0).abs() <= 0.1);
    }

    #[test]
    fn less_is_better_for_volatility_and_a_missing_figure_reaches_nothing() {
        let answer = goal(Measure::Volatility, 2.0).search(8.0, Some);
        assert_eq!(answer.value, Some(2.0));
        assert_eq!(goal(Measure::Sharpe, -1.0).search(4.0, |_| None).value, None);
    }
}
