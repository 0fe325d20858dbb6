//! Daily bars of the underlying, with whatever series, regimes and scores stand beside them.

mod daily;
mod dividends;
mod prices;
mod spikes;
pub(crate) mod splits;
mod volumes;

use crate::import::bars::prices::{DayPrices, PriceColumns, aggregate};
use crate::import::bars::splits::Adjustments;
use crate::import::bars::volumes::Volumes;
use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::role::Role;
use crate::import::findings::show::show_cell;
use crate::import::findings::summary::FileSummary;
use crate::import::findings::warning::Warning;
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
use crate::import::table::rows::{Next, Row};
use crate::import::table::time::behind_date;
use crate::market::{Bar, Market};

/// The bars of one file or of several that follow each other.
pub(crate) struct Bars {
    pub(crate) market: Market,
    /// What became of each file, in their order.
    pub(crate) files: Vec<FileSummary>,
    /// Splits and adjusted closes of the bars.
    pub(crate) adjustments: Adjustments,
    /// What is doubtful about their units.
    pub(crate) warning: Option<Warning>,
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
        let skipped = |file: &FileSummary| file.rows_read - file.filtered;
        let at = files.iter().position(|file| !file.problems.is_empty()).unwrap_or(0);
        let file = files.swap_remove(at);
        let skipped = skipped(&file);
        return Err(ImportError::nothing_left(file.name, file.problems, skipped));
    }
    daily::check_daily(sheets[0].name, &market.bars)?;
    let warning = daily::settle_units(&mut market, &mut files, has_stamps(sheets), options.strict)?;
    Ok(Bars { market, files, adjustments, warning })
}

/// Whether the first date of every file has a time behind it.
fn has_stamps(sheets: &[&Sheet<'_>]) -> bool {
    sheets.iter().all(|sheet| {
        let mut rows = sheet.rows();
        let date = sheet.column(Meaning::Date).unwrap_or(0);
        matches!(rows.advance(), Next::Row) && behind_date(rows.row().cell(date)).is_some()
    })
}

/// Reads one file.
fn part(
    sheet: &Sheet<'_>,
    choice: Option<&Choice>,
    options: &Options,
) -> Result<(Market, FileSummary, Adjustments), ImportError> {
    let mut price_columns = PriceColumns::new(sheet);
    let mut numbers = Numbers::new(sheet);
    let mut prices: Vec<DayPrices> = Vec::new();
    let mut series = SeriesColumns::new(sheet);
    let mut stated_columns = StatedColumns::new(sheet);
    let mut adjusting_columns = splits::Columns::new(sheet);
    let mut volumes = Volumes::new(sheet);
    let mut times = Times::new(sheet);
    let mut scan = scan_of(sheet, choice, |row| {
        let day = price_columns.read(row, &mut numbers)?;
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
    let kept = times.keep(sheet, &mut scan, options, |rows| {
        aggregate(&mut prices, rows);
        volumes.aggregate(rows);
    })?;
    let kept = spikes::leave_out(sheet, &mut scan, kept, &prices);
    scan.repairs.extend(numbers.repairs());
    scan.repairs.extend(price_columns.repairs());

    let dates = pick(&scan.dates, &kept);
    let mut before = None;
    let bars = dates.iter().zip(pick(&prices, &kept)).map(|(&date, day)| {
        let DayPrices { high, low, close, .. } = day;
        let open = prices::open(&day, before.replace(close));
        Bar { date, open, high, low, close }
    });
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
