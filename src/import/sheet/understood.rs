//! One file whose header is understood.

use std::cell::RefCell;

use chrono::NaiveDate;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::form::Delimiter;
use crate::import::findings::repair::Repair;
use crate::import::findings::role::Role;
use crate::import::findings::warning::Warning;
use crate::import::sheet::first_rows::FirstRows;
use crate::import::table::date::order::{Order, Orders, Verdict};
use crate::import::table::indices::OtherIndex;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::DecimalMark;
use crate::import::table::rows::{Next, Rows};
use crate::import::vendors::{Quirk, VendorFile};
use crate::market::Series;

/// A text whose header is understood.
pub(crate) struct Sheet<'t> {
    pub(crate) name: &'t str,
    pub(crate) role: Option<Role>,
    /// The text below the header, as far as it is in memory.
    pub(crate) body: &'t [u8],
    /// The line number of its first line.
    pub(crate) body_line: u64,
    /// Its offset in the file, if more of the file follows than is in memory.
    pub(crate) goes_on_from: Option<usize>,
    pub(crate) delimiter: Delimiter,
    pub(crate) mark: DecimalMark,
    /// A number that may have either mark.
    pub(crate) doubtful_number: Option<String>,
    /// The order of day and month in its dates.
    pub(crate) dates: RefCell<Verdict>,
    /// The line of the header, the first is 1.
    pub(crate) header_line: u64,
    /// The header's cells, ready to show.
    pub(crate) columns: Vec<String>,
    pub(crate) meanings: Vec<Option<Meaning>>,
    /// The vendor's file that the header belongs to, if any.
    pub(crate) vendor: Option<&'static VendorFile>,
    /// The volatility index named by the file's name, a title above the header, or its symbol.
    pub(crate) index: Option<Series>,
    /// An index other than the VIX that they name instead.
    pub(crate) other_index: Option<OtherIndex>,
    pub(crate) repairs: Vec<Repair>,
    /// Whether the user mapped the columns.
    pub(crate) is_told: bool,
    /// Whether the user said the order of day and month.
    pub(crate) told_order: bool,
    /// Whether it has no header, and open and close might be each other.
    pub(crate) has_doubtful_columns: bool,
    /// The day of all rows, where no column has it but a line above the header.
    pub(crate) day: Option<NaiveDate>,
}

impl<'t> Sheet<'t> {
    /// Where the column of a meaning is.
    pub(crate) fn column(&self, meaning: Meaning) -> Option<usize> {
        self.meanings.iter().position(|found| *found == Some(meaning))
    }

    /// What the vendor's layout is called, if it is a known one.
    pub(crate) fn vendor_name(&self) -> Option<&'static str> {
        self.vendor.map(|file| file.name)
    }

    /// Whether the rows differ in this way from those of other files.
    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.vendor.is_some_and(|file| file.quirk == Some(quirk))
    }

    /// The series among the columns, in the order of the canonical file.
    pub(crate) fn series_columns(&self) -> Vec<(Series, usize)> {
        let column = |series| Some((series, self.column(Meaning::Series(series))?));
        Series::ALL.into_iter().filter_map(column).collect()
    }

    /// Whether the header is that of another file, however it is written.
    pub(crate) fn has_columns_of(&self, other: &Sheet<'_>) -> bool {
        let mut pairs = self.columns.iter().zip(&other.columns);
        self.columns.len() == other.columns.len()
            && pairs.all(|(name, other)| name.eq_ignore_ascii_case(other))
    }

    /// The order of day and month in its dates.
    pub(crate) fn orders(&self) -> Orders {
        self.dates.borrow().orders
    }

    /// Takes what all rows say of it, where those in memory were not all. Whether it is another
    /// than was thought, so that the rows have to be read again.
    pub(crate) fn learn_orders(&self, mut verdict: Verdict) -> bool {
        if self.told_order {
            return false;
        }
        verdict.orders.serials = self.orders().serials;
        let is_other = verdict.orders != self.orders();
        self.dates.replace(verdict);
        is_other
    }

    /// An error if dates exclude each other.
    pub(crate) fn check_dates(&self) -> Result<(), ImportError> {
        let Some([day_first, month_first]) = &self.dates.borrow().contradiction else {
            return Ok(());
        };
        Err(Contradiction::MixedDateOrders {
            file: self.name.to_owned(),
            line: day_first.0,
            found: day_first.1.clone(),
            other_line: month_first.0,
            other: month_first.1.clone(),
        }
        .into())
    }

    /// What may be read in two ways.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let file = || self.name.to_owned();
        let number = self.doubtful_number.as_ref().map(|found| Warning::EitherMark {
            file: file(),
            found: found.clone(),
            is_comma: self.mark == DecimalMark::Comma,
        });
        let dates = self.dates.borrow();
        // Known vendors write the month first.
        let is_known = |order: Order| order == Order::MonthDayYear && self.vendor.is_some();
        let date = dates.doubt.as_ref().filter(|(_, order)| !is_known(*order));
        let date = date.map(|(found, order)| Warning::EitherOrder {
            file: file(),
            found: found.clone(),
            is_day_first: *order == Order::DayMonthYear,
        });
        let columns = self.has_doubtful_columns.then(|| Warning::WithoutHeader { file: file() });
        number.into_iter().chain(date).chain(columns).collect()
    }

    /// Whether there may be rows below the header.
    pub(crate) fn has_rows(&self) -> bool {
        self.goes_on_from.is_some() || !matches!(self.rows().advance(), Next::End)
    }

    /// The rows below the header, as far as they are in memory.
    pub(crate) fn rows(&self) -> Rows<'t> {
        self.rows_of(self.body, self.body_line)
    }

    /// The first rows below the header.
    pub(crate) fn first_rows(&self) -> FirstRows<'t> {
        FirstRows::new(self.body, self.delimiter, self.columns.len())
    }

    /// The rows of a piece of the file, which begins on a line.
    pub(crate) fn rows_of<'p>(&self, piece: &'p [u8], line: u64) -> Rows<'p> {
        Rows::new(piece, line, self.delimiter.byte(), self.columns.len())
    }
}
