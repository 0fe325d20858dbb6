//! The words of vendors: which header means which column, and which set of headers is whose.
//!
//! Both are tables, so that another vendor is another entry.

use std::fmt;

use crate::market::{Right, Series};

/// What a row says of a call or a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Bid,
    Ask,
    ImpliedVol,
    Delta,
    Volume,
    OpenInterest,
    Theta,
    Vega,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Date,
    /// The date where there is no better one, else the time of day.
    Time,
    /// What is in an account after a trade.
    Funds,
    /// What a trade made, after costs.
    Profit,
    Open,
    High,
    Low,
    Close,
    AdjustedClose,
    /// Shares after a split for one before it; nothing, 0 or 1 without one.
    Split,
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
    /// What an option was last traded at, where it has neither bid nor ask.
    Trade,
    ImpliedVol,
    Delta,
    Theta,
    Vega,
    OpenInterest,
    /// The price of the options' underlying; a symbol where another column has the price.
    Underlying,
    UnderlyingBid,
    UnderlyingAsk,
    /// A symbol that has root, expiry, right and strike of a contract.
    Contract,
    /// A part of the call's or the put's quote, where both stand on one row.
    Side(Right, Part),
}

impl Meaning {
    /// Open, high, low and close.
    pub(super) const PRICES: [Self; 4] = [Self::Open, Self::High, Self::Low, Self::Close];
    /// What an event needs.
    pub(super) const EVENT: [Self; 3] = [Self::Date, Self::EventType, Self::EventName];
    /// What a closed trade of another program needs.
    pub(super) const TRADE: [Self; 3] = [Self::Date, Self::Funds, Self::Profit];
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
        !matches!(self, Self::Time | Self::AdjustedClose | Self::Split | Self::Volume)
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Funds => "funds_at_close",
            Self::Profit => "p/l",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::AdjustedClose => "adj_close",
            Self::Split => "split",
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
            Self::Trade => "price_traded",
            Self::ImpliedVol => "iv",
            Self::Delta => "delta",
            Self::Theta => "theta",
            Self::Vega => "vega",
            Self::OpenInterest => "open_interest",
            Self::Underlying => "underlying",
            Self::UnderlyingBid => "underlying_bid",
            Self::UnderlyingAsk => "underlying_ask",
            Self::Contract => "contract",
            Self::Side(right, part) => {
                let part = match part {
                    Part::Bid => Self::Bid,
                    Part::Ask => Self::Ask,
                    Part::ImpliedVol => Self::ImpliedVol,
                    Part::Delta => Self::Delta,
                    Part::Volume => Self::Volume,
                    Part::OpenInterest => Self::OpenInterest,
                    Part::Theta => Self::Theta,
                    Part::Vega => Self::Vega,
                };
                return write!(f, "{right}_{part}");
            }
        })
    }
}

