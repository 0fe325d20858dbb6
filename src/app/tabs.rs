//! The tabs under the chart, and the panel of the one that is open.

pub mod metrics;
pub mod regimes;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::data::QualityTab;
use super::platform::focus;
use super::state::{Panels, RunState};
use super::tables::{Table, TableState};
use crate::view::number::count;
use crate::view::sheet::Sheet;
use metrics::Metrics;
use regimes::Regimes;

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Closed positions, then those still open.
    Trades,
    /// Changes of allocations.
    Rotation,
    /// Legs bought, sold and settled.
    Fills,
    /// Limits on risk that were breached.
    Limits,
    /// Shares and futures traded.
    Hedges,
    /// Sensitivities, margin and pricing of each day.
    Exposure,
    /// Every figure of the run.
    Metrics,
    /// How the run did in each regime.
    Regimes,
    /// What was found in the data.
    DataQuality,
}

impl Tab {
    /// Every tab in its order.
    pub const ALL: [Self; 9] = [
        Self::Trades,
        Self::Rotation,
        Self::Fills,
        Self::Limits,
        Self::Hedges,
        Self::Exposure,
        Self::Metrics,
        Self::Regimes,
        Self::DataQuality,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Trades => "Trades",
            Self::Rotation => "Rotation",
            Self::Fills => "Fills",
            Self::Limits => "Limits",
            Self::Hedges => "Hedges",
            Self::Exposure => "Exposure",
            Self::Metrics => "Metrics",
            Self::Regimes => "Regimes",
            Self::DataQuality => "Data quality",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Trades => "Every trade with its options, hedge and net P&L",
            Self::Rotation => "Every change of a profile's weight, and why",
            Self::Fills => "Every leg bought, sold or settled, with its price and costs",
            Self::Limits => "Every limit that was breached, and the action taken",
            Self::Hedges => "Every trade in shares or futures",
            Self::Exposure => "Greeks, margin and pricing at each close",
            Self::Metrics => "Every figure of the run",
            Self::Regimes => "Frequency, duration and P&L of each regime",
            Self::DataQuality => "What was checked in the data, and what was found",
        }
    }

    /// The table whose row count is shown beside the tab's name.
    const fn counted_sheet(self) -> Option<Sheet> {
        match self {
            Self::Trades => Some(Sheet::Trades),
            Self::Rotation => Some(Sheet::Rotation),
            Self::Fills => Some(Sheet::Fills),
            Self::Limits => Some(Sheet::Limits),
            Self::Hedges => Some(Sheet::Hedges),
            Self::Exposure | Self::Metrics | Self::Regimes | Self::DataQuality => None,
        }
    }

    fn id(self) -> String {
        format!("tab-{}", self.position())
    }

    fn position(self) -> usize {
        Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }

    /// The tab that a key leads to.
    fn after(self, key: &str) -> Option<Self> {
        let (at, count) = (self.position(), Self::ALL.len());
        let to = match key {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return None,
        };
        Some(Self::ALL[to])
    }
}

/// Tabs and the panel of the one that is open.
#[component]
pub fn Tabs() -> impl IntoView {
    let tab = expect_context::<Panels>().tab;
    let states = Sheet::ALL.map(TableState::new);
    let press = move |event: KeyboardEvent| {
        if let Some(next) = tab.get_untracked().after(&event.key()) {
            event.prevent_default();
            event.stop_propagation();
            tab.set(next);
            focus(&next.id());
        }
    };
    view! {
        <section class="card tablecard" aria-label="Tables">
            <div class="tabs" role="tablist" aria-label="Tables" on:keydown=press>
                {Tab::ALL.map(|own| view! { <TabButton own tab/> }).into_view()}
            </div>
            <div
                class="panel"
                id="tabpanel"
                role="tabpanel"
                aria-labelledby=move || tab.get().id()
            >
                // Keyed, so that another tab is another component: leptos would reuse the rows of a
                // table for those of the next one.
                <For
                    each=move || std::iter::once(tab.get())
                    key=|tab| *tab
                    children=move |tab| panel(tab, &states)
                />
            </div>
        </section>
    }
}

#[component]
fn TabButton(
    /// The tab that it opens.
    own: Tab,
    /// The tab that is open.
    tab: RwSignal<Tab>,
) -> impl IntoView {
    let run = expect_context::<RunState>();
    let rows = Memo::new(move |_| {
        run.read(|result| own.counted_sheet().map(|sheet| count(sheet.len(result.report()) as i64)))
    });
    let is_open = move || tab.get() == own;
    view! {
        <button
            role="tab"
            id=own.id()
            title=own.hint()
            aria-controls="tabpanel"
            aria-selected=move || is_open().to_string()
            tabindex=move || if is_open() { "0" } else { "-1" }
            on:click=move |_| tab.set(own)
        >
            {own.name()}
            {move || rows.get().flatten().map(|rows| view! { <em>{rows}</em> })}
        </button>
    }
}

fn panel(tab: Tab, states: &[TableState; Sheet::ALL.len()]) -> AnyView {
    let table = |sheet: Sheet| {
        let state = states[sheet as usize];
        view! { <Table sheet state has_filter=true/> }.into_any()
    };
    match tab {
        Tab::Trades => table(Sheet::Trades),
        Tab::Rotation => table(Sheet::Rotation),
        Tab::Fills => table(Sheet::Fills),
        Tab::Limits => table(Sheet::Limits),
        Tab::Hedges => table(Sheet::Hedges),
        Tab::Exposure => table(Sheet::Exposure),
        Tab::Metrics => view! { <Metrics/> }.into_any(),
        Tab::Regimes => view! { <Regimes/> }.into_any(),
        Tab::DataQuality => view! { <QualityTab/> }.into_any(),
    }
}
