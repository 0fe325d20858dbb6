//! Names of volatility indices, and of others that are not taken for one.

use crate::market::Series;

/// The volatility index that a name or a title speaks of, if any: as a word of its own, as in
/// `VIX_History.csv`, not as part of another, as in the symbols `UVIX` and `VIXY`. Indices on other
/// markets are the VIX of these.
pub(crate) fn volatility_index(text: &[u8]) -> Option<Series> {
    const NAMES: [(&str, Series); 9] = [
        ("vix9d", Series::Vix9d),
        ("vix3m", Series::Vix3m),
        ("vxv", Series::Vix3m),
        ("vvix", Series::Vvix),
        ("vix", Series::Vix),
        ("vxn", Series::Vix),
        ("rvx", Series::Vix),
        ("vxd", Series::Vix),
        ("vxst", Series::Vix9d),
    ];
    if other_index(text).is_some_and(|other| !other.is_vix_of_another) {
        return None;
    }
    let named = |word: &String| {
        NAMES.iter().find_map(|(name, series)| {
            let rest = word.strip_prefix(name)?;
            let is_year = rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_digit());
            (is_year || BEHIND.contains(&rest)).then_some(*series)
        })
    };
    let words = words(text);
    let is_spelt_out = |pair: &[String]| pair[0] == "volatility" && pair[1] == "index";
    let is_spelt = || {
        words.windows(2).any(is_spelt_out)
            || other_index(text).is_some_and(|other| other.is_vix_of_another)
    };
    words.iter().find_map(named).or_else(|| is_spelt().then_some(Series::Vix))
}

/// An index, or futures on one, that is not the VIX of the S&P 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherIndex {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// Whether it is the 30-day index of another market, which may stand where the VIX does.
    pub(crate) is_vix_of_another: bool,
}

/// Indices that a name or a title may speak of, by words that are theirs alone.
#[rustfmt::skip]
const OTHERS: [(&[&str], &str, &str, bool); 30] = [
    (&["vix1d"], "VIX1D", "the volatility of one day", false),
    (&["vix6m", "vxmt"], "VIX6M", "the volatility of six months", false),
    (&["vix1y"], "VIX1Y", "the volatility of a year", false),
    (&["vx", "vx1", "vx2", "vx00", "vxf", "uvx", "ux1", "ux2", "vxm"],
        "VIX futures", "futures on the VIX, not the index", false),
    (&["skew"], "SKEW", "the Cboe SKEW index, not a volatility", false),
    (&["vxn"], "VXN", "of the Nasdaq-100", true),
    (&["rvx"], "RVX", "of the Russell 2000", true),
    (&["vxd"], "VXD", "of the Dow Jones", true),
    (&["vxo"], "VXO", "of the S&P 100", true),
    (&["ovx"], "OVX", "of oil", true),
    (&["gvz"], "GVZ", "of gold", true),
    (&["evz"], "EVZ", "of the euro", true),
    (&["vxeem"], "VXEEM", "of emerging markets", true),
    (&["vxefa"], "VXEFA", "of developed markets", true),
    (&["vxslv"], "VXSLV", "of silver", true),
    (&["vxgdx"], "VXGDX", "of gold miners", true),
    (&["vxtlt"], "VXTLT", "of Treasury bonds", true),
    (&["vxfxi"], "VXFXI", "of China", true),
    (&["vxewz"], "VXEWZ", "of Brazil", true),
    (&["vxapl", "vxaapl"], "VXAPL", "of Apple", true),
    (&["vxazn"], "VXAZN", "of Amazon", true),
    (&["vxgog"], "VXGOG", "of Alphabet", true),
    (&["vxgs"], "VXGS", "of Goldman Sachs", true),
    (&["vxibm"], "VXIBM", "of IBM", true),
    (&["vstoxx", "v2x", "v2tx"], "VSTOXX", "of the Euro Stoxx 50", true),
    (&["vdax", "v1x"], "VDAX", "of the DAX", true),
    (&["vhsi"], "VHSI", "of the Hang Seng", true),
    (&["indiavix", "nvix"], "India VIX", "of the Nifty 50", true),
    (&["vkospi"], "VKOSPI", "of the KOSPI 200", true),
    (&["axvi", "avix"], "A-VIX", "of the S&P/ASX 200", true),
];

/// The index other than the VIX that a name or a title speaks of, if any, as a word of its own.
pub(crate) fn other_index(text: &[u8]) -> Option<OtherIndex> {
    let words = words(text);
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_of = |name: &str, word: &String| {
        // As in VXN2020, VXNCLS and OVXhistory.
        let rest = word.strip_prefix(name);
        rest.is_some_and(|rest| {
            BEHIND.contains(&rest) || (rest.len() >= 4 && rest.bytes().all(|c| c.is_ascii_digit()))
        })
    };
    let spelt = match () {
        () if has("vix") && (has("future") || has("futures")) => Some("vx"),
        () if has("vix") && has("india") => Some("indiavix"),
        () => None,
    };
    let names = |names: &&[&str]| {
        names.iter().any(|name| spelt == Some(name) || words.iter().any(|word| is_of(name, word)))
    };
    let (_, name, what, is_vix_of_another) = OTHERS.into_iter().find(|(own, ..)| names(own))?;
    Some(OtherIndex { name, what, is_vix_of_another })
}

/// What is written behind the name of an index without a blank.
const BEHIND: [&str; 12] = [
    "", "cls", "close", "closes", "current", "archive", "index", "data", "daily", "history",
    "prices", "eod",
];

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
        let other = |name: &str| other_index(name.as_bytes()).map(|other| other.name);
        assert_eq!(other("VXN_History.csv"), Some("VXN"));
        assert_eq!(other("VIX_History.csv"), None);
        assert_eq!(other("skewed.csv"), None);
        check(None, &["UVIX.csv", "SVIX.csv", "VIXY.csv", "VIXM.csv", "vixen.csv", "vix1y.csv"]);
        check(None, &["VIX1D_History.csv", "VIX futures.csv", "VX_2024-01-17.csv", "VXMT.csv"]);
        check(None, &["SKEW_History.csv", "skew.csv"]);
        check(Some(Series::Vix9d), &["VXST_daily.csv"]);
        check(Some(Series::Vix), &["India VIX.csv", "OVXCLS.csv", "vstoxx.csv"]);
        check(None, &["spy.csv", "", "volatility.csv", "novix", "index volatility.csv"]);
    }
}
