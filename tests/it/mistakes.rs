//! Mistakes that systems of this kind have been seen to make, each by its name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Duration, NaiveDate};
use rotation::allocate::{Compatibility, Limits};
use rotation::analysis::metrics;
use rotation::engine::report::{
    Action, Day, FillRecord, HedgeRecord, Reason, Report, RotationKind,
};
use rotation::engine::{Scenario, Timing, run};
use rotation::import::{Options, SourceFile, import};
use rotation::market::Series;
use rotation::pricing::{Model, Right, Surface};
use rotation::profile::Profile;
use rotation::trade::{Contract, Expiry, Instrument, Listing, Provenance, Quoter, SpreadModel};
use rotation::units::{Contracts, Money, Price, Strike, Vol};
use rotation::view::{Cell, files};

use crate::sample::{sp500, sp500_without_vix};

/// The default scenario on the whole sample.
static REPORT: LazyLock<Report> =
    LazyLock::new(|| run(sp500(), &Scenario::default(), |_, _| {}).unwrap());

/// One profile alone, suited by every regime, in the last five years.
fn only(profile: Profile) -> Scenario {
    let mut suits = [[0.0; 6]; 6];
    suits.iter_mut().for_each(|row| row[profile.index()] = 1.0);
    Scenario {
        from: "2014-01-03".parse().ok(),
        allocation: Limits { compatibility: Compatibility(suits), ..Limits::default() },
        ..Scenario::default()
    }
}

fn cash_flow(fill: &FillRecord) -> Money {
    -fill.price.times(fill.contracts, Instrument::MULTIPLIER) - fill.fees.total()
}

fn cost(fill: &FillRecord) -> Money {
    fill.spread + fill.slippage + fill.fees.total()
}

fn cost_of_hedge(hedge: &HedgeRecord) -> Money {
    (hedge.price - hedge.mid).each(hedge.shares) + hedge.fees
}

/// Filled at the close they are decided at and marked at the same close, the first positions
/// change equity by their costs and by nothing else.
#[test]
fn equity_is_not_created_out_of_nothing_when_positions_open() {
    for profile in Profile::ALL {
        let scenario = Scenario { timing: Timing::SameClose, ..only(profile) };
        let report = run(sp500(), &scenario, |_, _| {}).unwrap();
        let first = report.days.iter().find(|day| day.open > 0).unwrap();
        let fills: Vec<_> = report.fills.iter().filter(|f| f.filled == first.date).collect();
        assert!(!fills.is_empty() && fills.iter().all(|fill| fill.trade == 1), "{profile:?}");
        let hedges = report.hedges.iter().filter(|hedge| hedge.date == first.date);
        let costs = fills.iter().map(|fill| cost(fill)).sum::<Money>()
            + hedges.map(cost_of_hedge).sum::<Money>();
        assert!(costs > Money::ZERO);
        assert_eq!(first.equity(), scenario.capital() - costs, "{profile:?}");
    }
}

#[test]
fn exits_pay_with_the_sign_of_the_position() {
    for trade in &REPORT.trades {
        match trade.profile {
            // Bought, so that there is something to sell.
            Profile::LongGamma | Profile::VolOfVol => {
                assert!(trade.entry_value > Money::ZERO && trade.exit_value >= Money::ZERO);
            }
            // Sold, so that there is something to buy back.
            Profile::Charm => {
                assert!(trade.entry_value < Money::ZERO && trade.exit_value <= Money::ZERO);
            }
            _ => {}
        }
        assert_eq!(trade.realised, trade.exit_value - trade.entry_value - trade.fees);
    }
    let sales = REPORT.fills.iter().filter(|fill| {
        fill.profile == Profile::LongGamma && fill.contracts.is_short() && fill.price > Price::TICK
    });
    assert!(sales.clone().count() > 100);
    assert!(sales.clone().all(|fill| cash_flow(fill) > Money::ZERO), "a sale brings cash");
}

#[test]
fn credits_are_received_and_not_charged() {
    let mut scenario = only(Profile::Charm);
    scenario.hedging.structures = false;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let first = report.days.iter().find(|day| day.open > 0).unwrap();
    let fills: Vec<_> = report.fills.iter().filter(|fill| fill.filled == first.date).collect();
    assert!(fills.iter().all(|fill| fill.contracts.is_short()), "a strangle is sold");
    let credit: Money = fills.iter().map(|fill| cash_flow(fill)).sum();
    assert!(credit > Money::ZERO);
    assert_eq!(first.cash, report.scenario.capital() + credit);
}

