//! Header words that many vendors share, and names of volatility indices.

use crate::import::table::meaning::Meaning;
use crate::market::Series;

/// What a folded header means by itself; `None` if no word is shared for it.
pub(crate) fn shared_meaning(folded: &str) -> Option<Meaning> {
    let known = WORDS.iter().find(|(names, _)| names.contains(&folded));
    known.map(|(_, meaning)| *meaning)
}

/// What a folded header means wherever it stands, unless a vendor says otherwise.
const WORDS: &[(&[&str], Meaning)] = &[
    (&["date", "datetime", "timestamp", "tradedate", "day", "quotedate"], Meaning::Date),
    (&["time"], Meaning::Time),
    (&["open"], Meaning::Open),
    (&["high"], Meaning::High),
    (&["low"], Meaning::Low),
    (&["close"], Meaning::Close),
    (&["adjclose", "adjustedclose"], Meaning::AdjustedClose),
    (&["split", "splits", "splitcoefficient"], Meaning::Split),
    (&["volume", "vol"], Meaning::Volume),
    (&["symbol", "ticker", "underlyingsymbol"], Meaning::Symbol),
    (&["vix", "vixclose"], Meaning::Series(Series::Vix)),
    (&["vix9d", "vix9dclose"], Meaning::Series(Series::Vix9d)),
    (&["vix3m", "vix3mclose", "vxv"], Meaning::Series(Series::Vix3m)),
    (&["vvix", "vvixclose"], Meaning::Series(Series::Vvix)),
    (&["skew"], Meaning::Series(Series::Skew)),
    (&["rate", "riskfreerate"], Meaning::Series(Series::Rate)),
    (&["dividendyield", "divyield"], Meaning::Series(Series::DividendYield)),
    (&["dividend", "dividends", "dividendamount"], Meaning::Series(Series::Dividend)),
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
    (&["expiry", "expiration", "expirationdate"], Meaning::Expiry),
    (&["strike", "strikeprice"], Meaning::Strike),
    (&["type", "optiontype", "callput", "right"], Meaning::Right),
    (&["bid"], Meaning::Bid),
    (&["ask"], Meaning::Ask),
    (&["pricetraded"], Meaning::Trade),
    (&["iv", "impliedvol", "impliedvolatility"], Meaning::ImpliedVol),
    (&["delta"], Meaning::Delta),
    (&["theta"], Meaning::Theta),
    (&["vega"], Meaning::Vega),
    (&["openinterest"], Meaning::OpenInterest),
    (&["optionsymbol", "occsymbol"], Meaning::Contract),
    (&["underlying", "underlyingprice"], Meaning::Underlying),
];

/// The volatility index that a folded name speaks of, if any.
pub(crate) fn volatility_index(folded: &str) -> Option<Series> {
    const NAMES: [(&str, Series); 5] = [
        ("vix9d", Series::Vix9d),
        ("vix3m", Series::Vix3m),
        ("vxv", Series::Vix3m),
        ("vvix", Series::Vvix),
        ("vix", Series::Vix),
    ];
    NAMES.iter().find(|(name, _)| folded.contains(name)).map(|(_, series)| *series)
}
