//! Files read for themselves, to be written again in the canonical layout.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::import::assemble::{Imported, check_doubts, market_of, summary_of, with_sheets};
use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::error::ImportError;
use crate::import::findings::role::Role;
use crate::import::findings::summary::Summary;
use crate::import::series::{self, DailyValues, events};
use crate::import::sheet::options::Options;
use crate::import::sheet::reading::Reading;
use crate::import::sheet::sniff::Sheet;
use crate::import::source::input::{Input, Progress, SourceFile, at_once};
use crate::import::{chain, roles};
use crate::market::{Chain, Event, Market, Series};

/// What is left of files of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Cleaned {
    /// Bars, and the series beside them.
    Bars(Box<Market>),
    /// Daily series, decimals, by date.
    Series(DailySeries),
    /// Option quotes.
    Chain(Chain),
    /// Events by date.
    Events(Vec<Event>),
}

/// Daily series without bars: a row of values for each day, one for each series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DailySeries {
    /// Which series, in the order of the canonical file.
    pub series: Vec<Series>,
    /// The days, oldest first, each with as many values as there are series.
    pub days: Vec<(NaiveDate, Vec<Option<f64>>)>,
}

/// Reads files of one kind for themselves: bars with series and events beside them, or series, or
/// option quotes, or events alone. What a market needs besides is not asked for.
///
/// ```
/// use rotation::import::{Cleaned, Options, SourceFile, clean};
/// let vix = b"observation_date,VIXCLS\n2014-01-02,14.23\n2014-01-03,.\n";
/// let file = SourceFile { name: "VIXCLS.csv", role: None, bytes: vix };
/// let (cleaned, summary) = clean(&[file], &Options::default())?;
/// let Cleaned::Series(vix) = cleaned else { panic!("a series is no chain") };
/// assert_eq!(vix.days[0].1, [Some(0.1423)]);
/// assert_eq!(summary.files[0].recognised, "FRED VIXCLS");
/// # Ok::<(), rotation::import::ImportError>(())
/// ```
///
/// # Errors
/// As [`import`](super::import), but for what is wrong with files together; and files of several
/// kinds.
pub fn clean(
    files: &[SourceFile<'_>],
    options: &Options,
) -> Result<(Cleaned, Summary), ImportError> {
    clean_inputs(files.iter().map(Input::from).collect(), options, &mut |_| {})
}

/// The same of files that are not in memory; `told` hears how far they are read.
///
/// # Errors
/// As [`clean`].
pub fn clean_inputs(
    inputs: Vec<Input<'_>>,
    options: &Options,
    told: &mut dyn FnMut(Progress),
) -> Result<(Cleaned, Summary), ImportError> {
    let mut watch = told;
    let read = async |sheets: &[Sheet<'_>], reading: &mut Reading<'_, '_>| {
        read(sheets, reading, options).await
    };
    at_once(with_sheets(inputs, options, &mut watch, read))
}

async fn read(
    sheets: &[Sheet<'_>],
    reading: &mut Reading<'_, '_>,
    options: &Options,
) -> Result<(Cleaned, Summary), ImportError> {
    let kinds = roles::each(sheets)?;
    let kind = kinds.iter().copied().find(|kind| *kind != Role::Bars).unwrap_or(Role::Bars);
    if kinds.contains(&Role::Bars) {
        if let Some(quotes) = kinds.iter().position(|kind| *kind == Role::Chain) {
            return Err(several(sheets, &kinds, quotes, Role::Bars));
        }
        let Imported { market, summary, .. } = market_of(sheets, reading, options).await?;
        return Ok((Cleaned::Bars(Box::new(market)), summary));
    }
    if let Some(other) = kinds.iter().position(|other| *other != kind) {
        return Err(several(sheets, &kinds, other, kind));
    }
    let mut market = Market::default();
    let mut warnings = reading.warnings();
    let (cleaned, files) = match kind {
        Role::Chain => {
            let mut quotes = Vec::with_capacity(sheets.len());
            for (number, sheet) in sheets.iter().enumerate() {
                quotes.push(chain::read(sheet, reading, number).await?);
            }
            warnings.extend(sheets.iter().flat_map(Sheet::warnings));
            let (chain, files) = chain::alone(quotes, options.bad_rows, &mut warnings)?;
            market.chain = Some(chain);
            let summary = summary_of(sheets, reading, &market, files, warnings).await;
            check_doubts(&summary, options)?;
            return Ok((Cleaned::Chain(market.chain.unwrap_or_default()), summary));
        }
        Role::Events => {
            let read = sheets.iter().map(|sheet| events::read(sheet, options.bad_rows));
            let (mut lists, mut files) = (Vec::new(), Vec::new());
            for read in read {
                let (mut list, file) = read?;
                lists.append(&mut list);
                files.push(file);
            }
            lists.sort_by_key(|event: &Event| event.date);
            market.events.clone_from(&lists);
            (Cleaned::Events(lists), files)
        }
        Role::TradeLog => {
            return Err(Contradiction::TradeLogAlone { file: sheets[0].name.to_owned() }.into());
        }
        Role::Volatility | Role::Bars => {
            let read = sheets.iter().map(|sheet| series::read(sheet, options));
            let read: Vec<_> = read.collect::<Result<_, _>>()?;
            let (tables, files): (Vec<_>, Vec<_>) = read.into_iter().unzip();
            (Cleaned::Series(joined(&tables)), files)
        }
    };
    warnings.extend(sheets.iter().flat_map(Sheet::warnings));
    let summary = summary_of(sheets, reading, &market, files, warnings).await;
    check_doubts(&summary, options)?;
    Ok((cleaned, summary))
}

/// Tables of series as one; of two values of a day the first stays.
fn joined(tables: &[DailyValues]) -> DailySeries {
    let has = |series: &Series| {
        tables.iter().any(|table| table.columns.iter().any(|(other, _)| other == series))
    };
    let series: Vec<Series> = Series::ALL.into_iter().filter(has).collect();
    let mut days: BTreeMap<NaiveDate, Vec<Option<f64>>> = BTreeMap::new();
    for table in tables {
        for (column, values) in &table.columns {
            let place = series.iter().position(|series| series == column);
            for (date, value) in table.dates.iter().zip(values) {
                let day = days.entry(*date).or_insert_with(|| vec![None; series.len()]);
                if let Some(place) = place {
                    day[place] = day[place].or(*value);
                }
            }
        }
    }
    DailySeries { series, days: days.into_iter().collect() }
}

fn several(sheets: &[Sheet<'_>], kinds: &[Role], other: usize, kind: Role) -> ImportError {
    let of_kind = kinds.iter().position(|found| *found == kind).unwrap_or(0);
    ImportError::SeveralKinds {
        first: sheets[of_kind].name.to_owned(),
        second: sheets[other].name.to_owned(),
        kinds: format!("{kind} and {}", kinds[other]),
    }
}
