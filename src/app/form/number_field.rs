//! A number of the scenario: its text, its slider if it has one, its help and its error.

use leptos::prelude::*;

use super::field_view;
use super::help::HelpText;
use super::slider::NumberSlider;
use super::text_field::{FieldError, FieldName, TextInput};
use crate::engine::fields::Field;
use crate::view::changes::element_id;
use crate::view::field::FieldView;
use crate::view::form::Control;

/// The field of a number.
#[component]
pub fn NumberField(
    /// The number.
    field: &'static Field,
) -> impl IntoView {
    let control = Control::Number(field.code);
    let id = element_id(control);
    let view = field_view(control);
    let is_help_open = RwSignal::new(false);
    let FieldView { unit, slider, help, note, range, placeholder, .. } = view.get_untracked();
    let caution = Memo::new(move |_| view.with(|view| view.caution.clone()));
    view! {
        <div
            class="field"
            class:changed=move || view.with(FieldView::is_changed)
            class:wrong=move || view.with(FieldView::is_wrong)
        >
            <FieldName control view is_help_open/>
            <span class="in">
                <TextInput control view inputmode="decimal" title=range.clone() placeholder/>
                <em>{unit}</em>
            </span>
            {slider.map(|slider| view! { <NumberSlider control view slider/> })}
            <HelpText id=format!("{id}-help") is_open=is_help_open help range note/>
            <p class="caution">{caution}</p>
            <FieldError id view/>
        </div>
    }
}
