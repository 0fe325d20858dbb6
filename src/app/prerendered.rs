//! The sample's outcome as the build has rendered it, until the app has a result of its own.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::platform;
use super::state::{RunState, RunStatus};

/// The prerendered outcome, as long as it is shown.
#[derive(Clone, Copy)]
pub struct Prerendered {
    outcome: StoredValue<Option<Element>, LocalStorage>,
    chart_width: Option<f64>,
}

impl Prerendered {
    /// Takes the outcome out of the static shell; nothing if the user asked for another one, with a
    /// link or by keeping files. To be called before the page is changed: until then the browser
    /// knows the width of the chart without a layout.
    #[must_use]
    pub fn take() -> Self {
        let document = platform::document();
        let root = document.document_element();
        let is_hidden = root.is_some_and(|root| root.class_list().contains("not-sample"));
        let outcome = document.query_selector("#shell .prerendered").ok().flatten();
        let outcome = outcome.filter(|_| !is_hidden);
        let plot = outcome.as_ref().and_then(|own| own.query_selector(".plot").ok().flatten());
        let width = plot.map(|plot| plot.get_bounding_client_rect().width());
        let chart_width = width.filter(|width| *width > 0.0);
        Self { outcome: StoredValue::new_local(outcome), chart_width }
    }

    /// The width of its chart when it was taken, pixels; `None` where it is not shown.
    #[must_use]
    pub const fn chart_width(&self) -> Option<f64> {
        self.chart_width
    }

    fn is_there(&self) -> bool {
        self.outcome.with_value(Option::is_some)
    }
}

/// Shows the prerendered outcome of the sample until there is a result, then `children`. Without a
/// prerendered outcome, and after a failure, it shows `children` from the start.
#[component]
pub fn UntilResult(
    /// The app's own outcome.
    children: ChildrenFn,
) -> impl IntoView {
    let run = expect_context::<RunState>();
    let prerendered = expect_context::<Prerendered>();
    let is_replaced = Memo::new(move |was: Option<&bool>| {
        was.copied().unwrap_or_default()
            || !prerendered.is_there()
            || run.result.with(Option::is_some)
            || run.status.with(|status| matches!(status, RunStatus::Failed(_)))
    });
    view! {
        <Show when=move || is_replaced.get() fallback=move || view! { <Outcome prerendered/> }>
            {children()}
        </Show>
    }
}

/// The prerendered elements themselves, so that the browser keeps their layout.
#[component]
fn Outcome(
    /// What is shown.
    prerendered: Prerendered,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    place.on_load(move |place| {
        prerendered.outcome.with_value(|outcome| {
            if let Some(outcome) = outcome {
                let _ = place.unchecked_ref::<Element>().append_child(outcome);
            }
        });
    });
    view! { <div class="part" node_ref=place></div> }
}
