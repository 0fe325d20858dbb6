//! Limits on risk: what they do to a day's targets, and which exits they force.
//!
//! The rules here lower targets before the allocation's floor, or close positions. Limits on what
//! is held (delta, gamma, vega, value at risk, shocks) are measured on the target book instead,
//! after the orders are known: [`exposure`] counts them, and [`decide`](super::decide) fits the
//! orders.

pub mod exposure;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::profile::{PerProfile, Profile};
use crate::trade::exit::{ExitCause, Exits};
use crate::units::{Contracts, Money, Price};

use super::report::{Breach, ExitReason, LimitCounts, LimitKind, Response};

#[cfg(test)]
mod tests;

/// What a stop loss and a take profit are shares of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitBasis {
    /// Margin at entry plus net premium paid, credits negative.
    #[default]
    Risk,
    /// Capital that the weight at entry stood for.
    Notional,
}

/// The limits of a scenario, shares as decimals; `None` is off. By default all are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RiskLimits {
    /// Loss of a position with its hedge that closes it, as a share of the exit basis, where its
    /// structure has no rule of its own.
    pub stop_loss: Option<f64>,
    /// Profit of a position that closes it, likewise.
    pub take_profit: Option<f64>,
    /// Calendar days a position is held, likewise.
    pub maximum_days: Option<f64>,
    /// What the two are shares of.
    pub exit_basis: ExitBasis,
    /// Calendar days a profile stays in cash after one of these exits.
    pub pause_days: f64,
    /// Fall of equity from its peak at which everything is closed; from half of it on targets
    /// shrink.
    pub drawdown: Option<f64>,
    /// Calendar days in cash until trading starts again with a new peak; `None` is never.
    pub restart_days: Option<f64>,
    /// Largest one-day loss that one day in a hundred exceeds, share of equity.
    pub value_at_risk: Option<f64>,
    /// The same in dollars.
    pub value_at_risk_dollars: Option<f64>,
    /// Largest delta in dollars, share of equity.
    pub delta: Option<f64>,
    /// The same in dollars.
    pub delta_dollars: Option<f64>,
    /// Whether delta beyond the limit is hedged, instead of scaling positions.
    pub hedge_delta: bool,
    /// Largest change of delta in dollars per 1 % of the underlying, share of equity.
    pub gamma: Option<f64>,
    /// The same in dollars.
    pub gamma_dollars: Option<f64>,
    /// Largest gain or loss per point of volatility, share of equity.
    pub vega: Option<f64>,
    /// The same in dollars.
    pub vega_dollars: Option<f64>,
    /// Largest loss in the worst of the shocks, share of equity.
    pub shock_loss: Option<f64>,
    /// The same in dollars.
    pub shock_loss_dollars: Option<f64>,
    /// Move of the underlying in a shock, up and down.
    pub shock_spot: f64,
    /// Rise of every option's volatility in a shock.
    pub shock_vol: f64,
    /// Whether targets are scaled when the volatility index is high.
    pub scale_in_fear: bool,
    /// Level of the index above which they are.
    pub fear_level: f64,
    /// Share of every target that is kept then.
    pub fear_factor: f64,
    /// Nothing is opened this many calendar days before a known event.
    pub event_days: Option<f64>,
}

impl Default for RiskLimits {
    fn default() -> Self {
        Self {
            stop_loss: None,
            take_profit: None,
            maximum_days: None,
            exit_basis: ExitBasis::Risk,
            pause_days: 5.0,
            drawdown: None,
            restart_days: None,
            value_at_risk: None,
            value_at_risk_dollars: None,
            delta: None,
            delta_dollars: None,
            hedge_delta: false,
            gamma: None,
            gamma_dollars: None,
            vega: None,
            vega_dollars: None,
            shock_loss: None,
            shock_loss_dollars: None,
            shock_spot: 0.20,
            shock_vol: 0.30,
            scale_in_fear: false,
            fear_level: 0.35,
            fear_factor: 0.5,
            event_days: None,
        }
    }
}

/// A position at a close, as exits see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExitInputs {
    /// The number of its trade.
    pub(super) trade: u32,
    /// Profit of options and hedge since entry.
    pub(super) profit: Money,
    /// Capital at entry.
    pub(super) capital: Money,
    /// Margin and net premium at entry.
    pub(super) risk: Money,
    /// Units held.
    pub(super) units: Contracts,
    /// Calendar days held.
    pub(super) days: i64,
    /// The structure's own exits.
    pub(super) exits: Exits,
}

