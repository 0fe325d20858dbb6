//! What one unit of a structure gains or loses as the underlying moves: a picture before any run.
//!
//! Priced on the scenario's own surface with the volatility index at 20 % and strikes exactly where
//! their rules point; a run trades listed strikes and the day's volatility.

use crate::pricing::black_scholes::{self, Terms};
use crate::pricing::{Clock, Model, Right, Surface};
use crate::trade::{LegRule, StrikeRule, Structure};
use crate::units::Vol;

use super::number::{decimal, percent};

/// The level of the volatility index in the picture, percent.
const INDEX: f64 = 20.0;
/// The underlying at the opening.
const SPOT: f64 = 100.0;
/// The range of moves shown, from this far down to this far up.
const FURTHEST: f64 = 0.25;
/// Points of a curve.
const POINTS: usize = 101;

/// The curves of a structure. Everything is a share of the underlying's price at the opening.
#[derive(Clone, Debug, PartialEq)]
pub struct Payoff {
    /// Moves of the underlying, smallest first.
    pub moves: Vec<f64>,
    /// Profit when the nearest leg expires, at each move.
    pub at_expiry: Vec<f64>,
    /// Profit right after the opening, at each move.
    pub today: Vec<f64>,
    /// Where the strikes are, as moves, bought ones marked.
    pub strikes: Vec<(f64, bool)>,
    /// The premium paid; negative for a credit.
    pub cost: f64,
    /// Calendar days to the nearest expiry.
    pub days: i64,
}

/// One leg at a strike.
struct PayoffLeg {
    right: Right,
    ratio: f64,
    strike: f64,
    days: i64,
}

/// The curves of a structure on a model's surface.
///
/// ```
/// use rotation::pricing::Model;
/// use rotation::view::payoff;
/// use rotation::profile::{Profile, StructureChoices};
/// let straddle = &StructureChoices::default().assignments(Profile::LongGamma)[0].structure;
/// let payoff = payoff::of(straddle, &Model::default());
/// // What was paid is lost when nothing moves, and no more than that.
/// assert_eq!(payoff.at_expiry[50], -payoff.cost);
/// assert!(payoff.at_expiry.iter().all(|profit| *profit >= -payoff.cost));
/// ```
#[must_use]
pub fn of(structure: &Structure, model: &Model) -> Payoff {
    let surface = Surface::flat(Vol::percent(INDEX), model);
    let legs: Vec<PayoffLeg> = structure.legs.iter().map(|rule| leg(rule, &surface)).collect();
    let days = legs.iter().map(|leg| leg.days).min().unwrap_or(0);
    let worth = |spot: f64, passed: i64| -> f64 {
        legs.iter().map(|leg| leg.ratio * leg.price(spot, passed, &surface)).sum::<f64>() / SPOT
    };
    let cost = worth(SPOT, 0);
    let step = 2.0 * FURTHEST / (POINTS - 1) as f64;
    let middle = (POINTS - 1) / 2;
    let moves: Vec<f64> = (0..POINTS).map(|point| (point as f64 - middle as f64) * step).collect();
    let profit = |passed: i64| {
        moves.iter().map(|by| worth(SPOT * (1.0 + by), passed) - cost).collect::<Vec<f64>>()
    };
    let (at_expiry, today) = (profit(days), profit(0));
    let strikes = legs.iter().map(|leg| (leg.strike / SPOT - 1.0, leg.ratio > 0.0)).collect();
    Payoff { moves, at_expiry, today, strikes, cost, days }
}

fn leg(rule: &LegRule, surface: &Surface) -> PayoffLeg {
    let days = rule.expiry.target;
    let strike = match rule.strike {
        StrikeRule::AtTheMoney => SPOT,
        StrikeRule::Percent(percent) => SPOT * (1.0 + percent),
        StrikeRule::Delta(target) => at_delta(rule.right, target, days, surface),
    };
    PayoffLeg { right: rule.right, ratio: rule.ratio as f64, strike, days }
}

/// The strike of an absolute delta, by halving: that of a call falls as strikes rise, that of a
/// put rises.
fn at_delta(right: Right, target: f64, days: i64, surface: &Surface) -> f64 {
    let (mut low, mut high) = (SPOT * 0.1, SPOT * 4.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        let delta = black_scholes::delta(&terms(right, middle, SPOT, days, surface)).abs();
        let is_below = if right == Right::Call { delta > target } else { delta < target };
        *(if is_below { &mut low } else { &mut high }) = middle;
    }
    f64::midpoint(low, high)
}

