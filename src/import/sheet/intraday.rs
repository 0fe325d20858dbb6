//! Files with several rows a day: they are refused, or each day's rows become one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::findings::error::ImportError;
use crate::import::findings::repair::Repair;
use crate::import::sheet::order::in_order;
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::import::table::time;

/// The times of day of the good rows of a file, in their order.
pub(crate) struct Times {
    date_column: usize,
    time_column: Option<usize>,
    of_rows: Vec<Option<u32>>,
}

/// The rows of each day, oldest day first; each day's in the order of their times.
type Days = BTreeMap<NaiveDate, Vec<usize>>;

impl Times {
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        Self {
            date_column: sheet.column(Meaning::Date).unwrap_or(0),
            time_column: sheet.column(Meaning::Time),
            of_rows: Vec::new(),
        }
    }

    /// Takes the time of a good row.
    pub(crate) fn push(&mut self, row: &Row<'_>) {
        self.of_rows.push(match self.time_column {
            Some(column) => time::of_day(row.cell(column)),
            None => time::behind_date(row.cell(self.date_column)),
        });
    }

    /// The rows to keep, as indices into the scan, oldest first. Of rows with different times of
    /// one day it is the last, if days are to be aggregated; `aggregate` is then given each day's
    /// rows in the order of their times.
    pub(crate) fn keep(
        &self,
        sheet: &Sheet<'_>,
        scan: &mut Scan,
        aggregates: bool,
        mut aggregate: impl FnMut(&[usize]),
    ) -> Result<Vec<usize>, ImportError> {
        let Some(days) = self.intraday(&scan.dates) else { return Ok(in_order(sheet, scan)) };
        let counts = days.values().map(Vec::len);
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        let times = || self.of_rows.iter().flatten().copied();
        let minute = |time: Option<u32>| (time.unwrap_or(0) / 60) as u16;
        let (from, to) = (minute(times().min()), minute(times().max()));
        if !aggregates {
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

/// Minutes since midnight as a time of day.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
