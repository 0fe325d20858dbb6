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

use super::date::Dates;
use super::dialect::Meaning;
use super::problem::{Fault, Problems, Rule};
use super::rows::Rows;
use super::scan::{Numbers, Scan, fault, scan_quotes};
use super::shown::shown;
use super::sniff::Sheet;
use super::summary::{self, FileSummary};
use super::{BadRows, ImportError, Repair, Role, Warning};
use crate::market::{Chain, ChainQuote, DatedQuote, Market, Right};
use crate::units::{Strike, Vol};

/// The highest strike and the highest quote, dollars.
const MAX_STRIKE: f64 = 4_000_000.0;
const MAX_QUOTE: f64 = 400_000.0;
/// The highest implied volatility that is kept, as a decimal.
const MAX_VOL: f64 = 5.0;
/// A chain whose middle volatility is above this has percent.
const PERCENT_FROM: f64 = 3.0;
/// The largest share of rows that may be of other underlyings and are then left out.
const OTHERS: f64 = 0.05;

/// The quotes of one file, before they are compared with the bars.
pub(super) struct Quotes<'s> {
    sheet: &'s Sheet<'s>,
    scan: Scan,
    quotes: Vec<DatedQuote>,
    /// What is wrong with each, if anything.
    verdicts: Vec<Option<Rule>>,
    recognised: String,
}

