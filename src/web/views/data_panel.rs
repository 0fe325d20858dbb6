//! The data: what was read from which file, what is doubtful, and how to bring other data.

use std::sync::Arc;

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

use super::notices::RefusedFiles;
use super::{Sheet, count, counted};
use crate::import::{FileSummary, Role};
use crate::message::{Loaded, Refused};
use crate::present::{Cell, Table};
use crate::web::session::{session, short};
use crate::web::state::{Panel, state};
use crate::web::{download, files};

/// The sheet that the data chip opens.
#[component]
pub fn DataPanel() -> impl IntoView {
    let (state, session) = (state(), session());
    let picker = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    let picked = move |_: ev::Event| {
        let Some(picker) = picker.get_untracked() else { return };
        if let Some(list) = picker.files() {
            session.open(files::each(&list));
        }
        picker.set_value(""); // the same file may be chosen again, mended
    };
    view! {
        <Sheet panel=Panel::Data id="data" title="Data">
            <div class="drop">
                <p>
                    <b>"Drop files here, or anywhere on the page"</b>
                    <br/>
                    "Daily bars as CSV: date, open, high, low, close. A VIX file or a calendar of "
                    "events goes beside them. Nothing leaves this computer."
                </p>
                <p class="actions">
                    <button class="btn primary" on:click=pick>"Choose files"</button>
                    <button class="btn" on:click=move |_| session.sample()>"Use the sample"</button>
                </p>
                <input
                    node_ref=picker
                    type="file"
                    multiple
                    accept=".csv,.txt,.tsv,text/csv,text/plain"
                    class="unseen"
                    aria-label="Files to read"
                    tabindex="-1"
                    on:change=picked
                />
            </div>
            <Show when=move || state.reading.with(Option::is_some)>
                <p class="reading" role="status">"Reading " {move || state.reading.get()} " …"</p>
            </Show>
            {move || state.refused.get().map(|refused| view! { <RefusedFiles refused/> })}
            {move || state.market.get().map(|market| view! { <Market market/> })}
        </Sheet>
    }
}

#[component]
fn Market(market: Arc<Loaded>) -> impl IntoView {
    let (first, last) = market.span;
    let bars = market.bars;
    let state = state();
    let days = market.vix_days;
    let vix = move || {
        let factor = state.scenario.with(|scenario| scenario.model.realised_factor);
        match days {
            0 => format!("none: {factor} × RV20 stands in"),
            all if all == bars => "on every day".to_owned(),
            some => {
                let (some, all) = (count(some), count(bars));
                format!("on {some} of {all} days; on the others {factor} × RV20 stands in")
            }
        }
    };
    let series = market.summary.series.iter().filter(|series| series.series != "vix");
    let others: Vec<String> = series
        .map(|series| format!("{} on {} days", series.series, count(series.values)))
        .chain(
            (market.summary.events > 0).then(|| counted(market.summary.events, "event", "events")),
        )
        .chain(market.has_regimes.then(|| "regimes".to_owned()))
        .chain(market.has_scores.then(|| "scores".to_owned()))
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! {
            <dt>"Beside it"</dt>
            <dd>{others.join(", ")}</dd>
        }
    });
    let files = market.summary.files.iter().map(|file| view! { <OneFile file=file.clone()/> });
    let files: Vec<_> = files.collect();
    let fingerprint = market.fingerprint.to_string();
    let warnings = market.summary.warnings.iter().map(ToString::to_string);
    let warnings: Vec<_> = warnings.map(|text| view! { <li>{text}</li> }).collect();
    let skipped = has_skipped(&market).then(|| {
        let market = market.clone();
        view! {
            <p class="actions">
                <button class="btn small" on:click=move |_| save_skipped(&market)>
                    "Skipped rows as CSV"
                </button>
            </p>
        }
    });
    view! {
        <section class="market">
            <h3>{market.name.clone()}</h3>
            <dl class="facts">
                <dt>"Days"</dt>
                <dd>{count(bars)} ", " {first.to_string()} " to " {last.to_string()}</dd>
                <dt>"VIX"</dt>
                <dd>{vix}</dd>
                {others}
                <dt>"Fingerprint"</dt>
                <dd><code title=fingerprint.clone()>{short(&fingerprint)}</code></dd>
            </dl>
            {(!warnings.is_empty()).then(|| view! { <ul class="warnings">{warnings}</ul> })}
            {files}
            {skipped}
        </section>
    }
}

