//! Option chains: what every listed contract was quoted at on each day, packed for memory.
//!
//! Assumes what [`import`](crate::import) has checked: prices above zero, bids not above their
//! asks. Strikes and prices are in the chain's own units, those of the options' underlying, which
//! may be a tenth of the bars'. Prices keep four decimals, strikes three, volatility and delta six.

mod row;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::num::NonZeroU32;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Right, Settlement, day_number};
use crate::math;
use crate::units::{Strike, Vol};

use row::{Slot, price, read_price};

pub use row::PackedQuote;

/// One contract's quotes at one close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChainQuote {
    /// The last day of the contract; where a file has a Saturday, the trading day before.
    pub expiry: NaiveDate,
    /// What price of that day settles it.
    pub settlement: Settlement,
    /// The strike, dollars of the options' underlying.
    pub strike: Strike,
    /// Call or put.
    pub right: Right,
    /// What a seller gets, dollars; `None` if nobody bids.
    pub bid: Option<f64>,
    /// What a buyer pays, dollars; `None` if nobody offers.
    pub ask: Option<f64>,
    /// What it was last traded at that day, dollars, where it has neither bid nor ask: a file of
    /// trades has no quotes.
    pub traded: Option<f64>,
    /// Implied volatility as the file states it.
    pub iv: Option<Vol>,
    /// Delta as the file states it, negative for puts.
    pub delta: Option<f64>,
    /// Contracts traded that day.
    pub volume: Option<u32>,
    /// Contracts open.
    pub open_interest: Option<u32>,
}

impl ChainQuote {
    /// Bid and ask, if both sides are there.
    #[must_use]
    pub fn sides(&self) -> Option<(f64, f64)> {
        self.bid.zip(self.ask)
    }

    /// The middle between bid and ask if both sides are there, else what it was last traded at:
    /// only a contract that has such a price is opened.
    #[must_use]
    pub fn mid(&self) -> Option<f64> {
        self.sides().map(|(bid, ask)| (bid + ask) / 2.0).or(self.traded)
    }
}

/// Days of quotes in date order; within a day by expiry, strike and right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    days: Vec<QuotedDay>,
}

/// The quotes of one day, in the order of [`PackedQuote::order`], each contract once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotedDay {
    #[serde(with = "day_number")]
    date: NaiveDate,
    underlying: Slot,
    quotes: Vec<PackedQuote>,
}

impl QuotedDay {
    /// A day of quotes in any order, and the price of the underlying. Of several quotes of one
    /// contract the first stays.
    #[must_use]
    pub fn new(date: NaiveDate, underlying: Option<f64>, mut quotes: Vec<PackedQuote>) -> Self {
        if !quotes.is_sorted_by(|a, b| a.order(b) == Ordering::Less) {
            quotes.sort_by(PackedQuote::order); // stable: the first of equals stays first
            quotes.dedup_by(|next, kept| next.order(kept) == Ordering::Equal);
        }
        Self { date, underlying: price(underlying), quotes }
    }
}

impl Chain {
    /// A chain of days in any order. Where two are of one date, the quotes of the first come first:
    /// of several quotes of one contract the first stays, and of the prices of the underlying the
    /// first that is given.
    ///
    /// ```
    /// use rotation::market::{Chain, ChainQuote, PackedQuote, QuotedDay, Right, Settlement};
    /// use rotation::units::Strike;
    /// let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    /// let quote = ChainQuote {
    ///     expiry: date("2024-02-16"),
    ///     settlement: Settlement::Close,
    ///     strike: Strike::dollars(480),
    ///     right: Right::Call,
    ///     bid: Some(3.1),
    ///     ask: Some(3.2),
    ///     traded: None,
    ///     iv: None,
    ///     delta: None,
    ///     volume: None,
    ///     open_interest: None,
    /// };
    /// let quotes = vec![PackedQuote::new(&quote)];
    /// let chain = Chain::new(vec![QuotedDay::new(date("2024-01-03"), Some(468.8), quotes)]);
    /// let day = chain.day(date("2024-01-03")).unwrap();
    /// let series = (quote.expiry, quote.settlement);
    /// assert_eq!(day.quote(series, quote.strike, Right::Call), Some(quote));
    /// assert!(day.quote(series, quote.strike, Right::Put).is_none());
    /// ```
    #[must_use]
    pub fn new(mut days: Vec<QuotedDay>) -> Self {
        days.sort_by_key(|day| day.date);
        let mut chain = Self { days: Vec::with_capacity(days.len()) };
        for mut day in days {
            match chain.days.last_mut() {
                Some(last) if last.date == day.date => {
                    let mut quotes = std::mem::take(&mut last.quotes);
                    quotes.append(&mut day.quotes);
                    let underlying = read_price(last.underlying.or(day.underlying));
                    *last = QuotedDay::new(day.date, underlying, quotes);
                }
                _ => chain.days.push(day),
            }
        }
        chain
    }

