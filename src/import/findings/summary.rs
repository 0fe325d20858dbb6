//! What an import understood, file by file: to be shown, never to be computed with.

use std::fmt;

use chrono::NaiveDate;

use crate::import::findings::count::Count;
use crate::import::findings::form::{DateForm, Delimiter};
use crate::import::findings::problem::{Problem, SkippedRows};
use crate::import::findings::repair::Repair;
use crate::import::findings::role::Role;
use crate::import::findings::warning::Warning;
use crate::market::{Chain, Market, Series};

/// How all files together were understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// One entry per file, in the order they were given.
    pub files: Vec<FileSummary>,
    /// How many bars the market has.
    pub bars: usize,
    /// Its first and last day.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// The series beside the bars.
    pub series: Vec<SeriesSummary>,
    /// How many events the calendar has.
    pub events: usize,
    /// The option quotes, if there are any.
    pub chain: Option<ChainSummary>,
    /// What is unusual about the market, though no error.
    pub warnings: Vec<Warning>,
}

/// The option quotes of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainSummary {
    /// Days with quotes.
    pub days: usize,
    /// Quotes in all.
    pub quotes: usize,
    /// First and last day.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Whether the options are on a tenth of the bars' level, not on the level itself.
    pub is_tenth: bool,
}

/// How one file was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSummary {
    /// Its name, ready to show.
    pub name: String,
    /// What it holds.
    pub role: Role,
    /// What it was recognised as, such as "Yahoo or Nasdaq daily bars".
    pub recognised: String,
    /// What its option quotes are of, by its symbol; empty if no row tells.
    pub underlying: String,
    /// What separates its cells.
    pub delimiter: Delimiter,
    /// How its dates are written; one form, unless the file mixes them.
    pub date_forms: Vec<DateForm>,
    /// Its columns in their order.
    pub columns: Vec<ColumnSummary>,
    /// Whether the user said what they hold.
    pub is_told: bool,
    /// Rows below the header that were not blank.
    pub rows_read: usize,
    /// Rows that became part of the market.
    pub rows_kept: usize,
    /// Option quotes that were not wanted, or rows of other symbols.
    pub filtered: usize,
    /// Rows that were left out, by rule.
    pub skipped: Vec<SkippedRows>,
    /// The first of these rows one by one, in the order of the file, at most
    /// [`MAX_PROBLEMS`](crate::import::MAX_PROBLEMS).
    pub problems: Vec<Problem>,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// First and last day of the rows kept.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// For a file of series: where its values went.
    pub merged: Vec<Merged>,
}

impl FileSummary {
    /// What the file was taken for, on one line.
    #[must_use]
    pub fn headline(&self) -> String {
        let Self { name, role, recognised, rows_kept, rows_read, .. } = self;
        let (days, rows) = (Days(self.span), Count(*rows_read, "row"));
        let repairs: String = self.repairs.iter().map(|repair| format!("; {repair}")).collect();
        format!(
            "{name}: taken for {role} ({recognised}), {rows_kept} of {rows} used{days}{repairs}"
        )
    }
}

impl Summary {
    /// What the option quotes are of, by its symbol; empty if no file tells.
    #[must_use]
    pub fn underlying(&self) -> &str {
        let telling = self.files.iter().filter(|file| !file.underlying.is_empty());
        telling.max_by_key(|file| file.rows_kept).map_or("", |file| &file.underlying)
    }
}

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSummary {
    /// Its name in the header, ready to show.
    pub name: String,
    /// The canonical name of what it holds; `None` if that is not known.
    pub meaning: Option<String>,
    /// Whether its values became part of the market.
    pub is_used: bool,
}

/// Where the values of a series file went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The series, by its canonical name.
    pub series: String,
    /// Bars that had no value and got one.
    pub filled: usize,
    /// Bars whose value was another one.
    pub replaced: usize,
    /// Bars whose value was the same.
    pub confirmed: usize,
    /// Bars that still have none.
    pub empty: usize,
    /// Values on days without a bar.
    pub unused: usize,
}

