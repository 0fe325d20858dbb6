//! The day, from yesterday's orders to tomorrow's.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::allocate::{self, Conditions};
use crate::market::{AsOf, Chain, Market, Series};
use crate::pricing::{self, Fitted, Surface};
use crate::profile::{PerProfile, Playbook, Profile, Scorer, Scores};
use crate::regime::{self, Regime};
use crate::signal::{Quoted, Signals, Tape};
use crate::trade::{Listing, Quoter};
use crate::units::{Money, Price, Years};

use super::book::{self, Book};
use super::decide::{Situation, decide};
use super::fields::Unit;
use super::order::Order;
use super::report::{Day, Decision, Moment, OpenPosition, Report};
use super::{RunError, Scenario, Timing};

/// Days of history the signals need before the first decision: 50 for the longest average.
const WARM_UP: usize = 50;

/// Ten times the largest capital, and a ninetieth of what money can count: no move of a day leads
/// from below this to beyond that, but one of the price to its fortyfold.
const LARGEST: Money = Money::dollars(100_000_000_000);

/// An event at most this many calendar days ahead switches the event overlay on.
const EVENT_AHEAD: i64 = 3;

/// Runs a scenario over a market.
///
/// `progress` is called now and then with the days done and the days in all.
///
/// # Errors
/// The scenario is refused, the data cannot carry it, or the books do not balance.
///
/// ```
/// use rotation::engine::{RunError, Scenario, run};
/// use rotation::market::Market;
/// let nothing = Market::new("nothing", vec![]);
/// assert_eq!(run(&nothing, &Scenario::default(), |_, _| {}).unwrap_err(), RunError::NoBars);
/// ```
pub fn run(
    market: &Market,
    scenario: &Scenario,
    mut progress: impl FnMut(usize, usize),
) -> Result<Report, RunError> {
    scenario.check()?;
    let period = period(market, scenario)?;
    check_instrument(market, scenario)?;
    let playbook = Playbook::new(&scenario.structures);
    let mut run = Run::new(market, scenario, &playbook, *period.start());
    for index in 0..=*period.end() {
        if index.is_multiple_of(64) {
            progress(index, period.end() + 1);
        }
        let today = market.as_of(index);
        if index < *period.start() {
            run.warm_up(&today);
        } else if run.day(&today)? {
            break;
        }
    }
    run.finish(&market.as_of(*period.end()))
}

/// The bars to trade, by index.
fn period(market: &Market, scenario: &Scenario) -> Result<RangeInclusive<usize>, RunError> {
    let (first, last) = market.span().ok_or(RunError::NoBars)?;
    let (from, to) = (scenario.from.unwrap_or(first), scenario.to.unwrap_or(last));
    let start = market.bars.partition_point(|bar| bar.date < from);
    let end = market.bars.partition_point(|bar| bar.date <= to);
    if start >= end {
        return Err(RunError::OutsideData { from, to, first, last });
    }
    if end < WARM_UP {
        return Err(RunError::TooShort { bars: end, needed: WARM_UP });
    }
    for (wanted, present, column) in [
        (scenario.use_quoted_regimes, market.quoted_regimes.is_some(), "regime"),
        (scenario.use_quoted_scores, market.quoted_scores.is_some(), "profile_1_score"),
    ] {
        if wanted && !present {
            return Err(RunError::NotInFile { column });
        }
    }
    Ok(start..=end - 1)
}

/// Whether the options that are loaded are on what the scenario trades.
fn check_instrument(market: &Market, scenario: &Scenario) -> Result<(), RunError> {
    if market.chain.is_none() {
        return Ok(());
    }
    let scale = market.chain_scale();
    let name = |scale| match scale {
        Some(Chain::WHOLE) => "the level of the bars",
        Some(Chain::TENTH) => "a tenth of the bars' level",
        _ => "another underlying",
    };
    let traded = Some(scenario.instrument.spot(1.0));
    if scale == traded {
        return Ok(());
    }
    Err(RunError::OtherInstrument { quoted: name(scale), traded: name(traded) })
}

