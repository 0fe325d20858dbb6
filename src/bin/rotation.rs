//! The command line: files in, tables out. The only place that knows disk, clock and exit codes.

#![cfg_attr(
    not(target_os = "unknown"),
    allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        clippy::print_stderr,
        clippy::print_stdout,
        reason = "a command line reads files and the clock, and prints"
    )
)]

#[cfg(not(target_os = "unknown"))]
#[path = "rotation/native.rs"]
mod native;

#[cfg(not(target_os = "unknown"))]
fn main() -> std::process::ExitCode {
    native::main()
}

#[cfg(target_os = "unknown")]
fn main() {}
