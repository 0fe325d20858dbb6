//! Cells to dates: the forms that files use, with a time or zone behind them.

use chrono::{DateTime, Datelike, NaiveDate};

use crate::import::findings::form::DateForm;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::show::show_cell;
use crate::import::table::cut::Key;
use crate::import::table::rows::Row;

/// Reads dates and remembers how they were written.
#[derive(Default)]
pub(crate) struct Dates {
    forms: Vec<DateForm>,
    /// Whether some date with slashes can only be month first.
    is_month_first: bool,
    /// The line of the first date with slashes that can only be day first, and the cell.
    day_first: Option<(u64, String)>,
    /// The last cell, if it is a short one, and its date: most rows of a chain repeat it.
    last: Option<(Key, NaiveDate)>,
}

impl Dates {
    /// The date in a cell of a row.
    #[inline]
    pub(crate) fn of(&mut self, row: &Row<'_>, column: usize) -> Result<NaiveDate, Box<Fault>> {
        let key = row.key(column);
        if let Some((last, date)) = self.last
            && key == Some(last)
        {
            return Ok(date);
        }
        let cell = row.cell(column);
        let date = self.read(cell, row.line()).map_err(|rule| fault(rule, column, cell))?;
        self.last = key.map(|key| (key, date));
        Ok(date)
    }

    /// The date of a trimmed cell on a line.
    pub(crate) fn read(&mut self, cell: &[u8], line: u64) -> Result<NaiveDate, Rule> {
        let (form, year, month, day) = match split(cell) {
            Some(parts) => parts,
            None if std::str::from_utf8(cell).is_err() => return Err(Rule::Utf8),
            None => return Err(Rule::Date),
        };
        if form == DateForm::MonthFirst {
            if month > 12 && day <= 12 && self.day_first.is_none() {
                self.day_first = Some((line, show_cell(cell)));
            }
            self.is_month_first |= day > 12 && month <= 12;
        }
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(Rule::Date)?;
        if !(1800..=2199).contains(&date.year()) {
            return Err(Rule::DateRange);
        }
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
        Ok(date)
    }

    /// The forms that were met.
    pub(crate) fn forms(self) -> Vec<DateForm> {
        self.forms
    }

    /// The first date that shows all slashed dates to be day first, if none shows the contrary.
    pub(crate) fn day_first(&self) -> Option<&(u64, String)> {
        self.day_first.as_ref().filter(|_| !self.is_month_first)
    }
}

/// Form, year, month and day of a cell; the numbers are not checked against the calendar.
fn split(cell: &[u8]) -> Option<(DateForm, i32, u32, u32)> {
    let (first, rest) = digits(cell)?;
    match (first.len(), rest.first()) {
        (1..=4, Some(separator @ (b'-' | b'/' | b'.'))) => {
            let (second, rest) = digits(&rest[1..])?;
            let (third, behind) = digits(rest.strip_prefix(&[*separator])?)?;
            if second.len() > 2 || !is_time(behind) {
                return None;
            }
            let (a, b, c) = (number(first)?, number(second)?, number(third)?);
            match (separator, first.len(), third.len()) {
                (_, 4, 1 | 2) => Some((DateForm::YearFirst, year(a)?, b, c)),
                (b'/', 1 | 2, 2 | 4) => Some((DateForm::MonthFirst, year(c)?, a, b)),
                (b'.', 1 | 2, 2 | 4) => Some((DateForm::DayFirst, year(c)?, b, a)),
                _ => None,
            }
        }
        (8, _) if is_time(rest) => {
            let all = number(first)?;
            Some((DateForm::Compact, year(all / 10_000)?, all / 100 % 100, all % 100))
        }
        (9..=19, None) => epoch(first),
        _ => None,
    }
}

/// Leading digits and what is behind them; `None` without a digit.
fn digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length > 0).then(|| text.split_at(length))
}

/// The value of at most nine digits.
fn number(digits: &[u8]) -> Option<u32> {
    (digits.len() <= 9)
        .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

fn year(number: u32) -> Option<i32> {
    i32::try_from(number).ok()
}

/// A number of seconds since 1970, or of a thousandth, millionth or billionth of one, by length.
///
/// The day is that of UTC. Vendors stamp a day with its midnight in New York (four or five in the
/// morning, UTC) or with its close, which both lie on the same day.
fn epoch(digits: &[u8]) -> Option<(DateForm, i32, u32, u32)> {
    let per_second = match digits.len() {
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    let count: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let date = DateTime::from_timestamp(count / per_second, 0)?.date_naive();
    Some((DateForm::Epoch, date.year(), date.month(), date.day()))
}

/// Whether what stands behind a date is nothing, or a time of day and perhaps a zone.
fn is_time(text: &[u8]) -> bool {
    let Some((separator, rest)) = text.split_first() else { return true };
    if !matches!(separator, b'T' | b't' | b' ') {
        return is_zone(text);
    }
    let Some((hour, mut rest)) = digits(rest.trim_ascii_start()) else {
        return is_zone(rest);
    };
    if !matches!(hour.len(), 1 | 2 | 4 | 6) {
        return false;
    }
    // Minutes, seconds and their fraction.
    for _ in 0..3 {
        let Some(behind) = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b".")) else {
            break;
        };
        let Some((_, behind)) = digits(behind) else { return false };
        rest = behind;
    }
    let rest = rest.trim_ascii_start();
    let half = rest
        .get(..2)
        .filter(|half| half.eq_ignore_ascii_case(b"am") || half.eq_ignore_ascii_case(b"pm"));
    is_zone(&rest[half.map_or(0, <[u8]>::len)..])
}

