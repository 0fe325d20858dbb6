//! The vendors whose files are recognised, one file each: the headers that only it has together,
//! what its columns mean, how its rows differ from others, and a sample that its test reads.
//!
//! Another vendor is another file and another line in the list below. rustfmt does not look for
//! modules in a macro, so `cargo xtask test` names the folder to it.

use crate::import::table::meaning::Meaning;
use crate::import::table::words::shared_meaning;

#[cfg(test)]
mod check;

/// Declares a module per vendor and puts its files into one list.
macro_rules! vendors {
    ($(mod $vendor:ident;)*) => {
        $(mod $vendor;)*
        const VENDORS: &[&[VendorFile]] = &[$($vendor::FILES),*];
    };
}

// The first file whose headers are all there is taken, so those with more headers stand first.
vendors! {
    mod stooq;
    mod tiingo;
    mod polygon;
    mod interactive_brokers;
    mod yfinance;
    mod yahoo;
    mod fred;
    mod optionsdx;
    mod orats;
    mod cboe;
    mod delta_neutral;
    mod historicaloptiondata;
    mod alpha_vantage;
    mod dolt;
    mod optionmetrics;
    mod thetadata;
    mod marketdata;
    mod eodhd;
    mod tradier;
    mod schwab;
    mod ivolatility;
    mod nse;
    mod crsp;
    mod compustat;
    mod refinitiv;
    mod databento_quotes;
    mod databento_bars;
    mod option_omega;
    mod canonical;
}

/// The Polygon file whose symbols are option contracts.
pub(crate) const OPTION_TRADES: &VendorFile = &polygon::OPTIONS;

/// One kind of file that a vendor writes.
pub(crate) struct VendorFile {
    /// What it is called to the user.
    pub(crate) name: &'static str,
    /// Folded headers that only it has together.
    headers: &'static [&'static str],
    /// Headers that no other vendor writes: understood in every file.
    words: &'static [(&'static str, Meaning)],
    /// Headers that mean something else in other files: understood in this file alone.
    columns: &'static [(&'static str, Meaning)],
    /// How its rows differ from those of other files.
    pub(crate) quirk: Option<Quirk>,
    /// The second of the day that its quotes are of, where the names of its columns say it.
    pub(crate) moment: Option<u32>,
}

/// How the rows of a vendor's file differ from those of other files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quirk {
    /// Two more lines of header, the last of which begins with the name of the first column.
    ThreeHeaderLines,
    /// One delta stands for both options of a row: the call's, one above that of the put.
    DeltaOfCall,
    /// No quote date; the latest trade of all contracts was on it.
    DayOfLatestTrade,
    /// Strikes are thousandths of a dollar, unless the quotes tell otherwise.
    ThousandthStrikes,
    /// A price below 0 is the middle of bid and ask of a day without a trade.
    NegativeOfQuotes,
    /// Prices without a decimal mark are billionths of a dollar.
    BillionthPrices,
}

impl VendorFile {
    const fn new(name: &'static str, headers: &'static [&'static str]) -> Self {
        Self { name, headers, words: &[], columns: &[], quirk: None, moment: None }
    }

    const fn words(self, words: &'static [(&'static str, Meaning)]) -> Self {
        Self { words, ..self }
    }

    const fn columns(self, columns: &'static [(&'static str, Meaning)]) -> Self {
        Self { columns, ..self }
    }

    const fn moment(self, second: u32) -> Self {
        Self { moment: Some(second), ..self }
    }

    /// Whether its rows are of shares, or of options that were traded, by their symbols alone.
    pub(crate) fn is_of_trades(&self) -> bool {
        self.name == polygon::SHARES
    }

    const fn quirk(self, quirk: Quirk) -> Self {
        Self { quirk: Some(quirk), ..self }
    }
}

/// The vendor's file that has these folded headers, if it is a known one.
pub(crate) fn recognise(folded: &[String]) -> Option<&'static VendorFile> {
    let has = |header: &&str| folded.iter().any(|folded| folded == header);
    files().find(|file| file.headers.iter().all(has))
}

/// The same; of files with quotes of several moments side by side that of the second of the day
/// which is asked for, if one is.
pub(crate) fn recognise_at(folded: &[String], at: Option<u32>) -> Option<&'static VendorFile> {
    let has = |header: &&str| folded.iter().any(|folded| folded == header);
    let is_asked = |file: &&VendorFile| at.is_some() && file.moment == at;
    let asked = files().filter(is_asked).find(|file| file.headers.iter().all(has));
    asked.or_else(|| recognise(folded))
}

/// What a folded header means in a vendor's file; `None` for one that is not known.
pub(crate) fn meaning(folded: &str, file: Option<&VendorFile>) -> Option<Meaning> {
    let find = |known: &[(&str, Meaning)]| {
        known.iter().find(|(name, _)| *name == folded).map(|(_, meaning)| *meaning)
    };
    file.and_then(|file| find(file.columns))
        .or_else(|| shared_meaning(folded))
        .or_else(|| files().find_map(|file| find(file.words)))
}

fn files() -> impl Iterator<Item = &'static VendorFile> {
    VENDORS.iter().copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::meaning::fold;

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
            assert_eq!(recognise(&folded).map(|found| found.name), expected, "{header}");
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

    #[test]
    fn a_word_of_one_vendor_is_not_shared() {
        for file in files() {
            for (word, meaning) in file.words {
                assert_eq!(shared_meaning(word), None, "{}: {word}", file.name);
                let others = files().filter(|other| other.words.iter().any(|(w, _)| w == word));
                assert_eq!(others.count(), 1, "{}: {word} ({meaning})", file.name);
            }
        }
    }
}
