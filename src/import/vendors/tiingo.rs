//! Tiingo: daily prices as traded and adjusted, with dividends and splits. The prices as traded are
//! read, with the dividends and splits of their columns; the adjusted ones are not.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;
use crate::market::Series;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Tiingo", &["date", "close", "adjopen", "adjclose", "splitfactor"])
        .words(&[("splitfactor", Meaning::Split), ("divcash", Meaning::Series(Series::Dividend))])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn daily_prices_are_read() {
        check_bars(
            &[(
                "tiingo.csv",
                "symbol,date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,\
                 divCash,splitFactor\n\
                 SPY,2021-01-04,368.79,375.45,364.82,375.31,1,345.2,351.4,341.5,351.3,1,0.0,1.0\n",
            )],
            expect![[r#"
                2021-01-04 375.31 375.45 364.82 368.79 dividend 0
                tiingo.csv: Tiingo, 1 of 1 row used, 2021-01-04 to 2021-01-04
                  comma-separated, dates YYYY-MM-DD
                  columns: symbol (not used), date, close, high, low, open, volume (not used), adjClose = adj_close (not used), adjHigh (not used), adjLow (not used), adjOpen (not used), adjVolume (not used), divCash = dividend, splitFactor = split
                market: 1 bar, 0 events, 2021-01-04 to 2021-01-04
                dividend: 1 of 1 bar, 2021-01-04 to 2021-01-04
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
