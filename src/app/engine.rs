//! The page's handle on what computes: the engine, and the reader of files.
//!
//! The reader makes a market of files and writes it as a message, which is passed on to the engine
//! unread and kept: an engine that was stopped or has crashed is replaced, and the new one is given
//! the market that the old one held, so that only the run is lost.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;

use super::platform::download;
use super::platform::files::Source;
use super::program::{Program, ProgramError, Said};
use crate::engine::Scenario;
use crate::message::engine::{Reply, Request};
use crate::message::reader;
use crate::message::{self, MessageError};
use crate::wire::Packed;

/// The engine, as the page sees it. Clones are the same engine; the last one ends its workers.
#[derive(Clone)]
pub struct Engine {
    inner: Rc<Inner>,
}

/// Why nothing more is to be expected for what was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// A worker could not be used.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The engine panicked; another has taken its place.
    #[error("the engine stopped: {0}; the data is kept, change the scenario and run again")]
    Stopped(String),
    /// The reader panicked, or had no memory left.
    #[error("the files could not be read: {0}; the data before is kept, drop them again")]
    Unread(String),
    /// A message that cannot be used.
    #[error(transparent)]
    Message(#[from] MessageError),
}

/// What the page hears.
pub enum Heard {
    /// A reply of the engine.
    Engine(Reply),
    /// A reply of the reader; what was loaded is on its way to the engine.
    Reader(reader::Reply),
    /// No more comes for the files that were to be read.
    Unread(EngineError),
    /// No more comes for what was asked.
    Stopped(EngineError),
}

struct Inner {
    runner: Program,
    reader: Program,
    held: RefCell<Held>,
    listener: Box<dyn Fn(Heard)>,
}

/// The requests that gave the engine its market; kept outside the page's own memory.
#[derive(Default)]
struct Held {
    /// Under way: it may still be refused.
    coming: Option<Uint8Array>,
    market: Vec<Uint8Array>,
    /// Whether a new engine was given the market and has not said that it holds it.
    is_restoring: bool,
}

impl Held {
    /// What was coming has come.
    fn settle(&mut self) {
        if let Some(coming) = self.coming.take() {
            self.market = vec![coming];
        }
    }
}

impl Engine {
    /// Starts the engine; `listener` hears what comes of all that is asked.
    pub fn start(listener: impl Fn(Heard) + 'static) -> Engine {
        let inner = Rc::new_cyclic(|inner: &std::rc::Weak<Inner>| {
            let (runner, reader) = (inner.clone(), inner.clone());
            let engine =
                |inner: &std::rc::Weak<Inner>| inner.upgrade().map(|inner| Engine { inner });
            Inner {
                runner: Program::new("engine", move |said| {
                    if let Some(engine) = engine(&runner) {
                        engine.hear_runner(said);
                    }
                }),
                reader: Program::new("reader", move |said| {
                    if let Some(engine) = engine(&reader) {
                        engine.hear_reader(said);
                    }
                }),
                held: RefCell::default(),
                listener: Box::new(listener),
            }
        });
        inner.runner.start();
        Engine { inner }
    }

    /// Gives the engine the packed sample, in place of files that are being read.
    pub fn hold_sample(&self, packed: &[u8]) {
        self.stop_reading();
        let request = message::write(&Request::Sample(Packed(packed.to_vec())));
        let request = Uint8Array::from(&request[..]);
        self.restore();
        self.inner.held.borrow_mut().coming = Some(copy(&request));
        self.inner.runner.send(request);
    }

    /// Has files read; a market that is made of them is given to the engine.
    pub fn read(&self, sources: &[Source], mut request: reader::Request) {
        let file = |source: &Source| {
            let (name, is_packed) = (source.name.clone(), source.packed.is_some());
            reader::File { name, is_packed }
        };
        request.files = sources.iter().map(file).collect();
        let request = message::write(&request);
        let contents = sources.iter().map(|source| source.content.clone()).collect();
        self.inner.reader.send_with(Uint8Array::from(&request[..]), contents);
    }

