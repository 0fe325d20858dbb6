//! Volatility by strike and expiry, from what the market shows each day.
//!
//! sigma(K, T) = ATM(T) x (1 + skew x m + curvature x m^2) with
//! m = ln(K/F) / (ATM(T) x sqrt(T)), and ATM(T) a fixed share of the volatility index, because an
//! index of that kind lies above at-the-money volatility. The shares and the shape are fitted to
//! index option quotes of January and February 2018.

use serde::{Deserialize, Serialize};

use crate::market::{AsOf, Series};
use crate::math;
use crate::units::{Rate, Vol, Years};

/// A volatility index may be this many trading days old.
const CARRY: usize = 5;

/// At-the-money volatility as a share of the index, by calendar days to expiry.
const AT_THE_MONEY: [(f64, f64); 8] = [
    (1.0, 1.05),
    (2.0, 0.95),
    (5.0, 0.80),
    (14.0, 0.77),
    (30.0, 0.76),
    (60.0, 0.83),
    (90.0, 0.86),
    (120.0, 0.88),
];

/// The constant maturities of the volatility indices, calendar days.
const TENORS: [(Series, f64); 3] =
    [(Series::Vix9d, 9.0), (Series::Vix, 30.0), (Series::Vix3m, 93.0)];

/// How options are priced where no chain quotes them. Shares and rates are decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Model {
    /// Slope of the smile in standardised log-moneyness.
    pub skew: f64,
    /// Bend of the smile in standardised log-moneyness.
    pub curvature: f64,
    /// Without an index, this multiple of RV20 stands in for it.
    pub realised_factor: f64,
    /// Interest rate where the file gives none.
    pub rate: f64,
    /// Dividend yield where the file gives none.
    pub dividend_yield: f64,
}

impl Default for Model {
    fn default() -> Self {
        Self { skew: -0.15, curvature: 0.06, realised_factor: 1.2, rate: 0.0, dividend_yield: 0.0 }
    }
}

/// The surface of one day, with the rates of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Index level at each tenor that is quoted, by days; the first `quoted` count.
    levels: [(f64, f64); 3],
    quoted: usize,
    skew: f64,
    curvature: f64,
    rate: Rate,
    dividend_yield: Rate,
}

impl Surface {
    /// The surface as known at the close of a day: from the volatility indices, else from
    /// realised volatility over 20 days. `None` when there is neither. Rates are the file's, at
    /// most 5 trading days old, else the model's.
    #[must_use]
    pub fn of(today: &AsOf<'_>, rv20: Option<f64>, model: &Model) -> Option<Self> {
        let mut levels = [(0.0, 0.0); 3];
        let mut quoted = 0;
        if today.carried(Series::Vix, CARRY).is_some() {
            for (series, days) in TENORS {
                if let Some((level, _)) = today.carried(series, CARRY) {
                    levels[quoted] = (days, level);
                    quoted += 1;
                }
            }
        } else {
            levels[0] = (30.0, rv20? * model.realised_factor);
            quoted = 1;
        }
        let (rate, dividend_yield) = rates(today, model);
        Some(Self {
            levels,
            quoted,
            skew: model.skew,
            curvature: model.curvature,
            rate,
            dividend_yield,
        })
    }

    /// A flat index at one level, for examples and tests.
    ///
    /// ```
    /// use rotation::pricing::{Model, Surface};
    /// use rotation::units::{Vol, Years};
    /// let surface = Surface::flat(Vol::percent(20.0), &Model::default());
    /// let at_the_money = surface.vol(100.0, 100.0, Years::days(30));
    /// assert!((at_the_money.decimal() - 0.152).abs() < 1e-12); // 76 % of the index
    /// assert!(surface.vol(100.0, 90.0, Years::days(30)) > at_the_money);
    /// ```
    #[must_use]
    pub fn flat(index: Vol, model: &Model) -> Self {
        let mut levels = [(0.0, 0.0); 3];
        levels[0] = (30.0, index.decimal());
        Self {
            levels,
            quoted: 1,
            skew: model.skew,
            curvature: model.curvature,
            rate: Rate::continuous(model.rate),
            dividend_yield: Rate::continuous(model.dividend_yield),
        }
    }

    /// The interest rate of the day.
    #[must_use]
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// The dividend yield of the day.
    #[must_use]
    pub fn dividend_yield(&self) -> Rate {
        self.dividend_yield
    }

