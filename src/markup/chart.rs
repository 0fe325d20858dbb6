//! What stands around and upon the charts: controls, legend, the chosen trade, the crosshair.

use crate::chart::{Class, LegendEntry, Shape, Swatch};
use crate::view::Tone;
use crate::view::course::Readout;
use crate::view::html::{Html, truth, when};
use crate::view::zoom::Span;

/// How the charts are looked at.
#[derive(Clone, Debug)]
pub struct Controls {
    /// Equal ratios equally high.
    pub logarithmic: bool,
    /// Weights aimed at, not held.
    pub targets: bool,
    /// The days shown, and of how many.
    pub shown: std::ops::Range<usize>,
    /// All days.
    pub total: usize,
    /// The same as a table.
    pub as_table: bool,
    /// Whether the day is explained beside it.
    pub explaining: bool,
}

/// Buttons over the charts.
#[must_use]
pub fn controls(view: &Controls) -> Html {
    let mut html = Html::new();
    let pressed = |html: &mut Html, does: &str, label: &str, is: bool| {
        html.put("<button aria-pressed='{}' data-do='{}'>{}</button>", &[truth(is), does, label]);
    };
    let group = |html: &mut Html, label: &str| {
        html.put("<div class='seg' role='group' aria-label='{}'>", &[label]);
    };
    html.put("<div class='controls'>", &[]);
    group(&mut html, "Scale of equity");
    pressed(&mut html, "log false", "Linear", !view.logarithmic);
    pressed(&mut html, "log true", "Log", view.logarithmic);
    html.put("</div>", &[]);
    group(&mut html, "Weights shown");
    pressed(&mut html, "targets false", "Held", !view.targets);
    pressed(&mut html, "targets true", "Target", view.targets);
    html.put("</div>", &[]);
    group(&mut html, "Days shown");
    for (position, span) in Span::OFFERED.into_iter().enumerate() {
        let is = span.is(&view.shown, view.total);
        pressed(&mut html, &format!("span {position}"), span.label(), is);
    }
    html.put("</div>", &[]);
    group(&mut html, "Move through time");
    html.put(
        "<button aria-label='Earlier' data-do='pan false' {}>‹</button>\
         <button aria-label='Later' data-do='pan true' {}>›</button></div>\
         <button class='btn small' aria-pressed='{}' data-do='as-table'>Table</button>\
         <button class='btn small' aria-label='Download the chart as SVG' data-do='svg'>SVG\
         </button><button id='explain' class='btn small explain' aria-expanded='{}' \
         aria-controls='day' data-do='explain'>Explain this day</button></div>",
        &[
            when(view.shown.start == 0, "disabled"),
            when(view.shown.end == view.total, "disabled"),
            truth(view.as_table),
            truth(view.explaining),
        ],
    );
    html
}

/// The trade whose ends are marked, and the way to let go of it.
#[must_use]
pub fn chosen(line: &str, profit: &str, tone: Tone) -> Html {
    let mut html = Html::new();
    html.put(
        "<p class='chosen'>{} <b class='{}'>{}</b><button class='icon' \
         aria-label='Let go of this trade' data-do='let-go'>×</button></p>",
        &[line, tone.class(), profit],
    );
    html
}

/// Lines, profiles and regimes, each in a list of its own.
#[must_use]
pub fn legend(entries: &[LegendEntry]) -> Html {
    let mut html = Html::new();
    html.put("<div class='legends'>", &[]);
    for (label, kind) in [("Lines", ' '), ("Profiles", 'p'), ("Regimes", 'r')] {
        html.put("<ul class='legend' aria-label='{}'>", &[label]);
        entries.iter().filter(|entry| kind_of(entry) == Some(kind)).for_each(|entry| {
            let class = entry.class.name();
            html.put(
                "<li><i class='swatch {} {}' aria-hidden='true'></i>{}</li>",
                &[shape(entry), class, &entry.name],
            );
        });
        html.put("</ul>", &[]);
    }
    html.put("<p class='gestures'>drag to zoom · click to hold · ← → a day</p></div>", &[]);
    html
}

