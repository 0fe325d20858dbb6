//! What is unusual about a market, though no error: to be shown beside the summary.

use std::fmt;

use chrono::NaiveDate;

use crate::import::findings::count::Count;
use crate::import::findings::days::DaysFound;
use crate::import::findings::doubt::Doubt;
use crate::import::findings::show::list_of_some;

/// Something unusual that the user should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// There are fewer bars than the signals need.
    FewBars {
        /// How many there are.
        bars: usize,
    },
    /// Trading days of the exchange between first and last bar have none.
    MissingDays {
        /// Which.
        days: DaysFound,
    },
    /// There are bars on days the exchange was closed.
    ClosedDays {
        /// Which.
        days: DaysFound,
    },
    /// Opens repeat the close before, in years in which more than a fifth of them do.
    StaleOpens {
        /// On which days.
        days: DaysFound,
    },
    /// Some of the six scores are in the file, but not all; none is used.
    SomeScores {
        /// The file.
        file: String,
    },
    /// A volatility index is so low that the file may have decimals instead of percent points.
    LooksDecimal {
        /// The series, by its canonical name.
        series: String,
    },
    /// A file was taken for a volatility index because of its level alone.
    ByLevel {
        /// The file.
        file: String,
    },
    /// Files were skipped because they have no rows.
    WithoutRows {
        /// The first of them.
        files: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// None of a file's values fell on a bar.
    NothingMerged {
        /// The file.
        file: String,
    },
    /// A file writes its dates in several forms.
    MixedDates {
        /// The file.
        file: String,
    },
    /// Quotes of one contract on one day stand in several files; the first is used.
    RepeatedQuotes {
        /// How many were not used.
        count: usize,
    },
    /// On some days the options' underlying stands elsewhere than the bar; they are left out.
    OtherLevels {
        /// Which.
        days: DaysFound,
    },
    /// Prices or quotes are well written, and doubtful all the same.
    Doubtful {
        /// What is doubted.
        doubt: Doubt,
        /// Which.
        days: DaysFound,
    },
    /// Prices are written as they were on their day; those before a split were divided.
    SplitsApplied {
        /// Of the splits.
        days: DaysFound,
        /// Whether no column tells them, but the adjusted close.
        by_close: bool,
    },
    /// Prices are written as they were on their day, and stay so: divided they would be too high or
    /// too low.
    SplitsLeft {
        /// Of the splits.
        days: DaysFound,
    },
    /// Prices have been adjusted for splits by whoever wrote them.
    SplitsCounted {
        /// Of the splits.
        days: DaysFound,
    },
    /// Dividends were worked out from what the adjusted close loses against the close.
    DividendsFound {
        /// Of the dividends.
        days: DaysFound,
    },
    /// Options have prices of trades, and neither bid nor ask.
    TradesAlone,
    /// Trading days between the first and the last day of quotes have none.
    ChainHoles {
        /// Which.
        days: DaysFound,
    },
    /// Option quotes go on over splits: what is held then is exchanged.
    SplitsOfQuotes {
        /// Of the splits.
        days: DaysFound,
    },
    /// Prices contained the dividends beside them, and were brought back to those traded.
    DividendsRestored {
        /// Of the dividends.
        days: DaysFound,
    },
    /// Nothing tells whether prices contain the dividends beside them.
    DividendsUnclear {
        /// Of the dividends.
        days: DaysFound,
    },
    /// Bars stand on another level than the underlying of the quotes, and were scaled to it.
    OtherLevel {
        /// How far the closes were off, the least, in percent.
        from: String,
        /// The most.
        to: String,
        /// On which days of quotes.
        days: DaysFound,
    },
    /// A file of another index than those that are read was left out.
    AnotherIndex {
        /// The file.
        file: String,
        /// The index.
        name: &'static str,
        /// What it is.
        what: &'static str,
    },
    /// A column called skew has the Cboe SKEW index, and was left out.
    SkewIndex {
        /// The file.
        file: String,
    },
    /// Bars are of years whose trading days are not known by rule.
    EarlyDays {
        /// Which.
        days: DaysFound,
    },
    /// Options on something unknown are taken for those of a share or a fund.
    UnknownUnderlying {
        /// Their symbol.
        symbol: String,
    },
    /// Numbers of a file may have a decimal comma or commas between thousands.
    EitherMark {
        /// The file.
        file: String,
        /// The first such number.
        found: String,
        /// Whether the comma was taken for the decimal mark.
        is_comma: bool,
    },
    /// Dates of a file may be day first or month first.
    EitherOrder {
        /// The file.
        file: String,
        /// The first such date.
        found: String,
        /// Whether they were read day first.
        is_day_first: bool,
    },
    /// A file has no header, and too few rows to tell its open from its close.
    WithoutHeader {
        /// The file.
        file: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewBars { bars } => {
                let bars = Count(*bars, "bar");
                write!(f, "only {bars}: the first 50 warm up the signals, little is left to trade")
            }
            Self::MissingDays { days } => {
                write!(f, "trading days of the exchange without a bar: {days}")
            }
            Self::ClosedDays { days } => {
                write!(f, "bars on days the exchange was closed: {days}")
            }
            Self::StaleOpens { days } => write!(
                f,
                "opens equal to the previous close: {days}; in these years they are no prices to \
                 trade at"
            ),
            Self::SomeScores { file } => {
                write!(f, "{file}: not all six profile scores are there, so none is used")
            }
            Self::LooksDecimal { series } => write!(
                f,
                "{series} is below 1 percent point: the file may have decimals where percent \
                 points are expected"
            ),
            Self::ByLevel { file } => write!(
                f,
                "{file} was taken for the VIX because of its level; name the index in the name of \
                 the file to be sure"
            ),
            Self::WithoutRows { files, more } => {
                write!(f, "skipped files without rows: {}", list_of_some(files, *more))
            }
            Self::NothingMerged { file } => write!(f, "{file}: none of its days has a bar"),
            Self::RepeatedQuotes { count } => write!(
                f,
                "option quotes found again in another file: {count}; the first of each is used"
            ),
            Self::OtherLevels { days } => write!(
                f,
                "days of option quotes left out because their underlying is more than 5 % off the \
                 bar's close: {days}"
            ),
            Self::AnotherIndex { .. }
            | Self::SkewIndex { .. }
            | Self::EarlyDays { .. }
            | Self::TradesAlone
            | Self::UnknownUnderlying { .. } => self.say_unknown(f),
            Self::Doubtful { doubt, days } => {
                let (what, effect) = (doubt.what(), doubt.effect());
                write!(f, "{what}: {days}; {effect}")
            }
            Self::SplitsApplied { .. }
            | Self::SplitsLeft { .. }
            | Self::SplitsCounted { .. }
            | Self::SplitsOfQuotes { .. }
            | Self::DividendsRestored { .. }
            | Self::DividendsUnclear { .. }
            | Self::OtherLevel { .. }
            | Self::DividendsFound { .. } => self.say_adjusted(f),
            Self::MixedDates { .. }
            | Self::EitherMark { .. }
            | Self::EitherOrder { .. }
            | Self::WithoutHeader { .. } => self.say_undecided(f),
            Self::ChainHoles { days } => write!(
                f,
                "bars between the first and the last day of option quotes without any: \
                 {days}; nothing can be traded on those days"
            ),
        }
    }
}

