//! Postings of every kind of event as small tables, in the account's own words.

mod calls;
mod records;
mod rotation;
mod shares;

use chrono::NaiveDate;
use expect_test::{Expect, expect};

use crate::ledger::Entry;
use crate::pricing::{Model, Surface};
use crate::profile::{Playbook, Profile, StructureChoices, VannaStructure, VolOfVolStructure};
use crate::regime::Regime;
use crate::trade::{Costs, Instrument, Listing, Quoter, Settlement, SpreadModel};
use crate::units::{Contracts, Money, Price, Vol};

use super::super::Scenario;
use super::super::order::{Opening, Order, OrderAction};
use super::super::report::{ExitReason, Moment, Reason};
use super::{Book, MarketMoment};

/// An account of 100,000 and a market it meets: the mini index at 100, volatility index at 20.
struct Desk<'a> {
    book: Book<'a>,
    playbook: &'a Playbook,
    checked_entries: usize,
    /// Level of the volatility index.
    index: f64,
}

impl<'a> Desk<'a> {
    fn new(rules: &'a (Scenario, Playbook)) -> Self {
        let (scenario, playbook) = rules;
        let book = Book::open(scenario, playbook, (day("2018-01-02"), 1));
        Self { book, playbook, checked_entries: 0, index: 20.0 }
    }

    fn order(&mut self, date: &str, spot: f64, profile: Profile, task: OrderAction) {
        let reason = Reason::Moved { current: 0.0, target: 0.2 };
        let order = Order { profile, decided: day(date), task, reason, current: 0.0 };
        let surface = Surface::flat(Vol::percent(self.index), &Model::default());
        let quoter = Quoter { surface, ..quoter(date, spot) };
        self.book.fill(&[order], MarketMoment { quoter: &quoter, moment: Moment::Close });
    }

    fn open(&mut self, date: &str, spot: f64, profile: Profile, regime: Regime, units: i64) {
        let structure = self.playbook.chosen(profile, regime).unwrap();
        let units = Contracts::new(units);
        let opening = Opening { structure, units, unit_capital: 10_000.0, unit_weight: 0.1 };
        self.order(date, spot, profile, OrderAction::Open(opening));
    }

    fn settle(&mut self, date: &str, spot: f64) {
        self.book.settle(day(date), Price::from_dollars_f64(spot).unwrap(), false);
    }

    /// Compares what was posted since the last call, and finds the books in balance.
    fn check(&mut self, date: &str, expected: Expect) {
        let entries = &self.book.journal.entries()[self.checked_entries..];
        self.checked_entries += entries.len();
        let line = |entry: &Entry| {
            let (debit, credit) = (entry.debit.name(), entry.credit.name());
            format!("{:?}: {debit} <- {credit} {}\n", entry.cause, entry.amount)
        };
        expected.assert_eq(&entries.iter().map(line).collect::<String>());
        self.book.audit(day(date)).unwrap();
        assert!(self.book.is_derived());
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quoter(date: &str, spot: f64) -> Quoter<'static> {
    Quoter {
        listing: Listing::ByRule,
        third_fridays: Settlement::Close,
        date: day(date),
        hours_to_close: 0.0,
        instrument: Instrument::MiniIndex,
        spot,
        surface: Surface::flat(Vol::percent(20.0), &Model::default()),
        spread: SpreadModel::Index,
    }
}

/// An account of 100,000 that trades for nothing, its structures hedged by their rules.
fn free_and_hedged() -> (Scenario, Playbook) {
    with(Costs { multiple: 0.0, ..Costs::default() })
}

/// The same without hedges.
fn free() -> (Scenario, Playbook) {
    let (mut scenario, playbook) = free_and_hedged();
    scenario.hedging.structures = false;
    (scenario, playbook)
}

fn with(costs: Costs) -> (Scenario, Playbook) {
    let (vanna, vol_of_vol) = (VannaStructure::CallDiagonal, VolOfVolStructure::Straddle);
    let structures = StructureChoices { vanna, vol_of_vol, ..StructureChoices::default() };
    let scenario = Scenario { capital: 100_000.0, costs, structures, ..Scenario::default() };
    let playbook = Playbook::new(&scenario.structures);
    (scenario, playbook)
}

#[test]
fn capital_is_paid_in() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Deposit: cash <- capital 100000.000000
    "#]],
    );
}

