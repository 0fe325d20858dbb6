//! The cells of a row of quotes: of one option, or of a call and a put side by side.

use chrono::NaiveDate;

use super::gathered::{Day, Days, Gathered};
use super::units::{AtTheMoney, Units, Votes};
use super::{MAX_VOL, scale_vols, symbol};
use crate::import::date::Dates;
use crate::import::dialect::{Meaning, Part, Quirk};
use crate::import::problem::{Fault, Problems, Rule};
use crate::import::rows::Rows;
use crate::import::scan::{Numbers, fault};
use crate::import::shown::quoted;
use crate::import::sniff::Sheet;
use crate::import::{Filter, ImportError, Repair};
use crate::market::{ChainQuote, PackedQuote, Right};
use crate::units::{Strike, Vol};

/// The highest strike and the highest quote, dollars.
const MAX_STRIKE: f64 = 4_000_000.0;
const MAX_QUOTE: f64 = 400_000.0;

/// Where the parts of one option's quote stand; delta may be the call's for both.
#[derive(Clone, Copy)]
struct Side {
    /// `None` where a column or a symbol tells.
    right: Option<Right>,
    bid: Option<usize>,
    ask: Option<usize>,
    iv: Option<usize>,
    delta: Option<usize>,
    volume: Option<usize>,
    open_interest: Option<usize>,
    theta: Option<usize>,
    vega: Option<usize>,
    /// Added to what the column of deltas has.
    delta_shift: f64,
}

impl Side {
    fn each(sheet: &Sheet<'_>) -> Vec<Self> {
        let is_wide = sheet.column(Meaning::Side(Right::Call, Part::Bid)).is_some();
        if is_wide {
            return vec![Self::wide(sheet, Right::Call), Self::wide(sheet, Right::Put)];
        }
        vec![Self {
            right: None,
            bid: sheet.column(Meaning::Bid),
            ask: sheet.column(Meaning::Ask),
            iv: sheet.column(Meaning::ImpliedVol),
            delta: sheet.column(Meaning::Delta),
            volume: sheet.column(Meaning::Volume),
            open_interest: sheet.column(Meaning::OpenInterest),
            theta: sheet.column(Meaning::Theta),
            vega: sheet.column(Meaning::Vega),
            delta_shift: 0.0,
        }]
    }

    fn wide(sheet: &Sheet<'_>, right: Right) -> Self {
        let column = |part| sheet.column(Meaning::Side(right, part));
        let shared = sheet.has(Quirk::DeltaOfCall);
        let delta = if shared { sheet.column(Meaning::Delta) } else { column(Part::Delta) };
        Self {
            right: Some(right),
            bid: column(Part::Bid),
            ask: column(Part::Ask),
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
#[derive(Clone, Copy)]
struct Columns {
    contract: Option<usize>,
    expiry: Option<usize>,
    strike: Option<usize>,
    right: Option<usize>,
    symbol: Option<usize>,
    underlying: Option<usize>,
    underlying_bid: Option<usize>,
    underlying_ask: Option<usize>,
}

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Self {
        Self {
            contract: sheet.column(Meaning::Contract),
            expiry: sheet.column(Meaning::Expiry),
            strike: sheet.column(Meaning::Strike),
            right: sheet.column(Meaning::Right),
            symbol: sheet.column(Meaning::Symbol),
            underlying: sheet.column(Meaning::Underlying),
            underlying_bid: sheet.column(Meaning::UnderlyingBid),
            underlying_ask: sheet.column(Meaning::UnderlyingAsk),
        }
    }
}

/// Reads the cells of a chain, gathers its quotes, and counts what it mends.
pub(super) struct Cells<'s> {
    sheet: &'s Sheet<'s>,
    filter: &'s Filter,
    columns: Columns,
    sides: Vec<Side>,
    numbers: Numbers,
    expiries: Dates,
    votes: Votes,
    left_out: Problems,
    pub(super) gathered: Gathered,
    latest: Option<NaiveDate>,
    filtered: usize,
    no_bid: usize,
    no_ask: usize,
    emptied: usize,
}

/// What a file has, once all of it is read.
pub(super) struct Found {
    pub(super) days: Days,
    pub(super) left_out: Problems,
    pub(super) filtered: usize,
    pub(super) units: Units,
    pub(super) repairs: Vec<Repair>,
}

type Contract = (NaiveDate, Strike, Option<Right>);

impl<'s> Cells<'s> {
    pub(super) fn new(sheet: &'s Sheet<'_>, filter: &'s Filter) -> Self {
        Self {
            sheet,
            filter,
            columns: Columns::of(sheet),
            sides: Side::each(sheet),
            numbers: Numbers::new(sheet),
            expiries: Dates::default(),
            votes: Votes::default(),
            left_out: Problems::default(),
            gathered: Gathered::default(),
            latest: None,
            filtered: 0,
            no_bid: 0,
            no_ask: 0,
            emptied: 0,
        }
    }

