//! A row that is chosen moves the crosshair to its decision, and the charts to its trade.

use std::ops::Range;

use leptos::prelude::*;

use crate::present::sheet::Sheet;
use crate::present::{holding, zoom};
use crate::web::state::{State, state};

use super::result::RunResult;

/// What choosing remembers.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    state: State,
    /// The days that were shown before a trade was chosen.
    before: RwSignal<Option<Range<usize>>>,
}

impl Choice {
    /// Nothing chosen.
    pub(super) fn new() -> Self {
        Self { state: state(), before: RwSignal::new(None) }
    }

    /// Chooses a row, or lets go of its trade if that is the one chosen.
    pub(super) fn choose(self, result: &RunResult, sheet: Sheet, row: usize) {
        let (report, index) = (result.report(), result.index());
        let trade = sheet.trade(report, row);
        if trade.is_some() && self.state.chosen_trade.get_untracked() == trade {
            self.let_go();
            return;
        }
        let visible = self.state.visible.get_untracked();
        let shown = zoom::shown(&visible, result.days());
        if let Some(day) = sheet.day(report, index, row) {
            self.state.cursor.set(Some(day));
            self.state.held.set(true);
            let (_, seen) = zoom::stepped(day, 0, &shown, result.days());
            if seen != shown {
                self.state.visible.set(seen);
            }
        }
        let Some(held) = trade.and_then(|trade| holding::of(report, trade)) else { return };
        let last = result.days().saturating_sub(1);
        let entry = index.course.at_or_before(held.entry).unwrap_or(0);
        let exit = held.exit.and_then(|exit| index.course.at_or_before(exit)).unwrap_or(last);
        if self.state.chosen_trade.get_untracked().is_none() {
            self.before.set(Some(visible));
        }
        self.state.chosen_trade.set(trade);
        self.state.visible.set(zoom::around(entry, exit, result.days()));
    }

    /// Lets go of a chosen trade and of the crosshair, and shows again what was shown before.
    pub(super) fn let_go(self) {
        self.state.held.set(false);
        if self.state.chosen_trade.get_untracked().is_some() {
            self.state.chosen_trade.set(None);
            self.state.visible.set(self.before.get_untracked().unwrap_or(0..0));
            self.before.set(None);
        }
    }
}

impl Default for Choice {
    fn default() -> Self {
        Self::new()
    }
}

/// The choice, from any view of the outcome.
pub(super) fn choice() -> Choice {
    expect_context::<Choice>()
}
