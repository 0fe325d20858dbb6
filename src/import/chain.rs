//! Option chains: rows of quotes, each judged, and all of them together against the bars.
//!
//! A row that cannot be read (a cell that is no number, no date, neither call nor put) is a bad
//! row like any other: refused or skipped as the user chose. A row that can be read but is no
//! honest quote is always left out, because every real chain has some, and always listed: one of
//! another underlying than most, a contract that is not a standard one, one that contradicts its
//! symbol, one that expires before its day or on a weekend, a negative or crossed quote, a contract
//! quoted again on its day or at another time of it, a day without a bar, a day on which the
//! underlying stands more than 5 % off the bar. A bid or ask of 0 is none. What stands beside the
//! quotes (iv, delta, volume, open interest, underlying) is left empty where it is out of range.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

use chrono::NaiveDate;

use crate::import::findings::count::Count;
use crate::import::findings::days::DaysFound;
use crate::import::findings::error::ImportError;
use crate::import::findings::limits::MAX_PROBLEMS;
use crate::import::findings::problem::Rule;
use crate::import::findings::problems::Problems;
use crate::import::findings::role::{BadRows, Role};
use crate::import::findings::summary::FileSummary;
use crate::import::findings::warning::Warning;
use crate::import::sheet::intraday::moved;
use crate::import::sheet::reading::Reading;
use crate::import::sheet::scan::{Pass, Scan};
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::summarise::summarise_file;
use crate::import::sheet::zone::Shift;
use crate::import::table::meaning::{Meaning, Part};
use crate::market::{Chain, Market, QuotedDay, Right, is_index};

mod cells;
mod day;
mod expiries;
mod gathered;
mod scale;
mod sides;
mod standing;
mod times;
mod units;
mod values;

use cells::Cells;
use day::{Day, Days, note};
use times::Time;
use units::Units;

/// The quotes of one file, before they are compared with the bars.
pub(crate) struct Quotes<'s> {
    sheet: &'s Sheet<'s>,
    scan: Scan,
    days: Days,
    left_out: Problems,
    filtered: usize,
    recognised: String,
    underlying: String,
}

/// Reads a file of quotes piece by piece, and judges every row by itself and among the others of
/// the file. A file whose later dates show that day and month were taken for each other is read
/// again.
pub(crate) async fn read<'s>(
    sheet: &'s Sheet<'_>,
    reading: &mut Reading<'_, '_>,
    number: usize,
) -> Result<Quotes<'s>, ImportError> {
    let (mut cells, mut pass) = read_rows(sheet, reading, number, None).await?;
    if sheet.goes_on_from.is_some() && sheet.learn_orders(cells.orders(pass.evidence())) {
        reading.take_back(pass.rows(), cells.gathered.quotes);
        (cells, pass) = read_rows(sheet, reading, number, None).await?;
    }
    let mut repair = None;
    if let Some(shift) = pass.stamps.shift(true) {
        let is_strict = reading.options.strict;
        repair = Some(moved(sheet, &pass.stamps, shift, pass.rows(), is_strict)?);
        reading.take_back(pass.rows(), cells.gathered.quotes);
        (cells, pass) = read_rows(sheet, reading, number, Some(shift)).await?;
    }
    cells.check_symbols(true)?;
    cells.check_times()?;
    let mut scan = pass.end()?;
    let found = cells.settle();
    scan.repairs.extend(found.repairs);
    scan.repairs.extend(repair);
    Ok(Quotes {
        sheet,
        scan,
        recognised: recognised(sheet, &found.units),
        underlying: found.underlying,
        days: found.days,
        left_out: found.left_out,
        filtered: found.filtered,
    })
}