/// A run under way.
struct Run<'a> {
    scenario: &'a Scenario,
    playbook: &'a Playbook,
    tape: Tape,
    scorer: Scorer,
    /// When orders are filled: quotes are of the close, so that none is filled at an open.
    timing: Timing,
    book: Book<'a>,
    orders: Vec<Order>,
    /// The surface at yesterday's close: what is known of volatility at today's open.
    surface: Option<Surface>,
    /// The surface of today's quotes, on its way to today's close.
    fitted: Option<Box<Fitted>>,
    /// Yesterday's close, dollars of the instrument's underlying.
    last_close: f64,
    warm: bool,
    days: Vec<Day>,
    ruined: Option<NaiveDate>,
}

/// What a day's market says of itself.
struct Reading {
    signals: Signals,
    scores: Scores,
    /// Regime and all six scores, once everything is available.
    ready: Option<(Regime, PerProfile<f64>)>,
}

impl<'a> Run<'a> {
    fn new(market: &Market, scenario: &'a Scenario, playbook: &'a Playbook, start: usize) -> Self {
        let date = market.bars[start].date;
        let expiries = scenario.structures.expiries;
        let timing = match scenario.timing {
            Timing::NextOpen if market.chain.is_some() => Timing::NextClose,
            timing => timing,
        };
        Self {
            scenario,
            playbook,
            timing,
            tape: Tape::default(),
            scorer: Scorer::default(),
            book: Book::open(scenario.capital(), date, playbook, scenario.costs, expiries),
            orders: Vec::new(),
            surface: None,
            fitted: None,
            last_close: 0.0,
            warm: false,
            days: Vec::with_capacity(market.bars.len() - start),
            ruined: None,
        }
    }

    /// A day before the period: it is measured, nothing else.
    fn warm_up(&mut self, today: &AsOf<'_>) {
        let reading = self.read(today);
        self.warm |= reading.ready.is_some();
        self.turn_over(today, &reading.signals);
    }

    /// One day of the period. Returns whether the account is lost.
    fn day(&mut self, today: &AsOf<'_>) -> Result<bool, RunError> {
        self.settle_missed(today);
        self.trade_at_open(today);
        let reading = self.read(today);
        self.turn_over(today, &reading.signals);
        let close = self.surface.map(|surface| self.quoter(today, surface, Moment::Close));
        if let Some(close) = &close {
            self.settle(today.date(), close.spot, false);
            if self.timing == Timing::NextClose {
                self.fill(close, Moment::Close);
            }
            self.book.mark(close);
        }
        let decision = self.decide(today, &reading, close.as_ref())?;
        if let (Some(close), Timing::SameClose) = (&close, self.timing) {
            self.fill(close, Moment::Close);
            self.book.mark(close);
        }
        self.book.audit(today.date())?;
        if self.book.equity() > LARGEST {
            let limit = Unit::Dollars.show(LARGEST.to_dollars_f64());
            return Err(RunError::TooRich { date: today.date(), limit });
        }
        if self.book.equity().as_micros() <= 0 {
            self.ruined = Some(today.date());
            return Ok(true);
        }
        self.record(today, reading, decision);
        Ok(false)
    }

    /// What expired on a day the data does not have settles at the last close before it.
    fn settle_missed(&mut self, today: &AsOf<'_>) {
        self.settle(today.date(), self.last_close, true);
    }

    fn settle(&mut self, date: NaiveDate, close: f64, before: bool) {
        let close = Price::from_dollars_f64(close).expect("an imported price is within range");
        self.book.settle(date, close, before);
    }

    /// The open of today as spot, volatility as known at yesterday's close.
    fn trade_at_open(&mut self, today: &AsOf<'_>) {
        if let (Timing::NextOpen, Some(surface)) = (self.timing, self.surface) {
            let open = self.quoter(today, surface, Moment::Open);
            self.fill(&open, Moment::Open);
        }
    }

