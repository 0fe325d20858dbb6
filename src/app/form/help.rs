//! Help behind a question mark: it takes no room until it is opened.

use leptos::prelude::*;

/// The question mark beside a label.
#[component]
pub fn HelpButton(
    /// The label of the field.
    label: String,
    /// The `id` of the help.
    help_id: String,
    /// Whether the help is shown.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="ask"
            aria-label=format!("Help: {label}")
            aria-controls=help_id
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|open| *open = !*open)
        >
            <span aria-hidden="true">"?"</span>
        </button>
    }
}

/// The help itself. Hidden, it still describes its field to a screen reader.
#[component]
pub fn HelpText(
    /// Its `id`.
    id: String,
    /// Whether it is shown.
    is_open: RwSignal<bool>,
    /// What the field does.
    help: &'static str,
    /// The values allowed; empty if any.
    #[prop(into)]
    range: Signal<String>,
    /// The formula behind the field; empty without one.
    #[prop(optional)]
    note: &'static str,
) -> impl IntoView {
    let range = move || match range.get() {
        range if range.is_empty() => range,
        range => format!("Range: {range}."),
    };
    view! {
        <p class="help" id=id hidden=move || !is_open.get()>
            {help}
            ". "
            {range}
            {(!note.is_empty()).then(|| view! { <span class="note">{note}</span> })}
        </p>
    }
}

/// The button that gives a field the value of the reference.
#[component]
pub fn ResetButton<F: Fn() + 'static>(
    /// The label of the field.
    label: String,
    /// The reference value, such as "was 40 %"; empty if it is unchanged.
    #[prop(into)]
    was: Signal<String>,
    /// Resets the field.
    reset: F,
) -> impl IntoView {
    let name = move || format!("{label} {}: reset", was.get());
    view! {
        <button
            type="button"
            class="was"
            title="Reset"
            aria-label=name
            hidden=move || was.with(String::is_empty)
            on:click=move |_| reset()
        >
            {was}
        </button>
    }
}
