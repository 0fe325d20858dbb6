//! The decision of one day: why its regime, every step from score to target, what is done, and what
//! the account looks like.

use crate::allocate::Trace;
use crate::engine::report::{Action, Day, Decision, LimitKind};
use crate::engine::{Report, Timing};
use crate::profile::{PerProfile, Playbook, Profile};
use crate::signal::Signals;
use crate::units::Money;

use super::exposure::{self, Holder, LegExposure, Sensitivity};
use super::number::{cents, count, counted, decimal, dollars, percent, plus};
use super::ruling::{self, RegimeRule};
use super::signal_labels;
use super::tone::Tone;
use super::words;

/// Everything about a day and its decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DayExplanation {
    /// The day.
    pub date: String,
    /// Position and name of the regime; `None` while warming up.
    pub regime: Option<(usize, &'static str)>,
    /// Why this regime, or the data still missing.
    pub why: String,
    /// Every rule with the day's numbers; empty while warming up.
    pub rules: Vec<RegimeRule>,
    /// From score to target, a row per step; empty while warming up.
    pub steps: Vec<AllocationStep>,
    /// The same in words.
    pub words: Vec<String>,
    /// What the profiles do and why; empty while warming up.
    pub actions: Vec<ProfileAction>,
    /// When orders are filled.
    pub timing: &'static str,
    /// Sensitivities of the account.
    pub exposure: Vec<Sensitivity>,
    /// What each profile holds and has made.
    pub holders: Vec<Holder>,
    /// The legs held.
    pub legs: Vec<LegExposure>,
    /// Where the marks of those legs come from.
    pub pricing: String,
    /// Label, value and how it reads.
    pub account: Vec<(&'static str, String, Tone)>,
    /// Label and value of everything that was measured.
    pub signals: Vec<(&'static str, String)>,
}

/// One step for all six profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocationStep {
    /// What the row holds.
    pub label: &'static str,
    /// What it means.
    pub help: &'static str,
    /// A value per profile, and whether this step changed it.
    pub cells: PerProfile<(String, bool)>,
    /// Whether it is a result and not an intermediate step.
    pub strong: bool,
}

/// The action of some profiles that share a reason.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileAction {
    /// Position and code of each.
    pub profiles: Vec<(usize, &'static str)>,
    /// What is done, or the reason to do nothing.
    pub text: &'static str,
    /// Whether it leads to an order.
    pub trades: bool,
}

/// The explanation of a day; `None` for one the report does not have.
#[must_use]
pub fn explain(report: &Report, day: usize) -> Option<DayExplanation> {
    let row = report.days.get(day)?;
    let trace = report.trace(day);
    let decided = row.decision.as_ref().zip(trace.as_ref());
    let last = day + 1 == report.days.len();
    let without_structure =
        decided.map_or([false; 6], |(decision, trace)| without_structure(report, decision, trace));
    Some(DayExplanation {
        date: row.date.to_string(),
        regime: row.regime.map(|regime| (regime.index(), regime.name())),
        why: ruling::sentence(report, row).unwrap_or_else(|| warming(report, day)),
        rules: ruling::rules(report, row).unwrap_or_default(),
        steps: decided
            .map(|(decision, trace)| steps(report, decision, trace, without_structure))
            .unwrap_or_default(),
        words: decided
            .map(|(decision, trace)| {
                let mut words = describe_targets(report, decision, trace, without_structure);
                words.extend(limits(report, row));
                words
            })
            .unwrap_or_default(),
        actions: row
            .decision
            .as_ref()
            .map(|decision| actions(decision, without_structure))
            .unwrap_or_default(),
        timing: match report.timing {
            _ if last => "last day of the data: nothing more is filled",
            Timing::NextOpen => "filled at the next open",
            Timing::NextClose => "filled at the next close",
            Timing::SameClose => "filled at this close, which looks ahead",
        },
        exposure: exposure::sensitivities(report, row),
        holders: exposure::holders(report, day),
        legs: exposure::legs(report, row.date),
        pricing: exposure::pricing(row),
        account: account(report, row),
        signals: signal_labels::signals(&row.signals),
    })
}

/// The limits on risk that were reached on a day.
fn limits(report: &Report, day: &Day) -> Vec<String> {
    let today = report.breaches.iter().filter(|breach| breach.date == day.date);
    let lines = today.map(|breach| {
        let whose = breach.profile.map_or("Account", Profile::code);
        let what = words::limit(breach.limit).replace('_', " ");
        let write = |value: f64| match breach.limit {
            LimitKind::MaximumDays | LimitKind::Event => counted(value as usize, "day", "days"),
            _ => percent(value, 2),
        };
        let (value, bound) = (write(breach.value), write(breach.bound));
        let response = words::response(&breach.response);
        format!("{whose} {what} {value}, limit {bound}: {response}.")
    });
    lines.collect()
}

/// What a day in warm-up still lacks.
fn warming(report: &Report, day: usize) -> String {
    let row = &report.days[day];
    let all = Signals::BEFORE_SOURCE.iter().chain(&Signals::AFTER_SOURCE);
    let missing = all
        .filter(|(_, read)| read(&row.signals).is_none())
        .map(|(name, _)| signal_labels::short(name));
    let scores = Profile::ALL.into_iter().filter(|profile| row.scores[profile.index()].is_none());
    let scores: Vec<&str> = scores.map(Profile::code).collect();
    let mut missing: Vec<String> = missing.map(str::to_owned).collect();
    if !scores.is_empty() {
        missing.push(format!("the scores of {}", scores.join(", ")));
    }
    let first = report.days.iter().position(|day| day.decision.is_some());
    let until = first.filter(|first| *first > day).map_or(String::new(), |first| {
        let left = counted(first - day, "trading day", "trading days");
        format!(" The first decision falls on {}, in {left}.", report.days[first].date)
    });
    let what = match missing.is_empty() {
        true => String::new(),
        false => format!(" Still missing: {}.", missing.join(", ")),
    };
    format!("Warming up: everything stays in cash.{what}{until}")
}

/// The profiles whose weight stays in cash because they have no structure for the regime.
fn without_structure(report: &Report, decision: &Decision, trace: &Trace) -> PerProfile<bool> {
    let playbook = Playbook::new(&report.scenario.structures);
    Profile::ALL.map(|profile| {
        let has_weight = trace.target[profile.index()] > 0.0;
        has_weight && playbook.chosen(profile, decision.conditions.regime).is_none()
    })
}

fn steps(
    report: &Report,
    decision: &Decision,
    trace: &Trace,
    without_structure: PerProfile<bool>,
) -> Vec<AllocationStep> {
    let conditions = &decision.conditions;
    let limits = &report.scenario.allocation;
    let fit = limits.compatibility.0[conditions.regime.index()];
    let ratio = |label, help, values: PerProfile<f64>| AllocationStep {
        label,
        help,
        cells: values.map(|value| (decimal(value, 2), value != 0.0)),
        strong: false,
    };
    let share = |label, help, before: PerProfile<f64>, values: PerProfile<f64>, strong| {
        let cell = |i: usize| (percentage(values[i]), strong || before[i] != values[i]);
        AllocationStep { label, help, cells: std::array::from_fn(cell), strong }
    };
    let overlays = limits.no_short_vol_before_events || limits.no_charm_when_realised_leads;
    let mut rows = vec![
        ratio("Score", "strength of the profile's signal, 0 to 1", conditions.scores),
        ratio("× Fit", "regime fit of the profile, from the grid", fit),
        ratio("= Raw", "score × fit", trace.desirability),
        share(
            "Share",
            "raw weight as a share of the sum of all",
            [0.0; 6],
            trace.normalised,
            false,
        ),
        share(
            "Cap",
            "capped at the maximum; the excess is redistributed",
            trace.normalised,
            trace.capped,
            false,
        ),
        share("Scale", "exposure cut in high volatility", trace.capped, trace.scaled, false),
    ];
    if overlays {
        let (before, after) = (trace.scaled, trace.overlaid);
        rows.push(share(
            "Overlay",
            "after the overlays that are switched on",
            before,
            after,
            false,
        ));
    }
    rows.push(share(
        "Floor",
        "weights below the minimum stay in cash",
        trace.overlaid,
        trace.target,
        false,
    ));
    if without_structure.contains(&true) {
        let kept = |i: usize| if without_structure[i] { 0.0 } else { trace.target[i] };
        let help = "without a structure for this regime, the weight stays in cash";
        rows.push(share("Struct.", help, trace.target, std::array::from_fn(kept), false));
    }
    rows.push(share("Target", "target weight, after limits", [0.0; 6], decision.target, true));
    rows.push(share("Now", "weight held at this close", [0.0; 6], decision.current, true));
    rows
}

/// A share in percent without its sign, which the head of the table says.
fn percentage(share: f64) -> String {
    if share == 0.0 { String::from("–") } else { decimal(share * 100.0, 1) }
}

fn describe_targets(
    report: &Report,
    decision: &Decision,
    trace: &Trace,
    without_structure: PerProfile<bool>,
) -> Vec<String> {
    let limits = &report.scenario.allocation;
    let share = |value: f64| percent(value, 1);
    let sum = |weights: &PerProfile<f64>| weights.iter().sum::<f64>();
    let mut words = Vec::new();
    if sum(&trace.desirability) == 0.0 {
        words.push(String::from("No profile fits this regime: everything stays in cash."));
    }
    words.extend(capping(trace, limits.max_profile_weight));
    let (rv20, above) = (decision.conditions.rv20, limits.vol_scale_threshold);
    words.push(match rv20 > above {
        true => format!(
            "RV20 {} > {}: every weight × {}.",
            share(rv20),
            share(above),
            decimal(limits.vol_scale_factor, 2)
        ),
        false => format!("RV20 {} ≤ {}: no scaling.", share(rv20), share(above)),
    });
    let kept = decision.conditions.risk_factor;
    if kept != 1.0 {
        words.push(format!("Limits on risk: every weight × {}.", decimal(kept, 2)));
    }
    let silenced = changed(&trace.scaled, &trace.overlaid);
    if !silenced.is_empty() {
        words.push(format!("{} cut to zero by an overlay.", silenced.join(", ")));
    }
    for profile in Profile::ALL {
        let weight = trace.overlaid[profile.index()];
        if weight > 0.0 && weight < limits.min_profile_weight {
            let minimum = share(limits.min_profile_weight);
            let (code, weight) = (profile.code(), share(weight));
            words.push(format!("{code} {weight} < minimum {minimum}: stays in cash."));
        }
    }
    for profile in Profile::ALL.into_iter().filter(|own| without_structure[own.index()]) {
        let weight = share(trace.target[profile.index()]);
        let regime = decision.conditions.regime.name();
        let code = profile.code();
        words.push(format!("{code} has no structure for {regime}: its {weight} stay in cash."));
    }
    words.push(threshold(decision, limits.rebalance_threshold));
    words.push(format!("Cash at the targets: {}.", share(1.0 - sum(&decision.target))));
    words
}

fn capping(trace: &Trace, cap: f64) -> Option<String> {
    let cut = |i: usize| trace.normalised[i] > trace.capped[i];
    let lifted = |i: usize| trace.normalised[i] < trace.capped[i];
    let codes = |is: &dyn Fn(usize) -> bool| -> Vec<&'static str> {
        let chosen = Profile::ALL.into_iter().filter(|profile| is(profile.index()));
        chosen.map(Profile::code).collect()
    };
    let (cut, lifted) = (codes(&cut), codes(&lifted));
    if cut.is_empty() {
        return None;
    }
    let placed: f64 = trace.capped.iter().sum();
    let left = 1.0 - placed;
    let mut text = format!("{} capped at {}", cut.join(", "), percent(cap, 1));
    if !lifted.is_empty() {
        text.push_str(&format!(", the excess redistributed to {}", lifted.join(", ")));
    }
    if left > 1e-9 {
        text.push_str(&format!("; {} cannot be placed and stay in cash", percent(left, 1)));
    }
    text.push('.');
    Some(text)
}

