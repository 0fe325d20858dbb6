//! The only code that knows the browser: the page, its worker, and what passes between them.

pub mod app;
pub mod download;
pub mod engine;
pub mod overlay;
pub mod state;
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

fn document() -> web_sys::Document {
    let window = web_sys::window().expect("the page's own code runs in a window");
    window.document().expect("a window shows a document")
}
