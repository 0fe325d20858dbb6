//! The effect of each limit on the targets, as a table.

use expect_test::{Expect, expect};

use super::*;

const TARGET: PerProfile<f64> = [0.4, 0.3, 0.2, 0.0, 0.0, 0.0];

/// A quiet day: the account at its start, everything held at its target, nothing exposed.
fn quiet() -> LimitInputs<'static> {
    LimitInputs {
        date: "2018-01-02".parse().unwrap(),
        equity: Money::dollars(1_000_000),
        target: TARGET,
        current: TARGET,
        trades: [true; 6],
        held: [None; 6],
        exposure: [[0.0; 3]; 7],
        returns: &[],
        index_level: None,
        days_to_event: None,
        floor: 0.05,
    }
}

fn guard(limits: RiskLimits) -> Guard {
    Guard::new(limits, Money::dollars(1_000_000))
}

/// The targets after the limits, the forced exits and the log.
fn check(limits: RiskLimits, standing: &LimitInputs<'_>, expected: Expect) {
    let mut guard = guard(limits);
    let ruling = guard.rule(standing);
    let mut actual = format!("{:.3?}", ruling.target);
    for (what, flags) in [("pressed", ruling.pressed), ("paused", ruling.paused)] {
        if flags.contains(&true) {
            actual +=
                &format!(" {what} {}", flags.map(|flag| if flag { "x" } else { "-" }).concat());
        }
    }
    for reason in ruling.forced.iter().flatten() {
        actual += &format!(" {reason:?}");
    }
    if ruling.locked_out {
        actual += " locked out";
    }
    for breach in &guard.breaches {
        let Breach { limit, value, bound, response, .. } = breach;
        actual += &format!("\n{limit:?} {value:.3} against {bound:.3}: {response:?}");
    }
    expected.assert_eq(&actual);
}

#[test]
fn limits_that_bind_nothing_change_nothing() {
    check(RiskLimits::default(), &quiet(), expect!["[0.400, 0.300, 0.200, 0.000, 0.000, 0.000]"]);
}

#[test]
fn a_profile_without_a_structure_gets_nothing() {
    let standing = LimitInputs { trades: [true, false, true, true, true, true], ..quiet() };
    check(RiskLimits::default(), &standing, expect!["[0.400, 0.000, 0.200, 0.000, 0.000, 0.000]"]);
}

