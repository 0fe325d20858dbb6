//! Where the cells and the lines of a text end.
//!
//! A text is searched some lines ahead, 64 bytes at a time, and what is found is written down one
//! behind the other: to go through a line cell by cell, with a guess of where each ends, would cost
//! more than all of it (Langdale and Lemire 2019).

use crate::import::source::lines::{MAX_LINE, line_length};
use crate::import::table::bytes;

/// As many marks are enough for one search.
const ENOUGH: usize = 1 << 10;

/// As many bytes are searched at a time: a bit of a word for each.
const BLOCK: usize = u64::BITS as usize;

/// What was found in some lines of a text.
pub(crate) struct Marks {
    delimiter: u8,
    /// Where the byte before the first line is, and the one behind each cell; behind these there is
    /// room for more.
    pub(crate) places: Vec<u32>,
    /// How many places there are.
    count: usize,
    /// Which of the places end a line.
    pub(crate) line_ends: Vec<u32>,
    /// Whether there is any quotation mark: then a delimiter need not end a cell.
    pub(crate) has_quotes: bool,
}

impl Marks {
    /// Nothing yet.
    pub(crate) fn new(delimiter: u8) -> Self {
        let (places, line_ends) = (vec![u32::MAX], Vec::new());
        Self { delimiter, places, count: 1, line_ends, has_quotes: false }
    }

    /// Finds the marks of some of the lines of a text, from the start of one on: of at least one,
    /// unless the text ends there.
    pub(crate) fn search(&mut self, text: &[u8], from: usize) {
        self.places[0] = (from as u32).wrapping_sub(1);
        self.count = 1;
        self.line_ends.clear();
        self.has_quotes = false;
        let (blocks, rest) = text[from..].as_chunks();
        let mut at = from;
        for block in blocks {
            self.note(block, at);
            at += BLOCK;
            if self.line_ends.is_empty() {
                if at - from > MAX_LINE {
                    self.count = 1;
                    return self.end_line(at + line_length(&text[at..]));
                }
            } else if self.count > ENOUGH {
                return;
            }
        }
        let mut last = [b'0'; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        self.note(&last, at);
        // What is behind the last line end is a line as well.
        let end = self.line_ends.last().map_or(from, |end| self.places[*end as usize] as usize + 1);
        if end < text.len() {
            self.end_line(text.len());
        }
    }

    /// Notes the marks of a block at a place of the text.
    #[inline]
    fn note(&mut self, block: &[u8; BLOCK], at: usize) {
        let (mut cuts, mut others) = (0, 0);
        let (words, _) = block.as_chunks();
        for (number, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let shift = number * bytes::SIZE;
            cuts |= bytes::bits(bytes::find(word, self.delimiter)) << shift;
            // Line ends and quotation marks are below what numbers, dates and words are made of.
            others |= bytes::bits(bytes::below(word, b'-')) << shift;
        }
        let mut marks = cuts;
        for place in bytes::ones(others & !cuts) {
            match block[place as usize] {
                b'\n' | b'\r' => {
                    marks |= 1 << place;
                    let before = marks & ((1 << place) - 1);
                    self.line_ends.push(self.count as u32 + before.count_ones());
                }
                b'"' => self.has_quotes = true,
                _ => {}
            }
        }
        let room = self.room();
        for (slot, place) in room.iter_mut().zip(bytes::ones(marks)) {
            *slot = at as u32 + place;
        }
        self.count += marks.count_ones() as usize;
    }

    /// Ends a line at a place.
    fn end_line(&mut self, at: usize) {
        self.line_ends.push(self.count as u32);
        self.room()[0] = at as u32;
        self.count += 1;
    }

    /// Room for the places of a block.
    #[inline]
    fn room(&mut self) -> &mut [u32] {
        if self.places.len() < self.count + BLOCK {
            self.places.resize(2 * self.count + BLOCK, 0);
        }
        &mut self.places[self.count..][..BLOCK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where cells end, and in brackets lines.
    fn marks(text: &str, from: usize) -> String {
        let mut marks = Marks::new(b',');
        marks.search(text.as_bytes(), from);
        let is_end = |number: usize| marks.line_ends.contains(&(number as u32));
        let told = marks.places[..marks.count].iter().enumerate().skip(1).map(|(number, place)| {
            if is_end(number) { format!("[{place}]") } else { place.to_string() }
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_delimiter_and_every_line_end_is_found() {
        assert_eq!(marks("", 0), "");
        assert_eq!(marks("a,b\n", 0), "1 [3]");
        assert_eq!(marks("a,b\n,", 4), "4 [5]");
        assert_eq!(marks("a\r\n\tb", 0), "[1] [2] [5]");
        for before in 0..200 {
            let text = format!("{},{}\nx", "9".repeat(before), "-".repeat(200 - before));
            assert_eq!(marks(&text, 0), format!("{before} [201] [203]"));
        }
    }

    #[test]
    fn an_overlong_line_has_no_cells() {
        let text = [&",".repeat(2 * MAX_LINE), "\nb"].concat();
        assert_eq!(marks(&text, 0), format!("[{}]", 2 * MAX_LINE));
        assert_eq!(marks(&text, 2 * MAX_LINE + 1), format!("[{}]", 2 * MAX_LINE + 2));
    }
}
