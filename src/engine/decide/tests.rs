//! The action of each profile, as a table: weight, target, position, action.

use chrono::NaiveDate;

use crate::pricing::Right;
use crate::profile::{PerProfile, Playbook, Profile, StructureChoices, VannaStructure};
use crate::regime::Regime;
use crate::trade::{Contract, Leg, Position};
use crate::units::{Contracts, Money, Strike};

use super::super::limits::Ruling;
use super::super::order::OrderAction;
use super::super::report::Action::{self, *};
use super::super::scenario::RebalanceStyle;
use super::{Situation, decide};

const TODAY: &str = "2018-01-02";

/// A position of `units` whose legs expire in so many days, `None` for a leg that is gone.
fn held(playbook: &Playbook, profile: Profile, units: i64, days: &[Option<i64>]) -> Position {
    let today: NaiveDate = TODAY.parse().unwrap();
    let structure = playbook.chosen(profile, regime_of(profile)).unwrap();
    let rules = &playbook.structure(structure).legs;
    let legs = rules.iter().zip(days).enumerate().filter_map(|(rule, (leg, days))| {
        let expiry = today + chrono::Duration::days((*days)?);
        let settlement = crate::market::Settlement::Close;
        let strike = Strike::dollars(100);
        let contract = Contract { right: Right::Call, strike, expiry, settlement };
        Some(Leg { contracts: Contracts::new(leg.ratio * units), ..Leg::new(contract, rule) })
    });
    Position {
        trade: 1,
        first_fill: 0,
        structure,
        units: Contracts::new(units),
        ordered: Contracts::new(units),
        opened: today,
        hypothetical: false,
        allocation: 0.0,
        capital: Money::ZERO,
        peak_risk: Money::ZERO,
        hedged_before: Money::ZERO,
        legs: legs.collect(),
        entry_risk: Money::ZERO,
        entry_value: Money::ZERO,
        exit_value: Money::ZERO,
        fees: Money::ZERO,
        reported: Money::ZERO,
    }
}

/// A regime in which a profile trades.
fn regime_of(profile: Profile) -> Regime {
    if profile == Profile::ShortGamma { Regime::TrendDown } else { Regime::TrendUp }
}

/// The default structures but for the call diagonal, whose near leg rolls alone.
fn playbook() -> Playbook {
    let vanna = VannaStructure::CallDiagonal;
    Playbook::new(&StructureChoices { vanna, ..StructureChoices::default() })
}

/// In a rising trend.
fn check(
    current: PerProfile<f64>,
    target: PerProfile<f64>,
    holds: &[(Profile, i64, &[Option<i64>])],
    expected: PerProfile<Action>,
) -> Vec<OrderAction> {
    let ruling = Ruling { target, ..Ruling::default() };
    check_in(Regime::TrendUp, current, ruling, holds, expected)
}

/// An account of 1,000,000 with the mini index at 100: one unit is 1 % of it.
fn check_in(
    regime: Regime,
    current: PerProfile<f64>,
    ruling: Ruling,
    holds: &[(Profile, i64, &[Option<i64>])],
    expected: PerProfile<Action>,
) -> Vec<OrderAction> {
    let playbook = playbook();
    let mut positions = [const { None }; 6];
    for (profile, units, days) in holds {
        positions[profile.index()] = Some(held(&playbook, *profile, *units, days));
    }
    let decided = decide(&Situation {
        date: TODAY.parse().unwrap(),
        regime,
        ruling: &ruling,
        current,
        positions: &positions,
        playbook: &playbook,
        threshold: 0.05,
        style: RebalanceStyle::Reopen,
        fractional: false,
        equity: Money::dollars(1_000_000),
        unit_capital: [10_000.0; 6],
    });
    assert_eq!(decided.actions, expected, "{current:?} to {:?} in {regime:?}", ruling.target);
    decided.orders.iter().map(|order| order.task).collect()
}

const NOTHING: PerProfile<f64> = [0.0; 6];

#[test]
fn no_profile_trades_until_a_weight_drifts_beyond_the_threshold() {
    let (at, idle) = ([0.05, 0.0, 0.0, 0.0, 0.0, 0.0], Idle);
    let orders = check(NOTHING, at, &[], [WithinThreshold, idle, idle, idle, idle, idle]);
    assert_eq!(orders, []);
}

#[test]
fn once_one_exceeds_the_threshold_all_at_or_above_it_trade() {
    let target = [0.06, 0.04, 0.05, 0.0, 0.0, 0.0];
    let orders = check(NOTHING, target, &[], [Open, MovedLess, Open, Idle, Idle, Idle]);
    let units = |task: &OrderAction| match task {
        OrderAction::Open(opening) => opening.units.count(),
        other => panic!("{other:?}"),
    };
    // Whole contracts of 1 % each, rounded down.
    assert_eq!(orders.iter().map(units).collect::<Vec<_>>(), [6.0, 5.0]);
}

