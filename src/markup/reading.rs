//! How files were understood, as the reader of files tells the page: nothing of it is known there.

use super::checks::checks;
use super::coverage::coverage;
use super::{button, wanted};
use crate::import::{
    ChainSummary, FileSummary, Filter, ImportError, Merged, Problem, Role, SkippedRows, Summary,
    Unknown, UnknownColumn,
};
use crate::market::Market;
use crate::view::html::{Html, when};
use crate::view::number::{count, counted};

/// More files than this stand behind a line that opens.
const MANY: usize = 8;
/// How many rows of all files are listed on the page; the file for download has more.
const LISTED: usize = 200;

/// What was read besides bars and the volatility index, the days there are, what was looked for,
/// what else is unusual, and every file.
#[must_use]
pub fn report(summary: &Summary, market: &Market) -> Html {
    let mut html = Html::new();
    html.put("<dl class='facts'>", &[]);
    if let Some(ChainSummary { days, quotes, .. }) = &summary.chain {
        let (quotes, days) = (count(*quotes as i64), counted(*days, "day", "days"));
        html.put("<dt>Options</dt><dd>{} quotes on {}</dd>", &[&quotes, &days]);
    }
    let others = others(summary);
    if !others.is_empty() {
        html.put("<dt>Beside it</dt><dd>{}</dd>", &[&others.join(", ")]);
    }
    html.put("</dl>", &[]);
    let looked_for = summary.checks();
    html.add(coverage(market, &looked_for).as_str());
    let own = || summary.warnings.iter().filter(|warning| !warning.is_check());
    if own().next().is_some() {
        html.put("<ul class='warnings'>", &[]);
        for warning in own() {
            let said = warning.to_string();
            match warning.days() {
                [] | [_] => html.put("<li>{}</li>", &[&said]),
                days => {
                    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                    html.put(
                        "<li><details><summary>{}</summary><p>{}</p></details></li>",
                        &[&said, &days.join(", ")],
                    )
                }
            };
        }
        html.put("</ul>", &[]);
    }
    checks(&mut html, &looked_for);
    let folds = summary.files.len() > MANY;
    if folds {
        let number = counted(summary.files.len(), "file", "files");
        html.put("<details class='file'><summary>{}, one by one</summary>", &[&number]);
    }
    let mut room = LISTED;
    summary.files.iter().for_each(|file| one_file(&mut html, file, &mut room));
    if folds {
        html.put("</details>", &[]);
    }
    html.put("<p class='actions'>", &[]);
    if summary.files.iter().any(|file| !file.skipped.is_empty()) {
        button(&mut html, "btn small", "save-left-out", "Skipped rows as CSV");
    }
    if summary.bars > 0 {
        button(&mut html, "btn small", "save-cleaned bars", "Cleaned bars as CSV");
        if summary.chain.is_some() {
            button(&mut html, "btn small", "save-cleaned quotes", "Cleaned quotes as CSV");
        }
    }
    html.put("</p>", &[]);
    html
}

/// How a trade log was read that came alone.
#[must_use]
pub fn log(file: &FileSummary) -> Html {
    let mut html = Html::new();
    one_file(&mut html, file, &mut LISTED.clone());
    html
}

/// What was read besides bars and the volatility index.
fn others(summary: &Summary) -> Vec<String> {
    let series = summary.series.iter().filter(|series| series.series != "vix");
    let mut others: Vec<String> = series
        .map(|series| format!("{} on {} days", series.series, count(series.values as i64)))
        .collect();
    if summary.events > 0 {
        others.push(counted(summary.events, "event", "events"));
    }
    let columns = || summary.files.iter().flat_map(|file| &file.columns);
    let has = |name: &str| {
        columns().any(|column| column.is_used && column.meaning.as_deref() == Some(name))
    };
    others.extend(has("regime").then(|| "regimes".to_owned()));
    others.extend(has("profile_1_score").then(|| "scores".to_owned()));
    others
}

