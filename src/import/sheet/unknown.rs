//! A file whose columns are not understood, with guesses of what they hold.

use std::fmt;

use crate::import::findings::form::Delimiter;
use crate::import::findings::show::show_cell;
use crate::import::sheet::layout::{BY_RARITY, OFFERED, folded, is_value};
use crate::import::source::encoding::Text;
use crate::import::source::lines::first_lines;
use crate::import::table::contract::is_contract;
use crate::import::table::date::Dates;
use crate::import::table::date::order::{Order, Orders};
use crate::import::table::meaning::{Meaning, fold};
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::split_line;
use crate::import::table::time;
use crate::import::vendors;

/// A file whose columns are not understood, to be mapped by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The file.
    pub file: String,
    /// The header as a [`Layout`] has it.
    pub header: String,
    /// The columns in their order.
    pub columns: Vec<UnknownColumn>,
}

/// One of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its name in the header, ready to show.
    pub name: String,
    /// Its first cells, ready to show.
    pub cells: Vec<String>,
    /// The canonical name of what it may hold.
    pub guess: Option<String>,
    /// How that was guessed.
    pub by: Guess,
}

/// How the content of a column was guessed, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Its name is known.
    Name,
    /// Its name is like a known one.
    LikeName,
    /// Its cells look like it.
    Cells,
    /// There is no guess.
    Nothing,
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "by its name",
            Self::LikeName => "guessed from name",
            Self::Cells => "guessed from values",
            Self::Nothing => "",
        })
    }
}

impl Unknown {
    /// The canonical names of all that a column may hold.
    pub fn offered() -> impl Iterator<Item = String> {
        OFFERED.into_iter().map(|meaning| meaning.to_string())
    }

    /// How a file looks whose header is not understood: it is cut by what cuts most of its first
    /// lines into equally many cells, and the first of these is its header, unless it has a number
    /// or a date.
    pub(crate) fn of(text: &Text) -> Option<Self> {
        let lines = first_lines(&text.bytes);
        let cut = |line: usize, delimiter: Delimiter| {
            let cut = split_line(lines[line].text, delimiter.byte());
            cut.cells().iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
        };
        let tables = BY_RARITY.into_iter().flat_map(|delimiter| {
            let widths: Vec<usize> =
                (0..lines.len()).map(|line| cut(line, delimiter).len()).collect();
            let of = |width: usize| widths.iter().filter(|other| **other == width).count();
            let each = widths.iter().enumerate().filter(|(_, width)| **width > 1);
            let tables = each.map(|(line, width)| ((of(*width), *width), delimiter, line));
            tables.collect::<Vec<_>>()
        });
        let (_, delimiter, at) =
            tables.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let header = cut(at, delimiter);
        let is_bare = header.iter().any(|cell| is_value(cell));
        let body = if is_bare { at } else { at + 1 };
        let rows: Vec<_> = (body..lines.len()).map(|line| cut(line, delimiter)).collect();
        let mut columns = Vec::with_capacity(header.len());
        for (number, name) in header.iter().enumerate() {
            let cells: Vec<&[u8]> = rows
                .iter()
                .filter_map(|row| row.get(number))
                .map(|cell| cell.trim_ascii())
                .collect();
            let name = if is_bare { format!("column {}", number + 1) } else { show_cell(name) };
            let known: Vec<_> =
                columns.iter().filter_map(|c: &UnknownColumn| c.guess.clone()).collect();
            let (guess, by) = guess(&name, &cells, &known);
            let cells = cells.iter().take(3).map(|cell| show_cell(cell)).collect();
            columns.push(UnknownColumn { name, cells, guess, by });
        }
        guess_prices(&mut columns, &rows);
        guess_volume(&mut columns, &rows);
        let fold = |cell: &Vec<u8>| if is_bare { String::new() } else { folded(cell) };
        let header: Vec<String> = header.iter().map(fold).collect();
        Some(Self { file: text.name.clone(), header: header.join(","), columns })
    }

