//! Files with several rows a day: they are refused, or each day's rows become one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::repair::Repair;
use crate::import::sheet::options::Options;
use crate::import::sheet::order::in_order;
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::zone::{Shift, Stamps, is_utc};
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::import::table::time;

/// The times of day of the good rows of a file, in their order.
pub(crate) struct Times {
    date_column: usize,
    time_column: Option<usize>,
    of_rows: Vec<Option<u32>>,
    /// Whether every time says that it is UTC.
    are_utc: bool,
}

/// The rows of each day, oldest day first; each day's in the order of their times.
type Days = BTreeMap<NaiveDate, Vec<usize>>;

impl Times {
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        Self {
            date_column: sheet.column(Meaning::Date).unwrap_or(0),
            time_column: sheet.column(Meaning::Time),
            of_rows: Vec::new(),
            are_utc: true,
        }
    }

    /// Takes the time of a good row.
    pub(crate) fn push(&mut self, row: &Row<'_>) {
        self.of_rows.push(match self.time_column {
            Some(column) => time::of_day(row.cell(column)),
            None => time::behind_date(row.cell(self.date_column)),
        });
        self.are_utc &= self.time_column.is_none() && is_utc(row.cell(self.date_column));
    }

    /// The rows to keep, as indices into the scan, oldest first. Of rows with different times of
    /// one day it is the last, if days are to be aggregated; `aggregate` is then given each day's
    /// rows in the order of their times.
    pub(crate) fn keep(
        &self,
        sheet: &Sheet<'_>,
        scan: &mut Scan,
        Options { aggregate_intraday, strict, .. }: &Options,
        mut aggregate: impl FnMut(&[usize]),
    ) -> Result<Vec<usize>, ImportError> {
        self.move_days(sheet, scan, *strict)?;
        let Some(days) = self.intraday(&scan.dates) else { return Ok(in_order(sheet, scan)) };
        let counts = days.values().map(Vec::len);
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        let times = || self.of_rows.iter().flatten().copied();
        let minute = |time: Option<u32>| (time.unwrap_or(0) / 60) as u16;
        let (from, to) = (minute(times().min()), minute(times().max()));
        if !aggregate_intraday {
            return Err(ImportError::IntradayBars {
                file: sheet.name.to_owned(),
                rows: counts[counts.len() / 2],
                from: clock(from),
                to: clock(to),
            });
        }
        let rows = self.of_rows.len();
        scan.repairs.push(Repair::AggregatedDays { rows, days: days.len(), from, to });
        days.values().for_each(|rows| aggregate(rows));
        Ok(days.values().filter_map(|rows| rows.last().copied()).collect())
    }

    /// Moves days whose stamps are of another time zone to where they belong.
    fn move_days(
        &self,
        sheet: &Sheet<'_>,
        scan: &mut Scan,
        is_strict: bool,
    ) -> Result<(), ImportError> {
        let mut stamps = Stamps::default();
        for (date, time) in scan.dates.iter().zip(&self.of_rows) {
            stamps.note(*date, *time, self.are_utc);
        }
        let Some(shift) = stamps.shift(false) else { return Ok(()) };
        let mut rows = 0;
        for (date, time) in scan.dates.iter_mut().zip(&self.of_rows) {
            let moved = shift.of(*date, *time);
            rows += usize::from(moved != *date);
            *date = moved;
        }
        scan.repairs.push(moved(sheet, &stamps, shift, rows, is_strict)?);
        Ok(())
    }

    /// The rows of each day, if at least half of the days have rows with different times.
    fn intraday(&self, dates: &[NaiveDate]) -> Option<Days> {
        if dates.windows(2).all(|pair| pair[0] != pair[1]) {
            return None;
        }
        let mut days = Days::new();
        for (row, date) in dates.iter().enumerate() {
            days.entry(*date).or_default().push(row);
        }
        for rows in days.values_mut() {
            rows.sort_by_key(|row| self.of_rows[*row]);
        }
        let has_times = |rows: &&Vec<usize>| {
            rows.iter().all(|row| self.of_rows[*row].is_some())
                && rows.windows(2).any(|pair| self.of_rows[pair[0]] != self.of_rows[pair[1]])
        };
        (2 * days.values().filter(has_times).count() >= days.len()).then_some(days)
    }
}

/// What is said of rows whose days were moved; an error where nothing is to be corrected.
pub(crate) fn moved(
    sheet: &Sheet<'_>,
    stamps: &Stamps,
    shift: Shift,
    rows: usize,
    is_strict: bool,
) -> Result<Repair, ImportError> {
    let times = stamps.times().map(|(from, to)| ((from / 60) as u16, (to / 60) as u16));
    let is_next = shift.is_next();
    match is_strict {
        false => Ok(Repair::MovedDays { rows, is_next, times }),
        true => Err(Contradiction::OtherZone {
            file: sheet.name.to_owned(),
            times: times.map(|(from, to)| (clock(from), clock(to))),
            is_next,
        }
        .into()),
    }
}

/// Minutes since midnight as a time of day.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
