//! The worker that makes a market of files.
//!
//! It asks the browser for the bytes of files through a window, so that option quotes of any number
//! of files of any size need one window of memory besides the quotes that are kept.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

use super::{listen, now, post};
use crate::import::{
    self, BadRows, Filter, Guess, ImportError, Imported, Input, Options, Progress, Unknown,
    UnknownColumn, import_inputs, packed, sample,
};
use crate::market::{Chain, Fingerprint, Market};
use crate::markup::{left_out, reading};
use crate::message::reader::{File, Loaded, Refused, Reply, Request, Wants};
use crate::message::{self, engine};
use crate::present::cleaned;
use crate::present::number::count;
use crate::share::csv;

/// How many bytes are asked for at once.
const NARROW: f64 = 1_048_576.0;
const WIDE: f64 = 16.0 * NARROW;
/// How many quotes a message to the engine has, and the most bytes of each.
const PART: usize = 100_000;
const QUOTE: usize = 40;
/// Progress is told at most this often, milliseconds.
const BETWEEN_REPORTS: f64 = 100.0;

/// Serves the page.
pub fn serve() {
    listen(|bytes, contents| match message::read(&bytes) {
        Ok(request) => {
            let refused = read(&request, &contents).err();
            refused.into_iter().for_each(refuse);
        }
        Err(error) => refuse(Refused::because(error.to_string())),
    });
}

/// Reads files; what is made of them goes with the reply.
fn read(request: &Request, contents: &[JsValue]) -> Result<(), Refused> {
    let options = options(request).map_err(Refused::because)?;
    let samples = samples(request, contents);
    let window = Rc::default();
    let inputs = || inputs(request, contents, &samples, &window);
    let mut teller = Teller { started: now(), told: now() };
    let imported = import_inputs(inputs(), &options, &mut |progress| teller.hear(progress));
    if let Err(ImportError::NoBars { .. }) = &imported {
        let log = import::trade_log(inputs(), &options);
        if let Some((log, summary)) = log.map_err(|error| refused(&error, None, false))? {
            let report = reading::log(&summary).as_str().to_owned();
            post([message::write(&Reply::Log(Box::new(log), report))]);
            return Ok(());
        }
    }
    let imported = imported.map_err(|error| {
        // Only columns that are there can be what is missing.
        let least = match &error {
            ImportError::NoHeader { .. } | ImportError::RepeatedColumn { .. } => Some(0),
            ImportError::MissingColumns { missing, .. } => Some(missing.len()),
            _ => None,
        };
        let is_open = |column: &&UnknownColumn| column.by != Guess::Name;
        let unknown = least.and_then(|least| {
            import::unknown(inputs(), &options)
                .filter(|file| file.columns.iter().filter(is_open).count() >= least)
        });
        refused(&error, unknown.as_ref(), !options.layouts.is_empty())
    })?;
    give(request.wants, imported);
    Ok(())
}

fn options(request: &Request) -> Result<Options, String> {
    Ok(Options {
        bad_rows: if request.skips_bad_rows { BadRows::Skip } else { BadRows::Refuse },
        name: request.name.clone(),
        filter: Filter::typed(&request.wanted)?,
        piece: None,
        layouts: request.layouts.lines().filter_map(|line| line.parse().ok()).collect(),
    })
}

fn give(wants: Wants, Imported { market, summary, log }: Imported) {
    let nothing = Chain::default();
    let table = match wants {
        Wants::Market => {
            let fingerprint = market.fingerprint();
            let mut loaded = Box::new(Loaded::of(&market, fingerprint));
            let skipped = summary.files.iter().any(|file| !file.skipped.is_empty());
            loaded.is_doubtful =
                skipped || summary.warnings.iter().any(|warning| !warning.is_note());
            loaded.log = log;
            loaded.report = reading::report(&summary, &market).as_str().to_owned();
            if skipped {
                loaded.left_out = csv::write(&left_out::left_out_rows(&summary));
            }
            drop(summary);
            let loaded = message::write(&Reply::Loaded(loaded));
            return post(std::iter::once(loaded).chain(held(market, fingerprint)));
        }
        Wants::Bars => cleaned::bars(&market),
        Wants::Quotes => cleaned::chain(market.chain.as_ref().unwrap_or(&nothing)),
    };
    let text = csv::write(&table).into_bytes();
    let name = name(&market, wants);
    post([message::write(&Reply::Cleaned { name }), text]);
}

/// What the engine is to be sent to hold a market, the quotes in parts.
fn held(mut market: Market, fingerprint: Fingerprint) -> impl Iterator<Item = Vec<u8>> {
    let quotes = market.chain.take().unwrap_or_default();
    let hold = message::write(&engine::Request::Hold(Box::new(market), fingerprint));
    let parts = quotes
        .parts(PART)
        .map(|part| message::write_large(&engine::Request::Quotes(part), 2 * PART * QUOTE));
    std::iter::once(hold).chain(parts)
}

/// What a cleaned file is called.
fn name(market: &Market, wants: Wants) -> String {
    let kind = if wants == Wants::Quotes { "-quotes" } else { "" };
    format!("{}{kind}-cleaned.csv", market.name)
}

