//! The quotes of one day: as its rows have them, then one of each contract.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::chain::times::{self, Time, TimesSeen};
use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::problems::Problems;
use crate::import::sheet::filter::Filter;
use crate::market::{ChainQuote, PackedQuote};

/// The quotes of a day, in the order of their rows, and the lines of these.
#[derive(Default)]
pub(crate) struct Day {
    pub(crate) underlying: Option<f64>,
    pub(crate) quotes: Vec<PackedQuote>,
    pub(crate) lines: Vec<u32>,
    /// The time of every quote while all have the same.
    time: Time,
    /// The time of each quote, once they differ, and the underlying at each time.
    times: Vec<Time>,
    underlyings: BTreeMap<Time, f64>,
    /// Lines of quotes that stand back behind those of another time.
    replaced: Vec<u32>,
    /// Where the quotes of each further root begin.
    roots: Vec<u32>,
    /// Whether it was once thought to be complete, and takes no more room than it needs.
    is_trimmed: bool,
}

/// Days of quotes in order.
pub(crate) type Days = BTreeMap<NaiveDate, Day>;

impl Day {
    /// Adds a quote of a row.
    #[inline]
    pub(crate) fn push(
        &mut self,
        line: u64,
        time: Time,
        underlying: Option<f64>,
        quote: PackedQuote,
    ) {
        if self.quotes.is_empty() {
            (self.time, self.underlying) = (time, None);
        }
        if self.times.is_empty() && time == self.time {
            self.underlying = self.underlying.or(underlying);
        } else {
            self.push_time(time, underlying);
        }
        self.quotes.push(quote);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    #[inline(never)]
    fn push_time(&mut self, time: Time, underlying: Option<f64>) {
        if self.times.is_empty() {
            self.times = vec![self.time; self.quotes.len()];
            self.underlyings =
                self.underlying.map(|price| (self.time, price)).into_iter().collect();
        }
        self.times.push(time);
        if let Some(price) = underlying {
            self.underlyings.entry(time).or_insert(price);
        }
    }

    /// A file is mostly in the order of its days: a day that is left is complete, most likely. How
    /// many quotes stood back behind those of another time.
    pub(crate) fn trim(&mut self, at: Option<u32>, seen: &mut TimesSeen) -> usize {
        if self.is_trimmed {
            return 0;
        }
        let replaced = self.settle_times(at, seen);
        self.quotes.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.is_trimmed = true;
        replaced
    }

    /// Keeps the quotes of the last time of the session, or up to the time that is asked for. How
    /// many others there were.
    pub(crate) fn settle_times(&mut self, at: Option<u32>, seen: &mut TimesSeen) -> usize {
        if self.times.is_empty() {
            let is_late = at.is_some_and(|at| self.time.is_after(at));
            if is_late {
                self.keep_of(&[]);
                return self.replaced.len();
            }
            return 0;
        }
        let Some(chosen) = times::choose(&self.quotes, &self.times, at) else {
            // Every contract has one time of its own: all are quotes of that day.
            self.underlying = self.underlyings.last_key_value().map(|(_, price)| *price);
            return 0;
        };
        seen.note(&self.times, chosen.last);
        let before = self.quotes.len();
        self.keep_of(&chosen.kept);
        let until = self.underlyings.range(..=chosen.last).next_back();
        let any = || self.underlyings.first_key_value();
        self.underlying = until.or_else(any).map(|(_, price)| *price);
        if self.times.iter().all(|time| *time == chosen.last) {
            (self.time, self.times) = (chosen.last, Vec::new());
            self.underlyings = BTreeMap::new();
        }
        before - self.quotes.len()
    }

    fn keep_of(&mut self, kept: &[u32]) {
        let mut is_kept = vec![false; self.quotes.len()];
        kept.iter().for_each(|at| is_kept[*at as usize] = true);
        let others = self.lines.iter().zip(&is_kept).filter(|(_, kept)| !**kept);
        self.replaced.extend(others.map(|(line, _)| *line));
        self.pick(kept);
    }

    /// The latest time of its quotes.
    pub(crate) fn time(&self) -> Time {
        self.times.iter().copied().max().unwrap_or(self.time)
    }

    /// Whether most of its contracts are among those of another day, both in their order.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let has = |quote: &&PackedQuote| {
            other.quotes.binary_search_by(|other| other.order(quote)).is_ok()
        };
        2 * self.quotes.iter().filter(has).count() > self.quotes.len()
    }

    /// Notes the quotes that stood back behind those of another time.
    pub(crate) fn note_replaced(&mut self, date: NaiveDate, left_out: &mut Problems) {
        for line in std::mem::take(&mut self.replaced) {
            note(left_out, line, Rule::LastTime, || format!("another time of {date}"));
        }
    }

    /// Adds the quotes of another root.
    pub(crate) fn append_root(&mut self, mut other: Self) {
        self.underlying = self.underlying.or(other.underlying);
        self.roots.push(self.quotes.len() as u32);
        self.quotes.append(&mut other.quotes);
        self.lines.append(&mut other.lines);
        self.replaced.append(&mut other.replaced);
        (self.times, self.underlyings) = (Vec::new(), BTreeMap::new());
    }

    /// Adds the quotes of another day in the order of their rows.
    pub(crate) fn append_rows(&mut self, mut other: Self) {
        self.underlying = self.underlying.or(other.underlying);
        self.quotes.append(&mut other.quotes);
        self.lines.append(&mut other.lines);
        let mut order: Vec<u32> = (0..self.quotes.len() as u32).collect();
        order.sort_by_key(|at| self.lines[*at as usize]); // stable
        (self.times, self.roots) = (Vec::new(), Vec::new());
        self.pick(&order);
    }

    /// Puts the quotes in order, one of each contract. Of several roots the first counts, which has
    /// most quotes in the file; of equal quotes the first in the file; quotes that differ are all
    /// left out, as nothing tells which is right.
    pub(crate) fn sort(&mut self, date: NaiveDate, left_out: &mut Problems) {
        if self.quotes.is_sorted_by(|a, b| a.order(b).is_lt()) {
            return;
        }
        let order = PackedQuote::sorted(&self.quotes);
        let quote = |at: &u32| &self.quotes[*at as usize];
        let root = |at: u32| self.roots.partition_point(|from| *from <= at);
        let mut kept: Vec<u32> = Vec::with_capacity(order.len());
        for same in order.chunk_by(|a, b| quote(a).order(quote(b)).is_eq()) {
            if let [only] = same {
                kept.push(*only);
                continue;
            }
            let mut leave_out = |at: u32, rule: Rule| {
                let found = || said(date, &quote(&at).quote());
                note(left_out, self.lines[at as usize], rule, found);
            };
            let first = same[0];
            let of_root = |at: &&u32| root(**at) == root(first);
            let agree = same.iter().filter(of_root).all(|at| {
                let (a, b) = (quote(at).quote(), quote(&first).quote());
                (a.bid, a.ask, a.traded) == (b.bid, b.ask, b.traded)
            });
            if agree {
                kept.push(first);
            }
            for at in &same[usize::from(agree)..] {
                let rule = match root(*at) == root(first) {
                    false => Rule::OneRoot,
                    true if agree => Rule::NewContract,
                    true => Rule::OneAnswer,
                };
                leave_out(*at, rule);
            }
        }
        self.roots = Vec::new();
        self.pick(&kept);
    }

    /// Leaves out quotes whose expiries break a rule.
    pub(crate) fn judge(
        &mut self,
        date: NaiveDate,
        rule: Rule,
        left_out: &mut Problems,
        is_good: impl Fn(NaiveDate) -> bool,
    ) {
        // Most quotes have the expiry of the one before.
        let series = self.quotes.chunk_by(|a, b| a.expiry() == b.expiry());
        if series.map(|quotes| quotes[0].expiry()).all(&is_good) {
            return;
        }
        self.retain(
            |quote| is_good(quote.expiry()),
            |line, quote| {
                note(left_out, line, rule, || said(date, &quote.quote()));
            },
        );
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

    /// Keeps some of the quotes, in a new order or in theirs.
    fn pick(&mut self, kept: &[u32]) {
        let before = |from: &u32| kept.iter().filter(|at| *at < from).count() as u32;
        self.roots = self.roots.iter().map(before).collect();
        self.quotes = kept.iter().map(|at| self.quotes[*at as usize]).collect();
        self.lines = kept.iter().map(|at| self.lines[*at as usize]).collect();
        if !self.times.is_empty() {
            self.times = kept.iter().map(|at| self.times[*at as usize]).collect();
        }
    }

    /// How many rows its quotes are of: a call and a put may stand on one.
    pub(crate) fn rows(&self) -> usize {
        self.lines.len() - self.lines.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }
}

/// Notes a quote that is left out.
pub(crate) fn note(left_out: &mut Problems, line: u32, rule: Rule, found: impl FnOnce() -> String) {
    left_out.note(u64::from(line), rule, || Fault { column: None, rule, found: found() });
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
