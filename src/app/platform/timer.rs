//! What is done after a while, before the next picture, or when the address changes.

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// Calls back after some milliseconds.
pub fn after(milliseconds: f64, call: impl FnOnce() + 'static) {
    let milliseconds = milliseconds.max(0.0).ceil() as i32;
    let call = once_function(Box::new(call));
    // A page that is being unloaded has no timers and needs none.
    let _ =
        super::window().set_timeout_with_callback_and_timeout_and_arguments_0(&call, milliseconds);
}

/// Calls back when the page has changed and is about to be drawn.
pub fn before_drawing(call: impl FnOnce() + 'static) {
    let _ = super::window().request_animation_frame(&once_function(Box::new(call)));
}

/// Calls back whenever the fragment of the address changes, for as long as the page lives.
pub fn on_address_change(call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call);
    let listener = call.as_ref().unchecked_ref();
    let _ = super::window().add_event_listener_with_callback("hashchange", listener);
    call.forget();
}

fn once_function(call: Box<dyn FnOnce()>) -> Function {
    Closure::once_into_js(call).unchecked_into()
}

/// Waits for some milliseconds.
pub async fn pause(milliseconds: f64) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        after(milliseconds, move || drop(done.call0(&JsValue::UNDEFINED)));
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
