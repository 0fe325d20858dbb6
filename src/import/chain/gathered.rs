//! The quotes of one file while it is read: by symbol, and by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::findings::error::ImportError;
use crate::import::findings::limits::MAX_QUOTES;
use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::problems::Problems;
use crate::import::findings::show::show_cell;
use crate::import::sheet::filter::Filter;
use crate::import::sheet::symbols::NAMED;
use crate::market::{ChainQuote, PackedQuote};

/// The largest share of quotes that may be of other underlyings and are then left out.
const OTHERS: f64 = 0.05;
/// As many symbols of a file are told apart.
const SYMBOLS: usize = 10_000;

/// The quotes of a day, in the order of their rows, and the lines of these.
#[derive(Default)]
pub(crate) struct Day {
    pub(crate) underlying: Option<f64>,
    pub(crate) quotes: Vec<PackedQuote>,
    pub(crate) lines: Vec<u32>,
    /// Whether it was once thought to be complete, and takes no more room than it needs.
    is_trimmed: bool,
}

/// Days of quotes in order.
pub(crate) type Days = BTreeMap<NaiveDate, Day>;

/// What a file has of one symbol.
struct Symbol {
    name: Vec<u8>,
    quotes: usize,
    first_line: u64,
    days: Days,
    /// The day of the last row, which is mostly that of the next: it is kept out of the others.
    open: Option<(NaiveDate, Day)>,
}

/// Everything gathered of a file.
#[derive(Default)]
pub(crate) struct Gathered {
    symbols: Vec<Symbol>,
    last: usize,
    /// How many quotes there are.
    pub(crate) quotes: usize,
}

impl Gathered {
    /// Adds a quote of a row.
    pub(crate) fn add(
        &mut self,
        symbol: &[u8],
        (date, line): (NaiveDate, u64),
        underlying: Option<f64>,
        quote: &ChainQuote,
    ) {
        self.quotes += 1;
        let of = self.of(symbol, line);
        of.quotes += 1;
        let day = of.day(date);
        day.underlying = day.underlying.or(underlying);
        day.quotes.push(PackedQuote::new(quote));
        day.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    fn of(&mut self, symbol: &[u8], line: u64) -> &mut Symbol {
        let is_last = |known: &Symbol| known.name.eq_ignore_ascii_case(symbol);
        if !self.symbols.get(self.last).is_some_and(is_last) {
            let known = self.symbols.iter().position(is_last);
            self.last = known.unwrap_or(self.symbols.len().min(SYMBOLS));
            if self.last == self.symbols.len() {
                let (name, days) = (symbol.to_vec(), Days::new());
                self.symbols.push(Symbol { name, quotes: 0, first_line: line, days, open: None });
            }
        }
        &mut self.symbols[self.last]
    }

    /// Says that there are several underlyings, once there is no doubt of it.
    pub(crate) fn check_symbols(
        &self,
        file: &str,
        column: Option<&String>,
        has_ended: bool,
    ) -> Result<(), ImportError> {
        let main = self.symbols.iter().map(|symbol| symbol.quotes).max().unwrap_or(0);
        // A file need not end to be known to have too many of others.
        let of = if has_ended { self.quotes } else { MAX_QUOTES };
        if (self.quotes - main) as f64 <= OTHERS * of as f64 {
            return Ok(());
        }
        let mut symbols: Vec<&Symbol> = self.symbols.iter().collect();
        symbols.sort_by_key(|symbol| std::cmp::Reverse(symbol.quotes));
        let line = symbols.get(1).map_or(0, |symbol| symbol.first_line);
        symbols.retain(|symbol| !symbol.name.is_empty()); // those that could be chosen
        let named = symbols.iter().take(NAMED).map(|symbol| show_cell(&symbol.name)).collect();
        Err(ImportError::SeveralUnderlyings {
            file: file.to_owned(),
            line,
            column: column.cloned().unwrap_or_default(),
            symbols: named,
            more: symbols.len().saturating_sub(NAMED),
        })
    }

    /// What nearly all quotes are of, empty if no row names it, and its days; the others are left
    /// out.
    pub(crate) fn settle(self, left_out: &mut Problems) -> (String, Days) {
        let mut symbols = self.symbols;
        symbols.sort_by_key(|symbol| std::cmp::Reverse(symbol.quotes)); // stable: the first met
        let mut symbols = symbols.into_iter().map(Symbol::close);
        let (underlying, days) = symbols.next().unwrap_or_default();
        for (name, others) in symbols {
            let lines = others.values().flat_map(|day| &day.lines);
            for line in lines {
                let found = || format!("\"{}\"", show_cell(&name));
                note(left_out, *line, Rule::OneUnderlying, found);
            }
        }
        (show_cell(&underlying), days)
    }
}

/// Notes a quote that is left out.
pub(crate) fn note(left_out: &mut Problems, line: u32, rule: Rule, found: impl FnOnce() -> String) {
    left_out.note(u64::from(line), rule, || Fault { column: None, rule, found: found() });
}

impl Symbol {
    fn day(&mut self, date: NaiveDate) -> &mut Day {
        if self.open.as_ref().is_none_or(|(open, _)| *open != date) {
            self.put_away();
            let day = self.days.remove(&date).unwrap_or_default();
            self.open = Some((date, day));
        }
        &mut self.open.get_or_insert_default().1
    }

