//! The files that a market was made of, as they are named where the market itself is not at hand.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A file that a market was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedFile {
    /// Its name, without folders.
    pub name: String,
    /// What it holds.
    pub kind: DataKind,
    /// What identifies its content.
    pub fingerprint: FileFingerprint,
}

/// What a file of a market holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataKind {
    /// Daily bars.
    Bars,
    /// A volatility index, or other daily series beside the bars.
    Volatility,
    /// Option quotes.
    Chain,
    /// A calendar of events.
    Events,
}

/// The first eight bytes of a SHA-256 over the content of a file: enough to tell files apart, and
/// short enough for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFingerprint(pub [u8; 8]);

impl FileFingerprint {
    /// Files up to this many bytes are hashed whole: all but large files of option quotes.
    pub const WHOLE: u64 = 64 << 20;
    /// Of larger files the length and so many blocks are hashed, at equal distances.
    const BLOCKS: u64 = 16;
    /// Bytes of a block.
    const BLOCK: u64 = 1 << 20;

    /// Hashes a file.
    ///
    /// # Errors
    /// When the content cannot be read.
    ///
    /// ```
    /// use rotation::market::FileFingerprint;
    /// let fingerprint = FileFingerprint::of(&mut std::io::Cursor::new("date,close\n")).unwrap();
    /// assert_eq!(fingerprint.to_string(), "d96b3604c7400fc3");
    /// ```
    pub fn of(content: &mut (impl Read + Seek)) -> io::Result<Self> {
        let length = content.seek(SeekFrom::End(0))?;
        let mut hash = Sha256::new();
        if length <= Self::WHOLE {
            hash_block(content, 0, length, &mut hash)?;
        } else {
            hash.update(length.to_le_bytes());
            for block in 0..Self::BLOCKS - 1 {
                let from = (length - Self::BLOCK) / (Self::BLOCKS - 1) * block;
                hash_block(content, from, Self::BLOCK, &mut hash)?;
            }
            hash_block(content, length - Self::BLOCK, Self::BLOCK, &mut hash)?;
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hash.finalize()[..8]);
        Ok(Self(first))
    }
}

impl fmt::Display for FileFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Hashes `length` bytes from a place on.
fn hash_block(
    content: &mut (impl Read + Seek),
    from: u64,
    length: u64,
    hash: &mut Sha256,
) -> io::Result<()> {
    content.seek(SeekFrom::Start(from))?;
    let mut buffer = vec![0; 1 << 16];
    let mut left = length;
    while left > 0 {
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = content.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        hash.update(&buffer[..read]);
        left -= read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A file of zeros but for one byte; nothing of it is in memory.
    struct Zeros {
        length: u64,
        one_at: Option<u64>,
        at: u64,
    }

    impl Read for Zeros {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let read = into.len().min((self.length - self.at) as usize);
            into[..read].fill(0);
            if let Some(one) = self.one_at
                && (self.at..self.at + read as u64).contains(&one)
            {
                into[(one - self.at) as usize] = 1;
            }
            self.at += read as u64;
            Ok(read)
        }
    }

    impl Seek for Zeros {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.at = match to {
                SeekFrom::Start(at) => at,
                SeekFrom::End(by) => self.length.saturating_add_signed(by),
                SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            };
            Ok(self.at)
        }
    }

    fn of(length: u64, one_at: Option<u64>) -> FileFingerprint {
        FileFingerprint::of(&mut Zeros { length, one_at, at: 0 }).unwrap()
    }

    #[test]
    fn a_changed_byte_changes_the_fingerprint_of_a_small_file() {
        let one = FileFingerprint::of(&mut Cursor::new("date,close\n2024-01-02,100\n")).unwrap();
        let other = FileFingerprint::of(&mut Cursor::new("date,close\n2024-01-02,101\n")).unwrap();
        assert_ne!(one, other);
        let empty = FileFingerprint::of(&mut Cursor::new("")).unwrap();
        assert_eq!(empty.to_string(), "e3b0c44298fc1c14", "SHA-256 of nothing");
    }

    #[test]
    fn a_large_file_is_known_by_length_beginning_and_end() {
        let large = FileFingerprint::WHOLE + 1;
        let plain = of(large, None);
        assert_eq!(plain, of(large, None));
        assert_ne!(plain, of(large + 1, None), "length");
        assert_ne!(plain, of(large, Some(5)), "beginning");
        assert_ne!(plain, of(large, Some(large - 1)), "end");
    }
}
