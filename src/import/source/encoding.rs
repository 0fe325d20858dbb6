//! From bytes to text: sizes, files of another kind, byte order marks, UTF-16.

use encoding_rs::mem::convert_utf16_to_utf8;

use crate::import::findings::error::ImportError;
use crate::import::findings::form::FileKind;
use crate::import::findings::repair::Repair;
use crate::import::findings::role::Role;
use crate::import::findings::show::show_name;

/// How far into a file signs of binary content are looked for.
pub(crate) const HEAD: usize = 4096;

/// A file as text, or its top.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) role: Option<Role>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) repairs: Vec<Repair>,
    /// How many bytes stand before it in the file: those of a mark.
    pub(crate) mark: usize,
    /// Whether the file goes on behind it.
    pub(crate) is_cut: bool,
}

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
/// The two byte orders of UTF-16, each with the mark that tells it.
const UTF16_MARKS: [(&[u8], Unit); 2] =
    [(b"\xff\xfe", u16::from_le_bytes), (b"\xfe\xff", u16::from_be_bytes)];

/// Two bytes as a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

/// Whether a file begins as UTF-16, which is not read in pieces.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    UTF16_MARKS.iter().any(|(mark, _)| bytes.starts_with(mark)) || unmarked_utf16(bytes).is_some()
}

/// The byte order of UTF-16 without a mark: every other byte of a text of ASCII is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<Unit> {
    /// Characters that are looked at, and as many that are enough.
    const UNITS: std::ops::RangeInclusive<usize> = 4..=64;
    let (pairs, _) = bytes.as_chunks::<2>();
    let head = &pairs[..pairs.len().min(*UNITS.end())];
    let are = |zero: usize| head.iter().all(|pair| pair[zero] == 0 && pair[1 - zero] != 0);
    match head.len() >= *UNITS.start() {
        true if are(1) => Some(u16::from_le_bytes),
        true if are(0) => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// The text of a file without its byte order mark; cells of it need not be UTF-8 yet.
pub(crate) fn decode(
    name: &str,
    role: Option<Role>,
    mut repairs: Vec<Repair>,
    mut bytes: Vec<u8>,
) -> Result<Text, ImportError> {
    let name = show_name(name);
    let mut mark = 0;
    if bytes.starts_with(UTF8_MARK) {
        repairs.push(Repair::ByteOrderMark);
        mark = UTF8_MARK.len();
        bytes.drain(..mark);
    }
    for (mark, unit) in UTF16_MARKS {
        if let Some(rest) = bytes.strip_prefix(mark) {
            repairs.push(Repair::Utf16);
            bytes = decode_utf16(rest, unit);
            break;
        }
    }
    if let Some(unit) = unmarked_utf16(&bytes) {
        repairs.push(Repair::Utf16);
        bytes = decode_utf16(&bytes, unit);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ImportError::Empty { file: name });
    }
    if let Some(kind) = kind(&bytes) {
        return Err(ImportError::NotCsv { file: name, kind });
    }
    if let Some(at) = bytes.iter().take(HEAD).position(|byte| *byte == 0) {
        let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        return Err(ImportError::NotText { file: name, line, byte: 0 });
    }
    Ok(Text { name, role, bytes, repairs, mark, is_cut: false })
}

/// UTF-8 of UTF-16, half a pair or an odd last byte replaced by U+FFFD.
///
/// encoding_rs converts the units: 0.30 ms for 1.7 MB, where `char::decode_utf16` takes 1.31. Its
/// decoders are not used: any of them links the tables of all encodings, 97 kB of the browser's
/// reader after brotli, where this function takes 2 kB.
fn decode_utf16(bytes: &[u8], unit: Unit) -> Vec<u8> {
    /// Units that are converted at a time, so that little memory is needed besides the text.
    const UNITS: usize = 1 << 12;
    let (pairs, odd) = bytes.as_chunks();
    let mut text = Vec::with_capacity(bytes.len() / 2 + bytes.len() / 8);
    let mut rest = pairs;
    while !rest.is_empty() {
        let mut end = rest.len().min(UNITS);
        // A pair of surrogates stays together.
        if end < rest.len() && matches!(unit(rest[end - 1]), 0xd800..=0xdbff) {
            end -= 1;
        }
        let units: Vec<u16> = rest[..end].iter().map(|pair| unit(*pair)).collect();
        let start = text.len();
        text.resize(start + 3 * units.len(), 0);
        let written = convert_utf16_to_utf8(&units, &mut text[start..]);
        text.truncate(start + written);
        rest = &rest[end..];
    }
    if !odd.is_empty() {
        text.extend("\u{fffd}".as_bytes());
    }
    text
}

