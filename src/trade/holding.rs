//! Shares or futures of the underlying that are held, at what was paid for them.

use crate::units::{Money, Price};

/// A number of shares, long or short, and their value at the prices they were traded at.
///
/// Shares given back leave at the average of what was paid. Futures are the same, except that
/// [`Holding::settle`] turns their gain into cash every day.
///
/// ```
/// use rotation::trade::Holding;
/// use rotation::units::{Money, Price};
/// let dollars = |dollars: i64| Price::micros(dollars * 1_000_000);
/// let mut holding = Holding::default();
/// assert_eq!(holding.trade(30, dollars(100)), Money::ZERO);
/// assert_eq!(holding.trade(-10, dollars(104)), Money::dollars(40)); // realised
/// assert_eq!(holding.unrealised(dollars(103)), Money::dollars(60)); // on the 20 left
/// assert_eq!(holding.trade(-30, dollars(101)), Money::dollars(20)); // now 10 short
/// assert_eq!(holding.basis(), Money::dollars(-1_010));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    shares: i64,
    basis: Money,
}

impl Holding {
    /// The signed number of shares.
    #[must_use]
    pub const fn shares(&self) -> i64 {
        self.shares
    }

    /// What the shares held cost: negative when sold short.
    #[must_use]
    pub const fn basis(&self) -> Money {
        self.basis
    }

    /// Market value at a price.
    #[must_use]
    pub fn value(&self, price: Price) -> Money {
        price.each(self.shares)
    }

    /// What a price is above the cost.
    #[must_use]
    pub fn unrealised(&self, price: Price) -> Money {
        self.value(price) - self.basis
    }

    /// Adds shares at a price; returns what those given back have realised.
    pub fn trade(&mut self, shares: i64, price: Price) -> Money {
        let against = self.shares != 0 && (self.shares < 0) != (shares < 0);
        let closed = if against { shares.abs().min(self.shares.abs()) } else { 0 };
        let mut realised = Money::ZERO;
        if closed > 0 {
            let cost = self.basis.scaled(closed, self.shares.abs());
            realised = price.each(closed * self.shares.signum()) - cost;
            self.basis -= cost;
            self.shares -= closed * self.shares.signum();
        }
        let opened = shares - if against { closed * shares.signum() } else { 0 };
        self.shares += opened;
        self.basis += price.each(opened);
        realised
    }

    /// Exchanges each share for so many; returns how many are added. What they cost stays.
    ///
    /// ```
    /// use rotation::trade::Holding;
    /// use rotation::units::{Money, Price};
    /// let mut holding = Holding::default();
    /// holding.trade(-30, Price::micros(400_000_000));
    /// assert_eq!(holding.split(4), -90);
    /// assert_eq!((holding.shares(), holding.basis()), (-120, Money::dollars(-12_000)));
    /// ```
    pub fn split(&mut self, ratio: u32) -> i64 {
        let added = self.shares * (i64::from(ratio) - 1);
        self.shares += added;
        added
    }

    /// Brings the cost to a price; returns the gain, which for futures is paid in cash.
    pub fn settle(&mut self, price: Price) -> Money {
        let gain = self.unrealised(price);
        self.basis = self.value(price);
        gain
    }
}
