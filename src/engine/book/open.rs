//! Opening positions: contracts are chosen, fitted to the buying power, and booked.

use crate::ledger::{Account, Cause};
use crate::trade::cost::Fill;
use crate::trade::margin::{self, MarginLeg};
use crate::trade::sizing;
use crate::trade::{Contract, Leg, LegRule, Position, Quote, StrikeRule};
use crate::units::{Contracts, Money};

use super::super::order::{Opening, Order};
use super::super::report::{FillRecord, Reason, Rotation, RotationKind};
use super::measure::{held, vega_per_point};
use super::{Book, MULTIPLIER, MarketMoment};

/// Halvings of the interval in which the affordable share lies: to a millionth.
const HALVINGS: u32 = 20;

/// No position controls more of the underlying than this, all legs together, however little a unit
/// of it costs: six of them can still be counted when the price has moved to its fortyfold.
const MOST: Money = Money::dollars(20_000_000_000);

/// What an order would buy, at the quotes of the moment.
pub(super) struct Plan<'o> {
    order: &'o Order,
    opening: Opening,
    kind: RotationKind,
    /// Units to be bought: all of them, or what a position is to grow by.
    units: Contracts,
    /// The most units that a position may grow by.
    most: Contracts,
    legs: Vec<PlannedLeg>,
    /// What closing for the same order has realised.
    realised: Money,
}

