//! Finite differences in the logarithm of the spot: slower than the boundary, but for any shape of
//! the region where exercise pays, and for cash dividends.
//!
//! Source: Wilmott, Howison and Dewynne, *The Mathematics of Financial Derivatives* (1995),
//! chapters 8 and 9; the first steps after every kink are implicit (Rannacher 1984), the others
//! Crank and Nicolson's. In each step the points of exercise are found by policy iteration
//! (Forsyth and Vetzal 2002). On its ex-date the spot falls by a cash dividend, to zero at most.
//!
//! Assumes time above zero; a volatility below 0.2 % counts as that.

use super::exact::{CashDividend, Valuation};
use crate::math::{exp, ln, sort_by_key};
use crate::pricing::Right;
use crate::pricing::black_scholes::{self, Terms};
use crate::units::Vol;

/// How fine a grid is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Points on either side of the spot.
    half_points: usize,
    /// Steps in time, spread over the spans between dividends.
    steps: usize,
}

pub(super) const COARSE: Size = Size { half_points: 220, steps: 120 };
pub(super) const FINE: Size = Size { half_points: 1_200, steps: 500 };

/// Steps after a kink that are split into two implicit ones.
const DAMPED: usize = 2;

/// Deviations of the log return that the grid reaches from the spot.
const REACH: f64 = 6.5;

/// Deviations of a fall that the dividends come on top of: one path in 30,000 falls further.
const FALLEN: f64 = 4.0;

/// The logarithm of how far down dividends make it reach: to a five-hundredth of the spot.
const FARTHEST: f64 = 6.2;

/// Below this the grid would follow the drift rather than the movement.
pub(super) const SMALLEST_VOL: f64 = 0.002;

/// Whether the option may be exercised before expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExerciseStyle {
    American,
    European,
}

/// Value and sensitivities to the spot; dividends outside the option's life are left out.
pub(super) fn value(
    terms: &Terms,
    dividends: &[CashDividend],
    style: ExerciseStyle,
    size: Size,
) -> Valuation {
    let terms = &Terms { vol: Vol::annual(terms.vol.decimal().max(SMALLEST_VOL)), ..*terms };
    let due = due(terms, dividends);
    solve(terms, &due, sum(&due), style, size)
}

/// The same, less the error that the grid makes of the European option without dividends, of which
/// the closed formula has the value: most of that error is common to both.
pub(super) fn value_with_dividends(
    terms: &Terms,
    dividends: &[CashDividend],
    style: ExerciseStyle,
    size: Size,
) -> Valuation {
    let terms = &Terms { vol: Vol::annual(terms.vol.decimal().max(SMALLEST_VOL)), ..*terms };
    let due = due(terms, dividends);
    let paid = sum(&due);
    let found = solve(terms, &due, paid, style, size);
    let payoff = terms.right.payoff(terms.spot, terms.strike);
    if style == ExerciseStyle::American && found.price <= payoff && payoff > 0.0 {
        return found;
    }
    let unpaid: Vec<(f64, f64)> = due.iter().map(|(years, _)| (*years, 0.0)).collect();
    let plain = solve(terms, &unpaid, paid, ExerciseStyle::European, size);
    let closed = black_scholes::greeks(terms);
    let least = if style == ExerciseStyle::American { payoff } else { 0.0 };
    let price = (found.price + closed.price - plain.price).max(least);
    let delta = found.delta + closed.delta - plain.delta;
    let gamma = found.gamma + closed.gamma - plain.gamma;
    Valuation::held(terms, price, delta, gamma)
}

/// Time and amount of the dividends in the option's life, the last first.
fn due(terms: &Terms, dividends: &[CashDividend]) -> Vec<(f64, f64)> {
    let mut due: Vec<(f64, f64)> = dividends
        .iter()
        .map(|dividend| (dividend.years.get(), dividend.amount))
        .filter(|(years, _)| *years > 0.0 && *years <= terms.years.get())
        .collect();
    sort_by_key(&mut due, |(years, _)| -years);
    due
}

