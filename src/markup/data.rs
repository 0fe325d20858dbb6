//! The data: what was read from which file, and what is doubtful.

use super::button;
use super::notices::refused_files;
use crate::import::Filter;
use crate::market::{Funds, TradeLog};
use crate::protocol::reader::{Loaded, Refused};
use crate::view::html::Html;
use crate::view::import_report::FileReport;
use crate::view::kept::Kept;
use crate::view::number::{count, counted};
use crate::view::words::short;

/// The data's sheet: a place to bring files to, files being read, files refused, the market.
#[must_use]
pub fn data(
    reading: Option<(String, String)>,
    refused: Option<&Refused>,
    market: Option<&Loaded>,
    realised_factor: f64,
    wanted: &[String],
    log: Option<&(TradeLog, Option<FileReport>)>,
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
    if let Some((names, progress)) = reading {
        html.put("<p class='reading' role='status'>Reading {} … {}</p>", &[&names, &progress]);
    }
    if let Some(refused) = refused {
        html.add(refused_files(refused).as_str());
    }
    filters(&mut html, wanted);
    if let Some(loaded) = market {
        market_section(&mut html, loaded, realised_factor);
    }
    if let Some((log, _)) = log {
        log_section(&mut html, log);
    }
    keeping_section(&mut html, keeping);
    html
}

/// What is kept of files that have more than is needed.
fn filters(html: &mut Html, wanted: &[String]) {
    let is_open = wanted.iter().any(|text| !text.is_empty());
    html.put(
        "<details class='wanted' {}><summary>Keep one underlying, or some option quotes</summary>\
         <p>",
        &[if is_open { "open" } else { "" }],
    );
    for at in 0..Filter::FIELDS.len() {
        super::wanted(html, at, wanted.get(at).map_or("", String::as_str));
    }
    html.put("</p><p class='actions'>", &[]);
    button(html, "btn small", "read-again", "Read the files again");
    html.put("</p></details>", &[]);
}

/// The trades of another program that the result is compared with.
fn log_section(html: &mut Html, log: &TradeLog) {
    let trades = counted(log.trades, "trade", "trades");
    let day = |day: Option<&Funds>| day.map_or(String::new(), |day| day.date.to_string());
    html.put(
        "<section class='compared'><h3>Compared with {}</h3><p>{} of another program, {} to {}, \
         drawn beside the equity as if both had begun with the same capital.</p>\
         <p class='actions'>",
        &[&log.name, &trades, &day(log.days.first()), &day(log.days.last())],
    );
    button(html, "btn small", "forget-log", "Take it off");
    html.put("</p></section>", &[]);
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

fn market_section(html: &mut Html, market: &Loaded, realised_factor: f64) {
    let (first, last) = market.span;
    let fingerprint = market.fingerprint.to_string();
    html.put(
        "<section class='market'><h3>{}</h3><dl class='facts'><dt>Days</dt>\
         <dd>{}, {} to {}</dd><dt>VIX</dt><dd>{}</dd><dt>Fingerprint</dt><dd><code title='{}'>{}\
         </code></dd></dl>",
        &[
            &market.name,
            &count(market.bars as i64),
            &first.to_string(),
            &last.to_string(),
            &volatility(market, realised_factor),
            &fingerprint,
            &short(&fingerprint),
        ],
    );
    how_read(html, Some(market));
    html.put("</section>", &[]);
}

/// How the market was read: what was left out, mended and doubted, by file.
#[must_use]
pub fn quality(market: Option<&Loaded>) -> Html {
    let mut html = Html::new();
    html.put("<div class='quality market'>", &[]);
    how_read(&mut html, market);
    html.put("</div>", &[]);
    html
}

/// What the reader says of the files; nobody has read the sample.
fn how_read(html: &mut Html, market: Option<&Loaded>) {
    if market.is_none_or(|market| market.report.is_none()) {
        html.put(
            "<p>The sample that the page comes with. Of your own files it is said here what was \
             read, left out, mended and doubted.</p>",
            &[],
        );
    }
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
