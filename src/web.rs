//! The only code that knows the browser: the page, its worker, and what passes between them.
//!
//! [`session`] is the flow from files to an outcome, [`state`] what it leaves for the views to
//! show; a view reads the state and calls the session, and neither knows the view.

pub mod app;
pub mod download;
pub mod engine;
pub mod files;
pub mod keyboard;
pub mod location;
pub mod overlay;
pub mod session;
pub mod state;
pub mod storage;
pub mod theme;
pub mod views;
pub mod worker;

pub use app::App;

/// Starts the page: the app takes the place of the shell that `index.html` shows until then.
pub fn start() {
    overlay::install();
    leptos::mount::mount_to_body(App);
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}

fn window() -> web_sys::Window {
    web_sys::window().expect("the page's own code runs in a window")
}

fn document() -> web_sys::Document {
    window().document().expect("a window shows a document")
}

/// Milliseconds on the page's clock.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
