//! A file of structures: read with the browser's own parser, and given to the user to keep.

use js_sys::{Array, JSON, Object};
use wasm_bindgen::JsValue;

use crate::profile::Assignment;
use crate::view::structure_json::{Value, read};

/// Files longer than this are refused unread, bytes.
const LONGEST: usize = 64 * 1024;
/// The most values a file may have.
const MOST: usize = 2_000;
/// How deep they may lie within each other.
const DEEPEST: usize = 16;

/// The structures in a file.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(text: &str) -> Result<Vec<Assignment>, String> {
    if text.len() > LONGEST {
        return Err(format!("expected at most {LONGEST} bytes of JSON, found {}", text.len()));
    }
    let parsed = JSON::parse(text)
        .map_err(|_| "expected JSON, found something else; choose a file made here".to_owned())?;
    let mut values = Vec::new();
    flatten("", &parsed, DEEPEST, &mut values);
    read(&values)
}

/// Every value with the path to it.
fn flatten(path: &str, value: &JsValue, depth: usize, out: &mut Vec<Value>) {
    if out.len() >= MOST || depth == 0 {
        return;
    }
    if !value.is_object() {
        let text = value.as_string().or_else(|| JSON::stringify(value).ok()?.as_string());
        return out.push((path.to_owned(), text.unwrap_or_default()));
    }
    let object: Object = value.clone().into();
    for entry in Object::entries(&object).iter() {
        let entry: Array = entry.into();
        let key = entry.get(0).as_string().unwrap_or_default();
        let below = if path.is_empty() { key } else { format!("{path}.{key}") };
        flatten(&below, &entry.get(1), depth - 1, out);
    }
}
