//! Which days figures count, that no figure is minus zero, what was at risk, and benchmarks against
//! an independent computation.

use std::path::Path;

use chrono::NaiveDate;
use proptest::prelude::*;
use rotation::analysis::{
    Benchmark, BenchmarkKind, FEWEST_DAYS, Span, benchmarks, daily_returns, metrics, review,
};
use rotation::engine::report::Moment;
use rotation::engine::{Prepared, Report, Scenario, Timing, run};
use rotation::import::{Options, SourceFile, import};
use rotation::market::{Market, Series};
use rotation::share::csv;
use rotation::trade::Instrument;
use rotation::trade::margin::{MarginLeg, requirement};
use rotation::units::{Money, Price};
use rotation::view::files;

use crate::by_hand::quoter;
use crate::random::worlds;
use crate::sample::sp500;

fn default_run() -> Report {
    run(sp500(), &Scenario::default(), |_, _| {}).unwrap()
}

/// A scenario that never trades: no weight reaches the floor.
fn idle() -> Scenario {
    let mut idle = Scenario::default();
    idle.allocation.max_profile_weight = 0.05;
    idle
}

fn index_of(market: &Market, date: NaiveDate) -> usize {
    market.bars.binary_search_by_key(&date, |bar| bar.date).unwrap()
}

#[test]
fn figures_count_from_the_first_fill_that_was_possible() {
    let report = default_run();
    let first = report.days.iter().position(|day| day.decision.is_some()).unwrap() + 1;
    assert_eq!(report.measured, first..report.days.len());
    let found = review(&report, sp500().fingerprint());
    assert_eq!(found.metrics.days, report.days.len() - first);
    assert_eq!(found.monthly.iter().map(|row| row.days).sum::<usize>(), found.metrics.days);
    assert_eq!(found.regimes.measured.iter().sum::<usize>(), found.metrics.days);
    for (days, sharpe) in found.regimes.measured.into_iter().zip(found.regimes.sharpe) {
        assert!(days >= FEWEST_DAYS || sharpe.is_none(), "{days} days");
    }
    let made: Money = found.regimes.profit.iter().copied().sum();
    let change = report.days.last().unwrap().equity() - report.scenario.capital();
    assert_eq!(made, change, "every day measured began in a regime");
}

#[test]
fn at_the_same_close_the_day_of_the_first_decision_counts() {
    let scenario = Scenario { timing: Timing::SameClose, ..Scenario::default() };
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let first = report.days.iter().position(|day| day.decision.is_some()).unwrap();
    assert_eq!(report.measured.start, first);
}

#[test]
fn a_chain_is_measured_over_its_quoted_days() {
    let shared = Path::new("../shared");
    let chain = shared.join("chains/spxw_2018_01_02.csv");
    if !chain.exists() {
        return eprintln!("{} is absent: nothing was compared", chain.display());
    }
    let read = |path: &Path| std::fs::read(path).unwrap();
    let contents = [
        ("sp500.csv", read(&shared.join("data/sp500.csv"))),
        ("vix.csv", read(&shared.join("data/vix_cboe.csv"))),
        ("chain.csv", read(&chain)),
    ];
    let files = contents.each_ref().map(|(name, bytes)| SourceFile { name, role: None, bytes });
    let market = import(&files, &Options::default()).unwrap().market;
    let scenario = Scenario { instrument: Instrument::Index, ..Scenario::default() };
    let report = run(&market, &scenario, |_, _| {}).unwrap();
    let days = &report.days[report.measured.clone()];
    let ends = [days.first(), days.last()].map(|day| day.unwrap().date.to_string());
    assert_eq!((days.len(), ends), (40, ["2018-01-02".to_owned(), "2018-02-28".to_owned()]));
    let found = review(&report, market.fingerprint()).metrics;
    let returns = &daily_returns(&report)[report.measured.clone()];
    let dates: Vec<NaiveDate> = days.iter().map(|day| day.date).collect();
    assert_eq!(found, metrics(&dates, returns));
    // Over all 20 years the same trades are a deviation of 0.05 % a year and a VaR of nothing.
    assert!(found.value_at_risk_99.unwrap() < 0.0 && found.volatility.unwrap() > 0.004);
}

