//! Files while they are read: those of option quotes piece by piece, the others as a whole.

use super::container::{Item, Shelf};
use super::encoding::{self, Text};
use super::input::{Input, Progress};
use super::pieces::{PIECE, Pieces};
use super::sniff::{self, Sheet};
use super::{Filter, ImportError, MAX_BYTES, MAX_QUOTES, MAX_TOGETHER, chain};

/// How much of a file of option quotes stays in memory: its header, and rows that tell how numbers
/// are written.
const HEAD: usize = 64 << 10;

/// The files, open.
pub(super) struct Reading<'a, 'o> {
    shelf: Shelf<'a>,
    items: Vec<Item>,
    /// Which quotes are kept.
    pub(super) filter: &'o Filter,
    told: &'o mut dyn FnMut(Progress),
    /// How many bytes of a file of quotes are read at a time.
    piece: usize,
    /// What was read of the files before.
    rows: usize,
    quotes: usize,
}

impl<'a, 'o> Reading<'a, 'o> {
    /// Opens files and unpacks archives.
    pub(super) fn open(
        inputs: Vec<Input<'a>>,
        filter: &'o Filter,
        told: &'o mut dyn FnMut(Progress),
    ) -> Result<Self, ImportError> {
        if inputs.is_empty() {
            return Err(ImportError::NoFiles);
        }
        let (shelf, items) = Shelf::open(inputs)?;
        Ok(Self { shelf, items, filter, told, piece: PIECE, rows: 0, quotes: 0 })
    }

    /// The text of each file: all of it, but of a long file of option quotes only the top.
    pub(super) fn texts(&mut self) -> Result<Vec<Text>, ImportError> {
        let mut room = MAX_TOGETHER;
        let mut texts = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let text = text(&mut self.shelf, item, room)?;
            room -= text.bytes.len().min(room);
            texts.push(text);
        }
        Ok(texts)
    }

    /// Reads the rows of a file piece by piece. `read` is told how many quotes there is room for,
    /// and says how many rows were read and how many quotes were kept so far.
    pub(super) fn each_piece(
        &mut self,
        sheet: &Sheet<'_>,
        number: usize,
        mut read: impl FnMut(&[u8], usize) -> Result<(usize, usize), ImportError>,
    ) -> Result<(), ImportError> {
        let item = &self.items[number];
        let place = self.shelf.place(item);
        let room = MAX_QUOTES - self.quotes;
        let mut pieces = match sheet.goes_on_from {
            Some(_) => self.shelf.pieces(item, self.piece)?,
            None => Pieces::new(Box::new(sheet.body), self.piece),
        };
        let mut above = sheet.goes_on_from.unwrap_or(0);
        let mut so_far = (0, 0);
        while let Some(piece) = pieces.next().map_err(|_| item.unread())? {
            let skipped = above.min(piece.len());
            above -= skipped;
            so_far = read(&piece[skipped..], room)?;
            (self.told)(Progress {
                bytes: place.bytes(),
                of: place.of,
                rows: (self.rows + so_far.0) as u64,
                quotes: (self.quotes + so_far.1) as u64,
            });
        }
        self.rows += so_far.0;
        self.quotes += so_far.1;
        Ok(())
    }
}

/// What of a file is kept in memory, at most `room` bytes.
fn text(shelf: &mut Shelf<'_>, item: &Item, room: usize) -> Result<Text, ImportError> {
    let size = shelf.size(item);
    let mut pieces = shelf.pieces(item, PIECE)?;
    let unread = |_| item.unread();
    let mut bytes = pieces.next().map_err(unread)?.unwrap_or_default().to_vec();
    if encoding::is_utf16(&bytes) {
        bytes = whole(pieces, bytes, item, size, room)?;
        return encoding::decode(&item.name, item.role, item.repairs.clone(), bytes);
    }
    let has_ended = pieces.has_ended();
    let mut text = encoding::decode(&item.name, item.role, item.repairs.clone(), bytes)?;
    let is_chain = chain::is_chain(&sniff::sniff(&text)?);
    if has_ended && !(is_chain && text.bytes.len() > HEAD) {
        return Ok(text);
    }
    if is_chain {
        let cut = &text.bytes[..HEAD.min(text.bytes.len())];
        let end = cut.iter().rposition(|byte| *byte == b'\n').map_or(cut.len(), |at| at + 1);
        text.bytes.truncate(end);
        text.is_cut = true;
    } else {
        text.bytes = whole(pieces, text.bytes, item, size, room)?;
    }
    Ok(text)
}

/// A file's first piece with all that follows.
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
    let file = super::shown::shown_name(&item.name);
    let together = most < MAX_BYTES;
    Err(match item.is_packed() || together {
        true => ImportError::UnpacksTooLarge { file, together },
        false => ImportError::TooLarge { file, bytes: size },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{BadRows, Imported, Options, market_of};

    const BARS: &str = "date,open,high,low,close\n2018-01-02,2683,2696,2682,2695.81\n\
                        2018-01-03,2698,2714,2697,2713.06\n";
    /// Every kind of line end and row, after a mark and a title.
    const QUOTES: &str = "\u{feff}Quotes of January\r\n\
        quote_date,expiry,strike,type,bid,ask,iv,underlying\r\n\
        2018-01-02,2018-01-31,2700,C,20.5,21,8.12,2695.79\r\n\r\n\
        2018-01-02,\"2018-01-31\",2700,put,0,0.05,,2695.79\r\
        2018-01-02,2018-01-31,2690,\"put,18,19,8.3,2695.79\n\
        2018-01-02,2018-01-31,2690,c,19,18,8.3,2695.79\n\n\n\
        ,,,\n\
        1/3/2018,1/31/2018,2695.5,c,19,19.5,8,2713\r\n\
        2018-01-03,2018-01-31,2700,x,19,19.5,8,2713\n\
        2018-01-03,2018-01-31,2700,p,19,19.5";

    fn read(piece: usize) -> Imported {
        let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
        let files = [("spx.csv", BARS), ("quotes.csv", QUOTES)];
        let inputs = files.map(|(name, text)| Input {
            name,
            role: None,
            content: Box::new(std::io::Cursor::new(text)),
        });
        let mut told = |_| {};
        let reading = Reading::open(inputs.into(), &options.filter, &mut told).unwrap();
        let mut reading = Reading { piece, ..reading };
        let texts = reading.texts().unwrap();
        let sheets: Vec<_> = texts.iter().map(|text| sniff::sniff(text).unwrap()).collect();
        market_of(&sheets, &mut reading, &options).unwrap()
    }

    #[test]
    fn wherever_a_file_is_cut_the_market_is_the_same() {
        let whole = read(PIECE);
        assert_eq!(whole.market.chain.as_ref().map(|chain| chain.len()), Some(3));
        let told = &whole.summary.files[1];
        assert_eq!((told.rows_read, told.rows_kept, told.problems.len()), (7, 3, 4));
        for piece in 1..QUOTES.len() {
            assert_eq!(read(piece), whole, "pieces of {piece} bytes");
        }
    }
}
