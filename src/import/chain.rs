//! Option chains: rows of quotes, each judged, and all of them together against the bars.
//!
//! A row that cannot be read (a cell that is no number, no date, neither call nor put) is a bad
//! row like any other: refused or skipped as the user chose. A row that can be read but is no
//! honest quote is always left out, because every real chain has some, and always listed: one of
//! another underlying than most, one that expires before its day, a negative or crossed quote, a
//! contract quoted again on its day, a day without a bar, a day on which the underlying stands
//! more than 5 % off the bar. A bid or ask of 0 is none. What stands beside the quotes (iv, delta,
//! volume, open interest, underlying) is left empty where it is out of its range.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::dialect::{Meaning, Part, Quirk};
use super::problem::{Fault, Problems, Rule};
use super::rows::line_length;
use super::scan::{Scan, scan_quotes};
use super::shown::quoted;
use super::sniff::Sheet;
use super::summary::{self, FileSummary};
use super::{BadRows, ImportError, MAX_PROBLEMS, Repair, Role, Warning};
use crate::market::{Chain, DatedQuote, Market, Right};
use crate::units::Vol;

mod cells;
mod scale;
mod symbol;

use cells::Cells;

/// The highest implied volatility that is kept, as a decimal.
const MAX_VOL: f64 = 5.0;

/// Whether a cell has the symbol of an option.
pub(super) fn is_contract(cell: &[u8]) -> bool {
    symbol::read(cell).is_some()
}

/// The quotes of one file, before they are compared with the bars.
pub(super) struct Quotes<'s> {
    sheet: &'s Sheet<'s>,
    scan: Scan,
    quotes: Vec<DatedQuote>,
    /// Where the row of each starts: a row may have two.
    starts: Vec<usize>,
    /// What is wrong with each, if anything.
    verdicts: Vec<Option<Rule>>,
    recognised: String,
}

/// Reads a file of quotes and judges every row by itself and among the others of the file.
pub(super) fn read<'s>(sheet: &'s Sheet<'_>) -> Result<Quotes<'s>, ImportError> {
    let mut cells = Cells::new(sheet);
    let mut read = Vec::new();
    let mut scan = scan_quotes(sheet, |rows| cells.read(rows, &mut read))?;
    if sheet.has(Quirk::DayOfLatestTrade)
        && let Some(latest) = scan.dates.iter().max().copied()
    {
        scan.dates.fill(latest);
        scan.repairs.push(Repair::DayOfLatestTrade(latest));
    }
    let scale = scale::find(&read, &scan.dates);
    cells.judge_symbols(&mut read, &scan.starts)?;
    let mut quotes = Vec::with_capacity(read.len());
    let mut verdicts = Vec::with_capacity(read.len());
    let mut starts = Vec::with_capacity(read.len());
    for cell in read {
        let mut quote = cell.quote;
        quote.date = scan.dates[cell.row];
        if let Some(iv) = quote.quote().iv {
            let iv = if scale.is_percent { Vol::percent(iv.decimal()) } else { iv };
            let kept = Some(iv).filter(|iv| iv.decimal() > 0.0 && iv.decimal() <= MAX_VOL);
            cells.emptied += usize::from(kept.is_none());
            quote.set_iv(kept);
        }
        let is_past = quote.quote().expiry < quote.date;
        verdicts.push(cell.verdict.or(is_past.then_some(Rule::ExpiryAhead)));
        starts.push(scan.starts[cell.row]);
        quotes.push(quote);
    }
    judge_repeated(&quotes, &mut verdicts);
    scan.repairs.extend(cells.repairs());
    scan.repairs.extend(scale.is_percent.then_some(Repair::PercentVolatility));
    Ok(Quotes { sheet, scan, quotes, starts, verdicts, recognised: recognised(sheet, &scale) })
}

