//! What may be wrong with a row,

use std::fmt;

use crate::import::findings::show::quoted;

/// The rule that a row breaks; displayed as what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A quotation mark is closed on its line.
    ClosedQuote,
    /// A line has at most 1 MiB.
    LineLength,
    /// A row has every cell the header names.
    EnoughCells,
    /// A row has no cell the header does not name.
    NoMoreCells,
    /// A cell that is read is UTF-8.
    Utf8,
    /// A date in one of the known forms, on the calendar.
    Date,
    /// A date from 1800 to 2199.
    DateRange,
    /// A price is there, is a number and is above 0.
    Price,
    /// An amount of a trade log is one.
    Dollars,
    /// The account of a trade log has something in it.
    Funds,
    /// A price is at most 10,000,000.
    PriceLimit,
    /// The high is not below the low.
    HighAboveLow,
    /// The open lies between low and high.
    OpenInside,
    /// The close lies between low and high.
    CloseInside,
    /// A series has a number or nothing.
    SeriesNumber,
    /// A volatility is above 0 and at most 1,000 percent points.
    SeriesRange,
    /// A rate or skew is within 1,000 percent points of 0.
    RateRange,
    /// A dividend yield is from 0 to 1,000 percent points.
    YieldRange,
    /// A dividend is from 0 to 1,000 dollars a share.
    DividendRange,
    /// A regime is a whole number from 1 to 6.
    Regime,
    /// A score is from 0 to 1.
    Score,
    /// An event has a type.
    EventType,
    /// A text has at most 200 characters, none of them control characters.
    PlainText,
    /// `scheduled` is true or false.
    TrueOrFalse,
    /// No two rows have one date.
    NewDate,
    /// Dates go one way.
    LaterDate,
    /// A strike is above 0 and at most 4,000,000.
    Strike,
    /// A contract's symbol has root, expiry, right and strike.
    ContractSymbol,
    /// An option is a call or a put.
    Right,
    /// A bid or ask is at most 400,000.
    QuoteLimit,
    /// All quotes of a chain are of one underlying.
    OneUnderlying,
    /// No contract expires before it is quoted.
    ExpiryAhead,
    /// No bid or ask is below 0.
    NegativeQuote,
    /// No bid is above its ask.
    CrossedQuote,
    /// A contract has one quote a day.
    NewContract,
    /// A day of quotes has a bar.
    QuotedBar,
    /// On a day of quotes the underlying stands where its bar does.
    QuotedLevel,
    /// A price is not a multiple of those of the days around it.
    Neighbours,
    /// A contract is a standard one.
    StandardContract,
    /// A contract is quoted under one root.
    OneRoot,
    /// Of several times of a day the last one counts.
    LastTime,
    /// Expiry, strike and type are as the contract's symbol says.
    AsItsSymbol,
    /// An expiry is not on a weekend.
    ExpiryOnWeekday,
    /// A row is of an option.
    AnOption,
    /// Quotes of one contract on one day are the same.
    OneAnswer,
}

impl Rule {
    /// Whether it is about what a quote is of, and not about how its row is written.
    pub(crate) const fn is_of_quotes(self) -> bool {
        matches!(
            self,
            Self::StandardContract
                | Self::LastTime
                | Self::AsItsSymbol
                | Self::ExpiryOnWeekday
                | Self::AnOption
                | Self::OneAnswer
        )
    }

