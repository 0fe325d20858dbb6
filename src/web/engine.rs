//! The page's handle on its worker, where the engine runs.
//!
//! The worker is started from a blob of two lines, since one started from a file would not be bound
//! by the page's Content-Security-Policy and could send the user's data away. What is sent before
//! the worker listens is kept until it does; nothing is sent to a worker of another release. A
//! worker that was stopped or has crashed is replaced, and the new one is given the files that the
//! old one had loaded, so that only the run is lost.

use crate::message::{self, MessageError, Reply, Request};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker};

/// The engine, as the page sees it. Clones are the same engine; the last one ends the worker.
#[derive(Clone)]
pub struct Engine {
    link: Rc<RefCell<Link>>,
}

/// Why nothing more is to be expected for what was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// The browser refused a call.
    #[error("the browser does not let the engine run: {0}; try a current browser")]
    Refused(String),
    /// The worker ended before it listened.
    #[error("the engine could not be loaded: {0}; check the connection and reload the page")]
    NotLoaded(String),
    /// The worker panicked; another has taken its place.
    #[error("the engine stopped: {0}; the data is kept, change the scenario and run again")]
    Stopped(String),
    /// A message that cannot be used, or a worker of another release.
    #[error(transparent)]
    Message(#[from] MessageError),
}

/// What the page hears: every reply but the ones to files that were loaded again by [`Engine`]
/// itself, or why there is none.
pub type Heard = Result<Reply, EngineError>;

struct Link {
    state: State,
    /// The address of the worker's first lines, made once.
    script: Option<String>,
    worker: Option<Worker>,
    /// Encoded requests, in order, for a worker that does not listen yet.
    waiting: Vec<Uint8Array>,
    /// Files on their way to the worker, and files it has; kept outside the page's own memory.
    loading: Option<Uint8Array>,
    loaded: Option<Uint8Array>,
    listener: Rc<dyn Fn(Heard)>,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_unreadable: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(ErrorEvent)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// No worker; the next request starts one.
    Down,
    /// It has not greeted yet.
    Starting,
    /// It has greeted and is given the files of its predecessor.
    Restoring,
    Ready,
}

impl Engine {
    /// Starts a worker; `listener` hears its replies, first [`Reply::Ready`].
    pub fn start(listener: impl Fn(Heard) + 'static) -> Engine {
        let link = Rc::new_cyclic(|link| RefCell::new(Link::new(link, Rc::new(listener))));
        let engine = Engine { link };
        engine.launch();
        engine
    }

    /// Sends a request, now or as soon as the worker listens.
    ///
    /// # Errors
    /// [`EngineError::Message`] if the request has no encoding. What the browser or the worker
    /// refuse is heard by the listener.
    pub fn send(&self, request: &Request) -> Result<(), EngineError> {
        let bytes = Uint8Array::from(request.to_bytes()?.as_slice());
        if self.link.borrow().state == State::Down {
            self.launch();
        }
        let sent = {
            let mut link = self.link.borrow_mut();
            if matches!(request, Request::Load { .. }) {
                link.loading = Some(copy(&bytes));
            }
            match (&link.worker, link.state) {
                (Some(worker), State::Ready | State::Restoring) => post(worker, &bytes),
                _ => {
                    link.waiting.push(bytes);
                    Ok(())
                }
            }
        };
        if let Err(error) = sent {
            self.tell(Err(error));
        }
        Ok(())
    }

    /// Ends whatever is being done, at once. Loaded files stay; files being loaded do not.
    pub fn cancel(&self) {
        self.link.borrow_mut().stop();
        self.launch();
    }

    fn launch(&self) {
        let refused = self.link.borrow_mut().launch().err();
        if let Some(error) = refused {
            self.tell(Err(error));
        }
    }

    fn hear(&self, buffer: ArrayBuffer) {
        let heard = match Reply::from_bytes(&Uint8Array::new(&buffer).to_vec()) {
            Ok(reply) => self.link.borrow_mut().take_in(reply),
            Err(error) => Some(Err(error.into())),
        };
        if let Some(heard) = heard {
            self.tell(heard);
        }
    }

    fn fail(&self, reason: String) {
        let error = {
            let mut link = self.link.borrow_mut();
            let state = link.state;
            link.stop();
            match state {
                State::Down | State::Starting => EngineError::NotLoaded(reason),
                State::Restoring => {
                    link.loaded = None; // what ends a worker must not end the next one too
                    EngineError::NotLoaded(reason)
                }
                State::Ready => EngineError::Stopped(reason),
            }
        };
        if matches!(error, EngineError::Stopped(_)) {
            self.launch();
        }
        self.tell(Err(error));
    }

    /// The listener may call the engine, so nothing is borrowed here.
    fn tell(&self, heard: Heard) {
        let listener = self.link.borrow().listener.clone();
        listener(heard);
    }
}

