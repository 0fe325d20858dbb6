//! Volatility by strike and expiry, from what the market shows each day.
//!
//! sigma(K, T) = ATM(T) x q(m) with m = ln(K/F) / (ATM(T) x sqrt(tau)) and
//! q(m) = 1 + skew x m + curvature x m^2 within 1.5 deviations; beyond, q^2 is linear with its
//! slope there and does not fall outwards. tau is the variance time of [`Clock`].
//!
//! ATM(T) = level x index x (T/30)^e with T in calendar days: an index of that kind lies above
//! at-the-money volatility, and the term structure is steep while the index is low. The level makes
//! the modelled buy-write grow as Cboe's BXM does (2002 to 2018); the exponents are fitted to VIX9D
//! and VIX3M over VIX by the level of VIX (2011 to 2026).

use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::market::{AsOf, Series};
use crate::math;
use crate::units::{Rate, Vol};

use super::clock::{Clock, TimeOfDay};

/// A volatility index may be this many trading days old.
const CARRY: usize = 5;

/// The constant maturities of the volatility indices, calendar days.
const TENORS: [(Series, i64); 3] = [(Series::Vix9d, 9), (Series::Vix, 30), (Series::Vix3m, 93)];

/// Exponent of the term structure: its value at an index of 20, and its slope by the logarithm of
/// the index, from 30 days on and below.
const LONG: (f64, f64) = (0.078, -0.157);
const SHORT: (f64, f64) = (0.010, -0.119);
/// The lowest exponent: total variance must not fall with time.
const LOWEST_EXPONENT: f64 = -0.45;
/// The index at which the exponents have their value, decimal.
const TYPICAL_INDEX: f64 = 0.20;
/// The days at which the power law begins.
const MONTH: i64 = 30;
/// The longest life of the term structure, calendar days.
const LONGEST: i64 = 365;

/// At-the-money volatility stays within these.
const RANGE: (f64, f64) = (0.03, 5.0);

/// The index without one: constant and weights of the logarithms of RV5, RV20 and RV60. The error
/// is 14 % in 1999 to 2013 and 17 % in 2014 to 2018 (1.2 x RV20: 27 %).
const PROXY: (f64, [f64; 3]) = (-0.237, [0.096, 0.224, 0.424]);
/// Realised volatilities count for at least this.
const LEAST_REALISED: f64 = 0.01;

/// How options are priced where no chain quotes them. Shares and rates are decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Model {
    /// At-the-money volatility at 30 days as a share of the volatility index.
    pub level: f64,
    /// Slope of the smile in standardised log-moneyness.
    pub skew: f64,
    /// Bend of the smile in standardised log-moneyness.
    pub curvature: f64,
    /// Interest rate where the file gives none.
    pub rate: f64,
    /// Dividend yield where the file gives none.
    pub dividend_yield: f64,
}

impl Default for Model {
    fn default() -> Self {
        Self { level: 0.82, skew: -0.20, curvature: 0.06, rate: 0.0, dividend_yield: 0.0 }
    }
}

/// Realised volatilities of a day, annualised decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Realised {
    /// Over 5 returns.
    pub rv5: Option<f64>,
    /// Over 20 returns.
    pub rv20: Option<f64>,
    /// Over 60 returns.
    pub rv60: Option<f64>,
}

impl Realised {
    /// What stands in for the volatility index where there is none; until 60 returns are known,
    /// those over 20 count twice.
    ///
    /// ```
    /// use rotation::pricing::Realised;
    /// let calm = Realised { rv5: Some(0.10), rv20: Some(0.12), rv60: Some(0.14) };
    /// assert!((calm.index().unwrap() - 0.1710).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn index(&self) -> Option<f64> {
        let rv20 = self.rv20?;
        let (constant, weights) = PROXY;
        let volatilities = [self.rv5?, rv20, self.rv60.unwrap_or(rv20)];
        let terms = volatilities.iter().zip(weights);
        let sum: f64 = terms.map(|(vol, weight)| weight * math::ln(vol.max(LEAST_REALISED))).sum();
        Some(math::exp(constant + sum))
    }
}

/// The surface of one day, with the rates of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// At-the-money volatility at each tenor that is quoted; the first `quoted` count.
    nodes: [Node; 3],
    quoted: usize,
    /// The volatility index at 30 days, or what stands in for it.
    index: f64,
    /// Exponents below 30 days and from there on.
    exponents: (f64, f64),
    skew: f64,
    curvature: f64,
    /// Interest and dividends.
    rates: (Rate, Rate),
    dividends: Dividends,
}

/// Cash dividends to come, as far as they are known: those of the last twelve months, each a year
/// later. The first `count` of them, in the order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dividends {
    /// Ex-date, as days of the common era, and dollars per point of the bars.
    paid: [(i32, f64); Self::MOST],
    count: usize,
}

impl Dividends {
    /// More payments in a year than any fund makes are not expected again.
    const MOST: usize = 13;