    /// What to do about a row that breaks it, besides skipping it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::ClosedQuote => "close or remove the quotation mark",
            Self::LineLength | Self::EnoughCells | Self::NoMoreCells => "correct the row",
            Self::Utf8 => "save the file as CSV in UTF-8",
            Self::Date => "write it as YYYY-MM-DD",
            Self::DateRange => "write the year with four digits",
            Self::NewDate => "remove one of the rows",
            Self::LaterDate => "sort the rows by date",
            Self::ContractSymbol => "write it as SPY230327P00390000",
            Self::Right => "write call or put",
            Self::StandardContract => "load the quotes of the standard contracts",
            Self::LastTime => "choose an earlier time or load quotes of the whole day",
            Self::AnOption => "load the option quotes",
            Self::AsItsSymbol => "correct the column of strikes or the symbols",
            Self::ExpiryOnWeekday => "correct the expiries",
            Self::OneAnswer => "add the column that tells them apart, such as a root or a time",
            _ => "fix the cell",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClosedQuote => "a quotation mark closed on its line",
            Self::LineLength => "a line of at most 1 MiB",
            Self::EnoughCells => "as many cells as the header has",
            Self::NoMoreCells => "no more cells than the header has",
            Self::Utf8 => "UTF-8 text",
            Self::Date => "a date",
            Self::DateRange => "a date from 1800-01-01 to 2199-12-31",
            Self::Price => "a positive price",
            Self::Dollars => "dollars up to 1,000,000,000,000",
            Self::Funds => "funds of a dollar at least, before the trade as well",
            Self::PriceLimit => "a price up to 10,000,000",
            Self::HighAboveLow => "a high not below the low",
            Self::OpenInside => "an open between low and high",
            Self::CloseInside => "a close between low and high",
            Self::SeriesNumber => "a number or an empty cell",
            Self::SeriesRange => "positive percent points up to 1,000",
            Self::RateRange => "percent points from -1,000 to 1,000",
            Self::YieldRange => "percent points from 0 to 1,000",
            Self::DividendRange => "dollars a share from 0 to 1,000",
            Self::Regime => "a regime from 1 to 6",
            Self::Score => "a score from 0 to 1",
            Self::EventType => "a type of event",
            Self::PlainText => "at most 200 characters of plain text",
            Self::TrueOrFalse => "true or false",
            Self::NewDate => "one row per date",
            Self::LaterDate => "a date after the one before it",
            Self::Strike => "a positive strike up to 4,000,000",
            Self::ContractSymbol => "a contract's symbol",
            Self::Right => "call or put",
            Self::QuoteLimit => "a price up to 400,000",
            Self::OneUnderlying => "the underlying of the other rows",
            Self::ExpiryAhead => "an expiry not before the day of the quote",
            Self::NegativeQuote => "bid and ask not below 0",
            Self::CrossedQuote => "a bid not above its ask",
            Self::NewContract => "one quote per contract and day",
            Self::QuotedBar => "a day that has a bar",
            Self::QuotedLevel => "an underlying within 5 % of the bar's close",
            Self::Neighbours => "a price like those of its neighbours",
            Self::StandardContract => "a standard contract, not an adjusted one",
            Self::OneRoot => "one root per contract",
            Self::LastTime => "the last time of the day that has quotes",
            Self::AsItsSymbol => "the strike and the type of the contract's symbol",
            Self::ExpiryOnWeekday => "an expiry that is not on a weekend",
            Self::AnOption => "an option, not a future or a share",
            Self::OneAnswer => "one quote per contract and day, not several that differ",
        })
    }
}

/// One bad row: the first rule it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, the first is 1.
    pub line: u64,
    /// The column as the header writes it; `None` where the row as a whole is meant.
    pub column: Option<String>,
    /// The rule that is broken.
    pub rule: Rule,
    /// What was found, ready to show: quoted, escaped, at most forty characters of a cell.
    pub found: String,
    /// The row, ready to show, where it was at hand.
    pub row: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        write!(f, ": expected {}, found {}", self.rule, self.found)
    }
}

/// The message about the bad rows of a file, of which it names the first.
pub(crate) fn bad_rows(file: &str, problems: &[Problem], total: usize, rows: usize) -> String {
    let Some(first) = problems.first() else {
        return format!("{file}: expected good rows, found {total} bad ones; fix them");
    };
    let more = match total.saturating_sub(1) {
        0 => String::new(),
        1 => " (and 1 more row)".to_owned(),
        more => format!(" (and {more} more rows)"),
    };
    let remedy = first.rule.remedy();
    match total < rows {
        true => format!("{file} {first}{more}; {remedy} or skip the bad rows"),
        false => format!("{file} {first}{more}; no row could be used: {remedy}"),
    }
}

/// What is wrong with a row, without its line, which
/// [`Problems`](crate::import::findings::problems::Problems) adds.
pub(crate) struct Fault {
    pub(crate) column: Option<usize>,
    pub(crate) rule: Rule,
    pub(crate) found: String,
}

/// A bad cell. One that is not even text is called so, whatever else was expected.
#[inline(never)]
pub(crate) fn fault(rule: Rule, column: usize, cell: &[u8]) -> Box<Fault> {
    let rule = if std::str::from_utf8(cell).is_ok() { rule } else { Rule::Utf8 };
    Box::new(Fault { column: Some(column), rule, found: quoted(cell) })
}

/// The rows that were left out because of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedRows {
    /// The rule they break.
    pub rule: Rule,
    /// How many rows.
    pub count: usize,
    /// The lines of the first ones, at most [`SkippedRows::MAX_LINES`].
    pub lines: Vec<u64>,
}

impl SkippedRows {
    /// The most lines that are named.
    pub const MAX_LINES: usize = 5;
}
