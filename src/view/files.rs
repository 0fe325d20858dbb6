//! The tables of a report under their published column names, as they are written to files.

use std::borrow::Cow;

use crate::engine::Report;
use crate::engine::report::{Day, ProfileHoldings};
use crate::pricing::Right;
use crate::profile::{Playbook, Profile};
use crate::regime::Regime;
use crate::signal::Signals;
use crate::units::Money;

use super::table::{Cell, Table, columns, per_profile};
use super::{holding, words};

mod figures;

pub use figures::{benchmarks, metrics, metrics_wide, regimes};

/// Every table of a report, in the order they are listed.
#[must_use]
pub fn all(report: &Report) -> Vec<Table<'_>> {
    vec![
        equity_curve(report),
        daily_results(report),
        closed_positions(report),
        open_positions(report),
        rebalance_log(report),
        fills(report),
        hedges(report),
        limit_log(report),
        exposure(report),
        signals(report),
    ]
}

/// Cash, positions and equity of each day.
#[must_use]
pub fn equity_curve(report: &Report) -> Table<'_> {
    let mut names = columns(&["date", "cash", "position_value", "total_equity", "num_positions"]);
    for number in 1..=6 {
        names.push(Cow::Owned(format!("profile_{number}_value")));
        names.push(Cow::Owned(format!("profile_{number}_pnl")));
    }
    names.extend(columns(&["hedge_value", "portfolio_hedge_pnl", "interest"]));
    Table::new("equity_curve", names, report.days.len(), |index| {
        let day = &report.days[index];
        let mut row = vec![
            Cell::Date(day.date),
            Cell::Money(day.cash),
            Cell::Money(day.position_value()),
            Cell::Money(day.equity()),
            Cell::Count(i64::from(day.open)),
        ];
        for (value, profit) in day.values.iter().zip(&day.profits) {
            row.push(Cell::Money(*value));
            row.push(Cell::Money(*profit));
        }
        row.extend([day.hedge_value, day.portfolio_hedge, day.interest].map(Cell::Money));
        row
    })
}

/// The state of the account and its sensitivities at each close.
#[must_use]
pub fn daily_results(report: &Report) -> Table<'_> {
    let mut names = columns(&[
        "date",
        "regime",
        "spot",
        "rv20",
        "total_equity",
        "cash",
        "daily_pnl",
        "daily_return",
        "realized_pnl",
        "unrealized_pnl",
        "num_positions",
        "delta",
        "gamma",
        "theta",
        "vega",
    ]);
    names.extend(per_profile("allocation"));
    names.extend(per_profile("target"));
    Table::new("daily_results", names, report.days.len(), |index| {
        let day = &report.days[index];
        let before = match index.checked_sub(1) {
            Some(before) => report.days[before].equity(),
            None => report.scenario.capital(),
        };
        let profit = day.equity() - before;
        // The first day opens the account: without a trade on it there is no return.
        let has_return = index > 0 || profit != Money::ZERO;
        let mut row = vec![
            Cell::Date(day.date),
            regime(day.regime),
            Cell::Number(day.spot),
            day.signals.rv20.into(),
            Cell::Money(day.equity()),
            Cell::Money(day.cash),
            Cell::Money(profit),
            has_return.then(|| profit.to_dollars_f64() / before.to_dollars_f64()).into(),
            Cell::Money(day.realised),
            Cell::Money(day.unrealised),
            Cell::Count(i64::from(day.open)),
            Cell::Number(day.exposure.delta),
            Cell::Number(day.exposure.gamma),
            Cell::Number(day.exposure.theta),
            Cell::Number(day.exposure.vega),
        ];
        let decision = day.decision.as_ref();
        let current = decision.map(|decision| decision.current);
        let target = decision.map(|decision| decision.target);
        for weights in [current, target] {
            row.extend((0..6).map(|i| Cell::from(weights.map(|weights| weights[i]))));
        }
        row
    })
}

/// Positions from their opening to their end; `realized_pnl` and the returns are of options and
/// hedge together.
#[must_use]
pub fn closed_positions(report: &Report) -> Table<'_> {
    let names = columns(&[
        "profile_id",
        "trade_id",
        "structure",
        "units",
        "entry_date",
        "exit_date",
        "days_held",
        "entry_value",
        "exit_value",
        "fees",
        "realized_pnl",
        "return_pct",
        "allocation_pct",
        "exit_reason",
        "hedge_pnl",
        "options_pnl",
        "return_on_risk",
        "settlement",
        "hypothetical",
    ]);
    let playbook = Playbook::new(&report.scenario.structures);
    Table::new("closed_positions", names, report.trades.len(), move |index| {
        let trade = &report.trades[index];
        vec![
            profile(trade.profile),
            Cell::Count(i64::from(trade.trade)),
            playbook.structure(usize::from(trade.structure)).name.clone().into(),
            trade.units.into(),
            Cell::Date(trade.entry),
            Cell::Date(trade.exit),
            Cell::Count((trade.exit - trade.entry).num_days()),
            Cell::Money(trade.entry_value),
            Cell::Money(trade.exit_value),
            Cell::Money(trade.fees),
            Cell::Money(trade.net()),
            percent(trade.return_on_capital()),
            Cell::Number(trade.allocation * 100.0),
            words::exit(trade.reason).into(),
            Cell::Money(trade.hedge),
            Cell::Money(trade.realised),
            percent(trade.return_on_risk()),
            settlement(report, Some(trade.first_fill)),
            yes_or_no(Some(trade.hypothetical)),
        ]
    })
}

