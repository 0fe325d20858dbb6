//! Whether bars are of days, and in units that prices are in.

use chrono::NaiveDate;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::days::DaysFound;
use crate::import::findings::doubt::Doubt;
use crate::import::findings::error::ImportError;
use crate::import::findings::form::DateForm;
use crate::import::findings::repair::Repair;
use crate::import::findings::summary::FileSummary;
use crate::import::findings::warning::Warning;
use crate::market::{Bar, Market};

/// Fewer days between bars tell nothing.
const FEW: usize = 4;
/// So many gaps of a week or more in a row are none of holidays.
const RUN: usize = 8;

/// Refuses bars of weeks or months, also where only a part of them is.
pub(super) fn check_daily(file: &str, bars: &[Bar]) -> Result<(), ImportError> {
    let gap = |pair: &[Bar]| (pair[1].date - pair[0].date).num_days();
    let mut gaps: Vec<i64> = bars.windows(2).map(gap).collect();
    let long = |from: NaiveDate, to: NaiveDate, days: i64| {
        Err(Contradiction::NotDaily { file: file.to_owned(), days, from, to }.into())
    };
    let mut run = 0;
    for (at, gap) in gaps.iter().enumerate() {
        run = if *gap >= 5 { run + 1 } else { 0 };
        if run == RUN {
            let mut own = gaps[at + 1 - RUN..=at].to_vec();
            own.sort_unstable();
            return long(bars[at + 1 - RUN].date, bars[at + 1].date, own[RUN / 2]);
        }
    }
    if gaps.len() < FEW {
        return Ok(());
    }
    gaps.sort_unstable();
    match gaps[gaps.len() / 2] {
        ..=2 => Ok(()),
        days => long(bars[0].date, bars[bars.len() - 1].date, days),
    }
}

/// Prices in ten-thousandths of a dollar, as LEAN writes them: divided where its stamps say that
/// it has written them, doubted where the prices alone do.
pub(super) fn settle_units(
    market: &mut Market,
    files: &mut [FileSummary],
    has_stamps: bool,
    is_strict: bool,
) -> Result<Option<Warning>, ImportError> {
    const LEAST: f64 = 100_000.0;
    let prices = || market.bars.iter().flat_map(|bar| [bar.open, bar.high, bar.low, bar.close]);
    let are_whole = prices().all(|price| price >= LEAST && price % 100.0 == 0.0);
    if market.bars.len() < FEW || !are_whole {
        return Ok(None);
    }
    let compact = files.iter().all(|file| file.date_forms == [DateForm::Compact]);
    if is_strict {
        let (file, close) = (files[0].name.clone(), format!("{}", market.bars[0].close));
        return Err(Contradiction::PricesInParts { file, close }.into());
    }
    if compact && has_stamps {
        for bar in &mut market.bars {
            for price in [&mut bar.open, &mut bar.high, &mut bar.low, &mut bar.close] {
                *price /= 10_000.0;
            }
        }
        files.iter_mut().for_each(|file| file.repairs.push(Repair::TenThousandths));
        return Ok(None);
    }
    let mut days = DaysFound::default();
    market.bars.iter().for_each(|bar| days.note(bar.date));
    Ok(days.any().map(|days| Warning::Doubtful { doubt: Doubt::Parts, days }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gaps: &[u64], expected: Option<i64>) {
        let mut date: NaiveDate = "2024-01-02".parse().unwrap();
        let mut bars = vec![date];
        for gap in gaps {
            date = date + chrono::Days::new(*gap);
            bars.push(date);
        }
        let bar = |date| Bar { date, open: 1.0, high: 1.0, low: 1.0, close: 1.0 };
        let bars: Vec<Bar> = bars.into_iter().map(bar).collect();
        let found = check_daily("a.csv", &bars).err().map(|error| match error {
            ImportError::Contradiction(Contradiction::NotDaily { days, .. }) => days,
            other => panic!("{other}"),
        });
        assert_eq!(found, expected, "{gaps:?}");
    }

    #[test]
    fn weeks_and_months_are_no_days() {
        check(&[7, 7, 7, 6, 8, 7], Some(7));
        check(&[31, 28, 31, 30], Some(31));
        check(&[1, 1, 1, 3, 1, 1, 1, 1, 3, 7, 7, 7, 7, 7, 7, 7, 7, 1], Some(7));
    }

    #[test]
    fn holidays_and_holes_are_no_weeks() {
        check(&[1, 1, 1, 3, 1, 5, 1, 14, 1, 1], None);
        check(&[7, 7, 7], None);
        check(&[2, 2, 3, 2, 2, 3], None);
        check(&[], None);
    }
}
