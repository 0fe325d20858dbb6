//! What a file holds, by what its caller or its header says, and which columns that needs.

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::role::Role;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::{Meaning, Part};
use crate::market::Right;

/// How many column names a message repeats.
const MAX_NAMES: usize = 12;

/// Whether a file has option quotes, by what its caller or its header says.
pub(crate) fn is_chain(sheet: &Sheet<'_>) -> bool {
    let has = |meaning| sheet.column(meaning).is_some();
    match sheet.role {
        Some(role) => role == Role::Chain,
        None if has(Meaning::EventType) => false,
        None => {
            let has_price = has(Meaning::Bid) || has(Meaning::Trade);
            let has_quotes = has(Meaning::Bid) && has(Meaning::Ask);
            has(Meaning::Strike)
                || (has(Meaning::Contract) && has_price)
                || (has_quotes && (has(Meaning::Right) || has(Meaning::Expiry)))
        }
    }
}

/// What the caller or the header says of a file; `None` for open, high, low and close that may be
/// bars or a volatility index.
pub(crate) fn by_header(sheet: &Sheet<'_>) -> Result<Option<Role>, ImportError> {
    let has = |meaning: &Meaning| sheet.column(*meaning).is_some();
    let has_series = !sheet.series_columns().is_empty();
    let has_prices = Meaning::PRICES.iter().all(has);
    let role = match sheet.role {
        Some(role) => Some(role),
        None if has(&Meaning::Funds) => Some(Role::TradeLog),
        None if has(&Meaning::EventType) => Some(Role::Events),
        None if is_chain(sheet) => Some(Role::Chain),
        None if has(&Meaning::EventName) && !has_prices => Some(Role::Events),
        None if has_prices && has_series => Some(Role::Bars),
        None if has_prices => None,
        None if has_series && !Meaning::PRICES.iter().any(has) => Some(Role::Volatility),
        None if sheet.index.is_some() && has(&Meaning::Close) => Some(Role::Volatility),
        None => Some(Role::Bars),
    };
    if matches!(role, Some(Role::Bars) | None) && has_prices {
        let options = [Meaning::Strike, Meaning::Right, Meaning::Contract];
        if let Some(column) = options.into_iter().find_map(|meaning| sheet.column(meaning)) {
            return Err(Contradiction::OptionsAsBars {
                file: sheet.name.to_owned(),
                line: sheet.header_line,
                column: sheet.columns[column].clone(),
            }
            .into());
        }
    }
    let needed: &[Meaning] = match role {
        // A column called event has what happens; its type may be the same.
        Some(Role::Events) if has(&Meaning::EventName) && !has(&Meaning::EventType) => {
            &[Meaning::Date]
        }
        Some(Role::TradeLog) => &Meaning::TRADE,
        Some(Role::Events) => &Meaning::EVENT,
        Some(Role::Chain) => &Meaning::QUOTE,
        Some(Role::Volatility) if has_series => &[Meaning::Date],
        Some(Role::Volatility) => &[Meaning::Date, Meaning::Close],
        Some(Role::Bars) | None => {
            &[Meaning::Date, Meaning::Open, Meaning::High, Meaning::Low, Meaning::Close]
        }
    };
    let quotes = role == Some(Role::Chain);
    let has = |meaning: &Meaning| has(meaning) || (quotes && tells(sheet, *meaning));
    if needed.iter().all(has) {
        return Ok(role);
    }
    if let Some(error) = side_by_side(sheet) {
        return Err(error.into());
    }
    let missing = needed.iter().filter(|meaning| !has(meaning));
    Err(ImportError::MissingColumns {
        file: sheet.name.to_owned(),
        line: sheet.header_line,
        delimiter: sheet.delimiter,
        needed: needed.iter().map(ToString::to_string).collect(),
        missing: missing.map(ToString::to_string).collect(),
        found: sheet.columns.iter().take(MAX_NAMES).cloned().collect(),
    })
}

/// A date beside columns that have symbols for names: one price a day of each.
fn side_by_side(sheet: &Sheet<'_>) -> Option<Contradiction> {
    const NAMED: usize = 4;
    let is_symbol = |name: &str| {
        let is_part = |byte: u8| byte.is_ascii_uppercase() || b".-^".contains(&byte);
        (1..=6).contains(&name.len()) && name.bytes().all(is_part)
    };
    let others = || (0..sheet.columns.len()).filter(|at| sheet.meanings[*at].is_none());
    let known = sheet.meanings.iter().flatten();
    let has_date_alone = known.clone().all(|meaning| *meaning == Meaning::Date);
    let mut symbols: Vec<String> = others().map(|at| sheet.columns[at].clone()).collect();
    let is_it = symbols.len() >= 2 && symbols.iter().all(|name| is_symbol(name));
    let more = symbols.len().saturating_sub(NAMED);
    symbols.truncate(NAMED);
    (has_date_alone && is_it && known.count() == 1).then(|| Contradiction::SideBySide {
        file: sheet.name.to_owned(),
        line: sheet.header_line,
        symbols,
        more,
    })
}

/// Whether a chain has something by other means than a column of its own: in the symbol of the
/// contract, or for call and put apart.
fn tells(sheet: &Sheet<'_>, meaning: Meaning) -> bool {
    let each = |part| {
        let has = |right| sheet.column(Meaning::Side(right, part)).is_some();
        has(Right::Call) && has(Right::Put)
    };
    let has_symbol = sheet.column(Meaning::Contract).is_some();
    match meaning {
        Meaning::Date => sheet.day.is_some(),
        Meaning::Expiry | Meaning::Strike => has_symbol || each(Part::Contract),
        Meaning::Right => has_symbol || each(Part::Bid),
        Meaning::Bid => each(Part::Bid) || sheet.column(Meaning::Trade).is_some(),
        Meaning::Ask => each(Part::Ask) || sheet.column(Meaning::Trade).is_some(),
        _ => false,
    }
}
