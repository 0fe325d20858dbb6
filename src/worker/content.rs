//! The bytes of the user's files, asked of the browser slice by slice.
//!
//! Reads in a worker block until the browser answers. So while one slice of a large file is
//! read, a small worker beside this one asks for the next. Where there is none, and where reading
//! jumps, a slice is asked for when it is needed.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync, MessageEvent, Url, Worker};

/// How many bytes are asked for at once: few where they are waited for, as of many files only the
/// top is wanted, and many ahead.
const NARROW: u64 = 1 << 20;
const WIDE: u64 = 4 << 20;
/// Of files up to this size no slice is asked for ahead that would be worth it.
const AHEAD: u64 = NARROW + WIDE;
/// With fewer bytes left than this, reading waits for the next slice.
const LOW: u64 = 2 << 20;

/// The program of the prefetch worker: it receives a slice and its name, and sends back the bytes
/// and the name, or no bytes if it cannot read them.
const HELPER: &str = "onmessage = ({ data: [slice, ...name] }) => {
  try {
    const bytes = new FileReaderSync().readAsArrayBuffer(slice);
    postMessage([bytes, ...name], [bytes]);
  } catch {
    postMessage([null, ...name]);
  }
};";

/// A file of the browser.
pub(super) struct Content<'a> {
    blob: &'a Blob,
    number: usize,
    at: u64,
    shelf: SharedSlices,
}

/// State shared by all files: the current slice and the prefetched one. Clones share it.
#[derive(Clone, Default)]
pub(super) struct SharedSlices(Rc<RefCell<PrefetchState>>);

#[derive(Default)]
struct PrefetchState {
    open: FileSlice,
    /// Where in it the last byte was read.
    at: u64,
    next: NextSlice,
    helper: Option<PrefetchWorker>,
    /// Whether the prefetch worker could not be started.
    is_alone: bool,
    /// Whether reading pauses so that a requested slice can arrive.
    pauses: bool,
}

/// Bytes of a file.
#[derive(Clone, Default)]
struct FileSlice {
    /// Where they begin.
    from: FilePosition,
    bytes: Uint8Array,
}

/// A file by its number, and a place in it.
type FilePosition = (usize, u64);

/// The slice requested from the prefetch worker.
#[derive(Default)]
enum NextSlice {
    #[default]
    Nothing,
    /// A slice that begins here, and the waker of its waiting reader.
    Asked(FilePosition, Option<Waker>),
    Here(FileSlice),
}

/// The prefetch worker; dropping it terminates it and removes its listeners.
struct PrefetchWorker {
    worker: Worker,
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Drop for PrefetchWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl<'a> Content<'a> {
    pub(super) fn new(blob: &'a Blob, number: usize, shelf: &SharedSlices) -> Self {
        Self { blob, number, at: 0, shelf: shelf.clone() }
    }

    fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    /// Opens the slice at the read position, and requests the next one.
    fn open(&self, slices: &mut PrefetchState) -> Result<(), JsValue> {
        let here = (self.number, self.at);
        // Of many files but the top is wanted at first, and reading jumps in archives.
        let goes_on = self.at > 0 && slices.open.end() == here;
        let can_ask = slices.pauses && !slices.is_alone;
        let (slice, length) = match std::mem::take(&mut slices.next) {
            NextSlice::Here(slice) if slice.from == here => {
                let length = u64::from(slice.bytes.length());
                (Some(slice), length)
            }
            _ if goes_on && !can_ask => (None, WIDE),
            _ => (None, NARROW),
        };
        // It is asked first, to be at work while this worker waits for its own slice.
        let next = (self.number, self.at + length);
        if goes_on && next.1 < self.size() && can_ask {
            // Who cannot be asked need not be waited for.
            let asked = self.ask(slices, next);
            slices.next = asked.map_or(NextSlice::Nothing, |()| NextSlice::Asked(next, None));
        }
        slices.open = match slice {
            Some(slice) => slice,
            None => {
                let part = self.slice(self.at, length)?;
                let bytes = FileReaderSync::new()?.read_as_array_buffer(&part)?;
                FileSlice { from: here, bytes: Uint8Array::new(&bytes) }
            }
        };
        Ok(())
    }

    fn ask(&self, slices: &mut PrefetchState, (number, at): FilePosition) -> Result<(), JsValue> {
        let helper = match &slices.helper {
            Some(helper) => helper,
            None => slices.helper.insert(PrefetchWorker::start(&self.shelf)?),
        };
        let [number, from] = [number as f64, at as f64].map(JsValue::from_f64);
        let asked = Array::of3(&self.slice(at, WIDE)?.into(), &number, &from);
        helper.worker.post_message(&asked)
    }

    fn slice(&self, from: u64, length: u64) -> Result<Blob, JsValue> {
        let end = self.size().min(from + length);
        self.blob.slice_with_f64_and_f64(from as f64, end as f64)
    }
}

impl SharedSlices {
    /// A shelf for files; its helper takes a while to start, and does so before it is asked.
    pub(super) fn of(files: &[JsValue]) -> Self {
        let shelf = Self::default();
        if files.iter().any(|file| file.unchecked_ref::<Blob>().size() as u64 > AHEAD) {
            // If it cannot be started, that is found when it is asked.
            shelf.0.borrow_mut().helper = PrefetchWorker::start(&shelf).ok();
        }
        shelf
    }