#[test]
fn a_position_at_its_stop_loss_is_closed_and_the_profile_pauses() {
    let limits = RiskLimits { stop_loss: 0.02, ..RiskLimits::default() };
    let mut standing = quiet();
    let (loss, capital) = (Money::dollars(-9_000), Money::dollars(400_000));
    standing.held[0] = Some((loss, capital, 3, Exits::default()));
    check(
        limits,
        &standing,
        expect![[r#"
            [0.000, 0.300, 0.200, 0.000, 0.000, 0.000] paused x----- StopLoss
            StopLoss -0.022 against -0.020: Closed"#]],
    );
    standing.held[1] =
        Some((loss, capital, 3, Exits { stop_loss: Some(0.01), ..Exits::default() }));
    check(
        limits,
        &standing,
        expect![[r#"
            [0.000, 0.000, 0.200, 0.000, 0.000, 0.000] paused xx---- StopLoss StopLoss
            StopLoss -0.022 against -0.020: Closed
            StopLoss -0.022 against -0.010: Closed"#]],
    );
}

#[test]
fn the_maximum_drawdown_liquidates_and_resets_the_peak() {
    let limits = RiskLimits { drawdown: 0.10, halt_days: 20.0, ..RiskLimits::default() };
    let mut guard = guard(limits);
    let fallen = LimitInputs { equity: Money::dollars(890_000), ..quiet() };
    let ruling = guard.rule(&fallen);
    assert_eq!(ruling.target, [0.0; 6]);
    assert_eq!(ruling.forced, [Some(ExitReason::DrawdownHalt); 6]);
    let later = |days| LimitInputs { date: quiet().date + Duration::days(days), ..fallen_at(days) };
    fn fallen_at(_: i64) -> LimitInputs<'static> {
        LimitInputs { equity: Money::dollars(885_000), ..quiet() }
    }
    assert_eq!(guard.rule(&later(19)).target, [0.0; 6]);
    assert_eq!(guard.rule(&later(20)).target, TARGET);
    assert_eq!(guard.breaches.len(), 1);
}

#[test]
fn a_high_volatility_index_scales_every_target_above_the_floor() {
    let limits = RiskLimits { scale_in_fear: true, ..RiskLimits::default() };
    let standing =
        LimitInputs { index_level: Some(0.36), target: [0.4, 0.3, 0.08, 0.0, 0.0, 0.0], ..quiet() };
    check(
        limits,
        &standing,
        expect![[r#"
            [0.200, 0.150, 0.000, 0.000, 0.000, 0.000]
            VolatilityIndex 0.360 against 0.350: Scaled { factor: 0.5 }"#]],
    );
    check(RiskLimits::default(), &standing, expect!["[0.400, 0.300, 0.080, 0.000, 0.000, 0.000]"]);
}

#[test]
fn value_at_risk_scales_the_targets_to_its_cap() {
    let limits = RiskLimits { value_at_risk: 0.01, ..RiskLimits::default() };
    let returns: Vec<f64> = (-50..50).map(|step| f64::from(step) / 1_000.0).collect();
    let mut standing = LimitInputs { returns: &returns, ..quiet() };
    standing.exposure[0][0] = 0.5; // half of equity in delta: 1 % of days lose 2.45 %
    check(
        limits,
        &standing,
        expect![[r#"
            [0.163, 0.122, 0.082, 0.000, 0.000, 0.000] pressed xxx---
            ValueAtRisk 0.025 against 0.010: Scaled { factor: 0.4080799836768006 }"#]],
    );
}

#[test]
fn the_profile_that_adds_most_to_a_sensitivity_is_scaled() {
    let limits = RiskLimits { vega: 0.010, ..RiskLimits::default() };
    let mut standing = quiet();
    standing.exposure[0][2] = 0.012;
    standing.exposure[1][2] = -0.004;
    standing.exposure[2][2] = 0.004;
    check(
        limits,
        &standing,
        expect![[r#"
            [0.333, 0.300, 0.200, 0.000, 0.000, 0.000] pressed x-----
            Vega 0.012 against 0.010: Scaled { factor: 0.8333333333333334 }"#]],
    );
}

#[test]
fn delta_may_be_hedged_instead() {
    let limits = RiskLimits { delta: 0.2, hedge_delta: true, ..RiskLimits::default() };
    let mut standing = quiet();
    standing.exposure[0][0] = -0.5;
    let ruling = guard(limits).rule(&standing);
    assert_eq!((ruling.target, ruling.excess_delta), (TARGET, -0.3));
}

#[test]
fn nothing_is_opened_before_an_event() {
    let limits = RiskLimits { event_days: 2.0, ..RiskLimits::default() };
    let standing = LimitInputs { days_to_event: Some(2), ..quiet() };
    check(
        limits,
        &standing,
        expect![[r#"
            [0.400, 0.300, 0.200, 0.000, 0.000, 0.000] locked out
            Event 2.000 against 2.000: LockedOut"#]],
    );
}

#[test]
fn a_lasting_breach_is_recorded_with_its_day_count() {
    let mut guard = guard(RiskLimits { scale_in_fear: true, ..RiskLimits::default() });
    let high = LimitInputs { index_level: Some(0.5), ..quiet() };
    guard.rule(&high);
    guard.rule(&high);
    guard.rule(&quiet());
    guard.rule(&high);
    let days: Vec<u32> = guard.breaches.iter().map(|breach| breach.day).collect();
    assert_eq!(days, [1, 2, 1]);
}
