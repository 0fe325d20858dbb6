//! Numbers as they are read on screen: separators, a real minus, a thin space before the percent
//! sign, and "n/a" for undefined values.

use crate::units::{Money, group_thousands};

use super::words::signed;

/// Shown for an undefined figure.
pub const UNDEFINED: &str = "n/a";

/// The fewest trading days of a rate a year, a full calendar year: the Global Investment
/// Performance Standards (2020, 2.A.10) forbid annualising the return of a shorter period.
const DAYS_OF_A_RATE: usize = 250;

/// A rate a year over so many days; `None` over less than a year, where it says nothing.
///
/// ```
/// use rotation::view::number::yearly;
/// assert_eq!(yearly(Some(0.07), 756), Some(0.07));
/// assert_eq!(yearly(Some(2_538.8), 19), None);
/// ```
#[must_use]
pub fn yearly(rate: Option<f64>, days: usize) -> Option<f64> {
    rate.filter(|_| days >= DAYS_OF_A_RATE)
}

/// An amount in whole dollars: 1,021,884.
///
/// ```
/// use rotation::{view::number, units::Money};
/// assert_eq!(number::dollars(Money::micros(-1_021_884_600_000)), "−1,021,885");
/// assert_eq!(number::cents(Money::micros(1_021_884_205_000)), "1,021,884.21");
/// assert_eq!(number::plus(number::cents(Money::dollars(12))), "+12.00");
/// ```
#[must_use]
pub fn dollars(amount: Money) -> String {
    money(amount, 1_000_000, 0)
}

/// An amount in dollars and cents: 1,021,884.20.
#[must_use]
pub fn cents(amount: Money) -> String {
    money(amount, 10_000, 2)
}

/// A number with separators and this many decimals.
///
/// ```
/// use rotation::view::number::decimal;
/// assert_eq!(decimal(-1234.567, 1), "−1,234.6");
/// assert_eq!(decimal(-0.001, 2), "0.00");
/// ```
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    signed(group_thousands(&format!("{value:.decimals$}")))
}

/// A share as percent with this many decimals: 0.0712 is 7.1 %.
///
/// ```
/// use rotation::view::number::percent;
/// assert_eq!(percent(-0.0712, 1), "−7.1\u{202f}%");
/// ```
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{}\u{202f}%", decimal(share * 100.0, decimals))
}

/// A whole number with separators.
#[must_use]
pub fn count(count: i64) -> String {
    decimal(count as f64, 0)
}

/// The same with a plus sign if the number written is above zero.
///
/// ```
/// use rotation::view::number::plus;
/// let signed = ["1.0", "0.00", "−1.0", "n/a"].map(|number| plus(number.to_owned()));
/// assert_eq!(signed, ["+1.0", "0.00", "−1.0", "n/a"]);
/// ```
#[must_use]
pub fn plus(number: String) -> String {
    let positive = number.starts_with(|first: char| first.is_ascii_digit())
        && number.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if positive { format!("+{number}") } else { number }
}

/// A figure that may be undefined.
#[must_use]
pub fn maybe(value: Option<f64>, write: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), write)
}

/// One thing or several, with their number: 1 day, 2,514 days.
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number as i64), if number == 1 { one } else { many })
}

/// Rounds half away from zero to `unit` micro-dollars.
fn money(amount: Money, unit: i64, decimals: usize) -> String {
    let size = amount.as_micros().unsigned_abs();
    let unit = unit.unsigned_abs();
    let units = size / unit + u64::from(size % unit >= unit / 2);
    let sign = if amount.is_negative() { "-" } else { "" };
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let point = if decimals == 0 { "" } else { "." };
    signed(group_thousands(&format!("{sign}{whole}{point}{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_rounded_half_away_from_zero_and_zero_has_no_sign() {
        fn check(micros: i64, whole: &str, exact: &str) {
            assert_eq!(dollars(Money::micros(micros)), whole);
            assert_eq!(cents(Money::micros(micros)), exact);
        }
        check(0, "0", "0.00");
        check(499_999, "0", "0.50");
        check(500_000, "1", "0.50");
        check(-4_999, "0", "0.00");
        check(-5_000, "0", "−0.01");
        check(999_995_000, "1,000", "1,000.00");
        check(-1_234_567_891_000, "−1,234,568", "−1,234,567.89");
        check(i64::MIN, "−9,223,372,036,855", "−9,223,372,036,854.78");
    }

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(counted(1, "day", "days"), "1 day");
        assert_eq!(counted(2514, "day", "days"), "2,514 days");
        assert_eq!(maybe(None, |value| decimal(value, 2)), "n/a");
    }
}
