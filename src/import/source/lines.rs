//! Where the lines of a text end, and its first lines.

/// The longest line whose cells are found, in bytes: a bound on the memory of a row.
pub(crate) const MAX_LINE: usize = 1 << 20;

/// How many lines from the top the header is looked for, and how far into a line.
const HEADER_WITHIN: usize = 10;
const LINE_BYTES: usize = 16 << 10;
/// How many bytes a text has before its first line end.
pub(crate) fn line_length(text: &[u8]) -> usize {
    memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len())
}

/// The length of the line end at the start of `text`, if there is one.
pub(crate) fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

/// A line of the top of a text.
pub(crate) struct Line<'t> {
    pub(crate) number: u64,
    pub(crate) text: &'t [u8],
    /// The byte behind its line end.
    pub(crate) end: usize,
}

/// The first lines that are not blank.
pub(crate) fn first_lines(text: &[u8]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut number) = (0, 1);
    while start < text.len() && lines.len() < HEADER_WITHIN {
        let rest = &text[start..];
        let (line, behind) = rest.split_at(line_length(rest));
        let end = start + line.len() + line_end(behind).unwrap_or(0);
        if !line.trim_ascii().is_empty() {
            lines.push(Line { number, text: &line[..line.len().min(LINE_BYTES)], end });
        }
        (start, number) = (end, number + 1);
    }
    lines
}

/// A file's name without folders and extension.
pub(crate) fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match last.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => last,
    }
}
