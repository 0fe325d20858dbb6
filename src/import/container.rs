//! Files within files: what gzip and ZIP hold, unpacked in memory up to a limit.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::encoding::{self, Text};
use super::shown::shown_name;
use super::{FileKind, ImportError, MAX_BYTES, MAX_TOGETHER, Repair, Role, SourceFile};

/// How many names of an archive a message repeats.
const MAX_NAMES: usize = 12;
/// What data files in archives are called.
const DATA: [&str; 5] = ["csv", "txt", "tsv", "gz", "zip"];

/// A file as it is read: as it was given, or taken out of another.
pub(super) struct Content<'a> {
    name: Cow<'a, str>,
    role: Option<Role>,
    bytes: Cow<'a, [u8]>,
    repairs: Vec<Repair>,
}

impl Content<'_> {
    /// Its text, with what was done to get there.
    pub(super) fn text(&self) -> Result<Text<'_>, ImportError> {
        let file = SourceFile { name: &self.name, role: self.role, bytes: &self.bytes };
        let mut text = encoding::decode(&file)?;
        text.repairs.splice(0..0, self.repairs.iter().copied());
        Ok(text)
    }
}

/// The files that are to be read: those that are no archives as they are, the data files of an
/// archive in its place.
pub(super) fn unpack<'a>(files: &[SourceFile<'a>]) -> Result<Vec<Content<'a>>, ImportError> {
    let mut contents = Vec::with_capacity(files.len());
    let mut room = MAX_TOGETHER;
    for file in files {
        match encoding::kind(file.bytes) {
            Some(FileKind::Gzip) => contents.push(gunzip(file, &mut room)?),
            Some(FileKind::Zip) => unzip(file, &mut room, &mut contents)?,
            _ => contents.push(Content {
                name: Cow::Borrowed(file.name),
                role: file.role,
                bytes: Cow::Borrowed(file.bytes),
                repairs: Vec::new(),
            }),
        }
    }
    Ok(contents)
}

fn gunzip<'a>(file: &SourceFile<'_>, room: &mut usize) -> Result<Content<'a>, ImportError> {
    let name = file.name.strip_suffix(".gz").unwrap_or(file.name).to_owned();
    let bytes = inflated(MultiGzDecoder::new(file.bytes), file.name, FileKind::Gzip, room)?;
    let repairs = vec![Repair::Gunzipped];
    Ok(Content { name: Cow::Owned(name), role: file.role, bytes: Cow::Owned(bytes), repairs })
}

fn unzip<'a>(
    file: &SourceFile<'_>,
    room: &mut usize,
    contents: &mut Vec<Content<'a>>,
) -> Result<(), ImportError> {
    let damaged = || damaged(file.name, FileKind::Zip);
    let mut archive = ZipArchive::new(Cursor::new(file.bytes)).map_err(|_| damaged())?;
    let mut names: Vec<String> = archive.file_names().map(ToString::to_string).collect();
    names.retain(|name| !name.ends_with('/'));
    names.sort_unstable();
    let before = contents.len();
    for name in names.iter().filter(|name| is_data(name)) {
        let member = archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                ImportError::Locked { file: shown_name(file.name), member: shown_name(name) }
            }
            _ => damaged(),
        })?;
        let path = format!("{}/{name}", file.name);
        let bytes = inflated(member, &path, FileKind::Zip, room)?;
        let source = SourceFile { name: &path, role: file.role, bytes: &bytes };
        let mut content = match encoding::kind(&bytes) {
            Some(FileKind::Gzip) => gunzip(&source, room)?,
            _ => Content {
                name: Cow::Owned(path),
                role: file.role,
                bytes: Cow::Owned(bytes),
                repairs: Vec::new(),
            },
        };
        content.repairs.insert(0, Repair::Unzipped);
        contents.push(content);
    }
    if contents.len() == before {
        let found = names.iter().take(MAX_NAMES).map(|name| shown_name(name)).collect();
        return Err(ImportError::NoDataInArchive { file: shown_name(file.name), found });
    }
    Ok(())
}

/// Whether a member of an archive may be data: not what systems and vendors put beside it.
pub(super) fn is_data(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hidden = name.starts_with('.') || path.starts_with("__MACOSX/");
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_known = |ending: &str| DATA.iter().any(|data| ending.eq_ignore_ascii_case(data));
    !is_hidden && ending.is_some_and(is_known) && !name.to_ascii_lowercase().starts_with("readme")
}

/// All that a packed stream holds, as far as there is room.
fn inflated(
    stream: impl Read,
    name: &str,
    kind: FileKind,
    room: &mut usize,
) -> Result<Vec<u8>, ImportError> {
    let most = MAX_BYTES.min(*room);
    let mut bytes = Vec::new();
    // One byte more than there is room for tells that it is too much.
    let read = stream.take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|_| damaged(name, kind))?;
    if bytes.len() > most {
        let together = most < MAX_BYTES;
        return Err(ImportError::UnpacksTooLarge { file: shown_name(name), together });
    }
    *room -= bytes.len();
    Ok(bytes)
}

fn damaged(name: &str, kind: FileKind) -> ImportError {
    ImportError::Damaged { file: shown_name(name), kind }
}
