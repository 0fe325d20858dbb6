//! The meaning of a header: of each name by itself, and of all together.
//!
//! Names that say something elsewhere (`Price`, `Last`, `Max`) are asked only where all others
//! leave a price of the day open, and count only if all four are found then.

use crate::import::findings::form::Delimiter;
use crate::import::sheet::layout::is_value;
use crate::import::sheet::quotes;
use crate::import::table::meaning::{Meaning, fold};
use crate::import::table::rows::split_line;
use crate::import::table::words::{COMMON, WORDS_OF_PRICES, WORDS_OF_QUOTES, shared_meaning};
use crate::import::vendors::{self, VendorFile};

/// A header that is understood, as far as it is known.
pub(crate) struct Header {
    pub(crate) meanings: Vec<Option<Meaning>>,
    pub(crate) vendor: Option<&'static VendorFile>,
    /// What stands before or behind each price of the day, as the symbol in `SPY.Open`.
    pub(crate) symbol: Option<String>,
}

/// What stands in front of a price and makes another of it.
const QUALIFIERS: [&str; 16] = [
    "adj",
    "adjusted",
    "unadjusted",
    "split",
    "prev",
    "previous",
    "pre",
    "prior",
    "post",
    "after",
    "bid",
    "ask",
    "mid",
    "avg",
    "average",
    "next",
];

impl Header {
    /// Reads the cells of a header.
    pub(crate) fn read<'c>(cells: impl Iterator<Item = &'c [u8]>) -> Self {
        Self::read_at(cells, None)
    }

    /// The same of a file that may have quotes of several moments side by side, of which those at a
    /// second of the day are asked for.
    pub(crate) fn read_at<'c>(cells: impl Iterator<Item = &'c [u8]>, at: Option<u32>) -> Self {
        let cells: Vec<&[u8]> = cells.collect();
        let folded: Vec<String> = cells.iter().map(|cell| name(cell)).collect();
        let vendor = vendors::recognise_at(&folded, at);
        let mut own = meanings(&folded, vendor);
        quotes::tell_sides(&folded, &mut own);
        quotes::name_sides(&folded, &mut own);
        complete_quotes(&folded, &mut own);
        let mut symbol = None;
        if !has_prices(&own) && !has_quotes(&own) {
            complete(&folded, &cells, &mut own);
            if !has_prices(&own)
                && let Some((found, affix)) = without_affix(&cells)
            {
                (own, symbol) = (found, Some(affix));
            }
        }
        stand_in_for_date(&folded, &mut own);
        Self { meanings: own, vendor, symbol }
    }

    /// How many columns are known, if that makes it a header: those of a file that lacks its date,
    /// so that the missing column can be named, count as well.
    pub(crate) fn score(&self) -> usize {
        let known = self.meanings.iter().flatten().count();
        let has_date = self.meanings.contains(&Some(Meaning::Date));
        if has_date || known >= 3 { known } else { 0 }
    }
}

/// How many lines below a header belong to it: those that pandas writes for columns of several
/// levels, of which each names its level or its index in the first cell and has no number.
pub(crate) fn more_below<'l>(
    below: impl Iterator<Item = &'l [u8]>,
    delimiter: Delimiter,
) -> Option<usize> {
    const LEVELS: [&str; 6] = ["ticker", "tickers", "symbols", "price", "attributes", "date"];
    let is_level = |line: &&[u8]| {
        let cut = split_line(line, delimiter.byte());
        let cells = cut.cells();
        let first = fold(cells.get(0).unwrap_or_default());
        LEVELS.contains(&first.as_str()) && !cells.iter().any(is_value)
    };
    let count = below.take(2).take_while(is_level).count();
    (count > 0).then_some(count)
}

fn has_prices(meanings: &[Option<Meaning>]) -> bool {
    Meaning::PRICES.iter().all(|price| meanings.contains(&Some(*price)))
}

/// Whether the columns may be of options, whose last price is no close of a day.
fn has_quotes(meanings: &[Option<Meaning>]) -> bool {
    let is_quote = |meaning: &Meaning| {
        matches!(
            meaning,
            Meaning::Expiry
                | Meaning::Strike
                | Meaning::Contract
                | Meaning::Bid
                | Meaning::Side(..)
        )
    };
    meanings.iter().flatten().any(is_quote)
}

/// The meanings of folded names. Beside a column of the underlying's price, one called "underlying"
/// has its symbol.
fn meanings(folded: &[String], vendor: Option<&VendorFile>) -> Vec<Option<Meaning>> {
    let mut meanings: Vec<_> = folded.iter().map(|name| vendors::meaning(name, vendor)).collect();
    let has = |name: &str| folded.iter().any(|folded| folded == name);
    for (name, meaning) in folded.iter().zip(&mut meanings) {
        if name == "underlying" && (has("underlyinglast") || has("underlyingprice")) {
            *meaning = Some(Meaning::Symbol);
        }
    }
    meanings
}

