//! Symbols of contracts, as the Options Clearing Corporation writes them.

use chrono::NaiveDate;

use crate::market::Right;
use crate::units::Strike;

/// What a symbol says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Symbol {
    pub(crate) expiry: NaiveDate,
    pub(crate) right: Right,
    pub(crate) strike: Strike,
}

/// Whether a cell has the symbol of an option.
pub(crate) fn is_contract(cell: &[u8]) -> bool {
    read(cell).is_some()
}

/// Reads a symbol such as `SPY230327P00390000`, from the right, since roots have any length: eight
/// digits of the strike in thousandths, the right, six digits of the expiry. Blanks that pad the
/// root and a market in front of it, as in `O:SPY...`, are passed over.
pub(crate) fn read(cell: &[u8]) -> Option<Symbol> {
    let (root, code) = cell.split_at_checked(cell.len().checked_sub(15)?)?;
    let number = |digits: &[u8]| {
        let is_number = digits.iter().all(u8::is_ascii_digit);
        is_number.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    };
    let day = number(&code[..6])? as i32;
    let expiry =
        NaiveDate::from_ymd_opt(2000 + day / 10_000, (day / 100 % 100) as u32, (day % 100) as u32)?;
    let right = match code[6].to_ascii_uppercase() {
        b'C' => Right::Call,
        b'P' => Right::Put,
        _ => return None,
    };
    let strike = number(&code[7..]).filter(|strike| *strike > 0)?;
    let has_root = root.iter().any(u8::is_ascii_alphanumeric) && !root.ends_with(b":");
    has_root.then_some(Symbol { expiry, right, strike: Strike::thousandths(strike) })
}

/// A symbol without the market in front of it, as in `I:SPX`.
pub(crate) fn without_market(symbol: &[u8]) -> &[u8] {
    let market = symbol.iter().rposition(|byte| *byte == b':').map_or(0, |at| at + 1);
    &symbol[market..]
}

/// What stands before expiry, right and strike in a symbol, without a market in front of it.
pub(crate) fn root(cell: &[u8]) -> &[u8] {
    without_market(cell[..cell.len().saturating_sub(15)].trim_ascii_end())
}

/// The underlying that a root names: what expires weekly has a root of its own at some exchanges.
pub(crate) fn underlying(root: &[u8]) -> &[u8] {
    const WEEKLY: [(&[u8], &[u8]); 5] = [
        (b"SPXW", b"SPX"),
        (b"NDXP", b"NDX"),
        (b"RUTW", b"RUT"),
        (b"VIXW", b"VIX"),
        (b"XSPW", b"XSP"),
    ];
    let weekly = WEEKLY.iter().find(|(weekly, _)| root.eq_ignore_ascii_case(weekly));
    weekly.map_or(root, |(_, underlying)| underlying)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = read(text.as_bytes())
            .map(|symbol| format!("{} {} {}", symbol.expiry, symbol.strike, symbol.right));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_symbol_is_read_from_the_right() {
        check("SPY230327P00390000", Some("2023-03-27 390 put"));
        check("O:NANOS230327c00003905", Some("2023-03-27 3.905 call"));
        check("AAPL  250221C00180000", Some("2025-02-21 180 call"));
        check("BRKB1230616C00300500", Some("2023-06-16 300.5 call"));
    }

    #[test]
    fn a_root_names_the_underlying() {
        for (text, expected) in [
            ("O:SPXW230327P03900000", "SPX"),
            ("AAPL  250221C00180000", "AAPL"),
            ("SPY1230327P00390000", "SPY1"),
            ("SPY", ""),
        ] {
            assert_eq!(underlying(root(text.as_bytes())), expected.as_bytes(), "{text}");
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
        ] {
            check(text, None);
        }
    }
}
