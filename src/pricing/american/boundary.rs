//! The price of the underlying at which a put is exercised, by the time that is left.
//!
//! Source: Andersen, Lake and Offengenden, *High-performance American option pricing* (2016): the
//! boundary solves an integral equation (Kim 1990; their system B), by fixed-point sweeps. It is
//! held as ln(B / X)^2 over the square root of time, X being its limit at expiry, in Chebyshev
//! polynomials.
//!
//! Assumes a rate above zero, so that there is one boundary, and a volatility above zero.

use std::marker::PhantomData;

use super::precision::Precision;
use super::put::Put;
use super::scheme::{QuadraturePoint, Scheme};
use crate::math::ln;
use crate::pricing::black_scholes::{self, Terms};

/// The boundary of a put, by `NODES` nodes besides the one at expiry.
pub(super) struct Boundary<P, const NODES: usize> {
    put: Put,
    /// ln(X / K): where the boundary ends at expiry.
    log_ceiling: f64,
    /// Of ln(B / X)^2 in Chebyshev polynomials; the one of degree zero stands apart.
    constant: f64,
    coefficients: [f64; NODES],
    precision: PhantomData<P>,
}

impl<P: Precision, const NODES: usize> Boundary<P, NODES> {
    /// The boundary after at most the sweeps of the scheme; fewer when nothing moves any more.
    pub(super) fn solve(put: &Put, scheme: &Scheme<'_>) -> Self {
        let ceiling = put.boundary_at_expiry();
        let mut boundary = Self {
            put: *put,
            log_ceiling: ln(ceiling),
            constant: 0.0,
            coefficients: [0.0; NODES],
            precision: PhantomData,
        };
        let guess = Guess::of(put, ceiling);
        let mut logs: [f64; NODES] =
            std::array::from_fn(|node| ln(guess.at::<P>(put.root_years * scheme.roots[node + 1])));
        boundary.fit(&logs, scheme);
        for sweep in 0..scheme.sweeps {
            let points = if sweep == 0 { scheme.first } else { scheme.inner };
            let mut moved: f64 = 0.0;
            for (log, root) in logs.iter_mut().zip(&scheme.roots[1..]) {
                let found = boundary.equation(*root, *log, points);
                let step = put.relaxation(*root) * (found - *log);
                moved = moved.max(step.abs());
                *log = (*log + step).min(boundary.log_ceiling);
            }
            boundary.fit(&logs, scheme);
            if moved < SETTLED {
                break;
            }
        }
        boundary
    }

    /// ln(B / K) where the square root of the time left is `root` times that of the option.
    pub(super) fn log_at(&self, root: f64) -> f64 {
        // Clenshaw's recurrence.
        let z = 2.0 * root - 1.0;
        let (mut ahead, mut beyond) = (0.0, 0.0);
        for coefficient in self.coefficients.iter().rev() {
            (ahead, beyond) = (coefficient + 2.0 * z * ahead - beyond, ahead);
        }
        let square = self.constant + z * ahead - beyond;
        self.log_ceiling - square.max(0.0).sqrt()
    }

    /// Value of an option with this boundary, in dollars; spot and strike are its own.
    pub(super) fn value(&self, terms: &Terms, scheme: &Scheme<'_>) -> f64 {
        let european = black_scholes::price(terms);
        let intrinsic = terms.right.payoff(terms.spot, terms.strike);
        let put = Put::of(terms);
        let log_spot = ln(put.spot / put.strike);
        if log_spot <= self.log_at(1.0) {
            return intrinsic.max(european);
        }
        (european + self.premium(&put, log_spot, scheme).max(0.0)).max(intrinsic)
    }

    /// What the right to exercise before expiry adds: the interest less the dividends of the
    /// times below the boundary (Kim 1990, equation 11).
    fn premium(&self, put: &Put, log_spot: f64, scheme: &Scheme<'_>) -> f64 {
        let Put { spot, strike, rate, dividend_yield, vol, years, root_years } = *put;
        let (growth, deviation) = ((rate - dividend_yield) * years, vol * root_years);
        let (interest, dividends) = (rate * years, dividend_yield * years);
        let inverse = 1.0 / deviation;
        let mut premium = 0.0;
        for point in scheme.outer {
            let share = point.sine * point.sine;
            let step = log_spot - self.log_at(point.cosine) + growth * share;
            let d = step * inverse * point.cosecant;
            let shift = 0.5 * deviation * point.sine;
            let gained = interest * strike * P::discount(interest * share);
            let mut flow = gained * P::normal_cdf(shift - d);
            if dividends != 0.0 {
                let lost = dividends * spot * P::discount(dividends * share);
                flow -= lost * P::normal_cdf(-shift - d);
            }
            premium += point.weight * flow;
        }
        premium
    }

