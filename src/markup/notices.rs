//! What is told: refused files with their remedy, failed runs, links.

use super::button;
use crate::protocol::reader::Refused;
use crate::view::html::{Html, when};

/// Everything that is told, the latest last: what each matter is, a sentence, whether it is bad.
#[must_use]
pub fn notices(
    told: &[(&str, &str, bool)],
    refused: Option<&Refused>,
    failed: Option<&str>,
) -> Html {
    let mut html = Html::new();
    html.put("<section class='notices' aria-label='Messages' aria-live='polite'>", &[]);
    for (about, text, is_bad) in told {
        html.put(
            "<div class='notice {}' id='notice-{}'><p>{}</p>",
            &[when(*is_bad, "bad"), about, text],
        );
        dismiss(&mut html, &format!("hush {about}"));
    }
    if let Some(refused) = refused {
        html.add(refused_files(refused).as_str());
    }
    if let Some(message) = failed {
        html.put(
            "<div class='notice bad' id='failed'><p><b>No result: </b>{}</p><p class='kept'>\
             The last good result stays.</p><p class='actions'>",
            &[message],
        );
        button(&mut html, "btn small", "run", "Run again");
        button(&mut html, "btn small", "reset-all", "Reset the scenario");
        button(&mut html, "btn small", "reload", "Reload the page");
        html.put("</p>", &[]);
        dismiss(&mut html, "hide-failure");
    }
    html.put("</section>", &[]);
    html
}

/// Why files were refused, and what can be done about it here.
#[must_use]
pub fn refused_files(refused: &Refused) -> Html {
    let mut html = Html::new();
    html.put(
        "<div class='notice bad refused'><p><b>Not loaded: </b>{}</p>\
         <p class='kept'>The data before and its result stay.</p>",
        &[&refused.message],
    );
    dismiss(&mut html, "forget-refused");
    html
}

/// The end of a notice, and the way to be rid of it.
fn dismiss(html: &mut Html, does: &str) {
    html.put("<button class='icon' aria-label='Dismiss' data-do='{}'>✕</button></div>", &[does]);
}