    /// Reads a row into as many quotes as it has; none of them if one part is unreadable.
    pub(super) fn read(&mut self, rows: &Rows<'_>, date: NaiveDate) -> Result<(), Fault> {
        let symbol = self.columns.symbol.map(|at| rows.cell(at));
        if symbol.is_some_and(|symbol| !self.filter.wants_symbol(symbol)) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        let contract = self.contract(rows)?;
        self.latest = self.latest.max(Some(date));
        // Without a day of its own a quote is asked once all are read.
        let has_day = !self.sheet.has(Quirk::DayOfLatestTrade);
        if has_day && !self.filter.wants_days((contract.0 - date).num_days()) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        let underlying = self.underlying(rows);
        let first = self.quote(rows, self.sides[0], &contract)?;
        let second = match self.sides.get(1) {
            Some(side) => Some(self.quote(rows, *side, &contract)?),
            None => None,
        };
        self.ask_units(rows, date, underlying, &first.0);
        for (quote, verdict) in [Some(first), second].into_iter().flatten() {
            if !self.filter.wants(&quote, underlying) {
                self.filtered += 1;
                continue;
            }
            match verdict {
                None => self.gathered.add(
                    symbol.unwrap_or_default(),
                    (date, rows.line()),
                    underlying,
                    &quote,
                ),
                Some(rule) => {
                    let found = || Fault { column: None, rule, found: quoted(rows.raw()) };
                    self.left_out.note_row(rows.line(), Some(rows.raw()), rule, found);
                }
            }
        }
        Ok(())
    }

    /// Asks a row how volatilities and sensitivities are written; of a wide one its call.
    fn ask_units(
        &mut self,
        rows: &Rows<'_>,
        date: NaiveDate,
        underlying: Option<f64>,
        quote: &ChainQuote,
    ) {
        let Side { theta, vega, .. } = self.sides[0];
        if self.votes.is_open()
            && let Some(row) = AtTheMoney::of(date, underlying, quote)
        {
            let mut number = |at: Option<usize>| {
                at.and_then(|at| self.numbers.read(rows, at, Rule::SeriesNumber).ok()?)
            };
            self.votes.ask(&row, number(theta), number(vega));
        }
    }

    /// Says that there are several underlyings, once there is no doubt of it.
    pub(super) fn check_symbols(&self, has_ended: bool) -> Result<(), ImportError> {
        let column = self.columns.symbol.map(|at| &self.sheet.columns[at]);
        self.gathered.check_symbols(self.sheet.name, column, has_ended)
    }

    /// What the whole file says of its rows: their day if none is stated, the unit of their
    /// volatilities, which are of a contract that is quoted again.
    pub(super) fn settle(mut self) -> Found {
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.next_pass();
        let mut days = std::mem::take(&mut self.gathered).settle(&mut left_out);
        let mut repairs = Vec::new();
        if self.sheet.has(Quirk::DayOfLatestTrade)
            && let Some(latest) = self.latest
        {
            days = all_on(latest, days);
            days.values_mut().for_each(|day| self.filtered += day.keep_days(latest, self.filter));
            repairs.push(Repair::DayOfLatestTrade(latest));
        }
        let units = self.votes.count(&days);
        left_out.next_pass();
        for (date, day) in &mut days {
            self.emptied += scale_vols(&mut day.quotes, units.is_percent);
            let is_ahead = |quote: &PackedQuote| quote.expiry() >= *date;
            day.judge(*date, Rule::ExpiryAhead, &mut left_out, is_ahead);
        }
        left_out.next_pass();
        days.iter_mut().for_each(|(date, day)| day.sort(*date, &mut left_out));
        repairs.extend(self.repairs());
        repairs.extend(units.is_percent.then_some(Repair::PercentVolatility));
        Found { days, left_out, filtered: self.filtered, units, repairs }
    }

    /// Expiry, strike and right of a row; the right is missing where each side has its own.
    fn contract(&mut self, rows: &Rows<'_>) -> Result<Contract, Fault> {
        let Columns { contract, expiry, strike, right, .. } = self.columns;
        let stated = || {
            let at = contract.unwrap_or(0);
            symbol::read(rows.cell(at))
                .ok_or_else(|| fault(Rule::ContractSymbol, at, rows.cell(at)))
        };
        let expiry = match expiry {
            Some(at) => {
                let expiry = self.expiries.read(rows.cell(at), rows.line());
                expiry.map_err(|rule| fault(rule, at, rows.cell(at)))?
            }
            None => stated()?.expiry,
        };
        let strike = match strike {
            Some(at) => {
                let strike = self.numbers.read(rows, at, Rule::Strike)?;
                let strike = strike.filter(|strike| *strike > 0.0 && *strike <= MAX_STRIKE);
                let strike = strike.ok_or_else(|| fault(Rule::Strike, at, rows.cell(at)))?;
                Strike::thousandths((strike * 1_000.0).round() as i64)
            }
            None => stated()?.strike,
        };
        let right = match right {
            _ if self.sides.iter().all(|side| side.right.is_some()) => None,
            Some(at) => {
                let right = read_right(rows.cell(at));
                Some(right.ok_or_else(|| fault(Rule::Right, at, rows.cell(at)))?)
            }
            None => Some(stated()?.right),
        };
        Ok((expiry, strike, right))
    }

