//! The future is not reachable: later data cannot change earlier results.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use rotation::engine::report::{FillRecord, Moment, Report, RotationKind, Trade};
use rotation::engine::{RunError, Timing, run};
use rotation::market::{Market, Series};
use rotation::units::Money;

use crate::random::{Beside, Dice, Wishes, World, scenario, wishes, worlds};
use crate::sample::cut;

/// A market's first days as they were known then: events that came as a surprise later are not.
fn prefix(market: &Market, days: usize) -> Market {
    let mut prefix = cut(market, days);
    let last = prefix.bars[days - 1].date;
    prefix.events.retain(|event| event.scheduled || event.date <= last);
    prefix
}

/// Other numbers on every day from `from` on, and other surprises.
fn garbage(market: &Market, from: usize, seed: u64) -> Market {
    let mut garbled = market.clone();
    let mut dice = Dice::new(seed);
    for bar in &mut garbled.bars[from..] {
        let factor = dice.between(0.2, 3.0);
        for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
            *price *= factor;
        }
    }
    for series in Series::ALL {
        if let Some(values) = market.series(series) {
            let mut values = values.to_vec();
            values[from..].iter_mut().for_each(|value| *value = Some(dice.between(0.05, 1.0)));
            garbled.set_series(series, values);
        }
    }
    if let Some(regimes) = &mut garbled.quoted_regimes {
        regimes[from..].iter_mut().for_each(|regime| *regime = regime.map(|number| 7 - number));
    }
    if let Some(scores) = &mut garbled.quoted_scores {
        scores[from..].iter_mut().for_each(|day| *day = day.map(|scores| scores.map(|s| 1.0 - s)));
    }
    let known = market.bars[from - 1].date;
    garbled.events.retain(|event| event.scheduled || event.date <= known);
    garbled
}

/// All of a report up to its day number `days`, as text, so that a difference can be read.
fn so_far(report: &Report, days: usize) -> String {
    let shown = days.min(report.days.len());
    let last = report.days[shown - 1].date;
    let days = &report.days[..shown];
    let fills: Vec<_> = report.fills.iter().filter(|fill| fill.filled <= last).collect();
    // The hedge of a trade ends when the next one opens: until then it is still on its way.
    let opened = report.trades.iter().map(|own| (own.profile, own.trade, own.entry));
    let open = report.open_positions.iter().map(|own| (own.profile, own.trade, own.entry));
    let opened: Vec<_> = opened.chain(open).filter(|(.., entry)| *entry <= last).collect();
    let is_followed = |trade: &Trade| {
        opened.iter().any(|(profile, number, _)| *profile == trade.profile && *number > trade.trade)
    };
    let so_far = |trade: &Trade| match is_followed(trade) {
        true => *trade,
        false => Trade { hedge: Money::ZERO, ..*trade },
    };
    let trades = report.trades.iter().filter(|trade| trade.exit <= last);
    let trades: Vec<Trade> = trades.map(so_far).collect();
    let rotations: Vec<_> = report.rotations.iter().filter(|r| r.date <= last).collect();
    let hedges: Vec<_> = report.hedges.iter().filter(|hedge| hedge.date <= last).collect();
    let breaches: Vec<_> = report.breaches.iter().filter(|breach| breach.date <= last).collect();
    format!("{days:#?}\n{fills:#?}\n{hedges:#?}\n{trades:#?}\n{rotations:#?}\n{breaches:#?}")
}

/// The first line that differs.
fn difference(one: &str, other: &str) -> Option<String> {
    let mut lines = one.lines().zip(other.lines()).enumerate();
    let differing = lines.find(|(_, (a, b))| a != b);
    let found = differing.map(|(number, (a, b))| format!("line {number}: {a} against {b}"));
    found.or((one.len() != other.len()).then(|| "one is longer".to_owned()))
}

