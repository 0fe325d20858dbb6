//! The bytes of a value on its way between page and worker: each number at its fixed width, little
//! endian, in the order of the fields; an enum is one byte and its fields, a list its length and
//! its items.
//!
//! Page and worker come from one build, so the format need neither be small nor forgiving. It has
//! one property that general formats lack: neither writing nor reading can fail half-way. Reading
//! past the end gives zeros, a variant that does not exist is the first one, and the reader
//! remembers that it happened ([`Reader::end`]). So there is no error to pass on at any field, and
//! the code that reads a report is a third of what it would be.

mod log;
mod reader;
mod writer;

use serde::{Deserialize, Serialize, de, ser};

pub use log::{Log, Packed, Rows};

use reader::Reader;
use writer::Writer;

/// The error that neither side has.
#[derive(Debug)]
pub(crate) enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

/// What a `Serialize` or `Deserialize` of ours refuses to write or read; none does.
#[cold]
fn refused() -> ! {
    panic!("a message was refused by its own type")
}

impl ser::Error for Never {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        refused()
    }
}

impl de::Error for Never {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        refused()
    }
}

/// A message as bytes.
pub(crate) fn write<T: Serialize>(message: &T, capacity: usize) -> Vec<u8> {
    let mut writer = Writer(Vec::with_capacity(capacity));
    match message.serialize(&mut writer) {
        Ok(()) => writer.0,
    }
}

/// A message and what follows it; `None` if the bytes are none.
pub(crate) fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<(T, usize)> {
    let mut reader = Reader::new(bytes);
    let Ok(message) = T::deserialize(&mut reader);
    reader.end().map(|left| (message, left))
}
