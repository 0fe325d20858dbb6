//! Limits on the book: on random markets and scenarios, and the cases that an audit found.

use proptest::prelude::*;
use rotation::engine::report::{
    Action, Day, ExitReason, LimitKind, Reason, Report, Rotation, RotationKind, ShareCause,
};
use rotation::engine::versions::from_json;
use rotation::engine::{RiskLimits, RunError, Scenario, Timing, run};
use rotation::market::Market;
use rotation::math::quantile;
use rotation::profile::Profile;
use rotation::units::Money;

use crate::random::{Beside, Dice, Wishes, World, scenario, wishes, worlds};
use crate::sample::{sp500, sp500_without_vix};

/// Limits as random as the scenario, of which at least one is on.
fn limits(dice: &mut Dice) -> RiskLimits {
    let mut limits = RiskLimits::default();
    let on = dice.below(5);
    let mut of = |at: usize, low: f64, high: f64| {
        let is_on = at == on || dice.chance(0.3);
        is_on.then(|| dice.between(low, high))
    };
    limits.delta = of(0, 0.0, 0.5);
    limits.gamma = of(1, 0.0, 0.05);
    limits.vega = of(2, 0.0, 0.003);
    limits.value_at_risk = of(3, 0.000_5, 0.03);
    limits.vega_dollars = of(4, 10.0, 10_000.0);
    limits
}

/// A free scenario that fills at the close it decides on, so that the day's exposure is that of the
/// target book.
fn at_the_close(wishes: Wishes, market: &Market) -> Scenario {
    let mut chosen = scenario(wishes, market);
    chosen.timing = Timing::SameClose;
    chosen.costs.multiple = 0.0;
    (chosen.hedging.half_spread, chosen.hedging.fee_per_share) = (0.0, 0.0);
    chosen.capital = chosen.capital.max(1e5);
    chosen.limits = limits(&mut Dice::new(wishes.seed ^ 0x5eed));
    chosen
}

/// The values that a report's own exposure gives, with the limits on them.
fn measured(report: &Report, market: &Market, day: usize) -> [(LimitKind, f64, Option<f64>); 4] {
    let row = &report.days[day];
    let limits = &report.scenario.limits;
    let spot = report.scenario.instrument.spot(row.spot);
    // At the decision: a purchase below a tick pays the tick even without costs.
    let today = report.fills.iter().filter(|fill| fill.filled == row.date);
    let paid: Money = today.map(|fill| fill.spread + fill.slippage + fill.fees.total()).sum();
    let equity = (row.equity() + paid).to_dollars_f64();
    let (exposure, dollars) = (row.exposure, |amount: f64| amount / equity);
    let delta = dollars(exposure.delta * spot);
    let gamma = dollars(exposure.gamma * spot * spot * 0.01);
    let last = market.bars.partition_point(|bar| bar.date <= row.date);
    let returns: Vec<f64> = market.bars[..last]
        .windows(2)
        .rev()
        .take(250)
        .map(|pair| pair[1].close / pair[0].close - 1.0)
        .map(|r| -(delta * r + 50.0 * gamma * r * r))
        .collect();
    let at_risk = if returns.len() < 20 { 0.0 } else { quantile(&returns, 0.99).unwrap() };
    let vega_limit = [limits.vega, limits.vega_dollars.map(dollars)].into_iter().flatten();
    [
        (LimitKind::Delta, delta.abs(), limits.delta),
        (LimitKind::Gamma, gamma.abs(), limits.gamma),
        (LimitKind::Vega, dollars(exposure.vega).abs(), vega_limit.reduce(f64::min)),
        (LimitKind::ValueAtRisk, at_risk, limits.value_at_risk),
    ]
}

/// Whether every order of a day left its trace: what cannot be met is logged only once.
fn is_carried_out(report: &Report, day: &Day) -> bool {
    let Some(decision) = day.decision else { return false };
    Profile::ALL.into_iter().zip(decision.actions).all(|(profile, action)| {
        let trades = matches!(
            action,
            Action::Open
                | Action::Close
                | Action::Reopen
                | Action::Move
                | Action::Roll
                | Action::RollLeg
                | Action::Resize
                | Action::Exit
        );
        let is_logged = |own: &Rotation| own.date == day.date && own.profile == profile;
        !trades || report.rotations.iter().any(is_logged)
    })
}

/// Whether the account could not carry what was decided. Buying power is measured at the fill: on
/// such a day a position may have fewer units than decided, or stay where it was to be renewed, and
/// the book is not the one that was measured. Neither what the quotes refuse counts, without which
/// the target book is, nor a margin call, which the decision foresees.
fn is_short_of_margin(own: &Rotation) -> bool {
    matches!(own.reason, Reason::BuyingPower { .. })
}

