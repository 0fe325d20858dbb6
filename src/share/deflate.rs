//! Deflate (RFC 1951) for texts as short as a link: what is written uses no codes of its own, what
//! is read may use all that there are.
//!
//! Small rather than fast: every place before is looked at for a repetition.

/// Base and extra bits of the lengths from code 257 on.
const LENGTHS: [(u16, u8); 29] = codes(3, 8, 2);
/// Base and extra bits of the distances from code 0 on.
const DISTANCES: [(u16, u8); 30] = codes(1, 4, 1);
/// The order in which the lengths of the codes of lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END: usize = 256;
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
const WINDOW: usize = 32_768;

/// Each code begins where the one before ends; the first ones have no extra bits, then they have
/// one more after every so many codes.
const fn codes<const N: usize>(first: u16, plain: usize, log: usize) -> [(u16, u8); N] {
    let mut codes = [(0, 0); N];
    let (mut base, mut at) = (first, 0);
    while at < N {
        let extra = if at < plain { 0 } else { (at >> log) - 1 };
        codes[at] = (base, extra as u8);
        base = base.wrapping_add(1 << extra);
        at += 1;
    }
    if N == 29 {
        codes[28] = (LONGEST as u16, 0); // the longest has a code of its own
    }
    codes
}

/// The bytes, compressed: in one block, with the fixed codes or as they are.
#[must_use]
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Writer::default();
    out.bits(0b011, 3); // the last block, fixed codes
    let mut at = 0;
    while at < bytes.len() {
        let (length, distance) = repetition(bytes, at);
        if length < SHORTEST {
            out.symbol(usize::from(bytes[at]));
            at += 1;
            continue;
        }
        let code = code_of(&LENGTHS, length);
        out.symbol(END + 1 + code);
        out.bits(length - usize::from(LENGTHS[code].0), LENGTHS[code].1);
        let code = code_of(&DISTANCES, distance);
        out.code(code, 5);
        out.bits(distance - usize::from(DISTANCES[code].0), DISTANCES[code].1);
        at += length;
    }
    out.symbol(END);
    match u16::try_from(bytes.len()) {
        Ok(length) if bytes.len() + 5 < out.bytes.len() => {
            let mut plain = vec![1];
            plain.extend(length.to_le_bytes());
            plain.extend((!length).to_le_bytes());
            plain.extend(bytes);
            plain
        }
        _ => out.bytes,
    }
}

/// The longest repetition at a place, and how far back it stands; the nearest of several.
fn repetition(bytes: &[u8], at: usize) -> (usize, usize) {
    let mut best = (0, 0);
    for distance in 1..=at.min(WINDOW) {
        let pairs = bytes[at..].iter().zip(&bytes[at - distance..]);
        let length = pairs.take(LONGEST).take_while(|(a, b)| a == b).count();
        if length > best.0 {
            best = (length, distance);
        }
    }
    best
}

fn code_of(codes: &[(u16, u8)], value: usize) -> usize {
    codes.iter().rposition(|(base, _)| usize::from(*base) <= value).unwrap_or(0)
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    /// Bits used of the last byte; a full one is none.
    used: u8,
}

impl Writer {
    /// Bits of a number, the lowest first.
    fn bits(&mut self, number: usize, count: u8) {
        for bit in 0..count {
            if self.used == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((number >> bit & 1) as u8) << self.used;
            }
            self.used = (self.used + 1) % 8;
        }
    }

    /// Bits of a code, the highest first.
    fn code(&mut self, code: usize, count: u8) {
        (0..count).rev().for_each(|bit| self.bits(code >> bit, 1));
    }

    /// A symbol in the fixed code.
    fn symbol(&mut self, symbol: usize) {
        match symbol {
            0..144 => self.code(0x30 + symbol, 8),
            144..256 => self.code(0x190 + symbol - 144, 9),
            256..280 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }
}

/// What was compressed, if it is whole and no longer than `limit`.
#[must_use]
pub fn inflate(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut reader = Reader { bytes, at: 0 };
    let mut out = Vec::new();
    loop {
        let is_last = reader.bits(1)? == 1;
        match reader.bits(2)? {
            0 => stored(&mut reader, &mut out, limit)?,
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                coded(&mut reader, &Code::new(&lengths), &Code::new(&[5; 30]), &mut out, limit)?;
            }
            2 => {
                let (symbols, distances) = own_codes(&mut reader)?;
                coded(&mut reader, &symbols, &distances, &mut out, limit)?;
            }
            _ => return None,
        }
        if is_last {
            return Some(out);
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// In bits.
    at: usize,
}

impl Reader<'_> {
    fn bits(&mut self, count: u8) -> Option<usize> {
        let mut number = 0;
        for bit in 0..count {
            let byte = *self.bytes.get(self.at / 8)?;
            number |= usize::from(byte >> (self.at % 8) & 1) << bit;
            self.at += 1;
        }
        Some(number)
    }
}