#[test]
fn positions_are_closed_reopened_or_held() {
    let far: &[Option<i64>] = &[Some(75), Some(75)];
    let long = |units| (Profile::LongGamma, units, far);
    let first = |weight: f64| [weight, 0.0, 0.0, 0.0, 0.0, 0.0];
    let alone = |action| [action, Idle, Idle, Idle, Idle, Idle];
    check(first(0.10), NOTHING, &[long(10)], alone(Close));
    check(first(0.10), first(0.20), &[long(10)], alone(Reopen));
    check(first(0.10), first(0.13), &[long(10)], alone(WithinThreshold));
    // The weight has drifted from the target, yet the target equals the units held.
    check(first(0.16), first(0.108), &[long(10)], alone(SameContracts));
    check(first(0.10), first(0.004), &[long(10)], alone(Close));
}

#[test]
fn a_target_below_one_contract_reaches_the_book_as_an_order() {
    let playbook = Playbook::new(&StructureChoices::default());
    let positions = [const { None }; 6];
    let decided = decide(&Situation {
        date: TODAY.parse().unwrap(),
        regime: Regime::TrendUp,
        ruling: &Ruling { target: [0.2, 0.0, 0.0, 0.0, 0.0, 0.0], ..Ruling::default() },
        current: NOTHING,
        positions: &positions,
        playbook: &playbook,
        threshold: 0.05,
        style: RebalanceStyle::Reopen,
        fractional: false,
        equity: Money::dollars(40_000),
        unit_capital: [10_000.0; 6],
    });
    assert_eq!(decided.actions[0], LessThanOne);
    assert!(
        matches!(decided.orders[0].task, OrderAction::Open(opening) if opening.units == Contracts::ZERO)
    );
}

#[test]
fn positions_near_expiry_are_rolled_although_no_weight_has_moved() {
    let at = |profile: Profile| {
        let mut weights = NOTHING;
        weights[profile.index()] = 0.10;
        weights
    };
    for (profile, days, action) in [
        (Profile::LongGamma, [Some(30), Some(30)], WithinThreshold),
        (Profile::LongGamma, [Some(29), Some(29)], Roll),
        (Profile::ShortGamma, [Some(1), Some(1)], WithinThreshold), // held to expiry
        (Profile::Charm, [Some(5), Some(5)], WithinThreshold),
        (Profile::Charm, [Some(4), Some(4)], Roll),
        (Profile::Vanna, [Some(40), Some(3)], WithinThreshold),
        (Profile::Vanna, [Some(40), Some(2)], RollLeg),
        (Profile::Vanna, [Some(40), None], RollLeg), // the near leg has expired
        (Profile::Vanna, [Some(10), Some(2)], RollLeg),
        (Profile::Vanna, [Some(9), Some(2)], Roll), // a new near leg could outlive the far one
        (Profile::Vanna, [Some(9), None], Roll),
        (Profile::Skew, [Some(6), Some(6)], Roll),
        (Profile::VolOfVol, [Some(19), Some(19)], Roll),
    ] {
        let mut expected = [Idle; 6];
        expected[profile.index()] = action;
        let ruling = Ruling { target: at(profile), ..Ruling::default() };
        check_in(regime_of(profile), at(profile), ruling, &[(profile, 10, &days)], expected);
    }
}

#[test]
fn another_structure_is_moved_to_whatever_weights_and_threshold_say() {
    let short_gamma = |weight: f64| [0.0, weight, 0.0, 0.0, 0.0, 0.0];
    let alone = |action| [Idle, action, Idle, Idle, Idle, Idle];
    // Bought in a falling trend.
    let long: &[(Profile, i64, &[Option<i64>])] = &[(Profile::ShortGamma, 40, &[Some(2), Some(2)])];
    let locked = Ruling { locked_out: true, ..Ruling::default() };
    for (regime, target, ruling, action) in [
        (Regime::TrendDown, 0.40, Ruling::default(), WithinThreshold),
        (Regime::BreakingVol, 0.40, Ruling::default(), WithinThreshold), // the same straddle
        (Regime::Choppy, 0.40, Ruling::default(), Move),
        (Regime::Choppy, 0.36, Ruling::default(), Move),
        (Regime::Choppy, 0.10, Ruling::default(), Move),
        (Regime::Choppy, 0.004, Ruling::default(), Close), // less than one contract
        (Regime::Choppy, 0.0, Ruling::default(), Close),
        (Regime::Choppy, 0.40, locked, Close),
        (Regime::TrendUp, 0.0, Ruling::default(), Close), // no structure at all
    ] {
        let ruling = Ruling { target: short_gamma(target), ..ruling };
        let orders = check_in(regime, short_gamma(0.40), ruling, long, alone(action));
        let units = orders.iter().find_map(|task| match task {
            OrderAction::Move(opening) => Some(opening.units.count()),
            _ => None,
        });
        assert_eq!(units, (action == Move).then(|| (target * 100.0).floor()));
    }
    // A weight below the threshold moves as well.
    let small: &[(Profile, i64, &[Option<i64>])] = &[(Profile::ShortGamma, 3, &[Some(2), Some(2)])];
    let ruling = Ruling { target: short_gamma(0.03), ..Ruling::default() };
    check_in(Regime::Choppy, short_gamma(0.03), ruling, small, alone(Move));
}
