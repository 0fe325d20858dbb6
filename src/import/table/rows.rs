//! Text to rows of cells, each row on one line, each with the number of that line.
//!
//! A quotation mark that is not closed on its line would let the tokeniser swallow the rows below
//! it. Such a line is reported as broken and reading goes on with the next one, so that one stray
//! mark costs one row.

use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::show::quoted;
use crate::import::table::cut::{Cells, Cut, Key};
use crate::import::table::number::ShortNumbers;

/// What came next in a text.
pub(crate) enum Next {
    /// A row with as many cells as the header.
    Row,
    /// A line that is no such row.
    Broken(Box<Fault>),
    /// The end of the text.
    End,
}

/// The rows of a text.
pub(crate) struct Rows<'t> {
    width: usize,
    cut: Cut<'t>,
    line: u64,
    next_line: u64,
    blank: usize,
}

/// A row that is not blank.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    cells: Cells<'r>,
    line: u64,
    raw: &'r [u8],
}

impl<'t> Rows<'t> {
    /// The rows of `text`, which begins on `line` and has `width` cells on each.
    pub(crate) fn new(text: &'t [u8], line: u64, delimiter: u8, width: usize) -> Self {
        Self { width, cut: Cut::new(text, delimiter), line, next_line: line, blank: 0 }
    }

    /// Goes to the next row that is not blank.
    pub(crate) fn advance(&mut self) -> Next {
        loop {
            let Some(cut) = self.cut.next_line() else { return Next::End };
            (self.line, self.next_line) = (self.next_line, self.next_line + 1);
            if let Err(rule) = cut {
                return Next::Broken(self.broken(rule));
            }
            if self.is_blank() {
                self.blank += 1;
                continue;
            }
            return self.checked_width();
        }
    }

    /// The row.
    #[inline]
    pub(crate) fn row(&self) -> Row<'_> {
        Row { cells: self.cut.cells(), line: self.line, raw: self.cut.line() }
    }

    /// The line behind the last row.
    pub(crate) fn next_line(&self) -> u64 {
        self.next_line
    }

    /// How many blank lines there were between and after the rows so far.
    pub(crate) fn blank_lines(&self) -> usize {
        self.blank
    }

    /// Whether no cell has anything in it.
    fn is_blank(&self) -> bool {
        // Nearly every row begins with a date.
        !self.cut.line().first().is_some_and(u8::is_ascii_digit)
            && self.cut.cells().iter().all(|cell| cell.trim_ascii().is_empty())
    }

    fn broken(&self, rule: Rule) -> Box<Fault> {
        let found = match rule {
            Rule::LineLength => "a longer one".to_owned(),
            _ => quoted(self.cut.line()),
        };
        Box::new(Fault { column: None, rule, found })
    }

    #[inline]
    fn checked_width(&self) -> Next {
        let cells = self.cut.cells().len();
        if cells == self.width { Next::Row } else { self.other_width(cells) }
    }

    fn other_width(&self, cells: usize) -> Next {
        let row = self.row();
        let rule = if cells < self.width {
            Rule::EnoughCells
        } else if (self.width..cells).any(|extra| !row.cell(extra).is_empty()) {
            Rule::NoMoreCells
        } else {
            return Next::Row;
        };
        let found = format!("{cells} instead of {}", self.width);
        Next::Broken(Box::new(Fault { column: None, rule, found }))
    }
}

impl<'r> Row<'r> {
    /// Reads the numbers of some columns: of each cell that has a short one and nothing else, a dot
    /// its decimal mark. The others are none (NaN).
    ///
    /// Never inlined: a browser has good code for what is short sooner than for what is long.
    #[inline(never)]
    pub(crate) fn short_numbers(&self, columns: &mut [(usize, ShortNumbers)], into: &mut [f64]) {
        for (column, numbers) in columns {
            let word = self.cells.word(*column);
            into[*column] = word.map_or(f64::NAN, |(word, length)| numbers.read(word, length));
        }
    }

    /// The letter that is all of a cell.
    #[inline]
    pub(crate) fn letter(&self, column: usize) -> Option<u8> {
        self.cells.byte(column).filter(u8::is_ascii_alphabetic)
    }

