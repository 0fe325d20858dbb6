//! The books kept a second time, by hand: from the fills of a report alone, every day's cash,
//! positions, profits and sensitivities are worked out anew and compared with `==`.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::slice::Iter;

use rotation::engine::report::{Day, Exposure, FillRecord, Moment, Report};
use rotation::engine::{Scenario, Timing};
use rotation::market::{Market, is_trading_day};
use rotation::pricing::Surface;
use rotation::trade::margin::{Held, requirement};
use rotation::trade::{Contract, Instrument, Listing, Provenance, Quoter};
use rotation::units::{Contracts, Money, Price};

/// A leg held: what the fills say was bought or sold and not given back.
struct Lot {
    trade: u32,
    profile: usize,
    contract: Contract,
    contracts: Contracts,
    entry: Price,
}

#[derive(Default)]
struct Hand {
    lots: Vec<Lot>,
    cash: Money,
    closed: Money,
    fees: Money,
    profits: [Money; 6],
}

/// Works through a report day by day. Panics at the first figure that differs.
pub(crate) fn check(report: &Report, market: &Market) {
    let capital = report.scenario.capital();
    let mut hand = Hand { cash: capital, ..Hand::default() };
    let mut fills = report.fills.iter().peekable();
    let start = market.bars.partition_point(|bar| bar.date < report.days[0].date);
    for (offset, day) in report.days.iter().enumerate() {
        assert_eq!(day.date, market.bars[start + offset].date, "one row per bar");
        hand.take(&mut fills, day, market, start + offset, &report.scenario);
        hand.compare(day, market, start + offset, &report.scenario);
    }
    assert!(report.ruined.is_some() || fills.next().is_none(), "no fill after the last day");
    check_trades(report);
}

impl Hand {
    /// Takes in the fills of a day, each time a new position is complete with a look at the margin.
    fn take(
        &mut self,
        fills: &mut Peekable<Iter<'_, FillRecord>>,
        day: &Day,
        market: &Market,
        index: usize,
        scenario: &Scenario,
    ) {
        while let Some(fill) = fills.next_if(|fill| fill.filled == day.date) {
            check_fill(fill, market, index, scenario);
            self.cash -= fill.price.times(fill.contracts, Instrument::MULTIPLIER);
            self.cash -= fill.fees.total();
            self.fees += fill.fees.total();
            self.profits[fill.profile.index()] -= fill.fees.total();
            let held = self.lots.iter().position(|lot| {
                lot.trade == fill.trade
                    && lot.contract == fill.contract
                    && lot.contracts == -fill.contracts
            });
            match held {
                Some(held) => {
                    let lot = self.lots.remove(held);
                    let gain =
                        (fill.price - lot.entry).times(lot.contracts, Instrument::MULTIPLIER);
                    self.closed += gain;
                    self.profits[lot.profile] += gain;
                }
                None => {
                    let mut held = self.lots.iter().filter(|l| l.profile == fill.profile.index());
                    assert!(held.all(|lot| lot.trade == fill.trade), "one position per profile");
                    self.lots.push(Lot {
                        trade: fill.trade,
                        profile: fill.profile.index(),
                        contract: fill.contract,
                        contracts: fill.contracts,
                        entry: fill.price,
                    });
                    let complete = fills.peek().is_none_or(|next| next.trade != fill.trade);
                    if complete {
                        self.check_buying_power(fill, market, index, scenario);
                    }
                }
            }
        }
        assert!(fills.peek().is_none_or(|fill| fill.filled > day.date), "fills are in day order");
    }

    /// After every opening cash covers the margin, at the prices of that moment.
    fn check_buying_power(
        &self,
        fill: &FillRecord,
        market: &Market,
        index: usize,
        scenario: &Scenario,
    ) {
        let quoter = quoter(market, index, fill.moment, scenario).unwrap();
        let spot = Price::from_dollars_f64(quoter.spot).unwrap();
        let mut held: BTreeMap<u32, Vec<Held>> = BTreeMap::new();
        for Lot { trade, contract, contracts, .. } in &self.lots {
            let mark = Price::from_dollars_f64(quoter.price(contract)).unwrap();
            let leg = Held { contract: *contract, contracts: *contracts, mark };
            held.entry(*trade).or_default().push(leg);
        }
        let margin: Money = held.values().map(|legs| requirement(legs, spot)).sum();
        assert!(self.cash >= margin, "{} of cash for {margin} of margin: {fill:?}", self.cash);
    }

