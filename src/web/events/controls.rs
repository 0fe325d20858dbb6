//! What is typed, chosen and left.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use super::tables;
use crate::engine::choices;
use crate::present::form::Control;
use crate::web::desk::Desk;
use crate::web::files;

pub(super) fn used(desk: Desk, kind: &str, target: &Element) {
    if kind == "focusin" && target.has_attribute("data-sheet") {
        return tables::looked(desk, target);
    }
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        if kind == "change" {
            choose(desk, target, select.value().parse().unwrap_or(usize::MAX));
        }
        return;
    }
    let Some(input) = target.dyn_ref::<HtmlInputElement>() else { return };
    let control = target.get_attribute("data-control").as_deref().and_then(Control::named);
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
            desk.session.enter(control, &input.value());
            desk.session.leave(control);
        }
        ("checkbox", "change", _) => choose(desk, target, usize::from(input.checked())),
        ("search", "input", _) => desk.look.filter.set(input.value()),
        ("file", "change", _) => {
            if let Some(list) = input.files() {
                desk.session.open(files::each(&list));
            }
            input.set_value(""); // the same file may be chosen again, mended
        }
        _ => {}
    }
}

fn choose(desk: Desk, target: &Element, option: usize) {
    let code = target.get_attribute("data-choice").and_then(|code| code.parse().ok());
    if let Some(choice) = code.and_then(choices::by_code) {
        desk.session.choose(choice, option);
    }
}
