//! The figures of a review as files.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::analysis::{Benchmark, Review};
use crate::engine::Report;
use crate::regime::Regime;
use crate::view::table::{Cell, Table, columns};

use super::regime;

/// How often, how long and how well each regime was, and the shares of moves to the next day's.
#[must_use]
pub fn regimes(review: &Review) -> Table<'_> {
    let mut names = columns(&[
        "regime",
        "regime_name",
        "days",
        "mean_duration",
        "days_measured",
        "sharpe",
        "pnl",
    ]);
    names.extend((1..=6).map(|number| Cow::Owned(format!("share_to_regime_{number}"))));
    Table::new("regimes", names, Regime::ALL.len(), move |index| {
        let (figures, own) = (&review.regimes, Regime::ALL[index]);
        let mut row = vec![
            regime(Some(own)),
            own.name().into(),
            Cell::Count(figures.days[index] as i64),
            figures.mean_duration[index].into(),
            Cell::Count(figures.measured[index] as i64),
            figures.sharpe[index].into(),
            Cell::Money(figures.profit[index]),
        ];
        row.extend(figures.transitions[index].map(Cell::from));
        row
    })
}

/// What one dollar in each benchmark has become at each close of the days measured.
#[must_use]
pub fn benchmarks<'a>(report: &'a Report, others: &[Benchmark]) -> Table<'a> {
    let mut names = columns(&["date"]);
    names.extend(
        others
            .iter()
            .map(|other| Cow::Owned(other.kind.name().to_lowercase().replace([' ', '-'], "_"))),
    );
    let growths: Vec<Vec<f64>> = others.iter().map(|other| other.growth().collect()).collect();
    let days = &report.days[report.measured.clone()];
    let count = growths.iter().map(Vec::len).min().unwrap_or(0).min(days.len());
    Table::new("benchmarks", names, count, move |index| {
        let date = std::iter::once(Cell::Date(days[index].date));
        date.chain(growths.iter().map(|growth| Cell::Number(growth[index]))).collect()
    })
}

/// Every figure of a review by name, days in a column of their own; undefined ones are empty.
#[must_use]
pub fn metrics(review: &Review) -> Table<'_> {
    let rows = figures(review);
    Table::new("metrics", columns(&["metric", "value", "date"]), rows.len(), move |index| {
        let (name, value) = &rows[index];
        let (value, date) = match value {
            Cell::Date(_) => (Cell::Empty, value.clone()),
            value => (value.clone(), Cell::Empty),
        };
        vec![Cell::from(*name), value, date]
    })
}

/// The same figures as one row, a column each: days are days there and counts are counts.
#[must_use]
pub fn metrics_wide(review: &Review) -> Table<'_> {
    let (names, row): (Vec<_>, Vec<_>) = figures(review).into_iter().unzip();
    Table::new("metrics_wide", columns(&names), 1, move |_| row.clone())
}

fn figures(review: &Review) -> Vec<(&'static str, Cell)> {
    let m = &review.metrics;
    let (deepest, longest) = (m.deepest_drawdown.as_ref(), m.longest_drawdown.as_ref());
    let date = |date: Option<NaiveDate>| date.map_or(Cell::Empty, Cell::Date);
    vec![
        ("days_measured", Cell::Count(m.days as i64)),
        ("total_return", m.total_return.into()),
        ("cagr", m.cagr.into()),
        ("volatility", m.volatility.into()),
        ("sharpe", m.sharpe.into()),
        ("sortino", m.sortino.into()),
        ("calmar", m.calmar.into()),
        ("omega", m.omega.into()),
        ("max_drawdown", m.max_drawdown.into()),
        ("max_drawdown_peak", date(deepest.and_then(|drawdown| drawdown.peak))),
        ("max_drawdown_valley", date(deepest.map(|drawdown| drawdown.valley))),
        ("max_drawdown_recovery", date(deepest.and_then(|drawdown| drawdown.recovery))),
        (
            "longest_drawdown_days",
            longest.map_or(Cell::Empty, |drawdown| Cell::Count(drawdown.days as i64)),
        ),
        ("var_95", m.value_at_risk_95.into()),
        ("var_99", m.value_at_risk_99.into()),
        ("cvar_95", m.conditional_value_at_risk_95.into()),
        ("cvar_99", m.conditional_value_at_risk_99.into()),
        ("skew", m.skew.into()),
        ("kurtosis", m.kurtosis.into()),
        ("tail_ratio", m.tail_ratio.into()),
        ("best_day", m.best_day.map(|day| day.value).into()),
        ("worst_day", m.worst_day.map(|day| day.value).into()),
        ("trades", Cell::Count(review.trades.closed as i64)),
        ("win_rate", review.trades.win_rate.into()),
        ("profit_factor", review.trades.profit_factor.into()),
        ("expectancy", review.trades.expectancy.into()),
        ("average_holding_days", review.trades.holding_days.into()),
        ("return_on_risk_median", review.trades.return_on_risk.into()),
        ("turnover", review.turnover.into()),
        ("cost_drag", review.cost_drag.into()),
        ("time_in_market", Cell::Number(review.time_in_market)),
        ("costs_spread", Cell::Money(review.costs.spread)),
        ("costs_slippage", Cell::Money(review.costs.slippage)),
        ("costs_fees", Cell::Money(review.costs.fees)),
        ("sharpe_trend_up", review.regimes.sharpe[0].into()),
        ("sharpe_trend_down", review.regimes.sharpe[1].into()),
        ("sharpe_compression", review.regimes.sharpe[2].into()),
        ("sharpe_breaking_vol", review.regimes.sharpe[3].into()),
        ("sharpe_choppy", review.regimes.sharpe[4].into()),
        ("sharpe_event", review.regimes.sharpe[5].into()),
    ]
}