#[test]
fn a_straddle_is_bought_marked_and_sold() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Deposit: cash <- capital 100000.000000
    "#]],
    );
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 1);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Open: options at entry <- cash 307.937700
        Open: options at entry <- cash 307.937700
    "#]],
    );
    desk.book.mark(&quoter("2018-01-03", 104.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
        Mark: revaluation <- unrealised 138.448000
    "#]],
    );
    desk.order("2018-01-04", 104.0, Profile::LongGamma, OrderAction::Close(ExitReason::Rebalanced));
    desk.check(
        "2018-01-04",
        expect![[r#"
        Mark: revaluation <- unrealised 130.776000
        Close: cash <- options at entry 175.003800
        Close: options at entry <- realised -132.933900
        Mark: revaluation <- unrealised -269.224000
        Close: cash <- options at entry 575.003800
        Close: options at entry <- realised 267.066100
    "#]],
    );
}

#[test]
fn a_strangle_is_sold_marked_and_bought_back() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Deposit: cash <- capital 100000.000000
    "#]],
    );
    desk.open("2018-01-02", 100.0, Profile::Charm, Regime::Choppy, 2);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Open: options at entry <- cash -54.984400
        Open: options at entry <- cash -88.157200
    "#]],
    );
    desk.book.mark(&quoter("2018-01-03", 97.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
        Mark: revaluation <- unrealised -158.819600
    "#]],
    );
    desk.order("2018-01-04", 99.0, Profile::Charm, OrderAction::Close(ExitReason::Rebalanced));
    desk.check(
        "2018-01-04",
        expect![[r#"
        Mark: revaluation <- unrealised 211.246000
        Close: cash <- options at entry -113.747800
        Close: options at entry <- realised -25.590600
        Mark: revaluation <- unrealised -52.426400
        Close: cash <- options at entry -15.342200
        Close: options at entry <- realised 39.642200
    "#]],
    );
}

#[test]
fn a_long_straddle_expires_one_leg_in_the_money_one_out() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::TrendDown, 1);
    desk.checked_entries = desk.book.journal.entries().len();
    desk.settle("2018-01-05", 103.5);
    desk.check(
        "2018-01-05",
        expect![[r#"
        Settlement: cash <- options at entry 350.000000
        Settlement: options at entry <- realised 293.891500
        Settlement: options at entry <- realised -56.108500
    "#]],
    );
    assert!(desk.book.positions().iter().all(Option::is_none));
}

#[test]
fn a_short_straddle_expires_one_leg_in_the_money_one_out() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 1);
    desk.book.mark(&quoter("2018-01-04", 101.0));
    desk.checked_entries = desk.book.journal.entries().len();
    desk.settle("2018-01-04", 90.0);
    desk.check("2018-01-04", expect![[""]]);
    desk.settle("2018-01-05", 96.5);
    desk.check(
        "2018-01-05",
        expect![[r#"
        Mark: revaluation <- unrealised 60.650900
        Settlement: options at entry <- realised 56.108500
        Mark: revaluation <- unrealised -39.349100
        Settlement: cash <- options at entry -350.000000
        Settlement: options at entry <- realised -293.891500
    "#]],
    );
}

#[test]
fn fees_are_paid_in_cash_beside_every_leg() {
    let rules = with(Costs { spread: SpreadModel::None, ..Costs::default() });
    let mut desk = Desk::new(&rules);
    desk.checked_entries = 1;
    desk.open("2018-01-02", 100.0, Profile::Skew, Regime::TrendDown, 10);
    desk.check(
        "2018-01-02",
        expect![[r#"
        Open: options at entry <- cash 1593.390000
        Fee: commission <- cash 13.000000
        Fee: clearing <- cash 1.100000
        Open: options at entry <- cash -1695.132000
        Fee: commission <- cash 6.500000
        Fee: clearing <- cash 0.550000
        Fee: regulatory fees <- cash 0.023585
    "#]],
    );
}

#[test]
fn the_near_leg_of_a_diagonal_is_rolled_before_and_after_its_expiry() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.index = 40.0;
    desk.open("2018-01-02", 100.0, Profile::Vanna, Regime::TrendUp, 1);
    desk.checked_entries = desk.book.journal.entries().len();
    desk.order("2018-01-08", 101.0, Profile::Vanna, OrderAction::RollLeg);
    desk.check(
        "2018-01-08",
        expect![[r#"
            Close: options at entry <- realised 16.644700
            Open: options at entry <- cash -33.634800
        "#]],
    );
    // The 15th is a holiday and the 12th too near, so that it was sold for the 17th.
    desk.settle("2018-01-17", 109.0);
    desk.check(
        "2018-01-17",
        expect![[r#"
            Settlement: cash <- options at entry -300.000000
            Settlement: options at entry <- realised -266.365200
        "#]],
    );
    desk.order("2018-01-18", 109.0, Profile::Vanna, OrderAction::RollLeg);
    desk.check(
        "2018-01-18",
        expect![[r#"
            Open: options at entry <- cash -22.742800
        "#]],
    );
}

#[test]
fn opened_and_closed_at_one_moment_a_position_loses_exactly_its_costs() {
    let rules = with(Costs::default());
    for profile in Profile::ALL {
        for regime in Regime::ALL {
            if rules.1.chosen(profile, regime).is_none() {
                continue;
            }
            let mut desk = Desk::new(&rules);
            desk.index = 60.0;
            desk.open("2018-01-03", 100.0, profile, regime, 3);
            desk.order("2018-01-03", 100.0, profile, OrderAction::Close(ExitReason::Rebalanced));
            let costs: Money = desk
                .book
                .log
                .fills
                .iter()
                .map(|fill| fill.spread + fill.slippage + fill.fees.total())
                .sum();
            let hedges = desk.book.log.hedges.iter();
            let costs =
                costs + hedges.map(|h| (h.price - h.mid).each(h.shares) + h.fees).sum::<Money>();
            assert!(desk.book.log.fills.len() >= 4, "{profile:?} in {regime:?}");
            assert_eq!(desk.book.cash(), Money::dollars(100_000) - costs, "{profile:?}");
            assert_eq!(desk.book.equity(), desk.book.cash());
            desk.book.audit(day("2018-01-03")).unwrap();
        }
    }
}