/// The target book is within every limit, but where an order could not be filled as decided.
fn check(report: &Report, market: &Market) {
    for (day, row) in report.days.iter().enumerate() {
        let is_exact = row.decision.is_some()
            && !report.rotations.iter().any(|own| {
                own.date == row.date
                    && (own.kind == RotationKind::Exercise || is_short_of_margin(own))
            })
            && !report
                .hedges
                .iter()
                .any(|own| own.date == row.date && own.cause == ShareCause::Delivery)
            && report.ruined.is_none_or(|ruin| ruin.date != row.date)
            && is_carried_out(report, row);
        if !is_exact {
            continue;
        }
        for (limit, value, bound) in measured(report, market, day) {
            let Some(bound) = bound else { continue };
            assert!(
                value <= bound * (1.0 + 1e-6) + 1e-9,
                "{}: {limit:?} {value} above {bound}",
                row.date
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..<_>::default() })]

    #[test]
    fn the_target_book_is_within_every_limit(world in worlds(), wishes in wishes()) {
        let market = world.market();
        let chosen = at_the_close(wishes, &market);
        match run(&market, &chosen, |_, _| {}) {
            Ok(report) => check(&report, &market),
            Err(
                RunError::Missing { .. } | RunError::TooShort { .. } | RunError::TooRich { .. },
            ) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

/// At a level of 20 a strangle of 25 deltas brings less than a tick, so that its renewal is
/// refused: it is kept, and the others grow only by what its old contracts leave.
#[test]
fn a_position_that_brings_no_credit_is_measured_as_it_stays() {
    let world = World {
        seed: 16_103_443_649_667_223_241,
        days: 70,
        level: 20.0,
        daily: 0.004,
        jumps: 0.0,
        gaps: 0.0,
        beside: Beside::Nothing,
        quoted: true,
    };
    let market = world.market();
    let chosen = at_the_close(Wishes { seed: 31_854_293_893_985_843, granted: 16 }, &market);
    let report = run(&market, &chosen, |_, _| {}).unwrap();
    let is_kept_for_credit = |own: &Rotation| {
        own.kind == RotationKind::Kept && matches!(own.reason, Reason::NoCredit { .. })
    };
    assert!(report.rotations.iter().any(is_kept_for_credit));
    let mut decisions = report.days.iter().filter_map(|day| day.decision);
    assert!(decisions.any(|decision| decision.actions.contains(&Action::NoCredit)));
    check(&report, &market);
}

/// A run of the sample under some limits, from a day to another.
fn sample(period: [&str; 2], edit: impl FnOnce(&mut Scenario)) -> Report {
    let [from, to] = period.map(|day| day.parse().ok());
    let mut chosen = Scenario { from, to, ..Scenario::default() };
    edit(&mut chosen);
    run(sp500(), &chosen, |_, _| {}).unwrap()
}

const YEARS: [&str; 2] = ["2003-06-02", "2008-12-31"];
const ALL_YEARS: [&str; 2] = ["1999-01-04", "2018-12-31"];

fn closes_above(report: &Report) -> u32 {
    report.limits.closes_above.iter().map(|(_, closes)| closes).sum()
}

#[test]
fn a_vega_limit_of_zero_opens_nothing_that_has_vega() {
    let report = sample(YEARS, |scenario| scenario.limits.vega = Some(0.0));
    assert_eq!(report.trades.iter().filter(|t| t.profile == Profile::LongGamma).count(), 0);
    assert_eq!(closes_above(&report), 0);
}

#[test]
fn limits_on_the_book_lower_the_number_of_trades() {
    let free = sample(ALL_YEARS, |_| {});
    let edits: [fn(&mut RiskLimits); 3] = [
        |limits| limits.vega = Some(0.000_5),
        |limits| limits.gamma = Some(0.05),
        |limits| limits.value_at_risk = Some(0.005),
    ];
    for edit in edits {
        let report = sample(ALL_YEARS, |scenario| edit(&mut scenario.limits));
        let (trades, above) = (report.trades.len(), closes_above(&report));
        let limit = report.limits.closes_above[0].0;
        assert!(trades <= free.trades.len(), "{limit:?}: {trades} of {}", free.trades.len());
        assert!(
            (above as usize) < report.days.len() / 4,
            "{limit:?}: {above} closes above of {}",
            report.days.len()
        );
        eprintln!("{limit:?}: {trades} trades of {}, {above} above", free.trades.len());
    }
}

#[test]
fn a_drawdown_limit_of_ten_percent_ends_a_little_below_it() {
    let report = sample(ALL_YEARS, |scenario| {
        scenario.limits.drawdown = Some(0.1);
    });
    let (mut peak, mut worst) = (Money::ZERO, 0.0_f64);
    for equity in report.equity() {
        peak = peak.max(equity);
        worst = worst.max(1.0 - equity.to_dollars_f64() / peak.to_dollars_f64());
    }
    assert!(worst < 0.13, "{worst}");
    assert_eq!(report.limits.halts, u32::from(report.limits.in_cash_since.is_some()));
    assert!(report.limits.days_scaled > 0);
}

#[test]
fn what_meant_off_in_version_1_is_off() {
    let text = br#"{ "sizes": { "by": "vega" }, "limits": { "stop_loss": 10.0,
        "take_profit": 10.0, "delta": 10.0, "gamma": 10.0, "vega": 10.0, "drawdown": 1.0,
        "value_at_risk": 1.0, "maximum_days": 3650 } }"#;
    let (mut chosen, _) = from_json(text).unwrap();
    [chosen.from, chosen.to] = YEARS.map(|day| day.parse().ok());
    let report = run(sp500(), &chosen, |_, _| {}).unwrap();
    assert!(report.breaches.is_empty() && report.limits.closes_above.is_empty());
    let is_exit = |reason| matches!(reason, ExitReason::StopLoss | ExitReason::TakeProfit);
    assert!(!report.trades.iter().any(|trade| is_exit(trade.reason)));
}

#[test]
fn without_vix_its_estimate_counts_against_the_fear_level() {
    let [from, to] = ["2008-06-02", "2009-06-01"].map(|day| day.parse().ok());
    let mut chosen = Scenario { from, to, ..Scenario::default() };
    chosen.limits.scale_in_fear = true;
    let report = run(&sp500_without_vix(), &chosen, |_, _| {}).unwrap();
    let scaled = report.breaches.iter().filter(|own| own.limit == LimitKind::VolatilityIndex);
    assert!(scaled.count() > 50);
}
