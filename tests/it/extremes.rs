//! The far ends: rates below zero, volatility of nothing and of everything, an account that is
//! lost.

use rotation::engine::report::{ExitReason, Reason, Report, RotationKind};
use rotation::engine::{RunError, Scenario, run};
use rotation::import::{Options, SourceFile, import};
use rotation::market::{Market, Series};
use rotation::pricing::{Clock, Model, Surface};
use rotation::trade::sizing::Sizing;
use rotation::trade::{Instrument, StrikeRule};
use rotation::units::{Contracts, Money, Vol};

use crate::by_hand;
use crate::limits::{market, scenario};
use crate::sample::{cut, sp500};

fn checked(market: &Market, scenario: &Scenario) -> Report {
    let report = run(market, scenario, |_, _| {}).unwrap();
    by_hand::check(&report, market);
    report
}

#[test]
fn a_negative_rate_is_paid_on_cash() {
    let market = market(|_| 1_000.0, &[1_000.0], 30);
    let mut chosen = scenario(&market, 1, 0);
    chosen.structures.custom[0] = Some(Vec::new());
    (chosen.model.rate, chosen.interest) = (-0.02, true);
    let report = checked(&market, &chosen);
    // A million at -2 % for a day of 365: 54.79 dollars, and nothing before the account is open.
    assert_eq!(report.days[0].cash, Money::dollars(1_000_000));
    let days = (report.days[1].date - report.days[0].date).num_days();
    assert_eq!(days, 1);
    let paid = report.days[1].interest + Money::micros(54_793_000);
    assert!(paid.abs() < Money::micros(1_000), "{}", report.days[1].interest);
    assert_eq!(report.days[1].equity(), Money::dollars(1_000_000) + report.days[1].interest);
}

#[test]
fn options_and_hedges_are_kept_at_negative_rates() {
    let market = cut(sp500(), 400);
    let mut chosen = Scenario { interest: true, ..Scenario::default() };
    (chosen.model.rate, chosen.model.dividend_yield) = (-0.05, 0.03);
    let report = checked(&market, &chosen);
    assert!(report.fills.len() > 500 && report.hedges.len() > 100);
    assert!(report.days[399].interest < Money::ZERO);
}

/// Exercise pays between two boundaries then, and a day takes about a second.
#[test]
fn a_fund_is_kept_where_money_and_shares_cost_to_hold() {
    let market = market(|_| 100.0, &[100.0, 100.0, 98.0], 0);
    let mut chosen = Scenario { instrument: Instrument::Fund, ..scenario(&market, 1, 1) };
    (chosen.model.rate, chosen.model.dividend_yield) = (-0.01, -0.04);
    let report = checked(&market, &chosen);
    assert_eq!((report.fills.len(), report.days.last().unwrap().open), (2, 1));
}

#[test]
fn volatility_stays_between_3_and_500_percent_whatever_the_index_says() {
    let model = Model::default();
    let at_the_money = |level, days| {
        let surface = Surface::flat(Vol::annual(level), &model);
        surface.vol(100.0, 100.0, &Clock::average(days)).decimal()
    };
    assert_eq!((at_the_money(0.0, 30), at_the_money(0.0, 1)), (0.03, 0.03));
    assert_eq!(at_the_money(5.0, 1), 5.0); // 173 % of the index
    assert!((at_the_money(5.0, 30) - 4.1).abs() < 1e-12); // 82 % of it
    for level in [0.0, 5.0] {
        let mut market = cut(sp500(), 250);
        market.set_series(Series::Vix, vec![Some(level); 250]);
        let report = checked(&market, &Scenario::default());
        assert!(report.fills.len() > 200, "{level}: {} fills", report.fills.len());
    }
}

#[test]
fn the_index_of_a_file_is_held_to_what_the_surface_can_price() {
    let bars = |level: &str| {
        let mut text = "date,open,high,low,close,vix\n".to_owned();
        for bar in &sp500().bars[..60] {
            let row = [bar.open, bar.high, bar.low, bar.close].map(|price| price.to_string());
            text += &format!("{},{},{level}\n", bar.date, row.join(","));
        }
        text
    };
    for (level, expected) in [("500", Some(5.0)), ("0.5", Some(0.005))] {
        let text = bars(level);
        let file = SourceFile { name: "bars.csv", role: None, bytes: text.as_bytes() };
        let market = import(&[file], &Options::default()).unwrap().market;
        assert_eq!(market.series(Series::Vix).unwrap()[0], expected);
        checked(&market, &Scenario::default());
    }
    let text = bars("50000");
    let file = SourceFile { name: "bars.csv", role: None, bytes: text.as_bytes() };
    assert!(import(&[file], &Options::default()).is_err(), "a wrong unit is refused");
}

#[test]
fn losses_beyond_equity_are_recorded_as_debt() {
    // 100 short calls at the money, all of a million, and the index goes from 100 to 250 dollars:
    // each is worth 150 times 100 then, 1,500,000 in all, but for the premium and what is left of
    // time; by put-call parity a short call and a long put are exactly that.
    let closes = [1_000.0, 1_000.0, 1_000.0, 2_500.0];
    let market = market(|_| 1_000.0, &closes, 5);
    let mut chosen = scenario(&market, -1, 1);
    chosen.allocation.max_profile_weight = 1.0;
    let report = checked(&market, &chosen);
    let ruin = report.ruined.unwrap();
    assert_eq!((report.days.len(), ruin.date), (4, report.days[3].date));
    let owed = ruin.shortfall - Money::dollars(500_000);
    assert!(owed.abs() < Money::dollars(1), "{}", ruin.shortfall);
    let curve: Vec<Money> = report.equity().collect();
    assert!(curve[..3].iter().all(|equity| *equity > Money::ZERO));
    assert_eq!(curve[3], Money::ZERO);
    let trade = &report.trades[0];
    assert_eq!((trade.reason, trade.exit), (ExitReason::Ruined, ruin.date));
    let last = report.rotations.iter().last().unwrap();
    assert_eq!((last.kind, last.realised), (RotationKind::Exit, trade.realised));
}

/// Calls at three times the price cost next to nothing: as many as ten billion dollars buy would
/// control more than money can count, and the price moves to its fortyfold in a night.
#[test]
fn nearly_free_options_do_not_overflow_the_contract_count() {
    let market = market(|_| 2_000.0, &[2_000.0, 2_000.0, 2_000.0, 80_000.0], 5);
    let mut chosen = scenario(&market, 1, 1);
    let assignments = chosen.structures.custom[0].as_mut().unwrap();
    assignments[0].structure.legs.truncate(1);
    assignments[0].structure.legs[0].strike = StrikeRule::Percent(2.0);
    chosen.structures.custom = std::array::from_fn(|_| chosen.structures.custom[0].clone());
    chosen.allocation.compatibility.0 = [[1.0; 6]; 6];
    chosen.sizes.by = Sizing::Premium;
    chosen.capital = 1e10;
    let report = checked(&cut(&market, market.bars.len() - 6), &chosen);
    let recorded = report.rotations.iter().filter(|rotation| {
        let most = Contracts::new(20_000_000_000 / 20_000);
        let recorded =
            matches!(rotation.reason, Reason::BuyingPower { filled, .. } if filled == most);
        recorded && rotation.date == report.days[1].date
    });
    assert_eq!(recorded.count(), 6, "{:#?}", report.rotations);
    let error = run(&market, &chosen, |_, _| {}).unwrap_err();
    assert!(matches!(error, RunError::TooRich { .. }), "{error}");
}
