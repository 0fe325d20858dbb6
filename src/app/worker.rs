//! The page's handle of its workers: the engine and the reader of files.
//!
//! The reader makes a market of files and writes it as requests to the engine. The page passes them
//! on undecoded and keeps a copy: an engine that was cancelled or has crashed is restarted with the
//! same market, so that only the run is lost.

mod process;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::Uint8Array;

use self::process::{Process, ProcessError, ProcessEvent};
use super::platform::download;
use super::platform::files::Source;
use crate::analysis::Span;
use crate::engine::Scenario;
use crate::protocol::engine::{EngineReply, EngineRequest};
use crate::protocol::reader;
use crate::protocol::{self, MessageError};

/// The engine and the reader. Clones are handles of the same workers; the last one ends them.
#[derive(Clone)]
pub struct Workers {
    inner: Rc<Inner>,
}

/// Why a request will not be answered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WorkerError {
    /// A worker could not be used.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The engine panicked and was restarted.
    #[error("the engine stopped: {0}; the data is kept, change the scenario and run again")]
    EngineStopped(String),
    /// The reader panicked or ran out of memory.
    #[error("the files could not be read: {0}; the data before is kept, drop them again")]
    ReaderStopped(String),
    /// A reply cannot be used.
    #[error(transparent)]
    Message(#[from] MessageError),
}

/// What the page hears from its workers.
pub enum WorkerEvent {
    /// A reply of the engine.
    Engine(EngineReply),
    /// A reply of the reader. A market it read has already been sent to the engine.
    Reader(reader::Reply),
    /// The files will not be read.
    ReaderFailed(WorkerError),
    /// The engine will not answer its requests.
    EngineFailed(WorkerError),
}

struct Inner {
    engine: Process,
    reader: Process,
    market: RefCell<MarketRequests>,
    listener: Box<dyn Fn(WorkerEvent)>,
}

/// The requests that give an engine its market, kept outside the page's own memory.
#[derive(Default)]
struct MarketRequests {
    /// Sent, and not accepted yet.
    pending: Option<Uint8Array>,
    accepted: Vec<Uint8Array>,
    /// Whether a restarted engine was sent the accepted ones and has not confirmed them.
    is_restoring: bool,
}

impl Workers {
    /// Starts the engine; the reader is started by the first files. `listener` is called with every
    /// reply and failure.
    pub fn start(listener: impl Fn(WorkerEvent) + 'static) -> Workers {
        let inner = Rc::new_cyclic(|inner: &Weak<Inner>| {
            let forward = |handle: fn(&Workers, ProcessEvent)| {
                let inner = inner.clone();
                move |event| {
                    if let Some(inner) = inner.upgrade() {
                        handle(&Workers { inner }, event);
                    }
                }
            };
            Inner {
                engine: Process::new("engine", forward(Workers::handle_engine)),
                reader: Process::new("reader", forward(Workers::handle_reader)),
                market: RefCell::default(),
                listener: Box::new(listener),
            }
        });
        inner.engine.start();
        Workers { inner }
    }

    /// Makes the packed sample the engine's market, instead of files that are being read.
    pub fn load_sample(&self, packed: &[u8]) {
        self.stop_reading();
        let request = protocol::encode(&EngineRequest::Sample(packed.to_vec()));
        let request = Uint8Array::from(&request[..]);
        self.restart_engine();
        self.inner.market.borrow_mut().pending = Some(copy(&request));
        self.inner.engine.send(request);
    }

    /// Reads files; a market made of them becomes the engine's.
    pub fn read_files(&self, sources: &[Source], mut request: reader::Request) {
        let file = |source: &Source| {
            let (name, is_packed) = (source.name.clone(), source.packed.is_some());
            reader::File { name, is_packed }
        };
        request.files = sources.iter().map(file).collect();
        let request = protocol::encode(&request);
        let contents = sources.iter().map(|source| source.content.clone()).collect();
        self.inner.reader.send_with_files(Uint8Array::from(&request[..]), contents);
    }

    /// Stops reading files and ends the reader.
    pub fn stop_reading(&self) {
        self.inner.reader.stop();
    }

    /// Runs a scenario on the engine's market.
    pub fn run(&self, id: u32, scenario: Scenario) {
        let request = protocol::encode(&EngineRequest::Run { id, scenario: Box::new(scenario) });
        self.restart_engine();
        self.inner.engine.send(Uint8Array::from(&request[..]));
    }

