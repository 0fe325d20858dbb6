//! What a market is, by the name of its file or the symbol of its options.

use serde::{Deserialize, Serialize};

/// What options are on, as far as it is known which of them were listed when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Underlying {
    /// The S&P 500 or a tenth of it, whose contracts share their expiries.
    #[default]
    Index,
    /// A fund with contracts of every week, of which SPY is the first.
    Fund,
    /// Another index, fund or share: it is not known which contracts were listed.
    Other,
}

/// The S&P 500 and a tenth of it.
const BROAD: [&str; 9] = ["SPX", "SPXW", "SPXPM", "XSP", "XSPW", "GSPC", "SP500", "INX", "US500"];
/// Other indices with options of European style that are settled in cash, as Cboe, Nasdaq and
/// Eurex list them.
const OTHER: [&str; 10] =
    ["XEO", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT", "DJX", "VIX", "VIXW"];
const ABROAD: [&str; 34] = [
    "DAX",
    "ODAX",
    "MDAX",
    "OESX",
    "ESTX50",
    "SX5E",
    "STOXX50E",
    "UKX",
    "FTSE",
    "PX1",
    "FCHI",
    "AEX",
    "SMI",
    "OSMI",
    "IBEX",
    "OMX",
    "OMXS30",
    "HSI",
    "HSCEI",
    "HHI",
    "NKY",
    "N225",
    "NK225",
    "NI225",
    "TOPIX",
    "NIFTY",
    "NIFTY50",
    "BANKNIFTY",
    "FINNIFTY",
    "SENSEX",
    "KOSPI",
    "KOSPI200",
    "TXO",
    "XJO",
];
/// Funds that had weekly contracts from 2010 on, Wednesdays from 2016 and Mondays from 2018.
const FUNDS: [&str; 3] = ["SPY", "QQQ", "IWM"];

/// The level from which an underlying without a symbol is taken for an index: of all that there are
/// options on, few shares stand higher, and few indices lower.
const INDEX_LEVEL: f64 = 1_000.0;
/// The level from which even one with an unknown symbol is: hardly a share with options stands
/// there.
const NO_SHARE: f64 = 10_000.0;

/// The first word of a name, without the market that may stand before it.
fn first_word(name: &str) -> String {
    let bare = name.rsplit(':').next().unwrap_or_default();
    let mut words = bare.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(|word| !word.is_empty()).unwrap_or_default().to_ascii_uppercase()
}

/// Whether it is open what options with a symbol are on: no index by that name is known, and
/// indices stand there as well as shares.
#[must_use]
pub(crate) fn is_unknown(symbol: &str, name: &str, level: Option<f64>) -> bool {
    let is_between = level.is_some_and(|level| (INDEX_LEVEL..NO_SHARE).contains(&level));
    is_between && !symbol.is_empty() && !is_index(symbol, name, level)
}

/// Whether options are on an index: their symbol says so, or if it is empty the market's name; else
/// the level, unless the symbol is a ticker.
#[must_use]
pub(crate) fn is_index(symbol: &str, name: &str, level: Option<f64>) -> bool {
    let word = first_word(if symbol.is_empty() { name } else { symbol });
    let is_ticker = !symbol.is_empty() && symbol.bytes().all(|c| c.is_ascii_alphabetic());
    let is_named = [&BROAD[..], &OTHER, &ABROAD[..]].iter().any(|names| names.contains(&&*word));
    let least = if is_ticker { NO_SHARE } else { INDEX_LEVEL };
    is_named || level.is_some_and(|level| level >= least)
}

impl Underlying {
    /// What options on a market are on. An index is the S&P 500 unless its name is that of
    /// another; a fund is one of those known by name, and everything else is another underlying.
    ///
    /// ```
    /// use rotation::market::Underlying;
    /// assert_eq!(Underlying::of("sp500.csv", false), Underlying::Index);
    /// assert_eq!(Underlying::of("ndx.csv", false), Underlying::Other);
    /// assert_eq!(Underlying::of("SPY_2021.csv", true), Underlying::Fund);
    /// assert_eq!(Underlying::of("aapl.csv", true), Underlying::Other);
    /// ```
    #[must_use]
    pub fn of(name: &str, is_fund: bool) -> Self {
        let word = first_word(name);
        match is_fund {
            true if FUNDS.contains(&&*word) => Self::Fund,
            true => Self::Other,
            false if OTHER.contains(&&*word) || ABROAD.contains(&&*word) => Self::Other,
            false => Self::Index,
        }
    }
}