    /// Waits for the next slice if it was requested and is needed soon.
    pub(super) async fn wait_for_slice(&self) {
        poll_fn(|context| {
            let slices = &mut *self.0.borrow_mut();
            slices.pauses = true;
            let is_low = slices.open.end().1.saturating_sub(slices.at) < LOW;
            match &mut slices.next {
                NextSlice::Asked(_, waker) if is_low => {
                    *waker = Some(context.waker().clone());
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    /// Stores the slice sent by the prefetch worker; an error message has none.
    fn receive_slice(&self, data: &JsValue) {
        let slices = &mut *self.0.borrow_mut();
        let message = data.dyn_ref::<Array>();
        slices.is_alone |= message.is_none();
        let NextSlice::Asked(spot, waker) = &mut slices.next else { return };
        let number = |at| message.and_then(|message| message.get(at).as_f64());
        let name = number(1).zip(number(2)).map(|(file, from)| (file as usize, from as u64));
        if name.is_some_and(|name| name != *spot) {
            return; // it was asked for something else before
        }
        let bytes = message.and_then(|message| message.get(0).dyn_into::<ArrayBuffer>().ok());
        let slice = bytes.map(|bytes| FileSlice { from: *spot, bytes: Uint8Array::new(&bytes) });
        let waker = waker.take();
        slices.next = slice.map_or(NextSlice::Nothing, NextSlice::Here);
        waker.into_iter().for_each(Waker::wake);
    }
}

impl FileSlice {
    fn end(&self) -> FilePosition {
        (self.from.0, self.from.1 + u64::from(self.bytes.length()))
    }

    /// The bytes from a place on; none if they are elsewhere.
    fn rest(&self, (of, at): FilePosition) -> Option<Uint8Array> {
        let is_here = of == self.from.0 && (self.from.1..self.end().1).contains(&at);
        is_here.then(|| self.bytes.subarray((at - self.from.1) as u32, self.bytes.length()))
    }
}

impl PrefetchWorker {
    fn start(shelf: &SharedSlices) -> Result<Self, JsValue> {
        let script = Array::of1(&JsValue::from_str(HELPER));
        let script = Url::create_object_url_with_blob(&Blob::new_with_str_sequence(&script)?)?;
        let worker = Worker::new(&script)?;
        let listen = || {
            // Listeners that held the shelf would hold themselves.
            let shelf = Rc::downgrade(&shelf.0);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                event.prevent_default(); // an error is no failure of this worker
                let shelf = shelf.upgrade().map(SharedSlices);
                shelf.into_iter().for_each(|shelf| shelf.receive_slice(&event.data()));
            })
        };
        let listeners = [listen(), listen()];
        worker.set_onmessage(Some(listeners[0].as_ref().unchecked_ref()));
        worker.set_onerror(Some(listeners[1].as_ref().unchecked_ref()));
        Ok(Self { worker, _listeners: listeners })
    }
}

impl Read for Content<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size() {
            return Ok(0);
        }
        let slices = &mut *self.shelf.0.borrow_mut();
        let here = (self.number, self.at);
        if slices.open.rest(here).is_none() {
            self.open(slices).map_err(|_| io::ErrorKind::Other)?;
        }
        let Some(rest) = slices.open.rest(here) else { return Ok(0) };
        let length = into.len().min(rest.length() as usize);
        rest.subarray(0, length as u32).copy_to(&mut into[..length]);
        self.at += length as u64;
        slices.at = self.at;
        Ok(length)
    }
}

impl Seek for Content<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