/// Reads all rows of a file, with days moved or not.
async fn read_rows<'s>(
    sheet: &'s Sheet<'_>,
    reading: &mut Reading<'_, '_>,
    number: usize,
    shift: Option<Shift>,
) -> Result<(Cells<'s>, Pass<'s>), ImportError> {
    let mut cells = Cells::new(sheet, &reading.options.filter);
    let mut pass = Pass::shifted(sheet, shift);
    let read = |piece: &[u8], room| {
        pass.piece(piece, |row, date| {
            let read = date.and_then(|date| cells.read(row, date));
            let quotes = cells.gathered.quotes;
            (quotes <= room).then_some(read).ok_or_else(|| ImportError::TooManyQuotes {
                file: sheet.name.to_owned(),
                line: row.line(),
            })
        })?;
        cells.check_symbols(false)?;
        Ok((pass.rows(), cells.gathered.quotes))
    };
    // Apart from all that is around it: a browser compiles a function again that goes round often,
    // and the whole import would be one.
    let pieces: Pin<Box<dyn Future<Output = _> + '_>> =
        Box::pin(reading.each_piece(sheet, number, read));
    pieces.await?;
    Ok((cells, pass))
}

/// What the file is called to the user, and how its numbers are written.
fn recognised(sheet: &Sheet<'_>, units: &Units) -> String {
    let name = sheet.vendor_name().unwrap_or("option chain");
    let has_vols = sheet.column(Meaning::ImpliedVol).is_some()
        || sheet.column(Meaning::Side(Right::Call, Part::ImpliedVol)).is_some();
    let mut recognised = name.to_owned();
    if has_vols {
        recognised += if units.is_percent { ", iv in percent" } else { ", iv in decimals" };
        if units.priced > 0 {
            recognised += &format!(" by {} at the money", Count(units.priced, "price"));
        }
    }
    let others = [("vega", units.vega), ("theta", units.theta)];
    for (greek, unit) in others.into_iter().filter_map(|(greek, unit)| Some((greek, unit?))) {
        recognised += &format!(", {greek} {unit}");
    }
    recognised
}

