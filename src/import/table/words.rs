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
    (&["settles"], Meaning::Settles),
    (&["optionsymbol", "occsymbol"], Meaning::Contract),
    (&["underlying", "underlyingprice"], Meaning::Underlying),
];

/// What the day of a row is rarely called, where nothing else is called so.
pub(crate) const COMMON: &[(&[&str], Meaning)] = &[(
    &[
        "dates",
        "datum",
        "fecha",
        "data",
        "tradingday",
        "tradingdate",
        "sessiondate",
        "session",
        "pricedate",
        "asofdate",
        "exchangedate",
        "tsevent",
        "gmttime",
        "localtime",
        "timeutc",
        "dateandtime",
    ],
    Meaning::Date,
)];

/// What the prices of a day are called in some files, while the word means something else in others
/// or is of another language: asked only where all four are found so. The first of a row is
/// preferred. Letters that are not ASCII are left away, or kept in all others.
pub(crate) const WORDS_OF_PRICES: &[(&[&str], Meaning)] = &[
    (
        &[
            "openprice",
            "openingprice",
            "pxopen",
            "o",
            "otwarcie",
            "erffnung",
            "eroeffnung",
            "eroffnung",
            "erffn",
            "eroeffn",
            "erffnungskurs",
            "erster",
            "apertura",
            "abertura",
            "ouverture",
            "ouv",
            "openingskoers",
            "开盘",
            "开盘价",
            "始値",
            "시가",
            "откр",
        ],
        Meaning::Open,
    ),
    (
        &[
            "highprice",
            "pxhigh",
            "h",
            "najwyzszy",
            "najwyszy",
            "hoch",
            "tageshoch",
            "hchst",
            "hoechst",
            "hchstkurs",
            "mximo",
            "maximo",
            "mxima",
            "maxima",
            "max",
            "massimo",
            "plushaut",
            "haut",
            "hoog",
            "最高",
            "最高价",
            "高値",
            "고가",
            "макс",
        ],
        Meaning::High,
    ),
    (
        &[
            "lowprice",
            "pxlow",
            "l",
            "najnizszy",
            "najniszy",
            "tief",
            "tagestief",
            "tiefst",
            "tiefstkurs",
            "mnimo",
            "minimo",
            "mnima",
            "minima",
            "min",
            "plusbas",
            "bas",
            "laag",
            "最低",
            "最低价",
            "安値",
            "저가",
            "мин",
        ],
        Meaning::Low,
    ),
    (
        &[
            "closeprice",
            "closingprice",
            "pxlast",
            "lastprice",
            "latest",
            "last",
            "settle",
            "settlement",
            "settleprice",
            "price",
            "ltp",
            "c",
            "zamkniecie",
            "zamknicie",
            "ostatnio",
            "schluss",
            "schlu",
            "schlusskurs",
            "schlukurs",
            "zuletzt",
            "letzter",
            "cierre",
            "ltimo",
            "ultimo",
            "fechamento",
            "chiusura",
            "clture",
            "cloture",
            "clot",
            "dernier",
            "slot",
            "slotkoers",
            "laatst",
            "收盘",
            "收盘价",
            "終値",
            "종가",
            "цена",
        ],
        Meaning::Close,
    ),
    (&["wolumen", "wol", "volumen", "pxvolume", "v", "umsatz", "成交量"], Meaning::Volume),
    (&["t", "datum", "data", "fecha", "dato", "日期", "日付", "дата"], Meaning::Date),
];

/// The volatility index that a name or a title speaks of, if any: as a word of its own, as in
/// `VIX_History.csv`, not as part of another, as in the symbols `UVIX` and `VIXY`. Indices on other
/// markets are the VIX of these.
pub(crate) fn volatility_index(text: &[u8]) -> Option<Series> {
    const NAMES: [(&str, Series); 8] = [
        ("vix9d", Series::Vix9d),
        ("vix3m", Series::Vix3m),
        ("vxv", Series::Vix3m),
        ("vvix", Series::Vvix),
        ("vix", Series::Vix),
        ("vxn", Series::Vix),
        ("rvx", Series::Vix),
        ("vxd", Series::Vix),
    ];
    /// What is written behind the name of an index without a blank.
    const BEHIND: [&str; 12] = [
        "", "cls", "close", "closes", "current", "archive", "index", "data", "daily", "history",
        "prices", "eod",
    ];
    let named = |word: &String| {
        NAMES.iter().find_map(|(name, series)| {
            let rest = word.strip_prefix(name)?;
            let is_year = rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_digit());
            (is_year || BEHIND.contains(&rest)).then_some(*series)
        })
    };
    let words = words(text);
    let is_spelt_out = |pair: &[String]| pair[0] == "volatility" && pair[1] == "index";
    let spelt_out = || words.windows(2).any(is_spelt_out).then_some(Series::Vix);
    words.iter().find_map(named).or_else(spelt_out)
}

/// The words of a text in lower case; a capital behind a small letter begins one.
fn words(text: &[u8]) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_behind_small = false;
    for byte in text {
        let ends = !byte.is_ascii_alphanumeric() || (is_behind_small && byte.is_ascii_uppercase());
        if ends && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if byte.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(char::from(byte.to_ascii_lowercase()));
        }
        is_behind_small = byte.is_ascii_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_named_by_a_word_of_its_own() {
        let check = |index: Option<Series>, names: &[&str]| {
            for name in names {
                assert_eq!(volatility_index(name.as_bytes()), index, "{name}");
            }
        };
        let vix =
            ["vix.csv", "VIX_History.csv", "^VIX.csv", "VIXCLS.csv", "vix_cboe.csv", "2020/vix"];
        check(Some(Series::Vix), &vix);
        let vix =
            ["CboeVix.csv", "vix2014.csv", "VIXdaily.txt", "vixcurrent.csv", "I:VIX", "VXN.csv"];
        check(Some(Series::Vix), &vix);
        check(Some(Series::Vix), &["CBOE Volatility Index Historical Data.csv"]);
        check(Some(Series::Vix9d), &["VIX9D_History.csv"]);
        check(Some(Series::Vix3m), &["vix3m.csv", "Cboe VIX3M, daily", "VXVCLS.csv"]);
        check(Some(Series::Vvix), &["x/VVIX_History.csv"]);
        check(None, &["UVIX.csv", "SVIX.csv", "VIXY.csv", "VIXM.csv", "vixen.csv", "vix1y.csv"]);
        check(None, &["spy.csv", "", "volatility.csv", "novix", "index volatility.csv"]);
    }
}
