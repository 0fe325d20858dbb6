//! A market that is run again and again gives what a first run gives, whatever was run before.
//!
//! A sequence begins with a random scenario and changes it step by step: any number, any choice, or
//! a part of another random scenario.

use proptest::prelude::*;
use rotation::engine::choices::CHOICES;
use rotation::engine::fields::FIELDS;
use rotation::engine::{Prepared, Scenario, run};
use rotation::market::{Chain, ChainQuote, Market, PackedQuote, QuotedDay, Right, Settlement};
use rotation::pricing::black_scholes::{Terms, price};
use rotation::trade::Instrument;
use rotation::units::{Rate, Strike, Vol, Years};

use crate::random::{Dice, Wishes, World, scenario, worlds};

/// How many sequences are tried; `cargo xtask test` asks for 10,000.
fn sequences() -> u32 {
    let asked = std::env::var("PREPARED_SEQUENCES").ok();
    asked.map_or(1_000, |number| number.parse().expect("a number of sequences"))
}

/// Quotes on some days of a market: two expiries, five strikes of each, calls and puts.
fn quote(market: &mut Market, dice: &mut Dice) {
    let mut days = Vec::new();
    for bar in &market.bars {
        if dice.chance(0.7) {
            continue; // fitting surfaces takes the most time
        }
        let spot = bar.close;
        let mut quotes = Vec::new();
        for weeks in [5, 9] {
            let vol = Vol::annual(dice.between(0.1, 0.5));
            for (place, right) in (-2..=2).flat_map(|at| [(at, Right::Call), (at, Right::Put)]) {
                let strike = (spot * (1.0 + 0.04 * f64::from(place))).round();
                let (rate, years) = (Rate::ZERO, Years::days(7 * weeks));
                let dividend_yield = Rate::ZERO;
                let terms = Terms { right, spot, strike, years, rate, dividend_yield, vol };
                let mid = price(&terms);
                let side = |factor: f64| Some((mid * factor * 100.0).round() / 100.0);
                quotes.push(PackedQuote::new(&ChainQuote {
                    expiry: bar.date + chrono::Duration::days(7 * weeks),
                    settlement: Settlement::Close,
                    strike: Strike::dollars(strike as i64),
                    right,
                    bid: side(0.98).filter(|bid| *bid > 0.0),
                    ask: side(1.02).filter(|ask| *ask > 0.0),
                    traded: None,
                    iv: None,
                    delta: None,
                    volume: None,
                    open_interest: None,
                }));
            }
        }
        days.push(QuotedDay::new(bar.date, Some(spot), quotes));
    }
    market.chain = Some(Chain::new(days));
}

/// A scenario whose parts a change takes.
fn any_scenario(market: &Market, dice: &mut Dice) -> Scenario {
    let wishes = Wishes { seed: dice.below(usize::MAX) as u64, granted: 90 };
    scenario(wishes, market)
}

/// Changes a valid scenario; what would not be valid is left as it was.
fn change(before: &Scenario, other: &Scenario, dice: &mut Dice) -> Scenario {
    let mut after = before.clone();
    match dice.below(16) {
        0 => after.structures = other.structures.clone(),
        1 => (after.from, after.to) = (other.from, other.to),
        2..=5 => after.model = other.model,
        6..=9 => {
            let choice = &CHOICES[dice.below(CHOICES.len())];
            choice.set(&mut after, dice.below(choice.options.len()));
        }
        _ => {
            let field = &FIELDS[dice.below(FIELDS.len())];
            field.set(&mut after, field.get(other));
        }
    }
    // Prices of American options at rates below zero take milliseconds each.
    let is_slow =
        after.instrument.is_fund() && (after.model.rate < 0.0 || after.model.dividend_yield < 0.0);
    if after.check().is_ok() && !is_slow { after } else { before.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: sequences(),
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn a_run_on_a_prepared_market_is_the_run_on_a_new_one(
        world in worlds(), days in 150_usize..300, seed in any::<u64>(),
    ) {
        let mut dice = Dice::new(seed);
        let mut market = World { days, ..world }.market();
        let mut chosen = Scenario::default();
        if dice.chance(0.25) {
            quote(&mut market, &mut dice);
            chosen.instrument = Instrument::Index; // the quotes are on the level of the bars
        }
        let mut prepared = Prepared::new(&market);
        let _ = prepared.run(&chosen, |_, _| {});
        for _ in 0..dice.below(3) {
            chosen = change(&chosen, &any_scenario(&market, &mut dice), &mut dice);
            let _ = prepared.run(&chosen, |_, _| {});
        }
        chosen = change(&chosen, &any_scenario(&market, &mut dice), &mut dice);
        let again = prepared.run(&chosen, |_, _| {});
        prop_assert_eq!(again, run(&market, &chosen, |_, _| {}));
    }
}

#[test]
fn what_was_kept_is_of_no_other_rate() {
    let mut dice = Dice::new(7);
    let mut market = crate::sample::cut(crate::sample::sp500(), 200);
    quote(&mut market, &mut dice);
    let mut prepared = Prepared::new(&market);
    let mut scenario = Scenario { instrument: Instrument::Index, ..Scenario::default() };
    let digest = |report: rotation::engine::Report| report.digest();
    let before = prepared.run(&scenario, |_, _| {}).map(digest);
    scenario.model.rate = 0.04;
    let after = prepared.run(&scenario, |_, _| {}).map(digest);
    assert_ne!(before, after, "the rate decides the surfaces");
    assert_eq!(after, run(&market, &scenario, |_, _| {}).map(digest));
    scenario.model.rate = 0.0;
    assert_eq!(before, prepared.run(&scenario, |_, _| {}).map(digest));
}
