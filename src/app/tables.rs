//! Tables of the result. Only the rows in view are in the page: the rows above and below are two
//! spacers, and every row has the same height.

mod body;
mod export;
mod order;
mod select;
mod tools;

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;

use super::platform::size::watch_size;
use super::state::{RunState, Selection};
use crate::view::sheet::{Direction, Sheet};
use crate::view::window;
use body::Body;
pub use export::Export;
use order::{FilteredRows, RowOrder};
use tools::Tools;

/// What the user has chosen for a table; it outlives the component.
#[derive(Clone, Copy)]
pub struct TableState {
    sort: RwSignal<(usize, Direction)>,
    filter: RwSignal<String>,
    /// Whether each column is hidden.
    hidden: RwSignal<Vec<bool>>,
}

impl TableState {
    /// The latest rows first, all of them, with every column.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        Self {
            sort: RwSignal::new(sheet.first_sort()),
            filter: RwSignal::new(String::new()),
            hidden: RwSignal::new(vec![false; sheet.columns().len()]),
        }
    }
}

/// A table as its parts see it.
#[derive(Clone, Copy)]
struct View {
    sheet: Sheet,
    state: TableState,
    /// The rows that pass the filter, and why it is not understood.
    found: Memo<Option<FilteredRows>>,
    /// The rows in their order.
    order: Memo<Option<RowOrder>>,
    /// Position and width of each column that is not hidden.
    columns: Memo<Arc<[(usize, u32)]>>,
    /// How far down the box is scrolled, pixels.
    top: RwSignal<f64>,
    /// How high it is, pixels; nothing until it is laid out: no row is made that nobody sees.
    height: RwSignal<f64>,
    /// The place of the row that the keys have reached.
    active: RwSignal<Option<usize>>,
    selection: Selection,
}

impl View {
    fn new(sheet: Sheet, state: TableState) -> Self {
        let run = expect_context::<RunState>();
        let found = order::filter_rows(run, sheet, state.filter);
        Self {
            sheet,
            state,
            found,
            order: order::order(found, sheet, state.sort),
            columns: columns(run, sheet, state.hidden),
            top: RwSignal::new(0.0),
            height: RwSignal::new(0.0),
            active: RwSignal::new(None),
            selection: expect_context::<Selection>(),
        }
    }

    /// The number of rows that pass the filter.
    fn len(&self) -> usize {
        self.order.with(|order| order.as_ref().map_or(0, |order| order.rows.len()))
    }

    /// The `id` of the row at a place.
    fn row_id(&self, place: usize) -> String {
        format!("{}-{place}", self.sheet.name())
    }

    fn sort_by(&self, column: usize) {
        self.state.sort.update(|(by, direction)| {
            *direction = match (*by == column, *direction) {
                (true, Direction::Descending) => Direction::Ascending,
                _ => Direction::Descending,
            };
            *by = column;
        });
    }
}

/// The visible columns with their widths; the widths follow the result.
fn columns(run: RunState, sheet: Sheet, hidden: RwSignal<Vec<bool>>) -> Memo<Arc<[(usize, u32)]>> {
    let widths = Memo::new(move |_| {
        run.read(|result| sheet.widths(result.report(), result.index())).unwrap_or_default()
    });
    Memo::new(move |_| {
        hidden.with(|hidden| {
            let widths = widths.get();
            let shown = widths.into_iter().enumerate();
            shown.filter(|(at, _)| hidden.get(*at) != Some(&true)).collect()
        })
    })
}

/// A table with its tools: sortable by every column, moved through by keys; a row that is clicked
/// selects its day and its trade.
#[component]
pub fn Table(
    /// Which one.
    sheet: Sheet,
    /// What the user has chosen for it; without one, its choices end with the component.
    #[prop(optional)]
    state: Option<TableState>,
    /// Whether its rows can be filtered.
    #[prop(optional)]
    has_filter: bool,
) -> impl IntoView {
    let view = View::new(sheet, state.unwrap_or_else(|| TableState::new(sheet)));
    let port = NodeRef::<Div>::new();
    let scrolled = move |_| {
        if let Some(port) = port.try_get_untracked().flatten() {
            view.top.set(f64::from(port.scroll_top()));
        }
    };
    port.on_load(move |port| {
        watch_size(&port, move |size| {
            view.height.try_set(size.height);
        });
    });
    let press = move |event: KeyboardEvent| handle_key(view, port, &event);
    let columns = view.columns;
    let width = move || columns.with(|columns| columns.iter().map(|(_, width)| width).sum::<u32>());
    view! {
        <div class="tablebox">
            <Tools view has_filter/>
            <div
                class="port"
                id=format!("port-{}", sheet.name())
                node_ref=port
                on:scroll=scrolled
            >
                <table
                    class="data"
                    role="grid"
                    tabindex="0"
                    aria-label=sheet.label()
                    aria-rowcount=move || (view.len() + 1).to_string()
                    aria-activedescendant=move || view.active.get().map(|place| view.row_id(place))
                    style:min-width=move || format!("{}px", width())
                    on:keydown=press
                >
                    <Head view/>
                    <Body view/>
                </table>
                <Empty view/>
            </div>
            <Sums view/>
        </div>
    }
}

