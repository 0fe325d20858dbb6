//! Tables on screen: columns that know how a cell is shown, and the order of rows after sorting and
//! filtering.
//!
//! Cells are made when they are looked at, so that a table of ten thousand rows costs what its
//! visible part costs. Files have their own tables, see [`files`](super::files).

mod rows;

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::engine::Report;
use crate::profile::{Playbook, Profile};
use crate::regime::Regime;

use super::course::Course;
use super::files;
use super::number::{cents, count, counted, decimal, percent, plus};
use super::table::{Cell, Table};
use super::tone::Tone;

/// A table on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sheet {
    /// Closed positions, then those still open.
    Trades,
    /// Changes of allocations.
    Rotation,
    /// Legs bought, sold and settled.
    Fills,
    /// Limits on risk that were reached.
    Limits,
    /// Shares and futures traded, delivered and given back.
    Hedges,
    /// What the account was sensitive to at each close, and what its marks came from.
    Exposure,
    /// One row per day.
    Days,
}

/// A column on screen.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its head.
    pub name: &'static str,
    /// How its cells are shown, which decides its width as well.
    pub shown: Shown,
    /// What an empty cell says.
    pub empty: &'static str,
}

/// How a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A day.
    Date,
    /// A short word.
    Word,
    /// Words of any length.
    Text,
    /// A word in a frame.
    Tag,
    /// A profile's number as its dot and code.
    Profile,
    /// A regime's number as its dot and name.
    Regime,
    /// A whole number.
    Count,
    /// A number with two decimals.
    Number,
    /// An amount to the cent.
    Money,
    /// An amount made or lost, with its sign.
    Profit,
    /// A share as percent with one decimal.
    Share,
    /// A return as percent with two decimals and its sign.
    Return,
    /// A share as percent with two decimals, or a number of days: what a limit is held against.
    Measure,
}

/// One cell as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What is written.
    pub text: Cow<'static, str>,
    /// How it reads.
    pub tone: Tone,
    /// The position of the profile whose dot stands before it.
    pub profile: Option<usize>,
    /// The position of the regime whose dot stands before it.
    pub regime: Option<usize>,
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// What the cells of a report's sheets are looked up in besides the report itself.
#[derive(Clone, Debug)]
pub struct Index {
    playbook: Playbook,
    /// The days as columns.
    pub course: Course,
}

impl Index {
    /// The index of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self { playbook: Playbook::new(&report.scenario.structures), course: Course::of(report) }
    }
}

impl Column {
    const fn new(name: &'static str, shown: Shown) -> Self {
        Self { name, shown, empty: "–" }
    }

    const fn or(self, empty: &'static str) -> Self {
        Self { empty, ..self }
    }

    /// Whether its cells stand at the right.
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        use Shown::{Date, Profile, Regime, Tag, Text, Word};
        !matches!(self.shown, Date | Profile | Regime | Tag | Text | Word)
    }

    /// The class that gives its width.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self.shown {
            Shown::Date => "w-date",
            Shown::Word | Shown::Tag => "w-word",
            Shown::Text => "w-text",
            Shown::Profile => "w-profile",
            Shown::Regime => "w-regime",
            Shown::Count => "w-count",
            Shown::Number | Shown::Share | Shown::Return | Shown::Measure => "w-number",
            Shown::Money | Shown::Profit => "w-money",
        }
    }

    /// A cell as it is shown in this column.
    #[must_use]
    pub fn field(&self, cell: &Cell) -> Field {
        let (mut tone, mut profile, mut regime) = (Tone::Plain, None, None);
        let text: Cow<'static, str> = match (cell, self.shown) {
            (Cell::Empty, _) => {
                tone = Tone::Soft;
                self.empty.into()
            }
            (Cell::Text(text), _) => text.clone(),
            (Cell::Date(date), _) => date.to_string().into(),
            (Cell::Money(amount), Shown::Profit) => {
                tone = Tone::of_money(*amount);
                plus(cents(*amount)).into()
            }
            (Cell::Money(amount), _) => cents(*amount).into(),
            (Cell::Count(number), Shown::Profile) => {
                let found = Profile::ALL.into_iter().find(|p| i64::from(p.number()) == *number);
                profile = found.map(Profile::index);
                found.map_or("", Profile::code).into()
            }
            (Cell::Count(number), Shown::Regime) => {
                let found = u8::try_from(*number).ok().and_then(Regime::from_number);
                regime = found.map(Regime::index);
                found.map_or("", Regime::name).into()
            }
            (Cell::Count(days), Shown::Measure) => counted(*days as usize, "day", "days").into(),
            (Cell::Count(number), _) => count(*number).into(),
            (Cell::Number(value), Shown::Measure) => percent(*value, 2).into(),
            (Cell::Number(value), Shown::Share) => percent(*value, 1).into(),
            (Cell::Number(value), Shown::Return) => {
                tone = Tone::of(*value);
                plus(percent(*value, 2)).into()
            }
            (Cell::Number(value), _) => decimal(*value, 2).into(),
        };
        Field { text, tone, profile, regime }
    }
}

impl Sheet {
    /// Every sheet, at the position that `as usize` gives.
    pub const ALL: [Self; 7] = [
        Self::Trades,
        Self::Rotation,
        Self::Fills,
        Self::Limits,
        Self::Hedges,
        Self::Exposure,
        Self::Days,
    ];

