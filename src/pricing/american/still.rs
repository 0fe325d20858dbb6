//! American options whose underlying does not move besides its drift, and those without time left:
//! the path is known, and the option is exercised at its best moment.

use crate::math::{exp, ln};
use crate::pricing::black_scholes::{self, Greeks, Terms};

/// Value and sensitivities; all of them finite. Where the value has a kink, delta and what goes
/// with it are half of those beside it, and gamma is zero: all of the curvature is in one point.
pub(super) fn greeks(terms: &Terms) -> Greeks {
    let years = terms.years.get().max(0.0);
    let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
    let sign = terms.right.sign();
    let european = black_scholes::greeks(terms);
    let (moment, value) = best_moment(terms, years);
    let price = super::price(terms);
    if value < 0.0 {
        return Greeks { price, ..Greeks::default() };
    }
    let side = if value == 0.0 { 0.5 } else { 1.0 };
    let shares = sign * exp(-dividend_yield * moment);
    let bonds = sign * terms.strike * exp(-rate * moment);
    let is_inside = moment > 0.0 && moment < years;
    let is_last = moment == years;
    // A moment in between moves with the spot; the expiry moves as calendar time passes.
    let gamma = match is_inside {
        true => -dividend_yield * shares / (terms.spot * (rate - dividend_yield)),
        false => 0.0,
    };
    let passing = if is_last && years > 0.0 { side } else { 0.0 };
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    Greeks {
        price,
        delta: side * shares,
        gamma,
        // Only what is kept to the end has a vega: that of the European option at its forward.
        vega: if is_last { finite(european.vega) } else { 0.0 },
        theta: passing * (dividend_yield * terms.spot * shares - rate * bonds),
        rho: side * moment * bonds,
        vanna: 0.0,
        charm: passing * dividend_yield * shares,
        volga: 0.0,
    }
}

/// The best moment to exercise, from today to the expiry, and what exercise at it is worth today:
/// the spot less the strike of a call, at the interest of each; less than nothing out of the money.
///
/// The difference has at most one turning point in time. Of equal moments the one with more
/// shares is taken, which is the better one beside a kink.
fn best_moment(terms: &Terms, years: f64) -> (f64, f64) {
    let (rate, dividend_yield) = (terms.rate.decimal(), terms.dividend_yield.decimal());
    let discounted = |amount: f64, rate: f64, at: f64| match rate {
        0.0 => amount,
        _ => amount * exp(-rate * at),
    };
    let worth = |at: f64| {
        let spot = discounted(terms.spot, dividend_yield, at);
        terms.right.sign() * (spot - discounted(terms.strike, rate, at))
    };
    let ratio = dividend_yield * terms.spot / (rate * terms.strike);
    let drift = dividend_yield - rate;
    let turn = if ratio > 0.0 && drift != 0.0 { ln(ratio) / drift } else { 0.0 };
    let mut best = (0.0, worth(0.0));
    for at in [turn.clamp(0.0, years), years] {
        let value = worth(at);
        if value > best.1 || value == best.1 && dividend_yield <= 0.0 {
            best = (at, value);
        }
    }
    best
}