fn sum(due: &[(f64, f64)]) -> f64 {
    due.iter().map(|(_, amount)| amount).sum()
}

/// Goes back from the expiry through the dividends that are `due`, on a grid that has room for
/// falls of `paid` altogether.
fn solve(
    terms: &Terms,
    due: &[(f64, f64)],
    paid: f64,
    style: ExerciseStyle,
    size: Size,
) -> Valuation {
    let expiry = terms.years.get();
    let mut grid = Grid::new(terms, paid, style, size);
    let mut later = expiry;
    for (years, amount) in due.iter().copied().chain([(0.0, 0.0)]) {
        let span = later - years;
        let steps = (size.steps as f64 * span / expiry).ceil().max(8.0) as usize;
        if span > 0.0 {
            grid.go_back(span, steps);
        }
        if amount > 0.0 {
            grid.fall_by(amount);
        }
        later = years;
    }
    grid.at_spot()
}

/// Value and sensitivities without cash dividends: the closed formula of the European option, and
/// by how much an American one exceeds it on the grid. Errors common to both are gone.
pub(super) fn value_over_european(terms: &Terms, size: Size) -> Valuation {
    let american = value(terms, &[], ExerciseStyle::American, size);
    let payoff = terms.right.payoff(terms.spot, terms.strike);
    let european = value(terms, &[], ExerciseStyle::European, size);
    let closed = black_scholes::greeks(terms);
    let price = closed.price + (american.price - european.price).max(0.0);
    if price <= payoff && payoff > 0.0 {
        return Valuation::exercised(terms);
    }
    let delta = closed.delta + american.delta - european.delta;
    let gamma = closed.gamma + american.gamma - european.gamma;
    Valuation::held(terms, price, delta, gamma)
}

struct Grid<'a> {
    terms: &'a Terms,
    style: ExerciseStyle,
    gap: f64,
    spots: Vec<f64>,
    /// What exercise pays at each spot.
    payoffs: Vec<f64>,
    values: Vec<f64>,
    /// The value at a spot of zero, which stays zero.
    at_zero: f64,
    exercised: Vec<bool>,
}

/// Rates of change per year of a value by its neighbours'.
#[derive(Clone, Copy)]
struct Stencil {
    below: f64,
    own: f64,
    above: f64,
}

impl<'a> Grid<'a> {
    fn new(terms: &'a Terms, paid: f64, style: ExerciseStyle, size: Size) -> Self {
        let years = terms.years.get();
        let drift = (terms.rate.decimal() - terms.dividend_yield.decimal()).abs();
        let moved = REACH * terms.vol.decimal() * years.sqrt() + drift * years;
        // Down to where a spot that has fallen far is after the dividends, or to next to nothing:
        // below the grid the value is a straight line from zero.
        let fallen = moved * FALLEN / REACH;
        let lowest = exp(-fallen) - paid / terms.spot;
        let reach = moved.max(if lowest > 0.0 { -ln(lowest) } else { FARTHEST }.min(FARTHEST));
        let gap = reach / size.half_points as f64;
        let at = |index: usize| terms.spot * exp(gap * (index as f64 - size.half_points as f64));
        let spots: Vec<f64> = (0..=2 * size.half_points).map(at).collect();
        let payoff = |spot: &f64| terms.right.payoff(*spot, terms.strike);
        let payoffs: Vec<f64> = spots.iter().map(payoff).collect();
        let values = spots.iter().map(|spot| averaged_payoff(terms, *spot, gap)).collect();
        let at_zero = terms.right.payoff(0.0, terms.strike);
        let exercised = vec![false; spots.len()];
        Self { terms, style, gap, spots, payoffs, values, at_zero, exercised }
    }

