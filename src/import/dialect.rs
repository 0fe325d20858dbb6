//! The words of vendors: which header means which column, and which set of headers is whose.
//!
//! Both are tables, so that another vendor is another entry.

use std::fmt;

use crate::market::Series;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Date,
    /// The date where there is no better one, else the time of day.
    Time,
    Open,
    High,
    Low,
    Close,
    AdjustedClose,
    Volume,
    Symbol,
    Series(Series),
    Regime,
    /// The score of profile 1 to 6, counted from 0.
    Score(usize),
    EventType,
    EventName,
    Scheduled,
    Expiry,
    Strike,
    Right,
    Bid,
    Ask,
    ImpliedVol,
    Delta,
    OpenInterest,
    /// The price of the options' underlying; a symbol where another column has the price.
    Underlying,
    UnderlyingBid,
    UnderlyingAsk,
}

impl Meaning {
    /// Open, high, low and close.
    pub(super) const PRICES: [Self; 4] = [Self::Open, Self::High, Self::Low, Self::Close];
    /// What an event needs.
    pub(super) const EVENT: [Self; 3] = [Self::Date, Self::EventType, Self::EventName];
    /// What a quote of an option needs.
    pub(super) const QUOTE: [Self; 6] =
        [Self::Date, Self::Expiry, Self::Strike, Self::Right, Self::Bid, Self::Ask];
    /// The six scores.
    pub(super) const SCORES: [Self; 6] = [
        Self::Score(0),
        Self::Score(1),
        Self::Score(2),
        Self::Score(3),
        Self::Score(4),
        Self::Score(5),
    ];

    /// Whether a file must not have two columns of it.
    pub(super) const fn is_single(self) -> bool {
        !matches!(self, Self::Time | Self::AdjustedClose | Self::Volume)
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::AdjustedClose => "adj_close",
            Self::Volume => "volume",
            Self::Symbol => "symbol",
            Self::Series(series) => series.column(),
            Self::Regime => "regime",
            Self::Score(profile) => return write!(f, "profile_{}_score", profile + 1),
            Self::EventType => "event_type",
            Self::EventName => "event_name",
            Self::Scheduled => "scheduled",
            Self::Expiry => "expiry",
            Self::Strike => "strike",
            Self::Right => "type",
            Self::Bid => "bid",
            Self::Ask => "ask",
            Self::ImpliedVol => "iv",
            Self::Delta => "delta",
            Self::OpenInterest => "open_interest",
            Self::Underlying => "underlying",
            Self::UnderlyingBid => "underlying_bid",
            Self::UnderlyingAsk => "underlying_ask",
        })
    }
}

/// A header cell as the tables below write it: lower case, letters and digits alone.
pub(super) fn fold(cell: &[u8]) -> String {
    let kept = cell.iter().filter(|byte| byte.is_ascii_alphanumeric());
    kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// What a folded header means; `None` for one that is not known.
pub(super) fn meaning(folded: &str) -> Option<Meaning> {
    HEADERS.iter().find(|(names, _)| names.contains(&folded)).map(|(_, meaning)| *meaning)
}

const HEADERS: [(&[&str], Meaning); 38] = [
    (
        &[
            "date",
            "observationdate",
            "datetime",
            "timestamp",
            "tradedate",
            "day",
            "windowstart",
            "quotedate",
            "datadate",
        ],
        Meaning::Date,
    ),
    (&["time"], Meaning::Time),
    (&["open"], Meaning::Open),
    (&["high"], Meaning::High),
    (&["low"], Meaning::Low),
    (&["close", "closelast"], Meaning::Close),
    (&["adjclose", "adjustedclose"], Meaning::AdjustedClose),
    (&["volume", "vol", "tradevolume"], Meaning::Volume),
    (&["symbol", "ticker", "underlyingsymbol", "actsymbol"], Meaning::Symbol),
    (&["vix", "vixcls", "vixclose"], Meaning::Series(Series::Vix)),
    (&["vix9d", "vix9dclose"], Meaning::Series(Series::Vix9d)),
    (&["vix3m", "vix3mclose", "vxv", "vxvcls"], Meaning::Series(Series::Vix3m)),
    (&["vvix", "vvixclose"], Meaning::Series(Series::Vvix)),
    (&["skew"], Meaning::Series(Series::Skew)),
    (&["rate", "riskfreerate"], Meaning::Series(Series::Rate)),
    (&["dividendyield", "divyield"], Meaning::Series(Series::DividendYield)),
    (&["dividend", "dividends", "divcash"], Meaning::Series(Series::Dividend)),
    (&["regime"], Meaning::Regime),
    (&["profile1score"], Meaning::Score(0)),
    (&["profile2score"], Meaning::Score(1)),
    (&["profile3score"], Meaning::Score(2)),
    (&["profile4score"], Meaning::Score(3)),
    (&["profile5score"], Meaning::Score(4)),
    (&["profile6score"], Meaning::Score(5)),
    (&["eventtype"], Meaning::EventType),
    (&["eventname"], Meaning::EventName),
    (&["scheduled"], Meaning::Scheduled),
    (&["expiry", "expiration", "expirationdate", "expiredate"], Meaning::Expiry),
    (&["strike", "strikeprice"], Meaning::Strike),
    (&["type", "optiontype", "callput", "right"], Meaning::Right),
    // Of a vendor with two clocks the quotes at the close; those of 15:45 are not read.
    (&["bid", "bideod"], Meaning::Bid),
    (&["ask", "askeod"], Meaning::Ask),
    (&["iv", "impliedvol", "impliedvolatility"], Meaning::ImpliedVol),
    (&["delta"], Meaning::Delta),
    (&["openinterest"], Meaning::OpenInterest),
    (&["underlying", "underlyinglast", "underlyingprice"], Meaning::Underlying),
    (&["underlyingbideod"], Meaning::UnderlyingBid),
    (&["underlyingaskeod"], Meaning::UnderlyingAsk),
];

/// A vendor's layout, known by headers that only it has together.
struct Dialect {
    name: &'static str,
    headers: &'static [&'static str],
}

