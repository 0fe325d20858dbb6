//! The books kept a second time, by hand: from the fills and hedges of a report alone, every day's
//! cash, positions, profits and sensitivities are recomputed and compared with `==`.

mod checks;
mod endings;
mod hedges;
mod lots;
mod shares;

use std::collections::{BTreeMap, VecDeque};

use rotation::engine::report::{Day, Exposure, FillRecord, HedgeRecord, Moment, Report};
use rotation::engine::{Scenario, Timing};
use rotation::market::{Market, Series, YearsWithoutOpens};
use rotation::math;
use rotation::pricing::{Realised, Surface, TimeOfDay};
use rotation::profile::Profile;
use rotation::trade::margin::{MarginLeg, requirement};
use rotation::trade::{Instrument, Listing, Provenance, Quoter};
use rotation::units::{Money, Price};

use lots::{Did, Index, Lot};
use shares::{Shares, holder};

/// A day of the report with the market it was made from.
#[derive(Clone, Copy)]
struct Today<'a> {
    day: &'a Day,
    report: &'a Report,
    market: &'a Market,
    /// Of the day's bar.
    index: usize,
}

/// Open lots and profits so far.
struct Hand<'a> {
    index: Index,
    /// By trade, the legs in the order of the position.
    lots: BTreeMap<u32, (Profile, Vec<Lot>)>,
    shares: Shares,
    /// Fills and trades in shares of the day that are not taken in yet.
    fills: VecDeque<&'a FillRecord>,
    pending: VecDeque<&'a HedgeRecord>,
    /// Cash without the cash flows of shares.
    cash: Money,
    interest: Money,
    closed: Money,
    fees: Money,
    profits: [Money; 6],
    /// The hedge profit of a profile that was counted when a trade began.
    hedged_before: BTreeMap<u32, Money>,
    /// The hedge profit of closed trades, with what giving up the hedge cost.
    hedged: BTreeMap<u32, Money>,
    /// The hedge profit of each profile that is counted for trades, and its last closed trade.
    counted: [Money; 6],
    last: [Option<u32>; 6],
    /// Profit a trade realised before its end, less the fees on it.
    partly: BTreeMap<u32, Money>,
}

/// Works through a report day by day. Panics at the first figure that differs.
pub(crate) fn check(report: &Report, market: &Market) {
    let mut hand = Hand::new(report, market);
    let mut fills = report.fills.iter().peekable();
    let mut hedges = report.hedges.iter().peekable();
    let start = market.bars.partition_point(|bar| bar.date < report.days[0].date);
    for (offset, day) in report.days.iter().enumerate() {
        let today = Today { day, report, market, index: start + offset };
        assert_eq!(day.date, market.bars[today.index].date, "one row per bar");
        while let Some(fill) = fills.next_if(|fill| fill.filled == day.date) {
            hand.fills.push_back(fill);
        }
        while let Some(record) = hedges.next_if(|record| record.date == day.date) {
            hand.pending.push_back(record);
        }
        if offset > 0 {
            hand.accrue(today);
            hand.settle_missed(today);
            hand.go_ex(today);
        }
        hand.settle(today, Moment::Open);
        hand.give_back(today);
        hand.trade(today, Moment::Open);
        hand.take_those_at_the_open(today);
        hand.settle(today, Moment::Close);
        if report.scenario.timing == Timing::SameClose {
            hand.shares.settle(today.spot()); // The close is marked before orders meet it.
            hand.exercise(today);
        }
        hand.trade(today, Moment::Close);
        hand.exercise(today);
        hand.close(today);
        hand.compare(today);
    }
    assert!(fills.next().is_none() && hedges.next().is_none(), "in the order of days");
    hand.check_hedge_profits(report);
    checks::trades(report, &hand.hedged, &hand.partly);
    checks::breaches(report);
    checks::held(report);
}

impl<'a> Hand<'a> {
    fn new(report: &'a Report, market: &Market) -> Self {
        let paid_in_cash = market.series(Series::Dividend).is_some();
        Self {
            index: Index::new(market, report),
            lots: BTreeMap::new(),
            shares: Shares::new(&report.scenario, paid_in_cash),
            fills: VecDeque::new(),
            pending: VecDeque::new(),
            cash: report.scenario.capital(),
            interest: Money::ZERO,
            closed: Money::ZERO,
            fees: Money::ZERO,
            profits: [Money::ZERO; 6],
            hedged_before: BTreeMap::new(),
            hedged: BTreeMap::new(),
            counted: [Money::ZERO; 6],
            last: [None; 6],
            partly: BTreeMap::new(),
        }
    }

