//! Scores and compatibility to weights under limits, with the trace of every step.
//!
//! The steps, in order: desirability, normalisation, cap, volatility scaling, overlays, floor.
//! No step lifts a weight above the cap, and what cannot be placed stays cash.

use serde::{Deserialize, Serialize};

use crate::math;
use crate::profile::{PerProfile, Profile};
use crate::regime::Regime;

/// How well a profile suits a regime, 0 to 1: rows are regimes, columns profiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Compatibility(pub [PerProfile<f64>; 6]);

impl Default for Compatibility {
    fn default() -> Self {
        Self([
            [1.0, 0.0, 0.3, 1.0, 0.0, 0.2],
            [0.0, 1.0, 0.2, 0.0, 1.0, 0.6],
            [0.4, 0.0, 1.0, 1.0, 0.0, 0.1],
            [0.0, 0.4, 0.0, 0.0, 1.0, 1.0],
            [0.2, 1.0, 0.6, 0.3, 0.4, 0.1],
            [0.4, 0.6, 0.2, 0.2, 0.8, 1.0],
        ])
    }
}

/// What capital may do. Shares of equity and volatilities are decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// No profile's weight is above this.
    pub max_profile_weight: f64,
    /// A weight below this stays cash.
    pub min_profile_weight: f64,
    /// Profiles trade when a weight is further from its target than this.
    pub rebalance_threshold: f64,
    /// Above this RV20 every weight is scaled ...
    pub vol_scale_threshold: f64,
    /// ... by this factor.
    pub vol_scale_factor: f64,
    /// Whether short-volatility structures get nothing within 3 days before an event.
    pub no_short_vol_before_events: bool,
    /// Whether charm gets nothing while RV10 is above the 20-day implied volatility.
    pub no_charm_when_realised_leads: bool,
    /// How well each profile suits each regime.
    pub compatibility: Compatibility,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_profile_weight: 0.40,
            min_profile_weight: 0.05,
            rebalance_threshold: 0.05,
            vol_scale_threshold: 0.30,
            vol_scale_factor: 0.5,
            no_short_vol_before_events: false,
            no_charm_when_realised_leads: false,
            compatibility: Compatibility::default(),
        }
    }
}

/// What the allocation of a day depends on besides the limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// The day's regime.
    pub regime: Regime,
    /// How strongly each profile's edge is on.
    pub scores: PerProfile<f64>,
    /// Realised volatility over 20 days.
    pub rv20: f64,
    /// Whether a known event lies at most 3 days ahead.
    pub event_ahead: bool,
    /// Which profiles would sell volatility today.
    pub short_volatility: PerProfile<bool>,
    /// Whether RV10 is above the 20-day implied volatility.
    pub realised_leads: bool,
    /// Share of every weight that limits on risk leave: drawdown and volatility index.
    pub risk_factor: f64,
}

/// The weights of a day and every step that led to them, shares of equity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trace {
    /// Score times compatibility.
    pub desirability: PerProfile<f64>,
    /// Divided by their sum; all zero if the sum is.
    pub normalised: PerProfile<f64>,
    /// None above the cap, the excess handed on.
    pub capped: PerProfile<f64>,
    /// Scaled in high volatility, and by limits on risk.
    pub scaled: PerProfile<f64>,
    /// After the overlays that are switched on.
    pub overlaid: PerProfile<f64>,
    /// The target: a weight below the floor stays cash.
    pub target: PerProfile<f64>,
}

/// The target weights of a day, with every step.
///
/// ```
/// use rotation::allocate::{Conditions, Limits, weigh};
/// use rotation::regime::Regime;
/// let calm = Conditions {
///     regime: Regime::TrendUp,
///     scores: [0.8, 0.1, 0.4, 0.7, 0.1, 0.3],
///     rv20: 0.12,
///     event_ahead: false,
///     short_volatility: [false; 6],
///     realised_leads: false,
///     risk_factor: 1.0,
/// };
/// let trace = weigh(&calm, &Limits::default());
/// assert_eq!(trace.target[0], 0.40); // the cap binds
/// assert!(trace.target.iter().sum::<f64>() <= 1.0);
/// ```
#[must_use]
pub fn weigh(conditions: &Conditions, limits: &Limits) -> Trace {
    let desirability = desirability(conditions, limits);
    let normalised = normalise(desirability);
    let capped = cap(normalised, limits.max_profile_weight);
    let scaled = scale(capped, conditions, limits);
    let overlaid = overlay(scaled, conditions, limits);
    let target =
        overlaid.map(|weight| if weight < limits.min_profile_weight { 0.0 } else { weight });
    Trace { desirability, normalised, capped, scaled, overlaid, target }
}

fn desirability(conditions: &Conditions, limits: &Limits) -> PerProfile<f64> {
    let suits = limits.compatibility.0[conditions.regime.index()];
    Profile::ALL.map(|profile| conditions.scores[profile.index()] * suits[profile.index()])
}

fn normalise(desirability: PerProfile<f64>) -> PerProfile<f64> {
    let sum = total(desirability);
    if sum > 0.0 { desirability.map(|share| share / sum) } else { [0.0; 6] }
}

/// Adds up from the smallest on, so that the order of the profiles does not matter to the last bit.
fn total(mut shares: PerProfile<f64>) -> f64 {
    math::sort(&mut shares);
    shares.iter().sum()
}

/// Redistributes weight above the cap to uncapped profiles in proportion, until none exceeds it. A
/// profile once at the cap stays there, so at most six rounds are needed.
fn cap(mut weights: PerProfile<f64>, cap: f64) -> PerProfile<f64> {
    let mut at_cap = [false; 6];
    loop {
        if weights.iter().all(|weight| *weight <= cap) {
            return weights;
        }
        let excess = total(weights.map(|weight| math::greater(weight - cap, 0.0)));
        for (weight, at_cap) in weights.iter_mut().zip(&mut at_cap) {
            if *weight > cap {
                *weight = cap;
                *at_cap = true;
            }
        }
        let mut below = weights;
        for (weight, _) in below.iter_mut().zip(&at_cap).filter(|(_, at)| **at) {
            *weight = 0.0;
        }
        let open = total(below);
        if open <= 0.0 {
            return weights;
        }
        for (weight, _) in weights.iter_mut().zip(&at_cap).filter(|(_, at)| !**at) {
            *weight += excess * *weight / open;
        }
    }
}

fn scale(weights: PerProfile<f64>, conditions: &Conditions, limits: &Limits) -> PerProfile<f64> {
    let is_volatile = conditions.rv20 > limits.vol_scale_threshold;
    let factor = if is_volatile { limits.vol_scale_factor } else { 1.0 };
    weights.map(|weight| weight * factor * conditions.risk_factor)
}

fn overlay(
    mut weights: PerProfile<f64>,
    conditions: &Conditions,
    limits: &Limits,
) -> PerProfile<f64> {
    if limits.no_short_vol_before_events && conditions.event_ahead {
        for (weight, short) in weights.iter_mut().zip(conditions.short_volatility) {
            *weight = if short { 0.0 } else { *weight };
        }
    }
    if limits.no_charm_when_realised_leads && conditions.realised_leads {
        weights[Profile::Charm.index()] = 0.0;
    }
    weights
}