fn refused(error: &ImportError, unknown: Option<&Unknown>, has_layouts: bool) -> Refused {
    let problems = left_out::problems(error);
    Refused {
        message: error.to_string(),
        remedies: reading::remedies(error, unknown.is_some(), has_layouts).as_str().to_owned(),
        columns: unknown
            .map_or_else(String::new, |file| reading::columns(file).as_str().to_owned()),
        problems: problems.map_or_else(String::new, |table| csv::write(&table)),
        wants_other_files: matches!(
            error,
            ImportError::NoBars { .. }
                | ImportError::TwoBarFiles { .. }
                | ImportError::ChainAlone { .. }
        ),
    }
}

fn refuse(refused: Refused) {
    post([message::write(&Reply::Refused(Box::new(refused)))]);
}

/// The sample comes as the page fetches it, packed: it is read as the file it was.
fn samples(request: &Request, contents: &[JsValue]) -> Vec<Option<Vec<u8>>> {
    let window = Rc::default();
    let unpacked = |(number, (file, content)): (usize, (&File, &JsValue))| {
        let mut bytes = Vec::new();
        let mut content = FileContent::new(content, number, &window);
        file.is_packed.then(|| content.read_to_end(&mut bytes).ok())??;
        packed::unpack(&bytes).map(String::into_bytes)
    };
    request.files.iter().zip(contents).enumerate().map(unpacked).collect()
}

fn inputs<'a>(
    request: &'a Request,
    contents: &'a [JsValue],
    samples: &'a [Option<Vec<u8>>],
    window: &Rc<RefCell<Window>>,
) -> Vec<Input<'a>> {
    let files = request.files.iter().zip(contents).zip(samples);
    files
        .enumerate()
        .map(|(number, ((file, content), sample))| {
            let content: Box<dyn import::Content + 'a> = match sample {
                Some(bytes) => Box::new(io::Cursor::new(bytes.as_slice())),
                None => Box::new(FileContent::new(content, number, window)),
            };
            let name = if sample.is_some() { sample::FILE } else { &file.name };
            Input { name, role: None, content }
        })
        .collect()
}

/// Tells the page how far files are read, not too often.
struct Teller {
    started: f64,
    told: f64,
}

impl Teller {
    fn hear(&mut self, progress: Progress) {
        let now = now();
        if now - self.told < BETWEEN_REPORTS {
            return;
        }
        self.told = now;
        let Progress { bytes, of, rows, quotes } = progress;
        let megabytes = |bytes: f64| count((bytes / 1e6).round() as i64);
        let speed = megabytes(1_000.0 * bytes as f64 / (now - self.started));
        let (read, all) = (megabytes(bytes as f64), megabytes(of as f64));
        let (rows, quotes) = (count(rows as i64), count(quotes as i64));
        let memory = megabytes(memory() as f64);
        let text = format!(
            "{read} of {all} MB, {speed} MB/s; {rows} rows, {quotes} option quotes kept in \
             {memory} MB of memory"
        );
        let share = (bytes as f32 / of.max(1) as f32).min(1.0);
        post([message::write(&Reply::Progress { share, text })]);
    }
}

/// What the program holds, bytes; it is never given back while it runs.
fn memory() -> usize {
    const PAGE: usize = 1 << 16;
    core::arch::wasm32::memory_size::<0>() * PAGE
}

/// A file of the browser, read through a window that all files share.
struct FileContent<'a> {
    blob: &'a Blob,
    number: usize,
    at: u64,
    window: Rc<RefCell<Window>>,
}

/// Bytes of one file.
#[derive(Default)]
struct Window {
    /// Which file.
    of: usize,
    /// Where in it they begin.
    from: u64,
    bytes: Vec<u8>,
}

impl<'a> FileContent<'a> {
    fn new(content: &'a JsValue, number: usize, window: &Rc<RefCell<Window>>) -> Self {
        Self { blob: content.unchecked_ref(), number, at: 0, window: window.clone() }
    }

    /// Moves the window to where is read: a narrow one at first, as of many files only the top is
    /// wanted, a wide one where reading goes on, as each look at a file takes its time.
    fn look(&self, window: &mut Window) -> Result<(), JsValue> {
        let goes_on = window.of == self.number && window.end() == self.at && self.at > 0;
        let width = if goes_on { WIDE } else { NARROW };
        let end = (self.at as f64 + width).min(self.blob.size());
        let part = self.blob.slice_with_f64_and_f64(self.at as f64, end)?;
        let buffer = FileReaderSync::new()?.read_as_array_buffer(&part)?;
        let bytes = Uint8Array::new(&buffer);
        window.bytes.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut window.bytes);
        (window.of, window.from) = (self.number, self.at);
        Ok(())
    }
}

impl Window {
    /// The bytes from a place in a file on, if there are any.
    fn rest(&self, of: usize, at: u64) -> Option<&[u8]> {
        let at = usize::try_from(at.checked_sub(self.from)?).ok()?;
        self.bytes.get(at..).filter(|rest| of == self.of && !rest.is_empty())
    }

    fn end(&self) -> u64 {
        self.from + self.bytes.len() as u64
    }
}

impl Read for FileContent<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at as f64 >= self.blob.size() {
            return Ok(0);
        }
        let mut window = self.window.borrow_mut();
        if window.rest(self.number, self.at).is_none() {
            self.look(&mut window).map_err(|_| io::ErrorKind::Other)?;
        }
        let read = window.rest(self.number, self.at).map_or(Ok(0), |mut rest| rest.read(into))?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for FileContent<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => (self.blob.size() as u64).checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