    fn fill(&mut self, quoter: &Quoter<'_>, moment: Moment) {
        let orders = std::mem::take(&mut self.orders);
        self.book.fill(&orders, book::Market { quoter, moment });
    }

    /// Fits the surface of today's quotes; what the signals need of it.
    fn fit(&mut self, today: &AsOf<'_>) -> Option<Quoted> {
        self.fitted = None;
        let day = today.chain()?;
        let (rate, dividend_yield) = pricing::rates(today, &self.scenario.model);
        let spot = self.scenario.instrument.spot(today.bar().close);
        let fitted = Fitted::of(&day, day.level().unwrap_or(spot), rate, dividend_yield)?;
        let at_the_money =
            Quoted::DAYS.map(|days| fitted.at_the_money(Years::days(days)).decimal());
        let skew = fitted.skew(Years::days(Quoted::SKEW_DAYS));
        self.fitted = Some(Box::new(fitted));
        Some(Quoted { at_the_money, skew })
    }

    fn read(&mut self, today: &AsOf<'_>) -> Reading {
        let quoted = self.fit(today);
        let signals = self.tape.measure_quoted(today, quoted);
        let scenario = self.scenario;
        let computed = self.scorer.score(&signals);
        let scores = match today.quoted_scores() {
            Some(quoted) if scenario.use_quoted_scores => quoted.map(Some),
            None if scenario.use_quoted_scores => [None; 6],
            _ => computed,
        };
        let regime = if scenario.use_quoted_regimes {
            today.quoted_regime().and_then(Regime::from_number)
        } else {
            regime::classify(today, &signals, &scenario.regimes)
        };
        let ready = regime.zip(all(&scores)).filter(|_| signals.rv20.is_some());
        Reading { signals, scores, ready }
    }

    /// Today becomes yesterday for whatever comes at the next open.
    fn turn_over(&mut self, today: &AsOf<'_>, signals: &Signals) {
        self.surface = Surface::of(today, signals.rv20, &self.scenario.model);
        self.last_close = self.scenario.instrument.spot(today.bar().close);
    }

    /// Weighs the profiles and leaves the orders for the next fill; `None` while warming up.
    fn decide(
        &mut self,
        today: &AsOf<'_>,
        reading: &Reading,
        close: Option<&Quoter<'_>>,
    ) -> Result<Option<Decision>, RunError> {
        let ((regime, scores), close) = match (reading.ready, close) {
            (Some(ready), Some(close)) => (ready, close),
            _ if self.warm => return Err(missing(today, &reading.signals, &reading.scores)),
            _ => return Ok(None),
        };
        self.warm = true;
        let conditions = self.conditions(today, reading, regime, scores);
        let target = allocate::weigh(&conditions, &self.scenario.allocation).target;
        let current = self.book.weights(close.spot);
        let decided = decide(&Situation {
            date: today.date(),
            regime,
            target,
            current,
            positions: self.book.positions(),
            playbook: self.playbook,
            threshold: self.scenario.allocation.rebalance_threshold,
            equity: self.book.equity(),
            spot: close.spot,
        });
        self.orders = decided.orders;
        Ok(Some(Decision { conditions, current, target, actions: decided.actions }))
    }

    fn conditions(
        &self,
        today: &AsOf<'_>,
        reading: &Reading,
        regime: Regime,
        scores: PerProfile<f64>,
    ) -> Conditions {
        let signals = &reading.signals;
        let sells = |profile| {
            self.playbook.structure(self.playbook.chosen(profile, regime)).sells_volatility()
        };
        Conditions {
            regime,
            scores,
            rv20: signals.rv20.unwrap_or(0.0),
            event_ahead: today.events_within(0, EVENT_AHEAD).next().is_some(),
            short_volatility: Profile::ALL.map(sells),
            realised_leads: signals.rv10.zip(signals.iv20).is_some_and(|(rv, iv)| rv > iv),
        }
    }

