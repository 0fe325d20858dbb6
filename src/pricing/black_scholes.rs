//! Black-Scholes-Merton: the value of a European option and its sensitivities.
//!
//! Source: Hull, *Options, Futures and Other Derivatives*, chapters 15 to 19, with a continuous
//! dividend yield (Merton 1973). The option that is out of the money is the one computed; the one
//! in the money follows from put-call parity, so that neither loses digits to the other.
//!
//! Assumes finite numbers, spot and strike above zero. Never refuses: at expiry and without
//! volatility the limits are returned, and a negative time or volatility counts as zero.

use crate::math::{INVERSE_SQRT_TWO_PI, exp, greater, lesser, ln_ratio, normal_cdf};
use crate::pricing::Right;
use crate::pricing::mills::{self, correction};
use crate::units::{Rate, Vol, Years};

/// What a European option is priced from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Call or put.
    pub right: Right,
    /// Price of the underlying, in dollars; above zero.
    pub spot: f64,
    /// Strike, in dollars; above zero.
    pub strike: f64,
    /// Time to expiry.
    pub years: Years,
    /// Interest rate, continuously compounded.
    pub rate: Rate,
    /// Dividend yield, continuously compounded.
    pub dividend_yield: Rate,
    /// Volatility until expiry.
    pub vol: Vol,
}

/// Value and sensitivities of one option on one share, in the model's own units.
///
/// At expiry exactly at the money gamma and theta have no finite value; they are then plus and
/// minus infinity, as their limits are, and charm is infinite too.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Greeks {
    /// Value in dollars.
    pub price: f64,
    /// dV/dS: dollars per dollar of the underlying.
    pub delta: f64,
    /// d2V/dS2: delta per dollar of the underlying.
    pub gamma: f64,
    /// dV/dvol: dollars per 1.00 of volatility (100 points).
    pub vega: f64,
    /// dV/dt as calendar time passes: dollars per year, usually negative.
    pub theta: f64,
    /// dV/drate: dollars per 1.00 of rate (100 %).
    pub rho: f64,
    /// d2V/dS dvol: delta per 1.00 of volatility.
    pub vanna: f64,
    /// Change of delta as calendar time passes: delta per year.
    pub charm: f64,
    /// d2V/dvol2: vega per 1.00 of volatility.
    pub volga: f64,
}

/// Value of one option on one share, in dollars; within the bounds of no arbitrage.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::black_scholes::{Terms, price};
/// use rotation::units::{Rate, Vol, Years};
/// // Hull, example 15.6: 4.76 for the call, 0.81 for the put.
/// let call = Terms {
///     right: Right::Call,
///     spot: 42.0,
///     strike: 40.0,
///     years: Years::new(0.5),
///     rate: Rate::percent(10.0),
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(20.0),
/// };
/// assert!((price(&call) - 4.76).abs() < 0.005);
/// assert!((price(&Terms { right: Right::Put, ..call }) - 0.81).abs() < 0.005);
/// ```
#[must_use]
pub fn price(terms: &Terms) -> f64 {
    let standard = Standard::of(terms);
    standard.price(terms.right, standard.tail().value)
}

/// Value and every sensitivity, for little more than the value alone.
///
/// ```
/// # use rotation::pricing::Right;
/// # use rotation::pricing::black_scholes::{Terms, greeks};
/// # use rotation::units::{Rate, Vol, Years};
/// let straddle_leg = Terms {
///     right: Right::Call,
///     spot: 100.0,
///     strike: 100.0,
///     years: Years::days(73),
///     rate: Rate::ZERO,
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(20.0),
/// };
/// let greeks = greeks(&straddle_leg);
/// // Without carry, decay pays for curvature: theta = -S^2 vol^2 gamma / 2.
/// assert!((greeks.theta + 0.5 * 20.0 * 20.0 * greeks.gamma).abs() < 1e-12);
/// ```
///
/// Always inlined, so that who looks at few of them pays for few.
#[inline(always)]
#[must_use]
pub fn greeks(terms: &Terms) -> Greeks {
    Standard::of(terms).greeks(terms)
}

