//! Finds the delimiter and the header of a text, and what its columns mean.

use std::cell::RefCell;

use crate::import::findings::error::ImportError;
use crate::import::findings::form::Delimiter;
use crate::import::findings::repair::Repair;
use crate::import::findings::show::{quoted, show_cell};
use crate::import::sheet::header::{Header, more_below};
use crate::import::sheet::layout::{self, Layout};
use crate::import::sheet::options::Options;
pub(crate) use crate::import::sheet::understood::Sheet;
use crate::import::sheet::unknown::Unknown;
use crate::import::sheet::{dated, quotes, repeated, without_header, writing};
use crate::import::source::encoding::Text;
use crate::import::source::lines::{Line, first_lines};
use crate::import::table::date::order::{Order, Orders, Verdict};
use crate::import::table::indices::{other_index, volatility_index};
use crate::import::table::meaning::Meaning;
use crate::import::table::number::DecimalMark;
use crate::import::table::rows::{Next, split_line};
use crate::import::vendors::{self, VendorFile};

/// Finds the header of a text and the meaning of its columns, from known headers or the user's
/// mapping.
pub(crate) fn sniff<'t>(text: &'t Text, options: &Options) -> Result<Sheet<'t>, ImportError> {
    let layouts = &options.layouts[..];
    let lines = first_lines(&text.bytes);
    if layouts.iter().any(Layout::is_of_any)
        && let Some(sheet) = bare(text, &lines, layouts)
    {
        return Ok(written(single(sheet)?, options));
    }
    let best = Delimiter::ALL
        .into_iter()
        .flat_map(|delimiter| (0..lines.len()).map(move |line| (delimiter, line)))
        .map(|(delimiter, line)| (score(&lines[line], delimiter.byte(), layouts), delimiter, line))
        // Of equal scores the earlier one.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (delimiter, at) = match best {
        Some((1.., delimiter, at)) => (delimiter, at),
        _ => {
            let sheet = bare(text, &lines, layouts).or_else(|| by_values(text, &lines));
            let sheet = sheet.ok_or_else(|| no_header(text, &lines))?;
            return Ok(written(sheet, options));
        }
    };

    let header = &lines[at];
    let cut = split_line(header.text, delimiter.byte());
    let cells = cut.cells();
    let width = cells.iter().rposition(|cell| !cell.trim_ascii().is_empty()).map_or(0, |i| i + 1);
    let columns: Vec<String> =
        cells.iter().take(width).map(|cell| show_cell(unquoted(cell))).collect();
    let own = layouts.iter().find(|layout| layout.fits(&cells));
    let understood = Header::read_at(cells.iter().take(width), options.filter.at);
    let meanings = own.map_or(understood.meanings, |own| own.meanings(width));
    let above = lines[..at].iter().map(|line| line.text);
    let symbol = understood.symbol.as_ref().map(|symbol| symbol.as_bytes());
    let named = || symbol.into_iter().chain(above.clone()).chain([text.name.as_bytes()]);
    let index = named().find_map(volatility_index);
    let other_index = named().find_map(other_index);
    let mut repairs = text.repairs.clone();
    repairs.extend((at > 0).then_some(Repair::LinesAboveHeader(at)));
    let mut sheet = Sheet {
        name: &text.name,
        role: text.role,
        body: &text.bytes[header.end..],
        body_line: header.number + 1,
        goes_on_from: None,
        delimiter,
        mark: DecimalMark::Dot,
        doubtful_number: None,
        dates: RefCell::default(),
        header_line: header.number,
        columns,
        meanings,
        vendor: if own.is_some() { None } else { understood.vendor },
        index,
        other_index,
        repairs,
        is_told: own.is_some(),
        told_order: false,
        has_doubtful_columns: false,
        day: None,
    };
    skip_more_header(&mut sheet, &lines[at + 1..], text);
    if own.is_none() {
        understand_quotes(&mut sheet, &lines[..at]);
    }
    let mut sheet = single(sheet)?;
    if !sheet.is_told
        && let Some(at) = dated::find(&sheet.meanings, sheet.index.is_some(), &sheet.first_rows())
    {
        sheet.meanings[at] = Some(Meaning::Date);
    }
    Ok(written(of_index(sheet), options))
}

/// Leaves out further lines of the header, which may name the index.
fn skip_more_header<'t>(sheet: &mut Sheet<'t>, below: &[Line<'_>], text: &'t Text) {
    let lines = below.iter().map(|line| line.text);
    if let Some(count) = more_below(lines, sheet.delimiter) {
        let index = below[..count].iter().find_map(|line| volatility_index(line.text));
        sheet.index = sheet.index.or(index);
        sheet.body_line = below[count - 1].number + 1;
        sheet.body = &text.bytes[below[count - 1].end..];
    }
    sheet.goes_on_from = text.is_cut.then(|| text.mark + text.bytes.len() - sheet.body.len());
}

/// What rows and the lines above the header tell of option quotes.
fn understand_quotes(sheet: &mut Sheet<'_>, above: &[Line<'_>]) {
    let first = sheet.first_rows();
    let is_of_trades = quotes::understand(&mut sheet.meanings, &first);
    if is_of_trades && sheet.vendor.is_some_and(VendorFile::is_of_trades) {
        sheet.vendor = Some(vendors::OPTION_TRADES);
    }
    sheet.day = quotes::day_above(&sheet.meanings, above);
}

