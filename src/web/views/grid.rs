//! A table of any length: only the rows in sight are in the page.

use std::sync::Arc;

use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::present::sheet::{Column, Direction, Field, Sheet, Shown, matching};
use crate::present::window::{self, Window};
use crate::web::state::state;

use super::choice::choice;
use super::result::{RunResult, results};

/// The height of the box until it is known.
const HEIGHT: f64 = 420.0;

/// By which column a table is sorted, and which way.
#[derive(Clone, Copy)]
pub struct Sort(RwSignal<(usize, Direction)>);

impl Sort {
    /// As a sheet is sorted at first.
    pub(super) fn of(sheet: Sheet) -> Self {
        Self(RwSignal::new(sheet.first_sort()))
    }

    /// Sorts by a column; a second time the other way.
    fn turn(self, column: usize) {
        self.0.update(|(by, direction)| {
            *direction = match (*by == column, *direction) {
                (true, Direction::Descending) => Direction::Ascending,
                _ => Direction::Descending,
            };
            *by = column;
        });
    }

    fn of_column(self, column: usize) -> Option<Direction> {
        let (by, direction) = self.0.get();
        (by == column).then_some(direction)
    }
}

/// Rows in their order. The generation tells rows of one order from those of the next, which are
/// other rows at the same places.
#[derive(Clone)]
pub struct Order {
    generation: u32,
    result: RunResult,
    rows: Arc<[u32]>,
}

impl PartialEq for Order {
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation
    }
}

impl Order {
    /// How many rows the filter left, and of how many.
    pub(super) fn remaining(&self, sheet: Sheet) -> (usize, usize) {
        (self.rows.len(), sheet.len(self.result.report()))
    }
}

/// The rows of a sheet that a filter leaves, sorted.
pub(super) fn order(sheet: Sheet, filter: Signal<String>, sort: Sort) -> Memo<Option<Order>> {
    let results = results();
    let texts = Memo::new(move |_| {
        let own = results.own.get();
        own.map(|own| Arc::new(sheet.texts(own.report(), own.index()))).unwrap_or_default()
    });
    Memo::new(move |before: Option<&Option<Order>>| {
        let result = results.own.get()?;
        let generation = before.and_then(Option::as_ref).map_or(0, |order| order.generation + 1);
        let filter = filter.get();
        let rows = match filter.trim().is_empty() {
            true => (0..sheet.len(result.report()) as u32).collect(),
            false => matching(&texts.get(), &filter),
        };
        let rows = sheet.sorted(result.report(), result.index(), rows, sort.0.get());
        Some(Order { generation, result, rows: rows.into() })
    })
}