/// A series beside the bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSummary {
    /// Its canonical name.
    pub series: String,
    /// How many bars have a value.
    pub values: usize,
    /// The first and the last day with one.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| file.fmt(f))?;
        let (bars, events) = (Count(self.bars, "bar"), Count(self.events, "event"));
        writeln!(f, "market: {bars}, {events}{}", Days(self.span))?;
        for SeriesSummary { series, values, span } in &self.series {
            writeln!(f, "{series}: {values} of {bars}{}", Days(*span))?;
        }
        if let Some(ChainSummary { days, quotes, span, is_tenth }) = &self.chain {
            let (days, quotes) = (Count(*days, "day"), Count(*quotes, "option quote"));
            let on = match (self.bars, is_tenth) {
                (0, _) => "",
                (_, true) => " on a tenth of the bars' level",
                (_, false) => " on the bars' level",
            };
            writeln!(f, "chain: {quotes} on {days}{on}{}", Days(*span))?;
        }
        self.warnings.iter().try_for_each(|warning| writeln!(f, "warning: {warning}"))
    }
}

impl fmt::Display for FileSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, recognised, rows_kept, rows_read, .. } = self;
        let days = Days(self.span);
        let rows = Count(*rows_read, "row");
        writeln!(f, "{name}: {recognised}, {rows_kept} of {rows} used{days}")?;
        let forms: Vec<_> = self.date_forms.iter().map(ToString::to_string).collect();
        writeln!(f, "  {}-separated, dates {}", self.delimiter, forms.join(" and "))?;
        let columns: Vec<_> = self.columns.iter().map(ToString::to_string).collect();
        writeln!(f, "  columns: {}", columns.join(", "))?;
        for SkippedRows { rule, count, lines } in &self.skipped {
            let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
            let more = if *count > lines.len() { " ..." } else { "" };
            writeln!(f, "  skipped {count}: expected {rule}, lines {}{more}", lines.join(" "))?;
        }
        self.repairs.iter().try_for_each(|repair| writeln!(f, "  repaired: {repair}"))?;
        for Merged { series, filled, replaced, confirmed, empty, unused } in &self.merged {
            write!(
                f,
                "  {series}: {filled} bars filled, {replaced} replaced, {confirmed} equal, "
            )?;
            writeln!(f, "{empty} left empty, {unused} values without a bar")?;
        }
        Ok(())
    }
}

impl fmt::Display for ColumnSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.meaning {
            Some(meaning) if !self.name.eq_ignore_ascii_case(meaning) => write!(f, " = {meaning}")?,
            _ => {}
        }
        f.write_str(if self.is_used { "" } else { " (not used)" })
    }
}

/// A span of days as the end of a sentence.
struct Days(Option<(NaiveDate, NaiveDate)>);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |(first, last)| write!(f, ", {first} to {last}"))
    }
}

/// The summary of all files.
pub(crate) fn summarise_market(
    market: &Market,
    files: Vec<FileSummary>,
    warnings: Vec<Warning>,
) -> Summary {
    let series = Series::ALL.into_iter().filter_map(|series| {
        let values = market.series(series)?;
        let days = || market.bars.iter().zip(values).filter(|(_, value)| value.is_some());
        let dates = || days().map(|(bar, _)| bar.date);
        Some(SeriesSummary {
            series: series.column().to_owned(),
            values: days().count(),
            span: dates().next().zip(dates().next_back()),
        })
    });
    let chain = market.chain.as_ref().map(|chain| {
        let mut dates = chain.days().map(|day| day.date());
        let first = dates.next();
        ChainSummary {
            days: chain.days().count(),
            quotes: chain.len(),
            span: first.map(|first| (first, dates.last().unwrap_or(first))),
            is_tenth: market.chain_scale() == Some(Chain::TENTH),
        }
    });
    Summary {
        chain,
        bars: market.bars.len(),
        span: market.span(),
        series: series.collect(),
        events: market.events.len(),
        warnings,
        files,
    }
}
