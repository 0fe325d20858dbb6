//! What a finished run amounts to: returns, trades, costs, regimes, and its digest.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::Report;
use crate::engine::report::{Day, Digest, HedgeRecord};
use crate::market::Fingerprint;
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;
use crate::trade::Instrument;
use crate::units::Money;

use super::{Metrics, MonthlyRow, metrics, monthly};

/// Every figure of a run beside its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The market it was run on.
    pub fingerprint: Fingerprint,
    /// What happened, as one number to compare.
    pub digest: Digest,
    /// Figures of the daily returns, from the second day on.
    pub metrics: Metrics,
    /// Returns by month.
    pub monthly: Vec<MonthlyRow>,
    /// Figures of the closed positions.
    pub trades: TradeFigures,
    /// What trading cost.
    pub costs: CostFigures,
    /// The market states.
    pub regimes: RegimeFigures,
    /// Share of days with an open position.
    pub time_in_market: f64,
    /// All costs over the capital paid in.
    pub cost_drag: Option<f64>,
    /// Bought and sold premium per year, as a multiple of mean equity.
    pub turnover: Option<f64>,
}

/// Figures of the closed positions. `None` where there is nothing to average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TradeFigures {
    /// How many were closed.
    pub closed: usize,
    /// Share that made money.
    pub win_rate: Option<f64>,
    /// Gains over losses.
    pub profit_factor: Option<f64>,
    /// Mean profit and loss, dollars.
    pub expectancy: Option<f64>,
    /// Mean holding, calendar days.
    pub holding_days: Option<f64>,
}

/// What trading cost, in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CostFigures {
    /// Given to the spread.
    pub spread: Money,
    /// Given to size.
    pub slippage: Money,
    /// Commission, clearing and regulatory fees.
    pub fees: Money,
}

impl CostFigures {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Money {
        self.spread + self.slippage + self.fees
    }
}

/// How often, how long and how well: one entry per regime.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegimeFigures {
    /// Days in each regime.
    pub days: [usize; 6],
    /// Mean length of a stay, trading days.
    pub mean_duration: [Option<f64>; 6],
    /// Share of moves from one regime (row) to the next day's (column).
    pub transitions: [[Option<f64>; 6]; 6],
    /// Sharpe ratio of the days that began in each regime.
    pub sharpe: [Option<f64>; 6],
    /// Profit and loss of the days that began in each regime.
    pub profit: PerProfile<Money>,
}

/// Reviews a report.
#[must_use]
pub fn review(report: &Report, fingerprint: Fingerprint) -> Review {
    let dates: Vec<NaiveDate> = report.days.iter().map(|day| day.date).collect();
    let returns = daily_returns(report);
    // A first day on which nothing was traded is the start of the curve, not a return of zero.
    let first = usize::from(returns.first() == Some(&0.0));
    let (dates, traded) = (&dates[first..], &returns[first..]);
    let costs = costs(report);
    Review {
        fingerprint,
        digest: report.digest(),
        metrics: metrics(dates, traded),
        monthly: monthly(dates, traded),
        trades: trades(report),
        costs,
        cost_drag: share_of(costs.total(), report.scenario.capital()),
        regimes: regimes(&report.days, &returns),
        time_in_market: share(&report.days, |day| day.open > 0),
        turnover: turnover(report),
    }
}

/// Simple return of each day; the first against the capital paid in.
#[must_use]
pub fn daily_returns(report: &Report) -> Vec<f64> {
    let mut before = report.scenario.capital();
    let returns = report.equity().map(|equity| {
        let change = (equity - before).to_dollars_f64() / before.to_dollars_f64();
        before = equity;
        change
    });
    returns.collect()
}

