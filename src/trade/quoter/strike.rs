//! Which listed strike a rule chooses.

use crate::math::near_quantile;
use crate::pricing::Right;
use crate::pricing::black_scholes::{self, Terms};
use crate::units::Strike;

use super::super::contract::{Contract, Expiry};
use super::super::listing::Listing;
use super::super::structure::StrikeRule;
use super::{Quoter, Term};

impl Quoter<'_> {
    /// The listed strike a rule chooses for an expiry.
    ///
    /// `None` when no listed strike is above zero, or none is quoted.
    #[must_use]
    pub fn strike(&self, right: Right, rule: StrikeRule, expiry: Expiry) -> Option<Strike> {
        self.strike_in(&self.term(expiry), right, rule)
    }

    /// The same where the expiry's term is known.
    #[must_use]
    pub fn strike_in(&self, term: &Term, right: Right, rule: StrikeRule) -> Option<Strike> {
        if !matches!(self.listing, Listing::ByRule) {
            return self.listing.strike(right, rule, term.expiry, self.spot);
        }
        let step = self.instrument.strike_step(self.spot);
        let nearest = |dollars: f64| (dollars / step as f64).round() as i64;
        let steps = match rule {
            StrikeRule::AtTheMoney => nearest(self.spot),
            StrikeRule::Percent(percent) => nearest(self.spot * (1.0 + percent)),
            StrikeRule::Delta(delta) => self.steps_at_delta(term, right, delta, step),
        };
        (steps >= 1).then(|| Strike::dollars(steps * step))
    }

    /// How many strike steps up the grid the absolute delta comes nearest to `target`.
    ///
    /// Absolute delta falls with the strike for calls and rises for puts: the strike wanted is the
    /// last on the near side of the target, or the first on the far side.
    fn steps_at_delta(&self, term: &Term, right: Right, target: f64, step: i64) -> i64 {
        let Term { expiry, clock, smile } = term;
        let terms = self.terms(&Contract::new(right, Strike::dollars(step), *expiry), term);
        let delta = |steps: i64| {
            let strike = (steps * step) as f64;
            let vol = clock.to_calendar(smile.vol(self.spot, strike));
            black_scholes::delta(&Terms { strike, vol, ..terms }).abs()
        };
        // The deltas seen last on both sides are those of the two strikes that are left.
        let (mut near, mut far) = (None, None);
        let is_before = |steps: i64| {
            let delta = delta(steps);
            let is_before = match right {
                Right::Call => delta >= target,
                Right::Put => delta < target,
            };
            *(if is_before { &mut near } else { &mut far }) = Some(delta);
            is_before
        };
        let guess = smile.strike_near(self.spot, right.sign() * near_quantile(target));
        let end = (self.spot * 4.0 / step as f64) as i64 + 2;
        let low = last_before(is_before, (guess / step as f64) as i64, end);
        let high = low + 1;
        let far = far.unwrap_or_else(|| delta(high));
        match near {
            None => high,
            Some(near) if (far - target).abs() < (near - target).abs() => high,
            Some(_) => low,
        }
    }
}

/// The last number above 0 and below `end` that is before something, 0 if none is, where all
/// before it are: looked for from a guess on in steps that double, then by halving.
fn last_before(mut is_before: impl FnMut(i64) -> bool, guess: i64, end: i64) -> i64 {
    let guess = guess.clamp(1, end - 1);
    let (mut low, mut high, mut width) = (0, end, 1);
    if is_before(guess) {
        low = guess;
        while low + width < end && is_before(low + width) {
            low += width;
            width *= 2;
        }
        high = high.min(low + width);
    } else {
        high = guess;
        while high - width > 0 && !is_before(high - width) {
            high -= width;
            width *= 2;
        }
        low = low.max(high - width);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        *(if is_before(middle) { &mut low } else { &mut high }) = middle;
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_before_something_is_found_from_any_guess() {
        for end in [2, 3, 40] {
            for last in 0..end {
                for guess in [i64::MIN, -1, 0, 1, 7, 38, 39, 40, i64::MAX] {
                    let found = last_before(|number| number <= last, guess, end);
                    assert_eq!(found, last, "of {end} from {guess}");
                }
            }
        }
    }
}
