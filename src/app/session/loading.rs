//! Files: which belong together, what the engine says of them, and how bad rows are left out.

use leptos::prelude::*;
use std::collections::VecDeque;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;
use web_sys::FileSystemEntry;

use super::Session;
use crate::app::platform::files::{self, Source};
use crate::app::platform::storage;
use crate::app::state::{Hint, Panel};
use crate::app::worker::Workers;
use crate::engine::{Scenario, choices};
use crate::import::{self, sample};
use crate::market::TradeLog;
use crate::protocol::reader::{Loaded, Refused, Request, Wants};
use crate::trade::Instrument;
use crate::view::import_report::FileReport;
use crate::view::kept::few;
use crate::view::words::capital;

/// Files that are one market, and how they are read.
#[derive(Clone, Default)]
pub(super) struct Batch {
    pub(super) files: Vec<Source>,
    pub(super) skips_bad_rows: bool,
    pub(super) aggregates_intraday: bool,
    /// The market's name; `None` for that of its file of bars.
    pub(super) name: Option<String>,
    /// Whether they were on this computer since an earlier visit.
    pub(super) is_kept: bool,
    /// Which option quotes were asked for.
    pub(super) wanted: Vec<String>,
    /// What is said of files that were left out because they cannot be read.
    pub(super) left_out: Vec<String>,
    /// How files of this batch, tried without the others, contradict each other.
    pub(super) contradiction: Option<Box<Refused>>,
}

/// The files of the market, and those on their way.
#[derive(Default)]
pub(super) struct Loads {
    /// What the market was made of.
    pub(super) current: Batch,
    /// Batches still to be tried, the one being read first.
    pub(super) pending: Vec<Batch>,
    /// The last set that was refused, and those that were to be tried after it.
    pub(super) refused: Vec<Batch>,
    /// What the user chose to trade, and what is traded for the option quotes are on it.
    pub(super) fitted: Option<(Instrument, Instrument)>,
    /// Whether the files of the market are read once more, to be saved.
    is_saving: bool,
    /// Sets of files that came while others were read, the first to be read next.
    next: VecDeque<Vec<Source>>,
    /// How often all loading was given up: drop files that arrive from an earlier count.
    given_up: u32,
    /// How often something was asked for: only the last sample asked for is wanted.
    asked: u32,
}

impl Session {
    /// Reads files that the user dropped or chose, and those in folders.
    pub fn open(self, list: Vec<web_sys::File>, folders: Vec<FileSystemEntry>) {
        if list.is_empty() && folders.is_empty() {
            return;
        }
        self.notices.use_hint(Hint::Drop);
        let names = list.iter().map(web_sys::File::name);
        let names: Vec<String> = names.chain(folders.iter().map(FileSystemEntry::name)).collect();
        self.start_reading(few(&names));
        let given_up = self.with(|inner| {
            inner.loads.asked += 1;
            inner.loads.given_up
        });
        spawn_local(async move {
            let sources = sources(list, folders).await;
            if self.with(|inner| inner.loads.given_up) != given_up {
                return;
            }
            match sources {
                Ok(files) => self.load(files),
                Err(message) => {
                    if !self.is_loading() {
                        self.data.reading.set(None);
                    }
                    self.data.refused.set(Some(Arc::new(Refused::because(message))));
                }
            }
        });
    }

    /// Loads the sample in place of what there is.
    pub fn load_sample(self) {
        self.fetch_sample(false);
    }

    /// Loads the sample unless the user was faster.
    pub(super) fn load_first_sample(self) {
        self.fetch_sample(true);
    }

    /// Reads the refused files again without their bad rows.
    pub fn skip_bad_rows(self) {
        self.try_refused(|batch| batch.skips_bad_rows = true);
    }

    /// Reads the refused files again, several rows of a day as one.
    pub fn aggregate_intraday(self) {
        self.try_refused(|batch| batch.aggregates_intraday = true);
    }

    /// Tries what was refused once more, changed; whether there is anything that was.
    fn try_refused(self, change: impl Fn(&mut Batch)) -> bool {
        if self.is_loading() {
            return true;
        }
        let mut batches = self.with(|inner| std::mem::take(&mut inner.loads.refused));
        for batch in &mut batches {
            change(batch);
            batch.is_kept = false; // the user reads it again, so a refusal is shown here
        }
        let is_any = !batches.is_empty();
        self.try_batches(batches);
        is_any
    }

    /// The user does not want what was refused.
    pub fn dismiss_refused(self) {
        self.with(|inner| inner.loads.refused.clear());
        self.data.refused.set(None);
    }

    /// Reads the refused files again, or those of the market, with the filter as it is now.
    pub fn read_again(self) {
        if self.try_refused(|_| {}) {
            return;
        }
        let batch = self.with(|inner| Batch { is_kept: false, ..inner.loads.current.clone() });
        if !batch.files.is_empty() {
            self.try_batches(vec![batch]);
        }
    }

    /// Forgets the mappings of columns without a known header, and reads the files again.
    pub fn ask_for_columns(self) {
        storage::forget_layouts();
        self.read_again();
    }

