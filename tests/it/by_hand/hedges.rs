//! Hedges by hand: they are traded with the options they belong to, brought to delta at every
//! close, and what they earn belongs to trades.

use rotation::engine::Timing;
use rotation::engine::report::{FillRecord, HedgeRecord, Moment, Report, ShareCause};
use rotation::profile::Profile;
use rotation::trade::hedge::PortfolioHedge;
use rotation::trade::{HedgeRule, Instrument, Quoter};
use rotation::units::{Money, Price};

use super::lots::{Did, Lot};
use super::shares::holder;
use super::{Hand, Today};

impl Hand<'_> {
    /// The hedges of profiles that hold nothing are given up before anything else is traded.
    pub(super) fn give_up_hedges(&mut self, today: Today<'_>, moment: Moment) {
        if today.report.scenario.timing == Timing::SameClose || !today.trades_at(moment) {
            return; // The close is hedged both before and after the fills.
        }
        for profile in Profile::ALL {
            let own = self.shares.held(profile.index()) - self.shares.delivered(profile.index());
            if own != 0 && self.lots.values().all(|(owner, _)| *owner != profile) {
                self.take_hedge(profile, -own, moment, today);
            }
        }
    }

    /// At an open that has settled contracts of a profile its hedge is brought to what is left.
    pub(super) fn hedge_settled(&mut self, profile: Profile, today: Today<'_>) {
        let quoter = today.quoter(Moment::Open).unwrap();
        let shares = self.hedge_wanted(profile, &quoter, today);
        if shares != 0 {
            self.take_hedge(profile, shares, Moment::Open, today);
        }
        if self.lots.values().all(|(owner, _)| *owner != profile) {
            self.count_rest(profile.index(), Price::from_dollars_f64(quoter.spot).unwrap());
        }
    }

    /// Takes the next trade in a profile's hedge, which must be of so many shares.
    fn take_hedge(&mut self, profile: Profile, shares: i64, moment: Moment, today: Today<'_>) {
        let at = profile.index();
        let own =
            |r: &&HedgeRecord| (holder(r), r.cause, r.moment) == (at, ShareCause::Hedge, moment);
        let place = self.pending.iter().position(own).expect("hedges are traded with options");
        let record = self.pending.remove(place).unwrap();
        assert_eq!(record.shares, shares, "{record:?}");
        self.take_record(record, today);
    }

    /// Trades the hedge of a profile with its options, and notes what hedges earned for a trade.
    pub(super) fn attribute_hedge(
        &mut self,
        did: Did,
        fill: &FillRecord,
        over: bool,
        today: Today<'_>,
    ) {
        if today.report.scenario.timing == Timing::SameClose {
            return; // The close is hedged both before and after the fills.
        }
        let (at, profile) = (fill.profile.index(), fill.profile);
        let quoter = today.quoter(fill.moment).unwrap();
        let spot = Price::from_dollars_f64(quoter.spot).unwrap();
        if did == Did::Open {
            self.count_rest(at, spot);
            self.hedged_before.insert(fill.trade, self.counted[at]);
        }
        let shares = self.hedge_wanted(profile, &quoter, today);
        let moves = over && !self.index.closes(fill.trade, fill.filled, profile);
        if shares != 0 && !moves {
            self.take_hedge(profile, shares, fill.moment, today);
        }
        if over {
            self.end_hedge(fill.trade, at, spot);
        }
    }

    /// What a profile's rule trades at a moment.
    fn hedge_wanted(&self, profile: Profile, quoter: &Quoter<'_>, today: Today<'_>) -> i64 {
        let at = profile.index();
        let own = self.shares.held(at) - self.shares.delivered(at);
        let Some((trade, (_, lots))) = self.lots.iter().find(|(_, (owner, _))| *owner == profile)
        else {
            return -own;
        };
        let structure = self.index.structure(*trade);
        let units = |lot: &Lot| lot.contracts.shares(Instrument::MULTIPLIER);
        let delta = |lot: &Lot| units(lot) as f64 * quoter.greeks(&lot.contract).delta;
        let size = units(&lots[0]) / structure.legs[lots[0].rule].ratio;
        match today.report.scenario.hedging.structures {
            true => structure.hedge.trade(lots.iter().map(delta).sum(), own, size),
            false => HedgeRule::None.trade(0.0, own, size),
        }
    }

    /// A trade is over: its hedge earned what was not counted before it.
    pub(super) fn end_hedge(&mut self, trade: u32, at: usize, spot: Price) {
        let earned = self.shares.profit(at, spot);
        if let Some(before) = self.hedged_before.get(&trade) {
            self.hedged.insert(trade, earned - *before);
            (self.counted[at], self.last[at]) = (earned, Some(trade));
        }
    }

    /// What a hedge earns after a trade belongs to that trade until another one begins.
    pub(super) fn count_rest(&mut self, at: usize, spot: Price) {
        let earned = self.shares.profit(at, spot);
        if let Some(last) = self.last[at] {
            *self.hedged.get_mut(&last).unwrap() += earned - self.counted[at];
            self.counted[at] = earned;
        }
    }

    /// The hedges of a profile's trades, open ones included, earned what its hedge has earned.
    pub(super) fn check_hedge_profits(&self, report: &Report) {
        let last = &report.days[report.days.len() - 1];
        let mut sum = last.portfolio_hedge + last.interest;
        for profile in Profile::ALL {
            let closed = report.trades.iter().filter(|trade| trade.profile == profile);
            let open = report.open_positions.iter().filter(|open| open.profile == profile);
            let earned = closed.map(|trade| trade.realised + trade.hedge).sum::<Money>()
                + open.map(|open| open.profit + open.hedge).sum::<Money>();
            assert_eq!(earned, last.profits[profile.index()], "{profile:?}: net of all trades");
            sum += earned;
        }
        let owed = report.ruined.map_or(Money::ZERO, |ruin| ruin.shortfall);
        assert_eq!(last.equity() - owed - report.scenario.capital(), sum, "change of equity");
    }

    /// What is hedged has no delta left but half a share, or what its band allows.
    pub(super) fn check_hedges(&self, today: Today<'_>, close: Option<&Quoter>) {
        let (date, hedging) = (today.day.date, &today.report.scenario.hedging);
        for profile in Profile::ALL {
            let at = profile.index();
            let held = self.shares.held(at) - self.shares.delivered(at);
            let position = self.lots.iter().find(|(_, (owner, _))| *owner == profile);
            let Some((trade, (_, lots))) = position else {
                assert_eq!(held, 0, "{date}: {profile:?} holds nothing and hedges nothing");
                continue;
            };
            let structure = self.index.structure(*trade);
            let units = |lot: &Lot| lot.contracts.shares(Instrument::MULTIPLIER);
            let delta = |lot: &Lot| units(lot) as f64 * close.unwrap().greeks(&lot.contract).delta;
            let net = lots.iter().map(delta).sum::<f64>() + held as f64;
            let size = units(&lots[0]).abs() / structure.legs[lots[0].rule].ratio.abs();
            let left = match structure.hedge {
                HedgeRule::Daily if hedging.structures => 0.5,
                HedgeRule::Band(band) if hedging.structures => (band * size as f64).max(0.5),
                _ => {
                    assert_eq!(held, 0, "{date}: {profile:?} is not hedged");
                    continue;
                }
            };
            assert!(net.abs() <= left + 1e-6, "{date}: {profile:?} has {net} left of {left}");
        }
        let limits = &today.report.scenario.limits;
        match hedging.portfolio {
            PortfolioHedge::Off if !limits.hedge_delta => assert_eq!(self.shares.held(6), 0),
            PortfolioHedge::Daily if !limits.hedge_delta => {
                assert!(today.day.exposure.delta.abs() <= 0.5 + 1e-6, "{date}: delta is left");
            }
            _ => {}
        }
    }
}