#[test]
fn the_quantity_is_the_weight_of_the_equity_in_whole_contracts() {
    let days: BTreeMap<NaiveDate, &Day> = REPORT.days.iter().map(|day| (day.date, day)).collect();
    let mut checked = 0;
    for fill in REPORT.fills.iter() {
        let opens = REPORT.rotations.iter().any(|rotation| {
            rotation.date == fill.filled
                && rotation.profile == fill.profile
                && rotation.kind == RotationKind::Open
        });
        if !opens || fill.profile != Profile::LongGamma || fill.contracts.is_short() {
            continue;
        }
        let decided = days[&fill.decided];
        let target = decided.decision.unwrap().target[Profile::LongGamma.index()];
        let unit = decided.spot / 10.0 * 100.0;
        let units = (target * decided.equity().to_dollars_f64() / unit).floor();
        assert_eq!(fill.contracts.count(), units, "{fill:?}");
        checked += 1;
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn expiries_follow_from_the_day_of_the_fill_and_not_from_the_clock() {
    for fill in REPORT.fills.iter().filter(|fill| fill.provenance == Provenance::Model) {
        let days = fill.contract.days_left(fill.filled);
        assert!((0..=90).contains(&days), "{fill:?}");
    }
}

#[test]
fn days_to_expiry_run_down_options_decay_and_settle() {
    let expiry = "2018-02-02".parse().unwrap();
    let contract = Contract::new(Right::Call, Strike::dollars(270), Expiry::at_close(expiry));
    let prices: Vec<f64> = (0..=31).map(|days| at(days, 0.2).price(&contract)).collect();
    assert!(prices.windows(2).all(|pair| pair[1] < pair[0]), "{prices:?}");
    assert!(prices[31].abs() < 1e-12, "nothing is left on the last day: {}", prices[31]);
    let settled = |profile: Profile| {
        let fills = REPORT.fills.iter().filter(|fill| fill.profile == profile);
        fills.filter(|fill| fill.provenance == Provenance::Settlement).count()
    };
    assert!(settled(Profile::ShortGamma) > 500, "{}", settled(Profile::ShortGamma));
}

/// A quoter `days` after 2018-01-02 with the mini index at 270.
fn at(days: i64, index: f64) -> Quoter<'static> {
    let first: NaiveDate = "2018-01-02".parse().unwrap();
    Quoter {
        shares_for_one: 1,
        without_opens: rotation::market::YearsWithoutOpens::default(),
        listing: Listing::ByRule,
        date: first + Duration::days(days),
        time: rotation::pricing::TimeOfDay::Close,
        instrument: Instrument::MiniIndex,
        spot: 270.0,
        surface: Surface::flat(Vol::annual(index), &Model::default()),
        spread: SpreadModel::Index,
    }
}

#[test]
fn a_volatility_of_24_percent_is_0_24_from_the_file_to_the_signal() {
    let mut text = "date,open,high,low,close,vix\n".to_owned();
    for bar in &sp500().bars[..120] {
        let row = [bar.open, bar.high, bar.low, bar.close].map(|price| price.to_string());
        text += &format!("{},{},24.0\n", bar.date, row.join(","));
    }
    let file = SourceFile { name: "bars.csv", role: None, bytes: text.as_bytes() };
    let market = import(&[file], &Options::default()).unwrap().market;
    assert_eq!(market.series(Series::Vix).unwrap()[0], Some(0.24));
    let report = run(&market, &Scenario::default(), |_, _| {}).unwrap();
    let signals = &report.days[119].signals;
    let expected = [0.85, 0.95, 1.08].map(|factor| Some(0.24 * factor));
    assert_eq!([signals.iv7, signals.iv20, signals.iv60], expected);
    // Beside a realised volatility that is a decimal too.
    assert!((0.05..0.5).contains(&signals.rv10.unwrap()));
}

#[test]
fn theta_is_dollars_to_the_next_close_and_vega_dollars_per_point() {
    let expiry = "2018-01-31".parse().unwrap();
    let contract = Contract::new(Right::Put, Strike::dollars(270), Expiry::at_close(expiry));
    let greeks = at(0, 0.2).greeks(&contract);
    let decay = at(1, 0.2).price(&contract) - at(0, 0.2).price(&contract);
    // The term structure below 30 days is nearly level while the index is at 20.
    assert!((greeks.theta / decay - 1.0).abs() < 0.02, "{decay}: {greeks:?}");
    // 82 % of the index's move reach the volatility of a month, and a little of its slope.
    let point = at(0, 0.21).price(&contract) - at(0, 0.20).price(&contract);
    assert!((greeks.vega / 100.0 * 0.82 / point - 1.0).abs() < 0.01, "{point}: {greeks:?}");
    // Dollars of the account: by hand on every day of the sample in `ledger`.
}

#[test]
fn ranks_count_available_values_only() {
    let market = sp500_without_vix();
    let report = run(&market, &Scenario::default(), |_, _| {}).unwrap();
    // RV20 is there from the day with index 20 on; ten earlier values from index 30 on.
    assert_eq!(report.days[29].signals.rv20_rank, None);
    for (index, earlier) in [(30, 10.0), (31, 11.0), (45, 25.0)] {
        let rank = report.days[index].signals.rv20_rank.unwrap();
        let below = (20..index)
            .filter(|day| report.days[*day].signals.rv20 < report.days[index].signals.rv20)
            .count();
        assert_eq!(rank, below as f64 / earlier, "day {index}");
    }
}

#[test]
fn no_stored_weight_is_above_the_cap_below_the_floor_or_with_a_profile_that_does_not_suit() {
    let limits = Limits::default();
    let mut decisions = 0;
    for (index, day) in REPORT.days.iter().enumerate() {
        let Some(decision) = &day.decision else { continue };
        let suits = limits.compatibility.0[day.regime.unwrap().index()];
        for (weight, suits) in decision.target.iter().zip(suits) {
            assert!(*weight <= 0.40 && (*weight == 0.0 || *weight >= 0.05), "{}", day.date);
            assert!(*weight == 0.0 || suits > 0.0, "{}", day.date);
        }
        assert_eq!(REPORT.trace(index).unwrap().target, decision.target, "as it was traced");
        decisions += 1;
    }
    assert_eq!(decisions, 5_031 - 49);
}

#[test]
fn the_bar_that_gave_the_signal_does_not_give_the_fill_nor_its_return() {
    let traded = |report: &Report| -> Vec<(NaiveDate, NaiveDate)> {
        let fills = report.fills.iter().filter(|fill| fill.provenance == Provenance::Model);
        fills.map(|fill| (fill.decided, fill.filled)).collect()
    };
    assert!(traded(&REPORT).iter().all(|(decided, filled)| decided < filled));
    let same = Scenario { timing: Timing::SameClose, ..Scenario::default() };
    let looking_ahead = run(sp500(), &same, |_, _| {}).unwrap();
    assert!(traded(&looking_ahead).iter().all(|(decided, filled)| decided == filled));
    // On the first day with a decision no position is open yet.
    let first = REPORT.days.iter().find(|day| day.decision.is_some()).unwrap();
    assert!(first.decision.unwrap().target.iter().sum::<f64>() > 0.5);
    assert_eq!((first.open, first.equity()), (0, REPORT.scenario.capital()));
}

#[test]
fn a_position_keeps_its_own_strikes_from_opening_to_end() {
    let open: BTreeSet<u32> = REPORT.open_positions.iter().map(|open| open.trade).collect();
    let mut held: BTreeMap<(u32, Contract), Contracts> = BTreeMap::new();
    for fill in REPORT.fills.iter() {
        *held.entry((fill.trade, fill.contract)).or_default() += fill.contracts;
    }
    for ((trade, contract), left) in held {
        assert!(
            left == Contracts::ZERO || open.contains(&trade),
            "{trade}: {left} of {contract:?}"
        );
    }
}

#[test]
fn a_daily_return_is_measured_on_the_equity_of_the_day_before() {
    let table = files::daily_results(&REPORT);
    let place = |name: &str| table.columns.iter().position(|column| column == name).unwrap();
    let (equity, profit, share) =
        (place("total_equity"), place("daily_pnl"), place("daily_return"));
    let mut before = REPORT.scenario.capital();
    let mut returned = Vec::new();
    for row in table.rows() {
        let (Cell::Money(equity), Cell::Money(profit)) = (&row[equity], &row[profit]) else {
            panic!("money is money");
        };
        assert_eq!(*profit, *equity - before);
        let expected = profit.to_dollars_f64() / before.to_dollars_f64();
        // The day on which the account is opened has no day before it.
        let is_first = row[share] == Cell::Empty;
        assert!(
            is_first == returned.is_empty() && (is_first || row[share] == Cell::Number(expected))
        );
        returned.push(expected);
        before = *equity;
    }
}

#[test]
fn a_drawdown_is_a_share_of_the_highest_equity_and_not_of_profits() {
    let dates: Vec<NaiveDate> =
        ["2018-01-02", "2018-01-03", "2018-01-04"].map(|d| d.parse().unwrap()).into();
    // 100, 110, 99, 104.5: 10 % below 110, though the whole profit of 10 was lost and more.
    let found = metrics(&dates, &[0.10, -0.10, 104.5 / 99.0 - 1.0]);
    assert!((found.max_drawdown.unwrap() + 0.10).abs() < 1e-15, "{:?}", found.max_drawdown);
}

#[test]
fn orders_that_cannot_be_filled_are_recorded() {
    // At 122 dollars one unit takes 12,200, and no weight of 30,000 above the cap of 40 %.
    let small = Scenario { capital: 30_000.0, ..Scenario::default() };
    let report = run(sp500(), &small, |_, _| {}).unwrap();
    let unfilled = report.rotations.iter().filter(|r| r.kind == RotationKind::Unfilled);
    let less_than_one =
        unfilled.filter(|r| matches!(r.reason, Reason::LessThanOne { wanted } if wanted < 1.0));
    let wished = report
        .days
        .iter()
        .filter_map(|day| day.decision)
        .any(|decision| decision.actions.contains(&Action::LessThanOne));
    assert!(wished && less_than_one.count() > 0);
}
