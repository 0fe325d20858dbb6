//! The monthly table: compounded returns, a row per year and a column per month.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The returns of one calendar year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthlyRow {
    /// Calendar year.
    pub year: i32,
    /// January to December, as decimals; `None` for a month without a day in the series.
    pub months: [Option<f64>; 12],
    /// The whole year, or what the series holds of it.
    pub total: f64,
    /// Days of the year in the series.
    pub days: usize,
}

/// Compounds daily simple `returns` by month and year, one date per return, in ascending order.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::analysis::monthly;
/// let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let table = monthly(&[day(1, 30), day(1, 31), day(3, 1)], &[0.5, 0.5, -0.5]);
/// assert_eq!(table[0].months[0], Some(1.25));
/// assert_eq!(table[0].months[1], None);
/// assert_eq!(table[0].total, 0.125);
/// ```
#[must_use]
pub fn monthly(dates: &[NaiveDate], returns: &[f64]) -> Vec<MonthlyRow> {
    let mut rows: Vec<MonthlyRow> = Vec::new();
    for (date, value) in dates.iter().zip(returns) {
        if rows.last().is_none_or(|row| row.year != date.year()) {
            rows.push(MonthlyRow { year: date.year(), months: [None; 12], total: 0.0, days: 0 });
        }
        if let Some(row) = rows.last_mut() {
            let month = &mut row.months[date.month0() as usize];
            *month = Some(compound(month.unwrap_or(0.0), *value));
            row.total = compound(row.total, *value);
            row.days += 1;
        }
    }
    rows
}

fn compound(so_far: f64, next: f64) -> f64 {
    (1.0 + so_far) * (1.0 + next) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_stand_in_rows_and_months_compound_to_them() {
        let date = |year, month| NaiveDate::from_ymd_opt(year, month, 15).unwrap();
        let dates = [date(2023, 11), date(2023, 12), date(2024, 1), date(2024, 12)];
        let table = monthly(&dates, &[1.0, -0.5, 0.25, 0.25]);
        assert_eq!(table.iter().map(|row| row.year).collect::<Vec<_>>(), [2023, 2024]);
        assert_eq!((table[0].months[10], table[0].months[11]), (Some(1.0), Some(-0.5)));
        assert_eq!((table[0].total, table[1].total), (0.0, 0.5625));
        assert_eq!((table[0].days, table[1].months.iter().flatten().count()), (2, 2));
        assert_eq!(monthly(&[], &[]), []);
    }
}
