//! Text inside markup: the only markup written as text is the drawing of a chart.

/// Appends `text`, safe between tags and inside a quoted attribute of XML or HTML. Control
/// characters, which XML cannot carry, become the replacement character.
pub fn escape(text: &str, out: &mut String) {
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
}