/// A time stands for the date where there is no date, and so does what is rarely called so.
fn stand_in_for_date(folded: &[String], meanings: &mut [Option<Meaning>]) {
    let is_open = |meanings: &[Option<Meaning>]| !meanings.contains(&Some(Meaning::Date));
    let rare = |name: &String| COMMON.iter().any(|(names, _)| names.contains(&name.as_str()));
    if is_open(meanings)
        && let Some(at) = (0..folded.len()).find(|at| meanings[*at].is_none() && rare(&folded[*at]))
    {
        meanings[at] = Some(Meaning::Date);
    }
    if is_open(meanings)
        && let Some(time) = meanings.iter_mut().find(|found| **found == Some(Meaning::Time))
    {
        *time = Some(Meaning::Date);
    }
}

/// Gives the prices of the day that are left open to columns whose names say something else
/// elsewhere, if that makes all four.
fn complete(folded: &[String], cells: &[&[u8]], meanings: &mut Vec<Option<Meaning>>) {
    let mut all = meanings.clone();
    let letters: Vec<String> = cells.iter().map(|cell| letters(cell)).collect();
    for (names, meaning) in WORDS_OF_PRICES {
        if meaning.is_single() && all.contains(&Some(*meaning)) {
            continue;
        }
        let is_free = |at: &usize| all[*at].is_none();
        // The names stand in the order in which they are preferred.
        let found = names.iter().find_map(|name| {
            let is_it = |at: &usize| folded[*at] == *name || letters[*at] == *name;
            (0..folded.len()).filter(is_free).find(is_it)
        });
        if let Some(at) = found {
            all[at] = Some(*meaning);
        }
    }
    if has_prices(&all) {
        *meanings = all;
    }
}

/// Gives columns of option quotes their meanings by words of other languages, if that makes quotes.
fn complete_quotes(folded: &[String], meanings: &mut Vec<Option<Meaning>>) {
    let mut all = meanings.clone();
    for (names, meaning) in WORDS_OF_QUOTES {
        let is_it = |at: &usize| all[*at].is_none() && names.contains(&folded[*at].as_str());
        if !all.contains(&Some(*meaning))
            && let Some(at) = (0..folded.len()).find(is_it)
        {
            all[at] = Some(*meaning);
        }
    }
    let needed = [Meaning::Expiry, Meaning::Strike, Meaning::Bid, Meaning::Ask];
    if needed.into_iter().all(|meaning| all.contains(&Some(meaning))) {
        *meanings = all;
    }
}

/// The meanings of names that all have the same symbol before or behind them, and that symbol.
fn without_affix(cells: &[&[u8]]) -> Option<(Vec<Option<Meaning>>, String)> {
    let words: Vec<Vec<String>> = cells.iter().map(|cell| words(cell)).collect();
    // Each way of taking one end off: whether it is the first, and what is taken.
    let ends = |words: &Vec<String>| -> Vec<(bool, String, String)> {
        let cuts = 1..words.len().max(1);
        let ways = cuts.flat_map(|cut| {
            let (first, last) = (words[..cut].concat(), words[cut..].concat());
            [(true, first.clone(), last.clone()), (false, last, first)]
        });
        ways.collect()
    };
    let affixes: Vec<(bool, String)> = words
        .iter()
        .flat_map(ends)
        .filter(|(_, affix, name)| name == "open" && !QUALIFIERS.contains(&affix.as_str()))
        .filter(|(_, affix, _)| shared_meaning(affix).is_none())
        .map(|(is_first, affix, _)| (is_first, affix))
        .collect();
    let [(is_first, affix)] = &affixes[..] else { return None };
    let bare = |words: &Vec<String>| -> String {
        let ways = ends(words).into_iter();
        let mut own = ways.filter(|(first, taken, _)| first == is_first && taken == affix);
        own.next().map_or_else(|| words.concat(), |(.., name)| name)
    };
    let folded: Vec<String> = words.iter().map(bare).collect();
    let mut found = meanings(&folded, vendors::recognise(&folded));
    complete(&folded, cells, &mut found);
    has_prices(&found).then(|| (found, affix.clone()))
}

/// A cell as the tables of names have it: folded, without a unit in brackets, without a number in
/// front, and without an explanation that begins with the name again.
fn name(cell: &[u8]) -> String {
    let folded = fold(cell);
    if vendors::meaning(&folded, None).is_some() {
        return folded;
    }
    let bare = without_unit(cell);
    let without_number = match bare.iter().position(|byte| *byte == b'.') {
        Some(dot) if dot > 0 && bare[..dot].iter().all(u8::is_ascii_digit) => &bare[dot + 1..],
        _ => bare,
    };
    let short = fold(without_number);
    if vendors::meaning(&short, None).is_some() {
        return short;
    }
    let words = words(cell);
    let is_explained = |count: &usize| {
        let (name, explanation) = words.split_at_checked(*count).unwrap_or_default();
        explanation.len() >= 3
            && explanation[0].starts_with(&name[0])
            && shared_meaning(&name.concat()).is_some()
    };
    match [2, 1].into_iter().find(is_explained) {
        Some(count) => words[..count].concat(),
        None => folded,
    }
}