/// A sheet with a sticky head, sortable by its columns, moved through by keys.
#[component]
pub(super) fn Grid(
    sheet: Sheet,
    order: Memo<Option<Order>>,
    sort: Sort,
    label: &'static str,
) -> impl IntoView {
    let state = state();
    let choice = choice();
    let total = move || order.with(|order| order.as_ref().map_or(0, |order| order.rows.len()));
    let port = NodeRef::<html::Div>::new();
    let scrolled = RwSignal::new(0.0);
    let height = RwSignal::new(HEIGHT);
    let seen = Memo::new(move |_| window::window(scrolled.get(), height.get(), total()));
    let active = RwSignal::new(None::<usize>);
    let look = move || {
        if let Some(port) = port.get_untracked() {
            scrolled.set(f64::from(port.scroll_top()));
            height.set(f64::from(port.client_height()));
        }
    };
    let choose = move |place: usize| {
        active.set(Some(place));
        order.with_untracked(|order| {
            if let Some(order) = order
                && let Some(row) = order.rows.get(place)
            {
                choice.choose(&order.result, sheet, *row as usize);
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        if event.target() != event.current_target() {
            return; // the keys of a head's button are its own
        }
        let at = active.get_untracked();
        if event.key() == "Enter" || event.key() == " " {
            if let Some(place) = at {
                event.prevent_default();
                choose(place);
            }
            return;
        }
        let to = window::led_to(&event.key(), at, height.get_untracked(), total());
        let (Some(to), Some(port)) = (to, port.get_untracked()) else { return };
        event.prevent_default();
        active.set(Some(to));
        let now = f64::from(port.scroll_top());
        if let Some(top) = window::revealed(to, now, f64::from(port.client_height())) {
            port.set_scroll_top(top as i32);
            look();
        }
    };
    let row_id = move |place: usize| format!("{sheet:?}-{place}").to_lowercase();
    let places = move || {
        let order = order.get();
        let rows = seen.get().rows;
        order.map_or(Vec::new(), |order| {
            let place = |place: usize| Some((place, *order.rows.get(place)?, order.clone()));
            rows.filter_map(place).collect()
        })
    };
    let widths = sheet.columns().iter().map(|column| view! { <col class=column.class() /> });
    let widths = widths.collect_view();
    let row = move |(place, row, order): (usize, u32, Order)| {
        let trade = sheet.trade(order.result.report(), row as usize);
        let fields = sheet.row(order.result.report(), order.result.index(), row as usize);
        let chosen = move || trade.is_some() && state.chosen_trade.get() == trade;
        view! {
            <tr
                id=row_id(place)
                aria-rowindex=(place + 2).to_string()
                aria-selected=move || chosen().to_string()
                class:active=move || active.get() == Some(place)
                on:click=move |_| choose(place)
            >
                {cells(sheet.columns(), fields)}
            </tr>
        }
    };
    view! {
        <div class="port" node_ref=port on:scroll=move |_| look()>
            <table
                class=format!("data {}", format!("{sheet:?}").to_lowercase())
                role="grid"
                tabindex="0"
                aria-label=label
                aria-rowcount=move || (total() + 1).to_string()
                aria-activedescendant=move || active.get().map(row_id)
                on:keydown=key
                on:focus=move |_| look()
            >
                <colgroup>{widths}</colgroup>
                <thead>
                    <tr aria-rowindex="1">{heads(sheet, sort)}</tr>
                </thead>
                <tbody>
                    <Spacer seen above=true />
                    <For
                        each=places
                        key=|(place, row, order)| (order.generation, *place, *row)
                        children=row
                    />
                    <Spacer seen above=false />
                </tbody>
            </table>
            <Show when=move || total() == 0>
                <p class="nothing">"No row to show."</p>
            </Show>
        </div>
    }
}

/// Free room in place of rows that are not in the page.
#[component]
fn Spacer(seen: Memo<Window>, above: bool) -> impl IntoView {
    let height = move || seen.with(|seen| if above { seen.above } else { seen.below });
    view! {
        <tr class="spacer" aria-hidden="true" style:height=move || format!("{}px", height())></tr>
    }
}

fn heads(sheet: Sheet, sort: Sort) -> impl IntoView {
    let head = move |(position, column): (usize, &'static Column)| {
        let sorted = move || match sort.of_column(position) {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        };
        view! {
            <th scope="col" class:n=column.is_numeric() aria-sort=sorted>
                <button tabindex="0" on:click=move |_| sort.turn(position)>
                    {column.name}
                    <span class="arrow" aria-hidden="true"></span>
                </button>
            </th>
        }
    };
    sheet.columns().iter().enumerate().map(head).collect_view()
}

fn cells(columns: &'static [Column], fields: Vec<Field>) -> impl IntoView {
    let cell = |(column, field): (&Column, Field)| {
        let dot = field.profile.map(|profile| format!("dot p{}", profile + 1));
        let dot = dot.or(field.regime.map(|regime| format!("dot r{}", regime + 1)));
        let class =
            format!("{} {}", if column.is_numeric() { "n" } else { "" }, field.tone.class());
        let text = field.text.into_owned();
        let text = match column.shown {
            Shown::Tag => Either::Left(view! { <span class="tag">{text}</span> }),
            _ => Either::Right(text),
        };
        view! {
            <td class=class.trim().to_owned()>
                {dot.map(|class| view! { <i class=class aria-hidden="true"></i> })}
                {text}
            </td>
        }
    };
    columns.iter().zip(fields).map(cell).collect_view()
}
