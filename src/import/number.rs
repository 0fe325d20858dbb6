//! Cells to numbers: missing ones, thousands separators, decimal commas.

use crate::math::decimal;

/// What stands between units and tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecimalMark {
    Dot,
    Comma,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// Nothing, or one of the words for it.
    Missing,
    /// A finite number.
    Value(f64),
    /// A finite number that was written with thousands separators.
    Grouped(f64),
    /// Neither.
    Unreadable,
}

/// Longer cells are no numbers; the longest number written out in full has fewer characters.
const MAX_LENGTH: usize = 40;

/// Reads a trimmed cell.
pub(super) fn read(cell: &[u8], mark: DecimalMark) -> Number {
    if mark == DecimalMark::Dot
        && let Some(value) = short(cell)
    {
        return Number::Value(value);
    }
    if is_missing(cell) {
        return Number::Missing;
    }
    if cell.len() > MAX_LENGTH || !starts_like_a_number(cell) {
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

/// Nearly every number of a file: at most fifteen digits and a dot. Their whole number and the
/// power of ten are exact, so one rounding lies between them and the nearest (Clinger 1990), as
/// [`decimal::parse`] has it.
fn short(cell: &[u8]) -> Option<f64> {
    const TENS: [f64; 16] =
        [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (is_negative, unsigned) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if unsigned.len() > TENS.len() {
        return None;
    }
    let (mut number, mut dot) = (0_u64, None);
    for (at, byte) in unsigned.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
            b'.' if dot.is_none() => dot = Some(at),
            _ => return None,
        }
    }
    let digits = unsigned.len() - usize::from(dot.is_some());
    let behind = dot.map_or(0, |at| unsigned.len() - 1 - at);
    if digits == 0 || digits >= TENS.len() {
        return None;
    }
    let value = number as f64 / TENS[behind];
    Some(if is_negative { -value } else { value })
}

/// The words that files use for "no value".
pub(super) fn is_missing(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 10] =
        [b"", b".", b"-", b"null", b"nan", b"n/d", b"n/a", b"na", b"none", b"#n/a"];
    // Nearly every cell is a number: settle those by their first character.
    !cell.first().is_some_and(u8::is_ascii_digit)
        && WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// The decimal mark of a file whose cells are cut by semicolons, from some of its cells.
///
/// A cell with both marks has the last one as its decimal mark; one with a single mark that is
/// not followed by exactly three digits says the same; else a comma is taken for the mark.
pub(super) fn decimal_mark<'c>(cells: impl Iterator<Item = &'c [u8]>) -> DecimalMark {
    let (mut commas, mut dots, mut weak_commas) = (0, 0, 0);
    for cell in cells {
        let Some(last) = cell.iter().rposition(|byte| matches!(byte, b'.' | b',')) else {
            continue;
        };
        let both = cell.contains(&b'.') && cell.contains(&b',');
        let is_strong = both || cell.len() - last - 1 != 3;
        match (cell[last], is_strong) {
            (b',', true) => commas += 1,
            (b',', false) => weak_commas += 1,
            (_, true) => dots += 1,
            (_, false) => {}
        }
    }
    if commas > dots || (commas == dots && weak_commas > 0) {
        DecimalMark::Comma
    } else {
        DecimalMark::Dot
    }
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
        check("12 %", Number::Unreadable);
        check("0x10", Number::Unreadable);
        check(&"9".repeat(41), Number::Unreadable);
    }

    #[test]
    fn a_short_number_is_read_as_a_long_one() {
        for cell in ["0", "-0", "1.", ".5", "0.1", "12.34", "-2695.79", "999999999999999"] {
            let expected = decimal::parse(cell).map(f64::to_bits);
            assert_eq!(short(cell.as_bytes()).map(f64::to_bits), expected, "{cell}");
        }
        for thousandths in (0..4_000_000).step_by(7) {
            let cell = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            assert_eq!(short(cell.as_bytes()), decimal::parse(&cell), "{cell}");
        }
        for cell in ["", ".", "-", "1e5", "1.2.3", "+1", "1234567890123456", "1,000"] {
            assert_eq!(short(cell.as_bytes()), None, "{cell}");
        }
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
    fn the_decimal_mark_is_found_in_the_cells() {
        let check = |cells: &[&str], expected| {
            assert_eq!(decimal_mark(cells.iter().map(|cell| cell.as_bytes())), expected);
        };
        check(&["1228,10", "1300"], DecimalMark::Comma);
        check(&["1228.10", "1300"], DecimalMark::Dot);
        check(&["1.234,5"], DecimalMark::Comma);
        check(&["1,234.5", "1,234"], DecimalMark::Dot);
        check(&["1,234"], DecimalMark::Comma);
        check(&["1.234"], DecimalMark::Dot);
        check(&["1300"], DecimalMark::Dot);
    }
}