    /// Its columns, the most wanted first.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Trades => &rows::TRADES,
            Self::Rotation => &rows::ROTATION,
            Self::Fills => &rows::FILLS,
            Self::Limits => &rows::LIMITS,
            Self::Hedges => &rows::HEDGES,
            Self::Exposure => &rows::EXPOSURE,
            Self::Days => &rows::DAYS,
        }
    }

    /// How it is sorted until somebody sorts it: the latest first.
    #[must_use]
    pub const fn first_sort(self) -> (usize, Direction) {
        match self {
            Self::Trades => (1, Direction::Descending),
            _ => (0, Direction::Descending),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(self, report: &Report) -> usize {
        match self {
            Self::Trades => report.trades.len() + report.open_positions.len(),
            Self::Rotation => report.rotations.len(),
            Self::Fills => report.fills.len(),
            Self::Limits => report.breaches.len(),
            Self::Hedges => report.hedges.len(),
            Self::Exposure | Self::Days => report.days.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(self, report: &Report) -> bool {
        self.len(report) == 0
    }

    /// One cell, still knowing what it is.
    #[must_use]
    pub fn cell(self, report: &Report, index: &Index, row: usize, column: usize) -> Cell {
        match self {
            Self::Trades => rows::trade(report, index, row, column),
            Self::Rotation => rows::rotation(report, row, column),
            Self::Fills => rows::fill(report, row, column),
            Self::Limits => rows::limit(report, row, column),
            Self::Hedges => rows::hedge(report, row, column),
            Self::Exposure => rows::exposure(report, row, column),
            Self::Days => rows::day(report, index, row, column),
        }
    }

    /// One row as it is shown.
    #[must_use]
    pub fn row(self, report: &Report, index: &Index, row: usize) -> Vec<Field> {
        let columns = self.columns().iter().enumerate();
        columns.map(|(at, column)| column.field(&self.cell(report, index, row, at))).collect()
    }

    /// The trade that a row is about, if it is about one.
    #[must_use]
    pub fn trade(self, report: &Report, row: usize) -> Option<u32> {
        match self {
            Self::Trades => match report.trades.get(row) {
                Some(trade) => Some(trade.trade),
                None => Some(report.open_positions.get(row - report.trades.len())?.trade),
            },
            Self::Fills => Some(report.fills.get(row)?.trade),
            _ => None,
        }
    }

    /// The day that a row is about, as a position.
    #[must_use]
    pub fn day(self, report: &Report, index: &Index, row: usize) -> Option<usize> {
        match self {
            Self::Trades => {
                let trade = self.trade(report, row)?;
                index.course.at_or_before(super::holding::of(report, trade)?.decided)
            }
            Self::Rotation => {
                // What is done on a day was decided at the close before.
                let done = index.course.at_or_before(report.rotations.get(row)?.date)?;
                Some(done.saturating_sub(1))
            }
            Self::Fills => index.course.at_or_before(report.fills.get(row)?.decided),
            Self::Limits => index.course.at_or_before(report.breaches.get(row)?.date),
            Self::Hedges => index.course.at_or_before(report.hedges.get(row)?.date),
            Self::Exposure | Self::Days => Some(row),
        }
    }

    /// The same rows under their published column names, for a file.
    #[must_use]
    pub fn file(self, report: &Report) -> Table<'_> {
        match self {
            Self::Trades => files::closed_positions(report),
            Self::Rotation => files::rebalance_log(report),
            Self::Fills => files::fills(report),
            Self::Limits => files::limit_log(report),
            Self::Hedges => files::hedges(report),
            Self::Exposure => files::exposure(report),
            Self::Days => files::daily_results(report),
        }
    }

    /// `rows` sorted by a column; rows that are equal there keep their order in time, or its
    /// reverse.
    #[must_use]
    pub fn sorted(
        self,
        report: &Report,
        index: &Index,
        mut rows: Vec<u32>,
        (column, direction): (usize, Direction),
    ) -> Vec<u32> {
        let column = column.min(self.columns().len() - 1);
        let keys: Vec<Cell> =
            rows.iter().map(|row| self.cell(report, index, *row as usize, column)).collect();
        let mut places: Vec<u32> = (0..rows.len() as u32).collect();
        arrange(&mut places, &|a, b| {
            let (a, b) = (a as usize, b as usize);
            keys[a].compare(&keys[b]).then(rows[a].cmp(&rows[b]))
        });
        rows = places.into_iter().map(|place| rows[place as usize]).collect();
        if direction == Direction::Descending {
            rows.reverse();
        }
        rows
    }

    /// What a filter looks into: the words of each row, in lower case.
    #[must_use]
    pub fn texts(self, report: &Report, index: &Index) -> Vec<String> {
        let columns: Vec<_> =
            self.columns().iter().enumerate().filter(|(_, column)| !column.is_numeric()).collect();
        let text = |row: usize| {
            let mut text = String::new();
            for (at, column) in &columns {
                text.push_str(&column.field(&self.cell(report, index, row, *at)).text);
                text.push(' ');
            }
            text.make_ascii_lowercase();
            text
        };
        (0..self.len(report)).map(text).collect()
    }
}

/// The rows in whose texts every word of `filter` occurs.
#[must_use]
pub fn matching(texts: &[String], filter: &str) -> Vec<u32> {
    let filter = filter.to_ascii_lowercase();
    let words: Vec<&str> = filter.split_whitespace().collect();
    let has = |text: &String| words.iter().all(|word| text.contains(word));
    let rows = texts.iter().enumerate().filter(|(_, text)| has(text));
    rows.map(|(row, _)| row as u32).collect()
}

/// Sorts positions; equal ones keep their order. Not generic, since every sort is two kilobytes.
pub fn arrange(positions: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    positions.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests;
