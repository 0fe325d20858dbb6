//! Quantities with units. What they are, how they are made, how they print; nothing else.
//!
//! A constructor names the unit it takes, so that 24 % can never be read as 2400 %:
//!
//! ```
//! use rotation::units::{Money, Vol};
//! assert_eq!(Vol::percent(24.0), Vol::annual(0.24));
//! assert_eq!(Money::dollars(3) - Money::micros(2_050), Money::micros(2_997_950));
//! ```
//!
//! Money, prices, strikes and contract counts are integers and exact. Volatilities, rates and years
//! belong to models and are floats.

mod contracts;
mod money;
mod price;
mod rate;
mod strike;
mod vol;
mod years;

pub use contracts::Contracts;
pub use money::Money;
pub use price::Price;
pub use rate::Rate;
pub use strike::Strike;
pub use vol::Vol;
pub use years::Years;

/// The nearest integer, halves away from zero. Cutting off is one instruction where rounding is a
/// call, and above 2^52 a float has no fraction to round.
#[must_use]
pub fn nearest(number: f64) -> i64 {
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    if number.abs() < WHOLE { (number + 0.5_f64.copysign(number)) as i64 } else { number as i64 }
}

/// A plain decimal number with a comma between thousands before the point.
///
/// ```
/// use rotation::units::group_thousands;
/// assert_eq!(group_thousands("-1234567.8901"), "-1,234,567.8901");
/// assert_eq!(group_thousands("123"), "123");
/// ```
#[must_use]
pub fn group_thousands(number: &str) -> String {
    let start = usize::from(number.starts_with('-'));
    let end = number.find('.').unwrap_or(number.len());
    let mut grouped = String::with_capacity(number.len() + number.len() / 3);
    for (position, digit) in number.char_indices() {
        if position > start && position < end && (end - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
