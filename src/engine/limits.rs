//! Limits on risk: they lower the allocation's targets before these become orders.
//!
//! Each rule looks at what is held at today's close and lowers targets; none raises one. Measures
//! are projected onto the targets, so that a limit which binds today binds tomorrow in the same
//! way instead of selling and buying back.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::math;
use crate::profile::{PerProfile, Profile};
use crate::trade::exit::{ExitCause, Exits};
use crate::units::Money;

use super::report::{Breach, ExitReason, LimitKind, Response};

#[cfg(test)]
mod tests;

/// The limits of a scenario, shares as decimals. The defaults bind nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RiskLimits {
    /// Loss of a position that closes it, as a multiple of its capital, where its structure has
    /// no rule of its own.
    pub stop_loss: f64,
    /// Profit of a position that closes it, likewise.
    pub take_profit: f64,
    /// Calendar days a position is held, likewise.
    pub maximum_days: f64,
    /// Calendar days a profile stays in cash after one of these exits.
    pub pause_days: f64,
    /// Fall of equity from its peak that sells everything.
    pub drawdown: f64,
    /// Calendar days everything stays in cash then.
    pub halt_days: f64,
    /// Largest one-day loss that one day in a hundred exceeds, share of equity.
    pub value_at_risk: f64,
    /// Largest delta in dollars, share of equity.
    pub delta: f64,
    /// Whether delta beyond the limit is hedged, instead of scaling a profile.
    pub hedge_delta: bool,
    /// Largest change of delta in dollars per 1 % of the underlying, share of equity.
    pub gamma: f64,
    /// Largest gain or loss per point of volatility, share of equity.
    pub vega: f64,
    /// Whether targets are scaled when the volatility index is high.
    pub scale_in_fear: bool,
    /// Level of the index above which they are.
    pub fear_level: f64,
    /// Share of every target that is kept then.
    pub fear_factor: f64,
    /// Nothing is opened this many calendar days before a known event; 0 is never.
    pub event_days: f64,
}

impl Default for RiskLimits {
    fn default() -> Self {
        Self {
            stop_loss: 10.0,
            take_profit: 10.0,
            maximum_days: 3_650.0,
            pause_days: 5.0,
            drawdown: 1.0,
            halt_days: 20.0,
            value_at_risk: 1.0,
            delta: 10.0,
            hedge_delta: false,
            gamma: 10.0,
            vega: 10.0,
            scale_in_fear: false,
            fear_level: 0.35,
            fear_factor: 0.5,
            event_days: 0.0,
        }
    }
}

/// The account at a close as the limits see it. Weights are shares of equity.
pub(super) struct LimitInputs<'a> {
    pub(super) date: NaiveDate,
    pub(super) equity: Money,
    /// The targets of the allocation.
    pub(super) target: PerProfile<f64>,
    /// Weights at today's marks.
    pub(super) current: PerProfile<f64>,
    /// Whether a profile has a structure to trade in this regime.
    pub(super) trades: PerProfile<bool>,
    /// Profit since entry, capital at entry, days held and the structure's own exits.
    pub(super) held: PerProfile<Option<(Money, Money, i64, Exits)>>,
    /// Delta, gamma and vega of each profile, and of the portfolio's own hedge, share of equity.
    pub(super) exposure: [[f64; 3]; 7],
    /// Simple returns of the underlying up to today, the newest last.
    pub(super) returns: &'a [f64],
    /// Level of the volatility index, if one is quoted.
    pub(super) index_level: Option<f64>,
    /// Calendar days to the next known event, if one is near.
    pub(super) days_to_event: Option<i64>,
    /// Weights below this stay cash.
    pub(super) floor: f64,
}

