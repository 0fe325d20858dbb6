//! Daily bars of the underlying, with whatever series, regimes and scores stand beside them.

pub(crate) mod splits;
mod volumes;

use crate::import::bars::splits::{Adjustments, MAX_PRICE};
use crate::import::bars::volumes::Volumes;
use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::role::Role;
use crate::import::findings::show::{quoted, show_cell};
use crate::import::findings::summary::FileSummary;
use crate::import::series::{SeriesColumns, span};
use crate::import::sheet::intraday::Times;
use crate::import::sheet::options::Options;
use crate::import::sheet::order::pick;
use crate::import::sheet::scan::{Numbers, scan_of};
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::summarise::summarise_file;
use crate::import::sheet::symbols::{self, Choice};
use crate::import::source::lines::stem;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::market::{Bar, Market};

/// How far a price may lie outside the day's range by rounding, relative to it.
const ROUNDING: f64 = 1e-9;

/// The bars of one file or of several that follow each other.
pub(crate) struct Bars {
    pub(crate) market: Market,
    /// What became of each file, in their order.
    pub(crate) files: Vec<FileSummary>,
    /// Splits and adjusted closes of the bars.
    pub(crate) adjustments: Adjustments,
}

/// Reads the bars: of files in any order, none of which goes into the days of another, as
/// [`roles`](super::roles) sees to; of rows of many symbols those of the one that is asked for,
/// after which the market is called.
pub(crate) fn read(sheets: &[&Sheet<'_>], options: &Options) -> Result<Bars, ImportError> {
    let choice = symbols::chosen(sheets, &options.filter)?;
    let mut parts = Vec::with_capacity(sheets.len());
    let mut files = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let (market, file, adjustments) = part(sheet, choice.as_ref(), options)?;
        parts.extend(file.span.map(|span| (span, market, adjustments)));
        files.push(file);
    }
    let mut market = Market::default();
    let mut adjustments = Adjustments::default();
    parts.sort_by_key(|(span, ..)| *span);
    for (_, part, more) in parts {
        market.append(part);
        adjustments.append(more);
    }
    let symbol = choice.as_ref().map(|choice| show_cell(&choice.symbol));
    let name = symbol.unwrap_or_else(|| stem(sheets[0].name).to_owned());
    market.name = options.name.clone().unwrap_or(name);
    if market.bars.is_empty() {
        let skipped = files.iter().map(|file| file.rows_read - file.filtered).sum();
        return Err(ImportError::NothingLeft { file: sheets[0].name.to_owned(), skipped });
    }
    Ok(Bars { market, files, adjustments })
}

/// Reads one file.
fn part(
    sheet: &Sheet<'_>,
    choice: Option<&Choice>,
    options: &Options,
) -> Result<(Market, FileSummary, Adjustments), ImportError> {
    let prices_at = Meaning::PRICES.map(|price| sheet.column(price).unwrap_or(0));
    let mut numbers = Numbers::new(sheet);
    let mut prices = Vec::new();
    let mut series = SeriesColumns::new(sheet);
    let mut stated_columns = StatedColumns::new(sheet);
    let mut adjusting_columns = splits::Columns::new(sheet);
    let mut volumes = Volumes::new(sheet);
    let mut times = Times::new(sheet);
    let mut scan = scan_of(sheet, choice, |row| {
        let day = read_prices(row, &mut numbers, prices_at)?;
        let values = series.read(row, &mut numbers)?;
        let quoted = stated_columns.read(row, &mut numbers)?;
        prices.push(day);
        times.push(row);
        volumes.push(row);
        adjusting_columns.read(row, &mut numbers);
        series.push(&values);
        stated_columns.push(quoted);
        Ok(())
    })?;
    let kept = times.keep(sheet, &mut scan, options.aggregate_intraday, |rows| {
        aggregate(&mut prices, rows);
        volumes.aggregate(rows);
    })?;
    scan.repairs.extend(numbers.repair());

    let dates = pick(&scan.dates, &kept);
    let bars = dates.iter().zip(pick(&prices, &kept));
    let bars = bars.map(|(&date, [open, high, low, close])| Bar { date, open, high, low, close });
    let mut market = Market::new("", bars.collect());
    for (name, values) in series.pick(&kept) {
        market.set_series(name, values);
    }
    stated_columns.give(&mut market, &kept);
    market.volumes = volumes.pick(&kept);

    let recognised = sheet.vendor_name().unwrap_or("plain bars").to_owned();
    let span = span(&dates);
    let bad_rows = options.bad_rows;
    let summary = summarise_file(sheet, Role::Bars, recognised, scan, kept.len(), span, bad_rows)?;
    Ok((market, summary, adjusting_columns.pick(&kept)))
}

