//! What the page knows, in one place: one writable scenario, and what came back from the engine.

use std::ops::Range;
use std::sync::Arc;

use super::result::RunResult;
use super::signal::Signal;
use crate::engine::Scenario;
use crate::market::TradeLog;
use crate::protocol::reader::{Loaded, Refused};
use crate::share::link::Link;
use crate::view::entries::Entries;
use crate::view::import_report::FileReport;
use crate::view::kept::Kept;

/// How long good news stays, milliseconds.
const TOLD: f64 = 8_000.0;

/// Where the current run is.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// Nothing asked yet.
    Idle,
    /// Under way, with the share done where known.
    Running {
        /// Days done and days in all.
        progress: Option<(u32, u32)>,
    },
    /// Finished, after this many milliseconds in the worker.
    Done {
        /// Worker time, milliseconds.
        milliseconds: f64,
    },
    /// Ended by the user; the outcome before is still shown.
    Cancelled,
    /// Refused or failed: what is wrong, where, and what to do.
    Failed(String),
}

/// How the page stands to the link it was opened with.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked {
    /// Its scenario has not been run yet.
    Waiting(Box<Link>),
    /// Same data, same digest.
    Reproduced(Box<Link>),
    /// Same data, another digest, or none in the link.
    OtherResult(Box<Link>),
    /// Made with data that is not here.
    OtherData(Box<Link>),
    /// No link can be made of the fragment.
    Refused(String),
}

/// Something to tell that is nobody's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Which of the page's matters it is about; a newer one takes its place.
    pub about: &'static str,
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// The hints of the first minute that have not been used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Drop a file.
    Drop,
    /// Change a number.
    Move,
    /// Copy the link.
    Copy,
}

/// The trades of another program, and how their file was read if it came alone.
pub type TradeLogFile = (TradeLog, Option<FileReport>);

/// The signals every view reads. Copies are the same signals.
#[derive(Clone, Copy)]
pub struct State {
    /// The one writable thing: every choice of a run.
    pub scenario: Signal<Scenario>,
    /// What is typed and not the scenario's.
    pub entries: Signal<Entries>,
    /// Whether there are steps to undo and to redo.
    pub reach: Signal<(bool, bool)>,
    /// The market in the worker.
    pub market: Signal<Option<Arc<Loaded>>>,
    /// The names of files that are being read.
    pub reading: Signal<Option<String>>,
    /// The share of them that is read, and more in words.
    pub progress: Signal<(f32, String)>,
    /// Which option quotes are kept, as it is typed.
    pub wanted: Signal<Vec<String>>,
    /// Why the last files were refused; the market before is still there.
    pub refused: Signal<Option<Arc<Refused>>>,
    /// The user's own files that the market was made of; the sample is none.
    pub own_files: Signal<Option<Kept>>,
    /// The files that stay on this computer.
    pub kept: Signal<Option<Kept>>,
    /// Where the current run is.
    pub run: Signal<Run>,
    /// Whether the user has seen why the last run failed.
    pub is_failure_hidden: Signal<bool>,
    /// Whether the current run takes long enough to say so.
    pub is_slow: Signal<bool>,
    /// The last good result; it stays while another is computed or refused.
    pub outcome: Signal<Option<RunResult>>,
    /// The result that others are compared with.
    pub baseline: Signal<Option<RunResult>>,
    /// The trades of another program that the result is compared with, and how they were read if
    /// their file came alone.
    pub log: Signal<Option<Arc<TradeLogFile>>>,
    /// The link the page was opened with.
    pub linked: Signal<Option<Linked>>,
    /// What else is to be told.
    pub notices: Signal<Vec<Notice>>,
    /// The hints that were used: dropped, moved, copied.
    pub used: Signal<[bool; 3]>,
    /// The day under the crosshair, an index into the report's days.
    pub cursor: Signal<Option<usize>>,
    /// The days the charts show.
    pub visible: Signal<Range<usize>>,
    /// The trade a click has chosen, by its number.
    pub chosen_trade: Signal<Option<u32>>,
    /// Whether the crosshair stays where it is while the pointer moves.
    pub held: Signal<bool>,
    /// Whether the drawer that explains the day is open, where there is no column for it.
    pub explaining: Signal<bool>,
    /// What is open over the desk.
    pub open: Signal<Option<Panel>>,
}

/// What can be opened over the desk, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The data.
    Data,
    /// The keys.
    Shortcuts,
    /// The scenario, where it has no column.
    Scenario,
    /// The structures of a profile.
    Structures,
}

impl State {
    /// Fresh signals with the default scenario.
    #[must_use]
    pub fn new() -> Self {
        Self {
            scenario: Signal::new(Scenario::default()),
            entries: Signal::new(Entries::default()),
            reach: Signal::new((false, false)),
            market: Signal::new(None),
            reading: Signal::new(None),
            progress: Signal::new((0.0, String::new())),
            wanted: Signal::new(Vec::new()),
            refused: Signal::new(None),
            own_files: Signal::new(None),
            kept: Signal::new(None),
            run: Signal::new(Run::Idle),
            is_failure_hidden: Signal::new(false),
            is_slow: Signal::new(false),
            outcome: Signal::new(None),
            baseline: Signal::new(None),
            log: Signal::new(None),
            linked: Signal::new(None),
            notices: Signal::new(Vec::new()),
            used: Signal::new([false; 3]),
            cursor: Signal::new(None),
            visible: Signal::new(0..0),
            chosen_trade: Signal::new(None),
            held: Signal::new(false),
            explaining: Signal::new(false),
            open: Signal::new(None),
        }
    }

    /// The scenario that changes are measured against: the baseline's if one is pinned.
    #[must_use]
    pub fn reference(&self) -> Scenario {
        let pinned = self
            .baseline
            .with(|pinned| pinned.as_ref().map(|pinned| pinned.report().scenario.clone()));
        pinned.unwrap_or_default()
    }

    /// Whether the result is of other data than is loaded.
    #[must_use]
    pub fn shows_other_data(&self) -> bool {
        let loaded = self.market.with(|market| market.as_ref().map(|market| market.fingerprint));
        self.outcome.with(|own| own.as_ref().map(|own| own.run().review.fingerprint)) != loaded
    }

    /// Tells something, in place of what was told before about the same.
    pub fn tell(&self, about: &'static str, text: impl Into<String>, is_error: bool) {
        let notice = Notice { about, text: text.into(), is_error };
        let (state, told) = (*self, notice.clone());
        self.notices.update(|notices| {
            notices.retain(|notice| notice.about != about);
            notices.push(notice);
        });
        if !is_error {
            // What went well need not be dismissed.
            let end = move || {
                if state.notices.with_untracked(|notices| notices.contains(&told)) {
                    state.hush(about);
                }
            };
            super::later::after(TOLD, end);
        }
    }

    /// A run, or the way to one, has failed.
    pub fn fail(&self, message: String) {
        self.is_failure_hidden.set(false);
        self.run.set(Run::Failed(message));
    }

    /// Takes back what was told about something.
    pub fn hush(&self, about: &str) {
        if self.notices.with_untracked(|told| told.iter().any(|notice| notice.about == about)) {
            self.notices.update(|notices| notices.retain(|notice| notice.about != about));
        }
    }

    /// Notes that a hint was used; it is not shown again.
    pub fn use_hint(&self, hint: Hint) {
        if !self.used.with_untracked(|used| used[hint as usize]) {
            self.used.update(|used| used[hint as usize] = true);
            super::storage::remember_hints(self.used.get_untracked());
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}
