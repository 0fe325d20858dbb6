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
        }
    }
}
