//! The decision panel: the selected trade, then the decision of the day under the crosshair, else
//! of the last day. Below 1380 pixels it is a drawer.

mod decision;
mod holdings;
mod trade;

use leptos::prelude::*;

use super::platform::focus;
use super::state::{Freshness, Panels, RunState, Selection};
use crate::view::day::explain;
use decision::Decision;
use trade::TradePart;

/// The decision of a day, and the selected trade.
#[component]
pub fn DayPanel() -> impl IntoView {
    let (run, selection) = (expect_context::<RunState>(), expect_context::<Selection>());
    let is_open = expect_context::<Panels>().is_day_open;
    let day = Memo::new(move |_| {
        let last = run.days().checked_sub(1)?;
        Some(selection.day.get().map_or(last, |day| day.min(last)))
    });
    let explained = Memo::new(move |_| {
        let day = day.get()?;
        run.read(|own| explain(own.report(), day)).flatten()
    });
    let is_stale =
        Memo::new(move |_| matches!(run.freshness(), Freshness::Running | Freshness::Stale));
    view! {
        <aside
            class="day"
            class:open=is_open
            class:stale=is_stale
            id="day"
            aria-label="Decision of the day"
            aria-busy=move || run.is_running().to_string()
        >
            <DayHead day/>
            <TradePart/>
            {move || explained.get().map(|day| view! { <Decision day/> })}
        </aside>
    }
}

/// The title, the buttons that walk by a day, and the one that closes the drawer.
#[component]
fn DayHead(
    /// The position of the day shown.
    day: Memo<Option<usize>>,
) -> impl IntoView {
    let (run, selection) = (expect_context::<RunState>(), expect_context::<Selection>());
    let panels = expect_context::<Panels>();
    let date = Memo::new(move |_| {
        let day = day.get()?;
        run.read(|own| own.report().days.get(day).map(|day| day.date.to_string())).flatten()
    });
    let is_first = move || day.get().is_none_or(|day| day == 0);
    let is_last = move || day.get().is_none_or(|day| day + 1 >= run.days());
    let walk = move |by: isize| selection.step(by, untrack(|| run.days()));
    let close = move |_| {
        panels.is_day_open.set(false);
        focus("explain");
    };
    view! {
        <header class="dayhead">
            <h2 tabindex="-1" id="day-title">
                "Decision"
                <span>{move || date.get().map(|date| format!(" · {date}"))}</span>
            </h2>
            <div class="seg" role="group" aria-label="Move by a day">
                <button aria-label="Day before" disabled=is_first on:click=move |_| walk(-1)>
                    "‹"
                </button>
                <button aria-label="Day after" disabled=is_last on:click=move |_| walk(1)>
                    "›"
                </button>
            </div>
            <button class="icon close" aria-label="Close" on:click=close>"×"</button>
        </header>
    }
}