/// A run to day `days`, or nothing if it takes more than that to begin.
fn short(market: &Market, wishes: Wishes) -> Option<Report> {
    let chosen = rotation::engine::Scenario { to: None, ..scenario(wishes, market) };
    match run(market, &chosen, |_, _| {}) {
        Ok(report) => Some(report),
        Err(RunError::TooShort { .. } | RunError::Missing { .. } | RunError::TooRich { .. }) => {
            None
        }
        Err(other) => panic!("{other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn a_run_on_a_prefix_is_the_prefix_of_the_run(
        world in worlds(), wishes in wishes(), share in 0.0..1.0
    ) {
        let market = world.market();
        let days = 52 + ((market.bars.len() - 52) as f64 * share) as usize;
        let (whole, part) = (short(&market, wishes), short(&prefix(&market, days), wishes));
        if let (Some(whole), Some(part)) = (whole, part) {
            let common = part.days.len();
            prop_assert_eq!(difference(&so_far(&whole, common), &so_far(&part, common)), None);
        }
    }

    #[test]
    fn garbage_after_a_day_changes_nothing_up_to_it(
        world in worlds(), wishes in wishes(), share in 0.0..1.0
    ) {
        let market = world.market();
        let from = 52 + ((market.bars.len() - 53) as f64 * share) as usize;
        let garbled = garbage(&market, from, wishes.seed);
        if let (Some(whole), Some(other)) = (short(&market, wishes), short(&garbled, wishes)) {
            let start = market.bars.partition_point(|bar| bar.date < whole.days[0].date);
            let common = from.saturating_sub(start).min(whole.days.len()).min(other.days.len());
            if common > 0 {
                prop_assert_eq!(difference(&so_far(&whole, common), &so_far(&other, common)), None);
            }
        }
    }

    #[test]
    fn a_fill_at_the_open_knows_nothing_of_the_day_but_its_open(
        world in worlds(), wishes in wishes(), share in 0.0..1.0
    ) {
        let market = world.market();
        let day = 52 + ((market.bars.len() - 53) as f64 * share) as usize;
        let mut other = garbage(&market, day, wishes.seed);
        for (changed, bar) in other.bars[day..].iter_mut().zip(&market.bars[day..]) {
            changed.open = bar.open;
        }
        // A dividend is known on the morning of its day.
        if let Some(dividends) = market.series(Series::Dividend) {
            let mut known = other.series(Series::Dividend).unwrap().to_vec();
            known[day] = dividends[day];
            other.set_series(Series::Dividend, known);
        }
        let mut chosen = scenario(wishes, &market);
        (chosen.timing, chosen.to) = (Timing::NextOpen, None);
        let runs = [&market, &other].map(|market| run(market, &chosen, |_, _| {}));
        if let [Ok(one), Ok(two)] = runs {
            let date = market.bars[day].date;
            let at_open = |report: &Report| -> Vec<_> {
                let fills = report.fills.iter().filter(|fill| fill.filled == date);
                fills.filter(|fill| fill.moment == Moment::Open).copied().collect()
            };
            prop_assert_eq!(at_open(&one), at_open(&two));
        }
    }
}

/// The three properties compare something: runs of random worlds do trade, on most days.
#[test]
fn random_worlds_trade() {
    let mut fills = 0;
    let mut runs = 0;
    for seed in 0..40 {
        let world = World {
            seed,
            days: 120,
            level: 1_000.0,
            daily: 0.01,
            jumps: 0.02,
            gaps: 0.0,
            beside: Beside::Vix,
            quoted: seed % 2 == 0,
        };
        if let Some(report) = short(&world.market(), Wishes { seed, granted: 90 }) {
            runs += 1;
            fills += report.fills.len();
        }
    }
    assert!(runs >= 30, "{runs} runs of 40");
    assert!(fills >= 40 * runs, "{fills} fills in {runs} runs");
}

/// Whether a dividend is paid on a day.
fn pays(market: &Market, date: NaiveDate) -> bool {
    let index = market.bars.partition_point(|bar| bar.date < date);
    market.series(Series::Dividend).is_some_and(|paid| paid[index].unwrap_or(0.0) > 0.0)
}

/// And they reach every rule: each kind of rotation, end of a trade and limit, each style of
/// sizing and hedging.
#[test]
fn random_markets_reach_every_rule() {
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    let mut note = |what: String| *reached.entry(what).or_default() += 1;
    for seed in 0..300 {
        let world = World {
            seed,
            days: 120,
            level: 500.0,
            daily: 0.02,
            jumps: 0.02,
            gaps: 0.05,
            beside: if seed % 3 == 0 { Beside::Dividends } else { Beside::Everything },
            quoted: seed % 2 == 0,
        };
        let market = world.market();
        let Some(report) = short(&market, Wishes { seed, granted: 90 }) else { continue };
        report.rotations.iter().for_each(|rotation| note(format!("{:?}", rotation.kind)));
        let exercises = report.rotations.iter().filter(|r| r.kind == RotationKind::Exercise);
        exercises.filter(|r| pays(&market, r.date)).for_each(|_| note("dividend".into()));
        report.trades.iter().for_each(|trade| note(format!("{:?}", trade.reason)));
        report.breaches.iter().for_each(|breach| note(format!("limit {:?}", breach.limit)));
        report.hedges.iter().for_each(|hedge| match hedge.profile {
            Some(_) => note(format!("{:?}", hedge.cause)),
            None => note("portfolio hedge".to_owned()),
        });
        let contracts = |fill: &FillRecord| fill.contracts.as_hundredths() % 100;
        report.fills.iter().filter(|fill| contracts(fill) != 0).for_each(|_| note("part".into()));
        report.days.iter().filter_map(|day| day.decision).for_each(|decision| {
            decision.actions.iter().for_each(|action| note(format!("action {action:?}")));
        });
        note(format!("{:?} {:?}", report.scenario.style, report.scenario.sizes.by));
        if report.days.iter().any(|day| day.hedge_value != Money::ZERO) {
            note("shares".to_owned());
        }
    }
    let expected = "Open Close Reopen Roll RollLeg Resize Exit Exercise Settle Unfilled Move Kept \
        MarginCall Warning \
        Rebalanced Rolled Expired Exercised StopLoss TakeProfit MaximumDays DrawdownHalt Ruined \
        Hedge Delivery Return dividend part shares";
    let limits = "StopLoss TakeProfit MaximumDays Drawdown ValueAtRisk Delta Gamma Vega \
        VolatilityIndex Event";
    let actions = "Idle WithinThreshold MovedLess SameContracts LessThanOne Open Close Reopen Roll \
        RollLeg Resize Exit Paused LockedOut Move";
    let sizes = ["Notional", "Premium", "MaximumLoss", "Vega"];
    let styles = ["Reopen", "Resize"].map(|style| sizes.map(|by| format!("{style} {by}")));
    let wanted = expected.split_whitespace().map(str::to_owned);
    let wanted = wanted.chain(limits.split_whitespace().map(|limit| format!("limit {limit}")));
    let wanted = wanted.chain(actions.split_whitespace().map(|action| format!("action {action}")));
    let wanted = wanted.chain(styles.into_iter().flatten()).chain(["portfolio hedge".to_owned()]);
    let missing: Vec<String> = wanted.filter(|what| !reached.contains_key(what)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?} among {reached:#?}");
}
