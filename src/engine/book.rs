//! The account at work: positions, hedges and journal together, and everything that happens to
//! them.
//!
//! The journal gives the value of the account; the positions list the holdings. Each counts on
//! its own, and the audit compares the two at the end of every day.

mod afford;
mod call;
mod carry;
mod close;
mod exercise;
mod fill;
mod hedge;
mod measure;
mod open;
mod risk;
mod settle;
mod split;
#[cfg(test)]
mod tests;

use std::mem::Discriminant;

use chrono::NaiveDate;

use crate::ledger::{self, Account, AccountTotals, Cause, Imbalance, Journal};
use crate::profile::{PerProfile, Playbook, Profile};
use crate::trade::margin::MarginLeg;
use crate::trade::{Contract, Expiries, Fees, Holding, Instrument, Leg, Position, Quoter};
use crate::units::{Money, Price};

use super::Scenario;
use super::report::{FillRecord, HedgeRecord, Moment, Reason, Rotation, Trade};

/// One cash account and at most one position per profile.
pub(super) struct Book<'a> {
    scenario: &'a Scenario,
    playbook: &'a Playbook,
    /// What can be opened, and what existed.
    pub(super) expiries: Expiries,
    /// Whether hedges are futures, whose gains are settled in cash every day.
    futures: bool,
    journal: Journal,
    positions: PerProfile<Option<Position>>,
    /// Shares or futures of each profile, and of the portfolio as a whole.
    holdings: [Holding; Account::HOLDERS],
    /// Of these, what options delivered and the next open gives back.
    delivered: PerProfile<i64>,
    /// What shares were last valued at.
    share_mark: Price,
    /// For which kind of reason a profile's order was last refused, once that is recorded.
    refused: PerProfile<Option<Discriminant<Reason>>>,
    /// The close at which buying power was below zero, until the next fill.
    called: Option<NaiveDate>,
    /// What each profile's hedge had earned when that was last counted for a trade.
    attributed: PerProfile<Money>,
    /// Each profile's trade that ended last, by its place in the log.
    last_trade: PerProfile<Option<usize>>,
    counted: RunningTotals,
    next_trade: u32,
    /// For the legs of one position at a time, so that looking at them allocates nothing.
    legs: Vec<MarginLeg>,
    pub(super) log: TradingLog,
}

/// What happened, in order.
pub(super) struct TradingLog {
    pub(super) trades: Vec<Trade>,
    pub(super) fills: Vec<FillRecord>,
    pub(super) hedges: Vec<HedgeRecord>,
    pub(super) rotations: Vec<Rotation>,
}

impl TradingLog {
    /// With room for what an account that trades every day does in `days`: lists that grow are
    /// copied each time they double.
    fn of(days: usize) -> Self {
        Self {
            trades: Vec::with_capacity(days * 2),
            fills: Vec::with_capacity(days * 6),
            hedges: Vec::with_capacity(days * 3),
            rotations: Vec::with_capacity(days * 2),
        }
    }
}

/// Sums over all trades, kept apart from the journal so that the two can be compared.
#[derive(Default)]
struct RunningTotals {
    capital: Money,
    closed: Money,
    costs: Money,
    income: Money,
    shortfall: Money,
    cash_flow: Money,
}

/// The moment orders meet the market.
#[derive(Clone, Copy)]
pub(super) struct MarketMoment<'a> {
    pub(super) quoter: &'a Quoter<'a>,
    pub(super) moment: Moment,
}

