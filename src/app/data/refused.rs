//! Files that were refused: why, and what can be done.

use std::sync::Arc;

use leptos::prelude::*;

use super::sources::FilterField;
use crate::app::notices::Dismiss;
use crate::app::platform::download;
use crate::app::session::Session;
use crate::app::state::{Panel, Panels};
use crate::import::Filter;
use crate::protocol::reader::Refused;
use crate::view::import_report::{BadRow, BadRows, Remedy};

/// Why the last files were refused, with a button for each remedy.
#[component]
pub fn RefusedFiles(
    /// What the reader says.
    refused: Arc<Refused>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let problems = Arc::<str>::from(refused.problems.as_str());
    let remedy = |remedy: &Remedy| {
        view! { <RemedyActions remedy=remedy.clone() problems=problems.clone() /> }
    };
    let remedies = refused.remedies.iter().map(remedy).collect_view();
    view! {
        <div class="notice bad refused">
            <p>
                <b>"Not loaded: "</b>
                {refused.message.clone()}
            </p>
            <p class="kept">"Your previous data and result are unchanged."</p>
            {remedies}
            <Dismiss on_dismiss=move || session.dismiss_refused() />
        </div>
    }
}

/// The buttons of a remedy.
#[component]
fn RemedyActions(
    /// What can be done.
    remedy: Remedy,
    /// The bad rows as CSV.
    problems: Arc<str>,
) -> AnyView {
    let session = expect_context::<Session>();
    let panels = expect_context::<Panels>();
    let label = remedy.label();
    let open_data = move |_| panels.open.set(Some(Panel::Data));
    match remedy {
        Remedy::MapColumnsAgain => view! {
            <p class="actions">
                <button class="btn small" on:click=move |_| session.ask_for_columns()>
                    {label}
                </button>
            </p>
        }
        .into_any(),
        Remedy::SkipBadRows(rows) => view! { <SkipBadRows rows label problems /> }.into_any(),
        Remedy::ShowBadRows(rows) => view! { <ShowBadRows rows label problems /> }.into_any(),
        Remedy::AggregateIntraday => view! {
            <p class="actions">
                <button class="btn small primary" on:click=move |_| session.aggregate_intraday()>
                    {label}
                </button>
            </p>
        }
        .into_any(),
        Remedy::ChooseUnderlying(symbols) => {
            let choice = |symbol: String| {
                let label = format!("Read {symbol}");
                let read = move |_| session.read_underlying(&symbol);
                view! { <button class="btn small" on:click=read>{label}</button> }
            };
            view! { <p class="actions">{symbols.into_iter().map(choice).collect_view()}</p> }
                .into_any()
        }
        Remedy::TypeUnderlying => view! {
            <div class="wanted">
                <p>
                    <FilterField at=Filter::UNDERLYING />
                </p>
                <p class="actions">
                    <button class="btn small primary" on:click=move |_| session.read_again()>
                        {label}
                    </button>
                </p>
            </div>
        }
        .into_any(),
        Remedy::FilterQuotes | Remedy::MapColumns => view! {
            <p class="actions">
                <button class="btn small primary" on:click=open_data>
                    {label}
                </button>
            </p>
        }
        .into_any(),
    }
}

/// The offer to skip bad rows, and the first of them.
#[component]
fn SkipBadRows(
    /// The bad rows.
    rows: BadRows,
    /// What the offer says.
    label: String,
    /// All of them as CSV.
    problems: Arc<str>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let panels = expect_context::<Panels>();
    let save = move |_| download::save("problems.csv", "text/csv", &problems);
    view! {
        <p class="actions">
            <button class="btn small primary" on:click=move |_| session.skip_bad_rows()>
                {label}
            </button>
            <button class="btn small" on:click=save>
                "Problems as CSV"
            </button>
            <button class="btn small" on:click=move |_| panels.open.set(Some(Panel::Data))>
                "Data"
            </button>
        </p>
        <BadRowList rows />
    }
}

/// The bad rows of a file that has no good one.
#[component]
fn ShowBadRows(
    /// The bad rows.
    rows: BadRows,
    /// What the button says.
    label: String,
    /// All of them as CSV.
    problems: Arc<str>,
) -> impl IntoView {
    let save = move |_| download::save("problems.csv", "text/csv", &problems);
    view! {
        <p class="actions">
            <button class="btn small" on:click=save>
                {label}
            </button>
        </p>
        <BadRowList rows />
    }
}

/// The first bad rows, folded, and how many more there are.
#[component]
fn BadRowList(
    /// The bad rows.
    rows: BadRows,
) -> impl IntoView {
    let more = rows.more();
    view! {
        <details>
            <summary>{rows.title()}</summary>
            <ul class="problems">
                <BadRowItems rows=rows.first />
                {more.map(|more| view! { <li>{more}</li> })}
            </ul>
        </details>
    }
}

/// What is wrong with each row; an item opens to show the row itself.
#[component]
pub fn BadRowItems(
    /// The rows.
    rows: Vec<BadRow>,
) -> impl IntoView {
    let item = |BadRow { text, row }: BadRow| match row {
        Some(row) => view! {
            <li>
                <details>
                    <summary>{text}</summary>
                    <pre>{row}</pre>
                </details>
            </li>
        }
        .into_any(),
        None => view! { <li>{text}</li> }.into_any(),
    };
    rows.into_iter().map(item).collect_view()
}
