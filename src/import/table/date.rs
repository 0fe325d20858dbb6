//! Cells to dates: the forms that files use, with a time or zone behind them.

mod names;
pub(crate) mod order;
pub(crate) mod serial;

use chrono::{DateTime, Datelike, NaiveDate};

use crate::import::findings::form::DateForm;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::show::show_cell;
use crate::import::table::cut::Key;
use crate::import::table::date::order::{Evidence, Order, Orders, Triple};
use crate::import::table::date::serial::Serials;
use crate::import::table::rows::Row;

/// Reads dates and remembers how they were written.
#[derive(Default)]
pub(crate) struct Dates {
    /// The order of day and month, which the whole file tells.
    orders: Orders,
    /// Whether they are of contracts, not of rows.
    are_expiries: bool,
    forms: Vec<DateForm>,
    pub(crate) evidence: Evidence,
    /// The last cell, if it is a short one, and its date: most rows of a chain repeat it.
    last: Option<(Key, NaiveDate)>,
    /// Whether the cell of the last date is a day without a time, as most are.
    pub(crate) is_day: bool,
}

impl Dates {
    /// Dates of rows, of a file with such an order.
    pub(crate) fn of_rows(orders: Orders) -> Self {
        Self { orders, ..Self::default() }
    }

    /// Dates of contracts.
    pub(crate) fn of_expiries(orders: Orders) -> Self {
        Self { orders, are_expiries: true, ..Self::default() }
    }

    /// The date in a cell of a row.
    #[inline]
    pub(crate) fn of(&mut self, row: &Row<'_>, column: usize) -> Result<NaiveDate, Box<Fault>> {
        match &self.last {
            Some((last, date)) if row.is_again(column, last) => Ok(*date),
            _ => self.another(row, column),
        }
    }

    #[inline(never)]
    fn another(&mut self, row: &Row<'_>, column: usize) -> Result<NaiveDate, Box<Fault>> {
        let cell = row.cell(column);
        let date = self.read(cell, row.line()).map_err(|rule| fault(rule, column, cell))?;
        self.last = row.key(column).map(|key| (key, date));
        self.is_day = is_day(cell);
        Ok(date)
    }

