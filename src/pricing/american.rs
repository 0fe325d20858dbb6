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
mod grid;
mod precision;
mod put;
mod scheme;

/// The slow way, for reference and for cash dividends.
pub mod exact;

use self::boundary::Boundary;
use self::grid::Style;
use self::precision::Quick;
use self::put::{Exercise, Put};
use self::scheme::{LONG, SHORT, STEEP};
use crate::pricing::black_scholes::{self, Terms};

pub use exact::CashDividend;

/// Value of one American option on one share, in dollars, in a microsecond or two.
///
/// Within the larger of 0.005 dollars and 0.1 % of [`exact::price`] for spots up to 5,000, times
/// up to three years, rates up to 10 % and volatilities from 8 %. Never below the European value,
/// nor below what exercising pays.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::american::price;
/// use rotation::pricing::black_scholes::Terms;
/// use rotation::units::{Rate, Vol, Years};
/// // Longstaff and Schwartz 2001, table 1: 4.478 by finite differences.
/// let put = Terms {
///     right: Right::Put,
///     spot: 36.0,
///     strike: 40.0,
///     years: Years::new(1.0),
///     rate: Rate::percent(6.0),
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(20.0),
/// };
/// assert!((price(&put) - 4.478).abs() < 0.005);
/// ```
#[must_use]
pub fn price(terms: &Terms) -> f64 {
    let put = Put::of(terms);
    match put.exercise() {
        Exercise::Never => black_scholes::price(terms),
        Exercise::Known => put.known_path(),
        Exercise::Between => grid::value(terms, &[], Style::American, grid::COARSE).price,
        Exercise::Below => {
            if put.steepness() > 0.6 {
                Boundary::<Quick, 4>::solve(&put, &STEEP).value(terms, &STEEP)
            } else if put.rate.max(put.dividend_yield) * put.years > 0.05 {
                Boundary::<Quick, 4>::solve(&put, &LONG).value(terms, &LONG)
            } else {
                Boundary::<Quick, 3>::solve(&put, &SHORT).value(terms, &SHORT)
            }
        }
    }
}