    fn cash(&self) -> Money {
        self.cash + self.shares.cash
    }

    /// Carry and interest since the last close, at the rates known then.
    fn accrue(&mut self, today: Today<'_>) {
        let Some(known) = today.quoter_at(today.index - 1, Moment::Close) else { return };
        let years = (today.day.date - known.date).num_days() as f64 / 365.0;
        self.shares.accrue(years, &known);
        if today.report.scenario.interest {
            let growth = math::exp_m1(known.surface.rate().decimal() * years);
            let earned = Money::from_dollars_f64(self.cash().to_dollars_f64() * growth).unwrap();
            self.interest += earned;
            self.cash += earned;
        }
    }

    /// Takes in what orders traded at a moment, one trade at a time, and looks at the margin after
    /// what opens.
    fn trade(&mut self, today: Today<'_>, moment: Moment) {
        self.give_up_hedges(today, moment);
        let is_order =
            |fill: &&FillRecord| fill.provenance != Provenance::Settlement && fill.moment == moment;
        while let Some(first) = self.fills.front().copied().filter(is_order) {
            let mut group = Vec::new();
            let same = |fill: &&FillRecord| is_order(fill) && fill.trade == first.trade;
            let held = self.lots.get(&first.trade).map_or(usize::MAX, |(_, lots)| lots.len());
            let called = self.index.takes_call(first);
            let most = if called { held } else { usize::MAX };
            while let Some(fill) = self.fills.front().copied().filter(same) {
                if group.len() == most {
                    break;
                }
                checks::fill(fill, today);
                group.push(fill);
                self.fills.pop_front();
            }
            let quoter = today.quoter(moment).unwrap();
            let (_, mut lots) =
                self.lots.remove(&first.trade).unwrap_or((first.profile, Vec::new()));
            let (did, realised) = lots::book(&self.index, &quoter, (&group, called), &mut lots);
            let fees = group.iter().map(|fill| fill.fees.total()).sum::<Money>();
            let value = |f: &&FillRecord| f.price.times(f.contracts, Instrument::MULTIPLIER);
            self.cash -= group.iter().map(value).sum::<Money>() + fees;
            self.closed += realised;
            self.fees += fees;
            self.profits[first.profile.index()] += realised - fees;
            let over = lots.is_empty();
            if matches!(did, Did::Resize(false) | Did::Roll(_)) {
                *self.partly.entry(first.trade).or_default() += realised - fees;
            }
            if !lots.is_empty() {
                let others = self.lots.values().all(|(profile, _)| *profile != first.profile);
                assert!(others, "{first:?}: one position per profile");
                self.lots.insert(first.trade, (first.profile, lots));
            }
            self.attribute_hedge(did, first, over, today);
            let more = self.fills.front().is_some_and(is_order);
            if did.opens() && !more {
                self.check_buying_power(first, today);
            }
        }
    }

    fn take_record(&mut self, record: &HedgeRecord, today: Today<'_>) {
        let quoter = today.quoter(record.moment).unwrap();
        shares::check(record, &today.report.scenario, &quoter);
        self.shares.take(record);
    }

    /// So many trades in shares, in their order.
    fn take_records(&mut self, count: usize, today: Today<'_>) {
        for _ in 0..count {
            let record = self.pending.pop_front().unwrap();
            self.take_record(record, today);
        }
    }

    fn take_those_at_the_open(&mut self, today: Today<'_>) {
        let count = self.pending.iter().take_while(|record| record.moment == Moment::Open).count();
        self.take_records(count, today);
    }

    /// Checks that cash covers the margin after opening, at the prices of that moment.
    fn check_buying_power(&self, fill: &FillRecord, today: Today<'_>) {
        if today.report.scenario.timing == Timing::SameClose && !self.pending.is_empty() {
            return; // The log does not say what was hedged before the fills and what after.
        }
        let quoter = today.quoter(fill.moment).unwrap();
        let spot = Price::from_dollars_f64(quoter.spot).unwrap();
        let margin = self.margin(spot, |lot| quoter.price(&lot.contract));
        let cash = self.cash() + self.shares.value_at(spot).min(Money::ZERO);
        assert!(cash >= margin, "{cash} of cash for {margin} of margin: {fill:?}");
    }

