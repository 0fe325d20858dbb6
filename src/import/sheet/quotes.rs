//! Files of options: what their rows, the order of their columns and the lines above the header
//! tell that no name of a column does.

use chrono::NaiveDate;

use crate::import::sheet::first_rows::FirstRows;
use crate::import::source::lines::Line;
use crate::import::table::contract::is_contract;
use crate::import::table::date::Dates;
use crate::import::table::meaning::{Meaning, Part};
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::words::{self, shared_meaning};
use crate::market::Right;

/// Where bid and ask stand on both sides of the strike, the columns on its left are of the call and
/// those on its right of the put.
pub(crate) fn tell_sides(folded: &[String], meanings: &mut [Option<Meaning>]) {
    let places = |meaning: Meaning| -> Vec<usize> {
        (0..meanings.len()).filter(|at| meanings[*at] == Some(meaning)).collect()
    };
    let [strike] = places(Meaning::Strike)[..] else { return };
    let is_around = |meaning| {
        let places = places(meaning);
        matches!(places[..], [left, right] if left < strike && strike < right)
    };
    if !(is_around(Meaning::Bid) && is_around(Meaning::Ask)) {
        return;
    }
    for (at, meaning) in meanings.iter_mut().enumerate() {
        let right = if at < strike { Right::Call } else { Right::Put };
        let part = match (*meaning, folded[at].as_str()) {
            (Some(Meaning::Bid), _) => Part::Bid,
            (Some(Meaning::Ask), _) => Part::Ask,
            (Some(Meaning::ImpliedVol), _) => Part::ImpliedVol,
            (Some(Meaning::Delta), _) => Part::Delta,
            (Some(Meaning::Volume), _) => Part::Volume,
            (Some(Meaning::OpenInterest), _) => Part::OpenInterest,
            (Some(Meaning::Theta), _) => Part::Theta,
            (Some(Meaning::Vega), _) => Part::Vega,
            (Some(Meaning::Contract), _) | (None, "calls" | "puts") => Part::Contract,
            _ => continue,
        };
        *meaning = Some(Meaning::Side(right, part));
    }
}

/// Where names say of which option a bid and an ask are (`Call Bid`, `ask_put`, `CE OI`), each of
/// the call and the put, they and what else is named so are of that side.
pub(crate) fn name_sides(folded: &[String], meanings: &mut [Option<Meaning>]) {
    let found: Vec<Option<Meaning>> = folded.iter().map(|name| side(name)).collect();
    let has = |right, part| found.contains(&Some(Meaning::Side(right, part)));
    let all = [Right::Call, Right::Put].into_iter();
    if !all.clone().all(|right| has(right, Part::Bid) && has(right, Part::Ask))
        || meanings.contains(&Some(Meaning::Bid))
    {
        return;
    }
    for (meaning, found) in meanings.iter_mut().zip(found) {
        if meaning.is_none() {
            *meaning = found;
        }
    }
}

/// The part of a call's or a put's quote that a folded name says.
fn side(name: &str) -> Option<Meaning> {
    const SIDES: [(&str, Right); 8] = [
        ("calls", Right::Call),
        ("call", Right::Call),
        ("ce", Right::Call),
        ("c", Right::Call),
        ("puts", Right::Put),
        ("put", Right::Put),
        ("pe", Right::Put),
        ("p", Right::Put),
    ];
    let part = |name: &str| match shared_meaning(name)? {
        Meaning::Bid => Some(Part::Bid),
        Meaning::Ask => Some(Part::Ask),
        Meaning::ImpliedVol => Some(Part::ImpliedVol),
        Meaning::Delta => Some(Part::Delta),
        Meaning::Volume => Some(Part::Volume),
        Meaning::OpenInterest => Some(Part::OpenInterest),
        Meaning::Theta => Some(Part::Theta),
        Meaning::Vega => Some(Part::Vega),
        Meaning::Contract => Some(Part::Contract),
        _ => None,
    };
    SIDES.into_iter().find_map(|(word, right)| {
        let [before, behind] = [name.strip_prefix(word), name.strip_suffix(word)];
        let part = [before, behind].into_iter().flatten().find_map(part)?;
        Some(Meaning::Side(right, part))
    })
}

/// Corrects the meanings of the columns of a file of options by its first rows. Whether its symbols
/// turned out to be those of contracts.
pub(crate) fn understand(meanings: &mut [Option<Meaning>], first: &FirstRows<'_>) -> bool {
    let is_of_contracts = name_contracts(meanings, first);
    name_rights(meanings, first);
    name_underlying(meanings, first);
    name_trades(meanings);
    is_of_contracts
}

