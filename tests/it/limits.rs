//! Limits on risk at work, on markets small enough to count in dollars.
//!
//! The mini index stands at 100 dollars. The structure is a long call and a short put at the
//! money, together worth the move of the underlying exactly: 40 units, 40 % of a million, gain or
//! lose 4,000 dollars per dollar. Orders fill at the next close and cost nothing.

use chrono::{Duration, NaiveDate};
use rotation::allocate::Compatibility;
use rotation::engine::report::{
    Action, Breach, Day, ExitReason, LimitKind, Report, Response, Trade,
};
use rotation::engine::{ExitBasis, RebalanceStyle, Scenario, Timing, run};
use rotation::market::{Bar, Event, Market, Series, is_trading_day};
use rotation::pricing::Right;
use rotation::profile::Profile;
use rotation::profile::structures::Assignment;
use rotation::trade::{
    Exits, ExpiryRule, ExpirySeries, HedgeRule, LegRule, Provenance, SpreadModel, StrikeRule,
    Structure,
};
use rotation::units::{Contracts, Money};

use crate::by_hand;

/// Days before the period; the first day of the period is number 0 below.
const BEFORE: usize = 50;

/// Closes of the index: `before` fills the days before the period, the last of `closes` lasts for
/// `more` days more.
pub(crate) fn market(before: impl Fn(usize) -> f64, closes: &[f64], more: usize) -> Market {
    let first: NaiveDate = "2015-01-02".parse().unwrap();
    let mut dates = first.iter_days().filter(|date| is_trading_day(*date));
    let last = closes[closes.len() - 1];
    let levels = (0..BEFORE).map(before).chain(closes.iter().copied());
    let bars: Vec<Bar> = levels
        .chain(std::iter::repeat_n(last, more))
        .map(|close| {
            let date = dates.next().unwrap();
            Bar { date, open: close, high: close + 1.0, low: close - 1.0, close }
        })
        .collect();
    let days = bars.len();
    let mut market = Market::new("small", bars);
    market.set_series(Series::Vix, vec![Some(0.2); days]);
    market.quoted_regimes = Some(vec![Some(5); days]);
    market.quoted_scores = Some(vec![Some([1.0; 6]); days]);
    market
}

fn flat(closes: &[f64], more: usize) -> Market {
    market(|_| 1_000.0, closes, more)
}

/// One profile alone that trades calls and puts at the money in some ratio.
pub(crate) fn scenario(market: &Market, calls: i64, puts: i64) -> Scenario {
    let expiry = ExpiryRule { target: 90, minimum: 80, maximum: 100 };
    let strike = StrikeRule::AtTheMoney;
    let leg = |right, ratio| LegRule { right, ratio, strike, expiry, roll_below: None };
    let structure = Structure {
        name: "small".to_owned(),
        legs: vec![leg(Right::Call, calls), leg(Right::Put, puts)],
        roll_below: None,
        hedge: HedgeRule::None,
        exits: Exits::default(),
    };
    let mut scenario = Scenario {
        from: Some(market.bars[BEFORE].date),
        timing: Timing::NextClose,
        use_quoted_regimes: true,
        use_quoted_scores: true,
        ..Scenario::default()
    };
    scenario.structures.expiries = ExpirySeries::MondayWednesdayFriday;
    let regimes = Vec::new();
    scenario.structures.custom[0] = Some(vec![Assignment { regimes, structure }]);
    scenario.allocation.compatibility = Compatibility([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]; 6]);
    scenario.costs.multiple = 0.0;
    scenario.limits.exit_basis = ExitBasis::Notional;
    scenario
}

/// Runs the long call and short put under some limits, and keeps the books by hand too.
fn synthetic(market: &Market, edit: impl FnOnce(&mut Scenario)) -> Report {
    straddled(market, -1, edit)
}

fn straddled(market: &Market, puts: i64, edit: impl FnOnce(&mut Scenario)) -> Report {
    let mut scenario = scenario(market, 1, puts);
    edit(&mut scenario);
    let report = run(market, &scenario, |_, _| {}).unwrap();
    by_hand::check(&report, market);
    report
}

/// To the cent: prices round to the micro-dollar, and a position is 8,000 of them.
fn about(money: Money, dollars: i64) {
    assert!((money - Money::dollars(dollars)).abs() < Money::micros(20_000), "{money}, {dollars}");
}

/// How many breaches of a limit began.
fn spells(report: &Report) -> usize {
    report.breaches.iter().filter(|breach| breach.day == 1).count()
}