/// One leg of a plan.
struct PlannedLeg {
    contract: Contract,
    rule: usize,
    ratio: i64,
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
        (kind, realised): (RotationKind, Money),
    ) -> Result<Plan<'o>, Reason> {
        if opening.units <= Contracts::ZERO {
            return Err(order.reason);
        }
        let rules = &self.playbook.structure(opening.structure).legs;
        let (opening, units) = (*opening, opening.units);
        let most = self.max_units(opening.structure, market);
        let legs = rules.iter().enumerate().map(|(number, rule)| {
            let contract = self.select(rule, market)?;
            Ok(self.plan_leg(Leg::new(contract, number), rule, units.min(most), market))
        });
        let legs = legs.collect::<Result<Vec<PlannedLeg>, Reason>>()?;
        // Where few strikes are quoted two legs may meet in one contract, and cancel.
        let is_repeated =
            |at: usize| legs[..at].iter().any(|leg| leg.contract == legs[at].contract);
        if !market.quoter.is_by_rule() && (0..legs.len()).any(is_repeated) {
            return Err(Reason::NoStrike);
        }
        Ok(Plan { order, opening, kind, units, most, legs, realised })
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
        realised: Money,
    ) -> Option<Plan<'o>> {
        let position = self.position(order.profile)?;
        let units = opening.units - position.units;
        let rules = &self.playbook.structure(position.structure).legs;
        let (opening, kind) = (*opening, RotationKind::Resize);
        let most =
            (self.max_units(position.structure, market) - position.units).max(Contracts::ZERO);
        let legs = position.legs.iter();
        let legs = legs.map(|leg| self.plan_leg(*leg, &rules[leg.rule], units.min(most), market));
        let plan = || Plan { order, opening, kind, units, most, legs: legs.collect(), realised };
        (units > Contracts::ZERO).then(plan)
    }

    /// The listed contract a rule chooses at this moment.
    pub(super) fn select(
        &self,
        rule: &LegRule,
        market: MarketMoment<'_>,
    ) -> Result<Contract, Reason> {
        let expiries = self.scenario.structures.expiries;
        let expiry = market.quoter.expiry(expiries, &rule.expiry).ok_or(Reason::NoExpiry)?;
        let strike = market.quoter.strike(rule.right, rule.strike, expiry);
        Ok(Contract { right: rule.right, strike: strike.ok_or(Reason::NoStrike)?, expiry })
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
        sizes.capital(&sizing::SizingPosition { legs: &self.legs, vega_per_point: vega, spot })
    }

    /// The largest common share of all plans after which cash still covers the margin.
    pub(super) fn affordable(&mut self, plans: &[Plan<'_>], market: MarketMoment<'_>) -> f64 {
        if plans.is_empty() {
            return 0.0;
        }
        // Most days there is far more cash than any margin could be, and nothing need be priced.
        let bound = self.most_margin(market).map(|most| self.cash() - most);
        let mut list = std::mem::take(&mut self.legs);
        if bound.is_some_and(|free| self.buying_power(plans, 1.0, market, &mut list) <= free) {
            self.legs = list;
            return 1.0;
        }
        self.legs = list;
        let free = self.cash() - self.margin_at(market);
        let mut list = std::mem::take(&mut self.legs);
        let mut fits = |share: f64| self.buying_power(plans, share, market, &mut list) <= free;
        let (mut low, mut high) = (0.0, 1.0);
        if fits(high) {
            low = high;
        } else {
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(low, high);
                *(if fits(middle) { &mut low } else { &mut high }) = middle;
            }
        }
        self.legs = list;
        low
    }

    /// Buying power that a share of all plans takes: premiums paid, and the margin.
    fn buying_power(
        &self,
        plans: &[Plan<'_>],
        share: f64,
        market: MarketMoment<'_>,
        list: &mut Vec<MarginLeg>,
    ) -> Money {
        let mut taken = Money::ZERO;
        for plan in plans {
            let units = self.part(plan, share);
            list.clear();
            for leg in &plan.legs {
                let fill = self.fill_of(leg, units);
                taken += fill.price.times(fill.contracts, MULTIPLIER) + fill.fees.total();
                let (contract, contracts, mark) = (leg.contract, fill.contracts, fill.mid);
                list.push(MarginLeg { contract, contracts, mark });
            }
            taken += margin::requirement(list, market.spot());
        }
        taken
    }

    fn part(&self, plan: &Plan<'_>, share: f64) -> Contracts {
        let wanted = plan.units.min(plan.most);
        if share >= 1.0 {
            return wanted;
        }
        Contracts::at_most(wanted.count() * share, self.scenario.sizes.fractional)
    }

    fn fill_of(&self, leg: &PlannedLeg, units: Contracts) -> Fill {
        let contracts = units * leg.ratio;
        if contracts == leg.whole.contracts {
            return leg.whole;
        }
        self.scenario.costs.fill(&leg.quote, contracts, MULTIPLIER)
    }

    fn plan_leg(
        &self,
        leg: Leg,
        rule: &LegRule,
        units: Contracts,
        market: MarketMoment<'_>,
    ) -> PlannedLeg {
        let Leg { contract, implied, .. } = leg;
        let at_the_money = rule.strike == StrikeRule::AtTheMoney;
        let quote = market.quoter.quote_held(&contract, at_the_money, implied);
        let whole = self.scenario.costs.fill(&quote, units * rule.ratio, MULTIPLIER);
        PlannedLeg { contract, rule: leg.rule, ratio: rule.ratio, quote, whole }
    }

    /// Books the affordable share of a plan, and records the shortfall.
    pub(super) fn carry_out(&mut self, plan: Plan<'_>, share: f64, market: MarketMoment<'_>) {
        let units = self.part(&plan, share);
        let Plan { order, opening, kind, legs, realised, .. } = &plan;
        let profile = order.profile;
        let missing = Reason::BuyingPower { wanted: plan.units, filled: units };
        if units == Contracts::ZERO {
            return self.refuse(order, market, missing, *realised);
        }
        if units < plan.units {
            self.report_shortfall(&plan, market, units, missing);
        }
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
            self.add_to_leg(order, market, &mut position, &mut held, &fill);
            let (contract, contracts, mark) = (leg.contract, fill.contracts, fill.mid);
            added.push(MarginLeg { contract, contracts, mark });
            match position.legs.get_mut(at) {
                Some(place) => *place = held,
                None => position.legs.push(held),
            }
        }
        position.units += units;
        position.ordered = opening.units;
        position.capital = opening.capital(position.units);
        position.allocation = opening.weight(position.units);
        let (weight, entry_cost) = (position.allocation, position.entry_value - before);
        position.entry_risk += Self::risk_of(&added, entry_cost, market.spot());
        self.legs = added;
        self.positions[profile.index()] = Some(position);
        self.refused[profile.index()] = false;
        self.rotate(order, market, *kind, weight, *realised, entry_cost);
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
            allocation: 0.0,
            capital: Money::ZERO,
            entry_risk: Money::ZERO,
            hedged_before: self.hedge_profit_at(plan.order.profile, market.spot()),
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

    /// Whether cash covers the margin with a renewed leg as well.
    pub(super) fn covers_margin_with(
        &mut self,
        position: &Position,
        new: &Leg,
        fill: &Fill,
        market: MarketMoment<'_>,
    ) -> bool {
        let spent = fill.price.times(fill.contracts, MULTIPLIER) + fill.fees.total();
        let others = self.margin_at(market);
        let mut list = std::mem::take(&mut self.legs);
        held(&mut list, position, |leg| market.mid(leg));
        list.push(MarginLeg { contract: new.contract, contracts: fill.contracts, mark: fill.mid });
        let margin = others + margin::requirement(&list, market.spot());
        self.legs = list;
        self.cash() - spent >= margin
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
