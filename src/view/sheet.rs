//! Tables on screen: columns that know how a cell is shown, and the order of rows after sorting and
//! filtering.
//!
//! Cells are made on access, so that a table of ten thousand rows costs what its
//! visible part costs. Files have their own tables, see [`files`](super::files).

mod column;
mod example;
mod export;
mod filter;
mod rows;
mod sums;

use std::cmp::Ordering;

use crate::engine::Report;
use crate::profile::Playbook;

use super::course::Course;
use super::table::Cell;

pub use column::{CellFormat, Column, SheetCell};
pub use export::plain;
pub use filter::{FilterError, RowFilter};
pub use sums::Sum;

/// About how many rows are measured to find the width of a column.
const MEASURED_ROWS: usize = 100;
/// No column is wider, in characters; the rest of a longer text is cut.
const WIDEST: usize = 36;

/// The width of a character and the room beside a cell's text, pixels.
const CHARACTER: u32 = 7;
const ROOM: u32 = 16;

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

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// Lookups that the cells of a report's sheets need besides the report itself.
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

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Trades => "Trades",
            Self::Rotation => "Rotation",
            Self::Fills => "Fills",
            Self::Limits => "Limits",
            Self::Hedges => "Hedges",
            Self::Exposure => "Exposure",
            Self::Days => "Every day",
        }
    }

    /// Its name in file names and in the `id` of its elements.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trades => "trades",
            Self::Rotation => "rotation",
            Self::Fills => "fills",
            Self::Limits => "limits",
            Self::Hedges => "hedges",
            Self::Exposure => "exposure",
            Self::Days => "days",
        }
    }

    /// Why it has no rows, and what would fill it.
    #[must_use]
    pub const fn empty_message(self) -> &'static str {
        match self {
            Self::Limits => {
                "No limit was breached. Set limits under Risk limits in the scenario, or as exits \
                 of a structure."
            }
            Self::Hedges => {
                "No shares were traded. Set hedges under Hedging in the scenario, or for a single \
                 structure under Structures. Options on a fund also deliver shares when they \
                 expire in the money."
            }
            Self::Exposure | Self::Days => "The result has no days.",
            Self::Trades | Self::Rotation | Self::Fills => {
                "Nothing was traded. Weights are set under Allocation limits in the scenario."
            }
        }
    }

    /// Its columns, the most important first.
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
            Self::Trades => (5, Direction::Descending),
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

    /// One typed cell, before it is formatted.
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
    pub fn row(self, report: &Report, index: &Index, row: usize) -> Vec<SheetCell> {
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

    /// The words of each row that a filter searches, in lower case.
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

    /// The width of each column in pixels, by its head and by cells from all over the table.
    #[must_use]
    pub fn widths(self, report: &Report, index: &Index) -> Vec<u32> {
        let step = (self.len(report) / MEASURED_ROWS).max(1);
        let width = |(at, column): (usize, &Column)| {
            let cells = (0..self.len(report)).rev().step_by(step);
            let cells = cells.map(|row| {
                let field = column.field(&self.cell(report, index, row, at));
                let dot = if field.profile.or(field.regime).is_some() { 2 } else { 0 };
                field.text.chars().count() + dot
            });
            let widest = cells.max().unwrap_or(0).min(WIDEST);
            // An even number, so that a result with one digit more moves no column.
            widest.max(column.name.chars().count() + 1).max(column.least_width()).div_ceil(2) as u32
                * 2
                * CHARACTER
                + ROOM
        };
        self.columns().iter().enumerate().map(width).collect()
    }
}

/// Sorts positions; equal ones keep their order. Not generic, since every sort is two kilobytes.
pub fn arrange(positions: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    positions.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests;
