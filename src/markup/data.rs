//! The data: what was read from which file, and what is doubtful.

use std::borrow::Cow;

use super::button;
use super::notices::refused_files;
use crate::import::{ChainSummary, FileSummary, Merged, Problem, Role, SkippedRows, Summary};
use crate::message::reader::{Loaded, Refused};
use crate::present::html::Html;
use crate::present::kept::Kept;
use crate::present::number::{count, counted};
use crate::present::words::short;
use crate::present::{Cell, Table};

/// The data's sheet: a place to bring files to, files being read, files refused, the market.
#[must_use]
pub fn data(
    reading: Option<&str>,
    refused: Option<&Refused>,
    market: Option<&Loaded>,
    realised_factor: f64,
    keeping: Keeping<'_>,
) -> Html {
    let mut html = Html::new();
    html.put(
        "<div class='drop'><p><b>Drop files here, or anywhere on the page</b><br>Daily bars as \
         CSV: date, open, high, low, close. A VIX file, a calendar of events or option chains go \
         beside them, .gz and .zip as well. Nothing leaves this computer.</p><p class='actions'>",
        &[],
    );
    button(&mut html, "btn primary", "pick", "Choose files");
    button(&mut html, "btn", "pick-folder", "Choose a folder");
    button(&mut html, "btn", "sample", "Use the sample");
    html.put(
        "</p><input id='picker' type='file' multiple \
         accept='.csv,.txt,.tsv,.gz,.zip,text/csv,text/plain' class='unseen' \
         aria-label='Files to read' \
         tabindex='-1'><input id='folder-picker' type='file' webkitdirectory class='unseen' \
         aria-label='Folder to read' tabindex='-1'></div>",
        &[],
    );
    if let Some(reading) = reading {
        html.put("<p class='reading' role='status'>Reading {} …</p>", &[reading]);
    }
    if let Some(refused) = refused {
        html.add(refused_files(refused).as_str());
    }
    if let Some(loaded) = market {
        market_section(&mut html, loaded, realised_factor);
    }
    keeping_section(&mut html, keeping);
    html
}

/// What stays on this computer, and what may.
#[derive(Clone, Copy, Default)]
pub struct Keeping<'a> {
    /// The user's files that the market was made of, if it is not the sample.
    pub own: Option<&'a Kept>,
    /// The files that are kept.
    pub kept: Option<&'a Kept>,
}

fn keeping_section(html: &mut Html, Keeping { own, kept }: Keeping<'_>) {
    if own.is_none() && kept.is_none() {
        return;
    }
    html.put("<section class='kept'><h3>On this computer</h3>", &[]);
    match kept {
        Some(kept) => html.put("<p>{}: opened with the page, never sent.</p>", &[&kept.shown()]),
        None => html.put(
            "<p>Nothing is kept: after a reload the page opens with the sample. Kept files stay in \
             this browser's own storage and are never sent.</p>",
            &[],
        ),
    };
    html.put("<p class='actions'>", &[]);
    if own.is_some() && own != kept {
        let text = if kept.is_some() { "Keep the present files instead" } else { "Keep the files" };
        button(html, "btn small", "keep", text);
    }
    if kept.is_some() {
        button(html, "btn small", "forget-kept", "Delete them");
    }
    html.put("</p></section>", &[]);
}

/// More files than this stand behind a line that opens.
const MANY: usize = 8;

fn market_section(html: &mut Html, market: &Loaded, realised_factor: f64) {
    let (first, last) = market.span;
    let fingerprint = market.fingerprint.to_string();
    html.put(
        "<section class='market'><h3>{}</h3><dl class='facts'><dt>Days</dt>\
         <dd>{}, {} to {}</dd><dt>VIX</dt><dd>{}</dd>",
        &[
            &market.name,
            &count(market.bars as i64),
            &first.to_string(),
            &last.to_string(),
            &volatility(market, realised_factor),
        ],
    );
    if let Some(ChainSummary { days, quotes, .. }) = &market.summary.chain {
        let (quotes, days) = (count(*quotes as i64), counted(*days, "day", "days"));
        html.put("<dt>Options</dt><dd>{} quotes on {}</dd>", &[&quotes, &days]);
    }
    let others = others(market);
    if !others.is_empty() {
        html.put("<dt>Beside it</dt><dd>{}</dd>", &[&others.join(", ")]);
    }
    html.put(
        "<dt>Fingerprint</dt><dd><code title='{}'>{}</code></dd></dl>",
        &[&fingerprint, &short(&fingerprint)],
    );
    if !market.summary.warnings.is_empty() {
        html.put("<ul class='warnings'>", &[]);
        for warning in &market.summary.warnings {
            html.put("<li>{}</li>", &[&warning.to_string()]);
        }
        html.put("</ul>", &[]);
    }
    let files = &market.summary.files;
    let folds = files.len() > MANY;
    if folds {
        let number = counted(files.len(), "file", "files");
        html.put("<details class='file'><summary>{}, one by one</summary>", &[&number]);
    }
    files.iter().for_each(|file| one_file(html, file));
    if folds {
        html.put("</details>", &[]);
    }
    if market.summary.files.iter().any(|file| !file.skipped.is_empty()) {
        html.put("<p class='actions'>", &[]);
        button(html, "btn small", "save-skipped", "Skipped rows as CSV");
        html.put("</p>", &[]);
    }
    html.put("</section>", &[]);
}