    /// The polynomials through the nodes; at expiry the boundary is X.
    fn fit(&mut self, logs: &[f64; NODES], scheme: &Scheme<'_>) {
        let heights = logs.map(|log| (log - self.log_ceiling) * (log - self.log_ceiling));
        let share = 2.0 / NODES as f64;
        let coefficient = |degree: usize| {
            let inner: f64 = heights[..NODES - 1]
                .iter()
                .enumerate()
                .map(|(node, height)| height * Self::cosine(degree * (NODES - 1 - node), scheme))
                .sum();
            share * (inner + 0.5 * heights[NODES - 1])
        };
        self.constant = 0.5 * coefficient(0);
        self.coefficients = std::array::from_fn(|index| coefficient(index + 1));
        self.coefficients[NODES - 1] *= 0.5;
    }

    /// cos(pi times `count` over the nodes): the nodes themselves are such cosines.
    fn cosine(count: usize, scheme: &Scheme<'_>) -> f64 {
        let turned = count % (2 * NODES);
        1.0 - 2.0 * scheme.roots[turned.min(2 * NODES - turned)]
    }

    /// What the integral equation makes of ln(B / K) at a node.
    ///
    /// With v the time since exercise was possible, both sides of
    /// B (exp(-q t) N(d+) + q integral exp(-q v) N(d+)) = K (exp(-r t) N(d-) + r integral ...)
    /// are integrated over sqrt(v), in which they are smooth.
    fn equation(&self, node: f64, log: f64, points: &[QuadraturePoint]) -> f64 {
        let Put { rate, dividend_yield, vol, root_years, .. } = self.put;
        let drift = rate - dividend_yield;
        let root_left = root_years * node;
        let left = root_left * root_left;
        let deviation = vol * root_left;
        let (inverse, growth) = (1.0 / deviation, drift * left);
        let d = (log + growth) * inverse;
        let mut strike = P::discount(rate * left) * P::normal_cdf(d - 0.5 * deviation);
        let mut spot = P::discount(dividend_yield * left) * P::normal_cdf(d + 0.5 * deviation);
        for point in points {
            let share = point.sine * point.sine;
            let step = log - self.log_at(node * point.cosine) + growth * share;
            let d = step * inverse * point.cosecant;
            let shift = 0.5 * deviation * point.sine;
            let (interest, dividends) = (rate * left, dividend_yield * left);
            let flow = point.weight * interest * P::discount(interest * share);
            strike += flow * P::normal_cdf(d - shift);
            if dividends != 0.0 {
                let flow = point.weight * dividends * P::discount(dividends * share);
                spot += flow * P::normal_cdf(d + shift);
            }
        }
        ln(strike / spot)
    }
}

/// A move of ln(B / K) that is none.
const SETTLED: f64 = 1e-13;

/// Where the search starts: from the limit at expiry to that of a put without expiry, as
/// X_inf + (X - X_inf) exp(-f vol sqrt(t) X / (X - X_inf)).
///
/// The form is that of Bjerksund and Stensland (1993). The steepness f has the limits of Evans,
/// Kuske and Keller (2002) near expiry, and is fitted to solved boundaries away from it.
struct Guess {
    ceiling: f64,
    floor: f64,
    vol: f64,
    /// Rate and drift in units of the variance per year.
    rate: f64,
    drift: f64,
    /// ln of dividend yield over rate, where the yield is larger.
    gap: f64,
    /// f^2 far from expiry.
    lasting: f64,
}

impl Guess {
    fn of(put: &Put, ceiling: f64) -> Self {
        let variance = put.vol * put.vol;
        let (rate, drift) = (put.rate / variance, (put.rate - put.dividend_yield) / variance);
        let middle = drift - 0.5;
        let power = -middle - (middle * middle + 2.0 * rate).sqrt();
        let share = (put.dividend_yield / put.rate).clamp(0.0, 1.0);
        let lasting = 1.7 + 0.3 * share + 1.6 * share * share;
        Self {
            ceiling,
            floor: power / (power - 1.0),
            vol: put.vol,
            rate,
            drift: drift.max(0.0),
            gap: -ln(ceiling),
            lasting,
        }
    }

    fn at<P: Precision>(&self, root_years: f64) -> f64 {
        let reach = self.ceiling - self.floor;
        let deviation = self.vol * root_years;
        let variance = deviation * deviation;
        let slowness = self.drift * self.drift + 2.0 * self.rate * self.rate * variance;
        let soon = ln(1.0 + 1.0 / (8.0 * std::f64::consts::PI * variance * slowness));
        let mut steepness = (self.lasting + soon * soon / (soon + 0.6)).sqrt();
        if self.gap > 0.0 {
            let near = deviation / (1.3 * self.gap);
            let share = near * near / (1.0 + near * near);
            steepness = 0.64 + share * (steepness - 0.64);
        }
        self.floor + reach * P::exp(-steepness * deviation * self.ceiling / reach)
    }
}
