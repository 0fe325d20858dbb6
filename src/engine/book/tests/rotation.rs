//! Positions take the place of others: what is traded with what, and what stays.

use crate::trade::{ExpirySeries, Settlement};

use super::super::super::report::{HedgeRecord, Rotation, RotationKind};
use super::*;

impl Desk<'_> {
    fn opening(&self, profile: Profile, regime: Regime, units: i64) -> Opening {
        let structure = self.playbook.chosen(profile, regime).unwrap();
        let units = Contracts::new(units);
        Opening { structure, units, unit_capital: 10_000.0, unit_weight: 0.1 }
    }

    fn last(&self) -> &Rotation {
        self.book.log.rotations.last().unwrap()
    }

    fn units(&self, profile: Profile) -> Option<f64> {
        self.book.positions()[profile.index()].as_ref().map(|held| held.units.count())
    }

    /// Delta of a profile's options at a moment, and its hedge.
    fn net_delta(&self, date: &str, spot: f64, profile: Profile) -> (f64, f64) {
        let surface = Surface::flat(Vol::percent(self.index), &Model::default());
        let quoter = Quoter { surface, ..quoter(date, spot) };
        let held = self.book.positions()[profile.index()].as_ref();
        let legs = held.iter().flat_map(|held| &held.legs);
        let delta =
            legs.map(|leg| leg.contracts.shares(100) as f64 * quoter.greeks(&leg.contract).delta);
        (delta.sum(), self.book.holdings[profile.index()].shares() as f64)
    }
}

#[test]
fn whatever_trades_options_trades_their_hedge_at_the_same_moment() {
    let rules = free_and_hedged();
    let mut desk = Desk::new(&rules);
    let long = Profile::LongGamma;
    let opening = desk.opening(long, Regime::TrendUp, 10);
    let to = |units| Opening { units: Contracts::new(units), ..opening };
    let table = [
        ("2018-01-02", 100.4, OrderAction::Open(opening), RotationKind::Open),
        ("2018-01-03", 108.4, OrderAction::Reopen(to(12)), RotationKind::Reopen),
        ("2018-01-04", 96.3, OrderAction::Roll(Some(to(9))), RotationKind::Roll),
        ("2018-01-05", 99.0, OrderAction::Resize(to(14)), RotationKind::Resize),
        ("2018-01-08", 103.0, OrderAction::Resize(to(4)), RotationKind::Resize),
    ];
    for (date, spot, task, kind) in table {
        let before = desk.book.log.hedges.len();
        desk.order(date, spot, long, task);
        let traded: &[HedgeRecord] = &desk.book.log.hedges[before..];
        assert_eq!((desk.last().kind, traded.len()), (kind, 1), "{date}: one trade, not two");
        let (delta, shares) = desk.net_delta(date, spot, long);
        assert!(delta.abs() > 10.0, "{date}: {delta}");
        assert!((delta + shares).abs() <= 0.5, "{date}: {delta} and {shares}");
        assert_eq!(traded[0].mid, Price::from_dollars_f64(spot).unwrap());
    }
    desk.order("2018-01-09", 104.0, long, OrderAction::Close(ExitReason::Rebalanced));
    assert_eq!(desk.net_delta("2018-01-09", 104.0, long), (0.0, 0.0));
    let trades = &desk.book.log.trades;
    let hedges: Money = trades.iter().map(|trade| trade.hedge).sum();
    assert_eq!((trades.len(), hedges), (3, desk.book.hedge_profit(0)));
}

#[test]
fn a_band_is_measured_at_the_fill_and_a_structure_without_a_rule_has_no_hedge() {
    let (scenario, _) = free_and_hedged();
    let rules = (scenario.clone(), Playbook::new(&scenario.structures));
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.4, Profile::VolOfVol, Regime::TrendUp, 10);
    assert!(desk.units(Profile::VolOfVol).is_some() && desk.book.log.hedges.is_empty());
    let mut structures = scenario.structures.clone();
    let mut own = structures.assignments(Profile::LongGamma);
    own[0].structure.hedge = crate::trade::HedgeRule::Band(0.2);
    structures.custom[0] = Some(own);
    let scenario = Scenario { structures, ..scenario };
    let playbook = Playbook::new(&scenario.structures);
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.4, Profile::LongGamma, Regime::TrendUp, 10);
    let (delta, shares) = desk.net_delta("2018-01-02", 100.4, Profile::LongGamma);
    assert!(delta.abs() < 200.0 && shares == 0.0, "{delta} is within the band");
}

