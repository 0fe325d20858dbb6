//! What ends by itself, by hand: expiries, exercise and assignment before them, and what a lost
//! account sells. Which legs end is worked out from what is held; the log must have just those.

use chrono::Datelike;
use rotation::engine::report::{ExitReason, FillRecord, HedgeRecord, Moment, ShareCause};
use rotation::market::{Series, YearsWithoutOpens};
use rotation::pricing::Right;
use rotation::profile::Profile;
use rotation::trade::{Contract, Instrument, Provenance, Quoter, Settlement};
use rotation::units::{Money, Price};

use super::lots::Lot;
use super::{Hand, Today};

/// How legs end.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    /// The underlying.
    pub(super) spot: Price,
    pub(super) moment: Moment,
    pub(super) reason: ExitReason,
}

impl Hand<'_> {
    /// What expired since the last bar, on a day the data does not have, at the last close.
    pub(super) fn settle_missed(&mut self, today: Today<'_>) {
        let (spot, date) = (today.close_of(today.index - 1), today.day.date);
        let expired = Ending { spot, moment: Moment::Close, reason: ExitReason::Expired };
        self.end(today, expired, |lot| lot.contract.expiry < date);
    }

    /// The morning of an ex-date: calls on a fund whose time value is below the dividend were
    /// exercised at the last close. Shares earn the dividend, or owe it; futures do not.
    pub(super) fn go_ex(&mut self, today: Today<'_>) {
        let instrument = today.report.scenario.instrument;
        let paid = today.market.series(Series::Dividend).and_then(|paid| paid[today.index]);
        let Some(paid) = paid.filter(|paid| *paid > 0.0) else { return };
        let dividend = Price::from_dollars_f64(instrument.spot(paid)).unwrap();
        if instrument.is_fund() && !self.lots.is_empty() {
            let before = today.quoter_at(today.index - 1, Moment::Close).unwrap();
            let spot = today.close_of(today.index - 1);
            let assigned = Ending { spot, moment: Moment::Close, reason: ExitReason::Exercised };
            self.end(today, assigned, |lot| {
                let Contract { right, strike, .. } = lot.contract;
                let pays = spot - strike.to_price();
                let worth = Price::from_dollars_f64(before.greeks(&lot.contract).price).unwrap();
                right == Right::Call && pays >= Price::TICK && worth - pays < dividend
            });
        }
        self.shares.earn(dividend);
    }

    /// At today's open or close, whichever is the moment. What is settled at the open takes its
    /// hedge along at once; at the close all hedges follow.
    pub(super) fn settle(&mut self, today: Today<'_>, moment: Moment) {
        let date = today.day.date;
        let spot = match moment {
            Moment::Open => today.open(),
            Moment::Close => today.close_of(today.index),
        };
        let stale = YearsWithoutOpens::among(&today.market.opens_by_year());
        let has_open = today.report.scenario.trust_opens || !stale.contains(date.year());
        let expired = Ending { spot, moment, reason: ExitReason::Expired };
        let ended = self.end(today, expired, |lot| {
            let at_open = has_open && lot.contract.settlement == Settlement::Open;
            lot.contract.expiry == date && at_open == (moment == Moment::Open)
        });
        if moment == Moment::Open {
            ended.into_iter().for_each(|profile| self.hedge_settled(profile, today));
        }
    }

    /// Options on a fund that are worth no more than exercising them pays, at the close.
    pub(super) fn exercise(&mut self, today: Today<'_>) {
        let Some(close) = today.quoter(Moment::Close).filter(|close| close.instrument.is_fund())
        else {
            return;
        };
        let spot = today.close_of(today.index);
        let exercised = Ending { spot, moment: Moment::Close, reason: ExitReason::Exercised };
        self.end(today, exercised, |lot| is_exercised(&close, &lot.contract));
    }

    /// Ends every leg that is due, profile by profile; returns whose they were.
    fn end(
        &mut self,
        today: Today<'_>,
        ending: Ending,
        due: impl Fn(&Lot) -> bool,
    ) -> Vec<Profile> {
        let mut ended = Vec::new();
        for profile in Profile::ALL {
            let Some(trade) = self.trade_of(profile) else { continue };
            let (_, mut lots) = self.lots.remove(&trade).unwrap();
            if lots.iter().any(&due) {
                ended.push(profile);
            }
            let mut at = 0;
            while at < lots.len() {
                if due(&lots[at]) {
                    self.end_lot(today, ending, (trade, profile), lots.remove(at));
                } else {
                    at += 1;
                }
            }
            if lots.is_empty() {
                self.end_trade((trade, profile), ending, today);
            } else {
                self.lots.insert(trade, (profile, lots));
            }
        }
        ended
    }

    /// Cash for an index. A fund's contract in the money by a cent moves shares for its strike:
    /// its worth is settled in cash and the shares change hands at the market, which is the same.
    fn end_lot(
        &mut self,
        today: Today<'_>,
        ending: Ending,
        (trade, profile): (u32, Profile),
        lot: Lot,
    ) {
        let fund = today.report.scenario.instrument.is_fund();
        let Contract { right, strike, .. } = lot.contract;
        let sign = if right == Right::Call { 1 } else { -1 };
        let above = Price::micros(sign * (ending.spot - strike.to_price()).as_micros());
        let least = if fund { Price::TICK } else { Price::micros(1) };
        let pays = if above >= least { above } else { Price::ZERO };
        let shares = sign * lot.contracts.shares(Instrument::MULTIPLIER);
        self.take_ending((trade, profile), lot, pays, ending.moment, today);
        if fund && pays > Price::ZERO {
            self.take_delivery(today, profile, shares, ending.spot);
        }
    }

    /// Consumes the next fill, which ends a lot at a price without costs.
    fn take_ending(
        &mut self,
        (trade, profile): (u32, Profile),
        lot: Lot,
        price: Price,
        moment: Moment,
        today: Today<'_>,
    ) {
        let fill = self.fills.pop_front().expect("a leg that is due ends");
        let FillRecord { contract, contracts, provenance, .. } = *fill;
        assert_eq!((fill.trade, fill.profile, fill.moment), (trade, profile, moment), "{fill:?}");
        assert_eq!((contract, contracts), (lot.contract, -lot.contracts), "{fill:?}");
        assert_eq!((fill.mid, fill.price), (price, price), "{fill:?}");
        assert_eq!((fill.decided, provenance), (today.day.date, Provenance::Settlement));
        let costs = fill.spread + fill.slippage + fill.fees.total();
        assert_eq!(costs, Money::ZERO, "{fill:?}");
        let worth = price.times(lot.contracts, Instrument::MULTIPLIER);
        self.cash += worth;
        self.closed += worth - lot.basis;
        self.profits[profile.index()] += worth - lot.basis;
        *self.partly.entry(trade).or_default() += worth - lot.basis;
    }

    fn take_delivery(&mut self, today: Today<'_>, profile: Profile, shares: i64, spot: Price) {
        let delivers = |record: &&HedgeRecord| record.cause == ShareCause::Delivery;
        let at = self.pending.iter().position(delivers).expect("a fund's option delivers shares");
        self.take_records(at, today);
        let record = self.pending.pop_front().unwrap();
        assert_eq!((record.profile, record.shares), (Some(profile), shares), "{record:?}");
        assert_eq!((record.mid, record.price), (spot, spot), "{record:?}");
        assert_eq!((record.moment, record.fees), (Moment::Close, Money::ZERO), "{record:?}");
        self.shares.take(record);
    }

    fn end_trade(&mut self, (trade, profile): (u32, Profile), ending: Ending, today: Today<'_>) {
        assert_eq!(self.index.ends(trade, today.day.date), Some(ending.reason), "trade {trade}");
        self.end_hedge(trade, profile.index(), ending.spot);
    }

    /// Delivered shares are sold or bought back at the open, before any other trade.
    pub(super) fn give_back(&mut self, today: Today<'_>) {
        for profile in Profile::ALL {
            let shares = self.shares.delivered(profile.index());
            if shares == 0 {
                continue;
            }
            let record = self.pending.pop_front().expect("what was delivered is given back");
            let of = (record.cause, record.moment, record.profile, record.shares);
            let expected = (ShareCause::Return, Moment::Open, Some(profile), -shares);
            assert_eq!(of, expected, "{record:?}");
            self.take_record(record, today);
        }
    }

    /// A lost account sells everything at its marks: options, the last leg first, then shares.
    pub(super) fn liquidate(&mut self, today: Today<'_>) {
        let returns = |record: &&HedgeRecord| record.cause == ShareCause::Return;
        let at = self.pending.iter().position(returns).unwrap_or(self.pending.len());
        self.take_records(at, today);
        let spot = today.close_of(today.index);
        let ruined = Ending { spot, moment: Moment::Close, reason: ExitReason::Ruined };
        for profile in Profile::ALL {
            let Some(trade) = self.trade_of(profile) else { continue };
            let close = today.quoter(Moment::Close).unwrap();
            let (_, lots) = self.lots.remove(&trade).unwrap();
            for lot in lots.into_iter().rev() {
                let mark = Price::from_dollars_f64(close.greeks(&lot.contract).price).unwrap();
                self.take_ending((trade, profile), lot, mark, Moment::Close, today);
            }
            self.end_trade((trade, profile), ruined, today);
        }
        for holder in 0..7 {
            if self.shares.held(holder) != 0 {
                let record = self.pending.pop_front().expect("all shares are given up");
                assert_eq!((record.mid, record.price), (spot, spot), "{record:?}");
                assert_eq!((record.moment, record.held), (Moment::Close, 0), "{record:?}");
                assert_eq!((super::holder(record), record.fees), (holder, Money::ZERO));
                self.shares.take(record);
            }
        }
    }

    fn trade_of(&self, profile: Profile) -> Option<u32> {
        self.lots.iter().find(|(_, (owner, _))| *owner == profile).map(|(trade, _)| *trade)
    }
}

/// Waiting is worth nothing more than exercise pays, and without the right to exercise the option
/// would be worth less by half a cent.
fn is_exercised(close: &Quoter<'_>, contract: &Contract) -> bool {
    let strike = contract.strike.to_dollars_f64();
    let pays = match contract.right {
        Right::Call => close.spot - strike,
        Right::Put => strike - close.spot,
    };
    if pays <= 0.0 {
        return false;
    }
    // The same contract on an index could not be exercised.
    let european = Quoter { instrument: Instrument::Index, ..close.clone() };
    european.price(contract) < pays - 0.005 && close.price(contract) <= pays + 1e-9
}
