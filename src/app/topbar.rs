//! The bar at the top: data, prices, run, link, and the buttons of the page.

use chrono::Datelike;
use leptos::prelude::*;

use super::session::Session;
use super::state::{
    DataState, Hint, LinkStatus, Notices, Panel, Panels, RunState, RunStatus, ScenarioState,
};
use super::theme::Theme;
use crate::protocol::reader::Loaded;
use crate::view::number::count;
use crate::view::price_source;
use crate::view::words::short;

/// The bar at the top.
#[component]
pub fn TopBar() -> impl IntoView {
    let panels = expect_context::<Panels>();
    let scenario = expect_context::<ScenarioState>();
    let notices = expect_context::<Notices>();
    let has_errors = Memo::new(move |_| scenario.form.with(|form| form.errors() > 0));
    view! {
        <header class="top">
            <h1 class="brand">"Rotation Engine"</h1>
            <button
                class="btn small only-narrow"
                id="open-scenario"
                aria-controls="scenario"
                on:click=move |_| panels.open.set(Some(Panel::Scenario))
            >
                "Scenario"
                <Show when=move || has_errors.get()>
                    <i class="bad" title="has errors"></i>
                </Show>
            </button>
            <DataChip />
            <Show when=move || notices.has_hint(Hint::Drop)>
                <span class="hint">"← drop a CSV anywhere"</span>
            </Show>
            <span class="grow"></span>
            <LinkChip />
            <RunStatusLine />
            <Show when=move || notices.has_hint(Hint::Share)>
                <span class="hint">"copy the link →"</span>
            </Show>
            <Buttons />
            <ProgressBar />
        </header>
    }
}

/// Which data is loaded, and which prices the result rests on.
#[component]
fn DataChip() -> impl IntoView {
    let panels = expect_context::<Panels>();
    let data = expect_context::<DataState>();
    let run = expect_context::<RunState>();
    let needs_attention = move || {
        data.refused.with(Option::is_some)
            || data.market.with(|market| market.as_ref().is_some_and(|m| m.is_doubtful))
    };
    let name = move || match data.reading.with(|reading| reading.as_ref().map(|r| r.names.clone()))
    {
        Some(names) => format!("reading {names}"),
        None => data
            .market
            .with(|market| market.as_deref().map_or_else(|| "no data".to_owned(), describe_market)),
    };
    let prices = Memo::new(move |_| {
        let sources = run.read(|own| price_source::describe(own.report()));
        data.market.with(|market| {
            let vix = market.as_deref().map(vix).unwrap_or_default();
            sources.map(|sources| format!("prices: {sources}{vix}"))
        })
    });
    view! {
        <button
            class="chip data-chip"
            aria-haspopup="dialog"
            title="Data: files, quality, options"
            on:click=move |_| panels.open.set(Some(Panel::Data))
        >
            <i class="dot" class:warn=needs_attention></i>
            <span>{name}</span>
        </button>
        <span class="chip quiet prices" title="Which prices mark the positions held">
            {move || prices.get()}
        </span>
    }
}

/// Name, years and number of days.
fn describe_market(market: &Loaded) -> String {
    let years = format!("{}–{}", market.span.0.year(), market.span.1.year());
    // The sample's name ends with its years.
    let name = market.name.trim_end_matches(&years).trim_end();
    let days = if market.bars == 1 { "day" } else { "days" };
    format!("{name} · {years} · {} {days}", count(market.bars as i64))
}

/// Since when model prices rest on a quoted volatility index.
fn vix(market: &Loaded) -> String {
    match (market.vix_days, market.vix_from) {
        (0, _) => ", no VIX".to_owned(),
        (_, first) if first == market.span.0 => ", VIX quoted".to_owned(),
        (_, first) => format!(", VIX from {first}"),
    }
}

/// Whether the result is that of the link that the page was opened with.
#[component]
fn LinkChip() -> impl IntoView {
    let run = expect_context::<RunState>();
    let shown = move || {
        run.link.with(|link| {
            Some(match link.as_ref()? {
                LinkStatus::Waiting(_) | LinkStatus::Refused(_) => return None,
                LinkStatus::Reproduced(link) => {
                    let digest = link.digest.map(|digest| short(&digest.to_string()));
                    ("chip ok", format!("reproduced {}", digest.unwrap_or_default()))
                }
                LinkStatus::Differs(_) => ("chip bad", "not reproduced".to_owned()),
                LinkStatus::OtherData(_) => ("chip bad", "link: other data".to_owned()),
            })
        })
    };
    move || shown().map(|(class, text)| view! { <span class=class id="link-state">{text}</span> })
}

