//! One crosshair through all panels, with its read-out: an overlay, so that moving it draws nothing
//! again. A pointer, a finger and keys move it alike.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::chart::figures::panel;
use crate::present::course::Readout;
use crate::present::zoom::{self, Span};
use crate::web::state::{State, state};

use super::choice::{Choice, choice};
use super::equity::Drawn;
use super::result::{Results, results};

/// A pointer that moved less than this many pixels has clicked.
const CLICK: f64 = 6.0;
/// Trading days in a month.
const MONTH: isize = 21;

/// Where the parts of the crosshair lie, in CSS pixels.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    x: f64,
    top: f64,
    height: f64,
    equity: f64,
    drawdown: f64,
    /// Where the read-out stands, clear of the crosshair and of the curve under it.
    to_the_left: bool,
    below: bool,
}

/// A drag across the days, in pixels from the left.
#[derive(Clone, Copy, PartialEq)]
struct Drag {
    from: f64,
    to: f64,
}

impl Drag {
    fn is_click(self) -> bool {
        (self.to - self.from).abs() < CLICK
    }
}

/// What pointer and keys act on.
#[derive(Clone, Copy)]
struct Glass {
    state: State,
    results: Results,
    choice: Choice,
    drawn: Memo<Option<Drawn>>,
    drag: RwSignal<Option<Drag>>,
}

/// The glass over the charts: the crosshair's day is its value, as of a slider.
#[component]
pub(super) fn Crosshair(drawn: Memo<Option<Drawn>>) -> impl IntoView {
    let state = state();
    let results = results();
    let drag = RwSignal::new(None);
    let glass = Glass { state, results, choice: choice(), drawn, drag };
    let place = Memo::new(move |_| glass.place());
    let read = Memo::new(move |_| glass.read());
    let spoken = move || read.with(|read| read.as_ref().map(Readout::spoken).unwrap_or_default());
    let last = move || glass.total().saturating_sub(1);
    view! {
        <div
            class="glass"
            class:holding=move || state.held.get()
            role="slider"
            tabindex="0"
            aria-label="Day under the crosshair"
            aria-valuemin="0"
            aria-valuemax=move || last().to_string()
            aria-valuenow=move || state.cursor.get().unwrap_or(last()).to_string()
            aria-valuetext=spoken
            on:pointerdown=move |event| glass.press(&event)
            on:pointermove=move |event| glass.follow(&event)
            on:pointerup=move |event| glass.release(&event)
            on:pointercancel=move |_| drag.set(None)
            on:dblclick=move |_| state.visible.set(0..0)
            on:keydown=move |event| glass.key(&event)
        >
            {move || glass.selection().map(|(left, width, top, height)| view! {
                <div
                    class="selection"
                    style:left=px(left)
                    style:width=px(width)
                    style:top=px(top)
                    style:height=px(height)
                ></div>
            })}
            <Show when=move || place.with(Option::is_some)>
                <Hair place />
                <Tip place read />
            </Show>
        </div>
    }
}

#[component]
fn Hair(place: Memo<Option<Place>>) -> impl IntoView {
    let at = move |y: fn(Place) -> f64| {
        place.get().map_or(String::new(), |at| format!("translate({}px, {}px)", at.x, y(at)))
    };
    let height = move || place.get().map_or(String::new(), |at| px(at.height));
    view! {
        <div class="hair" style:transform=move || at(|at| at.top) style:height=height></div>
        <div class="knob eq" style:transform=move || at(|at| at.equity)></div>
        <div class="knob dd" style:transform=move || at(|at| at.drawdown)></div>
    }
}

/// The read-out; the slider already says the same aloud.
#[component]
fn Tip(place: Memo<Option<Place>>, read: Memo<Option<Readout>>) -> impl IntoView {
    let state = state();
    let left = move || place.get().map_or(String::new(), |at| px(at.x));
    let line = |(label, value, tone): (&'static str, String, crate::present::Tone)| {
        view! {
            <dt>{label}</dt>
            <dd class=tone.class()>{value}</dd>
        }
    };
    let weight = |(profile, code, weight): (usize, &'static str, String)| {
        view! {
            <dt>
                <i class=format!("dot p{}", profile + 1)></i>
                {code}
            </dt>
            <dd>{weight}</dd>
        }
    };
    let body = move || {
        read.get().map(|read| {
            let regime = read.regime.1.map(|regime| format!("dot r{}", regime + 1));
            view! {
                <p>
                    <b>{read.date}</b>
                    <span>{regime.map(|class| view! { <i class=class></i> })} {read.regime.0}</span>
                </p>
                <dl>{read.lines.into_iter().map(line).collect_view()}</dl>
                <dl class="weights">{read.weights.into_iter().map(weight).collect_view()}</dl>
            }
        })
    };
    view! {
        <div
            class="tip"
            class:left=move || place.get().is_some_and(|at| at.to_the_left)
            class:low=move || place.get().is_some_and(|at| at.below)
            style:left=left
            aria-hidden="true"
        >
            {body}
            <Show when=move || state.held.get()>
                <p class="hint">"held · click or Esc to release"</p>
            </Show>
        </div>
    }
}