/// The only spell of breaches: its first day, limit and owner, what was measured against what, and
/// the answer.
fn check_breach(report: &Report, expected: (usize, LimitKind, bool), value: f64, bound: f64) {
    let (day, limit, owned) = expected;
    let breach: &Breach = &report.breaches[0];
    assert_eq!((breach.date, breach.limit), (report.days[day].date, limit));
    assert_eq!(breach.profile, owned.then_some(Profile::LongGamma));
    assert!((breach.value - value).abs() < 1e-6, "{breach:?}, not {value}");
    assert!((breach.bound - bound).abs() < 1e-12, "{breach:?}");
    assert_eq!(spells(report), 1, "{:?}", report.breaches);
}

fn check_trade(report: &Report, exit: usize, reason: ExitReason, dollars: i64) {
    let trade: &Trade = &report.trades[0];
    assert_eq!((trade.entry, trade.exit), (report.days[1].date, report.days[exit].date));
    assert_eq!((trade.reason, trade.units), (reason, Contracts::new(40)));
    assert_eq!(trade.capital, Money::dollars(400_000));
    about(trade.realised, dollars);
}

fn action(day: &Day) -> Action {
    day.decision.unwrap().actions[0]
}

/// Nothing is held from a day on until so many calendar days after another, and then it is.
fn check_pause(report: &Report, closed: usize, since: usize, days: i64) {
    let until = report.days[since].date + Duration::days(days);
    let resumed = report.days.partition_point(|day| day.date < until);
    assert!(resumed > closed + 1 && resumed + 1 < report.days.len());
    for day in &report.days[closed..resumed] {
        assert_eq!((day.open, action(day)), (0, Action::Paused), "{}", day.date);
    }
    assert_eq!(action(&report.days[resumed]), Action::Open);
    assert_eq!(report.days[resumed + 1].open, 1);
}

#[test]
fn a_position_that_loses_two_percent_of_its_capital_is_stopped() {
    // 7,600 lost of 400,000; 8,400, which is 2.1 %; sold a day later at 10,000.
    let market = flat(&[1_000.0, 1_000.0, 981.0, 979.0, 975.0], 10);
    let report = synthetic(&market, |scenario| scenario.limits.stop_loss = Some(0.02));
    check_breach(&report, (3, LimitKind::StopLoss, true), -0.021, -0.02);
    assert_eq!(report.breaches[0].response, Response::Closed);
    assert_eq!(action(&report.days[3]), Action::Exit);
    check_trade(&report, 4, ExitReason::StopLoss, -10_000);
    check_pause(&report, 4, 3, 5);
}

#[test]
fn a_position_that_gains_two_percent_of_its_capital_takes_profit() {
    let market = flat(&[1_000.0, 1_000.0, 1_019.0, 1_021.0, 1_025.0], 10);
    let report = synthetic(&market, |scenario| scenario.limits.take_profit = Some(0.02));
    check_breach(&report, (3, LimitKind::TakeProfit, true), 0.021, 0.02);
    check_trade(&report, 4, ExitReason::TakeProfit, 10_000);
    check_pause(&report, 4, 3, 5);
}

#[test]
fn a_structure_may_have_a_tighter_stop_than_the_others() {
    let market = flat(&[1_000.0, 1_000.0, 989.0, 985.0], 10);
    let report = synthetic(&market, |scenario| {
        scenario.limits.stop_loss = Some(0.02);
        let own = scenario.structures.custom[0].as_mut().unwrap();
        own[0].structure.exits.stop_loss = Some(0.01);
    });
    check_breach(&report, (2, LimitKind::StopLoss, true), -0.011, -0.01);
    check_trade(&report, 3, ExitReason::StopLoss, -6_000);
}

#[test]
fn a_position_is_held_for_ten_days_and_no_longer() {
    let market = flat(&[1_000.0], 20);
    let report = synthetic(&market, |scenario| scenario.limits.maximum_days = Some(10.0));
    let opened = report.days[1].date;
    let due = report.days.partition_point(|day| day.date < opened + Duration::days(10));
    let held = (report.days[due].date - opened).num_days();
    check_breach(&report, (due, LimitKind::MaximumDays, true), held as f64, 10.0);
    check_trade(&report, due + 1, ExitReason::MaximumDays, 0);
}

