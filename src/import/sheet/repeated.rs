//! Two columns of one meaning: the rows tell which of them has it, or that both are the same.

use std::cmp::Ordering;

use crate::import::sheet::first_rows::FirstRows;
use crate::import::table::contract::is_contract;
use crate::import::table::date::Dates;
use crate::import::table::meaning::{Meaning, Part, fold};
use crate::import::table::number::{self, Number};
use crate::import::table::time;
use crate::import::table::words;

/// The first cells of two columns.
type Cells = Vec<(Vec<u8>, Vec<u8>)>;

/// Keeps one column of each meaning, given the names of the columns and the first rows.
///
/// # Errors
/// Two columns may be meant, and they differ: which, and what they hold.
pub(crate) fn settle(
    meanings: &mut [Option<Meaning>],
    names: &[String],
    first_rows: Option<&FirstRows<'_>>,
) -> Result<(), (usize, usize, Meaning)> {
    for second in 1..meanings.len() {
        let Some(meaning) = meanings[second].filter(|meaning| meaning.is_single()) else {
            continue;
        };
        let is_it = |other: &Option<Meaning>| *other == Some(meaning);
        let Some(first) = meanings[..second].iter().position(is_it) else { continue };
        let mut cells = Cells::new();
        if let Some(rows) = first_rows {
            rows.each(|row| cells.push((row.cell(first).to_vec(), row.cell(second).to_vec())));
        }
        let name = |at: usize| names.get(at).map_or("", String::as_str);
        let chosen =
            choose(meaning, &cells).or_else(|| by_name(meaning, [first, second].map(name)));
        match chosen.ok_or((first, second, meaning))? {
            Choice::First => meanings[second] = None,
            Choice::Second => meanings[first] = None,
            Choice::TimeOfSecond => meanings[second] = Some(Meaning::Time),
            Choice::TimeOfFirst => meanings[first] = Some(Meaning::Time),
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq)]
enum Choice {
    First,
    Second,
    /// Both have the day, and one has the time of day as well.
    TimeOfFirst,
    TimeOfSecond,
}

/// The column that is meant: the one that can be read where the other cannot, or the first if both
/// say the same.
fn choose(meaning: Meaning, cells: &Cells) -> Option<Choice> {
    let [first, second] = [true, false].map(|is_first| {
        let own = cells.iter().map(|(a, b)| if is_first { a } else { b });
        let filled: Vec<&Vec<u8>> = own.filter(|cell| !cell.is_empty()).collect();
        filled.iter().filter(|cell| is_readable(meaning, cell)).count()
    });
    match (first, second) {
        (0, 0) => return None,
        (_, 0) => return Some(Choice::First),
        (0, _) => return Some(Choice::Second),
        _ => {}
    }
    let day = |cell: &[u8]| Dates::default().read(cell, 0).ok();
    let is_same = |a: &[u8], b: &[u8]| match (number::read(a, DOT), number::read(b, DOT)) {
        _ if meaning == Meaning::Date || meaning == Meaning::Expiry => day(a) == day(b),
        (Number::Value(a), Number::Value(b)) => a == b,
        _ => a.eq_ignore_ascii_case(b),
    };
    if !cells.iter().all(|(a, b)| a.is_empty() || b.is_empty() || is_same(a, b)) {
        return None;
    }
    let times = |is_first: bool| {
        let own = cells.iter().map(|(a, b)| if is_first { a } else { b });
        own.filter(|cell| time::behind_date(cell).is_some_and(|time| time > 0)).count()
    };
    Some(match (meaning, times(true).cmp(&times(false))) {
        (Meaning::Date, Ordering::Less) => Choice::TimeOfSecond,
        (Meaning::Date, Ordering::Greater) => Choice::TimeOfFirst,
        _ if first >= second => Choice::First,
        _ => Choice::Second,
    })
}

/// The column whose name says more plainly what it has, where the rows differ.
fn by_name(meaning: Meaning, names: [&str; 2]) -> Option<Choice> {
    let [first, second] = names.map(|name| {
        let name = fold(name.as_bytes());
        match meaning {
            Meaning::Date => ["date", "quotedate", "datadate"].contains(&&*name),
            Meaning::Underlying => name.starts_with("spot"), // of an index no implied future
            _ => false,
        }
    });
    match (first, second) {
        (true, false) => Some(Choice::First),
        (false, true) => Some(Choice::Second),
        _ => None,
    }
}

const DOT: number::DecimalMark = number::DecimalMark::Dot;

/// Whether a cell can be what a column of some meaning has.
fn is_readable(meaning: Meaning, cell: &[u8]) -> bool {
    let is_number = || !matches!(number::read(cell, DOT), Number::Missing | Number::Unreadable);
    match meaning {
        Meaning::Date | Meaning::Expiry => Dates::default().read(cell, 0).is_ok(),
        Meaning::Right => words::right(cell).is_some(),
        Meaning::Contract | Meaning::Side(_, Part::Contract) => is_contract(cell),
        Meaning::Symbol
        | Meaning::Root
        | Meaning::Settles
        | Meaning::EventType
        | Meaning::EventName
        | Meaning::Scheduled
        | Meaning::Instrument => true,
        _ => is_number(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sheet::options::Options;
    use crate::import::sheet::sniff;
    use crate::import::source::encoding;

    fn check(text: &str, expected: &str) {
        let text = encoding::decode("a.csv", None, Vec::new(), text.into()).unwrap();
        let found = sniff::sniff(&text, &Options::default()).map_or_else(
            |error| error.to_string(),
            |sheet| {
                let name = |meaning: &Option<Meaning>| {
                    meaning.map_or("-".to_owned(), |meaning| meaning.to_string())
                };
                sheet.meanings.iter().map(name).collect::<Vec<_>>().join(" ")
            },
        );
        assert_eq!(found, expected);
    }

    #[test]
    fn the_rows_tell_which_of_two_columns_is_meant() {
        let header = "date,expiry,strike,type,option_type,bid,ask\n";
        check(
            &format!("{header}2023-11-08,2023-11-10,435,option,call,1,2\n"),
            "date expiry strike - type bid ask",
        );
        check(
            &format!("{header}2023-11-08,2023-11-10,435,call,CALL,1,2\n"),
            "date expiry strike type - bid ask",
        );
        check(
            &format!("{header}2023-11-08,2023-11-10,435,call,put,1,2\n"),
            "a.csv line 1, column \"option_type\": expected one column for type, found it beside \
             \"type\"; remove or rename one of them",
        );
        check(
            "quote_date,timestamp,expiry,strike,type,bid,ask\n\
             2023-11-08,2023-11-08 09:30:00,2023-11-10,435,C,1,2\n",
            "date time expiry strike type bid ask",
        );
        check(
            "trade_date,date,expiry,strike,type,bid,ask\n\
             2023-11-07,2023-11-08,2023-11-10,435,C,1,2\n",
            "- date expiry strike type bid ask",
        );
        check("date,close,Close\n2023-11-08,1,1.0\n", "date close -");
    }
}