/// Makes the chain of a market of all files, and says of each file what became of it. `align`
/// brings the bars to the level of the quotes.
pub(crate) fn join(
    market: &mut Market,
    mut files: Vec<(usize, Quotes<'_>)>,
    bad_rows: BadRows,
    warnings: &mut Vec<Warning>,
    align: impl FnOnce(&mut Market, &str, &mut Vec<Warning>) -> Result<(), ImportError>,
) -> Result<Vec<(usize, FileSummary)>, ImportError> {
    let Some((_, first)) = files.first() else { return Ok(Vec::new()) };
    let name = first.sheet.name.to_owned();
    let mut without_bar = BTreeSet::new();
    for (_, file) in &mut files {
        without_bar.extend(file.leave_out(
            Rule::QuotedBar,
            |date| has_bar(market, date),
            |date| format!("none on {date}"),
        ));
    }
    let mut quotes: Vec<_> = files.iter_mut().map(|(_, file)| file).collect();
    leave_earlier_out(&mut quotes);
    let chain = chain_of(quotes, warnings);
    if chain.is_empty() {
        return Err(nothing_fits(market, &name, files, &without_bar, bad_rows));
    }
    market.chain = Some(chain);
    align(market, &name, warnings)?;
    settle_funds(market, &files);
    let off = days_off(market, &name)?;
    let mut days = DaysFound::default();
    off.iter().for_each(|date| days.note(*date));
    if let Some(days) = days.any() {
        warnings.push(Warning::OtherLevels { days });
        for (_, file) in &mut files {
            let found = |date: NaiveDate| format!("another level on {date}");
            file.leave_out(Rule::QuotedLevel, |date| !off.contains(&date), found);
        }
        if let Some(chain) = &mut market.chain {
            chain.retain(|date| !off.contains(&date));
        }
    }
    let summaries = files.into_iter().map(|(index, file)| Ok((index, file.settle(bad_rows)?)));
    summaries.collect()
}

/// Makes a chain of all files by themselves, without bars to hold it against.
pub(crate) fn alone(
    mut files: Vec<Quotes<'_>>,
    bad_rows: BadRows,
    warnings: &mut Vec<Warning>,
) -> Result<(Chain, Vec<FileSummary>), ImportError> {
    let mut quotes: Vec<_> = files.iter_mut().collect();
    leave_earlier_out(&mut quotes);
    let mut chain = chain_of(quotes, warnings);
    if chain.is_empty() {
        return Err(nothing_kept(files, bad_rows));
    }
    let symbol = files.iter().map(|file| &*file.underlying).find(|name| !name.is_empty());
    let level = chain.days().find_map(|day| day.level());
    let is_written = files.iter().any(|file| file.sheet.column(Meaning::Settles).is_some());
    if !is_written && !is_index(symbol.unwrap_or_default(), "", level) {
        chain.settle_at_close();
    }
    warnings.extend(chain.has_trades().then_some(Warning::TradesAlone));
    let summaries = files.into_iter().map(|file| file.settle(bad_rows));
    Ok((chain, summaries.collect::<Result<_, _>>()?))
}

/// Options on a fund are all settled at the close; what is known of dates is of an index.
fn settle_funds(market: &mut Market, files: &[(usize, Quotes<'_>)]) {
    if files.iter().any(|(_, file)| file.sheet.column(Meaning::Settles).is_some()) {
        return; // it is written what each is
    }
    let symbol = files.iter().map(|(_, file)| &*file.underlying).find(|name| !name.is_empty());
    let level = market.bars.last().map(|bar| bar.close);
    let is_tenth = market.chain_scale() == Some(Chain::TENTH);
    if let Some(chain) = &mut market.chain
        && !is_tenth
        && !is_index(symbol.unwrap_or_default(), &market.name, level)
    {
        chain.settle_at_close();
    }
}

/// Of files with the same contracts of one day at several times, as a file for each hour, the one
/// with the latest time counts.
fn leave_earlier_out(files: &mut [&mut Quotes<'_>]) {
    let mut latest: BTreeMap<NaiveDate, (Time, usize)> = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(_, file)| file.has_quotes()) {
        for (date, day) in file.days.iter().filter(|(_, day)| !day.quotes.is_empty()) {
            let last = latest.entry(*date).or_insert((day.time(), at));
            if day.time() > last.0 {
                *last = (day.time(), at);
            }
        }
    }
    for at in 0..files.len() {
        let is_earlier = |(date, day): &(&NaiveDate, &Day)| {
            let Some((time, other)) = latest.get(*date) else { return false };
            let is_known = day.time() != Time::default() && files[at].has_quotes();
            is_known
                && day.time() < *time
                && files[*other].days.get(*date).is_some_and(|later| day.is_within(later))
        };
        let days = files[at].days.iter().filter(is_earlier);
        let earlier: BTreeSet<NaiveDate> = days.map(|(date, _)| *date).collect();
        if !earlier.is_empty() {
            let is_good = |date| !earlier.contains(&date);
            files[at].leave_out(Rule::LastTime, is_good, |date| format!("another time of {date}"));
        }
    }
}

/// The quotes of all files, taken out of them.
fn chain_of(mut files: Vec<&mut Quotes<'_>>, warnings: &mut Vec<Warning>) -> Chain {
    let mut all = Vec::new();
    let mut given = 0;
    // Of several files the first counts, but quotes before trades.
    files.sort_by_key(|file| !file.has_quotes()); // stable
    for file in files {
        for (date, day) in &mut file.days {
            let quotes = std::mem::take(&mut day.quotes);
            if quotes.is_empty() {
                continue;
            }
            given += quotes.len();
            all.push(QuotedDay::new(*date, day.underlying, quotes));
        }
    }
    let chain = Chain::new(all);
    if given > chain.len() {
        warnings.push(Warning::RepeatedQuotes { count: given - chain.len() });
    }
    chain
}

/// Why no row of any file is a quote on a day with a bar.
fn nothing_fits(
    market: &Market,
    name: &str,
    files: Vec<(usize, Quotes<'_>)>,
    without_bar: &BTreeSet<NaiveDate>,
    bad_rows: BadRows,
) -> ImportError {
    let dates = without_bar.first().copied().zip(without_bar.last().copied());
    let files = files.into_iter().map(|(_, file)| file).collect();
    match (nothing_kept(files, bad_rows), dates, market.span()) {
        (error @ ImportError::BadRows { .. }, ..) => error,
        (_, Some((from, to)), Some((first, last))) => {
            ImportError::ChainOfOtherDays { file: name.to_owned(), from, to, first, last }
        }
        (error, ..) => error,
    }
}

/// Why no row of any file is a quote that is kept.
fn nothing_kept(files: Vec<Quotes<'_>>, bad_rows: BadRows) -> ImportError {
    let file = files.first().map_or_else(String::new, |file| file.sheet.name.to_owned());
    let skipped = files.iter().map(|file| file.scan.rows).sum();
    let quotes = files.iter().map(|file| file.filtered).sum();
    // Days without a bar are no fault of their rows.
    let has_bad_rows = |file: &FileSummary| {
        let mut problems = file.problems.iter();
        !file.problems.is_empty() && problems.all(|problem| problem.rule != Rule::QuotedBar)
    };
    let settled: Result<Vec<_>, _> = files.into_iter().map(|file| file.settle(bad_rows)).collect();
    match settled {
        Err(error @ ImportError::BadRows { .. }) => error,
        _ if quotes > 0 => ImportError::AllFiltered { file, quotes },
        Ok(files) => match files.iter().flat_map(|file| &file.skipped).max_by_key(|s| s.count) {
            Some(most) if most.rule.is_of_quotes() => {
                ImportError::AllLeftOut { file, count: most.count, rule: most.rule }
            }
            _ => match files.into_iter().find(has_bad_rows) {
                Some(bad) => ImportError::nothing_left(bad.name, bad.problems, bad.rows_read),
                None => ImportError::NothingLeft { file, skipped },
            },
        },
        Err(_) => ImportError::NothingLeft { file, skipped },
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
    /// Whether it has bids and asks, not trades alone.
    fn has_quotes(&self) -> bool {
        let has = |meaning| self.sheet.column(meaning).is_some();
        has(Meaning::Bid) || !has(Meaning::Trade)
    }

    /// Leaves out whole days that break a rule, and says which.
    fn leave_out(
        &mut self,
        rule: Rule,
        is_good: impl Fn(NaiveDate) -> bool,
        found: impl Fn(NaiveDate) -> String,
    ) -> Vec<NaiveDate> {
        self.left_out.next_pass();
        let dates: Vec<NaiveDate> =
            self.days.keys().copied().filter(|date| !is_good(*date)).collect();
        for date in &dates {
            for line in self.days.remove(date).iter().flat_map(|day| &day.lines) {
                note(&mut self.left_out, *line, rule, || found(*date));
            }
        }
        dates
    }

    /// The summary: unreadable rows as the user chose, left-out quotes always listed.
    fn settle(self, bad_rows: BadRows) -> Result<FileSummary, ImportError> {
        let Self { sheet, scan, days, left_out, filtered, recognised, underlying } = self;
        let dates = || days.iter().filter(|(_, day)| !day.lines.is_empty()).map(|(date, _)| *date);
        let span = dates().next().zip(dates().next_back());
        let kept = days.values().map(Day::rows).sum();
        let (left_out, listed) =
            left_out.settle(sheet.name, &sheet.columns, scan.rows, BadRows::Skip)?;
        let mut summary =
            summarise_file(sheet, Role::Chain, recognised, scan, kept, span, bad_rows)?;
        summary.filtered = filtered;
        summary.underlying = underlying;
        summary.skipped.extend(left_out);
        summary.problems.extend(listed);
        summary.problems.sort_by_key(|problem| problem.line);
        summary.problems.truncate(MAX_PROBLEMS);
        Ok(summary)
    }
}
