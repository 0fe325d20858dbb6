//! Volatility indices and other daily series: columns of the bars file, or a file of their own.

pub(crate) mod events;
pub(crate) mod merge;
pub(crate) mod trade_log;

use chrono::NaiveDate;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::role::Role;
use crate::import::findings::summary::FileSummary;
use crate::import::sheet::intraday::Times;
use crate::import::sheet::options::Options;
use crate::import::sheet::order::pick;
use crate::import::sheet::scan::{Numbers, Scan, Unit, scan};
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::summarise::summarise_file;
use crate::import::table::indices::OtherIndex;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::market::Series;

/// The most percent points of any series.
const MAX_POINTS: f64 = 1_000.0;

/// Daily series by date, oldest first, in decimals.
pub(crate) struct DailyValues {
    pub(crate) dates: Vec<NaiveDate>,
    pub(crate) columns: Vec<(Series, Vec<Option<f64>>)>,
}

/// Reads a file of series: its series columns, or the closes of one volatility index.
pub(crate) fn read(
    sheet: &Sheet<'_>,
    options: &Options,
) -> Result<(DailyValues, FileSummary), ImportError> {
    let mut columns = SeriesColumns::new(sheet);
    let recognised = recognised(sheet, &mut columns);
    let mut numbers = Numbers::new(sheet);
    let mut times = Times::new(sheet);
    let mut scan = scan(sheet, |row| {
        let values = columns.read(row, &mut numbers)?;
        times.push(row);
        columns.push(&values);
        Ok(())
    })?;
    let kept = times.keep(sheet, &mut scan, options, |_| {})?;
    scan.repairs.extend(numbers.repairs());
    check_level(sheet, &columns)?;
    let table = DailyValues { dates: pick(&scan.dates, &kept), columns: columns.pick(&kept) };
    let span = span(&table.dates);
    let bad_rows = options.bad_rows;
    let summary =
        summarise_file(sheet, Role::Volatility, recognised, scan, kept.len(), span, bad_rows)?;
    Ok((table, summary))
}

/// Refuses closes that stand where prices do and no volatility index, whatever the file is named.
fn check_level(sheet: &Sheet<'_>, columns: &SeriesColumns) -> Result<(), ImportError> {
    const FEW: usize = 5;
    /// The highest close of the VIX was 82.69, and it fell within days.
    const LEAST: f64 = 0.9;
    let [column] = columns.columns.as_slice() else { return Ok(()) };
    let is_vix = matches!(column.series, Series::Vix | Series::Vix9d | Series::Vix3m);
    let values = || column.values.iter().flatten().copied();
    let lowest = values().fold(f64::MAX, f64::min);
    if !is_vix || values().count() < FEW || lowest < LEAST {
        return Ok(());
    }
    let lowest = format!("{:.2}", lowest * 100.0);
    Err(Contradiction::NotVolatility { file: sheet.name.to_owned(), lowest }.into())
}

/// First and last of dates in order.
pub(crate) fn span(dates: &[NaiveDate]) -> Option<(NaiveDate, NaiveDate)> {
    Some((*dates.first()?, *dates.last()?))
}

/// What the file is called to the user; where it has no series column, its closes are taken.
fn recognised(sheet: &Sheet<'_>, columns: &mut SeriesColumns) -> String {
    if !columns.columns.is_empty() {
        let names: Vec<_> = columns.columns.iter().map(|column| column.series.column()).collect();
        return match sheet.vendor_name() {
            Some(vendor) => vendor.to_owned(),
            None => format!("daily values of {}", names.join(", ")),
        };
    }
    let index = sheet.index.unwrap_or(Series::Vix);
    if let Some(close) = sheet.column(Meaning::Close) {
        columns.add(index, close);
    }
    let index = index.column().to_ascii_uppercase();
    if let Some(OtherIndex { name, what, is_vix_of_another: true }) = sheet.other_index {
        return format!("closes of {name}, the volatility index {what}, as {index}");
    }
    match sheet.vendor_name() {
        Some(vendor) => format!("closes of {index} ({vendor})"),
        None if sheet.column(Meaning::Open).is_some() => format!("Cboe {index} history"),
        None => format!("closes of {index}"),
    }
}

