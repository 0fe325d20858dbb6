//! Tables as CSV: exact money, shortest floats that read back the same, text made harmless.

use std::fmt::Write as _;

use crate::view::{Cell, Table};

/// The table as CSV text, with a header line and `\n` line ends.
///
/// ```
/// use rotation::view::{Cell, Table};
/// use rotation::share::csv;
/// let table = Table::new("notes", vec!["note".into()], 1, |_| vec![Cell::from("=1+1, \"no\"")]);
/// assert_eq!(csv::write(&table), "note\n\"'=1+1, \"\"no\"\"\"\n");
/// ```
#[must_use]
pub fn write(table: &Table<'_>) -> String {
    let mut text = table.columns.join(",");
    text.push('\n');
    for row in table.rows() {
        for (position, cell) in row.iter().enumerate() {
            if position > 0 {
                text.push(',');
            }
            push(&mut text, cell);
        }
        text.push('\n');
    }
    text
}

/// Writing into a string cannot fail, so the results of `write!` carry nothing.
fn push(text: &mut String, cell: &Cell) {
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => {
            push_text(text, words);
            Ok(())
        }
        Cell::Date(date) => write!(text, "{date}"),
        Cell::Money(money) => write!(text, "{money}"),
        Cell::Count(count) => write!(text, "{count}"),
        Cell::Number(number) => write!(text, "{number}"),
    };
}

/// A spreadsheet would run a cell that begins like a formula; a leading quote stops it.
fn push_text(text: &mut String, words: &str) {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !words.contains([',', '"', '\n', '\r']) {
        text.push_str(words);
        return;
    }
    text.push('"');
    if formula {
        text.push('\'');
    }
    text.push_str(&words.replace('"', "\"\""));
    text.push('"');
}
