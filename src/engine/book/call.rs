//! Margin calls: what is closed when buying power was below zero at a close.

use crate::profile::{PerProfile, Profile};
use crate::trade::cost::Fill;
use crate::trade::{Leg, Position, StrikeRule, Term};
use crate::units::{Contracts, Money};

use super::super::order::{Order, OrderAction};
use super::super::report::{ExitReason, Reason, RotationKind};
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    /// Whether a margin call of an earlier close is not answered yet.
    pub(in super::super) const fn is_called(&self) -> bool {
        self.called.is_some()
    }

    /// Answers a margin call: every position with margin keeps the same share of its units.
    /// Returns the most units that each called profile may have for the rest of the day.
    pub(super) fn answer_margin_call(
        &mut self,
        market: MarketMoment<'_>,
    ) -> PerProfile<Option<Contracts>> {
        let Some(decided) = self.called.take() else { return [None; 6] };
        for profile in Profile::ALL {
            self.value_deltas(profile, market);
        }
        let kept = self.units_after_call(market);
        for profile in Profile::ALL {
            let Some(units) = kept[profile.index()] else { continue };
            let Some(position) = self.position(profile) else { continue };
            let (held, current) = (position.units, position.allocation);
            if units >= held {
                continue;
            }
            let reason = Reason::MarginCall { held, kept: units };
            let task = OrderAction::Close(ExitReason::MarginCall);
            let order = Order { profile, decided, task, reason, current };
            let share = units.count() / held.count();
            let realised = if units == Contracts::ZERO {
                self.close_for_good(&order, market, ExitReason::MarginCall)
            } else {
                self.cut(&order, units, market)
            };
            let kind = RotationKind::MarginCall;
            self.rotate(&order, market, kind, current * share, realised, Money::ZERO);
        }
        kept
    }

    /// Closes units of a position in proportion to its legs; returns what that has realised.
    fn cut(&mut self, order: &Order, units: Contracts, market: MarketMoment<'_>) -> Money {
        let Some(position) = &mut self.positions[order.profile.index()] else { return Money::ZERO };
        let (kept, held) = (units.as_hundredths(), position.units.as_hundredths());
        position.capital = position.capital.scaled(kept, held);
        position.allocation *= kept as f64 / held as f64;
        let realised = self.reduce(order, units, market);
        self.hedge_fill(order.profile, market);
        realised
    }

    /// The contracts of a leg that are closed where some units are kept, signed like the leg.
    pub(super) fn cut_of(&self, held: &Position, leg: &Leg, kept: Contracts) -> Contracts {
        let ratio = self.playbook.structure(held.structure).legs[leg.rule].ratio;
        if kept == Contracts::ZERO { leg.contracts } else { (held.units - kept) * ratio }
    }

    /// The fill that closes some contracts of a leg, signed like the leg.
    pub(super) fn exit_fill(
        &self,
        position: &Position,
        leg: &Leg,
        contracts: Contracts,
        market: MarketMoment<'_>,
    ) -> Fill {
        let term = market.quoter.term(leg.contract.series());
        self.exit_fill_in(&term, position, leg, contracts, market)
    }

    /// The same where the leg's term is known.
    pub(super) fn exit_fill_in(
        &self,
        term: &Term,
        position: &Position,
        leg: &Leg,
        contracts: Contracts,
        market: MarketMoment<'_>,
    ) -> Fill {
        let rule = &self.playbook.structure(position.structure).legs[leg.rule];
        let at_the_money = rule.strike == StrikeRule::AtTheMoney;
        let quoter = market.quoter;
        let quote = quoter.quote_held_in(term, &leg.contract, at_the_money, leg.implied);
        self.scenario.costs.fill(&quote, -contracts, MULTIPLIER)
    }
}