    /// What the columns of a file without a header hold, if these are a date and the prices of a
    /// day: besides them a time, a volume, and one column of words, which is a symbol.
    pub(crate) fn prices_without_header(&self) -> Option<Vec<Option<Meaning>>> {
        let is_bare = self.header.chars().all(|c| c == ',');
        let meaning = |name: &String| OFFERED.into_iter().find(|known| known.to_string() == *name);
        let mut meanings: Vec<Option<Meaning>> =
            self.columns.iter().map(|column| column.guess.as_ref().and_then(meaning)).collect();
        let has = |meaning: Meaning| meanings.contains(&Some(meaning));
        if !is_bare || !has(Meaning::Date) || !Meaning::PRICES.into_iter().all(has) {
            return None;
        }
        let all = |column: &UnknownColumn, is: &dyn Fn(&str) -> bool| {
            !column.cells.is_empty() && column.cells.iter().all(|cell| is(cell))
        };
        let is_time = |cell: &str| {
            let is_short = cell.contains(':') || (cell.len() == 6 && cell.ends_with("00"));
            is_short && time::of_day(cell.as_bytes()).is_some()
        };
        let is_word = |cell: &str| cell.bytes().any(|byte| byte.is_ascii_alphabetic());
        let mut give = |meaning, is: &dyn Fn(&str) -> bool| {
            let mut open = (0..meanings.len()).filter(|at| meanings[*at].is_none());
            if let Some(at) = open.find(|at| all(&self.columns[*at], is)) {
                meanings[at] = Some(meaning);
            }
        };
        give(Meaning::Time, &is_time);
        give(Meaning::Symbol, &is_word);
        Some(meanings)
    }
}

/// Where no price is known, four columns of numbers of which one is never below the others and one
/// never above are high and low; the first of the other two is the open. Prices of a day are near
/// each other, which a volume beside them is not.
fn guess_prices(columns: &mut [UnknownColumn], rows: &[Vec<Vec<u8>>]) {
    if columns.iter().any(is_price) || rows.is_empty() {
        return;
    }
    let open: Vec<usize> = (0..columns.len())
        .filter(|at| columns[*at].guess.is_none())
        .filter(|at| rows.iter().all(|row| number(row, *at).is_some()))
        .collect();
    let Some(prices) = open.windows(4).find_map(|four| in_order_of_prices(four, rows)) else {
        return;
    };
    for (at, name) in prices.into_iter().zip(PRICES) {
        columns[at].guess = Some(name.to_owned());
        columns[at].by = Guess::Cells;
    }
}

/// Four columns as open, high, low and close, if they can be these.
fn in_order_of_prices(four: &[usize], rows: &[Vec<Vec<u8>>]) -> Option<[usize; 4]> {
    /// How far the high may stand above the low, as a multiple of it.
    const NEAR: f64 = 3.0;
    let holds = |at: usize, other: usize, is: &dyn Fn(f64, f64) -> bool| {
        rows.iter()
            .all(|row| number(row, at).zip(number(row, other)).is_some_and(|(a, b)| is(a, b)))
    };
    let is_above = |at: usize, other: usize| holds(at, other, &|a, b| a >= b);
    let high = *four.iter().find(|at| four.iter().all(|other| is_above(**at, *other)))?;
    let low = *four.iter().rev().find(|at| four.iter().all(|other| is_above(*other, **at)))?;
    let mut ends = four.iter().copied().filter(|at| *at != high && *at != low);
    let (first, last) = (ends.next()?, ends.next()?);
    let is_near = holds(high, low, &|high, low| high <= NEAR * low);
    (is_near && ends.next().is_none()).then_some([first, high, low, last])
}

/// Beside prices, a column of large whole numbers is the volume.
fn guess_volume(columns: &mut [UnknownColumn], rows: &[Vec<Vec<u8>>]) {
    const LARGE: f64 = 1_000.0;
    let volume = Meaning::Volume.to_string();
    let is_volume = |column: &UnknownColumn| column.guess.as_ref() == Some(&volume);
    if !columns.iter().any(is_price) || columns.iter().any(is_volume) || rows.is_empty() {
        return;
    }
    let is_large = |row: &Vec<Vec<u8>>, at: usize| {
        number(row, at)
            .is_some_and(|number| number == 0.0 || number >= LARGE && number.fract() == 0.0)
    };
    let is_it = |at: usize| {
        rows.iter().all(|row| is_large(row, at))
            && rows.iter().any(|row| number(row, at).is_some_and(|number| number > 0.0))
    };
    let mut open = (0..columns.len()).filter(|at| columns[*at].guess.is_none());
    if let Some(at) = open.find(|at| is_it(*at)) {
        columns[at].guess = Some(volume);
        columns[at].by = Guess::Cells;
    }
}

fn is_price(column: &UnknownColumn) -> bool {
    column.guess.as_ref().is_some_and(|guess| PRICES.contains(&guess.as_str()))
}

