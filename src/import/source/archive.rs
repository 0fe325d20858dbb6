//! Opens files, and the files inside gzip and ZIP archives, as often as they are read.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::findings::error::ImportError;
use crate::import::findings::form::FileKind;
use crate::import::findings::repair::Repair;
use crate::import::findings::role::Role;
use crate::import::findings::show::show_name;
use crate::import::source::encoding;
use crate::import::source::input::{Input, Watched};
use crate::import::source::pieces::Pieces;

/// The most names of an archive that a message lists.
const MAX_NAMES: usize = 12;
/// File extensions of data in archives.
const DATA: [&str; 5] = ["csv", "txt", "tsv", "gz", "zip"];

/// All given files, open.
pub(crate) struct Shelf<'a> {
    holders: Vec<Holder<'a>>,
}

/// A given file: plain, gzip or a ZIP archive.
struct Holder<'a> {
    bytes: u64,
    at: Rc<Cell<u64>>,
    kind: HolderKind<'a>,
}

enum HolderKind<'a> {
    File(Watched<'a>),
    Zip(Box<ZipArchive<Watched<'a>>>),
}

/// A file to read: a given one, or a data file of an archive.
pub(crate) struct Item {
    pub(crate) name: String,
    /// Its name before it was unpacked, for messages about unpacking.
    given: String,
    pub(crate) role: Option<Role>,
    /// How it was unpacked.
    pub(crate) repairs: Vec<Repair>,
    holder: usize,
    member: Option<usize>,
    is_gzip: bool,
}

impl<'a> Shelf<'a> {
    /// Opens files, and lists the data files in archives.
    pub(crate) fn open(inputs: Vec<Input<'a>>) -> Result<(Self, Vec<Item>), ImportError> {
        let mut shelf = Self { holders: Vec::with_capacity(inputs.len()) };
        let mut items = Vec::with_capacity(inputs.len());
        for Input { name, role, content } in inputs {
            let unread = |_: io::Error| ImportError::Unreadable { file: show_name(name) };
            let at = Rc::new(Cell::new(0));
            let mut content = Watched::new(content, at.clone());
            let bytes = content.seek(SeekFrom::End(0)).map_err(unread)?;
            let kind = kind(&mut content).map_err(unread)?;
            let holder = shelf.holders.len();
            let hold = |kind| Holder { bytes, at, kind };
            if kind == Some(FileKind::Zip) {
                let archive = ZipArchive::new(content);
                let archive = archive.map_err(|_| damaged(name, FileKind::Zip))?;
                shelf.holders.push(hold(HolderKind::Zip(Box::new(archive))));
                shelf.members(name, role, &mut items)?;
                continue;
            }
            shelf.holders.push(hold(HolderKind::File(content)));
            let is_gzip = kind == Some(FileKind::Gzip);
            let short = if is_gzip { name.strip_suffix(".gz").unwrap_or(name) } else { name };
            items.push(Item {
                name: short.to_owned(),
                given: name.to_owned(),
                role,
                repairs: if is_gzip { vec![Repair::Gunzipped] } else { Vec::new() },
                holder,
                member: None,
                is_gzip,
            });
        }
        Ok((shelf, items))
    }

    /// Lists the data files of the archive opened last, by name.
    fn members(
        &mut self,
        file: &str,
        role: Option<Role>,
        items: &mut Vec<Item>,
    ) -> Result<(), ImportError> {
        let holder = self.holders.len() - 1;
        let HolderKind::Zip(archive) = &mut self.holders[holder].kind else { return Ok(()) };
        let mut names: Vec<String> = archive.file_names().map(ToString::to_string).collect();
        names.retain(|name| !name.ends_with('/'));
        names.sort_unstable();
        let before = items.len();
        for name in names.iter().filter(|name| is_data(name)) {
            let damaged = || damaged(file, FileKind::Zip);
            let member = archive.index_for_name(name).ok_or_else(damaged)?;
            let mut content = archive.by_index(member).map_err(|error| match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                    ImportError::Locked { file: show_name(file), member: show_name(name) }
                }
                _ => damaged(),
            })?;
            let is_gzip = head_kind(&mut content).map_err(|_| damaged())? == Some(FileKind::Gzip);
            let path = format!("{file}/{name}");
            let short = if is_gzip { path.strip_suffix(".gz").unwrap_or(&path) } else { &path };
            let mut repairs = vec![Repair::Unzipped];
            repairs.extend(is_gzip.then_some(Repair::Gunzipped));
            items.push(Item {
                name: short.to_owned(),
                given: path,
                role,
                repairs,
                holder,
                member: Some(member),
                is_gzip,
            });
        }
        if items.len() == before {
            let found = names.iter().take(MAX_NAMES).map(|name| show_name(name)).collect();
            return Err(ImportError::NoDataInArchive { file: show_name(file), found });
        }
        Ok(())
    }

    /// The unpacked bytes of a file from its start, `size` at a time.
    pub(crate) fn pieces(&mut self, item: &Item, size: usize) -> Result<Pieces<'_>, ImportError> {
        let unread = |_| item.unread();
        let from: Box<dyn Read + '_> = match (&mut self.holders[item.holder].kind, item.member) {
            (HolderKind::Zip(archive), Some(member)) => {
                Box::new(archive.by_index(member).map_err(|_| item.unread())?)
            }
            (HolderKind::File(content), _) => {
                content.seek(SeekFrom::Start(0)).map_err(unread)?;
                Box::new(content)
            }
            (HolderKind::Zip(_), None) => return Err(item.unread()),
        };
        let from = if item.is_gzip { Box::new(MultiGzDecoder::new(from)) } else { from };
        Ok(Pieces::new(from, size))
    }

    /// The read position in this file, and the size of all files.
    pub(crate) fn place(&self, item: &Item) -> Place {
        let sizes = self.holders.iter().map(|holder| holder.bytes);
        Place {
            before: sizes.clone().take(item.holder).sum(),
            of: sizes.sum(),
            at: self.holders[item.holder].at.clone(),
        }
    }

    /// The size of a file as given, bytes.
    pub(crate) fn size(&self, item: &Item) -> u64 {
        self.holders[item.holder].bytes
    }
}