    fn go_back(&mut self, span: f64, steps: usize) {
        let step = span / steps as f64;
        let kept = self.at_zero * exp(-self.terms.rate.decimal() * span);
        self.at_zero = match self.style {
            ExerciseStyle::American => kept.max(self.terms.right.payoff(0.0, self.terms.strike)),
            ExerciseStyle::European => kept,
        };
        for count in 0..steps {
            if count < DAMPED {
                self.step_back(0.5 * step, 1.0);
                self.step_back(0.5 * step, 1.0);
            } else {
                self.step_back(step, 0.5);
            }
        }
    }

    /// One step of time; `implicit` is the share of it that is seen from the earlier moment.
    fn step_back(&mut self, step: f64, implicit: f64) {
        let weights = self.weights();
        let known: Vec<f64> = (0..self.values.len())
            .map(|index| {
                let change = self.change(index, &weights);
                self.values[index] + (1.0 - implicit) * step * change
            })
            .collect();
        for _ in 0..MOST_POLICIES {
            self.solve(&known, step * implicit, &weights);
            if self.style == ExerciseStyle::European
                || !self.revise(&known, step * implicit, &weights)
            {
                break;
            }
        }
        if self.style == ExerciseStyle::American {
            for (value, payoff) in self.values.iter_mut().zip(&self.payoffs) {
                *value = value.max(*payoff);
            }
        }
    }

    /// Of the inner points; at the ends the value is a straight line in the spot.
    fn weights(&self) -> [Stencil; 3] {
        let rate = self.terms.rate.decimal();
        let drift = rate - self.terms.dividend_yield.decimal();
        let half_variance = 0.5 * self.terms.vol.decimal() * self.terms.vol.decimal();
        let spread = half_variance / (self.gap * self.gap);
        let slope = (drift - half_variance) / (2.0 * self.gap);
        // A straight line in the spot gains drift x spot x slope.
        let (growth, shrink) = (exp(self.gap) - 1.0, 1.0 - exp(-self.gap));
        [
            Stencil { below: 0.0, own: -drift / growth - rate, above: drift / growth },
            Stencil { below: spread - slope, own: -2.0 * spread - rate, above: spread + slope },
            Stencil { below: -drift / shrink, own: drift / shrink - rate, above: 0.0 },
        ]
    }

    fn weight(&self, index: usize, weights: &[Stencil; 3]) -> Stencil {
        match index {
            0 => weights[0],
            _ if index + 1 == self.values.len() => weights[2],
            _ => weights[1],
        }
    }

    fn change(&self, index: usize, weights: &[Stencil; 3]) -> f64 {
        let Stencil { below, own, above } = self.weight(index, weights);
        let mut change = own * self.values[index];
        if index > 0 {
            change += below * self.values[index - 1];
        }
        if index + 1 < self.values.len() {
            change += above * self.values[index + 1];
        }
        change
    }

    /// The values that hold the equation where not exercised, by elimination from below.
    fn solve(&mut self, known: &[f64], step: f64, weights: &[Stencil; 3]) {
        let count = known.len();
        let mut factors = vec![0.0; count];
        let (mut factor, mut value) = (0.0, 0.0);
        for index in 0..count {
            if self.exercised[index] {
                (factor, value) = (0.0, self.payoffs[index]);
            } else {
                let Stencil { below, own, above } = self.weight(index, weights);
                let pivot = 1.0 - step * own + step * below * factor;
                value = (known[index] + step * below * value) / pivot;
                factor = -step * above / pivot;
            }
            factors[index] = factor;
            self.values[index] = value;
        }
        for index in (0..count - 1).rev() {
            self.values[index] -= factors[index] * self.values[index + 1];
        }
    }

    /// Exercises where that is better than the equation, and tells whether anything changed.
    fn revise(&mut self, known: &[f64], step: f64, weights: &[Stencil; 3]) -> bool {
        let mut changed = false;
        for (index, known) in known.iter().enumerate() {
            let payoff = self.payoffs[index];
            let exercised = if self.exercised[index] {
                payoff - step * self.change(index, weights) >= *known
            } else {
                self.values[index] < payoff
            };
            changed |= exercised != self.exercised[index];
            self.exercised[index] = exercised;
        }
        changed
    }

