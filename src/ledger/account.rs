//! The chart of accounts.

use serde::{Deserialize, Serialize};

/// An account. Those of a profile carry its position in tables, 0 to 5; those of shares know a
/// seventh holder, [`Account::PORTFOLIO`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// Asset: money in the account.
    Cash,
    /// Asset: open options at their entry fills; negative when sold.
    Options(u8),
    /// Asset: what the marks of open options are above their entry fills.
    Revaluation(u8),
    /// Asset: shares at what they cost; negative when sold short.
    Shares(u8),
    /// Asset: what the marks of shares are above their cost.
    ShareRevaluation(u8),
    /// Equity: what was paid in.
    Capital,
    /// Equity: what a lost account still owes, borne by the lender.
    Shortfall,
    /// Income: interest on cash.
    Interest,
    /// Income: exits less entries of what was closed, before costs.
    Realised(u8),
    /// Income: the other side of revaluation.
    Unrealised(u8),
    /// Income: sales less cost of shares, and the daily gains of futures.
    ShareRealised(u8),
    /// Income: the other side of the revaluation of shares.
    ShareUnrealised(u8),
    /// Income: dividends on shares held or owed, and the carry of futures.
    Carry(u8),
    /// Expense: broker's commission.
    Commission(u8),
    /// Expense: clearing fees.
    Clearing(u8),
    /// Expense: regulatory fees on sales.
    Regulatory(u8),
    /// Expense: fees on shares.
    ShareFees(u8),
}

/// Accounts that exist once.
const SINGLE: usize = 4;
/// Kinds of account that exist per profile or holder.
const KINDS: usize = 13;

impl Account {
    /// Holders of shares: the profiles, and the portfolio as a whole.
    pub const HOLDERS: usize = 7;
    /// The holder of the hedge that belongs to no profile.
    pub const PORTFOLIO: u8 = 6;
    /// How many accounts there are.
    pub const COUNT: usize = SINGLE + KINDS * Self::HOLDERS;

    /// The account's place in a table of balances.
    #[must_use]
    pub const fn index(self) -> usize {
        let (kind, holder) = match self {
            Self::Cash => return 0,
            Self::Capital => return 1,
            Self::Shortfall => return 2,
            Self::Interest => return 3,
            Self::Options(profile) => (0, profile),
            Self::Revaluation(profile) => (1, profile),
            Self::Realised(profile) => (2, profile),
            Self::Unrealised(profile) => (3, profile),
            Self::Commission(profile) => (4, profile),
            Self::Clearing(profile) => (5, profile),
            Self::Regulatory(profile) => (6, profile),
            Self::Shares(holder) => (7, holder),
            Self::ShareRevaluation(holder) => (8, holder),
            Self::ShareRealised(holder) => (9, holder),
            Self::ShareUnrealised(holder) => (10, holder),
            Self::Carry(holder) => (11, holder),
            Self::ShareFees(holder) => (12, holder),
        };
        SINGLE + kind * Self::HOLDERS + holder as usize
    }

    /// The account's name in listings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Capital => "capital",
            Self::Shortfall => "shortfall",
            Self::Interest => "interest",
            Self::Options(_) => "options at entry",
            Self::Revaluation(_) => "revaluation",
            Self::Realised(_) => "realised",
            Self::Unrealised(_) => "unrealised",
            Self::Commission(_) => "commission",
            Self::Clearing(_) => "clearing",
            Self::Regulatory(_) => "regulatory fees",
            Self::Shares(_) => "shares at cost",
            Self::ShareRevaluation(_) => "revaluation of shares",
            Self::ShareRealised(_) => "realised on shares",
            Self::ShareUnrealised(_) => "unrealised on shares",
            Self::Carry(_) => "dividends and carry",
            Self::ShareFees(_) => "fees on shares",
        }
    }
}
