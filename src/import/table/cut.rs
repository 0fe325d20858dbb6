//! A text cut into lines, and these into cells.
//!
//! Between the cells of a line without quotation marks stand delimiters and nothing else, so that
//! finding these is all there is to do. A line with quotation marks is left to csv_core, which
//! knows what they mean.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::import::findings::problem::Rule;
use crate::import::source::lines::MAX_LINE;
use crate::import::table::bytes;
use crate::import::table::marks::Marks;

/// A cell of at most two words, to be known again.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    /// Its bytes, with zeros behind.
    text: u128,
    /// The bits that are its own.
    own: u128,
    length: usize,
}

/// The line that was cut last, and the search for the next.
pub(crate) struct Cut<'t> {
    text: &'t [u8],
    delimiter: u8,
    marks: Marks,
    /// The number of the next line among those that were searched.
    next: usize,
    /// Which marks are before the line and at its end.
    before: usize,
    last: usize,
    freed: Freed,
    tokeniser: Option<Box<Reader>>,
}

/// The cells of a line with quotation marks, freed of them.
#[derive(Default)]
struct Freed {
    /// The cells, each with a byte behind it; empty if the line has no quotation marks.
    bytes: Vec<u8>,
    places: Vec<u32>,
}

impl<'t> Cut<'t> {
    /// A text whose cells are cut at a delimiter, before its first line.
    pub(crate) fn new(text: &'t [u8], delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            marks: Marks::new(delimiter),
            next: 0,
            before: 0,
            last: 0,
            freed: Freed::default(),
            tokeniser: None,
        }
    }

    /// Goes to the next line, and cuts it: what is wrong with it if it is no whole row; `None`
    /// behind the last. A quotation mark that is left open has the rest of the line for its cell.
    pub(crate) fn next_line(&mut self) -> Option<Result<(), Rule>> {
        loop {
            if self.next == self.marks.line_ends.len() {
                let start = self.end().wrapping_add(1) as usize;
                if start >= self.text.len() {
                    return None;
                }
                self.marks.search(self.text, start);
                (self.next, self.last) = (0, 0);
            }
            (self.before, self.last) = (self.last, self.marks.line_ends[self.next] as usize);
            self.next += 1;
            if !self.is_within_line_end() {
                break;
            }
        }
        self.freed.bytes.clear();
        Some(if self.line().len() > MAX_LINE {
            Err(Rule::LineLength)
        } else if self.marks.has_quotes && self.line().contains(&b'"') {
            self.free()
        } else {
            Ok(())
        })
    }

    /// The line, without its end.
    pub(crate) fn line(&self) -> &'t [u8] {
        &self.text[self.start()..self.end() as usize]
    }

    /// The cells.
    #[inline]
    pub(crate) fn cells(&self) -> Cells<'_> {
        if self.freed.bytes.is_empty() {
            Cells { source: self.text, places: &self.marks.places[self.before..=self.last] }
        } else {
            Cells { source: &self.freed.bytes, places: &self.freed.places }
        }
    }

    fn start(&self) -> usize {
        self.marks.places[self.before].wrapping_add(1) as usize
    }

    fn end(&self) -> u32 {
        self.marks.places[self.last]
    }

    /// Whether the line is but what stands between `\r` and `\n`.
    fn is_within_line_end(&self) -> bool {
        let start = self.start();
        start == self.end() as usize
            && self.text.get(start) == Some(&b'\n')
            && self.text[..start].ends_with(b"\r")
    }

    /// Cuts a line with quotation marks.
    fn free(&mut self) -> Result<(), Rule> {
        let (line, delimiter) = (self.line(), self.delimiter);
        let tokeniser = self
            .tokeniser
            .get_or_insert_with(|| Box::new(ReaderBuilder::new().delimiter(delimiter).build()));
        tokeniser.reset();
        // As many cells as delimiters and one more are room enough.
        let room = self.last - self.before;
        let (mut freed, mut ends) = (vec![0; line.len() + 1], vec![0; room]);
        let (mut bytes, mut cells, mut read) = (0, 0, 0);
        // After a line end a byte order mark is a character like others, as in other lines.
        for part in [b"\n", line, b"\n", b""] {
            let room = (&mut freed[bytes..], &mut ends[cells..]);
            let (result, _, more_bytes, more_cells) = tokeniser.read_record(part, room.0, room.1);
            (bytes, cells, read) = (bytes + more_bytes, cells + more_cells, read + 1);
            if matches!(result, ReadRecordResult::Record) {
                break;
            }
        }
        self.freed.hold(&freed, &ends[..cells]);
        // An open quotation mark swallows the line end, and only the end of the text closes it.
        if read > 3 { Err(Rule::ClosedQuote) } else { Ok(()) }
    }
}

