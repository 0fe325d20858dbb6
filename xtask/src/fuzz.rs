//! Runs the fuzz targets: files made of whatever finds new ways through the import.
//!
//! They are those of `cargo fuzz`, built here without it: what it adds are flags of the compiler,
//! which a stable one takes as well as long as no sanitizer is used. They need a C++ compiler
//! for the fuzzer itself.

use crate::command::{command, output, run};
use crate::{Outcome, root, say, tools};
use std::fs;
use std::process::Command;
use std::thread;

/// The targets in `fuzz/fuzz_targets`.
const TARGETS: [&str; 4] = ["sniffer", "dialects", "pieces", "vendors"];
/// How long each runs, seconds.
const SECONDS: u32 = 60;
/// An input may not take longer, seconds: that is a hang.
const TIMEOUT: u32 = 10;
/// What makes a program tell the fuzzer which way it took.
const FLAGS: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the targets and runs each for `seconds`, or a minute; how many found nothing.
///
/// # Errors
/// What a target found, with the file that holds the input.
pub fn all(seconds: Option<&String>) -> Outcome<u64> {
    let seconds = match seconds {
        Some(seconds) => seconds.parse().map_err(|_| format!("{seconds} is no whole number"))?,
        None => SECONDS,
    };
    tools::for_fuzzing()?;
    let platform = platform()?;
    let mut cargo = command("cargo");
    cargo.args(["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    cargo.args(["--target-dir", "target/fuzz", "--target", &platform]).env("RUSTFLAGS", FLAGS);
    run(&mut cargo)?;
    let programs = root().join("target/fuzz").join(platform).join("release");
    let running = TARGETS.map(|target| {
        let program = command(programs.join(target));
        thread::spawn(move || fuzz(program, target, seconds))
    });
    let mut found = Vec::new();
    for target in running {
        found.extend(target.join().unwrap_or_else(|_| Err("a thread ended".to_owned())).err());
    }
    if found.is_empty() { Ok(TARGETS.len() as u64) } else { Err(found.join("\n")) }
}

/// The platform is named in the build, or the flags would reach its scripts too.
fn platform() -> Outcome<String> {
    let version = output(command("rustc").arg("-vV")).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

fn fuzz(mut program: Command, target: &str, seconds: u32) -> Outcome {
    let folder = root().join("target/fuzz");
    let (corpus, findings) = (folder.join("corpus").join(target), folder.join("findings"));
    for made in [&corpus, &findings] {
        fs::create_dir_all(made).map_err(|error| format!("cannot make {made:?}: {error}"))?;
    }
    say(&format!("{target} for {seconds} s"));
    program.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={TIMEOUT}"));
    program.args(["-max_len=4096", "-verbosity=0", "-print_funcs=0", "-print_final_stats=1"]);
    program.arg(format!("-artifact_prefix={}/{target}-", findings.display()));
    program.arg(&corpus).arg(root().join("fuzz/seeds").join(target));
    run(&mut program).map_err(|reason| format!("{target}: {reason}; see {}", findings.display()))
}