/// The [`greeks`], and the [`price`] at another time and volatility while all else stays.
///
/// ```
/// # use rotation::pricing::Right;
/// # use rotation::pricing::black_scholes::{Terms, greeks, greeks_and_later, price};
/// # use rotation::units::{Rate, Vol, Years};
/// # let put = Terms {
/// #     right: Right::Put,
/// #     spot: 100.0,
/// #     strike: 95.0,
/// #     years: Years::days(30),
/// #     rate: Rate::percent(2.0),
/// #     dividend_yield: Rate::ZERO,
/// #     vol: Vol::percent(20.0),
/// # };
/// let (years, vol) = (Years::days(29), Vol::percent(21.0));
/// let later = price(&Terms { years, vol, ..put });
/// assert_eq!(greeks_and_later(&put, years, vol), (greeks(&put), later));
/// ```
#[inline(always)]
#[must_use]
pub fn greeks_and_later(terms: &Terms, years: Years, vol: Vol) -> (Greeks, f64) {
    let now = Standard::of(terms);
    let later = Standard::at(&Terms { years, vol, ..*terms }, now.log_moneyness);
    (now.greeks(terms), later.price(terms.right, later.tail().value))
}

/// dV/dS alone, for half the work of [`price`]: strikes are found by it.
///
/// ```
/// # use rotation::pricing::Right;
/// # use rotation::pricing::black_scholes::{Terms, delta};
/// # use rotation::units::{Rate, Vol, Years};
/// # let put = Terms {
/// #     right: Right::Put,
/// #     spot: 100.0,
/// #     strike: 95.0,
/// #     years: Years::days(30),
/// #     rate: Rate::ZERO,
/// #     dividend_yield: Rate::ZERO,
/// #     vol: Vol::percent(20.0),
/// # };
/// let call = Terms { right: Right::Call, ..put };
/// assert!((delta(&call) - delta(&put) - 1.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn delta(terms: &Terms) -> f64 {
    let standard = Standard::of(terms);
    let sign = terms.right.sign();
    sign * standard.spot / terms.spot * normal_cdf(sign * standard.d1)
}

/// `numerator / denominator`, where nothing over nothing is nothing.
fn over(numerator: f64, denominator: f64) -> f64 {
    if numerator == 0.0 { 0.0 } else { numerator / denominator }
}

/// The terms on the scale of the standard normal distribution.
struct Standard {
    /// Spot less dividends until expiry: S exp(-q t).
    spot: f64,
    /// Strike discounted from expiry: K exp(-r t).
    strike: f64,
    /// ln(S / K).
    log_moneyness: f64,
    root_years: f64,
    /// Standard deviation of the log return until expiry: vol sqrt(t).
    deviation: f64,
    d1: f64,
    d2: f64,
    /// The right that is out of the money at the forward.
    outside: Right,
}

/// The option out of the money, and the parts its sensitivities share.
struct Tail {
    /// Its value: own x near - other x far, where a call owns the spot and a put the strike.
    value: f64,
    /// Probability below the nearer of d1 and d2, seen from the option's own side.
    near: f64,
    /// Probability below the farther of the two.
    far: f64,
    /// S exp(-q t) times the normal density at d1; equal to K exp(-r t) times that at d2.
    density: f64,
}

impl Standard {
    fn of(terms: &Terms) -> Self {
        Self::at(terms, ln_ratio(terms.spot, terms.strike).clamp(-1e4, 1e4))
    }

    fn at(terms: &Terms, log_moneyness: f64) -> Self {
        let years = positive(terms.years.get());
        let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
        let root_years = years.sqrt();
        let deviation = positive(terms.vol.decimal()) * root_years;
        let log_forward = log_moneyness + (rate - dividend_yield) * years;
        let centre = if deviation > SMALLEST_DEVIATION {
            log_forward / deviation
        } else if log_forward == 0.0 {
            0.0
        } else {
            FARTHEST.copysign(log_forward)
        };
        Self {
            spot: terms.spot * discount(dividend_yield, years),
            strike: terms.strike * discount(rate, years),
            log_moneyness,
            root_years,
            deviation,
            d1: centre + 0.5 * deviation,
            d2: centre - 0.5 * deviation,
            outside: if centre <= 0.0 { Right::Call } else { Right::Put },
        }
    }

