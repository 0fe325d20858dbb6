//! Quotes deleted at random from a real chain: whatever is missing, a contract that is worth
//! something never has a mark of zero, and the day says how old its oldest mark is.
//!
//! The chain is SPXW in January and February 2018, with every strike of a multiple of 25 from 2,300
//! to 3,000; the underlying falls by a tenth within it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rotation::allocate::Compatibility;
use rotation::engine::{Report, Scenario, run};
use rotation::market::{Chain, Market, PackedQuote, QuotedDay};
use rotation::pricing::Right;
use rotation::profile::Profile;
use rotation::profile::structures::Assignment;
use rotation::trade::{
    Contract, Exits, ExpiryRule, HedgeRule, Instrument, LegRule, StrikeRule, Structure,
};
use rotation::units::{Contracts, Price};

use crate::random::Dice;
use crate::sample::load;

static WHOLE: LazyLock<Market> = LazyLock::new(|| {
    load(&[Path::new("www/data/sp500.csv"), Path::new("tests/data/spxw_2018.csv")])
});

/// The chain with some share of its days and of its quotes deleted.
fn thinned(seed: u64, days: f64, quotes: f64) -> Market {
    let mut dice = Dice::new(seed);
    let mut market = WHOLE.clone();
    let mut left = Vec::new();
    for day in market.chain.as_ref().unwrap().days() {
        if !dice.chance(days) {
            let kept = day.quotes().filter(|_| !dice.chance(quotes));
            let kept = kept.map(|quote| PackedQuote::new(&quote)).collect();
            left.push(QuotedDay::new(day.date(), day.underlying(), kept));
        }
    }
    market.chain = Some(Chain::new(left));
    market
}

/// One option for each profile, so that the value of a profile is that of one contract.
fn scenario() -> Scenario {
    let leg = |right, ratio, strike| LegRule {
        right,
        ratio,
        strike,
        expiry: ExpiryRule { target: 25, minimum: 4, maximum: 60 },
        roll_below: None,
    };
    let legs = [
        leg(Right::Call, 1, StrikeRule::AtTheMoney),
        leg(Right::Put, 1, StrikeRule::AtTheMoney),
        leg(Right::Put, -1, StrikeRule::Delta(0.25)),
        leg(Right::Call, 1, StrikeRule::Delta(0.3)),
        leg(Right::Put, 1, StrikeRule::Delta(0.2)),
        leg(Right::Call, -1, StrikeRule::Delta(0.25)),
    ];
    let mut scenario = Scenario {
        instrument: Instrument::Index,
        capital: 1e8,
        from: "2017-12-29".parse().ok(),
        to: "2018-02-28".parse().ok(),
        ..Scenario::default()
    };
    for (custom, leg) in scenario.structures.custom.iter_mut().zip(legs) {
        let structure = Structure {
            name: "one option".to_owned(),
            legs: vec![leg],
            roll_below: None,
            hedge: HedgeRule::Daily,
            exits: Exits::default(),
        };
        *custom = Some(vec![Assignment { regimes: Vec::new(), structure }]);
    }
    scenario.allocation.compatibility = Compatibility([[1.0; 6]; 6]);
    scenario.allocation.min_profile_weight = 0.0;
    scenario
}

/// What each profile holds at the close of each day, from the fills alone.
fn held(report: &Report) -> BTreeMap<(NaiveDate, Profile), (Contract, Contracts)> {
    let mut now: BTreeMap<(Profile, Contract), Contracts> = BTreeMap::new();
    let mut all = BTreeMap::new();
    let mut fills = report.fills.iter().peekable();
    for day in &report.days {
        while let Some(fill) = fills.next_if(|fill| fill.filled <= day.date) {
            *now.entry((fill.profile, fill.contract)).or_default() += fill.contracts;
        }
        now.retain(|_, count| *count != Contracts::ZERO);
        for ((profile, contract), count) in &now {
            let before = all.insert((day.date, *profile), (*contract, *count));
            assert_eq!(before, None, "{profile:?} holds one contract");
        }
    }
    all
}

/// The middle of a contract's quote in the whole chain.
fn quoted(date: NaiveDate, contract: &Contract) -> Option<f64> {
    let Contract { expiry, settlement, strike, right } = *contract;
    let day = WHOLE.chain.as_ref()?.day(date)?;
    day.quote((expiry, settlement), strike, right)?.mid()
}

/// Quotes of a day from which its surface is near all others.
const MANY: usize = 16;

/// A quote below this is one of the least that are made, whatever the option is worth.
const WORTHLESS: f64 = 0.1;

/// Counts of what was looked at: marks against quotes that the run did not have, and stale days.
#[derive(Default)]
struct Seen {
    marks: usize,
    stale: usize,
}

fn check(market: &Market, report: &Report, seen: &mut Seen) {
    let all = held(report);
    let mut last_quoted = None;
    for day in &report.days {
        let marks = day.marks;
        let fresh = marks.quoted + marks.traded + marks.interpolated;
        for profile in Profile::ALL {
            let Some((contract, count)) = all.get(&(day.date, profile)) else { continue };
            let value = day.values[profile.index()].to_dollars_f64();
            let mark = value / (count.count() * 100.0);
            let what = || format!("{} {contract:?} {marks:?}: {mark}", day.date);
            let Some(mid) = quoted(day.date, contract) else { continue };
            let intrinsic = contract.intrinsic(Price::from_dollars_f64(day.spot).unwrap());
            assert!(mark >= intrinsic.to_dollars_f64() * 0.9 - 0.01 * day.spot, "{}", what());
            assert!(mark > 0.0 || mid < WORTHLESS, "{}, quoted {mid}", what());
            let left = market.chain.as_ref().unwrap().day(day.date).map_or(0, |day| day.len());
            let is_near = (mark - mid).abs() <= 0.4 * mid + 0.002 * day.spot;
            assert!(is_near || fresh == 0 || left < MANY, "{}, quoted {mid}", what());
            seen.marks += 1;
        }
        assert_eq!(marks.model, 0, "{}: what was bought had a quote", day.date);
        assert_eq!(marks.oldest > 0, marks.stale > 0, "{}: {marks:?}", day.date);
        if fresh > 0 || marks.stale == 0 {
            last_quoted = Some(day.date);
        } else {
            // All were last marked on the last day that had quotes.
            let age = last_quoted.map_or(0, |last| (day.date - last).num_days());
            assert_eq!(i64::from(marks.oldest), age, "{}: {marks:?}", day.date);
            assert!(market.chain.as_ref().unwrap().day(day.date).is_none_or(|day| day.len() < 10));
            seen.stale += 1;
        }
    }
}

#[test]
fn deleted_quotes_are_never_a_mark_of_zero_and_the_age_of_a_mark_shows() {
    let mut seen = Seen::default();
    for seed in 0..10 {
        for (days, quotes) in [(0.0, 0.3), (0.0, 0.9), (0.3, 0.0), (0.5, 0.7), (0.2, 0.97)] {
            let market = thinned(seed, days, quotes);
            let report = run(&market, &scenario(), |_, _| {}).unwrap();
            check(&market, &report, &mut seen);
        }
    }
    assert!(seen.marks > 3_000 && seen.stale > 100, "{} {}", seen.marks, seen.stale);
}
