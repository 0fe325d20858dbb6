//! A modal dialog over the desk: the browser keeps the focus inside and gives it back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::{Panel, Panels};

/// A dialog that is open while its panel is. A click beside it, Escape and its button close it.
#[component]
pub fn Dialog(
    /// The panel that opens it.
    panel: Panel,
    /// The element's `id`.
    id: &'static str,
    /// Its title, which also names it.
    title: &'static str,
    /// Whether it takes the width of the page.
    #[prop(optional)]
    wide: bool,
    /// What is in it; built when it is first opened.
    children: ChildrenFn,
) -> impl IntoView {
    let panels = expect_context::<Panels>();
    let node = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| panels.open.get() == Some(panel));
    Effect::new(move |_| {
        let open = is_open.get();
        let Some(dialog) = node.get() else { return };
        match (open, dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // The dialog's own box is what a click beside its content meets.
    let close_beside = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.id() == id) {
            panels.close();
        }
    };
    let closed = move |_| {
        if is_open.get_untracked() {
            panels.close();
        }
    };
    view! {
        <dialog
            class="sheet"
            class:wide=wide
            id=id
            aria-label=title
            node_ref=node
            on:click=close_beside
            on:close=closed
        >
            <div class="sheet-body">
                <header>
                    <h2>{title}</h2>
                    <button class="icon" aria-label="Close" on:click=move |_| panels.close()>
                        "✕"
                    </button>
                </header>
                <Show when=move || is_open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
