//! The model's prices against the market: published indices, and whether options are fair.
//!
//! All checks are free of costs, on the sample, with exact strikes and settlement at the close of
//! the expiry. Rates and dividend yields by year are rounded from the bill rate and the yield of
//! the index; the growth of BXM is the product of its published yearly returns (Cboe). The first
//! checks price options by the quoter alone; those at the end go through a run of the engine, with
//! its orders, fills, expiries, hedges and books.

use chrono::{Datelike, NaiveDate, Weekday};
use rotation::allocate::Compatibility;
use rotation::analysis::{BenchmarkKind, Span, benchmarks};
use rotation::engine::{Prepared, Report, Scenario, Timing, run};
use rotation::market::{Market, Series, YearsWithoutOpens};
use rotation::math::{self, sample_standard_deviation};
use rotation::pricing::{Model, Realised, Right, Surface, TimeOfDay};
use rotation::profile::Profile;
use rotation::profile::structures::Assignment;
use rotation::trade::cost::SpreadModel;
use rotation::trade::{
    Contract, Exits, Expiry, ExpiryRule, ExpirySeries, HedgeRule, Instrument, LegRule, Listing,
    Quoter, StrikeRule, Structure,
};
use rotation::units::Strike;

use crate::sample::sp500;

/// Year, bill rate and dividend yield of the S&P 500, percent.
const CARRY: [(i32, f64, f64); 20] = [
    (1999, 4.6, 1.2),
    (2000, 5.8, 1.15),
    (2001, 3.4, 1.35),
    (2002, 1.6, 1.6),
    (2003, 1.0, 1.65),
    (2004, 1.4, 1.6),
    (2005, 3.2, 1.75),
    (2006, 4.7, 1.8),
    (2007, 4.4, 1.85),
    (2008, 1.4, 2.4),
    (2009, 0.15, 2.4),
    (2010, 0.14, 1.85),
    (2011, 0.05, 2.0),
    (2012, 0.09, 2.15),
    (2013, 0.06, 2.05),
    (2014, 0.03, 1.95),
    (2015, 0.05, 2.05),
    (2016, 0.32, 2.1),
    (2017, 0.93, 1.95),
    (2018, 1.94, 1.95),
];

/// Yearly returns of Cboe's BXM, percent; 2002 from 22 March.
const BXM: [(i32, f64); 17] = [
    (2002, -9.43),
    (2003, 18.18),
    (2004, 8.30),
    (2005, 4.25),
    (2006, 13.33),
    (2007, 6.59),
    (2008, -28.65),
    (2009, 25.91),
    (2010, 5.86),
    (2011, 5.72),
    (2012, 5.20),
    (2013, 13.26),
    (2014, 5.64),
    (2015, 5.24),
    (2016, 7.07),
    (2017, 13.00),
    (2018, -4.77),
];

/// The sample with rates and yields of its years.
fn with_carry() -> Market {
    let mut market = sp500().clone();
    let of_year = |read: fn(&(i32, f64, f64)) -> f64| {
        let value = |date: NaiveDate| {
            CARRY.iter().find(|own| own.0 == date.year()).map(|own| read(own) / 100.0)
        };
        sp500().bars.iter().map(|bar| value(bar.date)).collect::<Vec<Option<f64>>>()
    };
    market.set_series(Series::Rate, of_year(|own| own.1));
    market.set_series(Series::DividendYield, of_year(|own| own.2));
    market
}

/// The market at the close of a day.
fn close(market: &Market, index: usize) -> Option<Quoter<'static>> {
    let today = market.as_of(index);
    let over = |days: usize| {
        let bars = market.bars.get(index.checked_sub(days)?..=index)?;
        let returns: Vec<f64> =
            bars.windows(2).map(|pair| math::ln(pair[1].close / pair[0].close)).collect();
        Some(sample_standard_deviation(&returns)? * 252_f64.sqrt())
    };
    let realised = Realised { rv5: over(5), rv20: over(20), rv60: over(60) };
    Some(Quoter {
        shares_for_one: 1,
        date: today.date(),
        time: TimeOfDay::Close,
        instrument: Instrument::Index,
        spot: today.bar().close,
        surface: Surface::of(&today, &realised, &Model::default())?,
        spread: SpreadModel::None,
        without_opens: YearsWithoutOpens::default(),
        listing: Listing::ByRule,
    })
}

