//! What the page shows, as markup: a view is a function from data to [`Html`].
//!
//! A view decides nothing and computes nothing; words and figures come from `view`. It knows
//! neither browser nor state, so it is tested natively, and a click in it is a word in an
//! attribute (`data-do='undo'`) that the page understands. The page lays the markup over its
//! elements and touches only what differs, so a view may be written anew as often as one likes.

pub mod bar;
pub mod chart;
pub mod compatibility;
pub mod data;
pub mod day;
pub mod form;
pub mod headline;
pub mod measures;
pub mod notices;
pub mod sheet;
pub mod states;
pub mod structures;
pub mod tabs;

use crate::import::Filter;
use crate::view::Tone;
use crate::view::html::Html;

/// Labels with their figures, a line each; `unit` stands small beside the label.
fn lines<'a>(html: &mut Html, lines: impl Iterator<Item = (&'a str, &'a str, Tone)>) {
    html.put("<dl class='lines'>", &[]);
    for (label, value, tone) in lines {
        html.put("<dt>{}</dt><dd class='{}'>{}</dd>", &[label, tone.class(), value]);
    }
    html.put("</dl>", &[]);
}

/// A button that does something and says so.
fn button(html: &mut Html, class: &'static str, does: &str, label: &str) {
    html.put("<button class='{}' data-do='{}'>{}</button>", &[class, does, label]);
}

/// A field for something of what is kept of files, and what is typed in it so far.
fn wanted(html: &mut Html, at: usize, text: &str) {
    let (label, hint) = Filter::FIELDS[at];
    html.put(
        "<label>{}<input data-wanted='{}' value='{}' placeholder='{}' autocomplete='off'>\
         </label>",
        &[label, &at.to_string(), text, hint],
    );
}

/// A sentence begins with a capital.
fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests;
