//! Rotations recorded for legs that end or are rolled.

use crate::units::Strike;

use super::super::super::report::{Rotation, RotationKind};
use super::*;

#[test]
fn a_roll_that_trades_nothing_is_recorded() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::Vanna, Regime::TrendUp, 1);
    let surface = Surface::flat(Vol::percent(3.0), &Model::default());
    let quiet = Quoter { surface, ..quoter("2018-01-08", 80.0) };
    let reason = Reason::NearExpiry { days: 1 };
    let (profile, decided, task) = (Profile::Vanna, day("2018-01-08"), OrderAction::RollLeg);
    let order = Order { profile, decided, task, reason, current: 0.1 };
    desk.book.fill(&[order], MarketMoment { quoter: &quiet, moment: Moment::Close });
    let near = &desk.book.positions()[3].as_ref().unwrap().legs[1];
    assert_eq!((near.contract.strike, near.basis), (Strike::dollars(84), Money::ZERO));
    let recorded: &Rotation = desk.book.log.rotations.last().unwrap();
    assert_eq!((recorded.kind, recorded.entry_cost), (RotationKind::RollLeg, Money::ZERO));
}

#[test]
fn an_exercised_leg_reports_its_gain_without_that_of_the_delivered_shares() {
    let (mut scenario, playbook) = free();
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