/// A day's targets within the limits, and the exits the limits force.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ruling {
    /// The targets within the limits.
    pub(super) target: PerProfile<f64>,
    /// Positions that are closed whatever the targets.
    pub(super) forced: PerProfile<Option<ExitReason>>,
    /// Profiles that trade whatever the rebalance threshold.
    pub(super) pressed: PerProfile<bool>,
    /// Profiles that stay in cash after an exit.
    pub(super) paused: PerProfile<bool>,
    /// Whether nothing is opened before an event.
    pub(super) locked_out: bool,
    /// Delta in dollars per dollar of equity that is to be hedged away.
    pub(super) excess_delta: f64,
}

/// The limits at work over the days of a run: peaks, pauses, and the log.
pub(super) struct Guard {
    limits: RiskLimits,
    peak: Money,
    halted_until: Option<NaiveDate>,
    paused_until: PerProfile<Option<NaiveDate>>,
    /// Which limits were reached on the day before, and on how many days in a row by then.
    yesterday: Vec<BreachStreak>,
    today: Vec<BreachStreak>,
    losses: Vec<f64>,
    pub(super) breaches: Vec<Breach>,
}

/// A limit, whose it is, and on how many days in a row it has been reached.
type BreachStreak = (LimitKind, Option<Profile>, u32);

/// The names of the three sensitivities that are limited.
const GREEKS: [LimitKind; 3] = [LimitKind::Delta, LimitKind::Gamma, LimitKind::Vega];

/// Shares of a sensitivity that differ by less than this share of themselves are alike.
const ALIKE: f64 = 1e-9;

/// Days of history that value at risk looks back, and the fewest it needs.
pub(super) const HISTORY: usize = 250;
const FEWEST: usize = 20;

impl Guard {
    pub(super) fn new(limits: RiskLimits, capital: Money) -> Self {
        Self {
            limits,
            peak: capital,
            halted_until: None,
            paused_until: [None; 6],
            yesterday: Vec::new(),
            today: Vec::new(),
            losses: Vec::with_capacity(HISTORY),
            breaches: Vec::new(),
        }
    }

    /// Whether value at risk can bind, so that the history of returns is needed.
    pub(super) fn needs_returns(&self) -> bool {
        self.limits.value_at_risk < 1.0
    }

    /// Holds a day's targets against every limit, in this order: structures, exits, drawdown, the
    /// volatility index, value at risk, sensitivities, events, and the floor once more.
    pub(super) fn rule(&mut self, standing: &LimitInputs<'_>) -> Ruling {
        let mut ruling = Ruling { target: standing.target, ..Ruling::default() };
        for (target, trades) in ruling.target.iter_mut().zip(standing.trades) {
            *target = if trades { *target } else { 0.0 };
        }
        self.exits(standing, &mut ruling);
        self.drawdown(standing, &mut ruling);
        self.fear(standing, &mut ruling);
        self.value_at_risk(standing, &mut ruling);
        self.sensitivities(standing, &mut ruling);
        self.events(standing, &mut ruling);
        ruling.target =
            ruling.target.map(|target| if target < standing.floor { 0.0 } else { target });
        std::mem::swap(&mut self.yesterday, &mut self.today);
        self.today.clear();
        ruling
    }

    /// Logs a breach with how long it has lasted.
    fn record_breach(&mut self, mut breach: Breach) {
        let (limit, profile) = (breach.limit, breach.profile);
        let before = self.yesterday.iter().find(|streak| (streak.0, streak.1) == (limit, profile));
        breach.day += before.map_or(0, |streak| streak.2);
        self.today.push((limit, profile, breach.day));
        self.breaches.push(breach);
    }

