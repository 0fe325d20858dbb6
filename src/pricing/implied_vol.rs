//! The volatility at which Black-Scholes-Merton gives a price: one answer per price, or a reason.
//!
//! The price is reduced to that of the option out of the money, as a fraction of its upper bound.
//! Near intrinsic value and near the bound nearly all digits of a price are spent on what it has in
//! common with them; that difference is taken with thirty digits, so that what is found depends on
//! the price alone and not on the rounding of its bounds.
//!
//! Source: Jaeckel, *Let's be rational* (2015): the two regimes on either side of the point of
//! inflection, their objectives and starting points. Prices are written by Mills' ratio
//! M(z) = N(-z)/n(z), of which the difference is taken without cancellation, and the root is found
//! by Halley's method within a bracket. The same bits natively and in wasm.
//!
//! Assumes finite terms, spot and strike above zero.

use thiserror::Error;

use crate::math::{DoubleDouble, INVERSE_SQRT_TWO_PI, exp, ln, ln_1p, normal_quantile};
use crate::pricing::Right;
use crate::pricing::black_scholes::{self, Terms};
use crate::pricing::mills::{ratio, symmetric_difference};
use crate::units::Vol;

/// Why a price has no volatility; in the order the rules are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImpliedVolError {
    /// The price is below zero, or not a number.
    #[error("expected a price of at least 0, found a negative one; check the quote")]
    NegativePrice,
    /// The price is less than exercising at expiry is worth today: arbitrage.
    #[error("expected at least the intrinsic value, found less; check price, rate and dividends")]
    BelowIntrinsic,
    /// Nothing is left of the option's life: every volatility gives the same price.
    #[error("expected time to expiry, found none; leave the contract out")]
    Expired,
    /// The price is what no finite volatility reaches: the spot of a call, the strike of a put,
    /// less dividends or interest.
    #[error("expected less than the upper bound, found as much or more; check the quote")]
    AtOrAboveUpperBound,
}

/// The volatility at which `terms` are worth `price` dollars; its own volatility is not looked at.
///
/// [`Vol::ZERO`] for a price of the intrinsic value, also at expiry, and for no other: within one
/// step of a double from the nearest to it, or from what doubles make of the difference of spot and
/// strike. Any other result has a relative error near 1e-15 wherever the price itself determines
/// that many digits.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::black_scholes::{Terms, price};
/// use rotation::pricing::implied_vol::{ImpliedVolError, implied_vol};
/// use rotation::units::{Rate, Vol, Years};
/// let call = Terms {
///     right: Right::Call,
///     spot: 42.0,
///     strike: 40.0,
///     years: Years::new(0.5),
///     rate: Rate::percent(10.0),
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(20.0),
/// };
/// let vol = implied_vol(&call, price(&call))?;
/// assert!((vol.decimal() - 0.2).abs() < 1e-14);
/// assert_eq!(implied_vol(&call, 3.0), Err(ImpliedVolError::BelowIntrinsic));
/// # Ok::<(), ImpliedVolError>(())
/// ```
///
/// # Errors
/// An [`ImpliedVolError`] for the first rule that is broken, in the order its variants are listed.
pub fn implied_vol(terms: &Terms, price: f64) -> Result<Vol, ImpliedVolError> {
    if price.is_nan() || price < 0.0 {
        return Err(ImpliedVolError::NegativePrice);
    }
    let years = terms.years.get().max(0.0);
    let spot = discounted(terms.spot, terms.dividend_yield.decimal(), years);
    let strike = discounted(terms.strike, terms.rate.decimal(), years);
    let forward = spot - strike;
    let (inside, bound) = match terms.right {
        Right::Call => (forward, spot),
        Right::Put => (-forward, strike),
    };
    let plain = black_scholes::price(&Terms { vol: Vol::ZERO, ..*terms });
    let is_intrinsic = [inside.nearest(), plain].into_iter().any(|own| is_beside(price, own));
    let price = DoubleDouble::from(price);
    let above_intrinsic = (price - inside.or_zero()).nearest();
    let below_bound = (bound - price).nearest();
    if is_intrinsic || above_intrinsic == 0.0 {
        return Ok(Vol::ZERO);
    }
    if above_intrinsic < 0.0 {
        return Err(ImpliedVolError::BelowIntrinsic);
    }
    if years == 0.0 {
        return Err(ImpliedVolError::Expired);
    }
    if below_bound.is_nan() || below_bound <= 0.0 {
        return Err(ImpliedVolError::AtOrAboveUpperBound);
    }
    let (spot, strike, forward) = (spot.nearest(), strike.nearest(), forward.nearest());
    let outside = Outside {
        log_moneyness: log_ratio(spot, strike, forward).abs(),
        value: above_intrinsic / spot.min(strike),
        shortfall: below_bound / spot.min(strike),
    };
    Ok(Vol::annual(outside.deviation() / years.sqrt()))
}

/// Whether a price is an intrinsic value or a double beside it. Out of the money it is zero, and
/// the doubles beside that are prices.
fn is_beside(price: f64, intrinsic: f64) -> bool {
    intrinsic > 0.0 && (intrinsic.next_down()..=intrinsic.next_up()).contains(&price)
}

