//! The cells of a row of quotes: of one option, or of a call and a put side by side.

use chrono::NaiveDate;

use crate::import::chain::day::{Day, Days};
use crate::import::chain::expiries::is_weekend;
use crate::import::chain::gathered::{Gathered, KindOf, Main};
use crate::import::chain::sides::Side;
use crate::import::chain::times::Clock;
use crate::import::chain::units::{AtTheMoney, Units, Votes, scale_vols};
use crate::import::chain::values::{Columns, Named, Values};
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
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::import::vendors::Quirk;
use crate::market::ChainQuote;

/// Reads the cells of a chain, gathers its quotes, and counts what it mends.
pub(crate) struct Cells<'s> {
    sheet: &'s Sheet<'s>,
    filter: Filter,
    columns: Columns,
    sides: Vec<Side>,
    values: Values,
    votes: Votes,
    /// `None` where no time of a row is that of its quotes.
    clock: Option<Clock>,
    left_out: Problems,
    pub(crate) gathered: Gathered,
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
        let sides = Side::each(sheet);
        let columns = Columns::of(sheet, &sides);
        let unnamed_are_others = columns.symbol.is_none();
        Self {
            sheet,
            filter: filter.clone(),
            values: Values::new(sheet, &columns, &sides),
            clock: Clock::of(sheet),
            columns,
            sides,
            votes: Votes::default(),
            left_out: Problems::default(),
            gathered: Gathered::at(filter.at, unnamed_are_others),
            earliest: None,
            latest: None,
            filtered: 0,
        }
    }

    /// Reads a row into as many quotes as it has; none of them if one part is unreadable.
    #[inline]
    pub(crate) fn read(&mut self, row: &Row<'_>, date: NaiveDate) -> Result<(), Box<Fault>> {
        let Named { symbol, root, contract: named } = self.columns.named(row);
        if !self.filter.wants_contract(symbol, root, self.columns.are_named()) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        if self.columns.is_other(row) {
            self.leave_out(row, Rule::AnOption);
            return Ok(());
        }
        self.values.numbers.advance(row);
        let (contract, contradicted) = self.values.contract(row, &self.columns, named.as_ref())?;
        if let Some(rule) = contradicted {
            self.leave_out(row, rule);
            return Ok(());
        }
        self.earliest = Some(self.earliest.map_or(date, |earliest| earliest.min(date)));
        self.latest = self.latest.max(Some(date));
        // Without a day of its own a quote is asked once all are read.
        let has_day = !self.sheet.has(Quirk::DayOfLatestTrade);
        let asks_days = has_day && self.filter.asks_days();
        if asks_days && !self.filter.wants_days((contract.0 - date).num_days()) {
            self.filtered += self.sides.len();
            return Ok(());
        }
        let underlying = self.values.underlying(row, &self.columns);
        let asked = if root.is_empty() { contract::without_market(symbol) } else { root };
        let settlement = self.values.settlement(row, &self.columns, asked, contract.0);
        let mut quotes = [None, None]; // of a call and a put, or of one of them
        for (side, quote) in self.sides.iter().zip(&mut quotes) {
            let divisor = self.columns.scale.quotes;
            *quote = Some(self.values.quote(row, side, &contract, settlement, divisor)?);
        }
        if let [Some((first, _)), _] = &quotes
            && self.votes.is_open()
        {
            self.ask_units(row, date, underlying, first);
        }
        let of = KindOf { symbol, root, standing: self.columns.marks.standing(row, symbol, root) };
        let time = self.clock.as_mut().map_or_else(Default::default, |clock| clock.time(row));
        for (quote, verdict) in quotes.iter().flatten() {
            if !self.filter.wants(quote, underlying) {
                self.filtered += 1;
                continue;
            }
            match verdict {
                None => {
                    self.gathered.add(of, (date, row.line()), (time, underlying), quote);
                }
                Some(rule) => {
                    let found = || Fault { column: None, rule: *rule, found: quoted(row.raw()) };
                    self.left_out.note_row(row.line(), Some(row.raw()), *rule, found);
                }
            }
        }
        Ok(())
    }

    /// Notes a row that is left out.
    fn leave_out(&mut self, row: &Row<'_>, rule: Rule) {
        let found = || Fault { column: None, rule, found: quoted(row.raw()) };
        self.left_out.note_row(row.line(), Some(row.raw()), rule, found);
    }

    /// Asks a row how volatilities and sensitivities are written; of a wide one its call.
    #[inline(never)]
    fn ask_units(
        &mut self,
        row: &Row<'_>,
        date: NaiveDate,
        underlying: Option<f64>,
        quote: &ChainQuote,
    ) {
        let Side { theta, vega, .. } = self.sides[0];
        if let Some(asked) = AtTheMoney::of(date, underlying, quote) {
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
        let Columns { symbol, own_root, contract, .. } = self.columns;
        let column = symbol.or(own_root).or(contract).map(|at| &self.sheet.columns[at]);
        self.gathered.check_symbols(self.sheet.name, column, has_ended)
    }

    /// Refuses a file without times where one is asked for.
    pub(crate) fn check_times(&self) -> Result<(), ImportError> {
        let has_times = self.clock.as_ref().is_some_and(|clock| clock.has_times);
        let moment = self.sheet.vendor.and_then(|vendor| vendor.moment);
        match self.filter.at {
            Some(at) if !has_times && moment != Some(at) => {
                Err(ImportError::NoTimes { file: self.sheet.name.to_owned() })
            }
            _ => Ok(()),
        }
    }

    /// What the whole file says of its rows: their day if none is stated, the unit of their
    /// volatilities, which are of a contract that is quoted again.
    pub(crate) fn settle(mut self) -> Found {
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.next_pass();
        let is_settlement_written = self.sheet.column(Meaning::Settles).is_some();
        let gathered = std::mem::take(&mut self.gathered);
        let Main { symbol: underlying, mut days, seen, moved } =
            gathered.settle(is_settlement_written, &mut left_out);
        let mut repairs = Vec::from_iter(self.sheet.day.map(Repair::DayAboveHeader));
        if self.sheet.has(Quirk::DayOfLatestTrade)
            && let Some(latest) = self.latest
        {
            days = all_on(latest, days);
            days.values_mut().for_each(|day| self.filtered += day.keep_days(latest, &self.filter));
            repairs.push(Repair::DayOfLatestTrade(latest));
        }
        repairs.extend(self.columns.scale.repairs());
        if let Some([from, to, used]) = seen.minutes() {
            repairs.push(Repair::LastTime { from, to, used });
        }
        if let Some(by) = moved {
            let quotes = days.values().map(|day| day.quotes.len()).sum();
            repairs.push(Repair::ExpiriesMoved { days: by, quotes });
        }
        let units = self.votes.count(&days);
        let mut emptied = 0;
        left_out.next_pass();
        for (date, day) in &mut days {
            emptied += scale_vols(&mut day.quotes, units.is_percent);
            day.judge(*date, Rule::ExpiryAhead, &mut left_out, |expiry| expiry >= *date);
            day.judge(*date, Rule::ExpiryOnWeekday, &mut left_out, |expiry| !is_weekend(expiry));
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
    let mut all = Day::default();
    days.into_values().for_each(|day| all.append_rows(day));
    Days::from([(date, all)])
}
