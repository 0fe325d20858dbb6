//! Reads files: option quotes piece by piece, all others as a whole.

use std::io;

use crate::import::findings::error::ImportError;
use crate::import::findings::limits::{MAX_BYTES, MAX_QUOTES, MAX_TOGETHER};
use crate::import::findings::problem::Problem;
use crate::import::findings::show::{show_name, show_row};
use crate::import::findings::warning::Warning;
use crate::import::sheet::kind::{by_header, is_chain};
use crate::import::sheet::options::Options;
use crate::import::sheet::sniff::{self, Sheet};
use crate::import::sheet::symbols::NAMED;
use crate::import::sheet::unknown::Unknown;
use crate::import::source::archive::{Item, Shelf};
use crate::import::source::encoding::{self, Text};
use crate::import::source::input::{Input, Progress, Watch};
use crate::import::source::lines::{line_end, line_length};
use crate::import::source::pieces::{PIECE, Pieces};

/// How much of a file of option quotes stays in memory, bytes: its header, and enough rows to
/// detect the decimal mark.
const HEAD: usize = 64 << 10;

/// How far a file is read again to show bad rows, bytes.
const AGAIN: usize = 256 << 20;

/// All files of an import, open.
pub(crate) struct Reading<'a, 'o> {
    shelf: Shelf<'a>,
    items: Vec<Item>,
    /// The filter of quotes, and the column mappings of the user.
    pub(crate) options: &'o Options,
    watch: &'o mut dyn Watch,
    /// Names of the skipped files without rows.
    without_rows: Vec<String>,
    /// What is said of files that were left out, or of columns of theirs.
    notes: Vec<Warning>,
    /// How many bytes of a file of quotes are read at a time.
    piece: usize,
    /// Rows read and quotes kept of the files before.
    rows: usize,
    quotes: usize,
}

impl<'a, 'o> Reading<'a, 'o> {
    /// Opens files and unpacks archives.
    pub(crate) fn open(
        inputs: Vec<Input<'a>>,
        options: &'o Options,
        watch: &'o mut dyn Watch,
    ) -> Result<Self, ImportError> {
        if inputs.is_empty() {
            return Err(ImportError::NoFiles);
        }
        let (shelf, items) = Shelf::open(inputs)?;
        let piece = options.piece.map_or(PIECE, |bytes| bytes.max(1));
        let without_rows = Vec::new();
        let notes = Vec::new();
        Ok(Self { shelf, items, options, watch, without_rows, notes, piece, rows: 0, quotes: 0 })
    }

    /// The text of each file; of a long file of option quotes only the top. An empty file is
    /// skipped unless all are empty: among files of one day each, a holiday's may be.
    pub(crate) fn texts(&mut self) -> Result<Vec<Text>, ImportError> {
        let mut room = MAX_TOGETHER;
        let mut texts = Vec::with_capacity(self.items.len());
        let mut empty = Vec::new();
        for item in std::mem::take(&mut self.items) {
            match text(&mut self.shelf, &item, room, self.options)? {
                Some(text) => {
                    room -= text.bytes.len().min(room);
                    texts.push(text);
                    self.items.push(item);
                }
                None => empty.push(item),
            }
        }
        // What a caller names as something is missed if there is nothing else of it.
        let is_missed = |item: &&Item| match item.role {
            Some(role) => self.items.iter().all(|other| other.role != Some(role)),
            None => self.items.is_empty(),
        };
        if let Some(item) = empty.iter().find(is_missed) {
            return Err(ImportError::Empty { file: show_name(&item.name) });
        }
        self.without_rows.extend(empty.iter().map(|item| show_name(&item.name)));
        Ok(texts)
    }

    /// Names of the skipped files, for a message that lists files.
    pub(crate) fn passed_over(&self) -> impl Iterator<Item = String> {
        self.without_rows.iter().map(|name| format!("{name} (without rows)"))
    }

