//! The page's handle on one of its workers.
//!
//! A worker is started from a blob of two lines, since one started from a file would not be bound
//! by the page's Content-Security-Policy and could send the user's data away. What is sent before
//! it listens is kept until it does; nothing is sent to a worker of another release.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker};

use super::platform::loader;
use crate::message::{self, MessageError};

/// A program that runs in a worker of its own. Clones are the same program; the last one ends it.
#[derive(Clone)]
pub struct Program {
    link: Rc<RefCell<Link>>,
}

/// What is heard of a program.
pub enum Said {
    /// A message, and the buffers that came with it.
    Message(Vec<u8>, Vec<Uint8Array>),
    /// It has ended, for this reason.
    Ended(String),
    /// It cannot be used, and is not running.
    Refused(ProgramError),
}

/// Why a program cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProgramError {
    /// The browser refused a call.
    #[error("the browser does not let the engine run: {0}; try a current browser")]
    Browser(String),
    /// The worker ended before it listened.
    #[error("the {0} could not be loaded: {1}; check the connection and reload the page")]
    NotLoaded(&'static str, String),
    /// A worker of another release, or none of ours.
    #[error(transparent)]
    Message(#[from] MessageError),
}

struct Link {
    /// What the page's `meta` elements call it.
    name: &'static str,
    state: State,
    worker: Option<Worker>,
    /// Messages, in order, with what goes beside them, for a worker that does not listen yet.
    waiting: Vec<(Uint8Array, Vec<Blob>)>,
    listener: Rc<dyn Fn(Said)>,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_unreadable: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(ErrorEvent)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// No worker; the next message starts one.
    Down,
    /// It has not greeted yet.
    Starting,
    Ready,
}

impl Program {
    /// A program that is not running yet.
    pub fn new(name: &'static str, listener: impl Fn(Said) + 'static) -> Program {
        let listener = Rc::new(listener);
        Program { link: Rc::new_cyclic(|link| RefCell::new(Link::new(link, name, listener))) }
    }

    /// Starts the worker, so that it is there when the first message is sent.
    pub fn start(&self) {
        let launched = self.link.borrow_mut().launch();
        if let Err(error) = launched {
            self.tell(Said::Refused(error));
        }
    }

    /// Whether there is no worker.
    pub fn is_down(&self) -> bool {
        self.link.borrow().state == State::Down
    }

    /// Sends a message, now or as soon as the worker listens; starts one if there is none. What the
    /// browser refuses is heard by the listener.
    pub fn send(&self, bytes: Uint8Array) {
        self.send_with(bytes, Vec::new());
    }

    /// The same with files beside the message, which the page has not read.
    pub fn send_with(&self, bytes: Uint8Array, files: Vec<Blob>) {
        let sent = self.link.borrow_mut().send(bytes, files);
        if let Err(error) = sent {
            self.tell(Said::Refused(error));
        }
    }

    /// Ends the worker, if there is one, and forgets what has waited for it.
    pub fn stop(&self) {
        self.link.borrow_mut().stop();
    }

    fn hear(&self, buffers: &Array) {
        let bytes = bytes(buffers, 0).map_or_else(Vec::new, |bytes| bytes.to_vec());
        if self.link.borrow().state == State::Starting {
            let greeted = self.link.borrow_mut().greet(&bytes);
            if let Err(error) = greeted {
                self.stop();
                self.tell(Said::Refused(error));
            }
            return;
        }
        let further = (1..buffers.length()).filter_map(|at| self::bytes(buffers, at)).collect();
        self.tell(Said::Message(bytes, further));
    }

    fn fail(&self, reason: String) {
        let (state, name) = (self.link.borrow().state, self.link.borrow().name);
        self.stop();
        self.tell(match state {
            State::Ready => Said::Ended(reason),
            _ => Said::Refused(ProgramError::NotLoaded(name, reason)),
        });
    }

    /// The listener may call the program, so nothing is borrowed here.
    fn tell(&self, said: Said) {
        let listener = self.link.borrow().listener.clone();
        listener(said);
    }
}

impl Link {
    fn new(link: &Weak<RefCell<Link>>, name: &'static str, listener: Rc<dyn Fn(Said)>) -> Link {
        let here = link.clone();
        let program = move || here.upgrade().map(|link| Program { link });
        let (heard, garbled, failed) = (program.clone(), program.clone(), program);
        Link {
            name,
            state: State::Down,
            worker: None,
            waiting: Vec::new(),
            listener,
            on_message: Closure::new(move |event: MessageEvent| {
                if let Some(program) = heard() {
                    program.hear(event.data().unchecked_ref());
                }
            }),
            on_unreadable: Closure::new(move |_| {
                if let Some(program) = garbled() {
                    program.fail("its reply could not be received".to_owned());
                }
            }),
            on_error: Closure::new(move |event: ErrorEvent| {
                event.prevent_default(); // it is told to the listener instead of the console
                if let Some(program) = failed() {
                    program.fail(reason(&event));
                }
            }),
        }
    }

    fn send(&mut self, bytes: Uint8Array, files: Vec<Blob>) -> Result<(), ProgramError> {
        if self.state == State::Down {
            self.launch()?;
        }
        match (&self.worker, self.state) {
            (Some(worker), State::Ready) => post(worker, &bytes, &files),
            _ => {
                self.waiting.push((bytes, files));
                Ok(())
            }
        }
    }

    fn launch(&mut self) -> Result<(), ProgramError> {
        let worker = loader::worker(self.name).map_err(refused)?;
        worker.set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(self.on_unreadable.as_ref().unchecked_ref()));
        worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
        self.worker = Some(worker);
        self.state = State::Starting;
        Ok(())
    }

    /// Ends the worker, deaf first: a reply already under way belongs to nobody.
    fn stop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.set_onmessage(None);
            worker.set_onmessageerror(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        self.state = State::Down;
        self.waiting.clear();
    }

    /// Sends what has waited to a worker that is the page's own.
    fn greet(&mut self, bytes: &[u8]) -> Result<(), ProgramError> {
        message::accept(message::read(bytes)?)?;
        self.state = State::Ready;
        let Some(worker) = &self.worker else { return Ok(()) };
        self.waiting.drain(..).try_for_each(|(bytes, files)| post(worker, &bytes, &files))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop();
    }
}

fn bytes(buffers: &Array, at: u32) -> Option<Uint8Array> {
    let buffer = buffers.get(at).dyn_into::<ArrayBuffer>().ok();
    buffer.map(|buffer| Uint8Array::new(&buffer))
}

fn post(worker: &Worker, bytes: &Uint8Array, files: &[Blob]) -> Result<(), ProgramError> {
    let buffer = bytes.buffer();
    let parts = Array::of1(&buffer);
    for file in files {
        parts.push(file);
    }
    worker.post_message_with_transfer(&parts, &Array::of1(&buffer)).map_err(refused)
}

fn refused(error: JsValue) -> ProgramError {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    ProgramError::Browser(text.unwrap_or_else(|| format!("{error:?}")))
}

/// What an `error` event says; it is a bare event without a message if a file is missing.
fn reason(event: &ErrorEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string()).unwrap_or_default();
    let message = message.trim_start_matches("Uncaught ").trim_start_matches("Error: ").trim();
    if message.is_empty() { "no reason was given".to_owned() } else { message.to_owned() }
}
