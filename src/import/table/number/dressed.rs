//! Numbers that are written with more than digits and marks: the sign of a currency or of percent,
//! blanks or apostrophes between thousands, a minus in another place.

use crate::import::table::number::{DecimalMark, MAX_LENGTH, Number, read_bare};

/// What stands for a blank or an apostrophe between thousands.
const GROUPS: [(&[u8], u8); 8] = [
    ("\u{a0}".as_bytes(), b' '),
    ("\u{202f}".as_bytes(), b' '),
    ("\u{2009}".as_bytes(), b' '),
    ("\u{2007}".as_bytes(), b' '),
    ("\u{2019}".as_bytes(), b'\''),
    ("\u{2212}".as_bytes(), b'-'),
    // The same blank as many spreadsheets still write it, in an encoding of one byte.
    (b"\xa0", b' '),
    (b"\x92", b'\''),
];
const CURRENCIES: [&[u8]; 22] = [
    b"US$",
    b"$",
    "€".as_bytes(),
    "£".as_bytes(),
    "¥".as_bytes(),
    "₹".as_bytes(),
    b"\x80",
    b"\xa3",
    b"Rs.",
    b"Rs",
    b"USD",
    b"EUR",
    b"GBP",
    b"CHF",
    b"INR",
    b"JPY",
    b"CAD",
    b"AUD",
    b"HKD",
    b"PLN",
    b"SEK",
    b"BRL",
];

/// Reads a trimmed cell that is no bare number.
pub(super) fn read(cell: &[u8], mark: DecimalMark) -> Number {
    let mut buffer = [0; MAX_LENGTH];
    let text = plain(cell, &mut buffer);
    let (text, is_percent) = match text.strip_suffix(b"%") {
        Some(text) => (text.trim_ascii_end(), true),
        None => (text, false),
    };
    let (text, is_negative) = without_sign(text);
    let (text, is_money) = without_currency(text);
    let (text, is_negative) = match is_negative {
        false if is_money => without_sign(text),
        _ => (text, is_negative),
    };
    if !text.first().is_some_and(|byte| byte.is_ascii_digit() || b".,".contains(byte))
        || (is_percent && is_money)
    {
        return Number::Unreadable;
    }
    let read = match text.iter().find(|byte| matches!(byte, b' ' | b'\'')) {
        Some(group) => read_grouped(text, *group, mark),
        None => read_bare(text, mark),
    };
    let sign = if is_negative { -1.0 } else { 1.0 };
    match read {
        Number::Value(value) | Number::Grouped(value) if is_percent => {
            Number::Percent(sign * value)
        }
        Number::Value(value) | Number::Grouped(value) if is_money => Number::Money(sign * value),
        Number::Value(value) => Number::Value(sign * value),
        Number::Grouped(value) => Number::Grouped(sign * value),
        _ => Number::Unreadable,
    }
}

/// The cell with plain blanks, apostrophes and minus signs.
fn plain<'b>(cell: &[u8], buffer: &'b mut [u8; MAX_LENGTH]) -> &'b [u8] {
    let (mut at, mut length) = (0, 0);
    while at < cell.len() {
        let known = GROUPS.iter().find(|(written, _)| cell[at..].starts_with(written));
        // A currency's sign may hold one of the single bytes.
        let currency = CURRENCIES.iter().find(|sign| cell[at..].starts_with(sign));
        match (currency, known) {
            (Some(sign), _) if sign.len() > 1 => {
                buffer[length..length + sign.len()].copy_from_slice(sign);
                (at, length) = (at + sign.len(), length + sign.len());
            }
            (_, Some((written, plain))) => {
                buffer[length] = *plain;
                (at, length) = (at + written.len(), length + 1);
            }
            _ => {
                buffer[length] = cell[at];
                (at, length) = (at + 1, length + 1);
            }
        }
    }
    buffer[..length].trim_ascii()
}

/// A number without its sign, before or behind it, and whether it is negative; in brackets, as
/// accountants write, it is.
fn without_sign(text: &[u8]) -> (&[u8], bool) {
    match text {
        [b'(', inner @ .., b')'] => (inner.trim_ascii(), true),
        [b'-', rest @ ..] | [rest @ .., b'-'] => (rest.trim_ascii(), true),
        [b'+', rest @ ..] => (rest.trim_ascii(), false),
        _ => (text, false),
    }
}

/// A number without the sign or the code of a currency, and whether it had one.
fn without_currency(text: &[u8]) -> (&[u8], bool) {
    let before = CURRENCIES.iter().find_map(|sign| text.strip_prefix(*sign));
    let rest = before.or_else(|| CURRENCIES.iter().find_map(|sign| text.strip_suffix(*sign)));
    rest.map_or((text, false), |rest| (rest.trim_ascii(), true))
}

/// Reads a number whose thousands stand apart by a byte that is no decimal mark.
fn read_grouped(text: &[u8], group: u8, mark: DecimalMark) -> Number {
    let point = match mark {
        DecimalMark::Dot => b'.',
        DecimalMark::Comma => b',',
    };
    let end = text.iter().position(|byte| *byte == point).unwrap_or(text.len());
    let (whole, fraction) = text.split_at(end);
    let parts = || whole.split(|byte| *byte == group);
    let is_good = |(number, part): (usize, &[u8])| {
        let fits = if number == 0 { (1..=3).contains(&part.len()) } else { part.len() == 3 };
        fits && part.iter().all(u8::is_ascii_digit)
    };
    if !parts().enumerate().all(is_good) || !fraction.iter().skip(1).all(u8::is_ascii_digit) {
        return Number::Unreadable;
    }
    let joined: Vec<u8> = parts().flatten().chain(fraction).copied().collect();
    match read_bare(&joined, mark) {
        Number::Value(value) => Number::Grouped(value),
        _ => Number::Unreadable,
    }
}
