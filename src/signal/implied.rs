//! Where implied volatility comes from when there is no chain.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::market::{AsOf, Series};

/// A volatility index may be this many trading days old.
const CARRY: usize = 5;

/// Term structure that stands in for a chain: 7, 20 and 60 days as multiples of the index.
const INDEX_FACTORS: [f64; 3] = [0.85, 0.95, 1.08];

/// What realised volatility is multiplied with when there is no index either.
const REALISED_FACTOR: f64 = 1.2;

/// Which implied volatility a day uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImpliedSource {
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
            Self::Index { age: 0 } => f.write_str("vix"),
            Self::Index { age } => write!(f, "vix-{age}"),
            Self::Realised => f.write_str("realised"),
        }
    }
}

/// Implied volatility at 7, 20 and 60 days, and its source.
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
