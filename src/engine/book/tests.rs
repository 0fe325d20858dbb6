//! Postings of every kind of event as small tables, in the account's own words.

mod calls;
mod records;
mod rotation;
mod shares;
mod splits;

use chrono::NaiveDate;
use expect_test::{Expect, expect};

use crate::ledger::Entry;
use crate::market::Market;
use crate::pricing::{Model, Surface};
use crate::profile::{Playbook, Profile, StructureChoices, VannaStructure, VolOfVolStructure};
use crate::regime::Regime;
use crate::trade::{Costs, Expiries, ExpirySeries, Instrument, Listing, Quoter};
use crate::trade::{Settlement, SpreadModel};
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
        Self::listing(rules, ExpirySeries::MondayWednesdayFriday, Settlement::Close)
    }

    fn listing(
        rules: &'a (Scenario, Playbook),
        series: ExpirySeries,
        third_fridays: Settlement,
    ) -> Self {
        let (scenario, playbook) = rules;
        let market = Market::default();
        let expiries = Expiries::of(&market, scenario.instrument, series, third_fridays);
        let book = Book::open(scenario, playbook, expiries, (day("2018-01-02"), 1));
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
        without_opens: crate::market::YearsWithoutOpens::default(),
        date: day(date),
        time: crate::pricing::TimeOfDay::Close,
        instrument: Instrument::MiniIndex,
        spot,
        shares_for_one: 1,
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
            Open: options at entry <- cash 319.570400
            Open: options at entry <- cash 319.570400
        "#]],
    );
    desk.book.mark(&quoter("2018-01-03", 104.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
            Mark: revaluation <- unrealised 148.882400
        "#]],
    );
    desk.order("2018-01-04", 104.0, Profile::LongGamma, OrderAction::Close(ExitReason::Rebalanced));
    desk.check(
        "2018-01-04",
        expect![[r#"
            Mark: revaluation <- unrealised 125.558800
            Close: cash <- options at entry 190.947700
            Close: options at entry <- realised -128.622700
            Mark: revaluation <- unrealised -274.441200
            Close: cash <- options at entry 590.947700
            Close: options at entry <- realised 271.377300
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
            Open: options at entry <- cash -65.216200
            Open: options at entry <- cash -112.316400
        "#]],
    );
    desk.book.mark(&quoter("2018-01-03", 97.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
            Mark: revaluation <- unrealised -135.632200
        "#]],
    );
    desk.order("2018-01-04", 99.0, Profile::Charm, OrderAction::Close(ExitReason::Rebalanced));
    desk.check(
        "2018-01-04",
        expect![[r#"
            Mark: revaluation <- unrealised 198.888800
            Close: cash <- options at entry -128.348600
            Close: options at entry <- realised -16.032200
            Mark: revaluation <- unrealised -63.256600
            Close: cash <- options at entry -14.988200
            Close: options at entry <- realised 50.228000
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
            Settlement: options at entry <- realised 293.896600
            Settlement: options at entry <- realised -56.103400
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
            Mark: revaluation <- unrealised 59.007200
            Settlement: options at entry <- realised 56.103400
            Mark: revaluation <- unrealised -40.992800
            Settlement: cash <- options at entry -350.000000
            Settlement: options at entry <- realised -293.896600
        "#]],
    );
}

#[test]
fn a_morning_contract_ends_once_at_the_open_or_where_that_is_not_trusted_at_the_close() {
    let rules = free();
    let settled = |at_open: Option<f64>, date: &str, close: f64, before: bool| {
        let mut desk = Desk::listing(&rules, ExpirySeries::Monthly, Settlement::Open);
        desk.open("2018-01-17", 100.0, Profile::ShortGamma, Regime::TrendDown, 1);
        let price = |dollars| Price::from_dollars_f64(dollars).unwrap();
        if let Some(open) = at_open {
            desk.book.settle_at_open(day("2018-01-18"), price(open));
            desk.book.settle_at_open(day("2018-01-19"), price(open));
        }
        desk.book.settle(day(date), price(close), before);
        assert!(desk.book.positions().iter().all(Option::is_none));
        desk.book.audit(day(date)).unwrap();
        let ends = desk.book.log.fills.split_off(2);
        let ends = ends.iter().map(|fill| (fill.moment, fill.price.to_dollars_f64()));
        ends.collect::<Vec<_>>()
    };
    let at = |moment, call, put| [(moment, call), (moment, put)];
    assert_eq!(settled(Some(103.5), "2018-01-19", 90.0, false), at(Moment::Open, 3.5, 0.0));
    assert_eq!(settled(None, "2018-01-19", 90.0, false), at(Moment::Close, 0.0, 10.0));
    // The day is missing from the data: the last close before it settles.
    assert_eq!(settled(None, "2018-01-22", 98.0, true), at(Moment::Close, 0.0, 2.0));
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
            Open: options at entry <- cash 1567.710000
            Fee: commission <- cash 13.000000
            Fee: clearing <- cash 1.100000
            Open: options at entry <- cash -1825.885000
            Fee: commission <- cash 6.500000
            Fee: clearing <- cash 0.550000
            Fee: regulatory fees <- cash 0.023823
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
            Close: options at entry <- realised 21.707700
            Open: options at entry <- cash -31.612900
        "#]],
    );
    // The 15th is a holiday and the 12th too near, so that it was sold for the 17th.
    desk.settle("2018-01-17", 109.0);
    desk.check(
        "2018-01-17",
        expect![[r#"
            Settlement: cash <- options at entry -300.000000
            Settlement: options at entry <- realised -268.387100
        "#]],
    );
    desk.order("2018-01-18", 109.0, Profile::Vanna, OrderAction::RollLeg);
    desk.check(
        "2018-01-18",
        expect![[r#"
            Open: options at entry <- cash -29.617200
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
