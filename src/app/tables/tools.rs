//! The tools over a table: filter, number of rows, columns, files.
#![expect(unreachable_pub, reason = "leptos makes public what a component is called with")]

use leptos::prelude::*;

use super::{Export, View};
use crate::app::state::RunState;
use crate::view::files;
use crate::view::number::{count, counted};

/// The tools of a table.
#[component]
pub(super) fn Tools(
    view: View,
    /// Whether its rows can be filtered.
    has_filter: bool,
) -> impl IntoView {
    let export = Export::from_context();
    let rows = Memo::new(move |_| {
        let (left, all) = view.found.with(|found| {
            let found = found.as_ref();
            found.map_or((0, 0), |own| (own.rows.len(), view.sheet.len(own.result.report())))
        });
        match left == all {
            true => counted(all, "row", "rows"),
            false => format!("{} of {}", count(left as i64), counted(all, "row", "rows")),
        }
    });
    let save = move |_| {
        let Some(order) = view.order.get_untracked() else { return };
        let result = &order.result;
        export.save(&view.sheet.file(result.report(), result.index(), &order.rows));
    };
    view! {
        <div class="tools">
            {has_filter.then(|| view! { <Filter view/> })}
            <span class="rows" role="status">{rows}</span>
            <Columns view/>
            <button
                class="btn small"
                title="Download these rows, in this order"
                on:click=save
            >
                "CSV"
            </button>
            <AllFiles/>
            {has_filter.then(|| view! { <FilterError view/> })}
        </div>
    }
}

#[component]
fn Filter(view: View) -> impl IntoView {
    let run = expect_context::<RunState>();
    let filter = view.state.filter;
    let hint = Memo::new(move |_| {
        let example = run.read(|own| view.sheet.example(own.report(), own.index())).flatten();
        example.map_or_else(|| "Filter".to_owned(), |example| format!("Filter: {example}"))
    });
    let is_wrong =
        move || view.found.with(|own| own.as_ref().is_some_and(|own| own.error.is_some()));
    view! {
        <input
            id="filter"
            type="search"
            autocomplete="off"
            spellcheck="false"
            aria-label="Filter rows"
            aria-describedby="filter-error"
            aria-invalid=move || is_wrong().to_string()
            title="Words, \"a phrase\", -word to exclude, column>number (also <, =, <=, >=)"
            placeholder=hint
            prop:value=filter
            on:input=move |event| filter.set(event_target_value(&event))
        />
    }
}

/// Why the filter is not understood.
#[component]
fn FilterError(view: View) -> impl IntoView {
    let error = Memo::new(move |_| {
        view.found.with(|found| {
            let error = found.as_ref().and_then(|found| found.error.as_ref());
            error.map(ToString::to_string).unwrap_or_default()
        })
    });
    view! { <p class="error" id="filter-error" role="status">{error}</p> }
}

/// The menu of columns.
#[component]
fn Columns(view: View) -> impl IntoView {
    let hidden = view.state.hidden;
    let column = move |(at, name): (usize, &'static str)| {
        let is_shown = move || hidden.with(|hidden| hidden.get(at) != Some(&true));
        let toggle = move |_| {
            hidden.update(|hidden| {
                if let Some(hidden) = hidden.get_mut(at) {
                    *hidden = !*hidden;
                }
            });
        };
        view! {
            <li>
                <label>
                    // The first column stays, so that a row is never without its name.
                    <input
                        type="checkbox"
                        disabled=at == 0
                        prop:checked=is_shown
                        on:change=toggle
                    />
                    {name}
                </label>
            </li>
        }
    };
    let columns = view.sheet.columns().iter().map(|column| column.name).enumerate();
    view! {
        <details class="menu">
            <summary class="btn small">"Columns"</summary>
            <ul>{columns.map(column).collect::<Vec<_>>()}</ul>
        </details>
    }
}

/// The menu of every table of the result as a file.
#[component]
fn AllFiles() -> impl IntoView {
    let run = expect_context::<RunState>();
    let export = Export::from_context();
    let tables = Memo::new(move |_| {
        let list = run.read(|own| {
            let tables = files::all(own.report());
            tables.iter().map(|table| (table.name, table.len())).collect::<Vec<_>>()
        });
        list.unwrap_or_default()
    });
    let save = move |name: &'static str| {
        let Some(result) = run.result.get_untracked() else { return };
        let tables = files::all(result.report());
        if let Some(table) = tables.into_iter().find(|table| table.name == name) {
            export.save(&crate::view::sheet::plain(table));
        }
    };
    let file = move |(name, length): (&'static str, usize)| {
        view! {
            <li>
                <button on:click=move |_| save(name)>
                    {format!("{name}.csv")} <small>{counted(length, "row", "rows")}</small>
                </button>
            </li>
        }
    };
    view! {
        <details class="menu">
            <summary class="btn small">"All files"</summary>
            <ul>{move || tables.get().into_iter().map(file).collect::<Vec<_>>()}</ul>
        </details>
    }
}
