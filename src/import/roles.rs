//! Which file is what: the bars, a series, a calendar of events, or a chain of quotes.

use crate::import::findings::error::ImportError;
use crate::import::findings::role::Role;
use crate::import::findings::warning::Warning;
use crate::import::series::{close_above_volatility, looks_like_volatility};
use crate::import::sheet::kind::by_header;
use crate::import::sheet::scan::Pass;
use crate::import::sheet::sniff::Sheet;

/// What each file is.
pub(crate) struct Roles {
    /// The role of each file.
    pub(crate) of: Vec<Role>,
    /// Which files have the bars: one, or several with the same columns.
    pub(crate) bars: Vec<usize>,
    pub(crate) warnings: Vec<Warning>,
}

/// Tells the files apart. The caller's word comes first, then the header; a file of open, high,
/// low and close beside another one is the volatility index only if its name or symbol says so.
pub(crate) fn assign(sheets: &[Sheet<'_>]) -> Result<Roles, ImportError> {
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
pub(crate) fn each(sheets: &[Sheet<'_>]) -> Result<Vec<Role>, ImportError> {
    let kind = |sheet: &Sheet<'_>| {
        let named = if sheet.index.is_some() { Role::Volatility } else { Role::Bars };
        Ok(by_header(sheet)?.unwrap_or(named))
    };
    sheets.iter().map(kind).collect()
}

/// Which of several files with open, high, low and close have the bars: those that no name calls a
/// volatility index, as prices may stand where such an index stands.
fn tell_apart(
    sheets: &[Sheet<'_>],
    fixed: &[usize],
    open: &[usize],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<usize>, ImportError> {
    let (named, unnamed): (Vec<usize>, Vec<usize>) =
        open.iter().partition(|file| sheets[**file].index.is_some());
    let mut bars = [fixed, &unnamed].concat();
    bars.sort_unstable();
    let Some(first) = bars.first() else { return tell_by_level(sheets, &named, warnings) };
    follow_each_other(sheets, &bars)?;
    for file in named {
        if let Some(close) = close_above_volatility(&sheets[file]) {
            let [first, second] = [*first, file].map(|file| sheets[file].name.to_owned());
            return Err(ImportError::NotAnIndex { first, second, close: close.to_string() });
        }
    }
    Ok(bars)
}

/// The same of files that are all named after a volatility index: only the level can tell.
fn tell_by_level(
    sheets: &[Sheet<'_>],
    named: &[usize],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<usize>, ImportError> {
    let Err(error) = follow_each_other(sheets, named) else { return Ok(named.to_vec()) };
    let (volatile, bars): (Vec<usize>, Vec<usize>) =
        named.iter().partition(|file| looks_like_volatility(&sheets[**file]));
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
