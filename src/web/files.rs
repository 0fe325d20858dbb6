//! Files that come in, as bytes.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileList, Response, Url};

use super::document;
use crate::import::{ImportError, MAX_BYTES};
use crate::message::reader::File;

/// Reads files whole.
///
/// # Errors
/// What is wrong and what to do: a file too large, told before it is read, or one that the browser
/// cannot read.
pub async fn read(list: Vec<web_sys::File>) -> Result<Vec<File>, String> {
    for file in &list {
        if file.size() > MAX_BYTES as f64 {
            let (file, bytes) = (file.name(), file.size() as usize);
            return Err(ImportError::TooLarge { file, bytes }.to_string());
        }
    }
    let mut files = Vec::with_capacity(list.len());
    for file in list {
        let name = file.name();
        let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| {
            format!("{name}: the browser cannot read it; choose a file, not a folder, that exists")
        })?;
        files.push(File { name, bytes: bytes(buffer), is_packed: false });
    }
    Ok(files)
}

/// The files of a list.
#[must_use]
pub fn each(list: &FileList) -> Vec<web_sys::File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// Fetches one of the page's own files, by its address relative to the document.
///
/// # Errors
/// That it is not there, and what to do.
pub async fn fetch(path: &str, name: &str) -> Result<File, String> {
    let missing =
        |_| format!("{path} could not be fetched; check the connection and reload the page");
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let address = Url::new_with_base(path, &base).map_err(missing)?.href();
    let response = JsFuture::from(super::window().fetch_with_str(&address)).await;
    let response: Response = response.map_err(missing)?.unchecked_into();
    if !response.ok() {
        return Err(missing(JsValue::NULL));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(missing)?).await;
    let bytes = bytes(buffer.map_err(missing)?);
    Ok(File { name: name.to_owned(), bytes, is_packed: true })
}

/// What a buffer holds.
#[must_use]
pub fn bytes(buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec()
}
