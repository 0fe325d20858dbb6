//! Finds the delimiter and the header of a text, and what its columns mean.

use chrono::NaiveDate;

use crate::import::findings::error::ImportError;
use crate::import::findings::form::Delimiter;
use crate::import::findings::repair::Repair;
use crate::import::findings::role::Role;
use crate::import::findings::show::{quoted, show_cell};
use crate::import::sheet::layout::{self, Layout};
use crate::import::sheet::{quotes, repeated};
use crate::import::source::encoding::Text;
use crate::import::source::lines::{Line, first_lines};
use crate::import::table::meaning::{Meaning, Part, fold};
use crate::import::table::number::{self, DecimalMark};
use crate::import::table::rows::{Next, Rows, split_line};
use crate::import::table::words::volatility_index;
use crate::import::vendors::{self, Quirk, VendorFile};
use crate::market::Series;

/// How many rows are read to detect the decimal mark.
const MARK_ROWS: usize = 200;

/// A text whose header is understood.
pub(crate) struct Sheet<'t> {
    pub(crate) name: &'t str,
    pub(crate) role: Option<Role>,
    /// The text below the header, as far as it is in memory.
    pub(crate) body: &'t [u8],
    /// The line number of its first line.
    pub(crate) body_line: u64,
    /// Its offset in the file, if more of the file follows than is in memory.
    pub(crate) goes_on_from: Option<usize>,
    pub(crate) delimiter: Delimiter,
    pub(crate) mark: DecimalMark,
    /// The line of the header, the first is 1.
    pub(crate) header_line: u64,
    /// The header's cells, ready to show.
    pub(crate) columns: Vec<String>,
    pub(crate) meanings: Vec<Option<Meaning>>,
    /// The vendor's file that the header belongs to, if any.
    pub(crate) vendor: Option<&'static VendorFile>,
    /// The volatility index named by the file's name, a title above the header, or its symbol.
    pub(crate) index: Option<Series>,
    pub(crate) repairs: Vec<Repair>,
    /// Whether the user mapped the columns.
    pub(crate) is_told: bool,
    /// The day of all rows, where no column has it but a line above the header.
    pub(crate) day: Option<NaiveDate>,
}

impl<'t> Sheet<'t> {
    /// Where the column of a meaning is.
    pub(crate) fn column(&self, meaning: Meaning) -> Option<usize> {
        self.meanings.iter().position(|found| *found == Some(meaning))
    }

    /// What the vendor's layout is called, if it is a known one.
    pub(crate) fn vendor_name(&self) -> Option<&'static str> {
        self.vendor.map(|file| file.name)
    }

    /// Whether the rows differ in this way from those of other files.
    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.vendor.is_some_and(|file| file.quirk == Some(quirk))
    }

    /// The series among the columns, in the order of the canonical file.
    pub(crate) fn series_columns(&self) -> Vec<(Series, usize)> {
        let column = |series| Some((series, self.column(Meaning::Series(series))?));
        Series::ALL.into_iter().filter_map(column).collect()
    }

    /// Whether the header is that of another file, however it is written.
    pub(crate) fn has_columns_of(&self, other: &Sheet<'_>) -> bool {
        let mut pairs = self.columns.iter().zip(&other.columns);
        self.columns.len() == other.columns.len()
            && pairs.all(|(name, other)| name.eq_ignore_ascii_case(other))
    }

    /// Whether there may be rows below the header.
    pub(crate) fn has_rows(&self) -> bool {
        self.goes_on_from.is_some() || !matches!(self.rows().advance(), Next::End)
    }

    /// The rows below the header, as far as they are in memory.
    pub(crate) fn rows(&self) -> Rows<'t> {
        self.rows_of(self.body, self.body_line)
    }

    /// The rows of a piece of the file, which begins on a line.
    pub(crate) fn rows_of<'p>(&self, piece: &'p [u8], line: u64) -> Rows<'p> {
        Rows::new(piece, line, self.delimiter.byte(), self.columns.len())
    }
}