/// One column of each meaning, or an error that names two.
fn single(mut sheet: Sheet<'_>) -> Result<Sheet<'_>, ImportError> {
    let first = sheet.first_rows();
    let rows = (!sheet.is_told).then_some(&first);
    let settled = repeated::settle(&mut sheet.meanings, &sheet.columns, rows);
    match settled {
        Ok(()) => Ok(sheet),
        Err((first, second, meaning)) => Err(ImportError::RepeatedColumn {
            file: sheet.name.to_owned(),
            line: sheet.header_line,
            meaning: meaning.to_string(),
            first: sheet.columns[first].clone(),
            second: sheet.columns[second].clone(),
        }),
    }
}

/// A file is of the index whose symbol its first row has.
fn of_index(mut sheet: Sheet<'_>) -> Sheet<'_> {
    if let (None, Some(symbol)) = (sheet.index, sheet.column(Meaning::Symbol)) {
        let mut rows = sheet.rows();
        if matches!(rows.advance(), Next::Row) {
            let row = rows.row();
            sheet.index = volatility_index(row.cell(symbol));
            sheet.other_index = sheet.other_index.or_else(|| other_index(row.cell(symbol)));
        }
    }
    sheet
}

/// Detects how numbers and dates are written, or takes what the user says of it.
fn written<'t>(mut sheet: Sheet<'t>, options: &Options) -> Sheet<'t> {
    let found = match options.decimal_comma {
        Some(is_comma) => writing::told(is_comma),
        None => writing::decimal_mark(
            sheet.rows(),
            &sheet.meanings,
            sheet.delimiter,
            sheet.index.is_some(),
        ),
    };
    sheet.mark = found.mark;
    sheet.doubtful_number = found.doubt.map(|cell| show_cell(&cell));
    if sheet.mark == DecimalMark::Comma {
        sheet.repairs.push(Repair::DecimalComma);
    }
    let serials = writing::serials(sheet.rows(), &sheet.meanings);
    let mut verdict = match options.day_first {
        Some(is_day_first) => {
            let order = if is_day_first { Order::DayMonthYear } else { Order::MonthDayYear };
            Verdict { orders: Orders::told(order), ..Verdict::default() }
        }
        None => writing::orders(sheet.rows(), &sheet.meanings),
    };
    verdict.orders.serials = serials;
    sheet.told_order = options.day_first.is_some();
    sheet.dates = RefCell::new(verdict);
    sheet
}

/// The sheet of a text without a header whose columns the user, or their values, tell. A header
/// that the user speaks over is passed by.
fn bare<'t>(text: &'t Text, lines: &[Line<'_>], layouts: &[Layout]) -> Option<Sheet<'t>> {
    let bare = |line: &Line<'_>| layout::bare(layouts, line.text);
    let at = lines.iter().position(|line| bare(line).is_some())?;
    let (delimiter, layout, has_values) = bare(&lines[at])?;
    let rows_at = match has_values {
        true => at,
        false if layout.is_of_any() => at + 1,
        false => return None,
    };
    let (above, line) = rows_at.checked_sub(1).map_or((0, 1), |above| {
        let above = &lines[above];
        (above.end, above.number + 1)
    });
    let meanings = layout.meanings(layout.width());
    let mut repairs = text.repairs.clone();
    repairs.extend((at > 0).then_some(Repair::LinesAboveHeader(at)));
    let named = split_line(lines[at].text, delimiter.byte());
    let name = |number: usize| match has_values {
        true => format!("column {}", number + 1),
        false => show_cell(unquoted(named.cells().get(number).unwrap_or_default())),
    };
    Some(Sheet {
        name: &text.name,
        role: text.role,
        body: &text.bytes[above..],
        body_line: line,
        goes_on_from: text.is_cut.then_some(text.mark + above),
        delimiter,
        mark: DecimalMark::Dot,
        doubtful_number: None,
        dates: RefCell::default(),
        header_line: line,
        columns: (0..meanings.len()).map(name).collect(),
        meanings,
        vendor: None,
        index: volatility_index(text.name.as_bytes()),
        other_index: other_index(text.name.as_bytes()),
        repairs,
        is_told: true,
        told_order: false,
        has_doubtful_columns: false,
        day: None,
    })
}

/// The sheet of a text without a header whose values tell what its columns hold: a date, and the
/// prices of a day.
fn by_values<'t>(text: &'t Text, lines: &[Line<'_>]) -> Option<Sheet<'t>> {
    let meanings = Unknown::of(text)?.prices_without_header()?;
    let mut sheet = bare(text, lines, &[Layout::of_bare(meanings)])?;
    sheet.repairs.push(Repair::NoHeader);
    let orders = writing::orders(sheet.rows(), &sheet.meanings).orders;
    let is_sure = without_header::is_open_before_close(sheet.rows(), &sheet.meanings, orders)?;
    sheet.has_doubtful_columns = !is_sure;
    sheet.is_told = false;
    Some(sheet)
}

/// How many columns of a line are known, if that makes it a header. One the user speaks of is it.
fn score(line: &Line<'_>, delimiter: u8, layouts: &[Layout]) -> usize {
    let cut = split_line(line.text, delimiter);
    let cells = cut.cells();
    if layouts.iter().any(|layout| layout.fits(&cells)) {
        return usize::MAX;
    }
    Header::read(cells.iter()).score()
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
    use crate::market::Series;

    fn check(name: &str, text: &str, expected: &str) {
        let text = encoding::decode(name, None, Vec::new(), text.into()).unwrap();
        let sheet = sniff(&text, &Options::default()).unwrap();
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
