//! Layouts that no table knows: what the user says of the columns of a file.

use std::str::FromStr;

use crate::import::findings::form::Delimiter;
use crate::import::table::cut::Cells;
use crate::import::table::date::Dates;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::split_line;
use crate::market::Series;

/// Columns that can be named, in the order in which they are offered.
pub(crate) const OFFERED: [Meaning; 25] = [
    Meaning::Date,
    Meaning::Open,
    Meaning::High,
    Meaning::Low,
    Meaning::Close,
    Meaning::Symbol,
    Meaning::Expiry,
    Meaning::Strike,
    Meaning::Right,
    Meaning::Bid,
    Meaning::Ask,
    Meaning::ImpliedVol,
    Meaning::Delta,
    Meaning::Volume,
    Meaning::OpenInterest,
    Meaning::Underlying,
    Meaning::Contract,
    Meaning::Series(Series::Vix),
    Meaning::Series(Series::Vix9d),
    Meaning::Series(Series::Vix3m),
    Meaning::Series(Series::Vvix),
    Meaning::Series(Series::Rate),
    Meaning::Series(Series::DividendYield),
    Meaning::EventType,
    Meaning::EventName,
];

/// What else a column may be said to hold where columns are named in words.
const OTHERS: [Meaning; 12] = [
    Meaning::Time,
    Meaning::AdjustedClose,
    Meaning::Split,
    Meaning::Series(Series::Dividend),
    Meaning::Series(Series::Skew),
    Meaning::Trade,
    Meaning::Theta,
    Meaning::Vega,
    Meaning::UnderlyingBid,
    Meaning::UnderlyingAsk,
    Meaning::Root,
    Meaning::Scheduled,
];

/// A comma may stand within numbers: what else cuts a line as often is the delimiter.
pub(crate) const BY_RARITY: [Delimiter; 3] =
    [Delimiter::Tab, Delimiter::Semicolon, Delimiter::Comma];

/// What the columns of files with one header hold. Written and read as text: the header's cells
/// and, behind a tab, the canonical names of the columns, both separated by commas.
///
/// ```
/// use rotation::import::{Layout, Options, SourceFile, import};
/// let text = b"Tag,Start,Hoch,Tief,Schluss\n2014-01-02,1845.86,1845.86,1827.74,1831.98\n";
/// let file = SourceFile { name: "spx.csv", role: None, bytes: text };
/// assert!(import(&[file], &Options::default()).is_err());
/// let layout: Layout = "tag,start,hoch,tief,schluss\tdate,open,high,low,close".parse().unwrap();
/// let options = Options { layouts: vec![layout], ..Options::default() };
/// assert_eq!(import(&[file], &options).unwrap().market.bars[0].close, 1831.98);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The header's cells, folded; all empty for a file without a header.
    header: Vec<String>,
    columns: Vec<Option<Meaning>>,
    /// Whether it is that of every file with so many columns, whatever its header says.
    is_of_any: bool,
}

impl FromStr for Layout {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (header, columns) = text.split_once('\t').ok_or(())?;
        let header: Vec<String> = header.split(',').map(|cell| folded(cell.as_bytes())).collect();
        let meaning = |name: &str| OFFERED.into_iter().find(|offered| offered.to_string() == name);
        let columns: Vec<_> = columns.split(',').map(|name| meaning(name.trim())).collect();
        let is_whole = header.len() == columns.len();
        is_whole.then_some(Self { header, columns, is_of_any: false }).ok_or(())
    }
}

impl Layout {
    /// The layout of every file that has so many columns, with a header or without, by the
    /// canonical names of what they hold, separated by commas; an empty one, or `-`, is not read.
    ///
    /// # Errors
    /// The first name that is not known.
    pub fn named(columns: &str) -> Result<Self, String> {
        let known = |name: &str| {
            let mut all = OFFERED.into_iter().chain(OTHERS);
            all.find(|meaning| meaning.to_string() == name)
        };
        let meaning = |name: &str| match name.trim().to_ascii_lowercase().as_str() {
            "" | "-" => Ok(None),
            name => known(name).map(Some).ok_or_else(|| name.to_owned()),
        };
        let columns: Vec<_> = columns.split(',').map(meaning).collect::<Result<_, _>>()?;
        Ok(Self { header: vec![String::new(); columns.len()], columns, is_of_any: true })
    }

    /// The layout of files without a header, by what each column holds.
    pub(crate) fn of_bare(columns: Vec<Option<Meaning>>) -> Self {
        Self { header: vec![String::new(); columns.len()], columns, is_of_any: false }
    }

    /// Whether it is that of every file with so many columns.
    pub(crate) fn is_of_any(&self) -> bool {
        self.is_of_any
    }

    /// Whether a line, cut into cells, is the header it speaks of.
    pub(crate) fn fits(&self, cells: &Cells<'_>) -> bool {
        !self.is_bare() && self.header.iter().map(String::as_str).eq(cells.iter().map(folded))
    }

    /// Whether it speaks of files without a header.
    pub(crate) fn is_bare(&self) -> bool {
        self.header.iter().all(String::is_empty)
    }

    /// How many columns it speaks of.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    /// What so many columns hold.
    pub(crate) fn meanings(&self, width: usize) -> Vec<Option<Meaning>> {
        let known = self.columns.iter().copied();
        known.chain(std::iter::repeat(None)).take(width).collect()
    }
}

/// The layout among those given that speaks of files without a header and as many columns as a line
/// has, and whether the line has values: a header has none.
pub(crate) fn bare<'l>(
    layouts: &'l [Layout],
    line: &[u8],
) -> Option<(Delimiter, &'l Layout, bool)> {
    BY_RARITY.into_iter().find_map(|delimiter| {
        let cut = split_line(line, delimiter.byte());
        let cells = cut.cells();
        let is_it = |layout: &&Layout| layout.is_bare() && layout.columns.len() == cells.len();
        let layout = layouts.iter().find(is_it)?;
        Some((delimiter, layout, cells.iter().any(is_value)))
    })
}

/// A header's cell without what may differ from file to file; letters of all languages stay.
pub(crate) fn folded(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(crate) fn is_value(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    !cell.is_empty() && (is_number(cell) || Dates::default().read(cell, 0).is_ok())
}

fn is_number(cell: &[u8]) -> bool {
    matches!(number::read(cell, DecimalMark::Dot), Number::Value(_) | Number::Grouped(_))
}
