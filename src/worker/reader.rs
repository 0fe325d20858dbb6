//! The worker that makes a market of files.
//!
//! It asks the browser for the bytes of files slice by slice, so that option quotes of any number
//! of files of any size need some slices of memory besides the quotes that are kept.

use std::io::{self, Read};
use std::pin::Pin;

use wasm_bindgen::prelude::*;

use super::content::{Content, SharedSlices};
use super::{listen, now, post};
use crate::import::{
    self, BadRows, Filter, Guess, ImportError, Imported, Input, Options, Progress, Role, Summary,
    Unknown, UnknownColumn, Watch, import_watched, packed, sample,
};
use crate::market::{Chain, DataKind, FileFingerprint, Fingerprint, LoadedFile, Market};
use crate::protocol::import_report::{
    column_mapping, has_skipped_rows, remedies, report, trade_log,
};
use crate::protocol::reader::{File, Loaded, Refused, Reply, Request, Wants};
use crate::protocol::{self, engine, skipped_rows};
use crate::share::csv;
use crate::view::cleaned;
use crate::view::number::count;

/// How many quotes a message to the engine has, and the most bytes of each.
const PART: usize = 100_000;
const QUOTE: usize = 40;
/// The shortest interval between progress messages, milliseconds.
const BETWEEN_REPORTS: f64 = 200.0;

/// Serves the page.
pub fn serve() {
    listen(|bytes, contents| match protocol::decode(&bytes) {
        Ok(request) => wasm_bindgen_futures::spawn_local(async move {
            let refused = read(&request, &contents).await.err();
            refused.into_iter().for_each(refuse);
        }),
        Err(error) => refuse(Refused::because(error.to_string())),
    });
}

/// Reads files and replies with the result.
async fn read(request: &Request, contents: &[JsValue]) -> Result<(), Refused> {
    let options = options(request).map_err(Refused::because)?;
    let samples = samples(request, contents);
    let shelf = SharedSlices::of(contents);
    let inputs = || inputs(request, contents, &samples, &shelf);
    let mut teller = ProgressReporter { started: now(), last_sent: now(), shelf: &shelf };
    let imported = import_watched(inputs(), &options, &mut teller).await;
    if let Err(ImportError::NoBars { .. }) = &imported {
        let log = import::trade_log(inputs(), &options);
        if let Some((log, summary)) = log.map_err(|error| refused(&error, None, false))? {
            let report = Box::new(trade_log(&summary));
            post([protocol::encode(&Reply::Log(Box::new(log), report))]);
            return Ok(());
        }
    }
    let imported = imported.map_err(|error| {
        // Only columns that exist can be mapped.
        let least = match &error {
            ImportError::NoHeader { .. } | ImportError::RepeatedColumn { .. } => Some(0),
            ImportError::MissingColumns { missing, .. } => Some(missing.len()),
            _ => None,
        };
        let is_open = |column: &&UnknownColumn| column.by != Guess::Name;
        let unknown = match &error {
            ImportError::BadRows { file, total, rows, .. } => {
                let may_be_others = total >= rows && options.layouts.is_empty();
                may_be_others.then(|| import::columns(inputs(), &options, file)).flatten()
            }
            _ => least.and_then(|least| {
                import::unknown(inputs(), &options)
                    .filter(|file| file.columns.iter().filter(is_open).count() >= least)
            }),
        };
        refused(&error, unknown.as_ref(), !options.layouts.is_empty())
    })?;
    let files = loaded_files(request, contents, &imported.summary);
    give(request.wants, imported, files);
    Ok(())
}

fn options(request: &Request) -> Result<Options, String> {
    let mut options = Options {
        bad_rows: if request.skips_bad_rows { BadRows::Skip } else { BadRows::Refuse },
        aggregate_intraday: request.aggregates_intraday,
        name: request.name.clone(),
        filter: Filter::typed(&request.wanted)?,
        layouts: request.layouts.lines().filter_map(|line| line.parse().ok()).collect(),
        ..Options::default()
    };
    options.choose(request.wanted.get(Filter::FIELDS.len()..).unwrap_or_default());
    Ok(options)
}

fn give(wants: Wants, Imported { market, summary, log }: Imported, files: Vec<LoadedFile>) {
    let nothing = Chain::default();
    let table = match wants {
        Wants::Market => {
            let fingerprint = market.fingerprint();
            let mut loaded = Box::new(Loaded::of(&market, summary.underlying(), fingerprint));
            let skipped = has_skipped_rows(&summary);
            let urgent = summary.warnings.iter().filter(|warning| warning.is_urgent());
            loaded.urgent = urgent.map(ToString::to_string).collect();
            loaded.is_doubtful =
                skipped || summary.warnings.iter().any(|warning| !warning.is_note());
            loaded.log = log;
            loaded.files = files;
            loaded.report = Some(report(&summary, &market));
            if skipped {
                loaded.skipped_rows = csv::write(&skipped_rows::skipped_rows(&summary));
            }
            drop(summary);
            let loaded = protocol::encode(&Reply::Loaded(loaded));
            return post(std::iter::once(loaded).chain(held(market, fingerprint)));
        }
        Wants::Bars => cleaned::bars(&market),
        Wants::Quotes => cleaned::chain(market.chain.as_ref().unwrap_or(&nothing)),
    };
    let text = csv::write(&table).into_bytes();
    let name = name(&market, wants);
    post([protocol::encode(&Reply::Cleaned { name }), text]);
}

