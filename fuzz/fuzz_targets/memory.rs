//! How much memory reading may take: four times the input, and a piece of a stream.

use allocation_counter::measure;

/// A piece, its cells, and what any file takes: its header, its messages.
const ANY: u64 = 4 << 20;

/// Reads, and panics if that took too much memory for an input of so many bytes.
pub fn bounded(bytes: usize, read: impl FnOnce()) {
    let held = measure(read).bytes_max;
    assert!(held <= ANY + 4 * bytes as u64, "{bytes} bytes were read in {held}");
}