/// The close of every day from the first that has a surface.
fn closes(market: &Market) -> Vec<Quoter<'static>> {
    (0..market.bars.len()).filter_map(|index| close(market, index)).collect()
}

fn strike(dollars: f64) -> Strike {
    Strike::thousandths((dollars * 1_000.0).round() as i64)
}

fn contract(right: Right, at: f64, expiry: NaiveDate) -> Contract {
    Contract::new(right, strike(at), Expiry::at_close(expiry))
}

/// The third Fridays among the days, by position: the day before where that is a holiday.
fn third_fridays(days: &[Quoter<'_>]) -> Vec<usize> {
    let is_third =
        |date: NaiveDate| date.weekday() == Weekday::Fri && (15..=21).contains(&date.day());
    (0..days.len())
        .filter(|index| {
            let date = days[*index].date;
            let next = days.get(index + 1).map_or(date, |day| day.date);
            is_third(date)
                || (is_third(date + chrono::Duration::days(1))
                    && next > date + chrono::Duration::days(1))
        })
        .collect()
}

fn sharpe(days: &[f64]) -> f64 {
    let mean = days.iter().sum::<f64>() / days.len() as f64;
    mean / sample_standard_deviation(days).unwrap() * 252_f64.sqrt()
}

/// Profit of a day per dollar of the spot at entry: options, less a hedge of their delta at the
/// close before.
struct Hedged<'a> {
    days: &'a [Quoter<'static>],
    legs: Vec<(Contract, f64)>,
    entry: usize,
}

impl Hedged<'_> {
    fn value(&self, at: usize) -> f64 {
        self.legs.iter().map(|(leg, count)| count * self.days[at].price(leg)).sum()
    }

    fn delta(&self, at: usize) -> f64 {
        self.legs.iter().map(|(leg, count)| count * self.days[at].greeks(leg).delta).sum()
    }

    fn profits(&self, exit: usize) -> Vec<f64> {
        let spot = self.days[self.entry].spot;
        (self.entry..exit)
            .map(|at| {
                let moved = self.days[at + 1].spot - self.days[at].spot;
                (self.value(at + 1) - self.value(at) - self.delta(at) * moved) / spot
            })
            .collect()
    }
}

