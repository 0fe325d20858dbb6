//! Opening positions: contracts are chosen, fitted to the buying power, and booked.

use crate::ledger::{Account, Cause};
use crate::trade::cost::Fill;
use crate::trade::margin::MarginLeg;
use crate::trade::position::Sensitivities;
use crate::trade::sizing;
use crate::trade::{Contract, HedgeRule, Leg, LegRule, Listing, Position, Quote, StrikeRule, Term};
use crate::units::{Contracts, Money, Price};

use super::super::order::{Opening, Order};
use super::super::report::{ExitReason, FillRecord, Reason, Rotation, RotationKind};
use super::measure::vega_per_point;
use super::{Book, MULTIPLIER, MarketMoment};

/// No position controls more of the underlying than this, all legs together, however little a unit
/// of it costs: six of them can still be counted when the price has moved to its fortyfold.
const MOST: Money = Money::dollars(20_000_000_000);

/// What an order would buy, at the quotes of the moment.
pub(super) struct Plan<'o> {
    pub(super) order: &'o Order,
    pub(super) opening: Opening,
    pub(super) kind: RotationKind,
    /// Units to be bought: all of them, or what a position is to grow by.
    pub(super) units: Contracts,
    /// Units that a position has which is to grow.
    pub(super) held: Contracts,
    /// The most units that a position may grow by.
    pub(super) most: Contracts,
    pub(super) legs: Vec<PlannedLeg>,
    /// How its delta is offset.
    pub(super) hedge: HedgeRule,
    /// What closes the position that it replaces, the last leg first.
    pub(super) replaces: Vec<Fill>,
    /// What closing for the same order has realised.
    pub(super) realised: Money,
}

/// One leg of a plan.
pub(super) struct PlannedLeg {
    pub(super) contract: Contract,
    rule: usize,
    pub(super) ratio: i64,
    pub(super) greeks: Sensitivities,
    quote: Quote,
    /// The fill of all that may be bought, which is what most orders come to.
    whole: Fill,
}

