//! The question what the columns of a file hold, when no header that is known says so.

use leptos::prelude::*;

use crate::app::platform::storage;
use crate::app::session::Session;
use crate::view::import_report::{ColumnMapping, UnmappedColumn};

/// A table of the columns, each with its first cells and a choice of what it holds.
#[component]
pub fn ColumnMappingForm(
    /// The file's columns, with guesses.
    mapping: ColumnMapping,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let ColumnMapping { file, header, columns, meanings } = mapping;
    let known = |guess: &Option<String>| guess.clone().filter(|guess| meanings.contains(guess));
    let guesses = columns.iter().map(|column| known(&column.guess).unwrap_or_default());
    let chosen = RwSignal::new(guesses.collect::<Vec<String>>());
    let row = |(at, column): (usize, UnmappedColumn)| {
        view! { <MappingRow column meanings=meanings.clone() at chosen /> }
    };
    let rows = columns.into_iter().enumerate().map(row).collect_view();
    let read = move |_| {
        storage::remember_layout(&header, &chosen.with_untracked(|chosen| chosen.join(",")));
        session.read_again();
    };
    view! {
        <section class="mapping">
            <h3>"What are the columns of " {file} "?"</h3>
            <p>
                "Bars need date, open, high, low and close; a volatility index needs its date and \
                 its values; option quotes need date, expiry, strike, type, bid and ask. The \
                 mapping is remembered for files with these columns."
            </p>
            <table>
                <thead>
                    <tr>
                        <th>"Column"</th>
                        <th>"First rows"</th>
                        <th>"Holds"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="actions">
                <button class="btn small primary" on:click=read>
                    "Import with this mapping"
                </button>
            </p>
        </section>
    }
}

/// One column and the choice of what it holds.
#[component]
fn MappingRow(
    /// The column.
    column: UnmappedColumn,
    /// Everything that it may hold.
    meanings: Vec<String>,
    /// Its place in `chosen`.
    at: usize,
    /// What each column holds; empty for one that is ignored.
    chosen: RwSignal<Vec<String>>,
) -> impl IntoView {
    let UnmappedColumn { name, samples, basis, .. } = column;
    let guess = chosen.with_untracked(|chosen| chosen[at].clone());
    let option = move |meaning: String| {
        let is_selected = meaning == guess;
        view! { <option selected=is_selected>{meaning}</option> }
    };
    let choose = move |event| chosen.update(|chosen| chosen[at] = event_target_value(&event));
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td>{samples}</td>
            <td>
                <select aria-label=format!("What {name} holds") on:change=choose>
                    <option value="">"ignore"</option>
                    {meanings.into_iter().map(option).collect_view()}
                </select>
                " "
                <em>{basis}</em>
            </td>
        </tr>
    }
}
