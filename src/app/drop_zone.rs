//! Files dropped anywhere on the page. Beside a drop target the browser would leave the page for
//! them, so the whole window is one.

use leptos::ev::DragEvent;
use leptos::prelude::*;

use super::platform::{files, loader};
use super::session::Session;

/// A veil over the page while files are dragged over it; reads them when they are dropped.
#[component]
pub fn DropZone() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_over = RwSignal::new(false);
    let set = move |over: bool| {
        if is_over.get_untracked() != over {
            is_over.set(over);
        }
    };
    let listeners = [
        window_event_listener(leptos::ev::dragover, move |event| {
            event.prevent_default();
            set(has_files(&event));
        }),
        window_event_listener(leptos::ev::dragleave, move |event| {
            // Out of the window, not into a child.
            if event.related_target().is_none() {
                set(false);
            }
        }),
        window_event_listener(leptos::ev::drop, move |event| {
            event.prevent_default();
            set(false);
            if let Some(transfer) = event.data_transfer() {
                let (files, folders) = files::dropped(&transfer);
                session.open(files, folders);
            }
        }),
    ];
    let (early_files, early_folders) = loader::dropped();
    session.open(early_files, early_folders);
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    view! {
        <div class="veil" class:shown=move || is_over.get() aria-hidden="true">
            <p>"Drop to read: daily bars, option quotes, a volatility index, events"</p>
        </div>
    }
}

fn has_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|transfer| transfer.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}
