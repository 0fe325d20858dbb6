//! Calendars of events: `date, event_type, event_name` and perhaps `scheduled`.

use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::repair::Repair;
use crate::import::findings::role::{BadRows, Role};
use crate::import::findings::summary::FileSummary;
use crate::import::sheet::scan::scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::summarise::summarise_file;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::market::Event;

/// The most characters of a type or a name.
const MAX_CHARS: usize = 200;

/// Reads an event calendar; the events come in order of their dates.
pub(crate) fn read(
    sheet: &Sheet<'_>,
    bad_rows: BadRows,
) -> Result<(Vec<Event>, FileSummary), ImportError> {
    // Where one of them is missing the other has both.
    let [_, kind_at, name_at] = Meaning::EVENT.map(|part| sheet.column(part));
    let (kind_at, name_at) = (kind_at.or(name_at).unwrap_or(0), name_at.or(kind_at).unwrap_or(0));
    let scheduled_at = sheet.column(Meaning::Scheduled);
    let mut read = Vec::new();
    let mut scan = scan(sheet, |row| {
        let kind = text(row, kind_at)?;
        if kind.is_empty() {
            return Err(fault(Rule::EventType, kind_at, b""));
        }
        let name = text(row, name_at)?;
        let scheduled = scheduled_at.map_or(Ok(true), |at| truth(row, at))?;
        let name = if name.is_empty() { kind } else { name };
        read.push((kind.to_owned(), name.to_owned(), scheduled));
        Ok(())
    })?;
    let mut events: Vec<Event> = scan
        .dates
        .iter()
        .zip(read)
        .map(|(&date, (kind, name, scheduled))| Event { date, kind, name, scheduled })
        .collect();
    if !events.is_sorted_by_key(|event| event.date) {
        events.sort_by_key(|event| event.date);
        scan.repairs.push(Repair::Sorted);
    }
    let span = events.first().zip(events.last()).map(|(first, last)| (first.date, last.date));
    let recognised = sheet.vendor_name().unwrap_or("event calendar").to_owned();
    let kept = events.len();
    let summary = summarise_file(sheet, Role::Events, recognised, scan, kept, span, bad_rows)?;
    Ok((events, summary))
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, Box<Fault>> {
    let cell = row.cell(column);
    let text = std::str::from_utf8(cell).map_err(|_| fault(Rule::Utf8, column, cell))?;
    if text.chars().nth(MAX_CHARS).is_some() || text.chars().any(char::is_control) {
        return Err(fault(Rule::PlainText, column, cell));
    }
    Ok(text)
}

/// A cell that says yes or no; an empty one says yes, as a missing column does.
fn truth(row: &Row<'_>, column: usize) -> Result<bool, Box<Fault>> {
    let cell = row.cell(column);
    let is_one_of =
        |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()));
    if is_one_of(&["", "true", "1", "yes"]) {
        Ok(true)
    } else if is_one_of(&["false", "0", "no"]) {
        Ok(false)
    } else {
        Err(fault(Rule::TrueOrFalse, column, cell))
    }
}
