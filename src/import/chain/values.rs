//! The values of a row of quotes: where they stand, what they may be, and what of them is mended.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::import::chain::units::MAX_VOL;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::repair::Repair;
use crate::import::sheet::scan::{Numbers, Unit};
use crate::import::sheet::sniff::Sheet;
use crate::import::table::contract;
use crate::import::table::date::Dates;
use crate::import::table::meaning::{Meaning, Part};
use crate::import::table::rows::Row;
use crate::import::vendors::Quirk;
use crate::market::{ChainQuote, Right, Settlement, previous_trading_day};
use crate::units::{Strike, Vol, nearest};

/// The highest strike and the highest quote, dollars.
const MAX_STRIKE: f64 = 4_000_000.0;
const MAX_QUOTE: f64 = 400_000.0;

/// Where the parts of one option's quote stand; delta may be the call's for both.
pub(crate) struct Side {
    /// `None` where a column or a symbol tells.
    right: Option<Right>,
    bid: Option<usize>,
    ask: Option<usize>,
    trade: Option<usize>,
    iv: Option<usize>,
    delta: Option<usize>,
    volume: Option<usize>,
    open_interest: Option<usize>,
    pub(crate) theta: Option<usize>,
    pub(crate) vega: Option<usize>,
    /// Added to what the column of deltas has.
    delta_shift: f64,
}

impl Side {
    pub(crate) fn each(sheet: &Sheet<'_>) -> Vec<Self> {
        if is_wide(sheet) {
            return vec![Self::wide(sheet, Right::Call), Self::wide(sheet, Right::Put)];
        }
        vec![Self {
            right: None,
            bid: sheet.column(Meaning::Bid),
            ask: sheet.column(Meaning::Ask),
            trade: sheet.column(Meaning::Trade),
            iv: sheet.column(Meaning::ImpliedVol),
            delta: sheet.column(Meaning::Delta),
            volume: sheet.column(Meaning::Volume),
            open_interest: sheet.column(Meaning::OpenInterest),
            theta: sheet.column(Meaning::Theta),
            vega: sheet.column(Meaning::Vega),
            delta_shift: 0.0,
        }]
    }

    fn numbers(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        let Self { bid, ask, trade, iv, delta, volume, open_interest, .. } = *self;
        [bid, ask, trade, iv, delta, volume, open_interest].into_iter()
    }

    fn wide(sheet: &Sheet<'_>, right: Right) -> Self {
        let column = |part| sheet.column(Meaning::Side(right, part));
        let shared = sheet.has(Quirk::DeltaOfCall);
        let delta = if shared { sheet.column(Meaning::Delta) } else { column(Part::Delta) };
        Self {
            right: Some(right),
            bid: column(Part::Bid),
            ask: column(Part::Ask),
            trade: None,
            iv: column(Part::ImpliedVol),
            delta,
            volume: column(Part::Volume),
            open_interest: column(Part::OpenInterest),
            theta: column(Part::Theta).or(sheet.column(Meaning::Theta)),
            vega: column(Part::Vega).or(sheet.column(Meaning::Vega)),
            // Without dividends a put's delta is one below that of the call.
            delta_shift: if shared && right == Right::Put { -1.0 } else { 0.0 },
        }
    }
}

/// Where the parts of a row stand that call and put have in common.
pub(crate) struct Columns {
    contract: Option<usize>,
    expiry: Option<usize>,
    strike: Option<usize>,
    right: Option<usize>,
    pub(crate) symbol: Option<usize>,
    underlying: Option<usize>,
    underlying_bid: Option<usize>,
    underlying_ask: Option<usize>,
    /// Whether a row has a call and a put.
    are_wide: bool,
    /// Where the symbol of a contract tells the underlying, as nothing else does.
    pub(crate) root: Option<usize>,
    /// Where the root has a column of its own.
    own_root: Option<usize>,
    /// Where a file says by itself how contracts are settled.
    settles: Option<usize>,
}

impl Columns {
    pub(crate) fn of(sheet: &Sheet<'_>) -> Self {
        Self {
            contract: sheet.column(Meaning::Contract),
            expiry: sheet.column(Meaning::Expiry),
            strike: sheet.column(Meaning::Strike),
            right: sheet.column(Meaning::Right),
            symbol: sheet.column(Meaning::Symbol),
            underlying: sheet.column(Meaning::Underlying),
            underlying_bid: sheet.column(Meaning::UnderlyingBid),
            underlying_ask: sheet.column(Meaning::UnderlyingAsk),
            are_wide: is_wide(sheet),
            root: sheet.column(Meaning::Trade).and(sheet.column(Meaning::Contract)),
            own_root: sheet.column(Meaning::Root),
            settles: sheet.column(Meaning::Settles),
        }
    }

