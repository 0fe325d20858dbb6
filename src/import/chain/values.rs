//! The values of a row of quotes: where they stand, what they may be, and what of them is mended.

use chrono::NaiveDate;

use crate::import::chain::expiries::last_day;
use crate::import::chain::scale::Scale;
use crate::import::chain::sides::{Side, is_wide};
use crate::import::chain::standing::Marks;
use crate::import::chain::units::MAX_VOL;
use crate::import::findings::problem::{Fault, Rule, fault};
use crate::import::findings::repair::Repair;
use crate::import::sheet::scan::{Numbers, Unit};
use crate::import::sheet::sniff::Sheet;
use crate::import::table::contract::{self, Symbol};
use crate::import::table::date::Dates;
use crate::import::table::meaning::{Meaning, Part};
use crate::import::table::rows::Row;
use crate::import::table::words;
use crate::market::{ChainQuote, Right, Settlement, is_index, is_trading_day};
use crate::units::{Strike, Vol, nearest};

/// The highest strike and the highest quote, dollars.
const MAX_STRIKE: f64 = 4_000_000.0;
const MAX_QUOTE: f64 = 400_000.0;

/// What a contract is on.
pub(crate) struct Named<'r> {
    /// Its underlying, empty if nothing tells.
    pub(crate) symbol: &'r [u8],
    /// What its symbol begins with, empty if nothing tells.
    pub(crate) root: &'r [u8],
    /// What else its symbol says.
    pub(crate) contract: Option<Symbol>,
}

/// Where the parts of a row stand that call and put have in common.
pub(crate) struct Columns {
    pub(crate) contract: Option<usize>,
    expiry: Option<usize>,
    strike: Option<usize>,
    right: Option<usize>,
    pub(crate) symbol: Option<usize>,
    underlying: Option<usize>,
    underlying_bid: Option<usize>,
    underlying_ask: Option<usize>,
    /// Whether a row has a call and a put.
    are_wide: bool,
    /// Where the root has a column of its own.
    pub(crate) own_root: Option<usize>,
    /// Where a file says by itself how contracts are settled.
    settles: Option<usize>,
    /// Where a file says what an instrument is.
    instrument: Option<usize>,
    pub(crate) marks: Marks,
    pub(crate) scale: Scale,
}

impl Columns {
    pub(crate) fn of(sheet: &Sheet<'_>, sides: &[Side]) -> Self {
        let of_side = |right| sheet.column(Meaning::Side(right, Part::Contract));
        let of_sides = || of_side(Right::Call).or_else(|| of_side(Right::Put));
        Self {
            contract: sheet.column(Meaning::Contract).or_else(of_sides),
            expiry: sheet.column(Meaning::Expiry),
            strike: sheet.column(Meaning::Strike),
            right: sheet.column(Meaning::Right),
            symbol: sheet.column(Meaning::Symbol),
            underlying: sheet.column(Meaning::Underlying),
            underlying_bid: sheet.column(Meaning::UnderlyingBid),
            underlying_ask: sheet.column(Meaning::UnderlyingAsk),
            are_wide: is_wide(sheet),
            own_root: sheet.column(Meaning::Root),
            settles: sheet.column(Meaning::Settles),
            instrument: sheet.column(Meaning::Instrument),
            marks: Marks::of(sheet),
            scale: Scale::of(sheet, sides),
        }
    }