/// The series columns of a file that is being read.
pub(crate) struct SeriesColumns {
    columns: Vec<SeriesColumn>,
}

struct SeriesColumn {
    series: Series,
    at: usize,
    values: Vec<Option<f64>>,
}

impl SeriesColumns {
    /// Those the header names.
    pub(crate) fn new(sheet: &Sheet<'_>) -> Self {
        let mut columns = Self { columns: Vec::new() };
        for (series, at) in sheet.series_columns() {
            columns.add(series, at);
        }
        columns
    }

    fn add(&mut self, series: Series, at: usize) {
        self.columns.push(SeriesColumn { series, at, values: Vec::new() });
    }

    /// The decimals of a row, one per column.
    pub(crate) fn read(
        &self,
        row: &Row<'_>,
        numbers: &mut Numbers,
    ) -> Result<[Option<f64>; Series::ALL.len()], Box<Fault>> {
        let mut values = [None; Series::ALL.len()];
        for (column, value) in self.columns.iter().zip(&mut values) {
            let is_money = column.series == Series::Dividend;
            let unit = if is_money { Unit::Plain } else { Unit::Points };
            let points = numbers.read_unit(row, column.at, Rule::SeriesNumber, unit)?;
            if let Some(rule) = points.and_then(|points| broken_rule(column.series, points)) {
                return Err(fault(rule, column.at, row.cell(column.at)));
            }
            let scale = if is_money { 1.0 } else { 100.0 };
            *value = points.map(|points| points / scale);
        }
        Ok(values)
    }

    /// Stores the decimals of a good row.
    pub(crate) fn push(&mut self, values: &[Option<f64>]) {
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.values.push(*value);
        }
    }

    /// The values of the kept rows, in their order.
    pub(crate) fn pick(&self, kept: &[usize]) -> Vec<(Series, Vec<Option<f64>>)> {
        self.columns.iter().map(|column| (column.series, pick(&column.values, kept))).collect()
    }
}

fn broken_rule(series: Series, points: f64) -> Option<Rule> {
    let (rule, is_good) = match series {
        Series::Skew | Series::Rate => (Rule::RateRange, points.abs() <= MAX_POINTS),
        Series::Dividend => (Rule::DividendRange, (0.0..=MAX_POINTS).contains(&points)),
        Series::DividendYield => (Rule::YieldRange, (0.0..=MAX_POINTS).contains(&points)),
        Series::Vix | Series::Vix9d | Series::Vix3m | Series::Vvix => {
            (Rule::SeriesRange, points > 0.0 && points <= MAX_POINTS)
        }
    };
    (!is_good).then_some(rule)
}

/// Whether a file's closes stand where volatility indices stand, in percent points.
pub(crate) fn looks_like_volatility(sheet: &Sheet<'_>) -> bool {
    let closes = first_closes(sheet);
    !closes.is_empty() && closes.iter().all(|close| (4.0..200.0).contains(close))
}

/// The first close of a file whose closes stand above those of any volatility index.
pub(crate) fn close_above_volatility(sheet: &Sheet<'_>) -> Option<f64> {
    let closes = first_closes(sheet);
    closes.first().copied().filter(|_| closes.iter().all(|close| *close >= 250.0))
}

/// The first closes of a file of one symbol.
fn first_closes(sheet: &Sheet<'_>) -> Vec<f64> {
    const ROWS: usize = 100;
    let Some(close) = sheet.column(Meaning::Close) else { return Vec::new() };
    let mut numbers = Numbers::new(sheet);
    let mut closes = Vec::new();
    // A pass that keeps nothing but closes: what is wrong with the file is said later.
    let read: Result<Scan, ImportError> = scan(sheet, |row| {
        if closes.len() < ROWS {
            closes.extend(numbers.read(row, close, Rule::Price)?);
        }
        Ok(())
    });
    let has_one = !matches!(read, Err(ImportError::SeveralSymbols { .. }));
    if has_one { closes } else { Vec::new() }
}
