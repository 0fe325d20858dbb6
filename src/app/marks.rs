//! Small parts that several panels share: the dots of profiles and regimes, lines of figures.

use leptos::prelude::*;

use crate::view::Tone;

/// The coloured dot of a profile.
#[component]
pub fn ProfileDot(
    /// Its position, from 0.
    at: usize,
) -> impl IntoView {
    view! { <i class=format!("dot p{}", at + 1) aria-hidden="true"></i> }
}

/// The coloured square of a regime.
#[component]
pub fn RegimeDot(
    /// Its position, from 0.
    at: usize,
) -> impl IntoView {
    view! { <i class=format!("dot r{}", at + 1) aria-hidden="true"></i> }
}

/// Labels with their values, one per line.
#[component]
pub fn Lines(
    /// Label, value and how it reads.
    lines: Vec<(&'static str, String, Tone)>,
) -> impl IntoView {
    let line = |(label, value, tone): (&'static str, String, Tone)| {
        view! {
            <dt>{label}</dt>
            <dd class=tone.class()>{value}</dd>
        }
    };
    view! { <dl class="lines">{lines.into_iter().map(line).collect::<Vec<_>>()}</dl> }
}
