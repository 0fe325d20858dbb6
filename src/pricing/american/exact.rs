//! American values to the last digits that matter, in milliseconds.

use super::boundary::Boundary;
use super::grid::{self, ExerciseStyle};
use super::precision::Full;
use super::put::{Exercise, Put};
use super::scheme::{QuadraturePoint, Scheme, chebyshev_roots, inner_points, outer_points};
use super::still;
use crate::math::{exp, sort_by_key};
use crate::pricing::black_scholes::{self, Greeks, Terms};
use crate::units::{Vol, Years};

/// An amount that the underlying pays to its holder; its price falls by as much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CashDividend {
    /// Time to the ex-date, from which a buyer does not receive it.
    pub years: Years,
    /// Dollars per share.
    pub amount: f64,
}

/// Value and sensitivities of one option on one share; the units are those of
/// [`Greeks`](black_scholes::Greeks).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Valuation {
    /// Value in dollars.
    pub price: f64,
    /// dV/dS: dollars per dollar of the underlying.
    pub delta: f64,
    /// d2V/dS2: delta per dollar of the underlying.
    pub gamma: f64,
    /// dV/dt as calendar time passes: dollars per year, usually negative.
    pub theta: f64,
}

impl Valuation {
    /// Of an option that is exercised at once.
    pub(super) fn exercised(terms: &Terms) -> Self {
        let price = terms.right.payoff(terms.spot, terms.strike);
        Self { price, delta: terms.right.sign(), gamma: 0.0, theta: 0.0 }
    }

    /// Of one that is kept: theta follows from the rest by the equation of Black and Scholes.
    pub(super) fn held(terms: &Terms, price: f64, delta: f64, gamma: f64) -> Self {
        let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
        let moved = terms.spot * terms.vol.decimal();
        let carry = rate * price - (rate - dividend_yield) * terms.spot * delta;
        Self { price, delta, gamma, theta: carry - 0.5 * moved * moved * gamma }
    }
}

/// Nodes of a boundary.
const NODES: usize = 24;

/// Within about 1e-9 of the spot: 24 nodes, and 48 points to every integral.
///
/// Where there are two boundaries (negative interest, and dividends more so) within 1e-5 of the
/// spot, by finite differences.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::american::exact;
/// use rotation::pricing::black_scholes::Terms;
/// use rotation::units::{Rate, Vol, Years};
/// // Andersen, Lake and Offengenden 2016, table 2: a premium of 0.106952702747 over Europe.
/// let put = Terms {
///     right: Right::Put,
///     spot: 100.0,
///     strike: 100.0,
///     years: Years::new(1.0),
///     rate: Rate::percent(5.0),
///     dividend_yield: Rate::percent(5.0),
///     vol: Vol::percent(25.0),
/// };
/// let premium = exact::price(&put) - rotation::pricing::black_scholes::price(&put);
/// assert!((premium - 0.106_952_702_747).abs() < 1e-9);
/// ```
#[must_use]
pub fn price(terms: &Terms) -> f64 {
    Tables::new().price(terms)
}

/// Value, delta, gamma and theta; with `dividends` in any order, by finite differences.
///
/// On its ex-date the spot falls by the dividend, or to zero; those after expiry are left out.
/// Without dividends delta and gamma are differences of [`price`], good to 1e-5 of their scale;
/// with them price is within 5e-6 of the spot, and a volatility below 0.2 % counts as that. Theta
/// is that of the moment, not of a day. Everything is finite: without volatility or time, where a
/// kink of the value has no gamma and no theta, these are zero.
#[must_use]
pub fn value(terms: &Terms, dividends: &[CashDividend]) -> Valuation {
    if has_effect(terms, dividends) {
        let style = ExerciseStyle::American;
        let mut found = grid::value_with_dividends(terms, dividends, style, grid::FINE);
        if terms.vol.decimal() < grid::SMALLEST_VOL {
            found.price = found.price.max(european(terms, dividends));
        }
        return found;
    }
    let put = Put::of(terms);
    let of = |Greeks { price, delta, gamma, theta, .. }: Greeks| Valuation {
        price,
        delta,
        gamma,
        theta,
    };
    if put.is_still() {
        return of(still::greeks(terms));
    }
    match put.exercise() {
        Exercise::Never => of(black_scholes::greeks(terms)),
        Exercise::Between => grid::value_over_european(terms, grid::FINE),
        Exercise::Known | Exercise::Below => Tables::new().value(terms),
    }
}

