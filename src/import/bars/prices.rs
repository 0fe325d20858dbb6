//! The prices of a day: each positive, and open and close within the range of high and low.
//!
//! An open of 0, or none, is not known: the previous close stands for it, as the engine expects of
//! years without opens. A range that leaves out the open or the close by no more than the last
//! digit is off by rounding, and is widened to them.

use crate::import::bars::splits::MAX_PRICE;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::repair::Repair;
use crate::import::findings::show::quoted;
use crate::import::sheet::scan::Numbers;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::import::vendors::Quirk;

/// How far a price may lie outside the day's range without a word, relative to it: what arithmetic
/// with numbers of so many digits leaves.
const NOTHING: f64 = 1e-9;
/// How far by rounding: at least this, relative, for prices that were adjusted and then rounded.
const ROUNDING: f64 = 3e-5;
/// And at most this.
const MOST: f64 = 0.01;
/// The same of prices that are not written to the cent.
const MOST_OF_COARSE: f64 = 1e-3;
/// What billionths of a dollar are divided by, and the least such number: a cent.
const BILLION: f64 = 1e9;
const LEAST_BILLIONTHS: f64 = 1e7;

/// Open, high, low and close of a row.
#[derive(Clone, Copy)]
pub(super) struct DayPrices {
    pub(super) open: Option<f64>,
    pub(super) high: f64,
    pub(super) low: f64,
    pub(super) close: f64,
}

/// Reads the prices of rows, and counts what it mends.
pub(super) struct PriceColumns {
    at: [usize; 4],
    /// Whether prices below 0 are of quotes.
    has_middles: bool,
    /// Whether whole numbers are billionths.
    are_billionths: bool,
    unknown_opens: usize,
    widened: usize,
    middles: usize,
    billionths: usize,
}

impl PriceColumns {
    pub(super) fn new(sheet: &Sheet<'_>) -> Self {
        let at = Meaning::PRICES.map(|price| sheet.column(price).unwrap_or(0));
        Self {
            at,
            has_middles: sheet.has(Quirk::NegativeOfQuotes),
            are_billionths: sheet.has(Quirk::BillionthPrices),
            unknown_opens: 0,
            widened: 0,
            middles: 0,
            billionths: 0,
        }
    }

    /// The open, the high, the low and the close of a row as they are written, but for what its
    /// vendor writes in its own way.
    fn written(
        &mut self,
        row: &Row<'_>,
        numbers: &mut Numbers,
    ) -> Result<[Option<f64>; 4], Box<Fault>> {
        let mut prices = [None; 4];
        for (price, column) in prices.iter_mut().zip(self.at) {
            *price = numbers.read(row, column, Rule::Price)?;
        }
        if self.has_middles && prices.iter().flatten().any(|price| *price < 0.0) {
            prices = prices.map(|price| price.map(f64::abs));
            self.middles += 1;
        }
        let is_whole =
            |price: &f64| *price == 0.0 || (*price >= LEAST_BILLIONTHS && price.fract() == 0.0);
        if self.are_billionths && prices.iter().flatten().all(is_whole) {
            prices = prices.map(|price| price.map(|price| price / BILLION));
            self.billionths += 1;
        }
        Ok(prices)
    }

    /// The prices of a row.
    pub(super) fn read(
        &mut self,
        row: &Row<'_>,
        numbers: &mut Numbers,
    ) -> Result<DayPrices, Box<Fault>> {
        let [open_at, high_at, low_at, close_at] = self.at;
        let [mut open, high, low, close] = self.written(row, numbers)?;
        let mut prices = [0.0; 3];
        let others = [(high, high_at), (low, low_at), (close, close_at)];
        for (price, (value, column)) in prices.iter_mut().zip(others) {
            let value = value.filter(|value| *value > 0.0);
            // Of a row without any price the first is named.
            let named = if open.is_none() { open_at } else { column };
            *price = value.ok_or_else(|| fault(Rule::Price, named, row.cell(named)))?;
            if *price > MAX_PRICE {
                return Err(fault(Rule::PriceLimit, column, row.cell(column)));
            }
        }
        open = open.filter(|open| *open != 0.0);
        match open {
            Some(open) if open < 0.0 => return Err(fault(Rule::Price, open_at, row.cell(open_at))),
            Some(open) if open > MAX_PRICE => {
                return Err(fault(Rule::PriceLimit, open_at, row.cell(open_at)));
            }
            _ => {}
        }
        let [high, low, close] = prices;
        let mut day = DayPrices { open, high, low, close };
        let is_widened = self.check_range(row, &mut day)?;
        self.widened += usize::from(is_widened);
        self.unknown_opens += usize::from(open.is_none());
        Ok(day)
    }

