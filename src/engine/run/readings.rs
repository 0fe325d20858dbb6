//! What is read off each day, as far as any run has gone.

use std::sync::Arc;

use chrono::Duration;

use crate::market::AsOf;
use crate::pricing::{self, Clock, Fitted, TimeOfDay};
use crate::profile::{Scorer, Scores};
use crate::signal::{Quoted, Signals, Tape};
use crate::trade::Instrument;

use super::super::Scenario;

/// The readings of a market's days, from the first on. Days are read in order, each once; a
/// scenario that reads them otherwise begins anew.
#[derive(Debug, Default)]
pub(in crate::engine) struct Readings {
    inputs: Option<QuoteInputs>,
    tape: Tape,
    scorer: Scorer,
    days: Vec<DayReading>,
}

/// What of a scenario decides how option quotes are read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct QuoteInputs {
    rate: f64,
    dividend_yield: f64,
    instrument: Instrument,
}

/// What is read off a day.
#[derive(Clone, Debug)]
pub(super) struct DayReading {
    pub(super) signals: Signals,
    /// The scores of the signals.
    pub(super) scores: Scores,
    /// The surface of the day's quotes.
    pub(super) fitted: Option<Arc<Fitted>>,
}

impl Readings {
    /// The reading of a day that was read before, or that follows the last one.
    pub(super) fn of(&mut self, today: &AsOf<'_>, scenario: &Scenario) -> &DayReading {
        let inputs = today.has_chain().then_some(QuoteInputs {
            rate: scenario.model.rate,
            dividend_yield: scenario.model.dividend_yield,
            instrument: scenario.instrument,
        });
        if self.inputs != inputs {
            *self = Self { inputs, ..Self::default() };
        }
        let index = today.age();
        if index == self.days.len() {
            let reading = self.read(today, scenario);
            self.days.push(reading);
        }
        &self.days[index]
    }

    fn read(&mut self, today: &AsOf<'_>, scenario: &Scenario) -> DayReading {
        let (fitted, quoted) = fit(today, scenario).unzip();
        let signals = self.tape.measure_quoted(today, quoted);
        let scores = self.scorer.score(&signals);
        DayReading { signals, scores, fitted }
    }
}

/// Fits the surface of the day's quotes; it, and what the signals take from it.
fn fit(today: &AsOf<'_>, scenario: &Scenario) -> Option<(Arc<Fitted>, Quoted)> {
    let day = today.chain()?;
    let (rate, dividend_yield) = pricing::rates(today, &scenario.model);
    let level = today.bar().close;
    let spot = || scenario.instrument.spot(level) * f64::from(today.shares_for_one());
    let fitted = Fitted::of(&day, day.level().unwrap_or_else(spot), rate, dividend_yield)?;
    let close = |date| (date, TimeOfDay::Close);
    let ahead = |days| {
        let later = today.date() + Duration::days(days);
        Clock::between(close(today.date()), close(later))
    };
    let at_the_money = Quoted::DAYS.map(|days| fitted.at_the_money(&ahead(days)).decimal());
    let skew = fitted.skew(&ahead(Quoted::SKEW_DAYS));
    Some((Arc::new(fitted), Quoted { at_the_money, skew }))
}
