//! What the browser offers besides the page itself: files, storage, address, downloads, timers.

pub mod download;
pub mod files;
pub mod kept;
pub mod loader;
pub mod location;
pub mod size;
pub mod storage;
pub mod timer;

use web_sys::{Document, Window};

/// The browser's window.
///
/// # Panics
/// Never on a page: only workers have no window.
#[must_use]
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// The page's document.
///
/// # Panics
/// Never on a page: its window has a document.
#[must_use]
pub fn document() -> Document {
    window().document().expect("a window of a page has a document")
}

/// Milliseconds since the page was opened.
#[must_use]
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Moves the focus to the element with this `id`, if it can take it.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Moves the focus to the element with this `id` and unfolds what it lies in. Whether it can be
/// seen.
pub fn reveal(id: &str) -> bool {
    use wasm_bindgen::JsCast;
    let Some(element) = document().get_element_by_id(id) else { return false };
    let element: web_sys::HtmlElement = element.unchecked_into();
    if let Ok(Some(fold)) = element.closest("details") {
        fold.unchecked_into::<web_sys::HtmlDetailsElement>().set_open(true);
    }
    let _ = element.focus();
    element.offset_parent().is_some()
}