    /// Widens a range that is off by rounding, and says whether it was; or what it leaves out.
    fn check_range(&self, row: &Row<'_>, day: &mut DayPrices) -> Result<bool, Box<Fault>> {
        let [open_at, high_at, low_at, close_at] = self.at;
        let DayPrices { open, high, low, close } = *day;
        let inside = [
            (open.unwrap_or(close), open_at, Rule::OpenInside),
            (close, close_at, Rule::CloseInside),
        ];
        let is_within = |margin: f64| {
            let (highest, lowest) = (high + margin, low - margin);
            let fits = |(price, ..): &(f64, usize, Rule)| *price <= highest && *price >= lowest;
            highest >= low && inside.iter().all(fits)
        };
        if is_within(high * NOTHING) {
            return Ok(false);
        }
        if is_within(self.rounding(row, close)) {
            let all = [open.unwrap_or(close), high, low, close];
            day.high = all.into_iter().fold(f64::MIN, f64::max);
            day.low = all.into_iter().fold(f64::MAX, f64::min);
            return Ok(true);
        }
        if high < low {
            let found = [high_at, low_at].map(|at| quoted(row.cell(at))).join(" with the low ");
            return Err(Box::new(Fault { column: Some(high_at), rule: Rule::HighAboveLow, found }));
        }
        for (price, column, rule) in inside {
            let (cell, edge) = match price {
                _ if price > high => (high_at, "high"),
                _ if price < low => (low_at, "low"),
                _ => continue,
            };
            let (price, edge_cell) = (quoted(row.cell(column)), quoted(row.cell(cell)));
            let found = format!("{price} with the {edge} {edge_cell}");
            return Err(Box::new(Fault { column: Some(column), rule, found }));
        }
        Ok(false)
    }

    /// How far rounding alone may bring prices of a row apart: one of the last digit of the price
    /// that has most of them.
    fn rounding(&self, row: &Row<'_>, close: f64) -> f64 {
        let decimals = |at: &usize| {
            let cell = row.cell(*at);
            let mark = cell.iter().rposition(|byte| matches!(byte, b'.' | b','));
            let digits = |from: usize| cell[from..].iter().filter(|byte| byte.is_ascii_digit());
            mark.map_or(0, |mark| digits(mark).count())
        };
        let most = self.at.iter().map(decimals).max().unwrap_or(0).min(9);
        let digit: f64 = (0..most).fold(1.01, |digit, _| digit / 10.0);
        let limit = if most >= 2 { MOST } else { MOST_OF_COARSE };
        digit.min(limit * close).max(ROUNDING * close)
    }

    /// What was mended.
    pub(super) fn repairs(&self) -> impl Iterator<Item = Repair> {
        let some = |count: usize, repair: fn(usize) -> Repair| (count > 0).then(|| repair(count));
        [
            some(self.unknown_opens, Repair::UnknownOpens),
            some(self.widened, Repair::WidenedRanges),
            some(self.middles, Repair::MiddlesOfQuotes),
            some(self.billionths, Repair::Billionths),
        ]
        .into_iter()
        .flatten()
    }
}

/// The open of a day, given the close of the day before.
pub(super) fn open(day: &DayPrices, before: Option<f64>) -> f64 {
    let stand_in = || before.map_or(day.close, |before| before.clamp(day.low, day.high));
    day.open.unwrap_or_else(stand_in)
}

/// Makes of a day's rows one bar, in place of the last of them.
pub(super) fn aggregate(prices: &mut [DayPrices], rows: &[usize]) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let high = rows.iter().map(|row| prices[*row].high).fold(f64::MIN, f64::max);
    let low = rows.iter().map(|row| prices[*row].low).fold(f64::MAX, f64::min);
    let (open, close) = (prices[*first].open, prices[*last].close);
    prices[*last] = DayPrices { open, high, low, close };
}
