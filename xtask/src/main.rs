//! Sets a machine up, builds the page, serves it and tests everything: `cargo xtask <command>`.
//!
//! It needs git, a C compiler, rustup and Node; whatever else is missing it installs at a pinned
//! version into a folder of its own. Only std is used: this must build before anything is there.

mod bench;
mod browsers;
mod build;
mod cases;
mod command;
mod fingerprint;

mod finish;
mod floors;
mod fuzz;
mod offline;
mod readers;
mod size;
mod test;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What went wrong, and what to do, for a person to read.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask serve [PORT]   install what is missing, build the page and serve it (default port 8080);
                           trunk builds it again after every change
cargo xtask test           install what is missing, then run every check and every test
cargo xtask build          make dist, the page as any static host can serve it
cargo xtask size           what a first visit downloads, in bytes
cargo xtask bench          how fast the engine is, natively and as WebAssembly, as medians
cargo xtask floors         how fast the page is in Chromium, as medians
cargo xtask e2e [ARGS]     the browser tests alone; ARGS go to Playwright
cargo xtask browsers       the main path of the page in Firefox and WebKit, where they are installed
cargo xtask cases          files as users have them, as the native program reads them
cargo xtask readers        the tables as pandas, polars and DuckDB read them
cargo xtask fuzz [SECONDS] the fuzz targets of the import, each for a minute";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("serve") => serve_page(rest),
        Some("test") => return test::everything(),
        Some("build") => build::dist(),
        Some("size") => build::dist().and_then(|()| size::report()),
        Some("bench") => bench::report(),
        Some("floors") => build::dist().and_then(|()| floors::report()),
        Some("e2e") => {
            build::dist().and_then(|()| test::browser(rest).and_then(test::Count::settle))
        }
        Some("browsers") => {
            build::dist().and_then(|()| browsers::all().and_then(test::Count::settle))
        }
        Some("cases") => cases::all().and_then(test::Count::settle),
        Some("readers") => readers::all().and_then(test::Count::settle),
        Some("fuzz") => fuzz::all(rest.first()).map(drop),
        Some("finish") => finish::staged(), // called by trunk, see Trunk.toml
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn serve_page(arguments: &[String]) -> Outcome {
    let port = match arguments.first() {
        Some(port) => port.parse().map_err(|_| format!("{port} is not a port number"))?,
        None => 8080,
    };
    build::serve(port)
}

/// The folder of the whole project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask is a folder of the project").to_owned()
}

fn say(what: &str) {
    println!("==> {what}");
}
