//! Dialogs are open while their panel is; the browser keeps the focus inside and gives it back.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::desk::Desk;
use super::signal;
use super::state::Panel;

const DIALOGS: [(&str, Panel); 3] =
    [("data", Panel::Data), ("structures", Panel::Structures), ("shortcuts", Panel::Shortcuts)];

/// The panel of the dialog with this `id`.
#[must_use]
pub fn panel(id: &str) -> Option<Panel> {
    DIALOGS.into_iter().find(|(dialog, _)| *dialog == id).map(|(_, panel)| panel)
}

/// Opens and closes them for as long as the page lives.
pub fn follow(desk: Desk) {
    signal::follow(move || {
        let open = desk.state.open.get();
        for (id, panel) in DIALOGS {
            let Some(dialog) = super::document().get_element_by_id(id) else { continue };
            let dialog: HtmlDialogElement = dialog.unchecked_into();
            match (open == Some(panel), dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
}
