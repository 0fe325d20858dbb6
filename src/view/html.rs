//! Markup as text: templates with holes.
//!
//! A template is written in the source, so it is trusted; what goes into a hole is not, and is
//! escaped. A template costs its own bytes and one call, which is why whole views are written so.

/// Markup that is being written.
///
/// ```
/// use rotation::view::html::Html;
/// let mut html = Html::new();
/// html.put("<li title='{}'>{}</li>", &["AT&T", "<b>"]);
/// assert_eq!(html.as_str(), "<li title='AT&amp;T'>&lt;b&gt;</li>");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    text: String,
}

impl Html {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a template; every `{}` in it takes the next hole. A hole stands in text or in a
    /// quoted value; between attributes it takes words of ours only, such as `disabled`.
    #[inline(never)]
    pub fn put(&mut self, template: &'static str, holes: &[&str]) -> &mut Self {
        debug_assert_eq!(template.matches("{}").count(), holes.len(), "{template}");
        debug_assert!(bare(template).zip(holes).all(|(bare, hole)| !bare || is_word(hole)));
        let mut rest = template;
        for hole in holes {
            let Some(at) = rest.find("{}") else { break };
            self.text.push_str(&rest[..at]);
            escape(hole, &mut self.text);
            rest = &rest[at + 2..];
        }
        self.text.push_str(rest);
        self
    }

    /// Writes finished markup, such as a drawing.
    pub fn add(&mut self, other: &str) -> &mut Self {
        self.text.push_str(other);
        self
    }

    /// The mark of a profile (`p`) or a regime (`r`) at its position from 0.
    pub fn dot(&mut self, kind: &'static str, position: usize) -> &mut Self {
        self.put("<i class='dot {}{}' aria-hidden='true'></i>", &[kind, digit(position + 1)])
    }

    /// The head of a table, a cell per column.
    pub fn heads(&mut self, names: &[&str]) -> &mut Self {
        self.put("<thead><tr>", &[]);
        for name in names {
            self.put("<th scope='col'>{}</th>", &[name]);
        }
        self.put("</tr></thead>", &[])
    }

    /// What has been written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// `word` if it applies, for a hole that may stay empty.
#[must_use]
pub fn when(applies: bool, word: &'static str) -> &'static str {
    if applies { word } else { "" }
}

/// A truth value as attributes spell it.
#[must_use]
pub fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A digit as text.
#[must_use]
pub fn digit(number: usize) -> &'static str {
    "0123456789".get(number..=number).unwrap_or("")
}

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

/// For every hole of a template, whether it stands inside a tag and outside of quotes.
fn bare(template: &str) -> impl Iterator<Item = bool> + '_ {
    template.match_indices("{}").map(|(at, _)| {
        let (mut tag, mut quote) = (false, None);
        for character in template[..at].chars() {
            match (character, quote) {
                ('<', None) => tag = true,
                ('>', None) => tag = false,
                ('\'' | '"', None) if tag => quote = Some(character),
                (_, Some(open)) if open == character => quote = None,
                _ => {}
            }
        }
        tag && quote.is_none()
    })
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
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
    fn holes_are_filled_in_their_order() {
        let mut html = Html::new();
        html.put("<p class='{}' {}>{}{}</p>", &["a b", "hidden", "{}", "2"]);
        html.dot("r", 5).heads(&["A", "B"]);
        assert_eq!(
            html.as_str(),
            "<p class='a b' hidden>{}2</p><i class='dot r6' aria-hidden='true'></i>\
             <thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
        );
    }

    #[test]
    #[should_panic(expected = "is_word")]
    fn text_of_others_has_no_place_between_attributes() {
        Html::new().put("<p {}></p>", &["onclick=x"]);
    }
}
