//! Whether a contract is a standard one, by what stands beside it.

use crate::import::sheet::sniff::Sheet;
use crate::import::table::contract::{is_adjusted, underlying, without_market};
use crate::import::table::meaning::{Mark, Meaning};
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::Row;

/// How many shares a standard contract is of.
const SHARES: u32 = 100;

/// What is known of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing speaks against a standard one.
    Standard,
    /// It is of so many shares, which is standard where no contract is of a hundred.
    Shares(u32),
    /// It is none.
    Special,
}

/// The columns that mark contracts.
pub(crate) struct Marks {
    columns: Vec<(usize, Mark)>,
    /// The column of letters, one of which tells contracts that are settled in the afternoon.
    pub(crate) letter: Option<usize>,
}

impl Marks {
    pub(crate) fn of(sheet: &Sheet<'_>) -> Self {
        let marks = sheet.meanings.iter().enumerate().filter_map(|(at, meaning)| match meaning {
            Some(Meaning::Mark(mark)) => Some((at, *mark)),
            _ => None,
        });
        Self { columns: marks.collect(), letter: sheet.column(Meaning::Mark(Mark::Letter)) }
    }

    /// What a row says, and the root of its contract beside the underlying's symbol.
    #[inline]
    pub(crate) fn standing(&self, row: &Row<'_>, symbol: &[u8], root: &[u8]) -> Standing {
        if is_adjusted(root) && is_of(without_market(symbol), underlying(root)) {
            return Standing::Special;
        }
        match self.columns.as_slice() {
            [] => Standing::Standard,
            columns => stated(columns, row),
        }
    }
}

/// Whether a symbol is that of an underlying, whatever stands before, within and behind it.
fn is_of(symbol: &[u8], underlying: &[u8]) -> bool {
    let letters = symbol.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.map(u8::to_ascii_uppercase).eq(underlying.iter().map(u8::to_ascii_uppercase))
}

fn stated(columns: &[(usize, Mark)], row: &Row<'_>) -> Standing {
    let mut standing = Standing::Standard;
    for (at, mark) in columns {
        match of_cell(row.cell(*at), *mark) {
            Standing::Standard => {}
            Standing::Special => return Standing::Special,
            shares => standing = shares,
        }
    }
    standing
}

/// What one cell says.
fn of_cell(cell: &[u8], mark: Mark) -> Standing {
    let lower = cell.to_ascii_lowercase();
    // As in "100 SPY", what a contract delivers.
    let first = lower.split(|byte| *byte == b' ').next().unwrap_or_default();
    let count = match number::read(first, DecimalMark::Dot) {
        Number::Missing => return Standing::Standard,
        Number::Value(count) | Number::Grouped(count) => Some(count),
        _ => None,
    };
    let is_hundred = count == Some(f64::from(SHARES));
    match mark {
        // Other deliverables, binary and mini contracts, and those of a thousand shares.
        Mark::Letter if [&b"n"[..], b"y", b"t", b"j"].contains(&&*lower) => Standing::Special,
        Mark::Letter => Standing::Standard,
        _ if is_hundred || count == Some(0.0) => Standing::Standard,
        Mark::Flag => match &*lower {
            b"false" | b"f" | b"no" | b"n" | b"none" | b"standard" | b"regular" => {
                Standing::Standard
            }
            _ => Standing::Special,
        },
        Mark::Size => match count {
            Some(count) if (1.0..1e9).contains(&count) => Standing::Shares(count as u32),
            None if lower == b"regular" || lower == b"standard" => Standing::Standard,
            _ => Standing::Special,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_tells_whether_a_contract_is_standard() {
        use Standing::{Shares, Special, Standard};
        for (mark, cell, expected) in [
            (Mark::Flag, "", Standard),
            (Mark::Flag, "0", Standard),
            (Mark::Flag, "0.0", Standard),
            (Mark::Flag, "100", Standard),
            (Mark::Flag, "50", Special),
            (Mark::Flag, "1", Special),
            (Mark::Flag, "True", Special),
            (Mark::Flag, "false", Standard),
            (Mark::Flag, "A", Special),
            (Mark::Size, "100", Standard),
            (Mark::Size, "100.0", Standard),
            (Mark::Size, "100 SPY", Standard),
            (Mark::Size, "50 SPY", Shares(50)),
            (Mark::Size, "10", Shares(10)),
            (Mark::Size, "REGULAR", Standard),
            (Mark::Size, "MINI", Special),
            (Mark::Size, "", Standard),
            (Mark::Letter, "*", Standard),
            (Mark::Letter, "W", Standard),
            (Mark::Letter, "P", Standard),
            (Mark::Letter, "N", Special),
            (Mark::Letter, "t", Special),
        ] {
            assert_eq!(of_cell(cell.as_bytes(), mark), expected, "{mark:?} {cell}");
        }
    }
}
