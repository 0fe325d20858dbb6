//! What is open over the desk, and which tab is chosen.

use leptos::prelude::*;

use crate::app::tabs::Tab;

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
    pub tab: RwSignal<Tab>,
}

impl Panels {
    /// Nothing open.
    #[must_use]
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(None),
            is_day_open: RwSignal::new(false),
            tab: RwSignal::new(Tab::Trades),
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
