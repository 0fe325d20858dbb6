//! What must stay in the account against short options.
//!
//! Where the net payoff at expiry is bounded on both tails, its exact worst case. Naked shorts by
//! the exchange's rule: the option's value plus 20 % of the underlying less the amount out of the
//! money, at least 10 % of the underlying (call) or of the strike (put). Source: Cboe margin
//! manual. A long leg that expires later covers the nearer short one.

use crate::pricing::Right;
use crate::units::{Contracts, Money, Price};

use super::contract::{Contract, Instrument};

/// One leg as the margin rule sees it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// What is held.
    pub contract: Contract,
    /// How many, signed.
    pub contracts: Contracts,
    /// What it is worth per unit.
    pub mark: Price,
}

/// The requirement of one position, with the underlying at `spot`.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::pricing::Right;
/// use rotation::trade::Contract;
/// use rotation::trade::margin::{Held, requirement};
/// use rotation::units::{Contracts, Money, Price, Strike};
///
/// let expiry = NaiveDate::from_ymd_opt(2018, 2, 16).unwrap();
/// let put = |strike, count, cents: i64| Held {
///     contract: Contract { right: Right::Put, strike: Strike::dollars(strike), expiry },
///     contracts: Contracts::new(count),
///     mark: Price::micros(cents * 10_000),
/// };
/// let spot = Price::micros(100_000_000);
/// // A 95/90 put spread sold once can lose 5 dollars on 100 units.
/// let spread = [put(95, -1, 150), put(90, 1, 60)];
/// assert_eq!(requirement(&spread, spot), Money::dollars(500));
/// // Naked, the same put needs its value of 150 and 20 % of 100 less the 5 out of the money.
/// assert_eq!(requirement(&spread[..1], spot), Money::dollars(150 + 1_500));
/// ```
#[must_use]
pub fn requirement(legs: &[Held], spot: Price) -> Money {
    let (covered, naked) = split(legs);
    let [calls, puts] = [Right::Call, Right::Put].map(|right| side(&naked, right, spot));
    // One side can be tested at a time, so the greater requirement and the other's value.
    let greater = if calls.required > puts.required {
        calls.required + puts.value
    } else {
        puts.required + calls.value
    };
    worst_case(&covered) + greater
}

/// Splits off the shorts no long of the same right covers: the ones furthest out of the money.
fn split(legs: &[Held]) -> (Vec<Held>, Vec<Held>) {
    let (mut covered, mut naked) = (Vec::with_capacity(legs.len()), Vec::new());
    for right in [Right::Call, Right::Put] {
        let mut side: Vec<Held> =
            legs.iter().filter(|leg| leg.contract.right == right).copied().collect();
        side.sort_by_key(|leg| leg.contract.strike);
        if right == Right::Call {
            side.reverse();
        }
        let mut uncovered = -side.iter().map(|leg| leg.contracts.count()).sum::<i64>();
        for leg in side {
            let taken = uncovered.clamp(0, (-leg.contracts.count()).max(0));
            uncovered -= taken;
            if taken > 0 {
                naked.push(Held { contracts: Contracts::new(-taken), ..leg });
            }
            covered.push(Held { contracts: leg.contracts + Contracts::new(taken), ..leg });
        }
    }
    (covered, naked)
}

#[derive(Clone, Copy)]
struct Naked {
    required: Money,
    value: Money,
}

fn side(naked: &[Held], right: Right, spot: Price) -> Naked {
    let mut total = Naked { required: Money::ZERO, value: Money::ZERO };
    for leg in naked.iter().filter(|leg| leg.contract.right == right) {
        let strike = leg.contract.strike.to_price();
        let (out_of_the_money, floor) = match right {
            Right::Call => ((strike - spot).max(Price::ZERO), spot),
            Right::Put => ((spot - strike).max(Price::ZERO), strike),
        };
        let fifth = Price::micros(spot.as_micros() / 5) - out_of_the_money;
        let risk = fifth.max(Price::micros(floor.as_micros() / 10));
        let short = -leg.contracts;
        let value = leg.mark.times(short, Instrument::MULTIPLIER);
        total.required += value + risk.times(short, Instrument::MULTIPLIER);
        total.value += value;
    }
    total
}

/// The most that a position without naked shorts can owe at expiry: its payoff is linear between
/// strikes, level above the highest or rising, so the minimum lies at zero or at a strike.
fn worst_case(legs: &[Held]) -> Money {
    let strikes = legs.iter().map(|leg| leg.contract.strike.to_price());
    let lowest = strikes.chain([Price::ZERO]).map(|at| payoff(legs, at)).min();
    lowest.map_or(Money::ZERO, |lowest| if lowest.is_negative() { -lowest } else { Money::ZERO })
}

fn payoff(legs: &[Held], settlement: Price) -> Money {
    legs.iter()
        .map(|leg| leg.contract.intrinsic(settlement).times(leg.contracts, Instrument::MULTIPLIER))
        .sum()
}