impl Link {
    fn new(link: &Weak<RefCell<Link>>, listener: Rc<dyn Fn(Heard)>) -> Link {
        let here = link.clone();
        let engine = move || here.upgrade().map(|link| Engine { link });
        let (heard, garbled, failed) = (engine.clone(), engine.clone(), engine);
        Link {
            state: State::Down,
            script: None,
            worker: None,
            waiting: Vec::new(),
            loading: None,
            loaded: None,
            listener,
            on_message: Closure::new(move |event: MessageEvent| {
                if let Some(engine) = heard() {
                    engine.hear(event.data().unchecked_into());
                }
            }),
            on_unreadable: Closure::new(move |_| {
                if let Some(engine) = garbled() {
                    engine.fail("its reply could not be received".to_owned());
                }
            }),
            on_error: Closure::new(move |event: ErrorEvent| {
                event.prevent_default(); // it is told to the listener instead of the console
                if let Some(engine) = failed() {
                    engine.fail(reason(&event));
                }
            }),
        }
    }

    fn launch(&mut self) -> Result<(), EngineError> {
        let script = match &self.script {
            Some(script) => script,
            None => self.script.insert(script()?),
        };
        let worker = Worker::new(script).map_err(refused)?;
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
        self.loading = None;
    }

    /// Brings the link up to date with a reply; what of it the listener should hear.
    fn take_in(&mut self, reply: Reply) -> Option<Heard> {
        match (&reply, self.state) {
            (Reply::Ready { protocol, build }, _) => {
                if let Err(error) = message::accept(*protocol, build) {
                    self.stop();
                    return Some(Err(error.into()));
                }
                if let Err(error) = self.greet() {
                    return Some(Err(error));
                }
            }
            (Reply::Loaded { .. }, State::Restoring) => {
                self.state = State::Ready;
                return None;
            }
            (Reply::Loaded { .. }, _) => self.loaded = self.loading.take(),
            (Reply::Failed { id: None, .. }, State::Restoring) => {
                self.state = State::Ready;
                self.loaded = None;
            }
            (Reply::Failed { id: None, .. }, _) => self.loading = None,
            _ => {}
        }
        Some(Ok(reply))
    }

    /// Sends what has waited for the worker, after the files that its predecessor had.
    fn greet(&mut self) -> Result<(), EngineError> {
        let Some(worker) = &self.worker else { return Ok(()) };
        self.state = State::Ready;
        if let Some(files) = &self.loaded {
            self.state = State::Restoring;
            post(worker, &copy(files))?;
        }
        self.waiting.drain(..).try_for_each(|bytes| post(worker, &bytes))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The worker's two lines, as an address. A failure to load the module is thrown outside the
/// promise, or no `error` event would tell the page of it.
fn script() -> Result<String, EngineError> {
    let script = quoted("engine-script")?;
    let module = quoted("engine-module")?;
    let lines = format!(
        "importScripts({script});\nwasm_bindgen({{ module_or_path: {module} }})\
         .catch(error => setTimeout(() => {{ throw error; }}));"
    );
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&lines.into()), &options);
    Url::create_object_url_with_blob(&blob.map_err(refused)?).map_err(refused)
}

/// The file named by a `meta` element, as a quoted absolute address: a blob has no folder that a
/// relative one could start from.
fn quoted(name: &str) -> Result<String, EngineError> {
    let document = super::document();
    let element = document.query_selector(&format!("meta[name={name}]")).map_err(refused)?;
    let file = element.and_then(|element| element.get_attribute("content"));
    let file = file.ok_or_else(|| EngineError::NotLoaded(format!("the page names no {name}")))?;
    let base = document.base_uri().map_err(refused)?.unwrap_or_default();
    let address = Url::new_with_base(&file, &base).map_err(refused)?.href();
    js_sys::JSON::stringify(&address.into()).map(String::from).map_err(refused)
}

fn post(worker: &Worker, bytes: &Uint8Array) -> Result<(), EngineError> {
    let buffer = bytes.buffer();
    worker.post_message_with_transfer(&buffer, &Array::of1(&buffer)).map_err(refused)
}

fn copy(bytes: &Uint8Array) -> Uint8Array {
    bytes.slice(0, bytes.length())
}

fn refused(error: JsValue) -> EngineError {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    EngineError::Refused(text.unwrap_or_else(|| format!("{error:?}")))
}

/// What an `error` event says; it is a bare event without a message if a file is missing.
fn reason(event: &ErrorEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string()).unwrap_or_default();
    let message = message.trim_start_matches("Uncaught ").trim_start_matches("Error: ").trim();
    if message.is_empty() { "no reason was given".to_owned() } else { message.to_owned() }
}