    /// The date of a trimmed cell on a line.
    pub(crate) fn read(&mut self, cell: &[u8], line: u64) -> Result<NaiveDate, Rule> {
        let (form, year, month, day) = match split(cell, self.orders.serials) {
            Some(Written::Plain(form, year, month, day)) => (form, year, month, day),
            Some(Written::Open(triple)) => self.ordered(triple, cell, line)?,
            None if std::str::from_utf8(cell).is_err() => return Err(Rule::Utf8),
            None => return Err(Rule::Date),
        };
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

    /// A date of three numbers in the order of the file.
    fn ordered(
        &mut self,
        triple: Triple,
        cell: &[u8],
        line: u64,
    ) -> Result<(DateForm, i32, u32, u32), Rule> {
        self.evidence.note(triple, self.are_expiries, || (line, show_cell(cell)));
        if self.orders.cannot_read(&triple) {
            return Err(Rule::Date);
        }
        let order = self.orders.of(triple.separator);
        let (year, month, day) = order.sort(triple.numbers);
        let is_short = triple.has_short_year;
        let year = if is_short { order::full_year(year).ok_or(Rule::DateRange)? } else { year };
        let form = match (order, triple.separator, is_short) {
            (Order::MonthDayYear, b'/', false) => DateForm::MonthFirst,
            (Order::MonthDayYear, _, false) => DateForm::MonthFirstDashes,
            (Order::MonthDayYear, _, true) => DateForm::ShortMonthFirst,
            (Order::DayMonthYear, b'.', false) => DateForm::DayFirst,
            (Order::DayMonthYear, _, false) => DateForm::DayFirstSlashes,
            (Order::DayMonthYear, _, true) => DateForm::ShortDayFirst,
            (Order::YearMonthDay, ..) => DateForm::ShortYearFirst,
        };
        Ok((form, i32::try_from(year).map_err(|_| Rule::DateRange)?, month, day))
    }
}

/// Whether a cell with a date has no time.
fn is_day(cell: &[u8]) -> bool {
    cell.len() < 10 || (cell.len() == 10 && !cell[4].is_ascii_digit())
}

/// Whether a cell counts whole minutes since 1970, in seconds or parts of them.
pub(crate) fn is_moment(cell: &[u8]) -> bool {
    let parts = match cell.len() {
        10 => 60,
        13 => 60_000,
        16 => 60_000_000,
        19 => 60_000_000_000,
        _ => return false,
    };
    let number = std::str::from_utf8(cell).ok().and_then(|cell| cell.parse::<u64>().ok());
    number.is_some_and(|number| number % parts == 0)
}

/// A date as it is written; its numbers are not checked against the calendar.
enum Written {
    /// Form, year, month and day.
    Plain(DateForm, i32, u32, u32),
    /// Three numbers whose order the file tells.
    Open(Triple),
}

fn split(cell: &[u8], serials: Serials) -> Option<Written> {
    let Some((first, rest)) = digits(cell) else {
        return before_1970(cell).or_else(|| named(cell));
    };
    match (first.len(), rest.first()) {
        (1..=4, Some(separator @ (b'-' | b'/' | b'.'))) => {
            numbers(first, *separator, &rest[1..]).or_else(|| named(cell))
        }
        (8, _) if is_time(rest) => {
            let all = number(first)?;
            Some(Written::Plain(DateForm::Compact, year(all / 10_000)?, all / 100 % 100, all % 100))
        }
        (5, _) => counted(cell, serials),
        (4, None) if serials != Serials::From1900 => counted(cell, serials),
        (9..=19, _) if is_zero_fraction(rest) => epoch(1, first),
        (1 | 2 | 4, _) => named(cell),
        _ => None,
    }
}

/// Three numbers, of which the first and what is behind it are given.
fn numbers(first: &[u8], separator: u8, rest: &[u8]) -> Option<Written> {
    let (second, rest) = digits(rest)?;
    let (third, behind) = digits(rest.strip_prefix(&[separator])?)?;
    if second.len() > 2 || !is_time(behind) {
        return None;
    }
    let numbers = [number(first)?, number(second)?, number(third)?];
    match (first.len(), third.len()) {
        (4, 1 | 2) => {
            Some(Written::Plain(DateForm::YearFirst, year(numbers[0])?, numbers[1], numbers[2]))
        }
        (1 | 2, 2 | 4) => Some(Written::Open(Triple {
            separator,
            numbers,
            may_be_year_first: first.len() == 2 && third.len() == 2,
            has_short_year: third.len() == 2,
        })),
        _ => None,
    }
}

/// A date with the name of a month.
fn named(cell: &[u8]) -> Option<Written> {
    let names::Named { year: written, month, day, year_digits, behind } = names::read(cell)?;
    // What a browser puts behind a zone is its name in brackets.
    let end = behind.iter().position(|byte| *byte == b'(').unwrap_or(behind.len());
    let behind = behind[..end].trim_ascii_end();
    let is_time = is_time(behind) || behind.strip_prefix(b":").is_some_and(is_clock);
    let full = if year_digits == 2 { order::full_year(written)? } else { written };
    is_time.then_some(Written::Plain(DateForm::MonthName, year(full)?, month, day))
}

/// A count of days.
fn counted(cell: &[u8], serials: Serials) -> Option<Written> {
    let date = serials.date(serial::count(cell)?)?;
    Some(Written::Plain(serials.form(), date.year(), date.month(), date.day()))
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
fn epoch(sign: i64, digits: &[u8]) -> Option<Written> {
    let per_second = match digits.len() {
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    let count: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let date = DateTime::from_timestamp((sign * count).div_euclid(per_second), 0)?.date_naive();
    Some(Written::Plain(DateForm::Epoch, date.year(), date.month(), date.day()))
}

/// The same of a day before 1970.
fn before_1970(cell: &[u8]) -> Option<Written> {
    let (digits, rest) = digits(cell.strip_prefix(b"-")?)?;
    is_zero_fraction(rest).then(|| epoch(-1, digits))?
}

/// Whether what stands behind a whole number adds nothing to it.
fn is_zero_fraction(text: &[u8]) -> bool {
    text.is_empty()
        || text.strip_prefix(b".").is_some_and(|fraction| fraction.iter().all(|byte| *byte == b'0'))
}

/// Whether a text is a time of day such as `16:00:00`.
fn is_clock(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| byte.is_ascii_digit() || b":.".contains(byte))
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
                && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-:".contains(byte))
                && (name.len() <= 5
                    || name.contains(&b'/')
                    || name.starts_with(b"GMT")
                    || name.starts_with(b"UTC"))
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
        check("-252460800", "1962-01-01", DateForm::Epoch);
        check("1678680000.0", "2023-03-13", DateForm::Epoch);
        check("03-01-2014", "2014-01-03", DateForm::DayFirstSlashes);
        check("1/3/24", "2024-01-03", DateForm::ShortMonthFirst);
        check("3.1.24", "2024-01-03", DateForm::ShortDayFirst);
        check("05-Sep-2023", "2023-09-05", DateForm::MonthName);
        check("08NOV2023", "2023-11-08", DateForm::MonthName);
        check("08NOV2023:16:00:00", "2023-11-08", DateForm::MonthName);
        check("Sep 05, 2023 4:00 PM", "2023-09-05", DateForm::MonthName);
        check("5-Sep-98", "1998-09-05", DateForm::MonthName);
        check(
            "Tue Sep 05 2023 00:00:00 GMT-0400 (Eastern Daylight Time)",
            "2023-09-05",
            DateForm::MonthName,
        );
        check("45174", "2023-09-05", DateForm::Serial);
        check("45174.0", "2023-09-05", DateForm::Serial);
        check("45174,5", "2023-09-05", DateForm::Serial);
        check("1800-01-01", "1800-01-01", DateForm::YearFirst);
        check("2199-12-31", "2199-12-31", DateForm::YearFirst);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let check = |cell: &str, rule| assert_eq!(read(cell), Err(rule), "{cell}");
        for cell in ["", "x", "2014", "2014-01", "2014-13-01", "2014-02-29", "2014-01/03"] {
            check(cell, Rule::Date);
        }
        for cell in
            ["2014-01-03 x!", "2014-01-03,", "13/01/2014", "23258", "14-01-02", "2014-01-035"]
        {
            check(cell, Rule::Date);
        }
        for cell in ["Jan 2014", "20140132", "99999999999", "2014-01-03 closing price"] {
            check(cell, Rule::Date);
        }
        for cell in ["0024-01-03", "1/3/44", "03.01.44", "1799-12-31", "2200-01-01", "00240103"] {
            check(cell, Rule::DateRange);
        }
        assert_eq!(Dates::default().read(b"2014-01-03\xe9", 0), Err(Rule::Utf8));
    }

    #[test]
    fn the_order_of_a_file_is_that_of_its_dates() {
        let check = |order: Order, cell: &str, date: &str, form| {
            let mut dates = Dates::of_rows(Orders::told(order));
            let found = dates.read(cell.as_bytes(), 1).map(|date| date.to_string());
            assert_eq!((found, dates.forms()), (Ok(date.to_owned()), vec![form]), "{cell}");
        };
        check(Order::DayMonthYear, "3/1/2014", "2014-01-03", DateForm::DayFirstSlashes);
        check(Order::DayMonthYear, "03/01/2014 16:00", "2014-01-03", DateForm::DayFirstSlashes);
        check(Order::DayMonthYear, "03-01-14", "2014-01-03", DateForm::ShortDayFirst);
        check(Order::MonthDayYear, "01-03-2014", "2014-01-03", DateForm::MonthFirstDashes);
        check(Order::MonthDayYear, "1/3/99", "1999-01-03", DateForm::ShortMonthFirst);
        check(Order::YearMonthDay, "14-01-03", "2014-01-03", DateForm::ShortYearFirst);
        let mut dates = Dates::of_rows(Orders::told(Order::DayMonthYear));
        assert_eq!(dates.read(b"12/13/2014", 1), Err(Rule::Date));
        assert_eq!(dates.read(b"12/01/45", 1), Err(Rule::DateRange));
    }
}