/// What a file is if it is not delimited text.
pub(crate) fn kind(bytes: &[u8]) -> Option<FileKind> {
    const MAGIC: [(&[u8], FileKind); 24] = [
        (b"\x89PNG", FileKind::Image),
        (b"\xff\xd8\xff", FileKind::Image),
        (b"GIF8", FileKind::Image),
        (b"RIFF", FileKind::Image),
        (b"PK\x03\x04", FileKind::Zip),
        (b"PK\x05\x06", FileKind::Zip),
        (b"\xd0\xcf\x11\xe0", FileKind::Workbook),
        (b"\x1f\x8b", FileKind::Gzip),
        (b"%PDF", FileKind::Pdf),
        (b"PAR1", FileKind::Parquet),
        (b"SQLite format 3", FileKind::Database),
        (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
        (b"BZh", FileKind::Archive),
        (b"\xfd7zXZ\0", FileKind::Archive),
        (b"\x28\xb5\x2f\xfd", FileKind::Archive),
        (b"Rar!\x1a\x07", FileKind::Archive),
        (b"{\\rtf", FileKind::RichText),
        (b"\x89HDF", FileKind::OtherData),
        (b"ARROW1", FileKind::OtherData),
        (b"FEA1", FileKind::OtherData),
        (b"\x93NUMPY", FileKind::OtherData),
        (b"RDX", FileKind::OtherData),
        (b"DBN", FileKind::OtherData),
        (b"<stata_dta>", FileKind::OtherData),
    ];
    /// Where a tar archive says that it is one.
    const TAR: (usize, &[u8]) = (257, b"ustar");
    let head = &bytes[..bytes.len().min(HEAD)];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        let is_office = head.windows(3).any(|part| part == b"xl/")
            || head.windows(12).any(|part| part == b"opendocument")
            || head.windows(19).any(|part| part == b"[Content_Types].xml");
        return Some(if *kind == FileKind::Zip && is_office { FileKind::Workbook } else { *kind });
    }
    if head.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1)) {
        return Some(FileKind::Tar);
    }
    let start = head.trim_ascii_start();
    let begins = |word: &str| {
        start.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    if begins("<!doctype") || begins("<html") || begins("<head") || begins("<!--") {
        return Some(FileKind::WebPage);
    }
    if begins("<?xml") {
        return Some(FileKind::Xml);
    }
    // A header may begin with a bracket, `[QUOTE_DATE]`, but never with one that opens a list.
    let is_list = start.first() == Some(&b'[')
        && matches!(start[1..].trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    (begins("{") || is_list).then_some(FileKind::Json)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_kind_of_a_file_is_in_its_first_bytes() {
        let check = |bytes: &[u8], expected: Option<FileKind>| assert_eq!(kind(bytes), expected);
        check(b"\x89PNG\r\n\x1a\n", Some(FileKind::Image));
        check(b"PK\x03\x04\x14\0\0\0data.csv", Some(FileKind::Zip));
        check(b"PK\x03\x04\x14\0[Content_Types].xml", Some(FileKind::Workbook));
        check(b"PK\x03\x04\x14\0xl/workbook.xml", Some(FileKind::Workbook));
        check(b"\x1f\x8b\x08\0", Some(FileKind::Gzip));
        check(b"  \n<!DOCTYPE HTML>", Some(FileKind::WebPage));
        check(b"<?xml version=\"1.0\"?>", Some(FileKind::Xml));
        check(b"{\"date\": 1}", Some(FileKind::Json));
        check(b"[ {\"date\": 1}]", Some(FileKind::Json));
        check(b"[QUOTE_DATE], [C_BID]", None);
        check(b"<TICKER>,<PER>,<DATE>", None);
        check(b"date,open", None);
        check(b"Rar!\x1a\x07\x01\0", Some(FileKind::Archive));
        check(b"{\\rtf1\\ansi date,open", Some(FileKind::RichText));
        check(b"\x89HDF\r\n", Some(FileKind::OtherData));
        let mut tar = b"spy.csv".to_vec();
        tar.resize(257, 0);
        tar.extend(b"ustar\0");
        check(&tar, Some(FileKind::Tar));
    }

    #[test]
    fn utf_16_is_read_in_both_orders() {
        let text = "Déjà,🜁";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_utf16(&little, u16::from_le_bytes), text.as_bytes());
        assert_eq!(decode_utf16(&big, u16::from_be_bytes), text.as_bytes());
        assert_eq!(decode_utf16(b"a\0b", u16::from_le_bytes), "a\u{fffd}".as_bytes());
    }

    #[test]
    fn utf_16_needs_no_mark() {
        let text = "date,open\n2014-01-02,1\n";
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
            assert!(is_utf16(&bytes));
            let found = decode("a.csv", None, Vec::new(), bytes).unwrap();
            assert_eq!(
                (found.bytes.as_slice(), found.repairs),
                (text.as_bytes(), vec![Repair::Utf16])
            );
        }
        assert!(!is_utf16(text.as_bytes()) && !is_utf16(b"a\0b\0"));
    }

    proptest! {
        /// The same text as the standard library's, with lone surrogates, across the blocks.
        #[test]
        fn utf_16_is_decoded_as_the_standard_library_does(
            mut units in prop::collection::vec(prop_oneof![
                any::<u16>(), 0xd800_u16..0xe000, 0x20_u16..0x7f
            ], 0..200),
            repeat in 1_usize..60,
        ) {
            units = units.repeat(repeat);
            let bytes: Vec<u8> = units.iter().copied().flat_map(u16::to_be_bytes).collect();
            let expected = String::from_utf16_lossy(&units);
            prop_assert_eq!(decode_utf16(&bytes, u16::from_be_bytes), expected.as_bytes());
        }
    }
}
