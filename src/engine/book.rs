//! The account at work: positions and journal together, and everything that happens to them.
//!
//! The journal says what the account is worth; the positions say what is held. Each counts on
//! its own, and the audit compares the two at the end of every day.

mod open;
#[cfg(test)]
mod tests;
mod trade;

use chrono::NaiveDate;

use crate::ledger::{self, Account, Cause, Imbalance, Journal, Standing};
use crate::profile::{PerProfile, Playbook, Profile};
use crate::trade::margin::{self, Held};
use crate::trade::{Costs, Instrument, Leg, Position, Provenance, Quoter};
use crate::units::{Money, Price};

use super::report::{Exposure, FillRecord, Marks, Moment, Rotation, Trade};

/// One cash account and at most one position per profile.
pub(super) struct Book<'a> {
    playbook: &'a Playbook,
    costs: Costs,
    expiries: crate::trade::ExpirySeries,
    journal: Journal,
    positions: PerProfile<Option<Position>>,
    /// Whether a profile's wish was refused and told already.
    refused: PerProfile<bool>,
    /// What each position requires at the moment orders are filled, as far as it was asked for and
    /// the position has not changed since.
    required: PerProfile<Option<Money>>,
    counted: Counted,
    next_trade: u32,
    pub(super) log: Log,
}

/// What happened, in order.
#[derive(Default)]
pub(super) struct Log {
    pub(super) trades: Vec<Trade>,
    pub(super) fills: Vec<FillRecord>,
    pub(super) rotations: Vec<Rotation>,
}

/// Sums over all trades, kept apart from the journal so that the two can be compared.
#[derive(Default)]
struct Counted {
    capital: Money,
    closed: Money,
    costs: Money,
    cash_flow: Money,
}

/// The moment orders meet the market.
#[derive(Clone, Copy)]
pub(super) struct Market<'a> {
    pub(super) quoter: &'a Quoter<'a>,
    pub(super) moment: Moment,
}

impl Market<'_> {
    fn date(&self) -> NaiveDate {
        self.quoter.date
    }

    fn spot(&self) -> Price {
        Price::from_dollars_f64(self.quoter.spot).expect("an imported price is within range")
    }

    fn mid(&self, leg: &Leg) -> Price {
        Price::from_dollars_f64(self.quoter.price_held(&leg.contract, leg.implied))
            .expect("a model's price is within the range of money")
    }
}

impl<'a> Book<'a> {
    /// Opens the account.
    pub(super) fn open(
        capital: Money,
        date: NaiveDate,
        playbook: &'a Playbook,
        costs: Costs,
        expiries: crate::trade::ExpirySeries,
    ) -> Self {
        let mut journal = Journal::default();
        journal.post(date, Cause::Deposit, Account::Cash, Account::Capital, capital);
        Self {
            playbook,
            costs,
            expiries,
            journal,
            positions: [const { None }; 6],
            refused: [false; 6],
            required: [None; 6],
            counted: Counted { capital, ..Counted::default() },
            next_trade: 1,
            log: Log::default(),
        }
    }

    /// Values every leg at the close.
    pub(super) fn mark(&mut self, quoter: &Quoter<'_>) {
        for profile in Profile::ALL {
            let Some(position) = &mut self.positions[profile.index()] else { continue };
            let before = position.unrealised();
            for leg in &mut position.legs {
                let mark = quoter.mark(&leg.contract, leg.implied);
                (leg.greeks, leg.provenance, leg.implied) =
                    (mark.greeks, mark.provenance, mark.implied);
                leg.mark = Price::from_dollars_f64(leg.greeks.price)
                    .expect("a model's price is within the range of money");
            }
            let change = position.unrealised() - before;
            self.revalue(profile, quoter.date, change);
        }
    }

    fn revalue(&mut self, profile: Profile, date: NaiveDate, change: Money) {
        let row = profile.index() as u8;
        self.journal.post(
            date,
            Cause::Mark,
            Account::Revaluation(row),
            Account::Unrealised(row),
            change,
        );
    }

    pub(super) fn positions(&self) -> &PerProfile<Option<Position>> {
        &self.positions
    }

    pub(super) fn cash(&self) -> Money {
        self.journal.balance(Account::Cash)
    }

    /// Market value of a profile's position, from the books.
    pub(super) fn value(&self, profile: Profile) -> Money {
        let row = profile.index() as u8;
        self.journal.balance(Account::Options(row))
            + self.journal.balance(Account::Revaluation(row))
    }

