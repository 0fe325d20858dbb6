//! The trade log of another program: the funds after each closed trade.

use std::collections::BTreeMap;

use super::dialect::Meaning;
use super::problem::Rule;
use super::scan::{Numbers, fault, scan};
use super::sniff::Sheet;
use super::summary::{self, FileSummary};
use super::{BadRows, ImportError, Repair, Role, stem};
use crate::market::{Funds, TradeLog};

/// The most dollars of a cell, either way.
const MAX_DOLLARS: f64 = 1e12;

/// Reads a trade log.
pub(super) fn read(
    sheet: &Sheet<'_>,
    bad_rows: BadRows,
) -> Result<(TradeLog, FileSummary), ImportError> {
    let [_, funds_at, profit_at] = Meaning::TRADE.map(|part| sheet.column(part).unwrap_or(0));
    let mut numbers = Numbers::new(sheet);
    let mut trades = Vec::new();
    let mut scan = scan(sheet, |rows| {
        let mut dollars = |at: usize| {
            let value = numbers.read(rows, at, Rule::Dollars)?;
            let value = value.filter(|value| value.abs() <= MAX_DOLLARS);
            value.ok_or_else(|| fault(Rule::Dollars, at, rows.cell(at)))
        };
        let (funds, profit) = (dollars(funds_at)?, dollars(profit_at)?);
        if funds <= 0.0 || funds <= profit {
            return Err(fault(Rule::Funds, funds_at, rows.cell(funds_at)));
        }
        trades.push((funds, profit));
        Ok(())
    })?;
    scan.repairs.extend(numbers.repair());
    // The newest trade may stand first; those of a day stand as the days do.
    let mut order: Vec<usize> = (0..trades.len()).collect();
    if scan.dates.first() > scan.dates.last() {
        order.reverse();
        scan.repairs.push(Repair::NewestFirst);
    }
    order.sort_by_key(|row| scan.dates[*row]);
    let start = order.first().map_or(0.0, |row| trades[*row].0 - trades[*row].1);
    let ends: BTreeMap<_, _> = order.iter().map(|row| (scan.dates[*row], trades[*row].0)).collect();
    let days: Vec<Funds> =
        ends.into_iter().map(|(date, dollars)| Funds { date, dollars }).collect();
    let span = days.first().zip(days.last()).map(|(first, last)| (first.date, last.date));
    let name = stem(sheet.name).to_owned();
    let log = TradeLog { name, trades: trades.len(), start, days };
    let recognised = sheet.vendor().unwrap_or("trade log").to_owned();
    let kept = log.trades;
    let summary = summary::file(sheet, Role::TradeLog, recognised, scan, kept, span, bad_rows)?;
    Ok((log, summary))
}