    /// What may tell how a row's contracts are settled: their root, else the symbol.
    #[inline]
    fn root_of<'r>(&self, row: &Row<'r>, symbol: Option<&'r [u8]>) -> &'r [u8] {
        let own = self.own_root.map(|at| row.cell(at));
        let root = own.or_else(|| self.contract.map(|at| contract::root(row.cell(at))));
        root.filter(|root| !root.is_empty()).or(symbol).map_or(b"", contract::without_market)
    }

    fn numbers(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        [self.strike, self.underlying, self.underlying_bid, self.underlying_ask].into_iter()
    }
}

fn is_wide(sheet: &Sheet<'_>) -> bool {
    sheet.column(Meaning::Side(Right::Call, Part::Bid)).is_some()
}

/// Reads values, and counts what it mends.
pub(crate) struct Values {
    pub(crate) numbers: Numbers,
    pub(crate) expiries: Dates,
    /// The root and the expiry asked last, and how such a contract is settled.
    settled: (Vec<u8>, NaiveDate, Settlement),
    no_bid: usize,
    no_ask: usize,
    emptied: usize,
}

/// Expiry, strike and right; the right is missing where each side has its own.
pub(crate) type Contract = (NaiveDate, Strike, Option<Right>);

/// The last expiry that was written as a Saturday.
const LAST_SATURDAY: NaiveDate = NaiveDate::from_ymd_opt(2015, 2, 28).expect("a day");

/// The last day of a contract: up to February 2015 the monthly ones were written as the Saturday
/// after their third Friday.
fn last_day(written: NaiveDate) -> NaiveDate {
    let is_monthly = written.weekday() == Weekday::Sat && (16..=22).contains(&written.day());
    match is_monthly && written <= LAST_SATURDAY {
        true => previous_trading_day(written),
        false => written,
    }
}

impl Values {
    pub(crate) fn new(sheet: &Sheet<'_>, columns: &Columns, sides: &[Side]) -> Self {
        let numbers = columns.numbers().chain(sides.iter().flat_map(Side::numbers));
        Self {
            numbers: Numbers::ahead(sheet, numbers.flatten().collect()),
            expiries: Dates::of_expiries(sheet.orders()),
            settled: (Vec::new(), NaiveDate::MIN, Settlement::Close),
            no_bid: 0,
            no_ask: 0,
            emptied: 0,
        }
    }

    /// Expiry, strike and right of a row.
    #[inline]
    pub(crate) fn contract(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
    ) -> Result<Contract, Box<Fault>> {
        let Columns { contract: contract_at, expiry, strike, right, .. } = *columns;
        let stated = || {
            let at = contract_at.unwrap_or(0);
            contract::read(row.cell(at))
                .ok_or_else(|| fault(Rule::ContractSymbol, at, row.cell(at)))
        };
        let expiry = match expiry {
            Some(at) => self.expiries.of(row, at)?,
            None => stated()?.expiry,
        };
        let expiry = last_day(expiry);
        let strike = match strike {
            Some(at) => {
                let strike = self.numbers.read(row, at, Rule::Strike)?;
                let strike = strike.filter(|strike| *strike > 0.0 && *strike <= MAX_STRIKE);
                let strike = strike.ok_or_else(|| fault(Rule::Strike, at, row.cell(at)))?;
                Strike::thousandths(nearest(strike * 1_000.0))
            }
            None => stated()?.strike,
        };
        let right = match right {
            _ if columns.are_wide => None,
            Some(at) => {
                let right = read_right(row.cell(at));
                Some(right.ok_or_else(|| fault(Rule::Right, at, row.cell(at)))?)
            }
            None => Some(stated()?.right),
        };
        Ok((expiry, strike, right))
    }

    /// How the contracts of a row are settled if they are on an index.
    #[inline]
    pub(crate) fn settlement(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        symbol: Option<&[u8]>,
        expiry: NaiveDate,
    ) -> Settlement {
        let stated = columns.settles.map(|at| row.cell(at));
        if stated.is_some_and(|cell| cell.eq_ignore_ascii_case(b"am")) {
            return Settlement::Open;
        }
        if stated.is_some_and(|cell| cell.eq_ignore_ascii_case(b"pm")) {
            return Settlement::Close;
        }
        let root = columns.root_of(row, symbol);
        if self.settled.1 != expiry || self.settled.0 != root {
            self.settled.0.clear();
            self.settled.0.extend_from_slice(root);
            (self.settled.1, self.settled.2) = (expiry, Settlement::of_index_option(root, expiry));
        }
        self.settled.2
    }

