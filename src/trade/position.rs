//! One open structure of one profile.

use chrono::NaiveDate;

use crate::pricing::black_scholes::Greeks;
use crate::units::{Contracts, Money, Price, Vol};

use super::contract::{Contract, Instrument};
use super::quote::Provenance;

/// An open position: its legs, and its capital at entry.
#[derive(Clone, Debug)]
pub struct Position {
    /// Number of the trade, from 1, in the order of opening.
    pub trade: u32,
    /// Where in the log of fills those of its opening begin.
    pub first_fill: u32,
    /// Which structure of the playbook it is.
    pub structure: usize,
    /// Units of the structure.
    pub units: Contracts,
    /// Units that were ordered when it was last traded: more than are held if buying power did
    /// not carry all of them.
    pub ordered: Contracts,
    /// The day it was opened.
    pub opened: NaiveDate,
    /// Whether a contract it opened did not exist on that day.
    pub hypothetical: bool,
    /// Share of equity allocated when it was opened.
    pub allocation: f64,
    /// Capital allocated when it was opened.
    pub capital: Money,
    /// The most that was at risk: margin required plus net premium paid, credits negative.
    pub peak_risk: Money,
    /// Margin and net premium of its units when they were opened: what an exit is a share of.
    pub entry_risk: Money,
    /// What the hedge of its profile had earned when it was opened.
    pub hedged_before: Money,
    /// Its legs.
    pub legs: Vec<Leg>,
    /// Signed market value of everything bought and sold on the way in.
    pub entry_value: Money,
    /// Signed market value of the legs already closed, at their exits.
    pub exit_value: Money,
    /// Fees paid so far.
    pub fees: Money,
    /// Profit and loss that rolled and expired legs have realised and rotations reported.
    pub reported: Money,
}

/// One contract series held.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// What is held.
    pub contract: Contract,
    /// Which rule of the structure it came from.
    pub rule: usize,
    /// How many, signed.
    pub contracts: Contracts,
    /// What it cost: quantity x multiplier x the prices it was opened at; negative when sold.
    pub basis: Money,
    /// The price it is valued at.
    pub mark: Price,
    /// Sensitivities per unit at the last mark; zero before the first.
    pub greeks: Sensitivities,
    /// Where the mark comes from.
    pub provenance: Provenance,
    /// Volatility at the last mark from quotes; `None` before the first.
    pub implied: Option<Vol>,
    /// The day of the last mark from quotes; `None` before the first.
    pub quoted_on: Option<NaiveDate>,
}

/// The Greeks that hedges and limits look at, per unit, in the units of [`Greeks`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sensitivities {
    /// dV/dS.
    pub delta: f64,
    /// d2V/dS2.
    pub gamma: f64,
    /// Change of the price to the next close while spot and volatility stay, dollars.
    pub theta: f64,
    /// dV/dvol, per 1.00 of volatility.
    pub vega: f64,
}

impl From<Greeks> for Sensitivities {
    fn from(greeks: Greeks) -> Self {
        let Greeks { delta, gamma, theta, vega, .. } = greeks;
        Self { delta, gamma, theta, vega }
    }
}

impl Leg {
    /// A leg of which nothing is held yet.
    #[must_use]
    pub fn new(contract: Contract, rule: usize) -> Self {
        let (basis, mark) = (Money::ZERO, Price::ZERO);
        let (contracts, greeks) = (Contracts::ZERO, Sensitivities::default());
        let (provenance, implied, quoted_on) = (Provenance::Model, None, None);
        Self { contract, rule, contracts, basis, mark, greeks, provenance, implied, quoted_on }
    }

    /// Market value at the mark.
    #[must_use]
    pub fn value(&self) -> Money {
        self.mark.times(self.contracts, Instrument::MULTIPLIER)
    }

    /// What the mark is above the entry fills.
    #[must_use]
    pub fn unrealised(&self) -> Money {
        self.value() - self.basis
    }

    /// Takes contracts out; returns what they cost, the average of what was paid.
    pub fn release(&mut self, contracts: Contracts) -> Money {
        let cost = self
            .basis
            .scaled(contracts.size().as_hundredths(), self.contracts.size().as_hundredths());
        self.contracts = self.contracts - contracts;
        self.basis -= cost;
        cost
    }
}

impl Position {
    /// Market value at the marks.
    #[must_use]
    pub fn value(&self) -> Money {
        self.legs.iter().map(Leg::value).sum()
    }

    /// What the marks are above the entry fills.
    #[must_use]
    pub fn unrealised(&self) -> Money {
        self.legs.iter().map(Leg::unrealised).sum()
    }

    /// Profit and loss since the opening: what is open at its marks, what was closed, fees.
    #[must_use]
    pub fn profit(&self) -> Money {
        self.value() + self.exit_value - self.entry_value - self.fees
    }

    /// Calendar days to the nearest expiry.
    #[must_use]
    pub fn days_left(&self, date: NaiveDate) -> Option<i64> {
        let first = self.legs.iter().map(|leg| &leg.contract).min_by_key(|own| own.expiry);
        first.map(|contract| contract.days_left(date))
    }
}
