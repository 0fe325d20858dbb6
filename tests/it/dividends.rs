//! Cash dividends: who receives them, who pays them, and which options are exercised before them.

use rotation::engine::report::{Reason, Report, RotationKind, ShareCause};
use rotation::engine::{Scenario, run};
use rotation::market::{Market, Series};
use rotation::trade::hedge::HedgeInstrument;
use rotation::trade::{ExpiryRule, HedgeRule, Instrument};
use rotation::units::Money;

use crate::by_hand;
use crate::limits::{market, scenario};

/// Days before the period.
const BEFORE: usize = 50;

fn paying(market: &Market, day: usize, dividend: f64) -> Market {
    let mut paying = market.clone();
    let paid = |index| Some(if index == BEFORE + day { dividend } else { 0.0 });
    paying.set_series(Series::Dividend, (0..market.bars.len()).map(paid).collect());
    paying
}

fn checked(market: &Market, scenario: &Scenario) -> Report {
    let report = run(market, scenario, |_, _| {}).unwrap();
    by_hand::check(&report, market);
    report
}

/// The effect of a dividend by the end of its day.
fn earned(market: &Market, scenario: &Scenario, day: usize, dividend: f64) -> (Report, Money) {
    let with = checked(&paying(market, day, dividend), scenario);
    let without = checked(&paying(market, day, 0.0), scenario);
    let earned = with.days[day].equity() - without.days[day].equity();
    (with, earned)
}

/// A long call and a short put at 100 that expire within two weeks, on a fund.
fn on_a_fund(market: &Market) -> Scenario {
    let mut chosen = Scenario { instrument: Instrument::Fund, ..scenario(market, 1, -1) };
    chosen.allocation.rebalance_threshold = 0.3;
    for leg in &mut chosen.structures.custom[0].as_mut().unwrap()[0].structure.legs {
        leg.expiry = ExpiryRule { target: 10, minimum: 8, maximum: 12 };
    }
    chosen
}

#[test]
fn shares_of_a_call_that_expired_on_a_missing_day_earn_the_dividend_of_the_next() {
    let mut market = market(|_| 100.0, &[100.0, 100.0, 104.0], 12);
    let probe = checked(&market, &on_a_fund(&market));
    let expiry = probe.fills[0].contract.expiry;
    market.bars.retain(|bar| bar.date != expiry);
    let days = market.bars.len();
    market.set_series(Series::Vix, vec![Some(0.2); days]);
    market.quoted_regimes = Some(vec![Some(5); days]);
    market.quoted_scores = Some(vec![Some([1.0; 6]); days]);
    let day = market.bars[BEFORE..].partition_point(|bar| bar.date < expiry);
    let (report, earned) = earned(&market, &on_a_fund(&market), day, 2.0);
    let date = report.days[day].date;
    let rotation = report.rotations.iter().find(|rotation| rotation.date == date).unwrap();
    assert!(matches!(rotation.reason, Reason::Expired { .. }), "{rotation:?}");
    let delivered = report.hedges.iter().find(|hedge| hedge.date == date).unwrap();
    assert_eq!((delivered.cause, delivered.shares), (ShareCause::Delivery, 4_000));
    assert_eq!(earned, Money::dollars(8_000));
}

#[test]
fn a_call_is_exercised_on_the_evening_before_a_dividend_above_its_time_value() {
    let market = market(|_| 100.0, &[100.0, 100.0, 140.0], 12);
    let (report, earned) = earned(&market, &on_a_fund(&market), 4, 2.0);
    let ex_date = report.days[4].date;
    let exercised = |kind| kind == RotationKind::Exercise;
    let recorded: Vec<_> = report.rotations.iter().filter(|r| exercised(r.kind)).collect();
    assert_eq!(recorded.iter().map(|rotation| rotation.date).collect::<Vec<_>>(), [ex_date]);
    let moved = report.hedges.iter().map(|hedge| (hedge.date, hedge.cause, hedge.shares));
    assert_eq!(
        moved.take(2).collect::<Vec<_>>(),
        [(ex_date, ShareCause::Delivery, 4_000), (ex_date, ShareCause::Return, -4_000),]
    );
    // What is left of time value, fractions of a cent, was given up for two dollars a share.
    assert!((earned - Money::dollars(8_000)).abs() < Money::dollars(40), "{earned}");
}

/// A basket of the index holds what pays the dividends; of the mini index a tenth.
#[test]
fn a_hedge_of_shares_earns_dividends_and_one_of_futures_does_not() {
    let market = market(|_| 1_000.0, &[1_000.0], 12);
    for (instrument, dollars) in [(Instrument::Index, 5.0), (Instrument::MiniIndex, 0.5)] {
        for (hedge, paid) in [(HedgeInstrument::Shares, dollars), (HedgeInstrument::Futures, 0.0)] {
            let mut chosen = Scenario { instrument, ..scenario(&market, 0, 1) };
            chosen.hedging.instrument = hedge;
            let own = &mut chosen.structures.custom[0].as_mut().unwrap()[0].structure;
            (own.hedge, own.legs) = (HedgeRule::Daily, own.legs.split_off(1));
            let (report, earned) = earned(&market, &chosen, 6, 5.0);
            let before = report.hedges.iter().filter(|h| h.date < report.days[6].date);
            let held = before.last().unwrap().held;
            assert!(held > 100, "{held}");
            let paid = Money::from_dollars_f64(paid * held as f64).unwrap();
            assert_eq!(earned, paid, "{instrument:?} {hedge:?}");
        }
    }
}