#[test]
fn an_account_that_never_trades_has_zeros_and_undefined_figures() {
    let report = run(sp500(), &idle(), |_, _| {}).unwrap();
    let found = review(&report, sp500().fingerprint());
    assert_eq!(found.turnover.map(f64::to_bits), Some(0.0_f64.to_bits()), "not minus zero");
    assert_eq!((found.metrics.sharpe, found.trades.win_rate), (None, None));
    let tables = files::all(&report).iter().map(csv::write).collect::<String>();
    for text in [tables, csv::write(&files::metrics(&found))] {
        let is_minus_zero =
            |cell: &str| cell.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>() == Ok(0.0));
        assert!(!text.lines().flat_map(|line| line.split(',')).any(is_minus_zero));
    }
    let daily = csv::write(&files::daily_results(&report));
    let first = daily.lines().nth(1).unwrap();
    assert_eq!(first.split(',').nth(7), Some(""), "no return on the day the account is opened");
    assert_eq!(daily.lines().nth(2).unwrap().split(',').nth(7), Some("0.0"));
}

#[test]
fn the_sharpe_ratio_at_an_interest_rate_is_in_excess_of_it() {
    let mut scenario = idle();
    (scenario.interest, scenario.model.rate) = (true, 0.5);
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let found = review(&report, sp500().fingerprint());
    assert!(found.has_rate && found.metrics.cagr.unwrap() > 0.6);
    assert_eq!(found.metrics.sharpe, None, "cash alone has no excess");
    scenario = Scenario { interest: true, ..Scenario::default() };
    scenario.model.rate = 0.5;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let found = review(&report, sp500().fingerprint()).metrics;
    let naive = found.mean_return.unwrap() / found.standard_deviation.unwrap() * 252_f64.sqrt();
    assert!(naive > 1.0 && found.sharpe.unwrap() < 0.0, "{naive} and {:?}", found.sharpe);
}

#[test]
fn what_was_at_risk_is_margin_and_net_premium_at_entry() {
    let report = default_run();
    let mut shorts = 0;
    for trade in &report.trades {
        let fills: Vec<_> = report
            .fills
            .iter_from(trade.first_fill as usize)
            .take_while(|fill| (fill.trade, fill.filled) == (trade.trade, trade.entry))
            .collect();
        let leg = |fill: &&rotation::engine::report::FillRecord| MarginLeg {
            contract: fill.contract,
            contracts: fill.contracts,
            mark: fill.mid,
        };
        let legs: Vec<MarginLeg> = fills.iter().map(leg).collect();
        let value = |fill: &&rotation::engine::report::FillRecord| {
            fill.price.times(fill.contracts, Instrument::MULTIPLIER)
        };
        let premium: Money = fills.iter().map(value).sum();
        let bar = sp500().bars[index_of(sp500(), trade.entry)];
        let level = if fills[0].moment == Moment::Open { bar.open } else { bar.close };
        let spot = Price::from_dollars_f64(report.scenario.instrument.spot(level)).unwrap();
        let margin = requirement(&legs, spot, report.scenario.instrument);
        shorts += usize::from(margin > Money::ZERO);
        assert!(trade.risk >= premium + margin, "{trade:?}");
        if report
            .rotations
            .iter()
            .all(|own| own.kind != rotation::engine::report::RotationKind::Resize)
        {
            assert_eq!(trade.risk, premium + margin, "{trade:?}");
        }
        let on_risk = trade.net().to_dollars_f64() / trade.risk.to_dollars_f64();
        assert!(trade.return_on_risk().is_none_or(|found| found == on_risk));
    }
    assert!(shorts > 100, "{shorts}");
}

fn compared(market: &Market, report: &Report) -> (Span, Vec<Benchmark>) {
    let span = Span::of(report).unwrap();
    (span, benchmarks(&mut Prepared::new(market), &report.scenario, span).unwrap())
}

