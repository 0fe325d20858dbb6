//! A file whose columns are not understood, with guesses of what they hold.

use std::fmt;

use crate::import::findings::form::Delimiter;
use crate::import::findings::show::show_cell;
use crate::import::sheet::layout::{BY_RARITY, OFFERED, folded, is_value};
use crate::import::source::encoding::Text;
use crate::import::source::lines::first_lines;
use crate::import::table::contract::is_contract;
use crate::import::table::date::Dates;
use crate::import::table::meaning::{Meaning, fold};
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::split_line;
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
        let fold = |cell: &Vec<u8>| if is_bare { String::new() } else { folded(cell) };
        let header: Vec<String> = header.iter().map(fold).collect();
        Some(Self { file: text.name.clone(), header: header.join(","), columns })
    }
}

/// Where no price is known, four columns of numbers of which one is never below the others and one
/// never above are high and low; the first of the other two is the open.
fn guess_prices(columns: &mut [UnknownColumn], rows: &[Vec<Vec<u8>>]) {
    let is_price =
        |c: &UnknownColumn| c.guess.as_ref().is_some_and(|guess| PRICES.contains(&guess.as_str()));
    if columns.iter().any(is_price) || rows.is_empty() {
        return;
    }
    let number = |row: &Vec<Vec<u8>>, at: usize| {
        let cell = row.get(at)?.trim_ascii();
        let mark = if cell.contains(&b',') { DecimalMark::Comma } else { DecimalMark::Dot };
        match number::read(cell, mark) {
            Number::Value(value) | Number::Grouped(value) => Some(value),
            _ => None,
        }
    };
    let open: Vec<usize> = (0..columns.len())
        .filter(|at| columns[*at].guess.is_none())
        .filter(|at| rows.iter().all(|row| number(row, *at).is_some()))
        .take(4)
        .collect();
    let is_above = |at: usize, other: usize| {
        rows.iter().all(|row| number(row, at).zip(number(row, other)).is_some_and(|(a, b)| a >= b))
    };
    let high = open.iter().copied().find(|at| open.iter().all(|other| is_above(*at, *other)));
    let low = open.iter().rev().copied().find(|at| open.iter().all(|o| is_above(*o, *at)));
    let (Some(high), Some(low)) = (high, low) else { return };
    let ends: Vec<usize> = open.iter().copied().filter(|at| *at != high && *at != low).collect();
    if let [first, last] = ends[..] {
        for (at, name) in [first, high, low, last].into_iter().zip(PRICES) {
            columns[at].guess = Some(name.to_owned());
            columns[at].by = Guess::Cells;
        }
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
    let is_date = |cell: &[u8]| Dates::default().read(cell, 0).is_ok();
    let is_right = |cell: &[u8]| {
        ["c", "p", "call", "put"].iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
    };
    let looks = [
        (all(&is_date), Meaning::Date),
        (all(&is_date), Meaning::Expiry),
        (all(&is_right), Meaning::Right),
        (all(&is_contract), Meaning::Contract),
    ];
    match looks.into_iter().find(|(is, meaning)| *is && is_free(meaning)) {
        Some((_, meaning)) => found(meaning, Guess::Cells),
        None => (None, Guess::Nothing),
    }
}

/// Parts of names, the more particular first.
const LIKE: [(&str, Meaning); 20] = [
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