/// A scenario in which only third Fridays are listed.
fn monthly() -> (Scenario, Playbook) {
    let (mut scenario, _) = free_and_hedged();
    scenario.structures.expiries = ExpirySeries::Monthly;
    let playbook = Playbook::new(&scenario.structures);
    (scenario, playbook)
}

#[test]
fn a_roll_or_resize_without_a_successor_keeps_the_position() {
    let rules = monthly();
    let mut desk = Desk::listing(&rules, ExpirySeries::Monthly, Settlement::Close);
    let charm = Profile::Charm;
    // Expiries of 7 to 14 days: the 19th of January on the 8th, none on the 16th.
    desk.open("2018-01-08", 100.0, charm, Regime::Choppy, 3);
    let opening = desk.opening(charm, Regime::Choppy, 5);
    let (fills, hedges) = (desk.book.log.fills.len(), desk.book.log.hedges.len());
    for task in [OrderAction::Roll(Some(opening)), OrderAction::Reopen(opening)] {
        desk.order("2018-01-16", 101.0, charm, task);
        assert_eq!(desk.units(charm), Some(3.0), "{task:?}");
    }
    let log = &desk.book.log;
    assert_eq!((log.fills.len(), log.hedges.len()), (fills, hedges), "nothing is traded");
    let last = desk.last();
    assert_eq!((last.kind, last.reason), (RotationKind::Kept, Reason::NoExpiry));
    let kept = log.rotations.iter().filter(|rotation| rotation.kind == RotationKind::Kept);
    assert_eq!(kept.count(), 1, "said once");
}

#[test]
fn a_leg_without_a_successor_is_kept_until_it_expires() {
    let (mut scenario, _) = monthly();
    scenario.hedging.structures = false;
    scenario.structures.vanna = VannaStructure::CallDiagonal;
    let playbook = Playbook::new(&scenario.structures);
    let rules = (scenario, playbook);
    let mut desk = Desk::listing(&rules, ExpirySeries::Monthly, Settlement::Close);
    let vanna = Profile::Vanna;
    desk.index = 60.0;
    // 7 and 63 days: third Fridays of January and, for 50 to 70 days, of March.
    desk.open("2018-01-12", 100.0, vanna, Regime::TrendUp, 1);
    let held = |desk: &Desk<'_>| -> Vec<String> {
        let position = desk.book.positions()[vanna.index()].as_ref().unwrap();
        position.legs.iter().map(|leg| leg.contract.expiry.to_string()).collect()
    };
    assert_eq!(held(&desk), ["2018-03-16", "2018-01-19"]);
    desk.order("2018-01-17", 100.0, vanna, OrderAction::RollLeg);
    assert_eq!(held(&desk), ["2018-03-16", "2018-01-19"]);
    let last = desk.last();
    assert_eq!((last.kind, last.reason), (RotationKind::Kept, Reason::NoExpiry));
}

#[test]
fn whatever_is_not_opened_has_its_reason_in_the_log_once_for_each_kind() {
    let rules = monthly();
    let mut desk = Desk::listing(&rules, ExpirySeries::Monthly, Settlement::Close);
    let short = Profile::ShortGamma;
    for _ in 0..3 {
        desk.open("2018-01-08", 100.0, short, Regime::Choppy, 2);
    }
    desk.open("2018-01-17", 100.0, short, Regime::Choppy, 0);
    desk.index = 3.0;
    desk.open("2018-01-08", 100.0, short, Regime::Choppy, 2);
    let reasons = desk.book.log.rotations.iter().map(|rotation| rotation.reason);
    let moved = Reason::Moved { current: 0.0, target: 0.2 };
    assert_eq!(reasons.collect::<Vec<_>>(), [Reason::NoExpiry, moved, Reason::NoExpiry]);
    assert!(desk.book.log.fills.is_empty());
}