    /// The quote of one side, and the rule it breaks.
    #[inline]
    pub(crate) fn quote(
        &mut self,
        row: &Row<'_>,
        side: &Side,
        (expiry, strike, right): &Contract,
        settlement: Settlement,
    ) -> Result<(ChainQuote, Option<Rule>), Box<Fault>> {
        let (bid, ask) = (self.price(row, side.bid)?, self.price(row, side.ask)?);
        let traded = if bid.or(ask).is_none() { self.trade(row, side.trade)? } else { None };
        let is_negative = |side: Option<f64>| side.is_some_and(|price| price < 0.0);
        let verdict = match (bid, ask) {
            _ if is_negative(bid) || is_negative(ask) => Some(Rule::NegativeQuote),
            (Some(bid), Some(ask)) if ask > 0.0 && bid > ask => Some(Rule::CrossedQuote),
            _ => None,
        };
        self.no_bid += usize::from(bid == Some(0.0));
        self.no_ask += usize::from(ask == Some(0.0));
        let iv = self.beside(row, side.iv, Unit::Share, |iv| (0.0..=100.0 * MAX_VOL).contains(&iv));
        let is_delta = |delta: f64| (-1.0..=1.0).contains(&(delta + side.delta_shift));
        let quote = ChainQuote {
            expiry: *expiry,
            settlement,
            strike: *strike,
            right: side.right.or(*right).unwrap_or(Right::Call),
            bid: bid.filter(|price| *price > 0.0),
            ask: ask.filter(|price| *price > 0.0),
            traded,
            iv: iv.map(Vol::annual),
            delta: self
                .beside(row, side.delta, Unit::Share, is_delta)
                .map(|delta| delta + side.delta_shift),
            volume: self.count(row, side.volume),
            open_interest: self.count(row, side.open_interest),
        };
        Ok((quote, verdict))
    }

    /// The price of a trade; one that rounds to nothing is none, as the chain keeps prices.
    fn trade(&mut self, row: &Row<'_>, at: Option<usize>) -> Result<Option<f64>, Box<Fault>> {
        const LEAST: f64 = 0.000_05;
        match (at, self.price(row, at)?) {
            (Some(at), Some(price)) if price < 0.0 => Err(fault(Rule::Price, at, row.cell(at))),
            (_, price) => Ok(price.filter(|price| *price >= LEAST)),
        }
    }

    #[inline]
    fn price(&mut self, row: &Row<'_>, at: Option<usize>) -> Result<Option<f64>, Box<Fault>> {
        let Some(at) = at else { return Ok(None) };
        let price = self.numbers.read(row, at, Rule::SeriesNumber)?;
        match price.filter(|price| price.abs() > MAX_QUOTE) {
            Some(_) => Err(fault(Rule::QuoteLimit, at, row.cell(at))),
            None => Ok(price),
        }
    }

    /// A number beside the quote; one that is unreadable or out of range is left empty.
    #[inline]
    fn beside(
        &mut self,
        row: &Row<'_>,
        at: Option<usize>,
        unit: Unit,
        is_good: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let found = self.numbers.read_unit(row, at?, Rule::SeriesNumber, unit);
        let found = found.unwrap_or(Some(f64::NAN))?;
        let kept = Some(found).filter(|value| value.is_finite() && is_good(*value));
        self.emptied += usize::from(kept.is_none());
        kept
    }

    fn count(&mut self, row: &Row<'_>, at: Option<usize>) -> Option<u32> {
        let is_count = |value: f64| (0.0..f64::from(u32::MAX)).contains(&value);
        self.beside(row, at, Unit::Count, is_count).map(|value| nearest(value) as u32)
    }

    /// The price of the underlying, or the middle of its own quotes; 0 is none.
    #[inline]
    pub(crate) fn underlying(&mut self, row: &Row<'_>, columns: &Columns) -> Option<f64> {
        let Columns { underlying, underlying_bid, underlying_ask, .. } = *columns;
        let is_price = |value: f64| (0.0..=MAX_QUOTE).contains(&value);
        let mut price =
            |at| self.beside(row, at, Unit::Plain, is_price).filter(|price| *price > 0.0);
        let stated = price(underlying);
        let sides = price(underlying_bid).zip(price(underlying_ask));
        stated.or(sides.map(|(bid, ask)| (bid + ask) / 2.0))
    }

    /// What was mended.
    pub(crate) fn repairs(&self, more_emptied: usize) -> impl Iterator<Item = Repair> {
        let some = |count: usize, repair: fn(usize) -> Repair| (count > 0).then(|| repair(count));
        let mended = [
            some(self.no_bid, Repair::NoBid),
            some(self.no_ask, Repair::NoAsk),
            some(self.emptied + more_emptied, Repair::EmptiedCells),
        ];
        self.numbers.repairs().chain(mended.into_iter().flatten())
    }
}

fn read_right(cell: &[u8]) -> Option<Right> {
    match cell {
        [b'C' | b'c'] => Some(Right::Call),
        [b'P' | b'p'] => Some(Right::Put),
        _ if cell.eq_ignore_ascii_case(b"call") => Some(Right::Call),
        _ if cell.eq_ignore_ascii_case(b"put") => Some(Right::Put),
        _ => None,
    }
}