fn straddle<'a>(days: &'a [Quoter<'static>], entry: usize, expiry: usize) -> Hedged<'a> {
    let (spot, date) = (days[entry].spot, days[expiry].date);
    let legs = [Right::Call, Right::Put].map(|right| (contract(right, spot, date), 1.0));
    Hedged { days, legs: legs.into(), entry }
}

#[test]
fn a_buy_write_grows_as_the_published_index_does() {
    let market = with_carry();
    let days = closes(&market);
    let rolls = third_fridays(&days);
    let position = |date: &str| {
        let date: NaiveDate = date.parse().unwrap();
        days.partition_point(|day| day.date < date)
    };
    // Shares less the call sold at the last third Friday, as a multiple of what that cost.
    let worth = |roll: usize, at: usize| {
        let (open, now) = (&days[roll], &days[at]);
        let next = rolls.iter().find(|next| **next > roll);
        let end = next.map_or("2019-01-18".parse().unwrap(), |next| days[*next].date);
        let call = contract(Right::Call, (open.spot / 5.0).floor() * 5.0 + 5.0, end);
        let years = (now.date - open.date).num_days() as f64 / 365.0;
        let dividends = open.spot * open.surface.dividend_yield().decimal() * years;
        (now.spot + dividends - now.price(&call)) / (open.spot - open.price(&call))
    };
    let value = |at: usize| {
        let past = rolls.partition_point(|roll| *roll <= at);
        let whole: f64 = rolls[..past].windows(2).map(|pair| worth(pair[0], pair[1])).product();
        whole * worth(rolls[past - 1], at)
    };
    let (first, last) = (position("2002-03-22"), position("2018-12-31"));
    let years = (days[last].date - days[first].date).num_days() as f64 / 365.25;
    let modelled = math::exp(math::ln(value(last) / value(first)) / years) - 1.0;
    check_against_bxm(modelled, years);
}

/// A yearly growth from 2002-03-22 to the end of 2018 is that of BXM, within 0.7 %.
fn check_against_bxm(found: f64, years: f64) {
    let published: f64 = BXM.iter().map(|(_, percent)| math::ln_1p(percent / 100.0)).sum();
    let published = math::exp(published / years) - 1.0;
    assert!((found - published).abs() < 0.007, "{found} and {published}");
}

#[test]
fn a_hedged_straddle_of_a_month_is_about_fair() {
    let days = closes(sp500());
    let rolls = third_fridays(&days);
    let profits: Vec<f64> = rolls
        .windows(2)
        .flat_map(|pair| straddle(&days, pair[0], pair[1]).profits(pair[1]))
        .collect();
    let found = sharpe(&profits);
    assert!((-0.4..=0.1).contains(&found), "{found}");
}

#[test]
fn moves_of_one_to_three_sessions_are_what_their_straddles_cost() {
    let days = closes(sp500());
    let ratio = |length: usize, wanted: &dyn Fn(&Quoter<'_>) -> bool| {
        let (mut moved, mut paid) = (0.0, 0.0);
        for entry in (0..days.len() - length).filter(|entry| wanted(&days[*entry])) {
            let own = straddle(&days, entry, entry + length);
            moved += (days[entry + length].spot - days[entry].spot).abs() / days[entry].spot;
            paid += own.value(entry) / days[entry].spot;
        }
        moved / paid
    };
    for weekday in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] {
        let found = ratio(1, &|day| day.date.weekday() == weekday);
        assert!((0.90..=1.10).contains(&found), "{weekday}: {found}");
    }
    for length in 1..=3 {
        for (name, is_calm) in [("below 20", true), ("above 20", false)] {
            let found =
                ratio(length, &|day| (day.surface.index_level().decimal() < 0.2) == is_calm);
            assert!((0.90..=1.10).contains(&found), "{length} sessions, VIX {name}: {found}");
        }
    }
}

#[test]
fn two_day_straddles_are_about_fair() {
    let days = closes(sp500());
    let found: f64 = (0..2)
        .map(|parity| {
            let entries = (parity..days.len() - 2).step_by(2);
            let profits: Vec<f64> =
                entries.flat_map(|at| straddle(&days, at, at + 2).profits(at + 2)).collect();
            let found = sharpe(&profits);
            found / 2.0
        })
        .sum();
    assert!((-0.8..=0.5).contains(&found), "{found}");
}

#[test]
fn a_hedged_risk_reversal_is_about_fair() {
    let days = closes(sp500());
    let mut sum = 0.0;
    for phase in 0..21 {
        let mut profits = Vec::new();
        for entry in (phase..days.len() - 21).step_by(21) {
            let expiry = days[entry].date + chrono::Duration::days(45);
            let at = |right| exact_strike(&days[entry], right, 0.25, expiry);
            let legs = vec![
                (contract(Right::Call, at(Right::Call), expiry), 1.0),
                (contract(Right::Put, at(Right::Put), expiry), -1.0),
            ];
            profits.extend(Hedged { days: &days, legs, entry }.profits(entry + 21));
        }
        sum += sharpe(&profits) / 21.0;
    }
    assert!((-0.6..=0.6).contains(&sum), "{sum}");
}

/// The strike of an absolute delta, by halving.
fn exact_strike(day: &Quoter<'_>, right: Right, target: f64, expiry: NaiveDate) -> f64 {
    let (mut low, mut high) = (day.spot * 0.3, day.spot * 2.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        let delta = day.greeks(&contract(right, middle, expiry)).delta.abs();
        let is_below = if right == Right::Call { delta > target } else { delta < target };
        *(if is_below { &mut low } else { &mut high }) = middle;
    }
    f64::midpoint(low, high)
}

