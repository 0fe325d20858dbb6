//! Text becomes a file in the user's folder of downloads, without leaving the computer.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves `text` as a file of this name. The browser itself reports a refused download.
pub fn save(name: &str, kind: &str, text: &str) {
    let _ = download(name, kind, &JsValue::from_str(text));
}

/// Saves a table as CSV.
pub fn save_table(table: &crate::view::Table<'_>) {
    let text = crate::share::csv::write(table);
    save(&format!("{}.csv", table.name), "text/csv", &text);
}

/// Saves bytes as a file of this name.
pub fn save_bytes(name: &str, kind: &str, bytes: &Uint8Array) {
    let _ = download(name, kind, bytes);
}

fn download(name: &str, kind: &str, content: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    // A text or bytes: the browser takes either.
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(content), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = super::document().create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&address)
}
