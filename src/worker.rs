//! The page's workers, from inside: messages in, messages out, one at a time.
//!
//! There are two programs. The [`engine`] runs scenarios on a market; the [`reader`] makes a market
//! of files. The second is fetched when the first file is dropped, and ended when it has been read:
//! so a first visit is short, and the memory that reading took is given back.
//!
//! What is sent is transferred, not copied. A panic becomes the message of the `error` event that
//! the page receives; the page then starts another worker.

mod content;
pub mod engine;
pub mod reader;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::panic;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerGlobalScope};

use crate::message::{self, Greeting};

/// Greets the page and listens to it for as long as the worker lives: to messages, and what comes
/// beside them.
fn listen(mut hear: impl FnMut(Vec<u8>, Vec<JsValue>) + 'static) {
    panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts: Array = event.data().unchecked_into();
        let buffer: ArrayBuffer = parts.get(0).unchecked_into();
        hear(Uint8Array::new(&buffer).to_vec(), parts.iter().skip(1).collect());
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget(); // it listens until the worker ends
    post([message::write(&Greeting::default())]);
}

/// Sends messages to the page together; each is given up before the next is made.
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
