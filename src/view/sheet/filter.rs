//! The language of a table's filter: words, "a phrase", column>number, and a minus to exclude.
//!
//! Every term must hold, or must not if a minus precedes it. A word is searched in the texts
//! of a row. A comparison is of a column, named by its first letters, with a number in the unit
//! that is shown, with a date or its beginning, or, by `=` alone, with a text.

use crate::engine::Report;
use crate::view::table::Cell;

use super::{CellFormat, Column, Index, Sheet};

/// What rows must be like to stay in a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowFilter {
    /// Each with whether it must hold, or must not.
    terms: Vec<(Term, bool)>,
}

/// Why a filter is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A quotation mark without a second one.
    #[error("the closing quotation mark is missing")]
    OpenQuote,
    /// A column that the table does not have.
    #[error("no column \"{name}\"; the columns are {columns}")]
    UnknownColumn {
        /// As typed.
        name: String,
        /// Those there are.
        columns: String,
    },
    /// The beginning of several columns.
    #[error("\"{name}\" could be {columns}; type more of the name")]
    SeveralColumns {
        /// As typed.
        name: String,
        /// Those it could be.
        columns: String,
    },
    /// A comparison with nothing.
    #[error("expected a value after \"{name}{sign}\"")]
    NoValue {
        /// The column as typed.
        name: String,
        /// The comparison.
        sign: &'static str,
    },
    /// A number column compared with a text.
    #[error("column \"{column}\": expected a number, found \"{value}\"")]
    NoNumber {
        /// The column's head.
        column: &'static str,
        /// As typed.
        value: String,
    },
    /// A date column compared with something else.
    #[error("column \"{column}\": expected a date such as 2018-02, found \"{value}\"")]
    NoDate {
        /// The column's head.
        column: &'static str,
        /// As typed.
        value: String,
    },
    /// A text column compared by size.
    #[error("column \"{column}\" has text; compare it with =")]
    NoOrder {
        /// The column's head.
        column: &'static str,
    },
}