#[test]
fn a_drawdown_of_one_percent_liquidates_for_twenty_days() {
    // 3,600 below a million; 10,400, which is 1.04 %; sold a day later 12,000 below it.
    let market = flat(&[1_000.0, 1_000.0, 991.0, 974.0, 970.0], 25);
    let report = synthetic(&market, |scenario| {
        (scenario.limits.drawdown, scenario.limits.restart_days) = (Some(0.01), Some(20.0));
    });
    check_breach(&report, (3, LimitKind::Drawdown, false), 0.0104, 0.01);
    assert_eq!(report.breaches[0].response, Response::Halted { days: Some(20) });
    check_trade(&report, 4, ExitReason::DrawdownHalt, -12_000);
    about(report.days[4].cash, 988_000);
    check_pause(&report, 4, 3, 20);
    assert_eq!((report.limits.halts, report.limits.in_cash_since), (1, None));
}

#[test]
fn without_a_restart_the_maximum_drawdown_is_the_end_of_trading() {
    let market = flat(&[1_000.0, 1_000.0, 991.0, 974.0, 970.0], 25);
    let report = synthetic(&market, |scenario| scenario.limits.drawdown = Some(0.01));
    assert_eq!(report.breaches[0].response, Response::Halted { days: None });
    assert_eq!(report.limits.in_cash_since, Some(report.days[3].date));
    assert!(report.days[4..].iter().all(|day| day.open == 0));
    assert_eq!(report.trades.len(), 1);
}

#[test]
fn a_position_shrinks_with_the_drawdown_from_half_of_the_limit_on() {
    // 40 units lose 28,000 of a million: of 4 % a factor of 0.6 is left, 24 % of the account.
    let market = flat(&[1_000.0, 1_000.0, 930.0], 6);
    let report = synthetic(&market, |scenario| scenario.limits.drawdown = Some(0.04));
    check_breach(&report, (2, LimitKind::Drawdown, false), 0.028, 0.02);
    let Response::Scaled { factor } = report.breaches[0].response else { panic!("scaled") };
    assert!((factor - 0.6).abs() < 1e-6, "{factor}");
    assert!((report.days[2].decision.unwrap().target[0] - 0.24).abs() < 1e-6);
    // 24 % of 972,000 are 233,280; a unit is 9,300.
    assert_eq!(report.days[3].exposure.delta.round(), 2_500.0);
    assert_eq!(report.limits.days_scaled as usize, report.days.len() - 2);
}

#[test]
fn value_at_risk_sizes_the_position_to_its_cap() {
    // Every other day falls by 1000/1010 - 1, so one day in a hundred loses that of 40 %.
    let up_and_down = |day: usize| if day.is_multiple_of(2) { 1_000.0 } else { 1_010.0 };
    let closes: Vec<f64> = (BEFORE..BEFORE + 12).map(up_and_down).collect();
    let market = market(up_and_down, &closes, 0);
    let report = synthetic(&market, |scenario| scenario.limits.value_at_risk = Some(0.002_05));
    let loss = 0.4 * (1.0 - 1_000.0 / 1_010.0);
    check_breach(&report, (0, LimitKind::ValueAtRisk, false), loss, 0.002_05);
    // 20.705 % of a million at 10,000 dollars a unit are 20 units, and they stay.
    for day in &report.days[1..] {
        assert!((day.exposure.delta - 2_000.0).abs() < 1e-6, "{}: {:?}", day.date, day.exposure);
    }
    assert_eq!(report.limits.closes_above, [(LimitKind::ValueAtRisk, 0)]);
}

#[test]
fn a_limit_on_delta_sizes_the_position_in_share_of_equity_or_dollars() {
    let market = flat(&[1_000.0], 5);
    let by_share = synthetic(&market, |scenario| scenario.limits.delta = Some(0.2));
    let in_dollars = synthetic(&market, |scenario| scenario.limits.delta_dollars = Some(200_000.0));
    for report in [by_share, in_dollars] {
        check_breach(&report, (0, LimitKind::Delta, false), 0.4, 0.2);
        assert!(matches!(report.breaches[0].response,
            Response::OrdersScaled { factor } if (0.5..0.525).contains(&factor)));
        let deltas = report.days.iter().map(|day| day.exposure.delta.round() as i64);
        let deltas: Vec<i64> = deltas.collect();
        assert_eq!(deltas[0], 0);
        assert!(deltas[1..].iter().all(|delta| (1_900..=2_000).contains(delta)), "{deltas:?}");
        assert_eq!((report.trades.len(), report.open_positions.len()), (0, 1), "opened once");
    }
}

