//! The first or the last day traded: typed, or chosen from the browser's calendar.

use leptos::html::Input;
use leptos::prelude::*;

use super::field_view;
use super::help::HelpText;
use super::text_field::{FieldError, FieldName, TextInput};
use crate::app::session::Session;
use crate::view::changes::element_id;
use crate::view::field::FieldView;
use crate::view::form::Control;

/// The field of a day.
#[component]
pub fn DayField(
    /// [`Control::From`] or [`Control::To`].
    control: Control,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = element_id(control);
    let view = field_view(control);
    let is_help_open = RwSignal::new(false);
    let range = Memo::new(move |_| view.with(|view| view.range.clone()));
    let bounds =
        Memo::new(move |_| session.data.span().map(|(a, b)| [a, b].map(|day| day.to_string())));
    let first = move || bounds.get().map(|[first, _]| first).unwrap_or_default();
    let last = move || bounds.get().map(|[_, last]| last).unwrap_or_default();
    let placeholder = Signal::derive(move || match control {
        Control::From => first(),
        _ => last(),
    });
    let FieldView { help, .. } = view.get_untracked();
    view! {
        <div
            class="field day-field"
            class:changed=move || view.with(FieldView::is_changed)
            class:wrong=move || view.with(FieldView::is_wrong)
        >
            <FieldName control view is_help_open/>
            <span class="in">
                <TextInput control view inputmode="numeric" placeholder/>
                <Calendar control view first=Signal::derive(first) last=Signal::derive(last)/>
            </span>
            <HelpText id=format!("{id}-help") is_open=is_help_open help range/>
            <FieldError id view/>
        </div>
    }
}

/// The button that opens the browser's calendar. The date field behind it is out of sight, since
/// not every browser shows an icon in one.
#[component]
fn Calendar(
    /// The control.
    control: Control,
    /// What it shows.
    view: Memo<FieldView>,
    /// The first day of the data.
    first: Signal<String>,
    /// The last day of the data.
    last: Signal<String>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let picker = NodeRef::<Input>::new();
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    let name = format!("{}: open calendar", view.with_untracked(|view| view.label.clone()));
    let open = move |_| {
        if let Some(picker) = picker.get_untracked()
            && picker.show_picker().is_err()
        {
            let _ = picker.focus();
        }
    };
    view! {
        <span class="calendar">
            <input
                node_ref=picker
                type="date"
                tabindex="-1"
                aria-hidden="true"
                min=first
                max=last
                prop:value=text
                on:change:target=move |event| {
                    session.enter(control, &event.target().value());
                    session.leave(control);
                }
            />
            <button type="button" class="icon" aria-label=name title="Open calendar" on:click=open>
                <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                    <path d="M2 4h12v10H2zM2 7h12M5 2v3M11 2v3"></path>
                </svg>
            </button>
        </span>
    }
}
