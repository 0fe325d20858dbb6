//! What was traded on each day, from the column beside daily prices. No run depends on it: it is
//! kept for who cleans a file here and goes on with it elsewhere.

use crate::import::sheet::order::pick;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::Row;

/// The volumes of the good rows of a file, in their order.
pub(crate) struct Volumes {
    column: Option<usize>,
    mark: DecimalMark,
    of_rows: Vec<Option<f64>>,
}

impl Volumes {
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        Self { column: sheet.column(Meaning::Volume), mark: sheet.mark, of_rows: Vec::new() }
    }

    /// Takes the cell of a good row; one that cannot be read is as good as an empty one.
    pub(crate) fn push(&mut self, row: &Row<'_>) {
        if let Some(column) = self.column {
            self.of_rows.push(read(row.cell(column), self.mark));
        }
    }

    /// Makes of a day's rows their sum, in place of the last of them.
    pub(crate) fn aggregate(&mut self, rows: &[usize]) {
        if let (Some(_), Some(last)) = (self.column, rows.last()) {
            self.of_rows[*last] =
                rows.iter().filter_map(|row| self.of_rows[*row]).reduce(|a, b| a + b);
        }
    }

    /// Those of the kept rows; `None` without any.
    pub(crate) fn pick(&self, kept: &[usize]) -> Option<Vec<Option<f64>>> {
        let picked = self.column.map(|_| pick(&self.of_rows, kept))?;
        picked.iter().any(Option::is_some).then_some(picked)
    }
}

/// A number of at least 0, also one that is cut to thousands, millions or billions: `83.2M`.
fn read(cell: &[u8], mark: DecimalMark) -> Option<f64> {
    let (digits, factor) = match cell.split_last()? {
        (b'K' | b'k', digits) => (digits, 1e3),
        (b'M' | b'm', digits) => (digits, 1e6),
        (b'B' | b'b', digits) => (digits, 1e9),
        _ => (cell, 1.0),
    };
    match number::read(digits.trim_ascii(), mark) {
        Number::Value(value) | Number::Grouped(value) if value >= 0.0 => {
            Some(if factor > 1.0 { (value * factor).round() } else { value })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_read_as_they_are_written() {
        let check = |cell: &str, mark: DecimalMark, expected: Option<f64>| {
            assert_eq!(read(cell.as_bytes(), mark), expected, "{cell}");
        };
        check("1234567", DecimalMark::Dot, Some(1_234_567.0));
        check("1,234,567", DecimalMark::Dot, Some(1_234_567.0));
        check("0", DecimalMark::Dot, Some(0.0));
        check("83.21M", DecimalMark::Dot, Some(83_210_000.0));
        check("83,21M", DecimalMark::Comma, Some(83_210_000.0));
        check("4.5 K", DecimalMark::Dot, Some(4_500.0));
        check("1.02b", DecimalMark::Dot, Some(1_020_000_000.0));
        for cell in ["", "-", "null", "M", "-5", "many", "1.2T"] {
            check(cell, DecimalMark::Dot, None);
        }
    }
}