fn trades(report: &Report) -> TradeFigures {
    let trades = &report.trades;
    let sum = |sign: bool| -> Money {
        let chosen = trades.iter().filter(|trade| trade.realised.is_negative() == sign);
        chosen.map(|trade| trade.realised).sum()
    };
    let (gains, losses) = (sum(false), sum(true));
    let mean = |total: f64| (!trades.is_empty()).then(|| total / trades.len() as f64);
    let won = trades.iter().filter(|trade| trade.realised > Money::ZERO).count();
    let held: i64 = trades.iter().map(|trade| (trade.exit - trade.entry).num_days()).sum();
    TradeFigures {
        closed: trades.len(),
        win_rate: mean(won as f64),
        profit_factor: losses
            .is_negative()
            .then(|| gains.to_dollars_f64() / -losses.to_dollars_f64()),
        expectancy: mean((gains + losses).to_dollars_f64()),
        holding_days: mean(held as f64),
    }
}

fn costs(report: &Report) -> CostFigures {
    let (fills, hedges) = (&report.fills, &report.hedges);
    let crossed = |hedge: &HedgeRecord| (hedge.price - hedge.mid).each(hedge.shares);
    CostFigures {
        spread: fills.iter().map(|fill| fill.spread).sum::<Money>()
            + hedges.iter().map(crossed).sum(),
        slippage: fills.iter().map(|fill| fill.slippage).sum(),
        fees: fills.iter().map(|fill| fill.fees.total()).sum::<Money>()
            + hedges.iter().map(|hedge| hedge.fees).sum(),
    }
}

fn share(days: &[Day], is: impl Fn(&Day) -> bool) -> f64 {
    days.iter().filter(|day| is(day)).count() as f64 / days.len().max(1) as f64
}

fn share_of(part: Money, whole: Money) -> Option<f64> {
    (whole > Money::ZERO).then(|| part.to_dollars_f64() / whole.to_dollars_f64())
}

/// Premium bought and sold per year of 252 days over mean equity.
fn turnover(report: &Report) -> Option<f64> {
    let traded = report.fills.iter().map(|fill| {
        let units = fill.contracts.size().shares(Instrument::MULTIPLIER) as f64;
        fill.price.to_dollars_f64() * units
    });
    let days = report.days.len() as f64;
    let mean = report.equity().map(Money::to_dollars_f64).sum::<f64>() / days;
    let years = days / 252.0;
    (mean > 0.0 && years > 0.0).then(|| traded.sum::<f64>() / mean / years)
}

/// A day's return belongs to the regime known at the close before it.
fn regimes(days: &[Day], returns: &[f64]) -> RegimeFigures {
    let mut figures = RegimeFigures::default();
    let mut stays = [0_usize; 6];
    let mut moves = [[0_usize; 6]; 6];
    let mut by_regime: [Vec<f64>; 6] = [const { Vec::new() }; 6];
    let mut before: Option<(Regime, Money)> = None;
    for (day, change) in days.iter().zip(returns) {
        if let Some((regime, equity)) = before {
            by_regime[regime.index()].push(*change);
            figures.profit[regime.index()] += day.equity() - equity;
        }
        if let Some(regime) = day.regime {
            figures.days[regime.index()] += 1;
            match before {
                Some((last, _)) => {
                    moves[last.index()][regime.index()] += 1;
                    stays[regime.index()] += usize::from(last != regime);
                }
                None => stays[regime.index()] += 1,
            }
        }
        before = day.regime.map(|regime| (regime, day.equity()));
    }
    for row in 0..6 {
        let all: usize = moves[row].iter().sum();
        figures.transitions[row] =
            moves[row].map(|count| (all > 0).then(|| count as f64 / all as f64));
        figures.mean_duration[row] =
            (stays[row] > 0).then(|| figures.days[row] as f64 / stays[row] as f64);
        let dates: Vec<NaiveDate> =
            days[..by_regime[row].len()].iter().map(|day| day.date).collect();
        figures.sharpe[row] = metrics(&dates, &by_regime[row]).sharpe;
    }
    figures
}

/// Costs by profile, in the profiles' order.
#[must_use]
pub fn costs_by_profile(report: &Report) -> PerProfile<CostFigures> {
    Profile::ALL.map(|profile| {
        let own = report.fills.iter().filter(|fill| fill.profile == profile);
        own.fold(CostFigures::default(), |sum, fill| CostFigures {
            spread: sum.spread + fill.spread,
            slippage: sum.slippage + fill.slippage,
            fees: sum.fees + fill.fees.total(),
        })
    })
}
