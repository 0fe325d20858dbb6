//! A long list in a report, of which the page shows a screenful at most.

use std::fmt;
use std::ops::Index;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::{Error, Serializer};
use serde::{Deserialize, Serialize};

/// Rows that stay bytes after a transfer until they are read.
///
/// A message holds the rows in blocks of postcard bytes. Decoding the message copies the blocks; a
/// block is decoded when one of its rows is first read. The day's panel, which every run updates,
/// reads one block of fills and one of `held` instead of decoding all of them, which takes 4 ms on
/// the sample (`cargo bench --bench protocol`).
///
/// ```
/// use rotation::engine::report::Log;
/// let log = Log::from(vec![1_u16, 2, 3]);
/// assert_eq!((log.len(), log[1], log.iter().sum::<u16>()), (3, 2, 6));
/// ```
#[derive(Clone, Serialize, Deserialize)]
pub struct Log<T> {
    length: usize,
    blocks: Vec<Block<T>>,
}

/// [`ROWS`] rows, or fewer in the last block.
#[derive(Clone)]
struct Block<T> {
    /// The rows as they were received; empty if they were never bytes.
    bytes: Vec<u8>,
    rows: OnceLock<Vec<T>>,
}

/// The rows of a screen are in one or two blocks.
const ROWS: usize = 512;

impl<T> Log<T> {
    /// The number of rows, known without decoding them.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether the log has no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl<T: DeserializeOwned> Log<T> {
    /// One row; `None` beyond the last.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.blocks.get(row / ROWS)?.rows().get(row % ROWS)
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.iter_from(0)
    }

    /// The rows from one on; the blocks before it are not decoded.
    pub fn iter_from(&self, row: usize) -> impl Iterator<Item = &T> + Clone {
        self.blocks.iter().skip(row / ROWS).flat_map(Block::rows).skip(row % ROWS)
    }
}

impl<T: DeserializeOwned> Index<usize> for Log<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        self.get(row).expect("the log has this row")
    }
}

impl<T> From<Vec<T>> for Log<T> {
    fn from(rows: Vec<T>) -> Self {
        let length = rows.len();
        let mut rows = rows.into_iter();
        let block = |_| Block {
            bytes: Vec::new(),
            rows: OnceLock::from(rows.by_ref().take(ROWS).collect::<Vec<T>>()),
        };
        Self { length, blocks: (0..length.div_ceil(ROWS)).map(block).collect() }
    }
}

impl<T: DeserializeOwned + PartialEq> PartialEq for Log<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: DeserializeOwned + fmt::Debug> fmt::Debug for Log<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: DeserializeOwned> Block<T> {
    fn rows(&self) -> &[T] {
        // Damaged bytes give no rows instead of a panic, which would stop the page.
        self.rows.get_or_init(|| postcard::from_bytes(&self.bytes).unwrap_or_default())
    }
}

/// As one block of bytes: serde would visit each byte of a `Vec<u8>`.
impl<T: Serialize> Serialize for Block<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.rows.get() {
            Some(rows) if self.bytes.is_empty() => {
                // A row takes about as many bytes in a message as in memory.
                let room = Vec::with_capacity(size_of_val(rows.as_slice()));
                let bytes = postcard::to_extend(rows, room).map_err(S::Error::custom)?;
                to.serialize_bytes(&bytes)
            }
            _ => to.serialize_bytes(&self.bytes),
        }
    }
}

impl<'de, T> Deserialize<'de> for Block<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(from)?.to_vec();
        Ok(Self { bytes, rows: OnceLock::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u32, String);

    fn log(rows: u32) -> Log<Row> {
        Log::from((0..rows).map(|row| (row, format!("row {row}"))).collect::<Vec<_>>())
    }

    fn send(log: &Log<Row>) -> Log<Row> {
        let bytes = postcard::to_stdvec(log).unwrap();
        postcard::from_bytes(&bytes).unwrap()
    }

    fn count_decoded(log: &Log<Row>) -> usize {
        log.blocks.iter().filter(|block| block.rows.get().is_some()).count()
    }

    #[test]
    fn a_block_is_decoded_when_a_row_of_it_is_first_read() {
        let received = send(&log(2_000));
        assert_eq!(
            (received.len(), received.is_empty(), count_decoded(&received)),
            (2_000, false, 0)
        );
        assert_eq!((received[511].0, received[512].0, received[1_999].0), (511, 512, 1_999));
        assert_eq!((count_decoded(&received), received.get(2_000)), (3, None));
        let received = send(&log(2_000));
        assert_eq!(received.iter_from(1_600).next(), Some(&log(2_000)[1_600]));
        assert_eq!(count_decoded(&received), 1);
    }

    #[test]
    fn logs_of_any_length_round_trip_repeatedly() {
        for rows in [0, 1, 511, 512, 513, 1_024] {
            let received = send(&log(rows));
            assert_eq!(send(&received), log(rows), "sent on without decoding");
            assert_eq!(received, log(rows));
            assert_eq!(send(&received), log(rows), "sent on after decoding");
            assert_eq!(received.iter_from(512).count(), rows.saturating_sub(512) as usize);
        }
    }

    #[test]
    fn damaged_rows_are_dropped() {
        let bytes = postcard::to_stdvec(&(700_usize, vec![vec![9_u8, 9, 9], vec![]])).unwrap();
        let log: Log<Row> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((log.len(), log.iter().count(), log.get(0)), (700, 0, None));
    }
}
