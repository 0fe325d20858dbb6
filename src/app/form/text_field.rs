//! What the fields of numbers and days share: the label, the text and the error.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::arrow;
use super::help::{HelpButton, ResetButton};
use crate::app::session::Session;
use crate::view::changes::element_id;
use crate::view::field::{FieldView, step_text};
use crate::view::form::Control;

/// The label of a field, its question mark, and what its value was.
#[component]
pub fn FieldName(
    /// The control.
    control: Control,
    /// What it shows.
    view: Memo<FieldView>,
    /// Whether its help is shown.
    is_help_open: RwSignal<bool>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = element_id(control);
    let label = view.with_untracked(|view| view.label.clone());
    let was = Memo::new(move |_| view.with(FieldView::was_text));
    view! {
        <div class="name">
            <span>
                <label for=id.clone()>{label.clone()}</label>
                <HelpButton
                    label=label.clone()
                    help_id=format!("{id}-help")
                    is_open=is_help_open
                />
            </span>
            <ResetButton label was reset=move || session.reset(control)/>
        </div>
    }
}

/// The text of a field: it stays as typed until the field is left.
#[component]
pub fn TextInput(
    /// The control.
    control: Control,
    /// What it shows.
    view: Memo<FieldView>,
    /// The keyboard that a phone shows.
    inputmode: &'static str,
    /// What is allowed.
    #[prop(optional)]
    title: String,
    /// The placeholder.
    #[prop(into, optional)]
    placeholder: Signal<String>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = element_id(control);
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    let is_wrong = Memo::new(move |_| view.with(FieldView::is_wrong));
    view! {
        <input
            type="text"
            inputmode=inputmode
            autocomplete="off"
            spellcheck="false"
            maxlength="40"
            title=title
            placeholder=placeholder
            aria-invalid=move || is_wrong.get().to_string()
            aria-describedby=format!("{id}-error {id}-help")
            id=id
            prop:value=text
            on:input:target=move |event| session.enter(control, &event.target().value())
            on:change=move |_| session.leave(control)
            on:blur=move |_| session.leave(control)
            on:keydown=move |event| handle_arrow_key(session, control, &event)
        />
    }
}

/// Why the text of a field is no valid value.
#[component]
pub fn FieldError(
    /// The `id` of the field.
    id: String,
    /// What the field shows.
    view: Memo<FieldView>,
) -> impl IntoView {
    let error = Memo::new(move |_| view.with(|view| view.error.clone()));
    view! {
        <p class="error" id=format!("{id}-error") aria-live="polite">
            {error}
        </p>
    }
}

/// Steps a number up or down on the arrow keys.
pub fn handle_arrow_key(session: Session, control: Control, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(direction) = arrow(&event.key()) else { return };
    let text =
        session.scenario.form.with_untracked(|form| step_text(control, &form.scenario, direction));
    if let Some(text) = text {
        event.prevent_default();
        session.enter(control, &text);
        session.leave(control);
    }
}