    /// Of a day; none without the dividends in the file.
    fn expected(today: &AsOf<'_>) -> Self {
        let mut expected = Self::default();
        let Some(paid) = today.series(Series::Dividend) else { return expected };
        let days = today.bars().iter().zip(paid).rev();
        let year = days.take_while(|(bar, _)| bar.date + Months::new(12) > today.date());
        for (bar, amount) in year {
            let amount = amount.filter(|amount| *amount > 0.0);
            if let Some(amount) = amount.filter(|_| expected.count < Self::MOST) {
                let again = bar.date + Months::new(12);
                expected.paid[expected.count] = (again.num_days_from_ce(), amount);
                expected.count += 1;
            }
        }
        expected.paid[..expected.count].reverse();
        expected
    }

    /// Those after `from` and up to `to`: the ex-date, dollars per point of the bars.
    pub fn between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
        let (from, to) = (from.num_days_from_ce(), to.num_days_from_ce());
        let within = self.paid[..self.count].iter().filter(move |own| own.0 > from && own.0 <= to);
        within.filter_map(|own| Some((NaiveDate::from_num_days_from_ce_opt(own.0)?, own.1)))
    }

    /// Whether none is expected.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A maturity at which volatility is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Node {
    days: i64,
    /// Variance time to it, years.
    time: f64,
    /// Total variance until then.
    variance: f64,
}

impl Surface {
    /// The surface as known at the close of a day: from the volatility indices, else from realised
    /// volatility. `None` when there is neither. Rates are the file's, at most 5 trading days old,
    /// else the model's.
    #[must_use]
    pub fn of(today: &AsOf<'_>, realised: &Realised, model: &Model) -> Option<Self> {
        let quoted = |series| today.carried(series, CARRY).map(|(level, _)| level);
        let index = quoted(Series::Vix);
        let levels = match index {
            Some(_) => TENORS.map(|(series, days)| Some((days, quoted(series)?))),
            None => [None, Some((MONTH, realised.index()?)), None],
        };
        let index = index.or_else(|| realised.index())?;
        let close = (today.date(), TimeOfDay::Close);
        let time = |days| {
            let later = today.date() + chrono::Duration::days(days);
            Clock::between(close, (later, TimeOfDay::Close)).variance().get()
        };
        let nodes = levels.map(|level| level.map(|(days, level)| (days, time(days), level)));
        let dividends = Dividends::expected(today);
        let mut rates = rates(today, model);
        if today.series(Series::Dividend).is_some() {
            rates.1 = Rate::ZERO; // paid in cash, and not again as a yield
        }
        Some(Self { rates, dividends, ..Self::through(nodes, index, model) })
    }

    /// A flat index at one level, for examples and tests.
    ///
    /// ```
    /// use rotation::pricing::{Clock, Model, Surface};
    /// use rotation::units::Vol;
    /// let surface = Surface::flat(Vol::percent(20.0), &Model::default());
    /// let month = Clock::average(30);
    /// let at_the_money = surface.vol(100.0, 100.0, &month);
    /// assert!((at_the_money.decimal() - 0.164).abs() < 1e-12); // 82 % of the index
    /// assert!(surface.vol(100.0, 90.0, &month) > at_the_money);
    /// ```
    #[must_use]
    pub fn flat(index: Vol, model: &Model) -> Self {
        let index = index.decimal();
        let time = Clock::average(MONTH).variance().get();
        Self::through([None, Some((MONTH, time, index)), None], index, model)
    }

    /// Through the index levels at some maturities: calendar days, variance time, level. Total
    /// variance never falls from one to the next.
    fn through(levels: [Option<(i64, f64, f64)>; 3], index: f64, model: &Model) -> Self {
        let mut nodes = [Node::default(); 3];
        let mut quoted = 0;
        let mut highest = 0.0_f64;
        for (days, time, level) in levels.into_iter().flatten() {
            let vol = model.level * level;
            highest = highest.max(vol * vol * time);
            nodes[quoted] = Node { days, time, variance: highest };
            quoted += 1;
        }
        let above = math::ln(index.max(LEAST_REALISED) / TYPICAL_INDEX);
        let exponent = |(value, slope): (f64, f64)| (value + slope * above).max(LOWEST_EXPONENT);
        Self {
            nodes,
            quoted,
            index,
            exponents: (exponent(SHORT), exponent(LONG)),
            skew: model.skew,
            curvature: model.curvature,
            rates: (Rate::continuous(model.rate), Rate::continuous(model.dividend_yield)),
            dividends: Dividends::default(),
        }
    }

    /// The interest rate of the day.
    #[must_use]
    pub fn rate(&self) -> Rate {
        self.rates.0
    }

    /// The dividend yield of the day.
    #[must_use]
    pub fn dividend_yield(&self) -> Rate {
        self.rates.1
    }

    /// The cash dividends to come.
    #[must_use]
    pub const fn dividends(&self) -> &Dividends {
        &self.dividends
    }