impl Glass {
    fn total(self) -> usize {
        self.results.own.with(|own| own.as_ref().map_or(0, |own| own.days()))
    }

    fn place(self) -> Option<Place> {
        let day = self.state.cursor.get()?;
        let drawn = self.drawn.get()?;
        let layout = &drawn.layout;
        if !layout.visible.contains(&day) {
            return None;
        }
        let plots = layout.plots();
        self.results.own.with(|own| {
            let course = &own.as_ref()?.index().course;
            let equity = course.equity.get(day)?.to_dollars_f64();
            let x = layout.x_of(day);
            let curve = layout.plot(panel::EQUITY);
            let y = layout.y_of(panel::EQUITY, equity);
            Some(Place {
                x,
                top: plots.top,
                height: plots.height,
                equity: y,
                drawdown: layout.y_of(panel::DRAWDOWN, *course.drawdown.get(day)?),
                below: y < curve.top + curve.height / 2.0,
                to_the_left: layout.index_at(x) >= layout.index_at(plots.left + plots.width / 2.0),
            })
        })
    }

    fn read(self) -> Option<Readout> {
        let day = self.state.cursor.get()?;
        let baseline = self.results.baseline.get();
        let baseline = baseline.as_ref().map(|baseline| &baseline.index().course);
        self.results.own.with(|own| {
            let own = own.as_ref()?;
            Readout::of(own.report(), &own.index().course, baseline, day)
        })
    }

    /// The days under a drag: left, width, top and height.
    fn selection(self) -> Option<(f64, f64, f64, f64)> {
        let drag = self.drag.get().filter(|drag| !drag.is_click())?;
        let plots = self.drawn.get()?.layout.plots();
        let (left, right) = (drag.from.min(drag.to), drag.from.max(drag.to));
        Some((left, right - left, plots.top, plots.height))
    }

    /// The event's place within the plots, and the day there.
    fn day_at(self, event: &PointerEvent) -> Option<(f64, usize)> {
        let layout = self.drawn.get_untracked()?.layout;
        let plots = layout.plots();
        let x = f64::from(event.offset_x()).clamp(plots.left, plots.right());
        Some((x, layout.index_at(x)?))
    }

    fn press(self, event: &PointerEvent) {
        let Some((x, day)) = self.day_at(event) else { return };
        if event.pointer_type() == "touch" {
            self.state.cursor.set(Some(day));
        } else if event.button() == 0 {
            if let Some(glass) = event.current_target() {
                // Without capture a drag ends at the edge, which does no harm.
                let _ = glass.unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
            }
            self.drag.set(Some(Drag { from: x, to: x }));
        }
    }

    fn follow(self, event: &PointerEvent) {
        let Some((x, day)) = self.day_at(event) else { return };
        if let Some(drag) = self.drag.get_untracked() {
            self.drag.set(Some(Drag { to: x, ..drag }));
        }
        let held = self.state.held.get_untracked() && event.pointer_type() != "touch";
        if !held && self.state.cursor.get_untracked() != Some(day) {
            self.state.cursor.set(Some(day));
        }
    }

    fn release(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else { return };
        self.drag.set(None);
        let Some((_, day)) = self.day_at(event) else { return };
        if drag.is_click() {
            self.state.cursor.set(Some(day));
            self.state.held.update(|held| *held = !*held);
            return;
        }
        let first = self.drawn.get_untracked().and_then(|drawn| drawn.layout.index_at(drag.from));
        if let Some(first) = first {
            self.state.visible.set(zoom::between(first, day, self.total()));
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let total = self.total();
        let shown = zoom::shown(&self.state.visible.get_untracked(), total);
        let cursor = self.state.cursor.get_untracked().unwrap_or(shown.end.saturating_sub(1));
        let step = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "PageDown" => -MONTH,
            "PageUp" => MONTH,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            other => {
                let visible = match other {
                    "+" | "=" => zoom::scaled(&shown, cursor, true, total),
                    "-" => zoom::scaled(&shown, cursor, false, total),
                    "0" => Span::All.ending_with(&shown, total),
                    "Escape" => return self.choice.let_go(),
                    "Enter" | " " => {
                        event.prevent_default();
                        return self.state.held.update(|held| *held = !*held);
                    }
                    _ => return,
                };
                event.prevent_default();
                return self.state.visible.set(visible);
            }
        };
        event.prevent_default();
        let (cursor, seen) = zoom::stepped(cursor, step, &shown, total);
        self.state.cursor.set(Some(cursor));
        if seen != shown {
            self.state.visible.set(seen);
        }
    }
}

fn px(length: f64) -> String {
    format!("{length}px")
}