    /// Values what is held at the close and compares every figure of the day.
    fn compare(&self, day: &Day, market: &Market, index: usize, scenario: &Scenario) {
        let date = day.date;
        assert_eq!(day.cash, self.cash, "{date}: cash is the capital and all cash flows");
        let mut values = [Money::ZERO; 6];
        let mut unrealised = [Money::ZERO; 6];
        let close = quoter(market, index, Moment::Close, scenario);
        let mut held: BTreeMap<u32, Vec<Held>> = BTreeMap::new();
        for lot in &self.lots {
            assert!(lot.contract.expiry > date, "{date}: {:?} has expired", lot.contract);
            let mark = close.as_ref().unwrap().greeks(&lot.contract).price;
            let mark = Price::from_dollars_f64(mark).unwrap();
            values[lot.profile] += mark.times(lot.contracts, Instrument::MULTIPLIER);
            unrealised[lot.profile] +=
                (mark - lot.entry).times(lot.contracts, Instrument::MULTIPLIER);
            let leg = Held { contract: lot.contract, contracts: lot.contracts, mark };
            held.entry(lot.trade).or_default().push(leg);
        }
        let equity = self.cash + values.iter().copied().sum();
        let profits: Vec<Money> =
            (0..6).map(|profile| self.profits[profile] + unrealised[profile]).collect();
        let unrealised = unrealised.iter().copied().sum();
        assert_eq!(day.values, values, "{date}: positions are worth quantity x multiplier x mark");
        assert_eq!(day.unrealised, unrealised, "{date}: unrealised is mark less entry");
        assert_eq!(day.realised, self.closed - self.fees, "{date}: realised is exit less entry");
        assert_eq!(day.profits.to_vec(), profits, "{date}: profits by profile");
        assert_eq!(day.equity(), equity, "{date}: equity = cash + positions");
        let capital = scenario.capital();
        assert_eq!(equity, capital + day.realised + day.unrealised, "{date}: capital + profits");
        assert_eq!(day.profits.iter().copied().sum::<Money>(), equity - capital, "{date}");
        assert!(equity > Money::ZERO, "{date}: a lost account is not shown as a day");
        assert_eq!(usize::from(day.open), held.len(), "{date}: positions counted");
        let spot = Price::from_dollars_f64(scenario.instrument.spot(market.bars[index].close));
        let margin = held.values().map(|legs| requirement(legs, spot.unwrap())).sum();
        assert_eq!(day.margin, margin, "{date}: margin");
        self.compare_exposure(day, close.as_ref());
        check_weights(day, scenario);
    }
}

impl Hand {
    /// Theta is per calendar day and vega per point of volatility, in dollars.
    fn compare_exposure(&self, day: &Day, close: Option<&Quoter>) {
        // Longs and shorts cancel, so rounding is measured against what is added up.
        let (mut expected, mut gross) = ([0.0; 4], [0.0; 4]);
        for lot in &self.lots {
            let greeks = close.unwrap().greeks(&lot.contract);
            let units = (lot.contracts.count() * Instrument::MULTIPLIER) as f64;
            let (theta, vega) = (greeks.theta / 365.0, greeks.vega * 0.01);
            for (at, greek) in [greeks.delta, greeks.gamma, theta, vega].into_iter().enumerate() {
                expected[at] += units * greek;
                gross[at] += (units * greek).abs();
            }
        }
        let Exposure { delta, gamma, theta, vega } = day.exposure;
        for (at, found) in [delta, gamma, theta, vega].into_iter().enumerate() {
            let (expected, scale) = (expected[at], 1e-9 * gross[at].max(1.0));
            assert!((found - expected).abs() <= scale, "{}: {found}, not {expected}", day.date);
        }
    }
}

fn check_weights(day: &Day, scenario: &Scenario) {
    let Some(decision) = &day.decision else { return };
    let limits = &scenario.allocation;
    for weight in decision.target {
        assert!((0.0..=limits.max_profile_weight).contains(&weight), "{}: {weight}", day.date);
        assert!(weight == 0.0 || weight >= limits.min_profile_weight, "{}: {weight}", day.date);
    }
    let sum: f64 = decision.target.iter().sum();
    assert!(sum <= 1.0 + 1e-12, "{}: {sum}", day.date);
}