/// Finds the header of a text and the meaning of its columns, from known headers or the user's
/// mapping.
pub(crate) fn sniff<'t>(text: &'t Text, layouts: &[Layout]) -> Result<Sheet<'t>, ImportError> {
    let lines = first_lines(&text.bytes);
    let best = Delimiter::ALL
        .into_iter()
        .flat_map(|delimiter| (0..lines.len()).map(move |line| (delimiter, line)))
        .map(|(delimiter, line)| (score(&lines[line], delimiter.byte(), layouts), delimiter, line))
        // Of equal scores the earlier one.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (delimiter, at) = match best {
        Some((1.., delimiter, at)) => (delimiter, at),
        _ => return bare(text, &lines, layouts).ok_or_else(|| no_header(text, &lines)),
    };

    let header = &lines[at];
    let cut = split_line(header.text, delimiter.byte());
    let cells = cut.cells();
    let width = cells.iter().rposition(|cell| !cell.trim_ascii().is_empty()).map_or(0, |i| i + 1);
    let columns: Vec<String> =
        cells.iter().take(width).map(|cell| show_cell(unquoted(cell))).collect();
    let folded: Vec<String> = cells.iter().take(width).map(fold).collect();
    let own = layouts.iter().find(|layout| layout.fits(&cells));
    let meanings = own.map_or_else(|| meanings(&folded), |own| own.meanings(width));
    let above = lines[..at].iter().map(|line| line.text);
    let index = above.chain([text.name.as_bytes()]).find_map(volatility_index);
    let mut repairs = text.repairs.clone();
    if at > 0 {
        repairs.push(Repair::LinesAboveHeader(at));
    }
    let mut sheet = Sheet {
        name: &text.name,
        role: text.role,
        body: &text.bytes[header.end..],
        body_line: header.number + 1,
        goes_on_from: None,
        delimiter,
        mark: DecimalMark::Dot,
        header_line: header.number,
        columns,
        meanings,
        vendor: if own.is_some() { None } else { vendors::recognise(&folded) },
        index,
        repairs,
        is_told: own.is_some(),
        day: None,
    };
    if sheet.has(Quirk::ThreeHeaderLines)
        && let Some(last) = lines.get(at + 2)
        && fold(last.text.split(|byte| *byte == delimiter.byte()).next().unwrap_or(b"")) == "date"
    {
        sheet.index = sheet.index.or_else(|| volatility_index(lines[at + 1].text));
        sheet.body = &text.bytes[last.end..];
        sheet.body_line = last.number + 1;
    }
    sheet.goes_on_from = text.is_cut.then(|| text.mark + text.bytes.len() - sheet.body.len());
    if own.is_none() {
        quotes::understand(&mut sheet, &lines[..at]);
    }
    repeated::settle(&mut sheet)?;
    Ok(marked(of_index(sheet)))
}

