//! What `www/start.js` has begun before the app: workers, the sample, the service worker.

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemEntry, Worker};

/// The event on the window that announces a new version of the page.
const UPDATE_EVENT: &str = "loader-update";

/// A worker by its name, bound by the page's policy; its module is on the way to it.
///
/// # Errors
/// What the browser refuses.
pub fn worker(name: &str) -> Result<Worker, JsValue> {
    call("worker", &JsValue::from_str(name)).map(JsCast::unchecked_into)
}

/// The bytes of the sample, which start.js has begun to fetch.
///
/// # Errors
/// That they could not be fetched.
pub async fn sample() -> Result<Uint8Array, JsValue> {
    let fetched: Promise = call("sample", &JsValue::UNDEFINED)?.unchecked_into();
    let buffer: ArrayBuffer = JsFuture::from(fetched).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer))
}

/// The files and folders that were dropped before the app started, each once. From now on start.js
/// keeps none.
#[must_use]
pub fn dropped() -> (Vec<File>, Vec<FileSystemEntry>) {
    let Ok(dropped) = call("dropped", &JsValue::UNDEFINED) else { return Default::default() };
    let list = |name: &str| -> Array {
        Reflect::get(&dropped, &name.into()).map(JsCast::unchecked_into).unwrap_or_default()
    };
    let files = list("files").iter().map(JsCast::unchecked_into).collect();
    (files, list("folders").iter().map(JsCast::unchecked_into).collect())
}

/// Whether a new version of the page is installed and waits.
#[must_use]
pub fn has_update() -> bool {
    let has = loader().and_then(|loader| Reflect::get(&loader, &"hasUpdate".into()));
    has.is_ok_and(|has| has.is_truthy())
}

/// Calls back whenever a new version of the page has been installed, for as long as the page lives.
pub fn on_update(call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call);
    let listener = call.as_ref().unchecked_ref();
    let _ = super::window().add_event_listener_with_callback(UPDATE_EVENT, listener);
    call.forget();
}

/// Replaces the page by its new version.
pub fn update() {
    let _ = call("update", &JsValue::UNDEFINED);
}

fn call(name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let loader = loader()?;
    let function: Function = Reflect::get(&loader, &name.into())?.dyn_into()?;
    function.call1(&loader, argument)
}

fn loader() -> Result<JsValue, JsValue> {
    Reflect::get(&super::window(), &"loader".into())
}
