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
    /// Equity: capital paid in.
    Capital,
    /// Equity: what a lost account still owes, borne by the lender.
    Shortfall,
    /// Income: interest on cash.
    Interest,
    /// Income: exits less entries of closed quantity, before costs.
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

/// Places in a table of balances: those that exist once have the first row, each other kind has a
/// row of its own with a place for each profile or holder and one to spare.
const ROW: usize = 8;

impl Account {
    /// Holders of shares: the profiles, and the portfolio as a whole.
    pub const HOLDERS: usize = 7;
    /// The holder of the hedge that belongs to no profile.
    pub const PORTFOLIO: u8 = 6;
    /// How many rows a table of balances has.
    pub(super) const ROWS: usize = 14;
    /// How many places it has.
    pub const PLACES: usize = Self::ROWS * ROW;

    /// The account's place in a table of balances.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        let (row, holder) = match self {
            Self::Cash => return 0,
            Self::Capital => return 1,
            Self::Shortfall => return 2,
            Self::Interest => return 3,
            Self::Options(profile) => (1, profile),
            Self::Revaluation(profile) => (2, profile),
            Self::Realised(profile) => (3, profile),
            Self::Unrealised(profile) => (4, profile),
            Self::Commission(profile) => (5, profile),
            Self::Clearing(profile) => (6, profile),
            Self::Regulatory(profile) => (7, profile),
            Self::Shares(holder) => (8, holder),
            Self::ShareRevaluation(holder) => (9, holder),
            Self::ShareRealised(holder) => (10, holder),
            Self::ShareUnrealised(holder) => (11, holder),
            Self::Carry(holder) => (12, holder),
            Self::ShareFees(holder) => (13, holder),
        };
        row * ROW + holder as usize
    }

    /// The row of a place.
    pub(super) const fn row(place: usize) -> usize {
        place / ROW
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