    /// Ends the reading of files.
    pub fn stop_reading(&self) {
        self.inner.reader.stop();
    }

    /// Has a scenario run on the market that was loaded last.
    pub fn run(&self, id: u32, scenario: Scenario) {
        let request = message::write(&Request::Run { id, scenario: Box::new(scenario) });
        self.restore();
        self.inner.runner.send(Uint8Array::from(&request[..]));
    }

    /// Ends whatever is being done, at once. What was loaded stays; what is being loaded does not.
    pub fn cancel(&self) {
        self.inner.reader.stop();
        self.inner.runner.stop();
        self.inner.held.borrow_mut().coming = None;
        self.restore();
    }

    /// Gives a new engine the market that the one before held.
    fn restore(&self) {
        if !self.inner.runner.is_down() {
            return;
        }
        let market: Vec<_> = self.inner.held.borrow().market.iter().map(copy).collect();
        self.inner.held.borrow_mut().is_restoring = !market.is_empty();
        if market.is_empty() {
            self.inner.runner.start();
        }
        market.into_iter().for_each(|part| self.inner.runner.send(part));
    }

    fn hear_runner(&self, said: Said) {
        match said {
            Said::Message(bytes, _) => match message::read(&bytes) {
                Ok(reply) => self.hear_reply(reply),
                Err(error) => self.tell(Heard::Stopped(error.into())),
            },
            Said::Ended(reason) => {
                self.forget();
                self.restore();
                self.tell(Heard::Stopped(EngineError::Stopped(reason)));
            }
            Said::Refused(error) => {
                self.forget();
                self.tell(Heard::Stopped(error.into()));
            }
        }
    }

    fn hear_reply(&self, reply: Reply) {
        match &reply {
            // A new engine holds what the one before held: nothing has changed.
            Reply::Held | Reply::Loaded(_) if self.has_restored() => return,
            Reply::Held => return,
            Reply::Loaded(_) => self.inner.held.borrow_mut().settle(),
            Reply::Failed { id: None, .. } => self.forget(),
            _ => {}
        }
        self.tell(Heard::Engine(reply));
    }

    fn has_restored(&self) -> bool {
        std::mem::take(&mut self.inner.held.borrow_mut().is_restoring)
    }

    fn hear_reader(&self, said: Said) {
        let reply = match said {
            Said::Message(bytes, made) => match message::read(&bytes) {
                Ok(reply) => {
                    match &reply {
                        reader::Reply::Loaded(_) => self.hold(made),
                        reader::Reply::Log(..) => self.stop_reading(),
                        reader::Reply::Cleaned { name } => {
                            self.stop_reading();
                            made.iter()
                                .for_each(|text| download::save_bytes(name, "text/csv", text));
                        }
                        _ => {}
                    }
                    Ok(Heard::Reader(reply))
                }
                Err(error) => Err(error.into()),
            },
            Said::Ended(reason) => Err(EngineError::Unread(reason)),
            Said::Refused(ProgramError::NotLoaded(name, reason)) => {
                Err(EngineError::Unread(format!("the {name} could not be loaded ({reason})")))
            }
            Said::Refused(error) => Err(error.into()),
        };
        self.tell(reply.unwrap_or_else(Heard::Unread));
    }

    /// Passes on what the reader has made; its memory is given back.
    fn hold(&self, market: Vec<Uint8Array>) {
        self.inner.reader.stop();
        self.inner.held.borrow_mut().market = market.iter().map(copy).collect();
        market.into_iter().for_each(|part| self.inner.runner.send(part));
    }

    /// What ends an engine must not end the next one too.
    fn forget(&self) {
        let held = &mut *self.inner.held.borrow_mut();
        held.coming = None;
        if std::mem::take(&mut held.is_restoring) {
            held.market.clear();
        }
    }

    fn tell(&self, heard: Heard) {
        (self.inner.listener)(heard);
    }
}

fn copy(bytes: &Uint8Array) -> Uint8Array {
    bytes.slice(0, bytes.length())
}
