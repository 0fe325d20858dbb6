//! The page: a leptos app in the browser.
//!
//! [`state`] is what the page knows, as contexts; [`session`] what it does; every other file is a
//! component with its state, its handlers and its markup. [`platform`] wraps the browser.

pub mod benchmark;
pub mod chart;
pub mod data;
pub mod day;
pub mod desk;
pub mod dialog;
pub mod drop_zone;
pub mod form;
pub mod headline;
pub mod link_panel;
pub mod marks;
pub mod notices;
pub mod old_model;
pub mod own_task;
pub mod panic;
pub mod platform;
pub mod prerendered;
pub mod printing;
pub mod result;
pub mod session;
pub mod shortcuts;
pub mod state;
pub mod structures;
pub mod tables;
pub mod tabs;
pub mod theme;
pub mod topbar;
pub mod update;
pub mod worker;

use leptos::mount::mount_to_body;

/// Starts the page in place of the static shell that `index.html` shows until then.
pub fn start() {
    panic::install();
    mount_to_body(desk::Desk);
    if let Some(shell) = platform::document().get_element_by_id("shell") {
        shell.remove();
    }
}
