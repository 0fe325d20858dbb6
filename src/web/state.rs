//! What the page knows, in one place: one writable scenario, and what came back from the engine.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::Scenario;
use crate::message::{Loaded, Outcome, Refused};

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
    /// Refused or failed: what is wrong, where, and what to do.
    Failed(String),
}

/// The signals every view reads. Copies are the same signals.
#[derive(Clone, Copy)]
pub struct State {
    /// The one writable thing: every choice of a run.
    pub scenario: RwSignal<Scenario>,
    /// The market in the worker.
    pub market: RwSignal<Option<Arc<Loaded>>>,
    /// Why the last files were refused; the market before is still there.
    pub refused: RwSignal<Option<Arc<Refused>>>,
    /// Where the current run is.
    pub run: RwSignal<Run>,
    /// The last good result; it stays while another is computed or refused.
    pub outcome: RwSignal<Option<Arc<Outcome>>>,
    /// The result that others are compared with.
    pub baseline: RwSignal<Option<Arc<Outcome>>>,
    /// The day under the crosshair, an index into the report's days.
    pub cursor: RwSignal<Option<usize>>,
    /// The days the charts show.
    pub visible: RwSignal<Range<usize>>,
    /// The trade a click has chosen, by its number.
    pub chosen_trade: RwSignal<Option<u32>>,
    /// Whether the crosshair stays where it is while the pointer moves.
    pub held: RwSignal<bool>,
    /// Whether the drawer that explains the day is open, where there is no column for it.
    pub explaining: RwSignal<bool>,
}

impl State {
    /// Fresh signals with the default scenario.
    #[must_use]
    pub fn new() -> Self {
        Self {
            scenario: RwSignal::new(Scenario::default()),
            market: RwSignal::new(None),
            refused: RwSignal::new(None),
            run: RwSignal::new(Run::Idle),
            outcome: RwSignal::new(None),
            baseline: RwSignal::new(None),
            cursor: RwSignal::new(None),
            visible: RwSignal::new(0..0),
            chosen_trade: RwSignal::new(None),
            held: RwSignal::new(false),
            explaining: RwSignal::new(false),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The page's state, from any view below it.
#[must_use]
pub fn state() -> State {
    expect_context::<State>()
}