/// Reads a file of quotes and judges every row by itself and among the others of the file.
pub(super) fn read<'s>(sheet: &'s Sheet<'_>) -> Result<Quotes<'s>, ImportError> {
    let mut cells = Cells::new(sheet);
    let mut read = Vec::new();
    let mut scan = scan_quotes(sheet, |rows| {
        read.push(cells.read(rows)?);
        Ok(())
    })?;
    let is_percent = cells.is_percent(&read);
    let mut verdicts: Vec<Option<Rule>> = read.iter().map(|cell| cell.verdict).collect();
    cells.judge_symbols(&read, &mut verdicts, &scan.starts)?;
    let mut quotes = Vec::with_capacity(read.len());
    for (cell, date) in read.into_iter().zip(&scan.dates) {
        let mut quote = cell.quote;
        quote.date = *date;
        if let Some(iv) = quote.quote().iv {
            let iv = if is_percent { Vol::percent(iv.decimal()) } else { iv };
            let kept = Some(iv).filter(|iv| iv.decimal() > 0.0 && iv.decimal() <= MAX_VOL);
            cells.emptied += usize::from(kept.is_none());
            quote.set_iv(kept);
        }
        quotes.push(quote);
    }
    for (verdict, quote) in verdicts.iter_mut().zip(&quotes) {
        let is_past = quote.quote().expiry < quote.date;
        *verdict = verdict.or(is_past.then_some(Rule::ExpiryAhead));
    }
    judge_repeated(&quotes, &mut verdicts);
    scan.repairs.extend(cells.repairs(is_percent));
    let name = sheet.dialect.unwrap_or("option chain");
    let vols = match (sheet.column(Meaning::ImpliedVol), is_percent) {
        (None, _) => "",
        (Some(_), true) => ", iv in percent",
        (Some(_), false) => ", iv in decimals",
    };
    Ok(Quotes { sheet, scan, quotes, verdicts, recognised: [name, vols].concat() })
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

    /// The summary: unreadable rows as the user chose, left-out quotes always listed.
    fn settle(self, bad_rows: BadRows) -> Result<FileSummary, ImportError> {
        let mut dates: Vec<NaiveDate> = self.good().map(|quote| quote.date).collect();
        dates.sort_unstable();
        let span = super::series::span(&dates);
        let mut left_out = Problems::default();
        for (verdict, start) in self.verdicts.iter().zip(&self.scan.starts) {
            if let Some(rule) = *verdict {
                let fault = || Fault { column: None, rule, found: String::new() };
                left_out.note(*start, rule, fault);
            }
        }
        let Self { sheet, scan, recognised, .. } = self;
        let (rows, total) = (scan.rows, left_out.total() + scan.problems.total());
        let left_out =
            left_out.settle(sheet.name, sheet.text, &sheet.columns, rows, BadRows::Skip)?;
        let summary =
            summary::file(sheet, Role::Chain, recognised, scan, dates.len(), span, bad_rows);
        let mut summary = summary.map_err(|error| match error {
            ImportError::NothingLeft { file, .. } => {
                ImportError::NothingLeft { file, skipped: total }
            }
            error => error,
        })?;
        summary.skipped.extend(left_out);
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

/// One row, read.
struct Cell {
    /// Without its day; its volatility as the file has it, decimal or percent.
    quote: DatedQuote,
    /// Which of the symbols met so far.
    symbol: u8,
    verdict: Option<Rule>,
}

/// Reads the cells of a chain, and counts what it mends.
struct Cells<'s> {
    sheet: &'s Sheet<'s>,
    needed: [usize; 6],
    numbers: Numbers,
    expiries: Dates,
    symbols: Vec<Vec<u8>>,
    no_bid: usize,
    no_ask: usize,
    emptied: usize,
}

impl<'s> Cells<'s> {
    fn new(sheet: &'s Sheet<'_>) -> Self {
        Self {
            sheet,
            needed: Meaning::QUOTE.map(|part| sheet.column(part).unwrap_or(0)),
            numbers: Numbers::new(sheet),
            expiries: Dates::default(),
            symbols: Vec::new(),
            no_bid: 0,
            no_ask: 0,
            emptied: 0,
        }
    }

    fn read(&mut self, rows: &Rows<'_>) -> Result<Cell, Fault> {
        let [_, expiry_at, strike_at, right_at, bid_at, ask_at] = self.needed;
        let expiry = self.expiries.read(rows.cell(expiry_at), rows.start());
        let expiry = expiry.map_err(|rule| fault(rule, expiry_at, rows.cell(expiry_at)))?;
        let strike = self.numbers.read(rows, strike_at, Rule::Strike)?;
        let strike = strike.filter(|strike| *strike > 0.0 && *strike <= MAX_STRIKE);
        let strike = strike.ok_or_else(|| fault(Rule::Strike, strike_at, rows.cell(strike_at)))?;
        let right = right(rows.cell(right_at));
        let right = right.ok_or_else(|| fault(Rule::Right, right_at, rows.cell(right_at)))?;
        let (bid, ask) = (self.side(rows, bid_at)?, self.side(rows, ask_at)?);
        let is_negative = |side: Option<f64>| side.is_some_and(|price| price < 0.0);
        let verdict = match (bid, ask) {
            _ if is_negative(bid) || is_negative(ask) => Some(Rule::NegativeQuote),
            (Some(bid), Some(ask)) if ask > 0.0 && bid > ask => Some(Rule::CrossedQuote),
            _ => None,
        };
        self.no_bid += usize::from(bid == Some(0.0));
        self.no_ask += usize::from(ask == Some(0.0));
        let iv = self.beside(rows, Meaning::ImpliedVol, |iv| (0.0..=100.0 * MAX_VOL).contains(&iv));
        let quote = ChainQuote {
            expiry,
            strike: Strike::thousandths((strike * 1_000.0).round() as i64),
            right,
            bid: bid.filter(|price| *price > 0.0),
            ask: ask.filter(|price| *price > 0.0),
            iv: iv.map(Vol::annual),
            delta: self.beside(rows, Meaning::Delta, |delta| (-1.0..=1.0).contains(&delta)),
            volume: self.count(rows, Meaning::Volume),
            open_interest: self.count(rows, Meaning::OpenInterest),
        };
        let quote = DatedQuote::new(NaiveDate::default(), self.underlying(rows), &quote);
        Ok(Cell { quote, symbol: self.symbol(rows), verdict })
    }

    fn side(&mut self, rows: &Rows<'_>, at: usize) -> Result<Option<f64>, Fault> {
        let price = self.numbers.read(rows, at, Rule::SeriesNumber)?;
        match price.filter(|price| price.abs() > MAX_QUOTE) {
            Some(_) => Err(fault(Rule::QuoteLimit, at, rows.cell(at))),
            None => Ok(price),
        }
    }

    /// A number beside the quote; one that is unreadable or out of range is left empty.
    fn beside(
        &mut self,
        rows: &Rows<'_>,
        meaning: Meaning,
        is_good: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let at = self.sheet.column(meaning)?;
        let found = self.numbers.read(rows, at, Rule::SeriesNumber).unwrap_or(Some(f64::NAN))?;
        let kept = Some(found).filter(|value| value.is_finite() && is_good(*value));
        self.emptied += usize::from(kept.is_none());
        kept
    }

    fn count(&mut self, rows: &Rows<'_>, meaning: Meaning) -> Option<u32> {
        let is_count = |value: f64| (0.0..f64::from(u32::MAX)).contains(&value);
        self.beside(rows, meaning, is_count).map(|value| value.round() as u32)
    }

    /// The price of the underlying, or the middle of its own quotes; 0 is none.
    fn underlying(&mut self, rows: &Rows<'_>) -> Option<f64> {
        let is_price = |value: f64| (0.0..=MAX_QUOTE).contains(&value);
        let mut price = |meaning| self.beside(rows, meaning, is_price).filter(|price| *price > 0.0);
        let stated = price(Meaning::Underlying);
        let sides = price(Meaning::UnderlyingBid).zip(price(Meaning::UnderlyingAsk));
        stated.or(sides.map(|(bid, ask)| (bid + ask) / 2.0))
    }

    /// The number of the row's symbol among those met; the 255th stands for all further ones.
    fn symbol(&mut self, rows: &Rows<'_>) -> u8 {
        let Some(at) = self.sheet.column(Meaning::Symbol) else { return 0 };
        let symbol = rows.cell(at);
        let known = self.symbols.iter().position(|known| known.eq_ignore_ascii_case(symbol));
        let number = known.unwrap_or_else(|| {
            if self.symbols.len() < 255 {
                self.symbols.push(symbol.to_vec());
            }
            self.symbols.len() - 1
        });
        u8::try_from(number).unwrap_or(u8::MAX)
    }

    /// Whether the middle of all volatilities can only be percent.
    fn is_percent(&self, cells: &[Cell]) -> bool {
        let vols = cells.iter().filter_map(|cell| cell.quote.quote().iv).map(Vol::decimal);
        let vols: Vec<f64> = vols.filter(|iv| *iv > 0.0).collect();
        crate::math::quantile(&vols, 0.5).is_some_and(|middle| middle > PERCENT_FROM)
    }

    /// Leaves out the rows of another underlying, if they are few.
    fn judge_symbols(
        &self,
        cells: &[Cell],
        verdicts: &mut [Option<Rule>],
        starts: &[usize],
    ) -> Result<(), ImportError> {
        let mut counts = [0_usize; 256];
        cells.iter().for_each(|cell| counts[usize::from(cell.symbol)] += 1);
        let main = (0..256).max_by_key(|symbol| (counts[*symbol], 256 - symbol)).unwrap_or(0);
        let mut others = cells.iter().zip(starts).filter(|(c, _)| usize::from(c.symbol) != main);
        let Some((second, start)) = others.next() else { return Ok(()) };
        if 1.0 + others.count() as f64 > OTHERS * cells.len() as f64 {
            let name = |symbol: usize| shown(self.symbols.get(symbol).map_or(&[], Vec::as_slice));
            let at = self.sheet.column(Meaning::Symbol).unwrap_or(0);
            return Err(ImportError::SeveralSymbols {
                file: self.sheet.name.to_owned(),
                line: super::rows::Lines::new(self.sheet.text).line_at(*start),
                column: self.sheet.columns[at].clone(),
                first: name(main),
                second: name(usize::from(second.symbol)),
            });
        }
        for (cell, verdict) in cells.iter().zip(verdicts) {
            if usize::from(cell.symbol) != main {
                *verdict = Some(Rule::OneUnderlying);
            }
        }
        Ok(())
    }

    fn repairs(&self, is_percent: bool) -> impl Iterator<Item = Repair> {
        let some = |count: usize, repair: fn(usize) -> Repair| (count > 0).then(|| repair(count));
        [
            self.numbers.repair(),
            some(self.no_bid, Repair::NoBid),
            some(self.no_ask, Repair::NoAsk),
            is_percent.then_some(Repair::PercentVolatility),
            some(self.emptied, Repair::EmptiedCells),
        ]
        .into_iter()
        .flatten()
    }
}

fn right(cell: &[u8]) -> Option<Right> {
    let is_one_of =
        |words: [&str; 2]| words.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()));
    match () {
        () if is_one_of(["c", "call"]) => Some(Right::Call),
        () if is_one_of(["p", "put"]) => Some(Right::Put),
        () => None,
    }
}
