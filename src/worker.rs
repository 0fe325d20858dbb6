//! The program of the page's workers: it answers one request after the other.
//!
//! It is built twice. The [`engine`] runs scenarios on a market; the [`reader`] makes a market of
//! files. The reader is fetched with the first file and ended when the file has been read, which
//! keeps a first visit short and frees the memory of reading.
//!
//! Messages are transferred, not copied. A panic becomes the message of the `error` event that the
//! page receives; the page then starts another worker.

mod content;
pub mod engine;
pub mod reader;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::panic;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerGlobalScope};

use crate::protocol::Greeting;

/// Greets the page and calls `handle` with every message and its attachments.
fn listen(mut handle: impl FnMut(Vec<u8>, Vec<JsValue>) + 'static) {
    panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts: Array = event.data().unchecked_into();
        let buffer: ArrayBuffer = parts.get(0).unchecked_into();
        handle(Uint8Array::new(&buffer).to_vec(), parts.iter().skip(1).collect());
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // it is called until the worker ends
    post([Greeting::default().encode()]);
}

/// Sends messages to the page together; each is dropped before the next is made.
fn post(messages: impl IntoIterator<Item = Vec<u8>>) {
    let buffers: Array =
        messages.into_iter().map(|bytes| Uint8Array::from(&bytes[..]).buffer()).collect();
    if let Err(error) = scope().post_message_with_transfer(&buffers, &buffers) {
        wasm_bindgen::throw_val(error);
    }
}

/// Milliseconds on the worker's clock.
fn now() -> f64 {
    scope().unchecked_ref::<WorkerGlobalScope>().performance().map_or(0.0, |clock| clock.now())
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
