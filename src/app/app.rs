//! The page: one desk. Left what is chosen, in the middle what came of it, right why.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

use super::desk::Desk;
use super::signal::Signal;
use super::{dialogs, events, parts};

/// Puts the desk in place and keeps it up to date; nothing of it is a view of the library's own.
pub fn app() {
    let body = super::document().body().expect("a page that is shown has a body");
    // The only refusal is of a place beside the body.
    let _ = body.insert_adjacent_html("beforeend", parts::DESK);
    let desk = Desk::start();
    desk.look.theme.get_untracked().apply();
    parts::show(desk);
    dialogs::follow(desk);
    events::listen(desk);
    if let Some(plot) = super::document().get_element_by_id("plot") {
        watch_width(&plot, desk.look.width);
    }
}

/// Keeps `width` at the width of the element, for as long as the page lives.
fn watch_width(element: &Element, width: Signal<f64>) {
    let changed = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        let entry: ResizeObserverEntry = entries.get(0).unchecked_into();
        let now = entry.content_rect().width();
        if width.get_untracked() != now {
            width.set(now);
        }
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(element);
    }
    changed.forget();
}