    /// Stops, profits taken and positions held too long; then the pause.
    fn exits(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let date = standing.date;
        for profile in Profile::ALL {
            let index = profile.index();
            if let Some((profit, capital, days, own)) = standing.held[index]
                && let Some(due) = self.limits.exits(own).due(profit, capital, days)
            {
                let (limit, reason) = match due.cause {
                    ExitCause::StopLoss => (LimitKind::StopLoss, ExitReason::StopLoss),
                    ExitCause::TakeProfit => (LimitKind::TakeProfit, ExitReason::TakeProfit),
                    ExitCause::MaximumDays => (LimitKind::MaximumDays, ExitReason::MaximumDays),
                };
                ruling.forced[index] = Some(reason);
                self.paused_until[index] =
                    Some(date + Duration::days(self.limits.pause_days as i64));
                let (value, bound, response) = (due.value, due.limit, Response::Closed);
                let (day, profile) = (1, Some(profile));
                self.breaches.push(Breach { date, day, limit, profile, value, bound, response });
            }
            ruling.paused[index] = self.paused_until[index].is_some_and(|until| date < until);
            if ruling.paused[index] {
                ruling.target[index] = 0.0;
            }
        }
    }

    /// Liquidates beyond the maximum drawdown, and measures the next drawdown from there.
    fn drawdown(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let date = standing.date;
        self.peak = self.peak.max(standing.equity);
        let fall = 1.0 - standing.equity.to_dollars_f64() / self.peak.to_dollars_f64();
        if fall > self.limits.drawdown {
            let days = self.limits.halt_days as i64;
            self.halted_until = Some(date + Duration::days(days));
            self.peak = standing.equity;
            self.breaches.push(Breach {
                date,
                day: 1,
                limit: LimitKind::Drawdown,
                profile: None,
                value: fall,
                bound: self.limits.drawdown,
                response: Response::Halted { days },
            });
            ruling.forced = ruling.forced.map(|forced| forced.or(Some(ExitReason::DrawdownHalt)));
        }
        if self.halted_until.is_some_and(|until| date < until) {
            ruling.target = [0.0; 6];
            ruling.paused = [true; 6];
            ruling.forced = ruling.forced.map(|forced| forced.or(Some(ExitReason::DrawdownHalt)));
        }
    }

    fn fear(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let RiskLimits { fear_level, fear_factor, scale_in_fear, .. } = self.limits;
        let Some(value) = standing.index_level.filter(|level| *level > fear_level) else { return };
        if scale_in_fear {
            ruling.scale(fear_factor);
            self.record_breach(Breach {
                date: standing.date,
                day: 1,
                limit: LimitKind::VolatilityIndex,
                profile: None,
                value,
                bound: fear_level,
                response: Response::Scaled { factor: fear_factor },
            });
        }
    }

    /// Historical simulation: the last days' returns happen to what is held, by delta and gamma.
    fn value_at_risk(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let held: f64 = standing.current.iter().sum();
        let wanted: f64 = ruling.target.iter().sum();
        if !self.needs_returns() || standing.returns.len() < FEWEST || held <= 0.0 {
            return;
        }
        let [delta, gamma, _] = standing.total();
        // Gamma is per 1 %, so the half of its square is 50 r^2.
        let loss = |r: &f64| -(delta * r + 50.0 * gamma * r * r);
        // Compared, since the browser's `max` is a call.
        let greater = |a: f64, b: f64| if b > a { b } else { a };
        let worst = standing.returns.iter().map(loss).fold(f64::NEG_INFINITY, greater);
        if worst * wanted / held <= self.limits.value_at_risk {
            // Not even the worst day reaches the cap: the quantile need not be looked for.
            return;
        }
        self.losses.clear();
        self.losses.extend(standing.returns.iter().map(loss));
        let loss = math::quantile_in_place(&mut self.losses, 0.99).unwrap_or(0.0);
        let value = loss * wanted / held;
        if value > self.limits.value_at_risk {
            let factor = self.limits.value_at_risk / value;
            ruling.scale(factor);
            ruling.press_what_is_above(&standing.current);
            self.record_breach(Breach {
                date: standing.date,
                day: 1,
                limit: LimitKind::ValueAtRisk,
                profile: None,
                value,
                bound: self.limits.value_at_risk,
                response: Response::Scaled { factor },
            });
        }
    }