    fn margin(&self, spot: Price, worth: impl Fn(&Lot) -> f64) -> Money {
        let instrument = self.index.instrument();
        let held = |lot: &Lot| MarginLeg {
            contract: lot.contract,
            contracts: lot.contracts,
            mark: Price::from_dollars_f64(worth(lot)).unwrap(),
        };
        let of = |lots: &Vec<Lot>| {
            requirement(&lots.iter().map(held).collect::<Vec<_>>(), spot, instrument)
        };
        self.lots.values().map(|(_, lots)| of(lots)).sum::<Money>()
    }

    /// The rest of the day's trades in shares, their last mark, and what a lost account owes.
    fn close(&mut self, today: Today<'_>) {
        let lost = today.report.ruined.filter(|ruin| ruin.date == today.day.date);
        if lost.is_some() {
            self.liquidate(today);
        }
        self.take_records(self.pending.len(), today);
        assert!(self.fills.is_empty(), "{:?}: nothing else is traded", self.fills);
        self.shares.settle(today.spot());
        if let Some(ruin) = lost {
            assert_eq!(ruin.shortfall, -self.cash(), "{}: what is owed", ruin.date);
            self.cash += ruin.shortfall;
        }
        for profile in Profile::ALL {
            if self.lots.values().all(|(owner, _)| *owner != profile) {
                self.count_rest(profile.index(), today.spot());
            }
        }
    }

    /// Values open lots at the close and compares every figure of the day.
    fn compare(&self, today: Today<'_>) {
        let (day, report) = (today.day, today.report);
        let (date, capital) = (day.date, report.scenario.capital());
        assert_eq!(day.cash, self.cash(), "{date}: cash is the capital and all cash flows");
        let (mut values, mut profits) = ([Money::ZERO; 6], self.profits);
        let mut unrealised = self.shares.unrealised();
        let close = today.quoter(Moment::Close);
        let greeks = |lot: &Lot| close.as_ref().unwrap().greeks(&lot.contract);
        for (profile, lots) in self.lots.values() {
            for lot in lots {
                assert!(lot.contract.expiry > date, "{date}: {:?} has expired", lot.contract);
                let mark = Price::from_dollars_f64(greeks(lot).price).unwrap();
                let value = mark.times(lot.contracts, Instrument::MULTIPLIER);
                values[profile.index()] += value;
                profits[profile.index()] += value - lot.basis;
                unrealised += value - lot.basis;
            }
        }
        let hedged = |at| self.shares.profit(at, today.spot());
        (0..6).for_each(|at| profits[at] += hedged(at));
        let realised = self.closed - self.fees + self.shares.realised() + self.interest;
        let equity = self.cash() + values.iter().copied().sum() + self.shares.value();
        assert_eq!(day.values, values, "{date}: positions are worth quantity x multiplier x mark");
        assert_eq!(day.hedge_value, self.shares.value(), "{date}: shares are worth their mark");
        assert_eq!(day.unrealised, unrealised, "{date}: unrealised is mark less entry");
        assert_eq!(day.realised, realised, "{date}: realised is exit less entry");
        assert_eq!(day.profits, profits, "{date}: profits by profile");
        assert_eq!(day.portfolio_hedge, hedged(6), "{date}: the portfolio's own hedge");
        assert_eq!(day.interest, self.interest, "{date}: interest");
        assert_eq!(day.equity(), equity, "{date}: equity = cash + positions + hedges");
        assert_eq!(usize::from(day.open), self.lots.len(), "{date}: positions counted");
        let margin = self.margin(today.spot(), |lot| greeks(lot).price);
        assert_eq!(day.margin, margin, "{date}: margin");
        identities(report, day, capital);
        self.compare_exposure(day, close.as_ref());
        self.check_hedges(today, close.as_ref());
        checks::weights(day, &report.scenario);
    }

