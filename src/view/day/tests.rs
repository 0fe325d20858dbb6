//! Days of the sample, explained.

use super::*;
use crate::view::sample;
use expect_test::expect;

fn first_decision(report: &Report) -> usize {
    report.days.iter().position(|day| day.decision.is_some()).unwrap()
}

fn render(explained: &DayExplanation) -> String {
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
        let codes: Vec<&str> = doing.profiles.iter().map(|(_, code)| *code).collect();
        text.push_str(&format!("{}: {}\n", codes.join(", "), doing.text));
    }
    text
}

#[test]
fn a_decision_is_shown_with_every_number() {
    let (report, _) = sample::outcome();
    let day = first_decision(report);
    let explained = explain(report, day).unwrap();
    expect![[r#"
        2013-03-14 Some((4, "Choppy"))
        No other rule holds.
        Score: 0.36* 0.32* 0.32* 0.35* 0.25* 0.90*
        × Fit: 0.20* 1.00* 0.60* 0.30* 0.40* 0.10*
        = Raw: 0.07* 0.32* 0.19* 0.11* 0.10* 0.09*
        Share: 8.2* 36.6* 21.5* 12.1* 11.3* 10.3*
        Cap: 8.2 36.6 21.5 12.1 11.3 10.3
        Scale: 8.2 36.6 21.5 12.1 11.3 10.3
        Floor: 8.2 36.6 21.5 12.1 11.3 10.3
        Target: 8.2* 36.6* 21.5* 12.1* 11.3* 10.3*
        Now: –* –* –* –* –* –*
        RV20 11.6 % ≤ 30.0 %: no scaling.
        Largest drift: SDG +36.6 %, over the threshold of 5.0 %, so it trades.
        Cash at the targets: 0.0 %.
        LDG, SDG, CHARM, VANNA, SKEW, VOV: Open
    "#]]
    .assert_eq(&render(&explained));
    assert_eq!(explained.timing, "filled at the next close");
    assert_eq!(explain(report, report.days.len()), None);
    let last = explain(report, report.days.len() - 1).unwrap();
    assert_eq!(last.timing, "last day of the data: nothing more is filled");
}

#[test]
fn high_volatility_caps_and_overlays_are_described() {
    let mut scenario = crate::engine::Scenario::default();
    scenario.allocation.vol_scale_threshold = 0.05;
    scenario.allocation.max_profile_weight = 0.30;
    scenario.allocation.no_charm_when_realised_leads = true;
    let (report, _) = sample::run(&scenario);
    let explained = explain(&report, first_decision(&report)).unwrap();
    expect![[r#"
        2013-03-14 Some((4, "Choppy"))
        No other rule holds.
        Score: 0.36* 0.32* 0.32* 0.35* 0.25* 0.90*
        × Fit: 0.20* 1.00* 0.60* 0.30* 0.40* 0.10*
        = Raw: 0.07* 0.32* 0.19* 0.11* 0.10* 0.09*
        Share: 8.2* 36.6* 21.5* 12.1* 11.3* 10.3*
        Cap: 9.0* 30.0* 23.8* 13.3* 12.5* 11.3*
        Scale: 4.5* 15.0* 11.9* 6.7* 6.3* 5.7*
        Overlay: 4.5 15.0 11.9 6.7 6.3 5.7
        Floor: –* 15.0 11.9 6.7 6.3 5.7
        Target: –* 15.0* 11.9* 6.7* 6.3* 5.7*
        Now: –* –* –* –* –* –*
        SDG capped at 30.0 %, the excess redistributed to LDG, CHARM, VANNA, SKEW, VOV.
        RV20 11.6 % > 5.0 %: every weight × 0.50.
        LDG 4.5 % < minimum 5.0 %: stays in cash.
        Largest drift: SDG +15.0 %, over the threshold of 5.0 %, so it trades.
        Cash at the targets: 54.5 %.
        SDG, CHARM, VANNA, SKEW, VOV: Open
        LDG: No target, no position
    "#]]
    .assert_eq(&render(&explained));
}

#[test]
fn warm_up_says_what_is_missing() {
    let (report, _) = sample::outcome();
    expect!["Warming up: everything stays in cash. Still missing: MA50, MA50 slope, Close above MA50. The first decision falls on 2013-03-14, in 9 trading days."].assert_eq(&explain(report, 40).unwrap().why);
    let first = explain(report, 0).unwrap();
    assert!(first.why.contains("RV5, RV10, RV20, ATR5"), "{}", first.why);
    assert!(first.steps.is_empty() && first.rules.is_empty() && first.regime.is_none());
}

#[test]
fn the_account_is_shown_to_the_cent() {
    let (report, _) = sample::outcome();
    let explained = explain(report, report.days.len() - 1).unwrap();
    let lines = explained.account.iter().map(|(label, value, _)| format!("{label}: {value}"));
    let text = lines.collect::<Vec<_>>().join("\n");
    expect![[r#"
        Equity: 862,722.52
        P&L since start: −137,277.48
        Cash: 857,002.46
        Option value: 5,720.06
        Hedge value: 0.00
        Open positions: 5
        Margin: 42,504
        Equity less margin: 820,218
        Buying power: 814,498"#]]
    .assert_eq(&text);
    assert_eq!(explained.signals.len(), 27);
}

#[test]
fn a_profile_without_a_structure_for_the_regime_stays_in_cash() {
    let mut scenario = crate::engine::Scenario::default();
    // The short straddle of SDG is not traded in a trend up; here the profile fits it all the same.
    scenario.allocation.compatibility.0[0][1] = 1.0;
    let (report, _) = sample::run(&scenario);
    let day = report.days.iter().position(|day| {
        day.regime == Some(crate::regime::Regime::TrendUp)
            && day.decision.is_some_and(|decision| decision.actions[1] == Action::Idle)
    });
    let explained = explain(&report, day.unwrap()).unwrap();
    let step = |label: &str| explained.steps.iter().find(|step| step.label == label).unwrap();
    assert_ne!(step("Floor").cells[1].0, "–");
    assert_eq!(step("Struct.").cells[1], ("–".to_owned(), true));
    assert_eq!(step("Target").cells[1].0, "–");
    let words = explained.words.join(" ");
    assert!(words.contains("SDG has no structure for Trend up: its"), "{words}");
    let doing = explained.actions.iter().find(|doing| doing.profiles.contains(&(1, "SDG")));
    assert_eq!(doing.unwrap().text, "No structure for this regime");
    // Targets and cash add up to the whole account.
    let targets: f64 =
        step("Target").cells.iter().filter_map(|(cell, _)| cell.parse::<f64>().ok()).sum();
    let cash = words.split("Cash at the targets: ").nth(1).unwrap();
    let cash: f64 = cash.split('\u{202f}').next().unwrap().parse().unwrap();
    assert!((targets + cash - 100.0).abs() < 0.31, "{targets} + {cash}");
}
