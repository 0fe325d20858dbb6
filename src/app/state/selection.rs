//! The selected day and trade.

use std::ops::Range;

use leptos::prelude::*;

use crate::view::zoom;

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
    pub fn visible_days(&self, days: usize) -> Range<usize> {
        zoom::visible_days(&self.visible.get(), days)
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
        let shown = zoom::visible_days(&self.visible.get_untracked(), days);
        let from = self.day.get_untracked().unwrap_or(last);
        let (day, seen) = zoom::step_cursor(from, by, &shown, days);
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
