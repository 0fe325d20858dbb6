//! What the page remembers between visits. A browser may refuse all of it, and the page does not
//! mind.

use web_sys::Storage;

const THEME: &str = "rotation.theme";
const HINTS: &str = "rotation.hints";
const KEPT: &str = "rotation.kept";

/// The chosen theme, if one was.
#[must_use]
pub fn theme() -> Option<String> {
    storage()?.get_item(THEME).ok()?
}

/// Remembers the theme; `None` for the system's.
pub fn remember_theme(theme: Option<&str>) {
    remember(THEME, theme);
}

/// What is said of the files that are kept.
#[must_use]
pub fn kept() -> Option<String> {
    storage()?.get_item(KEPT).ok()?
}

/// Remembers what is said of the files that are kept; `None` if none are.
pub fn remember_kept(text: Option<&str>) {
    remember(KEPT, text);
}

/// Which hints were used.
#[must_use]
pub fn hints() -> [bool; 3] {
    let held = storage().and_then(|storage| storage.get_item(HINTS).ok()?).unwrap_or_default();
    std::array::from_fn(|hint| held.as_bytes().get(hint) == Some(&b'1'))
}

/// Remembers which hints were used.
pub fn remember_hints(used: [bool; 3]) {
    let text: String = used.iter().map(|used| if *used { '1' } else { '0' }).collect();
    if let Some(storage) = storage() {
        let _ = storage.set_item(HINTS, &text);
    }
}

fn remember(key: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match text {
        Some(text) => storage.set_item(key, text),
        None => storage.remove_item(key),
    };
}

fn storage() -> Option<Storage> {
    super::window().local_storage().ok()?
}
