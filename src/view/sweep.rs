//! The cells of a sweep as a table.

use std::borrow::Cow;

use crate::analysis::sweep::{Cell as SweepCell, CellFigures, Plan};

use super::table::{Cell, Table, columns};

/// A row for each cell that was run: its values, as held, its figures, and why it has none.
#[must_use]
pub fn table<'a>(plan: &Plan, cells: &'a [SweepCell]) -> Table<'a> {
    let label = |code: u16| code.to_string();
    let fields = plan.axes().iter().map(|axis| {
        let name = axis.field().map_or_else(|| label(axis.code), |field| column(&field.label));
        Cow::Owned(name)
    });
    let fields = fields.collect::<Vec<Cow<'static, str>>>();
    let figures = columns(&[
        "final_equity",
        "total_return",
        "cagr",
        "sharpe_ratio",
        "max_drawdown",
        "volatility",
        "trades",
        "costs",
        "error",
    ]);
    let width = figures.len() - 1;
    Table::new("sweep", [fields, figures].concat(), cells.len(), move |row| {
        let SweepCell { values, outcome } = &cells[row];
        let mut line: Vec<Cell> = values.iter().copied().map(Cell::Number).collect();
        match outcome {
            Ok(CellFigures { equity, trades, costs, metrics }) => line.extend([
                Cell::Money(*equity),
                metrics.total_return.into(),
                metrics.cagr.into(),
                metrics.sharpe.into(),
                metrics.max_drawdown.into(),
                metrics.volatility.into(),
                Cell::Count(i64::try_from(*trades).unwrap_or(i64::MAX)),
                Cell::Money(*costs),
                Cell::Empty,
            ]),
            Err(reason) => {
                line.extend(std::iter::repeat_n(Cell::Empty, width));
                line.push(reason.clone().into());
            }
        }
        line
    })
}

/// A label as the name of a column: `Rebalance threshold` is `rebalance_threshold`.
fn column(label: &str) -> String {
    let words = label.split(|character: char| !character.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sweep::Axis;
    use crate::engine::{Prepared, Scenario, fields::FIELDS};
    use crate::view::sample;

    #[test]
    fn a_value_out_of_range_says_so_in_its_row() {
        let field = FIELDS.iter().find(|field| field.label == "maximum per profile").unwrap();
        let axis = Axis { code: field.code, from: 0.3, to: 1.1, steps: 2 };
        let plan = Plan::Grid(vec![axis]);
        let mut market = Prepared::new(sample::market());
        let cells: Vec<SweepCell> = (0..plan.cells())
            .map(|cell| plan.run(&mut market, &Scenario::default(), cell))
            .collect();
        assert_eq!(cells[0].outcome.as_ref().map(|figures| figures.trades > 0), Ok(true));
        let table = table(&plan, &cells);
        assert_eq!(table.columns[0], "maximum_per_profile");
        let (good, bad) = (table.row(0), table.row(1));
        assert_eq!((good.len(), bad.len()), (table.columns.len(), table.columns.len()));
        assert_eq!(good.last(), Some(&Cell::Empty));
        let reason =
            "maximum per profile: expected 1 to 100 %, found 110; choose a value in that range";
        assert_eq!(bad.last(), Some(&Cell::from(reason)));
        assert_eq!(bad[1..bad.len() - 1], vec![Cell::Empty; bad.len() - 2]);
    }
}
