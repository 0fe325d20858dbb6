//! Which right an option gives: to buy (call) or to sell (put).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The right that an option gives its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Right {
    /// To buy the underlying at the strike.
    Call,
    /// To sell the underlying at the strike.
    Put,
}

impl Right {
    /// The other right.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Call => Self::Put,
            Self::Put => Self::Call,
        }
    }

    /// Which way the payoff moves with the underlying: 1 for a call, -1 for a put.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Call => 1.0,
            Self::Put => -1.0,
        }
    }

    /// What exercising pays when the underlying is worth `spot`, never below zero.
    ///
    /// ```
    /// use rotation::market::Right;
    /// assert_eq!(Right::Put.payoff(97.0, 100.0), 3.0);
    /// assert_eq!(Right::Call.payoff(97.0, 100.0), 0.0);
    /// ```
    #[must_use]
    pub fn payoff(self, spot: f64, strike: f64) -> f64 {
        crate::math::greater(self.sign() * (spot - strike), 0.0)
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call => "call",
            Self::Put => "put",
        })
    }
}
