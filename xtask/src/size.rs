//! What a first visit downloads, held against a limit.

use crate::build::dist_folder;
use crate::command::{command, output};
use crate::{Outcome, root};

/// Bytes of all files of a first visit together, each with brotli, sample data included. The aim is
/// 500,000; leptos' compiled views are what is above it.
const LIMIT: u64 = 710_000;

/// Prints the size of each file of a first visit.
///
/// # Errors
/// If they are more than the limit together.
pub fn report() -> Outcome {
    let script = root().join("tests/e2e/size.mjs");
    let lines = output(command("node").arg(script).arg(dist_folder()))
        .ok_or("node could not measure dist: try \"node tests/e2e/size.mjs dist\"")?;
    print!("{lines}");
    let brotli = lines.lines().last().and_then(|total| total.split_whitespace().last());
    let brotli: u64 = brotli
        .and_then(|bytes| bytes.parse().ok())
        .ok_or("the sizes do not end with their total")?;
    if brotli > LIMIT {
        return Err(format!("a first visit downloads {brotli} bytes, the limit is {LIMIT}"));
    }
    println!("a first visit downloads {brotli} bytes with brotli, the limit is {LIMIT}");
    Ok(())
}
