//! The page's address: its fragment carries the scenario.

use web_sys::Url;

/// The fragment without its `#`; empty if there is none.
#[must_use]
pub fn fragment() -> String {
    let hash = super::window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// The whole address with another fragment.
#[must_use]
pub fn address(fragment: &str) -> String {
    let href = super::window().location().href().unwrap_or_default();
    match Url::new(&href) {
        Ok(url) => {
            url.set_hash(fragment);
            url.href()
        }
        Err(_) => format!("#{fragment}"),
    }
}

/// Marks entries of the browser's history that the page has made: an address that was typed,
/// pasted or followed has no mark.
const OWN: &str = "own";

/// Puts a fragment into the address bar, in place of the one there is. No event follows; a browser
/// that refuses keeps the address it has.
pub fn replace(fragment: &str) {
    if let Ok(history) = super::window().history() {
        let _ = history.replace_state_with_url(&OWN.into(), "", Some(&address(fragment)));
    }
}

/// Puts a fragment into the address bar as a step that the browser's Back returns from.
pub fn push(fragment: &str) {
    if let Ok(history) = super::window().history() {
        let _ = history.push_state_with_url(&OWN.into(), "", Some(&address(fragment)));
    }
}

/// Whether the page itself has made the present entry of the browser's history.
#[must_use]
pub fn is_own() -> bool {
    let state = super::window().history().and_then(|history| history.state());
    state.is_ok_and(|state| state.as_string().as_deref() == Some(OWN))
}