/// Positions still open at the end.
#[must_use]
pub fn open_positions(report: &Report) -> Table<'_> {
    let names = columns(&[
        "profile_id",
        "trade_id",
        "structure",
        "units",
        "entry_date",
        "entry_value",
        "value",
        "unrealized_pnl",
        "allocation_pct",
        "options_pnl",
        "hedge_pnl",
        "net_pnl",
        "settlement",
        "hypothetical",
    ]);
    let playbook = Playbook::new(&report.scenario.structures);
    Table::new("open_positions", names, report.open_positions.len(), move |index| {
        let position = &report.open_positions[index];
        vec![
            profile(position.profile),
            Cell::Count(i64::from(position.trade)),
            playbook.structure(usize::from(position.structure)).name.clone().into(),
            position.units.into(),
            Cell::Date(position.entry),
            Cell::Money(position.entry_value),
            Cell::Money(position.value),
            Cell::Money(position.unrealised),
            Cell::Number(position.allocation * 100.0),
            Cell::Money(position.profit),
            Cell::Money(position.hedge),
            Cell::Money(position.net()),
            settlement(report, Some(position.first_fill)),
            yes_or_no(Some(position.hypothetical)),
        ]
    })
}

/// Every change of an allocation, and every order that could not be filled.
#[must_use]
pub fn rebalance_log(report: &Report) -> Table<'_> {
    let names = columns(&[
        "date",
        "action",
        "profile_id",
        "old_allocation",
        "new_allocation",
        "realized_pnl",
        "entry_cost",
        "reason",
    ]);
    Table::new("rebalance_log", names, report.rotations.len(), |index| {
        let rotation = &report.rotations[index];
        vec![
            Cell::Date(rotation.date),
            words::rotation(rotation.kind).into(),
            profile(rotation.profile),
            Cell::Number(rotation.old_allocation),
            Cell::Number(rotation.new_allocation),
            Cell::Money(rotation.realised),
            Cell::Money(rotation.entry_cost),
            words::reason(&rotation.reason).into(),
        ]
    })
}

/// Every leg bought, sold or settled.
#[must_use]
pub fn fills(report: &Report) -> Table<'_> {
    let names = columns(&[
        "decision_date",
        "fill_date",
        "fill_time",
        "profile_id",
        "trade_id",
        "type",
        "strike",
        "expiry",
        "quantity",
        "mid",
        "price",
        "spread",
        "slippage",
        "commission",
        "clearing",
        "regulatory",
        "provenance",
        "settlement",
    ]);
    Table::new("fills", names, report.fills.len(), |index| {
        let fill = &report.fills[index];
        vec![
            Cell::Date(fill.decided),
            Cell::Date(fill.filled),
            words::moment(fill.moment).into(),
            profile(fill.profile),
            Cell::Count(i64::from(fill.trade)),
            match fill.contract.right {
                Right::Call => "C",
                Right::Put => "P",
            }
            .into(),
            Cell::Number(fill.contract.strike.to_dollars_f64()),
            Cell::Date(fill.contract.expiry),
            fill.contracts.into(),
            Cell::Number(fill.mid.to_dollars_f64()),
            Cell::Number(fill.price.to_dollars_f64()),
            Cell::Money(fill.spread),
            Cell::Money(fill.slippage),
            Cell::Money(fill.fees.commission),
            Cell::Money(fill.fees.clearing),
            Cell::Money(fill.fees.regulatory),
            fill.provenance.name().into(),
            words::settlement(fill.contract.settlement).into(),
        ]
    })
}

/// Shares and futures traded, delivered and given back.
#[must_use]
pub fn hedges(report: &Report) -> Table<'_> {
    let names = columns(&[
        "date",
        "time",
        "profile_id",
        "cause",
        "shares",
        "held",
        "mid",
        "price",
        "spread",
        "fees",
    ]);
    Table::new("hedges", names, report.hedges.len(), |index| {
        let hedge = &report.hedges[index];
        vec![
            Cell::Date(hedge.date),
            words::moment(hedge.moment).into(),
            hedge.profile.map_or(Cell::Empty, profile),
            words::share_cause(hedge.cause).into(),
            Cell::Count(hedge.shares),
            Cell::Count(hedge.held),
            Cell::Number(hedge.mid.to_dollars_f64()),
            Cell::Number(hedge.price.to_dollars_f64()),
            Cell::Money((hedge.price - hedge.mid).each(hedge.shares)),
            Cell::Money(hedge.fees),
        ]
    })
}

