//! Any rows below the header of each layout: the first byte chooses it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rotation::import::{BadRows, Cleaned, Options, SourceFile, clean};
use rotation::share::csv;
use rotation::view::cleaned;

#[path = "headers.rs"]
mod headers;
#[path = "memory.rs"]
mod memory;

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rows)) = bytes.split_first() else { return };
    let header = headers::HEADERS[usize::from(*which) % headers::HEADERS.len()];
    let text = [header.as_bytes(), b"\n", rows].concat();
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    let read = |bytes: &[u8]| {
        let file = SourceFile { name: "vendor.csv", role: None, bytes };
        clean(&[file], &options).ok().map(|(cleaned, _)| cleaned)
    };
    let mut found = None;
    memory::bounded(text.len(), || found = read(&text));
    // What is written again is read the same.
    if let Some(Cleaned::Chain(chain)) = found {
        let again = read(csv::write(&cleaned::chain(&chain)).as_bytes());
        assert_eq!(again.is_some(), !chain.is_empty());
    }
});