/// The files of a market, each with what identifies its content.
fn loaded_files(request: &Request, contents: &[JsValue], summary: &Summary) -> Vec<LoadedFile> {
    if request.wants != Wants::Market {
        return Vec::new();
    }
    let shelf = SharedSlices::default();
    let files = request.files.iter().zip(contents).enumerate();
    let loaded = files.filter_map(|(number, (file, content))| {
        let kind = data_kind(&file.name, summary).filter(|_| !file.is_packed)?;
        let mut content = Content::new(content.unchecked_ref(), number, &shelf);
        let fingerprint = FileFingerprint::of(&mut content).ok()?;
        Some(LoadedFile { name: file.name.clone(), kind, fingerprint })
    });
    loaded.collect()
}

/// What a file holds; of an archive, its bars before its option quotes before all else.
fn data_kind(name: &str, summary: &Summary) -> Option<DataKind> {
    let unpacked = name.strip_suffix(".gz").unwrap_or(name);
    let is_inside = |path: &str| path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    let own = summary.files.iter().filter(|file| file.name == unpacked || is_inside(&file.name));
    let kinds = own.filter_map(|file| match file.role {
        Role::Bars => Some(DataKind::Bars),
        Role::Volatility => Some(DataKind::Volatility),
        Role::Chain => Some(DataKind::Chain),
        Role::Events => Some(DataKind::Events),
        Role::TradeLog => None,
    });
    let rank = |kind: &DataKind| match kind {
        DataKind::Bars => 0,
        DataKind::Chain => 1,
        DataKind::Volatility => 2,
        DataKind::Events => 3,
    };
    kinds.min_by_key(rank)
}

/// What the engine is to be sent to hold a market, the quotes in parts.
fn held(mut market: Market, fingerprint: Fingerprint) -> impl Iterator<Item = Vec<u8>> {
    let quotes = market.chain.take().unwrap_or_default();
    let hold = protocol::encode(&engine::EngineRequest::Hold(Box::new(market), fingerprint));
    let parts = quotes
        .parts(PART)
        .map(|part| protocol::encode_large(&engine::EngineRequest::Quotes(part), 2 * PART * QUOTE));
    std::iter::once(hold).chain(parts)
}

/// What a cleaned file is called.
fn name(market: &Market, wants: Wants) -> String {
    let kind = if wants == Wants::Quotes { "-quotes" } else { "" };
    format!("{}{kind}-cleaned.csv", market.name)
}

fn refused(error: &ImportError, unknown: Option<&Unknown>, has_layouts: bool) -> Refused {
    let problems = skipped_rows::bad_rows(error);
    let is_contradiction = matches!(
        error,
        ImportError::TwoBarFiles { .. }
            | ImportError::BarsOverlap { .. }
            | ImportError::NotAnIndex { .. }
    );
    Refused {
        message: error.to_string(),
        remedies: remedies(error, unknown.is_some(), has_layouts),
        mapping: unknown.map(column_mapping),
        file: error.file().map(str::to_owned),
        problems: problems.map_or_else(String::new, |table| csv::write(&table)),
        wants_other_files: is_contradiction
            || matches!(error, ImportError::NoBars { .. } | ImportError::ChainAlone { .. }),
        is_contradiction,
    }
}

fn refuse(refused: Refused) {
    post([protocol::encode(&Reply::Refused(Box::new(refused)))]);
}

/// The sample comes as the page fetches it, packed: it is read as the file it was.
fn samples(request: &Request, contents: &[JsValue]) -> Vec<Option<Vec<u8>>> {
    let shelf = SharedSlices::default();
    let unpacked = |(number, (file, content)): (usize, (&File, &JsValue))| {
        let mut bytes = Vec::new();
        let mut content = Content::new(content.unchecked_ref(), number, &shelf);
        file.is_packed.then(|| content.read_to_end(&mut bytes).ok())??;
        packed::unpack(&bytes).map(String::into_bytes)
    };
    request.files.iter().zip(contents).enumerate().map(unpacked).collect()
}

fn inputs<'a>(
    request: &'a Request,
    contents: &'a [JsValue],
    samples: &'a [Option<Vec<u8>>],
    shelf: &SharedSlices,
) -> Vec<Input<'a>> {
    let files = request.files.iter().zip(contents).zip(samples);
    files
        .enumerate()
        .map(|(number, ((file, content), sample))| {
            let content: Box<dyn import::Content + 'a> = match sample {
                Some(bytes) => Box::new(io::Cursor::new(bytes.as_slice())),
                None => Box::new(Content::new(content.unchecked_ref(), number, shelf)),
            };
            let name = if sample.is_some() { sample::FILE } else { &file.name };
            Input { name, role: None, content }
        })
        .collect()
}

/// Reports reading progress to the page, at most every [`BETWEEN_REPORTS`] milliseconds.
struct ProgressReporter<'s> {
    started: f64,
    last_sent: f64,
    shelf: &'s SharedSlices,
}

impl Watch for ProgressReporter<'_> {
    fn hear(&mut self, progress: Progress) {
        let now = now();
        if now - self.last_sent < BETWEEN_REPORTS {
            return;
        }
        self.last_sent = now;
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
        post([protocol::encode(&Reply::Progress { share, text })]);
    }

    fn pause(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(self.shelf.wait_for_slice())
    }
}

/// What the program holds, bytes; it is never given back while it runs.
fn memory() -> usize {
    const PAGE: usize = 1 << 16;
    core::arch::wasm32::memory_size::<0>() * PAGE
}
