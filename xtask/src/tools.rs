//! The tools that a build or a test needs, installed once at pinned versions.
//!
//! They go into a folder per tool and version under `ROTATION_TOOLS`, else the user's cache, so
//! that nothing else on the machine changes. What is there already is left alone.

use crate::command::{command, find, npm, output, run};
use crate::{Outcome, fingerprint, root, say};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.21.14", // 0.22 needs a newer rustc
    program: "trunk",
    locked: true,
    why: "bundles the page; about 8 minutes, once",
};

/// Equal to the crate `wasm-bindgen` in Cargo.toml: the two share a private format.
const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen",
    locked: false, // its lock file names withdrawn versions
    why: "joins the compiled engine to JavaScript; about 3 minutes, once",
};

const TARGET: &str = "wasm32-unknown-unknown";

struct Tool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    locked: bool,
    why: &'static str,
}

/// Everything that a build needs; the path in which its programs are found.
pub fn for_build() -> Outcome<OsString> {
    wasm_target()?;
    let mut folders = vec![WASM_BINDGEN.ready()?, TRUNK.ready()?, node_packages()?];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).map_err(|error| error.to_string())
}

/// Formatter and linter, which a minimal installation of Rust leaves out.
pub fn for_lints() -> Outcome {
    for (component, program) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(command("cargo").args([program, "--version"])).is_none() {
            say(&format!("installing {component} with rustup: the code is checked with it"));
            run(command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// A browser for the tests.
pub fn chromium() -> Outcome<PathBuf> {
    if let Some(found) = installed_chromium() {
        return Ok(found);
    }
    install("chromium", "Chromium", "the browser tests run in it")?;
    installed_chromium().ok_or_else(|| {
        "no Chromium was found, and the browser tests need one: install the package \"chromium\" \
         (Debian: sudo apt-get install chromium; macOS: brew install --cask chromium) or set \
         CHROMIUM to the path of Chrome or Chromium"
            .to_owned()
    })
}

/// A compiler of C++ for the fuzzer, which is written in it.
pub fn for_fuzzing() -> Outcome {
    let has_compiler = || std::env::var_os("CXX").is_some() || find("c++").is_some();
    if !has_compiler() {
        install("g++", "a C++ compiler", "the fuzzer is written in C++")?;
    }
    if has_compiler() {
        Ok(())
    } else {
        Err(
        "no C++ compiler was found, and the fuzz targets need one: install the package \"g++\" \
         (Debian: sudo apt-get install g++) or set CXX to the path of one"
            .to_owned(),
    )
    }
}

/// Installs a Debian package, where apt-get exists and the rights allow it.
pub fn install(package: &str, what: &str, why: &str) -> Outcome {
    let root_user = output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !root_user || find("apt-get").is_none() {
        return Ok(());
    }
    say(&format!("installing {what} with apt-get: {why}"));
    run(command("apt-get").arg("update"))?;
    let install = ["install", "--yes", "--no-install-recommends", package];
    run(command("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The folder of the programs that npm installs: wasm-opt (in `binaryen`) and Playwright.
pub fn node_packages() -> Outcome<PathBuf> {
    let folder = root().join("tests/e2e");
    let programs = folder.join("node_modules/.bin");
    let stamp = folder.join("node_modules/.fingerprint");
    let wanted = fingerprint::of_files(&["tests/e2e/package-lock.json"])?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    if find("node").is_none() {
        return Err("Node is needed (version 20 or later): https://nodejs.org".to_owned());
    }
    say("installing wasm-opt, esbuild and Playwright with npm: two shrink the page, one tests it");
    run(npm("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(programs)
}

fn wasm_target() -> Outcome {
    target(TARGET).map_err(|reason| {
        format!(
            "{reason}\nThe Rust in use cannot compile for the browser. With rustup from \
             https://rustup.rs, \"rustup target add {TARGET}\" must succeed; without network, use \
             Debian's rustc-web and rust-web-src, which bring the sources of the target"
        )
    })
}

/// What Rust needs to compile for a target.
pub fn target(name: &str) -> Outcome {
    let installed = command("rustc").args(["--print", "target-libdir", "--target", name]).output();
    let folder = installed.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    if folder.is_ok_and(|folder| !folder.is_empty() && Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("installing {name} with rustup: what runs as WebAssembly is compiled for it"));
    run(command("rustup").args(["target", "add", name]))
}

impl Tool {
    /// The folder of its programs, after it was installed if it was not there.
    fn ready(&self) -> Outcome<PathBuf> {
        let home = cache()?.join(format!("{}-{}", self.package, self.version));
        let programs = home.join("bin");
        if programs.join(format!("{}{}", self.program, env::consts::EXE_SUFFIX)).is_file() {
            return Ok(programs);
        }
        let Tool { package, version, why, .. } = self;
        say(&format!("installing {package} {version} into {}: it {why}", home.display()));
        let mut install = command("cargo");
        install.args(["install", package, "--version", &format!("={version}"), "--root"]);
        install.arg(&home).args(["--no-track", "--force"]);
        if self.locked {
            install.arg("--locked");
        }
        // Settings of the calling cargo are not meant for another package.
        run(install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS").current_dir(cache()?))?;
        Ok(programs)
    }
}

/// Where the tools are kept; made if it is missing.
pub fn cache() -> Outcome<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = variable("ROTATION_TOOLS")
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("rotation-engine")))
        .or_else(|| Some(variable("HOME")?.join(".cache/rotation-engine")))
        .or_else(|| Some(variable("LOCALAPPDATA")?.join("rotation-engine")))
        .ok_or("set ROTATION_TOOLS to a folder in which tools may be installed")?;
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))
}

fn installed_chromium() -> Option<PathBuf> {
    let chosen = env::var_os("CHROMIUM").map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let places = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    chosen
        .or_else(|| names.iter().find_map(|name| find(name)))
        .or_else(|| places.iter().map(PathBuf::from).find(|place| place.is_file()))
}
