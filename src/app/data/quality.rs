//! How the files of the market were read: which days have data, what was checked, and every file
//! with what was repaired and skipped.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::refused::BadRowItems;
use crate::app::platform::download;
use crate::app::session::Session;
use crate::app::state::{DataState, Panels, RunState, Selection};
use crate::view::import_report::{
    CheckRow, ColumnReport, Coverage, FileReport, Finding, ImportReport, Lane, Note, Rect,
};
use crate::view::number::{count, counted};

/// With more files than this, their list is closed at first.
const MANY_FILES: usize = 8;
/// How many days of a check are shown before the rest, which is closed at first.
const FIRST_DAYS: usize = 6;

/// The tab about the data: how the market's files were read, and a trade log.
#[component]
pub fn QualityTab() -> impl IntoView {
    let data = expect_context::<DataState>();
    let trade_log = move || data.trade_log.with(|log| log.as_ref()?.1.clone());
    view! {
        <div class="quality market">
            <MarketReport />
            {move || trade_log().map(|file| view! { <FileArticle file /> })}
        </div>
    }
}

/// How the market's files were read.
#[component]
pub fn MarketReport() -> impl IntoView {
    let data = expect_context::<DataState>();
    let report = move || data.market.with(|market| market.as_ref()?.report.clone());
    move || match report() {
        Some(report) => view! { <ReportSections report /> }.into_any(),
        None => view! {
            <p>
                "This is the built-in sample. For your own files, this section shows what was \
                 read, skipped, repaired or flagged."
            </p>
        }
        .into_any(),
    }
}

/// The sections of an import report, and what can be saved.
#[component]
fn ReportSections(
    /// The report.
    report: ImportReport,
) -> impl IntoView {
    let ImportReport { quotes, extra_columns, coverage, findings, checks, files, .. } = report;
    let (has_skipped_rows, has_bars) = (report.has_skipped_rows, report.has_bars);
    let has_quotes = quotes.is_some();
    let extra = (!extra_columns.is_empty()).then(|| extra_columns.join(", "));
    view! {
        <dl class="facts">
            {quotes.map(|quotes| view! { <dt>"Options"</dt> <dd>{quotes}</dd> })}
            {extra.map(|extra| view! { <dt>"Extra columns"</dt> <dd>{extra}</dd> })}
        </dl>
        {coverage.map(|coverage| view! { <CoverageFigure coverage /> })}
        <FindingList findings />
        <CheckTable checks />
        <FileArticles files />
        <SaveButtons has_skipped_rows has_bars has_quotes />
    }
}

/// Which days have data, as a picture.
#[component]
fn CoverageFigure(
    /// The picture.
    coverage: Coverage,
) -> impl IntoView {
    let view_box = format!("0 0 {} {}", Coverage::WIDTH, Coverage::HEIGHT);
    let rect = |Rect { x, y, width, height, title }: Rect| {
        view! {
            <rect x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string()>
                {title.map(|title| view! { <title>{title}</title> })}
            </rect>
        }
    };
    let lane = |Lane { name, detail, is_finding, rects }: Lane| {
        view! {
            <div class:found=is_finding>
                <b>{name.clone()}</b>
                <svg
                    viewBox=view_box.clone()
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=format!("{name}: {detail}")
                >
                    {rects.into_iter().map(rect).collect_view()}
                </svg>
                <span>{detail}</span>
            </div>
        }
    };
    view! {
        <figure class="coverage">
            {coverage.lanes.into_iter().map(lane).collect_view()}
            <figcaption>
                <span>{coverage.first}</span>
                <span>{coverage.last}</span>
            </figcaption>
        </figure>
    }
}

/// What is unusual; an item about several days opens to list them.
#[component]
fn FindingList(
    /// The findings.
    findings: Vec<Finding>,
) -> impl IntoView {
    let item = |Finding { text, days }: Finding| {
        if days.is_empty() {
            return view! { <li>{text}</li> }.into_any();
        }
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        view! {
            <li>
                <details>
                    <summary>{text}</summary>
                    <p>{days.join(", ")}</p>
                </details>
            </li>
        }
        .into_any()
    };
    let is_any = !findings.is_empty();
    is_any.then(|| {
        view! { <ul class="warnings">{findings.into_iter().map(item).collect_view()}</ul> }
    })
}

