//! The glass over the drawing: a slider over days with crosshair and read-out. A pointer moves it,
//! a click holds it, a drag zooms.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::Drawing;
use crate::app::result::RunResult;
use crate::app::state::{RunState, Selection};
use crate::chart::figures::panel;
use crate::view::course::Readout;
use crate::view::zoom::{self, ZoomPeriod};

/// A pointer that moved less than this has clicked, CSS pixels.
const CLICK: f64 = 6.0;
/// Trading days in a month.
const MONTH: isize = 21;

/// A drag across the days, CSS pixels from the left.
#[derive(Clone, Copy, PartialEq)]
struct Drag {
    from: f64,
    to: f64,
}

/// Where the parts of the crosshair lie, CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct CrosshairLayout {
    x: f64,
    top: f64,
    height: f64,
    equity: f64,
    drawdown: f64,
    /// Whether the read-out stands left of the crosshair.
    is_left: bool,
    /// Whether the read-out stands below the curve.
    is_low: bool,
}

/// The crosshair with its read-out; as a slider it says the same to a screen reader.
#[component]
pub(super) fn Crosshair(
    /// What lies under the glass.
    drawing: Memo<Option<Drawing>>,
) -> impl IntoView {
    let run = expect_context::<RunState>();
    let selection = expect_context::<Selection>();
    let drag = RwSignal::new(None::<Drag>);
    let glass = NodeRef::<html::Div>::new();
    let last = Memo::new(move |_| run.days().saturating_sub(1));
    let readout = Memo::new(move |_| {
        let day = selection.day.get()?;
        let baseline = run.baseline.get();
        let baseline = baseline.as_ref().map(|baseline| &baseline.index().course);
        run.read(|own| Readout::of(own.report(), &own.index().course, baseline, day))?
    });
    let place = Memo::new(move |_| {
        let (day, drawing) = (selection.day.get()?, drawing.get()?);
        run.read(|own| place(own, &drawing, day))?
    });
    let spoken = move || readout.with(|own| own.as_ref().map(Readout::describe));
    let pointer = Pointer { drawing, drag, run, selection, glass };
    view! {
        <div
            class="glass"
            class:holding=move || selection.is_held.get()
            id="glass"
            node_ref=glass
            role="slider"
            tabindex="0"
            aria-label="Day under the crosshair"
            aria-valuemin="0"
            aria-valuemax=move || last.get().to_string()
            aria-valuenow=move || selection.day.get().unwrap_or(last.get()).to_string()
            aria-valuetext=spoken
            on:pointerdown=move |event| pointer.handle_pointer_down(&event)
            on:pointermove=move |event| pointer.follow(&event)
            on:pointerup=move |event| pointer.release(&event)
            on:pointercancel=move |_| drag.set(None)
            on:dblclick=move |event| {
                event.prevent_default();
                selection.show(0..0);
            }
            on:keydown=move |event| {
                if handle_key(run, selection, &event) {
                    event.prevent_default();
                }
            }
        >
            <DragBox drawing drag />
            {move || place.get().map(crosshair_view)}
            <div
                class="tip"
                class:left=move || place.get().is_some_and(|place| place.is_left)
                class:low=move || place.get().is_some_and(|place| place.is_low)
                style:left=move || place.get().map(|place| format!("{}px", place.x))
                hidden=move || place.with(Option::is_none)
                aria-hidden="true"
            >
                {move || readout.get().map(tip)}
                <Show when=move || selection.is_held.get()>
                    <p class="hint">"held · click or Esc to release"</p>
                </Show>
            </div>
        </div>
    }
}

/// The days under a drag.
#[component]
fn DragBox(
    /// What is dragged over.
    drawing: Memo<Option<Drawing>>,
    /// From where to where.
    drag: RwSignal<Option<Drag>>,
) -> impl IntoView {
    move || {
        let drag = drag.get().filter(|drag| (drag.to - drag.from).abs() >= CLICK)?;
        let plots = drawing.get()?.layout().plots();
        Some(view! {
            <div
                class="selection"
                style:left=format!("{}px", drag.from.min(drag.to))
                style:width=format!("{}px", (drag.to - drag.from).abs())
                style:top=format!("{}px", plots.top)
                style:height=format!("{}px", plots.height)
            ></div>
        })
    }
}

fn crosshair_view(place: CrosshairLayout) -> impl IntoView {
    let at = |y: f64| format!("translate({}px,{y}px)", place.x);
    view! {
        <div
            class="hair"
            style:transform=at(place.top)
            style:height=format!("{}px", place.height)
        ></div>
        <div class="knob eq" style:transform=at(place.equity)></div>
        <div class="knob dd" style:transform=at(place.drawdown)></div>
    }
}

