//! The way out of a panic on the page: a bar in plain DOM that offers to reload, to copy the link
//! and to copy the error.
//!
//! After a panic no code of this program runs again, so the buttons call the browser's own
//! functions, bound to their arguments here.

use js_sys::{Function, Reflect};
use std::panic;
use wasm_bindgen::prelude::*;
use web_sys::{Element, console};

/// Shows the bar at the first panic from now on; the console has the error too.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let error = format!("{info}\nbuild {}", crate::protocol::BUILD);
        console::error_1(&error.as_str().into());
        // Whatever fails while the bar is made leaves the error in the console.
        let _ = show(&error);
    }));
}

fn show(error: &str) -> Result<(), JsValue> {
    let document = super::platform::document();
    if document.get_element_by_id("panic").is_some() {
        return Ok(());
    }
    let bar = document.create_element("div")?;
    bar.set_id("panic");
    bar.set_attribute("role", "alert")?;
    append(&bar, "p", "Something went wrong and the page has stopped. Your files are untouched.")?;
    append(&bar, "pre", error)?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let location = window.location();
    let reload = append(&bar, "button", "Reload")?;
    reload.add_event_listener_with_callback("click", &method(&location, "reload")?)?;
    // Pages without https have no clipboard; the error can be selected all the same.
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into())?;
    if !clipboard.is_undefined() {
        for (label, text) in [("Copy link", location.href()?), ("Copy error", error.to_owned())] {
            let copy: Function =
                method(&clipboard, "writeText")?.bind1(&clipboard, &text.into()).unchecked_into();
            append(&bar, "button", label)?.add_event_listener_with_callback("click", &copy)?;
        }
    }
    let body = document.body().ok_or(JsValue::NULL)?;
    body.append_child(&bar).map(drop)
}

fn append(parent: &Element, tag: &str, text: &str) -> Result<Element, JsValue> {
    let child = super::platform::document().create_element(tag)?;
    child.set_text_content(Some(text));
    parent.append_child(&child)?;
    Ok(child)
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    let method: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    Ok(method.bind0(of))
}