impl MarketMoment<'_> {
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
    /// Opens the account on a day, for as many days as are to come.
    pub(super) fn open(
        scenario: &'a Scenario,
        playbook: &'a Playbook,
        expiries: Expiries,
        (date, days): (NaiveDate, usize),
    ) -> Self {
        let capital = scenario.capital();
        let mut journal = Journal::with_capacity(days * ENTRIES_A_DAY);
        journal.post(date, Cause::Deposit, Account::Cash, Account::Capital, capital);
        Self {
            scenario,
            playbook,
            expiries,
            futures: scenario.hedging.uses_futures(scenario.instrument),
            journal,
            positions: [const { None }; 6],
            holdings: [Holding::default(); Account::HOLDERS],
            delivered: [0; 6],
            share_mark: Price::ZERO,
            refused: [None; 6],
            called: None,
            attributed: [Money::ZERO; 6],
            last_trade: [None; 6],
            counted: RunningTotals { capital, ..RunningTotals::default() },
            next_trade: 1,
            legs: Vec::with_capacity(crate::trade::Structure::MAX_LEGS),
            log: TradingLog::of(days),
        }
    }

    /// Whether a contract that is opened existed: what is quoted did.
    fn existed(&self, contract: &Contract, market: MarketMoment<'_>) -> bool {
        !market.quoter.is_by_rule() || self.expiries.existed(market.date(), contract)
    }

    /// Values every leg and share at the close; gains of futures are paid in cash.
    pub(super) fn mark(&mut self, quoter: &Quoter<'_>) {
        for profile in Profile::ALL {
            let Some(position) = &mut self.positions[profile.index()] else { continue };
            let before = position.unrealised();
            for leg in &mut position.legs {
                let mark = quoter.mark(&leg.contract, leg.implied);
                (leg.greeks, leg.provenance, leg.implied) =
                    (mark.greeks.into(), mark.provenance, mark.implied);
                leg.mark = Price::from_dollars_f64(mark.greeks.price)
                    .expect("a model's price is within the range of money");
            }
            let change = position.unrealised() - before;
            self.revalue(profile, quoter.date, change);
        }
        self.mark_shares(quoter.date, quoter.spot);
    }

    fn revalue(&mut self, profile: Profile, date: NaiveDate, change: Money) {
        let row = profile.index() as u8;
        let (debit, credit) = (Account::Revaluation(row), Account::Unrealised(row));
        self.journal.post(date, Cause::Mark, debit, credit, change);
    }

    fn pay(&mut self, row: u8, date: NaiveDate, fees: &Fees) {
        let Fees { commission, clearing, regulatory } = *fees;
        self.journal.post(date, Cause::Fee, Account::Commission(row), Account::Cash, commission);
        self.journal.post(date, Cause::Fee, Account::Clearing(row), Account::Cash, clearing);
        self.journal.post(date, Cause::Fee, Account::Regulatory(row), Account::Cash, regulatory);
        self.counted.costs += fees.total();
        self.counted.cash_flow -= fees.total();
    }

    pub(super) fn positions(&self) -> &PerProfile<Option<Position>> {
        &self.positions
    }

    /// Sells everything at its marks and, if the account is below zero, has the lender bear the
    /// rest. Returns what that was.
    pub(super) fn liquidate(&mut self, date: NaiveDate) -> Money {
        self.close_everything(date);
        let shortfall = -self.cash();
        if shortfall.is_negative() {
            return Money::ZERO;
        }
        let (debit, credit) = (Account::Cash, Account::Shortfall);
        self.journal.post(date, Cause::Shortfall, debit, credit, shortfall);
        self.counted.shortfall += shortfall;
        shortfall
    }

    /// Compares the books with the positions and the trades, exactly.
    pub(super) fn audit(&self, date: NaiveDate) -> Result<(), Imbalance> {
        let held = || self.positions.iter().flatten();
        let mark = self.share_mark;
        let shares = || self.holdings.iter();
        // Futures are settled at every mark, so an open future has no value.
        let (value, gain) = if self.futures {
            (Money::ZERO, Money::ZERO)
        } else {
            (
                shares().map(|held| held.value(mark)).sum(),
                shares().map(|held| held.unrealised(mark)).sum(),
            )
        };
        let standing = AccountTotals {
            capital: self.counted.capital,
            position_value: held().map(Position::value).sum(),
            hedge_value: value,
            unrealised: held().map(Position::unrealised).sum::<Money>() + gain,
            closed: self.counted.closed,
            costs: self.counted.costs,
            income: self.counted.income,
            shortfall: self.counted.shortfall,
            cash_flow: self.counted.cash_flow,
        };
        ledger::audit(&self.journal, date, &standing)
    }

    /// Recomputes the balances from the journal and compares them with the running ones.
    pub(super) fn is_derived(&self) -> bool {
        self.journal.is_derived()
    }
}

/// About as many entries as a day has on which most profiles trade.
const ENTRIES_A_DAY: usize = 12;

/// What a contract's price counts for: units of the underlying.
const MULTIPLIER: i64 = Instrument::MULTIPLIER;