    /// The scale of options on the level of the bars itself.
    pub const WHOLE: f64 = 1.0;
    /// The scale of options on a tenth of the level.
    pub const TENTH: f64 = 0.1;

    /// Leaves out the days that `keep` refuses.
    pub fn retain(&mut self, keep: impl Fn(NaiveDate) -> bool) {
        self.days.retain(|day| keep(day.date));
    }

    /// Has every contract settled at the close, as those on a fund are.
    pub fn settle_at_close(&mut self) {
        for day in &mut self.days {
            let quotes = std::mem::take(&mut day.quotes);
            let at_close = quotes.into_iter().map(PackedQuote::settled_at_close).collect();
            *day = QuotedDay::new(day.date, read_price(day.underlying), at_close);
        }
    }

    /// How many quotes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.iter().map(|day| day.quotes.len()).sum()
    }

    /// Whether any contract has the price of a trade and no quote.
    #[must_use]
    pub fn has_trades(&self) -> bool {
        self.days.iter().flat_map(|day| &day.quotes).any(|quote| quote.0.is_trade)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(|day| day.quotes.is_empty())
    }

    /// Every day, oldest first.
    pub fn days(&self) -> impl Iterator<Item = ChainDay<'_>> {
        (0..self.days.len()).map(|index| self.at(index))
    }

    /// The quotes of one day.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Option<ChainDay<'_>> {
        self.days.binary_search_by_key(&date, |day| day.date).ok().map(|index| self.at(index))
    }

    fn at(&self, index: usize) -> ChainDay<'_> {
        let QuotedDay { date, underlying, quotes } = &self.days[index];
        ChainDay { date: *date, underlying: read_price(*underlying), rows: quotes }
    }

    /// The days in parts of so many quotes or a few more, oldest first: so a large chain is passed
    /// on without being held twice.
    pub fn parts(self, quotes: usize) -> impl Iterator<Item = Vec<QuotedDay>> {
        let mut days = self.days.into_iter();
        std::iter::from_fn(move || {
            let (mut part, mut held) = (Vec::new(), 0);
            while held < quotes
                && let Some(day) = days.next()
            {
                held += day.quotes.len();
                part.push(day);
            }
            (!part.is_empty()).then_some(part)
        })
    }

    /// Adds a part, whose days are later than those held.
    pub fn append(&mut self, mut part: Vec<QuotedDay>) {
        self.days.append(&mut part);
    }
}

/// The quotes of one day.
#[derive(Clone, Copy, Debug)]
pub struct ChainDay<'a> {
    date: NaiveDate,
    underlying: Option<f64>,
    rows: &'a [PackedQuote],
}

impl<'a> ChainDay<'a> {
    /// The day.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Price of the options' underlying as the file states it, dollars.
    #[must_use]
    pub fn underlying(&self) -> Option<f64> {
        self.underlying
    }

    /// The level of the options' underlying: the file's, else what put-call parity says of the
    /// nearest expiry with three strikes that quote both rights (the median of strike + call - put
    /// where the two are nearest). `None` without either.
    #[must_use]
    pub fn level(&self) -> Option<f64> {
        self.underlying.or_else(|| self.by_expiry().find_map(parity))
    }

