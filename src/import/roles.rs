//! Which file is what: the bars, a series, a calendar of events, or a chain of quotes.

use super::chain::is_chain;
use super::dialect::{Meaning, Part};
use super::scan::Pass;
use super::series::looks_like_volatility;
use super::sniff::Sheet;
use super::{ImportError, Role, Warning};
use crate::market::Right;

/// How many column names a message repeats.
const MAX_NAMES: usize = 12;

/// What each file is.
pub(super) struct Roles {
    /// The role of each file.
    pub(super) of: Vec<Role>,
    /// Which files have the bars: one, or several with the same columns.
    pub(super) bars: Vec<usize>,
    pub(super) warnings: Vec<Warning>,
}

/// Tells the files apart. The caller's word comes first, then the header; a file of open, high,
/// low and close beside another one is the volatility index if its name says so, else if its
/// closes stand where those of such an index stand.
pub(super) fn assign(sheets: &[Sheet<'_>]) -> Result<Roles, ImportError> {
    let known = sheets.iter().map(by_header).collect::<Result<Vec<_>, _>>()?;
    let fixed: Vec<usize> = (0..sheets.len()).filter(|i| known[*i] == Some(Role::Bars)).collect();
    let open: Vec<usize> = (0..sheets.len()).filter(|i| known[*i].is_none()).collect();
    let mut warnings = Vec::new();
    let bars = match (fixed.as_slice(), open.as_slice()) {
        ([bars], []) | ([], [bars]) => vec![*bars],
        ([], []) => {
            let files: Vec<_> = sheets.iter().map(|sheet| sheet.name.to_owned()).collect();
            return Err(match known.contains(&Some(Role::Chain)) {
                true => ImportError::ChainAlone { files },
                false => ImportError::NoBars { files },
            });
        }
        (fixed, open) => tell_apart(sheets, fixed, open, &mut warnings)?,
    };
    let of = known.iter().enumerate().map(|(index, role)| match role {
        _ if bars.contains(&index) => Role::Bars,
        Some(role) => *role,
        None => Role::Volatility,
    });
    Ok(Roles { of: of.collect(), bars, warnings })
}

/// What each file is by itself; one that may be bars or a volatility index is the latter if its
/// name says so.
pub(super) fn each(sheets: &[Sheet<'_>]) -> Result<Vec<Role>, ImportError> {
    let kind = |sheet: &Sheet<'_>| {
        let named = if sheet.index.is_some() { Role::Volatility } else { Role::Bars };
        Ok(by_header(sheet)?.unwrap_or(named))
    };
    sheets.iter().map(kind).collect()
}

/// What the caller or the header says of a file; `None` for open, high, low and close that may be
/// bars or a volatility index.
pub(super) fn by_header(sheet: &Sheet<'_>) -> Result<Option<Role>, ImportError> {
    let has = |meaning: &Meaning| sheet.column(*meaning).is_some();
    let has_series = !sheet.series_columns().is_empty();
    let has_prices = Meaning::PRICES.iter().all(has);
    let role = match sheet.role {
        Some(role) => Some(role),
        None if has(&Meaning::Funds) => Some(Role::TradeLog),
        None if has(&Meaning::EventType) => Some(Role::Events),
        None if is_chain(sheet) => Some(Role::Chain),
        None if has_prices && has_series => Some(Role::Bars),
        None if has_prices => None,
        None if has_series && !Meaning::PRICES.iter().any(has) => Some(Role::Volatility),
        None if sheet.index.is_some() && has(&Meaning::Close) => Some(Role::Volatility),
        None => Some(Role::Bars),
    };
    let needed: &[Meaning] = match role {
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

/// Whether a chain has something by other means than a column of its own: in the symbol of the
/// contract, or for call and put apart.
fn tells(sheet: &Sheet<'_>, meaning: Meaning) -> bool {
    let each = |part| {
        let has = |right| sheet.column(Meaning::Side(right, part)).is_some();
        has(Right::Call) && has(Right::Put)
    };
    match meaning {
        Meaning::Expiry | Meaning::Strike => sheet.column(Meaning::Contract).is_some(),
        Meaning::Right => sheet.column(Meaning::Contract).is_some() || each(Part::Bid),
        Meaning::Bid => each(Part::Bid) || sheet.column(Meaning::Trade).is_some(),
        Meaning::Ask => each(Part::Ask) || sheet.column(Meaning::Trade).is_some(),
        _ => false,
    }
}

/// Which of several files with open, high, low and close have the bars.
fn tell_apart(
    sheets: &[Sheet<'_>],
    fixed: &[usize],
    open: &[usize],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<usize>, ImportError> {
    let unnamed: Vec<usize> =
        open.iter().copied().filter(|file| sheets[*file].index.is_none()).collect();
    // If every name speaks of volatility, only the level can tell.
    let unnamed = if fixed.is_empty() && unnamed.is_empty() { open.to_vec() } else { unnamed };
    let mut all = [fixed, &unnamed].concat();
    all.sort_unstable();
    let Err(error) = follow_each_other(sheets, &all) else { return Ok(all) };
    let (volatile, others): (Vec<usize>, Vec<usize>) =
        unnamed.iter().partition(|file| looks_like_volatility(&sheets[**file]));
    let bars = [fixed, &others].concat();
    if bars.len() != 1 {
        return Err(error);
    }
    warnings.extend(
        volatile.iter().map(|file| Warning::ByLevel { file: sheets[*file].name.to_owned() }),
    );
    Ok(bars)
}

/// Whether files are one history: with the same columns, and days that follow each other.
fn follow_each_other(sheets: &[Sheet<'_>], files: &[usize]) -> Result<(), ImportError> {
    let name = |file: usize| sheets[file].name.to_owned();
    for pair in files.windows(2) {
        if !sheets[pair[0]].has_columns_of(&sheets[pair[1]]) {
            return Err(ImportError::TwoBarFiles { first: name(pair[0]), second: name(pair[1]) });
        }
    }
    let spans = files.iter().filter_map(|file| Some((Pass::span(&sheets[*file])?, *file)));
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable();
    for pair in spans.windows(2) {
        let [((_, last), first), ((date, _), second)] = [pair[0], pair[1]];
        if date <= last {
            let [first, second] = [first, second].map(name);
            return Err(ImportError::BarsOverlap { first, second, date });
        }
    }
    Ok(())
}
