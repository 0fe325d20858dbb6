//! Laws of the account that hold for any market and any valid scenario.

use proptest::prelude::*;
use rotation::allocate::Compatibility;
use rotation::engine::report::{FillRecord, Report};
use rotation::engine::{RunError, Scenario, Timing, run};
use rotation::market::{Bar, Market, Series, is_trading_day};
use rotation::profile::structures::Assignment;
use rotation::trade::hedge::{HedgeInstrument, PortfolioHedge};
use rotation::trade::{Costs, Hedging, Instrument, SpreadModel};
use rotation::units::{Money, Price};

use crate::by_hand;
use crate::random::{Beside, Dice, World, scenario, structure, wishes, worlds};
use crate::sample::{sp500, sp500_without_vix};

/// No trading costs.
const FREE: Costs = Costs {
    spread: SpreadModel::None,
    spread_fraction: 0.0,
    slippage_small: 0.0,
    slippage_medium: 0.0,
    slippage_large: 0.0,
    commission: 0.0,
    clearing: 0.0,
    sale_fee_per_thousand: 0.0,
    sale_fee_per_contract: 0.0,
    multiple: 0.0,
};

/// No hedging costs.
const FREE_HEDGES: Hedging = Hedging {
    structures: true,
    portfolio: PortfolioHedge::Off,
    portfolio_band: 0.05,
    instrument: HedgeInstrument::Futures,
    half_spread: 0.0,
    fee_per_share: 0.0,
};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn every_cent_of_a_random_run_can_be_counted_by_hand(world in worlds(), wishes in wishes()) {
        let market = world.market();
        let chosen = scenario(wishes, &market);
        match run(&market, &chosen, |_, _| {}) {
            Ok(report) => by_hand::check(&report, &market),
            Err(
                RunError::Missing { .. } | RunError::TooShort { .. } | RunError::TooRich { .. },
            ) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn opened_at_its_mark_anything_loses_exactly_its_costs(
        world in worlds(), wishes in wishes(), seed in any::<u64>().no_shrink()
    ) {
        let market = world.market();
        let mut chosen = scenario(wishes, &market);
        (chosen.timing, chosen.interest) = (Timing::SameClose, false);
        let dice = &mut Dice::new(seed);
        for custom in &mut chosen.structures.custom {
            *custom = Some(vec![Assignment { regimes: Vec::new(), structure: structure(dice) }]);
        }
        let Ok(report) = run(&market, &chosen, |_, _| {}) else { return Ok(()) };
        let opened = report.fills.get(0).map(|fill| fill.filled);
        if let Some(first) = report.days.iter().find(|day| Some(day.date) == opened) {
            let fills = report.fills.iter().filter(|fill| fill.filled == first.date);
            let costs: Money = fills.map(|f| f.spread + f.slippage + f.fees.total()).sum();
            let hedges = report.hedges.iter().filter(|hedge| hedge.date == first.date);
            let hedges: Money = hedges.map(|h| (h.price - h.mid).each(h.shares) + h.fees).sum();
            let owed = report.ruined.filter(|ruin| ruin.date == first.date);
            let owed = owed.map_or(Money::ZERO, |ruin| ruin.shortfall);
            prop_assert_eq!(first.equity(), chosen.capital() - costs - hedges + owed);
        }
    }

    #[test]
    fn costs_times_nothing_are_no_costs(world in worlds(), wishes in wishes()) {
        let market = world.market();
        let mut chosen = scenario(wishes, &market);
        chosen.costs.multiple = 0.0;
        let mut other = Scenario { costs: FREE, ..chosen.clone() };
        (other.hedging.half_spread, other.hedging.fee_per_share) = (0.0, 0.0);
        let runs = [&chosen, &other].map(|chosen| run(&market, chosen, |_, _| {}));
        if let [Ok(one), Ok(two)] = runs {
            prop_assert_eq!(&one.days, &two.days);
            prop_assert_eq!(&one.fills, &two.fills);
            prop_assert_eq!(&one.hedges, &two.hedges);
            prop_assert!(one.hedges.iter().all(|hedge| hedge.fees == Money::ZERO));
            prop_assert!(one.fills.iter().all(|fill| fill.fees.total() == Money::ZERO));
        }
    }
}

/// Every cent of twenty real years, with and without a volatility index.
#[test]
fn the_ledger_of_the_sample_reconciles_to_the_cent() {
    for market in [sp500(), &sp500_without_vix()] {
        let report = run(market, &Scenario::default(), |_, _| {}).unwrap();
        assert_eq!(report.days.len(), 5_031);
        assert!(report.fills.len() > 10_000, "{}", report.fills.len());
        by_hand::check(&report, market);
    }
}

#[test]
#[should_panic(expected = "cash is the capital and all cash flows")]
fn an_unbalanced_dollar_fails_the_audit() {
    let mut report = run(sp500(), &Scenario::default(), |_, _| {}).unwrap();
    report.days[3_000].cash += Money::dollars(1);
    by_hand::check(&report, sp500());
}

#[test]
fn the_same_run_has_the_same_bytes_and_digest() {
    let digest = |scenario: &Scenario| run(sp500(), scenario, |_, _| {}).unwrap().digest();
    let (default, mut dearer) = (Scenario::default(), Scenario::default());
    let one = run(sp500(), &default, |_, _| {}).unwrap();
    let two = run(sp500(), &default, |_, _| {}).unwrap();
    assert_eq!(postcard::to_stdvec(&one).unwrap(), postcard::to_stdvec(&two).unwrap());
    assert_eq!(one.digest(), digest(&default));
    dearer.costs.commission = 0.66;
    assert_ne!(one.digest(), digest(&dearer));
}

#[test]
fn eight_threads_give_the_digest_of_one() {
    let alone = run(sp500(), &Scenario::default(), |_, _| {}).unwrap().digest();
    let runs = || run(sp500(), &Scenario::default(), |_, _| {}).unwrap().digest();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(runs)).collect();
        threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), alone));
    });
}

