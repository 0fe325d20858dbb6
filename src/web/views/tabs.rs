//! The tables of a result behind tabs, with one filter and the files they come as.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::present::files;
use crate::present::number::count;
use crate::present::sheet::Sheet;
use crate::web::download;

use super::grid::{self, Grid, Order, Sort};
use super::metrics::Metrics;
use super::regimes::Regimes;
use super::result::results;

/// One tab.
#[derive(Clone, Copy, PartialEq)]
enum Tab {
    Sheet(Sheet, &'static str),
    Metrics,
    Regimes,
}

const TABS: [Tab; 5] = [
    Tab::Sheet(Sheet::Trades, "Trades"),
    Tab::Sheet(Sheet::Rotation, "Rotation"),
    Tab::Sheet(Sheet::Fills, "Fills"),
    Tab::Metrics,
    Tab::Regimes,
];

impl Tab {
    const fn name(self) -> &'static str {
        match self {
            Self::Sheet(_, name) => name,
            Self::Metrics => "Metrics",
            Self::Regimes => "Regimes",
        }
    }

    /// What there is to filter by.
    const fn hint(self) -> &'static str {
        match self {
            Self::Sheet(Sheet::Trades, _) => "Filter: charm rolled 2018-02",
            Self::Sheet(Sheet::Rotation, _) => "Filter: vanna roll, unfilled",
            _ => "Filter: 2018-02 sold 263P",
        }
    }
}

/// Trades, rotation log, fills, metrics and regimes.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let filter = RwSignal::new(String::new());
    let sorts = [Sheet::Trades, Sheet::Rotation, Sheet::Fills].map(Sort::of);
    let panel = move || match TABS[chosen.get()] {
        Tab::Sheet(sheet, name) => {
            let at = chosen.get_untracked();
            let sort = sorts[at.min(sorts.len() - 1)];
            let order = grid::order(sheet, filter.into(), sort);
            view! {
                <Tools sheet order filter hint=TABS[at].hint() />
                <Grid sheet order sort label=name />
            }
            .into_any()
        }
        Tab::Metrics => view! { <Metrics /> }.into_any(),
        Tab::Regimes => view! { <Regimes /> }.into_any(),
    };
    view! {
        <section class="card tablecard" aria-label="Tables">
            <TabList chosen />
            <div
                id="tabpanel"
                class="panel"
                role="tabpanel"
                aria-labelledby=move || format!("tab-{}", chosen.get())
            >
                {panel}
            </div>
        </section>
    }
}

#[component]
fn TabList(chosen: RwSignal<usize>) -> impl IntoView {
    let results = results();
    let list = NodeRef::<html::Div>::new();
    let key = move |event: KeyboardEvent| {
        let (now, last) = (chosen.get_untracked(), TABS.len() - 1);
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % TABS.len(),
            "ArrowLeft" => now.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        let tab = list.get_untracked().and_then(|list| list.children().item(next as u32));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
            // An element that cannot be focused leaves the focus where it is.
            let _ = tab.focus();
        }
    };
    let tab = |(position, tab): (usize, Tab)| {
        let is_chosen = move || chosen.get() == position;
        let rows = move || {
            let Tab::Sheet(sheet, _) = tab else { return None };
            let length = results.own.with(|own| Some(sheet.len(own.as_ref()?.report())))?;
            Some(view! { <em>{count(length as i64)}</em> })
        };
        view! {
            <button
                role="tab"
                id=format!("tab-{position}")
                aria-selected=move || is_chosen().to_string()
                aria-controls="tabpanel"
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(position)
            >
                {tab.name()}
                {rows}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Tables" node_ref=list on:keydown=key>
            {TABS.into_iter().enumerate().map(tab).collect_view()}
        </div>
    }
}

/// Filter, number of rows, and files.
#[component]
fn Tools(
    sheet: Sheet,
    order: Memo<Option<Order>>,
    filter: RwSignal<String>,
    hint: &'static str,
) -> impl IntoView {
    let results = results();
    let rows =
        move || order.with(|order| order.as_ref().map_or((0, 0), |order| order.remaining(sheet)));
    let said = move || match rows() {
        (left, all) if left == all => format!("{} rows", count(all as i64)),
        (left, all) => format!("{} of {} rows", count(left as i64), count(all as i64)),
    };
    let save = move |_| {
        results.own.with_untracked(|own| {
            if let Some(own) = own {
                download::save_table(&sheet.file(own.report()));
            }
        });
    };
    view! {
        <div class="tools">
            <input
                id="filter"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label="Filter rows"
                placeholder=hint
                prop:value=move || filter.get()
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <span class="rows" role="status">{said}</span>
            <button class="btn small" on:click=save>
                "CSV"
            </button>
            <Files />
        </div>
    }
}

/// Every table of the run as a file.
#[component]
fn Files() -> impl IntoView {
    let results = results();
    let names = Memo::new(move |_| {
        results.own.with(|own| {
            own.as_ref().map_or(Vec::new(), |own| {
                let table = |table: crate::present::Table<'_>| (table.name, table.len());
                files::all(own.report()).into_iter().map(table).collect()
            })
        })
    });
    let save = move |position: usize| {
        results.own.with_untracked(|own| {
            let tables = own.as_ref().map(|own| files::all(own.report()));
            if let Some(table) = tables.as_ref().and_then(|tables| tables.get(position)) {
                download::save_table(table);
            }
        });
    };
    let item = move |(position, (name, length)): (usize, (&'static str, usize))| {
        view! {
            <li>
                <button on:click=move |_| save(position)>
                    {name} ".csv" <small>{count(length as i64)} " rows"</small>
                </button>
            </li>
        }
    };
    view! {
        <details class="menu">
            <summary class="btn small">"All files"</summary>
            <ul>{move || names.get().into_iter().enumerate().map(item).collect_view()}</ul>
        </details>
    }
}
