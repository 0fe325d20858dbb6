//! Lays markup over the page's elements: only what differs is touched, so that focus, caret,
//! scrolling and what is folded open stay as they are.
//!
//! Siblings are matched by their tag and `id`; one that comes and goes among others has an `id`.
//! Two attributes are more than markup. `value`, `checked` and `selected` are what the control
//! holds as well, whatever the user has done to it. `data-css` becomes the element's style, which
//! the policy of the page lets a program set but not markup. Whether something is open is the
//! user's affair: `open` counts only where an element is new.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlTemplateElement, Node};

const CSS: &str = "data-css";

/// Makes the children of `element` those of `markup`.
pub fn patch(element: &Element, markup: &str) {
    let Ok(template) = super::document().create_element("template") else { return };
    let template: HtmlTemplateElement = template.unchecked_into();
    template.set_inner_html(markup);
    children(element, &template.content());
}

fn children(old: &Node, new: &Node) {
    let (held, wanted) = (keyed(old), keyed(new));
    let mut at = 0;
    for (position, (want, key)) in wanted.iter().enumerate() {
        if let Some(skipped) = held[at..].iter().position(|(_, other)| other == key) {
            for (gone, _) in &held[at..at + skipped] {
                let _ = old.remove_child(gone);
            }
            let (node, _) = &held[at + skipped];
            if !node.is_equal_node(Some(want)) {
                update(node, want);
            }
            at += skipped + 1;
            continue;
        }
        // It is new, and takes the place of one that is wanted nowhere further on.
        let stays = |key| wanted[position + 1..].iter().any(|(_, other)| other == key);
        match held.get(at) {
            Some((gone, key)) if !stays(key) => {
                let _ = old.replace_child(want, gone);
                at += 1;
            }
            next => {
                let _ = old.insert_before(want, next.map(|(next, _)| next));
            }
        }
        style_below(want);
    }
    for (gone, _) in &held[at..] {
        let _ = old.remove_child(gone);
    }
}

/// The children, each with what it is matched by.
fn keyed(parent: &Node) -> Vec<(Node, String)> {
    let children = std::iter::successors(parent.first_child(), Node::next_sibling);
    let key = |child: &Node| {
        let id = child.dyn_ref::<Element>().map(Element::id).unwrap_or_default();
        child.node_name() + &id
    };
    children.map(|child| (child.clone(), key(&child))).collect()
}

fn update(held: &Node, wanted: &Node) {
    match (held.dyn_ref::<Element>(), wanted.dyn_ref::<Element>()) {
        (Some(held), Some(wanted)) => {
            attributes(held, wanted);
            children(held, wanted);
        }
        _ => held.set_node_value(wanted.node_value().as_deref()),
    }
}

fn attributes(held: &Element, wanted: &Element) {
    for name in names(wanted) {
        let value = wanted.get_attribute(&name);
        if name != "open" && held.get_attribute(&name) != value {
            let value = value.unwrap_or_default();
            let _ = held.set_attribute(&name, &value);
            apply(held, &name, &value, true);
        }
    }
    for name in names(held) {
        // A style is never wanted: it is what the other attribute was made into.
        let is_own = name == "open" || name == "style";
        if !is_own && !wanted.has_attribute(&name) {
            let _ = held.remove_attribute(&name);
            apply(held, &name, "", false);
        }
    }
}

fn names(element: &Element) -> Vec<String> {
    element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect()
}

/// What an attribute means beyond being there.
fn apply(element: &Element, name: &str, value: &str, is_there: bool) {
    match name {
        CSS => element.unchecked_ref::<HtmlElement>().style().set_css_text(value),
        "value" => set(element, name, &value.into()),
        "checked" | "selected" => set(element, name, &is_there.into()),
        _ => {}
    }
}

/// Sets a property that is another; setting the same would move the caret.
fn set(element: &Element, name: &str, value: &JsValue) {
    let name = name.into();
    if Reflect::get(element, &name).is_ok_and(|held| held != *value) {
        let _ = Reflect::set(element, &name, value);
    }
}

/// New elements have their styles still in an attribute.
fn style_below(node: &Node) {
    let Some(element) = node.dyn_ref::<Element>() else { return };
    let mut styled: Vec<Element> = vec![element.clone()];
    if let Ok(below) = element.query_selector_all("[data-css]") {
        styled.extend((0..below.length()).filter_map(|at| below.get(at)?.dyn_into().ok()));
    }
    for element in styled {
        if let Some(css) = element.get_attribute(CSS) {
            apply(&element, CSS, &css, true);
        }
    }
}
