//! The summary of one file, from what was read of it.

use chrono::NaiveDate;

use crate::import::findings::error::ImportError;
use crate::import::findings::role::{BadRows, Role};
use crate::import::findings::summary::{ColumnSummary, FileSummary};
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::market::Series;

/// The summary of one file, or why its rows cannot be used.
pub(crate) fn summarise_file(
    sheet: &Sheet<'_>,
    role: Role,
    recognised: String,
    scan: Scan,
    rows_kept: usize,
    span: Option<(NaiveDate, NaiveDate)>,
    bad_rows: BadRows,
) -> Result<FileSummary, ImportError> {
    let bad = scan.problems.total();
    let (skipped, problems) =
        scan.problems.settle(sheet.name, &sheet.columns, scan.rows, bad_rows)?;
    // A file of bars or of quotes may have nothing to keep beside others that have.
    if rows_kept == 0 && !matches!(role, Role::Bars | Role::Chain) {
        return Err(ImportError::nothing_left(sheet.name.to_owned(), problems, bad));
    }
    let columns = sheet.columns.iter().zip(&sheet.meanings).map(|(name, meaning)| ColumnSummary {
        name: name.clone(),
        meaning: meaning.map(|meaning| meaning.to_string()),
        is_used: meaning.is_some_and(|meaning| is_used(sheet, role, meaning)),
    });
    Ok(FileSummary {
        name: sheet.name.to_owned(),
        role,
        recognised,
        underlying: String::new(),
        delimiter: sheet.delimiter,
        date_forms: scan.date_forms,
        columns: columns.collect(),
        is_told: sheet.is_told,
        rows_read: scan.rows,
        rows_kept,
        filtered: scan.filtered,
        skipped,
        problems,
        repairs: scan.repairs,
        span,
        merged: Vec::new(),
    })
}

/// Whether the column of a meaning becomes part of the market.
fn is_used(sheet: &Sheet<'_>, role: Role, meaning: Meaning) -> bool {
    match (role, meaning) {
        (_, Meaning::Date) => true,
        (Role::Bars, Meaning::Score(_)) => {
            Meaning::SCORES.iter().all(|score| sheet.column(*score).is_some())
        }
        (Role::Bars, Meaning::Series(_) | Meaning::Regime | Meaning::Split) => true,
        // It tells dividends where no column does.
        (Role::Bars, Meaning::AdjustedClose) => {
            sheet.column(Meaning::Series(Series::Dividend)).is_none()
        }
        (Role::Bars, _) => Meaning::PRICES.contains(&meaning),
        (Role::Volatility, Meaning::Series(_)) => true,
        (Role::Volatility, Meaning::Close) => sheet.series_columns().is_empty(),
        (Role::Volatility, _) => false,
        (Role::Chain, _) => {
            const BESIDE: [Meaning; 9] = [
                Meaning::Trade,
                Meaning::ImpliedVol,
                Meaning::Delta,
                Meaning::Volume,
                Meaning::OpenInterest,
                Meaning::Symbol,
                Meaning::Underlying,
                Meaning::UnderlyingBid,
                Meaning::UnderlyingAsk,
            ];
            match meaning {
                Meaning::Contract => {
                    let parts = [Meaning::Expiry, Meaning::Strike, Meaning::Right];
                    parts.iter().any(|part| sheet.column(*part).is_none())
                }
                Meaning::Side(..) => true,
                _ => Meaning::QUOTE.contains(&meaning) || BESIDE.contains(&meaning),
            }
        }
        (Role::TradeLog, _) => meaning == Meaning::Time || Meaning::TRADE.contains(&meaning),
        (Role::Events, _) => meaning == Meaning::Scheduled || Meaning::EVENT.contains(&meaning),
    }
}