/// What the engine is doing, or how long the last run took; a button to cancel or to run again.
#[component]
fn RunStatusLine() -> impl IntoView {
    let session = expect_context::<Session>();
    let run = expect_context::<RunState>();
    let data = expect_context::<DataState>();
    let is_reading = move || data.reading.with(Option::is_some);
    let text = move || {
        if is_reading() {
            return "reading …".to_owned();
        }
        match run.status.get() {
            RunStatus::Idle => "starting …".to_owned(),
            RunStatus::Running { progress: Some((done, total)) } if run.is_slow.get() => {
                format!("{} of {} days", count(i64::from(done)), count(i64::from(total)))
            }
            RunStatus::Running { .. } => "running …".to_owned(),
            RunStatus::Done { milliseconds } => describe_duration(milliseconds),
            RunStatus::Cancelled => "cancelled".to_owned(),
            RunStatus::Failed(_) => "failed".to_owned(),
        }
    };
    let has_failed = move || run.status.with(|status| matches!(status, RunStatus::Failed(_)));
    let can_cancel = move || run.is_slow.get() || is_reading();
    let can_rerun = move || {
        !can_cancel()
            && run.status.with(|s| matches!(s, RunStatus::Cancelled | RunStatus::Failed(_)))
    };
    view! {
        <span class="run">
            <span role="status" class:failed=has_failed>
                {text}
            </span>
            <Show when=can_cancel>
                <button class="btn small" on:click=move |_| session.cancel()>
                    "Cancel"
                </button>
            </Show>
            <Show when=can_rerun>
                <button class="btn small" on:click=move |_| session.start_run()>
                    "Run again"
                </button>
            </Show>
        </span>
    }
}

/// The time a run took: "85 ms", "10.5 s".
fn describe_duration(milliseconds: f64) -> String {
    if milliseconds < 1_000.0 {
        return format!("{milliseconds:.0}\u{202f}ms");
    }
    format!("{:.1}\u{202f}s", milliseconds / 1_000.0)
}

/// Baseline, link, theme and keys.
#[component]
fn Buttons() -> impl IntoView {
    let session = expect_context::<Session>();
    let run = expect_context::<RunState>();
    let data = expect_context::<DataState>();
    let panels = expect_context::<Panels>();
    let theme = RwSignal::new(Theme::load());
    let is_pinned = move || run.baseline.with(Option::is_some);
    let next_theme = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().apply();
    };
    let theme_label = move || format!("Theme: {}. Change it", theme.get().name());
    view! {
        <button
            class="btn small"
            title="Compare further changes with this result (b)"
            aria-pressed=move || is_pinned().to_string()
            disabled=move || run.result.with(Option::is_none)
            on:click=move |_| session.toggle_baseline()
        >
            {move || if is_pinned() { "Unpin" } else { "Pin" }}
            <span class="wide">"\u{a0}baseline"</span>
        </button>
        <button
            class="btn small primary"
            disabled=move || data.market.with(Option::is_none)
            on:click=move |_| session.share()
        >
            "Share link"
        </button>
        <button class="icon" aria-label=theme_label title=theme_label on:click=next_theme>
            {move || theme.get().sign()}
        </button>
        <button
            class="icon"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            on:click=move |_| panels.open.set(Some(Panel::Shortcuts))
        >
            "?"
        </button>
    }
}

/// A thin bar under the top of the page for what takes long enough to be noticed.
#[component]
fn ProgressBar() -> impl IntoView {
    let run = expect_context::<RunState>();
    let data = expect_context::<DataState>();
    // Label and share; a share of `None` is not known.
    let shown = Memo::new(move |_| {
        if let Some(share) = data.reading.with(|reading| reading.as_ref().map(|r| r.share)) {
            return Some(("Reading", (share > 0.0).then_some(f64::from(share))));
        }
        run.status.with(|status| match status {
            RunStatus::Running { progress } if run.is_slow.get() => {
                let share = progress.map(|(done, total)| f64::from(done) / f64::from(total.max(1)));
                Some(("Running", share))
            }
            _ => None,
        })
    });
    let share = move || shown.get().and_then(|(_, share)| share);
    view! {
        <Show when=move || shown.with(Option::is_some)>
            <div
                class="progress"
                class:endless=move || share().is_none()
                role="progressbar"
                aria-label=move || shown.get().map(|(label, _)| label)
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || share().map(|share| (share * 100.0).round().to_string())
            >
                <i style:transform=move || format!("scaleX({})", share().unwrap_or(0.3))></i>
            </div>
        </Show>
    }
}
