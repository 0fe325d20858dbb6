//! In what unit strikes and quotes are written, found from put-call parity, not assumed.
//!
//! From one strike to the next, call less put of one expiry falls by as much as the strike rises
//! (less a little interest). So the two tell their units apart: where strikes are written in
//! thousandths of a dollar, the fall is a thousandth of the rise.

use std::collections::BTreeMap;

use crate::import::chain::sides::Side;
use crate::import::findings::repair::Repair;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::contract;
use crate::import::table::meaning::Meaning;
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::rows::{Next, Row};
use crate::import::table::words;
use crate::import::vendors::Quirk;
use crate::market::Right;
use crate::math;

/// As many rows are looked at.
const ROWS: usize = 5_000;
/// How far, in powers of ten, a measured unit may be off one; how many measures are needed, and
/// which share of them must agree.
const WITHIN: f64 = 0.12;
const MEASURES: usize = 5;
const AGREEING: f64 = 0.6;
/// The largest unit of strikes and of quotes: 10 to the power of this.
const STRIKES: i32 = 3;
const QUOTES: i32 = 9;
/// How far the middle strike may be from the underlying, in powers of ten.
const NEAR: f64 = 0.4;
/// Strikes are listed at multiples of ten cents; in thousandths of a dollar.
const STEP: f64 = 100.0;

/// What strikes and quotes are to be divided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    pub(crate) strikes: f64,
    pub(crate) quotes: f64,
}

/// The middle of the quotes of a call and a put of one strike.
type Pair = [Option<f64>; 2];

/// What the first rows of a file have.
#[derive(Default)]
struct Sample {
    /// By day, time, expiry and root as they are written, and by strike in thousandths.
    pairs: BTreeMap<Vec<u8>, BTreeMap<i64, Pair>>,
    strikes: Vec<f64>,
    /// Strikes over the price of the underlying.
    ratios: Vec<f64>,
    /// Strikes of the column over those of the symbol.
    of_symbol: Vec<f64>,
    /// Whether a put costs more than a thousandth of its strike.
    has_dear_puts: bool,
}

impl Scale {
    const ONE: Self = Self { strikes: 1.0, quotes: 1.0 };

    /// The units of a file, from its first rows.
    pub(crate) fn of(sheet: &Sheet<'_>, sides: &[Side]) -> Self {
        let sample = Sample::of(sheet, sides);
        let strikes_are_told = sheet.column(Meaning::Strike).is_none();
        let by_symbol = exact_unit(&sample.of_symbol);
        if strikes_are_told || by_symbol.is_some() {
            let strikes = power(by_symbol.unwrap_or(0));
            let rises: Vec<f64> = sample.slopes().iter().map(|slope| slope * strikes).collect();
            // Of quotes: what they fall by is so many times the rise.
            let quotes = unit(&rises, QUOTES).filter(|power| *power > 0).unwrap_or(0);
            return Self { strikes, quotes: power(quotes) };
        }
        match unit(&sample.slopes(), QUOTES) {
            Some(0) => Self::ONE,
            Some(falls) if falls > 0 => Self { quotes: power(falls), ..Self::ONE },
            Some(falls) if falls >= -STRIKES && sample.are_whole(1.0) => {
                Self { strikes: power(-falls), ..Self::ONE }
            }
            _ => Self { strikes: sample.by_underlying(sheet), ..Self::ONE },
        }
    }

    pub(crate) fn repairs(self) -> impl Iterator<Item = Repair> {
        let divided = |by: f64, repair: fn(u32) -> Repair| (by != 1.0).then(|| repair(by as u32));
        let strikes = divided(self.strikes, Repair::StrikesDivided);
        [strikes, divided(self.quotes, Repair::QuotesDivided)].into_iter().flatten()
    }
}

impl Sample {
    fn of(sheet: &Sheet<'_>, sides: &[Side]) -> Self {
        let mut sample = Self::default();
        let mut rows = sheet.rows();
        for _ in 0..ROWS {
            match rows.advance() {
                Next::Row => sample.add(sheet, sides, &rows.row()),
                Next::Broken(_) => {}
                Next::End => break,
            }
        }
        sample
    }