    /// Theta is per calendar day and vega per point of volatility, in dollars.
    fn compare_exposure(&self, day: &Day, close: Option<&Quoter>) {
        // Longs and shorts cancel, so rounding is measured against the sum of absolute terms.
        let (mut expected, mut gross) = ([0.0; 4], [0.0; 4]);
        for lot in self.lots.values().flat_map(|(_, lots)| lots) {
            let greeks = close.unwrap().greeks(&lot.contract);
            let units = lot.contracts.shares(Instrument::MULTIPLIER) as f64;
            let (theta, vega) = (greeks.theta, greeks.vega * 0.01);
            for (at, greek) in [greeks.delta, greeks.gamma, theta, vega].into_iter().enumerate() {
                expected[at] += units * greek;
                gross[at] += (units * greek).abs();
            }
        }
        for held in (0..7).map(|holder| self.shares.held(holder) as f64) {
            expected[0] += held;
            gross[0] += held.abs();
        }
        let Exposure { delta, gamma, theta, vega } = day.exposure;
        for (at, found) in [delta, gamma, theta, vega].into_iter().enumerate() {
            let (expected, scale) = (expected[at], 1e-9 * gross[at].max(1.0));
            assert!((found - expected).abs() <= scale, "{}: {found}, not {expected}", day.date);
        }
    }
}

/// The figures of a report other than its fills.
fn identities(report: &Report, day: &Day, capital: Money) {
    let (date, equity) = (day.date, day.equity());
    let ruin = report.ruined.filter(|ruin| ruin.date == date);
    let shortfall = ruin.map_or(Money::ZERO, |ruin| ruin.shortfall);
    let earned = day.profits.iter().copied().sum::<Money>() + day.portfolio_hedge + day.interest;
    assert_eq!(equity, capital + day.realised + day.unrealised + shortfall, "{date}");
    assert_eq!(earned, equity - capital - shortfall, "{date}: every dollar is somebody's");
    if ruin.is_some() {
        assert_eq!((equity, day.open, day.margin), (Money::ZERO, 0, Money::ZERO), "{date}");
        assert_eq!(date, report.days[report.days.len() - 1].date, "the run ends with the account");
    } else {
        assert!(equity > Money::ZERO, "{date}: a lost account is liquidated");
    }
}

impl Today<'_> {
    fn quoter(&self, moment: Moment) -> Option<Quoter<'_>> {
        self.quoter_at(self.index, moment)
    }

    fn quoter_at(&self, index: usize, moment: Moment) -> Option<Quoter<'_>> {
        quoter(self.market, index, moment, &self.report.scenario)
    }

    /// Whether orders are filled at a moment.
    fn trades_at(&self, moment: Moment) -> bool {
        let at = match self.report.timing {
            Timing::NextOpen => Moment::Open,
            Timing::NextClose | Timing::SameClose => Moment::Close,
        };
        at == moment
    }

    fn dollars(&self, level: f64) -> Price {
        Price::from_dollars_f64(self.report.scenario.instrument.spot(level)).unwrap()
    }

    fn open(&self) -> Price {
        self.dollars(self.market.bars[self.index].open)
    }

    fn close_of(&self, index: usize) -> Price {
        self.dollars(self.market.bars[index].close)
    }

    /// The close.
    fn spot(&self) -> Price {
        self.close_of(self.index)
    }
}

/// What anything would be quoted at: at the open only volatility as of the day before is known.
pub(crate) fn quoter(
    market: &Market,
    index: usize,
    moment: Moment,
    scenario: &Scenario,
) -> Option<Quoter<'static>> {
    let known = if moment == Moment::Open { index - 1 } else { index };
    let over = |days: usize| {
        let bars = market.bars.get(known.checked_sub(days)?..=known)?;
        let returns: Vec<f64> =
            bars.windows(2).map(|pair| math::ln(pair[1].close / pair[0].close)).collect();
        Some(math::sample_standard_deviation(&returns).unwrap() * 252_f64.sqrt())
    };
    let realised = Realised { rv5: over(5), rv20: over(20), rv60: over(60) };
    let surface = Surface::of(&market.as_of(known), &realised, &scenario.model)?;
    let bar = &market.bars[index];
    let (level, time) = match moment {
        Moment::Open => (bar.open, TimeOfDay::Open),
        Moment::Close => (bar.close, TimeOfDay::Close),
    };
    Some(Quoter {
        shares_for_one: 1,
        without_opens: match scenario.trust_opens {
            true => YearsWithoutOpens::default(),
            false => YearsWithoutOpens::among(&market.opens_by_year()),
        },
        listing: Listing::ByRule,
        date: bar.date,
        time,
        instrument: scenario.instrument,
        spot: scenario.instrument.spot(level),
        surface,
        spread: scenario.costs.spread,
    })
}
