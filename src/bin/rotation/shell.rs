//! The sample's outcome as HTML, for the part of the page that is shown before the app has started.
//!
//! It has the boxes and classes of the app's own outcome, so that nothing moves when the app
//! replaces it. Each chart is drawn once and stretched sideways by the browser: shapes lie in an
//! inner drawing without an aspect ratio, texts in the outer one at a percentage of its width, so
//! that no text is ever scaled.

use std::fmt::Write as _;

use rotation::analysis::review;
use rotation::chart::figures::{AccountOptions, account};
use rotation::chart::{Class, Figure, LegendEntry, Swatch, svg};
use rotation::engine::{Prepared, Report, Scenario};
use rotation::import::{Options, Role, SourceFile, import, sample};
use rotation::view::course::Course;
use rotation::view::headline::{self, KeyFigure};
use rotation::view::sentence;

use super::{Failure, SAMPLE, print, uncertainty};

/// The widths that the charts are drawn for, CSS pixels: less than most windows have, for the sake
/// of the download, and enough for every label of an axis.
const WIDE: f64 = 560.0;
const NARROW: f64 = 300.0;

/// Prints the outcome of the default scenario on the sample.
pub(super) fn print_outcome() -> Result<(), Failure> {
    let file = SourceFile { name: sample::NAME, role: Some(Role::Bars), bytes: SAMPLE };
    let market = import(&[file], &Options::default()).map_err(|error| error.to_string())?.market;
    let fingerprint = market.fingerprint();
    let mut market = Prepared::new(market);
    let report = market.run(&Scenario::default(), |_, _| {}).map_err(|error| error.to_string())?;
    let review = review(&report, fingerprint);
    let run = headline::ResultRef { report: &report, review: &review };
    let mut html = String::new();
    let uncertainty = uncertainty(&mut market, &report)?;
    let level = headline::model_level(&report, uncertainty.as_ref());
    write_key_figures(&mut html, &headline::key_figures(run, None), &level);
    write_chart_card(&mut html, &report, &sentence::sentence(run));
    html.push_str("<section class=\"card tablecard\" aria-hidden=\"true\"></section>");
    print(&html)
}

fn write_key_figures(html: &mut String, figures: &[KeyFigure], level: &str) {
    html.push_str("<dl class=\"kpis\" aria-label=\"Key figures of the sample\">");
    for figure in figures {
        let KeyFigure { label, value, note, tone, .. } = figure;
        let (label, value, note) = (escape(label), escape(value), escape(note));
        let class = format!("value {}", tone.class());
        let class = class.trim_end();
        push(
            html,
            format_args!(
                "<div class=\"kpi\"><dt>{label}</dt><dd class=\"{class}\">{value}</dd>\
                 <dd class=\"note\">{note}</dd></div>"
            ),
        );
    }
    push(
        html,
        format_args!(
            "</dl><div class=\"under\"><span class=\"changes\">No changes from default</span>\
             <span class=\"level\">{}</span></div>",
            escape(level)
        ),
    );
}

fn write_chart_card(html: &mut String, report: &Report, sentence: &str) {
    let course = Course::of(report);
    let figure = |compact| {
        let choices = AccountOptions { compact, ..AccountOptions::default() };
        account(report, &course, &choices).describe(sentence)
    };
    let wide = figure(false);
    push(
        html,
        format_args!(
            "<section class=\"card chartcard\" aria-label=\"Equity\"><header class=\"cardhead\">\
             <h2>Equity</h2><div class=\"controls\"></div></header><p class=\"sentence\">{}</p>\
             <div class=\"frame\"><div class=\"plot\">\
             <div class=\"drawing wide\">{}</div><div class=\"drawing narrow\">{}</div>\
             </div></div>",
            escape(sentence),
            stretch(&wide, WIDE),
            stretch(&figure(true), NARROW),
        ),
    );
    write_legend(html, &wide.legend());
    html.push_str("</section>");
}

