//! Options on a share that pays cash dividends, without a grid: the price less what it will pay
//! until the expiry is what moves.
//!
//! A call is worth the most of waiting to the expiry and of exercising on the eve of one of the
//! dividends (Black, Financial Analysts Journal 31, 1975): each alternative is an ordinary option.

use super::CashDividend;
use crate::math;
use crate::pricing::Right;
use crate::pricing::black_scholes::{self, Terms};
use crate::units::Vol;

/// The terms of the ordinary option that a contract is worth as much as, when its underlying pays
/// `dividends`, in the order of time. `terms` has the price of the share as it stands.
///
/// Within 2 % or seven cents of the grid's value at a price of 100 (a test compares them), for a
/// thousandth of the time. Worst are calls at the money just before a dividend, which are worth
/// more than the better alternative, and puts in the money at high rates.
///
/// ```
/// use rotation::pricing::Right;
/// use rotation::pricing::american::{self, CashDividend, escrowed};
/// use rotation::pricing::black_scholes::Terms;
/// use rotation::units::{Rate, Vol, Years};
/// let put = Terms {
///     right: Right::Put,
///     spot: 450.0,
///     strike: 450.0,
///     years: Years::days(30),
///     rate: Rate::ZERO,
///     dividend_yield: Rate::ZERO,
///     vol: Vol::percent(20.0),
/// };
/// let dividend = CashDividend { years: Years::days(20), amount: 1.75 };
/// let with = escrowed(&put, &[dividend], true);
/// assert_eq!(with.spot, 448.25);
/// assert!(american::price(&with) > american::price(&put));
/// ```
#[must_use]
pub fn escrowed(terms: &Terms, dividends: &[CashDividend], may_exercise: bool) -> Terms {
    let within = dividends.iter().filter(|own| own.years <= terms.years);
    let discounted =
        |own: &CashDividend| own.amount * math::exp(-terms.rate.decimal() * own.years.get());
    let least = terms.spot * LEAST_SHARE;
    let mut spot = terms.spot;
    // Until a dividend is paid it moves with the rest: total variance over the price squared.
    let (mut moved, mut before, mut standing) = (0.0, 0.0, terms.spot);
    let mut best: Option<(f64, Terms)> = None;
    let vol = |spot: f64, moved: f64, years: f64| match years > 0.0 {
        true => Vol::annual(terms.vol.decimal() * (moved / years).sqrt() / spot),
        false => terms.vol,
    };
    for dividend in within {
        let years = dividend.years.get();
        moved += standing * standing * (years - before);
        before = years;
        if may_exercise && terms.right == Right::Call {
            let eve = Terms { spot, years: dividend.years, vol: vol(spot, moved, years), ..*terms };
            let price = black_scholes::price(&eve);
            if best.is_none_or(|(most, _)| price > most) {
                best = Some((price, eve));
            }
        }
        spot = (spot - discounted(dividend)).max(least);
        standing = (standing - dividend.amount).max(least);
    }
    let years = terms.years.get();
    moved += standing * standing * (years - before);
    let to_expiry = Terms { spot, vol: vol(spot, moved, years), ..*terms };
    match best {
        Some((price, eve)) if price > black_scholes::price(&to_expiry) => eve,
        _ => to_expiry,
    }
}

/// A share is worth at least this part of its price without its dividends.
const LEAST_SHARE: f64 = 0.05;
