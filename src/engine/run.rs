//! The day, from yesterday's orders to tomorrow's.

mod benchmark;
mod listed;
mod period;
mod quoting;
mod readings;
mod record;
mod risk;

use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::allocate::Conditions;
use crate::market::{AsOf, Market, Series, YearsWithoutOpens};
use crate::pricing::{Fitted, Realised, Surface};
use crate::profile::{PerProfile, Playbook, Profile, Scores};
use crate::regime::{self, Regime};
use crate::signal::Signals;
use crate::trade::{Expiries, Quoter};
use crate::units::{Money, Price};

use super::book::{self, Book};
use super::decide::fit::{FitInputs, fit};
use super::decide::{Situation, decide};
use super::limits::Guard;
use super::order::Order;
use super::report::{Day, Decision, Moment, ProfileHoldings, Report, Ruin, StaleOpens};
use super::{Prepared, RunError, Scenario, Timing};
pub(super) use benchmark::{closes, weigh_equally};
pub(super) use readings::Readings;

use benchmark::Weighing;
use period::{all, check_instrument, missing, period, stale_opens};

/// Ten times the largest capital, and a ninetieth of what money can count: no move of a day leads
/// from below this to beyond that, but one of the price to its fortyfold.
const LARGEST: Money = Money::dollars(100_000_000_000);
/// The same as people write it.
const LARGEST_WRITTEN: &str = "100,000,000,000";

/// Why a price has a place in the books.
const IMPORTED: &str = "an imported price is within range";

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
    progress: impl FnMut(usize, usize),
) -> Result<Report, RunError> {
    Prepared::new(market).run(scenario, progress)
}

/// Runs a checked scenario with its own allocation.
pub(super) fn rotate(
    market: &Market,
    readings: &mut Readings,
    scenario: &Scenario,
    progress: impl FnMut(usize, usize),
) -> Result<Report, RunError> {
    drive(market, readings, scenario, Weighing::Rotation, progress)
}

fn drive(
    market: &Market,
    readings: &mut Readings,
    scenario: &Scenario,
    weighing: Weighing,
    mut progress: impl FnMut(usize, usize),
) -> Result<Report, RunError> {
    let period = period(market, scenario)?;
    check_instrument(market, scenario)?;
    let playbook = Playbook::new(&scenario.structures);
    let mut run = Run::new(market, readings, scenario, &playbook, &period);
    run.weighing = weighing;
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

/// A run under way.
struct Run<'a> {
    scenario: &'a Scenario,
    playbook: &'a Playbook,
    weighing: Weighing,
    readings: &'a mut Readings,
    /// When orders are filled: at no open where quotes are of the close, or opens are stale.
    timing: Timing,
    /// The years whose opens repeat the close before.
    stale_opens: Vec<StaleOpens>,
    book: Book<'a>,
    /// The years in which morning settlements are at the close of their day.
    without_opens: YearsWithoutOpens,
    guard: Guard,
    orders: Vec<Order>,
    /// Daily returns of the underlying, as far back as value at risk looks.
    returns: Vec<f64>,
    /// The surface at yesterday's close, which prices today's open.
    surface: Option<Surface>,
    /// The surface of today's quotes, on its way to today's close.
    fitted: Option<Arc<Fitted>>,
    /// Yesterday's close, dollars of the instrument's underlying.
    last_close: f64,
    warm: bool,
    days: Vec<Day>,
    held: Vec<ProfileHoldings>,
    ruined: Option<Ruin>,
}

/// The signals, scores and regime of a day.
struct DaySignals {
    signals: Signals,
    scores: Scores,
    /// Regime and all six scores, once everything is available.
    ready: Option<(Regime, PerProfile<f64>)>,
}

impl<'a> Run<'a> {
    fn new(
        market: &Market,
        readings: &'a mut Readings,
        scenario: &'a Scenario,
        playbook: &'a Playbook,
        period: &RangeInclusive<usize>,
    ) -> Self {
        let start = *period.start();
        let date = market.bars[start].date;
        let opens = if scenario.trust_opens { Vec::new() } else { market.opens_by_year() };
        let stale_opens = stale_opens(market, scenario, period, &opens);
        let timing = match scenario.timing {
            Timing::NextOpen if market.chain.is_some() => Timing::NextClose,
            Timing::NextOpen if !stale_opens.is_empty() => Timing::NextClose,
            timing => timing,
        };
        let (instrument, choices) = (scenario.instrument, &scenario.structures);
        let expiries = Expiries::of(market, instrument, choices.expiries, choices.third_fridays);
        Self {
            scenario,
            playbook,
            weighing: Weighing::Rotation,
            timing,
            stale_opens,
            readings,
            book: Book::open(scenario, playbook, expiries, (date, market.bars.len() - start)),
            without_opens: YearsWithoutOpens::among(&opens),
            guard: Guard::new(scenario.limits, scenario.capital()),
            orders: Vec::new(),
            returns: Vec::new(),
            surface: None,
            fitted: None,
            last_close: 0.0,
            warm: false,
            days: Vec::with_capacity(market.bars.len() - start),
            held: Vec::with_capacity(market.bars.len() - start),
            ruined: None,
        }
    }

