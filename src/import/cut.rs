//! One line cut into cells.
//!
//! Between the cells of a line without quotation marks stand delimiters and nothing else, so that
//! finding these is all there is to do, eight bytes at a time. A line with quotation marks is left
//! to csv_core, which knows what they mean.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::bytes;
use super::problem::Rule;

/// The longest line that is cut, in bytes: a bound on the memory of a row.
pub(super) const MAX_LINE: usize = 1 << 20;

/// The cells of the line that was cut last.
pub(super) struct Cut<'t> {
    delimiter: u8,
    line: &'t [u8],
    /// Where each cell is, from the first byte to the one behind the last: on the line, or among
    /// the cells that were freed of their marks.
    cells: Vec<(u32, u32)>,
    /// The cells of a line with quotation marks, one behind the other.
    freed: Option<Vec<u8>>,
    tokeniser: Option<Box<Reader>>,
}

impl<'t> Cut<'t> {
    /// Cuts at a delimiter.
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, line: b"", cells: Vec::new(), freed: None, tokeniser: None }
    }

    /// Cuts the line at the start of a text; what is wrong with it if it is no whole row. A
    /// quotation mark that is left open has the rest of the line for its cell.
    pub(super) fn first_line(&mut self, text: &'t [u8]) -> Result<(), Rule> {
        self.freed = None;
        let has_quotes = self.mark(text);
        if self.line.len() > MAX_LINE {
            return Err(Rule::LineLength);
        }
        if has_quotes { self.free() } else { Ok(()) }
    }

    /// The line, without its end.
    pub(super) fn line(&self) -> &'t [u8] {
        self.line
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell as it stands there; `None` if there are fewer.
    pub(super) fn get(&self, cell: usize) -> Option<&[u8]> {
        let (start, end) = *self.cells.get(cell)?;
        self.freed.as_deref().unwrap_or(self.line).get(start as usize..end as usize)
    }

    /// Every cell.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        (0..self.len()).map(|cell| self.get(cell).unwrap_or_default())
    }

    /// Finds the line at the start of a text and its cells; whether it has quotation marks. Of an
    /// overlong one only so much is looked at.
    fn mark(&mut self, text: &'t [u8]) -> bool {
        let mut has_quotes = false;
        self.cells.clear();
        let mut start = 0;
        let (words, _) = text[..text.len().min(MAX_LINE + bytes::SIZE)].as_chunks();
        for (number, word) in (0_u32..).zip(words) {
            let word = u64::from_le_bytes(*word);
            let mut found = marks(word, self.delimiter);
            while found != 0 {
                let bit = found.trailing_zeros() - 7;
                found &= found - 1;
                let (at, byte) = (number * 8 + bit / 8, (word >> bit) as u8);
                if byte == self.delimiter {
                    self.cells.push((start, at));
                    start = at + 1;
                } else if byte == b'"' {
                    has_quotes = true;
                } else if byte == b'\n' || byte == b'\r' {
                    self.cells.push((start, at));
                    self.line = &text[..at as usize];
                    return has_quotes;
                }
            }
        }
        self.mark_rest(text, words.len() * bytes::SIZE, start) || has_quotes
    }

    /// The same of the last bytes of a text, too few for a word, and of an overlong line.
    fn mark_rest(&mut self, text: &'t [u8], from: usize, mut start: u32) -> bool {
        let end = from + line_length(&text[from..]);
        self.line = &text[..end];
        let rest = &self.line[from..end.min(from.max(MAX_LINE))];
        for (at, _) in (from..).zip(rest).filter(|(_, byte)| **byte == self.delimiter) {
            self.cells.push((start, at as u32));
            start = at as u32 + 1;
        }
        self.cells.push((start, end.min(MAX_LINE) as u32));
        rest.contains(&b'"')
    }

    /// Cuts a line with quotation marks.
    fn free(&mut self) -> Result<(), Rule> {
        let delimiter = self.delimiter;
        let tokeniser = self
            .tokeniser
            .get_or_insert_with(|| Box::new(ReaderBuilder::new().delimiter(delimiter).build()));
        tokeniser.reset();
        // As many cells as delimiters and one more are room enough.
        let (mut freed, mut ends) = (vec![0; self.line.len() + 1], vec![0; self.cells.len()]);
        let (mut bytes, mut cells, mut read) = (0, 0, 0);
        // After a line end a byte order mark is a character like others, as in other lines.
        for part in [b"\n", self.line, b"\n", b""] {
            let room = (&mut freed[bytes..], &mut ends[cells..]);
            let (result, _, more_bytes, more_cells) = tokeniser.read_record(part, room.0, room.1);
            (bytes, cells, read) = (bytes + more_bytes, cells + more_cells, read + 1);
            if matches!(result, ReadRecordResult::Record) {
                break;
            }
        }
        ends.truncate(cells);
        freed.truncate(bytes);
        self.freed = Some(freed);
        self.cells.clear();
        let mut start = 0;
        for end in ends {
            self.cells.push((start, end as u32));
            start = end as u32;
        }
        // An open quotation mark swallows the line end, and only the end of the text closes it.
        if read > 3 { Err(Rule::ClosedQuote) } else { Ok(()) }
    }
}

