//! Text to rows of cells, each row on one line, each with the number of that line.
//!
//! A quotation mark that is not closed on its line would let the tokeniser swallow the rows below
//! it. Such a line is reported as broken and reading goes on with the next one, so that one stray
//! mark costs one row.

use std::io::Cursor;

use csv::{ByteRecord, Position, Reader, ReaderBuilder};

use super::problem::{Fault, Rule};
use super::shown::quoted;

/// The longest line that is cut into cells, in bytes: a bound on the memory of a row.
pub(super) const MAX_LINE: usize = 1 << 20;

/// What came next in a text.
pub(super) enum Next {
    /// A row with as many cells as the header.
    Row,
    /// A line that is no such row.
    Broken(Fault),
    /// The end of the text.
    End,
}

/// The rows of a text.
pub(super) struct Rows<'t> {
    text: &'t [u8],
    delimiter: u8,
    width: usize,
    reader: Reader<Cursor<&'t [u8]>>,
    record: ByteRecord,
    start: usize,
    line: u64,
    next_line: u64,
    blank: usize,
    /// Once a line was broken: what cuts each line by itself, or every quotation mark that is left
    /// open would be followed to the end of the text.
    careful: Option<Reader<Cursor<&'t [u8]>>>,
}

impl<'t> Rows<'t> {
    /// The rows of `text`, which begins on `line` and has `width` cells on each.
    pub(super) fn new(text: &'t [u8], line: u64, delimiter: u8, width: usize) -> Self {
        let (reader, record) = (tokeniser(text, delimiter), ByteRecord::new());
        Self {
            text,
            delimiter,
            width,
            reader,
            record,
            start: 0,
            line,
            next_line: line,
            blank: 0,
            careful: None,
        }
    }

    /// Goes to the next row that is not blank.
    pub(super) fn advance(&mut self) -> Next {
        loop {
            self.skip_line_ends();
            let rest = &self.text[self.start..];
            if rest.is_empty() {
                return Next::End;
            }
            (self.line, self.next_line) = (self.next_line, self.next_line + 1);
            if rest.len() > MAX_LINE && line_length(&rest[..=MAX_LINE]) > MAX_LINE {
                return self.broken_line(Rule::LineLength, |_| "a longer one".to_owned());
            }
            if let Some(careful) = &mut self.careful {
                let length = line_length(rest);
                let end = length + line_end(&rest[length..]).unwrap_or(0);
                cut_line(careful, &rest[..end], &mut self.record);
                self.go_to(self.start + end);
            } else if !matches!(self.reader.read_byte_record(&mut self.record), Ok(true)) {
                // Reading from memory cannot fail, and a flexible reader takes rows of any width.
                return Next::End;
            }
            if memchr::memchr2(b'\n', b'\r', self.record.as_slice()).is_some() {
                return self.broken_line(Rule::ClosedQuote, quoted);
            }
            if self.record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                self.blank += 1;
                continue;
            }
            return self.checked_width();
        }
    }

    /// A cell of the row, trimmed; empty if the row is too short.
    pub(super) fn cell(&self, column: usize) -> &[u8] {
        let cell = self.record.get(column).unwrap_or_default();
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

    /// The line of the row.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The row as it stands in the text.
    pub(super) fn raw(&self) -> &'t [u8] {
        let rest = &self.text[self.start..];
        &rest[..line_length(rest)]
    }

    /// The line behind the last row.
    pub(super) fn next_line(&self) -> u64 {
        self.next_line
    }

    /// How many blank lines there were between and after the rows so far.
    pub(super) fn blank_lines(&self) -> usize {
        self.blank
    }

    /// Sets the start of the next row, behind the line ends before it, and counts blank lines.
    fn skip_line_ends(&mut self) {
        // A slice's length fits a usize, and so does any position in it.
        let from = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        let mut start = from.min(self.text.len());
        // The tokeniser ends a row at the \r of \r\n and finds the \n before the next one.
        if self.text[..start].ends_with(b"\r") && self.text[start..].starts_with(b"\n") {
            start += 1;
        }
        while let Some(length) = line_end(&self.text[start..]) {
            start += length;
            self.blank += 1;
            self.next_line += 1;
        }
        self.start = start;
    }

    /// Goes on behind the line that starts here, whatever the tokeniser made of it.
    fn broken_line(&mut self, rule: Rule, found: fn(&[u8]) -> String) -> Next {
        // It must have read something before it can go back to the start.
        self.careful.get_or_insert_with(|| tokeniser(b"x\n", self.delimiter));
        let rest = &self.text[self.start..];
        let (line, behind) = rest.split_at(line_length(rest));
        let end = self.start + line.len() + line_end(behind).unwrap_or(0);
        self.go_to(end);
        Next::Broken(Fault { column: None, rule, found: found(line) })
    }

    fn go_to(&mut self, byte: usize) {
        let mut position = Position::new();
        position.set_byte(byte as u64);
        // Seeking in memory cannot fail.
        let _ = self.reader.seek(position);
    }

    fn checked_width(&self) -> Next {
        let cells = self.record.len();
        let rule = if cells < self.width {
            Rule::EnoughCells
        } else if (self.width..cells).any(|extra| !self.cell(extra).is_empty()) {
            Rule::NoMoreCells
        } else {
            return Next::Row;
        };
        let found = format!("{cells} instead of {}", self.width);
        Next::Broken(Fault { column: None, rule, found })
    }
}

/// The cells of one line.
pub(super) fn split_line(line: &[u8], delimiter: u8) -> ByteRecord {
    let mut record = ByteRecord::new();
    // As above, this cannot fail; a line without cells leaves the record empty.
    let _ = tokeniser(line, delimiter).read_byte_record(&mut record);
    record
}

/// The same by a tokeniser that is there already: to make one takes longer than a line.
fn cut_line<'t>(tokeniser: &mut Reader<Cursor<&'t [u8]>>, line: &'t [u8], record: &mut ByteRecord) {
    record.clear();
    // Going back to the start forgets the line before; in memory neither can fail.
    let _ = tokeniser.seek(Position::new());
    *tokeniser.get_mut() = Cursor::new(line);
    let _ = tokeniser.read_byte_record(record);
}

fn tokeniser(text: &[u8], delimiter: u8) -> Reader<Cursor<&[u8]>> {
    let mut builder = ReaderBuilder::new();
    builder
        .buffer_capacity(text.len().clamp(64, 1 << 16))
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter);
    builder.from_reader(Cursor::new(text))
}

/// How many bytes a text has before its first line end.
pub(super) fn line_length(text: &[u8]) -> usize {
    text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len())
}

/// The length of the line end at the start of `text`, if there is one.
pub(super) fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&read(text));
    }

    fn read(text: &str) -> String {
        let mut rows = Rows::new(text.as_bytes(), 1, b',', 2);
        let mut out = String::new();
        loop {
            let next = rows.advance();
            let line = rows.line();
            out += &match next {
                Next::Row => format!(
                    "{line}: {}|{}\n",
                    String::from_utf8_lossy(rows.cell(0)),
                    String::from_utf8_lossy(rows.cell(1))
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
