//! The journal: entries in the order they were posted, and the balances they add up to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::units::Money;

use super::Account;

/// Why an entry was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Capital was paid in.
    Deposit,
    /// A leg was bought or sold to open.
    Open,
    /// A leg was bought or sold to close.
    Close,
    /// A leg expired.
    Settlement,
    /// Positions were valued.
    Mark,
    /// A fee was paid.
    Fee,
    /// Shares or futures were bought or sold to offset delta.
    Hedge,
    /// Shares were delivered by an option, or given back.
    Delivery,
    /// Gains of futures were settled.
    Variation,
    /// Interest on cash.
    Interest,
    /// Dividends on shares, or the carry of futures.
    Carry,
    /// What a lost account owes was taken over.
    Shortfall,
}

/// One movement of value: `amount` into `debit`, out of `credit`. Negative amounts go the other
/// way, so that a sale reads as a purchase of less than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub date: NaiveDate,
    /// Why.
    pub cause: Cause,
    /// The account that receives.
    pub debit: Account,
    /// The account that gives.
    pub credit: Account,
    /// How much.
    pub amount: Money,
}

/// All entries so far. Balances are derived from them and cannot be set.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::ledger::{Account, Cause, Journal};
/// use rotation::units::Money;
///
/// let mut journal = Journal::default();
/// let day = NaiveDate::from_ymd_opt(2018, 1, 2).unwrap();
/// journal.post(day, Cause::Deposit, Account::Cash, Account::Capital, Money::dollars(1_000));
/// journal.post(day, Cause::Open, Account::Options(0), Account::Cash, Money::dollars(240));
/// assert_eq!(journal.balance(Account::Cash), Money::dollars(760));
/// assert_eq!(journal.balance(Account::Options(0)), Money::dollars(240));
/// ```
#[derive(Clone, Debug)]
pub struct Journal {
    entries: Vec<Entry>,
    balances: [Money; Account::PLACES],
    /// Their sums by row: over all profiles or holders of one kind.
    totals: [Money; Account::ROWS],
}

impl Default for Journal {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Journal {
    /// An empty journal with room for so many entries.
    #[must_use]
    pub fn with_capacity(entries: usize) -> Self {
        Self {
            entries: Vec::with_capacity(entries),
            balances: [Money::ZERO; Account::PLACES],
            totals: [Money::ZERO; Account::ROWS],
        }
    }

    /// Posts an entry. One of nothing, as most are, is not recorded.
    #[inline]
    pub fn post(
        &mut self,
        date: NaiveDate,
        cause: Cause,
        debit: Account,
        credit: Account,
        amount: Money,
    ) {
        if amount != Money::ZERO {
            // Whoever posts knows the kinds of the accounts, and with them their places.
            let places = (debit.index(), credit.index());
            self.record(Entry { date, cause, debit, credit, amount }, places);
        }
    }

    fn record(&mut self, entry: Entry, (to, from): (usize, usize)) {
        let amount = entry.amount;
        self.balances[to] += amount;
        self.balances[from] -= amount;
        self.totals[Account::row(to)] += amount;
        self.totals[Account::row(from)] -= amount;
        self.entries.push(entry);
    }

    /// Debits less credits of an account: positive for assets held and expenses paid, negative
    /// for capital and income.
    #[must_use]
    pub fn balance(&self, account: Account) -> Money {
        self.balances[account.index()]
    }

    /// The sum of one kind of account over all profiles or holders.
    #[must_use]
    pub fn total(&self, account: fn(u8) -> Account) -> Money {
        self.totals[Account::row(account(0).index())]
    }

    /// Every entry, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The balances recomputed from the first entry on, for checking.
    #[must_use]
    pub fn recount_balances(&self) -> [Money; Account::PLACES] {
        let mut balances = [Money::ZERO; Account::PLACES];
        for entry in &self.entries {
            balances[entry.debit.index()] += entry.amount;
            balances[entry.credit.index()] -= entry.amount;
        }
        balances
    }

    /// Whether the kept balances and totals are those of the entries.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        let recounted = self.recount_balances();
        let rows = recounted.chunks(Account::PLACES / Account::ROWS);
        let totals = rows.map(|row| row.iter().copied().sum::<Money>());
        recounted == self.balances && totals.eq(self.totals)
    }
}
