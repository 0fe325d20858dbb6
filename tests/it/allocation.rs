//! From scores to weights, step by step, with the numbers worked out by hand.

use proptest::prelude::*;
use rotation::allocate::{Compatibility, Conditions, Limits, Trace, weigh};
use rotation::regime::Regime;

type Six = [f64; 6];

/// A quiet day on which every profile suits fully, so that scores are desirabilities.
fn quiet(scores: Six) -> Conditions {
    Conditions {
        regime: Regime::TrendUp,
        scores,
        rv20: 0.15,
        event_ahead: false,
        short_volatility: [false; 6],
        realised_leads: false,
        risk_factor: 1.0,
    }
}

/// No cap, no floor, every profile compatible: each test enables its own rule.
fn open_limits() -> Limits {
    Limits {
        max_profile_weight: 1.0,
        min_profile_weight: 0.0,
        compatibility: Compatibility([[1.0; 6]; 6]),
        ..Limits::default()
    }
}

fn close(found: Six, expected: Six) -> bool {
    found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-15)
}

fn check(step: fn(&Trace) -> Six, conditions: &Conditions, limits: &Limits, expected: Six) {
    let trace = weigh(conditions, limits);
    assert!(close(step(&trace), expected), "{:?}, not {expected:?}", step(&trace));
}

#[test]
fn a_desirability_is_a_score_times_the_compatibility_of_the_regime() {
    let scores = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    for (regime, expected) in [
        (Regime::TrendUp, [0.5, 0.0, 0.15, 0.5, 0.0, 0.1]),
        (Regime::TrendDown, [0.0, 0.5, 0.1, 0.0, 0.5, 0.3]),
        (Regime::Compression, [0.2, 0.0, 0.5, 0.5, 0.0, 0.05]),
        (Regime::BreakingVol, [0.0, 0.2, 0.0, 0.0, 0.5, 0.5]),
        (Regime::Choppy, [0.1, 0.5, 0.3, 0.15, 0.2, 0.05]),
        (Regime::Event, [0.2, 0.3, 0.1, 0.1, 0.4, 0.5]),
    ] {
        let day = Conditions { regime, ..quiet(scores) };
        check(|trace| trace.desirability, &day, &Limits::default(), expected);
    }
}

#[test]
fn weights_are_normalised_desirabilities_and_all_zero_means_cash() {
    let limits = open_limits();
    let shares = [0.4, 0.3, 0.2, 0.1, 0.0, 0.0];
    check(|t| t.normalised, &quiet([0.8, 0.6, 0.4, 0.2, 0.0, 0.0]), &limits, shares);
    check(|t| t.target, &quiet([0.0; 6]), &limits, [0.0; 6]);
}

#[test]
fn weight_above_the_cap_is_redistributed_in_proportion() {
    let limits = Limits { max_profile_weight: 0.4, ..open_limits() };
    for (shares, expected) in [
        // 0.1 too much, shared 3 to 2.
        ([0.5, 0.3, 0.2, 0.0, 0.0, 0.0], [0.4, 0.36, 0.24, 0.0, 0.0, 0.0]),
        // The first redistribution lifts the second over the cap; its excess goes to the third.
        ([0.6, 0.3, 0.1, 0.0, 0.0, 0.0], [0.4, 0.4, 0.2, 0.0, 0.0, 0.0]),
        // A cascade to the last one with any weight.
        ([0.9, 0.08, 0.015, 0.005, 0.0, 0.0], [0.4, 0.4, 0.15, 0.05, 0.0, 0.0]),
        // Two at the cap and nobody left: the rest is cash.
        ([0.5, 0.5, 0.0, 0.0, 0.0, 0.0], [0.4, 0.4, 0.0, 0.0, 0.0, 0.0]),
        ([1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.4, 0.0, 0.0, 0.0, 0.0, 0.0]),
        // No weight exceeds the cap: no change.
        ([0.4, 0.4, 0.2, 0.0, 0.0, 0.0], [0.4, 0.4, 0.2, 0.0, 0.0, 0.0]),
    ] {
        check(|trace| trace.capped, &quiet(shares), &limits, expected);
    }
    let tight = Limits { max_profile_weight: 0.1, ..open_limits() };
    check(|trace| trace.capped, &quiet([1.0; 6]), &tight, [0.1; 6]);
}

