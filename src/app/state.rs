//! What the page knows, as signals in contexts.
//!
//! [`ScenarioState`] is what the user chooses, [`DataState`] what was loaded, [`RunState`] what the
//! engine makes of both. [`Selection`] is the day and the trade that chart, tables and day share,
//! [`Panels`] what is open, [`Notices`] what the page has to say. All are `Copy`: a copy holds the
//! same signals. What only one component needs is a signal of that component.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::platform::{storage, timer};
use super::result::RunResult;
use crate::engine::Scenario;
use crate::market::TradeLog;
use crate::protocol::reader::{Loaded, Refused};
use crate::share::link::Link;
use crate::view::Form;
use crate::view::form::{Control, Span};
use crate::view::import_report::FileReport;
use crate::view::kept::Kept;
use crate::view::zoom;

/// How long a message about something that went well stays, milliseconds.
const NOTICE_STAYS: f64 = 8_000.0;

/// The scenario as it is chosen and typed.
#[derive(Clone, Copy)]
pub struct ScenarioState {
    /// Every choice of a run, and the text of controls that is no valid value yet.
    pub form: RwSignal<Form>,
    /// Whether there are steps to undo, and to redo.
    pub can_undo: RwSignal<(bool, bool)>,
    /// The scenario that changes are measured against: the pinned baseline's, else the default.
    pub reference: Memo<Scenario>,
}

impl ScenarioState {
    /// The default scenario; `run` has the baseline.
    #[must_use]
    pub fn new(run: RunState) -> Self {
        Self {
            form: RwSignal::new(Form::default()),
            can_undo: RwSignal::new((false, false)),
            reference: Memo::new(move |_| {
                run.baseline.with(|baseline| {
                    baseline.as_ref().map(|own| own.report().scenario.clone()).unwrap_or_default()
                })
            }),
        }
    }

    /// The text of a control; a component that reads it follows that control alone.
    #[must_use]
    pub fn text(&self, control: Control) -> Memo<String> {
        let form = self.form;
        Memo::new(move |_| form.with(|form| form.text(control)))
    }

    /// Why the text of a control is no valid value, as a sentence; empty if it is one.
    #[must_use]
    pub fn error(&self, control: Control) -> Memo<String> {
        let form = self.form;
        Memo::new(move |_| {
            form.with(|form| form.error(control).map(ToString::to_string).unwrap_or_default())
        })
    }
}

/// The files that are read, and the market made of them.
#[derive(Clone, Copy)]
pub struct DataState {
    /// The market that the engine holds.
    pub market: RwSignal<Option<Arc<Loaded>>>,
    /// The files that are being read.
    pub reading: RwSignal<Option<Reading>>,
    /// Why the last files were refused; the market before them is still there.
    pub refused: RwSignal<Option<Arc<Refused>>>,
    /// Which option quotes are kept, as it is typed, in the order of `Filter::FIELDS`.
    pub filter: RwSignal<Vec<String>>,
    /// The user's own files that the market was made of; `None` for the sample.
    pub own_files: RwSignal<Option<Kept>>,
    /// The files that stay in this browser between visits.
    pub kept: RwSignal<Option<Kept>>,
    /// Whether this browser can keep files; `false` until that is known.
    pub can_keep: RwSignal<bool>,
    /// Whether files are being written to be kept.
    pub is_keeping: RwSignal<bool>,
    /// What came of keeping files, shown beside its buttons: the sentence, and whether something
    /// went wrong.
    pub kept_message: RwSignal<Option<(String, bool)>>,
    /// The trades of another program that the result is compared with, and how they were read.
    pub trade_log: RwSignal<Option<Arc<TradeLogFile>>>,
}

/// The trades of another program, and how their file was read if it came alone.
pub type TradeLogFile = (TradeLog, Option<FileReport>);

/// Files on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Their names.
    pub names: String,
    /// The share that is read, 0 to 1.
    pub share: f32,
    /// Speed, rows and memory, in words.
    pub detail: String,
}

impl DataState {
    /// Nothing loaded yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            market: RwSignal::new(None),
            reading: RwSignal::new(None),
            refused: RwSignal::new(None),
            filter: RwSignal::new(storage::filter()),
            own_files: RwSignal::new(None),
            kept: RwSignal::new(None),
            can_keep: RwSignal::new(false),
            is_keeping: RwSignal::new(false),
            kept_message: RwSignal::new(None),
            trade_log: RwSignal::new(None),
        }
    }

    /// First and last day of the market.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.market.with(|market| market.as_ref().map(|market| market.span))
    }
}

