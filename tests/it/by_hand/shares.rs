//! Shares and futures by hand: cost, value and profit.

use rotation::engine::Scenario;
use rotation::engine::report::{HedgeRecord, ShareCause};
use rotation::math;
use rotation::trade::Quoter;
use rotation::units::{Money, Price};

/// The shares of one holder.
#[derive(Clone, Copy, Default)]
struct Own {
    held: i64,
    basis: Money,
    realised: Money,
    carry: Money,
    fees: Money,
    /// Shares delivered by options, which the next open reverses; part of the holding.
    delivered: i64,
}

/// Everything about shares in the account.
#[derive(Default)]
pub(super) struct Shares {
    futures: bool,
    /// Whether the dividends themselves are known, so that no yield stands in for them.
    paid_in_cash: bool,
    own: [Own; 7],
    mark: Price,
    /// Cash flows of shares so far.
    pub(super) cash: Money,
}

/// The number of the holder of a record: a profile, or the portfolio.
pub(super) fn holder(record: &HedgeRecord) -> usize {
    record.profile.map_or(6, |profile| profile.index())
}

impl Shares {
    pub(super) fn new(scenario: &Scenario, paid_in_cash: bool) -> Self {
        let futures = scenario.hedging.uses_futures(scenario.instrument);
        Self { futures, paid_in_cash, ..Self::default() }
    }

    pub(super) fn held(&self, holder: usize) -> i64 {
        self.own[holder].held
    }

    /// Of these, shares delivered by options.
    pub(super) fn delivered(&self, holder: usize) -> i64 {
        self.own[holder].delivered
    }

    /// Dividends, and for futures less interest, on what was held at the last close.
    pub(super) fn accrue(&mut self, years: f64, known: &Quoter) {
        let growth = |rate: f64| math::exp_m1(rate * years);
        let interest = growth(known.surface.rate().decimal());
        let dividends = growth(known.surface.dividend_yield().decimal());
        let share = match (self.futures, self.paid_in_cash) {
            (true, _) => dividends - interest,
            (false, true) => 0.0,
            (false, false) => dividends,
        };
        for own in &mut self.own {
            let value = self.mark.each(own.held).to_dollars_f64();
            let carry = Money::from_dollars_f64(value * share).unwrap();
            own.carry += carry;
            self.cash += carry;
        }
    }

    /// A dividend on every share, owed where shares were sold short. Futures pay none.
    pub(super) fn earn(&mut self, dividend: Price) {
        for own in self.own.iter_mut().filter(|_| !self.futures) {
            let paid = dividend.each(own.held);
            own.carry += paid;
            self.cash += paid;
        }
    }

    /// Takes in a trade: what is added comes at its price, what is given back leaves at the
    /// average of what was paid.
    pub(super) fn take(&mut self, record: &HedgeRecord) {
        let own = &mut self.own[holder(record)];
        let (before, after) = (own.held, own.held + record.shares);
        let paid = record.price.each(record.shares);
        let (basis, realised) = if before == 0 || (before > 0) == (record.shares > 0) {
            (own.basis + paid, Money::ZERO)
        } else if after == 0 || (after > 0) == (before > 0) {
            let cost = own.basis.scaled(record.shares.abs(), before.abs());
            (own.basis - cost, -paid - cost)
        } else {
            (record.price.each(after), record.price.each(before) - own.basis)
        };
        (own.held, own.basis) = (after, basis);
        own.realised += realised;
        own.fees += record.fees;
        match record.cause {
            ShareCause::Hedge => {}
            ShareCause::Delivery => own.delivered += record.shares,
            ShareCause::Return => own.delivered = 0,
            ShareCause::Split => own.delivered += own.delivered * record.shares / before,
        }
        self.cash += if self.futures { realised } else { -paid } - record.fees;
        assert_eq!(after, record.held, "{record:?}");
    }

    /// The close: gains of futures are paid in cash.
    pub(super) fn settle(&mut self, spot: Price) {
        self.mark = spot;
        for own in self.own.iter_mut().filter(|_| self.futures) {
            let gain = spot.each(own.held) - own.basis;
            own.realised += gain;
            self.cash += gain;
            own.basis = spot.each(own.held);
        }
    }

    /// The profit of one holder with the underlying at a price, after costs.
    pub(super) fn profit(&self, holder: usize, spot: Price) -> Money {
        let own = &self.own[holder];
        own.realised + spot.each(own.held) - own.basis + own.carry - own.fees
    }

    /// The realised profit of all holders, after costs.
    pub(super) fn realised(&self) -> Money {
        self.own.iter().map(|own| own.realised + own.carry - own.fees).sum()
    }

    /// What shares are above their cost; what futures were above it is cash already.
    pub(super) fn unrealised(&self) -> Money {
        self.own.iter().map(|own| self.mark.each(own.held) - own.basis).sum()
    }

    /// Market value; open futures have none.
    pub(super) fn value(&self) -> Money {
        self.value_at(self.mark)
    }

    /// The same with the underlying at a price.
    pub(super) fn value_at(&self, spot: Price) -> Money {
        let net = self.own.iter().map(|own| own.held).sum();
        if self.futures { Money::ZERO } else { spot.each(net) }
    }
}

/// Price, spread and fees of a trade in shares.
pub(super) fn check(record: &HedgeRecord, scenario: &Scenario, quoter: &Quoter) {
    let cents = |dollars: f64| Price::from_dollars_f64(dollars).unwrap();
    assert_eq!(record.mid, cents(quoter.spot), "{record:?}");
    let (hedging, multiple) = (&scenario.hedging, scenario.costs.multiple);
    let half = quoter.spot * hedging.half_spread * multiple;
    let signed = if record.shares < 0 { -half } else { half };
    assert_eq!(record.price, cents((quoter.spot + signed).max(0.0)), "{record:?}");
    let fee = Money::from_dollars_f64(hedging.fee_per_share * multiple).unwrap();
    assert_eq!(record.fees, fee * record.shares.abs(), "{record:?}");
}
