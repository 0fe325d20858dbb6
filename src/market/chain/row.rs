//! A quote packed into 36 bytes, and its numbers.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ChainQuote;
use crate::market::{Right, Settlement, day_number};
use crate::units::{Strike, Vol};

/// A number that may be missing, as one more than itself.
pub(super) type Slot = Option<NonZeroU32>;

/// A quote in 36 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct QuoteRow {
    #[serde(with = "day_number")]
    pub(super) expiry: NaiveDate,
    /// Thousandths of a dollar.
    pub(super) strike: u32,
    /// Of a trade its price.
    pub(super) bid: Slot,
    pub(super) ask: Slot,
    pub(super) iv: Slot,
    pub(super) delta: Slot,
    pub(super) volume: Slot,
    pub(super) open_interest: Slot,
    pub(super) right: Right,
    pub(super) settlement: Settlement,
    /// Whether the bid is none, but the price of a trade.
    pub(super) is_trade: bool,
}

impl QuoteRow {
    pub(super) fn pack(quote: &ChainQuote) -> Self {
        Self {
            expiry: quote.expiry,
            strike: u32::try_from(quote.strike.as_thousandths()).unwrap_or(u32::MAX),
            bid: price(quote.traded.or(quote.bid)),
            ask: price(quote.ask),
            iv: fraction(quote.iv.map(Vol::decimal)),
            // From -1 .. 1 to 0 .. 2.
            delta: fraction(quote.delta.map(|delta| delta + 1.0)),
            volume: slot(quote.volume),
            open_interest: slot(quote.open_interest),
            right: quote.right,
            settlement: quote.settlement,
            is_trade: quote.traded.is_some(),
        }
    }

    pub(super) fn unpack(&self) -> ChainQuote {
        let price = read_price(self.bid);
        let (bid, traded) = if self.is_trade { (None, price) } else { (price, None) };
        ChainQuote {
            expiry: self.expiry,
            settlement: self.settlement,
            strike: Strike::thousandths(i64::from(self.strike)),
            right: self.right,
            bid,
            ask: read_price(self.ask),
            traded,
            iv: read_fraction(self.iv).map(Vol::annual),
            delta: read(self.delta).map(|millionths| (f64::from(millionths) - 1e6) / 1e6),
            volume: read(self.volume),
            open_interest: read(self.open_interest),
        }
    }

    /// Settlement, strike and right as one number of 34 bits, in the order of [`key`](Self::key).
    fn rank(&self) -> u64 {
        u64::from(self.settlement as u8) << 33
            | u64::from(self.strike) << 1
            | u64::from(self.right as u8)
    }

    pub(super) fn key(&self) -> (NaiveDate, Settlement, u32, Right) {
        (self.expiry, self.settlement, self.strike, self.right)
    }
}

/// A quote as a chain keeps it, in 36 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackedQuote(pub(super) QuoteRow);

impl PackedQuote {
    /// Packs a quote. Prices are rounded to four decimals and are below 400,000 dollars.
    #[must_use]
    pub fn new(quote: &ChainQuote) -> Self {
        Self(QuoteRow::pack(quote))
    }

    /// The quote as the file has it.
    #[must_use]
    pub fn quote(&self) -> ChainQuote {
        self.0.unpack()
    }

    /// The last day of the contract.
    #[must_use]
    pub fn expiry(&self) -> NaiveDate {
        self.0.expiry
    }

    /// The last day of the contract, and what price of it settles.
    #[must_use]
    pub fn series(&self) -> (NaiveDate, Settlement) {
        (self.0.expiry, self.0.settlement)
    }

    /// The same quote of a contract that is settled at the close.
    #[must_use]
    pub(super) fn settled_at_close(mut self) -> Self {
        self.0.settlement = Settlement::Close;
        self
    }

    /// The order within a day: by expiry, settlement, strike, calls first.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let QuoteRow { expiry, .. } = self.0;
        expiry.cmp(&other.0.expiry).then_with(|| self.0.rank().cmp(&other.0.rank()))
    }

    /// The order of quotes as places among them, those of one contract in the order they are in.
    #[must_use]
    pub fn sorted(quotes: &[Self]) -> Vec<u32> {
        /// Beside its rank a place has so many bits.
        const PLACE: u32 = 30;
        let are_by_expiry = quotes.is_sorted_by_key(|quote| quote.expiry());
        if !are_by_expiry || quotes.len() >> PLACE != 0 {
            let mut order: Vec<u32> = (0..quotes.len() as u32).collect();
            order.sort_by(|a, b| quotes[*a as usize].order(&quotes[*b as usize])); // stable
            return order;
        }
        let mut keys: Vec<u64> = Vec::with_capacity(quotes.len());
        for same in quotes.chunk_by(|a, b| a.expiry() == b.expiry()) {
            let from = keys.len();
            let places = (from as u64..).zip(same);
            keys.extend(places.map(|(place, quote)| quote.0.rank() << PLACE | place));
            keys[from..].sort_unstable(); // no two are equal
        }
        keys.into_iter().map(|key| key as u32 & ((1 << PLACE) - 1)).collect()
    }

    /// The implied volatility.
    #[must_use]
    pub fn iv(&self) -> Option<Vol> {
        read_fraction(self.0.iv).map(Vol::annual)
    }

    /// Sets the implied volatility, which a file may give in percent.
    pub fn set_iv(&mut self, iv: Option<Vol>) {
        self.0.iv = fraction(iv.map(Vol::decimal));
    }
}

fn slot(value: Option<u32>) -> Slot {
    value.and_then(|value| NonZeroU32::new(value.saturating_add(1)))
}

fn read(slot: Slot) -> Option<u32> {
    slot.map(|value| value.get() - 1)
}

/// The nearest whole number, halves up; 0 for what is below, the highest for what is above all.
fn whole(number: f64) -> u32 {
    (number + 0.5) as u32
}

/// Dollars to ten-thousandths.
pub(super) fn price(dollars: Option<f64>) -> Slot {
    slot(dollars.map(|dollars| whole(dollars * 1e4)))
}

pub(super) fn read_price(slot: Slot) -> Option<f64> {
    read(slot).map(|ticks| f64::from(ticks) / 1e4)
}

/// A decimal to millionths.
pub(super) fn fraction(decimal: Option<f64>) -> Slot {
    slot(decimal.map(|decimal| whole(decimal * 1e6)))
}

pub(super) fn read_fraction(slot: Slot) -> Option<f64> {
    read(slot).map(|millionths| f64::from(millionths) / 1e6)
}
