//! Tables as CSV: exact money, shortest floats that read back the same, text made harmless.
//!
//! Programs that read a CSV guess what a column holds from its first rows (polars: 100). So a
//! column is of one form from its first row to its last: decimals have a point in every row, and
//! an absent value is an empty field. A column without a single value has no form; it is left out.

use std::fmt::Write as _;

use crate::view::{Cell, Table};

/// The table as CSV text, with a header line and `\n` line ends.
///
/// ```
/// use rotation::view::{Cell, Table};
/// use rotation::share::csv;
/// let table = Table::new("notes", vec!["note".into(), "x".into()], 2, |row| {
///     let number = if row == 0 { Cell::Count(345) } else { Cell::Number(0.5) };
///     vec![Cell::from("=1+1, \"no\""), number]
/// });
/// let text = "note,x\n\"'=1+1, \"\"no\"\"\",345.0\n\"'=1+1, \"\"no\"\"\",0.5\n";
/// assert_eq!(csv::write(&table), text);
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
    let forms = forms(table);
    let written = |form: &Form| *form != Form::Nothing || table.is_empty();
    let names = table.columns.iter().zip(&forms).filter(|(_, form)| written(form));
    writer.write_record(names.map(|(name, _)| format!("{}{name}", guard(name))))?;
    let mut field = String::new();
    for row in table.rows() {
        for (cell, form) in row.iter().zip(&forms).filter(|(_, form)| written(form)) {
            field.clear();
            push(&mut field, cell, *form);
            writer.write_field(&field)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// There are none.
    Nothing,
    Whole,
    Decimal,
    /// Days and words, as they are.
    Other,
}

/// The form of each column: decimals if any of its numbers has them.
fn forms(table: &Table<'_>) -> Vec<Form> {
    let mut forms = vec![Form::Nothing; table.columns.len()];
    for row in table.rows() {
        debug_assert_eq!(row.len(), forms.len(), "{} has a cell for each column", table.name);
        for (form, cell) in forms.iter_mut().zip(&row) {
            let own = match cell {
                Cell::Empty => continue,
                Cell::Count(_) => Form::Whole,
                Cell::Money(_) | Cell::Number(_) => Form::Decimal,
                Cell::Text(_) | Cell::Date(_) => Form::Other,
            };
            *form = match (*form, own) {
                (Form::Nothing, own) => own,
                (Form::Whole | Form::Decimal, Form::Decimal) => Form::Decimal,
                (form, _) => form,
            };
        }
    }
    forms
}

/// Writing into a string cannot fail, so the results of `write!` carry nothing.
fn push(field: &mut String, cell: &Cell, form: Form) {
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => write!(field, "{}{words}", guard(words)),
        Cell::Date(date) => write!(field, "{date}"),
        Cell::Money(money) => write!(field, "{money}"),
        Cell::Count(count) => write!(field, "{count}"),
        Cell::Number(number) => write!(field, "{number}"),
    };
    if form == Form::Decimal && !field.is_empty() && !field.contains(['.', 'n', 'N']) {
        field.push_str(".0"); // neither behind a fraction nor behind "inf" and "NaN"
    }
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

    /// A table of one column.
    fn column(cells: &[Cell]) -> String {
        let row = |at: usize| vec![Cell::Count(at as i64), cells[at].clone()];
        write(&Table::new("t", vec!["at".into(), "c".into()], cells.len(), row))
    }

    #[test]
    fn a_column_is_of_one_form_in_every_row() {
        let (whole, part, none) = (Cell::Count(3), Cell::Number(0.25), Cell::Empty);
        let check = |cells: &[&Cell], expected: &str| {
            let cells: Vec<Cell> = cells.iter().copied().cloned().collect();
            assert_eq!(column(&cells), expected, "{cells:?}");
        };
        check(&[&whole, &whole], "at,c\n0,3\n1,3\n");
        check(&[&whole, &part], "at,c\n0,3.0\n1,0.25\n");
        check(&[&part, &none, &whole], "at,c\n0,0.25\n1,\n2,3.0\n");
        check(&[&Cell::Number(345.0), &Cell::Number(-0.0)], "at,c\n0,345.0\n1,-0.0\n");
        check(&[&Cell::Number(1e21)], "at,c\n0,1000000000000000000000.0\n");
        check(
            &[&Cell::Number(f64::NEG_INFINITY), &Cell::Number(f64::NAN)],
            "at,c\n0,-inf\n1,NaN\n",
        );
        check(&[&Cell::Money(Money::dollars(2)), &whole], "at,c\n0,2.000000\n1,3.0\n");
    }

    #[test]
    fn a_column_without_a_value_is_left_out_where_there_are_rows() {
        assert_eq!(column(&[Cell::Empty, Cell::Empty]), "at\n0\n1\n");
        assert_eq!(column(&[]), "at,c\n");
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
        assert_eq!(line(&[Cell::Empty, Cell::from("x"), Cell::Empty]), "x\n");
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
