//! Makes one market of all files: opens them, assigns roles, reads each, and joins them.

use crate::import::findings::error::ImportError;
use crate::import::findings::role::Role;
use crate::import::findings::summary::{FileSummary, Summary, summarise_market};
use crate::import::findings::warning::Warning;
use crate::import::level::Alignment;
use crate::import::series::{self, events, merge, trade_log};
use crate::import::sheet::options::Options;
use crate::import::sheet::reading::Reading;
use crate::import::sheet::sniff::{self, Sheet};
use crate::import::sheet::unnamed;
use crate::import::source::input::{Input, Watch};
use crate::import::{bars, chain, quality, roles};
use crate::market::{Market, TradeLog};

/// A market, and how the files were understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What was loaded.
    pub market: Market,
    /// What was detected, skipped and repaired on the way.
    pub summary: Summary,
    /// The trade log to compare with, if there was one.
    pub log: Option<TradeLog>,
}

/// Opens files and sniffs their headers, then calls `read` with them.
pub(crate) async fn with_sheets<T>(
    inputs: Vec<Input<'_>>,
    options: &Options,
    watch: &mut dyn Watch,
    read: impl AsyncFnOnce(&[Sheet<'_>], &mut Reading<'_, '_>) -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    let mut reading = Reading::open(inputs, options, watch)?;
    let texts = reading.texts()?;
    let sheets = texts.iter().map(|text| sniff::sniff(text, options));
    let mut sheets = reading.with_rows(sheets.collect::<Result<Vec<_>, _>>()?);
    unnamed::name_symbols(&mut sheets);
    let (stay, notes) = unnamed::leave_out_indices(&mut sheets, options.strict)?;
    let sheets = reading.leave_out(sheets, &stay, notes);
    let mut read = read(&sheets, &mut reading).await;
    match &mut read {
        // What is not there may have been meant to be in one of these.
        Err(ImportError::NoBars { files } | ImportError::ChainAlone { files }) => {
            files.extend(reading.passed_over());
        }
        Err(ImportError::BadRows { file, problems, .. }) => {
            let mut named = (0..sheets.len()).filter(|number| sheets[*number].name == *file);
            if let (Some(number), None) = (named.next(), named.next()) {
                reading.show_rows(&sheets[number], number, problems).await;
            }
        }
        _ => {}
    }
    read
}

pub(crate) async fn market_of(
    sheets: &[Sheet<'_>],
    reading: &mut Reading<'_, '_>,
    options: &Options,
) -> Result<Imported, ImportError> {
    let roles = roles::assign(sheets)?;

    let bars_sheets: Vec<&Sheet<'_>> = roles.bars.iter().map(|index| &sheets[*index]).collect();
    let bars::Bars { mut market, files, adjustments, warning } = bars::read(&bars_sheets, options)?;
    let mut files = files.into_iter();

    let mut summaries = Vec::with_capacity(sheets.len());
    let mut quotes = Vec::new();
    let mut log = None;
    for (index, sheet) in sheets.iter().enumerate() {
        summaries.push(match roles.of[index] {
            Role::Bars => match files.next() {
                Some(summary) => summary,
                None => continue,
            },
            Role::Volatility => {
                let (table, mut summary) = series::read(sheet, options)?;
                summary.merged = merge::merge(&mut market, &table);
                summary
            }
            Role::Events => {
                let (mut events, summary) = events::read(sheet, options.bad_rows)?;
                market.events.append(&mut events);
                summary
            }
            Role::TradeLog => {
                let (read, summary) = trade_log::read(sheet, options.bad_rows)?;
                if let Some(log) = log.replace(read) {
                    return Err(ImportError::TwoTradeLogs {
                        first: log.name,
                        second: sheet.name.to_owned(),
                    });
                }
                summary
            }
            Role::Chain => {
                quotes.push((index, chain::read(sheet, reading, index).await?));
                continue;
            }
        });
    }
    let mut warnings = roles.warnings;
    warnings.extend(reading.warnings());
    warnings.extend(warning);
    let (adjusted, splits) = adjustments.apply(&mut market);
    warnings.extend(adjusted);
    let align = |market: &mut Market, file: &str, warnings: &mut Vec<Warning>| {
        Alignment::new(market, file, options.strict).settle(&splits, warnings)
    };
    for (index, summary) in
        chain::join(&mut market, quotes, options.bad_rows, &mut warnings, align)?
    {
        summaries.insert(index, summary);
    }
    // Stable: events of one day stay in the order of their files.
    market.events.sort_by_key(|event| event.date);

    warnings.extend(quality::market::find(&market, &summaries));
    warnings.extend(sheets.iter().flat_map(Sheet::warnings));
    let summary = summary_of(sheets, reading, &market, summaries, warnings).await;
    check_doubts(&summary, options)?;
    Ok(Imported { market, summary, log })
}

/// Refuses what leaves open how something was to be read, if it is to be.
pub(crate) fn check_doubts(summary: &Summary, options: &Options) -> Result<(), ImportError> {
    let mut questions = summary.warnings.iter().filter(|warning| warning.is_question());
    match questions.next().filter(|_| options.strict) {
        Some(warning) => Err(ImportError::Doubtful { text: warning.to_string() }),
        None => Ok(()),
    }
}

/// The summary of a market and its files, with the rows that were left out of each.
pub(crate) async fn summary_of(
    sheets: &[Sheet<'_>],
    reading: &mut Reading<'_, '_>,
    market: &Market,
    mut files: Vec<FileSummary>,
    warnings: Vec<Warning>,
) -> Summary {
    for (number, (sheet, file)) in sheets.iter().zip(&mut files).enumerate() {
        reading.show_rows(sheet, number, &mut file.problems).await;
    }
    summarise_market(market, files, warnings)
}
