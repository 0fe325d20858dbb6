//! Which listed contracts a structure's rules choose.

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use rotation::market::{is_trading_day, next_trading_day, previous_trading_day};
use rotation::pricing::{Model, Right, Surface};
use rotation::trade::{
    Contract, Expiry, ExpiryRule, ExpirySeries, Instrument, Listing, Quoter, SpreadModel,
    StrikeRule,
};
use rotation::units::{Strike, Vol};

use ExpirySeries::{AsListed, Daily, MondayWednesdayFriday, Monthly, Weekly};

const SERIES: [ExpirySeries; 4] = [MondayWednesdayFriday, Weekly, Monthly, Daily];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rule((target, minimum, maximum): (i64, i64, i64)) -> ExpiryRule {
    ExpiryRule { target, minimum, maximum }
}

#[test]
fn the_expiry_nearest_the_target_is_taken_the_earlier_on_a_tie() {
    for (series, from, days, expected) in [
        // Wednesday and Friday are both one day off three.
        (MondayWednesdayFriday, "2021-03-08", (3, 1, 5), Some("2021-03-10")),
        (MondayWednesdayFriday, "2021-03-08", (2, 1, 3), Some("2021-03-10")),
        (MondayWednesdayFriday, "2021-03-08", (75, 60, 90), Some("2021-05-21")),
        (Weekly, "2021-03-08", (10, 7, 14), Some("2021-03-19")),
        (Monthly, "2021-03-01", (30, 21, 60), Some("2021-04-16")),
        (Daily, "2021-03-09", (1, 1, 3), Some("2021-03-10")),
        // From Monday the Fridays are 4 and 11 days away.
        (Weekly, "2021-03-08", (7, 5, 9), None),
        (Monthly, "2021-03-22", (10, 7, 14), None),
        // Good Friday: contracts listed for it expire on Thursday.
        (MondayWednesdayFriday, "2021-03-31", (2, 1, 3), Some("2021-04-01")),
        (Weekly, "2021-03-29", (4, 1, 5), Some("2021-04-01")),
        (Monthly, "2014-04-07", (11, 7, 14), Some("2014-04-17")),
        // On the Thursday before it the next three days have none.
        (Daily, "2021-04-01", (1, 1, 3), None),
        // Independence Day kept on a Monday: its contracts expire on Tuesday, five days away.
        (MondayWednesdayFriday, "2021-07-01", (4, 3, 5), Some("2021-07-06")),
        (MondayWednesdayFriday, "2016-08-30", (7, 5, 9), Some("2016-09-06")),
        (MondayWednesdayFriday, "2021-07-01", (2, 1, 4), Some("2021-07-02")),
        // Christmas on a Friday: the weekly expires the day before.
        (Weekly, "2020-12-21", (4, 1, 6), Some("2020-12-24")),
    ] {
        let found = series.expiry(day(from), &rule(days));
        assert_eq!(found, expected.map(day), "{series:?} from {from}, {days:?}");
    }
}

/// Where a listed day expires: a Monday that is a holiday on the next business day, every other
/// on the one before.
fn moved(date: NaiveDate) -> NaiveDate {
    match date.format("%a").to_string().as_str() {
        "Mon" => next_trading_day(date),
        _ => previous_trading_day(date),
    }
}