    /// What tells a short cell from others.
    pub(crate) fn key(&self, column: usize) -> Option<Key> {
        self.cells.key(column)
    }

    /// Whether a cell is the short one that a key is of.
    #[inline]
    pub(crate) fn is_again(&self, column: usize, key: &Key) -> bool {
        self.cells.is_again(column, key)
    }

    /// A cell of the row, trimmed; empty if the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &'r [u8] {
        let cell = self.cells.get(column).unwrap_or_default();
        // Nearly every cell is bare: neither a blank nor a quotation mark begins or ends it.
        if let (Some(first), Some(b'#'..=b'~')) = (cell.first(), cell.last())
            && matches!(first, b'#'..=b'~')
        {
            return cell;
        }
        let cell = cell.trim_ascii();
        // A blank before the quotation mark hides it from the tokeniser.
        match cell {
            [b'"', inner @ .., b'"'] => inner.trim_ascii(),
            _ => cell,
        }
    }

    /// Whether it has words in one cell and nothing in the others.
    pub(crate) fn is_one_text(&self) -> bool {
        let mut filled = self.cells.iter().map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty());
        let is_text = |cell: &[u8]| {
            !cell[0].is_ascii_digit() && cell.iter().any(|byte| byte.is_ascii_alphabetic())
        };
        filled.next().is_some_and(is_text) && filled.next().is_none()
    }

    /// The line of the row.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The row as it stands in the text.
    pub(crate) fn raw(&self) -> &'r [u8] {
        self.raw
    }
}

/// The cells of one line, whatever is wrong with it.
pub(crate) fn split_line(line: &[u8], delimiter: u8) -> Cut<'_> {
    let mut cut = Cut::new(line, delimiter);
    let _ = cut.next_line();
    cut
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::import::source::lines::MAX_LINE;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&read(text));
    }

    fn read(text: &str) -> String {
        let mut rows = Rows::new(text.as_bytes(), 1, b',', 2);
        let mut out = String::new();
        loop {
            let next = rows.advance();
            let line = rows.row().line();
            out += &match next {
                Next::Row => format!(
                    "{line}: {}|{}\n",
                    String::from_utf8_lossy(rows.row().cell(0)),
                    String::from_utf8_lossy(rows.row().cell(1))
                ),
                Next::Broken(fault) => format!("{line}: {} / {}\n", fault.rule, fault.found),
                Next::End => break,
            };
        }
        out += &format!("{} blank", rows.blank_lines());
        out
    }

    #[test]
    fn rows_know_their_lines_whatever_ends_them() {
        let lines = ["a,1", "", "b,2", ",", "c,3", "", "", ""];
        let rows = ["1: a|1", "3: b|2", "5: c|3", "4 blank"].join("\n");
        for end in ["\n", "\r\n", "\r"] {
            let text = lines.join(end);
            let found = read(&text);
            assert_eq!(found, rows, "{text:?}");
        }
    }

    #[test]
    fn an_open_quotation_mark_costs_one_row() {
        check(
            "a,\"1\nb,2\nc,\"3\"\nd, \"4\" \n\"e\n\",5\nf,6",
            expect![[r#"
                1: a quotation mark closed on its line / "a,\"1"
                2: b|2
                3: c|3
                4: d|4
                5: a quotation mark closed on its line / "\"e"
                6: a quotation mark closed on its line / "\",5"
                7: f|6
                0 blank"#]],
        );
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let text = ["a,1\n", &",".repeat(MAX_LINE), "x\nb,2", &" ".repeat(MAX_LINE - 3)].concat();
        check(
            &text,
            expect![[r#"
                1: a|1
                2: a line of at most 1 MiB / a longer one
                3: b|2
                0 blank"#]],
        );
    }

    #[test]
    fn a_row_has_the_cells_of_the_header() {
        check(
            "a\na,1,\na,1,2\n",
            expect![[r#"
                1: as many cells as the header has / 1 instead of 2
                2: a|1
                3: no more cells than the header has / 3 instead of 2
                0 blank"#]],
        );
    }
}
