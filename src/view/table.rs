//! A table whose rows are made on access, so that long tables are cheap.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::units::{Contracts, Money};

/// One typed cell, before it is formatted.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing: not available, undefined.
    Empty,
    /// Words.
    Text(Cow<'static, str>),
    /// A day.
    Date(NaiveDate),
    /// An exact amount.
    Money(Money),
    /// A whole number.
    Count(i64),
    /// A measured number.
    Number(f64),
}

impl Cell {
    /// The order for sorting: empty cells last, kinds apart, numbers by value.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Money(a), Self::Money(b)) => a.cmp(b),
            (Self::Count(a), Self::Count(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Count(a), Self::Number(b)) => (*a as f64).total_cmp(b),
            (Self::Number(a), Self::Count(b)) => a.total_cmp(&(*b as f64)),
            (Self::Empty, Self::Empty) => Ordering::Equal,
            (Self::Empty, _) => Ordering::Greater,
            (_, Self::Empty) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }
}

impl From<Contracts> for Cell {
    /// Whole contracts are counted, parts of one are measured.
    fn from(contracts: Contracts) -> Self {
        let count = contracts.count();
        if count == count.trunc() { Self::Count(count as i64) } else { Self::Number(count) }
    }
}

impl From<&'static str> for Cell {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// Column names and rows made on demand.
pub struct Table<'a> {
    /// The name of the file or the tab.
    pub name: &'static str,
    /// Column names.
    pub columns: Vec<Cow<'static, str>>,
    length: usize,
    make: Box<dyn Fn(usize) -> Vec<Cell> + 'a>,
}

impl<'a> Table<'a> {
    /// A table of `length` rows.
    pub fn new(
        name: &'static str,
        columns: Vec<Cow<'static, str>>,
        length: usize,
        make: impl Fn(usize) -> Vec<Cell> + 'a,
    ) -> Self {
        Self { name, columns, length, make: Box::new(make) }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// One row, a cell per column.
    #[must_use]
    pub fn row(&self, index: usize) -> Vec<Cell> {
        (self.make)(index)
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Cell>> + '_ {
        (0..self.length).map(|index| self.row(index))
    }
}

/// Column names of `head`, then `profile_1{tail}` to `profile_6{tail}`.
pub(super) fn columns(head: &[&'static str]) -> Vec<Cow<'static, str>> {
    head.iter().map(|name| Cow::Borrowed(*name)).collect()
}

pub(super) fn per_profile(tail: &str) -> impl Iterator<Item = Cow<'static, str>> + '_ {
    (1..=6).map(move |number| Cow::Owned(format!("profile_{number}_{tail}")))
}