impl Freed {
    /// Takes cells one behind the other.
    fn hold(&mut self, cells: &[u8], ends: &[usize]) {
        self.bytes.clear();
        self.places.clear();
        self.places.push(u32::MAX);
        let mut start = 0;
        for end in ends {
            self.bytes.extend_from_slice(&cells[start..*end]);
            self.places.push(self.bytes.len() as u32);
            self.bytes.push(0);
            start = *end;
        }
        self.bytes.extend([0; 2 * bytes::SIZE]); // words can be read from every place
    }
}

/// The cells of a line.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'c> {
    /// The bytes that hold them.
    source: &'c [u8],
    /// Where the byte before the first is, and the byte behind each.
    places: &'c [u32],
}

impl<'c> Cells<'c> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len() - 1
    }

    /// A cell as it stands there; `None` if there are fewer.
    pub(crate) fn get(&self, cell: usize) -> Option<&'c [u8]> {
        let (start, length) = self.place(cell)?;
        self.source.get(start..start + length)
    }

    /// Every cell.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &'c [u8]> + ExactSizeIterator {
        let cells = *self;
        (0..self.len()).map(move |cell| cells.get(cell).unwrap_or_default())
    }

    /// The byte of a cell that has one alone.
    #[inline]
    pub(crate) fn byte(&self, cell: usize) -> Option<u8> {
        let (start, length) = self.place(cell)?;
        self.source.get(start).copied().filter(|_| length == 1)
    }

    /// The bytes from the start of a cell on in a word, whatever is behind it, and the length of
    /// the cell; `None` where the text ends with them.
    #[inline]
    pub(crate) fn word(&self, cell: usize) -> Option<(u64, usize)> {
        let (start, length) = self.place(cell)?;
        let bytes = self.source.get(start..)?.first_chunk()?;
        Some((u64::from_le_bytes(*bytes), length))
    }

    /// What tells a cell of at most two words from every other. `None` for a longer one, and where
    /// the text ends with it.
    pub(crate) fn key(&self, cell: usize) -> Option<Key> {
        let (text, length) = self.two_words(cell)?;
        let others = 8 * (2 * bytes::SIZE).checked_sub(length)? as u32;
        let own = u128::MAX.checked_shr(others).unwrap_or(0);
        Some(Key { text: text & own, own, length })
    }

    /// Whether a cell is the one that a key is of. Not known where the text ends with it.
    #[inline]
    pub(crate) fn is_again(&self, cell: usize, key: &Key) -> bool {
        let own = self.two_words(cell);
        own.is_some_and(|(text, length)| length == key.length && text & key.own == key.text)
    }

    /// Two words from the start of a cell on, whatever is behind it, and the length of the cell.
    #[inline]
    fn two_words(&self, cell: usize) -> Option<(u128, usize)> {
        let (start, length) = self.place(cell)?;
        let bytes = self.source.get(start..)?.first_chunk()?;
        Some((u128::from_le_bytes(*bytes), length))
    }

    /// Where a cell starts, and its length.
    #[inline]
    fn place(&self, cell: usize) -> Option<(usize, usize)> {
        let [before, behind] = *self.places.get(cell..)?.first_chunk()?;
        let start = before.wrapping_add(1);
        Some((start as usize, (behind - start) as usize))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str, delimiter: u8) -> Vec<String> {
        let mut cut = Cut::new(text.as_bytes(), delimiter);
        cut.next_line().expect("there is a line").expect("no mark is left open");
        cut.cells().iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
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
            let mut cut = Cut::new(text.as_bytes(), delimiter);
            let result = cut.next_line().expect("there is a line");
            prop_assert_eq!(cut.line(), line.as_bytes());
            match result {
                Ok(()) => prop_assert!(cut.cells().iter().eq(record.iter())),
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
        assert_eq!(cells("\n", b','), [""]);
    }
}
