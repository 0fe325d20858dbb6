//! The quotes of one file while it is read: by symbol, root and standing, and by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::chain::day::{Day, Days, note};
use crate::import::chain::expiries::{move_expiries, moved_by};
use crate::import::chain::standing::Standing;
use crate::import::chain::times::{Time, TimesSeen};
use crate::import::findings::error::ImportError;
use crate::import::findings::limits::MAX_QUOTES;
use crate::import::findings::problem::Rule;
use crate::import::findings::problems::Problems;
use crate::import::findings::show::show_cell;
use crate::import::sheet::symbols::NAMED;
use crate::import::table::contract;
use crate::market::{ChainQuote, PackedQuote};

/// The largest share of quotes that may be of other underlyings and are then left out.
const OTHERS: f64 = 0.05;
/// As many kinds of contracts of a file are told apart.
const KINDS: usize = 10_000;

/// What a contract is of.
#[derive(Clone, Copy)]
pub(crate) struct KindOf<'r> {
    pub(crate) symbol: &'r [u8],
    /// What the contract's symbol begins with, which may tell how it is settled.
    pub(crate) root: &'r [u8],
    pub(crate) standing: Standing,
}

/// What a file has of one kind of contract.
struct Kind {
    symbol: Vec<u8>,
    root: Vec<u8>,
    standing: Standing,
    quotes: usize,
    first_line: u64,
    days: Days,
    /// The day of the last row, which is mostly that of the next: it is kept out of the others.
    open: Option<(NaiveDate, Day)>,
}

/// Everything gathered of a file.
#[derive(Default)]
pub(crate) struct Gathered {
    kinds: Vec<Kind>,
    last: usize,
    /// How many quotes there are.
    pub(crate) quotes: usize,
    /// The time of day that is asked for, in seconds.
    at: Option<u32>,
    /// Whether rows that name nothing are of what the others name.
    unnamed_are_others: bool,
    seen: TimesSeen,
}

/// What nearly all quotes of a file are of, empty if no row names it, and its days.
#[derive(Default)]
pub(crate) struct Main {
    pub(crate) symbol: String,
    pub(crate) days: Days,
    pub(crate) seen: TimesSeen,
    /// By how many days its expiries were moved, if they were.
    pub(crate) moved: Option<i8>,
}

impl Gathered {
    /// Nothing, with the time of day that is asked for, and whether a row that names nothing is of
    /// what the others name.
    pub(crate) fn at(at: Option<u32>, unnamed_are_others: bool) -> Self {
        Self { at, unnamed_are_others, ..Self::default() }
    }

    /// Adds a quote of a row.
    pub(crate) fn add(
        &mut self,
        of: KindOf<'_>,
        (date, line): (NaiveDate, u64),
        (time, underlying): (Time, Option<f64>),
        quote: &ChainQuote,
    ) {
        self.quotes += 1;
        self.find(of, line);
        let kind = &mut self.kinds[self.last];
        kind.quotes += 1;
        if kind.open.as_ref().is_none_or(|(open, _)| *open != date) {
            self.quotes -= kind.turn_to(date, self.at, &mut self.seen);
        }
        let (_, day) = kind.open.get_or_insert_default();
        day.push(line, time, underlying, PackedQuote::new(quote));
    }

    #[inline]
    fn find(&mut self, of: KindOf<'_>, line: u64) {
        let is_it = |kind: &Kind| {
            kind.standing == of.standing
                && kind.symbol.eq_ignore_ascii_case(of.symbol)
                && kind.root.eq_ignore_ascii_case(of.root)
        };
        if self.kinds.get(self.last).is_some_and(is_it) {
            return;
        }
        let known = self.kinds.iter().position(is_it);
        self.last = known.unwrap_or(self.kinds.len().min(KINDS));
        if self.last == self.kinds.len() {
            self.kinds.push(Kind {
                symbol: of.symbol.to_vec(),
                root: of.root.to_vec(),
                standing: of.standing,
                quotes: 0,
                first_line: line,
                days: Days::new(),
                open: None,
            });
        }
    }