/// The number in a cell of a row.
fn number(row: &[Vec<u8>], at: usize) -> Option<f64> {
    let cell = row.get(at)?.trim_ascii();
    let [first, second] = match cell.contains(&b',') {
        true => [DecimalMark::Comma, DecimalMark::Dot],
        false => [DecimalMark::Dot, DecimalMark::Comma],
    };
    let read = match number::read(cell, first) {
        Number::Unreadable => number::read(cell, second),
        read => read,
    };
    match read {
        Number::Value(value) | Number::Grouped(value) => Some(value),
        _ => None,
    }
}

const PRICES: [&str; 4] = ["open", "high", "low", "close"];

/// What a column may hold, if none before it does: by its name, by a part of its name, by its
/// cells.
fn guess(name: &str, cells: &[&[u8]], known: &[String]) -> (Option<String>, Guess) {
    let folded = fold(name.as_bytes());
    let is_free = |meaning: &Meaning| !known.contains(&meaning.to_string());
    let found = |meaning: Meaning, by| (Some(meaning.to_string()), by);
    if let Some(meaning) = vendors::meaning(&folded, None).filter(is_free)
        && OFFERED.contains(&meaning)
    {
        return found(meaning, Guess::Name);
    }
    if let Some((_, meaning)) = LIKE.iter().find(|(part, m)| folded.contains(part) && is_free(m)) {
        return found(*meaning, Guess::LikeName);
    }
    let all = |is: &dyn Fn(&[u8]) -> bool| !cells.is_empty() && cells.iter().all(|cell| is(cell));
    let is_moment = are_moments(cells);
    let is_date = |order: Order| {
        move |cell: &[u8]| {
            let digits = cell.iter().all(u8::is_ascii_digit);
            let is_number = is_long_number(cell) || (digits && cell.len() < 8);
            !is_number && Dates::of_rows(Orders::told(order)).read(cell, 0).is_ok()
        }
    };
    let orders = [Order::MonthDayYear, Order::DayMonthYear, Order::YearMonthDay];
    let are_dates = orders.into_iter().any(|order| all(&is_date(order)));
    let is_right = |cell: &[u8]| {
        ["c", "p", "call", "put"].iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
    };
    let looks = [
        (are_dates || is_moment, Meaning::Date),
        (are_dates, Meaning::Expiry),
        (all(&is_right), Meaning::Right),
        (all(&is_contract), Meaning::Contract),
    ];
    match looks.into_iter().find(|(is, meaning)| *is && is_free(meaning)) {
        Some((_, meaning)) => found(meaning, Guess::Cells),
        None => (None, Guess::Nothing),
    }
}

/// Whether a cell is a number without the shape of a date, which has separators or eight digits.
fn is_long_number(cell: &[u8]) -> bool {
    cell.len() > 8 && cell.iter().all(u8::is_ascii_digit)
}

/// Whether cells count seconds since 1970 or parts of them, in whole minutes and one direction: a
/// volume does not.
fn are_moments(cells: &[&[u8]]) -> bool {
    let seconds = |cell: &&[u8]| -> Option<i64> {
        Dates::default().read(cell, 0).ok().filter(|_| is_long_number(cell))?;
        let number: i64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        let parts = 10_i64.pow((cell.len() as u32 - 9) / 3 * 3);
        (number % (60 * parts) == 0).then_some(number)
    };
    let Some(moments) = cells.iter().map(seconds).collect::<Option<Vec<_>>>() else {
        return false;
    };
    !moments.is_empty()
        && (moments.windows(2).all(|pair| pair[0] < pair[1])
            || moments.windows(2).all(|pair| pair[0] > pair[1]))
}

/// Parts of names, the more particular first.
const LIKE: [(&str, Meaning); 21] = [
    ("expir", Meaning::Expiry),
    ("matur", Meaning::Expiry),
    ("strike", Meaning::Strike),
    ("bid", Meaning::Bid),
    ("ask", Meaning::Ask),
    ("offer", Meaning::Ask),
    ("delta", Meaning::Delta),
    ("implied", Meaning::ImpliedVol),
    ("iv", Meaning::ImpliedVol),
    ("openint", Meaning::OpenInterest),
    ("volum", Meaning::Volume),
    ("underl", Meaning::Underlying),
    ("spot", Meaning::Underlying),
    ("putcall", Meaning::Right),
    ("callput", Meaning::Right),
    ("open", Meaning::Open),
    ("high", Meaning::High),
    ("low", Meaning::Low),
    ("close", Meaning::Close),
    ("last", Meaning::Close),
    ("date", Meaning::Date),
];
