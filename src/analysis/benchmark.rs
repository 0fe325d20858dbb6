//! What a run is compared with, over the days measured.
//!
//! Options are priced by the engine's own quotes at each close, at the mid and without costs: the
//! put-write and the buy-write sell an at-the-money option for one month, from third Friday to
//! third Friday, as Cboe's PUT and BXM indices do (which strike just below and just above the
//! money, and settle in the morning).

use std::borrow::Borrow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::{Prepared, Report, RunError, Scenario};
use crate::market::{AsOf, Market, Series, day_number};
use crate::math::exp_m1;
use crate::pricing::Right;
use crate::trade::Quoter;

use super::write::OptionWrite;
use super::{Metrics, metrics_in_excess};

/// What a run can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchmarkKind {
    /// The underlying with its dividends, bought once.
    BuyAndHold,
    /// Cash at the interest rate.
    Cash,
    /// A put sold at the money every month, its strike held in cash at the rate.
    PutWrite,
    /// The underlying with its dividends, and a call sold on it at the money every month.
    BuyWrite,
    /// The six profiles, a sixth each: another run of the same engine.
    EqualWeights,
}

impl BenchmarkKind {
    /// Every kind in its order, which is part of every link with a benchmark: new ones come last.
    pub const ALL: [Self; 5] =
        [Self::BuyAndHold, Self::Cash, Self::PutWrite, Self::BuyWrite, Self::EqualWeights];

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BuyAndHold => "Buy and hold",
            Self::Cash => "Cash",
            Self::PutWrite => "Put-write",
            Self::BuyWrite => "Buy-write",
            Self::EqualWeights => "Equal weights",
        }
    }
}

/// One benchmark over the days measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Which.
    pub kind: BenchmarkKind,
    /// Its daily returns, one per day measured.
    pub returns: Vec<f64>,
    /// Its figures.
    pub metrics: Metrics,
}

impl Benchmark {
    /// What one dollar before the first day has become at each close.
    pub fn growth(&self) -> impl Iterator<Item = f64> + '_ {
        self.returns.iter().scan(1.0, |wealth, value| {
            *wealth *= 1.0 + value;
            Some(*wealth)
        })
    }
}

/// The closes between which benchmarks are measured: those of the days measured, and the one
/// before them, from which the first return counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The close before the first day.
    #[serde(with = "day_number")]
    pub base: NaiveDate,
    /// The last day.
    #[serde(with = "day_number")]
    pub last: NaiveDate,
}

impl Span {
    /// That of a report; `None` if nothing could be traded or there is no close before.
    #[must_use]
    pub fn of(report: &Report) -> Option<Self> {
        let days = &report.measured;
        let base = report.days.get(days.start.checked_sub(1)?)?.date;
        let last = report.days.get(days.end.checked_sub(1)?)?.date;
        (base < last).then_some(Self { base, last })
    }

    fn holds(&self, date: NaiveDate) -> bool {
        (self.base..=self.last).contains(&date)
    }
}

/// Computes every benchmark of a scenario that has been checked. It takes another run of the
/// engine, so the page asks for it when it is shown.
///
/// # Errors
/// The data cannot carry the scenario.
pub fn benchmarks<M: Borrow<Market>>(
    market: &mut Prepared<M>,
    scenario: &Scenario,
    span: Span,
) -> Result<Vec<Benchmark>, RunError> {
    let mut account = Passive::default();
    market.closes(scenario, |today, close| {
        if span.holds(today.date()) {
            account.day(today, close);
        }
    })?;
    let equal = market.run_equal_weights(scenario)?;
    let days = equal.days.iter().filter(|day| span.holds(day.date));
    let equity: Vec<f64> = days.map(|day| day.equity().to_dollars_f64()).collect();
    let Passive { dates, rates, holding, cash, puts, calls, .. } = account;
    let values = [holding, cash, puts.values, calls.values, equity];
    let benchmark = |(kind, values): (BenchmarkKind, Vec<f64>)| {
        // An account that is lost ends early: it stays where it ended.
        let mut returns: Vec<f64> = values.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect();
        returns.resize(rates.len(), 0.0);
        let metrics = metrics_in_excess(&dates, &returns, &rates);
        Benchmark { kind, returns, metrics }
    };
    Ok(BenchmarkKind::ALL.into_iter().zip(values).map(benchmark).collect())
}

/// What needs no decision, day by day, from one dollar.
struct Passive {
    /// The days after the base.
    dates: Vec<NaiveDate>,
    /// What cash earned on each of them.
    rates: Vec<f64>,
    holding: Vec<f64>,
    cash: Vec<f64>,
    puts: OptionWrite,
    calls: OptionWrite,
    before: Option<Before>,
}

/// What was known at the close before.
struct Before {
    date: NaiveDate,
    spot: f64,
    rate: f64,
    dividend_yield: f64,
}

impl Default for Passive {
    fn default() -> Self {
        Self {
            dates: Vec::new(),
            rates: Vec::new(),
            holding: Vec::new(),
            cash: Vec::new(),
            puts: OptionWrite::new(Right::Put),
            calls: OptionWrite::new(Right::Call),
            before: None,
        }
    }
}

impl Passive {
    fn day(&mut self, today: &AsOf<'_>, close: &Quoter<'_>) {
        let (mut interest, mut dividends) = (0.0, 0.0);
        if let Some(split) = today.split() {
            self.puts.split(split.ratio);
            self.calls.split(split.ratio);
            if let Some(before) = &mut self.before {
                before.spot /= f64::from(split.ratio);
            }
        }
        if let Some(before) = &self.before {
            let years = (close.date - before.date).num_days() as f64 / 365.0;
            interest = exp_m1(before.rate * years);
            dividends = match today.series(Series::Dividend) {
                Some(paid) => close.dollars(paid[paid.len() - 1].unwrap_or(0.0)) / close.spot,
                None => exp_m1(before.dividend_yield * years),
            };
            let growth = close.spot * (1.0 + dividends) / before.spot;
            let last = self.holding.len() - 1;
            self.holding.push(self.holding[last] * growth);
            self.cash.push(self.cash[last] * (1.0 + interest));
            self.dates.push(close.date);
            self.rates.push(interest);
        } else {
            self.holding.push(1.0);
            self.cash.push(1.0);
        }
        self.puts.day(close, interest, dividends);
        self.calls.day(close, interest, dividends);
        self.before = Some(Before {
            date: close.date,
            spot: close.spot,
            rate: close.surface.rate().decimal(),
            dividend_yield: close.surface.dividend_yield().decimal(),
        });
    }
}
