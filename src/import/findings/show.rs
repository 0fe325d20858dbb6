//! Text of a file made safe to show: cut short, and nothing in it can move the cursor.

/// The most characters of a cell that a message repeats.
const MAX_CHARS: usize = 40;
/// The most characters of a file's name, which may stand behind folders, and of a row.
const MAX_NAME_CHARS: usize = 200;

/// At most forty characters of a cell, with control characters escaped.
pub(crate) fn show_cell(cell: &[u8]) -> String {
    cut(cell, MAX_CHARS)
}

/// The name of a file, with control characters escaped.
pub(crate) fn show_name(name: &str) -> String {
    cut(name.as_bytes(), MAX_NAME_CHARS)
}

/// A row, with control characters escaped.
pub(crate) fn show_row(row: &[u8]) -> String {
    cut(row, MAX_NAME_CHARS)
}

fn cut(cell: &[u8], most: usize) -> String {
    let cell = cell.trim_ascii();
    // Four bytes a character at most, so a huge cell is never decoded whole.
    let text = String::from_utf8_lossy(&cell[..cell.len().min(4 * (most + 1))]);
    let mut out = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == most {
            out.push('…');
            break;
        }
        if character.is_control() || is_invisible(character) || character == '"' {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

/// A cell as a message shows it: in quotation marks, or the words "an empty cell".
pub(crate) fn quoted(cell: &[u8]) -> String {
    if cell.trim_ascii().is_empty() {
        return "an empty cell".to_owned();
    }
    format!("\"{}\"", show_cell(cell))
}

/// Marks that draw nothing, or that turn the direction of the text after them.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Names as a sentence lists them.
pub(crate) fn list(names: &[String]) -> String {
    names.join(", ")
}

/// The first of some names, and how many more there are.
pub(crate) fn list_of_some(names: &[String], more: usize) -> String {
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    list(names) + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_cut_escaped_and_quoted() {
        let check = |cell: &[u8], expected: &str| assert_eq!(quoted(cell), expected);
        check(b" -1.5 ", "\"-1.5\"");
        check(b"  ", "an empty cell");
        check(b"a\x1b[2Jb\0", "\"a\\u{1b}[2Jb\\u{0}\"");
        check(b"say \"hi\"", "\"say \\\"hi\\\"\"");
        check(b"\xff\xfe", "\"\u{fffd}\u{fffd}\"");
        check("\u{202e}gpj".as_bytes(), "\"\\u{202e}gpj\"");
        check(&[b'9'; 64], &format!("\"{}…\"", "9".repeat(40)));
        check(&[b'9'; 40], &format!("\"{}\"", "9".repeat(40)));
        check("é".repeat(50).as_bytes(), &format!("\"{}…\"", "é".repeat(40)));
    }
}