    /// Says that there are several underlyings, once there is no doubt of it.
    pub(crate) fn check_symbols(
        &self,
        file: &str,
        column: Option<&String>,
        has_ended: bool,
    ) -> Result<(), ImportError> {
        if self.kinds.len() < 2 {
            return Ok(());
        }
        let mut symbols = self.symbols();
        symbols.retain(|symbol| !symbol.is_special);
        let all: usize = symbols.iter().map(|symbol| symbol.quotes).sum();
        let main = symbols.first().map_or(0, |symbol| symbol.quotes);
        // A file need not end to be known to have too many of others.
        let of = if has_ended { all } else { MAX_QUOTES };
        if (all - main) as f64 <= OTHERS * of as f64 {
            return Ok(());
        }
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

    /// The symbols of the file, that with most quotes of standard contracts first; of equally many
    /// the first met.
    fn symbols(&self) -> Vec<Named> {
        let mut names: BTreeMap<Vec<u8>, Named> = BTreeMap::new();
        for kind in &self.kinds {
            let name = kind.symbol.to_ascii_uppercase();
            let entry = names.entry(name).or_insert_with(|| Named {
                name: kind.symbol.clone(),
                quotes: 0,
                first_line: kind.first_line,
                is_special: false,
            });
            entry.first_line = entry.first_line.min(kind.first_line);
            entry.quotes += if kind.standing == Standing::Special { 0 } else { kind.quotes };
        }
        if self.unnamed_are_others && names.len() > 1 {
            names.remove(&b""[..]);
        }
        let is_known = |name: &[u8]| names.contains_key(name);
        let special: Vec<Vec<u8>> = names
            .keys()
            .filter(|name| contract::is_adjusted(name) && is_known(contract::underlying(name)))
            .cloned()
            .collect();
        for name in special {
            names.entry(name).and_modify(|entry| entry.is_special = true);
        }
        let mut symbols: Vec<Named> = names.into_values().collect();
        let place = |named: &Named| (named.is_special, std::cmp::Reverse(named.quotes));
        symbols.sort_by_key(|named| (place(named), named.first_line));
        symbols
    }

    /// What nearly all quotes are of; the others are left out, and contracts that are not standard.
    pub(crate) fn settle(mut self, is_settlement_written: bool, left_out: &mut Problems) -> Main {
        for kind in &mut self.kinds {
            kind.put_away(self.at, &mut self.seen);
        }
        let symbols = self.symbols();
        let Some(main) = symbols.first() else { return Main::default() };
        let is_special = |kind: &Kind| {
            let is_it = |named: &&Named| named.name.eq_ignore_ascii_case(&kind.symbol);
            symbols.iter().find(is_it).is_some_and(|named| named.is_special)
        };
        let is_main = |kind: &Kind| {
            kind.symbol.eq_ignore_ascii_case(&main.name)
                || (self.unnamed_are_others && kind.symbol.is_empty())
        };
        let (mut own, mut others): (Vec<Kind>, Vec<Kind>) =
            self.kinds.into_iter().partition(&is_main);
        let usual = usual_standing(&own);
        let (mut own, special): (Vec<Kind>, Vec<Kind>) =
            own.drain(..).partition(|kind| Some(kind.standing) == usual);
        for kind in special.iter().chain(others.iter().filter(|kind| is_special(kind))) {
            kind.leave_out(Rule::StandardContract, left_out);
        }
        others.retain(|kind| !is_special(kind));
        others.iter().for_each(|kind| kind.leave_out(Rule::OneUnderlying, left_out));
        // The order of rows tells nothing: the root with most quotes comes first.
        own.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.root.cmp(&b.root)));
        let quotes = own.iter().flat_map(|kind| kind.days.values()).flat_map(|day| &day.quotes);
        let moved = if is_settlement_written { None } else { moved_by(quotes) };
        let mut main =
            Main { symbol: show_cell(&main.name), seen: self.seen, moved, ..Main::default() };
        for mut kind in own {
            kind.settle_days(self.at, &mut main.seen, moved);
            main.add(kind.days);
        }
        for (date, day) in &mut main.days {
            day.note_replaced(*date, left_out);
        }
        main
    }
}

/// What a file has of one symbol.
struct Named {
    name: Vec<u8>,
    quotes: usize,
    first_line: u64,
    /// Whether it names adjusted contracts on another symbol of the file.
    is_special: bool,
}

impl Main {
    fn add(&mut self, days: Days) {
        if self.days.is_empty() {
            self.days = days;
            return;
        }
        for (date, day) in days {
            match self.days.entry(date) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(day);
                }
                std::collections::btree_map::Entry::Occupied(mut own) => {
                    own.get_mut().append_root(day);
                }
            }
        }
    }
}

/// What is standard among the contracts of one underlying: a hundred shares if any contract says
/// so or says nothing, else what most say, as in markets with other sizes.
fn usual_standing(kinds: &[Kind]) -> Option<Standing> {
    let has = |standing| kinds.iter().any(|kind| kind.standing == standing);
    if has(Standing::Standard) {
        return Some(Standing::Standard);
    }
    let sized = kinds.iter().filter(|kind| kind.standing != Standing::Special);
    let mut counts: Vec<(usize, u32)> = Vec::new();
    for kind in sized {
        let Standing::Shares(shares) = kind.standing else { continue };
        match counts.iter_mut().find(|(_, known)| *known == shares) {
            Some((count, _)) => *count += kind.quotes,
            None => counts.push((kind.quotes, shares)),
        }
    }
    counts.into_iter().max().map(|(_, shares)| Standing::Shares(shares))
}

impl Kind {
    /// Opens another day; how many quotes of the last one stood back behind those of another time.
    #[inline(never)]
    fn turn_to(&mut self, date: NaiveDate, at: Option<u32>, seen: &mut TimesSeen) -> usize {
        let replaced = self.put_away(at, seen);
        let day = self.days.remove(&date).unwrap_or_default();
        self.open = Some((date, day));
        replaced
    }

    fn put_away(&mut self, at: Option<u32>, seen: &mut TimesSeen) -> usize {
        let Some((date, mut day)) = self.open.take() else { return 0 };
        let replaced = day.trim(at, seen);
        self.quotes -= replaced;
        self.days.insert(date, day);
        replaced
    }

    fn leave_out(&self, rule: Rule, left_out: &mut Problems) {
        let name = if self.root.is_empty() { &self.symbol } else { &self.root };
        let found = || match self.standing {
            Standing::Shares(shares) => format!("\"{}\" of {shares} shares", show_cell(name)),
            _ => format!("\"{}\"", show_cell(name)),
        };
        for line in self.days.values().flat_map(|day| &day.lines) {
            note(left_out, *line, rule, found);
        }
    }

    /// Days that were gone back to have their times settled again; expiries are moved.
    fn settle_days(&mut self, at: Option<u32>, seen: &mut TimesSeen, moved: Option<i8>) {
        for day in self.days.values_mut() {
            day.settle_times(at, seen);
            if let Some(days) = moved {
                let root = if self.root.is_empty() { &self.symbol } else { &self.root };
                move_expiries(&mut day.quotes, contract::without_market(root), days);
            }
        }
    }
}
