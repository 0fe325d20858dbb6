//! Where implied volatility comes from: a chain's quotes, an index, or realised volatility.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::market::{AsOf, Series};

/// A volatility index may be this many trading days old.
pub(super) const CARRY: usize = 5;

/// Term structure that stands in for a chain: 7, 20 and 60 days as multiples of the index.
const INDEX_FACTORS: [f64; 3] = [0.85, 0.95, 1.08];

/// What realised volatility is multiplied with when there is no index either.
const REALISED_FACTOR: f64 = 1.2;

/// What the quotes of a day imply, annualised decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quoted {
    /// At-the-money volatility at 7, 20 and 60 calendar days: linear in total variance between the
    /// quoted expiries, that of the nearest one outside.
    pub at_the_money: [f64; 3],
    /// Volatility of the 25-delta put less that at the money.
    pub skew: f64,
}

impl Quoted {
    /// The maturities of the volatilities at the money, calendar days.
    pub const DAYS: [i64; 3] = [7, 20, 60];
    /// The maturity of the skew, calendar days.
    pub const SKEW_DAYS: i64 = 30;
}

/// Which implied volatility a day uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImpliedSource {
    /// The quotes of the day.
    Chain,
    /// The volatility index, this many trading days old.
    Index {
        /// 0 is today's.
        age: u8,
    },
    /// Realised volatility times 1.2.
    #[default]
    Realised,
}

impl fmt::Display for ImpliedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain => f.write_str("chain"),
            Self::Index { age: 0 } => f.write_str("vix"),
            Self::Index { age } => write!(f, "vix-{age}"),
            Self::Realised => f.write_str("realised"),
        }
    }
}

/// Implied volatility at 7, 20 and 60 days without quotes, and its source.
pub(super) fn implied(
    today: &AsOf<'_>,
    realised: [Option<f64>; 3],
) -> ([Option<f64>; 3], ImpliedSource) {
    match today.carried(Series::Vix, CARRY) {
        Some((vix, age)) => (
            INDEX_FACTORS.map(|factor| Some(vix * factor)),
            ImpliedSource::Index { age: age as u8 },
        ),
        None => (realised.map(|rv| rv.map(|rv| rv * REALISED_FACTOR)), ImpliedSource::Realised),
    }
}