    /// What the contract of a row is on, and what its symbol says.
    #[inline]
    pub(crate) fn named<'r>(&self, row: &Row<'r>) -> Named<'r> {
        if !self.are_named() {
            return Named { symbol: b"", root: b"", contract: None };
        }
        let parts = self.contract.and_then(|at| contract::parts(row.cell(at)));
        let (of_contract, contract) =
            parts.map_or((&b""[..], None), |(root, symbol)| (root, Some(symbol)));
        let own = self.own_root.map_or(&b""[..], |at| contract::without_market(row.cell(at)));
        let root = if own.is_empty() { of_contract } else { own };
        let symbol = self.symbol.map_or(&b""[..], |at| row.cell(at));
        match contract::weekly(contract::without_market(symbol)) {
            Some(underlying) if root.is_empty() => {
                Named { symbol: underlying, root: contract::without_market(symbol), contract }
            }
            _ if symbol.is_empty() => Named { symbol: contract::underlying(root), root, contract },
            _ => Named { symbol, root, contract },
        }
    }

    /// Whether the file names what its contracts are on.
    #[inline]
    pub(crate) fn are_named(&self) -> bool {
        self.symbol.is_some() || self.own_root.is_some() || self.contract.is_some()
    }

    /// Whether a row is of something else than an option, as some files have futures beside them.
    #[inline]
    pub(crate) fn is_other(&self, row: &Row<'_>) -> bool {
        self.instrument.is_some_and(|at| is_no_option(row.cell(at)))
            || self.right.is_some_and(|at| row.letter(at).is_none() && is_future(row.cell(at)))
    }

    fn numbers(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        [self.strike, self.underlying, self.underlying_bid, self.underlying_ask].into_iter()
    }
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
    /// How many expiries were taken from the symbol, and from the column, where the two differ.
    of_symbol: usize,
    of_column: usize,
}