fn changed(before: &PerProfile<f64>, after: &PerProfile<f64>) -> Vec<&'static str> {
    let differs = |profile: &Profile| before[profile.index()] != after[profile.index()];
    Profile::ALL.into_iter().filter(differs).map(Profile::code).collect()
}

fn threshold(decision: &Decision, threshold: f64) -> String {
    let move_of = |p: Profile| decision.target[p.index()] - decision.current[p.index()];
    let furthest = Profile::ALL
        .into_iter()
        .reduce(|a, b| if move_of(b).abs() > move_of(a).abs() { b } else { a })
        .unwrap_or(Profile::LongGamma);
    let (code, moved) = (furthest.code(), move_of(furthest));
    let (by, limit) = (plus(percent(moved, 1)), percent(threshold, 1));
    match moved.abs() > threshold {
        true => {
            format!("Largest drift: {code} {by}, over the threshold of {limit}, so it trades.")
        }
        false => format!("Largest drift: {code} {by}, within {limit}: no rebalancing."),
    }
}

/// Profiles grouped by action, those that trade first.
fn actions(decision: &Decision, without_structure: PerProfile<bool>) -> Vec<ProfileAction> {
    let mut all: Vec<ProfileAction> = Vec::new();
    for profile in Profile::ALL {
        let action = decision.actions[profile.index()];
        let own = (profile.index(), profile.code());
        let text = match action {
            Action::Idle if without_structure[profile.index()] => "No structure for this regime",
            Action::Close if without_structure[profile.index()] => {
                "Close: no structure for this regime"
            }
            action => words::action(action),
        };
        let trades = matches!(
            action,
            Action::Open
                | Action::Close
                | Action::Reopen
                | Action::Move
                | Action::Roll
                | Action::RollLeg
        );
        match all.iter_mut().find(|doing| doing.text == text) {
            Some(doing) => doing.profiles.push(own),
            None => all.push(ProfileAction { profiles: vec![own], text, trades }),
        }
    }
    let (mut first, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|doing| doing.trades);
    first.extend(others);
    first
}

fn account(report: &Report, day: &Day) -> Vec<(&'static str, String, Tone)> {
    let profit = day.equity() - report.scenario.capital();
    let (free, power) = (day.equity() - day.margin, day.buying_power());
    vec![
        ("Equity", cents(day.equity()), Tone::Plain),
        ("P&L since start", plus(cents(profit)), Tone::of_money(profit)),
        ("Cash", cents(day.cash), Tone::Plain),
        ("Option value", cents(day.position_value()), Tone::Plain),
        ("Hedge value", cents(day.hedge_value), Tone::Plain),
        ("Open positions", count(i64::from(day.open)), Tone::Plain),
        ("Margin", dollars(day.margin), Tone::Plain),
        ("Equity less margin", dollars(free), negative(free)),
        ("Buying power", dollars(power), negative(power)),
    ]
}

fn negative(amount: Money) -> Tone {
    if amount.is_negative() { Tone::Loss } else { Tone::Plain }
}

#[cfg(test)]
mod tests;
