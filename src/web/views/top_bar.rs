//! What is always in view: the data, the prices, the run, the link.

use chrono::Datelike;
use leptos::prelude::*;

use super::progress::{ProgressBar, RunState};
use super::{count, focus};
use crate::message::Loaded;
use crate::web::session::{session, short};
use crate::web::state::{Hint, Linked, Panel, state};
use crate::web::theme::Theme;

/// The bar at the top.
#[component]
pub fn TopBar() -> impl IntoView {
    let (state, session) = (state(), session());
    let pinned = move || state.baseline.with(Option::is_some);
    let errors = move || {
        state.entries.with(|entries| entries.values().filter(|e| e.error.is_some()).count())
    };
    let open_scenario = move |_| {
        state.open.set(Some(Panel::Scenario));
        request_animation_frame(|| focus("close-scenario"));
    };
    view! {
        <header class="top">
            <h1 class="brand">"Rotation Engine"</h1>
            <button class="btn small only-narrow" aria-controls="scenario" on:click=open_scenario>
                "Scenario"
                <Show when=move || { errors() > 0 }>
                    <i class="bad" title="has errors"></i>
                </Show>
            </button>
            <DataChip/>
            <PriceChip/>
            <HintText hint=Hint::Drop text="← drop a CSV anywhere"/>
            <span class="grow"></span>
            <LinkChip/>
            <RunState/>
            <HintText hint=Hint::Copy text="copy the link →"/>
            <button
                class="btn small"
                title="Compare further changes with this result (b)"
                aria-pressed=move || pinned().to_string()
                disabled=move || state.outcome.with(Option::is_none)
                on:click=move |_| session.pin()
            >
                {move || if pinned() { "Pinned" } else { "Pin" }}
                <span class="wide">"\u{a0}baseline"</span>
            </button>
            <button
                class="btn small primary"
                disabled=move || state.market.with(Option::is_none)
                on:click=move |_| session.share()
            >
                "Share link"
            </button>
            <ThemeSwitch/>
            <button
                class="icon"
                aria-label="Keys"
                title="Keys (?)"
                on:click=move |_| state.open.set(Some(Panel::Shortcuts))
            >
                "?"
            </button>
            <ProgressBar/>
        </header>
    }
}

#[component]
fn DataChip() -> impl IntoView {
    let state = state();
    let text = move || {
        if let Some(reading) = state.reading.get() {
            return format!("reading {reading}");
        }
        let Some(market) = state.market.get() else { return "no data".to_owned() };
        let (first, last) = market.span;
        let (from, to) = (first.year(), last.year());
        // The sample's name has its years already.
        let years = format!("{from}–{to}");
        let name = market.name.trim_end_matches(&years).trim_end();
        format!("{name} · {years} · {} days", count(market.bars))
    };
    let warns = move || {
        let refused = state.refused.with(Option::is_some);
        refused || state.market.with(|market| market.as_ref().is_some_and(|m| has_warnings(m)))
    };
    view! {
        <button
            class="chip"
            aria-haspopup="dialog"
            title="The data: what was read, other files"
            on:click=move |_| state.open.set(Some(Panel::Data))
        >
            <i class="dot" class:warn=warns></i>
            <span>{text}</span>
        </button>
    }
}

fn has_warnings(market: &Loaded) -> bool {
    !market.summary.warnings.is_empty()
        || market.summary.files.iter().any(|file| !file.skipped.is_empty())
}

#[component]
fn PriceChip() -> impl IntoView {
    let state = state();
    let text = move || {
        let market = state.market.get()?;
        let vix = market.summary.series.iter().find(|series| series.series == "vix");
        Some(match vix.and_then(|vix| vix.span) {
            Some((first, _)) if first == market.span.0 => "prices: model, VIX real".to_owned(),
            Some((first, _)) => format!("prices: model, VIX real since {first}"),
            None => "prices: model, no VIX".to_owned(),
        })
    };
    view! { <span class="chip quiet prices">{text}</span> }
}

#[component]
fn LinkChip() -> impl IntoView {
    let state = state();
    move || {
        let (class, text) = match state.linked.get()? {
            Linked::Waiting(_) | Linked::Refused(_) => return None,
            Linked::Reproduced(link) => {
                let digest = link.digest.map(|digest| short(&digest.to_string()));
                ("chip ok", format!("reproduced {}", digest.unwrap_or_default()))
            }
            Linked::OtherResult(_) => ("chip bad", "not reproduced".to_owned()),
            Linked::OtherData(_) => ("chip bad", "link: other data".to_owned()),
        };
        Some(view! { <span class=class>{text}</span> })
    }
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let theme = RwSignal::new(Theme::remembered());
    let turn = move |_| {
        let next = theme.get_untracked().next();
        theme.set(next);
        next.apply();
    };
    let sign = move || match theme.get() {
        Theme::System => "◐",
        Theme::Light => "☀",
        Theme::Dark => "☾",
    };
    let label = move || format!("Theme: {}; change it", theme.get().name());
    view! {
        <button class="icon" aria-label=label title=label on:click=turn>
            {sign}
        </button>
    }
}

/// A quiet word to someone who is here for the first time; it goes once it was heeded.
#[component]
pub(super) fn HintText(hint: Hint, text: &'static str) -> impl IntoView {
    let state = state();
    view! {
        <Show when=move || !state.used.with(|used| used[hint as usize])>
            <span class="hint">{text}</span>
        </Show>
    }
}