    /// Keeps of the refused files the quotes of one underlying.
    pub fn read_underlying(self, symbol: &str) {
        self.set_filter(import::Filter::UNDERLYING, symbol);
        self.read_again();
    }

    /// Sets a filter of option quotes.
    pub fn set_filter(self, at: usize, text: &str) {
        self.data.filter.update(|wanted| {
            if wanted.len() <= at {
                wanted.resize(at + 1, String::new());
            }
            text.clone_into(&mut wanted[at]);
        });
    }

    /// Saves what was read as a canonical file: bars, or option quotes.
    pub fn save_cleaned(self, what: &str) {
        let batch = self.with(|inner| inner.loads.current.clone());
        if batch.files.is_empty() || self.is_loading() {
            return;
        }
        let wants = if what == "quotes" { Wants::Quotes } else { Wants::Bars };
        self.with(|inner| inner.loads.is_saving = true);
        self.start_reading("the files again".to_owned());
        self.ask(|engine| engine.read_files(&batch.files, self.request(&batch, wants)));
    }

    /// The files were saved, or cannot be.
    pub(super) fn saved(self) {
        self.with(|inner| inner.loads.is_saving = false);
        self.data.reading.set(None);
        self.run_if_changed(); // it may have waited for the files
        self.load_next();
    }

    fn request(self, batch: &Batch, wants: Wants) -> Request {
        Request {
            files: Vec::new(),
            wants,
            name: batch.name.clone(),
            skips_bad_rows: batch.skips_bad_rows,
            aggregates_intraday: batch.aggregates_intraday,
            wanted: batch.wanted.clone(),
            layouts: storage::layouts(),
        }
    }

    /// What was on its way before is not wanted any more, and the sample is not if something else
    /// was asked for since.
    fn fetch_sample(self, is_first: bool) {
        self.give_up_loading();
        self.ask(Workers::stop_reading);
        self.start_reading(sample::NAME.to_owned());
        let asked = self.with(|inner| inner.loads.asked);
        spawn_local(async move {
            let fetched = files::fetch_sample(sample::FILE).await;
            let is_wanted = self.with(|inner| match is_first {
                true => inner.loads.is_empty(),
                false => inner.loads.asked == asked,
            });
            match fetched {
                _ if !is_wanted => {
                    if self.with(|inner| inner.loads.asked == asked) && !self.is_loading() {
                        self.data.reading.set(None);
                    }
                }
                Ok(file) => {
                    let name = Some(sample::NAME.to_owned());
                    self.try_batches(vec![Batch { files: vec![file], name, ..Batch::default() }]);
                }
                Err(message) => {
                    self.data.reading.set(None);
                    self.notices.show("files", message, true);
                }
            }
        });
    }

    /// Files may be a market by themselves, or belong beside those that are there. A volatility
    /// index with prices of its own looks like bars, so its name decides what is tried first.
    fn load(self, files: Vec<Source>) {
        if self.is_loading() {
            self.with(|inner| inner.loads.next.push_back(files));
            return;
        }
        let mut beside = self.with(|inner| inner.loads.current.clone());
        beside.files.retain(|held| files.iter().all(|file| file.name != held.name));
        let has_others = !beside.files.is_empty();
        beside.files.extend(files.iter().cloned());
        let is_index = files.iter().all(|file| import::is_named_after_index(&file.name));
        beside.is_kept = false;
        let alone = Batch { files, ..Batch::default() };
        self.try_batches(match (has_others, is_index) {
            (false, _) => vec![alone],
            (true, true) => vec![beside, alone],
            (true, false) => vec![alone, beside],
        });
    }

    pub(super) fn try_batches(self, mut batches: Vec<Batch>) {
        for batch in &mut batches {
            batch.wanted = self.data.filter.get_untracked();
        }
        let Some(first) = batches.first().cloned() else { return };
        let names: Vec<String> = first.files.iter().map(|file| file.name.clone()).collect();
        self.start_reading(few(&names));
        self.data.refused.set(None);
        self.notices.dismiss("files");
        self.notices.dismiss("left-out");
        self.end_run(); // of data that is about to go
        self.with(|inner| inner.loads.pending = batches);
        self.ask(|engine| match &first.files[..] {
            [Source { packed: Some(bytes), .. }] => engine.load_sample(bytes),
            sources => engine.read_files(sources, self.request(&first, Wants::Market)),
        });
    }

    pub(super) fn loaded(self, mut loaded: Loaded) {
        self.with(|inner| {
            if !inner.loads.pending.is_empty() {
                inner.loads.current = inner.loads.pending.swap_remove(0);
            }
            inner.loads.pending.clear();
            inner.loads.refused.clear();
        });
        self.show_left_out(&loaded.urgent);
        storage::remember_filter(&self.with(|inner| inner.loads.current.wanted.clone()));
        self.data.reading.set(None);
        self.data.refused.set(None);
        self.show_own_files();
        if let Some(log) = loaded.log.take() {
            self.data.trade_log.set(Some(Arc::new((log, None))));
        }
        self.data.market.set(Some(Arc::new(loaded)));
        let mut form = self.form();
        form.settle(self.span());
        // What a link has stays as it is.
        let is_own = self.run.link.with_untracked(Option::is_none);
        if is_own && self.fit(&mut form.scenario) {
            let choice = choices::instrument();
            let name = choice.options[choice.get(&form.scenario)];
            let notice = format!("Instrument set to {name} to match your quotes.");
            self.notices.show("files", notice, false);
        }
        if !self.show(form) {
            self.start_run();
        }
        self.load_next();
    }

