//! Rotations recorded for legs that end or are rolled.

use super::super::super::report::{Rotation, RotationKind};
use super::*;

#[test]
fn a_leg_that_would_be_sold_for_less_than_a_tick_is_not_renewed() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.index = 40.0;
    desk.open("2018-01-02", 100.0, Profile::Vanna, Regime::TrendUp, 1);
    let near = desk.book.positions()[3].as_ref().unwrap().legs[1].contract;
    desk.index = 3.0;
    desk.order("2018-01-08", 80.0, Profile::Vanna, OrderAction::RollLeg);
    assert_eq!(desk.book.positions()[3].as_ref().unwrap().legs[1].contract, near, "it is kept");
    let recorded: &Rotation = desk.book.log.rotations.last().unwrap();
    assert_eq!(recorded.kind, RotationKind::Kept);
    assert!(matches!(recorded.reason, Reason::NoCredit { price } if price < Price::TICK));
}

#[test]
fn an_exercised_leg_reports_its_gain_without_that_of_the_delivered_shares() {
    let (mut scenario, playbook) = free_and_hedged();
    scenario.instrument = Instrument::Fund;
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    let at = |date, spot| {
        let surface = Surface::flat(Vol::percent(20.0), &Model { rate: 0.05, ..Model::default() });
        Quoter { instrument: Instrument::Fund, surface, ..quoter(date, spot) }
    };
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 1);
    let paid = desk.book.positions()[0].as_ref().unwrap().legs[1].basis;
    // Shares bought at 80 against the put leave at 50 by way of it.
    desk.book.mark(&at("2018-01-03", 80.0));
    desk.book.hedge(&at("2018-01-03", 80.0));
    assert!(desk.book.holdings[0].shares() > 90);
    desk.book.mark(&at("2018-01-04", 50.0));
    desk.book.exercise(&at("2018-01-04", 50.0));
    let recorded: &Rotation = desk.book.log.rotations.last().unwrap();
    assert_eq!(recorded.kind, RotationKind::Exercise);
    assert_eq!(recorded.realised, Money::dollars(5_000) - paid);
}
