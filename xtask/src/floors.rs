//! How fast the page is, and its reader of files, in a real browser.

use crate::command::{command, run};
use crate::{Outcome, root, tools};

/// Prints medians of run and redraw, the longest task of the page's own thread, how fast a large
/// file of option quotes is read, how long a first visit takes on a slow phone, and Lighthouse's
/// figures.
///
/// # Errors
/// What keeps the browser from measuring.
pub fn report() -> Outcome {
    tools::node_packages()?;
    let chromium = tools::chromium()?;
    for script in ["floors.mjs", "reading.mjs", "first_minute.mjs", "lighthouse.mjs"] {
        let mut node = command("node");
        node.arg(script).current_dir(root().join("tests/e2e"));
        run(node.env("CHROMIUM", &chromium))?;
    }
    Ok(())
}