    fn record(&mut self, today: &AsOf<'_>, reading: Reading, decision: Option<Decision>) {
        let book = &self.book;
        let spot = Price::from_dollars_f64(self.last_close);
        self.days.push(Day {
            date: today.date(),
            spot: today.bar().close,
            regime: reading.ready.map(|(regime, _)| regime),
            signals: reading.signals,
            scores: reading.scores,
            decision,
            cash: book.cash(),
            values: Profile::ALL.map(|profile| book.value(profile)),
            profits: Profile::ALL.map(|profile| book.profit(profile)),
            realised: book.realised(),
            unrealised: book.unrealised(),
            margin: book.margin(spot.expect("an imported price is within range")),
            exposure: book.exposure(),
            open: book.positions().iter().flatten().count() as u8,
            marks: book.marks(),
        });
    }

    fn quoter<'m>(&mut self, today: &AsOf<'m>, surface: Surface, moment: Moment) -> Quoter<'m> {
        let bar = today.bar();
        let listing = match today.chain() {
            Some(day) if moment == Moment::Close => {
                Listing::Quoted { day, fitted: self.fitted.take() }
            }
            _ if today.has_chain() => Listing::Hole,
            _ => Listing::ByRule,
        };
        let (level, hours_to_close) = match moment {
            Moment::Open => (bar.open, 6.5),
            Moment::Close => (bar.close, 0.0),
        };
        Quoter {
            date: today.date(),
            hours_to_close,
            instrument: self.scenario.instrument,
            spot: self.scenario.instrument.spot(level),
            surface,
            spread: self.scenario.costs.spread,
            listing,
        }
    }

    fn finish(self, last: &AsOf<'_>) -> Result<Report, RunError> {
        if !self.warm {
            // There were bars enough: a column has no value, not even on the last day.
            let day = &self.days[self.days.len() - 1];
            return Err(missing(last, &day.signals, &day.scores));
        }
        debug_assert!(self.book.is_derived(), "balances are the sums of their entries");
        let open_positions = Profile::ALL.iter().filter_map(|profile| {
            let position = self.book.positions()[profile.index()].as_ref()?;
            Some(OpenPosition {
                trade: position.trade,
                profile: *profile,
                structure: position.structure as u8,
                units: position.units,
                entry: position.opened,
                entry_value: position.entry_value,
                value: position.value(),
                unrealised: position.unrealised(),
                allocation: position.allocation,
            })
        });
        Ok(Report {
            scenario: *self.scenario,
            timing: self.timing,
            open_positions: open_positions.collect(),
            days: self.days,
            trades: self.book.log.trades,
            fills: self.book.log.fills,
            rotations: self.book.log.rotations,
            ruined: self.ruined,
        })
    }
}

fn all(scores: &Scores) -> Option<PerProfile<f64>> {
    let mut all = [0.0; 6];
    for (value, score) in all.iter_mut().zip(scores) {
        *value = (*score)?;
    }
    Some(all)
}

/// Names the first column that has no value today.
fn missing(today: &AsOf<'_>, measured: &Signals, scores: &Scores) -> RunError {
    const SCORES: PerProfile<&str> = [
        "profile_1_score",
        "profile_2_score",
        "profile_3_score",
        "profile_4_score",
        "profile_5_score",
        "profile_6_score",
    ];
    let quoted = [Series::Vvix, Series::Skew].into_iter().find(|series| {
        today.series(*series).is_some_and(|values| values[values.len() - 1].is_none())
    });
    let signals = Signals::BEFORE_SOURCE.iter().chain(&Signals::AFTER_SOURCE);
    let mut absent = signals.filter(|(_, read)| read(measured).is_none());
    let score = SCORES.into_iter().zip(scores).find(|(_, score)| score.is_none());
    let column = quoted
        .map(Series::column)
        .or_else(|| absent.next().map(|(column, _)| *column))
        .or(score.map(|(column, _)| column))
        .unwrap_or("regime");
    RunError::Missing { date: today.date(), column }
}
