//! How fast the page is in a real browser.

use std::thread;

use crate::command::{command, run};
use crate::{Outcome, build, root, serve, tools};

/// Prints medians of run and redraw, and the longest task of the page's own thread.
///
/// # Errors
/// What keeps the browser from measuring.
pub fn report() -> Outcome {
    tools::node_packages()?;
    let chromium = tools::chromium()?;
    let server = serve::Server::bind(build::dist_folder(), 0)?;
    let address = format!("http://127.0.0.1:{}/", server.port());
    thread::spawn(move || server.run());
    let mut node = command("node");
    node.arg("floors.mjs").current_dir(root().join("tests/e2e"));
    run(node.env("ROTATION_URL", address).env("CHROMIUM", chromium))
}
