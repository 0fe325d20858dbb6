//! Files carried over the page: beside a target the browser would leave the page for them.

use web_sys::DragEvent;

use crate::app::desk::Desk;
use crate::app::files;

pub(super) fn carried(desk: Desk, event: &DragEvent) {
    let kind = event.type_();
    // Out of the window, not into a child.
    let is_over = match kind.as_str() {
        "dragover" => has_files(event),
        "dragleave" => event.related_target().is_some(),
        _ => false,
    };
    if kind != "dragleave" {
        event.prevent_default();
    }
    if (kind != "dragleave" || !is_over) && desk.look.hovers.get_untracked() != is_over {
        desk.look.hovers.set(is_over);
    }
    if kind == "drop"
        && let Some(transfer) = event.data_transfer()
    {
        let (files, folders) = files::dropped(&transfer);
        desk.session.open(files, folders);
    }
}

fn has_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|transfer| transfer.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}
