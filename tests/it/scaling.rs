//! Ten times all prices, the capital and the fees are ten times the account, in the same contracts.
//!
//! It holds where nothing is measured in dollars of its own, and that is chosen here. What breaks
//! it otherwise:
//! - strikes, which are listed every dollar or every 5: here every price is on a grid on which
//!   what is struck at the money or a whole tenth away is listed at either scale, and no strike is
//!   chosen by delta;
//! - the tick: the least a purchase pays, the least spread of a fund, and the least capital of a
//!   unit unless it is sized by notional. Worlds in which something is bought for a tick, or not
//!   sold for less than one, are left out;
//! - the half cent that the right to exercise must be worth: here a fund's money earns nothing;
//! - means of prices, which round differently ten times dearer: regimes and scores are the file's.
//!
//! Fees are prices too. The books round prices to the micro-dollar, and no more is allowed than
//! that makes of what was traded.

use rotation::engine::report::{FillRecord, HedgeRecord, Reason, Report, Rotation};
use rotation::engine::{Scenario, run};
use rotation::market::{Market, Series};
use rotation::profile::Profile;
use rotation::trade::sizing::Sizing;
use rotation::trade::{Instrument, SpreadModel, StrikeRule};
use rotation::units::{Money, Price};

use crate::random::{Beside, Wishes, World, scenario};

/// Every price is a multiple of so many dollars.
const GRID: f64 = 100.0;

/// Half a micro-dollar is five on the great side, which rounds as well.
const ROUNDING: Price = Price::micros(6);

fn world(seed: u64) -> World {
    World {
        seed,
        days: 120,
        level: 20_000.0,
        daily: 0.02,
        jumps: 0.01,
        gaps: 0.02,
        beside: Beside::Dividends,
        quoted: true,
    }
}

/// A market with every price on the grid, times a factor.
fn times(market: &Market, factor: f64) -> Market {
    let mut scaled = market.clone();
    for bar in &mut scaled.bars {
        for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
            *price = (*price / GRID).round() * GRID * factor;
        }
    }
    let paid = market.series(Series::Dividend).unwrap().iter();
    let paid = paid.map(|paid| paid.map(|dollars| dollars * factor)).collect();
    scaled.set_series(Series::Dividend, paid);
    scaled
}

/// A random scenario in which nothing is measured in dollars but capital and fees.
fn scale_free(seed: u64, market: &mut Market) -> Scenario {
    let mut chosen = scenario(Wishes { seed, granted: seed as usize % 90 }, market);
    (chosen.use_quoted_regimes, chosen.use_quoted_scores) = (true, true);
    chosen.capital = chosen.capital.clamp(1e7, 1e8).round();
    chosen.sizes.by = Sizing::Notional;
    let limits = &mut chosen.limits;
    for dollars in [
        &mut limits.delta_dollars,
        &mut limits.gamma_dollars,
        &mut limits.vega_dollars,
        &mut limits.value_at_risk_dollars,
        &mut limits.shock_loss_dollars,
    ] {
        *dollars = None;
    }
    if chosen.costs.spread == SpreadModel::Etf {
        chosen.costs.spread = SpreadModel::Index;
    }
    if chosen.instrument.is_fund() {
        market.set_series(Series::Rate, vec![Some(0.0); market.bars.len()]);
    }
    for fee in fees(&mut chosen) {
        *fee = (*fee * 10.0).round() / 100.0;
    }
    for profile in Profile::ALL {
        let mut assigned = chosen.structures.assignments(profile);
        for leg in assigned.iter_mut().flat_map(|own| &mut own.structure.legs) {
            leg.strike = match leg.strike {
                StrikeRule::AtTheMoney => StrikeRule::AtTheMoney,
                StrikeRule::Percent(away) => StrikeRule::Percent((away * 10.0).round() / 10.0),
                StrikeRule::Delta(_) => StrikeRule::Percent(0.1 * leg.right.sign()),
            };
        }
        chosen.structures.custom[profile.index()] = Some(assigned);
    }
    chosen
}

fn fees(scenario: &mut Scenario) -> [&mut f64; 4] {
    let costs = &mut scenario.costs;
    let per_share = &mut scenario.hedging.fee_per_share;
    [&mut costs.commission, &mut costs.clearing, &mut costs.sale_fee_per_contract, per_share]
}

/// The same contracts on the same days, at ten times the strikes; the same shares.
fn check_traded(small: &Report, great: &Report) {
    let option = |fill: &FillRecord, times: i64| {
        let contract = fill.contract;
        let strike = contract.strike.as_thousandths() * times;
        (fill.filled, fill.trade, contract.right, strike, contract.expiry, fill.contracts)
    };
    let share = |hedge: &HedgeRecord| (hedge.date, hedge.profile, hedge.cause, hedge.shares);
    for (small, great) in small.fills.iter().zip(great.fills.iter()) {
        assert_eq!(option(small, 10), option(great, 1), "{small:?} {great:?}");
    }
    assert_eq!(small.fills.len(), great.fills.len());
    assert_eq!(small.hedges.len(), great.hedges.len());
    for (small, great) in small.hedges.iter().zip(great.hedges.iter()) {
        assert_eq!(share(small), share(great));
    }
}

/// Every day's money, but for the rounding of what was traded and is held, and of a day's carry.
fn check_money(small: &Report, great: &Report) {
    assert_eq!(small.days.len(), great.days.len());
    let until = |date| small.fills.iter().take_while(move |fill| fill.filled <= date);
    for (number, (one, ten)) in small.days.iter().zip(&great.days).enumerate() {
        let options: i64 =
            until(one.date).map(|f| f.contracts.size().shares(Instrument::MULTIPLIER)).sum();
        let hedges = small.hedges.iter().take_while(|hedge| hedge.date <= one.date);
        let hedges: i64 = hedges.map(|hedge| hedge.shares.abs()).sum();
        let daily = Money::micros(100 * (number as i64 + 1));
        let rounding = ROUNDING.each(2 * options + hedges) + daily;
        for (one, ten) in [(one.equity(), ten.equity()), (one.cash, ten.cash)] {
            let apart = (one * 10 - ten).abs();
            assert!(apart <= rounding, "{one} and {ten} are {apart} apart, not {rounding}");
        }
    }
}

#[test]
fn ten_times_all_prices_and_the_capital_are_ten_times_the_account() {
    let mut compared = [0; 3];
    for seed in 0..420 {
        let mut market = times(&world(seed).market(), 1.0);
        let chosen = scale_free(seed, &mut market);
        let mut dearer = Scenario { capital: 10.0 * chosen.capital, ..chosen.clone() };
        for fee in fees(&mut dearer) {
            *fee *= 10.0;
        }
        let dear = times(&market, 10.0);
        let runs = [(&market, &chosen), (&dear, &dearer)];
        let [Ok(small), Ok(great)] = runs.map(|(market, chosen)| run(market, chosen, |_, _| {}))
        else {
            continue;
        };
        let at_a_tick = |fill: &FillRecord| fill.price == Price::TICK;
        let below = |rotation: &Rotation| matches!(rotation.reason, Reason::NoCredit { .. });
        let is_free = !small.fills.iter().chain(great.fills.iter()).any(at_a_tick)
            && !small.rotations.iter().chain(great.rotations.iter()).any(below);
        if small.fills.len() > 10 && is_free {
            check_traded(&small, &great);
            check_money(&small, &great);
            compared[chosen.instrument as usize] += 1;
        }
    }
    assert!(compared.iter().all(|worlds| *worlds >= 10), "{compared:?} worlds are comparable");
}
