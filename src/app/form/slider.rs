//! The slider of a number: its value is run while it is dragged.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::app::session::Session;
use crate::view::field::{FieldView, Slider};
use crate::view::form::Control;

/// The slider of a control. Keyboard users have the text field beside it.
#[component]
pub fn NumberSlider(
    /// The control.
    control: Control,
    /// What the field shows.
    view: Memo<FieldView>,
    /// Ends and step.
    slider: Slider,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let label = format!("{}, slider", view.with_untracked(|view| view.label.clone()));
    let value = Memo::new(move |_| {
        view.with(|view| {
            view.slider.as_ref().map(|slider| slider.value.clone()).unwrap_or_default()
        })
    });
    // With the pointer captured its release arrives here, wherever it happens.
    let begin = move |event: PointerEvent| {
        if let Some(element) = event.target().and_then(|own| own.dyn_into::<Element>().ok()) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        session.begin_drag();
    };
    view! {
        <input
            class="slider"
            type="range"
            tabindex="-1"
            aria-label=label
            min=slider.low.to_string()
            max=slider.high.to_string()
            step=slider.step.to_string()
            prop:value=value
            on:pointerdown=begin
            on:pointerup=move |_| session.end_drag()
            on:pointercancel=move |_| session.end_drag()
            on:input:target=move |event| {
                session.enter(control, &event.target().value());
                session.leave(control);
            }
            on:change=move |_| session.end_drag()
        />
    }
}
