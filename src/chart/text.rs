//! Text in a drawing: its probable width, where there is no page to measure it, and its lines.

/// The width of `text` in pixels, set in the system's sans serif at `size` pixels; rather too wide
/// than too narrow. Digits are as wide as in the widest common system font.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|character| em(character) * size).sum()
}

fn em(character: char) -> f64 {
    match character {
        '\u{2009}' => 0.2,
        'i' | 'j' | 'l' | 'I' | '|' | '.' | ',' | ':' | ';' | '\'' | ' ' | '(' | ')' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.95,
        '-' | 'f' | 'r' | 't' => 0.42,
        _ => 0.64,
    }
}

/// Breaks `text` at spaces into lines of at most `limit` pixels; a longer word stays whole.
pub(super) fn wrap(text: &str, size: f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(String::from(word)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrap("one two three", 10.0, 60.0), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities", 10.0, 30.0), ["incomprehensibilities"]);
        assert!(wrap("  ", 10.0, 30.0).is_empty());
    }
}
