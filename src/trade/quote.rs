//! What a contract could be traded around, and where that comes from.

use serde::{Deserialize, Serialize};

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Provenance {
    /// The middle of the contract's own bid and ask.
    Quoted,
    /// What the contract was last traded at that day; how wide its market was is modelled.
    Traded,
    /// From the surface fitted to the day's quotes.
    Interpolated,
    /// From the model, at the volatility the contract was last quoted at.
    Stale,
    /// Computed from the model surface.
    Model,
    /// Intrinsic value at expiry.
    Settlement,
}

impl Provenance {
    /// Whether a price comes from quotes or trades of its day.
    #[must_use]
    pub const fn is_of_the_day(self) -> bool {
        matches!(self, Self::Quoted | Self::Traded | Self::Interpolated)
    }

    /// The word shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Traded => "traded",
            Self::Interpolated => "interpolated",
            Self::Stale => "stale",
            Self::Model => "model",
            Self::Settlement => "settlement",
        }
    }
}

/// What a contract could be traded around, dollars per unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// The middle of the market.
    pub mid: f64,
    /// Half the distance between bid and ask.
    pub half_spread: f64,
    /// Where the mid comes from.
    pub provenance: Provenance,
}