/// A dearer index on a wider grid of strikes is the same market in other units. It is exact
/// where every level is a multiple of 1/64, so that five times it is a double too; where regimes
/// and scores are in the file, since means of scaled prices round differently; where the smaller
/// index lies in 200..1000 with a strike step of 1 and so the greater one in 1000..5000 with 5;
/// without costs, since fees do not scale; and where nothing is bought at the least price of one
/// tick, which does not scale either. Prices round to the micro-dollar. Ten times is another test
/// (`scaling`): a step of 10 is never listed, and here strikes are chosen by delta too.
#[test]
fn five_times_the_prices_and_the_capital_are_five_times_the_equity() {
    let mut compared = 0;
    for seed in 0..100 {
        let world = World {
            seed,
            days: 120,
            level: 450.0,
            daily: 0.008,
            jumps: 0.0,
            gaps: 0.0,
            beside: Beside::Vix,
            quoted: true,
        };
        let mut small = scaled(&world.market(), 1.0);
        let closes = || small.bars.iter().flat_map(|bar| [bar.open, bar.close]);
        if !closes().all(|price| (210.0..990.0).contains(&price)) {
            continue;
        }
        let mut great = scaled(&small, 5.0);
        for market in [&mut small, &mut great] {
            market.set_series(Series::Vix, vec![Some(0.4); world.days]);
        }
        let chosen = Scenario {
            capital: 2_000_000.0,
            instrument: Instrument::Index,
            costs: FREE,
            use_quoted_regimes: true,
            use_quoted_scores: true,
            hedging: FREE_HEDGES,
            ..Scenario::default()
        };
        let dearer = Scenario { capital: 10_000_000.0, ..chosen.clone() };
        let one = run(&small, &chosen, |_, _| {}).unwrap();
        let five = run(&great, &dearer, |_, _| {}).unwrap();
        let at_a_tick = |fill: &FillRecord| fill.price == Price::TICK;
        if one.fills.iter().chain(five.fills.iter()).any(at_a_tick) {
            continue;
        }
        assert!(one.fills.len() > 50);
        for (small, great) in one.fills.iter().zip(five.fills.iter()) {
            assert_eq!(small.contracts, great.contracts);
            assert_eq!(
                small.contract.strike.as_thousandths() * 5,
                great.contract.strike.as_thousandths()
            );
        }
        for (small, great) in one.days.iter().zip(&five.days) {
            let (small, great) = (small.equity() * 5, great.equity());
            assert!((small - great).abs() < Money::dollars(1), "{small} against {great}");
        }
        compared += 1;
    }
    assert!(compared >= 30, "{compared} worlds are comparable");
}

/// A market with every price times a factor, on a grid of 1/64.
fn scaled(market: &Market, factor: f64) -> Market {
    let mut scaled = market.clone();
    for bar in &mut scaled.bars {
        for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
            *price = (*price * 64.0).round() / 64.0 * factor;
        }
    }
    scaled
}

/// 90 quiet days, then a rise to two and a half times the price, overnight.
fn a_price_jump_after_a_calm_market() -> Market {
    let first: chrono::NaiveDate = "2015-01-02".parse().unwrap();
    let dates = first.iter_days().filter(|date| is_trading_day(*date)).take(100);
    let bars: Vec<Bar> = dates
        .enumerate()
        .map(|(index, date)| {
            let level = if index < 90 { 1_000.0 } else { 2_500.0 };
            let close = level + 4.0 * f64::from(index as u32 % 3);
            Bar { date, open: level, high: close + 3.0, low: level - 3.0, close }
        })
        .collect();
    let days = bars.len();
    let mut market = Market::new("leap", bars);
    market.set_series(Series::Vix, vec![Some(0.12); days]);
    market.quoted_regimes = Some(vec![Some(5); days]);
    market.quoted_scores = Some(vec![Some([1.0; 6]); days]);
    market
}

/// Everything in short straddles.
fn fully_invested_short_straddles() -> Scenario {
    let mut scenario =
        Scenario { use_quoted_regimes: true, use_quoted_scores: true, ..Scenario::default() };
    let mut only_short_gamma = [[0.0; 6]; 6];
    only_short_gamma[4][1] = 1.0;
    scenario.allocation.compatibility = Compatibility(only_short_gamma);
    scenario.allocation.max_profile_weight = 1.0;
    scenario.hedging.structures = false;
    scenario
}

#[test]
fn a_lost_account_ends_the_run_and_is_never_shown_below_zero() {
    let market = a_price_jump_after_a_calm_market();
    let report: Report = run(&market, &fully_invested_short_straddles(), |_, _| {}).unwrap();
    assert_eq!(report.ruined.map(|ruin| ruin.date), Some(market.bars[90].date));
    assert_eq!(report.days.len(), 91);
    assert!(report.equity().take(90).all(|equity| equity > Money::ZERO));
    assert_eq!(report.equity().last(), Some(Money::ZERO));
    assert!(report.fills.iter().any(|fill| fill.contracts.is_short()));
    by_hand::check(&report, &market);
}