    /// A file is mostly in the order of its days: one that is left is complete, most likely.
    fn put_away(&mut self) {
        let Some((date, mut day)) = self.open.take() else { return };
        if !day.is_trimmed {
            day.quotes.shrink_to_fit();
            day.lines.shrink_to_fit();
            day.is_trimmed = true;
        }
        self.days.insert(date, day);
    }

    fn close(mut self) -> (Vec<u8>, Days) {
        self.put_away();
        (self.name, self.days)
    }
}

impl Day {
    /// Puts the quotes in order; of several of one contract the first in the file stays.
    pub(crate) fn sort(&mut self, date: NaiveDate, left_out: &mut Problems) {
        if self.quotes.is_sorted_by(|a, b| a.order(b).is_lt()) {
            return;
        }
        let mut order: Vec<u32> = (0..self.quotes.len() as u32).collect();
        let quote = |at: &u32| &self.quotes[*at as usize];
        order.sort_by(|a, b| quote(a).order(quote(b))); // stable
        let mut kept: Vec<u32> = Vec::with_capacity(order.len());
        for at in order {
            match kept.last() {
                Some(last) if quote(last).order(quote(&at)).is_eq() => {
                    let found = || said(date, &quote(&at).quote());
                    note(left_out, self.lines[at as usize], Rule::NewContract, found);
                }
                _ => kept.push(at),
            }
        }
        self.pick(&kept);
    }

    /// Leaves out what breaks a rule.
    pub(crate) fn judge(
        &mut self,
        date: NaiveDate,
        rule: Rule,
        left_out: &mut Problems,
        is_good: impl Fn(&PackedQuote) -> bool,
    ) {
        self.retain(is_good, |line, quote| {
            note(left_out, line, rule, || said(date, &quote.quote()));
        });
    }

    /// Keeps the contracts with so many days to expiry as are wanted; how many were not.
    pub(crate) fn keep_days(&mut self, date: NaiveDate, filter: &Filter) -> usize {
        let mut others = 0;
        let wants = |quote: &PackedQuote| filter.wants_days((quote.expiry() - date).num_days());
        self.retain(wants, |_, _| others += 1);
        others
    }

    fn retain(
        &mut self,
        is_good: impl Fn(&PackedQuote) -> bool,
        mut others: impl FnMut(u32, &PackedQuote),
    ) {
        if self.quotes.iter().all(&is_good) {
            return;
        }
        let (good, bad): (Vec<u32>, Vec<u32>) =
            (0..self.quotes.len() as u32).partition(|at| is_good(&self.quotes[*at as usize]));
        for at in bad {
            others(self.lines[at as usize], &self.quotes[at as usize]);
        }
        self.pick(&good);
    }

    fn pick(&mut self, kept: &[u32]) {
        self.quotes = kept.iter().map(|at| self.quotes[*at as usize]).collect();
        self.lines = kept.iter().map(|at| self.lines[*at as usize]).collect();
    }

    /// How many rows its quotes are of: a call and a put may stand on one.
    pub(crate) fn rows(&self) -> usize {
        self.lines.len() - self.lines.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }
}

/// A quote in a message.
fn said(date: NaiveDate, quote: &ChainQuote) -> String {
    let ChainQuote { expiry, strike, right, bid, ask, traded, .. } = quote;
    if let Some(price) = traded {
        return format!("the {expiry} {strike} {right} on {date}, traded at {price}");
    }
    let side = |name: &str, price: Option<f64>| match price {
        Some(price) => format!("{name} {price}"),
        None => format!("no {name}"),
    };
    let (bid, ask) = (side("bid", *bid), side("ask", *ask));
    format!("the {expiry} {strike} {right} on {date}, {bid}, {ask}")
}