/// A read position among all files.
pub(crate) struct Place {
    before: u64,
    at: Rc<Cell<u64>>,
    /// The bytes of all files.
    pub(crate) of: u64,
}

impl Place {
    /// Bytes read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.before + self.at.get()
    }
}

impl Item {
    /// Whether it was given packed.
    pub(crate) fn is_packed(&self) -> bool {
        self.is_gzip || self.member.is_some()
    }

    /// The error for bytes that cannot be read.
    pub(crate) fn unread(&self) -> ImportError {
        match (self.member, self.is_gzip) {
            (None, false) => ImportError::Unreadable { file: show_name(&self.given) },
            (_, true) => damaged(&self.given, FileKind::Gzip),
            (Some(_), false) => damaged(&self.given, FileKind::Zip),
        }
    }
}

/// Whether a member of an archive may be data, not a hidden file or a readme.
pub(crate) fn is_data(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hidden = name.starts_with('.') || path.starts_with("__MACOSX/");
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_known = |ending: &str| DATA.iter().any(|data| ending.eq_ignore_ascii_case(data));
    !is_hidden && ending.is_some_and(is_known) && !name.to_ascii_lowercase().starts_with("readme")
}

/// The kind of a file by its first bytes; `None` for text.
fn kind(content: &mut Watched<'_>) -> io::Result<Option<FileKind>> {
    content.seek(SeekFrom::Start(0))?;
    let kind = head_kind(content)?;
    content.seek(SeekFrom::Start(0))?;
    Ok(kind)
}

fn head_kind(content: &mut dyn Read) -> io::Result<Option<FileKind>> {
    let mut head = Vec::with_capacity(encoding::HEAD);
    content.take(encoding::HEAD as u64).read_to_end(&mut head)?;
    Ok(encoding::kind(&head))
}

fn damaged(name: &str, kind: FileKind) -> ImportError {
    ImportError::Damaged { file: show_name(name), kind }
}
