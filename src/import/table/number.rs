//! Cells to numbers: missing ones, thousands separators, decimal commas.

mod dressed;
pub(crate) mod marks;

use crate::import::table::bytes;
use crate::math::decimal;

/// What stands between units and tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    Dot,
    Comma,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// Nothing, or one of the words for it.
    Missing,
    /// A finite number.
    Value(f64),
    /// A finite number that was written with thousands separators.
    Grouped(f64),
    /// A finite number that was written with the sign of a currency.
    Money(f64),
    /// A finite number of hundredths, with their sign.
    Percent(f64),
    /// Neither.
    Unreadable,
}

/// Longer cells are no numbers; the longest number written out in full has fewer characters.
const MAX_LENGTH: usize = 40;

/// Reads a trimmed cell.
pub(crate) fn read(cell: &[u8], mark: DecimalMark) -> Number {
    if mark == DecimalMark::Dot
        && let Some(value) = short(cell)
    {
        return Number::Value(value);
    }
    if is_missing(cell) {
        return Number::Missing;
    }
    if cell.len() > MAX_LENGTH {
        return Number::Unreadable;
    }
    match read_bare(cell, mark) {
        Number::Unreadable => dressed::read(cell, mark),
        read => read,
    }
}

/// The same of a count, which may be written in thousands, millions or billions, as in `1.2M`.
pub(crate) fn read_count(cell: &[u8], mark: DecimalMark) -> Number {
    let scale = match cell.last().map(u8::to_ascii_uppercase) {
        Some(b'K') => 1e3,
        Some(b'M') => 1e6,
        Some(b'B') => 1e9,
        _ => return read(cell, mark),
    };
    match read(cell[..cell.len() - 1].trim_ascii_end(), mark) {
        Number::Value(value) | Number::Grouped(value) => Number::Value(value * scale),
        _ => Number::Unreadable,
    }
}

/// A number of digits and marks alone.
fn read_bare(cell: &[u8], mark: DecimalMark) -> Number {
    if !starts_like_a_number(cell) {
        return Number::Unreadable;
    }
    let plain = match mark {
        DecimalMark::Dot => parse(cell),
        DecimalMark::Comma if cell.contains(&b'.') || cell.contains(&b',') => None,
        DecimalMark::Comma => parse(cell),
    };
    match plain {
        Some(value) => Number::Value(value),
        None => read_grouped(cell, mark),
    }
}

/// Nearly every number of a file: a minus perhaps, and at most eight digits before and behind the
/// dot. The whole number and the power of ten are exact, so one rounding lies between them and the
/// nearest (Clinger 1990), as [`decimal::parse`] has it.
fn short(cell: &[u8]) -> Option<f64> {
    match bytes::word(cell) {
        Some(word) => in_a_word(word, cell.len()),
        None => in_two_words(cell),
    }
}

/// Powers of ten, up to that of as many digits as a word has.
const TENS: [f64; bytes::SIZE + 1] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/// A dot alone at the end of a word.
const DOT: u64 = u64::from_le_bytes(*b"0000000.");
/// As many digits make a whole number that is exact.
const DIGITS: usize = 15;

/// The number that the first bytes of a word are: what there is to say of nearly every cell.
///
/// All characters are looked at together: to go from one to the next costs more in guesses of where
/// the number ends than reading it does.
fn in_a_word(word: u64, length: usize) -> Option<f64> {
    let (is_negative, digits) = parts(word, length)?;
    let number = unsigned(digits)?;
    Some(if is_negative { -number } else { number })
}

/// Whether a number of a word is negative, and its other characters at the end of a word with zeros
/// before; `None` where none of them can be a digit.
#[inline]
fn parts(word: u64, length: usize) -> Option<(bool, u64)> {
    if length == 0 || length > bytes::SIZE {
        return None;
    }
    let is_negative = word as u8 == b'-';
    let (word, length) = if is_negative { (word >> 8, length - 1) } else { (word, length) };
    (length > 0).then(|| (is_negative, bytes::at_the_end(word, length)))
}