    /// The moment before the spot falls by `amount`.
    fn fall_by(&mut self, amount: f64) {
        let after = |spot: &f64| self.between((spot - amount).max(0.0));
        let mut values: Vec<f64> = self.spots.iter().map(after).collect();
        if self.style == ExerciseStyle::American {
            for (value, payoff) in values.iter_mut().zip(&self.payoffs) {
                *value = value.max(*payoff);
            }
        }
        self.values = values;
        self.exercised.fill(false);
    }

    /// The value at a spot, by the cubic through four points; a straight line below the grid.
    fn between(&self, spot: f64) -> f64 {
        if spot < self.spots[0] {
            return self.at_zero + (self.values[0] - self.at_zero) * spot / self.spots[0];
        }
        let place = (ln(spot / self.spots[0]) / self.gap).max(0.0);
        let from = (place as usize).saturating_sub(1).min(self.spots.len() - 4);
        let x = place - from as f64;
        let [a, b, c, d] = [0, 1, 2, 3].map(|offset| self.values[from + offset]);
        a * (x - 1.0) * (x - 2.0) * (x - 3.0) / -6.0
            + b * x * (x - 2.0) * (x - 3.0) / 2.0
            + c * x * (x - 1.0) * (x - 3.0) / -2.0
            + d * x * (x - 1.0) * (x - 2.0) / 6.0
    }

    fn at_spot(&self) -> Valuation {
        let middle = self.spots.len() / 2;
        let [below, price, above] = [middle - 1, middle, middle + 1].map(|at| self.values[at]);
        let first = (above - below) / (2.0 * self.gap);
        let second = (above - 2.0 * price + below) / (self.gap * self.gap);
        let spot = self.terms.spot;
        let (delta, gamma) = (first / spot, (second - first) / (spot * spot));
        if self.style == ExerciseStyle::American && price <= self.payoffs[middle] && price > 0.0 {
            return Valuation::exercised(self.terms);
        }
        Valuation::held(self.terms, price, delta, gamma)
    }
}

/// More than are ever needed: the points of exercise move by a few in a step.
const MOST_POLICIES: usize = 30;

/// The payoff at expiry; where its kink lies within half a gap, the mean over that.
fn averaged_payoff(terms: &Terms, spot: f64, gap: f64) -> f64 {
    let (low, high) = (spot * exp(-0.5 * gap), spot * exp(0.5 * gap));
    let strike = terms.strike;
    if strike <= low || strike >= high {
        return terms.right.payoff(spot, strike);
    }
    // The integral of spot - strike over the logarithm of the spot.
    let mean = match terms.right {
        Right::Call => (high - strike) - strike * ln(high / strike),
        Right::Put => strike * ln(strike / low) - (strike - low),
    };
    mean / gap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::american::exact;
    use crate::units::{Rate, Years};

    fn check(right: Right, strike: f64, rate: f64, dividend_yield: f64) {
        let terms = Terms {
            right,
            spot: 100.0,
            strike,
            years: Years::new(0.75),
            rate: Rate::continuous(rate),
            dividend_yield: Rate::continuous(dividend_yield),
            vol: Vol::percent(25.0),
        };
        let by = |style| value(&terms, &[], style, FINE).price;
        let (american, european) = (exact::price(&terms), black_scholes::price(&terms));
        assert!((by(ExerciseStyle::American) - american).abs() < 5e-4, "{american}: {terms:?}");
        assert!((by(ExerciseStyle::European) - european).abs() < 5e-4, "{european}: {terms:?}");
        let over = value_over_european(&terms, COARSE).price;
        assert!((over - american).abs() < 2e-3, "{over}, not {american}: {terms:?}");
    }

    #[test]
    fn the_grid_agrees_with_the_boundary() {
        check(Right::Put, 100.0, 0.05, 0.0);
        check(Right::Put, 120.0, 0.05, 0.02);
        check(Right::Call, 100.0, 0.03, 0.06);
        check(Right::Call, 80.0, -0.01, 0.02);
    }
}
