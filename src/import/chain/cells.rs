//! The cells of a row of quotes: of one option, or of a call and a put side by side.

use chrono::NaiveDate;

use crate::import::chain::gathered::{Day, Days, Gathered};
use crate::import::chain::units::{AtTheMoney, Units, Votes, scale_vols};
use crate::import::chain::values::{Columns, Side, Values};
use crate::import::findings::error::ImportError;
use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::problems::Problems;
use crate::import::findings::repair::Repair;
use crate::import::findings::show::quoted;
use crate::import::sheet::filter::Filter;
use crate::import::sheet::sniff::Sheet;
use crate::import::sheet::writing;
use crate::import::table::contract;
use crate::import::table::date::order::{Evidence, Verdict};
use crate::import::table::rows::Row;
use crate::import::vendors::Quirk;
use crate::market::{ChainQuote, PackedQuote};

/// Reads the cells of a chain, gathers its quotes, and counts what it mends.
pub(crate) struct Cells<'s> {
    sheet: &'s Sheet<'s>,
    filter: Filter,
    columns: Columns,
    sides: Vec<Side>,
    values: Values,
    votes: Votes,
    left_out: Problems,
    pub(crate) gathered: Gathered,
    /// The quotes of the last row, and the rules they break.
    row: Vec<(ChainQuote, Option<Rule>)>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    filtered: usize,
}

/// What a file has, once all of it is read.
pub(crate) struct Found {
    pub(crate) underlying: String,
    pub(crate) days: Days,
    pub(crate) left_out: Problems,
    pub(crate) filtered: usize,
    pub(crate) units: Units,
    pub(crate) repairs: Vec<Repair>,
}

impl<'s> Cells<'s> {
    pub(crate) fn new(sheet: &'s Sheet<'_>, filter: &Filter) -> Self {
        let (columns, sides) = (Columns::of(sheet), Side::each(sheet));
        Self {
            sheet,
            filter: filter.clone(),
            values: Values::new(sheet, &columns, &sides),
            columns,
            sides,
            votes: Votes::default(),
            left_out: Problems::default(),
            gathered: Gathered::default(),
            row: Vec::new(),
            earliest: None,
            latest: None,
            filtered: 0,
        }
    }

    /// Reads a row into as many quotes as it has; none of them if one part is unreadable.
    #[inline]
    pub(crate) fn read(&mut self, row: &Row<'_>, date: NaiveDate) -> Result<(), Box<Fault>> {
        let root = self.columns.root.map(|at| {
            let root = contract::root(row.cell(at));
            let is_asked = self.filter.underlying.is_some() && self.filter.wants_symbol(root);
            if is_asked { root } else { contract::underlying(root) }
        });
        let symbol = self.columns.symbol.map(|at| row.cell(at)).or(root);
        if symbol.is_some_and(|symbol| !self.filter.wants_symbol(symbol)) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        self.values.numbers.advance(row);
        let contract = self.values.contract(row, &self.columns)?;
        self.earliest = Some(self.earliest.map_or(date, |earliest| earliest.min(date)));
        self.latest = self.latest.max(Some(date));
        // Without a day of its own a quote is asked once all are read.
        let has_day = !self.sheet.has(Quirk::DayOfLatestTrade);
        if has_day && !self.filter.wants_days((contract.0 - date).num_days()) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        let underlying = self.values.underlying(row, &self.columns);
        let settlement = self.values.settlement(row, &self.columns, symbol, contract.0);
        self.row.clear();
        for side in &self.sides {
            self.row.push(self.values.quote(row, side, &contract, settlement)?);
        }
        self.ask_units(row, date, underlying);
        for (quote, verdict) in &self.row {
            if !self.filter.wants(quote, underlying) {
                self.filtered += 1;
                continue;
            }
            match verdict {
                None => self.gathered.add(
                    symbol.unwrap_or_default(),
                    (date, row.line()),
                    underlying,
                    quote,
                ),
                Some(rule) => {
                    let found = || Fault { column: None, rule: *rule, found: quoted(row.raw()) };
                    self.left_out.note_row(row.line(), Some(row.raw()), *rule, found);
                }
            }
        }
        Ok(())
    }

    /// Asks a row how volatilities and sensitivities are written; of a wide one its call.
    fn ask_units(&mut self, row: &Row<'_>, date: NaiveDate, underlying: Option<f64>) {
        let Side { theta, vega, .. } = self.sides[0];
        if self.votes.is_open()
            && let Some((quote, _)) = self.row.first()
            && let Some(asked) = AtTheMoney::of(date, underlying, quote)
        {
            let mut number = |at: Option<usize>| {
                at.and_then(|at| self.values.numbers.read(row, at, Rule::SeriesNumber).ok()?)
            };
            self.votes.ask(&asked, number(theta), number(vega));
        }
    }

    /// The order of day and month that the dates of all rows tell, given those of their days.
    pub(crate) fn orders(&self, days: &Evidence) -> Verdict {
        writing::together(days, &self.values.expiries.evidence, self.earliest)
    }

    /// Says that there are several underlyings, once there is no doubt of it.
    pub(crate) fn check_symbols(&self, has_ended: bool) -> Result<(), ImportError> {
        let column = self.columns.symbol.or(self.columns.root).map(|at| &self.sheet.columns[at]);
        self.gathered.check_symbols(self.sheet.name, column, has_ended)
    }

    /// What the whole file says of its rows: their day if none is stated, the unit of their
    /// volatilities, which are of a contract that is quoted again.
    pub(crate) fn settle(mut self) -> Found {
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.next_pass();
        let (underlying, mut days) = std::mem::take(&mut self.gathered).settle(&mut left_out);
        let mut repairs = Vec::new();
        if self.sheet.has(Quirk::DayOfLatestTrade)
            && let Some(latest) = self.latest
        {
            days = all_on(latest, days);
            days.values_mut().for_each(|day| self.filtered += day.keep_days(latest, &self.filter));
            repairs.push(Repair::DayOfLatestTrade(latest));
        }
        let units = self.votes.count(&days);
        let mut emptied = 0;
        left_out.next_pass();
        for (date, day) in &mut days {
            emptied += scale_vols(&mut day.quotes, units.is_percent);
            let is_ahead = |quote: &PackedQuote| quote.expiry() >= *date;
            day.judge(*date, Rule::ExpiryAhead, &mut left_out, is_ahead);
        }
        left_out.next_pass();
        days.iter_mut().for_each(|(date, day)| day.sort(*date, &mut left_out));
        repairs.extend(self.values.repairs(emptied));
        repairs.extend(units.is_percent.then_some(Repair::PercentVolatility));
        Found { underlying, days, left_out, filtered: self.filtered, units, repairs }
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