/// A code by the lengths of its words: those of one length follow each other.
struct Code {
    counts: [usize; 16],
    symbols: Vec<usize>,
}

impl Code {
    fn new(lengths: &[u8]) -> Self {
        let mut counts = [0; 16];
        let mut symbols = Vec::new();
        for (length, count) in counts.iter_mut().enumerate().skip(1) {
            let of_length = (0..lengths.len()).filter(|at| usize::from(lengths[*at]) == length);
            let before = symbols.len();
            symbols.extend(of_length);
            *count = symbols.len() - before;
        }
        Self { counts, symbols }
    }

    fn read(&self, reader: &mut Reader<'_>) -> Option<usize> {
        let (mut word, mut first, mut before) = (0, 0, 0);
        for count in &self.counts[1..] {
            word = word << 1 | reader.bits(1)?;
            if word < first + count {
                return self.symbols.get(before + word.checked_sub(first)?).copied();
            }
            before += count;
            first = (first + count) << 1;
        }
        None
    }
}

fn stored(reader: &mut Reader<'_>, out: &mut Vec<u8>, limit: usize) -> Option<()> {
    reader.at = reader.at.next_multiple_of(8);
    let (length, inverse) = (reader.bits(16)?, reader.bits(16)?);
    let start = reader.at / 8;
    let bytes = reader.bytes.get(start..start + length)?;
    if length ^ inverse != 0xffff || out.len() + length > limit {
        return None;
    }
    out.extend_from_slice(bytes);
    reader.at += length * 8;
    Some(())
}

fn coded(
    reader: &mut Reader<'_>,
    symbols: &Code,
    distances: &Code,
    out: &mut Vec<u8>,
    limit: usize,
) -> Option<()> {
    loop {
        let symbol = symbols.read(reader)?;
        let (length, distance) = match symbol {
            END => return Some(()),
            byte if byte < END => {
                out.push(byte as u8);
                (0, 1)
            }
            code => {
                let (base, extra) = *LENGTHS.get(code - END - 1)?;
                let length = usize::from(base) + reader.bits(extra)?;
                let (base, extra) = *DISTANCES.get(distances.read(reader)?)?;
                (length, usize::from(base) + reader.bits(extra)?)
            }
        };
        if out.len() + length > limit {
            return None;
        }
        let from = out.len().checked_sub(distance)?;
        (from..from + length).for_each(|at| out.push(out[at]));
    }
}

/// The codes that a block brings along.
fn own_codes(reader: &mut Reader<'_>) -> Option<(Code, Code)> {
    let symbols = reader.bits(5)? + 257;
    let distances = reader.bits(5)? + 1;
    let count = reader.bits(4)? + 4;
    let mut of_lengths = [0; 19];
    for place in &ORDER[..count] {
        of_lengths[*place] = reader.bits(3)? as u8;
    }
    let code = Code::new(&of_lengths);
    let mut lengths: Vec<u8> = Vec::new();
    while lengths.len() < symbols + distances {
        let (length, times) = match code.read(reader)? {
            16 => (*lengths.last()?, 3 + reader.bits(2)?),
            17 => (0, 3 + reader.bits(3)?),
            18 => (0, 11 + reader.bits(7)?),
            length => (length as u8, 1),
        };
        lengths.resize(lengths.len() + times, length);
    }
    let distances = lengths.get(symbols..symbols + distances)?;
    Some((Code::new(&lengths[..symbols]), Code::new(distances)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::inflate::decompress_to_vec;
    use proptest::prelude::*;

    #[test]
    fn the_codes_are_those_of_the_standard() {
        assert_eq!(
            LENGTHS[..9],
            [3, 4, 5, 6, 7, 8, 9, 10, 11].map(|base| (base, u8::from(base > 10)))
        );
        assert_eq!((LENGTHS[27], LENGTHS[28]), ((227, 5), (258, 0)));
        assert_eq!((DISTANCES[4], DISTANCES[29]), ((5, 1), (24_577, 13)));
    }

    #[test]
    fn a_limit_is_kept() {
        let zeros = deflate(&[0; 10_000]);
        assert_eq!(inflate(&zeros, 10_000), Some(vec![0; 10_000]));
        assert_eq!(inflate(&zeros, 9_999), None);
    }

    proptest! {
        #[test]
        fn another_library_reads_what_is_written(bytes in prop::collection::vec(0..4_u8, 0..600)) {
            let packed = deflate(&bytes);
            prop_assert_eq!(decompress_to_vec(&packed).ok(), Some(bytes.clone()));
            prop_assert_eq!(inflate(&packed, 600), Some(bytes));
        }

        #[test]
        fn what_another_library_writes_is_read(
            bytes in prop::collection::vec(0..40_u8, 0..3_000),
            level in 0..10_u8,
        ) {
            prop_assert_eq!(inflate(&compress_to_vec(&bytes, level), 3_000), Some(bytes));
        }

        #[test]
        fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = inflate(&bytes, 10_000);
        }
    }
}
