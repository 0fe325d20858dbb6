//! What a file holds, and what is done with rows that break a rule.

use std::fmt;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Daily bars of the underlying.
    Bars,
    /// A volatility index, or other daily series to lay beside the bars.
    Volatility,
    /// A calendar of events.
    Events,
    /// Quotes of options on the underlying.
    Chain,
    /// The trades of another program, to be compared with.
    TradeLog,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bars => "daily bars",
            Self::Volatility => "a volatility index",
            Self::Events => "events",
            Self::Chain => "option quotes",
            Self::TradeLog => "a trade log",
        })
    }
}

/// What to do with a row that breaks a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BadRows {
    /// Refuse the file and say which rows are bad.
    #[default]
    Refuse,
    /// Leave the row out and say so.
    Skip,
}