fn check_fill(fill: &FillRecord, market: &Market, index: usize, scenario: &Scenario) {
    assert!(is_trading_day(fill.contract.expiry), "{fill:?}");
    let size = Contracts::new(fill.contracts.size());
    let given =
        if fill.contracts.is_short() { fill.mid - fill.price } else { fill.price - fill.mid };
    assert_eq!(given.times(size, Instrument::MULTIPLIER), fill.spread + fill.slippage, "{fill:?}");
    assert!(fill.price >= Price::ZERO && !fill.slippage.is_negative(), "{fill:?}");
    if fill.provenance == Provenance::Settlement {
        check_settlement(fill, market, index, scenario);
        return;
    }
    assert!(fill.contracts.is_short() || fill.price >= Price::TICK, "{fill:?}");
    let (decided, moment) = match scenario.timing {
        Timing::NextOpen => (index - 1, Moment::Open),
        Timing::NextClose => (index - 1, Moment::Close),
        Timing::SameClose => (index, Moment::Close),
    };
    assert_eq!((fill.decided, fill.moment), (market.bars[decided].date, moment), "{fill:?}");
    let quoter = quoter(market, index, moment, scenario).unwrap();
    let mid = quoter.quote(&fill.contract, false).mid;
    assert_eq!(fill.mid, Price::from_dollars_f64(mid).unwrap(), "{fill:?}");
}

/// At the close of the expiry; where the data lacks that day, at the last close before it.
fn check_settlement(fill: &FillRecord, market: &Market, index: usize, scenario: &Scenario) {
    let close = if fill.contract.expiry == fill.filled { index } else { index - 1 };
    assert!(market.bars[close].date <= fill.contract.expiry, "{fill:?}");
    assert!(fill.contract.expiry <= fill.filled, "{fill:?}");
    let settlement = scenario.instrument.spot(market.bars[close].close);
    let intrinsic = fill.contract.intrinsic(Price::from_dollars_f64(settlement).unwrap());
    assert_eq!((fill.price, fill.fees.total()), (intrinsic, Money::ZERO), "{fill:?}");
}

/// What anything would be quoted at: at the open only volatility as of the day before is known.
pub(crate) fn quoter(
    market: &Market,
    index: usize,
    moment: Moment,
    scenario: &Scenario,
) -> Option<Quoter<'static>> {
    let known = if moment == Moment::Open { index - 1 } else { index };
    let rv20 = (known >= 20).then(|| {
        let closes: Vec<f64> =
            market.bars[known - 20..=known].iter().map(|bar| bar.close).collect();
        let returns: Vec<f64> =
            closes.windows(2).map(|pair| rotation::math::ln(pair[1] / pair[0])).collect();
        rotation::math::sample_standard_deviation(&returns).unwrap() * 252_f64.sqrt()
    });
    let surface = Surface::of(&market.as_of(known), rv20, &scenario.model)?;
    let bar = &market.bars[index];
    let (level, hours_to_close) =
        if moment == Moment::Open { (bar.open, 6.5) } else { (bar.close, 0.0) };
    Some(Quoter {
        listing: Listing::ByRule,
        date: bar.date,
        hours_to_close,
        instrument: scenario.instrument,
        spot: scenario.instrument.spot(level),
        surface,
        spread: scenario.costs.spread,
    })
}

/// Every closed trade is the sum of its fills, and the log of rotations tells each dollar once.
fn check_trades(report: &Report) {
    let mut flows: BTreeMap<u32, (Money, Money)> = BTreeMap::new();
    for fill in &report.fills {
        let (flow, fees) = flows.entry(fill.trade).or_default();
        *flow -= fill.price.times(fill.contracts, Instrument::MULTIPLIER);
        *fees += fill.fees.total();
    }
    for trade in &report.trades {
        assert_eq!(trade.realised, trade.exit_value - trade.entry_value - trade.fees, "{trade:?}");
        assert_eq!(flows[&trade.trade], (trade.exit_value - trade.entry_value, trade.fees));
        assert!(trade.entry <= trade.exit && trade.units > 0, "{trade:?}");
    }
    let open: BTreeMap<u32, Money> =
        report.open_positions.iter().map(|open| (open.trade, open.unrealised)).collect();
    let closed: BTreeMap<u32, Money> =
        report.trades.iter().map(|trade| (trade.trade, trade.realised)).collect();
    assert_eq!(open.len() + closed.len(), flows.len(), "a trade is open or closed");
    assert!(flows.keys().all(|trade| open.contains_key(trade) != closed.contains_key(trade)));
    for profile in rotation::profile::Profile::ALL {
        let told: Money = report
            .rotations
            .iter()
            .filter(|rotation| rotation.profile == profile)
            .map(|rotation| rotation.realised)
            .sum();
        let trades = report.trades.iter().filter(|trade| trade.profile == profile);
        let partly = report.open_positions.iter().find(|open| open.profile == profile);
        let closed: Money = trades.map(|trade| trade.realised).sum();
        if partly.is_none_or(|open| {
            report.fills.iter().all(|f| f.trade != open.trade || f.filled == open.entry)
        }) {
            assert_eq!(told, closed, "{profile:?}: rotations and trades tell the same profits");
        }
    }
}