    /// Skips files with a header alone if another file has the same header and rows.
    pub(crate) fn with_rows<'t>(&mut self, sheets: Vec<Sheet<'t>>) -> Vec<Sheet<'t>> {
        let have_rows: Vec<bool> = sheets.iter().map(Sheet::has_rows).collect();
        let is_part = |sheet: &Sheet<'_>| {
            let is_like = |other: &Sheet<'_>| {
                (other.role, other.index) == (sheet.role, sheet.index)
                    && other.has_columns_of(sheet)
            };
            sheets.iter().zip(&have_rows).any(|(other, has)| *has && is_like(other))
        };
        let stay: Vec<bool> =
            sheets.iter().zip(&have_rows).map(|(sheet, has)| *has || !is_part(sheet)).collect();
        let mut with_rows = Vec::with_capacity(sheets.len());
        let items = std::mem::take(&mut self.items);
        for ((item, sheet), stays) in items.into_iter().zip(sheets).zip(stay) {
            if stays {
                self.items.push(item);
                with_rows.push(sheet);
            } else {
                self.without_rows.push(sheet.name.to_owned());
            }
        }
        with_rows
    }

    /// The files that stay, with what is said of the others.
    pub(crate) fn leave_out<'t>(
        &mut self,
        sheets: Vec<Sheet<'t>>,
        stay: &[bool],
        notes: Vec<Warning>,
    ) -> Vec<Sheet<'t>> {
        self.notes = notes;
        let items = std::mem::take(&mut self.items).into_iter().zip(sheets).zip(stay);
        let left: (Vec<Item>, Vec<Sheet<'t>>) =
            items.filter(|(_, stays)| **stays).map(|(both, _)| both).unzip();
        self.items = left.0;
        left.1
    }

    /// What is to be said of skipped files.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        self.skipped().into_iter().chain(self.notes.iter().cloned()).collect()
    }

    /// The warning that lists files without rows.
    fn skipped(&self) -> Option<Warning> {
        let mut files = self.without_rows.clone();
        let more = files.len().saturating_sub(NAMED);
        files.truncate(NAMED);
        (!files.is_empty()).then_some(Warning::WithoutRows { files, more })
    }

    /// The first file whose header is unknown or lacks columns.
    pub(crate) fn unknown(&mut self) -> Option<Unknown> {
        let options = self.options;
        self.items.iter().find_map(|item| {
            let text = top(&mut self.shelf, item)?;
            let sheet = sniff::sniff(&text, options);
            let is_known = sheet.is_ok_and(|sheet| by_header(&sheet).is_ok());
            if is_known { None } else { Unknown::of(&text) }
        })
    }

    /// The columns of a file, whether they are known or not.
    pub(crate) fn columns(&mut self, file: &str) -> Option<Unknown> {
        let mut named = self.items.iter().filter(|item| show_name(&item.name) == file);
        named.find_map(|item| Unknown::of(&top(&mut self.shelf, item)?))
    }

    /// Reads the rows of a file piece by piece. `read` receives a piece and the most quotes that
    /// may be kept, and returns the rows read and the quotes kept so far.
    pub(crate) async fn each_piece(
        &mut self,
        sheet: &Sheet<'_>,
        number: usize,
        mut read: impl FnMut(&[u8], usize) -> Result<(usize, usize), ImportError>,
    ) -> Result<(), ImportError> {
        let item = &self.items[number];
        let place = self.shelf.place(item);
        let room = MAX_QUOTES - self.quotes;
        let mut body = Body::open(&mut self.shelf, item, sheet, self.piece)?;
        let mut so_far = (0, 0);
        while let Some(piece) = body.next().map_err(|_| item.unread())? {
            so_far = read(piece, room)?;
            self.watch.hear(Progress {
                bytes: place.bytes(),
                of: place.of,
                rows: (self.rows + so_far.0) as u64,
                quotes: (self.quotes + so_far.1) as u64,
            });
            self.watch.pause().await;
        }
        self.rows += so_far.0;
        self.quotes += so_far.1;
        Ok(())
    }

    /// Takes back the rows and quotes of a file that is read again from its start.
    pub(crate) fn take_back(&mut self, rows: usize, quotes: usize) {
        self.rows -= rows;
        self.quotes -= quotes;
    }

    /// Adds the text of bad rows whose text was not kept, by reading the file again up to a limit.
    /// A row beyond the limit stays without its text.
    pub(crate) async fn show_rows(
        &mut self,
        sheet: &Sheet<'_>,
        number: usize,
        problems: &mut [Problem],
    ) {
        let mut asked = problems.iter_mut().filter(|problem| problem.row.is_none()).peekable();
        if asked.peek().is_none() {
            return;
        }
        let item = &self.items[number];
        let Ok(mut body) = Body::open(&mut self.shelf, item, sheet, self.piece) else { return };
        let (mut line, mut read) = (sheet.body_line, 0);
        while let Ok(Some(piece)) = body.next() {
            let mut rest = piece;
            while !rest.is_empty() {
                let length = line_length(rest);
                while let Some(problem) = asked.next_if(|problem| problem.line <= line) {
                    problem.row = (problem.line == line).then(|| show_row(&rest[..length]));
                }
                rest = &rest[length + line_end(&rest[length..]).unwrap_or(0)..];
                line += 1;
            }
            read += piece.len();
            if asked.peek().is_none() || read > AGAIN {
                return;
            }
            self.watch.pause().await;
        }
    }
}