fn terms(right: Right, strike: f64, spot: f64, days: i64, surface: &Surface) -> Terms {
    let clock = Clock::average(days);
    Terms {
        right,
        spot,
        strike,
        years: clock.calendar(),
        rate: surface.rate(),
        dividend_yield: surface.dividend_yield(),
        vol: surface.vol(spot, strike, &clock),
    }
}

impl PayoffLeg {
    fn price(&self, spot: f64, passed: i64, surface: &Surface) -> f64 {
        black_scholes::price(&terms(self.right, self.strike, spot, self.days - passed, surface))
    }
}

impl Payoff {
    /// Where the profit at expiry changes its sign, as moves.
    #[must_use]
    pub fn break_evens(&self) -> Vec<f64> {
        let pairs = self.moves.windows(2).zip(self.at_expiry.windows(2));
        pairs
            .filter(|(_, profit)| (profit[0] < 0.0) != (profit[1] < 0.0))
            .map(|(by, profit)| by[0] + (by[1] - by[0]) * profit[0] / (profit[0] - profit[1]))
            .collect()
    }

    /// What the picture says, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let share = |value: f64| percent(value, 1);
        let paid = match self.cost < 0.0 {
            true => format!("Credit {}", share(-self.cost)),
            false => format!("Debit {}", share(self.cost)),
        };
        let extreme = |most: bool| {
            let of = if most { f64::max } else { f64::min };
            self.at_expiry.iter().copied().fold(0.0, of)
        };
        let even: Vec<String> =
            self.break_evens().into_iter().map(|by| super::number::plus(share(by))).collect();
        let even = match even.is_empty() {
            true => String::new(),
            false => format!("; breakeven at {}", even.join(" and ")),
        };
        let furthest = decimal(FURTHEST * 100.0, 0);
        format!(
            "{paid} of the underlying; within ±{furthest} % after {} days it makes at most {} and \
             loses at most {}{even}.",
            self.days,
            share(extreme(true)),
            share(-extreme(false)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, StructureChoices};
    use expect_test::expect;

    #[test]
    fn every_default_structure_is_described_in_a_sentence() {
        let choices = StructureChoices::default();
        let actual: Vec<String> = Profile::ALL
            .into_iter()
            .flat_map(|profile| choices.assignments(profile))
            .map(|own| {
                format!(
                    "{}: {}",
                    own.structure.name,
                    of(&own.structure, &Model::default()).sentence()
                )
            })
            .collect();
        expect![[r#"
            long straddle: Debit 6.4 % of the underlying; within ±25 % after 75 days it makes at most 18.6 % and loses at most 6.4 %; breakeven at −6.4 % and +6.4 %.
            long straddle: Debit 0.9 % of the underlying; within ±25 % after 2 days it makes at most 24.1 % and loses at most 0.9 %; breakeven at −0.9 % and +0.9 %.
            short straddle: Credit 0.9 % of the underlying; within ±25 % after 2 days it makes at most 0.9 % and loses at most 24.1 %; breakeven at −0.9 % and +0.9 %.
            short strangle: Credit 0.8 % of the underlying; within ±25 % after 10 days it makes at most 0.8 % and loses at most 22.5 %; breakeven at −2.9 % and +2.5 %.
            call risk reversal: Credit 0.3 % of the underlying; within ±25 % after 45 days it makes at most 21.5 % and loses at most 20.3 %; breakeven at −4.7 %.
            put backspread: Credit 0.2 % of the underlying; within ±25 % after 30 days it makes at most 18.1 % and loses at most 3.3 %; breakeven at −6.9 % and −0.2 %.
            long strangle: Debit 1.1 % of the underlying; within ±25 % after 45 days it makes at most 18.3 % and loses at most 1.1 %; breakeven at −9.0 % and +6.7 %."#]].assert_eq(&actual.join("\n"));
    }

    #[test]
    fn a_strike_by_delta_has_that_delta() {
        let strangle = &StructureChoices::default().assignments(Profile::Charm)[0].structure;
        let surface = Surface::flat(Vol::percent(INDEX), &Model::default());
        for rule in &strangle.legs {
            let leg = leg(rule, &surface);
            let at = terms(leg.right, leg.strike, SPOT, leg.days, &surface);
            assert!((black_scholes::delta(&at).abs() - 0.25).abs() < 1e-9);
        }
    }
}