/// The number that the characters of a word are. Zeros before a last dot are none here, as they may
/// be those that stand before a dot alone.
#[inline]
fn unsigned(word: u64) -> Option<f64> {
    let Some(at) = bytes::first_mark(word) else { return whole(word) };
    if (word >> at) as u8 != b'.' || word == DOT {
        return None;
    }
    // What stands before the dot moves up into its place.
    let before = (1 << at) - 1;
    let digits = word & !(before << 8 | 0xff) | (word & before) << 8 | u64::from(b'0');
    Some(whole(digits)? / TENS[bytes::SIZE - 1 - (at / 8) as usize])
}

/// The short numbers of a column, of which many are the one above: volumes of 0, the price of the
/// underlying.
pub(crate) struct ShortNumbers {
    /// The characters of the last number, and the number.
    last: (u64, f64),
}

impl ShortNumbers {
    /// Before the first number.
    pub(crate) fn new() -> Self {
        Self { last: (0, f64::NAN) } // eight bytes of zero are no number
    }

    /// The number that the first bytes of a word are; none (NaN) if they are no short one.
    #[inline]
    pub(crate) fn read(&mut self, word: u64, length: usize) -> f64 {
        let Some((is_negative, digits)) = parts(word, length) else { return f64::NAN };
        if self.last.0 != digits {
            self.last = (digits, unsigned(digits).unwrap_or(f64::NAN));
        }
        if is_negative { -self.last.1 } else { self.last.1 }
    }
}

/// The number that eight digits are; `None` if they are no digits.
#[inline]
fn whole(digits: u64) -> Option<f64> {
    bytes::are_digits(digits).then(|| f64::from(bytes::number(digits)))
}

/// The same of a number of which a word has the whole part and another the rest.
#[inline(never)]
fn in_two_words(cell: &[u8]) -> Option<f64> {
    let (sign, unsigned) = match cell {
        [b'-', rest @ ..] => (-1.0, rest),
        _ => (1.0, cell),
    };
    let dot = unsigned.iter().position(|byte| *byte == b'.')?;
    let (whole, fraction) = (&unsigned[..dot], &unsigned[dot + 1..]);
    let [whole, below] = [whole, fraction]
        .map(|part| self::whole(bytes::at_the_end(bytes::word(part)?, part.len())));
    let is_exact = unsigned.len() <= DIGITS + 1;
    let (whole, below) = (whole?, below?); // of as many digits as a word has
    let tens = TENS[fraction.len()];
    is_exact.then(|| sign * (whole * tens + below) / tens)
}

/// The words that files use for "no value".
pub(crate) fn is_missing(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 13] = [
        b"", b".", b"-", b"--", b"null", b"nan", b"n/d", b"n/a", b"n.a.", b"na", b"none", b"nil",
        b"#n/a",
    ];
    // Nearly every cell is a number: settle those by their first character.
    !cell.first().is_some_and(u8::is_ascii_digit)
        && WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Keeps out the words that the standard parser knows: inf, infinity, nan.
fn starts_like_a_number(cell: &[u8]) -> bool {
    let unsigned = match cell {
        [b'+' | b'-', rest @ ..] => rest,
        _ => cell,
    };
    matches!(unsigned.first(), Some(b'0'..=b'9' | b'.' | b','))
}

fn parse(cell: &[u8]) -> Option<f64> {
    let value = decimal::parse(std::str::from_utf8(cell).ok()?)?;
    value.is_finite().then_some(value)
}

