//! Inside the worker: requests in, replies out, one at a time.
//!
//! A reply is one buffer that is transferred, not copied. A panic becomes the message of the
//! `error` event that the page receives; the page then starts another worker.

use crate::message::{File, Reply, Request};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::panic;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens to the page for as long as the worker lives.
pub fn serve() {
    panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let mut session = Session::default();
    let page = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let buffer: ArrayBuffer = event.data().unchecked_into();
        let reply = |reply: Reply| post(&page, &reply);
        match Request::from_bytes(&Uint8Array::new(&buffer).to_vec()) {
            Ok(request) => session.answer(request, &reply),
            Err(error) => reply(Reply::Failed { id: None, message: error.to_string() }),
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget(); // it listens until the worker ends
    post(&scope, &Reply::ready());
}

/// What the worker keeps between two requests.
#[derive(Default)]
struct Session {
    files: Vec<File>,
}

impl Session {
    /// Carries out one request; `reply` may be called many times, progress first.
    fn answer(&mut self, request: Request, reply: &dyn Fn(Reply)) {
        match request {
            Request::Load { files } => {
                self.files = files;
                reply(Reply::Loaded { summary: Vec::new() });
            }
            Request::Run { id, scenario } => {
                let total = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
                reply(Reply::Progress { id, done: total, total });
                reply(Reply::Done { id, report: scenario });
            }
        }
    }
}

fn post(page: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let sent = reply.to_bytes().map_err(|error| JsValue::from_str(&error.to_string()));
    let sent = sent.and_then(|bytes| {
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        page.post_message_with_transfer(&buffer, &Array::of1(&buffer))
    });
    if let Err(error) = sent {
        wasm_bindgen::throw_val(error);
    }
}
