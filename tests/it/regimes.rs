//! One test per rule of the classification, on days that lie just on either side of it.

use chrono::{Duration, NaiveDate};
use rotation::engine::{Scenario, run};
use rotation::market::{Bar, Event, Market};
use rotation::regime::{Regime, Thresholds, classify};
use rotation::signal::Signals;

use crate::sample::sp500;

/// A day by the numbers the rules look at.
#[derive(Clone, Copy)]
struct Day {
    close: f64,
    ma20: f64,
    ma50: f64,
    slope: f64,
    month: f64,
    range: f64,
    rv20: f64,
    rank: f64,
    vol_of_vol: f64,
}

/// A day on which no rule holds.
const CHOPPY: Day = Day {
    close: 100.0,
    ma20: 100.0,
    ma50: 100.0,
    slope: 0.01,
    month: 0.0,
    range: 0.10,
    rv20: 0.15,
    rank: 0.45,
    vol_of_vol: 0.01,
};
const BREAKING: Day = Day { rank: 0.81, rv20: 0.41, ..CHOPPY };
const DOWN: Day =
    Day { ma20: 101.0, ma50: 102.0, slope: -0.001, month: -0.021, rank: 0.51, ..CHOPPY };
const UP: Day = Day { ma20: 99.0, ma50: 98.0, slope: 0.001, month: 0.021, rank: 0.39, ..CHOPPY };
const NARROW: Day = Day { range: 0.034, rank: 0.29, slope: 0.0049, ..CHOPPY };

impl Day {
    fn signals(&self) -> Signals {
        Signals {
            ma20: Some(self.ma20),
            ma50: Some(self.ma50),
            slope_ma20: Some(self.slope),
            return_20d: Some(self.month),
            range_10d: Some(self.range),
            rv20: Some(self.rv20),
            rv20_rank: Some(self.rank),
            vol_of_vol: Some(self.vol_of_vol),
            ..Signals::default()
        }
    }
}

fn on(date: &str, close: f64, events: Vec<Event>) -> Market {
    let date = date.parse().unwrap();
    let bar = Bar { date, open: close, high: close, low: close, close };
    let mut market = Market::new("one day", vec![bar]);
    market.events = events;
    market
}

fn check(days: &[(Day, Regime)]) {
    for (index, (day, expected)) in days.iter().enumerate() {
        let market = on("2018-02-02", day.close, vec![]);
        let found = classify(&market.as_of(0), &day.signals(), &Thresholds::default());
        assert_eq!(found, Some(*expected), "day {index}");
    }
}

#[test]
fn breaking_vol_needs_a_high_rank_and_high_or_unstable_volatility() {
    check(&[
        (BREAKING, Regime::BreakingVol),
        (Day { rank: 0.80, ..BREAKING }, Regime::Choppy),
        (Day { rv20: 0.40, ..BREAKING }, Regime::Choppy),
        (Day { rv20: 0.20, vol_of_vol: 0.061, ..BREAKING }, Regime::BreakingVol),
        (Day { rv20: 0.20, vol_of_vol: 0.06, ..BREAKING }, Regime::Choppy),
    ]);
}

#[test]
fn trend_down_needs_all_five_conditions() {
    check(&[
        (DOWN, Regime::TrendDown),
        (Day { month: -0.02, ..DOWN }, Regime::Choppy),
        (Day { ma20: 100.0, ..DOWN }, Regime::Choppy),
        (Day { ma50: 100.0, ..DOWN }, Regime::Choppy),
        (Day { slope: 0.0, ..DOWN }, Regime::Choppy),
        (Day { rank: 0.50, ..DOWN }, Regime::Choppy),
    ]);
}

#[test]
fn trend_up_needs_all_five_conditions() {
    check(&[
        (UP, Regime::TrendUp),
        (Day { month: 0.02, ..UP }, Regime::Choppy),
        (Day { ma20: 100.0, ..UP }, Regime::Choppy),
        (Day { ma50: 100.0, ..UP }, Regime::Choppy),
        (Day { slope: 0.0, ..UP }, Regime::Choppy),
        (Day { rank: 0.40, ..UP }, Regime::Choppy),
    ]);
}