/// A file is of the index whose symbol its first row has.
fn of_index(mut sheet: Sheet<'_>) -> Sheet<'_> {
    if let (None, Some(symbol)) = (sheet.index, sheet.column(Meaning::Symbol)) {
        let mut rows = sheet.rows();
        if matches!(rows.advance(), Next::Row) {
            sheet.index = volatility_index(rows.row().cell(symbol));
        }
    }
    sheet
}

/// Detects the decimal mark.
fn marked(mut sheet: Sheet<'_>) -> Sheet<'_> {
    sheet.mark = decimal_mark(&sheet);
    if sheet.mark == DecimalMark::Comma {
        sheet.repairs.push(Repair::DecimalComma);
    }
    sheet
}

/// The sheet of a text without a header, if the user mapped its columns.
fn bare<'t>(text: &'t Text, lines: &[Line<'_>], layouts: &[Layout]) -> Option<Sheet<'t>> {
    let bare = |line: &Line<'_>| layout::bare(layouts, line.text);
    let at = lines.iter().position(|line| bare(line).is_some())?;
    let (delimiter, layout, true) = bare(&lines[at])? else { return None };
    let (above, line) = at.checked_sub(1).map_or((0, 1), |above| {
        let above = &lines[above];
        (above.end, above.number + 1)
    });
    let meanings = layout.meanings(layout.width());
    let mut repairs = text.repairs.clone();
    repairs.extend((at > 0).then_some(Repair::LinesAboveHeader(at)));
    Some(marked(Sheet {
        name: &text.name,
        role: text.role,
        body: &text.bytes[above..],
        body_line: line,
        goes_on_from: text.is_cut.then_some(text.mark + above),
        delimiter,
        mark: DecimalMark::Dot,
        header_line: line,
        columns: (1..=meanings.len()).map(|number| format!("column {number}")).collect(),
        meanings,
        vendor: None,
        index: volatility_index(text.name.as_bytes()),
        repairs,
        is_told: true,
        day: None,
    }))
}

/// How many columns of a line are known, if that makes it a header: those of a file that lacks its
/// date, so that the missing column can be named, count as well. One the user speaks of is it.
fn score(line: &Line<'_>, delimiter: u8, layouts: &[Layout]) -> usize {
    // Quotation marks fall away in folding; a delimiter within them only costs an unknown word.
    let folded: Vec<String> = line.text.split(|byte| *byte == delimiter).map(fold).collect();
    if !layouts.is_empty() {
        let cut = split_line(line.text, delimiter);
        let cells = cut.cells();
        if layouts.iter().any(|layout| layout.fits(&cells)) {
            return usize::MAX;
        }
    }
    let meanings = meanings(&folded);
    let known = meanings.iter().flatten().count();
    let has_date = meanings.contains(&Some(Meaning::Date));
    if has_date || known >= 3 { known } else { 0 }
}

/// The meanings of folded headers. A time stands for the date where there is no date. Beside a
/// column of the underlying's price, one called "underlying" has its symbol. What stands twice
/// around the strike is of the call on its left and of the put on its right.
fn meanings(folded: &[String]) -> Vec<Option<Meaning>> {
    let vendor = vendors::recognise(folded);
    let mut meanings: Vec<_> = folded.iter().map(|name| vendors::meaning(name, vendor)).collect();
    let has = |name: &str| folded.iter().any(|folded| folded == name);
    for (name, meaning) in folded.iter().zip(&mut meanings) {
        match name.as_str() {
            "underlying" if has("underlyinglast") || has("underlyingprice") => {
                *meaning = Some(Meaning::Symbol);
            }
            _ => {}
        }
    }
    quotes::tell_sides(folded, &mut meanings);
    if !meanings.contains(&Some(Meaning::Date))
        && let Some(time) = meanings.iter_mut().find(|found| **found == Some(Meaning::Time))
    {
        *time = Some(Meaning::Date);
    }
    meanings
}

/// The mark of a text cut by semicolons, from the numbers of its first rows; else a dot.
fn decimal_mark(sheet: &Sheet<'_>) -> DecimalMark {
    if sheet.delimiter != Delimiter::Semicolon {
        return DecimalMark::Dot;
    }
    let is_number = |meaning: &Option<Meaning>| {
        matches!(
            meaning,
            Some(Meaning::Open | Meaning::High | Meaning::Low | Meaning::Close)
                | Some(Meaning::Series(_) | Meaning::Score(_))
                | Some(Meaning::Strike | Meaning::Bid | Meaning::Ask | Meaning::Underlying)
                | Some(Meaning::Side(_, Part::Bid | Part::Ask))
        )
    };
    let columns: Vec<usize> =
        (0..sheet.meanings.len()).filter(|i| is_number(&sheet.meanings[*i])).collect();
    let mut cells: Vec<Vec<u8>> = Vec::new();
    let mut rows = sheet.rows();
    for _ in 0..MARK_ROWS {
        match rows.advance() {
            Next::Row => {
                let row = rows.row();
                cells.extend(columns.iter().map(|column| row.cell(*column).to_vec()));
            }
            Next::Broken(_) => {}
            Next::End => break,
        }
    }
    number::decimal_mark(cells.iter().map(Vec::as_slice))
}

/// The reason why no line of the top is a header.
fn no_header(text: &Text, lines: &[Line<'_>]) -> ImportError {
    let file = text.name.clone();
    for line in lines {
        for (delimiter, name) in [(b'|', "\"|\""), (b':', "\":\""), (b' ', "blanks")] {
            if score(line, delimiter, &[]) >= 2 {
                return ImportError::WrongDelimiter {
                    file,
                    line: line.number,
                    found: name.to_owned(),
                };
            }
        }
    }
    for line in lines {
        if let Err(error) = std::str::from_utf8(line.text) {
            // A line cut at its limit may end within a character.
            if error.error_len().is_some() {
                let byte = line.text[error.valid_up_to()];
                return ImportError::NotText { file, line: line.number, byte };
            }
        }
    }
    let (line, found) = match lines.first() {
        Some(line) => (line.number, quoted(line.text)),
        None => (1, quoted(b"")),
    };
    ImportError::NoHeader { file, line, found }
}

fn unquoted(cell: &[u8]) -> &[u8] {
    match cell.trim_ascii() {
        [b'"', inner @ .., b'"'] => inner,
        cell => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::encoding;

    fn check(name: &str, text: &str, expected: &str) {
        let text = encoding::decode(name, None, Vec::new(), text.into()).unwrap();
        let sheet = sniff(&text, &[]).unwrap();
        let known = sheet.meanings.iter().map(|meaning| match meaning {
            Some(meaning) => meaning.to_string(),
            None => "-".to_owned(),
        });
        let known = known.collect::<Vec<_>>().join(" ");
        let index = sheet.index.map_or("", Series::column);
        let mark = if sheet.mark == DecimalMark::Comma { " decimal comma" } else { "" };
        let line = sheet.header_line;
        assert_eq!(format!("{line} {}{mark}: {known}; {index}", sheet.delimiter), expected);
    }

    #[test]
    fn delimiter_header_and_index_are_found() {
        check("spx.csv", "date,open,volume\n", "1 comma: date open volume; ");
        check("a.csv", "DATE;Open;x;\n1;2,5;3\n", "1 semicolon decimal comma: date open -; ");
        check("a.csv", "\"Date\"\t \"Close\"\n", "1 tab: date close; ");
        check("a.csv", "\n\"Cboe VIX3M, daily\"\ndate,close\n", "3 comma: date close; vix3m");
        check("x/VVIX_History.csv", "DATE,VVIX\n", "1 comma: date vvix; vvix");
        check("a.csv", "time,open,high,low,close\n", "1 comma: date open high low close; ");
        check("a.csv", "date,time,close\n", "1 comma: date time close; ");
        check("a.csv", "symbol,date,close\n^VIX,1,2\n", "1 comma: symbol date close; vix");
        check("a.csv", "symbol,date,close\nUVXY,1,2\n", "1 comma: symbol date close; ");
        check("a.csv", "open,high,low,close\n", "1 comma: open high low close; ");
        check("a.csv", "sep=;\r\ndate;close\r\n", "2 semicolon: date close; ");
    }
}
