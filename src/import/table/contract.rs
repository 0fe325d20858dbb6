//! Symbols of contracts: as the Options Clearing Corporation writes them, and as vendors shorten
//! them.

use chrono::NaiveDate;

use crate::market::Right;
use crate::units::{Strike, nearest};

/// What a symbol says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Symbol {
    pub(crate) expiry: NaiveDate,
    pub(crate) right: Right,
    /// `None` where the unit of what is written differs from vendor to vendor.
    pub(crate) strike: Option<Strike>,
}

/// Whether a cell has the symbol of an option.
pub(crate) fn is_contract(cell: &[u8]) -> bool {
    read(cell).is_some()
}

/// Reads a symbol such as `SPY230327P00390000`, from the right, since roots have any length: eight
/// digits of the strike in thousandths, the right, six digits of the expiry. Blanks that pad the
/// root and a market in front of it, as in `O:SPY...`, are passed over. Also read are symbols with
/// the strike in dollars, `.SPY230327P390.5`, `SPY_032723P390.5` (month first), and with a strike
/// of fewer digits behind a blank, `SPX 230327P3900000`, whose unit is not known.
pub(crate) fn read(cell: &[u8]) -> Option<Symbol> {
    parts(cell).map(|(_, symbol)| symbol)
}

/// The root of a symbol, without a market in front of it, and what else it says.
pub(crate) fn parts(cell: &[u8]) -> Option<(&[u8], Symbol)> {
    padded(cell).or_else(|| shortened(cell))
}

fn padded(cell: &[u8]) -> Option<(&[u8], Symbol)> {
    let (root, code) = cell.split_at_checked(cell.len().checked_sub(15)?)?;
    let right = right(code[6])?;
    let expiry = date(number(&code[..6])?)?;
    let strike = number(&code[7..]).filter(|strike| *strike > 0)?;
    let strike = Some(Strike::thousandths(strike));
    Some((named(root)?, Symbol { expiry, right, strike }))
}

/// A symbol with a strike that is not padded to eight digits.
fn shortened(cell: &[u8]) -> Option<(&[u8], Symbol)> {
    let is_of_strike = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let strike_at = cell.iter().rposition(|byte| !is_of_strike(byte))? + 1;
    let right = right(cell[strike_at - 1])?;
    let (root, day) = cell[..strike_at - 1].split_at_checked(strike_at.checked_sub(7)?)?;
    let day = number(day)?;
    let text = std::str::from_utf8(&cell[strike_at..]).ok()?;
    let is_cut = text.starts_with('0') && !text.starts_with("0.");
    if is_cut {
        return None; // what is padded has eight digits
    }
    let strike: f64 = text.parse().ok().filter(|strike| *strike > 0.0 && *strike < 1e8)?;
    let dollars = Some(Strike::thousandths(nearest(strike * 1_000.0)));
    let (root, day, strike) = match root {
        [root @ .., b'_'] => (root, day % 100 * 10_000 + day / 100, dollars),
        [.., b' '] => (root, day, None),
        _ => (root.strip_prefix(b".").unwrap_or(root), day, dollars),
    };
    Some((named(root)?, Symbol { expiry: date(day)?, right, strike }))
}

/// A root without what stands around it, if there is one.
fn named(root: &[u8]) -> Option<&[u8]> {
    let root = without_market(root).trim_ascii();
    let is_root = root.iter().any(u8::is_ascii_alphabetic) && root.len() <= 12;
    is_root.then_some(root)
}