    /// The volatility index that stands behind the surface.
    #[must_use]
    pub fn index_level(&self) -> Vol {
        Vol::annual(self.index)
    }

    /// Volatility at a strike, per variance time; `spot` and `strike` in dollars.
    #[must_use]
    pub fn vol(&self, spot: f64, strike: f64, clock: &Clock) -> Vol {
        self.smile(clock).vol(spot, strike)
    }

    /// Volatility by strike for one expiry.
    #[must_use]
    pub fn smile(&self, clock: &Clock) -> Smile {
        let at_the_money = self.at_the_money(clock).clamp(RANGE.0, RANGE.1);
        let (rate, dividend_yield) = self.rates;
        Smile {
            at_the_money,
            deviation: at_the_money * clock.variance().get().sqrt(),
            carry: (rate.decimal() - dividend_yield.decimal()) * clock.calendar().get(),
            shape: Shape { skew: self.skew, curvature: self.curvature },
        }
    }

    /// Linear in total variance over variance time between the tenors, power laws outside.
    fn at_the_money(&self, clock: &Clock) -> f64 {
        let days = clock.days().clamp(1, LONGEST);
        let nodes = &self.nodes[..self.quoted];
        let next = nodes.partition_point(|node| node.days <= days);
        let outside = |node: &Node| {
            let exponent = if days < MONTH { self.exponents.0 } else { self.exponents.1 };
            let apart = LOGARITHMS[days as usize] - LOGARITHMS[node.days as usize];
            (node.variance / node.time).sqrt() * math::exp(exponent * apart)
        };
        if next == 0 {
            return outside(&nodes[0]);
        }
        let before = &nodes[next - 1];
        if before.days == days {
            return (before.variance / before.time).sqrt();
        }
        if next == nodes.len() {
            return outside(before);
        }
        let after = &nodes[next];
        let share = (clock.variance().get() - before.time) / (after.time - before.time);
        let share = share.clamp(0.0, 1.0);
        let time = before.time + share * (after.time - before.time);
        ((before.variance + share * (after.variance - before.variance)) / time).sqrt()
    }
}

/// ln of whole numbers of days.
static LOGARITHMS: LazyLock<[f64; LONGEST as usize + 1]> =
    LazyLock::new(|| std::array::from_fn(|days| math::ln(days.max(1) as f64)));

/// The surface of one day at one expiry.
#[derive(Clone, Copy, Debug)]
pub struct Smile {
    at_the_money: f64,
    /// Standard deviation of the log return until expiry, at the money.
    deviation: f64,
    /// What the forward is above the spot, in logarithms.
    carry: f64,
    shape: Shape,
}

impl Smile {
    /// Volatility at a strike, per variance time; `spot` and `strike` in dollars.
    #[must_use]
    pub fn vol(&self, spot: f64, strike: f64) -> Vol {
        let m = if self.deviation > 0.0 {
            (math::ln_ratio(strike, spot) - self.carry) / self.deviation
        } else {
            0.0
        };
        Vol::annual(self.at_the_money * self.shape.at(m))
    }

    /// About the strike at which d1, the deviations by which the forward is in the money, has a
    /// value: where m = s x (s x deviation / 2 - d1) with s, the shape of the smile, taken at m.
    #[must_use]
    pub fn strike_near(&self, spot: f64, d1: f64) -> f64 {
        let mut m = 0.0_f64;
        for _ in 0..3 {
            let shape = self.shape.at(m);
            m = (shape * (0.5 * shape * self.deviation - d1)).clamp(-FARTHEST, FARTHEST);
        }
        spot * math::exp(self.carry + m * self.deviation)
    }
}

/// The farthest that a guess of a strike goes, in deviations.
const FARTHEST: f64 = 4.0;

/// Volatility by standardised log-moneyness, as a multiple of that at the money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) skew: f64,
    pub(crate) curvature: f64,
}

/// Deviations from the forward within which the smile is a parabola.
const PARABOLA: f64 = 1.5;

impl Shape {
    pub(crate) fn at(&self, m: f64) -> f64 {
        if m.abs() <= PARABOLA {
            return self.parabola(m);
        }
        let edge = PARABOLA.copysign(m);
        let value = self.parabola(edge);
        // The slope of the square, outwards.
        let slope = 2.0 * value * (self.skew + 2.0 * self.curvature * edge) * m.signum();
        (value * value + slope.max(0.0) * (m.abs() - PARABOLA)).sqrt()
    }

    fn parabola(&self, m: f64) -> f64 {
        1.0 + self.skew * m + self.curvature * m * m
    }
}

/// Interest rate and dividend yield of a day: the file's, at most 5 trading days old, else the
/// model's.
#[must_use]
pub fn rates(today: &AsOf<'_>, model: &Model) -> (Rate, Rate) {
    let rate = |series, otherwise| {
        Rate::continuous(today.carried(series, CARRY).map_or(otherwise, |(rate, _)| rate))
    };
    (rate(Series::Rate, model.rate), rate(Series::DividendYield, model.dividend_yield))
}