/// A cell without a unit in brackets at its end, as in `Close (USD)`.
fn without_unit(cell: &[u8]) -> &[u8] {
    const UNITS: [&str; 18] = [
        "", "usd", "us", "eur", "gbp", "chf", "inr", "rs", "cad", "aud", "jpy", "utc", "gmt",
        "est", "et", "points", "pts", "shares",
    ];
    let cell = cell.trim_ascii();
    let open = match cell.last() {
        Some(b')') => cell.iter().rposition(|byte| *byte == b'('),
        Some(b']') => cell.iter().rposition(|byte| *byte == b'['),
        _ => None,
    };
    match open {
        Some(open) if open > 0 && UNITS.contains(&fold(&cell[open..]).as_str()) => &cell[..open],
        _ => cell,
    }
}

/// The words of a cell, each folded.
fn words(cell: &[u8]) -> Vec<String> {
    let words = cell.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    words.map(fold).filter(|word| !word.is_empty()).collect()
}

/// A cell in lower case, with letters and digits of all languages alone.
fn letters(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &str) {
        let header = Header::read(header.split(';').map(str::as_bytes));
        let known = header.meanings.iter().map(|meaning| match meaning {
            Some(meaning) => meaning.to_string(),
            None => "-".to_owned(),
        });
        let known = known.collect::<Vec<_>>().join(" ");
        let symbol = header.symbol.map_or_else(String::new, |symbol| format!(" of {symbol}"));
        assert_eq!(format!("{known}{symbol}"), expected);
    }

    #[test]
    fn a_close_has_many_names_beside_the_other_prices() {
        check("Time;Open;High;Low;Latest;Change;Volume", "date open high low close - volume");
        check("Date;Price;Open;High;Low;Vol.;Change %", "date close open high low volume -");
        check("Date;Last Price;Open;High;Low", "date close open high low");
        check("Dates;PX_OPEN;PX_HIGH;PX_LOW;PX_LAST", "date open high low close");
        check("Exchange Date;Close;Net;%Chg;Open;Low;High", "date close - - open low high");
        check("Date;Open;High;Low;Last;Close", "date open high low - close");
        check("Date;Open Price;High Price;Low Price;Close Price", "date open high low close");
        check("t;o;h;l;c;v", "date open high low close volume");
        check("date;1. open;2. high;3. low;4. close;5. volume", "date open high low close volume");
        check("symbol;quantity;price", "symbol - -");
        check("date;expiry;strike;last;open;high;low", "date expiry strike - open high low");
    }

    #[test]
    fn names_of_other_languages_are_known() {
        check(
            "Data;Otwarcie;Najwyzszy;Najnizszy;Zamkniecie;Wolumen",
            "date open high low close volume",
        );
        check("Data;Otwarcie;Najwyższy;Najniższy;Zamknięcie", "date open high low close");
        check("Datum;Eröffnung;Hoch;Tief;Schluss", "date open high low close");
        check("Datum;Zuletzt;Eröffn.;Hoch;Tief;Vol.", "date close open high low volume");
        check("Fecha;Último;Apertura;Máximo;Mínimo", "date close open high low");
        check("Date;Ouv.;Plus Haut;Plus Bas;Dernier", "date open high low close");
        check("日期;开盘;最高;最低;收盘", "date open high low close");
        check("Дата;Цена;Откр.;Макс.;Мин.", "date close open high low");
        check("Tag;Start;Hoch;Tief;Schluss", "- - - - -");
        check("Datum;Verfall;Basispreis;Typ;Geld;Brief", "date expiry strike type bid ask");
        check("Datum;Geld;Brief", "date - -");
    }

    #[test]
    fn a_symbol_around_each_name_is_taken_off() {
        check(
            "Index;SPY.Open;SPY.High;SPY.Low;SPY.Close;SPY.Adjusted",
            "- open high low close - of spy",
        );
        check(
            "Date;SPY_Open;SPY_High;SPY_Low;SPY_Close;SPY_Adj Close",
            "date open high low close adj_close of spy",
        );
        check("Date;Open SPY;High SPY;Low SPY;Close SPY", "date open high low close of spy");
        check(
            "Date;('Open', 'SPY');('High', 'SPY');('Low', 'SPY');('Close', 'SPY')",
            "date open high low close of spy",
        );
        check(
            "Date;BRK.B.Open;BRK.B.High;BRK.B.Low;BRK.B.Close",
            "date open high low close of brkb",
        );
        check(
            "Date;A.Open;A.High;A.Low;A.Close;B.Open;B.High;B.Low;B.Close",
            "date - - - - - - - -",
        );
        check("Date;Adj Open;Adj High;Adj Low;Adj Close", "date - - - adj_close");
    }

    #[test]
    fn units_and_explanations_are_left_away() {
        check("Date;Open (USD);High (USD);Low ($);Close ($)", "date open high low close");
        check(
            "Date;Open;High;Low;Close Close price adjusted for splits.",
            "date open high low close",
        );
        check(
            "Adj Close Adjusted close price adjusted for splits and dividend distributions.;Date",
            "adj_close date",
        );
        check("Close*;Adj Close**;Date", "close adj_close date");
        check(
            "Date;Open Interest;High 52 week price range;Close (adjusted)",
            "date open_interest - -",
        );
    }
}
