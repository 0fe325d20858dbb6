//! Days of the sample, explained.

use super::*;
use crate::present::sample;
use expect_test::expect;

fn first_decision(report: &Report) -> usize {
    report.days.iter().position(|day| day.decision.is_some()).unwrap()
}

fn written(explained: &Explained) -> String {
    let mut text = format!("{} {:?}\n{}\n", explained.date, explained.regime, explained.why);
    for step in &explained.steps {
        let cells = step.cells.iter().map(|(cell, changed)| {
            let mark = if *changed { "*" } else { "" };
            format!("{cell}{mark}")
        });
        text.push_str(&format!("{}: {}\n", step.label, cells.collect::<Vec<_>>().join(" ")));
    }
    for line in &explained.words {
        text.push_str(&format!("{line}\n"));
    }
    for doing in &explained.actions {
        text.push_str(&format!("{} {}: {}\n", doing.code, doing.weights, doing.text));
    }
    text
}

#[test]
fn a_decision_is_told_with_every_number() {
    let (report, _) = sample::outcome();
    let day = first_decision(report);
    let explained = explain(report, day).unwrap();
    expect![[r#""#]].assert_eq(&written(&explained));
    assert_eq!(explained.timing, "filled at the next open");
    assert_eq!(explain(report, report.days.len()), None);
    let last = explain(report, report.days.len() - 1).unwrap();
    assert_eq!(last.timing, "the data ends here, nothing is filled any more");
}

#[test]
fn high_volatility_caps_and_overlays_are_told() {
    let mut scenario = crate::engine::Scenario::default();
    scenario.allocation.vol_scale_threshold = 0.05;
    scenario.allocation.max_profile_weight = 0.30;
    scenario.allocation.no_charm_when_realised_leads = true;
    let (report, _) = sample::run(&scenario);
    let explained = explain(&report, first_decision(&report)).unwrap();
    expect![[r#""#]].assert_eq(&written(&explained));
}

#[test]
fn warm_up_says_what_is_missing() {
    let (report, _) = sample::outcome();
    expect![[r#""#]].assert_eq(&explain(report, 55).unwrap().why);
    let first = explain(report, 0).unwrap();
    assert!(first.why.contains("RV5, RV10, RV20, ATR5"), "{}", first.why);
    assert!(first.steps.is_empty() && first.rules.is_empty() && first.regime.is_none());
}

#[test]
fn the_account_is_told_to_the_cent() {
    let (report, _) = sample::outcome();
    let explained = explain(report, report.days.len() - 1).unwrap();
    let lines = explained.account.iter().map(|(label, value, _)| format!("{label}: {value}"));
    let greeks =
        explained.exposure.iter().map(|(label, value, unit)| format!("{label}: {value} {unit}"));
    let text = lines.chain(greeks).collect::<Vec<_>>().join("\n");
    expect![[r#""#]].assert_eq(&text);
    assert_eq!(explained.signals.len(), 27);
}
