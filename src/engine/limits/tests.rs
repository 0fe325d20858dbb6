//! The effect of each limit on targets, exits and books, as tables.

use expect_test::{Expect, expect};

use super::exposure::{AccountRisk, OptionRisk, ProfileRisk, exceeded, is_within};
use super::*;
use crate::trade::HedgeRule;
use crate::trade::hedge::PortfolioHedge;

const TARGET: PerProfile<f64> = [0.4, 0.3, 0.2, 0.0, 0.0, 0.0];

/// A quiet day: nothing held.
fn quiet() -> LimitInputs {
    LimitInputs {
        date: "2018-01-02".parse().unwrap(),
        target: TARGET,
        trades: [true; 6],
        held: [None; 6],
        days_to_event: None,
    }
}

/// 40 units of 10,000 dollars for which 30,000 were at risk.
fn losing(dollars: i64) -> ExitInputs {
    ExitInputs {
        trade: 7,
        profit: Money::dollars(-dollars),
        capital: Money::dollars(400_000),
        risk: Money::dollars(30_000),
        units: Contracts::new(40),
        days: 3,
        exits: Exits::default(),
    }
}

fn guard(limits: RiskLimits) -> Guard {
    Guard::new(limits, Money::dollars(1_000_000))
}

/// The targets after the limits, the forced exits and the log.
fn check(limits: RiskLimits, standing: &LimitInputs, expected: Expect) {
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
fn limits_that_are_off_change_nothing() {
    let mut standing = quiet();
    standing.held[0] = Some(losing(1_000_000));
    check(RiskLimits::default(), &standing, expect!["[0.400, 0.300, 0.200, 0.000, 0.000, 0.000]"]);
    assert!(!RiskLimits::default().measures_book());
}

#[test]
fn a_profile_without_a_structure_gets_nothing() {
    let standing = LimitInputs { trades: [true, false, true, true, true, true], ..quiet() };
    check(RiskLimits::default(), &standing, expect!["[0.400, 0.000, 0.200, 0.000, 0.000, 0.000]"]);
}

#[test]
fn a_stop_loss_is_a_share_of_what_was_at_risk_or_of_the_notional() {
    let limits = RiskLimits { stop_loss: Some(0.3), ..RiskLimits::default() };
    let mut standing = quiet();
    standing.held[0] = Some(losing(9_000));
    check(
        limits,
        &standing,
        expect![[r#"
            [0.000, 0.300, 0.200, 0.000, 0.000, 0.000] paused x----- StopLoss
            StopLoss -0.300 against -0.300: Closed"#]],
    );
    let limits = RiskLimits { exit_basis: ExitBasis::Notional, ..limits };
    check(limits, &standing, expect!["[0.400, 0.300, 0.200, 0.000, 0.000, 0.000]"]);
    let own = Exits { stop_loss: Some(0.02), ..Exits::default() };
    standing.held[1] = Some(ExitInputs { exits: own, ..losing(9_000) });
    check(
        limits,
        &standing,
        expect![[r#"
            [0.400, 0.000, 0.200, 0.000, 0.000, 0.000] paused -x---- StopLoss
            StopLoss -0.022 against -0.020: Closed"#]],
    );
}

#[test]
fn less_than_a_tick_a_unit_at_risk_has_no_exit_and_says_so_once() {
    let limits = RiskLimits { stop_loss: Some(0.3), ..RiskLimits::default() };
    let mut standing = quiet();
    standing.held[0] = Some(ExitInputs { risk: Money::dollars(39), ..losing(9_000) });
    check(
        limits,
        &standing,
        expect![[r#"
            [0.400, 0.300, 0.200, 0.000, 0.000, 0.000]
            StopLoss 0.000 against -0.300: NoBasis"#]],
    );
    let mut guard = guard(limits);
    (0..3).for_each(|_| {
        guard.rule(&standing);
    });
    assert_eq!(guard.breaches.len(), 1);
    standing.held[0] = Some(ExitInputs { risk: Money::dollars(40), ..losing(12) });
    check(
        limits,
        &standing,
        expect![[r#"
            [0.000, 0.300, 0.200, 0.000, 0.000, 0.000] paused x----- StopLoss
            StopLoss -0.300 against -0.300: Closed"#]],
    );
}

#[test]
fn targets_shrink_from_half_the_drawdown_and_everything_ends_at_it() {
    fn check(limits: RiskLimits, equities: &[(i64, i64, f64)]) -> Guard {
        let mut guard = guard(limits);
        for (day, thousands, expected) in equities {
            let date = quiet().date + Duration::days(*day);
            guard.begin();
            let factor = guard.scale(date, Money::dollars(thousands * 1_000), 0.2);
            assert!((factor - expected).abs() < 1e-12, "day {day}: {factor}, not {expected}");
        }
        guard
    }
    let limits = RiskLimits { drawdown: Some(0.10), ..RiskLimits::default() };
    let falls = [(0, 1_000, 1.0), (1, 951, 1.0), (2, 950, 1.0), (3, 940, 0.8), (4, 905, 0.1)];
    let mut guard = check(limits, &falls);
    assert_eq!((guard.counts.days_scaled, guard.counts.halts), (3, 0));
    assert_eq!(guard.breaches.last().map(|breach| breach.day), Some(3));
    let ruling = guard.rule(&LimitInputs { target: [0.2, 0.0, 0.1, 0.0, 0.0, 0.0], ..quiet() });
    assert_eq!(ruling.pressed, [false, true, false, true, true, true], "what has no target closes");

    let mut guard = check(limits, &[(0, 1_000, 1.0), (1, 900, 0.0), (900, 2_000, 0.0)]);
    assert_eq!(guard.counts.halts, 1);
    assert_eq!(guard.counts.in_cash_since, Some(quiet().date + Duration::days(1)));
    let ruling = guard.rule(&quiet());
    assert_eq!((ruling.target, ruling.paused), ([0.0; 6], [true; 6]));
    assert_eq!(ruling.forced, [Some(ExitReason::DrawdownHalt); 6]);

    // A new peak counts after the restart.
    let limits = RiskLimits { restart_days: Some(20.0), ..limits };
    let days = [(0, 1_000, 1.0), (1, 890, 0.0), (20, 880, 0.0), (21, 880, 1.0)];
    let guard = check(limits, &days);
    assert_eq!((guard.counts.halts, guard.counts.in_cash_since), (1, None));
}

#[test]
fn a_high_volatility_index_scales_targets_before_the_floor() {
    let limits = RiskLimits { scale_in_fear: true, ..RiskLimits::default() };
    let mut guard = guard(limits);
    let capital = Money::dollars(1_000_000);
    assert_eq!(guard.scale(quiet().date, capital, 0.36), 0.5);
    assert_eq!(guard.scale(quiet().date, capital, 0.35), 1.0);
    assert_eq!(guard.breaches.len(), 1);
}

#[test]
fn nothing_is_opened_before_an_event() {
    let limits = RiskLimits { event_days: Some(2.0), ..RiskLimits::default() };
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
    for level in [0.5, 0.5, 0.2, 0.5] {
        guard.begin();
        guard.scale(quiet().date, Money::dollars(1_000_000), level);
    }
    let days: Vec<u32> = guard.breaches.iter().map(|breach| breach.day).collect();
    assert_eq!(days, [1, 2, 1]);
}

/// A million dollars, the underlying at 100.
const ACCOUNT: AccountRisk = AccountRisk {
    equity: 1_000_000.0,
    spot: 100.0,
    shares: 0,
    rule: PortfolioHedge::Off,
    band: 0.0,
};

#[test]
fn a_book_is_measured_with_its_hedges() {
    let options = OptionRisk { delta: 2_000.4, gamma: 50.0, vega: -800.0, shocks: [0.0; 5] };
    let unhedged = ProfileRisk { options, shares: -500, rehedged: None };
    let size = Contracts::new(40);
    let check = |profile: ProfileRisk, account: AccountRisk, expected: [f64; 3]| {
        let values = guard(RiskLimits::default()).values(&[profile], &account, &[], false);
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-9, "{values:?}");
        }
    };
    check(unhedged, ACCOUNT, [0.150_04, 0.005, 0.000_8]);
    let rehedged = Some((HedgeRule::Daily, size));
    check(ProfileRisk { rehedged, ..unhedged }, ACCOUNT, [0.000_04, 0.005, 0.000_8]);
    let rehedged = Some((HedgeRule::None, size));
    check(ProfileRisk { rehedged, ..unhedged }, ACCOUNT, [0.200_04, 0.005, 0.000_8]);
    let account = AccountRisk { rule: PortfolioHedge::Daily, ..ACCOUNT };
    check(unhedged, account, [0.000_04, 0.005, 0.000_8]);
    let account = AccountRisk { rule: PortfolioHedge::Band, band: 0.2, ..ACCOUNT };
    check(unhedged, account, [0.150_04, 0.005, 0.000_8]);
}

#[test]
fn value_at_risk_is_the_linear_quantile_of_what_the_book_would_have_lost() {
    let limits = RiskLimits { value_at_risk: Some(0.01), ..RiskLimits::default() };
    let options = OptionRisk { delta: 5_000.0, ..OptionRisk::default() };
    let profile = ProfileRisk { options, ..ProfileRisk::default() };
    let returns: Vec<f64> = (-50..50).map(|step| f64::from(step) / 1_000.0).collect();
    let at_risk = |returns: &[f64]| guard(limits).values(&[profile], &ACCOUNT, returns, true)[3];
    // Half of equity in delta; of the losses 1 % are above the mean of -4.9 % and -5.0 % x 0.01.
    assert!((at_risk(&returns) - 0.5 * 0.049_01).abs() < 1e-9, "{}", at_risk(&returns));
    assert_eq!(at_risk(&returns[..19]), 0.0, "fewer than 20 days are not enough");
}

#[test]
fn the_worst_shock_counts_hedges_too() {
    let limits = RiskLimits { shock_loss: Some(0.1), ..RiskLimits::default() };
    let shocks = [-10_000.0, -50_000.0, 30_000.0, 5_000.0, -20_000.0];
    let options = OptionRisk { shocks, ..OptionRisk::default() };
    let profile = ProfileRisk { options, shares: 1_000, rehedged: None };
    // Down by 20 %, 1,000 shares at 100 lose 20,000; up they gain it.
    let values = guard(limits).values(&[profile], &ACCOUNT, &[], true);
    assert!((values[4] - 0.03).abs() < 1e-12, "{values:?}");
}

#[test]
fn the_tighter_of_share_and_dollars_counts() {
    let check = |share, dollars, expected: Option<f64>| {
        let limits = RiskLimits { vega: share, vega_dollars: dollars, ..RiskLimits::default() };
        assert_eq!(limits.bounds(1_000_000.0)[2], expected);
        assert_eq!(limits.measures_book(), expected.is_some());
    };
    check(None, None, None);
    check(Some(0.002), None, Some(0.002));
    check(None, Some(1_000.0), Some(0.001));
    check(Some(0.002), Some(1_000.0), Some(0.001));
    check(Some(0.002), Some(3_000.0), Some(0.002));
    let values = [0.0, 0.0, 0.002, 0.0, 0.0];
    let bounds = |vega| [None, None, Some(vega), None, Some(0.0)];
    assert!(is_within(&values, &bounds(0.002)) && !is_within(&values, &bounds(0.001_999)));
    assert_eq!(exceeded(&values, &bounds(0.0)), [false, false, true, false, false]);
}
