//! Eight bytes of text at once, in one word, the first byte lowest.
//!
//! What is said of each byte stands in its highest bit. Bytes are compared by a subtraction that
//! borrows nothing from the next one, since the highest bit is set before it (Warren 2012, 6-1).

/// Bytes in a word.
pub(crate) const SIZE: usize = size_of::<u64>();

const HIGHEST: u64 = each(0x80);

/// A word of this byte alone.
pub(crate) const fn each(byte: u8) -> u64 {
    u64::MAX / 255 * byte as u64
}

/// A text of one to eight bytes, with zeros behind; `None` for others.
pub(crate) fn word(text: &[u8]) -> Option<u64> {
    // Two halves that may overlap: the same bytes fall on each other.
    let joined = |first: u64, last: u64, size: usize| first | last << (8 * (text.len() - size));
    Some(match text {
        [only] => u64::from(*only),
        [..] if (4..=SIZE).contains(&text.len()) => {
            let halves = (text.first_chunk()?, text.last_chunk()?);
            let [first, last] =
                [halves.0, halves.1].map(|half| u64::from(u32::from_le_bytes(*half)));
            joined(first, last, 4)
        }
        [_, _] | [_, _, _] => {
            let halves = (text.first_chunk()?, text.last_chunk()?);
            let [first, last] =
                [halves.0, halves.1].map(|half| u64::from(u16::from_le_bytes(*half)));
            joined(first, last, 2)
        }
        _ => return None,
    })
}

/// The first bytes of a word, 1 or more, moved to its end, with digits of 0 before.
pub(crate) fn at_the_end(word: u64, length: usize) -> u64 {
    let bits = 8 * (SIZE - length) as u32;
    word << bits | each(b'0') & !(u64::MAX << bits)
}

/// The bytes below a limit of at most 128.
pub(crate) fn below(word: u64, limit: u8) -> u64 {
    !((word | HIGHEST) - each(limit)) & !word & HIGHEST
}

/// The bytes that are this one.
pub(crate) fn find(word: u64, byte: u8) -> u64 {
    below(word ^ each(byte), 1)
}

/// What is said of each byte of a word, in one bit of a byte: of the first in the lowest.
pub(crate) fn bits(marks: u64) -> u64 {
    // Bit 8 i moves to 56 + i, by 7 (8 - i) places, which no other does.
    (marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The bits of a word that are set, lowest first.
pub(crate) fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        word &= word.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit)
    })
}

/// Whether every byte is a digit.
pub(crate) fn are_digits(word: u64) -> bool {
    let values = word ^ each(b'0');
    // What overflows comes of a byte that has its highest bit.
    (values.wrapping_add(each(0x80 - 10)) | values) & HIGHEST == 0
}

/// Where the first byte is that is a mark such as a dot rather than a digit: the number of its
/// lowest bit. Only one bit of each is looked at, which digits have and the dot has not.
pub(crate) fn first_mark(word: u64) -> Option<u32> {
    const BIT: u32 = 4;
    let marks = !word & each(1 << BIT);
    (marks != 0).then(|| marks.trailing_zeros() - BIT)
}

/// The number that eight digits are: pairs, then fours, then all, in three multiplications.
pub(crate) fn number(digits: u64) -> u32 {
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let digits = digits & each(0x0f);
    // What overflows is in bytes that are left out.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let second = (pairs >> 16 & PAIRS).wrapping_mul(1 + (10_000 << 32));
    (first.wrapping_add(second) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_is_taken_for_another() {
        for byte in 0..=u8::MAX {
            for place in 0..SIZE {
                let bit = |is: bool| u64::from(is) << (8 * place + 7);
                let of = |rest: u8| each(rest) ^ u64::from(byte ^ rest) << (8 * place);
                assert_eq!(below(of(0xff), b'-'), bit(byte < b'-'), "{byte}");
                assert_eq!(find(of(0xff), b';'), bit(byte == b';'), "{byte}");
                assert_eq!(are_digits(of(b'7')), byte.is_ascii_digit(), "{byte}");
            }
        }
    }

    #[test]
    fn a_text_is_a_word() {
        let text = b"12345678";
        for length in 1..=SIZE {
            let mut padded = [0; SIZE];
            padded[..length].copy_from_slice(&text[..length]);
            assert_eq!(word(&text[..length]), Some(u64::from_le_bytes(padded)));
        }
        assert_eq!([word(b""), word(b"123456789")], [None, None]);
    }

    #[test]
    fn marks_are_bits() {
        for byte in 0..=u8::MAX {
            let marks = ones(u64::from(byte)).map(|bit| 0x80 << (8 * bit)).sum();
            assert_eq!(bits(marks), u64::from(byte));
        }
        assert_eq!(ones(1 << 63 | 0b101).collect::<Vec<_>>(), [0, 2, 63]);
        assert_eq!(ones(0).count(), 0);
    }

    #[test]
    fn a_word_is_cut() {
        let [word, moved] = [b"12,45678", b"0000012,"].map(|text| u64::from_le_bytes(*text));
        assert_eq!([at_the_end(word, 3), at_the_end(word, SIZE)], [moved, word]);
    }

    #[test]
    fn digits_are_a_number() {
        for number_of in [0, 1, 9, 10, 12_345_678, 99_999_999, 90_000_009, 80_706_050] {
            let text = format!("{number_of:08}");
            assert_eq!(word(text.as_bytes()).map(number), Some(number_of));
        }
    }
}
