//! One web worker: started, sent messages, stopped.
//!
//! A worker is started from a blob of two lines: a worker started from a file is not bound by the
//! page's Content-Security-Policy and could send the user's data away. Messages wait until the
//! worker has greeted; a worker of another release is sent none.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker};

use crate::app::platform::loader;

use crate::protocol::{self, Greeting, MessageError};

/// A program in a web worker. Clones are handles of the same worker; the last one ends it.
#[derive(Clone)]
pub(super) struct Process {
    link: Rc<RefCell<Connection>>,
}

/// What happens in a worker.
pub(super) enum ProcessEvent {
    /// It sent a message, and these buffers with it.
    Message(Vec<u8>, Vec<Uint8Array>),
    /// It crashed, for this reason, and is no longer running.
    Crashed(String),
    /// It cannot be used and is not running.
    Unusable(ProcessError),
}

/// Why a worker cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProcessError {
    /// The browser refused a call.
    #[error("the browser does not let the engine run: {0}; try a current browser")]
    Browser(String),
    /// The worker ended before it greeted.
    #[error("the {0} could not be loaded: {1}; check the connection and reload the page")]
    NotLoaded(&'static str, String),
    /// The first message is from a worker of another release, or is no greeting.
    #[error(transparent)]
    Message(#[from] MessageError),
}

struct Connection {
    /// The worker's name in the page's `meta` elements.
    name: &'static str,
    state: ConnectionState,
    worker: Option<Worker>,
    /// Messages, in order, and the files sent with them, until the worker has greeted.
    waiting: Vec<(Uint8Array, Vec<Blob>)>,
    listener: Rc<dyn Fn(ProcessEvent)>,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_unreadable: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(ErrorEvent)>,
}

#[derive(Clone, Copy, PartialEq)]
enum ConnectionState {
    /// No worker; the next message starts one.
    Stopped,
    /// Started, and has not greeted yet.
    Starting,
    Ready,
}

impl Process {
    /// A worker that is not running yet.
    pub(super) fn new(name: &'static str, listener: impl Fn(ProcessEvent) + 'static) -> Process {
        let listener = Rc::new(listener);
        Process { link: Rc::new_cyclic(|link| RefCell::new(Connection::new(link, name, listener))) }
    }

    /// Starts the worker if it is not running.
    pub(super) fn start(&self) {
        if self.is_running() {
            return;
        }
        let started = self.link.borrow_mut().start();
        if let Err(error) = started {
            self.notify(ProcessEvent::Unusable(error));
        }
    }

    /// Whether the worker is running or starting.
    pub(super) fn is_running(&self) -> bool {
        self.link.borrow().state != ConnectionState::Stopped
    }

    /// Sends a message now, or as soon as the worker has greeted; starts it if needed. The listener
    /// is called if the browser refuses.
    pub(super) fn send(&self, bytes: Uint8Array) {
        self.send_with_files(bytes, Vec::new());
    }

    /// [`send`](Self::send) with files, whose content the page has not read.
    pub(super) fn send_with_files(&self, bytes: Uint8Array, files: Vec<Blob>) {
        let sent = self.link.borrow_mut().send(bytes, files);
        if let Err(error) = sent {
            self.notify(ProcessEvent::Unusable(error));
        }
    }

    /// Ends the worker and drops the messages that wait for it.
    pub(super) fn stop(&self) {
        self.link.borrow_mut().stop();
    }

    fn receive(&self, buffers: &Array) {
        let bytes = bytes(buffers, 0).map_or_else(Vec::new, |bytes| bytes.to_vec());
        if self.link.borrow().state == ConnectionState::Starting {
            let greeted = self.link.borrow_mut().greet(&bytes);
            if let Err(error) = greeted {
                self.stop();
                self.notify(ProcessEvent::Unusable(error));
            }
            return;
        }
        let further = (1..buffers.length()).filter_map(|at| self::bytes(buffers, at)).collect();
        self.notify(ProcessEvent::Message(bytes, further));
    }

    fn fail(&self, reason: String) {
        let (state, name) = (self.link.borrow().state, self.link.borrow().name);
        self.stop();
        self.notify(match state {
            ConnectionState::Ready => ProcessEvent::Crashed(reason),
            _ => ProcessEvent::Unusable(ProcessError::NotLoaded(name, reason)),
        });
    }

    /// Calls the listener with nothing borrowed, because it may call this process.
    fn notify(&self, event: ProcessEvent) {
        let listener = self.link.borrow().listener.clone();
        listener(event);
    }
}

impl Connection {
    fn new(
        link: &Weak<RefCell<Connection>>,
        name: &'static str,
        listener: Rc<dyn Fn(ProcessEvent)>,
    ) -> Connection {
        let link = link.clone();
        let process = move || link.upgrade().map(|link| Process { link });
        let (received, unreadable, failed) = (process.clone(), process.clone(), process);
        Connection {
            name,
            state: ConnectionState::Stopped,
            worker: None,
            waiting: Vec::new(),
            listener,
            on_message: Closure::new(move |event: MessageEvent| {
                if let Some(process) = received() {
                    process.receive(event.data().unchecked_ref());
                }
            }),
            on_unreadable: Closure::new(move |_| {
                if let Some(process) = unreadable() {
                    process.fail("its reply could not be received".to_owned());
                }
            }),
            on_error: Closure::new(move |event: ErrorEvent| {
                event.prevent_default(); // the listener handles it, so keep it out of the console
                if let Some(process) = failed() {
                    process.fail(reason(&event));
                }
            }),
        }
    }

    fn send(&mut self, bytes: Uint8Array, files: Vec<Blob>) -> Result<(), ProcessError> {
        if self.state == ConnectionState::Stopped {
            self.start()?;
        }
        match (&self.worker, self.state) {
            (Some(worker), ConnectionState::Ready) => post(worker, &bytes, &files),
            _ => {
                self.waiting.push((bytes, files));
                Ok(())
            }
        }
    }

    fn start(&mut self) -> Result<(), ProcessError> {
        let worker = loader::worker(self.name).map_err(refused)?;
        worker.set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(self.on_unreadable.as_ref().unchecked_ref()));
        worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
        self.worker = Some(worker);
        self.state = ConnectionState::Starting;
        Ok(())
    }

    /// Detaches the handlers before `terminate()` so that late replies are dropped.
    fn stop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.set_onmessage(None);
            worker.set_onmessageerror(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        self.state = ConnectionState::Stopped;
        self.waiting.clear();
    }

    /// Checks a worker's greeting and sends it the messages that wait.
    fn greet(&mut self, bytes: &[u8]) -> Result<(), ProcessError> {
        protocol::accept(Greeting::decode(bytes)?)?;
        self.state = ConnectionState::Ready;
        let Some(worker) = &self.worker else { return Ok(()) };
        self.waiting.drain(..).try_for_each(|(bytes, files)| post(worker, &bytes, &files))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.stop();
    }
}

fn bytes(buffers: &Array, at: u32) -> Option<Uint8Array> {
    let buffer = buffers.get(at).dyn_into::<ArrayBuffer>().ok();
    buffer.map(|buffer| Uint8Array::new(&buffer))
}

fn post(worker: &Worker, bytes: &Uint8Array, files: &[Blob]) -> Result<(), ProcessError> {
    let buffer = bytes.buffer();
    let parts = Array::of1(&buffer);
    for file in files {
        parts.push(file);
    }
    worker.post_message_with_transfer(&parts, &Array::of1(&buffer)).map_err(refused)
}

fn refused(error: JsValue) -> ProcessError {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    ProcessError::Browser(text.unwrap_or_else(|| format!("{error:?}")))
}

/// The message of an `error` event. If a file is missing, it is a bare event without a message.
fn reason(event: &ErrorEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string()).unwrap_or_default();
    let message = message.trim_start_matches("Uncaught ").trim_start_matches("Error: ").trim();
    if message.is_empty() { "no reason was given".to_owned() } else { message.to_owned() }
}
