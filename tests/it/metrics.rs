//! Metrics of whole return series against independently computed ones.
//!
//! `tests/data/metrics.json` holds the shorter series of a larger file; where the whole of it lies
//! beside the repository, all series are compared.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use rotation::analysis::{Drawdown, Metrics, metrics};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
struct Series {
    name: String,
    dates: Vec<NaiveDate>,
    returns: Vec<f64>,
    direct: Map<String, Value>,
}

/// The metrics under the names of the reference.
fn under_reference_names(found: &Metrics) -> Map<String, Value> {
    let mut figures = figures(found);
    figures.append(&mut drawdowns(found));
    figures
}

fn figures(found: &Metrics) -> Map<String, Value> {
    object(json!({
        "n": found.days,
        "total_return": found.total_return,
        "cagr_252": found.cagr,
        "mean_daily": found.mean_return,
        "std_daily_ddof1": found.standard_deviation,
        "annual_vol": found.volatility,
        "all_equal": found.skew.is_none(),
        "sharpe": found.sharpe,
        "downside_dev_annual": found.downside_deviation,
        "sortino": found.sortino,
        "max_drawdown": found.max_drawdown,
        "calmar": found.calmar,
        "omega_0": found.omega,
        "profit_factor": found.omega,
        "var_95_hist": found.value_at_risk_95,
        "var_99_hist": found.value_at_risk_99,
        "cvar_95_worst_k": found.conditional_value_at_risk_95,
        "cvar_95_le_var": found.conditional_value_at_risk_95,
        "cvar_99_worst_k": found.conditional_value_at_risk_99,
        "cvar_99_le_var": found.conditional_value_at_risk_99,
        "skew_population": found.skew,
        "kurtosis_excess_population": found.kurtosis,
        "skew_adjusted": found.skew_adjusted,
        "kurtosis_excess_adjusted": found.kurtosis_adjusted,
        "tail_ratio": found.tail_ratio,
        "win_rate_all_days": found.winning_days,
        "win_rate_nonzero": found.winning_days_of_moves,
        "best_day": found.best_day.map(|day| day.value),
        "worst_day": found.worst_day.map(|day| day.value),
        "best_day_date": found.best_day.map(|day| day.date),
        "worst_day_date": found.worst_day.map(|day| day.date),
        "avg_win": found.average_gain,
        "avg_loss": found.average_loss,
    }))
}

fn drawdowns(found: &Metrics) -> Map<String, Value> {
    let deepest = found.deepest_drawdown.as_ref();
    let longest = found.longest_drawdown.as_ref();
    let peak = |drawdown: &Drawdown| drawdown.peak.map_or(json!("start"), |date| json!(date));
    object(json!({
        "maxdd_peak": deepest.map(peak),
        "maxdd_valley": deepest.map(|drawdown| drawdown.valley),
        "maxdd_recovery": deepest.and_then(|drawdown| drawdown.recovery),
        "maxdd_peak_to_valley_days": deepest.map_or(0, |drawdown| drawdown.days_to_valley),
        "maxdd_valley_to_recovery_days":
            deepest.map_or(Some(0), |drawdown| drawdown.days_to_recovery),
        "longest_drawdown_rows": longest.map_or(0, |drawdown| drawdown.days),
        "longest_drawdown_peak": longest.map(peak),
        "longest_drawdown_end": longest.map(|drawdown| drawdown.end),
        "longest_drawdown_recovered": longest.is_none_or(|drawdown| drawdown.recovery.is_some()),
        "days_underwater": found.days_underwater,
        "n_drawdowns": found.drawdowns,
        "ulcer_index": found.ulcer_index,
    }))
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn check(path: &Path, least_series: usize) {
    let text = std::fs::read_to_string(path).unwrap();
    let all: Vec<Series> = serde_json::from_str(&text).unwrap();
    assert!(all.len() >= least_series, "only {} series", all.len());
    for Series { name, dates, returns, direct } in all {
        let found = under_reference_names(&metrics(&dates, &returns));
        let names = |figures: &Map<_, _>| figures.keys().cloned().collect::<BTreeSet<String>>();
        assert_eq!(names(&found), names(&direct), "{name}");
        for (figure, truth) in &direct {
            assert!(
                agree(&found[figure], truth),
                "{name} {figure}: {}, not {truth}",
                found[figure]
            );
        }
    }
}

/// Figures to 1e-12 of their size, everything else exactly. Below 1e-17 a figure is the rounding
/// of the reference's own mean of equal returns, and zero is the answer.
fn agree(found: &Value, truth: &Value) -> bool {
    match (found.as_f64(), truth.as_f64()) {
        (Some(found), Some(truth)) => (found - truth).abs() <= 1e-12 * truth.abs() + 1e-17,
        _ => found == truth,
    }
}

#[test]
fn every_metric_equals_the_reference() {
    check(Path::new("tests/data/metrics.json"), 10);
}

#[test]
fn every_metric_of_the_whole_file_agrees_where_present() {
    let path = Path::new("../shared/oracle/metrics.json");
    if path.exists() {
        check(path, 13);
    } else {
        eprintln!("{} is absent: only the shorter series were compared", path.display());
    }
}
