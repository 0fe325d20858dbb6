//! The account's value, margin and exposure. Measuring changes nothing.

use chrono::NaiveDate;

use crate::ledger::Account;
use crate::profile::{PerProfile, Profile};
use crate::trade::margin::{self, MarginLeg};
use crate::trade::sizing::{self, Sizes};
use crate::trade::{Instrument, Leg, Position, Provenance};
use crate::units::{Money, Price};

use super::super::report::{Exposure, MarkSources, ProfileHoldings};
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    pub(in super::super) fn cash(&self) -> Money {
        self.journal.balance(Account::Cash)
    }

    /// Market value of a profile's position, from the books.
    pub(in super::super) fn value(&self, profile: Profile) -> Money {
        let row = profile.index() as u8;
        self.journal.balance(Account::Options(row))
            + self.journal.balance(Account::Revaluation(row))
    }

    /// Market value of all shares, from the books.
    pub(in super::super) fn hedge_value(&self) -> Money {
        self.journal.total(Account::Shares) + self.journal.total(Account::ShareRevaluation)
    }

    pub(in super::super) fn equity(&self) -> Money {
        let positions =
            self.journal.total(Account::Options) + self.journal.total(Account::Revaluation);
        self.cash() + positions + self.hedge_value()
    }

    /// A profile's profit and loss since the start, its hedge included, after costs.
    pub(in super::super) fn profit(&self, profile: Profile) -> Money {
        let row = profile.index() as u8;
        let balance = |account: fn(u8) -> Account| self.journal.balance(account(row));
        -balance(Account::Realised)
            - balance(Account::Unrealised)
            - balance(Account::Commission)
            - balance(Account::Clearing)
            - balance(Account::Regulatory)
            + self.hedge_profit(row)
    }

    /// What the shares of a holder have earned since the start, at their last marks, after costs.
    pub(in super::super) fn hedge_profit(&self, holder: u8) -> Money {
        let balance = |account: fn(u8) -> Account| self.journal.balance(account(holder));
        -balance(Account::ShareRealised)
            - balance(Account::ShareUnrealised)
            - balance(Account::Carry)
            - balance(Account::ShareFees)
    }

    pub(in super::super) fn interest(&self) -> Money {
        -self.journal.balance(Account::Interest)
    }

    pub(in super::super) fn realised(&self) -> Money {
        let total = |account: fn(u8) -> Account| self.journal.total(account);
        -total(Account::Realised)
            - total(Account::ShareRealised)
            - total(Account::Carry)
            - total(Account::Commission)
            - total(Account::Clearing)
            - total(Account::Regulatory)
            - total(Account::ShareFees)
            + self.interest()
    }

    pub(in super::super) fn unrealised(&self) -> Money {
        -self.journal.total(Account::Unrealised) - self.journal.total(Account::ShareUnrealised)
    }

    /// Each profile's share of equity at today's marks: the capital its units take today.
    pub(in super::super) fn weights(&mut self, spot: Price) -> PerProfile<f64> {
        let equity = self.equity().to_dollars_f64();
        let sizes = self.scenario.sizes;
        Profile::ALL.map(|profile| {
            let Some(position) = &self.positions[profile.index()] else { return 0.0 };
            let capital = if sizes.needs_contracts() {
                let vega_per_point = position.legs.iter().map(vega_per_point).sum();
                let legs = held(&mut self.legs, position, |leg| leg.mark);
                let instrument = self.scenario.instrument;
                sizes.capital(&sizing::SizingPosition { legs, vega_per_point, spot, instrument })
            } else {
                position.units.count() * Sizes::notional(spot.to_dollars_f64())
            };
            capital / equity
        })
    }

    /// What must stay in the account against short options, at their marks. Hedges need nothing.
    pub(in super::super) fn margin(&mut self, spot: Price) -> Money {
        let at = (spot, self.scenario.instrument);
        let held = self.positions.iter().flatten();
        held.map(|position| requirement(&mut self.legs, position, at, |leg| leg.mark)).sum()
    }

    /// The same at the prices of the moment, of some profiles: marks may be a day old when orders
    /// meet the market.
    pub(super) fn margin_of(
        &self,
        market: MarketMoment<'_>,
        list: &mut Vec<MarginLeg>,
        counts: impl Fn(Profile) -> bool,
    ) -> Money {
        let at = (market.spot(), self.scenario.instrument);
        let held = Profile::ALL.into_iter().filter(|profile| counts(*profile));
        let held = held.filter_map(|profile| self.position(profile));
        held.map(|position| requirement(list, position, at, |leg| market.mid(leg))).sum()
    }

    /// More than all positions can require at a moment, if what options are worth is bounded.
    pub(super) fn most_margin(&self, market: MarketMoment<'_>) -> Option<Money> {
        let spot = market.spot();
        let of = |position: &Position| {
            let legs = position.legs.iter().map(|leg| (leg.contract, leg.contracts));
            margin::at_most(legs, spot)
        };
        let options = || self.positions.iter().flatten().map(of).sum::<Money>();
        market.quoter.is_bounded().then(options)
    }

    /// Where the marks of all legs come from, and how old they are on a day.
    pub(in super::super) fn marks(&self, date: NaiveDate) -> MarkSources {
        let mut marks = MarkSources::default();
        for leg in self.positions.iter().flatten().flat_map(|position| &position.legs) {
            *match leg.provenance {
                Provenance::Quoted => &mut marks.quoted,
                Provenance::Traded => &mut marks.traded,
                Provenance::Interpolated => &mut marks.interpolated,
                Provenance::Stale => &mut marks.stale,
                Provenance::Model | Provenance::Settlement => &mut marks.model,
            } += 1;
            if let (Provenance::Stale, Some(quoted)) = (leg.provenance, leg.quoted_on) {
                let days = (date - quoted).num_days();
                marks.oldest = marks.oldest.max(u16::try_from(days).unwrap_or(u16::MAX));
            }
        }
        marks
    }

    /// Sensitivities of one profile, its hedge included.
    pub(in super::super) fn exposure_of(&self, profile: Profile) -> Exposure {
        let mut exposure = Exposure::default();
        let legs = self.positions[profile.index()].iter().flat_map(|position| &position.legs);
        for leg in legs {
            let units = leg.contracts.shares(MULTIPLIER) as f64;
            exposure.delta += units * leg.greeks.delta;
            exposure.gamma += units * leg.greeks.gamma;
            exposure.theta += units * leg.greeks.theta;
            exposure.vega += vega_per_point(leg);
        }
        exposure.delta += self.holdings[profile.index()].shares() as f64;
        exposure
    }

    /// What each profile has.
    pub(in super::super) fn held(&self) -> ProfileHoldings {
        ProfileHoldings {
            exposures: Profile::ALL.map(|profile| self.exposure_of(profile)),
            shares: self.holdings.each_ref().map(super::Holding::shares),
        }
    }

    /// Sensitivities of the whole account.
    pub(in super::super) fn exposure(&self) -> Exposure {
        self.exposure_with(&self.held())
    }

    /// The same where it is known what each profile has.
    pub(in super::super) fn exposure_with(&self, held: &ProfileHoldings) -> Exposure {
        let mut sum = Exposure { delta: self.portfolio_delta(), ..Exposure::default() };
        for own in held.exposures {
            sum.delta += own.delta;
            sum.gamma += own.gamma;
            sum.theta += own.theta;
            sum.vega += own.vega;
        }
        sum
    }
}

/// Dollars gained per point of volatility.
pub(super) fn vega_per_point(leg: &Leg) -> f64 {
    leg.contracts.shares(MULTIPLIER) as f64 * leg.greeks.vega / 100.0
}

/// The legs of a position as the margin rule sees them, in a list that is used again.
pub(super) fn held<'l>(
    list: &'l mut Vec<MarginLeg>,
    position: &Position,
    worth: impl Fn(&Leg) -> Price,
) -> &'l [MarginLeg] {
    list.clear();
    list.extend(position.legs.iter().map(|leg| MarginLeg {
        contract: leg.contract,
        contracts: leg.contracts,
        mark: worth(leg),
    }));
    list
}

/// What one position requires; what only buys requires nothing, and is not priced for it.
fn requirement(
    list: &mut Vec<MarginLeg>,
    position: &Position,
    (spot, instrument): (Price, Instrument),
    worth: impl Fn(&Leg) -> Price,
) -> Money {
    if !position.legs.iter().any(|leg| leg.contracts.is_short()) {
        return Money::ZERO;
    }
    margin::requirement(held(list, position, worth), spot, instrument)
}