    /// A day before the period: it is measured, nothing else.
    fn warm_up(&mut self, today: &AsOf<'_>) {
        let reading = self.read(today);
        self.warm |= reading.ready.is_some();
        self.store_close(today, &reading.signals);
    }

    /// One day of the period. Returns whether the account is lost.
    ///
    /// Never inlined: a browser has better code for a function only at its next call, and the loop
    /// over all days is called once a run.
    #[inline(never)]
    fn day(&mut self, today: &AsOf<'_>) -> Result<bool, RunError> {
        self.accrue(today);
        self.settle_missed(today);
        self.split(today);
        self.go_ex(today);
        self.settle_at_open(today);
        self.trade_at_open(today);
        let reading = self.read(today);
        self.store_close(today, &reading.signals);
        let quoted_spot = self.quoted_spot(today);
        let close = self.surface.map(|surface| self.quoter(today, surface, Moment::Close));
        if let Some(close) = &close {
            self.settle(today.date(), self.last_close, false);
            if self.timing == Timing::NextClose {
                self.fill(close, Moment::Close);
            }
            self.value(close);
        }
        let decision = match self.book.equity() > Money::ZERO {
            true => self.decide(today, &reading, close.as_ref())?,
            false => None,
        };
        if let (Some(close), Timing::SameClose) = (&close, self.timing) {
            self.fill(close, Moment::Close);
            self.value(close);
        }
        let lost = self.book.equity() <= Money::ZERO;
        if lost {
            let (date, shortfall) = (today.date(), self.book.liquidate(today.date()));
            self.ruined = Some(Ruin { date, shortfall });
        }
        self.book.audit(today.date())?;
        if self.book.equity() > LARGEST {
            return Err(RunError::TooRich { date: today.date(), limit: LARGEST_WRITTEN });
        }
        self.record(today, reading, decision, quoted_spot);
        Ok(lost)
    }

    /// Interest, dividends and carry since the last close, at the rates known then.
    /// The account is opened on its first day and has earned nothing before.
    fn accrue(&mut self, today: &AsOf<'_>) {
        if let (Some(surface), Some(before)) = (&self.surface, self.days.last()) {
            let paid_in_cash = today.series(Series::Dividend).is_some();
            self.book.accrue(before.date, today.date(), surface, paid_in_cash);
        }
    }

    /// What a level of the bars was in dollars of the instrument's underlying on that day.
    fn dollars(&self, today: &AsOf<'_>, level: f64) -> f64 {
        self.scenario.instrument.spot(level) * f64::from(today.shares_for_one())
    }

    /// The morning of a split: what is held and what was ordered counts the new shares.
    fn split(&mut self, today: &AsOf<'_>) {
        let Some(split) = today.split() else { return };
        self.book.split(split);
        self.last_close /= f64::from(split.ratio);
        for order in &mut self.orders {
            order.split(split.ratio);
        }
    }

    /// The morning of an ex-date. What expired before it has delivered by then.
    fn go_ex(&mut self, today: &AsOf<'_>) {
        let paid = today.series(Series::Dividend).and_then(|paid| paid[paid.len() - 1]);
        let dividend = self.dollars(today, paid.unwrap_or(0.0));
        let dividend = Price::from_dollars_f64(dividend).expect(IMPORTED);
        if dividend > Price::ZERO {
            self.book.go_ex(today.date(), dividend);
        }
    }

    /// Marks all positions and adjusts the hedges to the marks.
    fn value(&mut self, close: &Quoter<'_>) {
        self.book.mark(close);
        self.book.exercise(close);
        self.book.hedge(close);
    }

    /// What expired on a day the data does not have settles at the last close before it.
    fn settle_missed(&mut self, today: &AsOf<'_>) {
        self.settle(today.date(), self.last_close, true);
    }

    fn settle(&mut self, date: NaiveDate, close: f64, before: bool) {
        let close = Price::from_dollars_f64(close).expect(IMPORTED);
        self.book.settle(date, close, before);
    }

    /// What is settled in the morning, with its hedge; at the close where the open is not trusted.
    fn settle_at_open(&mut self, today: &AsOf<'_>) {
        if self.without_opens.contains(today.date().year()) {
            return;
        }
        let open = self.dollars(today, today.bar().open);
        let open = Price::from_dollars_f64(open).expect(IMPORTED);
        let settled = self.book.settle_at_open(today.date(), open);
        if let Some(surface) = self.surface.filter(|_| settled.contains(&true)) {
            let open = self.quoter(today, surface, Moment::Open);
            self.book.hedge_settled(settled, &open);
        }
    }

