//! A pointer or a finger on the glass over the charts: it moves the crosshair, a click holds it, a
//! drag zooms.

use web_sys::{Element, PointerEvent};

use crate::app::desk::{Desk, Drag};
use crate::app::parts::CLICK;
use crate::app::signal::untrack;
use crate::view::zoom;

pub(super) fn moved(desk: Desk, kind: &str, event: &PointerEvent, glass: &Element) {
    match kind {
        "pointerdown" => press(desk, event, glass),
        "pointermove" => follow(desk, event),
        "pointerup" => release(desk, event),
        "pointercancel" => desk.look.drag.set(None),
        "dblclick" => desk.state.visible.set(0..0),
        _ => {}
    }
}

/// The event's place within the plots, and the day there.
fn day_at(desk: Desk, event: &PointerEvent) -> Option<(f64, usize)> {
    let drawn = desk.drawn.get_untracked()?;
    let plots = drawn.layout().plots();
    let x = f64::from(event.offset_x()).clamp(plots.left, plots.right());
    Some((x, drawn.layout().index_at(x)?))
}

fn press(desk: Desk, event: &PointerEvent, glass: &Element) {
    let Some((x, day)) = day_at(desk, event) else { return };
    if event.pointer_type() == "touch" {
        desk.state.cursor.set(Some(day));
    } else if event.button() == 0 {
        // Without capture a drag ends at the edge, which does no harm.
        let _ = glass.set_pointer_capture(event.pointer_id());
        desk.look.drag.set(Some(Drag { from: x, to: x }));
    }
}

fn follow(desk: Desk, event: &PointerEvent) {
    let Some((x, day)) = day_at(desk, event) else { return };
    if let Some(drag) = desk.look.drag.get_untracked() {
        desk.look.drag.set(Some(Drag { to: x, ..drag }));
    }
    let is_held = desk.state.held.get_untracked() && event.pointer_type() != "touch";
    if !is_held && desk.state.cursor.get_untracked() != Some(day) {
        desk.state.cursor.set(Some(day));
    }
}

fn release(desk: Desk, event: &PointerEvent) {
    let Some(drag) = desk.look.drag.get_untracked() else { return };
    desk.look.drag.set(None);
    let Some((_, day)) = day_at(desk, event) else { return };
    if (drag.to - drag.from).abs() < CLICK {
        desk.state.cursor.set(Some(day));
        desk.state.held.update(|held| *held = !*held);
        return;
    }
    let drawn = desk.drawn.get_untracked();
    if let Some(first) = drawn.and_then(|drawn| drawn.layout().index_at(drag.from)) {
        desk.state.visible.set(untrack(|| zoom::between(first, day, desk.days())));
    }
}
