//! What time alone pays: interest on cash, dividends on shares, the carry of futures.

use chrono::NaiveDate;

use crate::ledger::{Account, Cause};
use crate::math;
use crate::pricing::Surface;
use crate::units::{Money, Rate};

use super::Book;

impl Book<'_> {
    /// Accrues from the last close to today, at the rates known then.
    ///
    /// Shares earn the dividend yield, or owe it when sold short, unless the data has the dividends
    /// themselves, which are then paid on their days. Futures are priced above the
    /// underlying by interest less dividends and lose that as time passes.
    pub(in super::super) fn accrue(
        &mut self,
        since: NaiveDate,
        date: NaiveDate,
        known: &Surface,
        paid_in_cash: bool,
    ) {
        let years = (date - since).num_days() as f64 / 365.0;
        let growth = |rate: Rate| math::exp_m1(rate.decimal() * years);
        let (interest, dividends) = (growth(known.rate()), growth(known.dividend_yield()));
        let per_share = match (self.futures, paid_in_cash) {
            (true, _) => dividends - interest,
            (false, true) => 0.0,
            (false, false) => dividends,
        };
        for holder in 0..Account::HOLDERS as u8 {
            let value = self.holdings[usize::from(holder)].value(self.share_mark);
            let amount = share(value, per_share);
            self.earn(date, (Cause::Carry, Account::Carry(holder)), amount);
        }
        if self.scenario.interest {
            let amount = share(self.cash(), interest);
            self.earn(date, (Cause::Interest, Account::Interest), amount);
        }
    }

    pub(super) fn earn(
        &mut self,
        date: NaiveDate,
        (cause, income): (Cause, Account),
        amount: Money,
    ) {
        self.journal.post(date, cause, Account::Cash, income, amount);
        self.counted.income += amount;
        self.counted.cash_flow += amount;
    }
}

/// A share of an amount, quantised once on its way into the books.
fn share(amount: Money, share: f64) -> Money {
    if amount == Money::ZERO || share == 0.0 {
        return Money::ZERO;
    }
    Money::from_dollars_f64(amount.to_dollars_f64() * share)
        .expect("a day's carry of an account is within the range of money")
}