fn tip(read: Readout) -> impl IntoView {
    let (name, regime) = read.regime;
    view! {
        <p>
            <b>{read.date}</b>
            <span>
                {regime
                    .map(|at| {
                        view! { <i class=format!("dot r{}", at + 1) aria-hidden="true"></i> }
                    })} {name}
            </span>
        </p>
        <dl>
            {read
                .lines
                .into_iter()
                .map(|(label, value, tone)| {
                    view! {
                        <dt>{label}</dt>
                        <dd class=tone.class()>{value}</dd>
                    }
                })
                .collect_view()}
        </dl>
        <dl class="weights">
            {read
                .weights
                .into_iter()
                .map(|(at, code, weight)| {
                    view! {
                        <dt>
                            <i class=format!("dot p{}", at + 1) aria-hidden="true"></i>
                            {code}
                        </dt>
                        <dd>{weight}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
}

/// Where the crosshair of a day lies; `None` if the day is not shown.
fn place(own: &RunResult, drawing: &Drawing, day: usize) -> Option<CrosshairLayout> {
    let layout = drawing.layout();
    if !layout.visible.contains(&day) {
        return None;
    }
    let course = &own.index().course;
    let plots = layout.plots();
    let x = layout.x_of(day);
    let curve = layout.plot(panel::EQUITY);
    let equity = layout.y_of(panel::EQUITY, course.equity.get(day)?.to_dollars_f64());
    Some(CrosshairLayout {
        x,
        top: plots.top,
        height: plots.height,
        equity,
        drawdown: layout.y_of(panel::DRAWDOWN, *course.drawdown.get(day)?),
        is_low: equity < curve.top + curve.height / 2.0,
        is_left: x >= plots.left + plots.width / 2.0,
    })
}

/// What a pointer does on the glass.
#[derive(Clone, Copy)]
struct Pointer {
    drawing: Memo<Option<Drawing>>,
    drag: RwSignal<Option<Drag>>,
    run: RunState,
    selection: Selection,
    glass: NodeRef<html::Div>,
}

impl Pointer {
    /// The event's place within the plots, and the day there.
    fn day_at(&self, event: &PointerEvent) -> Option<(f64, usize)> {
        let drawing = self.drawing.get_untracked()?;
        let plots = drawing.layout().plots();
        let x = f64::from(event.offset_x()).clamp(plots.left, plots.right());
        Some((x, drawing.layout().index_at(x)?))
    }

    fn handle_pointer_down(&self, event: &PointerEvent) {
        let Some((x, day)) = self.day_at(event) else { return };
        if event.pointer_type() == "touch" {
            self.selection.day.set(Some(day));
        } else if event.button() == 0 {
            // Without capture a drag would end at the edge of the glass.
            if let Some(glass) = self.glass.get_untracked() {
                let _ = glass.set_pointer_capture(event.pointer_id());
            }
            self.drag.set(Some(Drag { from: x, to: x }));
        }
    }

    fn follow(&self, event: &PointerEvent) {
        let Some((x, day)) = self.day_at(event) else { return };
        if let Some(drag) = self.drag.get_untracked() {
            self.drag.set(Some(Drag { to: x, ..drag }));
        }
        let is_held = self.selection.is_held.get_untracked() && event.pointer_type() != "touch";
        if !is_held && self.selection.day.get_untracked() != Some(day) {
            self.selection.day.set(Some(day));
        }
    }

    fn release(&self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else { return };
        self.drag.set(None);
        let Some((_, day)) = self.day_at(event) else { return };
        if (drag.to - drag.from).abs() < CLICK {
            self.selection.day.set(Some(day));
            self.selection.is_held.update(|held| *held = !*held);
            return;
        }
        let drawing = self.drawing.get_untracked();
        if let Some(first) = drawing.and_then(|own| own.layout().index_at(drag.from)) {
            let days =
                self.run.result.with_untracked(|own| own.as_ref().map_or(0, RunResult::days));
            self.selection.show(zoom::between(first, day, days));
        }
    }
}

/// Carries out a key on the glass; whether it is one of its keys.
fn handle_key(run: RunState, selection: Selection, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let total = run.result.with_untracked(|own| own.as_ref().map_or(0, RunResult::days));
    let shown = zoom::visible_days(&selection.visible.get_untracked(), total);
    let day = selection.day.get_untracked().unwrap_or(shown.end.saturating_sub(1));
    let step = match event.key().as_str() {
        "+" | "=" => {
            selection.show(zoom::scaled(&shown, day, true, total));
            return true;
        }
        "-" => {
            selection.show(zoom::scaled(&shown, day, false, total));
            return true;
        }
        "0" => {
            selection.show(ZoomPeriod::All.ending_with(&shown, total));
            return true;
        }
        "Escape" => {
            selection.release();
            return false;
        }
        "Enter" | " " => {
            selection.is_held.update(|held| *held = !*held);
            return true;
        }
        "ArrowLeft" | "ArrowDown" => -1,
        "ArrowRight" | "ArrowUp" => 1,
        "PageDown" => -MONTH,
        "PageUp" => MONTH,
        "Home" => isize::MIN,
        "End" => isize::MAX,
        _ => return false,
    };
    let (day, seen) = zoom::step_cursor(day, step, &shown, total);
    selection.day.set(Some(day));
    selection.show(seen);
    true
}
