//! How fast the engine is without a page: natively, and as WebAssembly in Node.

use std::fs::File;

use crate::command::{command, run};
use crate::{Outcome, root, tools};

/// WebAssembly with a disk and a clock, which the command line needs.
const TARGET: &str = "wasm32-wasip1";
/// What is run, and the file it is read from if it is not the default.
const SCENARIOS: [(&str, Option<&str>); 2] = [
    ("the default scenario", None),
    ("with hedging and all limits", Some("benches/everything.json")),
];

/// Prints `rotation bench` of both, with the default scenario and with everything on.
///
/// # Errors
/// What keeps the engine from being built or run.
pub fn report() -> Outcome {
    tools::target(TARGET)?;
    let build = ["build", "--quiet", "--release", "--bin", "rotation"];
    run(command("cargo").args(build))?;
    run(command("cargo").args(build).args(["--target", TARGET]))?;
    let program = format!("target/{TARGET}/release/rotation.wasm");
    let native = || command("target/release/rotation");
    let node = || {
        let mut node = command("node");
        // The collector of Node 20, where it has threads of its own, can crash after a long call.
        node.args(["--no-warnings", "--single-threaded-gc", "benches/wasi.mjs", &program]);
        node
    };
    for (name, scenario) in SCENARIOS {
        for (mut call, how) in [(native(), "natively"), (node(), "as WebAssembly")] {
            println!("{name}, {how}:");
            call.arg("bench");
            if let Some(path) = scenario {
                let file = File::open(root().join(path));
                let file = file.map_err(|error| format!("cannot read {path}: {error}"))?;
                call.args(["--scenario", "-"]).stdin(file);
            }
            run(&mut call)?;
        }
    }
    Ok(())
}