/// Whether a text is nothing, an offset such as `-05:00`, or the name of a zone.
fn is_zone(text: &[u8]) -> bool {
    match text.trim_ascii_start() {
        [] => true,
        [b'+' | b'-', offset @ ..] => {
            matches!(offset.len(), 2 | 4 | 5)
                && offset.iter().all(|byte| byte.is_ascii_digit() || *byte == b':')
        }
        name => {
            name.len() <= 40
                && name[0].is_ascii_alphabetic()
                && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(byte))
                && (name.len() <= 5 || name.contains(&b'/'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<(String, DateForm), Rule> {
        let mut dates = Dates::default();
        let date = dates.read(cell.as_bytes(), 0)?;
        Ok((date.to_string(), dates.forms()[0]))
    }

    #[test]
    fn dates_are_read_in_the_forms_that_files_use() {
        let check = |cell: &str, date: &str, form| {
            assert_eq!(read(cell), Ok((date.to_owned(), form)), "{cell}");
        };
        check("2014-01-03", "2014-01-03", DateForm::YearFirst);
        check("2014-1-3", "2014-01-03", DateForm::YearFirst);
        check("2014/01/03", "2014-01-03", DateForm::YearFirst);
        check("20140103", "2014-01-03", DateForm::Compact);
        check("1/3/2014", "2014-01-03", DateForm::MonthFirst);
        check("12/31/2014", "2014-12-31", DateForm::MonthFirst);
        check("31.12.2014", "2014-12-31", DateForm::DayFirst);
        check("2022-12-28 00:00:00-05:00", "2022-12-28", DateForm::YearFirst);
        check("2022-12-28T16:00:00.000Z", "2022-12-28", DateForm::YearFirst);
        check("2022-12-28 16:00 EST", "2022-12-28", DateForm::YearFirst);
        check("2022-12-28 16:00:00 America/New_York", "2022-12-28", DateForm::YearFirst);
        check("2022-12-28Z", "2022-12-28", DateForm::YearFirst);
        check("12/28/2022 4:00 PM", "2022-12-28", DateForm::MonthFirst);
        check("20221228 000000", "2022-12-28", DateForm::Compact);
        check("1678680000", "2023-03-13", DateForm::Epoch);
        check("1678680000000", "2023-03-13", DateForm::Epoch);
        check("1678680000000000000", "2023-03-13", DateForm::Epoch);
        check("1800-01-01", "1800-01-01", DateForm::YearFirst);
        check("2199-12-31", "2199-12-31", DateForm::YearFirst);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let check = |cell: &str, rule| assert_eq!(read(cell), Err(rule), "{cell}");
        for cell in ["", "x", "2014", "2014-01", "2014-13-01", "2014-02-29", "2014-01/03"] {
            check(cell, Rule::Date);
        }
        for cell in ["2014-01-03 x!", "2014-01-03,", "13/01/2014", "03-01-2014", "2014-01-035"] {
            check(cell, Rule::Date);
        }
        for cell in ["Jan 3, 2014", "20140132", "99999999999", "2014-01-03 closing price"] {
            check(cell, Rule::Date);
        }
        for cell in ["0024-01-03", "1/3/24", "03.01.24", "1799-12-31", "2200-01-01", "00240103"] {
            check(cell, Rule::DateRange);
        }
        assert_eq!(Dates::default().read(b"2014-01-03\xe9", 0), Err(Rule::Utf8));
    }

    #[test]
    fn slashes_are_taken_for_day_first_only_if_no_date_says_the_contrary() {
        let check = |cells: &[&str], expected: Option<u64>| {
            let mut dates = Dates::default();
            for (line, cell) in (0..).zip(cells) {
                let _ = dates.read(cell.as_bytes(), line);
            }
            assert_eq!(dates.day_first().map(|(line, _)| *line), expected);
        };
        check(&["01/12/2014", "13/12/2014", "14/12/2014"], Some(1));
        check(&["12/13/2014", "13/12/2014"], None);
        check(&["1/2/2014", "1/3/2014"], None);
        check(&["13/13/2014"], None);
    }
}