    pub(super) fn equity(&self) -> Money {
        self.cash() + Profile::ALL.iter().map(|profile| self.value(*profile)).sum()
    }

    /// A profile's profit and loss since the start, after costs.
    pub(super) fn profit(&self, profile: Profile) -> Money {
        let row = profile.index() as u8;
        -self.journal.balance(Account::Realised(row))
            - self.journal.balance(Account::Unrealised(row))
            - self.fees(row)
    }

    pub(super) fn realised(&self) -> Money {
        let fees: Money = (0..6).map(|row| self.fees(row)).sum();
        -self.journal.total(Account::Realised) - fees
    }

    pub(super) fn unrealised(&self) -> Money {
        -self.journal.total(Account::Unrealised)
    }

    fn fees(&self, row: u8) -> Money {
        self.journal.balance(Account::Commission(row))
            + self.journal.balance(Account::Clearing(row))
            + self.journal.balance(Account::Regulatory(row))
    }

    /// Each profile's share of equity: what its units control at today's spot.
    pub(super) fn weights(&self, spot: f64) -> PerProfile<f64> {
        let equity = self.equity().to_dollars_f64();
        let unit = spot * Instrument::MULTIPLIER as f64;
        Profile::ALL.map(|profile| {
            self.positions[profile.index()]
                .as_ref()
                .map_or(0.0, |position| position.units as f64 * unit / equity)
        })
    }

    /// What must stay in the account against all short options, at their marks.
    pub(super) fn margin(&self, spot: Price) -> Money {
        let held = self.positions.iter().flatten();
        held.map(|position| requirement(position, spot, |leg| leg.mark)).sum()
    }

    /// The same at the prices of the moment: marks may be a day old when orders meet the market.
    fn margin_at(&mut self, market: Market<'_>) -> Money {
        for (position, required) in self.positions.iter().zip(&mut self.required) {
            required.get_or_insert_with(|| {
                position.as_ref().map_or(Money::ZERO, |position| {
                    requirement(position, market.spot(), |leg| market.mid(leg))
                })
            });
        }
        self.required.iter().flatten().copied().sum()
    }

    /// Where the marks of all legs come from.
    pub(super) fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        for leg in self.positions.iter().flatten().flat_map(|position| &position.legs) {
            *match leg.provenance {
                Provenance::Quoted => &mut marks.quoted,
                Provenance::Interpolated => &mut marks.interpolated,
                Provenance::Stale => &mut marks.stale,
                Provenance::Model | Provenance::Settlement => &mut marks.model,
            } += 1;
        }
        marks
    }

    /// Sensitivities of all positions, dollars.
    pub(super) fn exposure(&self) -> Exposure {
        let mut exposure = Exposure::default();
        for leg in self.positions.iter().flatten().flat_map(|position| &position.legs) {
            let units = (leg.contracts.count() * Instrument::MULTIPLIER) as f64;
            exposure.delta += units * leg.greeks.delta;
            exposure.gamma += units * leg.greeks.gamma;
            exposure.theta += units * leg.greeks.theta / 365.0;
            exposure.vega += units * leg.greeks.vega / 100.0;
        }
        exposure
    }

    /// Compares the books with the positions and the trades, exactly.
    pub(super) fn audit(&self, date: NaiveDate) -> Result<(), Imbalance> {
        let held = || self.positions.iter().flatten();
        let standing = Standing {
            capital: self.counted.capital,
            position_value: held().map(Position::value).sum(),
            unrealised: held().map(Position::unrealised).sum(),
            closed: self.counted.closed,
            costs: self.counted.costs,
            cash_flow: self.counted.cash_flow,
        };
        ledger::audit(&self.journal, date, &standing)
    }

    /// Adds the journal up anew and compares it with the balances that were carried along.
    pub(super) fn is_derived(&self) -> bool {
        self.journal.is_derived()
    }
}

fn requirement(position: &Position, spot: Price, worth: impl Fn(&Leg) -> Price) -> Money {
    if !position.legs.iter().any(|leg| leg.contracts.is_short()) {
        return Money::ZERO;
    }
    let held: Vec<Held> = position
        .legs
        .iter()
        .map(|leg| Held { contract: leg.contract, contracts: leg.contracts, mark: worth(leg) })
        .collect();
    margin::requirement(&held, spot)
}
