//! The page's address: its fragment carries the scenario.

use wasm_bindgen::JsValue;
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

/// Puts a fragment into the address bar. No event follows, no step of the browser's history is
/// made; a browser that refuses keeps the address it has.
pub fn replace(fragment: &str) {
    if self::fragment() == fragment {
        return; // browsers count the calls
    }
    if let Ok(history) = super::window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address(fragment)));
    }
}