#[component]
fn Head(view: View) -> impl IntoView {
    let columns = view.columns;
    let widths = move || {
        let column = |(_, width): &(usize, u32)| {
            let width = format!("{width}px");
            view! { <col style:width=width/> }
        };
        columns.with(|columns| columns.iter().map(column).collect::<Vec<_>>())
    };
    let shown =
        move || columns.with(|columns| columns.iter().map(|(at, _)| *at).collect::<Vec<_>>());
    view! {
        <colgroup>{widths}</colgroup>
        <thead>
            <tr aria-rowindex="1">
                <For each=shown key=|at| *at children=move |at| view! { <HeadCell view at/> }/>
            </tr>
        </thead>
    }
}

#[component]
fn HeadCell(
    view: View,
    /// The position of its column.
    at: usize,
) -> impl IntoView {
    let column = view.sheet.columns()[at];
    let sorted = move || match view.state.sort.get() {
        (by, _) if by != at => "none",
        (_, Direction::Ascending) => "ascending",
        (_, Direction::Descending) => "descending",
    };
    view! {
        <th scope="col" class:n=column.is_numeric() aria-sort=sorted>
            <button on:click=move |_| view.sort_by(at)>
                {column.name} <span class="arrow" aria-hidden="true"></span>
            </button>
        </th>
    }
}

/// Why there is no row.
#[component]
fn Empty(view: View) -> impl IntoView {
    let why = Memo::new(move |_| {
        view.order.with(|order| {
            let order = order.as_ref().filter(|order| order.rows.is_empty())?;
            let is_empty = view.sheet.is_empty(order.result.report());
            Some(if is_empty { view.sheet.empty_message() } else { "No rows match." })
        })
    });
    move || why.get().map(|why| view! { <p class="nothing">{why}</p> })
}

/// What the rows add up to.
#[component]
fn Sums(view: View) -> impl IntoView {
    let sums = Memo::new(move |_| {
        view.found.with(|found| {
            let found = found.as_ref();
            found.map(|own| view.sheet.sums(own.result.report(), &own.rows)).unwrap_or_default()
        })
    });
    move || {
        let line = |sum: crate::view::sheet::Sum| {
            view! { <div><dt>{sum.label}</dt><dd class=sum.tone.class()>{sum.value}</dd></div> }
        };
        let lines: Vec<_> = sums.get().into_iter().map(line).collect();
        (!lines.is_empty()).then(|| view! { <dl class="sums" aria-label="Sum, USD">{lines}</dl> })
    }
}

/// Moves through the rows, and selects the one that was reached.
fn handle_key(view: View, port: NodeRef<Div>, event: &KeyboardEvent) {
    let key = event.key();
    let is_of_table = event.target() == event.current_target();
    let active = view.active.get_untracked();
    if key == "Enter" || key == " " {
        // In the head these keys press a button.
        if let Some(place) = active.filter(|_| is_of_table) {
            event.prevent_default();
            event.stop_propagation();
            select::select(view, place);
        }
        return;
    }
    let height = view.height.get_untracked();
    let total = untrack(|| view.len());
    let Some(to) = window::row_after_key(&key, active, height, total) else { return };
    event.prevent_default();
    event.stop_propagation();
    view.active.set(Some(to));
    let Some(port) = port.get_untracked() else { return };
    let (now, height) = (f64::from(port.scroll_top()), f64::from(port.client_height()));
    if let Some(top) = window::scroll_to_row(to, now, height) {
        port.set_scroll_top(top as i32);
        view.top.set(top);
    }
}
