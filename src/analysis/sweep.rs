//! Many runs of one scenario with some of its numbers changed, and what stands out among them.
//!
//! A [`Plan`] is data: its cells are numbered, and each is a scenario of its own, so that they may
//! be run in any order and anywhere. Nothing is random but by the seed of the plan.

mod goal;
mod hypercube;
mod plateau;

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

use crate::engine::fields::{self, Field};
use crate::engine::{Prepared, Scenario, ScenarioError};
use crate::market::Market;
use crate::math::decimal;
use crate::units::Money;

use super::review::{costs, daily_rates, daily_returns};
use super::{Metrics, metrics_in_excess};

pub use goal::{Goal, GoalAnswer};
pub use plateau::plateau;

/// The most cells of a plan.
pub const MOST_CELLS: usize = 10_000;

/// A number of the scenario and the values it takes: so many, evenly from one end to the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The field's number in links.
    pub code: u16,
    /// The first value, as held: a decimal, not percent.
    pub from: f64,
    /// The last value.
    pub to: f64,
    /// How many values.
    pub steps: usize,
}

/// Which values are run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Plan {
    /// Every value of one field, or every pair of values of two: the second changes first.
    Grid(Vec<Axis>),
    /// A Latin hypercube (McKay, Beckman and Conover 1979): each range is cut into as many equal
    /// parts as there are cells, and each part is met once. The steps of the axes do not count.
    Hypercube {
        /// The fields.
        axes: Vec<Axis>,
        /// How many scenarios.
        cells: usize,
        /// What decides which parts meet.
        seed: u64,
    },
}

/// Why a plan cannot be run; in the order the rules are checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SweepError {
    /// No field, or too many for a grid.
    #[error("expected one or two fields, found {found}; sample more of them instead")]
    Fields {
        /// How many there are.
        found: usize,
    },
    /// A field that does not exist.
    #[error("field {code}: expected the number of a field, found another; choose it from the form")]
    UnknownField {
        /// Its number.
        code: u16,
    },
    /// A field twice.
    #[error("{label}: expected each field once, found it twice; choose another one")]
    Twice {
        /// The field.
        label: &'static str,
    },
    /// A range that does not go up.
    #[error("{label}: expected a first value below the last, found none; widen the range")]
    EmptyRange {
        /// The field.
        label: &'static str,
    },
    /// One value is no range.
    #[error("{label}: expected at least 2 values, found {found}; choose more steps")]
    FewSteps {
        /// The field.
        label: &'static str,
        /// How many there are.
        found: usize,
    },
    /// None, or more than would be done in a reasonable time.
    #[error("expected 2 to {MOST_CELLS} scenarios, found {found}; choose other steps")]
    Cells {
        /// How many there are.
        found: usize,
    },
}

/// What came of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The values of its fields, in the order of the axes.
    pub values: Vec<f64>,
    /// Its figures, or why there are none.
    pub outcome: Result<CellFigures, String>,
}

/// The figures of a cell, over the days measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellFigures {
    /// What the account is worth at the end.
    pub equity: Money,
    /// How many trades were closed.
    pub trades: usize,
    /// What trading cost.
    pub costs: Money,
    /// Figures of the daily returns.
    pub metrics: Metrics,
}

/// A figure by which cells are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Sharpe ratio.
    Sharpe,
    /// Total return.
    TotalReturn,
    /// Compound annual growth rate.
    Cagr,
    /// Maximum drawdown, zero or below.
    MaxDrawdown,
    /// CAGR over the maximum drawdown.
    Calmar,
    /// Standard deviation of returns, a year: less is better.
    Volatility,
    /// Trades closed: less is better.
    Trades,
}

impl Measure {
    /// Every measure in its order, which is part of what the page keeps: new ones come last.
    pub const ALL: [Self; 7] = [
        Self::Sharpe,
        Self::TotalReturn,
        Self::Cagr,
        Self::MaxDrawdown,
        Self::Calmar,
        Self::Volatility,
        Self::Trades,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sharpe => "Sharpe ratio",
            Self::TotalReturn => "Total return",
            Self::Cagr => "CAGR",
            Self::MaxDrawdown => "Max drawdown",
            Self::Calmar => "Calmar ratio",
            Self::Volatility => "Volatility",
            Self::Trades => "Trades",
        }
    }

    /// The measure of a name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Its value; `None` where the returns do not define it.
    #[must_use]
    pub fn of(self, figures: &CellFigures) -> Option<f64> {
        let metrics = &figures.metrics;
        match self {
            Self::Sharpe => metrics.sharpe,
            Self::TotalReturn => metrics.total_return,
            Self::Cagr => metrics.cagr,
            Self::MaxDrawdown => metrics.max_drawdown,
            Self::Calmar => metrics.calmar,
            Self::Volatility => metrics.volatility,
            Self::Trades => Some(figures.trades as f64),
        }
    }

    /// Whether a lower value is the better one.
    #[must_use]
    pub const fn is_better_low(self) -> bool {
        matches!(self, Self::Volatility | Self::Trades)
    }

    /// The value as a rank: of two the better one has the higher rank.
    fn rank(self, figures: &CellFigures) -> Option<f64> {
        self.of(figures).map(|value| if self.is_better_low() { -value } else { value })
    }
}

