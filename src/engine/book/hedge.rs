//! Shares and futures: what offsets delta, and what options deliver.

use chrono::NaiveDate;

use crate::ledger::{Account, Cause};
use crate::profile::Profile;
use crate::trade::hedge::{PortfolioHedge, ShareFill};
use crate::trade::position::Sensitivities;
use crate::trade::{HedgeRule, Leg, Position, Quoter};
use crate::units::{Money, Price};

use super::super::report::{HedgeRecord, Moment, ShareCause};
use super::{Book, MULTIPLIER, MarketMoment};

impl Book<'_> {
    /// Offsets the delta of every position by its structure's rule, then of the whole account.
    pub(in super::super) fn hedge(&mut self, quoter: &Quoter<'_>) {
        let market = MarketMoment { quoter, moment: Moment::Close };
        for profile in Profile::ALL {
            self.hedge_profile(profile, market);
        }
        self.hedge_portfolio(market);
        self.mark_shares(quoter.date, quoter.spot);
        for profile in Profile::ALL {
            self.attribute_rest(profile, self.share_mark);
        }
    }

    /// Brings a profile's hedge to the deltas at which its legs were last valued.
    pub(super) fn hedge_profile(&mut self, profile: Profile, market: MarketMoment<'_>) {
        let index = profile.index();
        let own = self.hedge_shares(profile);
        let shares = match &self.positions[index] {
            Some(position) => {
                let rule = self.rule(position.structure);
                let size = position.units.shares(MULTIPLIER);
                let legs = position.legs.iter();
                let delta = legs
                    .map(|leg| leg.contracts.shares(MULTIPLIER) as f64 * leg.greeks.delta)
                    .sum();
                rule.trade(delta, own, size)
            }
            None => -own,
        };
        self.trade_shares(index as u8, shares, ShareCause::Hedge, market);
    }

    /// Brings a profile's hedge to its options at the moment they are traded.
    pub(super) fn hedge_fill(&mut self, profile: Profile, market: MarketMoment<'_>) {
        self.value_deltas(profile, market);
        self.hedge_profile(profile, market);
    }

    /// Values the deltas of a profile's legs at a moment, if it is hedged by them.
    pub(super) fn value_deltas(&mut self, profile: Profile, market: MarketMoment<'_>) {
        let Some(mut position) = self.positions[profile.index()].take() else { return };
        for at in 0..position.legs.len() {
            let leg = &position.legs[at];
            position.legs[at].greeks = self.greeks_of(position.structure, leg, market);
        }
        self.positions[profile.index()] = Some(position);
    }

    /// Sensitivities of a leg at a moment; those of its last mark where no hedge needs them.
    pub(super) fn greeks_of(
        &self,
        structure: usize,
        leg: &Leg,
        market: MarketMoment<'_>,
    ) -> Sensitivities {
        match self.rule(structure) {
            HedgeRule::None => leg.greeks,
            _ => market.quoter.quote_with_greeks(&leg.contract, false, leg.implied).1.into(),
        }
    }

    /// Counts what a profile's hedge has earned since its last trade ended for that trade: what
    /// giving up the hedge costs, and delivered shares earn.
    pub(super) fn attribute_rest(&mut self, profile: Profile, spot: Price) {
        let index = profile.index();
        let (None, Some(last)) = (&self.positions[index], self.last_trade[index]) else { return };
        let earned = self.hedge_profit_at(profile, spot);
        self.log.trades[last].hedge += earned - self.attributed[index];
        self.attributed[index] = earned;
    }

    pub(super) fn rule(&self, structure: usize) -> HedgeRule {
        if self.scenario.hedging.structures {
            self.playbook.structure(structure).hedge
        } else {
            HedgeRule::None
        }
    }

    fn hedge_portfolio(&mut self, market: MarketMoment<'_>) {
        let hedging = &self.scenario.hedging;
        let delta = self.exposure().delta;
        let in_dollars = (delta * market.quoter.spot).abs();
        let within = in_dollars <= hedging.portfolio_band * self.equity().to_dollars_f64();
        let shares = match hedging.portfolio {
            PortfolioHedge::Off => 0,
            PortfolioHedge::Band if within => 0,
            PortfolioHedge::Daily | PortfolioHedge::Band => -(delta.round() as i64),
        };
        self.trade_shares(Account::PORTFOLIO, shares, ShareCause::Hedge, market);
    }

    /// Buys or sells shares for the portfolio: what a limit on delta demands.
    pub(in super::super) fn offset(&mut self, shares: i64, quoter: &Quoter<'_>) {
        let market = MarketMoment { quoter, moment: Moment::Close };
        self.trade_shares(Account::PORTFOLIO, shares, ShareCause::Hedge, market);
        self.mark_shares(quoter.date, quoter.spot);
    }

    /// Gives up the hedges of profiles that hold nothing any more.
    pub(super) fn unwind_hedges(&mut self, market: MarketMoment<'_>) {
        for profile in Profile::ALL {
            self.unwind_hedge(profile, market);
        }
    }

    /// Gives up the hedge of a profile that holds nothing any more.
    pub(super) fn unwind_hedge(&mut self, profile: Profile, market: MarketMoment<'_>) {
        let index = profile.index();
        if self.positions[index].is_none() {
            let own = self.holdings[index].shares() - self.delivered[index];
            self.trade_shares(index as u8, -own, ShareCause::Hedge, market);
            self.attribute_rest(profile, market.spot());
        }
    }

    /// Sells or buys back the shares that options have delivered.
    pub(in super::super) fn return_delivered_shares(&mut self, quoter: &Quoter<'_>) {
        let market = MarketMoment { quoter, moment: Moment::Open };
        for index in 0..6 {
            let shares = std::mem::take(&mut self.delivered[index]);
            self.trade_shares(index as u8, -shares, ShareCause::Return, market);
        }
    }

    /// Shares that an option in the money delivers, at what they are worth then: the option is
    /// settled at its intrinsic value, so that the two together move the strike in cash.
    pub(super) fn deliver(&mut self, holder: u8, shares: i64, price: Price, date: NaiveDate) {
        self.delivered[usize::from(holder)] += shares;
        let fill = ShareFill { shares, mid: price, price, fees: Money::ZERO };
        self.book_shares(holder, &fill, (ShareCause::Delivery, date, Moment::Close));
    }

    fn trade_shares(
        &mut self,
        holder: u8,
        shares: i64,
        cause: ShareCause,
        market: MarketMoment<'_>,
    ) {
        if shares != 0 {
            let multiple = self.scenario.costs.multiple;
            let fill = self.scenario.hedging.fill(shares, market.quoter.spot, multiple);
            self.book_shares(holder, &fill, (cause, market.date(), market.moment));
        }
    }

    /// Books a trade in shares: paid for in cash, or for futures only what is realised.
    fn book_shares(
        &mut self,
        holder: u8,
        fill: &ShareFill,
        (cause, date, moment): (ShareCause, NaiveDate, Moment),
    ) {
        let posted = match cause {
            ShareCause::Hedge => Cause::Hedge,
            ShareCause::Delivery | ShareCause::Return | ShareCause::Split => Cause::Delivery,
        };
        let own = Account::Shares(holder);
        let holding = &mut self.holdings[usize::from(holder)];
        let before = holding.unrealised(self.share_mark);
        let realised = holding.trade(fill.shares, fill.price);
        let held = holding.shares();
        let after = holding.unrealised(self.share_mark);
        let income = Account::ShareRealised(holder);
        if self.futures {
            self.journal.post(date, posted, Account::Cash, income, realised);
            self.counted.cash_flow += realised;
        } else {
            let paid = fill.price.each(fill.shares);
            self.journal.post(date, posted, own, Account::Cash, paid);
            self.journal.post(date, posted, own, income, realised);
            let (debit, credit) =
                (Account::ShareRevaluation(holder), Account::ShareUnrealised(holder));
            self.journal.post(date, Cause::Mark, debit, credit, after - before);
            self.counted.cash_flow -= paid;
        }
        let (expense, fees) = (Account::ShareFees(holder), fill.fees);
        self.journal.post(date, Cause::Fee, expense, Account::Cash, fees);
        self.counted.closed += realised;
        self.counted.costs += fees;
        self.counted.cash_flow -= fees;
        self.log.hedges.push(HedgeRecord {
            date,
            moment,
            profile: Profile::ALL.get(usize::from(holder)).copied(),
            cause,
            shares: fill.shares,
            held,
            mid: fill.mid,
            price: fill.price,
            fees,
        });
    }

    /// Values shares at the close; the gains of futures are settled in cash.
    pub(super) fn mark_shares(&mut self, date: NaiveDate, spot: f64) {
        let mark = Price::from_dollars_f64(spot).expect("an imported price is within range");
        let before = std::mem::replace(&mut self.share_mark, mark);
        for holder in 0..Account::HOLDERS as u8 {
            let holding = &mut self.holdings[usize::from(holder)];
            if self.futures {
                let gain = holding.settle(mark);
                let income = Account::ShareRealised(holder);
                self.journal.post(date, Cause::Variation, Account::Cash, income, gain);
                self.counted.closed += gain;
                self.counted.cash_flow += gain;
            } else {
                let change = holding.unrealised(mark) - holding.unrealised(before);
                let (debit, credit) =
                    (Account::ShareRevaluation(holder), Account::ShareUnrealised(holder));
                self.journal.post(date, Cause::Mark, debit, credit, change);
            }
        }
    }

    /// What the hedge of an open position has earned since its opening, at the last marks.
    pub(in super::super) fn hedge_earned(&self, profile: Profile, position: &Position) -> Money {
        self.hedge_profit_at(profile, self.share_mark) - position.hedged_before
    }

    /// What a profile's hedge has earned since the start with the underlying at a price.
    pub(super) fn hedge_profit_at(&self, profile: Profile, spot: Price) -> Money {
        let holding = &self.holdings[profile.index()];
        let booked = if self.futures { Money::ZERO } else { holding.unrealised(self.share_mark) };
        self.hedge_profit(profile.index() as u8) + holding.unrealised(spot) - booked
    }

    /// Sells or buys back every share at its mark, without costs.
    pub(super) fn give_up_shares(&mut self, date: NaiveDate) {
        self.delivered = [0; 6];
        for holder in 0..Account::HOLDERS as u8 {
            let shares = -self.holdings[usize::from(holder)].shares();
            if shares != 0 {
                let (mid, fees) = (self.share_mark, Money::ZERO);
                let fill = ShareFill { shares, mid, price: mid, fees };
                self.book_shares(holder, &fill, (ShareCause::Return, date, Moment::Close));
            }
        }
    }

    /// Delta of the hedge that belongs to no profile.
    pub(in super::super) fn portfolio_delta(&self) -> f64 {
        self.holdings[usize::from(Account::PORTFOLIO)].shares() as f64
    }
}
