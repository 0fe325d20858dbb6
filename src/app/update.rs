//! The message that a new version of the page is installed.

use leptos::prelude::*;

use super::platform::loader;

/// Announces a new version of the page. The user decides when it takes over, because a reload drops
/// files that are not kept.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let is_ready = RwSignal::new(loader::has_update());
    let is_dismissed = RwSignal::new(false);
    loader::on_update(move || {
        is_ready.try_set(loader::has_update());
        is_dismissed.try_set(false);
    });
    view! {
        <Show when=move || is_ready.get() && !is_dismissed.get()>
            <div class="notice" role="status">
                <p>"A new version of this page is ready."</p>
                <p class="actions">
                    <button class="btn small primary" on:click=|_| loader::update()>
                        "Reload"
                    </button>
                    <button class="btn small" on:click=move |_| is_dismissed.set(true)>
                        "Later"
                    </button>
                </p>
            </div>
        </Show>
    }
}