/// Expiry, strike and right; the right is missing where each side has its own.
pub(crate) type Contract = (NaiveDate, Strike, Option<Right>);

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
            of_symbol: 0,
            of_column: 0,
        }
    }

    /// Expiry, strike and right of a row, and the rule that is broken where its columns contradict
    /// the symbol.
    #[inline]
    pub(crate) fn contract(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        symbol: Option<&Symbol>,
    ) -> Result<(Contract, Option<Rule>), Box<Fault>> {
        let Columns { contract: contract_at, expiry, strike, right, .. } = *columns;
        let unnamed = || {
            let at = contract_at.unwrap_or(0);
            fault(Rule::ContractSymbol, at, row.cell(at))
        };
        let stated = || symbol.ok_or_else(unnamed);
        let expiry = match (expiry, symbol) {
            (Some(at), None) => last_day(self.expiries.of(row, at)?),
            (Some(at), Some(symbol)) => self.agreed_expiry(row, at, symbol)?,
            (None, _) => last_day(stated()?.expiry),
        };
        let strike = match strike {
            Some(at) => {
                let strike = self.numbers.read(row, at, Rule::Strike)?;
                let strike = strike.map(|strike| strike / columns.scale.strikes);
                let strike = strike.filter(|strike| *strike > 0.0 && *strike <= MAX_STRIKE);
                let strike = strike.ok_or_else(|| fault(Rule::Strike, at, row.cell(at)))?;
                Strike::thousandths(nearest(strike * 1_000.0))
            }
            None => stated()?.strike.ok_or_else(unnamed)?,
        };
        let right = match right {
            _ if columns.are_wide => None,
            Some(at) => {
                // Mostly a letter, which needs no trimming.
                let right = match row.letter(at) {
                    Some(letter) => words::right(&[letter]),
                    None => words::right(row.cell(at)),
                };
                Some(right.ok_or_else(|| fault(Rule::Right, at, row.cell(at)))?)
            }
            None => Some(stated()?.right),
        };
        let contradicts = symbol.is_some_and(|symbol| {
            symbol.strike.is_some_and(|own| own != strike)
                || right.is_some_and(|right| right != symbol.right)
        });
        Ok(((expiry, strike, right), contradicts.then_some(Rule::AsItsSymbol)))
    }

    /// The expiry of a column beside that of the symbol: where they differ, that of the symbol,
    /// which is the contract's name, unless nothing trades on it.
    fn agreed_expiry(
        &mut self,
        row: &Row<'_>,
        at: usize,
        symbol: &Symbol,
    ) -> Result<NaiveDate, Box<Fault>> {
        let (own, named) = (last_day(self.expiries.of(row, at)?), last_day(symbol.expiry));
        if own == named {
            return Ok(own);
        }
        if is_trading_day(named) || !is_trading_day(own) {
            self.of_symbol += 1;
            return Ok(named);
        }
        self.of_column += 1;
        Ok(own)
    }

    /// How the contracts of a row are settled if they are on an index.
    #[inline]
    pub(crate) fn settlement(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        root: &[u8],
        expiry: NaiveDate,
    ) -> Settlement {
        let stated = columns.settles.and_then(|at| read_settlement(row.cell(at)));
        if let Some(stated) = stated {
            return stated;
        }
        let letter = columns.marks.letter.map_or(&b""[..], |at| row.cell(at));
        if letter.eq_ignore_ascii_case(b"p") {
            return Settlement::Close; // the vendor's word for contracts of the S&P 500
        }
        if columns.settles.is_some() && !is_index(&String::from_utf8_lossy(root), "", None) {
            return Settlement::Close; // what is not written is not known of dates alone
        }
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
        divisor: f64,
    ) -> Result<(ChainQuote, Option<Rule>), Box<Fault>> {
        let (bid, ask) = (self.price(row, side.bid, divisor)?, self.price(row, side.ask, divisor)?);
        let volume = self.count(row, side.volume);
        let traded = match bid.or(ask) {
            // Without a trade that day, the price is of an earlier one.
            None if volume != Some(0) => self.trade(row, side.trade, divisor)?,
            _ => None,
        };
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
            volume,
            open_interest: self.count(row, side.open_interest),
        };
        Ok((quote, verdict))
    }

    /// The price of a trade; one that rounds to nothing is none, as the chain keeps prices.
    fn trade(
        &mut self,
        row: &Row<'_>,
        at: Option<usize>,
        divisor: f64,
    ) -> Result<Option<f64>, Box<Fault>> {
        const LEAST: f64 = 0.000_05;
        match (at, self.price(row, at, divisor)?) {
            (Some(at), Some(price)) if price < 0.0 => Err(fault(Rule::Price, at, row.cell(at))),
            (_, price) => Ok(price.filter(|price| *price >= LEAST)),
        }
    }

    #[inline]
    fn price(
        &mut self,
        row: &Row<'_>,
        at: Option<usize>,
        divisor: f64,
    ) -> Result<Option<f64>, Box<Fault>> {
        let Some(at) = at else { return Ok(None) };
        let price = self.numbers.read(row, at, Rule::SeriesNumber)?.map(|price| price / divisor);
        match price.filter(|price| price.abs() > MAX_QUOTE) {
            Some(_) => Err(fault(Rule::QuoteLimit, at, row.cell(at))),
            None => Ok(price),
        }
    }

    /// A number beside the quote; one that is unreadable or out of range is left empty. The range
    /// is of finite numbers.
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
        let kept = Some(found).filter(|value| is_good(*value)); // which no NaN is
        self.emptied += usize::from(kept.is_none());
        kept
    }

    #[inline]
    fn count(&mut self, row: &Row<'_>, at: Option<usize>) -> Option<u32> {
        let is_count = |value: f64| (0.0..f64::from(u32::MAX)).contains(&value);
        self.beside(row, at, Unit::Count, is_count).map(|value| (value + 0.5) as u32)
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
            some(self.of_symbol, Repair::ExpiryOfSymbol),
            some(self.of_column, Repair::ExpiryOfColumn),
        ];
        self.numbers.repairs().chain(mended.into_iter().flatten())
    }
}

/// Whether a cell stands where an option has its right, but is of a future.
fn is_future(cell: &[u8]) -> bool {
    matches!(cell.first(), Some(b'X' | b'x' | b'F' | b'f'))
        && [&b"xx"[..], b"ff", b"fut", b"future"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Whether a cell names an instrument that is no option, as exchanges in India do.
fn is_no_option(cell: &[u8]) -> bool {
    let has = |word: &[u8]| cell.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(word));
    has(b"fut") || has(b"stf") || has(b"idf")
}

/// How a cell says a contract is settled: AM or PM, A or P, or whether in the morning.
fn read_settlement(cell: &[u8]) -> Option<Settlement> {
    match &*cell.to_ascii_lowercase() {
        b"am" | b"a" | b"1" | b"1.0" | b"true" => Some(Settlement::Open),
        b"pm" | b"p" | b"0" | b"0.0" | b"false" => Some(Settlement::Close),
        _ => None,
    }
}