#[derive(Clone, Debug, PartialEq)]
enum Term {
    Text(String),
    Number { column: usize, sign: Sign, bound: f64 },
    Date { column: usize, sign: Sign, bound: String },
    Word { column: usize, word: String },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Sign {
    const ALL: [(&'static str, Self); 5] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
        ("=", Self::Equal),
    ];

    fn holds<T: PartialOrd + ?Sized>(self, value: &T, bound: &T) -> bool {
        match self {
            Self::Less => value < bound,
            Self::AtMost => value <= bound,
            Self::Equal => value == bound,
            Self::AtLeast => value >= bound,
            Self::More => value > bound,
        }
    }
}

impl RowFilter {
    /// Reads a filter of a table.
    ///
    /// # Errors
    /// The first term that is not understood.
    ///
    /// ```
    /// use rotation::view::sheet::{RowFilter, Sheet};
    /// assert!(RowFilter::parse(Sheet::Trades, "-rolled \"short straddle\" net<-1000").is_ok());
    /// let error = RowFilter::parse(Sheet::Trades, "days>long").unwrap_err();
    /// assert_eq!(error.to_string(), "column \"Days\": expected a number, found \"long\"");
    /// ```
    pub fn parse(sheet: Sheet, text: &str) -> Result<Self, FilterError> {
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (is_wanted, from) = match rest.strip_prefix('-') {
                Some(from) if !from.is_empty() && !from.starts_with(' ') => (false, from),
                _ => (true, rest),
            };
            let (word, after) = word(from)?;
            let sign = Sign::ALL.into_iter().find(|(sign, _)| after.trim_start().starts_with(sign));
            if let Some((written, sign)) = sign {
                let value = &after.trim_start()[written.len()..];
                let (value, after) = self::word(value.trim_start())?;
                terms.push((compare(sheet, &word, (written, sign), &value)?, is_wanted));
                rest = after.trim_start();
                continue;
            }
            if !word.is_empty() {
                terms.push((Term::Text(word.to_lowercase()), is_wanted));
            }
            rest = after.trim_start();
        }
        Ok(Self { terms })
    }

    /// Whether it lets every row pass.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it searches the texts of rows, which must be made for that.
    #[must_use]
    pub fn needs_texts(&self) -> bool {
        self.terms.iter().any(|(term, _)| matches!(term, Term::Text(_)))
    }

    /// The rows that pass; `texts` are those of [`Sheet::texts`], if they are needed.
    #[must_use]
    pub fn rows(&self, sheet: Sheet, report: &Report, index: &Index, texts: &[String]) -> Vec<u32> {
        let passes = |row: &u32| {
            let row = *row as usize;
            let text = texts.get(row).map_or("", String::as_str);
            self.terms
                .iter()
                .all(|(term, wanted)| term.holds(sheet, report, index, row, text) == *wanted)
        };
        (0..sheet.len(report) as u32).filter(passes).collect()
    }
}

impl Term {
    fn holds(&self, sheet: Sheet, report: &Report, index: &Index, row: usize, text: &str) -> bool {
        let written = |column: usize| {
            let cell = sheet.cell(report, index, row, column);
            sheet.columns()[column].field(&cell).text.to_lowercase()
        };
        match self {
            Self::Text(wanted) => text.contains(wanted),
            Self::Number { column, sign, bound } => {
                let value = sheet.value(report, index, row, *column);
                value.is_some_and(|value| sign.holds(&value, bound))
            }
            Self::Date { column, sign, bound } => {
                let date = written(*column);
                let is_date = date.starts_with(|first: char| first.is_ascii_digit());
                is_date && sign.holds(date.get(..bound.len()).unwrap_or(&date), bound)
            }
            Self::Word { column, word } => written(*column).contains(word),
        }
    }
}

impl Sheet {
    /// The number of a cell in the unit that is shown: dollars, percent, days.
    pub(super) fn value(
        self,
        report: &Report,
        index: &Index,
        row: usize,
        column: usize,
    ) -> Option<f64> {
        let is_percent = matches!(
            self.columns()[column].shown,
            CellFormat::Share | CellFormat::Return | CellFormat::Measure
        );
        match self.cell(report, index, row, column) {
            Cell::Money(amount) => Some(amount.to_dollars_f64()),
            Cell::Count(count) => Some(count as f64),
            Cell::Number(value) if is_percent => Some(value * 100.0),
            Cell::Number(value) => Some(value),
            Cell::Empty | Cell::Text(_) | Cell::Date(_) => None,
        }
    }
}

/// The word or phrase at the beginning of a text, and the text after it.
fn word(text: &str) -> Result<(String, &str), FilterError> {
    if let Some(phrase) = text.strip_prefix('"') {
        let end = phrase.find('"').ok_or(FilterError::OpenQuote)?;
        return Ok((phrase[..end].to_owned(), &phrase[end + 1..]));
    }
    let ends = |character: char| character.is_whitespace() || "<>=\"".contains(character);
    let end = text.find(ends).unwrap_or(text.len());
    Ok((text[..end].to_owned(), &text[end..]))
}

fn compare(
    sheet: Sheet,
    name: &str,
    (written, sign): (&'static str, Sign),
    value: &str,
) -> Result<Term, FilterError> {
    let column = find(sheet, name)?;
    let Column { name: head, shown, .. } = sheet.columns()[column];
    let value = value.trim();
    if value.is_empty() {
        return Err(FilterError::NoValue { name: name.to_owned(), sign: written });
    }
    if sheet.columns()[column].is_numeric() {
        let plain = value.replace('−', "-").replace([',', '$', '%'], "");
        let bound = plain.parse().ok().filter(|bound: &f64| bound.is_finite());
        let bound = bound.ok_or(FilterError::NoNumber { column: head, value: value.to_owned() })?;
        return Ok(Term::Number { column, sign, bound });
    }
    let is_date = value.len() <= 10
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && value.len() >= 4;
    match (shown, sign) {
        (CellFormat::Date, _) if is_date => {
            Ok(Term::Date { column, sign, bound: value.to_owned() })
        }
        // "open" is in place of a date.
        (_, Sign::Equal) => Ok(Term::Word { column, word: value.to_lowercase() }),
        (CellFormat::Date, _) => Err(FilterError::NoDate { column: head, value: value.to_owned() }),
        _ => Err(FilterError::NoOrder { column: head }),
    }
}

/// The column whose name, or a word of it, begins like this.
fn find(sheet: Sheet, name: &str) -> Result<usize, FilterError> {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric() || *c == '%')
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = letters(name);
    let columns = sheet.columns();
    let list = |found: &[usize]| {
        let names: Vec<&str> = found.iter().map(|at| columns[*at].name).collect();
        names.join(" · ")
    };
    let all: Vec<usize> = (0..columns.len()).collect();
    let by = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        all.iter().copied().filter(|at| is(columns[*at].name)).collect()
    };
    if !wanted.is_empty() {
        let exact = by(&|head| letters(head) == wanted);
        let beginning = by(&|head| letters(head).starts_with(&wanted));
        let inside = by(&|head| head.split(' ').any(|word| letters(word).starts_with(&wanted)));
        for found in [exact, beginning, inside] {
            match found[..] {
                [] => {}
                [column] => return Ok(column),
                _ => {
                    let columns = list(&found);
                    return Err(FilterError::SeveralColumns { name: name.to_owned(), columns });
                }
            }
        }
    }
    Err(FilterError::UnknownColumn { name: name.to_owned(), columns: list(&all) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;

    fn rows(sheet: Sheet, text: &str) -> Vec<u32> {
        let (report, _) = outcome();
        let index = Index::of(report);
        let filter = RowFilter::parse(sheet, text).unwrap();
        filter.rows(sheet, report, &index, &sheet.texts(report, &index))
    }

    #[test]
    fn terms_are_words_phrases_exclusions_and_comparisons() {
        fn same(a: &str, b: &str) {
            let found = rows(Sheet::Trades, a);
            assert_eq!(found, rows(Sheet::Trades, b), "{a} | {b}");
            assert!(!found.is_empty(), "{a}");
        }
        let all = rows(Sheet::Trades, " ").len();
        assert_eq!(rows(Sheet::Trades, "charm").len() + rows(Sheet::Trades, "-charm").len(), all);
        assert_eq!(rows(Sheet::Trades, "net>0").len() + rows(Sheet::Trades, "net<=0").len(), all);
        same("CHARM rolled", "rolled   charm");
        same("\"short strangle\"", "structure=\"short strangle\"");
        same("net < -1,000", "net<−1000");
        same("\"net p&l\">50", "\"Net P&L\" > 50");
        same("exit=open", "\"still open\"");
        same("-exit=open", "-\"still open\"");
        same("entry>=2014-02 entry<2014-03", "entry=2014-02");
        same("weight>20", "weight>20%");
        let phrase = rows(Sheet::Trades, "\"strangle short\"");
        assert!(phrase.is_empty());
    }

    #[test]
    fn a_filter_error_names_the_unknown_term() {
        fn check(text: &str, error: &str) {
            assert_eq!(RowFilter::parse(Sheet::Trades, text).unwrap_err().to_string(), error);
        }
        check("\"short", "the closing quotation mark is missing");
        check("days>", "expected a value after \"days>\"");
        check("days>x", "column \"Days\": expected a number, found \"x\"");
        check("entry<feb", "column \"Entry\": expected a date such as 2018-02, found \"feb\"");
        check("reason>rolled", "column \"Reason\" has text; compare it with =");
        check(
            "pnl>1",
            "no column \"pnl\"; the columns are Entry · Profile · Net P&L, USD · \
            Options P&L · Hedge P&L · Exit · Return, net · Reason · Structure · Units · Days · \
            Weight · Legs · Trade",
        );
        check(
            "p&l>1",
            "\"p&l\" could be Net P&L, USD · Options P&L · Hedge P&L; type more of \
            the name",
        );
    }

    #[test]
    fn the_example_finds_a_row_in_every_table() {
        let (report, _) = outcome();
        let index = Index::of(report);
        for sheet in Sheet::ALL {
            let example = sheet.example(report, &index);
            assert_eq!(example.is_none(), sheet.is_empty(report), "{sheet:?}");
            if let Some(example) = example {
                assert!(!rows(sheet, &example).is_empty(), "{sheet:?}: {example}");
            }
        }
    }
}
