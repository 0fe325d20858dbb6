//! What a split does to positions, hedges and what is ordered: nothing is gained or lost.

use expect_test::expect;

use super::*;
use crate::market::Split;

/// A scenario on a fund at 100 that trades for nothing and hedges its structures.
fn fund() -> (Scenario, Playbook) {
    let (mut scenario, playbook) = free_and_hedged();
    scenario.instrument = Instrument::Fund;
    (scenario, playbook)
}

fn fund_quoter(date: &str, spot: f64) -> Quoter<'static> {
    Quoter { instrument: Instrument::Fund, ..quoter(date, spot) }
}

#[test]
fn contracts_and_shares_are_exchanged_and_only_the_rounding_of_marks_is_booked() {
    let rules = fund();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    desk.open("2018-01-02", 100.0, Profile::Charm, Regime::Choppy, 3);
    let close = fund_quoter("2018-01-02", 104.0);
    desk.book.mark(&close);
    desk.book.hedge(&close);
    desk.book.audit(day("2018-01-02")).unwrap();
    desk.checked_entries = desk.book.journal.entries().len();
    let (equity, cash) = (desk.book.equity(), desk.book.cash());
    let shares = desk.book.holdings.map(|holding| holding.shares());
    let legs = |desk: &Desk<'_>| -> Vec<(i64, i64, Money)> {
        let legs = desk.book.positions.iter().flatten().flat_map(|position| &position.legs);
        let leg = |leg: &crate::trade::Leg| {
            let strike = leg.contract.strike.as_thousandths();
            (leg.contracts.as_hundredths(), strike, leg.basis)
        };
        legs.map(leg).collect()
    };
    let before = legs(&desk);
    assert_eq!(before.len(), 4);

    desk.book.split(&Split { date: day("2018-01-03"), ratio: 4 });
    desk.check(
        "2018-01-03",
        expect![[r#"
            Mark: revaluation <- unrealised -0.002000
            Mark: revaluation <- unrealised -0.000600
        "#]],
    );
    let times =
        |(contracts, strike, basis): &(i64, i64, Money)| (contracts * 4, strike / 4, *basis);
    assert_eq!(legs(&desk), before.iter().map(times).collect::<Vec<_>>());
    assert_eq!(desk.book.holdings.map(|holding| holding.shares()), shares.map(|held| held * 4));
    assert_ne!(shares[0], 0);
    assert_eq!(desk.book.cash(), cash);
    assert_eq!(desk.book.equity() - equity, Money::micros(-2_600));

    // A day at an unchanged level goes on as without the split: a quarter of the spot.
    desk.book.mark(&fund_quoter("2018-01-03", 26.0));
    desk.book.audit(day("2018-01-03")).unwrap();
    let moved = (desk.book.equity() - equity).to_dollars_f64().abs();
    assert!(moved < 40.0, "a day's decay, not a loss: {moved}");
    desk.order("2018-01-04", 26.0, Profile::LongGamma, OrderAction::Close(ExitReason::Rebalanced));
    desk.book.audit(day("2018-01-04")).unwrap();
    assert_eq!(desk.book.log.trades[0].units, Contracts::new(40));
}

#[test]
fn futures_are_exchanged_and_their_gain_is_paid() {
    let (mut scenario, playbook) = free_and_hedged();
    scenario.hedging.structures = true;
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    let close = quoter("2018-01-02", 104.003_333);
    desk.book.mark(&close);
    desk.book.hedge(&close);
    let shares = desk.book.holdings[0].shares();
    desk.book.split(&Split { date: day("2018-01-03"), ratio: 3 });
    assert_eq!(desk.book.holdings[0].shares(), shares * 3);
    desk.book.audit(day("2018-01-03")).unwrap();
}

#[test]
fn what_is_ordered_before_a_split_is_bought_in_new_contracts() {
    let opening = Opening {
        structure: 0,
        units: Contracts::new(5),
        unit_capital: 40_000.0,
        unit_weight: 0.2,
    };
    let reason = Reason::Moved { current: 0.0, target: 0.2 };
    let mut order = Order {
        profile: Profile::Charm,
        decided: day("2018-01-02"),
        task: OrderAction::Roll(Some(opening)),
        reason,
        current: 0.0,
    };
    order.split(4);
    let OrderAction::Roll(Some(split)) = order.task else { panic!("still a roll") };
    assert_eq!(split.units, Contracts::new(20));
    assert_eq!(split.capital(split.units), opening.capital(opening.units));
    assert_eq!(split.weight(split.units), opening.weight(opening.units));
}