/// The account at a close as the limits see it. Weights are shares of equity.
pub(super) struct LimitInputs {
    pub(super) date: NaiveDate,
    /// The targets of the allocation.
    pub(super) target: PerProfile<f64>,
    /// Whether a profile has a structure to trade in this regime.
    pub(super) trades: PerProfile<bool>,
    /// What is held.
    pub(super) held: PerProfile<Option<ExitInputs>>,
    /// Calendar days to the next known event, if one is near.
    pub(super) days_to_event: Option<i64>,
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
}

/// The limits at work over the days of a run: peaks, pauses, and the log.
pub(super) struct Guard {
    pub(super) limits: RiskLimits,
    peak: Money,
    /// Whether the drawdown limit was reached, and when trading starts again.
    halted: Option<Halt>,
    /// Whether today's targets were scaled by the drawdown.
    is_scaled: bool,
    paused_until: PerProfile<Option<NaiveDate>>,
    /// Trades whose exits were found to have no basis.
    unmeasured: PerProfile<u32>,
    /// Which limits were reached on the day before, and on how many days in a row by then.
    yesterday: Vec<BreachStreak>,
    today: Vec<BreachStreak>,
    losses: Vec<f64>,
    pub(super) counts: LimitCounts,
    pub(super) breaches: Vec<Breach>,
}

/// The account in cash since the maximum drawdown.
#[derive(Clone, Copy, Debug)]
struct Halt {
    /// `None` is never.
    until: Option<NaiveDate>,
}

/// A limit, whose it is, and on how many days in a row it has been reached.
type BreachStreak = (LimitKind, Option<Profile>, u32);

/// Days of history that value at risk looks back, and the fewest it needs.
pub(super) const HISTORY: usize = 250;
const FEWEST: usize = 20;

impl Guard {
    pub(super) fn new(limits: RiskLimits, capital: Money) -> Self {
        Self {
            limits,
            peak: capital,
            halted: None,
            is_scaled: false,
            paused_until: [None; 6],
            unmeasured: [0; 6],
            yesterday: Vec::new(),
            today: Vec::new(),
            losses: Vec::with_capacity(HISTORY),
            counts: LimitCounts::default(),
            breaches: Vec::new(),
        }
    }

    /// Begins a decision: what was reached today becomes what was reached the day before.
    pub(super) fn begin(&mut self) {
        std::mem::swap(&mut self.yesterday, &mut self.today);
        self.today.clear();
    }

    /// Logs a breach with how long it has lasted.
    pub(super) fn record_breach(&mut self, mut breach: Breach) {
        let (limit, profile) = (breach.limit, breach.profile);
        let before = self.yesterday.iter().find(|streak| (streak.0, streak.1) == (limit, profile));
        breach.day += before.map_or(0, |streak| streak.2);
        self.today.push((limit, profile, breach.day));
        self.breaches.push(breach);
    }

    /// The share of every target that the drawdown and the volatility index leave: after the
    /// allocation's scaling, before its floor.
    pub(super) fn scale(&mut self, date: NaiveDate, equity: Money, index_level: f64) -> f64 {
        self.drawdown(date, equity) * self.fear(date, index_level)
    }

    /// From half the limit on, 2 (limit - drawdown) / limit; at the limit everything is closed.
    fn drawdown(&mut self, date: NaiveDate, equity: Money) -> f64 {
        self.is_scaled = false;
        let Some(limit) = self.limits.drawdown else { return 1.0 };
        if self.halted.is_some_and(|halt| halt.until.is_some_and(|until| date >= until)) {
            self.halted = None;
            self.counts.in_cash_since = None;
            self.peak = equity;
        }
        if self.halted.is_some() {
            return 0.0;
        }
        self.peak = self.peak.max(equity);
        let value = (self.peak - equity).to_dollars_f64() / self.peak.to_dollars_f64();
        if value < limit / 2.0 {
            return 1.0;
        }
        let (kind, bound) = (LimitKind::Drawdown, limit);
        let breach = |bound, response| Breach {
            date,
            day: 1,
            limit: kind,
            profile: None,
            value,
            bound,
            response,
        };
        self.is_scaled = true;
        if value >= limit {
            let days = self.limits.restart_days.map(|days| days as i64);
            self.halted = Some(Halt { until: days.map(|days| date + Duration::days(days)) });
            self.counts.halts += 1;
            self.counts.in_cash_since = Some(date);
            self.breaches.push(breach(bound, Response::Halted { days }));
            return 0.0;
        }
        let factor = 2.0 * (limit - value) / limit;
        self.counts.days_scaled += 1;
        self.record_breach(breach(bound / 2.0, Response::Scaled { factor }));
        factor
    }

