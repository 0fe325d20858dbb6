//! What in a file was repaired without loss.

use std::fmt;

use chrono::NaiveDate;

use crate::import::findings::count::Count;

/// Something in a file that was mended without loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// The file was extracted from a ZIP archive.
    Unzipped,
    /// The file was unpacked from gzip.
    Gunzipped,
    /// A byte order mark was taken off.
    ByteOrderMark,
    /// The file was UTF-16.
    Utf16,
    /// This many lines above the header were skipped.
    LinesAboveHeader(usize),
    /// This many blank lines were skipped.
    BlankLines(usize),
    /// The newest day came first; the rows were turned round.
    NewestFirst,
    /// Rows were sorted by date.
    Sorted,
    /// The rows of each day were aggregated to one.
    AggregatedDays {
        /// How many rows.
        rows: usize,
        /// To how many days.
        days: usize,
        /// The earliest time of day, minutes.
        from: u16,
        /// The latest time of day, minutes.
        to: u16,
    },
    /// This many numbers had thousands separators.
    ThousandsSeparators(usize),
    /// Numbers have a decimal comma.
    DecimalComma,
    /// This many bids of 0 were read as no bid.
    NoBid(usize),
    /// This many asks of 0 were read as no ask.
    NoAsk(usize),
    /// The file has no day of its quotes: they were taken to be of its latest trade.
    DayOfLatestTrade(NaiveDate),
    /// Implied volatilities were percent and became decimals.
    PercentVolatility,
    /// This many cells beside the quotes were out of their range and left empty.
    EmptiedCells(usize),
    /// Stamps are of another time zone: their days were moved by one.
    MovedDays {
        /// How many rows.
        rows: usize,
        /// Whether they are of the day after the one written, else of the one before.
        is_next: bool,
        /// The earliest and the latest time of day, minutes, if there are times.
        times: Option<(u16, u16)>,
    },
    /// Prices were ten-thousandths of a dollar.
    TenThousandths,
    /// This many numbers had the sign of a currency.
    CurrencySigns(usize),
    /// This many numbers had a percent sign.
    PercentSigns(usize),
    /// This many lines below the last row were skipped.
    LinesBelow(usize),
    /// The file has no header; its columns were told by their values.
    NoHeader,
    /// This many opens were not known: the previous close stands for each, within the day's range.
    UnknownOpens(usize),
    /// This many ranges were a digit too narrow for the open or the close, and were widened.
    WidenedRanges(usize),
    /// The closes of this many days were below 0: the middle of bid and ask, without a trade.
    MiddlesOfQuotes(usize),
    /// The prices of this many days were billionths of a dollar.
    Billionths(usize),
    /// Strikes were written as so many times the price, and were divided.
    StrikesDivided(u32),
    /// Quotes were written as so many times the price, and were divided.
    QuotesDivided(u32),
    /// So many quotes have another expiry in their column than in the contract's symbol; the
    /// symbol's is used.
    ExpiryOfSymbol(usize),
    /// So many quotes have an expiry in the contract's symbol on which nothing trades; the
    /// column's is used.
    ExpiryOfColumn(usize),
    /// Expiries fell on weekends, and were moved by so many days: so many quotes.
    ExpiriesMoved {
        /// By how many days.
        days: i8,
        /// Of how many quotes.
        quotes: usize,
    },
    /// The day of all quotes stands above the header.
    DayAboveHeader(NaiveDate),
    /// Quotes are of several times of a day: of each day the last one in the session counts.
    LastTime {
        /// The earliest time of day, minutes.
        from: u16,
        /// The latest time of day, minutes.
        to: u16,
        /// The time that was used, of the last day; minutes.
        used: u16,
    },
}

