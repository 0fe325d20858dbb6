//! A stream cut into pieces of whole lines, so that a file of any size needs one piece of memory.

use std::io::{self, Read};

use crate::import::source::lines::MAX_LINE;

/// How many bytes a piece has at least, unless the stream ends.
pub(crate) const PIECE: usize = 1 << 20;

/// A stream of bytes, piece by piece. A line that is longer than any row may be is cut.
pub(crate) struct Pieces<'r> {
    from: Box<dyn Read + 'r>,
    /// The bytes read, and room for more.
    buffer: Vec<u8>,
    /// The length of the last piece, and of all bytes read.
    given: usize,
    read: usize,
    has_ended: bool,
    size: usize,
}

impl<'r> Pieces<'r> {
    /// Pieces of at least `size` bytes, 1 or more.
    pub(crate) fn new(from: Box<dyn Read + 'r>, size: usize) -> Self {
        Self { from, buffer: Vec::new(), given: 0, read: 0, has_ended: false, size }
    }

    /// Whether the last piece ends the stream.
    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended && self.given == self.read
    }

    /// The next whole lines, with their ends; `None` behind the last.
    pub(crate) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        self.buffer.copy_within(self.given..self.read, 0);
        self.read -= self.given;
        self.given = 0;
        let mut wanted = self.size;
        loop {
            self.fill(wanted)?;
            if self.has_ended {
                self.given = self.read;
                break;
            }
            if let Some(end) = last_line_end(&self.buffer[..self.read]) {
                self.given = end;
                break;
            }
            if self.read > MAX_LINE {
                self.cut_line()?;
            }
            wanted = self.read + self.size;
        }
        Ok((self.given > 0).then(|| &self.buffer[..self.given]))
    }

    /// Reads the rest of the stream, at most `most` bytes; whether it ended within them.
    pub(crate) fn rest(mut self, into: &mut Vec<u8>, most: usize) -> io::Result<bool> {
        into.extend_from_slice(&self.buffer[self.given..self.read]);
        // One byte more than there is room for tells that it is too much.
        let room = (most + 1).saturating_sub(into.len());
        (&mut self.from).take(room as u64).read_to_end(into)?;
        Ok(into.len() <= most)
    }

    /// Reads until the buffer has so many bytes or the stream ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        while self.read < wanted && !self.has_ended {
            match self.from.read(&mut self.buffer[self.read..wanted]) {
                Ok(0) => self.has_ended = true,
                Ok(read) => self.read += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Keeps just enough of an overlong line to recognise it, and skips to its end.
    fn cut_line(&mut self) -> io::Result<()> {
        const KEPT: usize = MAX_LINE + 1;
        loop {
            let behind = &self.buffer[KEPT..self.read];
            let end = behind.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let line_end = end.map_or(self.read, |at| KEPT + at);
            self.buffer.copy_within(line_end..self.read, KEPT);
            self.read -= line_end - KEPT;
            if end.is_some() {
                return Ok(());
            }
            self.fill(KEPT + self.size)?;
            if self.has_ended && self.read <= KEPT {
                return Ok(());
            }
        }
    }
}

/// The end of the last complete line. A `\r` at the end may be half of `\r\n`, so it does not
/// count.
fn last_line_end(text: &[u8]) -> Option<usize> {
    let known = text.strip_suffix(b"\r").unwrap_or(text);
    known.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives at most `most` bytes at a time.
    struct Slow<'t>(&'t [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let read = into.len().min(self.1);
            (&mut self.0).read(&mut into[..read])
        }
    }

    fn pieces(text: &str, most: usize, size: usize) -> Vec<String> {
        let mut pieces = Pieces::new(Box::new(Slow(text.as_bytes(), most)), size);
        let mut found = Vec::new();
        while let Some(piece) = pieces.next().unwrap() {
            found.push(String::from_utf8(piece.to_vec()).unwrap());
        }
        found
    }

    #[test]
    fn a_piece_ends_with_a_line_wherever_the_stream_is_cut() {
        let text = "a,1\nbb,2\r\n\r\nccc,3\rd\n\ne";
        for size in 1..30 {
            for most in 1..30 {
                let found = pieces(text, most, size);
                assert_eq!(found.concat(), text, "{most} {size}");
                let (_, whole) = found.split_last().unwrap();
                for piece in whole {
                    assert!(piece.ends_with(['\n', '\r']), "{piece:?}");
                }
                let breaks = found
                    .windows(2)
                    .any(|pair| pair[0].ends_with('\r') && pair[1].starts_with('\n'));
                assert!(!breaks, "{found:?}");
            }
        }
    }

    #[test]
    fn an_overlong_line_is_cut_and_the_next_is_whole() {
        let text = format!("a\n{}\r\nb\n{}", "x".repeat(3 * MAX_LINE), "y".repeat(2 * MAX_LINE));
        for size in [7_000, PIECE, 5 * PIECE] {
            let found = pieces(&text, 1 << 16, size).concat();
            let lines: Vec<_> = found.lines().map(|line| (line.len(), &line[..1])).collect();
            let long = |length: usize| length > MAX_LINE;
            assert!(
                matches!(lines[..], [(1, "a"), (x, "x"), (1, "b"), (y, "y")]
                if long(x) && long(y)),
                "{lines:?}"
            );
        }
    }
}
