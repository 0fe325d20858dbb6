//! The chart of accounts.

use serde::{Deserialize, Serialize};

/// An account. Those of a profile carry its position in tables, 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// Asset: money in the account.
    Cash,
    /// Asset: open options at their entry fills; negative when sold.
    Options(u8),
    /// Asset: what the marks of open options are above their entry fills.
    Revaluation(u8),
    /// Equity: what was paid in.
    Capital,
    /// Income: exits less entries of what was closed, before costs.
    Realised(u8),
    /// Income: the other side of revaluation.
    Unrealised(u8),
    /// Expense: broker's commission.
    Commission(u8),
    /// Expense: clearing fees.
    Clearing(u8),
    /// Expense: regulatory fees on sales.
    Regulatory(u8),
}

impl Account {
    /// How many accounts there are.
    pub const COUNT: usize = 2 + 7 * 6;

    /// The account's place in a table of balances.
    #[must_use]
    pub const fn index(self) -> usize {
        let (row, profile) = match self {
            Self::Cash => return 0,
            Self::Capital => return 1,
            Self::Options(profile) => (0, profile),
            Self::Revaluation(profile) => (1, profile),
            Self::Realised(profile) => (2, profile),
            Self::Unrealised(profile) => (3, profile),
            Self::Commission(profile) => (4, profile),
            Self::Clearing(profile) => (5, profile),
            Self::Regulatory(profile) => (6, profile),
        };
        2 + row * 6 + profile as usize
    }

    /// The account's name in listings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Capital => "capital",
            Self::Options(_) => "options at entry",
            Self::Revaluation(_) => "revaluation",
            Self::Realised(_) => "realised",
            Self::Unrealised(_) => "unrealised",
            Self::Commission(_) => "commission",
            Self::Clearing(_) => "clearing",
            Self::Regulatory(_) => "regulatory fees",
        }
    }
}
