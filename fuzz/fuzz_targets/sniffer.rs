//! Any bytes as a file: refused in words or read, in bounded memory.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rotation::import::{BadRows, Input, Options, SourceFile, clean, unknown};

#[path = "memory.rs"]
mod memory;

fuzz_target!(|bytes: &[u8]| {
    let file = SourceFile { name: "any.csv", role: None, bytes };
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    memory::bounded(bytes.len(), || {
        if let Err(error) = clean(&[file], &options) {
            assert!(!error.to_string().is_empty());
            let _ = unknown(vec![Input::from(&file)], &options);
        }
    });
});