impl Repair {
    /// Whether it decides what contracts and prices are, so that it is to be said in any case.
    #[must_use]
    pub const fn decides(&self) -> bool {
        matches!(
            self,
            Self::StrikesDivided(_)
                | Self::QuotesDivided(_)
                | Self::ExpiryOfSymbol(_)
                | Self::ExpiryOfColumn(_)
                | Self::ExpiriesMoved { .. }
                | Self::DayAboveHeader(_)
                | Self::DayOfLatestTrade(_)
                | Self::LastTime { .. }
        )
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unzipped => f.write_str("extracted from a ZIP archive"),
            Self::Gunzipped => f.write_str("unpacked from gzip"),
            Self::ByteOrderMark => f.write_str("byte order mark removed"),
            Self::Utf16 => f.write_str("UTF-16 converted to UTF-8"),
            Self::LinesAboveHeader(1) => f.write_str("1 line above the header skipped"),
            Self::LinesAboveHeader(lines) => {
                write!(f, "{lines} lines above the header skipped")
            }
            Self::BlankLines(1) => f.write_str("1 blank line skipped"),
            Self::BlankLines(lines) => write!(f, "{lines} blank lines skipped"),
            Self::NewestFirst => f.write_str("newest day first: row order reversed"),
            Self::Sorted => f.write_str("rows sorted by date"),
            Self::AggregatedDays { rows, days, from, to } => write!(
                f,
                "{} from {:02}:{:02} to {:02}:{:02} aggregated to {}",
                Count(*rows, "intraday row"),
                from / 60,
                from % 60,
                to / 60,
                to % 60,
                Count(*days, "daily row")
            ),
            Self::ThousandsSeparators(count) => {
                write!(f, "thousands separators removed from {}", Count(*count, "number"))
            }
            Self::DecimalComma => f.write_str("decimal commas read as decimal points"),
            Self::NoBid(count) => write!(f, "0 read as no bid: {}", Count(*count, "quote")),
            Self::NoAsk(count) => write!(f, "0 read as no ask: {}", Count(*count, "quote")),
            Self::DayOfLatestTrade(day) => {
                write!(f, "no quote date: dated by the latest trade, {day}")
            }
            Self::PercentVolatility => f.write_str("iv read as percent"),
            other => other.say_of_contents(f),
        }
    }
}

impl Repair {
    /// Which days were moved.
    fn say_moved(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MovedDays { rows, is_next, times } => {
                let day = if *is_next { "after" } else { "before" };
                write!(f, "days of another time zone")?;
                if let Some((from, to)) = times {
                    write!(f, " (stamps of {:02}:{:02}", from / 60, from % 60)?;
                    match from == to {
                        true => write!(f, ")")?,
                        false => write!(f, " to {:02}:{:02})", to / 60, to % 60)?,
                    }
                }
                write!(f, ": {} read as of the day {day}", Count(*rows, "row"))
            }
            _ => Ok(()),
        }
    }

    /// What was mended in the rows themselves.
    fn say_of_contents(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MovedDays { .. } => self.say_moved(f),
            Self::TenThousandths => {
                f.write_str("whole numbers of ten-thousandths of a dollar divided by 10,000")
            }
            Self::EmptiedCells(count) => write!(
                f,
                "underlying, iv, delta, volume or open interest out of range left empty: {}",
                Count(*count, "cell")
            ),
            Self::CurrencySigns(count) => {
                write!(f, "currency signs removed from {}", Count(*count, "number"))
            }
            Self::PercentSigns(count) => {
                write!(f, "percent signs read as hundredths in {}", Count(*count, "number"))
            }
            Self::LinesBelow(count) => {
                write!(f, "{} below the last row skipped", Count(*count, "line"))
            }
            Self::NoHeader => f.write_str("no header: columns told by their values"),
            Self::StrikesDivided(by) => write!(f, "strikes divided by {by}"),
            Self::QuotesDivided(by) => write!(f, "quotes divided by {by}"),
            Self::ExpiryOfSymbol(count) => write!(
                f,
                "expiry taken from the contract's symbol, which its column contradicts: {}",
                Count(*count, "quote")
            ),
            Self::ExpiryOfColumn(count) => write!(
                f,
                "expiry taken from its column, as nothing trades on that of the contract's \
                 symbol: {}",
                Count(*count, "quote")
            ),
            Self::ExpiriesMoved { days, quotes } => write!(
                f,
                "expiries on weekends, so all were moved by {days:+} day: {}",
                Count(*quotes, "quote")
            ),
            Self::DayAboveHeader(day) => {
                write!(f, "quotes dated by the line above the header, {day}")
            }
            Self::LastTime { from, to, used } => {
                let clock = |minutes: &u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
                write!(
                    f,
                    "several times a day, {} to {}: the last of the session is used, {} on the \
                     last day",
                    clock(from),
                    clock(to),
                    clock(used)
                )
            }
            other => other.say_of_prices(f),
        }
    }

    /// What was mended in the prices of days.
    fn say_of_prices(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOpens(count) => write!(
                f,
                "opens of 0 or none: {}; the previous close, within the day's range, stands for \
                 each",
                Count(*count, "day")
            ),
            Self::WidenedRanges(count) => write!(
                f,
                "high or low off the open or close by rounding, and widened: {}",
                Count(*count, "day")
            ),
            Self::MiddlesOfQuotes(count) => write!(
                f,
                "prices below 0 read as the middle of bid and ask, without a trade: {}",
                Count(*count, "day")
            ),
            Self::Billionths(count) => write!(
                f,
                "whole numbers of billionths of a dollar divided by 1,000,000,000: {}",
                Count(*count, "day")
            ),
            _ => Ok(()),
        }
    }
}