fn number(digits: &[u8]) -> Option<i64> {
    let is_number = digits.iter().all(u8::is_ascii_digit);
    is_number.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// A day as YYMMDD.
fn date(day: i64) -> Option<NaiveDate> {
    let day = u32::try_from(day).ok()?;
    NaiveDate::from_ymd_opt(2000 + (day / 10_000) as i32, day / 100 % 100, day % 100)
}

fn right(letter: u8) -> Option<Right> {
    match letter {
        b'C' | b'c' => Some(Right::Call),
        b'P' | b'p' => Some(Right::Put),
        _ => None,
    }
}

/// A symbol without the market in front of it, as in `I:SPX`.
pub(crate) fn without_market(symbol: &[u8]) -> &[u8] {
    let market = symbol.iter().rposition(|byte| *byte == b':').map_or(0, |at| at + 1);
    &symbol[market..]
}

/// Whether a root is of contracts with another deliverable than the standard ones: a digit behind
/// the underlying's symbol is of adjusted (SPY1) and mini (SPY7) contracts, one before it of
/// flexible ones (2SPX). Source: OCC, Symbology Initiative.
pub(crate) fn is_adjusted(root: &[u8]) -> bool {
    root.len() > 1
        && root.iter().any(u8::is_ascii_alphabetic)
        && (root[0].is_ascii_digit() || root[root.len() - 1].is_ascii_digit())
}

/// The underlying that a root names: what expires weekly has a root of its own at some exchanges,
/// and what is adjusted a digit.
pub(crate) fn underlying(root: &[u8]) -> &[u8] {
    let root = without_digits(root);
    weekly(root).unwrap_or(root)
}

/// The underlying of a root that its exchange has for weekly contracts alone.
pub(crate) fn weekly(root: &[u8]) -> Option<&'static [u8]> {
    const WEEKLY: [(&[u8], &[u8]); 8] = [
        (b"SPXW", b"SPX"),
        (b"SPXPM", b"SPX"),
        (b"SPXQ", b"SPX"),
        (b"NDXP", b"NDX"),
        (b"RUTW", b"RUT"),
        (b"VIXW", b"VIX"),
        (b"XSPW", b"XSP"),
        (b"OEXW", b"OEX"),
    ];
    let weekly = WEEKLY.iter().find(|(weekly, _)| root.eq_ignore_ascii_case(weekly));
    weekly.map(|(_, underlying)| *underlying)
}

/// A root without the digits of one that is not standard.
fn without_digits(root: &[u8]) -> &[u8] {
    if !is_adjusted(root) {
        return root;
    }
    let letters = root.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(0);
    let end = root.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    &root[letters..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = read(text.as_bytes()).map(|Symbol { expiry, right, strike }| match strike {
            Some(strike) => format!("{expiry} {strike} {right}"),
            None => format!("{expiry} {right}"),
        });
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_symbol_is_read_from_the_right() {
        check("SPY230327P00390000", Some("2023-03-27 390 put"));
        check("O:NANOS230327c00003905", Some("2023-03-27 3.905 call"));
        check("AAPL  250221C00180000", Some("2025-02-21 180 call"));
        check("BRKB1230616C00300500", Some("2023-06-16 300.5 call"));
        check(".SPXW231117C4350", Some("2023-11-17 4350 call"));
        check("SPY_111723P435.5", Some("2023-11-17 435.5 put"));
        check("SPX 231117C4350000", Some("2023-11-17 call"));
    }

    #[test]
    fn a_root_names_the_underlying() {
        for (text, expected) in [
            ("O:SPXW230327P03900000", "SPX"),
            ("AAPL  250221C00180000", "AAPL"),
            ("SPY1230327P00390000", "SPY"),
            ("2SPXW230327P00390000", "SPX"),
            ("BRKB230327P00390000", "BRKB"),
            ("SPY", ""),
        ] {
            let root = parts(text.as_bytes()).map_or(&b""[..], |(root, _)| root);
            assert_eq!(underlying(root), expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn a_digit_marks_a_root_that_is_not_standard() {
        for (root, expected) in [
            ("SPY", false),
            ("SPY1", true),
            ("SPY7", true),
            ("2SPX", true),
            ("SPXW", false),
            ("1", false),
            ("", false),
        ] {
            assert_eq!(is_adjusted(root.as_bytes()), expected, "{root}");
        }
    }

    #[test]
    fn what_is_no_symbol_is_refused() {
        for text in [
            "",
            "SPY",
            "230327P00390000",
            "O:230327P00390000",
            "SPY231327P00390000",
            "SPY230327X00390000",
            "SPY230327P0039000A",
            "SPY230327P00000000",
            "SPY230327P00390",
            "SPY231327P390",
            "BRK_B 45",
            "call",
        ] {
            check(text, None);
        }
    }
}
