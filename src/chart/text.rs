//! Text in a drawing: its probable width, where there is no page to measure it, and its escaping.

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

/// Appends `text`, safe between tags and inside a quoted attribute of XML or HTML. Control
/// characters, which XML cannot carry, become the replacement character.
pub(super) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            _ if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        let mut out = String::new();
        escape("<b a=\"1\" b='2'>&\u{0}\n", &mut out);
        assert_eq!(out, "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;\u{fffd} ");
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrap("one two three", 10.0, 60.0), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities", 10.0, 30.0), ["incomprehensibilities"]);
        assert!(wrap("  ", 10.0, 30.0).is_empty());
    }
}