impl Warning {
    /// Whether it only says what was found and done, and doubts nothing.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(
            self,
            Self::SplitsApplied { .. }
                | Self::SplitsCounted { .. }
                | Self::SplitsOfQuotes { .. }
                | Self::DividendsFound { .. }
                | Self::EarlyDays { .. }
        )
    }

    /// Whether it leaves open how something was to be read.
    pub(crate) const fn is_question(&self) -> bool {
        use Doubt::{Jump, MayBeSplit, OtherUnit, Parts};
        matches!(
            self,
            Self::EitherMark { .. }
                | Self::EitherOrder { .. }
                | Self::WithoutHeader { .. }
                | Self::ByLevel { .. }
                | Self::LooksDecimal { .. }
                | Self::MixedDates { .. }
                | Self::DividendsUnclear { .. }
                | Self::UnknownUnderlying { .. }
                | Self::Doubtful { doubt: Jump | MayBeSplit | OtherUnit | Parts, .. }
        )
    }

    /// Whether the user should hear of it at once: a file was left out, or was read in one of
    /// several ways.
    #[must_use]
    pub const fn is_urgent(&self) -> bool {
        matches!(self, Self::AnotherIndex { .. }) || self.is_question()
    }

    /// What is not known by name or by rule.
    fn say_unknown(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnotherIndex { file, name, what } => write!(
                f,
                "{file} was left out: it has {name}, {what}; only the VIX, VIX9D, VIX3M and VVIX \
                 are read"
            ),
            Self::SkewIndex { file } => write!(
                f,
                "{file}: the column of the Cboe SKEW index was left out; a skew is the volatility \
                 of 25-delta puts less that at the money, in points"
            ),
            Self::EarlyDays { days } => write!(
                f,
                "bars before 1990, when the exchange kept other holidays: {days}; they are not \
                 compared with its calendar"
            ),
            Self::UnknownUnderlying { symbol } => write!(
                f,
                "it is not known what {symbol} is: its options are taken for American ones that \
                 deliver shares; choose the instrument \"index\" if they are European and settled \
                 in cash"
            ),
            Self::TradesAlone => write!(
                f,
                "options with prices of trades, and neither bid nor ask: each is traded around its \
                 last price of the day, marked as traded, at the spread of the costs' model; what \
                 was not traded that day is priced by the surface of the others"
            ),
            _ => Ok(()),
        }
    }

    /// What in a file has two readings.
    fn say_undecided(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MixedDates { file } => {
                write!(f, "{file}: dates are written in several forms")
            }
            Self::EitherMark { file, found, is_comma } => {
                let read = found.replace(',', if *is_comma { "." } else { "" });
                write!(
                    f,
                    "{file}: the comma of \"{found}\" may be a decimal comma or stand between \
                     thousands, and no other number tells; read as {read}, choose the decimal mark \
                     to be sure"
                )
            }
            Self::WithoutHeader { file } => write!(
                f,
                "{file} has no header: of the two prices within high and low the first was taken \
                 for the open, which its few rows cannot tell; name the columns to be sure"
            ),
            Self::EitherOrder { file, found, is_day_first } => {
                let read = if *is_day_first { "day first" } else { "month first" };
                write!(
                    f,
                    "{file}: dates such as \"{found}\" may be day first or month first, and no \
                     other date tells; read {read}, choose the order of dates to be sure"
                )
            }
            _ => Ok(()),
        }
    }

    /// What was made of splits and dividends.
    fn say_adjusted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SplitsApplied { days, by_close } => {
                let found = if *by_close { " that the adjusted close tells" } else { "" };
                write!(
                    f,
                    "splits{found}: {days}; prices and dividends before each were divided by it"
                )
            }
            Self::SplitsLeft { days } => write!(
                f,
                "splits: {days}; prices are left as they are, for divided they would not lie \
                 between 0.001 and 10,000,000, and the engine takes the splits for moves"
            ),
            Self::SplitsCounted { days } => {
                write!(f, "splits: {days}; the prices are adjusted for them and left as they are")
            }
            Self::DividendsFound { days } => write!(
                f,
                "dividends that the adjusted close tells: {days}; they are paid on these days"
            ),
            Self::SplitsOfQuotes { days } => write!(
                f,
                "splits beside option quotes: {days}; contracts and shares held then are \
                 exchanged for as many as the ratio says"
            ),
            Self::DividendsRestored { days } => write!(
                f,
                "prices that are adjusted for the dividends beside them: {days}; the dividends \
                 were put back into the prices before, and are paid on their days"
            ),
            Self::DividendsUnclear { days } => write!(
                f,
                "dividends: {days}; nothing tells whether the prices are adjusted for them. They \
                 are paid: if the prices contain them, remove the column"
            ),
            Self::OtherLevel { from, to, days } => write!(
                f,
                "bars on another level than the underlying of the option quotes, as prices \
                 adjusted for dividends are: closes stand {}, days: {days}; the bars were scaled \
                 to the quotes",
                if from == to { from.clone() } else { format!("{from} to {to}") }
            ),
            _ => Ok(()),
        }
    }

    /// The first of the days it is about.
    #[must_use]
    pub fn days(&self) -> &[NaiveDate] {
        self.found().map_or(&[], DaysFound::first)
    }

    /// The days it is about.
    pub(crate) const fn found(&self) -> Option<&DaysFound> {
        match self {
            Self::MissingDays { days }
            | Self::ClosedDays { days }
            | Self::OtherLevels { days }
            | Self::Doubtful { days, .. }
            | Self::SplitsApplied { days, .. }
            | Self::SplitsLeft { days, .. }
            | Self::SplitsCounted { days }
            | Self::SplitsOfQuotes { days }
            | Self::EarlyDays { days }
            | Self::DividendsRestored { days }
            | Self::DividendsUnclear { days }
            | Self::OtherLevel { days, .. }
            | Self::DividendsFound { days }
            | Self::ChainHoles { days } => Some(days),
            _ => None,
        }
    }
}
