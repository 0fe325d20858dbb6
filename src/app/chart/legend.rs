//! What the lines and colours of the chart mean.

use leptos::prelude::*;

use super::SharedFigure;
use crate::chart::{Class, LegendEntry, Shape, Swatch};

/// The list of the legend that an entry belongs to.
#[derive(Clone, Copy, PartialEq)]
enum LegendList {
    Line,
    Profile,
    Regime,
}

/// Lines, profiles and regimes, each in a list of its own.
#[component]
pub(super) fn Legend(
    /// What is drawn.
    figure: Memo<Option<SharedFigure>>,
    /// Whether a table lies over the drawing, which no pointer reaches then.
    is_table: RwSignal<bool>,
) -> impl IntoView {
    let entries = Memo::new(move |_| {
        figure.with(|figure| figure.as_ref().map(|own| own.0.legend()).unwrap_or_default())
    });
    let list = move |label: &'static str, kind: LegendList| {
        let of_kind = move || {
            let entries = entries.get();
            entries.into_iter().filter(move |entry| kind_of(entry) == Some(kind)).map(item)
        };
        view! {
            <ul class="legend" aria-label=label>
                {move || of_kind().collect_view()}
            </ul>
        }
    };
    view! {
        <div class="legends">
            {list("Lines", LegendList::Line)} {list("Profiles", LegendList::Profile)}
            {list("Regimes", LegendList::Regime)}
            <Show when=move || !is_table.get()>
                <p class="gestures">"drag to zoom · click to hold · ← → a day"</p>
            </Show>
        </div>
    }
}

fn item(entry: LegendEntry) -> impl IntoView {
    let class = format!("swatch {} {}", shape(&entry), entry.class.name());
    view! {
        <li>
            <i class=class aria-hidden="true"></i>
            {entry.name}
        </li>
    }
}

fn kind_of(entry: &LegendEntry) -> Option<LegendList> {
    match entry.swatch {
        Swatch::Line | Swatch::Point(_) => Some(LegendList::Line),
        Swatch::Square if entry.class == Class::Limit => Some(LegendList::Line),
        Swatch::Square if Class::PROFILES.contains(&entry.class) => Some(LegendList::Profile),
        Swatch::Square if Class::REGIMES.contains(&entry.class) => Some(LegendList::Regime),
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
