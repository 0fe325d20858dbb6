//! The main path of the page and the digests of `tests/golden/digests.json` in other engines than
//! Chromium, where those are installed or can be.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{command, find};
use crate::test::{Count, count, playwright_counts};
use crate::{Outcome, tools};

/// Where Debian and its kin put the small browser of WebKitGTK.
const LIBRARIES: &str = "/usr/lib";

/// Walks the path in each engine. One that is not installed is named and counts nothing.
///
/// # Errors
/// If an engine fails where it is installed.
pub fn all() -> Outcome<Count> {
    tools::node_packages()?;
    let mut sum = Count::default();
    for (name, call) in [("Firefox", firefox()), ("WebKit", webkit())] {
        match call {
            Some(mut call) => sum.add(count(&mut call, playwright_counts)?),
            None => println!("skipped: {name} is not installed"),
        }
    }
    Ok(sum)
}

fn firefox() -> Option<Command> {
    let installed = || ["firefox-esr", "firefox"].iter().find_map(|name| find(name));
    let program = installed().or_else(|| {
        install("firefox-esr", "Firefox");
        installed()
    })?;
    let mut node = command("node");
    node.args(["tests/e2e/browsers/run.mjs", "firefox"]).env("FIREFOX", program);
    Some(node)
}

fn webkit() -> Option<Command> {
    let installed =
        || Some((find("WebKitWebDriver")?, mini_browser(Path::new(LIBRARIES))?, find("xvfb-run")?));
    let (driver, browser, display) = installed().or_else(|| {
        install("webkit2gtk-driver", "WebKitGTK's driver");
        install("xvfb", "a display without a screen for WebKitGTK");
        installed()
    })?;
    let mut node = command(display);
    node.args(["--auto-servernum", "node", "tests/e2e/browsers/run.mjs", "webkit"]);
    node.env("WEBKIT_DRIVER", driver).env("MINI_BROWSER", browser);
    Some(node)
}

/// Tries to install a package. Where that fails, the engine is skipped.
fn install(package: &str, what: &str) {
    let why = "the main path of the page is tested in it";
    if let Err(reason) = tools::install(package, what, why) {
        println!("{reason}");
    }
}

/// `MiniBrowser` in a folder such as `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1`.
fn mini_browser(libraries: &Path) -> Option<PathBuf> {
    let platform = libraries.join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let folders = std::fs::read_dir(platform).ok()?.flatten().map(|entry| entry.path());
    folders.map(|folder| folder.join("MiniBrowser")).find(|program| program.is_file())
}