/// The rows below the header of a file, piece by piece.
struct Body<'r> {
    pieces: Pieces<'r>,
    /// Bytes of the next pieces that are above them.
    above: usize,
}

impl<'r> Body<'r> {
    fn open(
        shelf: &'r mut Shelf<'_>,
        item: &Item,
        sheet: &'r Sheet<'_>,
        piece: usize,
    ) -> Result<Self, ImportError> {
        let pieces = match sheet.goes_on_from {
            Some(_) => shelf.pieces(item, piece)?,
            None => Pieces::new(Box::new(sheet.body), piece),
        };
        Ok(Self { pieces, above: sheet.goes_on_from.unwrap_or(0) })
    }

    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let Some(piece) = self.pieces.next()? else { return Ok(None) };
        let skipped = self.above.min(piece.len());
        self.above -= skipped;
        Ok(Some(&piece[skipped..]))
    }
}

/// The top of a file; `None` if it cannot be read as text.
fn top(shelf: &mut Shelf<'_>, item: &Item) -> Option<Text> {
    let mut pieces = shelf.pieces(item, PIECE).ok()?;
    let bytes = pieces.next().ok()??.to_vec();
    encoding::decode(&item.name, item.role, Vec::new(), bytes).ok()
}

/// The part of a file kept in memory, at most `room` bytes; `None` for an empty file.
fn text(
    shelf: &mut Shelf<'_>,
    item: &Item,
    room: usize,
    options: &Options,
) -> Result<Option<Text>, ImportError> {
    let size = shelf.size(item);
    let mut pieces = shelf.pieces(item, PIECE)?;
    let unread = |_| item.unread();
    let mut bytes = pieces.next().map_err(unread)?.unwrap_or_default().to_vec();
    if encoding::is_utf16(&bytes) {
        bytes = whole(pieces, bytes, item, size, room)?;
        return decode(item, bytes);
    }
    let has_ended = pieces.has_ended();
    let Some(mut text) = decode(item, bytes)? else {
        // A file that goes on behind a megabyte of blanks is none to be passed over.
        let file = show_name(&item.name);
        return if has_ended { Ok(None) } else { Err(ImportError::Empty { file }) };
    };
    let is_chain = is_chain(&sniff::sniff(&text, options)?);
    if has_ended && !(is_chain && text.bytes.len() > HEAD) {
        return Ok(Some(text));
    }
    if is_chain {
        let cut = &text.bytes[..HEAD.min(text.bytes.len())];
        let end = cut.iter().rposition(|byte| *byte == b'\n').map_or(cut.len(), |at| at + 1);
        text.bytes.truncate(end);
        text.bytes.shrink_to_fit(); // there may be thousands of files
        text.is_cut = true;
    } else {
        text.bytes = whole(pieces, text.bytes, item, size, room)?;
    }
    Ok(Some(text))
}

/// A file as text; `None` for an empty file.
fn decode(item: &Item, bytes: Vec<u8>) -> Result<Option<Text>, ImportError> {
    match encoding::decode(&item.name, item.role, item.repairs.clone(), bytes) {
        Err(ImportError::Empty { .. }) => Ok(None),
        decoded => decoded.map(Some),
    }
}

/// A whole file, given its first piece.
fn whole(
    pieces: Pieces<'_>,
    mut bytes: Vec<u8>,
    item: &Item,
    size: u64,
    room: usize,
) -> Result<Vec<u8>, ImportError> {
    let most = MAX_BYTES.min(room);
    if pieces.rest(&mut bytes, most).map_err(|_| item.unread())? {
        return Ok(bytes);
    }
    let file = show_name(&item.name);
    let together = most < MAX_BYTES;
    Err(match item.is_packed() || together {
        true => ImportError::UnpacksTooLarge { file, together },
        false => ImportError::TooLarge { file, bytes: size },
    })
}