#[test]
fn excess_weight_never_goes_to_an_incompatible_profile() {
    // In a rising market short-dated gamma and skew have no compatibility at all.
    let day = quiet([1.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
    let expected = [0.4, 0.0, 0.0, 0.0, 0.0, 0.0];
    check(|trace| trace.target, &day, &Limits::default(), expected);
}

#[test]
fn high_volatility_halves_every_weight_and_the_rest_stays_cash() {
    let limits = Limits { max_profile_weight: 0.4, ..open_limits() };
    let scores = [0.4, 0.4, 0.2, 0.0, 0.0, 0.0];
    for (rv20, expected) in [
        (0.30, [0.4, 0.4, 0.2, 0.0, 0.0, 0.0]), // at the threshold, not above it
        (0.31, [0.2, 0.2, 0.1, 0.0, 0.0, 0.0]),
    ] {
        check(|t| t.scaled, &Conditions { rv20, ..quiet(scores) }, &limits, expected);
        check(|t| t.target, &Conditions { rv20, ..quiet(scores) }, &limits, expected);
    }
}

#[test]
fn overlays_take_weight_away_only_when_switched_on() {
    let scores = [0.25, 0.25, 0.25, 0.25, 0.0, 0.0];
    let before_an_event = Conditions {
        event_ahead: true,
        short_volatility: [false, true, true, false, false, false],
        ..quiet(scores)
    };
    let realised_leads = Conditions { realised_leads: true, ..quiet(scores) };
    let (off, on) = (
        open_limits(),
        Limits {
            no_short_vol_before_events: true,
            no_charm_when_realised_leads: true,
            ..open_limits()
        },
    );
    check(|t| t.overlaid, &before_an_event, &off, scores);
    check(|t| t.overlaid, &realised_leads, &off, scores);
    check(|t| t.overlaid, &before_an_event, &on, [0.25, 0.0, 0.0, 0.25, 0.0, 0.0]);
    check(|t| t.overlaid, &realised_leads, &on, [0.25, 0.25, 0.0, 0.25, 0.0, 0.0]);
    check(|t| t.overlaid, &quiet(scores), &on, scores);
}

#[test]
fn the_floor_comes_last_so_that_a_weight_scaled_below_it_becomes_cash() {
    let limits = Limits { min_profile_weight: 0.05, ..open_limits() };
    let scores = [0.5, 0.36, 0.08, 0.06, 0.0, 0.0];
    check(|t| t.target, &quiet(scores), &limits, scores);
    let wild = Conditions { rv20: 0.5, ..quiet(scores) };
    check(|t| t.scaled, &wild, &limits, [0.25, 0.18, 0.04, 0.03, 0.0, 0.0]);
    check(|t| t.target, &wild, &limits, [0.25, 0.18, 0.0, 0.0, 0.0, 0.0]);
    let low = quiet([0.51, 0.40, 0.05, 0.04, 0.0, 0.0]);
    check(|t| t.target, &low, &limits, [0.51, 0.40, 0.05, 0.0, 0.0, 0.0]);
}

fn six(values: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Six> {
    proptest::array::uniform6(values)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn no_step_breaks_the_limits(
        scores in six(prop_oneof![0.0..1.0, Just(0.0), Just(1.0), 0.0..1e-12]),
        suits in six(prop_oneof![0.0..1.0, Just(0.0), Just(1.0)]),
        (cap, floor, rv20) in (0.01..1.0, 0.0..0.2, 0.0..1.0),
        switches in any::<[bool; 4]>(),
    ) {
        let limits = Limits {
            max_profile_weight: cap,
            min_profile_weight: floor,
            compatibility: Compatibility([suits; 6]),
            no_short_vol_before_events: switches[0],
            no_charm_when_realised_leads: switches[1],
            ..Limits::default()
        };
        let day = Conditions {
            rv20,
            event_ahead: switches[2],
            realised_leads: switches[3],
            short_volatility: [false, true, true, false, false, false],
            ..quiet(scores)
        };
        let trace = weigh(&day, &limits);
        let steps = [trace.capped, trace.scaled, trace.overlaid, trace.target];
        for weights in steps {
            prop_assert!(weights.iter().all(|weight| (0.0..=cap).contains(weight)), "{trace:?}");
            prop_assert!(weights.iter().sum::<f64>() <= 1.0 + 1e-15 * 6.0, "{trace:?}");
            for (weight, wish) in weights.iter().zip(trace.desirability) {
                prop_assert!(*weight == 0.0 || wish > 0.0, "{trace:?}");
            }
        }
        prop_assert!(trace.target.iter().all(|weight| *weight == 0.0 || *weight >= floor));
        // Excess stays in cash only if every desired profile is at the cap.
        let placed: f64 = trace.capped.iter().sum();
        let wanted = trace.normalised.iter().zip(trace.capped).filter(|(share, _)| **share > 0.0);
        let all_at_cap = wanted.clone().all(|(_, weight)| weight >= cap * (1.0 - 1e-12));
        let nothing = wanted.count() == 0;
        prop_assert!((placed - 1.0).abs() < 1e-9 || all_at_cap || nothing, "{trace:?}");
    }
}