/// The day that the lines above the header of a file of options name, if no column has it.
pub(crate) fn day_above(meanings: &[Option<Meaning>], above: &[Line<'_>]) -> Option<NaiveDate> {
    let has = |meaning| column(meanings, meaning).is_some();
    if has(Meaning::Date) || !(has(Meaning::Strike) || has(Meaning::Contract)) {
        return None;
    }
    let mut days: Vec<NaiveDate> = above.iter().filter_map(|line| day_in(line.text)).collect();
    days.dedup();
    match days[..] {
        [day] => Some(day),
        _ => None,
    }
}

fn column(meanings: &[Option<Meaning>], meaning: Meaning) -> Option<usize> {
    meanings.iter().position(|found| *found == Some(meaning))
}

/// A column called "symbol" may have the contracts' symbols, and one called "contract" something
/// else. Whether the former is so.
fn name_contracts(meanings: &mut [Option<Meaning>], first: &FirstRows<'_>) -> bool {
    if let Some(at) = column(meanings, Meaning::Contract)
        && !first.most_are(at, is_contract)
        && column(meanings, Meaning::Strike).is_some()
    {
        meanings[at] = None;
    }
    for at in 0..meanings.len() {
        if matches!(meanings[at], Some(Meaning::Symbol | Meaning::Root))
            && column(meanings, Meaning::Contract).is_none()
            && first.most_are(at, is_contract)
        {
            meanings[at] = Some(Meaning::Contract);
            return true;
        }
    }
    false
}

/// A column called "type" may name something else than a call or a put, which the symbol tells.
fn name_rights(meanings: &mut [Option<Meaning>], first: &FirstRows<'_>) {
    let rights = meanings.iter().filter(|meaning| **meaning == Some(Meaning::Right)).count();
    if let Some(at) = column(meanings, Meaning::Right).filter(|_| rights == 1)
        && column(meanings, Meaning::Contract).is_some()
        && !first.most_are(at, |cell| words::right(cell).is_some())
    {
        meanings[at] = None;
    }
}

/// A column called "underlying" may have its symbol instead of its price.
fn name_underlying(meanings: &mut [Option<Meaning>], first: &FirstRows<'_>) {
    let Some(at) = column(meanings, Meaning::Underlying) else { return };
    let is_name = |cell: &[u8]| {
        cell.iter().any(u8::is_ascii_alphabetic)
            && matches!(number::read(cell, DecimalMark::Dot), Number::Unreadable)
    };
    if first.most_are(at, is_name) {
        let is_known = column(meanings, Meaning::Symbol).is_some();
        meanings[at] = (!is_known).then_some(Meaning::Symbol);
    }
}

/// Daily prices of options look like bars of their underlying, but for what they are of: without
/// bid and ask the close of each is the price of a trade.
fn name_trades(meanings: &mut [Option<Meaning>]) {
    let has = |meaning: Meaning| column(meanings, meaning).is_some();
    let is_of_options = has(Meaning::Contract) || (has(Meaning::Strike) && has(Meaning::Expiry));
    let has_quotes = [Meaning::Bid, Meaning::Ask, Meaning::Trade].into_iter().any(has)
        || has(Meaning::Side(Right::Call, Part::Bid));
    if !is_of_options || has_quotes {
        return;
    }
    let close = column(meanings, Meaning::Close);
    for meaning in &mut *meanings {
        *meaning = meaning.filter(|meaning| !Meaning::PRICES.contains(meaning));
    }
    if let Some(close) = close {
        meanings[close] = Some(Meaning::Trade);
    }
}

/// The day that a line names, if it names one: in words or numbers.
fn day_in(line: &[u8]) -> Option<NaiveDate> {
    let text = String::from_utf8_lossy(line);
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '@' | '(' | ')');
    let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
    let in_words = words.windows(3).find_map(|three| {
        let number = |at: usize| three[at].parse::<u32>().ok();
        let (month, day) = match (month(three[0]), month(three[1])) {
            (Some(month), _) => (month, number(1)?),
            (_, Some(month)) => (month, number(0)?),
            _ => return None,
        };
        let year = number(2).filter(|year| (1900..2200).contains(year))?;
        NaiveDate::from_ymd_opt(year as i32, month, day)
    });
    let in_numbers = || {
        let is_date = |word: &&&str| word.len() >= 8 && word.contains(['-', '/']);
        words.iter().filter(is_date).find_map(|word| Dates::default().read(word.as_bytes(), 0).ok())
    };
    in_words.or_else(in_numbers)
}

/// The number of a month in English, in full or its first three letters.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let is_it = |month: &&str| word == **month || word == month[..3];
    MONTHS.iter().position(is_it).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_side_of_a_quote() {
        let check = |header: &str, expected: &str| {
            let folded: Vec<String> = header.split(',').map(str::to_owned).collect();
            let mut meanings = vec![None; folded.len()];
            name_sides(&folded, &mut meanings);
            let found = meanings.iter().map(|found| match found {
                Some(meaning) => meaning.to_string(),
                None => "-".to_owned(),
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{header}");
        };
        check(
            "callbid,callask,calloi,putbid,putask,putoi",
            "call_bid call_ask call_open_interest put_bid put_ask put_open_interest",
        );
        check("bidcall,askcall,bidput,askput", "call_bid call_ask put_bid put_ask");
        check("cebid,ceask,pebid,peask,price", "call_bid call_ask put_bid put_ask -");
        check("cbid,cask,pbid", "- - -");
    }

    #[test]
    fn a_line_names_its_day() {
        for (line, expected) in [
            ("\"Date: November 8, 2023 at 4:31 PM EST\",Bid: 456.89", Some("2023-11-08")),
            ("Nov 08 2023 @ 16:31 ET,Bid,456.89", Some("2023-11-08")),
            ("SPY chain of 8 Nov 2023", Some("2023-11-08")),
            ("as of 2023-11-08", Some("2023-11-08")),
            ("SPDR S&P 500 ETF Trust,Last: 456.90,Change:  3.85", None),
            ("CALLS,,PUTS", None),
        ] {
            let found = day_in(line.as_bytes()).map(|day| day.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }
}