#[component]
fn OneFile(file: FileSummary) -> impl IntoView {
    let role = match file.role {
        Role::Bars => "bars",
        Role::Volatility => "series",
        Role::Events => "events",
        Role::Chain => "option quotes",
    };
    let forms: Vec<String> = file.date_forms.iter().map(ToString::to_string).collect();
    let columns = file.columns.iter().map(|column| {
        let meaning = column.meaning.as_ref().filter(|m| !column.name.eq_ignore_ascii_case(m));
        let meaning = meaning.map(|meaning| format!(" → {meaning}"));
        let title = if column.is_used { "read" } else { "not used" };
        view! {
            <span class="column" class:unused=!column.is_used title=title>
                {column.name.clone()} {meaning}
            </span>
        }
    });
    let repairs =
        file.repairs.iter().map(|repair| view! { <li>"repaired: " {repair.to_string()}</li> });
    let skipped = file.skipped.iter().map(|skipped| {
        let lines: Vec<String> = skipped.lines.iter().map(ToString::to_string).collect();
        let more = if skipped.count > lines.len() { " …" } else { "" };
        let rule = skipped.rule.to_string();
        let rows = counted(skipped.count, "row", "rows");
        let text = format!("skipped {rows}: expected {rule}, line {}{more}", lines.join(", "));
        view! { <li class="warn">{text}</li> }
    });
    let merged = file.merged.iter().map(|merged| {
        let text = format!(
            "{}: {} filled, {} replaced, {} equal, {} left empty, {} without a bar",
            merged.series,
            counted(merged.filled, "day", "days"),
            count(merged.replaced),
            count(merged.confirmed),
            count(merged.empty),
            count(merged.unused)
        );
        view! { <li>{text}</li> }
    });
    view! {
        <article class="file">
            <h4>{file.name.clone()} <em>{role}</em></h4>
            <p>
                {file.recognised.clone()} ", " {count(file.rows_kept)} " of "
                {counted(file.rows_read, "row", "rows")} ", cells cut by "
                {file.delimiter.to_string()} ", dates " {forms.join(" and ")}
            </p>
            <p class="columns">{columns.collect_view()}</p>
            <ul>{repairs.collect_view()} {skipped.collect_view()} {merged.collect_view()}</ul>
        </article>
    }
}

fn has_skipped(market: &Loaded) -> bool {
    market.summary.files.iter().any(|file| !file.skipped.is_empty())
}

/// Saves the bad rows of refused files.
pub(super) fn save_problems(refused: &Refused) {
    let Some(skippable) = &refused.skippable else { return };
    let columns = ["file", "line", "column", "expected", "found"].map(Into::into).to_vec();
    let table = Table::new("problems", columns, skippable.problems.len(), |index| {
        let problem = &skippable.problems[index];
        vec![
            Cell::from(skippable.file.clone()),
            Cell::Count(problem.line as i64),
            problem.column.clone().map_or(Cell::Empty, Cell::from),
            Cell::from(problem.rule.to_string()),
            Cell::from(problem.found.clone()),
        ]
    });
    download::save_table(&table);
}

/// Saves which rows were left out, by rule.
fn save_skipped(market: &Loaded) {
    let files = || market.summary.files.iter();
    let rows: Vec<_> =
        files().flat_map(|file| file.skipped.iter().map(move |rows| (&file.name, rows))).collect();
    let columns = ["file", "expected", "rows", "first_lines"].map(Into::into).to_vec();
    let table = Table::new("skipped", columns, rows.len(), |index| {
        let (file, skipped) = rows[index];
        let lines: Vec<String> = skipped.lines.iter().map(ToString::to_string).collect();
        vec![
            Cell::from(file.clone()),
            Cell::from(skipped.rule.to_string()),
            Cell::Count(skipped.count as i64),
            Cell::from(lines.join(" ")),
        ]
    });
    download::save_table(&table);
}
