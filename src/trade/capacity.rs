//! How large an order may be before the market would notice it.

use serde::{Deserialize, Serialize};

use crate::market::ChainQuote;
use crate::units::Contracts;

/// The sizes above which an order is warned of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Capacity {
    /// Share of the contract's volume of the day; of its open interest where no volume is quoted.
    pub share: f64,
    /// Contracts, where neither is quoted.
    pub contracts: f64,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { share: 0.10, contracts: 5_000.0 }
    }
}

impl Capacity {
    /// The number of contracts above which an order is warned of.
    ///
    /// ```
    /// use rotation::trade::Capacity;
    /// assert_eq!(Capacity::default().most(None), 5_000.0);
    /// ```
    #[must_use]
    pub fn most(&self, quote: Option<&ChainQuote>) -> f64 {
        let quoted = quote.and_then(|quote| quote.volume.or(quote.open_interest));
        quoted.map_or(self.contracts, |quoted| f64::from(quoted) * self.share)
    }

    /// That number, if an order of some contracts is above it.
    #[must_use]
    pub fn exceeded(&self, order: Contracts, quote: Option<&ChainQuote>) -> Option<f64> {
        let most = self.most(quote);
        (order.size().count() > most).then_some(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Right;
    use crate::units::Strike;

    fn quote(volume: Option<u32>, open_interest: Option<u32>) -> ChainQuote {
        ChainQuote {
            expiry: "2018-01-19".parse().unwrap(),
            settlement: crate::market::Settlement::Close,
            strike: Strike::dollars(100),
            right: Right::Call,
            bid: None,
            ask: None,
            traded: None,
            iv: None,
            delta: None,
            volume,
            open_interest,
        }
    }

    #[test]
    fn an_order_above_a_tenth_of_the_volume_or_5_000_contracts_is_warned_of() {
        for (quoted, contracts, most) in [
            (None, -5_000, None),
            (None, 5_001, Some(5_000.0)),
            (Some(quote(None, None)), 5_001, Some(5_000.0)),
            (Some(quote(Some(500), Some(9_000))), 50, None),
            (Some(quote(Some(500), Some(9_000))), -51, Some(50.0)),
            (Some(quote(None, Some(9_000))), 901, Some(900.0)),
            (Some(quote(Some(0), None)), 1, Some(0.0)),
        ] {
            let found = Capacity::default().exceeded(Contracts::new(contracts), quoted.as_ref());
            assert_eq!(found, most, "{contracts} of {quoted:?}");
        }
    }
}