impl Book<'_> {
    /// A new position, or why it cannot be opened.
    pub(super) fn plan_opening<'o>(
        &self,
        order: &'o Order,
        opening: &Opening,
        market: MarketMoment<'_>,
        kind: RotationKind,
    ) -> Result<Plan<'o>, Reason> {
        if opening.units <= Contracts::ZERO {
            return Err(order.reason);
        }
        let rules = &self.playbook.structure(opening.structure).legs;
        let (opening, units) = (*opening, opening.units);
        let most = self.max_units(opening.structure, market);
        let mut known = None;
        let legs = rules.iter().enumerate().map(|(number, rule)| {
            let (contract, term) = self.select_like(known, rule, market)?;
            known = Some(term);
            let leg = Leg::new(contract, number);
            let most = units.min(most);
            self.plan_leg((leg, &term), (rule, opening.structure), most, market)
        });
        let legs = legs.collect::<Result<Vec<PlannedLeg>, Reason>>()?;
        // Where few strikes are quoted two legs may meet in one contract, and cancel.
        let is_repeated =
            |at: usize| legs[..at].iter().any(|leg| leg.contract == legs[at].contract);
        if !market.quoter.is_by_rule() && (0..legs.len()).any(is_repeated) {
            return Err(Reason::NoStrike);
        }
        let (hedge, held) = (self.hedge_rule(opening.structure), Contracts::ZERO);
        let (replaces, realised) = (Vec::new(), Money::ZERO);
        Ok(Plan { order, opening, kind, units, held, most, legs, hedge, replaces, realised })
    }

    /// The most units of a structure that a position may have.
    fn max_units(&self, structure: usize, market: MarketMoment<'_>) -> Contracts {
        let legs = &self.playbook.structure(structure).legs;
        let contracts: i64 = legs.iter().map(|leg| leg.ratio.abs()).sum();
        let unit = contracts as f64 * sizing::Sizes::notional(market.quoter.spot);
        Contracts::at_most(MOST.to_dollars_f64() / unit, self.scenario.sizes.fractional)
    }

    /// What a position that is to grow buys, in the legs it has.
    pub(super) fn growth<'o>(
        &self,
        order: &'o Order,
        opening: &Opening,
        market: MarketMoment<'_>,
        position: &Position,
    ) -> Result<Plan<'o>, Reason> {
        let (held, structure) = (position.units, position.structure);
        let units = opening.units - held;
        let rules = &self.playbook.structure(structure).legs;
        let (opening, kind) = (*opening, RotationKind::Resize);
        let most = (self.max_units(structure, market) - held).max(Contracts::ZERO);
        let legs = position.legs.iter().map(|leg| {
            let rule = (&rules[leg.rule], structure);
            let term = market.quoter.term(leg.contract.series());
            self.plan_leg((*leg, &term), rule, units.min(most), market)
        });
        let legs = legs.collect::<Result<Vec<PlannedLeg>, Reason>>()?;
        let (hedge, replaces, realised) = (self.hedge_rule(structure), Vec::new(), Money::ZERO);
        Ok(Plan { order, opening, kind, units, held, most, legs, hedge, replaces, realised })
    }

    /// The listed contract a rule chooses at this moment.
    pub(super) fn select(
        &self,
        rule: &LegRule,
        market: MarketMoment<'_>,
    ) -> Result<Contract, Reason> {
        self.select_like(None, rule, market).map(|(contract, _)| contract)
    }

    /// The same with the contract's term, which may be one that is known.
    fn select_like(
        &self,
        known: Option<Term>,
        rule: &LegRule,
        market: MarketMoment<'_>,
    ) -> Result<(Contract, Term), Reason> {
        let quoter = market.quoter;
        let expiry = quoter.expiry(&self.expiries, &rule.expiry).ok_or(Reason::NoExpiry)?;
        let term = quoter.term_like(known, expiry);
        let strike = quoter.strike_in(&term, rule.right, rule.strike).ok_or(Reason::NoStrike)?;
        Ok((Contract::new(rule.right, strike, expiry), term))
    }

    /// Capital that one unit of a structure would take now, dollars: by notional where nothing is
    /// listed that it could be opened with.
    pub(in super::super) fn unit_capital(
        &mut self,
        structure: usize,
        market: MarketMoment<'_>,
    ) -> f64 {
        let sizes = self.scenario.sizes;
        let rules = &self.playbook.structure(structure).legs;
        self.legs.clear();
        let mut vega = 0.0;
        for (number, rule) in rules.iter().enumerate() {
            let Ok(contract) = self.select(rule, market) else {
                return sizing::Sizes::notional(market.quoter.spot);
            };
            let mut leg = Leg::new(contract, number);
            leg.contracts = Contracts::new(rule.ratio);
            leg.greeks = market.quoter.greeks(&contract).into();
            vega += vega_per_point(&leg);
            let mark = market.mid(&leg);
            self.legs.push(MarginLeg { contract, contracts: leg.contracts, mark });
        }
        let spot = market.spot();
        let instrument = self.scenario.instrument;
        let (legs, vega_per_point) = (&self.legs[..], vega);
        sizes.capital(&sizing::SizingPosition { legs, vega_per_point, spot, instrument })
    }

    pub(super) fn part(&self, plan: &Plan<'_>, share: f64) -> Contracts {
        let wanted = plan.units.min(plan.most);
        if share >= 1.0 {
            return wanted;
        }
        Contracts::at_most(wanted.count() * share, self.scenario.sizes.fractional)
    }

    pub(super) fn fill_of(&self, leg: &PlannedLeg, units: Contracts) -> Fill {
        let contracts = units * leg.ratio;
        if contracts == leg.whole.contracts {
            return leg.whole;
        }
        self.scenario.costs.fill(&leg.quote, contracts, MULTIPLIER)
    }

    /// One leg of a plan, or why it is not sold.
    fn plan_leg(
        &self,
        (leg, term): (Leg, &Term),
        (rule, structure): (&LegRule, usize),
        units: Contracts,
        market: MarketMoment<'_>,
    ) -> Result<PlannedLeg, Reason> {
        let Leg { contract, implied, .. } = leg;
        let (quoter, at_the_money) = (market.quoter, rule.strike == StrikeRule::AtTheMoney);
        let (quote, greeks) = match self.hedge_rule(structure) {
            HedgeRule::None => {
                (quoter.quote_held_in(term, &contract, at_the_money, implied), leg.greeks)
            }
            _ => quoter.quote_with_greeks(term, &contract, at_the_money, implied),
        };
        let whole = self.scenario.costs.fill(&quote, units * rule.ratio, MULTIPLIER);
        if brings_no_credit(&whole) {
            return Err(Reason::NoCredit { price: whole.price });
        }
        Ok(PlannedLeg { contract, rule: leg.rule, ratio: rule.ratio, greeks, quote, whole })
    }

    /// Books the affordable share of a plan, and records the shortfall.
    pub(super) fn carry_out(&mut self, plan: Plan<'_>, share: f64, market: MarketMoment<'_>) {
        let units = self.part(&plan, share);
        let Plan { order, opening, kind, legs, realised, .. } = &plan;
        let profile = order.profile;
        if units < plan.units {
            let missing = Reason::BuyingPower { wanted: plan.units, filled: units };
            self.report_shortfall(&plan, market, units, missing);
        }
        let reason = match kind {
            RotationKind::Roll => ExitReason::Rolled,
            _ => ExitReason::Rebalanced,
        };
        let realised = match plan.replaces.is_empty() {
            true => *realised,
            false => self.close_for_another(order, market, &plan.replaces, reason),
        };
        let grown = (*kind == RotationKind::Resize).then(|| self.positions[profile.index()].take());
        let mut position = match grown.flatten() {
            Some(held) => held,
            None => self.new_position(&plan, market),
        };
        let before = position.entry_value;
        let mut added = std::mem::take(&mut self.legs);
        added.clear();
        for (at, leg) in legs.iter().enumerate() {
            let fill = self.fill_of(leg, units);
            let mut held = match position.legs.get(at) {
                Some(held) => *held,
                None => Leg::new(leg.contract, leg.rule),
            };
            held.greeks = leg.greeks;
            self.add_to_leg(order, market, &mut position, &mut held, &fill);
            let (contract, contracts, mark) = (leg.contract, fill.contracts, fill.mid);
            added.push(MarginLeg { contract, contracts, mark });
            match position.legs.get_mut(at) {
                Some(place) => *place = held,
                None => position.legs.push(held),
            }
        }
        let is_new = position.units == Contracts::ZERO;
        position.units += units;
        position.ordered = opening.units;
        position.capital = opening.capital(position.units);
        position.allocation = opening.weight(position.units);
        let (weight, entry_cost) = (position.allocation, position.entry_value - before);
        let entry_risk = self.risk_of(&added, entry_cost, market.spot());
        position.entry_risk += entry_risk;
        let at_risk = if is_new {
            entry_risk
        } else {
            // What was held has the prices of what was added.
            let legs = position.legs.iter();
            added.iter_mut().zip(legs).for_each(|(leg, held)| leg.contracts = held.contracts);
            let paid = position.legs.iter().map(|leg| leg.basis).sum();
            self.risk_of(&added, paid, market.spot())
        };
        position.peak_risk = position.peak_risk.max(at_risk);
        self.legs = added;
        self.positions[profile.index()] = Some(position);
        self.refused[profile.index()] = None;
        self.hedge_profile(profile, market);
        self.rotate(order, market, *kind, weight, realised, entry_cost);
    }

    fn new_position(&mut self, plan: &Plan<'_>, market: MarketMoment<'_>) -> Position {
        let trade = self.next_trade;
        self.next_trade += 1;
        Position {
            trade,
            first_fill: self.log.fills.len() as u32,
            structure: plan.opening.structure,
            units: Contracts::ZERO,
            ordered: Contracts::ZERO,
            opened: market.date(),
            hypothetical: plan.legs.iter().any(|leg| !self.existed(&leg.contract, market)),
            allocation: 0.0,
            capital: Money::ZERO,
            entry_risk: Money::ZERO,
            peak_risk: Money::ZERO,
            hedged_before: self.attributed[plan.order.profile.index()],
            legs: Vec::with_capacity(plan.legs.len()),
            entry_value: Money::ZERO,
            exit_value: Money::ZERO,
            fees: Money::ZERO,
            reported: Money::ZERO,
        }
    }

    /// Books contracts into a leg: cash out or in, the cost on the books.
    pub(super) fn add_to_leg(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        position: &mut Position,
        leg: &mut Leg,
        fill: &Fill,
    ) {
        let row = order.profile.index() as u8;
        let date = market.date();
        let cost = fill.price.times(fill.contracts, MULTIPLIER);
        let before = leg.unrealised();
        if leg.contracts == Contracts::ZERO {
            (leg.mark, leg.provenance) = (fill.price, fill.provenance);
        }
        leg.contracts += fill.contracts;
        leg.basis += cost;
        self.journal.post(date, Cause::Open, Account::Options(row), Account::Cash, cost);
        self.revalue(order.profile, date, leg.unrealised() - before);
        self.pay(row, date, &fill.fees);
        self.counted.cash_flow -= cost;
        position.entry_value += cost;
        position.fees += fill.fees.total();
        self.record(order, market, position.trade, leg.contract, fill);
    }

    pub(super) fn record(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        trade: u32,
        contract: Contract,
        fill: &Fill,
    ) {
        let size = fill.contracts.size();
        self.log.fills.push(FillRecord {
            decided: order.decided,
            filled: market.date(),
            moment: market.moment,
            trade,
            profile: order.profile,
            contract,
            contracts: fill.contracts,
            mid: fill.mid,
            price: fill.price,
            spread: fill.spread.times(size, MULTIPLIER),
            slippage: fill.slippage.times(size, MULTIPLIER),
            fees: fill.fees,
            provenance: fill.provenance,
        });
        self.warn_of_size(order, market, contract, fill);
    }

    /// Warns, once a fill, of an order that is large for the market.
    fn warn_of_size(
        &mut self,
        order: &Order,
        market: MarketMoment<'_>,
        contract: Contract,
        fill: &Fill,
    ) {
        let quote = match &market.quoter.listing {
            Listing::Quoted { day, .. } => {
                day.quote((contract.expiry, contract.settlement), contract.strike, contract.right)
            }
            _ => None,
        };
        let ordered = fill.contracts.size();
        let Some(most) = self.scenario.capacity.exceeded(ordered, quote.as_ref()) else { return };
        let (date, profile) = (market.date(), order.profile);
        let is_warned = self.log.rotations.last().is_some_and(|last| {
            (last.date, last.profile) == (date, profile)
                && matches!(last.reason, Reason::Capacity { .. })
        });
        if !is_warned {
            let order = Order { reason: Reason::Capacity { ordered, most }, ..*order };
            let (kind, weight) = (RotationKind::Warning, order.current);
            self.rotate(&order, market, kind, weight, Money::ZERO, Money::ZERO);
        }
    }

    fn report_shortfall(
        &mut self,
        plan: &Plan<'_>,
        market: MarketMoment<'_>,
        units: Contracts,
        reason: Reason,
    ) {
        self.log.rotations.push(Rotation {
            date: market.date(),
            profile: plan.order.profile,
            kind: RotationKind::Unfilled,
            old_allocation: plan.opening.weight(plan.units),
            new_allocation: plan.opening.weight(units),
            realised: Money::ZERO,
            entry_cost: Money::ZERO,
            reason,
        });
    }
}

/// Whether a sale would bring less than a tick and its fees: nobody sells for that.
pub(super) fn brings_no_credit(fill: &Fill) -> bool {
    let size = fill.contracts.size();
    let least = Price::TICK.times(size, MULTIPLIER) + fill.fees.total();
    fill.contracts.is_short() && fill.price.times(size, MULTIPLIER) < least
}