/// A run of one structure alone, held from third Friday to third Friday at a notional of all
/// equity: free of costs, at the close that decides, so finely that whole contracts and shares do
/// not count.
fn monthly_run(market: &Market, legs: &[(Right, i64)], hedge: HedgeRule) -> Report {
    let expiry = ExpiryRule { target: 30, minimum: 20, maximum: 40 };
    let leg = |(right, ratio): &(Right, i64)| LegRule {
        right: *right,
        ratio: *ratio,
        strike: StrikeRule::AtTheMoney,
        expiry,
        roll_below: None,
    };
    let structure = Structure {
        name: "monthly".to_owned(),
        legs: legs.iter().map(leg).collect(),
        roll_below: None,
        hedge,
        exits: Exits::default(),
    };
    let mut scenario = Scenario {
        capital: 1e10,
        instrument: Instrument::Index,
        timing: Timing::SameClose,
        interest: true,
        ..Scenario::default()
    };
    scenario.structures.expiries = ExpirySeries::Monthly;
    let own = Assignment { regimes: Vec::new(), structure };
    scenario.structures.custom[Profile::LongGamma.index()] = Some(vec![own]);
    scenario.costs.multiple = 0.0;
    scenario.sizes.fractional = true;
    let limits = &mut scenario.allocation;
    limits.compatibility = Compatibility([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]; 6]);
    limits.max_profile_weight = 1.0;
    // Held to the expiry, whatever the weight has become.
    (limits.rebalance_threshold, limits.vol_scale_threshold) = (0.9, 5.0);
    let report = run(market, &scenario, |_, _| {}).unwrap();
    assert!(report.trades.len() > 200, "{} trades", report.trades.len());
    report
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const FIRST: &str = "2002-03-22";
const LAST: &str = "2018-12-31";

/// By parity a put sold at the money on cash is a call sold on the underlying.
#[test]
fn a_run_that_sells_puts_every_month_grows_as_the_published_index_does() {
    let report = monthly_run(&with_carry(), &[(Right::Put, -1)], HedgeRule::None);
    let equity = |on: &str| {
        let at = report.days.partition_point(|day| day.date < date(on));
        report.days[at].equity().to_dollars_f64()
    };
    let years = (date(LAST) - date(FIRST)).num_days() as f64 / 365.25;
    let growth = math::exp(math::ln(equity(LAST) / equity(FIRST)) / years) - 1.0;
    check_against_bxm(growth, years);
}

#[test]
fn the_buy_write_and_the_put_write_of_a_report_grow_as_the_published_index_does() {
    let market = with_carry();
    let scenario = Scenario { instrument: Instrument::Index, ..Scenario::default() };
    let span = Span { base: date(FIRST), last: date(LAST) };
    let years = (span.last - span.base).num_days() as f64 / 365.25;
    for benchmark in benchmarks(&mut Prepared::new(&market), &scenario, span).unwrap() {
        let growth: f64 = benchmark.returns.iter().map(|value| math::ln_1p(*value)).sum();
        let growth = math::exp(growth / years) - 1.0;
        if matches!(benchmark.kind, BenchmarkKind::BuyWrite | BenchmarkKind::PutWrite) {
            check_against_bxm(growth, years);
        }
    }
}

#[test]
fn a_run_that_holds_hedged_straddles_of_a_month_is_about_fair() {
    let straddle = [(Right::Call, 1), (Right::Put, 1)];
    let report = monthly_run(sp500(), &straddle, HedgeRule::Daily);
    let mut profits = Vec::new();
    // Profit of a day per dollar of the underlying at entry: units are all equity over the spot.
    let mut base = 0.0;
    for pair in report.days.windows(2) {
        let [before, after] = [&pair[0], &pair[1]].map(|day| day.equity().to_dollars_f64());
        if report.trades.iter().any(|trade| trade.entry == pair[0].date) {
            base = before;
        }
        if base > 0.0 {
            profits.push((after - before) / base);
        }
    }
    let found = sharpe(&profits);
    assert!((-0.4..=0.1).contains(&found), "{found}");
}
