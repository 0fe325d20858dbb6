//! Files of vendors, changed anywhere: refused in words or read, in bounded memory, and the order of
//! their rows does not decide what is read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rotation::import::{BadRows, Cleaned, Options, SourceFile, clean};

#[path = "memory.rs"]
mod memory;

fuzz_target!(|bytes: &[u8]| {
    let mut read = None;
    memory::bounded(bytes.len(), || read = cleaned(bytes));
    let (Some(read), Some(turned)) = (read, turned(bytes)) else { return };
    // Where there is one quote or one bar of each, it is the same in any order.
    if let Some(again) = cleaned(&turned)
        && is_without_choice(&read, bytes)
    {
        assert_eq!(read, again);
    }
});

/// What a file gives without its bad rows; nothing if it is refused.
fn cleaned(bytes: &[u8]) -> Option<Cleaned> {
    let file = SourceFile { name: "vendor.csv", role: None, bytes };
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    match clean(&[file], &options) {
        Ok((cleaned, _)) => Some(cleaned),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// The rows below the first line from last to first; nothing where a row may be of several lines.
fn turned(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('"'))?;
    let (header, rows) = text.trim_end_matches('\n').split_once('\n')?;
    let rows: Vec<&str> = rows.split('\n').rev().collect();
    Some(format!("{header}\n{}\n", rows.join("\n")).into_bytes())
}

/// Whether every row was used, so that no row was chosen before another.
fn is_without_choice(read: &Cleaned, bytes: &[u8]) -> bool {
    let rows = bytes.split(|byte| *byte == b'\n').filter(|row| !row.is_empty()).count();
    let used = match read {
        Cleaned::Bars(market) => market.bars.len(),
        Cleaned::Chain(chain) => chain.days().map(|day| day.len()).sum(),
        _ => return false,
    };
    used + 1 == rows
}