/// Makes of a day's rows one bar, in place of the last of them.
fn aggregate(prices: &mut [[f64; 4]], rows: &[usize]) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let [open, ..] = prices[*first];
    let [.., close] = prices[*last];
    let high = rows.iter().map(|row| prices[*row][1]).fold(f64::MIN, f64::max);
    let low = rows.iter().map(|row| prices[*row][2]).fold(f64::MAX, f64::min);
    prices[*last] = [open, high, low, close];
}

/// Open, high, low and close of a row.
fn read_prices(
    row: &Row<'_>,
    numbers: &mut Numbers,
    at: [usize; 4],
) -> Result<[f64; 4], Box<Fault>> {
    let mut prices = [0.0; 4];
    for (price, column) in prices.iter_mut().zip(at) {
        let value = numbers.read(row, column, Rule::Price)?.filter(|value| *value > 0.0);
        *price = value.ok_or_else(|| fault(Rule::Price, column, row.cell(column)))?;
        if *price > MAX_PRICE {
            return Err(fault(Rule::PriceLimit, column, row.cell(column)));
        }
    }
    let [open, high, low, close] = prices;
    let [open_at, high_at, low_at, close_at] = at;
    let highest = high * (1.0 + ROUNDING);
    let lowest = low * (1.0 - ROUNDING);
    if highest < low {
        let found = [quoted(row.cell(high_at)), quoted(row.cell(low_at))].join(" with the low ");
        return Err(Box::new(Fault { column: Some(high_at), rule: Rule::HighAboveLow, found }));
    }
    let inside = [(open, open_at, Rule::OpenInside), (close, close_at, Rule::CloseInside)];
    for (price, column, rule) in inside {
        let (cell, edge) = match price {
            _ if price > highest => (high_at, "high"),
            _ if price < lowest => (low_at, "low"),
            _ => continue,
        };
        let (price, edge_cell) = (quoted(row.cell(column)), quoted(row.cell(cell)));
        let found = format!("{price} with the {edge} {edge_cell}");
        return Err(Box::new(Fault { column: Some(column), rule, found }));
    }
    Ok(prices)
}

/// Regimes and scores that the file itself states.
struct StatedColumns {
    regime_at: Option<usize>,
    /// All six, or none of them is used.
    scores_at: Option<[usize; 6]>,
    regimes: Vec<Option<u8>>,
    scores: Vec<Option<[f64; 6]>>,
}

type Stated = (Option<u8>, Option<[f64; 6]>);

impl StatedColumns {
    fn new(sheet: &Sheet<'_>) -> Self {
        let found = Meaning::SCORES.map(|score| sheet.column(score));
        let all = found.iter().all(Option::is_some);
        Self {
            regime_at: sheet.column(Meaning::Regime),
            scores_at: all.then(|| found.map(Option::unwrap_or_default)),
            regimes: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// The regime and the scores of a row; scores only if all six are there.
    fn read(&self, row: &Row<'_>, numbers: &mut Numbers) -> Result<Stated, Box<Fault>> {
        let mut regime = None;
        if let Some(at) = self.regime_at {
            regime = match numbers.read(row, at, Rule::Regime)? {
                None => None,
                Some(number) => match (1..=6).find(|regime| f64::from(*regime) == number) {
                    None => return Err(fault(Rule::Regime, at, row.cell(at))),
                    found => found,
                },
            };
        }
        let mut scores = self.scores_at.map(|_| [0.0; 6]);
        for (profile, at) in self.scores_at.into_iter().flatten().enumerate() {
            match numbers.read(row, at, Rule::Score)? {
                Some(score) if !(0.0..=1.0).contains(&score) => {
                    return Err(fault(Rule::Score, at, row.cell(at)));
                }
                Some(score) => scores.iter_mut().for_each(|scores| scores[profile] = score),
                None => scores = None,
            }
        }
        Ok((regime, scores))
    }

    fn push(&mut self, (regime, scores): Stated) {
        self.regimes.push(regime);
        self.scores.push(scores);
    }

    fn give(&self, market: &mut Market, kept: &[usize]) {
        market.quoted_regimes = self.regime_at.map(|_| pick(&self.regimes, kept));
        market.quoted_scores = self.scores_at.map(|_| pick(&self.scores, kept));
    }
}
