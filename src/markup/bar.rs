//! What is always in view: the data, the prices, the run, the link.

use crate::protocol::reader::Loaded;
use crate::view::html::{Html, truth, when};
use crate::view::number::count;
use chrono::Datelike;

/// What the bar at the top says.
#[derive(Clone, Debug, Default)]
pub struct Bar<'a> {
    /// The files that are being read.
    pub reading: Option<&'a str>,
    /// The market.
    pub market: Option<&'a Loaded>,
    /// Whether files were refused.
    pub refused: bool,
    /// Whether some entry of the form is wrong.
    pub wrong: bool,
    /// The hints that were used: dropped, moved, copied.
    pub used: [bool; 3],
    /// How the page stands to its link: whether it is reproduced, and in words.
    pub link: Option<(bool, &'a str)>,
    /// What the engine is doing, or how long it took.
    pub run: &'a str,
    /// Whether the last run has failed.
    pub failed: bool,
    /// Whether what is going on can be ended.
    pub can_cancel: bool,
    /// Whether what has ended can be done again.
    pub can_rerun: bool,
    /// The share of the run that is done, while that is told.
    pub progress: Option<f64>,
    /// Whether there is a result to pin, and whether one is pinned.
    pub has_outcome: bool,
    /// Whether one is pinned.
    pub pinned: bool,
    /// The theme's sign and name.
    pub theme: (&'a str, &'a str),
}

/// The bar at the top.
#[must_use]
pub fn bar(bar: &Bar<'_>) -> Html {
    let mut html = Html::new();
    html.put(
        "<header class='top'><h1 class='brand'>Rotation Engine</h1>\
         <button class='btn small only-narrow' aria-controls='scenario' data-do='open-scenario'>\
         Scenario",
        &[],
    );
    if bar.wrong {
        html.put("<i class='bad' title='has errors'></i>", &[]);
    }
    html.put(
        "</button><button class='chip' aria-haspopup='dialog' \
         title='The data: what was read, other files' data-do='open-data'>\
         <i class='dot {}'></i><span>{}</span></button><span class='chip quiet prices'>{}</span>",
        &[when(bar.warns(), "warn"), &bar.data(), &bar.prices()],
    );
    hint(&mut html, bar.used[0], "← drop a CSV anywhere");
    html.put("<span class='grow'></span>", &[]);
    if let Some((is_reproduced, text)) = bar.link {
        html.put(
            "<span class='chip {}' id='link-state'>{}</span>",
            &[if is_reproduced { "ok" } else { "bad" }, text],
        );
    }
    run(&mut html, bar);
    hint(&mut html, bar.used[2], "copy the link →");
    buttons(&mut html, bar);
    progress(&mut html, bar);
    html.put("</header>", &[]);
    html
}

impl Bar<'_> {
    fn data(&self) -> String {
        if let Some(reading) = self.reading {
            return format!("reading {reading}");
        }
        let Some(market) = self.market else { return "no data".to_owned() };
        let years = format!("{}–{}", market.span.0.year(), market.span.1.year());
        // The sample's name has its years already.
        let name = market.name.trim_end_matches(&years).trim_end();
        format!("{name} · {years} · {} days", count(market.bars as i64))
    }

    fn prices(&self) -> String {
        let Some(market) = self.market else { return String::new() };
        match (market.vix_days, market.vix_from) {
            (0, _) => "prices: model, no VIX".to_owned(),
            (_, first) if first == market.span.0 => "prices: model, VIX real".to_owned(),
            (_, first) => format!("prices: model, VIX real since {first}"),
        }
    }

    fn warns(&self) -> bool {
        self.refused || self.market.is_some_and(|market| market.is_doubtful)
    }
}

/// A quiet word to someone who is here for the first time; it goes once it was heeded.
fn hint(html: &mut Html, is_used: bool, text: &str) {
    if !is_used {
        html.put("<span class='hint'>{}</span>", &[text]);
    }
}

fn run(html: &mut Html, bar: &Bar<'_>) {
    html.put(
        "<span class='run'><span role='status' class='{}'>{}</span>",
        &[when(bar.failed, "failed"), bar.run],
    );
    if bar.can_cancel {
        super::button(html, "btn small", "cancel", "Cancel");
    } else if bar.can_rerun {
        super::button(html, "btn small", "run", "Run again");
    }
    html.put("</span>", &[]);
}

fn buttons(html: &mut Html, bar: &Bar<'_>) {
    let (sign, theme) = bar.theme;
    html.put(
        "<button class='btn small' title='Compare further changes with this result (b)' \
         aria-pressed='{}' data-do='pin' {}>{}<span class='wide'>\u{a0}baseline</span></button>\
         <button class='btn small primary' data-do='share' {}>Share link</button>\
         <button class='icon' aria-label='Theme: {}; change it' title='Theme: {}; change it' \
         data-do='theme'>{}</button>\
         <button class='icon' aria-label='Keys' title='Keys (?)' data-do='open-keys'>?</button>",
        &[
            truth(bar.pinned),
            when(!bar.has_outcome, "disabled"),
            if bar.pinned { "Pinned" } else { "Pin" },
            when(bar.market.is_none(), "disabled"),
            theme,
            theme,
            sign,
        ],
    );
}

/// A thin bar under the top of the page, for what takes long enough to be waited for.
fn progress(html: &mut Html, bar: &Bar<'_>) {
    let (class, label, share) = match (bar.reading, bar.progress) {
        (Some(_), Some(share)) if share > 0.0 => ("", "Reading", share),
        (Some(_), _) => ("endless", "Reading", 0.0),
        (None, Some(share)) => ("", "Running", share),
        (None, None) => return,
    };
    html.put(
        "<div class='progress {}' role='progressbar' aria-label='{}' aria-valuemin='0' \
         aria-valuemax='100' aria-valuenow='{}'><i data-css='transform:scaleX({})'></i></div>",
        &[class, label, &(share * 100.0).round().to_string(), &share.to_string()],
    );
}