fn of(others: &[Benchmark], kind: BenchmarkKind) -> &Benchmark {
    others.iter().find(|other| other.kind == kind).unwrap()
}

fn total(other: &Benchmark) -> f64 {
    other.growth().last().unwrap()
}

#[test]
fn holding_cash_and_equal_weights_are_what_they_say() {
    let mut market = sp500().clone();
    let rates = vec![Some(0.04); market.bars.len()];
    market.set_series(Series::Rate, rates);
    let mut dividends = vec![None; market.bars.len()];
    let paid = index_of(&market, "2005-06-15".parse().unwrap());
    dividends[paid] = Some(12.0);
    market.set_series(Series::Dividend, dividends);
    let report = run(&market, &Scenario::default(), |_, _| {}).unwrap();
    let (span, others) = compared(&market, &report);
    let close = |date| market.bars[index_of(&market, date)].close;
    let held = close(span.last) / close(span.base) * (1.0 + 12.0 / market.bars[paid].close);
    assert!((total(of(&others, BenchmarkKind::BuyAndHold)) / held - 1.0).abs() < 1e-12);
    let years = (span.last - span.base).num_days() as f64 / 365.0;
    let cash = (0.04 * years).exp();
    assert!((total(of(&others, BenchmarkKind::Cash)) / cash - 1.0).abs() < 1e-12);
    assert_eq!(of(&others, BenchmarkKind::Cash).metrics.sharpe, None);
    let equal = Prepared::new(&market).run_equal_weights(&report.scenario).unwrap();
    let capital = report.scenario.capital;
    let grown = equal.days.last().unwrap().equity().to_dollars_f64() / capital;
    assert!((total(of(&others, BenchmarkKind::EqualWeights)) / grown - 1.0).abs() < 1e-12);
    for other in &others {
        assert_eq!(other.returns.len(), report.measured.len(), "{:?}", other.kind);
    }
}

#[test]
fn the_put_write_owes_what_its_first_put_settles_at() {
    let market = sp500();
    let report = default_run();
    let (span, others) = compared(market, &report);
    let base = index_of(market, span.base);
    let close = quoter(market, base, Moment::Close, &report.scenario).unwrap();
    let expiry: NaiveDate = "1999-03-19".parse().unwrap(); // the next third Friday
    let expires = index_of(market, expiry);
    let right = rotation::pricing::Right::Put;
    let strike = close
        .strike(
            right,
            rotation::trade::StrikeRule::AtTheMoney,
            rotation::trade::Expiry::at_close(expiry),
        )
        .unwrap();
    let put =
        rotation::trade::Contract::new(right, strike, rotation::trade::Expiry::at_close(expiry));
    let (price, level) = (close.price(&put), strike.to_dollars_f64());
    let units = 1.0 / (level - price);
    let settled = (level - market.bars[expires].close / 10.0).max(0.0);
    let expected = 1.0 + units * (price - settled);
    let found = of(&others, BenchmarkKind::PutWrite).growth().nth(expires - base - 1).unwrap();
    assert!((found - expected).abs() < 1e-12, "{found}, not {expected} from {}", span.base);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..<_>::default() })]

    /// Without interest and dividends a covered call is a put secured by cash.
    #[test]
    fn a_put_write_equals_a_buy_write(mut world in worlds()) {
        world.beside = crate::random::Beside::Vix;
        let market = world.market();
        let Ok(report) = run(&market, &Scenario::default(), |_, _| {}) else { return Ok(()) };
        let Some(span) = Span::of(&report) else { return Ok(()) };
        let others = benchmarks(&mut Prepared::new(&market), &report.scenario, span).unwrap();
        let [puts, calls] = [BenchmarkKind::PutWrite, BenchmarkKind::BuyWrite]
            .map(|kind| of(&others, kind).growth().collect::<Vec<f64>>());
        for (put, call) in puts.iter().zip(&calls) {
            prop_assert!((put - call).abs() < 1e-8, "{put} and {call}");
        }
    }
}