/// Whether a series lists a weekday, holidays included.
fn lists(series: ExpirySeries, date: NaiveDate) -> bool {
    use chrono::Datelike;
    match (series, date.weekday().number_from_monday()) {
        (Daily, weekday) => weekday <= 5,
        (MondayWednesdayFriday, weekday) => matches!(weekday, 1 | 3 | 5),
        (Weekly, weekday) => weekday == 5,
        (AsListed, _) => false,
        (Monthly, weekday) => weekday == 5 && (15..=21).contains(&date.day()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn the_chosen_expiry_is_the_best_of_all_that_are_listed(
        days in 0_i64..10_000, series in 0_usize..4, minimum in 0_i64..60, more in 0_i64..40,
        share in 0.0_f64..1.0,
    ) {
        let from = previous_trading_day(day("1999-01-04") + Duration::days(days));
        let target = minimum + (more as f64 * share) as i64;
        let rule = ExpiryRule { target, minimum, maximum: minimum + more };
        let listed = (-4..minimum + more + 9).map(|days| from + Duration::days(days));
        let expiries = listed
            .filter(|date| lists(SERIES[series], *date))
            .map(moved)
            .filter(|date| (minimum..=minimum + more).contains(&(*date - from).num_days()));
        let best = expiries.min_by_key(|date| ((*date - from).num_days() - target).abs());
        let found = SERIES[series].expiry(from, &rule);
        prop_assert_eq!(found, best, "{:?} from {} by {:?}", SERIES[series], from, rule);
        prop_assert!(found.is_none_or(is_trading_day));
    }

    #[test]
    fn a_strike_by_delta_is_the_listed_one_whose_delta_is_nearest(
        spot in prop_oneof![20.0..600.0, 600.0..5_000.0], vol in 0.05..1.2, days in 1_i64..90,
        target in 0.05_f64..0.6, call in any::<bool>(), whole in any::<bool>(),
    ) {
        let instrument = if whole { Instrument::Index } else { Instrument::MiniIndex };
        let quoter = quoter(instrument, spot, vol);
        let right = if call { Right::Call } else { Right::Put };
        let expiry = quoter.date + Duration::days(days);
        let distance = |strike: Strike| {
            let delta = quoter.greeks(&Contract::new(right, strike, Expiry::at_close(expiry))).delta;
            (delta.abs() - target).abs()
        };
        let chosen = quoter.strike(right, StrikeRule::Delta(target), Expiry::at_close(expiry)).unwrap();
        let step = instrument.strike_step(spot);
        prop_assert_eq!(chosen.as_thousandths() % (step * 1_000), 0);
        let around = (-6..=6).map(|steps| chosen.as_thousandths() / 1_000 + steps * step);
        for strike in around.filter(|strike| *strike > 0) {
            let other = distance(Strike::dollars(strike));
            prop_assert!(distance(chosen) <= other + 1e-12, "{strike} is nearer than {chosen}");
        }
    }
}

fn quoter(instrument: Instrument, spot: f64, vol: f64) -> Quoter<'static> {
    Quoter {
        shares_for_one: 1,
        without_opens: rotation::market::YearsWithoutOpens::default(),
        listing: Listing::ByRule,
        date: day("2018-01-02"),
        time: rotation::pricing::TimeOfDay::Close,
        instrument,
        spot,
        surface: Surface::flat(Vol::annual(vol), &Model::default()),
        spread: SpreadModel::Index,
    }
}

#[test]
fn strikes_at_the_money_and_by_percent_are_the_nearest_on_the_grid() {
    use Instrument::{Index, MiniIndex};
    for (instrument, spot, rule, expected) in [
        (MiniIndex, 274.49, StrikeRule::AtTheMoney, "274"),
        (MiniIndex, 274.51, StrikeRule::AtTheMoney, "275"),
        (MiniIndex, 274.30, StrikeRule::Percent(0.05), "288"),
        (Index, 2_742.4, StrikeRule::AtTheMoney, "2740"),
        (Index, 2_742.6, StrikeRule::AtTheMoney, "2745"),
        (Index, 2_743.0, StrikeRule::Percent(0.05), "2880"),
        (Index, 999.4, StrikeRule::AtTheMoney, "999"),
        (Index, 1_000.0, StrikeRule::Percent(-0.1), "900"),
    ] {
        let quoter = quoter(instrument, spot, 0.2);
        let found = quoter.strike(Right::Call, rule, Expiry::at_close(day("2018-02-02"))).unwrap();
        assert_eq!(found.to_string(), expected, "{rule:?} at {spot}");
    }
    let tiny = quoter(MiniIndex, 0.3, 0.2);
    assert_eq!(
        tiny.strike(Right::Put, StrikeRule::AtTheMoney, Expiry::at_close(day("2018-02-02"))),
        None
    );
}