#[test]
fn compression_needs_a_narrow_range_in_calm_and_a_level_average() {
    check(&[
        (NARROW, Regime::Compression),
        (Day { slope: -0.0049, ..NARROW }, Regime::Compression),
        (Day { range: 0.035, ..NARROW }, Regime::Choppy),
        (Day { rank: 0.30, ..NARROW }, Regime::Choppy),
        (Day { slope: 0.005, ..NARROW }, Regime::Choppy),
        (Day { slope: -0.005, ..NARROW }, Regime::Choppy),
    ]);
}

#[test]
fn the_first_rule_that_holds_wins() {
    check(&[
        // Falling in a panic: breaking vol comes before trend down.
        (Day { rank: 0.81, rv20: 0.41, ..DOWN }, Regime::BreakingVol),
        // Rising in a narrow range: trend up comes before compression.
        (Day { range: 0.03, rank: 0.2, ..UP }, Regime::TrendUp),
        (CHOPPY, Regime::Choppy),
    ]);
    let market = on("2018-02-02", 100.0, vec![event("2018-02-02", true)]);
    let found = classify(&market.as_of(0), &BREAKING.signals(), &Thresholds::default());
    assert_eq!(found, Some(Regime::Event), "an event comes before everything");
}

#[test]
fn a_day_without_all_of_its_signals_has_no_regime() {
    let market = on("2018-02-02", 100.0, vec![event("2018-02-02", true)]);
    let signals = Signals { vol_of_vol: None, ..CHOPPY.signals() };
    assert_eq!(classify(&market.as_of(0), &signals, &Thresholds::default()), None);
}

fn event(date: &str, scheduled: bool) -> Event {
    Event { date: date.parse().unwrap(), kind: "TEST".into(), name: "test".into(), scheduled }
}

/// The days from 5 before to 5 after an event, `E` where the regime is that of an event.
fn window(scheduled: bool, thresholds: &Thresholds) -> String {
    let date: NaiveDate = "2018-02-07".parse().unwrap();
    let around = (-5..=5).map(|days| {
        let today = (date + Duration::days(days)).to_string();
        let market = on(&today, 100.0, vec![event("2018-02-07", scheduled)]);
        let regime = classify(&market.as_of(0), &CHOPPY.signals(), thresholds);
        if regime == Some(Regime::Event) { 'E' } else { '.' }
    });
    around.collect()
}

#[test]
fn a_scheduled_event_counts_three_days_on_both_sides_a_surprise_only_from_its_day_on() {
    let thresholds = Thresholds::default();
    assert_eq!(window(true, &thresholds), "..EEEEEEE..");
    assert_eq!(window(false, &thresholds), ".....EEEE..");
    let narrow = Thresholds { event_days: 0.0, ..thresholds };
    assert_eq!(window(true, &narrow), ".....E.....");
}

#[test]
fn in_a_run_a_surprise_changes_nothing_before_its_day() {
    let surprise: NaiveDate = "2017-06-14".parse().unwrap();
    let mut market = sp500().clone();
    market.events = vec![event("2017-06-14", false)];
    let scenario = Scenario { from: "2017-01-03".parse().ok(), ..Scenario::default() };
    let [with, without] =
        [&market, sp500()].map(|market| run(market, &scenario, |_, _| {}).unwrap());
    let before = with.days.iter().position(|day| day.date == surprise).unwrap();
    assert_eq!(with.days[..before], without.days[..before]);
    let regimes: Vec<_> = with.days[before..before + 4].iter().map(|day| day.regime).collect();
    assert_eq!(&regimes[..3], [Some(Regime::Event); 3]);
    assert_ne!(regimes[3], Some(Regime::Event), "Monday the 19th is five days later");
}