/// The first whose headers are all there is taken, so the more particular stand first.
const DIALECTS: [Dialect; 15] = [
    Dialect { name: "Stooq", headers: &["ticker", "per", "date", "time", "open", "close"] },
    Dialect { name: "Tiingo", headers: &["date", "close", "adjopen", "adjclose", "splitfactor"] },
    Dialect { name: "Polygon day aggregates", headers: &["windowstart", "transactions", "close"] },
    Dialect {
        name: "Interactive Brokers bars",
        headers: &["date", "close", "average", "barcount"],
    },
    Dialect { name: "yfinance history", headers: &["date", "close", "dividends", "stocksplits"] },
    Dialect { name: "Yahoo daily bars", headers: &["date", "open", "close", "adjclose", "volume"] },
    Dialect { name: "FRED VIXCLS", headers: &["vixcls"] },
    Dialect { name: "FRED VXVCLS", headers: &["vxvcls"] },
    Dialect {
        name: "Cboe end-of-day chain",
        headers: &["quotedate", "bid1545", "bideod", "askeod"],
    },
    Dialect {
        name: "Delta-Neutral chain",
        headers: &["underlyinglast", "optionroot", "quotedate", "bid", "ask"],
    },
    Dialect {
        name: "historicaloptiondata chain",
        headers: &["underlyingprice", "optionsymbol", "datadate", "bid", "ask"],
    },
    Dialect { name: "Alpha Vantage chain", headers: &["contractid", "expiration", "bid", "ask"] },
    Dialect { name: "Dolt chain", headers: &["actsymbol", "callput", "expiration", "bid", "ask"] },
    Dialect { name: "option chain", headers: &["quotedate", "strike", "bid", "ask"] },
    Dialect { name: "event calendar", headers: &["date", "eventtype", "eventname"] },
];

/// The vendor's layout that a folded header has, if it is a known one.
pub(super) fn dialect(folded: &[String]) -> Option<&'static str> {
    let has = |header: &&str| folded.iter().any(|folded| folded == header);
    DIALECTS.iter().find(|dialect| dialect.headers.iter().all(has)).map(|dialect| dialect.name)
}

/// The volatility index that a folded name speaks of, if any.
pub(super) fn volatility_index(folded: &str) -> Option<Series> {
    const NAMES: [(&str, Series); 5] = [
        ("vix9d", Series::Vix9d),
        ("vix3m", Series::Vix3m),
        ("vxv", Series::Vix3m),
        ("vvix", Series::Vvix),
        ("vix", Series::Vix),
    ];
    NAMES.iter().find(|(name, _)| folded.contains(name)).map(|(_, series)| *series)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_mean_the_same_however_they_are_written() {
        let check = |header: &str, expected: &str| {
            let meaning = meaning(&fold(header.as_bytes())).map(|meaning| meaning.to_string());
            assert_eq!(meaning.as_deref().unwrap_or("-"), expected, "{header}");
        };
        check("Date", "date");
        check("<DATE>", "date");
        check("[ DATE ]", "date");
        check("observation_date", "date");
        check("CLOSE", "close");
        check("Adj Close", "adj_close");
        check("Adj. Close", "adj_close");
        check("adjClose", "adj_close");
        check("<VOL>", "volume");
        check("VIXCLS", "vix");
        check("VIX3M", "vix3m");
        check("Dividend Yield", "dividend_yield");
        check("profile_3_score", "profile_3_score");
        check("adjOpen", "-");
        check("", "-");
    }

    #[test]
    fn a_vendor_is_known_by_its_headers() {
        let check = |header: &str, expected: Option<&str>| {
            let folded: Vec<_> = header.split(',').map(|cell| fold(cell.as_bytes())).collect();
            assert_eq!(dialect(&folded), expected, "{header}");
        };
        check("Date,Open,High,Low,Close,Adj Close,Volume", Some("Yahoo daily bars"));
        check("Date,Open,High,Low,Close,Volume,Dividends,Stock Splits", Some("yfinance history"));
        check("<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>", Some("Stooq"));
        check(
            "ticker,volume,open,close,high,low,window_start,transactions",
            Some("Polygon day aggregates"),
        );
        check("date,open,high,low,close,volume,average,barCount", Some("Interactive Brokers bars"));
        check("observation_date,VIXCLS", Some("FRED VIXCLS"));
        check("date,event_type,event_name", Some("event calendar"));
        check("date,open,high,low,close", None);
    }
}