/// The highest bit of each byte that is the delimiter, or below the marks that numbers, dates and
/// words are made of: among these are line ends and quotation marks.
fn marks(word: u64, delimiter: u8) -> u64 {
    bytes::below(word, b'-') | bytes::find(word, delimiter)
}

/// How many bytes a text has before its first line end.
pub(super) fn line_length(text: &[u8]) -> usize {
    memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len())
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
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str, delimiter: u8) -> Vec<String> {
        let mut cut = Cut::new(delimiter);
        cut.first_line(text.as_bytes()).expect("no mark is left open");
        cut.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    proptest! {
        /// The same cells as those of the csv crate, whatever the bytes.
        #[test]
        fn a_line_is_cut_as_a_tokeniser_cuts_it(
            line in r#"[a-d,;\t "!\-.0-9é\u{80}\u{feff}~]{1,40}"#,
            delimiter in prop::sample::select(vec![b',', b';', b'\t']),
            end in prop::sample::select(vec!["", "\n", "\r", "\r\n", "\nx,y"]),
        ) {
            let mut by_line = csv::ReaderBuilder::new();
            by_line.has_headers(false).flexible(true).delimiter(delimiter);
            let mut record = csv::ByteRecord::new();
            let text = format!("\n{line}\n");
            by_line.from_reader(text.as_bytes()).read_byte_record(&mut record).unwrap();
            let text = format!("{line}{end}");
            let mut cut = Cut::new(delimiter);
            let result = cut.first_line(text.as_bytes());
            prop_assert_eq!(cut.line(), line.as_bytes());
            match result {
                Ok(()) => prop_assert!(cut.iter().eq(record.iter())),
                Err(_) => prop_assert!(record.as_slice().ends_with(b"\n")),
            }
        }
    }

    #[test]
    fn delimiters_are_found_in_every_place_of_a_word() {
        for before in 0..20 {
            let text = format!("{},{}\nx", "9".repeat(before), "-".repeat(20 - before));
            let expected = ["9".repeat(before), "-".repeat(20 - before)];
            assert_eq!(cells(&text, b','), expected);
        }
        assert_eq!(cells("", b','), [""]);
        assert_eq!(cells("\n", b','), [""]);
    }

    #[test]
    fn no_byte_is_taken_for_another() {
        for byte in 0..=u8::MAX {
            let expected = byte < b'-' || byte == b';';
            for place in 0..8 {
                let word = 0xffff_ffff_ffff_ffff ^ (u64::from(!byte) << (8 * place));
                assert_eq!(marks(word, b';'), u64::from(expected) << (8 * place + 7), "{byte}");
            }
        }
    }
}