/// The European value with cash dividends, in dollars; by the same method, to compare with.
///
/// Within 5e-6 of the spot for lives to three years and volatilities to 100 %. The worst of 460
/// random contracts was 3.0e-6 off numerical integration from dividend to dividend, with up to
/// twelve dividends, rates from -1 to 10 % and strikes from half the spot to twice it.
#[must_use]
pub fn european(terms: &Terms, dividends: &[CashDividend]) -> f64 {
    if has_effect(terms, dividends) {
        if terms.vol.decimal() < grid::SMALLEST_VOL {
            return european_of_small_movement(terms, dividends);
        }
        let style = ExerciseStyle::European;
        return grid::value_with_dividends(terms, dividends, style, grid::FINE).price;
    }
    black_scholes::price(terms)
}

/// The same for a volatility that is too small for the grid: the spot stays so near to its path
/// that it falls by what it would fall by on it. The second order of the volatility is left out.
fn european_of_small_movement(terms: &Terms, dividends: &[CashDividend]) -> f64 {
    let drift = terms.rate.decimal() - terms.dividend_yield.decimal();
    let expiry = terms.years.get();
    // The spot and its variance in dollars of today; what is paid does not move any more.
    let (mut spot, mut variance, mut before) = (terms.spot, 0.0, 0.0);
    let mut due: Vec<&CashDividend> = dividends.iter().collect();
    sort_by_key(&mut due, |dividend| dividend.years.get());
    let within = due.into_iter().filter(|own| own.years.get() > 0.0 && own.years.get() <= expiry);
    for CashDividend { years, amount } in within {
        let years = years.get();
        variance += spot * spot * (years - before);
        before = years;
        spot -= amount * exp(-drift * years);
        if spot <= 0.0 {
            let strike = terms.strike * exp(-terms.rate.decimal() * expiry);
            return terms.right.payoff(0.0, strike);
        }
    }
    variance += spot * spot * (expiry - before);
    let vol = Vol::annual(terms.vol.decimal() * (variance / expiry).sqrt() / spot);
    black_scholes::price(&Terms { spot, vol, ..*terms })
}

/// Whether there is a dividend to fall due, and movement for the grid to follow.
pub(super) fn has_effect(terms: &Terms, dividends: &[CashDividend]) -> bool {
    let within = |due: Years| due > Years::ZERO && due <= terms.years;
    dividends.iter().any(|dividend| dividend.amount > 0.0 && within(dividend.years))
}

/// Nodes and points, made once for several prices.
struct Tables {
    roots: Vec<f64>,
    inner: Vec<QuadraturePoint>,
    outer: Vec<QuadraturePoint>,
}

impl Tables {
    fn new() -> Self {
        let (inner, outer) = (inner_points(48), outer_points(96));
        Self { roots: chebyshev_roots(NODES), inner, outer }
    }

    fn scheme(&self) -> Scheme<'_> {
        let (first, inner, outer) = (&self.inner, &self.inner, &self.outer);
        Scheme { roots: &self.roots, first, inner, outer, sweeps: 40 }
    }

    fn price(&self, terms: &Terms) -> f64 {
        let put = Put::of(terms);
        match put.exercise() {
            Exercise::Never => black_scholes::price(terms),
            Exercise::Known => put.value_without_volatility(),
            Exercise::Between => grid::value_over_european(terms, grid::FINE).price,
            Exercise::Below => {
                let scheme = self.scheme();
                let boundary = Boundary::<Full, NODES>::solve(&put, &scheme);
                boundary.value(terms, &scheme)
            }
        }
    }

    /// Sensitivities by differences between spots a thousandth of a deviation apart.
    fn value(&self, terms: &Terms) -> Valuation {
        let price = self.price(terms);
        if price <= terms.right.payoff(terms.spot, terms.strike) && price > 0.0 {
            return Valuation::exercised(terms);
        }
        let deviation = terms.vol.decimal() * terms.years.get().sqrt();
        let gap = terms.spot * (0.003 * deviation).clamp(1e-6, 1e-3);
        let at = |spot: f64| self.price(&Terms { spot, ..*terms });
        let (below, above) = (at(terms.spot - gap), at(terms.spot + gap));
        let delta = (above - below) / (2.0 * gap);
        let gamma = (above - 2.0 * price + below) / (gap * gap);
        Valuation::held(terms, price, delta, gamma)
    }
}
