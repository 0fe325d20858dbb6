//! The identities of the books, checked with `==` at the end of every day.

use std::fmt;

use chrono::NaiveDate;

use crate::units::Money;

use super::{Account, Journal};

/// Totals counted from positions and trades, independently of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountTotals {
    /// What was paid in.
    pub capital: Money,
    /// Market value of open legs: quantity x multiplier x mark.
    pub position_value: Money,
    /// Market value of shares held: shares x mark.
    pub hedge_value: Money,
    /// Over open legs and shares: quantity x (mark - entry fill).
    pub unrealised: Money,
    /// Over closed quantity: quantity x (exit - entry fill).
    pub closed: Money,
    /// All costs paid.
    pub costs: Money,
    /// Interest, dividends and carry received.
    pub income: Money,
    /// What a lost account owed.
    pub shortfall: Money,
    /// Over all trades: minus quantity x price, minus fees; and income.
    pub cash_flow: Money,
}

/// One identity of the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Every entry has two sides, so all balances sum to nothing.
    TwoSided,
    /// Options at entry plus their revaluation are the positions' market value.
    PositionValue,
    /// Shares at cost plus their revaluation are the hedges' market value.
    HedgeValue,
    /// Equity = capital + realised + unrealised.
    Equity,
    /// Unrealised is the sum over open legs and shares.
    Unrealised,
    /// Realised is the sum over closed quantity less all costs, plus interest and carry.
    Realised,
    /// Cash less capital is the sum of all trades' cash flows.
    Cash,
}

/// Books that do not balance: which identity, and both of its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// The day it was found.
    pub date: NaiveDate,
    /// The identity that does not hold.
    pub identity: Identity,
    /// What the books say.
    pub books: Money,
    /// What was counted apart from them.
    pub counted: Money,
}

impl fmt::Display for Imbalance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, identity, books, counted } = self;
        write!(
            f,
            "{date}: the books do not balance ({identity:?}): {books} booked, {counted} counted"
        )
    }
}

impl std::error::Error for Imbalance {}

/// Compares the journal with the independent totals, exactly.
///
/// # Errors
/// The first identity that does not hold.
pub fn audit(
    journal: &Journal,
    date: NaiveDate,
    standing: &AccountTotals,
) -> Result<(), Imbalance> {
    let cash = journal.balance(Account::Cash);
    let options = journal.total(Account::Options) + journal.total(Account::Revaluation);
    let shares = journal.total(Account::Shares) + journal.total(Account::ShareRevaluation);
    let unrealised = -journal.total(Account::Unrealised) - journal.total(Account::ShareUnrealised);
    let costs = journal.total(Account::Commission)
        + journal.total(Account::Clearing)
        + journal.total(Account::Regulatory)
        + journal.total(Account::ShareFees);
    let income = -journal.balance(Account::Interest) - journal.total(Account::Carry);
    let closed = -journal.total(Account::Realised) - journal.total(Account::ShareRealised);
    let realised = closed - costs + income;
    let paid_in = -journal.balance(Account::Capital) - journal.balance(Account::Shortfall);
    let equity = cash + options + shares;
    let checks = [
        (Identity::TwoSided, equity - unrealised - realised - paid_in, Money::ZERO),
        (Identity::PositionValue, options, standing.position_value),
        (Identity::HedgeValue, shares, standing.hedge_value),
        (Identity::Equity, equity, standing.capital + standing.shortfall + realised + unrealised),
        (Identity::Unrealised, unrealised, standing.unrealised),
        (Identity::Realised, realised, standing.closed - standing.costs + standing.income),
        (Identity::Cash, cash - standing.capital, standing.cash_flow + standing.shortfall),
    ];
    for (identity, books, counted) in checks {
        if books != counted {
            return Err(Imbalance { date, identity, books, counted });
        }
    }
    Ok(())
}
