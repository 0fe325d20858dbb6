//! Facts in files that contradict what the files were to be read as, or each other.

use chrono::NaiveDate;
use thiserror::Error;

use crate::import::findings::show::list_of_some;

/// Why files cannot be what they were to be read as.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Contradiction {
    /// A file has another index than those that are read.
    #[error(
        "{file}: expected the VIX, VIX9D, VIX3M or VVIX, found {name}, {what}; leave the file out"
    )]
    AnotherIndex {
        /// The file.
        file: String,
        /// The index.
        name: &'static str,
        /// What it is.
        what: &'static str,
    },
    /// What is to be a volatility index has prices.
    #[error(
        "{file}: expected a volatility index in percent points, found no value below {lowest}, \
         where no such index stays; choose the file of the index"
    )]
    NotVolatility {
        /// The file.
        file: String,
        /// Its lowest value.
        lowest: String,
    },
    /// A file of bars has columns of options.
    #[error(
        "{file} line {line}, column \"{column}\": expected bars of an underlying, found prices of \
         options; load it as option quotes, with expiry, strike, type, bid and ask"
    )]
    OptionsAsBars {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// The column of options.
        column: String,
    },
    /// A file has one price a day of each of several symbols.
    #[error(
        "{file} line {line}: expected open, high, low and close of one symbol, found a column of \
         prices for each of several, side by side: {}; load a file of one of them",
        list_of_some(symbols, *more)
    )]
    SideBySide {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// The first of the symbols.
        symbols: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// Bars are not of days.
    #[error(
        "{file}: expected one bar a trading day, found {} from {from} to {to}; load daily bars",
        frequency(*days)
    )]
    NotDaily {
        /// The file.
        file: String,
        /// Calendar days from one bar to the next.
        days: i64,
        /// First bar that is none of a day.
        from: NaiveDate,
        /// Last bar of those.
        to: NaiveDate,
    },
    /// Prices may be parts of a dollar.
    #[error(
        "{file}: expected prices in dollars, found whole hundreds such as {close}, as in \
         ten-thousandths of a dollar; divide them by 10,000"
    )]
    PricesInParts {
        /// The file.
        file: String,
        /// Its first close.
        close: String,
    },
    /// Stamps are of another time zone, and were not to be corrected.
    #[error(
        "{file}: expected the days of the exchange, found {}, as stamps of another time zone{} \
         are; write the day of the exchange, or let the days be moved",
        if *is_next { "Sundays and no Fridays" } else { "Saturdays and no Mondays" },
        match times {
            Some((from, to)) if from == to => format!(" ({from})"),
            Some((from, to)) => format!(" ({from} to {to})"),
            None => String::new(),
        }
    )]
    OtherZone {
        /// The file.
        file: String,
        /// The earliest and the latest time of day, if there are times.
        times: Option<(String, String)>,
        /// Whether the days are those before the right ones.
        is_next: bool,
    },
    /// A split and the quotes around it do not go together.
    #[error(
        "{file}: expected the underlying of the option quotes to move with the bars on {date}, \
         where a split of {factor} for 1 would be, found {found}; add a column \"split\" to the \
         bars with the shares for one on its day, or load quotes and bars from that day on"
    )]
    UnclearSplit {
        /// The file of quotes.
        file: String,
        /// The day.
        date: NaiveDate,
        /// Shares for one.
        factor: String,
        /// What does not go with it.
        found: String,
    },
    /// Quotes go on over a split whose contracts deliver other than hundred shares.
    #[error(
        "{file}: expected splits of whole shares for one beside option quotes, found {factor} for \
         1 on {date}, after which contracts deliver odd lots; load quotes and bars from that day \
         on, or up to the day before"
    )]
    OddSplit {
        /// The file of quotes.
        file: String,
        /// The day.
        date: NaiveDate,
        /// Shares for one.
        factor: String,
    },
    /// Bars stand on another level than the quotes, and were not to be scaled.
    #[error(
        "{file}: expected the bars on the level of the options' underlying, found it at {level} \
         where the bars close at {close} ({date}), as prices adjusted for dividends do; load \
         prices that are not adjusted, or let the bars be scaled to the quotes"
    )]
    OtherLevel {
        /// The file of quotes.
        file: String,
        /// A day.
        date: NaiveDate,
        /// What the options are on, dollars.
        level: String,
        /// Where the bars close.
        close: String,
    },
    /// Some dates can only be read day first, others only month first.
    #[error(
        "{file} line {line}: expected day and month in one order in all dates, found \"{found}\", \
         which is day first, and \"{other}\" on line {other_line}, which is month first; write \
         them as YYYY-MM-DD"
    )]
    MixedDateOrders {
        /// The file.
        file: String,
        /// The line of the first date that can only be read day first.
        line: u64,
        /// That date.
        found: String,
        /// The line of the first date that can only be read month first.
        other_line: u64,
        /// That date.
        other: String,
    },
    /// There is a trade log alone.
    #[error(
        "{file}: expected daily bars, a volatility index, option quotes or events, found a trade \
         log; open it in the page, which draws it beside a run"
    )]
    TradeLogAlone {
        /// The file.
        file: String,
    },
}

impl Contradiction {
    /// The file in which it was found.
    pub(crate) fn file(&self) -> &str {
        match self {
            Self::AnotherIndex { file, .. }
            | Self::TradeLogAlone { file }
            | Self::MixedDateOrders { file, .. }
            | Self::NotVolatility { file, .. }
            | Self::OptionsAsBars { file, .. }
            | Self::SideBySide { file, .. }
            | Self::NotDaily { file, .. }
            | Self::PricesInParts { file, .. }
            | Self::OtherZone { file, .. }
            | Self::UnclearSplit { file, .. }
            | Self::OddSplit { file, .. }
            | Self::OtherLevel { file, .. } => file,
        }
    }
}

/// What bars so many calendar days apart are.
fn frequency(days: i64) -> String {
    match days {
        5..=9 => "one bar a week".to_owned(),
        27..=32 => "one bar a month".to_owned(),
        days => format!("one bar every {days} days"),
    }
}