/// Every check; a day leads to it in the result.
#[component]
fn CheckTable(
    /// The checks.
    checks: Vec<CheckRow>,
) -> impl IntoView {
    let row = |CheckRow { what, found, days, effect }: CheckRow| {
        let is_found = found.is_some();
        let found = found.map_or_else(|| "✓ none".to_owned(), |found| format!("△ {found} "));
        view! {
            <tr class:warn=is_found>
                <th scope="row">{what}</th>
                <td>
                    {found}
                    <CheckDays days />
                </td>
                <td>{effect}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="checks">
                <thead>
                    <tr>
                        <th scope="col">"Check"</th>
                        <th scope="col">"Found"</th>
                        <th scope="col">"What the engine does"</th>
                    </tr>
                </thead>
                <tbody>{checks.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The days of a check, the first of them in sight.
#[component]
fn CheckDays(
    /// The days.
    days: Vec<NaiveDate>,
) -> impl IntoView {
    let (first, more) = days.split_at(days.len().min(FIRST_DAYS));
    let buttons = |days: &[NaiveDate]| {
        days.iter().map(|day| view! { <DayButton day=*day /> " " }).collect_view()
    };
    let more = (!more.is_empty()).then(|| {
        view! {
            <details>
                <summary>{count(more.len() as i64)} " more"</summary>
                {buttons(more)}
            </details>
        }
    });
    view! {
        {buttons(first)}
        {more}
    }
}

/// A day that leads to itself in the result, or to the last day of the result before it.
#[component]
fn DayButton(
    /// The day.
    day: NaiveDate,
) -> impl IntoView {
    let run = expect_context::<RunState>();
    let selection = expect_context::<Selection>();
    let panels = expect_context::<Panels>();
    let show = move |_| {
        if run.is_of_other_data.get_untracked() {
            return;
        }
        let (until, days) = run.result.with_untracked(|own| {
            let days = own.as_ref().map_or(&[][..], |own| &own.report().days);
            (days.partition_point(|own| own.date <= day), days.len())
        });
        if let Some(place) = until.checked_sub(1) {
            selection.day.set(Some(place));
            selection.step(0, days);
            if panels.open.with_untracked(Option::is_some) {
                panels.close();
            }
        }
    };
    view! {
        <button class="goto" on:click=show>
            {day.to_string()}
        </button>
    }
}

/// Every file.
#[component]
fn FileArticles(
    /// The files.
    files: Vec<FileReport>,
) -> impl IntoView {
    let number = counted(files.len(), "file", "files");
    let is_long = files.len() > MANY_FILES;
    let articles = files.into_iter().map(|file| view! { <FileArticle file /> }).collect_view();
    if !is_long {
        return articles.into_any();
    }
    view! {
        <details class="file">
            <summary>{number} ", one by one"</summary>
            {articles}
        </details>
    }
    .into_any()
}

/// How one file was read.
#[component]
fn FileArticle(
    /// The file.
    file: FileReport,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let column = |ColumnReport { name, meaning, is_used }: ColumnReport| {
        let meaning = meaning.map(|meaning| format!(" → {meaning}"));
        let title = if is_used { "read" } else { "not used" };
        view! {
            <span class="column" class:unused=!is_used title=title>
                {name}
                {meaning}
            </span>
        }
    };
    let note = |Note { text, is_warning }: Note| view! { <li class:warn=is_warning>{text}</li> };
    let map_again = file.is_mapped.then(|| {
        view! {
            <p class="actions">
                <button class="btn small" on:click=move |_| session.ask_for_columns()>
                    "Map columns again"
                </button>
            </p>
        }
    });
    view! {
        <article class="file">
            <h4>{file.name} " " <em>{file.role}</em></h4>
            <p>{file.summary}</p>
            <p class="columns">{file.columns.into_iter().map(column).collect_view()}</p>
            <ul>{file.notes.into_iter().map(note).collect_view()}</ul>
            {(!file.skipped.is_empty())
                .then(|| {
                    view! {
                        <details>
                            <summary>"Skipped rows, one by one"</summary>
                            <ul class="problems">
                                <BadRowItems rows=file.skipped />
                            </ul>
                            {file
                                .has_more_skipped
                                .then(|| view! { <p>"The CSV of skipped rows has more."</p> })}
                        </details>
                    }
                })}
            {map_again}
        </article>
    }
}

/// What can be saved of the market's files.
#[component]
fn SaveButtons(
    /// Whether rows were skipped.
    has_skipped_rows: bool,
    /// Whether there are bars.
    has_bars: bool,
    /// Whether there are option quotes beside them.
    has_quotes: bool,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let data = expect_context::<DataState>();
    let save_skipped = move |_| {
        data.market.with_untracked(|market| {
            let text = market.as_ref().map_or("", |market| market.skipped_rows.as_str());
            download::save("skipped.csv", "text/csv", text);
        });
    };
    let cleaned = |label: &'static str, what: &'static str| {
        view! {
            <button class="btn small" on:click=move |_| session.save_cleaned(what)>
                {label}
            </button>
        }
    };
    view! {
        <p class="actions">
            {has_skipped_rows
                .then(|| {
                    view! {
                        <button class="btn small" on:click=save_skipped>
                            "Skipped rows as CSV"
                        </button>
                    }
                })}
            {has_bars.then(|| cleaned("Cleaned bars as CSV", "bars"))}
            {(has_bars && has_quotes).then(|| cleaned("Cleaned quotes as CSV", "quotes"))}
        </p>
    }
}