/// What the file is called to the user, and how its volatilities are written.
fn recognised(sheet: &Sheet<'_>, scale: &scale::Scale) -> String {
    let name = sheet.vendor().unwrap_or("option chain");
    let has_vols = sheet.column(Meaning::ImpliedVol).is_some()
        || sheet.column(Meaning::Side(Right::Call, Part::ImpliedVol)).is_some();
    let unit = if scale.is_percent { "percent" } else { "decimals" };
    match (has_vols, scale.priced) {
        (false, _) => name.to_owned(),
        (true, 0) => format!("{name}, iv in {unit}"),
        (true, priced) => {
            let prices = summary::Count(priced, "price");
            format!("{name}, iv in {unit} by {prices} at the money")
        }
    }
}

/// Makes the chain of a market of all files, and says of each file what became of it.
pub(super) fn join(
    market: &mut Market,
    mut files: Vec<(usize, Quotes<'_>)>,
    bad_rows: BadRows,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<(usize, FileSummary)>, ImportError> {
    let Some((_, first)) = files.first() else { return Ok(Vec::new()) };
    let name = first.sheet.name.to_owned();
    let mut all = Vec::new();
    for (_, file) in &mut files {
        file.judge(Rule::QuotedBar, |quote| has_bar(market, quote.date));
        all.extend(file.good());
    }
    let given = all.len();
    let chain = Chain::new(all);
    if given > chain.len() {
        warnings.push(Warning::RepeatedQuotes { count: given - chain.len() });
    }
    if chain.is_empty() {
        return Err(nothing_fits(market, &name, files, bad_rows));
    }
    market.chain = Some(chain);
    let off = days_off(market, &name)?;
    if let Some(first) = off.first() {
        warnings.push(Warning::OtherLevels { count: off.len(), first: *first });
        for (_, file) in &mut files {
            file.judge(Rule::QuotedLevel, |quote| !off.contains(&quote.date));
        }
        if let Some(chain) = &mut market.chain {
            chain.retain(|date| !off.contains(&date));
        }
    }
    let summaries = files.into_iter().map(|(index, file)| Ok((index, file.settle(bad_rows)?)));
    summaries.collect()
}

/// Makes a chain of all files by themselves, without bars to hold it against.
pub(super) fn alone(
    files: Vec<Quotes<'_>>,
    bad_rows: BadRows,
    warnings: &mut Vec<Warning>,
) -> Result<(Chain, Vec<FileSummary>), ImportError> {
    let all: Vec<DatedQuote> = files.iter().flat_map(Quotes::good).collect();
    let given = all.len();
    let chain = Chain::new(all);
    if given > chain.len() {
        warnings.push(Warning::RepeatedQuotes { count: given - chain.len() });
    }
    let summaries = files.into_iter().map(|file| file.settle(bad_rows));
    Ok((chain, summaries.collect::<Result<_, _>>()?))
}

/// Why no row of any file is a quote on a day with a bar.
fn nothing_fits(
    market: &Market,
    name: &str,
    files: Vec<(usize, Quotes<'_>)>,
    bad_rows: BadRows,
) -> ImportError {
    let dates = files.iter().flat_map(|(_, file)| {
        let quotes = file.quotes.iter().zip(&file.verdicts);
        quotes.filter(|(_, v)| **v == Some(Rule::QuotedBar)).map(|(quote, _)| quote.date)
    });
    let (from, to) = (dates.clone().min(), dates.max());
    let skipped = files.iter().map(|(_, file)| file.scan.rows).sum();
    let settled: Result<Vec<_>, _> =
        files.into_iter().map(|(_, file)| file.settle(bad_rows)).collect();
    match (settled, from.zip(to), market.span()) {
        (Err(error @ ImportError::BadRows { .. }), ..) => error,
        (_, Some((from, to)), Some((first, last))) => {
            ImportError::ChainOfOtherDays { file: name.to_owned(), from, to, first, last }
        }
        _ => ImportError::NothingLeft { file: name.to_owned(), skipped },
    }
}

fn has_bar(market: &Market, date: NaiveDate) -> bool {
    market.bars.binary_search_by_key(&date, |bar| bar.date).is_ok()
}

/// The days on which the options' underlying is elsewhere than the bar, once the whole is known to
/// be on the bars' level or a tenth of it.
fn days_off(market: &Market, name: &str) -> Result<BTreeSet<NaiveDate>, ImportError> {
    let mut ratios: Vec<_> = market.chain_ratios().collect();
    let Some(scale) = market.chain_scale() else {
        ratios.sort_by(|a, b| a.1.total_cmp(&b.1));
        let file = name.to_owned();
        let Some((date, ratio)) = ratios.get(ratios.len() / 2).copied() else {
            return Err(ImportError::ChainWithoutLevel { file });
        };
        let bar = market.bars.iter().find(|bar| bar.date == date);
        let close = bar.map_or(0.0, |bar| bar.close);
        let [level, close] = [close * ratio, close].map(|price| format!("{price:.2}"));
        return Err(ImportError::OtherUnderlying { file, date, level, close });
    };
    let is_off = |ratio: f64| (ratio / scale - 1.0).abs() > Market::CHAIN_TOLERANCE;
    Ok(ratios.into_iter().filter(|(_, ratio)| is_off(*ratio)).map(|(date, _)| date).collect())
}

impl Quotes<'_> {
    /// Leaves out those good quotes that break a rule.
    fn judge(&mut self, rule: Rule, is_good: impl Fn(&DatedQuote) -> bool) {
        for (quote, verdict) in self.quotes.iter().zip(&mut self.verdicts) {
            if verdict.is_none() && !is_good(quote) {
                *verdict = Some(rule);
            }
        }
    }

    fn good(&self) -> impl Iterator<Item = DatedQuote> + '_ {
        let judged = self.quotes.iter().zip(&self.verdicts);
        judged.filter(|(_, verdict)| verdict.is_none()).map(|(quote, _)| *quote)
    }

    /// Rows of which a quote was kept.
    fn rows_kept(&self) -> usize {
        let judged = self.verdicts.iter().zip(&self.starts);
        let mut starts: Vec<usize> =
            judged.filter(|(verdict, _)| verdict.is_none()).map(|(_, start)| *start).collect();
        starts.dedup(); // in the order of the file
        starts.len()
    }

    /// The summary: unreadable rows as the user chose, left-out quotes always listed.
    fn settle(self, bad_rows: BadRows) -> Result<FileSummary, ImportError> {
        let mut dates: Vec<NaiveDate> = self.good().map(|quote| quote.date).collect();
        dates.sort_unstable();
        let span = super::series::span(&dates);
        let kept = self.rows_kept();
        let mut left_out = Problems::default();
        for (verdict, start) in self.verdicts.iter().zip(&self.starts) {
            if let Some(rule) = *verdict {
                let found = || {
                    quoted(&self.sheet.text[*start..][..line_length(&self.sheet.text[*start..])])
                };
                left_out.note(*start, rule, || Fault { column: None, rule, found: found() });
            }
        }
        let Self { sheet, scan, recognised, .. } = self;
        let (rows, total) = (scan.rows, left_out.total() + scan.problems.total());
        let (left_out, listed) =
            left_out.settle(sheet.name, sheet.text, &sheet.columns, rows, BadRows::Skip)?;
        let summary = summary::file(sheet, Role::Chain, recognised, scan, kept, span, bad_rows);
        let mut summary = summary.map_err(|error| match error {
            ImportError::NothingLeft { file, .. } => {
                ImportError::NothingLeft { file, skipped: total }
            }
            error => error,
        })?;
        summary.skipped.extend(left_out);
        summary.problems.extend(listed);
        summary.problems.sort_by_key(|problem| problem.line);
        summary.problems.truncate(MAX_PROBLEMS);
        Ok(summary)
    }
}

/// Of the good quotes of one contract on one day, the first in the file stays.
fn judge_repeated(quotes: &[DatedQuote], verdicts: &mut [Option<Rule>]) {
    let mut order: Vec<u32> =
        (0..quotes.len() as u32).filter(|row| verdicts[*row as usize].is_none()).collect();
    let compare = |a: &u32, b: &u32| quotes[*a as usize].order(&quotes[*b as usize]);
    if order.is_sorted_by(|a, b| compare(a, b) == Ordering::Less) {
        return;
    }
    order.sort_by(compare);
    for pair in order.windows(2) {
        if compare(&pair[0], &pair[1]) == Ordering::Equal {
            verdicts[pair[1] as usize] = Some(Rule::NewContract);
        }
    }
}
