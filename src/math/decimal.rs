//! Decimal text to the nearest number.
//!
//! The same bits as the standard library gives, without its tables of powers: those alone are ten
//! kilobytes that do not compress, in each of the two programs that a browser downloads.

/// The number nearest to a decimal text such as `-12.5` or `1e-3`; `None` for any other text, the
/// words for infinity and for no number included. What is too large becomes infinite.
///
/// ```
/// use rotation::math::decimal::parse;
/// assert_eq!(parse("0.1"), Some(0.1));
/// assert_eq!(parse("-1.5e3"), Some(-1500.0));
/// assert_eq!(parse("nan"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (digits, power) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], exponent(&unsigned[at + 1..])?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut number = Vec::with_capacity(digits.len());
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        if digit > 0 || !number.is_empty() {
            number.push(digit);
        }
    }
    let power = power.saturating_sub(i32::try_from(fraction.len()).ok()?);
    let nearest = nearest(&number, power);
    Some(if text.starts_with('-') { -nearest } else { nearest })
}

/// The power behind an `e`; one beyond all use stays so.
fn exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() {
        return None;
    }
    let mut power: i32 = 0;
    for byte in digits.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        power = (power * 10 + i32::from(digit)).min(100_000);
    }
    Some(if text.starts_with('-') { -power } else { power })
}

/// Digits, the first not zero, times a power of ten.
fn nearest(digits: &[u8], power: i32) -> f64 {
    let magnitude = power.saturating_add(i32::try_from(digits.len()).unwrap_or(i32::MAX));
    if digits.is_empty() || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    // Two exact numbers have one rounding between them (Clinger 1990).
    if digits.len() <= 15 && power.unsigned_abs() <= 22 {
        let number = digits.iter().fold(0.0, |number, digit| number * 10.0 + f64::from(*digit));
        let ten = (0..power.unsigned_abs()).fold(1.0, |ten, _| ten * 10.0);
        return if power < 0 { number / ten } else { number * ten };
    }
    exactly(digits, power)
}

/// The same with all digits, as a long number of which the first 64 bits are rounded once.
fn exactly(digits: &[u8], power: i32) -> f64 {
    let mut number = Long::default();
    digits.iter().for_each(|digit| number.times(10, u32::from(*digit)));
    let mut shift = 0;
    let mut is_more = false;
    if power >= 0 {
        (0..power).for_each(|_| number.times(10, 0));
    } else {
        // Enough bits stay whole: a division by ten takes less than three and a half.
        let words = power.unsigned_abs() / 9 + 3;
        number.words.splice(0..0, (0..words).map(|_| 0));
        shift = words as i32 * 32;
        (0..-power).for_each(|_| is_more |= number.over_ten());
    }
    let (top, bits, below) = number.top();
    rounded(top, bits - 64 - shift, is_more || below)
}

/// `top`, whose highest bit is set, times a power of two; `is_more` if bits are cut off below.
fn rounded(top: u64, power: i32, is_more: bool) -> f64 {
    // Of the smallest numbers fewer bits are kept.
    let dropped = 11 + (-1074 - (power + 11)).max(0);
    if dropped > 64 {
        return 0.0;
    }
    let kept = if dropped == 64 { 0 } else { top >> dropped };
    let half = 1 << (dropped - 1);
    let rest = top & (half | (half - 1));
    let is_up = rest > half || (rest == half && (is_more || kept & 1 == 1));
    let number = (kept + u64::from(is_up)) as f64;
    // In two steps, since neither of the extremes is a normal power of two.
    let power = power + dropped;
    number * two_to(power / 2) * two_to(power - power / 2)
}

fn two_to(power: i32) -> f64 {
    f64::from_bits(((power + 1023).clamp(0, 2047) as u64) << 52)
}

/// A whole number of any length, the lowest 32 bits first.
#[derive(Default)]
struct Long {
    words: Vec<u32>,
}

impl Long {
    fn times(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for word in &mut self.words {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.words.push(carry as u32);
        }
    }

    /// Divides by ten; whether something remained.
    fn over_ten(&mut self) -> bool {
        let mut rest = 0;
        for word in self.words.iter_mut().rev() {
            let number = (rest << 32) | u64::from(*word);
            *word = (number / 10) as u32;
            rest = number % 10;
        }
        rest > 0
    }

    /// The highest 64 bits, the first of them set; how many bits there are in all; whether one is
    /// set below.
    fn top(&self) -> (u64, i32, bool) {
        let length = self.words.iter().rposition(|word| *word > 0).map_or(0, |last| last + 1);
        let word = |back| length.checked_sub(back).map_or(0, |at| u64::from(self.words[at]));
        let zeros = (word(1) as u32).leading_zeros();
        let (high, low) = ((word(1) << 32) | word(2), word(3) << zeros);
        let top = (high << zeros) | (low >> 32);
        let is_cut = low as u32 > 0;
        let rest = &self.words[..length.saturating_sub(3)];
        let below = is_cut || rest.iter().any(|word| *word > 0);
        (top, length as i32 * 32 - zeros as i32, below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) {
        let expected: f64 = text.parse().unwrap();
        let found = parse(text).map(f64::to_bits);
        assert_eq!(found, Some(expected.to_bits()), "{text}");
    }

    #[test]
    fn hard_texts_become_what_the_standard_library_makes_of_them() {
        for text in [
            "0",
            "0.0",
            ".5",
            "5.",
            "1e0",
            "1E+2",
            "00012.50",
            "9007199254740993",
            "9007199254740992.5",
            "123456789012345678901234567890",
            "0.1e-6",
            "1e22",
            "1e23",
            "8.5e22",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "5e-324",
            "2e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            "1e400",
            "1e99999999999",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "7.2057594037927933e16",
            "6.9294956446009195e15",
            "3.237883913302901e-319",
            "179769313486231580793e289",
        ] {
            check(text);
            check(&format!("-{text}"));
        }
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", ".", "-", "e5", "1e", "1e+", "1.2.3", "nan", "inf", "1 ", "0x1", "--1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_comes_back_from_its_text(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                check(&format!("{number}"));
                check(&format!("{number:e}"));
                check(&format!("{number:.3e}"));
            }
        }

        #[test]
        fn digits_of_any_length_are_rounded_alike(text in "[0-9]{1,40}(\\.[0-9]{0,40})?(e-?[0-9]{1,3})?") {
            check(&text);
        }
    }
}