/// A header cell as the tables below write it: lower case, letters and digits alone.
pub(super) fn fold(cell: &[u8]) -> String {
    let kept = cell.iter().filter(|byte| byte.is_ascii_alphanumeric());
    kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// What a folded header means in a layout; `None` for one that is not known.
pub(super) fn meaning(folded: &str, dialect: Option<&Dialect>) -> Option<Meaning> {
    let own = dialect.map_or(&[][..], |dialect| dialect.columns).iter();
    let own = own.clone().find(|(name, _)| *name == folded).map(|(_, meaning)| *meaning);
    let common = || HEADERS.iter().find(|(names, _)| names.contains(&folded));
    own.or_else(|| common().map(|(_, meaning)| *meaning))
}

/// What a header means wherever it stands, unless a layout says otherwise.
const HEADERS: [(&[&str], Meaning); 43] = [
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
    (&["split", "splits", "stocksplits", "splitfactor", "splitcoefficient"], Meaning::Split),
    (&["volume", "vol", "tradevolume"], Meaning::Volume),
    (&["symbol", "ticker", "underlyingsymbol", "actsymbol"], Meaning::Symbol),
    (&["vix", "vixcls", "vixclose"], Meaning::Series(Series::Vix)),
    (&["vix9d", "vix9dclose"], Meaning::Series(Series::Vix9d)),
    (&["vix3m", "vix3mclose", "vxv", "vxvcls"], Meaning::Series(Series::Vix3m)),
    (&["vvix", "vvixclose"], Meaning::Series(Series::Vvix)),
    (&["skew"], Meaning::Series(Series::Skew)),
    (&["rate", "riskfreerate"], Meaning::Series(Series::Rate)),
    (&["dividendyield", "divyield"], Meaning::Series(Series::DividendYield)),
    (&["dividend", "dividends", "divcash", "dividendamount"], Meaning::Series(Series::Dividend)),
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
    (&["expiry", "expiration", "expirationdate", "expiredate", "expirdate"], Meaning::Expiry),
    (&["strike", "strikeprice"], Meaning::Strike),
    (&["type", "optiontype", "callput", "right"], Meaning::Right),
    // Of a vendor with two clocks the quotes at the close; those of 15:45 are not read.
    (&["bid", "bideod"], Meaning::Bid),
    (&["ask", "askeod"], Meaning::Ask),
    (&["pricetraded"], Meaning::Trade),
    (&["iv", "impliedvol", "impliedvolatility", "ivmean"], Meaning::ImpliedVol),
    (&["delta"], Meaning::Delta),
    (&["theta"], Meaning::Theta),
    (&["vega"], Meaning::Vega),
    (&["openinterest"], Meaning::OpenInterest),
    (&["contractid", "contractsymbol", "optionsymbol", "occsymbol"], Meaning::Contract),
    (&["underlying", "underlyinglast", "underlyingprice"], Meaning::Underlying),
    (&["underlyingbideod"], Meaning::UnderlyingBid),
    (&["underlyingaskeod"], Meaning::UnderlyingAsk),
];

/// A vendor's layout, known by headers that only it has together.
pub(super) struct Dialect {
    /// What it is called to the user.
    pub(super) name: &'static str,
    headers: &'static [&'static str],
    /// Columns that mean something else than elsewhere, or that only it has.
    columns: &'static [(&'static str, Meaning)],
    /// How its rows differ from those of other files.
    pub(super) quirk: Option<Quirk>,
}

/// How the rows of a layout differ from those of other files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quirk {
    /// Two more lines of header, the last of which begins with the name of the first column.
    ThreeHeaderLines,
    /// One delta stands for both options of a row: the call's, one above that of the put.
    DeltaOfCall,
    /// No day of the quotes; the latest trade of all contracts was on it.
    DayOfLatestTrade,
}

impl Dialect {
    const fn new(name: &'static str, headers: &'static [&'static str]) -> Self {
        Self { name, headers, columns: &[], quirk: None }
    }

    const fn with(self, columns: &'static [(&'static str, Meaning)]) -> Self {
        Self { columns, ..self }
    }

    const fn but(self, quirk: Quirk) -> Self {
        Self { quirk: Some(quirk), ..self }
    }
}

/// The columns of OptionsDX and of ORATS: a call and a put on each row.
const OPTIONSDX: [(&str, Meaning); 12] = [
    ("cbid", Meaning::Side(Right::Call, Part::Bid)),
    ("cask", Meaning::Side(Right::Call, Part::Ask)),
    ("civ", Meaning::Side(Right::Call, Part::ImpliedVol)),
    ("cdelta", Meaning::Side(Right::Call, Part::Delta)),
    ("ctheta", Meaning::Side(Right::Call, Part::Theta)),
    ("cvega", Meaning::Side(Right::Call, Part::Vega)),
    ("cvolume", Meaning::Side(Right::Call, Part::Volume)),
    ("pbid", Meaning::Side(Right::Put, Part::Bid)),
    ("pask", Meaning::Side(Right::Put, Part::Ask)),
    ("piv", Meaning::Side(Right::Put, Part::ImpliedVol)),
    ("pdelta", Meaning::Side(Right::Put, Part::Delta)),
    ("pvolume", Meaning::Side(Right::Put, Part::Volume)),
];
const ORATS: [(&str, Meaning); 11] = [
    ("cbidpx", Meaning::Side(Right::Call, Part::Bid)),
    ("caskpx", Meaning::Side(Right::Call, Part::Ask)),
    ("cmidiv", Meaning::Side(Right::Call, Part::ImpliedVol)),
    ("cvolu", Meaning::Side(Right::Call, Part::Volume)),
    ("coi", Meaning::Side(Right::Call, Part::OpenInterest)),
    ("pbidpx", Meaning::Side(Right::Put, Part::Bid)),
    ("paskpx", Meaning::Side(Right::Put, Part::Ask)),
    ("pmidiv", Meaning::Side(Right::Put, Part::ImpliedVol)),
    ("pvolu", Meaning::Side(Right::Put, Part::Volume)),
    ("poi", Meaning::Side(Right::Put, Part::OpenInterest)),
    // The stock's price of an index is its future by expiry; this is the index itself.
    ("spotpx", Meaning::Underlying),
];