    /// The volatility index that stands behind the surface.
    #[must_use]
    pub fn index_level(&self) -> Vol {
        let quoted = &self.levels[..self.quoted];
        let middle = quoted.iter().find(|(days, _)| *days == 30.0).unwrap_or(&quoted[0]);
        Vol::annual(middle.1)
    }

    /// Volatility at a strike; `spot` and `strike` in dollars.
    #[must_use]
    pub fn vol(&self, spot: f64, strike: f64, years: Years) -> Vol {
        self.smile(years).vol(spot, strike)
    }

    /// Volatility by strike for one expiry.
    #[must_use]
    pub fn smile(&self, years: Years) -> Smile {
        let at_the_money = self.at_the_money(years);
        Smile {
            at_the_money,
            deviation: at_the_money * years.get().sqrt(),
            carry: (self.rate.decimal() - self.dividend_yield.decimal()) * years.get(),
            skew: self.skew,
            curvature: self.curvature,
        }
    }

    fn at_the_money(&self, years: Years) -> f64 {
        let days = years.get() * 365.0;
        self.level(days) * interpolated(&AT_THE_MONEY, days)
    }

    /// The index level at a maturity: linear in total variance between tenors, flat outside.
    fn level(&self, days: f64) -> f64 {
        let quoted = &self.levels[..self.quoted];
        let (first, last) = (quoted[0], quoted[self.quoted - 1]);
        if days <= first.0 {
            return first.1;
        }
        if days >= last.0 {
            return last.1;
        }
        let variances = self.levels.map(|(days, level)| (days, level * level * days));
        (interpolated(&variances[..self.quoted], days) / days).sqrt()
    }
}

/// The surface of one day at one expiry.
#[derive(Clone, Copy, Debug)]
pub struct Smile {
    at_the_money: f64,
    /// Standard deviation of the log return until expiry, at the money.
    deviation: f64,
    /// What the forward is above the spot, in logarithms.
    carry: f64,
    skew: f64,
    curvature: f64,
}

impl Smile {
    /// Volatility at a strike; `spot` and `strike` in dollars.
    #[must_use]
    pub fn vol(&self, spot: f64, strike: f64) -> Vol {
        let m = if self.deviation > 0.0 {
            ((math::ln(strike / spot) - self.carry) / self.deviation).clamp(-FARTHEST, FARTHEST)
        } else {
            0.0
        };
        Vol::annual((self.at_the_money * self.shape(m)).clamp(0.03, 5.0))
    }

    /// About the strike at which d1, the deviations by which the forward is in the money, has a
    /// value: where m = s x (s x deviation / 2 - d1) with s, the shape of the smile, taken at m.
    #[must_use]
    pub fn strike_near(&self, spot: f64, d1: f64) -> f64 {
        let mut m = 0.0_f64;
        for _ in 0..3 {
            let shape = self.shape(m);
            m = (shape * (0.5 * shape * self.deviation - d1)).clamp(-FARTHEST, FARTHEST);
        }
        spot * math::exp(self.carry + m * self.deviation)
    }

    /// What volatility at `m` deviations from the forward is of that at the money.
    fn shape(&self, m: f64) -> f64 {
        1.0 + self.skew * m + self.curvature * m * m
    }
}

/// Deviations from the forward beyond which the smile is level.
const FARTHEST: f64 = 4.0;

/// Interest rate and dividend yield of a day: the file's, at most 5 trading days old, else the
/// model's.
#[must_use]
pub fn rates(today: &AsOf<'_>, model: &Model) -> (Rate, Rate) {
    let rate = |series, otherwise| {
        Rate::continuous(today.carried(series, CARRY).map_or(otherwise, |(rate, _)| rate))
    };
    (rate(Series::Rate, model.rate), rate(Series::DividendYield, model.dividend_yield))
}

/// Linear between points, flat outside; points are in order of x.
fn interpolated(points: &[(f64, f64)], x: f64) -> f64 {
    let next = points.partition_point(|point| point.0 <= x);
    if next == 0 {
        return points[0].1;
    }
    if next == points.len() {
        return points[next - 1].1;
    }
    let ((x0, y0), (x1, y1)) = (points[next - 1], points[next]);
    y0 + (y1 - y0) * (x - x0) / (x1 - x0)
}