fn discounted(amount: f64, rate: f64, years: f64) -> DoubleDouble {
    let amount = DoubleDouble::from(amount);
    if rate == 0.0 { amount } else { amount * DoubleDouble::product(-rate, years).exponential() }
}

/// ln(a / b), given their difference with all its digits.
fn log_ratio(a: f64, b: f64, difference: f64) -> f64 {
    let ratio = a / b;
    if (0.5..=2.0).contains(&ratio) { ln_1p(difference / b) } else { ln(ratio) }
}

/// An option out of the money, its value and what that lacks of the bound as fractions of the
/// bound. Calls and puts are alike here.
struct Outside {
    /// |ln(F / K)|.
    log_moneyness: f64,
    value: f64,
    shortfall: f64,
}

/// What is made equal on the way to the root: the logarithm of the value, or of the shortfall.
#[derive(Clone, Copy)]
enum Objective {
    Value,
    Shortfall,
}

impl Objective {
    /// Whether the deviation is too large: the value rises with it, the shortfall falls.
    fn is_high(self, excess: f64) -> bool {
        match self {
            Self::Value => excess > 0.0,
            Self::Shortfall => excess < 0.0,
        }
    }
}

impl Outside {
    /// The standard deviation of the log return, vol sqrt(t), that gives the value.
    fn deviation(&self) -> f64 {
        let (objective, given) = if self.value <= 0.5 {
            (Objective::Value, ln(self.value))
        } else {
            (Objective::Shortfall, ln(self.shortfall))
        };
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut deviation = self.starting_point();
        for _ in 0..MOST_STEPS {
            let (level, slope, bend) = self.at(deviation, objective);
            let excess = level - given;
            if objective.is_high(excess) {
                high = deviation
            } else {
                low = deviation
            }
            let newton = -excess / slope;
            let halley = newton / (1.0 + 0.5 * newton * bend).clamp(0.5, 2.0);
            let next = deviation + halley;
            let next = match (low..=high).contains(&next) {
                true => next,
                false if high.is_infinite() => 2.0 * deviation,
                false => 0.5 * (low + high),
            };
            let settled = (next - deviation).abs() <= 2.0 * f64::EPSILON * deviation;
            deviation = next;
            if settled || excess == 0.0 {
                break;
            }
        }
        deviation
    }

    /// Where the search starts: the limit of a small deviation below the point of inflection,
    /// that of a large one above.
    fn starting_point(&self) -> f64 {
        let x = self.log_moneyness;
        let inflection = (2.0 * x).sqrt();
        let (level, _, _) = self.at(inflection.max(SMALLEST), Objective::Value);
        let at_inflection = exp(level);
        if x > 0.0 && self.value < at_inflection {
            // Jaeckel 2015, 4.2: value ~ 2 pi x / sqrt(27) N(-x / (sqrt(3) s))^3.
            let scaled = self.value * exp(-0.5 * x) * 27.0_f64.sqrt();
            let third = crate::math::cbrt(scaled / (2.0 * std::f64::consts::PI * x));
            let quantile = normal_quantile(third.min(0.5)).unwrap_or(0.0);
            return (x / (3.0_f64.sqrt() * quantile.abs())).min(inflection);
        }
        // Jaeckel 2015, 4.3: shortfall ~ N(-s / 2), made to fit at the point of inflection.
        let tail = crate::math::normal_cdf(-0.5 * inflection);
        let fraction = self.shortfall / (1.0 - at_inflection);
        let quantile = normal_quantile((tail * fraction).min(0.5)).unwrap_or(0.0);
        (-2.0 * quantile).max(inflection).max(SMALLEST)
    }

    /// The logarithm of the objective at a deviation, its first derivative, and the second as a
    /// multiple of the first.
    ///
    /// With h = x / s and t = s / 2 the value is n(sqrt(h^2 + t^2)) (M(h - t) - M(h + t)) and the
    /// shortfall the same with the sum M(t - h) + M(t + h); the common factor is their slope.
    fn at(&self, deviation: f64, objective: Objective) -> (f64, f64, f64) {
        let (h, t) = (self.log_moneyness / deviation, 0.5 * deviation);
        let over_slope = match objective {
            Objective::Value => symmetric_difference(h, t),
            Objective::Shortfall => -(ratio(t - h) + ratio(t + h)),
        };
        let log_slope = ln(INVERSE_SQRT_TWO_PI) - 0.5 * (h * h + t * t) + 0.5 * self.log_moneyness;
        let slope = 1.0 / over_slope;
        let bend = (h * h - t * t) / deviation - slope;
        (log_slope + ln(over_slope.abs()), slope, bend)
    }
}

/// Of deviations looked at: vol sqrt(t) of a hundred-millionth of a percent.
const SMALLEST: f64 = 1e-10;

/// Far more than are taken: Halley's method triples the digits, and bisection covers the rest.
const MOST_STEPS: usize = 60;