/// The drawing of a figure, of its own height at any width.
fn stretch(figure: &Figure, width: f64) -> String {
    let height = figure.layout(width).height.ceil();
    let drawing = svg::render(figure, width);
    let body = drawing.split_once('>').map_or("", |(_, body)| body);
    let mut body = body.trim_end_matches("</svg>");
    let (mut shapes, mut texts) = (String::new(), String::new());
    while let Some((before, text, after)) = next_text(body) {
        shapes.push_str(before);
        texts.push_str(&place_by_share(text, width));
        body = after;
    }
    shapes.push_str(body);
    let label = escape(&format!("{}. {}", figure.title, figure.description));
    format!(
        "<svg class=\"chart\" width=\"100%\" height=\"{height}\" role=\"img\" \
         aria-label=\"{label}\"><svg width=\"100%\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\">{shapes}</svg>{texts}</svg>"
    )
}

/// The first `<text>` element, with what is before and after it.
fn next_text(svg: &str) -> Option<(&str, &str, &str)> {
    const END: &str = "</text>";
    let start = svg.find("<text")?;
    let end = start + svg[start..].find(END)? + END.len();
    Some((&svg[..start], &svg[start..end], &svg[end..]))
}

/// A `<text>` element whose `x` is a share of the drawing's width instead of a count of pixels.
fn place_by_share(text: &str, width: f64) -> String {
    const X: &str = " x=\"";
    let parts = text.split_once(X).and_then(|(start, rest)| {
        let (x, rest) = rest.split_once('"')?;
        Some((start, x.parse::<f64>().ok()?, rest))
    });
    match parts {
        Some((start, x, rest)) => {
            format!("{start}{X}{}%\"{rest}", (x / width * 1e4).round() / 1e2)
        }
        None => text.to_owned(),
    }
}

fn write_legend(html: &mut String, entries: &[LegendEntry]) {
    html.push_str("<div class=\"legends\">");
    for (label, kind) in [
        ("Lines", LegendList::Line),
        ("Profiles", LegendList::Profile),
        ("Regimes", LegendList::Regime),
    ] {
        push(html, format_args!("<ul class=\"legend\" aria-label=\"{label}\">"));
        for entry in entries.iter().filter(|entry| LegendList::of(entry) == Some(kind)) {
            let shape = if kind == LegendList::Line { "line" } else { "square" };
            let (class, name) = (entry.class.name(), escape(&entry.name));
            push(
                html,
                format_args!(
                    "<li><i class=\"swatch {shape} {class}\" aria-hidden=\"true\"></i>{name}</li>"
                ),
            );
        }
        html.push_str("</ul>");
    }
    html.push_str("</div>");
}

#[derive(Clone, Copy, PartialEq)]
enum LegendList {
    Line,
    Profile,
    Regime,
}

impl LegendList {
    /// The list of the legend that an entry belongs to, as on the page.
    fn of(entry: &LegendEntry) -> Option<LegendList> {
        if Class::PROFILES.contains(&entry.class) {
            Some(LegendList::Profile)
        } else if Class::REGIMES.contains(&entry.class) {
            Some(LegendList::Regime)
        } else {
            (entry.swatch == Swatch::Line).then_some(LegendList::Line)
        }
    }
}

fn push(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    html.write_fmt(arguments).expect("a string takes whatever is written to it");
}

/// Text that is safe between tags and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_placed_by_share_and_shapes_keep_their_place() {
        let text = "<text class=\"ax\" x=\"140\" y=\"20.5\">2001</text>";
        assert_eq!(
            place_by_share(text, 560.0),
            "<text class=\"ax\" x=\"25%\" y=\"20.5\">2001</text>"
        );
        let svg = format!("<path d=\"M1 2\"/>{text}<path/>");
        assert_eq!(next_text(&svg), Some(("<path d=\"M1 2\"/>", text, "<path/>")));
        assert_eq!(next_text("<path/>"), None);
    }

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(escape("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
