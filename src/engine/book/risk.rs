//! What positions risk: as exits see them, and option by option for the limits on the book.

use chrono::NaiveDate;

use crate::profile::Profile;
use crate::trade::exit::Exits;
use crate::trade::margin::{self, MarginLeg};
use crate::trade::{Contract, Leg, Position};
use crate::units::{Contracts, Money, Price};

use super::super::limits::ExitInputs;
use super::super::limits::exposure::OptionRisk;
use super::super::order::{Order, OrderAction};
use super::super::report::{Reason, RotationKind};
use super::measure::vega_per_point;
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    /// A position as exits see it at a close: options and hedge together. `None` where no exit
    /// could be due.
    pub(in super::super) fn exit_inputs(
        &self,
        profile: Profile,
        date: NaiveDate,
        spot: Price,
    ) -> Option<ExitInputs> {
        let position = self.position(profile)?;
        let exits = self.playbook.structure(position.structure).exits;
        if self.scenario.limits.exits(exits) == Exits::default() {
            return None;
        }
        let hedge = self.hedge_profit_at(profile, spot) - position.hedged_before;
        Some(ExitInputs {
            trade: position.trade,
            profit: position.profit() + hedge,
            capital: position.capital,
            risk: position.entry_risk,
            units: position.units,
            days: (date - position.opened).num_days(),
            exits,
        })
    }

    /// Margin and net premium of what has just been opened; `legs` are those that were added.
    pub(super) fn risk_of(&self, legs: &[MarginLeg], paid: Money, spot: Price) -> Money {
        margin::requirement(legs, spot, self.scenario.instrument) + paid
    }

    /// Shares of a profile's hedge, without those that options have delivered.
    pub(in super::super) fn hedge_shares(&self, profile: Profile) -> i64 {
        self.holdings[profile.index()].shares() - self.delivered[profile.index()]
    }

    /// All options of a position at their marks.
    pub(in super::super) fn held_risk(
        &self,
        position: &Position,
        market: MarketMoment<'_>,
        shocks: Option<&[(f64, f64)]>,
    ) -> OptionRisk {
        let legs = position.legs.iter();
        legs.map(|leg| self.leg_risk(leg, market, shocks)).fold(OptionRisk::default(), |a, b| a + b)
    }

    /// One unit of a structure in the contracts that would be chosen now; `None` where one of them
    /// is not listed.
    pub(in super::super) fn unit_risk(
        &self,
        structure: usize,
        market: MarketMoment<'_>,
        shocks: Option<&[(f64, f64)]>,
    ) -> Option<OptionRisk> {
        let rules = &self.playbook.structure(structure).legs;
        let mut sum = OptionRisk::default();
        for (number, rule) in rules.iter().enumerate() {
            let contract = self.select(rule, market).ok()?;
            sum = sum + self.new_leg_risk(contract, number, rule.ratio, market, shocks);
        }
        Some(sum)
    }

    /// Why the quotes of a moment refuse what an order would open or add to: a contract is not
    /// listed, or a sale would bring no credit. Buying power is not looked at.
    pub(in super::super) fn refusal(
        &self,
        order: &Order,
        market: MarketMoment<'_>,
    ) -> Option<Reason> {
        match (order.task, self.position(order.profile)) {
            (OrderAction::Resize(opening), Some(held)) if opening.units > held.units => {
                self.growth(order, &opening, market, held).err()
            }
            (
                OrderAction::Open(opening)
                | OrderAction::Move(opening)
                | OrderAction::Reopen(opening)
                | OrderAction::Roll(Some(opening)),
                _,
            ) if opening.units > Contracts::ZERO => {
                self.plan_opening(order, &opening, market, RotationKind::Open).err()
            }
            _ => None,
        }
    }

    /// A position after its due legs are renewed, as the fill would do it.
    pub(in super::super) fn rolled_risk(
        &self,
        position: &Position,
        market: MarketMoment<'_>,
        shocks: Option<&[(f64, f64)]>,
    ) -> OptionRisk {
        let mut sum = OptionRisk::default();
        let rules = &self.playbook.structure(position.structure).legs;
        for (number, rule) in rules.iter().enumerate() {
            let held = position.legs.iter().find(|leg| leg.rule == number);
            let days = held.map(|leg| leg.contract.days_left(market.date()));
            let is_due = rule.roll_below.is_some_and(|below| days.is_none_or(|days| days < below));
            let successor =
                is_due.then(|| self.successor(position, number, rule, market).ok()).flatten();
            sum = sum
                + match (successor, held) {
                    (Some((contract, _)), _) => {
                        let units = position.units.count();
                        self.new_leg_risk(contract, number, rule.ratio, market, shocks) * units
                    }
                    (None, Some(leg)) => self.leg_risk(leg, market, shocks),
                    (None, None) => OptionRisk::default(),
                };
        }
        sum
    }

    fn new_leg_risk(
        &self,
        contract: Contract,
        number: usize,
        ratio: i64,
        market: MarketMoment<'_>,
        shocks: Option<&[(f64, f64)]>,
    ) -> OptionRisk {
        let mut leg = Leg::new(contract, number);
        leg.contracts = Contracts::new(ratio);
        leg.greeks = market.quoter.greeks(&contract).into();
        self.leg_risk(&leg, market, shocks)
    }

    fn leg_risk(
        &self,
        leg: &Leg,
        market: MarketMoment<'_>,
        shocks: Option<&[(f64, f64)]>,
    ) -> OptionRisk {
        let shares = leg.contracts.shares(MULTIPLIER) as f64;
        let mut risk = OptionRisk {
            delta: shares * leg.greeks.delta,
            gamma: shares * leg.greeks.gamma,
            vega: vega_per_point(leg),
            ..OptionRisk::default()
        };
        if let Some(shocks) = shocks {
            let price =
                |spot: f64, vol: f64| market.quoter.shocked(&leg.contract, leg.implied, spot, vol);
            let now = price(0.0, 0.0);
            for (gain, (spot, vol)) in risk.shocks.iter_mut().zip(shocks) {
                *gain = shares * (price(*spot, *vol) - now);
            }
        }
        risk
    }
}