impl Axis {
    /// The field.
    #[must_use]
    pub fn field(&self) -> Option<&'static Field> {
        fields::by_code(self.code)
    }

    /// The value at a step.
    #[must_use]
    pub fn value(&self, step: usize) -> f64 {
        let last = self.steps.saturating_sub(1).max(1);
        self.at(step as f64 / last as f64)
    }

    /// The value a share of the way, rounded to twelve digits: the dust of a sum would be out of
    /// range at its end.
    fn at(&self, share: f64) -> f64 {
        let value = self.from + (self.to - self.from) * share;
        decimal::parse(&format!("{value:.11e}")).unwrap_or(value)
    }
}

impl Plan {
    /// The fields.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        match self {
            Self::Grid(axes) | Self::Hypercube { axes, .. } => axes,
        }
    }

    /// How many cells there are.
    #[must_use]
    pub fn cells(&self) -> usize {
        match self {
            Self::Grid(axes) => {
                axes.iter().fold(1, |cells: usize, axis| cells.saturating_mul(axis.steps))
            }
            Self::Hypercube { cells, .. } => *cells,
        }
    }

    /// Checks that the plan can be run. A value out of its field's range is no error of the plan:
    /// its cell says so.
    ///
    /// # Errors
    /// A [`SweepError`] for the first rule that is broken.
    ///
    /// ```
    /// use rotation::analysis::sweep::{Axis, Plan, SweepError};
    /// use rotation::engine::fields::FIELDS;
    /// let axis = Axis { code: FIELDS[0].code, from: 0.2, to: 0.6, steps: 5 };
    /// let plan = Plan::Grid(vec![axis]);
    /// assert_eq!((plan.check(), plan.cells()), (Ok(()), 5));
    /// let never = Plan::Grid(vec![Axis { to: 0.2, ..axis }]);
    /// assert!(matches!(never.check(), Err(SweepError::EmptyRange { .. })));
    /// ```
    pub fn check(&self) -> Result<(), SweepError> {
        let axes = self.axes();
        let is_grid = matches!(self, Self::Grid(_));
        if axes.is_empty() || (is_grid && axes.len() > 2) {
            return Err(SweepError::Fields { found: axes.len() });
        }
        for (at, axis) in axes.iter().enumerate() {
            let Some(field) = axis.field() else {
                return Err(SweepError::UnknownField { code: axis.code });
            };
            let label = &field.label;
            if axes[..at].iter().any(|before| before.code == axis.code) {
                return Err(SweepError::Twice { label });
            }
            if !(axis.from.is_finite() && axis.to.is_finite() && axis.from < axis.to) {
                return Err(SweepError::EmptyRange { label });
            }
            if is_grid && axis.steps < 2 {
                return Err(SweepError::FewSteps { label, found: axis.steps });
            }
        }
        match self.cells() {
            2..=MOST_CELLS => Ok(()),
            found => Err(SweepError::Cells { found }),
        }
    }

    /// The values of a cell, in the order of the axes.
    #[must_use]
    pub fn values(&self, cell: usize) -> Vec<f64> {
        match self {
            Self::Grid(axes) => {
                let mut rest = cell;
                let mut values: Vec<f64> = Vec::with_capacity(axes.len());
                for axis in axes.iter().rev() {
                    values.push(axis.value(rest % axis.steps.max(1)));
                    rest /= axis.steps.max(1);
                }
                values.reverse();
                values
            }
            Self::Hypercube { axes, cells, seed } => hypercube::point(axes, *cells, *seed, cell),
        }
    }

    /// The scenario of a cell.
    ///
    /// # Errors
    /// The values are out of range, or do not go together.
    pub fn scenario(&self, base: &Scenario, cell: usize) -> Result<Scenario, ScenarioError> {
        let mut scenario = base.clone();
        for (axis, value) in self.axes().iter().zip(self.values(cell)) {
            let Some(field) = axis.field() else { continue };
            field.check(value)?;
            field.set(&mut scenario, value);
        }
        scenario.check()?;
        Ok(scenario)
    }

    /// Runs a cell of a plan on a market.
    #[must_use]
    pub fn run<M: Borrow<Market>>(
        &self,
        market: &mut Prepared<M>,
        base: &Scenario,
        cell: usize,
    ) -> Cell {
        let scenario = self.scenario(base, cell).map_err(|error| error.to_string());
        let outcome = scenario.and_then(|scenario| figures(market, &scenario));
        Cell { values: self.values(cell), outcome }
    }
}

/// Runs a scenario that has been checked, for its figures alone.
fn figures<M: Borrow<Market>>(
    market: &mut Prepared<M>,
    scenario: &Scenario,
) -> Result<CellFigures, String> {
    let report = market.run_checked(scenario, |_, _| {}).map_err(|error| error.to_string())?;
    let measured = report.measured.clone();
    let dates: Vec<_> = report.days[measured.clone()].iter().map(|day| day.date).collect();
    let (returns, rates) = (daily_returns(&report), daily_rates(&report));
    let metrics = metrics_in_excess(&dates, &returns[measured.clone()], &rates[measured]);
    Ok(CellFigures {
        equity: report.equity().last().unwrap_or(scenario.capital()),
        trades: report.trades.len(),
        costs: costs(&report).total(),
        metrics,
    })
}
