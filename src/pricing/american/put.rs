//! Every American option as a put, and when a put is worth exercising at all.

use crate::math::{exp, ln};
use crate::pricing::Right;
use crate::pricing::black_scholes::Terms;

/// A put; a call on spot for strike is a put on strike for spot, with rate and yield exchanged
/// (McDonald and Schroder 1998).
#[derive(Clone, Copy, Debug)]
pub(super) struct Put {
    pub(super) spot: f64,
    pub(super) strike: f64,
    pub(super) years: f64,
    pub(super) root_years: f64,
    pub(super) rate: f64,
    pub(super) dividend_yield: f64,
    pub(super) vol: f64,
}

/// Where exercising before expiry can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exercise {
    /// Nowhere: the option is worth the European one.
    Never,
    /// The underlying moves too little to matter: at the best moment, known today.
    Known,
    /// Below one boundary.
    Below,
    /// Between two boundaries: interest is negative, and dividends more so
    /// (Battauz, De Donno and Sbuelz 2015).
    Between,
}

/// Standard deviations of the log return below which there is none.
const STILL: f64 = 1e-7;

impl Put {
    pub(super) fn of(terms: &Terms) -> Self {
        let (years, vol) = (terms.years.get().max(0.0), terms.vol.decimal().max(0.0));
        let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
        let put = Self {
            spot: terms.spot,
            strike: terms.strike,
            years,
            root_years: years.sqrt(),
            rate,
            dividend_yield,
            vol,
        };
        match terms.right {
            Right::Put => put,
            Right::Call => Self {
                spot: terms.strike,
                strike: terms.spot,
                rate: dividend_yield,
                dividend_yield: rate,
                ..put
            },
        }
    }

    pub(super) fn exercise(&self) -> Exercise {
        if self.years == 0.0 || (self.rate <= 0.0 && self.dividend_yield >= self.rate) {
            Exercise::Never
        } else if self.is_still() {
            Exercise::Known
        } else if self.rate > 0.0 {
            Exercise::Below
        } else {
            Exercise::Between
        }
    }

    /// Whether the path of the underlying is known, or no time is left for one.
    pub(super) fn is_still(&self) -> bool {
        self.vol * self.root_years < STILL
    }

    /// B / K just before expiry: where interest on the strike is as much as the dividends.
    pub(super) fn boundary_at_expiry(&self) -> f64 {
        if self.dividend_yield > self.rate { self.rate / self.dividend_yield } else { 1.0 }
    }

    /// The value without volatility: exercised at the best moment of the path that is known.
    ///
    /// K exp(-r t) - S exp(-q t) has at most one turning point in t.
    pub(super) fn value_without_volatility(&self) -> f64 {
        let at = |years: f64| {
            self.strike * exp(-self.rate * years) - self.spot * exp(-self.dividend_yield * years)
        };
        let ends = at(0.0).max(at(self.years)).max(0.0);
        let ratio = (self.dividend_yield * self.spot) / (self.rate * self.strike);
        let drift = self.dividend_yield - self.rate;
        if ratio > 0.0 && drift != 0.0 {
            let turn = ln(ratio) / drift;
            if turn > 0.0 && turn < self.years {
                return ends.max(at(turn));
            }
        }
        ends
    }

    /// How far a fixed-point step is taken: near expiry further than it says, since the steps
    /// there approach from one side; less where interest prevails, since they alternate.
    pub(super) fn relaxation(&self, root: f64) -> f64 {
        (1.2 - 0.6 * self.steepness() * root).max(0.8)
    }

    /// Interest over one deviation of the log return, with the root of time: r sqrt(t) / vol.
    pub(super) fn steepness(&self) -> f64 {
        self.rate * self.root_years / self.vol
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Rate, Vol, Years};

    fn put(rate: f64, dividend_yield: f64, vol: f64) -> Put {
        Put::of(&Terms {
            right: Right::Put,
            spot: 95.0,
            strike: 100.0,
            years: Years::new(1.0),
            rate: Rate::continuous(rate),
            dividend_yield: Rate::continuous(dividend_yield),
            vol: Vol::annual(vol),
        })
    }

    #[test]
    fn where_exercise_pays_depends_on_the_signs() {
        let check = |rate, dividend_yield, vol, expected| {
            assert_eq!(put(rate, dividend_yield, vol).exercise(), expected, "{rate}");
        };
        check(0.05, 0.0, 0.2, Exercise::Below);
        check(0.05, 0.09, 0.2, Exercise::Below);
        check(0.05, -0.01, 0.2, Exercise::Below);
        check(0.05, 0.0, 0.0, Exercise::Known);
        check(0.0, 0.0, 0.2, Exercise::Never);
        check(-0.01, 0.02, 0.2, Exercise::Never);
        check(-0.01, -0.01, 0.2, Exercise::Never);
        check(-0.01, -0.03, 0.2, Exercise::Between);
        check(0.0, -0.03, 0.2, Exercise::Between);
    }

    #[test]
    fn a_known_path_is_exercised_at_its_best_moment() {
        let check = |rate, dividend_yield| {
            let put = put(rate, dividend_yield, 0.0);
            let at = |step: i32| {
                let years = f64::from(step) / 1_000.0;
                100.0 * exp(-rate * years) - 95.0 * exp(-dividend_yield * years)
            };
            let best = (0..=1_000).map(at).fold(0.0, f64::max);
            assert!(
                (put.value_without_volatility() - best).abs() < 1e-5,
                "{rate} {dividend_yield}: {best}"
            );
        };
        check(0.05, 0.0);
        check(0.0, 0.05);
        check(0.04, 0.3);
        check(-0.02, -0.3);
        check(0.2, 0.21);
    }
}
