//! What the page knows, as signals in contexts.
//!
//! [`ScenarioState`] is the user's input, [`DataState`] the loaded data, [`RunState`] the result.
//! [`Selection`] is the day and the trade that chart, tables and day share,
//! [`Panels`] the open panels, [`Notices`] the messages. All are `Copy`: a copy holds the
//! same signals. What only one component needs is a signal of that component.

mod notices;
mod panels;
mod selection;

use std::sync::Arc;

use leptos::prelude::*;

pub use notices::{Hint, Notice, Notices};
pub use panels::{Panel, Panels};
pub use selection::Selection;

use super::benchmark::Benchmarks;
use super::platform::storage;
use super::result::RunResult;
use crate::analysis::{BenchmarkKind, ModelUncertainty};
use crate::engine::Scenario;
use crate::market::TradeLog;
use crate::protocol::reader::{Loaded, Refused};
use crate::share::link::Link;
use crate::view::Form;
use crate::view::form::{Control, DataRange};
use crate::view::import_report::FileReport;
use crate::view::kept::Kept;
use crate::view::no_effect::DataFacts;

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
    pub reading: RwSignal<Option<ReadProgress>>,
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
pub struct ReadProgress {
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

    /// What of the data decides whether a setting has an effect.
    #[must_use]
    pub fn facts(&self) -> DataFacts {
        self.market.with(|market| {
            market.as_ref().map_or_else(DataFacts::default, |market| DataFacts {
                has_events: market.has_events,
                has_rates: market.has_rates,
            })
        })
    }

    /// First and last day of the market.
    #[must_use]
    pub fn span(&self) -> Option<DataRange> {
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
    /// Rejected or failed: the error, its place and the remedy.
    Failed(String),
}

/// Whether the result is that of the link that the page was opened with.
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

/// The result of the engine for scenario and data.
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
    /// The result at other levels of the model; `None` until it is known.
    pub uncertainty: RwSignal<Option<ModelUncertainty>>,
    /// The benchmarks of a result.
    pub benchmarks: RwSignal<Option<Benchmarks>>,
    /// The benchmark that results are compared with.
    pub benchmark: RwSignal<Option<BenchmarkKind>>,
    /// The result that others are compared with.
    pub baseline: RwSignal<Option<RunResult>>,
    /// Whether the result is that of the link that the page was opened with.
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
            uncertainty: RwSignal::new(None),
            benchmarks: RwSignal::new(None),
            benchmark: RwSignal::new(storage::benchmark()),
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

    /// Whether the figures shown belong to the current scenario.
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

    /// The benchmarks of the result shown, once there are any.
    #[must_use]
    pub fn current_benchmarks(&self) -> Option<Benchmarks> {
        let result = self.result.get()?;
        self.benchmarks.get().filter(|own| own.of == result)
    }

    /// The number of days of the result.
    #[must_use]
    pub fn days(&self) -> usize {
        self.result.with(|own| own.as_ref().map_or(0, RunResult::days))
    }

    /// Reads the result without following it.
    pub fn read_untracked<R>(&self, read: impl FnOnce(&RunResult) -> R) -> Option<R> {
        self.result.with_untracked(|own| own.as_ref().map(read))
    }

    /// Reads the result; `None` without one.
    pub fn read<R>(&self, read: impl FnOnce(&RunResult) -> R) -> Option<R> {
        self.result.with(|own| own.as_ref().map(read))
    }
}
