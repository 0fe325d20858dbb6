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
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Patterns instead of `expect`, whose messages would add 6 kB of brotli to the page.
    let Ok(()) = fill(&mut writer, table) else { unreachable!("rows of any length fit in memory") };
    let Ok(bytes) = writer.into_inner() else { unreachable!("memory need not be flushed") };
    String::from_utf8(bytes).expect("the fields are UTF-8, and so is what separates them")
}

fn fill(writer: &mut ::csv::Writer<Vec<u8>>, table: &Table<'_>) -> ::csv::Result<()> {
    writer.write_record(table.columns.iter().map(|name| format!("{}{name}", guard(name))))?;
    let mut field = String::new();
    for row in table.rows() {
        for cell in &row {
            field.clear();
            push(&mut field, cell);
            writer.write_field(&field)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// Writing into a string cannot fail, so the results of `write!` carry nothing.
fn push(field: &mut String, cell: &Cell) {
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => write!(field, "{}{words}", guard(words)),
        Cell::Date(date) => write!(field, "{date}"),
        Cell::Money(money) => write!(field, "{money}"),
        Cell::Count(count) => write!(field, "{count}"),
        Cell::Number(number) => write!(field, "{number}"),
    };
}

/// A spreadsheet would run text that begins like a formula; a quotation mark before it stops that.
fn guard(words: &str) -> &'static str {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Money;
    use proptest::prelude::*;

    fn line(cells: &[Cell]) -> String {
        let names = cells.iter().map(|_| "c".into()).collect();
        let text = write(&Table::new("t", names, 1, |_| cells.to_vec()));
        text.split_once('\n').expect("a header and a row").1.to_owned()
    }

    #[test]
    fn formulas_in_text_are_guarded_and_numbers_stay_numbers() {
        for (cell, written) in [
            (Cell::from("=1+1"), "'=1+1\n"),
            (Cell::from("+1"), "'+1\n"),
            (Cell::from("-1"), "'-1\n"),
            (Cell::from("@SUM(A1)"), "'@SUM(A1)\n"),
            (Cell::from("\t=1"), "'\t=1\n"),
            (Cell::from("\r=1"), "\"'\r=1\"\n"),
            (Cell::from("a=1"), "a=1\n"),
            (Cell::from("a,b"), "\"a,b\"\n"),
            (Cell::from("a\nb"), "\"a\nb\"\n"),
            (Cell::Count(-1), "-1\n"),
            (Cell::Number(-0.1), "-0.1\n"),
            (Cell::Money(Money::dollars(-5)), "-5.000000\n"),
        ] {
            assert_eq!(line(std::slice::from_ref(&cell)), written, "{cell:?}");
        }
        let named = Table::new("t", vec!["=a".into(), "b".into()], 0, |_| Vec::new());
        assert_eq!(write(&named), "'=a,b\n");
        assert_eq!(line(&[Cell::Empty, Cell::from("x"), Cell::Empty]), ",x,\n");
    }

    proptest! {
        #[test]
        fn numbers_and_text_read_back_the_same(
            number in any::<f64>().prop_filter("cells are finite", |number| number.is_finite()),
            text in "[a-z,\"\r\n ]{0,12}",
        ) {
            let written = line(&[Cell::Number(number), Cell::from(format!("x{text}"))]);
            let mut rows = ::csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let row = rows.records().next().expect("a row").expect("a row that can be read");
            prop_assert_eq!(row[0].parse::<f64>().ok(), Some(number));
            prop_assert_eq!(row[1].to_owned(), format!("x{text}"));
        }
    }
}