impl Default for DataState {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the current run is.
#[derive(Clone, Debug, PartialEq)]
pub enum RunStatus {
    /// Nothing was asked yet.
    Idle,
    /// Under way.
    Running {
        /// Days done and days in all, once the engine has reported them.
        progress: Option<(u32, u32)>,
    },
    /// Finished.
    Done {
        /// Time in the worker, milliseconds.
        milliseconds: f64,
    },
    /// Ended by the user; the previous result is still shown.
    Cancelled,
    /// Refused or failed: what is wrong, where, and what to do.
    Failed(String),
}

/// How the result stands to the link that the page was opened with.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkStatus {
    /// The link's scenario has not been run yet.
    Waiting(Box<Link>),
    /// Same data, same digest.
    Reproduced(Box<Link>),
    /// Same data; another digest, or none in the link.
    Differs(Box<Link>),
    /// The link was made with data that is not loaded.
    OtherData(Box<Link>),
    /// The fragment of the address is no link.
    Refused(String),
}

/// Whether the figures on the page belong to the scenario and data that are chosen now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// There is no result yet.
    Empty,
    /// They do.
    Current,
    /// A run that takes long enough to notice will replace them.
    Running,
    /// They are of another scenario or other data: the last run was cancelled, failed or refused.
    Stale,
}

/// What the engine makes of scenario and data.
#[derive(Clone, Copy)]
pub struct RunState {
    /// Where the current run is.
    pub status: RwSignal<RunStatus>,
    /// Whether the current run takes long enough to show its progress.
    pub is_slow: RwSignal<bool>,
    /// Whether the user has dismissed the message about the last failure.
    pub is_failure_hidden: RwSignal<bool>,
    /// The last good result; it stays while another is computed or refused.
    pub result: RwSignal<Option<RunResult>>,
    /// The result that others are compared with.
    pub baseline: RwSignal<Option<RunResult>>,
    /// How the result stands to the link that the page was opened with.
    pub link: RwSignal<Option<LinkStatus>>,
    /// Whether the result shown is of other data than is loaded now.
    pub is_of_other_data: Memo<bool>,
}

impl RunState {
    /// Nothing run yet; `data` has the market.
    #[must_use]
    pub fn new(data: DataState) -> Self {
        let result = RwSignal::new(None::<RunResult>);
        Self {
            status: RwSignal::new(RunStatus::Idle),
            is_slow: RwSignal::new(false),
            is_failure_hidden: RwSignal::new(false),
            result,
            baseline: RwSignal::new(None),
            link: RwSignal::new(None),
            is_of_other_data: Memo::new(move |_| {
                let loaded =
                    data.market.with(|market| market.as_ref().map(|market| market.fingerprint));
                result.with(|own| own.as_ref().map(RunResult::fingerprint)) != loaded
            }),
        }
    }

    /// Whether a run is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.status.with(|status| matches!(status, RunStatus::Running { .. }))
    }

    /// Whether the figures shown are those of what is chosen now.
    #[must_use]
    pub fn freshness(&self) -> Freshness {
        if self.result.with(Option::is_none) {
            return Freshness::Empty;
        }
        let is_of_other_data = self.is_of_other_data.get();
        self.status.with(|status| match status {
            RunStatus::Running { .. } if self.is_slow.get() || is_of_other_data => {
                Freshness::Running
            }
            RunStatus::Cancelled | RunStatus::Failed(_) => Freshness::Stale,
            _ if is_of_other_data => Freshness::Stale,
            _ => Freshness::Current,
        })
    }

    /// Ends the run, or the way to one, with a message.
    pub fn fail(&self, message: String) {
        self.is_failure_hidden.set(false);
        self.status.set(RunStatus::Failed(message));
    }

    /// The number of days of the result.
    #[must_use]
    pub fn days(&self) -> usize {
        self.result.with(|own| own.as_ref().map_or(0, RunResult::days))
    }

    /// Reads the result; `None` without one.
    pub fn read<R>(&self, read: impl FnOnce(&RunResult) -> R) -> Option<R> {
        self.result.with(|own| own.as_ref().map(read))
    }
}

/// The day and the trade that chart, tables and the decision panel share.
#[derive(Clone, Copy)]
pub struct Selection {
    /// The day under the crosshair, an index into the report's days.
    pub day: RwSignal<Option<usize>>,
    /// Whether the crosshair stays where it is while the pointer moves.
    pub is_held: RwSignal<bool>,
    /// The days that the charts show; empty for all.
    pub visible: RwSignal<Range<usize>>,
    /// The trade that a click has chosen, by its number.
    pub trade: RwSignal<Option<u32>>,
    /// The days that were visible before a trade was chosen.
    pub before_trade: RwSignal<Option<Range<usize>>>,
}

impl Selection {
    /// Nothing selected, everything visible.
    #[must_use]
    pub fn new() -> Self {
        Self {
            day: RwSignal::new(None),
            is_held: RwSignal::new(false),
            visible: RwSignal::new(0..0),
            trade: RwSignal::new(None),
            before_trade: RwSignal::new(None),
        }
    }

