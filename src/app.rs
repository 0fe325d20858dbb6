//! The page: what is shown, what the user does, and what is asked of the workers.
//!
//! `session` is the flow from files to an outcome, `state` what it leaves to be shown, `desk` both
//! and how they are looked at. `parts` says which part of the page shows what; `patch` lays its
//! markup over the page; `events` is what the user does.

pub mod app;
pub mod desk;
pub mod dialogs;
pub mod download;
pub mod engine;
pub mod events;
pub mod files;
pub mod kept;
pub mod later;
pub mod location;
pub mod overlay;
pub mod parts;
pub mod patch;
pub mod program;
pub mod result;
pub mod session;
pub mod signal;
pub mod state;
pub mod storage;
pub mod theme;

/// Starts the page: the app takes the place of the shell that `index.html` shows until then.
pub fn start() {
    overlay::install();
    signal::start(app::app);
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
