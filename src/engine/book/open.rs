//! Opening a position: contracts are chosen, fitted to the buying power, and booked.

use crate::trade::cost::Fill;
use crate::trade::margin::{self, Held};
use crate::trade::{Contract, Instrument, LegRule, Position, StrikeRule};
use crate::units::{Contracts, Money};

use super::super::order::{Opening, Order};
use super::super::report::{Reason, Rotation, RotationKind};
use super::{Book, Market};

impl Book<'_> {
    /// Opens a position and returns its signed entry value, or says why it cannot.
    pub(super) fn open_position(
        &mut self,
        order: &Order,
        opening: &Opening,
        market: Market<'_>,
    ) -> Result<Money, Reason> {
        if opening.units < 1 {
            return Err(order.reason);
        }
        let structure = self.playbook.structure(opening.structure);
        let contracts = structure
            .legs
            .iter()
            .map(|rule| self.select(rule, market))
            .collect::<Result<Vec<Contract>, Reason>>()?;
        // Where few strikes are quoted two legs may meet in one contract, and cancel.
        let is_repeated = |(leg, contract)| contracts[..leg].contains(contract);
        if !market.quoter.is_by_rule() && contracts.iter().enumerate().any(is_repeated) {
            return Err(Reason::NoStrike);
        }
        let (units, fills) = self.affordable(&structure.legs, &contracts, opening.units, market);
        if units < opening.units {
            let reason = Reason::BuyingPower { wanted: opening.units, filled: units };
            if units < 1 {
                return Err(reason);
            }
            self.report_shortfall(order, opening, market, units, reason);
        }
        let position = self.build(order, opening, market, &contracts, (units, &fills));
        let entry_value = position.entry_value;
        self.positions[order.profile.index()] = Some(position);
        Ok(entry_value)
    }

    /// The listed contract a rule chooses at this moment.
    pub(super) fn select(&self, rule: &LegRule, market: Market<'_>) -> Result<Contract, Reason> {
        let expiry = market.quoter.expiry(self.expiries, &rule.expiry).ok_or(Reason::NoExpiry)?;
        let strike = market.quoter.strike(rule.right, rule.strike, expiry);
        Ok(Contract { right: rule.right, strike: strike.ok_or(Reason::NoStrike)?, expiry })
    }

    /// The most units, up to `wanted`, after which cash still covers the margin; and their fills.
    fn affordable(
        &mut self,
        rules: &[LegRule],
        contracts: &[Contract],
        wanted: i64,
        market: Market<'_>,
    ) -> (i64, Vec<Fill>) {
        let free = self.cash() - self.margin_at(market);
        let book = &*self;
        let fills = |units| book.fills(rules, contracts, units, market);
        let fits = |fills: &[Fill]| {
            let mut spent = Money::ZERO;
            let mut held = Vec::with_capacity(fills.len());
            for (fill, contract) in fills.iter().zip(contracts) {
                spent +=
                    fill.price.times(fill.contracts, Instrument::MULTIPLIER) + fill.fees.total();
                held.push(Held { contract: *contract, contracts: fill.contracts, mark: fill.mid });
            }
            free - spent >= margin::requirement(&held, market.spot())
        };
        let all = fills(wanted);
        if fits(&all) {
            return (wanted, all);
        }
        let (mut low, mut high) = (0, wanted);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            *(if fits(&fills(middle)) { &mut low } else { &mut high }) = middle;
        }
        (low, fills(low))
    }

    fn fills(
        &self,
        rules: &[LegRule],
        contracts: &[Contract],
        units: i64,
        market: Market<'_>,
    ) -> Vec<Fill> {
        let filled = |(rule, contract): (&LegRule, &Contract)| {
            let quote = market.quoter.quote(contract, rule.strike == StrikeRule::AtTheMoney);
            self.costs.fill(&quote, Contracts::new(rule.ratio * units), Instrument::MULTIPLIER)
        };
        rules.iter().zip(contracts).map(filled).collect()
    }

    fn build(
        &mut self,
        order: &Order,
        opening: &Opening,
        market: Market<'_>,
        contracts: &[Contract],
        (units, fills): (i64, &[Fill]),
    ) -> Position {
        let trade = self.next_trade;
        self.next_trade += 1;
        let (capital, allocation) = opening.allocated(units, market.spot());
        let mut position = Position {
            trade,
            structure: opening.structure,
            units,
            opened: market.date(),
            allocation,
            capital,
            legs: Vec::with_capacity(contracts.len()),
            entry_value: Money::ZERO,
            exit_value: Money::ZERO,
            fees: Money::ZERO,
            told: Money::ZERO,
        };
        for (rule, (fill, contract)) in fills.iter().zip(contracts).enumerate() {
            let leg = self.book_opening(order, market, trade, (*contract, rule), fill);
            position.entry_value += leg.cost();
            position.fees += fill.fees.total();
            position.legs.push(leg);
        }
        position
    }

    fn report_shortfall(
        &mut self,
        order: &Order,
        opening: &Opening,
        market: Market<'_>,
        units: i64,
        reason: Reason,
    ) {
        self.log.rotations.push(Rotation {
            date: market.date(),
            profile: order.profile,
            kind: RotationKind::Unfilled,
            old_allocation: opening.units as f64 * opening.unit_weight,
            new_allocation: units as f64 * opening.unit_weight,
            realised: Money::ZERO,
            entry_cost: Money::ZERO,
            reason,
        });
    }
}