    /// Has a scenario trade what the option quotes are on, and without them what the user chose,
    /// which stays where it stands at their level. Whether that is another.
    pub(super) fn fit(self, scenario: &mut Scenario) -> bool {
        let quoted = self.data.market.with_untracked(|market| market.as_ref()?.instrument);
        let traded = scenario.instrument;
        self.with(|inner| {
            let fitted = &mut inner.loads.fitted;
            let own = fitted.filter(|(_, fitted)| *fitted == traded).map_or(traded, |(own, _)| own);
            let is_mini = |instrument| instrument == Instrument::MiniIndex;
            let other = quoted.filter(|quoted| is_mini(*quoted) != is_mini(own));
            scenario.instrument = other.unwrap_or(own);
            if quoted.is_none() || scenario.instrument != own {
                *fitted = quoted.map(|_| (own, scenario.instrument));
            }
        });
        scenario.instrument != traded
    }

    /// The trades of another program are drawn beside the result; the market stays.
    pub(super) fn compare(self, log: TradeLog, report: FileReport) {
        self.remove_trade_log();
        self.with(|inner| {
            let loads = &mut inner.loads;
            let tried = std::mem::take(&mut loads.pending).into_iter().next();
            loads.refused.clear();
            loads.current.files.extend(tried.into_iter().flat_map(|batch| batch.files));
        });
        self.data.trade_log.set(Some(Arc::new((log, Some(report)))));
        self.show_own_files();
        self.saved();
        if self.data.market.with_untracked(Option::is_none) && !self.is_loading() {
            self.load_sample(); // it came while the log was read, and was not wanted then
        }
    }

    /// Takes them off again; their file is not read with the others any more.
    pub fn remove_trade_log(self) {
        let Some(log) = self.data.trade_log.get_untracked() else { return };
        self.with(|inner| inner.loads.current.files.retain(|file| file.name != log.0.name));
        self.data.trade_log.set(None);
        self.show_own_files();
    }

    /// Says which files the market goes without, and what may be read in another way as well.
    fn show_left_out(self, urgent: &[String]) {
        const SHOWN: usize = 3;
        let mut lines = self.with(|inner| std::mem::take(&mut inner.loads.current.left_out));
        lines.extend(urgent.iter().map(|line| format!("{}.", capital(line))));
        let more = lines.len().saturating_sub(SHOWN);
        lines.truncate(SHOWN);
        lines.extend((more > 0).then(|| format!("{more} more are listed under Data quality.")));
        if !lines.is_empty() {
            self.notices.show("left-out", lines.join("\n"), true);
        }
    }

    fn show_own_files(self) {
        self.data.kept_message.set(None); // it was said of other files
        self.data.own_files.set(self.with(|inner| inner.loads.current.set()));
    }

    pub(super) fn refused(self, mut refused: Refused) {
        if self.with(|inner| inner.loads.is_saving) {
            self.notices.show("files", refused.message, true);
            return self.saved();
        }
        let next = self.with(|inner| inner.loads.next_to_try(&mut refused));
        let was_kept = self.with(|inner| inner.loads.refused.iter().any(|batch| batch.is_kept));
        match next {
            Some(batches) => self.try_batches(batches),
            None if was_kept => self.give_up_kept(refused.message),
            None => {
                self.data.reading.set(None);
                if refused.mapping.is_some() && refused.problems.is_empty() {
                    self.panels.open.set(Some(Panel::Data)); // which has the mapping
                }
                self.data.refused.set(Some(Arc::new(refused)));
                self.run_if_changed(); // it may have waited for the files
                self.load_next();
            }
        }
    }

    fn load_next(self) {
        if let Some(files) = self.with(|inner| inner.loads.next.pop_front()) {
            self.load(files);
        }
    }

    pub(super) fn is_loading(self) -> bool {
        self.with(|inner| inner.loads.is_saving || !inner.loads.pending.is_empty())
    }

    /// Forgets files on their way; whether there were any.
    pub(super) fn give_up_loading(self) -> bool {
        let was_reading = self.data.reading.get_untracked().is_some();
        self.data.reading.set(None);
        self.with(|inner| {
            inner.loads.next.clear();
            inner.loads.pending.clear();
            inner.loads.is_saving = false;
            inner.loads.given_up += 1;
            inner.loads.asked += 1;
        });
        was_reading
    }
}

async fn sources(
    mut list: Vec<web_sys::File>,
    folders: Vec<FileSystemEntry>,
) -> Result<Vec<Source>, String> {
    if !folders.is_empty() {
        list.extend(files::within(folders).await?);
    }
    Ok(files::sources(&list))
}

impl Loads {
    pub(super) fn is_empty(&self) -> bool {
        self.current.files.is_empty() && self.pending.is_empty()
    }
}
