//! The decision of one day: why its regime, every step from score to target, what is done, and what
//! the account looks like.

use crate::allocate::Trace;
use crate::engine::report::{Action, Day, Decision, LimitKind};
use crate::engine::{Report, Timing};
use crate::profile::{PerProfile, Profile};
use crate::signal::Signals;
use crate::units::Money;

use super::exposure::{self, Holder, Leg, Sensitivity};
use super::number::{cents, count, counted, decimal, dollars, maybe, percent, plus};
use super::ruling::{self, Rule};
use super::tone::Tone;
use super::words;

/// A day, explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The day.
    pub date: String,
    /// Position and name of the regime; `None` while warming up.
    pub regime: Option<(usize, &'static str)>,
    /// Why this regime, or what is still missing.
    pub why: String,
    /// Every rule with the day's numbers; empty while warming up.
    pub rules: Vec<Rule>,
    /// From score to target, a row per step; empty while warming up.
    pub steps: Vec<Step>,
    /// The same in words.
    pub words: Vec<String>,
    /// What the profiles do and why; empty while warming up.
    pub actions: Vec<Doing>,
    /// When orders are filled.
    pub timing: &'static str,
    /// Sensitivities of the account.
    pub exposure: Vec<Sensitivity>,
    /// What each profile holds and has made.
    pub holders: Vec<Holder>,
    /// The legs held.
    pub legs: Vec<Leg>,
    /// How many legs are marked by what.
    pub marks: Vec<String>,
    /// Label, value and how it reads.
    pub account: Vec<(&'static str, String, Tone)>,
    /// What was measured, under its name in the files.
    pub signals: Vec<(&'static str, String)>,
}

/// One step for all six profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the row holds.
    pub label: &'static str,
    /// What it means.
    pub help: &'static str,
    /// A value per profile, and whether this step changed it.
    pub cells: PerProfile<(String, bool)>,
    /// Whether it is a result rather than a way to it.
    pub strong: bool,
}

/// What some profiles do, all for the same reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Doing {
    /// Position and code of each.
    pub profiles: Vec<(usize, &'static str)>,
    /// What is done, or the reason to do nothing.
    pub text: &'static str,
    /// Whether it leads to an order.
    pub trades: bool,
}

/// The explanation of a day; `None` for one the report does not have.
#[must_use]
pub fn explain(report: &Report, day: usize) -> Option<Explained> {
    let row = report.days.get(day)?;
    let trace = report.trace(day);
    let decided = row.decision.as_ref().zip(trace.as_ref());
    let last = day + 1 == report.days.len();
    Some(Explained {
        date: row.date.to_string(),
        regime: row.regime.map(|regime| (regime.index(), regime.name())),
        why: ruling::sentence(report, row).unwrap_or_else(|| warming(report, day)),
        rules: ruling::rules(report, row).unwrap_or_default(),
        steps: decided.map(|(decision, trace)| steps(report, decision, trace)).unwrap_or_default(),
        words: decided
            .map(|(decision, trace)| {
                let mut words = told(report, decision, trace);
                words.extend(limits(report, row));
                words
            })
            .unwrap_or_default(),
        actions: row.decision.as_ref().map(actions).unwrap_or_default(),
        timing: match report.timing {
            _ if last => "the data ends here, nothing is filled any more",
            Timing::NextOpen => "filled at the next open",
            Timing::NextClose => "filled at the next close",
            Timing::SameClose => "filled at this close, which looks ahead",
        },
        exposure: exposure::sensitivities(report, row),
        holders: exposure::holders(report, day),
        legs: exposure::legs(report, row.date),
        marks: exposure::marks(row),
        account: account(report, row),
        signals: signals(&row.signals),
    })
}

/// The limits on risk that were reached on a day.
fn limits(report: &Report, day: &Day) -> Vec<String> {
    let today = report.breaches.iter().filter(|breach| breach.date == day.date);
    let told = today.map(|breach| {
        let whose = breach.profile.map_or("", Profile::code);
        let what = words::limit(breach.limit).replace('_', " ");
        let write = |value: f64| match breach.limit {
            LimitKind::MaximumDays | LimitKind::Event => counted(value as usize, "day", "days"),
            _ => percent(value, 2),
        };
        let (value, bound) = (write(breach.value), write(breach.bound));
        let response = words::response(&breach.response);
        format!("{whose} {what} {value} against {bound}: {response}.").trim_start().to_owned()
    });
    told.collect()
}

/// What a day in warm-up still lacks.
fn warming(report: &Report, day: usize) -> String {
    let row = &report.days[day];
    let all = Signals::BEFORE_SOURCE.iter().chain(&Signals::AFTER_SOURCE);
    let missing = all.filter(|(_, read)| read(&row.signals).is_none()).map(|(name, _)| *name);
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

fn steps(report: &Report, decision: &Decision, trace: &Trace) -> Vec<Step> {
    let conditions = &decision.conditions;
    let limits = &report.scenario.allocation;
    let fit = limits.compatibility.0[conditions.regime.index()];
    let ratio = |label, help, values: PerProfile<f64>| Step {
        label,
        help,
        cells: values.map(|value| (decimal(value, 2), value != 0.0)),
        strong: false,
    };
    let share = |label, help, before: PerProfile<f64>, values: PerProfile<f64>, strong| {
        let cell = |i: usize| (percentage(values[i]), strong || before[i] != values[i]);
        Step { label, help, cells: std::array::from_fn(cell), strong }
    };
    let overlays = limits.no_short_vol_before_events || limits.no_charm_when_realised_leads;
    let mut rows = vec![
        ratio("Score", "how strongly the profile's edge is on, 0 to 1", conditions.scores),
        ratio("× Fit", "how well the profile suits the regime, from the grid", fit),
        ratio("= Raw", "score times fit", trace.desirability),
        share("Share", "raw weight, of their sum", [0.0; 6], trace.normalised, false),
        share(
            "Cap",
            "none above the maximum, the excess handed on",
            trace.normalised,
            trace.capped,
            false,
        ),
        share("Scale", "smaller in high volatility", trace.capped, trace.scaled, false),
    ];
    if overlays {
        let (before, after) = (trace.scaled, trace.overlaid);
        rows.push(share("Overlay", "after the switches that are on", before, after, false));
    }
    rows.push(share(
        "Floor",
        "below the minimum stays in cash",
        trace.overlaid,
        trace.target,
        false,
    ));
    rows.push(share("Target", "the weight aimed at", [0.0; 6], decision.target, true));
    rows.push(share("Now", "the weight at this close", [0.0; 6], decision.current, true));
    rows
}

/// A share in percent without its sign, which the head of the table says.
fn percentage(share: f64) -> String {
    if share == 0.0 { String::from("–") } else { decimal(share * 100.0, 1) }
}

fn told(report: &Report, decision: &Decision, trace: &Trace) -> Vec<String> {
    let limits = &report.scenario.allocation;
    let share = |value: f64| percent(value, 1);
    let sum = |weights: &PerProfile<f64>| weights.iter().sum::<f64>();
    let mut words = Vec::new();
    if sum(&trace.desirability) == 0.0 {
        words.push(String::from("No profile suits this regime: all of it stays in cash."));
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
    let silenced = changed(&trace.scaled, &trace.overlaid);
    if !silenced.is_empty() {
        words.push(format!("{} switched off by an overlay.", silenced.join(", ")));
    }
    for profile in Profile::ALL {
        let weight = trace.overlaid[profile.index()];
        if weight > 0.0 && weight < limits.min_profile_weight {
            let minimum = share(limits.min_profile_weight);
            let (code, weight) = (profile.code(), share(weight));
            words.push(format!("{code} {weight} < minimum {minimum}: stays in cash."));
        }
    }
    words.push(threshold(decision, limits.rebalance_threshold));
    words.push(format!("Cash at the targets: {}.", share(1.0 - sum(&trace.target))));
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
        text.push_str(&format!(", the excess handed to {}", lifted.join(", ")));
    }
    if left > 1e-9 {
        text.push_str(&format!("; {} cannot be placed", percent(left, 1)));
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
            format!("Furthest from its target: {code} {by}, beyond {limit}: such profiles trade.")
        }
        false => format!("Furthest from its target: {code} {by}, within {limit}: none rebalances."),
    }
}

/// Profiles by what they do, those that trade first.
fn actions(decision: &Decision) -> Vec<Doing> {
    let mut all: Vec<Doing> = Vec::new();
    for profile in Profile::ALL {
        let action = decision.actions[profile.index()];
        let (own, text) = ((profile.index(), profile.code()), words::action(action));
        let trades = matches!(
            action,
            Action::Open | Action::Close | Action::Reopen | Action::Roll | Action::RollLeg
        );
        match all.iter_mut().find(|doing| doing.text == text) {
            Some(doing) => doing.profiles.push(own),
            None => all.push(Doing { profiles: vec![own], text, trades }),
        }
    }
    let (mut first, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|doing| doing.trades);
    first.extend(others);
    first
}

fn account(report: &Report, day: &Day) -> Vec<(&'static str, String, Tone)> {
    let profit = day.equity() - report.scenario.capital();
    let (free, power) = (day.equity() - day.margin, day.cash - day.margin);
    vec![
        ("Equity", cents(day.equity()), Tone::Plain),
        ("Since the start", plus(cents(profit)), Tone::of_money(profit)),
        ("Cash", cents(day.cash), Tone::Plain),
        ("Positions", cents(day.position_value()), Tone::Plain),
        ("Hedges", cents(day.hedge_value), Tone::Plain),
        ("Positions open", count(i64::from(day.open)), Tone::Plain),
        ("Margin", dollars(day.margin), Tone::Plain),
        ("Equity above margin", dollars(free), negative(free)),
        ("Buying power: cash above it", dollars(power), negative(power)),
    ]
}

fn negative(amount: Money) -> Tone {
    if amount.is_negative() { Tone::Loss } else { Tone::Plain }
}

fn signals(signals: &Signals) -> Vec<(&'static str, String)> {
    let number = |value: f64| match value.abs() {
        size if size >= 100.0 => decimal(value, 2),
        size if size >= 0.001 || size == 0.0 => decimal(value, 4),
        _ => words::signed(format!("{value:.2e}")),
    };
    let read = |&(name, read): &crate::signal::Column| (name, maybe(read(signals), number));
    let mut all: Vec<_> = Signals::BEFORE_SOURCE.iter().map(read).collect();
    all.push(("iv_source", signals.iv_source.to_string()));
    all.extend(Signals::AFTER_SOURCE.iter().map(read));
    all
}

#[cfg(test)]
mod tests;
