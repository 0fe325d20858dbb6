//! Random markets and random valid scenarios, each a function of a few numbers that print and
//! shrink well.

mod wishes;

use chrono::NaiveDate;
use proptest::prelude::*;
use rotation::market::{Bar, Event, Market, Series, is_trading_day};

pub(crate) use wishes::{Wishes, scenario, structure, wishes};

/// A sequence of numbers from a seed (Steele, Lea and Flood 2014, SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly between 0 and 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Bell-shaped about 0 with deviation 1, never beyond 6.
    fn shock(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A whole number from 0 up to but not including another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end
    }

    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// The parameters of a random market.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Of all its noise.
    pub(crate) seed: u64,
    /// Trading days.
    pub(crate) days: usize,
    /// Close of the day before the first, points.
    pub(crate) level: f64,
    /// Deviation of daily returns.
    pub(crate) daily: f64,
    /// Chance of a day that moves up to 35 % either way.
    pub(crate) jumps: f64,
    /// Chance that a trading day is missing from the data.
    pub(crate) gaps: f64,
    /// Which series stand beside the bars.
    pub(crate) beside: Beside,
    /// Whether regimes and scores are in the file.
    pub(crate) quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    Nothing,
    Vix,
    VixWithHoles,
    Everything,
    /// A volatility index, interest, and cash dividends on their days.
    Dividends,
}

/// Random markets of 60 to 150 days.
pub(crate) fn worlds() -> impl Strategy<Value = World> {
    let beside = prop_oneof![
        Just(Beside::Nothing),
        Just(Beside::Vix),
        Just(Beside::VixWithHoles),
        Just(Beside::Everything),
        Just(Beside::Dividends),
    ];
    let level = prop_oneof![300.0..6_000.0, 20.0..300.0, 9_000.0..40_000.0];
    let daily = prop_oneof![0.004..0.02, 0.02..0.06];
    let jumps = prop_oneof![Just(0.0), 0.0..0.1];
    let gaps = prop_oneof![Just(0.0), 0.0..0.15];
    (any::<u64>().no_shrink(), 60_usize..150, level, daily, jumps, gaps, beside, any::<bool>())
        .prop_map(|(seed, days, level, daily, jumps, gaps, beside, quoted)| World {
            seed,
            days,
            level,
            daily,
            jumps,
            gaps,
            beside,
            quoted,
        })
}

impl World {
    /// The market of these numbers.
    pub(crate) fn market(&self) -> Market {
        let mut dice = Dice::new(self.seed);
        let bars = self.bars(&mut dice);
        let dates: Vec<NaiveDate> = bars.iter().map(|bar| bar.date).collect();
        let mut market = Market::new("random", bars);
        self.set_series(&mut market, &mut dice);
        if self.quoted {
            let regimes = dates.iter().map(|_| Some(dice.pick(&[1, 2, 3, 4, 5, 6]))).collect();
            let scores = dates.iter().map(|_| Some([(); 6].map(|()| dice.share()))).collect();
            (market.quoted_regimes, market.quoted_scores) = (Some(regimes), Some(scores));
        }
        for date in dates {
            if dice.chance(0.05) {
                let (kind, scheduled) = ("TEST".to_owned(), dice.chance(0.5));
                market.events.push(Event { date, name: kind.clone(), kind, scheduled });
            }
        }
        market
    }

    fn bars(&self, dice: &mut Dice) -> Vec<Bar> {
        let first = NaiveDate::from_ymd_opt(1999, 1, 1).unwrap();
        let first = first + chrono::Duration::days(dice.between(0.0, 8_000.0) as i64);
        let mut close = self.level;
        let days = first.iter_days().filter(|date| is_trading_day(*date));
        let mut bars = Vec::with_capacity(self.days);
        for date in days {
            if dice.chance(self.gaps) {
                continue;
            }
            let jump = if dice.chance(self.jumps) { dice.between(0.65, 1.35) } else { 1.0 };
            let overnight = (1.0 + 0.5 * self.daily * dice.shock()) * jump;
            let open = cents((close * overnight).max(5.0));
            close = cents((open * (1.0 + self.daily * dice.shock()).max(0.5)).max(5.0));
            let high = cents(open.max(close) * (1.0 + self.daily * dice.share()));
            let low = cents(open.min(close) * (1.0 - self.daily * dice.share()));
            bars.push(Bar {
                date,
                open,
                high: high.max(open.max(close)),
                low: low.min(open),
                close,
            });
            if bars.len() == self.days {
                break;
            }
        }
        bars
    }

    fn set_series(&self, market: &mut Market, dice: &mut Dice) {
        let days = market.bars.len();
        let mut quoted = |centre: f64, spread: f64, holes: f64| -> Vec<Option<f64>> {
            let mut level = centre;
            (0..days)
                .map(|_| {
                    level = (level + spread * dice.shock()).clamp(0.1 * centre, 5.0 * centre);
                    (!dice.chance(holes)).then_some(level)
                })
                .collect()
        };
        let fear = (16.0 * self.daily).max(0.08);
        match self.beside {
            Beside::Nothing => {}
            Beside::Vix => market.set_series(Series::Vix, quoted(fear, 0.1 * fear, 0.0)),
            Beside::VixWithHoles => market.set_series(Series::Vix, quoted(fear, 0.1 * fear, 0.4)),
            Beside::Everything => {
                market.set_series(Series::Vix, quoted(fear, 0.1 * fear, 0.1));
                market.set_series(Series::Vix9d, quoted(fear, 0.2 * fear, 0.1));
                market.set_series(Series::Vix3m, quoted(1.1 * fear, 0.05 * fear, 0.1));
                market.set_series(Series::Vvix, quoted(0.9, 0.05, 0.0));
                market.set_series(Series::Skew, quoted(0.05, 0.01, 0.0));
                market.set_series(Series::Rate, quoted(0.03, 0.001, 0.2));
                market.set_series(Series::DividendYield, quoted(0.02, 0.001, 0.2));
            }
            Beside::Dividends => {
                market.set_series(Series::Vix, quoted(fear, 0.1 * fear, 0.0));
                market.set_series(Series::Rate, quoted(0.05, 0.005, 0.0));
                market.set_series(Series::Dividend, self.dividends(days, dice));
            }
        }
    }

    /// Up to 3 % of the level, on one day in 15.
    fn dividends(&self, days: usize, dice: &mut Dice) -> Vec<Option<f64>> {
        let mut paid = || match dice.chance(1.0 / 15.0) {
            true => cents(dice.between(0.0, 0.03) * self.level),
            false => 0.0,
        };
        (0..days).map(|_| Some(paid())).collect()
    }
}

fn cents(price: f64) -> f64 {
    (price * 100.0).round() / 100.0
}
