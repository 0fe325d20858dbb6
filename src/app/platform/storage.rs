//! What the page remembers between visits. A browser may refuse all of it, and the page does not
//! mind.

use wasm_bindgen::prelude::*;
use web_sys::Storage;

use crate::analysis::BenchmarkKind;

const THEME: &str = "rotation.theme";
const HINTS: &str = "rotation.hints";
const BASELINE: &str = "rotation.baseline";
const KEPT: &str = "rotation.kept";
const FILTER: &str = "rotation.wanted";
const LAYOUTS: &str = "rotation.layouts";
const BENCHMARK: &str = "rotation.benchmark";

/// The benchmark that results are compared with, if one was chosen.
#[must_use]
pub fn benchmark() -> Option<BenchmarkKind> {
    BenchmarkKind::named(&storage()?.get_item(BENCHMARK).ok()??)
}

/// Remembers the benchmark; `None` for no comparison.
pub fn remember_benchmark(kind: Option<BenchmarkKind>) {
    remember(BENCHMARK, kind.map(BenchmarkKind::name));
}

/// The chosen theme, if one was.
#[must_use]
pub fn theme() -> Option<String> {
    storage()?.get_item(THEME).ok()?
}

/// Remembers the theme; `None` for the system's.
pub fn remember_theme(theme: Option<&str>) {
    remember(THEME, theme);
}

/// Which option quotes are kept, as it was typed.
#[must_use]
pub fn filter() -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(FILTER).ok()?).unwrap_or_default();
    text.split('\n').map(str::to_owned).collect()
}

/// Remembers which option quotes are kept.
pub fn remember_filter(texts: &[String]) {
    remember(FILTER, Some(&texts.join("\n")));
}

/// The user's column mappings for unknown headers, one layout per line.
#[must_use]
pub fn layouts() -> String {
    storage().and_then(|storage| storage.get_item(LAYOUTS).ok()?).unwrap_or_default()
}

/// Forgets the column mappings.
pub fn forget_layouts() {
    remember(LAYOUTS, None);
}

/// Stores a column mapping; it replaces an earlier one for the same header.
pub fn remember_layout(header: &str, columns: &str) {
    let layouts = layouts();
    let others = layouts.lines().filter(|line| line.split('\t').next() != Some(header));
    let text = others.fold(format!("{header}\t{columns}"), |text, line| text + "\n" + line);
    remember(LAYOUTS, Some(&text));
}

/// The record of the kept files.
#[must_use]
pub fn kept() -> Option<String> {
    storage()?.get_item(KEPT).ok()?
}

/// Stores the record of the kept files; `None` removes it. Whether it was stored.
pub fn remember_kept(text: Option<&str>) -> bool {
    remember(KEPT, text);
    kept().as_deref() == text
}

/// Whether the browser remembers anything at all.
#[must_use]
pub fn is_on() -> bool {
    const PROBE: &str = "rotation.probe";
    let Some(storage) = storage() else { return false };
    let is_on = storage.set_item(PROBE, "1").is_ok();
    let _ = storage.remove_item(PROBE);
    is_on
}

/// Calls back whenever another tab changes the stored values, until the page is closed.
pub fn on_change(call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call);
    let listener = call.as_ref().unchecked_ref();
    let _ = super::window().add_event_listener_with_callback("storage", listener);
    call.forget();
}

/// The link of the pinned baseline, if one is pinned.
#[must_use]
pub fn baseline() -> Option<String> {
    storage()?.get_item(BASELINE).ok()?
}

/// Remembers the pinned baseline; `None` if none is.
pub fn remember_baseline(fragment: Option<&str>) {
    remember(BASELINE, fragment);
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