#[test]
fn a_position_that_has_outgrown_a_limit_shrinks_to_95_percent_of_it() {
    // 20 units at 100 dollars are a fifth of the account; at 125, a quarter.
    let market = flat(&[1_000.0, 1_000.0, 1_250.0], 5);
    let report = synthetic(&market, |scenario| {
        (scenario.limits.delta, scenario.allocation.max_profile_weight) = (Some(0.2), 0.19);
        scenario.allocation.vol_scale_factor = 1.0;
    });
    let deltas: Vec<i64> =
        report.days.iter().map(|day| day.exposure.delta.round() as i64).collect();
    // 19 units gain 47,500 and are 22.7 % of 1,047,500; 95 % of a fifth are 15.9 units.
    assert_eq!(deltas[..3], [0, 1_900, 1_900]);
    assert!(deltas[3..].iter().all(|delta| *delta == 1_500), "{deltas:?}");
    check_breach(&report, (2, LimitKind::Delta, false), 237_500.0 / 1_047_500.0, 0.2);
    assert!(matches!(report.breaches[0].response, Response::PositionsScaled { .. }));
    assert_eq!(action(&report.days[2]), Action::Resize);
    assert_eq!(report.limits.closes_above, [(LimitKind::Delta, 1)]);
}

#[test]
fn the_worst_shock_bounds_what_a_short_straddle_may_lose() {
    let market = flat(&[1_000.0], 5);
    let free = run(&market, &scenario(&market, -1, -1), |_, _| {}).unwrap();
    assert_eq!(free.open_positions[0].units, Contracts::new(40));
    let mut limited = scenario(&market, -1, -1);
    limited.limits.shock_loss = Some(0.05);
    let report = run(&market, &limited, |_, _| {}).unwrap();
    let breach = report.breaches[0];
    assert_eq!((breach.limit, breach.bound), (LimitKind::ShockLoss, 0.05));
    let units = report.open_positions[0].units.count();
    // What 40 units would lose, to what the units held may.
    let most = 40.0 * breach.bound / breach.value;
    assert!(breach.value > 0.05 && units <= most && units + 1.0 > most, "{units} {breach:?}");
    assert_eq!(report.trades.len(), 0);
}

#[test]
fn delta_beyond_its_limit_may_be_sold_in_the_underlying_instead() {
    let market = flat(&[1_000.0], 5);
    let report = synthetic(&market, |scenario| {
        (scenario.limits.delta, scenario.limits.hedge_delta) = (Some(0.2), true);
    });
    check_breach(&report, (1, LimitKind::Delta, false), 0.4, 0.2);
    let Response::Hedged { shares } = report.breaches[0].response else { panic!("hedged") };
    // 20 % of a million at 100 dollars; the next share if rounding leaves a trace.
    assert!((-2_001..=-2_000).contains(&shares), "{shares}");
    assert_eq!((report.hedges.len(), report.hedges[0].shares), (1, shares));
    for day in &report.days[1..] {
        assert!((day.exposure.delta - (4_000 + shares) as f64).abs() < 1e-6, "{:?}", day.exposure);
        assert_eq!(day.open, 1);
    }
}

/// 40,000 shares of 10 dollars, later 15, at 100 dollars of fees each: more than there is.
#[test]
fn an_account_ruined_by_its_delta_hedge_stops_trading() {
    let market = market(|_| 100.0, &[100.0, 150.0], 3);
    let report = synthetic(&market, |scenario| {
        (scenario.timing, scenario.style) = (Timing::SameClose, RebalanceStyle::Resize);
        (scenario.limits.delta, scenario.limits.hedge_delta) = (Some(0.1), true);
        (scenario.hedging.fee_per_share, scenario.costs.multiple) = (10.0, 10.0);
        let costs = &mut scenario.costs;
        (costs.spread, costs.commission, costs.clearing) = (SpreadModel::None, 0.0, 0.0);
    });
    let ruined = report.ruined.unwrap().date;
    assert_eq!(ruined, report.days[1].date);
    let last: Vec<_> = report.fills.iter().filter(|fill| fill.filled == ruined).collect();
    assert_eq!(last.len(), 2);
    assert!(last.iter().all(|fill| fill.provenance == Provenance::Settlement), "{last:?}");
    assert_eq!(report.trades[0].units, Contracts::new(400));
}

