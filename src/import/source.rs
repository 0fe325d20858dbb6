//! Bytes to text: files and archives, pieces of large ones, encodings and lines.

pub(crate) mod archive;
pub(crate) mod encoding;
pub(crate) mod input;
pub(crate) mod lines;
pub(crate) mod pieces;
