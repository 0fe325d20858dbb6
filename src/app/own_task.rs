//! Mounts a part of the page in a task of its own, so that the page answers between the parts.

use leptos::prelude::*;

use super::platform::timer::after;

/// Its children, mounted after the task under way and after every part that came before.
#[component]
pub fn OwnTask(
    /// The part of the page.
    children: ChildrenFn,
) -> impl IntoView {
    let is_due = RwSignal::new(false);
    // The part may be gone by then.
    after(0.0, move || {
        is_due.try_set(true);
    });
    view! { <Show when=move || is_due.get()>{children()}</Show> }
}
