//! Printing: paper has the whole period, whatever the charts show on screen.

use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::prelude::*;

use super::platform;
use super::state::Selection;

/// Whether the page is being printed. Meanwhile the charts show all days; afterwards those from
/// before.
#[must_use]
pub fn watch_printing(selection: Selection) -> RwSignal<bool> {
    let is_printing = RwSignal::new(false);
    let before = StoredValue::new(None::<Range<usize>>);
    on("beforeprint", move || {
        let Some(visible) = selection.visible.try_get_untracked() else { return };
        before.try_update_value(|before| before.get_or_insert(visible).len());
        selection.visible.try_set(0..0);
        is_printing.try_set(true);
    });
    on("afterprint", move || {
        if let Some(visible) = before.try_update_value(Option::take).flatten() {
            selection.visible.try_set(visible);
        }
        is_printing.try_set(false);
    });
    is_printing
}

/// Calls back on an event of the window, for as long as the page lives.
fn on(event: &str, call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call);
    let listener = call.as_ref().unchecked_ref();
    let _ = platform::window().add_event_listener_with_callback(event, listener);
    call.forget();
}