fn kind_of(entry: &LegendEntry) -> Option<char> {
    let class = entry.class.name();
    match entry.swatch {
        Swatch::Line | Swatch::Point(_) => Some(' '),
        Swatch::Square if entry.class == Class::Limit => Some(' '),
        Swatch::Square if class.len() == 2 => class.chars().next(),
        Swatch::Square => None,
    }
}

fn shape(entry: &LegendEntry) -> &'static str {
    match entry.swatch {
        Swatch::Line => "line",
        Swatch::Square => "square",
        Swatch::Point(Shape::Up) => "point up",
        Swatch::Point(Shape::Down) => "point down",
        Swatch::Point(Shape::Dot) => "point dot",
    }
}

/// Where the parts of the crosshair lie, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// The upper end of the hair.
    pub top: f64,
    /// Its length.
    pub height: f64,
    /// On the curve of equity.
    pub equity: f64,
    /// On the curve of the drawdown.
    pub drawdown: f64,
    /// Where the read-out stands, clear of the crosshair and of the curve under it.
    pub to_the_left: bool,
    /// Further down.
    pub below: bool,
}

/// The glass over the charts: the crosshair's day is its value, as of a slider.
#[derive(Clone, Debug)]
pub struct Glass {
    /// The day, a position.
    pub day: usize,
    /// The last one.
    pub last: usize,
    /// Whether it stays where it is.
    pub held: bool,
    /// Days under a drag: left, width, top and height.
    pub selection: Option<[f64; 4]>,
    /// Where the crosshair is, if it is in sight.
    pub place: Option<Place>,
    /// What is said of its day.
    pub read: Option<Readout>,
}

/// The crosshair with its read-out; the slider says the same aloud.
#[must_use]
pub fn glass(glass: &Glass) -> Html {
    let mut html = Html::new();
    let spoken = glass.read.as_ref().map(Readout::spoken).unwrap_or_default();
    html.put(
        "<div class='glass {}' id='glass' role='slider' tabindex='0' \
         aria-label='Day under the crosshair' aria-valuemin='0' aria-valuemax='{}' \
         aria-valuenow='{}' aria-valuetext='{}'>",
        &[when(glass.held, "holding"), &glass.last.to_string(), &glass.day.to_string(), &spoken],
    );
    if let Some(lengths) = glass.selection {
        let [left, width, top, height] = lengths.map(|length| length.to_string());
        html.put(
            "<div class='selection' \
             data-css='left:{}px;width:{}px;top:{}px;height:{}px'></div>",
            &[&left, &width, &top, &height],
        );
    }
    if let Some(place) = &glass.place {
        let [x, top, height, equity, drawdown] =
            [place.x, place.top, place.height, place.equity, place.drawdown]
                .map(|length| length.to_string());
        html.put(
            "<div class='hair' data-css='transform:translate({}px,{}px);height:{}px'></div>\
             <div class='knob eq' data-css='transform:translate({}px,{}px)'></div>\
             <div class='knob dd' data-css='transform:translate({}px,{}px)'></div>\
             <div class='tip {} {}' data-css='left:{}px' aria-hidden='true'>",
            &[
                &x,
                &top,
                &height,
                &x,
                &equity,
                &x,
                &drawdown,
                when(place.to_the_left, "left"),
                when(place.below, "low"),
                &x,
            ],
        );
        if let Some(read) = &glass.read {
            tip(&mut html, read);
        }
        if glass.held {
            html.put("<p class='hint'>held · click or Esc to release</p>", &[]);
        }
        html.put("</div>", &[]);
    }
    html.put("</div>", &[]);
    html
}

fn tip(html: &mut Html, read: &Readout) {
    html.put("<p><b>{}</b><span>", &[&read.date]);
    if let (_, Some(regime)) = read.regime {
        html.dot("r", regime);
    }
    html.put("{}</span></p><dl>", &[read.regime.0]);
    for (label, value, tone) in &read.lines {
        html.put("<dt>{}</dt><dd class='{}'>{}</dd>", &[label, tone.class(), value]);
    }
    html.put("</dl><dl class='weights'>", &[]);
    for (profile, code, weight) in &read.weights {
        html.put("<dt>", &[]).dot("p", *profile).put("{}</dt><dd>{}</dd>", &[code, weight]);
    }
    html.put("</dl>", &[]);
}