fn volatility(market: &Loaded, realised_factor: f64) -> String {
    let (some, all) = (market.vix_days, market.bars);
    match some {
        0 => format!("none: {realised_factor} × RV20 stands in"),
        some if some == all => "on every day".to_owned(),
        some => format!(
            "on {} of {} days; on the others {realised_factor} × RV20 stands in",
            count(some as i64),
            count(all as i64)
        ),
    }
}

/// What was read besides bars and the volatility index.
fn others(market: &Loaded) -> Vec<String> {
    let summary = &market.summary;
    let series = summary.series.iter().filter(|series| series.series != "vix");
    let mut others: Vec<String> = series
        .map(|series| format!("{} on {} days", series.series, count(series.values as i64)))
        .collect();
    if summary.events > 0 {
        others.push(counted(summary.events, "event", "events"));
    }
    if market.has_regimes {
        others.push("regimes".to_owned());
    }
    if market.has_scores {
        others.push("scores".to_owned());
    }
    others
}

fn one_file(html: &mut Html, file: &FileSummary) {
    let role = match file.role {
        Role::Bars => "bars",
        Role::Volatility => "series",
        Role::Events => "events",
        Role::Chain => "option quotes",
    };
    let forms: Vec<String> = file.date_forms.iter().map(ToString::to_string).collect();
    html.put(
        "<article class='file'><h4>{} <em>{}</em></h4><p>{}, {} of {}, cells cut by {}, dates {}\
         </p><p class='columns'>",
        &[
            &file.name,
            role,
            &file.recognised,
            &count(file.rows_kept as i64),
            &counted(file.rows_read, "row", "rows"),
            &file.delimiter.to_string(),
            &forms.join(" and "),
        ],
    );
    for column in &file.columns {
        let (class, title) = if column.is_used { ("", "read") } else { ("unused", "not used") };
        html.put("<span class='column {}' title='{}'>{}", &[class, title, &column.name]);
        match &column.meaning {
            Some(meaning) if !column.name.eq_ignore_ascii_case(meaning) => {
                html.put(" → {}</span>", &[meaning])
            }
            _ => html.put("</span>", &[]),
        };
    }
    html.put("</p><ul>", &[]);
    for repair in &file.repairs {
        html.put("<li>repaired: {}</li>", &[&repair.to_string()]);
    }
    for skipped in &file.skipped {
        html.put("<li class='warn'>{}</li>", &[&left_out(skipped)]);
    }
    for merged in &file.merged {
        html.put("<li>{}</li>", &[&laid(merged)]);
    }
    html.put("</ul>", &[]);
    rows_left_out(html, &file.problems);
    html.put("</article>", &[]);
}

/// How many rows are listed on the page; the file for download has more.
const LISTED: usize = 100;

/// The rows that were left out, one by one, behind a line that opens.
fn rows_left_out(html: &mut Html, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    html.put("<details><summary>Rows left out, one by one</summary><ul>", &[]);
    for problem in &problems[..problems.len().min(LISTED)] {
        html.put("<li>{}</li>", &[&problem.to_string()]);
    }
    html.put("</ul>", &[]);
    if problems.len() > LISTED {
        html.put("<p>The file of skipped rows has more.</p>", &[]);
    }
    html.put("</details>", &[]);
}

fn left_out(skipped: &SkippedRows) -> String {
    let lines: Vec<String> = skipped.lines.iter().map(ToString::to_string).collect();
    let more = if skipped.count > lines.len() { " …" } else { "" };
    let rows = counted(skipped.count, "row", "rows");
    format!("skipped {rows}: expected {}, line {}{more}", skipped.rule, lines.join(", "))
}

fn laid(merged: &Merged) -> String {
    let number = |number: usize| count(number as i64);
    format!(
        "{}: {} filled, {} replaced, {} equal, {} left empty, {} without a bar",
        merged.series,
        counted(merged.filled, "day", "days"),
        number(merged.replaced),
        number(merged.confirmed),
        number(merged.empty),
        number(merged.unused)
    )
}

/// The bad rows of refused files, as a file.
#[must_use]
pub fn problems(refused: &Refused) -> Option<Table<'_>> {
    let skippable = refused.skippable.as_ref()?;
    let row = |index: usize| problem_row(&skippable.file, &skippable.problems[index]);
    Some(Table::new("problems", problem_columns(), skippable.problems.len(), row))
}

fn problem_columns() -> Vec<Cow<'static, str>> {
    ["file", "line", "column", "expected", "found"].map(Into::into).to_vec()
}

fn problem_row(file: &str, problem: &Problem) -> Vec<Cell> {
    vec![
        Cell::from(file.to_owned()),
        Cell::Count(problem.line as i64),
        problem.column.clone().map_or(Cell::Empty, Cell::from),
        Cell::from(problem.rule.to_string()),
        Cell::from(problem.found.clone()),
    ]
}

/// Which rows were left out, one by one, as a file; of each file those that are listed, and by rule
/// how many more there are.
#[must_use]
pub fn left_out_rows(summary: &Summary) -> Table<'static> {
    let mut rows = Vec::new();
    for file in &summary.files {
        rows.extend(file.problems.iter().map(|problem| problem_row(&file.name, problem)));
        for SkippedRows { rule, count, .. } in &file.skipped {
            let listed = file.problems.iter().filter(|problem| problem.rule == *rule).count();
            if *count > listed {
                let found = Cell::from(format!("{} more rows", count - listed));
                let rule = Cell::from(rule.to_string());
                rows.push(vec![
                    Cell::from(file.name.clone()),
                    Cell::Empty,
                    Cell::Empty,
                    rule,
                    found,
                ]);
            }
        }
    }
    Table::new("skipped", problem_columns(), rows.len(), move |index| rows[index].clone())
}