fn one_file(html: &mut Html, file: &FileSummary, room: &mut usize) {
    let role = match file.role {
        Role::Bars => "bars",
        Role::Volatility => "series",
        Role::Events => "events",
        Role::TradeLog => "to compare with",
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
    if file.filtered > 0 {
        let others = match file.role {
            Role::Bars => counted(file.filtered, "row of another symbol", "rows of other symbols"),
            _ => counted(file.filtered, "option quote", "option quotes"),
        };
        html.put("<li>{} not asked for</li>", &[&others]);
    }
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
    rows_left_out(html, &file.problems, room);
    if file.is_told {
        ask_again(html);
    }
    html.put("</article>", &[]);
}

/// The rows that were left out, one by one, behind a line that opens.
fn rows_left_out(html: &mut Html, problems: &[Problem], room: &mut usize) {
    if problems.is_empty() || *room == 0 {
        return;
    }
    html.put("<details><summary>Rows left out, one by one</summary><ul class='problems'>", &[]);
    let listed = problems.len().min(*room);
    *room -= listed;
    problems[..listed].iter().for_each(|problem| one_problem(html, problem));
    html.put("</ul>", &[]);
    if problems.len() > listed {
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

/// What is wrong with a row; its line opens to show the row itself.
fn one_problem(html: &mut Html, problem: &Problem) {
    let said = problem.to_string();
    match &problem.row {
        Some(row) => html
            .put("<li><details><summary>{}</summary><pre>{}</pre></details></li>", &[&said, row]),
        None => html.put("<li>{}</li>", &[&said]),
    };
}

/// What can be done on the page about files that were refused.
#[must_use]
pub fn remedies(error: &ImportError, asks_for_columns: bool, has_layouts: bool) -> Html {
    let mut html = Html::new();
    if has_layouts && matches!(error, ImportError::BadRows { .. }) {
        ask_again(&mut html);
    }
    match error {
        ImportError::BadRows { problems, total, rows, .. } if total < rows => {
            bad_rows(&mut html, problems, *total, *rows);
        }
        ImportError::SeveralUnderlyings { more: 1.., .. } => {
            html.put("<div class='wanted'><p>", &[]);
            wanted(&mut html, Filter::UNDERLYING, "");
            html.put("</p><p class='actions'>", &[]);
            button(&mut html, "btn small primary", "read-again", "Read it");
            html.put("</p></div>", &[]);
        }
        ImportError::SeveralUnderlyings { symbols, .. } => {
            html.put("<p class='actions'>", &[]);
            // A word of a command ends at a blank.
            for symbol in symbols.iter().filter(|symbol| !symbol.contains([' ', '\''])) {
                let command = format!("underlying {symbol}");
                button(&mut html, "btn small", &command, &format!("Read {symbol}"));
            }
            html.put("</p>", &[]);
        }
        ImportError::TooManyQuotes { .. } | ImportError::AllFiltered { .. } => {
            html.put("<p class='actions'>", &[]);
            button(&mut html, "btn small primary", "open-data", "Choose what to keep");
            html.put("</p>", &[]);
        }
        _ if asks_for_columns => {
            html.put("<p class='actions'>", &[]);
            button(&mut html, "btn small primary", "open-data", "Say what its columns are");
            html.put("</p>", &[]);
        }
        _ => {}
    }
    html
}

/// What was said of columns may have been wrong.
fn ask_again(html: &mut Html) {
    html.put("<p class='actions'>", &[]);
    button(html, "btn small", "ask-columns", "Ask again what the columns are");
    html.put("</p>", &[]);
}

fn bad_rows(html: &mut Html, problems: &[Problem], bad: usize, rows: usize) {
    /// How many are listed before the rest is left to the file.
    const FIRST: usize = 20;
    let good = counted(rows - bad, "clean row", "clean rows");
    let offer = format!("Use {good}, skip {}", count(bad as i64));
    html.put("<p class='actions'>", &[]);
    button(html, "btn small primary", "skip-bad-rows", &offer);
    button(html, "btn small", "save-problems", "Problems as CSV");
    button(html, "btn small", "open-data", "Data");
    html.put(
        "</p><details><summary>{}</summary><ul class='problems'>",
        &[&counted(bad, "bad row", "bad rows")],
    );
    problems.iter().take(FIRST).for_each(|problem| one_problem(html, problem));
    if bad > FIRST {
        html.put("<li>… and {} more</li>", &[&count((bad - FIRST) as i64)]);
    }
    html.put("</ul></details>", &[]);
}

/// The columns of a file that is not understood, each to be told what it holds.
#[must_use]
pub fn columns(unknown: &Unknown) -> Html {
    let mut html = Html::new();
    html.put(
        "<section class='mapping' data-header='{}'><h3>What are the columns of {}?</h3>\
         <p>Bars need date, open, high, low and close; a volatility index its date and its values; \
         option quotes date, expiry, strike, type, bid and ask. What is said here is remembered \
         for files with these columns.</p>\
         <table><thead><tr><th>Column</th><th>First rows</th><th>Holds</th></tr></thead><tbody>",
        &[&unknown.header, &unknown.file],
    );
    for UnknownColumn { name, cells, guess, by } in &unknown.columns {
        html.put(
            "<tr><th scope='row'>{}</th><td>{}</td><td><select aria-label='What {} holds'>\
             <option value=''>nothing that is read</option>",
            &[name, &cells.join(" · "), name],
        );
        for offered in Unknown::offered() {
            let chosen = guess.as_deref() == Some(&offered);
            html.put("<option {}>{}</option>", &[when(chosen, "selected"), &offered]);
        }
        html.put("</select> <em>{}</em></td></tr>", &[&by.to_string()]);
    }
    html.put("</tbody></table><p class='actions'>", &[]);
    button(&mut html, "btn small primary", "use-columns", "Read the file so");
    html.put("</p></section>", &[]);
    html
}
