//! What a finished run amounts to: returns, trades, costs, regimes, and its digest.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::Report;
use crate::engine::report::{Day, Digest, HedgeRecord, Trade};
use crate::market::Fingerprint;
use crate::math::{exp_m1, quantile};
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;
use crate::trade::Instrument;
use crate::units::Money;

use super::{Metrics, MonthlyRow, metrics_in_excess, monthly};

/// Below so many days a figure of a year or a regime says nothing.
pub const FEWEST_DAYS: usize = 60;

/// Every figure of a run beside its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The market it was run on.
    pub fingerprint: Fingerprint,
    /// What happened, as one number to compare.
    pub digest: Digest,
    /// Figures of the daily returns, from the first day on which something could be traded.
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
    /// Whether there is an interest rate, in excess of which the Sharpe ratios are.
    pub has_rate: bool,
}

/// Figures of the closed positions, options and hedge together. `None` where there is nothing to
/// average.
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
    /// Median of net profit over what was at risk.
    pub return_on_risk: Option<f64>,
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
    /// Days measured that began in each regime.
    pub measured: [usize; 6],
    /// Sharpe ratio of these days; `None` for fewer than [`FEWEST_DAYS`].
    pub sharpe: [Option<f64>; 6],
    /// Profit and loss of these days.
    pub profit: PerProfile<Money>,
}

/// Reviews a report: every figure is of the days measured.
#[must_use]
pub fn review(report: &Report, fingerprint: Fingerprint) -> Review {
    let days = &report.days[report.measured.clone()];
    let dates: Vec<NaiveDate> = days.iter().map(|day| day.date).collect();
    let returns = daily_returns(report);
    let traded = &returns[report.measured.clone()];
    let rates = daily_rates(report);
    let rates = &rates[report.measured.clone()];
    let costs = costs(report);
    Review {
        fingerprint,
        digest: report.digest(),
        metrics: metrics_in_excess(&dates, traded, rates),
        monthly: monthly(&dates, traded),
        trades: trades(report),
        costs,
        cost_drag: share_of(costs.total(), report.scenario.capital()),
        regimes: regimes(report, &returns, rates),
        time_in_market: share(days, |day| day.open > 0),
        turnover: turnover(report),
        has_rate: rates.iter().any(|rate| *rate != 0.0),
    }
}

/// What cash would have earned on each day at the rate known at the close before.
#[must_use]
pub fn daily_rates(report: &Report) -> Vec<f64> {
    let mut rates = vec![0.0; report.days.len()];
    for (rate, pair) in rates.iter_mut().skip(1).zip(report.days.windows(2)) {
        let years = (pair[1].date - pair[0].date).num_days() as f64 / 365.0;
        *rate = exp_m1(pair[0].rate * years);
    }
    rates
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
        trades.iter().map(Trade::net).filter(|net| net.is_negative() == sign).sum()
    };
    let (gains, losses) = (sum(false), sum(true));
    let mean = |total: f64| (!trades.is_empty()).then(|| total / trades.len() as f64);
    let won = trades.iter().filter(|trade| trade.net() > Money::ZERO).count();
    let held: i64 = trades.iter().map(|trade| (trade.exit - trade.entry).num_days()).sum();
    let on_risk: Vec<f64> = trades.iter().filter_map(Trade::return_on_risk).collect();
    TradeFigures {
        closed: trades.len(),
        win_rate: mean(won as f64),
        profit_factor: losses
            .is_negative()
            .then(|| gains.to_dollars_f64() / -losses.to_dollars_f64()),
        expectancy: mean((gains + losses).to_dollars_f64()),
        holding_days: mean(held as f64),
        return_on_risk: quantile(&on_risk, 0.5),
    }
}

pub(super) fn costs(report: &Report) -> CostFigures {
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
    let days = &report.days[report.measured.clone()];
    let count = days.len() as f64;
    let mean = days.iter().map(|day| day.equity().to_dollars_f64()).sum::<f64>() / count;
    let years = count / 252.0;
    // An empty sum of floats is minus zero.
    (mean > 0.0 && years > 0.0).then(|| (0.0 + traded.sum::<f64>()) / mean / years)
}

/// A day's return belongs to the regime known at the close before it.
fn regimes(report: &Report, returns: &[f64], rates: &[f64]) -> RegimeFigures {
    let mut figures = RegimeFigures::default();
    stays_and_moves(&report.days, &mut figures);
    let mut own: [(Vec<NaiveDate>, Vec<f64>, Vec<f64>); 6] = Default::default();
    for (index, rate) in report.measured.clone().zip(rates) {
        let Some(before) = index.checked_sub(1).map(|before| &report.days[before]) else {
            continue;
        };
        let (Some(regime), day) = (before.regime, &report.days[index]) else { continue };
        let (dates, values, theirs) = &mut own[regime.index()];
        dates.push(day.date);
        values.push(returns[index]);
        theirs.push(*rate);
        figures.profit[regime.index()] += day.equity() - before.equity();
    }
    for (row, (dates, values, theirs)) in own.iter().enumerate() {
        figures.measured[row] = dates.len();
        let sharpe = metrics_in_excess(dates, values, theirs).sharpe;
        figures.sharpe[row] = sharpe.filter(|_| dates.len() >= FEWEST_DAYS);
    }
    figures
}

fn stays_and_moves(days: &[Day], figures: &mut RegimeFigures) {
    let mut stays = [0_usize; 6];
    let mut moves = [[0_usize; 6]; 6];
    let mut before: Option<Regime> = None;
    for day in days {
        if let Some(regime) = day.regime {
            figures.days[regime.index()] += 1;
            stays[regime.index()] += usize::from(before != Some(regime));
            if let Some(last) = before {
                moves[last.index()][regime.index()] += 1;
            }
        }
        before = day.regime;
    }
    for row in 0..6 {
        let all: usize = moves[row].iter().sum();
        figures.transitions[row] =
            moves[row].map(|count| (all > 0).then(|| count as f64 / all as f64));
        figures.mean_duration[row] =
            (stays[row] > 0).then(|| figures.days[row] as f64 / stays[row] as f64);
    }
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
