//! Programs that read the tables of this one, in a Python environment of the tests' own.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use crate::command::{command, find};
use crate::test::{Count, cargo_tests};
use crate::{Outcome, fingerprint, root, say, tools};

/// What is installed, at which versions.
const REQUIREMENTS: &str = "tests/readers/requirements.txt";

/// Has every kind of CSV read by pandas, polars and DuckDB. Where they cannot be had, that is said
/// and nothing is counted; that each column is of one kind is tested without them too.
///
/// # Errors
/// If a table is not read as it is written, or the environment cannot be made though it could be.
pub fn all() -> Outcome<Count> {
    match python()? {
        Some(python) => cargo_tests("--test it written::every", &[("ROTATION_READERS", python)]),
        None => Ok(Count::default()),
    }
}

/// The Python that has the three; `None` where there is none to be had.
fn python() -> Outcome<Option<PathBuf>> {
    let wanted = fingerprint::of_files(&[REQUIREMENTS])?;
    let home = tools::cache()?.join(format!("readers-{}", &wanted[..wanted.len().min(16)]));
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = home.join(folder).join(format!("python{}", env::consts::EXE_SUFFIX));
    let stamp = home.join("installed");
    if stamp.is_file() {
        return Ok(Some(python));
    }
    let Some(system) = ["python3", "python"].iter().find_map(|name| find(name)) else {
        println!("skipped: Python is not installed, so pandas, polars and DuckDB read no table");
        return Ok(None);
    };
    say(&format!(
        "installing pandas, polars and DuckDB into {}: they read the tables",
        home.display()
    ));
    let made = command(&system).args(["-m", "venv", "--clear"]).arg(&home).output();
    let made = made.map_err(|error| format!("{}: {error}", system.display()))?;
    if !made.status.success() {
        let reason = String::from_utf8_lossy(&made.stdout);
        println!("skipped: Python cannot make an environment (Debian: python3-venv): {reason}");
        return Ok(None);
    }
    let mut pip = command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]);
    pip.args(["--retries", "1", "--timeout", "30", "--only-binary", ":all:", "--requirement"]);
    let installed = pip.arg(root().join(REQUIREMENTS)).stdout(Stdio::null()).output();
    let installed = installed.map_err(|error| format!("pip: {error}"))?;
    let said = String::from_utf8_lossy(&installed.stderr);
    if installed.status.success() {
        std::fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
        return Ok(Some(python));
    }
    if is_unreachable(&said) {
        println!(
            "skipped: PyPI cannot be reached, so pandas, polars and DuckDB read no table\n{said}"
        );
        return Ok(None);
    }
    Err(format!("pandas, polars and DuckDB cannot be installed from PyPI:\n{said}"))
}

/// Whether pip complains of the network.
fn is_unreachable(said: &str) -> bool {
    const WORDS: [&str; 7] = [
        "connection broken",
        "Failed to establish a new connection",
        "Temporary failure in name resolution",
        "ProxyError",
        "timed out",
        "Network is unreachable",
        "Max retries exceeded",
    ];
    WORDS.iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_is_down_is_told_from_a_wrong_version() {
        let down = "WARNING: Retrying (Retry(total=0)) after connection broken by \
                    'NewConnectionError(\"HTTPSConnection(host='pypi.org', port=443): Failed to \
                    establish a new connection: [Errno -3] Temporary failure in name resolution\")': \
                    /simple/duckdb/\nERROR: No matching distribution found for duckdb==2.0.1";
        assert!(is_unreachable(down));
        let wrong = "ERROR: Could not find a version that satisfies the requirement duckdb==9.9\n\
                     ERROR: No matching distribution found for duckdb==9.9";
        assert!(!is_unreachable(wrong));
    }
}
