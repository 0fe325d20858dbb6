//! How much is read, and how much of what is found is listed.

/// The largest file that is read but for those of option quotes, unpacked, in bytes: 64 MiB.
pub const MAX_BYTES: usize = 64 << 20;
/// The most that all these files may have together, in bytes: 256 MiB.
pub const MAX_TOGETHER: usize = 4 * MAX_BYTES;
/// The most rows such a file may have.
pub const MAX_ROWS: usize = 200_000;
/// The most option quotes that are kept of all files together; files of quotes have no other limit.
pub const MAX_QUOTES: usize = 4_000_000;
/// The most problems that are listed one by one; all of them are counted.
pub const MAX_PROBLEMS: usize = 1_000;
/// Fewer bars than this bring a warning: the signals would never finish warming up.
pub const FEW_BARS: usize = 120;