    /// The open of today as spot, volatility as known at yesterday's close.
    fn trade_at_open(&mut self, today: &AsOf<'_>) {
        if let Some(surface) = self.surface {
            let open = self.quoter(today, surface, Moment::Open);
            self.book.return_delivered_shares(&open);
            if self.timing == Timing::NextOpen {
                self.fill(&open, Moment::Open);
            }
        }
    }

    fn fill(&mut self, quoter: &Quoter<'_>, moment: Moment) {
        let orders = std::mem::take(&mut self.orders);
        self.book.fill(&orders, book::MarketMoment { quoter, moment });
    }

    fn read(&mut self, today: &AsOf<'_>) -> DaySignals {
        let scenario = self.scenario;
        let readings::DayReading { signals, scores, fitted } =
            self.readings.of(today, scenario).clone();
        self.fitted = fitted;
        let scores = match today.quoted_scores() {
            Some(quoted) if scenario.use_quoted_scores => quoted.map(Some),
            None if scenario.use_quoted_scores => [None; 6],
            _ => scores,
        };
        let regime = if scenario.use_quoted_regimes {
            today.quoted_regime().and_then(Regime::from_number)
        } else {
            regime::classify(today, &signals, &scenario.regimes)
        };
        let ready = regime.zip(all(&scores)).filter(|_| signals.rv20.is_some());
        DaySignals { signals, scores, ready }
    }

    /// Stores today's close and surface as the previous day's.
    fn store_close(&mut self, today: &AsOf<'_>, signals: &Signals) {
        self.remember_return(today);
        let Signals { rv5, rv20, rv60, .. } = *signals;
        let realised = Realised { rv5, rv20, rv60 };
        self.surface = Surface::of(today, &realised, &self.scenario.model);
        self.last_close = self.dollars(today, today.bar().close);
    }

    /// Weighs the profiles and leaves the orders for the next fill; `None` while warming up, and
    /// when the account is lost.
    fn decide(
        &mut self,
        today: &AsOf<'_>,
        reading: &DaySignals,
        close: Option<&Quoter<'_>>,
    ) -> Result<Option<Decision>, RunError> {
        let ((regime, scores), close) = match (reading.ready, close) {
            (Some(ready), Some(close)) => (ready, close),
            _ if self.warm => return Err(missing(today, &reading.signals, &reading.scores)),
            _ => return Ok(None),
        };
        self.warm = true;
        self.guard.begin();
        let conditions = self.conditions(today, reading, regime, scores, close);
        let wanted = self.weighing.target(&conditions, &self.scenario.allocation);
        let current = self.book.weights(Price::from_dollars_f64(close.spot).expect(IMPORTED));
        let ruling = self.rule(today, regime, wanted, close);
        self.hedge_excess(close);
        if self.book.equity() <= Money::ZERO {
            // The hedge cost more than there was: a lost account orders nothing.
            return Ok(None);
        }
        let unit_capital = self.unit_capital(regime, close);
        let called = self.foresee_call(close);
        let situation = Situation {
            date: today.date(),
            regime,
            ruling: &ruling,
            current,
            positions: self.book.positions(),
            playbook: self.playbook,
            threshold: self.scenario.allocation.rebalance_threshold,
            style: self.scenario.style,
            fractional: self.scenario.sizes.fractional,
            equity: self.book.equity(),
            unit_capital,
        };
        let mut decided = decide(&situation);
        if self.guard.limits.measures_book() {
            let inputs = FitInputs {
                book: &self.book,
                market: book::MarketMoment { quoter: close, moment: Moment::Close },
                account: self.account_risk(close),
                returns: &self.returns,
                called,
            };
            let own_hedge = inputs.account.shares;
            if fit(&situation, &mut decided, &inputs, &mut self.guard) {
                self.book.offset(-own_hedge, close);
                if self.book.equity() <= Money::ZERO {
                    return Ok(None);
                }
            }
        }
        self.orders = decided.orders;
        let (target, actions) = (ruling.target, decided.actions);
        Ok(Some(Decision { conditions, current, target, actions }))
    }

    fn conditions(
        &mut self,
        today: &AsOf<'_>,
        reading: &DaySignals,
        regime: Regime,
        scores: PerProfile<f64>,
        close: &Quoter<'_>,
    ) -> Conditions {
        let index_level = close.surface.index_level().decimal();
        let risk_factor = self.guard.scale(today.date(), self.book.equity(), index_level);
        let signals = &reading.signals;
        let sells = |profile| {
            let chosen = self.playbook.chosen(profile, regime);
            chosen.is_some_and(|chosen| self.playbook.structure(chosen).sells_volatility())
        };
        Conditions {
            regime,
            scores,
            rv20: signals.rv20.unwrap_or(0.0),
            event_ahead: today.events_within(0, EVENT_AHEAD).next().is_some(),
            short_volatility: Profile::ALL.map(sells),
            realised_leads: signals.rv10.zip(signals.iv20).is_some_and(|(rv, iv)| rv > iv),
            risk_factor,
        }
    }
}
