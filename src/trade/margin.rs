//! What must stay in the account against short options.
//!
//! Where the net payoff at expiry is bounded on both tails, its exact worst case. Naked shorts by
//! the exchange's rule: the option's value plus a share of the underlying less the amount out of
//! the money, at least 10 % of the underlying (call) or of the strike (put). The share is 15 % for
//! a broad index and 20 % for a fund. Source: Cboe margin manual. A long leg covers a short one of
//! the same right that does not outlive it.

use chrono::NaiveDate;

use crate::pricing::Right;
use crate::units::{Contracts, Money, Price};

use super::contract::{Contract, Instrument};
use super::structure::Structure;

/// One leg as the margin rule sees it.
#[derive(Clone, Copy, Debug)]
pub struct MarginLeg {
    /// The contract.
    pub contract: Contract,
    /// The number of contracts, signed.
    pub contracts: Contracts,
    /// Its mark per unit.
    pub mark: Price,
}

/// The requirement of one position on an instrument, with its underlying at `spot`.
///
/// # Panics
/// With more legs than [`Structure::MAX_LEGS`].
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::pricing::Right;
/// use rotation::trade::{Contract, Instrument, Settlement};
/// use rotation::trade::margin::{MarginLeg, requirement};
/// use rotation::units::{Contracts, Money, Price, Strike};
///
/// let expiry = NaiveDate::from_ymd_opt(2018, 2, 16).unwrap();
/// let put = |strike, count, cents: i64| MarginLeg {
///     contract: Contract {
///         right: Right::Put,
///         strike: Strike::dollars(strike),
///         expiry,
///         settlement: Settlement::Close,
///     },
///     contracts: Contracts::new(count),
///     mark: Price::micros(cents * 10_000),
/// };
/// let spot = Price::micros(100_000_000);
/// // A 95/90 put spread sold once can lose 5 dollars on 100 units.
/// let spread = [put(95, -1, 150), put(90, 1, 60)];
/// assert_eq!(requirement(&spread, spot, Instrument::Fund), Money::dollars(500));
/// // Naked, the same put needs its value of 150 and 20 % of 100 less the 5 out of the money; on a
/// // broad index 15 % of 100 less the 5.
/// let naked = |instrument| requirement(&spread[..1], spot, instrument);
/// assert_eq!(naked(Instrument::Fund), Money::dollars(150 + 1_500));
/// assert_eq!(naked(Instrument::Index), Money::dollars(150 + 1_000));
/// ```
#[must_use]
pub fn requirement(legs: &[MarginLeg], spot: Price, instrument: Instrument) -> Money {
    if !legs.iter().any(|leg| leg.contracts.is_short()) {
        return Money::ZERO;
    }
    let share = naked_percent(instrument);
    let naked = uncovered(legs);
    let naked = &naked[..legs.len()];
    let is_covered = |(leg, short): (&MarginLeg, &Contracts)| (leg.contracts + *short).is_short();
    let covered = match legs.iter().zip(naked).any(is_covered) {
        true => worst_case(legs, naked),
        false => Money::ZERO, // what is only held owes nothing
    };
    let [calls, puts] = [Right::Call, Right::Put].map(|right| {
        let own = legs.iter().zip(naked).filter(|(leg, _)| leg.contract.right == right);
        own.fold(Naked::default(), |sum, (leg, short)| sum + naked_margin(leg, *short, spot, share))
    });
    // One side can be tested at a time, so the greater requirement and the other's value.
    let greater = if calls.required > puts.required {
        calls.required + puts.value
    } else {
        puts.required + calls.value
    };
    covered + greater
}

/// More than [`requirement`] can come to while calls are worth at most the underlying and puts at
/// most their strike: what can be owed at expiry is greatest at the highest strike, and a fifth of
/// the underlying or a tenth of the strike comes on top. It needs no marks.
#[must_use]
pub fn at_most(legs: impl Iterator<Item = (Contract, Contracts)> + Clone, spot: Price) -> Money {
    let strikes = legs.clone().map(|(contract, _)| contract.strike.to_price());
    let owed = strikes.fold(spot, Price::max);
    let shorts = legs.filter(|(_, contracts)| contracts.is_short());
    let owed = shorts.map(|(_, contracts)| owed.times(contracts.size(), Instrument::MULTIPLIER));
    owed.sum::<Money>().scaled(6, 5)
}

