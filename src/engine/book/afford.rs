//! What the account could carry: cash, shares and margin as they would be after some orders.
//!
//! Buying power is cash, less what shares sold short are worth, less the margin of the options. It
//! is not below zero after anything is opened.

use crate::ledger::Account;
use crate::profile::{PerProfile, Profile};
use crate::trade::cost::Fill;
use crate::trade::margin::{self, MarginLeg};
use crate::trade::{HedgeRule, Holding, Leg, Position};
use crate::units::{Contracts, Money, Price};

use super::open::Plan;
use super::{Book, MULTIPLIER, MarketMoment};

/// Halvings of an interval in which a share lies: to a millionth.
const HALVINGS: u32 = 20;

/// Cash, shares and the margin of options, as they are or would be.
#[derive(Clone, Copy)]
pub(super) struct Outlook {
    pub(super) cash: Money,
    pub(super) margin: Money,
    holdings: [Holding; Account::HOLDERS],
}

impl Book<'_> {
    /// Buying power at the last marks, with a margin.
    pub(in super::super) fn buying_power(&self, margin: Money) -> Money {
        self.cash() + self.hedge_value().min(Money::ZERO) - margin
    }

    /// The account with a margin, and without the hedges of what is closed and not replaced.
    fn outlook(
        &self,
        margin: Money,
        market: MarketMoment<'_>,
        is_replaced: impl Fn(Profile) -> bool,
    ) -> Outlook {
        let mut outlook = Outlook { cash: self.cash(), margin, holdings: self.holdings };
        for profile in Profile::ALL {
            if self.position(profile).is_none() && !is_replaced(profile) {
                let nothing = (HedgeRule::None, 0.0, Contracts::ZERO);
                self.hedge_outlook(&mut outlook, profile, nothing, market);
            }
        }
        outlook
    }

    /// Buying power of an outlook at the prices of a moment.
    pub(super) fn power(&self, outlook: &Outlook, spot: Price) -> Money {
        let value = match self.futures {
            true => Money::ZERO,
            false => outlook.holdings.iter().map(|held| held.value(spot)).sum::<Money>(),
        };
        outlook.cash + value.min(Money::ZERO) - outlook.margin
    }

    /// Puts the shares into an outlook that a profile's hedge would trade for a new delta.
    pub(super) fn hedge_outlook(
        &self,
        outlook: &mut Outlook,
        profile: Profile,
        (rule, delta, units): (HedgeRule, f64, Contracts),
        market: MarketMoment<'_>,
    ) {
        let index = profile.index();
        let holding = &mut outlook.holdings[index];
        let own = holding.shares() - self.delivered[index];
        let shares = rule.trade(delta, own, units.shares(MULTIPLIER));
        if shares == 0 {
            return;
        }
        let multiple = self.scenario.costs.multiple;
        let fill = self.scenario.hedging.fill(shares, market.quoter.spot, multiple);
        let realised = holding.trade(fill.shares, fill.price);
        let paid = if self.futures { -realised } else { fill.price.each(shares) };
        outlook.cash -= paid + fill.fees;
    }

    /// The largest common share of all plans after which buying power is not below zero. What they
    /// replace counts as closed.
    pub(super) fn affordable(&mut self, plans: &[Plan<'_>], market: MarketMoment<'_>) -> f64 {
        if plans.is_empty() {
            return 0.0;
        }
        let mut list = std::mem::take(&mut self.legs);
        let exits = plans.iter().flat_map(|plan| &plan.replaces).map(proceeds).sum::<Money>();
        let with = |margin: Money| {
            let planned = |profile| plans.iter().any(|plan| plan.order.profile == profile);
            let outlook = self.outlook(margin, market, planned);
            Outlook { cash: outlook.cash + exits, ..outlook }
        };
        // Most days there is far more cash than any margin could be, and nothing need be priced.
        let bound = self.most_margin(market).map(with);
        let carries = |outlook: Outlook, share: f64, list: &mut Vec<MarginLeg>| {
            !self.power_after(plans, share, outlook, market, list).is_negative()
        };
        let is_plenty = bound.is_some_and(|outlook| carries(outlook, 1.0, &mut list));
        let share = if is_plenty {
            1.0
        } else {
            let replaced = |profile: Profile| {
                plans.iter().any(|p| p.order.profile == profile && !p.replaces.is_empty())
            };
            let outlook = with(self.margin_of(market, &mut list, |profile| !replaced(profile)));
            largest(|share| carries(outlook, share, &mut list))
        };
        self.legs = list;
        share
    }

    /// Buying power after a share of all plans.
    fn power_after(
        &self,
        plans: &[Plan<'_>],
        share: f64,
        mut outlook: Outlook,
        market: MarketMoment<'_>,
        list: &mut Vec<MarginLeg>,
    ) -> Money {
        for plan in plans {
            let units = self.part(plan, share);
            list.clear();
            let mut delta = 0.0;
            for leg in &plan.legs {
                let fill = self.fill_of(leg, units);
                outlook.cash += proceeds(&fill);
                let (contract, contracts, mark) = (leg.contract, fill.contracts, fill.mid);
                list.push(MarginLeg { contract, contracts, mark });
                let all = (plan.held + units) * leg.ratio;
                delta += all.shares(MULTIPLIER) as f64 * leg.greeks.delta;
            }
            let instrument = self.scenario.instrument;
            outlook.margin += margin::requirement(list, market.spot(), instrument);
            let hedge = (plan.hedge, delta, plan.held + units);
            self.hedge_outlook(&mut outlook, plan.order.profile, hedge, market);
        }
        self.power(&outlook, market.spot())
    }

    /// Whether buying power is not below zero with a renewed leg in place of the old one.
    pub(super) fn carries_leg(
        &self,
        profile: Profile,
        position: &Position,
        (new, exit, entry): (&Leg, Option<&Fill>, &Fill),
        market: MarketMoment<'_>,
    ) -> bool {
        let mut list = Vec::with_capacity(position.legs.len() + 1);
        let others = self.margin_of(market, &mut list, |other| other != profile);
        let mut outlook = self.outlook(others, market, |other| other == profile);
        outlook.cash += exit.map_or(Money::ZERO, proceeds) + proceeds(entry);
        list.clear();
        let (contract, contracts, mark) = (new.contract, entry.contracts, entry.mid);
        list.push(MarginLeg { contract, contracts, mark });
        let mut delta = contracts.shares(MULTIPLIER) as f64 * new.greeks.delta;
        for leg in position.legs.iter().filter(|leg| leg.rule != new.rule) {
            let (contract, contracts, mark) = (leg.contract, leg.contracts, market.mid(leg));
            list.push(MarginLeg { contract, contracts, mark });
            delta += contracts.shares(MULTIPLIER) as f64 * leg.greeks.delta;
        }
        outlook.margin += margin::requirement(&list, market.spot(), self.scenario.instrument);
        let hedge = (self.hedge_rule(position.structure), delta, position.units);
        self.hedge_outlook(&mut outlook, profile, hedge, market);
        !self.power(&outlook, market.spot()).is_negative()
    }

    /// Notes at a close whether buying power is below zero.
    pub(in super::super) fn watch_margin(&mut self, date: chrono::NaiveDate, margin: Money) {
        self.called = self.buying_power(margin).is_negative().then_some(date);
    }

    /// How many units each position with margin keeps so that buying power is not below zero: all
    /// the same share. `None` for those that nothing is asked of. The deltas of the legs are those
    /// of the moment.
    pub(in super::super) fn units_after_call(
        &mut self,
        market: MarketMoment<'_>,
    ) -> PerProfile<Option<Contracts>> {
        let mut list = std::mem::take(&mut self.legs);
        let margins = Profile::ALL.map(|profile| {
            let margin = self.margin_of(market, &mut list, |other| other == profile);
            margin > Money::ZERO
        });
        let fractional = self.scenario.sizes.fractional;
        let keeps = |profile: Profile, share: f64| {
            let held = self.position(profile).filter(|_| margins[profile.index()])?;
            let kept = Contracts::at_most(held.units.count() * share, fractional);
            Some(if share >= 1.0 { held.units } else { kept })
        };
        let is_restored = |share: f64| {
            let mut outlook = self.outlook(Money::ZERO, market, |_| false);
            for profile in Profile::ALL {
                if let (Some(held), Some(kept)) = (self.position(profile), keeps(profile, share)) {
                    self.cut_outlook(&mut outlook, (profile, held, kept), market, &mut list);
                }
            }
            !self.power(&outlook, market.spot()).is_negative()
        };
        let share = largest(is_restored);
        let kept = Profile::ALL.map(|profile| keeps(profile, share).filter(|_| share < 1.0));
        self.legs = list;
        kept
    }

    /// Puts a position into an outlook that keeps some of its units.
    fn cut_outlook(
        &self,
        outlook: &mut Outlook,
        (profile, held, kept): (Profile, &Position, Contracts),
        market: MarketMoment<'_>,
        list: &mut Vec<MarginLeg>,
    ) {
        list.clear();
        let mut delta = 0.0;
        for leg in &held.legs {
            let closed = self.cut_of(held, leg, kept);
            if closed != Contracts::ZERO {
                outlook.cash += proceeds(&self.exit_fill(held, leg, closed, market));
            }
            let (contract, contracts) = (leg.contract, leg.contracts - closed);
            list.push(MarginLeg { contract, contracts, mark: market.mid(leg) });
            delta += contracts.shares(MULTIPLIER) as f64 * leg.greeks.delta;
        }
        outlook.margin += margin::requirement(list, market.spot(), self.scenario.instrument);
        let hedge = (self.hedge_rule(held.structure), delta, kept);
        self.hedge_outlook(outlook, profile, hedge, market);
    }
}

/// What a fill brings in cash, less its fees; negative if it costs.
pub(super) fn proceeds(fill: &Fill) -> Money {
    fill.price.times(-fill.contracts, MULTIPLIER) - fill.fees.total()
}

/// The largest share from 0 to 1 that is fine, where all below it are.
fn largest(mut is_fine: impl FnMut(f64) -> bool) -> f64 {
    if is_fine(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        *(if is_fine(middle) { &mut low } else { &mut high }) = middle;
    }
    low
}
