//! The summary of a run beside its tables: one sentence, and report.json.

use std::path::Path;

use rotation::analysis::{Benchmark, ModelUncertainty, Review, daily_rates, daily_returns, excess};
use rotation::engine::Report;
use rotation::units::Money;
use serde_json::{Value, json};

/// One line for the terminal.
pub(super) fn sentence(report: &Report, review: &Review, out: &Path) -> String {
    let last = report.days.last().map_or(Money::ZERO, |day| day.equity());
    let ruined = report.ruined.map_or_else(String::new, |ruin| {
        format!("ruined on {}, {} owed; ", ruin.date, ruin.shortfall)
    });
    let timing = match report.timing == report.scenario.timing {
        true => "",
        false if report.stale_opens.is_empty() => {
            "orders filled at the next close, the time of the quotes; "
        }
        false => "orders filled at the next close, because opens repeat the close before; ",
    };
    format!(
        "{ruined}{timing}{} days, {} trades, {} became {}; digest {}; tables are in {}",
        report.days.len(),
        report.trades.len(),
        report.scenario.capital(),
        last,
        review.digest,
        out.display(),
    )
}

/// Metrics and digest, with what they were computed from, and benchmarks. Money in dollars.
pub(super) fn json(
    report: &Report,
    review: &Review,
    uncertainty: Option<&ModelUncertainty>,
    others: &[Benchmark],
) -> String {
    let costs = &review.costs;
    let value = json!({
        "model_version": report.scenario.model_version,
        "limits": limits(report),
        "digest": review.digest.to_string(),
        "fingerprint": review.fingerprint.to_string(),
        "ruined": report.ruined.map(|ruin| ruin.date),
        "shortfall": report.ruined.map(|ruin| dollars(ruin.shortfall)),
        "first_day": report.days.first().map(|day| day.date),
        "last_day": report.days.last().map(|day| day.date),
        "days": report.days.len(),
        "final_equity": report.days.last().map(|day| dollars(day.equity())),
        "first_day_measured": report.days.get(report.measured.start).map(|day| day.date),
        "metrics": review.metrics,
        "benchmarks": others.iter().map(|other| benchmark(report, other)).collect::<Vec<_>>(),
        "trades": review.trades,
        "costs": {
            "spread": dollars(costs.spread),
            "slippage": dollars(costs.slippage),
            "fees": dollars(costs.fees),
            "total": dollars(costs.total()),
        },
        "time_in_market": review.time_in_market,
        "turnover": review.turnover,
        "monthly": review.monthly,
        "model_uncertainty": uncertainty.map(|own| [own.lower, own.higher].map(|at| {
            json!({
                "level": at.level,
                "final_equity": dollars(at.final_equity),
                "total_return": at.total_return,
            })
        })),
        "stale_opens": report.stale_opens,
        "hypothetical_share": report.hypothetical_share(),
        "listing": report.listing,
        "scenario": report.scenario,
    });
    format!("{value:#}\n")
}

/// The figures of a benchmark, and those of the run in excess of it.
fn benchmark(report: &Report, other: &Benchmark) -> Value {
    let days = report.measured.clone();
    let (own, rates) = (daily_returns(report), daily_rates(report));
    let excess = excess(&own[days.clone()], &other.returns, &rates[days]);
    json!({ "kind": other.kind, "metrics": other.metrics, "excess": excess })
}

/// How often limits on risk were at work.
fn limits(report: &Report) -> Value {
    let limits = &report.limits;
    let above = limits.closes_above.iter().map(|(limit, closes)| {
        let name = rotation::view::words::limit(*limit).to_owned();
        (name, Value::from(*closes))
    });
    json!({
        "closes_above": Value::Object(above.collect()),
        "days_scaled_by_drawdown": limits.days_scaled,
        "drawdown_halts": limits.halts,
        "in_cash_since": limits.in_cash_since,
    })
}

/// Exact decimals, not a float's: the text of the amount is the JSON number.
fn dollars(money: Money) -> Value {
    serde_json::from_str(&money.to_string()).unwrap_or(Value::Null)
}
