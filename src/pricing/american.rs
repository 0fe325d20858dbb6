//! What an American option is worth: one that may be exercised on any day until expiry.
//!
//! [`price`] and [`greeks`] are fast, within a thousandth of the price; [`exact`] is slow, within a
//! few millionths of the spot, and knows cash dividends. Both are the European value and a premium
//! for early exercise (Kim 1990), whose boundary is solved by `boundary` on few points or on many.
//! Rates and yields of either sign are priced: where exercising never pays the value is the
//! European one; where interest is negative and dividends more so there are two boundaries, and
//! both methods are those of the `grid`.
//!
//! Assumes finite terms, spot and strike above zero. As in `black_scholes`, nothing is refused.

mod boundary;
mod escrowed;
pub mod exact;
mod greeks;
mod grid;
mod precision;
mod put;
mod scheme;
mod still;

use self::boundary::Boundary;
use self::grid::ExerciseStyle;
use self::precision::Quick;
use self::put::{Exercise, Put};
use self::scheme::{LONG, SHORT, STEEP};
use crate::pricing::black_scholes::{self, Terms};

pub use escrowed::escrowed;
pub use exact::CashDividend;
pub use greeks::greeks;

/// Value of one American option on one share, in dollars, in a microsecond or two.
///
/// Within the larger of 0.005 dollars and 0.1 % of [`exact::price`] for spots up to 5,000, times
/// up to three years, rates up to 10 % and volatilities from 8 %; of random ones one in thousands,
/// of long life and low volatility, is some percent beyond that. Never below the European value,
/// nor below what exercising pays. Two boundaries, and they alone, take milliseconds.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::american::price;
/// use rotation::pricing::black_scholes::Terms;
/// use rotation::units::{Rate, Vol, Years};
/// // Andersen, Lake and Offengenden 2016, table 2: a premium of 0.1070 over Europe.
/// let put = Terms {
///     right: Right::Put,
///     spot: 100.0,
///     strike: 100.0,
///     years: Years::new(1.0),
///     rate: Rate::percent(5.0),
///     dividend_yield: Rate::percent(5.0),
///     vol: Vol::percent(25.0),
/// };
/// let premium = price(&put) - rotation::pricing::black_scholes::price(&put);
/// assert!((premium - 0.1070).abs() < 0.005);
/// ```
#[must_use]
pub fn price(terms: &Terms) -> f64 {
    let put = Put::of(terms);
    match put.exercise() {
        Exercise::Never => black_scholes::price(terms),
        Exercise::Known => put.value_without_volatility(),
        Exercise::Below => Solved::of(&put, Effort::for_put(&put)).value(terms),
        Exercise::Between => grid::value_over_european(terms, grid::COARSE).price,
    }
}

/// Value of one American option on a share that pays cash dividends, in dollars, in a millisecond.
///
/// Within the larger of 0.005 dollars and 0.1 % of [`exact::value`], which says what is assumed of
/// a dividend; without any, this is [`price`].
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::american::{CashDividend, price, price_with_dividends};
/// use rotation::pricing::black_scholes::Terms;
/// use rotation::units::{Rate, Vol, Years};
/// let call = Terms {
///     right: Right::Call,
///     spot: 450.0,
///     strike: 450.0,
///     years: Years::days(30),
///     rate: Rate::percent(5.25),
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(35.0),
/// };
/// let dividend = CashDividend { years: Years::days(20), amount: 1.75 };
/// let value = price_with_dividends(&call, &[dividend]);
/// assert!((value - 18.194).abs() < 0.005);
/// assert!(value < price(&call));
/// ```
#[must_use]
pub fn price_with_dividends(terms: &Terms, dividends: &[CashDividend]) -> f64 {
    if exact::has_effect(terms, dividends) {
        return grid::value(terms, dividends, ExerciseStyle::American, grid::COARSE).price;
    }
    price(terms)
}

/// How much work a fast price is.
#[derive(Clone, Copy)]
enum Effort {
    Short,
    Long,
    Steep,
}

impl Effort {
    fn for_put(put: &Put) -> Self {
        let carry = put.rate.max(put.dividend_yield) * put.years;
        match put.steepness() {
            steepness if steepness > 0.6 => Self::Steep,
            steepness if steepness > 0.3 || carry > 0.05 => Self::Long,
            _ => Self::Short,
        }
    }
}

/// A boundary, good for every spot.
enum Solved {
    Short(Boundary<Quick, 3>),
    Long(Boundary<Quick, 4>),
    Steep(Boundary<Quick, 4>),
}

impl Solved {
    fn of(put: &Put, effort: Effort) -> Self {
        match effort {
            Effort::Short => Self::Short(Boundary::solve(put, &SHORT)),
            Effort::Long => Self::Long(Boundary::solve(put, &LONG)),
            Effort::Steep => Self::Steep(Boundary::solve(put, &STEEP)),
        }
    }

    fn value(&self, terms: &Terms) -> f64 {
        match self {
            Self::Short(boundary) => boundary.value(terms, &SHORT),
            Self::Long(boundary) => boundary.value(terms, &LONG),
            Self::Steep(boundary) => boundary.value(terms, &STEEP),
        }
    }
}