    /// Delta, gamma and vega at the targets; the profile that adds most is scaled, or those that do
    /// if several add alike.
    fn sensitivities(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let bounds = [self.limits.delta, self.limits.gamma, self.limits.vega];
        for (greek, (limit, bound)) in GREEKS.into_iter().zip(bounds).enumerate() {
            let date = standing.date;
            let total = standing.total()[greek];
            if limit == LimitKind::Delta && self.limits.hedge_delta {
                if total.abs() > bound {
                    ruling.excess_delta = total - bound * total.signum();
                }
                continue;
            }
            let at_target = standing.at_targets(&ruling.target, greek);
            let sum: f64 = at_target.iter().sum();
            if sum.abs() <= bound {
                continue;
            }
            let own = at_target.map(|share| share * sum.signum());
            let most = own.into_iter().fold(0.0, f64::max);
            // Those who add alike, which sizing by vega makes them do, are scaled alike.
            let scaled = own.map(|share| share >= most * (1.0 - ALIKE));
            let theirs: f64 = (0..6).filter(|at| scaled[*at]).map(|at| own[at]).sum();
            let factor = ((bound - (sum.abs() - theirs)) / theirs).clamp(0.0, 1.0);
            for profile in Profile::ALL.into_iter().filter(|profile| scaled[profile.index()]) {
                ruling.target[profile.index()] *= factor;
                ruling.pressed[profile.index()] |= total.abs() > bound;
                self.record_breach(Breach {
                    date,
                    day: 1,
                    limit,
                    profile: Some(profile),
                    value: sum,
                    bound,
                    response: Response::Scaled { factor },
                });
            }
        }
    }

    fn events(&mut self, standing: &LimitInputs<'_>, ruling: &mut Ruling) {
        let bound = self.limits.event_days;
        let near = standing.days_to_event.filter(|days| bound > 0.0 && *days as f64 <= bound);
        let Some(days) = near else { return };
        ruling.locked_out = true;
        self.record_breach(Breach {
            date: standing.date,
            day: 1,
            limit: LimitKind::Event,
            profile: None,
            value: days as f64,
            bound,
            response: Response::LockedOut,
        });
    }

    /// Notes that delta was hedged away.
    pub(super) fn hedged(&mut self, date: NaiveDate, value: f64, shares: i64) {
        self.breaches.push(Breach {
            date,
            day: 1,
            limit: LimitKind::Delta,
            profile: None,
            value,
            bound: self.limits.delta,
            response: Response::Hedged { shares },
        });
    }
}

impl RiskLimits {
    /// A structure's own exits, and those of the scenario where it has none.
    fn exits(&self, own: Exits) -> Exits {
        Exits {
            stop_loss: own.stop_loss.or(Some(self.stop_loss)),
            take_profit: own.take_profit.or(Some(self.take_profit)),
            maximum_days: own.maximum_days.or(Some(self.maximum_days as i64)),
        }
    }
}

impl LimitInputs<'_> {
    fn total(&self) -> [f64; 3] {
        [0, 1, 2].map(|greek| self.exposure.iter().map(|own| own[greek]).sum())
    }

    /// A sensitivity of each profile as if it were held at its target.
    fn at_targets(&self, target: &PerProfile<f64>, greek: usize) -> PerProfile<f64> {
        Profile::ALL.map(|profile| {
            let index = profile.index();
            let held = self.current[index];
            if held > 0.0 { self.exposure[index][greek] * target[index] / held } else { 0.0 }
        })
    }
}

impl Ruling {
    fn scale(&mut self, factor: f64) {
        self.target = self.target.map(|target| target * factor);
    }

    fn press_what_is_above(&mut self, current: &PerProfile<f64>) {
        for ((pressed, target), current) in self.pressed.iter_mut().zip(self.target).zip(current) {
            *pressed |= *current > target;
        }
    }
}
