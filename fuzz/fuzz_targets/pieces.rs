//! A file of quotes cut anywhere gives what it gives as a whole: the first byte says where.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rotation::import::{BadRows, Options, SourceFile, clean};

#[path = "memory.rs"]
mod memory;

const HEADER: &str = "symbol,quote_date,expiry,strike,type,bid,ask,iv,delta,underlying\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((piece, rows)) = bytes.split_first() else { return };
    let text = [HEADER.as_bytes(), rows].concat();
    let read = |piece| {
        let file = SourceFile { name: "quotes.csv", role: None, bytes: &text };
        clean(&[file], &Options { bad_rows: BadRows::Skip, piece, ..Options::default() })
    };
    let mut cut = None;
    memory::bounded(text.len(), || cut = Some(read(Some(1 + usize::from(*piece)))));
    assert_eq!(cut, Some(read(None)));
});