    fn quote(
        &mut self,
        rows: &Rows<'_>,
        side: Side,
        (expiry, strike, right): &Contract,
    ) -> Result<(ChainQuote, Option<Rule>), Fault> {
        let (bid, ask) = (self.price(rows, side.bid)?, self.price(rows, side.ask)?);
        let is_negative = |side: Option<f64>| side.is_some_and(|price| price < 0.0);
        let verdict = match (bid, ask) {
            _ if is_negative(bid) || is_negative(ask) => Some(Rule::NegativeQuote),
            (Some(bid), Some(ask)) if ask > 0.0 && bid > ask => Some(Rule::CrossedQuote),
            _ => None,
        };
        self.no_bid += usize::from(bid == Some(0.0));
        self.no_ask += usize::from(ask == Some(0.0));
        let iv = self.beside(rows, side.iv, |iv| (0.0..=100.0 * MAX_VOL).contains(&iv));
        let is_delta = |delta: f64| (-1.0..=1.0).contains(&(delta + side.delta_shift));
        let quote = ChainQuote {
            expiry: *expiry,
            strike: *strike,
            right: side.right.or(*right).unwrap_or(Right::Call),
            bid: bid.filter(|price| *price > 0.0),
            ask: ask.filter(|price| *price > 0.0),
            iv: iv.map(Vol::annual),
            delta: self.beside(rows, side.delta, is_delta).map(|delta| delta + side.delta_shift),
            volume: self.count(rows, side.volume),
            open_interest: self.count(rows, side.open_interest),
        };
        Ok((quote, verdict))
    }

    fn price(&mut self, rows: &Rows<'_>, at: Option<usize>) -> Result<Option<f64>, Fault> {
        let Some(at) = at else { return Ok(None) };
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
        at: Option<usize>,
        is_good: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let found = self.numbers.read(rows, at?, Rule::SeriesNumber).unwrap_or(Some(f64::NAN))?;
        let kept = Some(found).filter(|value| value.is_finite() && is_good(*value));
        self.emptied += usize::from(kept.is_none());
        kept
    }

    fn count(&mut self, rows: &Rows<'_>, at: Option<usize>) -> Option<u32> {
        let is_count = |value: f64| (0.0..f64::from(u32::MAX)).contains(&value);
        self.beside(rows, at, is_count).map(|value| value.round() as u32)
    }

    /// The price of the underlying, or the middle of its own quotes; 0 is none.
    fn underlying(&mut self, rows: &Rows<'_>) -> Option<f64> {
        let Columns { underlying, underlying_bid, underlying_ask, .. } = self.columns;
        let is_price = |value: f64| (0.0..=MAX_QUOTE).contains(&value);
        let mut price = |at| self.beside(rows, at, is_price).filter(|price| *price > 0.0);
        let stated = price(underlying);
        let sides = price(underlying_bid).zip(price(underlying_ask));
        stated.or(sides.map(|(bid, ask)| (bid + ask) / 2.0))
    }

    fn repairs(&self) -> impl Iterator<Item = Repair> {
        let some = |count: usize, repair: fn(usize) -> Repair| (count > 0).then(|| repair(count));
        [
            self.numbers.repair(),
            some(self.no_bid, Repair::NoBid),
            some(self.no_ask, Repair::NoAsk),
            some(self.emptied, Repair::EmptiedCells),
        ]
        .into_iter()
        .flatten()
    }
}

/// The same quotes on one day, in the order of their rows.
fn all_on(date: NaiveDate, days: Days) -> Days {
    let mut rows: Vec<_> = Vec::new();
    let mut all = Day::default();
    for mut day in days.into_values() {
        all.underlying = all.underlying.or(day.underlying);
        rows.extend(day.lines.drain(..).zip(day.quotes.drain(..)));
    }
    rows.sort_by_key(|(line, _)| *line);
    (all.lines, all.quotes) = rows.into_iter().unzip();
    Days::from([(date, all)])
}

fn read_right(cell: &[u8]) -> Option<Right> {
    let is_one_of =
        |words: [&str; 2]| words.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()));
    match () {
        () if is_one_of(["c", "call"]) => Some(Right::Call),
        () if is_one_of(["p", "put"]) => Some(Right::Put),
        () => None,
    }
}
