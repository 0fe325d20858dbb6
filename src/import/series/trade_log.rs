//! The trade log of another program: the funds after each closed trade.

use std::collections::BTreeMap;

use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Rule, fault};
use crate::import::findings::repair::Repair;
use crate::import::findings::role::{BadRows, Role};
use crate::import::findings::summary::FileSummary;
use crate::import::sheet::scan::{Numbers, Scan, scan};
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::summarise::summarise_file;
use crate::import::table::meaning::Meaning;
use crate::market::{Funds, TradeLog};

/// The most dollars of a cell, either way, and the least an account has.
const MAX_DOLLARS: f64 = 1e12;
const MIN_DOLLARS: f64 = 1.0;
/// Funds that differ by less are the same.
const CENT: f64 = 0.01;

/// A closed trade.
struct Closed {
    funds: f64,
    profit: f64,
    minute: Option<u32>,
}

/// Reads a trade log.
pub(crate) fn read(
    sheet: &Sheet<'_>,
    bad_rows: BadRows,
) -> Result<(TradeLog, FileSummary), ImportError> {
    let [_, funds_at, profit_at] = Meaning::TRADE.map(|part| sheet.column(part).unwrap_or(0));
    let time_at = sheet.column(Meaning::Time);
    let mut numbers = Numbers::new(sheet);
    let mut trades = Vec::new();
    let mut scan = scan(sheet, |row| {
        let mut dollars = |at: usize| {
            let value = numbers.read(row, at, Rule::Dollars)?;
            let value = value.filter(|value| value.abs() <= MAX_DOLLARS);
            value.ok_or_else(|| fault(Rule::Dollars, at, row.cell(at)))
        };
        let (funds, profit) = (dollars(funds_at)?, dollars(profit_at)?);
        if funds < MIN_DOLLARS || funds - profit < MIN_DOLLARS {
            return Err(fault(Rule::Funds, funds_at, row.cell(funds_at)));
        }
        let minute = time_at.and_then(|at| minute(row.cell(at)));
        trades.push(Closed { funds, profit, minute });
        Ok(())
    })?;
    scan.repairs.extend(numbers.repairs());
    let order = in_order(&mut scan, &trades);
    let start = order.first().map_or(0.0, |row| trades[*row].funds - trades[*row].profit);
    let ends = order.iter().map(|row| (scan.dates[*row], trades[*row].funds));
    let ends: BTreeMap<_, _> = ends.collect();
    let days: Vec<Funds> =
        ends.into_iter().map(|(date, dollars)| Funds { date, dollars }).collect();
    let span = days.first().zip(days.last()).map(|(first, last)| (first.date, last.date));
    let log = TradeLog { name: sheet.name.to_owned(), trades: trades.len(), start, days };
    let recognised = sheet.vendor_name().unwrap_or("trade log").to_owned();
    let kept = log.trades;
    let summary = summarise_file(sheet, Role::TradeLog, recognised, scan, kept, span, bad_rows)?;
    Ok((log, summary))
}

/// The rows in the order in which the trades were closed: by day and time, else as the file has
/// them. That it has the newest first is told by its days, and by funds that follow from those of
/// the row below.
fn in_order(scan: &mut Scan, trades: &[Closed]) -> Vec<usize> {
    let follows = |one: &Closed, next: &Closed| (one.funds + next.profit - next.funds).abs() < CENT;
    let (mut on, mut back) = (0, 0);
    for (days, pair) in scan.dates.windows(2).zip(trades.windows(2)) {
        on += usize::from(days[0] < days[1]) + usize::from(follows(&pair[0], &pair[1]));
        back += usize::from(days[0] > days[1]) + usize::from(follows(&pair[1], &pair[0]));
    }
    let mut order: Vec<usize> = (0..trades.len()).collect();
    if back > on {
        order.reverse();
        scan.repairs.push(Repair::NewestFirst);
    }
    order.sort_by_key(|row| (scan.dates[*row], trades[*row].minute));
    order
}

/// The minute of the day of a time such as 09:45:00 or 4:15 PM.
fn minute(cell: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(cell).ok()?.trim().to_ascii_lowercase();
    let half = |suffix, hours| text.strip_suffix(suffix).map(|clock| (clock, Some(hours)));
    let (clock, half) = half("am", 0).or(half("pm", 12)).unwrap_or((&text, None));
    let mut parts = clock.trim().split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let hour = half.map_or(hour, |half| hour % 12 + half);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