/// Shares and options have the same header; only their symbols differ.
const POLYGON: Dialect =
    Dialect::new("Polygon day aggregates", &["windowstart", "transactions", "close"]);
pub(super) const POLYGON_OPTIONS: Dialect =
    Dialect { name: "Polygon day aggregates of options", ..POLYGON };

/// The first whose headers are all there is taken, so the more particular stand first.
const DIALECTS: [Dialect; 20] = [
    Dialect::new("Stooq", &["ticker", "per", "date", "time", "open", "close"]),
    Dialect::new("Tiingo", &["date", "close", "adjopen", "adjclose", "splitfactor"]),
    POLYGON,
    Dialect::new("Interactive Brokers bars", &["date", "close", "average", "barcount"]),
    Dialect::new("yfinance history", &["date", "close", "dividends", "stocksplits"]),
    Dialect::new("yfinance download", &["price", "close", "high", "low", "open", "volume"])
        .with(&[("price", Meaning::Date)])
        .but(Quirk::ThreeHeaderLines),
    Dialect::new("Yahoo or Nasdaq daily bars", &["date", "open", "close", "adjclose", "volume"]),
    Dialect::new("FRED VIXCLS", &["vixcls"]),
    Dialect::new("FRED VXVCLS", &["vxvcls"]),
    Dialect::new("OptionsDX chain", &["quotedate", "expiredate", "strike", "cbid", "pbid"])
        .with(&OPTIONSDX),
    Dialect::new("ORATS chain", &["expirdate", "strike", "cbidpx", "pbidpx", "spotpx"])
        .with(&ORATS)
        .but(Quirk::DeltaOfCall),
    Dialect::new("Cboe end-of-day chain", &["quotedate", "bid1545", "bideod", "askeod"]),
    Dialect::new(
        "Delta-Neutral chain",
        &["underlyinglast", "optionroot", "quotedate", "bid", "ask"],
    ),
    Dialect::new(
        "historicaloptiondata chain",
        &["underlyingprice", "optionsymbol", "datadate", "bid", "ask"],
    ),
    Dialect::new("Alpha Vantage chain", &["contractid", "expiration", "bid", "ask"]),
    Dialect::new("yfinance chain", &["contractsymbol", "lasttradedate", "strike", "bid", "ask"])
        .with(&[("lasttradedate", Meaning::Date)])
        .but(Quirk::DayOfLatestTrade),
    Dialect::new("Dolt chain", &["actsymbol", "callput", "expiration", "bid", "ask"])
        .with(&[("vol", Meaning::ImpliedVol)]),
    Dialect::new("option chain", &["quotedate", "strike", "bid", "ask"]),
    Dialect::new("Option Omega trade log", &["dateopened", "dateclosed", "pl", "fundsatclose"])
        .with(&[
            ("dateclosed", Meaning::Date),
            ("timeclosed", Meaning::Time),
            ("fundsatclose", Meaning::Funds),
            ("pl", Meaning::Profit),
        ]),
    Dialect::new("event calendar", &["date", "eventtype", "eventname"]),
];

/// The vendor's layout that a folded header has, if it is a known one.
pub(super) fn dialect(folded: &[String]) -> Option<&'static Dialect> {
    let has = |header: &&str| folded.iter().any(|folded| folded == header);
    DIALECTS.iter().find(|dialect| dialect.headers.iter().all(has))
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
            let meaning =
                meaning(&fold(header.as_bytes()), None).map(|meaning| meaning.to_string());
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
            assert_eq!(dialect(&folded).map(|found| found.name), expected, "{header}");
        };
        check("Date,Open,High,Low,Close,Adj Close,Volume", Some("Yahoo or Nasdaq daily bars"));
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
