//! What is typed, chosen and left.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use super::tables;
use crate::app::desk::Desk;
use crate::app::files;
use crate::engine::choices;
use crate::profile::Profile;
use crate::view::form::Control;
use crate::view::html::truth;

pub(super) fn used(desk: Desk, kind: &str, target: &Element) {
    if kind == "focusin" && target.has_attribute("data-sheet") {
        return tables::looked(desk, target);
    }
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        match (kind, control_of(target)) {
            ("change", Some(control)) => settle(desk, control, &select.value()),
            ("change", None) => choose(desk, target, select.value().parse().unwrap_or(usize::MAX)),
            _ => {}
        }
        return;
    }
    let Some(input) = target.dyn_ref::<HtmlInputElement>() else { return };
    if let Some(at) = target.get_attribute("data-wanted").and_then(|at| at.parse().ok()) {
        return desk.session.want(at, &input.value());
    }
    let control = control_of(target);
    match (input.type_().as_str(), kind, control) {
        ("text", "input", Some(control)) => desk.session.enter(control, &input.value()),
        ("text", "change" | "focusout", Some(control)) => desk.session.leave(control),
        ("text", "focusin", Some(_)) => {
            let cell = target.get_attribute("data-cell").and_then(|cell| cell.parse().ok());
            if let Some(cell) = cell {
                desk.look.cell.set(cell);
                input.select();
            }
        }
        ("range", "input", Some(control)) | ("date", "change", Some(control)) => {
            settle(desk, control, &input.value());
        }
        ("checkbox", "change", Some(control)) => {
            settle(desk, control, truth(input.checked()));
        }
        ("checkbox", "change", _) => choose(desk, target, usize::from(input.checked())),
        ("search", "input", _) => desk.look.filter.set(input.value()),
        ("file", "change", _) if target.has_attribute("data-file") => {
            let chosen = input.files().map(|list| files::each(&list)).unwrap_or_default();
            wasm_bindgen_futures::spawn_local(load_structures(desk, chosen));
            input.set_value("");
        }
        ("file", "change", _) => {
            if let Some(list) = input.files() {
                let is_folder = input.has_attribute("webkitdirectory");
                let chosen = if is_folder { files::of_folder(&list) } else { files::each(&list) };
                if is_folder && chosen.is_empty() && list.length() > 0 {
                    desk.state.tell("files", files::nothing_in("the folder"), true);
                }
                desk.session.open(chosen, Vec::new());
            }
            input.set_value(""); // the same file may be chosen again, mended
        }
        _ => {}
    }
}

async fn load_structures(desk: Desk, chosen: Vec<web_sys::File>) {
    let profile = Profile::ALL[desk.look.book.get_untracked().min(5)];
    for file in chosen {
        match files::text(&file).await {
            Ok(text) => desk.session.load_structures(profile, &text),
            Err(reason) => desk.state.tell("structures", reason, true),
        }
    }
}

fn control_of(target: &Element) -> Option<Control> {
    target.get_attribute("data-control").as_deref().and_then(Control::named)
}

/// Takes a value that is whole as soon as it is chosen.
fn settle(desk: Desk, control: Control, value: &str) {
    desk.session.enter(control, value);
    desk.session.leave(control);
}

fn choose(desk: Desk, target: &Element, option: usize) {
    let code = target.get_attribute("data-choice").and_then(|code| code.parse().ok());
    if let Some(choice) = code.and_then(choices::by_code) {
        desk.session.choose(choice, option);
    }
}
