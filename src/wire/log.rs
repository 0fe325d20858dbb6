//! A long list of which little is looked at.

use std::fmt;
use std::ops::{Index, Range};
use std::sync::OnceLock;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Rows that are made by ten thousands and looked at by dozens: in a message they are blocks of
/// bytes, and a block becomes rows at the first look at one of them.
///
/// ```
/// use rotation::wire::Log;
/// let log = Log::from(vec![1_u16, 2, 3]);
/// assert_eq!((log.len(), log[1], log.iter().sum::<u16>()), (3, 2, 6));
/// ```
#[derive(Clone)]
pub struct Log<T>(Kept<T>);

#[derive(Clone)]
enum Kept<T> {
    /// As they were made.
    Rows(Vec<T>),
    /// As they were received: so many, in blocks.
    Blocks(usize, Vec<Block<T>>),
}

#[derive(Clone)]
struct Block<T> {
    rows: OnceLock<Vec<T>>,
    bytes: Vec<u8>,
}

/// Rows of a block, but for the last: what a screen shows lies in one or two.
const ROWS: usize = 512;

impl<T> Log<T> {
    /// How many rows it has; none is read to know it.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Kept::Rows(rows) => rows.len(),
            Kept::Blocks(length, _) => *length,
        }
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: DeserializeOwned> Log<T> {
    /// One row; `None` beyond the last.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        match &self.0 {
            Kept::Rows(rows) => rows.get(row),
            Kept::Blocks(_, blocks) => blocks.get(row / ROWS)?.rows().get(row % ROWS),
        }
    }

    /// The first row.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last row.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The rows from one on.
    #[must_use]
    pub const fn from_row(&self, row: usize) -> Rows<'_, T> {
        Rows { log: self, left: row..self.len() }
    }

    /// All rows.
    #[must_use]
    pub const fn iter(&self) -> Rows<'_, T> {
        self.from_row(0)
    }
}

/// Rows of a log in their order.
#[derive(Clone)]
pub struct Rows<'l, T> {
    log: &'l Log<T>,
    left: Range<usize>,
}

impl<'l, T: DeserializeOwned> Iterator for Rows<'l, T> {
    type Item = &'l T;

    fn next(&mut self) -> Option<&'l T> {
        self.log.get(self.left.next()?)
    }
}

impl<'l, T: DeserializeOwned> IntoIterator for &'l Log<T> {
    type Item = &'l T;
    type IntoIter = Rows<'l, T>;

    fn into_iter(self) -> Rows<'l, T> {
        self.iter()
    }
}

impl<T: DeserializeOwned> Block<T> {
    fn rows(&self) -> &[T] {
        // Bytes that are no rows of ours come from no program of ours.
        let read = || super::read(&self.bytes).map_or_else(Vec::new, |(rows, _)| rows);
        self.rows.get_or_init(read)
    }
}

impl<T> From<Vec<T>> for Log<T> {
    fn from(rows: Vec<T>) -> Self {
        Self(Kept::Rows(rows))
    }
}

impl<T: DeserializeOwned> Index<usize> for Log<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        self.get(row).expect("the log has the row")
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

impl<T: Serialize> Serialize for Log<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // About what rows take in memory is what they take as bytes.
        let pack = |rows: &[T]| Packed(super::write(&rows, size_of_val(rows)));
        let packed: Vec<Packed> = match &self.0 {
            Kept::Rows(rows) => rows.chunks(ROWS).map(pack).collect(),
            Kept::Blocks(_, blocks) => blocks.iter().map(|own| Packed(own.bytes.clone())).collect(),
        };
        (self.len() as u32, packed).serialize(to)
    }
}

impl<'de, T> Deserialize<'de> for Log<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (length, packed): (u32, Vec<Packed>) = Deserialize::deserialize(from)?;
        let block = |Packed(bytes)| Block { rows: OnceLock::new(), bytes };
        let length = (length as usize).min(packed.len() * ROWS);
        Ok(Self(Kept::Blocks(length, packed.into_iter().map(block).collect())))
    }
}

/// Bytes as one copy: serde would visit each byte of a `Vec<u8>`.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed(pub Vec<u8>);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_bytes(Bytes).map(Self)
    }
}

struct Bytes;

impl de::Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("bytes")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u32, String);

    fn sent(rows: u32) -> Log<Row> {
        Log::from((0..rows).map(|row| (row, format!("row {row}"))).collect::<Vec<_>>())
    }

    fn received(log: &Log<Row>) -> Log<Row> {
        let bytes = crate::wire::write(log, 0);
        let (received, left) = crate::wire::read(&bytes).unwrap();
        assert_eq!(left, 0);
        received
    }

    fn read_blocks(log: &Log<Row>) -> usize {
        let Kept::Blocks(_, blocks) = &log.0 else { return 0 };
        blocks.iter().filter(|block| block.rows.get().is_some()).count()
    }

    #[test]
    fn a_block_is_read_at_the_first_look_and_no_other_is() {
        let log = received(&sent(2_000));
        assert_eq!((log.len(), read_blocks(&log)), (2_000, 0));
        assert_eq!((log[511].0, log[512].0, log[1_999].0), (511, 512, 1_999));
        assert_eq!((read_blocks(&log), log.get(2_000)), (3, None));
        assert_eq!(received(&log), log, "passed on as it was received");
    }

    #[test]
    fn any_length_comes_back() {
        for rows in [0, 1, 511, 512, 513, 1_024] {
            assert_eq!(received(&sent(rows)), sent(rows));
            assert_eq!(
                received(&sent(rows)).from_row(512).count(),
                rows.saturating_sub(512) as usize
            );
        }
    }

    #[test]
    fn bytes_that_are_no_rows_are_no_rows() {
        let garbled = (700_u32, vec![Packed(vec![9, 9, 9]), Packed(Vec::new())]);
        let bytes = crate::wire::write(&garbled, 0);
        let (log, _) = crate::wire::read::<Log<u64>>(&bytes).unwrap();
        assert_eq!((log.len(), log.iter().count()), (700, 0));
    }
}