/// Every limit that was reached, a row per day: the value, the limit, what was done, and on how
/// many days in a row it has been reached.
#[must_use]
pub fn limit_log(report: &Report) -> Table<'_> {
    let names = columns(&["date", "limit", "profile_id", "value", "bound", "action", "day"]);
    Table::new("limit_log", names, report.breaches.len(), |index| {
        let breach = &report.breaches[index];
        vec![
            Cell::Date(breach.date),
            words::limit(breach.limit).into(),
            breach.profile.map_or(Cell::Empty, profile),
            Cell::Number(breach.value),
            Cell::Number(breach.bound),
            words::response(&breach.response).into(),
            Cell::Count(i64::from(breach.day)),
        ]
    })
}

/// Sensitivities, margin, how many legs are marked by what, and what each profile has of it, at
/// each close.
#[must_use]
pub fn exposure(report: &Report) -> Table<'_> {
    let mut names = columns(&[
        "date",
        "delta",
        "gamma",
        "theta",
        "vega",
        "margin",
        "buying_power",
        "legs_quoted",
        "legs_traded",
        "legs_interpolated",
        "legs_stale",
        "legs_model",
        "oldest_mark_days",
    ]);
    for tail in ["delta", "gamma", "theta", "vega", "shares"] {
        names.extend(per_profile(tail));
    }
    names.push("account_shares".into());
    Table::new("exposure", names, report.days.len(), |index| {
        let day = &report.days[index];
        let (exposure, marks) = (&day.exposure, day.marks);
        let greeks = [exposure.delta, exposure.gamma, exposure.theta, exposure.vega];
        let mut row = vec![Cell::Date(day.date)];
        row.extend(greeks.map(Cell::Number));
        row.extend([day.margin, day.buying_power()].map(Cell::Money));
        let legs = [marks.quoted, marks.traded, marks.interpolated, marks.stale, marks.model];
        row.extend(legs.map(|legs| Cell::Count(i64::from(legs))));
        row.push(mark_age(day));
        let ProfileHoldings { exposures, shares } = report.held[index];
        row.extend(exposures.map(|own| Cell::Number(own.delta)));
        row.extend(exposures.map(|own| Cell::Number(own.gamma)));
        row.extend(exposures.map(|own| Cell::Number(own.theta)));
        row.extend(exposures.map(|own| Cell::Number(own.vega)));
        row.extend(shares.map(Cell::Count));
        row
    })
}

/// What was measured, scored and aimed at on each day.
#[must_use]
pub fn signals(report: &Report) -> Table<'_> {
    let mut names = columns(&["date"]);
    let before = Signals::BEFORE_SOURCE.iter().map(|(name, _)| Cow::Borrowed(*name));
    names.extend(before);
    names.push(Cow::Borrowed("iv_source"));
    names.extend(Signals::AFTER_SOURCE.iter().map(|(name, _)| Cow::Borrowed(*name)));
    names.extend(per_profile("score"));
    names.push(Cow::Borrowed("regime"));
    names.extend(per_profile("target"));
    Table::new("signals", names, report.days.len(), |index| {
        let day = &report.days[index];
        let mut row = vec![Cell::Date(day.date)];
        row.extend(Signals::BEFORE_SOURCE.iter().map(|(_, read)| Cell::from(read(&day.signals))));
        row.push(day.signals.iv_source.to_string().into());
        row.extend(Signals::AFTER_SOURCE.iter().map(|(_, read)| Cell::from(read(&day.signals))));
        row.extend(day.scores.iter().map(|score| Cell::from(*score)));
        row.push(regime(day.regime));
        let target = day.decision.as_ref().map(|decision| decision.target);
        row.extend((0..6).map(|i| Cell::from(target.map(|target| target[i]))));
        row
    })
}

/// How many days old the oldest stale mark is; empty without any.
pub(super) fn mark_age(day: &Day) -> Cell {
    let is_stale = day.marks.stale > 0;
    if is_stale { Cell::Count(i64::from(day.marks.oldest)) } else { Cell::Empty }
}

/// When the contracts that a trade was opened with are settled.
pub(super) fn settlement(report: &Report, first_fill: Option<u32>) -> Cell {
    let word = first_fill.and_then(|first| holding::settlement(report, first));
    word.map_or(Cell::Empty, Cell::from)
}

/// A fact as a word; empty where it is not known.
pub(super) fn yes_or_no(fact: Option<bool>) -> Cell {
    fact.map_or(Cell::Empty, |is| if is { "yes" } else { "no" }.into())
}

fn percent(share: Option<f64>) -> Cell {
    share.map(|share| share * 100.0).into()
}

fn profile(profile: Profile) -> Cell {
    Cell::Count(i64::from(profile.number()))
}

fn regime(regime: Option<Regime>) -> Cell {
    regime.map_or(Cell::Empty, |regime| Cell::Count(i64::from(regime.number())))
}