/// Reads a number whose thousands are set apart, or whose decimal mark is a comma.
fn read_grouped(cell: &[u8], mark: DecimalMark) -> Number {
    let (point, group) = match mark {
        DecimalMark::Dot => (b'.', b','),
        DecimalMark::Comma => (b',', b'.'),
    };
    let whole_length = cell.iter().position(|byte| *byte == point).unwrap_or(cell.len());
    let (whole, fraction) = cell.split_at(whole_length);
    let grouped = whole.contains(&group);
    if fraction.contains(&group) || (grouped && !is_well_grouped(whole, group)) {
        return Number::Unreadable;
    }
    let mut plain = [0; MAX_LENGTH];
    let mut length = 0;
    for &byte in cell.iter().filter(|byte| **byte != group) {
        plain[length] = if byte == point { b'.' } else { byte };
        length += 1;
    }
    match parse(&plain[..length]) {
        Some(value) if grouped => Number::Grouped(value),
        Some(value) => Number::Value(value),
        None => Number::Unreadable,
    }
}

/// Whether separators stand before every third digit: one to three digits, then threes.
fn is_well_grouped(whole: &[u8], group: u8) -> bool {
    let digits = match whole {
        [b'+' | b'-', rest @ ..] => rest,
        _ => whole,
    };
    digits.split(|byte| *byte == group).enumerate().all(|(index, part)| {
        let length_fits = if index == 0 { (1..=3).contains(&part.len()) } else { part.len() == 3 };
        length_fits && part.iter().all(u8::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_decimal_dot() {
        let check = |cell: &str, expected| {
            assert_eq!(read(cell.as_bytes(), DecimalMark::Dot), expected, "{cell}");
        };
        check("1228.10", Number::Value(1228.10));
        check("-1.5", Number::Value(-1.5));
        check("+2", Number::Value(2.0));
        check(".5", Number::Value(0.5));
        check("8.77e8", Number::Value(877_000_000.0));
        check("1,234.56", Number::Grouped(1234.56));
        check("-1,234,567", Number::Grouped(-1_234_567.0));
        check("12,5", Number::Unreadable);
        check("1,2345.6", Number::Unreadable);
        check("1.234,56", Number::Unreadable);
        check(",5", Number::Unreadable);
        check("1e999", Number::Unreadable);
        check("inf", Number::Unreadable);
        check("-nan", Number::Unreadable);
        check("12 %", Number::Percent(12.0));
        check("0x10", Number::Unreadable);
        check(&"9".repeat(41), Number::Unreadable);
    }

    #[test]
    fn a_short_number_is_read_as_a_long_one() {
        for cell in [
            "0",
            "-0",
            "1.",
            ".5",
            "0.1",
            "12.34",
            "-2695.79",
            "12345678",
            "-1234567.12345678",
            "0.1234567",
            "12345678.1",
        ] {
            let expected = decimal::parse(cell).map(f64::to_bits);
            assert_eq!(short(cell.as_bytes()).map(f64::to_bits), expected, "{cell}");
        }
        for thousandths in (0..4_000_000).step_by(7) {
            let cell = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            assert_eq!(short(cell.as_bytes()), decimal::parse(&cell), "{cell}");
        }
        for cell in [
            "",
            ".",
            "-",
            "-.",
            "1e5",
            "1.2.3",
            "1..2",
            "+1",
            "1,000",
            "12345678.",
            "123456789012345.6",
            "0.123456789",
            "0.",
        ] {
            assert_eq!(short(cell.as_bytes()), None, "{cell}");
        }
    }

    #[test]
    fn a_number_below_another_is_read_as_by_itself() {
        let mut column = ShortNumbers::new();
        let cells = ["0", "0", ".", "0.", "00", "-0", "1.5", "-1.5", "01.5", "x", "1.5", "", "7"];
        for cell in cells.into_iter().chain(["\0\0\0\0\0\0\0\0", "\0", "-", "7", "-7", "7."]) {
            let mut word = [b'9'; bytes::SIZE];
            word[..cell.len()].copy_from_slice(cell.as_bytes());
            let (word, length) = (u64::from_le_bytes(word), cell.len());
            let found = column.read(word, length);
            let alone = in_a_word(word, length);
            assert_eq!(found.to_bits(), alone.unwrap_or(found).to_bits(), "{cell:?}");
            assert_eq!(found.is_nan(), alone.is_none(), "{cell:?}");
        }
        assert_eq!(read(b"0.", DecimalMark::Dot), Number::Value(0.0));
        assert_eq!(read(b".", DecimalMark::Dot), Number::Missing);
    }

    #[test]
    fn numbers_with_a_decimal_comma() {
        let check = |cell: &str, expected| {
            assert_eq!(read(cell.as_bytes(), DecimalMark::Comma), expected, "{cell}");
        };
        check("1228,10", Number::Value(1228.10));
        check("1.234,56", Number::Grouped(1234.56));
        check("1.234", Number::Grouped(1234.0));
        check("1228", Number::Value(1228.0));
        check("1228.10", Number::Unreadable);
        check("1,234.56", Number::Unreadable);
        check("1,2,3", Number::Unreadable);
    }

    #[test]
    fn a_missing_cell_has_many_names() {
        for cell in ["", ".", "-", "null", "NULL", "NaN", "nan", "N/D", "n/a", "NA", "None", "#N/A"]
        {
            assert_eq!(read(cell.as_bytes(), DecimalMark::Dot), Number::Missing, "{cell}");
        }
        assert_eq!(read(b"0", DecimalMark::Dot), Number::Value(0.0));
    }

    #[test]
    fn numbers_are_read_in_all_their_dress() {
        use DecimalMark::{Comma, Dot};
        let check = |cell: &str, mark, expected| {
            assert_eq!(read(cell.as_bytes(), mark), expected, "{cell}");
        };
        check("$446.72", Dot, Number::Money(446.72));
        check("$1,446.72", Dot, Number::Money(1446.72));
        check("-$1.50", Dot, Number::Money(-1.5));
        check("446,72 €", Comma, Number::Money(446.72));
        check("EUR 446,72", Comma, Number::Money(446.72));
        check("446.72 USD", Dot, Number::Money(446.72));
        check("₹17,400.50", Dot, Number::Money(17400.5));
        check("14.11%", Dot, Number::Percent(14.11));
        check("+1.75 %", Dot, Number::Percent(1.75));
        check("14,11\u{a0}%", Comma, Number::Percent(14.11));
        check("4\u{a0}446,90", Comma, Number::Grouped(4446.9));
        check("4\u{202f}446,90", Comma, Number::Grouped(4446.9));
        check("4 446,90", Comma, Number::Grouped(4446.9));
        check("1 234 567", Dot, Number::Grouped(1_234_567.0));
        check("4'446.90", Dot, Number::Grouped(4446.9));
        check("4\u{2019}446.90", Dot, Number::Grouped(4446.9));
        check("(1.50)", Dot, Number::Value(-1.5));
        check("1.50-", Dot, Number::Value(-1.5));
        check("\u{2212}1.50", Dot, Number::Value(-1.5));
        assert_eq!(read(b"4\xa0446,90", Comma), Number::Grouped(4446.9));
        for cell in ["4 46", "1 2345", "1 .5", "$", "%", "$ %", "()", "12 x", "1.5 USDX", "4' 446"]
        {
            check(cell, Dot, Number::Unreadable);
        }
        check("1'234 567", Dot, Number::Unreadable);
        check("4,4 446", Comma, Number::Unreadable);
        check("$-", Dot, Number::Unreadable);
        check("--1", Dot, Number::Unreadable);
        check("1%%", Dot, Number::Unreadable);
    }

    #[test]
    fn counts_may_be_written_short() {
        let check = |cell: &str, expected| {
            assert_eq!(read_count(cell.as_bytes(), DecimalMark::Dot), expected, "{cell}");
        };
        check("109.81M", Number::Value(109_810_000.0));
        check("1,2K", Number::Unreadable);
        check("0.45B", Number::Value(450_000_000.0));
        check("12 k", Number::Value(12_000.0));
        check("1,949", Number::Grouped(1949.0));
        check("M", Number::Unreadable);
        assert_eq!(read(b"1.2M", DecimalMark::Dot), Number::Unreadable);
    }
}
