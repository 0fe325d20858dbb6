//! The size of an element, from the browser's own layout: asking for it would force one.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

use super::timer;

/// The inside of an element, CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// Calls `changed` with the size of the element once it is laid out and whenever it changes, for as
/// long as the component lives.
pub fn watch_size(element: &web_sys::Element, changed: impl Fn(Size) + Copy + 'static) {
    let observed = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let entry: ResizeObserverEntry = entries.get(0).unchecked_into();
        let inside = entry.content_rect();
        let size = Size { width: inside.width(), height: inside.height() };
        // What follows may change the layout: after this turn, or the observer reports a loop.
        timer::before_drawing(move || changed(size));
    });
    let Ok(observer) = ResizeObserver::new(observed.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let held = StoredValue::new_local((observer, observed));
    on_cleanup(move || {
        held.try_with_value(|(observer, _)| observer.disconnect());
    });
}