    /// Computes what a result is compared with.
    pub fn compare(&self, id: u32, scenario: Scenario, span: Span) {
        let scenario = Box::new(scenario);
        let request = protocol::encode(&EngineRequest::Compare { id, scenario, span });
        self.restart_engine();
        self.inner.engine.send(Uint8Array::from(&request[..]));
    }

    /// Stops the run and the reading of files at once. The engine keeps the market it had.
    pub fn cancel(&self) {
        self.inner.reader.stop();
        self.inner.engine.stop();
        self.inner.market.borrow_mut().pending = None;
        self.restart_engine();
    }

    /// Starts the engine again if it is not running, with the market it had.
    fn restart_engine(&self) {
        if self.inner.engine.is_running() {
            return;
        }
        let market: Vec<_> = self.inner.market.borrow().accepted.iter().map(copy).collect();
        self.inner.market.borrow_mut().is_restoring = !market.is_empty();
        self.inner.engine.start();
        market.into_iter().for_each(|part| self.inner.engine.send(part));
    }

    fn handle_engine(&self, event: ProcessEvent) {
        match event {
            ProcessEvent::Message(bytes, _) => match protocol::decode(&bytes) {
                Ok(reply) => self.handle_reply(reply),
                Err(error) => self.notify(WorkerEvent::EngineFailed(error.into())),
            },
            ProcessEvent::Crashed(reason) => {
                self.drop_unconfirmed_market();
                self.restart_engine();
                self.notify(WorkerEvent::EngineFailed(WorkerError::EngineStopped(reason)));
            }
            ProcessEvent::Unusable(error) => {
                self.drop_unconfirmed_market();
                self.notify(WorkerEvent::EngineFailed(error.into()));
            }
        }
    }

    fn handle_reply(&self, reply: EngineReply) {
        match &reply {
            // A restarted engine has the market that the page already shows.
            EngineReply::Held | EngineReply::Loaded(_) if self.confirm_restored() => return,
            EngineReply::Held => return,
            EngineReply::Loaded(_) => self.inner.market.borrow_mut().accept_pending(),
            EngineReply::Failed { id: None, .. } => self.drop_unconfirmed_market(),
            _ => {}
        }
        self.notify(WorkerEvent::Engine(reply));
    }

    /// Whether the engine was being given its former market; now it has it.
    fn confirm_restored(&self) -> bool {
        std::mem::take(&mut self.inner.market.borrow_mut().is_restoring)
    }

    fn handle_reader(&self, event: ProcessEvent) {
        let error = match event {
            ProcessEvent::Message(bytes, buffers) => match protocol::decode(&bytes) {
                Ok(reply) => return self.handle_read(reply, buffers),
                Err(error) => error.into(),
            },
            ProcessEvent::Crashed(reason) => WorkerError::ReaderStopped(reason),
            ProcessEvent::Unusable(ProcessError::NotLoaded(name, reason)) => {
                let reason = format!("the {name} could not be loaded ({reason})");
                WorkerError::ReaderStopped(reason)
            }
            ProcessEvent::Unusable(error) => error.into(),
        };
        self.notify(WorkerEvent::ReaderFailed(error));
    }

    /// Forwards the reader's replies; the last one terminates the worker, which frees its memory.
    fn handle_read(&self, reply: reader::Reply, buffers: Vec<Uint8Array>) {
        match &reply {
            reader::Reply::Loaded(_) => {
                self.stop_reading();
                self.inner.market.borrow_mut().accepted = buffers.iter().map(copy).collect();
                buffers.into_iter().for_each(|part| self.inner.engine.send(part));
            }
            reader::Reply::Log(..) => self.stop_reading(),
            reader::Reply::Cleaned { name } => {
                self.stop_reading();
                buffers.iter().for_each(|text| download::save_bytes(name, "text/csv", text));
            }
            reader::Reply::Progress { .. } | reader::Reply::Refused(_) => {}
        }
        self.notify(WorkerEvent::Reader(reply));
    }

    /// Forgets a market that the engine has not confirmed: what ended this engine must not end the
    /// next one too.
    fn drop_unconfirmed_market(&self) {
        let market = &mut *self.inner.market.borrow_mut();
        market.pending = None;
        if std::mem::take(&mut market.is_restoring) {
            market.accepted.clear();
        }
    }

    fn notify(&self, event: WorkerEvent) {
        (self.inner.listener)(event);
    }
}

impl MarketRequests {
    fn accept_pending(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.accepted = vec![pending];
        }
    }
}

/// A copy in its own buffer: sending transfers the buffer and detaches it on the page.
fn copy(bytes: &Uint8Array) -> Uint8Array {
    bytes.slice(0, bytes.length())
}