#[test]
fn another_structure_without_a_successor_leaves_the_profile_in_cash() {
    let rules = monthly();
    let mut desk = Desk::listing(&rules, ExpirySeries::Monthly, Settlement::Close);
    let charm = Profile::Charm;
    desk.open("2018-01-08", 100.0, charm, Regime::Choppy, 3);
    // Short-dated gamma needs an expiry within three days.
    let opening = desk.opening(Profile::ShortGamma, Regime::Choppy, 2);
    desk.order("2018-01-09", 101.0, charm, OrderAction::Move(opening));
    let last = desk.last();
    assert_eq!((last.kind, last.reason), (RotationKind::Close, Reason::NoExpiry));
    assert_eq!(last.realised, desk.book.log.trades[0].realised);
    assert_eq!(desk.units(charm), None);
    assert_eq!(desk.net_delta("2018-01-09", 101.0, charm), (0.0, 0.0), "its hedge goes as well");
    assert_eq!(desk.book.equity(), desk.book.cash());
}

#[test]
fn another_structure_takes_the_hedge_of_the_one_before() {
    let rules = free_and_hedged();
    let mut desk = Desk::new(&rules);
    let short = Profile::ShortGamma;
    desk.open("2018-01-03", 100.4, short, Regime::TrendDown, 9);
    let opening = desk.opening(short, Regime::Choppy, 7);
    let before = desk.book.log.hedges.len();
    desk.order("2018-01-04", 101.4, short, OrderAction::Move(opening));
    assert_eq!((desk.last().kind, desk.units(short)), (RotationKind::Move, Some(7.0)));
    assert_eq!(desk.book.log.hedges.len(), before + 1);
    let (delta, shares) = desk.net_delta("2018-01-04", 101.4, short);
    assert!(delta.abs() > 10.0 && (delta + shares).abs() <= 0.5, "{delta} and {shares}");
}

#[test]
fn a_successor_is_as_large_as_the_account_carries_once_the_old_position_is_closed() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    let charm = Profile::Charm;
    desk.open("2018-01-02", 100.0, charm, Regime::Choppy, 60);
    let held = desk.units(charm).unwrap();
    assert_eq!(held, 60.0, "the margin is about 1,100 each");
    // Beside what is held cash carries half as many.
    let opening = desk.opening(charm, Regime::Choppy, 200);
    desk.order("2018-01-03", 100.0, charm, OrderAction::Roll(Some(opening)));
    let rolled = desk.units(charm).unwrap();
    assert!((70.0..=90.0).contains(&rolled), "{rolled}");
    let spot = Price::from_dollars_f64(100.0).unwrap();
    let margin = desk.book.margin(spot);
    assert!(!desk.book.buying_power(margin).is_negative());
    let short = desk.book.log.rotations.iter().rev().find_map(|rotation| match rotation.reason {
        Reason::BuyingPower { wanted, filled } => Some((wanted.count(), filled.count())),
        _ => None,
    });
    assert_eq!(short, Some((200.0, rolled)));
}

#[test]
fn a_successor_of_less_than_a_unit_is_no_successor() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    let charm = Profile::Charm;
    desk.open("2018-01-02", 100.0, charm, Regime::Choppy, 1);
    desk.book.journal.post(
        day("2018-01-03"),
        crate::ledger::Cause::Deposit,
        crate::ledger::Account::Capital,
        crate::ledger::Account::Cash,
        Money::dollars(99_500),
    );
    let opening = desk.opening(charm, Regime::Choppy, 1);
    desk.order("2018-01-03", 100.0, charm, OrderAction::Roll(Some(opening)));
    assert_eq!((desk.last().kind, desk.units(charm)), (RotationKind::Kept, Some(1.0)));
    assert!(matches!(desk.last().reason, Reason::BuyingPower { .. }));
}