    fn add(&mut self, sheet: &Sheet<'_>, sides: &[Side], row: &Row<'_>) {
        let cell = |meaning| sheet.column(meaning).map_or(&b""[..], |at| row.cell(at));
        let number = |cell: &[u8]| number_of(cell, sheet.mark);
        let (root, symbol) = contract::parts(cell(Meaning::Contract))
            .map_or((&b""[..], None), |(root, symbol)| (root, Some(symbol)));
        let named = symbol.and_then(|symbol| symbol.strike).map(|strike| strike.to_dollars_f64());
        let Some(strike) = number(cell(Meaning::Strike)).or(named).filter(|strike| *strike > 0.0)
        else {
            return;
        };
        self.strikes.push(strike);
        self.of_symbol.extend(named.map(|named| strike / named));
        let underlying = number(cell(Meaning::Underlying)).filter(|price| *price > 0.0);
        self.ratios.extend(underlying.map(|price| strike / price));
        let expiry = symbol.map_or(Vec::new(), |symbol| symbol.expiry.to_string().into_bytes());
        let parts = [
            cell(Meaning::Date),
            cell(Meaning::Time),
            cell(Meaning::Expiry),
            &expiry,
            cell(Meaning::Symbol),
            cell(Meaning::Root),
            root,
        ];
        let pairs = self.pairs.entry(parts.join(&b','));
        let pair = pairs.or_default().entry((strike * 1_000.0) as i64).or_default();
        for side in sides {
            let right = side.right.or_else(|| words::right(cell(Meaning::Right)));
            let Some(right) = right.or(symbol.map(|symbol| symbol.right)) else { continue };
            let read = |at: Option<usize>| at.and_then(|at| number(row.cell(at)));
            let middle = read(side.bid).zip(read(side.ask)).map(|(bid, ask)| (bid + ask) / 2.0);
            let middle = middle.or(read(side.trade)).filter(|price| *price > 0.0);
            if right == Right::Put {
                self.has_dear_puts |= middle.is_some_and(|price| price > strike / 1_000.0);
            }
            pair[usize::from(right == Right::Put)] = middle;
        }
    }

    /// By how much call less put falls, as a share of the rise of the strike.
    fn slopes(&self) -> Vec<f64> {
        let mut slopes = Vec::new();
        for pairs in self.pairs.values() {
            let differences: Vec<(f64, f64)> = pairs
                .iter()
                .filter_map(|(strike, [call, put])| {
                    Some((*strike as f64 / 1e3, (*call)? - (*put)?))
                })
                .collect();
            slopes.extend(differences.windows(2).map(|two| {
                let [(strike, difference), (next_strike, next)] = [two[0], two[1]];
                (difference - next) / (next_strike - strike)
            }));
        }
        slopes
    }

    /// Whether every strike is a multiple of something.
    fn are_whole(&self, of: f64) -> bool {
        self.strikes.iter().all(|strike| strike % of == 0.0)
    }

    /// What strikes are to be divided by so that they stand around the underlying; where its price
    /// is not there, as the vendor writes them unless they cannot be written so.
    fn by_underlying(&self, sheet: &Sheet<'_>) -> f64 {
        if let Some(middle) = math::quantile(&self.ratios, 0.5) {
            let level = math::ln(middle) / math::ln(10.0);
            let near = level.round().clamp(0.0, f64::from(STRIKES));
            let is_near = (level - near).abs() <= NEAR && self.are_whole(1.0);
            return if is_near { power(near as i32) } else { 1.0 };
        }
        let are_thousandths = sheet.has(Quirk::ThousandthStrikes)
            && self.are_whole(STEP)
            && !self.strikes.is_empty()
            && !self.has_dear_puts;
        if are_thousandths { power(STRIKES) } else { 1.0 }
    }
}

/// The power of ten that the middle of some ratios is near, if most of them are.
fn unit(ratios: &[f64], most: i32) -> Option<i32> {
    let level = |ratio: f64| math::ln(ratio) / math::ln(10.0);
    let middle = math::quantile(ratios, 0.5).filter(|middle| *middle > 0.0)?;
    let near = level(middle).round();
    let agrees = |ratio: &&f64| **ratio > 0.0 && (level(**ratio) - near).abs() <= WITHIN;
    let agreeing = ratios.iter().filter(agrees).count();
    let is_sure = agreeing >= MEASURES && agreeing as f64 >= AGREEING * ratios.len() as f64;
    (is_sure && near.abs() <= f64::from(most)).then_some(near as i32)
}

/// The power of ten that all of some ratios are, as of two ways to write one strike.
fn exact_unit(ratios: &[f64]) -> Option<i32> {
    let is_it = |unit: i32| {
        let is_near = |ratio: &f64| (ratio / power(unit) - 1.0).abs() < 1e-6;
        2 * ratios.iter().filter(|ratio| is_near(ratio)).count() > ratios.len()
    };
    (0..=STRIKES).find(|unit| is_it(*unit))
}

fn power(of_ten: i32) -> f64 {
    (0..of_ten).fold(1.0, |product, _| product * 10.0)
}

fn number_of(cell: &[u8], mark: DecimalMark) -> Option<f64> {
    match number::read(cell, mark) {
        Number::Value(value) | Number::Grouped(value) => Some(value),
        _ => None,
    }
}
