//! Where a sweep is good all around, instead of the one place where it is best.

use super::{Cell, Measure, Plan};

/// The cell of a grid whose neighbourhood is best: the worst of it and its neighbours, the diagonal
/// ones included, is better than that of any other; the first of equals. Only cells whose
/// neighbours all have a value count, so that no cell at the edge wins for want of neighbours.
/// `None` if there is no such cell, or the plan is no grid.
#[must_use]
pub fn plateau(plan: &Plan, cells: &[Option<Cell>], measure: Measure) -> Option<usize> {
    let Plan::Grid(axes) = plan else { return None };
    let steps: Vec<usize> = axes.iter().map(|axis| axis.steps).collect();
    let rank = |cell: usize| {
        let figures = cells.get(cell)?.as_ref()?.outcome.as_ref().ok()?;
        measure.rank(figures)
    };
    let worst = |cell: usize| {
        let around = neighbourhood(&steps, cell)?;
        around.into_iter().map(rank).try_fold(f64::INFINITY, |worst, own| Some(worst.min(own?)))
    };
    let ranked = (0..plan.cells()).filter_map(|cell| Some((cell, worst(cell)?)));
    let best = ranked.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(cell, _)| cell)
}

/// A cell and all of its neighbours; `None` at the edge.
fn neighbourhood(steps: &[usize], cell: usize) -> Option<Vec<usize>> {
    let mut around = vec![0];
    let mut rest = cell;
    let mut stride = 1;
    for steps in steps.iter().rev() {
        let place = rest % steps;
        if place == 0 || place + 1 == *steps {
            return None;
        }
        let beside = |from: usize| [place - 1, place, place + 1].map(|at| from + at * stride);
        around = around.into_iter().flat_map(beside).collect();
        rest /= steps;
        stride *= steps;
    }
    Some(around)
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, CellFigures};
    use super::*;
    use crate::analysis::Metrics;
    use crate::units::Money;

    fn check(steps: &[usize], sharpes: &[Option<f64>], expected: Option<usize>) {
        let axis = |(code, steps): (usize, &usize)| Axis {
            code: code as u16,
            from: 0.0,
            to: 1.0,
            steps: *steps,
        };
        let plan = Plan::Grid(steps.iter().enumerate().map(axis).collect());
        let cell = |sharpe: &Option<f64>| {
            let metrics = Metrics { sharpe: *sharpe, ..Metrics::default() };
            let figures =
                CellFigures { equity: Money::ZERO, trades: 0, costs: Money::ZERO, metrics };
            let outcome = sharpe.map(|_| figures).ok_or_else(|| "out of range".to_owned());
            Some(Cell { values: Vec::new(), outcome })
        };
        let cells: Vec<_> = sharpes.iter().map(cell).collect();
        assert_eq!(plateau(&plan, &cells, Measure::Sharpe), expected);
    }

    #[test]
    fn a_broad_rise_beats_a_narrow_peak() {
        let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        check(&[7], &some(&[0.0, 9.0, 0.0, 2.0, 3.0, 2.0, 0.0]), Some(4));
        check(&[3, 3], &some(&[1.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0, 1.0, 1.0]), Some(4));
        check(&[2], &some(&[1.0, 2.0]), None);
    }

    #[test]
    fn a_cell_beside_one_without_a_value_does_not_count() {
        let values = [Some(5.0), None, Some(5.0), Some(1.0), Some(2.0), Some(1.0)];
        check(&[6], &values, Some(3));
        check(&[3], &[Some(1.0), None, Some(1.0)], None);
    }
}