#[test]
fn nothing_is_sold_for_less_than_a_tick_and_its_fees() {
    let rules = with(Costs::default());
    let mut desk = Desk::new(&rules);
    // At an index of 12 a call of a week 5 % above is worth nothing.
    desk.index = 12.0;
    desk.open("2018-01-02", 100.0, Profile::Vanna, Regime::TrendUp, 1);
    assert_eq!((desk.units(Profile::Vanna), desk.last().kind), (None, RotationKind::Unfilled));
    assert!(matches!(desk.last().reason, Reason::NoCredit { price } if price < Price::TICK));
    assert!(desk.book.log.fills.is_empty());
}

#[test]
fn a_large_order_is_warned_of_once() {
    let (mut scenario, playbook) = free();
    scenario.capacity.contracts = 9.0;
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    let warned = desk.book.log.rotations.iter().filter(|r| r.kind == RotationKind::Warning);
    let reasons: Vec<Reason> = warned.map(|rotation| rotation.reason).collect();
    assert_eq!(reasons, [Reason::Capacity { ordered: Contracts::new(10), most: 9.0 }]);
}

/// Two legs of one vertical settle on one price, whatever it is: together they are worth at most
/// the distance of their strikes, and never less than nothing.
#[test]
fn the_payoff_of_a_vertical_is_within_its_width() {
    let (scenario, _) = free();
    let mut structures = scenario.structures.clone();
    let mut own = structures.assignments(Profile::LongGamma);
    own[0].structure.legs[1].right = crate::pricing::Right::Call;
    own[0].structure.legs[1].ratio = -1;
    own[0].structure.legs[1].strike = crate::trade::StrikeRule::Percent(0.05);
    structures.custom[0] = Some(own);
    let scenario = Scenario { structures, ..scenario };
    let playbook = Playbook::new(&scenario.structures);
    let rules = (scenario, playbook);
    for (settlement, worth) in
        [(80.0, 0), (100.0, 0), (100.5, 50), (104.0, 400), (105.0, 500), (105.4, 500), (900.0, 500)]
    {
        let mut desk = Desk::new(&rules);
        desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 1);
        let expiry = desk.book.positions()[0].as_ref().unwrap().legs[0].contract.expiry;
        desk.settle(&expiry.to_string(), settlement);
        let trade = &desk.book.log.trades[0];
        assert_eq!(trade.exit_value, Money::dollars(worth), "at {settlement}");
        let fills = desk.book.log.fills.iter().skip(2);
        assert_eq!(fills.clone().count(), 2, "one expiry event for each leg");
        assert!(fills.clone().all(|fill| fill.filled == expiry));
    }
}

/// However deep in the money and whatever the rate, the holder of a European option waits.
#[test]
fn a_european_option_is_never_exercised_early() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 1);
    for spot in [5.0, 50.0, 100.0, 400.0] {
        let model = Model { rate: 0.2, dividend_yield: 0.2, ..Model::default() };
        let surface = Surface::flat(Vol::percent(5.0), &model);
        let quoter = Quoter { surface, ..quoter("2018-01-03", spot) };
        desk.book.mark(&quoter);
        desk.book.exercise(&quoter);
        desk.book.go_ex(day("2018-01-03"), Price::micros(90_000_000));
        assert_eq!(desk.book.positions()[0].as_ref().unwrap().legs.len(), 2, "at {spot}");
    }
}

#[test]
fn a_call_that_is_short_when_the_underlying_goes_ex_is_flagged() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    let dividend = Price::micros(800_000);
    let (mut scenario, playbook) = (rules.0.clone(), rules.1.clone());
    scenario.instrument = Instrument::Fund;
    let rules = (scenario, playbook);
    for (profile, flagged) in [(Profile::Charm, true), (Profile::LongGamma, false)] {
        desk = Desk::new(&rules);
        desk.open("2018-01-02", 100.0, profile, Regime::Choppy, 1);
        desk.book.mark(&Quoter { instrument: Instrument::Fund, ..quoter("2018-01-03", 100.0) });
        desk.book.go_ex(day("2018-01-04"), dividend);
        let reason = Reason::ShortCallAtDividend { dividend };
        let found = desk.book.log.rotations.iter().any(|rotation| rotation.reason == reason);
        assert_eq!(found, flagged, "{profile:?}");
    }
    assert!(desk.units(Profile::LongGamma).is_some());
}
