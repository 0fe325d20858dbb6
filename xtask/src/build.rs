//! Makes `dist`: the page as any static host can serve it, from any folder.

use crate::command::{command, run};
use crate::{Outcome, fingerprint, root, say, tools};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What the compiled programs depend on: their fingerprint is the build that the page and its
/// workers compare when they meet.
const SOURCES: &[&str] = &["src", "Cargo.toml", "Cargo.lock", ".cargo"];

/// What else `dist` depends on.
const REST: &[&str] =
    &["index.html", "Trunk.toml", "www", "xtask/src", "tests/e2e/package-lock.json"];

/// The absolute path of another build's `dist`, to test and measure that one instead.
const OTHER: &str = "ROTATION_DIST";

/// Builds `dist`, unless it is up to date or ROTATION_DIST names another one.
pub fn dist() -> Outcome {
    if env::var_os(OTHER).is_some() {
        say(&format!("nothing is built: {OTHER} is {}", dist_folder().display()));
        return Ok(());
    }
    let build = fingerprint::of_files(SOURCES)?[..12].to_owned();
    let inputs = format!("{build} {}", fingerprint::of_files(REST)?);
    let stamp = root().join("target/dist.fingerprint");
    let built = fs::read_to_string(&stamp).is_ok_and(|done| done == inputs);
    if built && dist_folder().join("index.html").is_file() {
        say(&format!("dist is up to date (build {build})"));
        return Ok(());
    }
    let mut trunk = trunk(&build)?;
    say(&format!("building the page and its workers into dist (build {build})"));
    let started = Instant::now();
    run(trunk.args(["build", "--release", "--locked"]))?;
    let target = root().join("target"); // cargo may be configured to use another folder
    fs::create_dir_all(target)
        .and_then(|()| fs::write(&stamp, inputs))
        .map_err(|error| format!("{}: {error}", stamp.display()))?;
    say(&format!("dist was built in {} s", started.elapsed().as_secs()));
    Ok(())
}

/// Builds the page, serves it and builds it again after every change, until the program ends.
///
/// The build's name stays that of the start, in the page and in its workers alike.
pub fn serve(port: u16) -> Outcome {
    let mut trunk = trunk(&fingerprint::of_files(SOURCES)?[..12])?;
    trunk.args(["serve", "--release", "--locked", "--port", &port.to_string()]);
    // The policy of the page forbids the script that trunk would add to reload it.
    run(trunk.arg("--no-autoreload=true"))
}

/// A call of trunk that finds the pinned tools.
fn trunk(build: &str) -> Outcome<Command> {
    let mut trunk = command("trunk");
    // trunk 0.21 takes NO_COLOR=1 for a mistake and ends.
    trunk.env("PATH", tools::for_build()?).env_remove("NO_COLOR").env("ROTATION_BUILD", build);
    Ok(trunk)
}

/// The folder the page is built to, or that of ROTATION_DIST.
pub fn dist_folder() -> PathBuf {
    env::var_os(OTHER).map_or_else(|| root().join("dist"), PathBuf::from)
}