/// How many contracts of each short leg no long covers. A long covers a short of the same right
/// that does not outlive it. Shorts nearest the money are covered first, each by the long that
/// expires soonest.
fn uncovered(legs: &[MarginLeg]) -> [Contracts; Structure::MAX_LEGS] {
    let mut naked = [Contracts::ZERO; Structure::MAX_LEGS];
    let mut spare = [Contracts::ZERO; Structure::MAX_LEGS];
    let mut looked_at = [false; Structure::MAX_LEGS];
    for (at, leg) in legs.iter().enumerate() {
        looked_at[at] = !leg.contracts.is_short();
        let contracts = if looked_at[at] { &mut spare } else { &mut naked };
        contracts[at] = leg.contracts.size();
    }
    if spare == [Contracts::ZERO; Structure::MAX_LEGS] {
        return naked;
    }
    while let Some(short) = nearest_the_money(legs, &looked_at) {
        looked_at[short] = true;
        let contract = legs[short].contract;
        while naked[short] > Contracts::ZERO {
            let covers = |at: &usize| {
                let long = &legs[*at].contract;
                spare[*at] > Contracts::ZERO
                    && long.right == contract.right
                    && long.end() >= contract.end()
            };
            let soonest = (0..legs.len()).filter(covers).min_by_key(|at| legs[*at].contract.end());
            let Some(long) = soonest else { break };
            let taken = spare[long].min(naked[short]);
            spare[long] = spare[long] - taken;
            naked[short] = naked[short] - taken;
        }
    }
    naked
}

/// The short nearest the money of those not looked at yet.
fn nearest_the_money(legs: &[MarginLeg], looked_at: &[bool]) -> Option<usize> {
    let left = (0..legs.len()).filter(|at| !looked_at[*at]);
    left.min_by_key(|at| {
        let Contract { right, strike, expiry, .. } = legs[*at].contract;
        let upwards = strike.as_thousandths();
        (right, if right == Right::Call { upwards } else { -upwards }, expiry)
    })
}

/// What naked shorts of one right need, and what buying them back would cost.
#[derive(Clone, Copy, Default)]
struct Naked {
    required: Money,
    value: Money,
}

impl std::ops::Add for Naked {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { required: self.required + other.required, value: self.value + other.value }
    }
}

/// What the rule for naked shorts takes of the underlying, percent.
const fn naked_percent(instrument: Instrument) -> i64 {
    match instrument {
        Instrument::MiniIndex | Instrument::Index => 15,
        Instrument::Fund => 20,
    }
}

/// The rule for `short` contracts of a leg that nothing covers.
fn naked_margin(leg: &MarginLeg, short: Contracts, spot: Price, percent: i64) -> Naked {
    let strike = leg.contract.strike.to_price();
    let (out_of_the_money, floor) = match leg.contract.right {
        Right::Call => ((strike - spot).max(Price::ZERO), spot),
        Right::Put => ((spot - strike).max(Price::ZERO), strike),
    };
    let share = Price::micros(spot.as_micros() * percent / 100) - out_of_the_money;
    let risk = share.max(Price::micros(floor.as_micros() / 10));
    let value = leg.mark.times(short, Instrument::MULTIPLIER);
    Naked { required: value + risk.times(short, Instrument::MULTIPLIER), value }
}

/// The most that a position without its naked shorts can owe at an expiry: the payoff is linear
/// between strikes, level above the highest or rising, so the minimum lies at zero or at a strike.
/// At a later expiry, legs that expired before it are gone.
fn worst_case(legs: &[MarginLeg], naked: &[Contracts]) -> Money {
    let strikes = || legs.iter().map(|leg| leg.contract.strike.to_price()).chain([Price::ZERO]);
    let lowest = |from: NaiveDate| {
        let left = || legs.iter().zip(naked).filter(|(leg, _)| leg.contract.expiry >= from);
        let value = |at| left().map(|(leg, short)| payoff(leg, leg.contracts + *short, at)).sum();
        strikes().map(value).min().unwrap_or(Money::ZERO)
    };
    let first = legs.iter().map(|leg| leg.contract.expiry).min();
    let sold = legs.iter().filter(|leg| leg.contracts.is_short()).map(|leg| leg.contract.expiry);
    let later = sold.filter(|expiry| first.is_some_and(|first| *expiry > first));
    let worst = first.into_iter().chain(later).map(lowest).min();
    (-worst.unwrap_or(Money::ZERO)).max(Money::ZERO)
}

fn payoff(leg: &MarginLeg, contracts: Contracts, settlement: Price) -> Money {
    leg.contract.intrinsic(settlement).times(contracts, Instrument::MULTIPLIER)
}
