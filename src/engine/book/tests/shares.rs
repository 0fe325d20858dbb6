//! Postings of hedges, deliveries, carry, changes of size, and the end of an account.

use expect_test::expect;

use super::*;

/// A scenario on a fund at 100 that trades for nothing and hedges nothing.
fn fund() -> (Scenario, Playbook) {
    let (mut scenario, playbook) = free();
    scenario.instrument = Instrument::Fund;
    (scenario, playbook)
}

fn fund_quoter(date: &str, spot: f64) -> Quoter<'static> {
    let model = Model { rate: 0.05, ..Model::default() };
    let surface = Surface::flat(Vol::percent(20.0), &model);
    Quoter { instrument: Instrument::Fund, surface, ..quoter(date, spot) }
}

#[test]
fn shares_offset_the_delta_of_a_straddle_are_marked_and_given_up_with_it() {
    let (mut scenario, playbook) = fund();
    scenario.hedging.structures = true;
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    desk.book.mark(&quoter("2018-01-02", 104.0));
    desk.checked_entries = desk.book.journal.entries().len();
    desk.book.hedge(&quoter("2018-01-02", 104.0));
    desk.check(
        "2018-01-02",
        expect![[r#"
            Hedge: shares at cost <- cash -35360.000000
        "#]],
    );
    desk.book.mark(&quoter("2018-01-03", 105.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
            Mark: revaluation <- unrealised 531.148000
            Mark: revaluation of shares <- unrealised on shares -372.000000
        "#]],
    );
    desk.order("2018-01-04", 105.0, Profile::LongGamma, OrderAction::Close(ExitReason::Rebalanced));
    desk.check(
        "2018-01-04",
        expect![[r#"
            Mark: revaluation <- unrealised 1459.553000
            Close: cash <- options at entry 1706.991000
            Close: options at entry <- realised -1488.713000
            Mark: revaluation <- unrealised -3540.447000
            Close: cash <- options at entry 6706.991000
            Close: options at entry <- realised 3511.287000
            Hedge: shares at cost <- cash 39060.000000
            Hedge: shares at cost <- realised on shares -500.000000
            Mark: revaluation of shares <- unrealised on shares 500.000000
        "#]],
    );
    assert_eq!(desk.book.holdings[0].shares(), 0);
}

#[test]
fn futures_cost_nothing_and_settle_their_gains_in_cash() {
    let rules = free_and_hedged();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    desk.book.mark(&quoter("2018-01-02", 104.0));
    desk.book.hedge(&quoter("2018-01-02", 104.0));
    desk.checked_entries = desk.book.journal.entries().len();
    desk.book.mark_shares(day("2018-01-03"), 105.0);
    desk.check(
        "2018-01-03",
        expect![[r#"
            Variation: cash <- realised on shares -372.000000
        "#]],
    );
    assert_eq!(desk.book.hedge_value(), Money::ZERO);
}

#[test]
fn hedges_pay_their_spread_and_fees() {
    let rules = with(Costs::default());
    let mut desk = Desk::new(&rules);
    desk.book.mark_shares(day("2018-01-02"), 100.0);
    desk.checked_entries = 1;
    desk.book.offset(-200, &quoter("2018-01-02", 100.0));
    desk.check(
        "2018-01-02",
        expect![[r#"
        Fee: fees on shares <- cash 1.000000
        Variation: cash <- realised on shares -1.000000
    "#]],
    );
}

#[test]
fn a_put_in_the_money_delivers_shares_that_the_next_open_gives_back() {
    let rules = fund();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 1);
    desk.checked_entries = desk.book.journal.entries().len();
    // The short put at 100 is assigned: 100 shares for 10,000, worth 9,650.
    desk.settle("2018-01-05", 96.5);
    desk.check(
        "2018-01-05",
        expect![[r#"
            Settlement: options at entry <- realised 56.103400
            Settlement: cash <- options at entry -350.000000
            Settlement: options at entry <- realised -293.896600
            Delivery: shares at cost <- cash 9650.000000
            Mark: revaluation of shares <- unrealised on shares -9650.000000
        "#]],
    );
    assert_eq!(desk.book.holdings[1].shares(), 100);
    desk.book.return_delivered_shares(&fund_quoter("2018-01-08", 97.0));
    desk.check(
        "2018-01-08",
        expect![[r#"
        Delivery: shares at cost <- cash -9700.000000
        Delivery: shares at cost <- realised on shares 50.000000
        Mark: revaluation of shares <- unrealised on shares 9650.000000
    "#]],
    );
    assert_eq!(desk.book.holdings[1].shares(), 0);
}

#[test]
fn a_leg_in_the_money_by_less_than_a_cent_is_not_exercised() {
    let rules = fund();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 1);
    desk.settle("2018-01-05", 100.009);
    assert_eq!(desk.book.holdings[1].shares(), 0);
    desk.open("2018-01-08", 100.0, Profile::ShortGamma, Regime::Choppy, 1);
    desk.settle("2018-01-10", 100.01);
    assert_eq!(desk.book.holdings[1].shares(), -100, "the short call was assigned");
}

#[test]
fn a_put_deep_in_the_money_is_exercised_early_for_the_interest_on_its_strike() {
    let rules = fund();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::LongGamma, Regime::TrendUp, 1);
    desk.book.mark(&fund_quoter("2018-01-02", 100.0));
    desk.book.exercise(&fund_quoter("2018-01-02", 100.0));
    assert_eq!(desk.book.positions()[0].as_ref().unwrap().legs.len(), 2, "nothing to gain yet");
    desk.book.mark(&fund_quoter("2018-01-03", 50.0));
    desk.checked_entries = desk.book.journal.entries().len();
    desk.book.exercise(&fund_quoter("2018-01-03", 50.0));
    desk.check(
        "2018-01-03",
        expect![[r#"
            Mark: revaluation <- unrealised -4680.429600
            Settlement: cash <- options at entry 5000.000000
            Settlement: options at entry <- realised 4680.429600
            Delivery: shares at cost <- cash -5000.000000
        "#]],
    );
    assert_eq!(desk.book.holdings[0].shares(), -100, "sold at 100, by way of the market at 50");
}

#[test]
fn a_short_call_is_assigned_before_a_dividend_above_its_time_value() {
    let rules = fund();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 1);
    let flat = || quoter("2018-01-04", 104.0);
    desk.book.mark(&Quoter { instrument: Instrument::Fund, ..flat() });
    desk.checked_entries = desk.book.journal.entries().len();
    // The call at 100 is worth 4.00 and next to nothing more; 100 shares owe 0.80 each.
    desk.book.go_ex(day("2018-01-05"), Price::micros(800_000));
    desk.check(
        "2018-01-05",
        expect![[r#"
            Mark: revaluation <- unrealised 346.866700
            Settlement: cash <- options at entry -400.000000
            Settlement: options at entry <- realised -343.896600
            Delivery: shares at cost <- cash -10400.000000
            Carry: cash <- dividends and carry -80.000000
        "#]],
    );
    assert_eq!(desk.book.holdings[1].shares(), -100);
}

#[test]
fn cash_earns_interest_and_shares_their_dividends() {
    let (mut scenario, playbook) = fund();
    scenario.interest = true;
    let rules = (scenario, playbook);
    let mut desk = Desk::new(&rules);
    desk.book.mark_shares(day("2018-01-02"), 100.0);
    desk.book.offset(100, &fund_quoter("2018-01-02", 100.0));
    desk.checked_entries = desk.book.journal.entries().len();
    let model = Model { rate: 0.05, dividend_yield: 0.02, ..Model::default() };
    let surface = Surface::flat(Vol::percent(20.0), &model);
    desk.book.accrue(day("2018-01-02"), day("2018-01-03"), &surface, false);
    desk.check(
        "2018-01-03",
        expect![[r#"
        Carry: cash <- dividends and carry 0.547960
        Interest: cash <- interest 12.329687
    "#]],
    );
}

#[test]
fn a_position_grows_and_shrinks_in_its_legs_at_average_cost() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-02", 100.0, Profile::VolOfVol, Regime::TrendUp, 2);
    desk.book.mark(&quoter("2018-01-02", 100.0));
    desk.checked_entries = desk.book.journal.entries().len();
    let structure = rules.1.chosen(Profile::VolOfVol, Regime::TrendUp).unwrap();
    let to = |units| {
        let units = Contracts::new(units);
        OrderAction::Resize(Opening { structure, units, unit_capital: 10_000.0, unit_weight: 0.1 })
    };
    desk.order("2018-01-03", 102.0, Profile::VolOfVol, to(3));
    desk.check(
        "2018-01-03",
        expect![[r#"
            Open: options at entry <- cash 368.463100
            Mark: revaluation <- unrealised -128.109900
            Open: options at entry <- cash 168.463100
            Mark: revaluation <- unrealised 71.890100
        "#]],
    );
    desk.order("2018-01-04", 101.0, Profile::VolOfVol, to(1));
    desk.check(
        "2018-01-04",
        expect![[r#"
            Mark: revaluation <- unrealised 85.406600
            Close: cash <- options at entry 589.765400
            Close: options at entry <- realised 23.652400
            Mark: revaluation <- unrealised -47.926733
            Close: cash <- options at entry 389.765400
            Close: options at entry <- realised -43.014267
        "#]],
    );
    let held = desk.book.positions()[5].as_ref().unwrap();
    assert_eq!(held.units, Contracts::new(1));
    assert!(held.legs.iter().all(|leg| leg.contracts == Contracts::new(1)));
}

#[test]
fn a_lost_account_is_sold_and_its_debt_taken_over() {
    let rules = free();
    let mut desk = Desk::new(&rules);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 30);
    desk.book.mark(&quoter("2018-01-04", 150.0));
    assert!(desk.book.equity().is_negative());
    desk.checked_entries = desk.book.journal.entries().len();
    let shortfall = desk.book.liquidate(day("2018-01-04"));
    desk.check(
        "2018-01-04",
        expect![[r#"
            Mark: revaluation <- unrealised -1683.102000
            Close: options at entry <- realised 1683.102000
            Mark: revaluation <- unrealised 148316.898000
            Close: cash <- options at entry -150000.000000
            Close: options at entry <- realised -148316.898000
            Shortfall: cash <- shortfall 46633.796000
        "#]],
    );
    assert!(shortfall > Money::ZERO);
    assert_eq!((desk.book.cash(), desk.book.equity()), (Money::ZERO, Money::ZERO));
}

#[test]
fn buying_power_is_shared_in_proportion_whatever_the_order() {
    let rules = free();
    let fills = |order: [Profile; 2]| {
        let mut desk = Desk::new(&rules);
        let orders = order.map(|profile| {
            let structure = rules.1.chosen(profile, Regime::TrendUp).unwrap();
            let units = Contracts::new(if profile == Profile::LongGamma { 200 } else { 100 });
            let opening = Opening { structure, units, unit_capital: 10_000.0, unit_weight: 0.1 };
            let reason = Reason::Moved { current: 0.0, target: 0.2 };
            let (decided, task) = (day("2018-01-02"), OrderAction::Open(opening));
            Order { profile, decided, task, reason, current: 0.0 }
        });
        let quoter = quoter("2018-01-02", 100.0);
        desk.book.fill(&orders, MarketMoment { quoter: &quoter, moment: Moment::Close });
        let units = |profile: Profile| {
            desk.book.positions()[profile.index()].as_ref().map_or(0.0, |held| held.units.count())
        };
        (units(Profile::LongGamma), units(Profile::VolOfVol), desk.book.equity())
    };
    let first = fills([Profile::LongGamma, Profile::VolOfVol]);
    assert_eq!(first, fills([Profile::VolOfVol, Profile::LongGamma]));
    let (more, less, _) = first;
    assert!(more < 200.0 && (more / 2.0 - less).abs() <= 1.0, "{more} and {less}");
}
