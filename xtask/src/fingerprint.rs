//! A short name for content: 64 bits of FNV-1a (Fowler, Noll, Vo 1991), as 16 hexadecimal digits.
//!
//! It tells one build from another; it is no defence against somebody who wants two to collide.

use crate::{Outcome, root};
use std::fs;
use std::path::{Path, PathBuf};

/// The fingerprint of some bytes.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hash = Fnv::new();
    hash.write(bytes);
    hash.text()
}

/// The fingerprint of files and of all files in folders, named from the project's folder; both
/// their names and their content count.
pub fn of_files(paths: &[&str]) -> Outcome<String> {
    let mut hash = Fnv::new();
    for path in paths {
        add(&mut hash, Path::new(path))?;
    }
    Ok(hash.text())
}

fn add(hash: &mut Fnv, path: &Path) -> Outcome {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    let here = root().join(path);
    if here.is_dir() {
        let entries = fs::read_dir(here).map_err(fail)?;
        let mut inside: Vec<PathBuf> =
            entries.flatten().map(|entry| path.join(entry.file_name())).collect();
        inside.sort();
        return inside.iter().try_for_each(|path| add(hash, path));
    }
    let content = fs::read(here).map_err(fail)?;
    hash.write(path.to_string_lossy().replace('\\', "/").as_bytes());
    hash.write(&(content.len() as u64).to_le_bytes());
    hash.write(&content);
    Ok(())
}

struct Fnv(u64);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_equal_the_values_published_with_the_algorithm() {
        assert_eq!(of_bytes(b""), "cbf29ce484222325");
        assert_eq!(of_bytes(b"a"), "af63dc4c8601ec8c");
        assert_eq!(of_bytes(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn a_folder_is_its_files_in_order() {
        let folder = of_files(&["xtask/src"]).expect("the folder is there");
        assert_eq!(Ok(&folder), of_files(&["xtask/src"]).as_ref());
        assert_ne!(Ok(&folder), of_files(&["xtask/src", "xtask/Cargo.toml"]).as_ref());
        assert!(of_files(&["xtask/nothing"]).is_err_and(|e| e.starts_with("xtask/nothing: ")));
    }
}