    /// How many contracts are quoted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no contract is quoted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Everything a run can depend on, in one form: for the fingerprint of a market.
    pub(super) fn write_canonical(&self, bytes: &mut Vec<u8>) {
        let number = |slot: Slot| slot.map_or(0, NonZeroU32::get).to_le_bytes();
        bytes.extend_from_slice(&self.date.num_days_from_ce().to_le_bytes());
        bytes.extend_from_slice(&number(price(self.underlying)));
        for PackedQuote(row) in self.rows {
            bytes.extend_from_slice(&row.expiry.num_days_from_ce().to_le_bytes());
            bytes.extend_from_slice(&row.strike.to_le_bytes());
            bytes.push(row.right as u8 | u8::from(row.is_trade) << 1 | (row.settlement as u8) << 2);
            for slot in [row.bid, row.ask, row.iv, row.delta, row.volume, row.open_interest] {
                bytes.extend_from_slice(&number(slot));
            }
        }
    }

    /// The quotes by expiry, settlement (the afternoon's first), strike, calls first.
    pub fn quotes(&self) -> impl Iterator<Item = ChainQuote> + use<'a> {
        self.rows.iter().map(PackedQuote::quote)
    }

    /// The quotes of each expiry, nearest first; those of one day that are settled in the afternoon
    /// apart from those settled in the morning, and before them.
    pub fn by_expiry(&self) -> impl Iterator<Item = ChainDay<'a>> + use<'a> {
        let (date, underlying) = (self.date, self.underlying);
        let groups = self.rows.chunk_by(|a, b| a.series() == b.series());
        groups.map(move |rows| ChainDay { date, underlying, rows })
    }

    /// The first expiry among the quotes, which is the only one after [`by_expiry`].
    ///
    /// [`by_expiry`]: Self::by_expiry
    #[must_use]
    pub fn expiry(&self) -> Option<NaiveDate> {
        self.rows.first().map(PackedQuote::expiry)
    }

    /// The expiry of the first of the quotes and how it is settled: as [`expiry`](Self::expiry).
    #[must_use]
    pub fn series(&self) -> Option<(NaiveDate, Settlement)> {
        self.rows.first().map(PackedQuote::series)
    }

    /// The quote of one contract of an expiry that is settled at the open or the close.
    #[must_use]
    pub fn quote(
        &self,
        (expiry, settlement): (NaiveDate, Settlement),
        strike: Strike,
        right: Right,
    ) -> Option<ChainQuote> {
        let strike = u32::try_from(strike.as_thousandths()).ok()?;
        let key = (expiry, settlement, strike, right);
        let found = self.rows.binary_search_by(|row| row.0.key().cmp(&key)).ok()?;
        Some(self.rows[found].quote())
    }

    /// Call and put with one strike, both with a mid, in order of the strike.
    pub fn pairs(&self) -> impl Iterator<Item = (ChainQuote, ChainQuote)> + use<'a> {
        self.rows.windows(2).filter_map(|pair| {
            let [call, put] = [pair[0].quote(), pair[1].quote()];
            let series = |quote: &ChainQuote| (quote.expiry, quote.settlement, quote.strike);
            let is_pair = series(&call) == series(&put);
            (is_pair && call.mid().is_some() && put.mid().is_some()).then_some((call, put))
        })
    }
}

/// The level that one expiry's pairs of call and put imply.
fn parity(day: ChainDay<'_>) -> Option<f64> {
    const PAIRS: usize = 3;
    let mut implied: Vec<(f64, f64)> = day
        .pairs()
        .filter_map(|(call, put)| {
            let difference = call.mid()? - put.mid()?;
            Some((difference.abs(), call.strike.to_dollars_f64() + difference))
        })
        .collect();
    if implied.len() < PAIRS {
        return None;
    }
    math::sort_by_key(&mut implied, |(difference, _)| *difference);
    let mut nearest = [implied[0].1, implied[1].1, implied[2].1];
    math::sort(&mut nearest);
    Some(nearest[1])
}