    /// The days that the charts show of so many.
    #[must_use]
    pub fn shown(&self, days: usize) -> Range<usize> {
        zoom::shown(&self.visible.get(), days)
    }

    /// Forgets everything: places in one report mean nothing in a report of other days.
    pub fn clear(&self) {
        self.day.set(None);
        self.is_held.set(false);
        self.trade.set(None);
        self.before_trade.set(None);
        self.visible.set(0..0);
    }

    /// Shows other days.
    pub fn show(&self, days: Range<usize>) {
        if self.visible.with_untracked(|visible| *visible != days) {
            self.visible.set(days);
        }
    }

    /// Moves the crosshair by some days and keeps it there, in view.
    pub fn step(&self, by: isize, days: usize) {
        let Some(last) = days.checked_sub(1) else { return };
        let shown = zoom::shown(&self.visible.get_untracked(), days);
        let from = self.day.get_untracked().unwrap_or(last);
        let (day, seen) = zoom::stepped(from, by, &shown, days);
        self.day.set(Some(day));
        self.is_held.set(true);
        if seen != shown {
            self.visible.set(seen);
        }
    }

    /// Clears the selected trade, releases the crosshair and shows the days from before.
    pub fn release(&self) {
        self.is_held.set(false);
        if self.trade.get_untracked().is_some() {
            self.trade.set(None);
            self.visible.set(self.before_trade.get_untracked().unwrap_or(0..0));
            self.before_trade.set(None);
        }
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::new()
    }
}

/// What can be opened over the desk, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The data: what was read, other files.
    Data,
    /// The keyboard shortcuts.
    Shortcuts,
    /// The scenario, on screens too narrow for its column.
    Scenario,
    /// The structures that a profile trades.
    Structures,
}

/// What is open.
#[derive(Clone, Copy)]
pub struct Panels {
    /// The panel over the desk.
    pub open: RwSignal<Option<Panel>>,
    /// Whether the decision panel is open, on screens too narrow for its column.
    pub is_day_open: RwSignal<bool>,
    /// The tab over the tables.
    pub tab: RwSignal<super::tabs::Tab>,
}

impl Panels {
    /// Nothing open.
    #[must_use]
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(None),
            is_day_open: RwSignal::new(false),
            tab: RwSignal::new(super::tabs::Tab::Trades),
        }
    }

    /// Closes the panel. The structures lie over the scenario, which a phone shows alone: it stays
    /// open, and with it the button that the focus returns to.
    pub fn close(&self) {
        let was = self.open.get_untracked();
        self.open.set((was == Some(Panel::Structures)).then_some(Panel::Scenario));
    }
}

impl Default for Panels {
    fn default() -> Self {
        Self::new()
    }
}

/// The hints of the first minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Drop a file.
    Drop,
    /// Change a number.
    Change,
    /// Copy the link.
    Share,
}

/// A message to the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about; a newer one about the same takes its place.
    pub topic: &'static str,
    /// The sentence.
    pub text: String,
    /// Whether something went wrong: it stays until it is dismissed.
    pub is_error: bool,
}

/// Messages and hints.
#[derive(Clone, Copy)]
pub struct Notices {
    /// The messages, the latest last.
    pub list: RwSignal<Vec<Notice>>,
    /// The hints that were used, in the order of [`Hint`].
    pub used_hints: RwSignal<[bool; 3]>,
}

impl Notices {
    /// No messages, and the hints that an earlier visit has left.
    #[must_use]
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), used_hints: RwSignal::new(storage::hints()) }
    }

    /// Shows a message in place of an older one on the same topic.
    pub fn show(&self, topic: &'static str, text: impl Into<String>, is_error: bool) {
        let notice = Notice { topic, text: text.into(), is_error };
        let (notices, shown) = (*self, notice.clone());
        self.list.update(|list| {
            list.retain(|notice| notice.topic != topic);
            list.push(notice);
        });
        if !is_error {
            timer::after(NOTICE_STAYS, move || {
                if notices.list.with_untracked(|list| list.contains(&shown)) {
                    notices.dismiss(topic);
                }
            });
        }
    }

    /// Takes the message on a topic back.
    pub fn dismiss(&self, topic: &str) {
        if self.list.with_untracked(|list| list.iter().any(|notice| notice.topic == topic)) {
            self.list.update(|list| list.retain(|notice| notice.topic != topic));
        }
    }

    /// Whether a hint is still to be shown.
    #[must_use]
    pub fn has_hint(&self, hint: Hint) -> bool {
        !self.used_hints.with(|used| used[hint as usize])
    }

    /// Records that the user did what a hint suggests; it is not shown again.
    pub fn use_hint(&self, hint: Hint) {
        if !self.used_hints.with_untracked(|used| used[hint as usize]) {
            self.used_hints.update(|used| used[hint as usize] = true);
            storage::remember_hints(self.used_hints.get_untracked());
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