    fn fear(&mut self, date: NaiveDate, value: f64) -> f64 {
        let RiskLimits { fear_level: bound, fear_factor: factor, scale_in_fear, .. } = self.limits;
        if !scale_in_fear || value <= bound {
            return 1.0;
        }
        let (limit, profile) = (LimitKind::VolatilityIndex, None);
        let response = Response::Scaled { factor };
        self.record_breach(Breach { date, day: 1, limit, profile, value, bound, response });
        factor
    }

    /// Holds a day's targets against the limits that are not measured on the target book, in this
    /// order: structures, exits, drawdown, events.
    pub(super) fn rule(&mut self, standing: &LimitInputs) -> Ruling {
        let mut ruling = Ruling { target: standing.target, ..Ruling::default() };
        for (target, trades) in ruling.target.iter_mut().zip(standing.trades) {
            *target = if trades { *target } else { 0.0 };
        }
        self.exits(standing, &mut ruling);
        if self.halted.is_some() {
            ruling.target = [0.0; 6];
            ruling.paused = [true; 6];
            ruling.forced = ruling.forced.map(|forced| forced.or(Some(ExitReason::DrawdownHalt)));
        } else if self.is_scaled {
            ruling.pressed = ruling.target.map(|target| target == 0.0);
        }
        self.events(standing, &mut ruling);
        ruling
    }

    /// Stops, profits taken and positions held too long; then the pause.
    fn exits(&mut self, standing: &LimitInputs, ruling: &mut Ruling) {
        let date = standing.date;
        for profile in Profile::ALL {
            let index = profile.index();
            if let Some(held) = &standing.held[index]
                && let Some(due) = self.due(date, profile, held)
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

    /// The exit that is due. What was opened for less than a tick a unit has nothing that a loss
    /// could be a share of: it never exits by one, which is logged once.
    fn due(
        &mut self,
        date: NaiveDate,
        profile: Profile,
        held: &ExitInputs,
    ) -> Option<crate::trade::exit::DueExit> {
        let exits = self.limits.exits(held.exits);
        let basis = match self.limits.exit_basis {
            ExitBasis::Notional => held.capital,
            ExitBasis::Risk => held.risk,
        };
        let least = Price::TICK.times(held.units, crate::trade::Instrument::MULTIPLIER);
        if basis >= least {
            return exits.due(held.profit, basis, held.days);
        }
        let missed = exits.stop_loss.map(|bound| (LimitKind::StopLoss, -bound));
        let missed = missed.or(exits.take_profit.map(|bound| (LimitKind::TakeProfit, bound)));
        let logged = std::mem::replace(&mut self.unmeasured[profile.index()], held.trade);
        if let Some((limit, bound)) = missed.filter(|_| logged != held.trade) {
            let (value, profile, response) = (0.0, Some(profile), Response::NoBasis);
            self.breaches.push(Breach { date, day: 1, limit, profile, value, bound, response });
        }
        let exits = Exits { stop_loss: None, take_profit: None, ..exits };
        exits.due(held.profit, least.max(Money::micros(1)), held.days)
    }

    fn events(&mut self, standing: &LimitInputs, ruling: &mut Ruling) {
        let Some(bound) = self.limits.event_days else { return };
        let near = standing.days_to_event.filter(|days| *days as f64 <= bound);
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
    pub(super) fn hedged(&mut self, date: NaiveDate, value: f64, bound: f64, shares: i64) {
        self.breaches.push(Breach {
            date,
            day: 1,
            limit: LimitKind::Delta,
            profile: None,
            value,
            bound,
            response: Response::Hedged { shares },
        });
    }
}

impl RiskLimits {
    /// A structure's own exits, and those of the scenario where it has none.
    pub(super) fn exits(&self, own: Exits) -> Exits {
        Exits {
            stop_loss: own.stop_loss.or(self.stop_loss),
            take_profit: own.take_profit.or(self.take_profit),
            maximum_days: own.maximum_days.or(self.maximum_days.map(|days| days as i64)),
        }
    }
}