#[test]
fn limits_on_gamma_and_vega_halve_a_straddle_twice_their_size() {
    let market = flat(&[1_000.0], 2);
    let free = straddled(&market, 1, |scenario| scenario.timing = Timing::SameClose);
    let held = free.days[0].exposure;
    // Dollars of delta per 1 % of 100 dollars, and dollars per point, of a million.
    let gamma = held.gamma * 100.0 * 100.0 * 0.01 / 1e6;
    let vega = held.vega / 1e6;
    for (limit, value) in [(LimitKind::Gamma, gamma), (LimitKind::Vega, vega)] {
        let report = straddled(&market, 1, |scenario| {
            scenario.timing = Timing::SameClose;
            let limits = &mut scenario.limits;
            *(if limit == LimitKind::Gamma { &mut limits.gamma } else { &mut limits.vega }) =
                Some(value / 1.98);
        });
        let breach = report.breaches[0];
        assert_eq!((breach.date, breach.limit), (report.days[0].date, limit));
        assert_eq!(breach.profile, None);
        assert!((breach.value - value).abs() < 1e-9 && breach.bound < value, "{breach:?}");
        // Of the straddle 40 units were wanted; gamma grows towards expiry, and the limit follows.
        let bought = report.fills[0].contracts;
        assert_eq!(bought, Contracts::new(20), "{limit:?}");
    }
}

#[test]
fn a_limit_of_zero_opens_nothing() {
    let market = flat(&[1_000.0], 8);
    let report = straddled(&market, 1, |scenario| scenario.limits.vega = Some(0.0));
    assert!(report.fills.is_empty());
    assert!(report.days.iter().all(|day| action(day) == Action::Limited));
    assert_eq!(report.limits.closes_above, [(LimitKind::Vega, 0)]);
    assert_eq!(spells(&report), 1);
}

#[test]
fn a_volatility_index_above_35_halves_every_position_until_it_falls() {
    let mut market = flat(&[1_000.0], 12);
    let fear = |day: usize| matches!(day, 2..5 | 8..10);
    let level = |day: usize| {
        let fear = day >= BEFORE && fear(day - BEFORE);
        Some(if fear { 0.36 } else { 0.30 })
    };
    market.set_series(Series::Vix, (0..market.bars.len()).map(level).collect());
    let report = synthetic(&market, |scenario| scenario.limits.scale_in_fear = true);
    let recorded = report.breaches.iter().map(|b| (b.date, b.day, b.limit, b.value, b.bound));
    let expected = [(2, 1), (3, 2), (4, 3), (8, 1), (9, 2)].map(|(day, of_spell)| {
        (report.days[day].date, of_spell, LimitKind::VolatilityIndex, 0.36, 0.35)
    });
    assert!(recorded.eq(expected), "each day is recorded, with its number in the breach");
    assert_eq!(report.breaches[0].response, Response::Scaled { factor: 0.5 });
    for (day, row) in report.days.iter().enumerate().skip(1) {
        let decided_in_fear = fear(day - 1);
        let units = if decided_in_fear { 20.0 } else { 40.0 };
        let delta = row.exposure.delta / 100.0;
        // Whole contracts: 39 where a cent of 400,000 is missing.
        assert!((units - 1.0..=units).contains(&(delta + 1e-6).floor()), "day {day}: {delta}");
    }
}

#[test]
fn nothing_is_opened_before_an_event_and_what_is_held_is_kept() {
    let mut market = flat(&[1_000.0], 14);
    for day in [3, 10] {
        let date = market.bars[BEFORE + day].date;
        let (kind, name) = ("FOMC".to_owned(), "FOMC".to_owned());
        market.events.push(Event { date, kind, name, scheduled: true });
    }
    let report = synthetic(&market, |scenario| scenario.limits.event_days = Some(5.0));
    let days_to = |day: usize| (report.days[3].date - report.days[day].date).num_days();
    let first = (0..=3).find(|day| days_to(*day) <= 5).unwrap();
    assert_eq!(first, 0, "the first decision is within five days");
    let breach = report.breaches[0];
    assert_eq!((breach.date, breach.limit), (report.days[0].date, LimitKind::Event));
    assert_eq!((breach.value, breach.bound), (days_to(0) as f64, 5.0));
    assert_eq!((breach.profile, breach.response), (None, Response::LockedOut));
    for (day, row) in report.days.iter().enumerate() {
        assert_eq!(row.open, u8::from(day >= 5), "day {day}");
        if day <= 3 {
            assert_eq!(action(row), Action::LockedOut, "day {day}");
        }
    }
    assert_eq!(spells(&report), 2, "one for each event");
    assert!(report.trades.is_empty());
}
