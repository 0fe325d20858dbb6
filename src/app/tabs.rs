//! The tabs under the chart, and the panel of the one that is open.

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Closed positions, then those still open.
    Trades,
}
use leptos::prelude::*;
/// stub
#[component]
pub fn Tabs() -> impl IntoView {}