    /// Of the terms it is made of.
    #[inline(always)]
    fn greeks(&self, terms: &Terms) -> Greeks {
        let Self { deviation, root_years, log_moneyness, d1, d2, .. } = *self;
        let Tail { value, near, far, density } = self.tail();
        let (vol, years) = (positive(terms.vol.decimal()), positive(terms.years.get()));
        let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
        let sign = terms.right.sign();

        let (outside_1, outside_2) = match self.outside {
            Right::Call => (near, far),
            Right::Put => (far, near),
        };
        let (probability_1, probability_2) = if terms.right == self.outside {
            (outside_1, outside_2)
        } else {
            (1.0 - outside_1, 1.0 - outside_2)
        };
        let shares = sign * self.spot * probability_1;
        let bonds = sign * self.strike * probability_2;
        let delta = shares / terms.spot;
        // exp(-q t) times the density at d1: what delta gains as d1 moves by one.
        let slope = density / terms.spot;

        Greeks {
            price: self.price(terms.right, value),
            delta,
            gamma: over(slope, deviation) / terms.spot,
            vega: density * root_years,
            theta: dividend_yield * shares - rate * bonds - over(density * vol, 2.0 * root_years),
            rho: bonds * years,
            vanna: -over(slope * d2, vol),
            charm: dividend_yield * delta
                - over(slope * (rate - dividend_yield + 0.5 * vol * vol), 2.0 * deviation)
                + over(slope * log_moneyness, 2.0 * years * deviation),
            volga: over(density * root_years * d1 * d2, vol),
        }
    }

    /// Value of `right`, given that of the option out of the money.
    fn price(&self, right: Right, outside_value: f64) -> f64 {
        if right == self.outside {
            return outside_value;
        }
        let bound = match right {
            Right::Call => self.spot,
            Right::Put => self.strike,
        };
        lesser(right.payoff(self.spot, self.strike) + outside_value, bound)
    }

    /// The option out of the money: what it owns and owes at expiry, discounted, and the nearer and
    /// the farther of d1 and d2, seen from its own side.
    fn own_side(&self) -> (f64, f64, f64, f64) {
        match self.outside {
            Right::Call => (self.spot, self.strike, self.d1, self.d2),
            Right::Put => (self.strike, self.spot, -self.d2, -self.d1),
        }
    }

    /// Beyond three deviations in terms of the correction of Mills' ratio, nearer by the ratio
    /// itself; where the deviation is so large that it has no ratio at hand, by the probabilities.
    #[inline]
    fn tail(&self) -> Tail {
        let (own, other, near, far) = self.own_side();
        if near < -FARTHEST_TAIL {
            return Tail { value: 0.0, near: 0.0, far: 0.0, density: 0.0 };
        }
        let height = INVERSE_SQRT_TWO_PI * exp(-0.5 * near * near);
        let density = own * height;
        if near < -FAR_TAIL {
            return self.far_tail(own, other, near, density);
        }
        if mills::NEAR.contains(&-near) && mills::NEAR.contains(&-far) {
            let [ratio_near, ratio_far] = mills::near_pair([-near, -far]);
            return Tail {
                value: positive(density * (ratio_near - ratio_far)),
                near: height * ratio_near,
                far: density / other * ratio_far,
                density,
            };
        }
        let (near, far) = (normal_cdf(near), normal_cdf(far));
        Tail { value: positive(own * near - other * far), near, far, density }
    }

    /// The tail in terms of Mills' ratio M(x) = 1 / (x + c(x)) between probability and density.
    ///
    /// The two probabilities differ little here; subtracting them would cost most of the digits.
    /// Their common density is taken out instead, and what is left is
    /// M(a) - M(b) = (b - a - (c(a) - c(b))) / ((a + c(a)) (b + c(b))).
    fn far_tail(&self, own: f64, other: f64, near: f64, density: f64) -> Tail {
        let (a, b) = (-near, self.deviation - near);
        let (c_a, c_b) = (correction(a), correction(b));
        let (inverse_a, inverse_b) = (a + c_a, b + c_b);
        let difference = positive(self.deviation - (c_a - c_b)) / (inverse_a * inverse_b);
        Tail {
            value: density * difference,
            near: density / own / inverse_a,
            far: density / other / inverse_b,
            density,
        }
    }
}

fn positive(number: f64) -> f64 {
    greater(number, 0.0)
}

/// Below this, a deviation is none at all.
const SMALLEST_DEVIATION: f64 = 1e-100;

/// Stands for infinitely many deviations, finite so that zero times it is zero.
const FARTHEST: f64 = 1e100;

/// Deviations beyond which the normal density is zero among doubles.
const FARTHEST_TAIL: f64 = 38.6;

/// Deviations from which the continued fraction of Mills' ratio converges fast.
const FAR_TAIL: f64 = 3.0;

fn discount(rate: f64, years: f64) -> f64 {
    if rate == 0.0 { 1.0 } else { exp(-rate * years) }
}
