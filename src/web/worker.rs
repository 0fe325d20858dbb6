//! Inside the worker: requests in, replies out, one at a time.
//!
//! A reply is one buffer that is transferred, not copied. A panic becomes the message of the
//! `error` event that the page receives; the page then starts another worker.

use crate::analysis;
use crate::engine::{self, Scenario};
use crate::import::{self, Imported, SourceFile};
use crate::market::{Fingerprint, Market};
use crate::message::{File, Loaded, Outcome, Refused, Reply, Request};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::panic;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerGlobalScope};

/// Progress is told at most this often, milliseconds.
const BETWEEN_REPORTS: f64 = 50.0;

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
    market: Option<(Market, Fingerprint)>,
}

impl Session {
    /// Carries out one request; `reply` may be called many times, progress first.
    fn answer(&mut self, request: Request, reply: &dyn Fn(Reply)) {
        match request {
            Request::Load { files, options } => reply(self.load(&files, &options)),
            Request::Run { id, scenario } => reply(self.run(id, &scenario, reply)),
        }
    }

    fn load(&mut self, files: &[File], options: &import::Options) -> Reply {
        let sources: Vec<SourceFile<'_>> = files
            .iter()
            .map(|file| SourceFile { name: &file.name, role: None, bytes: &file.bytes })
            .collect();
        match import::import(&sources, options) {
            Ok(Imported { market, summary }) => {
                let fingerprint = market.fingerprint();
                let loaded = Loaded::of(&market, fingerprint, summary);
                self.market = Some((market, fingerprint));
                Reply::Loaded(Box::new(loaded))
            }
            Err(error) => Reply::Refused(Box::new(Refused::of(&error))),
        }
    }

    fn run(&self, id: u32, scenario: &Scenario, reply: &dyn Fn(Reply)) -> Reply {
        let nothing = (Market::default(), Market::default().fingerprint());
        let (market, fingerprint) = self.market.as_ref().unwrap_or(&nothing);
        let started = now();
        let mut told = started;
        let report = engine::run(market, scenario, |done, total| {
            if now() - told > BETWEEN_REPORTS {
                told = now();
                reply(Reply::Progress { id, done: done as u32, total: total as u32 });
            }
        });
        match report {
            Ok(report) => {
                let review = analysis::review(&report, *fingerprint);
                let outcome = Box::new(Outcome { report, review });
                Reply::Done { id, milliseconds: now() - started, outcome }
            }
            Err(error) => Reply::Failed { id: Some(id), message: error.to_string() },
        }
    }
}

/// Milliseconds on the worker's clock.
fn now() -> f64 {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.unchecked_ref::<WorkerGlobalScope>().performance().map_or(0.0, |clock| clock.now())
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
