//! What the page shows, as markup: a view is a function from data to [`Html`].
//!
//! A view decides nothing and computes nothing; words and figures come from `view`. It knows
//! neither browser nor state, so it is tested natively, and a click in it is a word in an
//! attribute (`data-do='undo'`) that the page understands. The page lays the markup over its
//! elements and touches only what differs, so a view may be written anew as often as one likes.

pub mod bar;
pub mod chart;
mod checks;
mod coverage;
pub mod data;
pub mod headline;
pub mod left_out;
pub mod notices;
pub mod reading;

use crate::import::Filter;
use crate::view::html::Html;

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

#[cfg(test)]
mod tests;
