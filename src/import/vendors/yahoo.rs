//! Yahoo and Nasdaq: daily bars with an adjusted close. Prices are adjusted for splits and not for
//! dividends; the adjusted close is not used. Old indices have opens of 0, which count as missing.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[VendorFile::new(
    "Yahoo or Nasdaq daily bars",
    &["date", "open", "close", "adjclose", "volume"],
)
.words(&[("closelast", Meaning::Close)])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn daily_bars_are_read() {
        check_bars(
            &[(
                "SPY.csv",
                "Date,Open,High,Low,Close,Adj Close,Volume\r\n\
                 2014-01-02,183.98,184.07,182.48,182.92,160.02,119636900\r\n\
                 2014-01-03,183.23,183.60,182.63,182.89,160.00,81390600\r\n",
            )],
            expect![[r#"
                2014-01-02 183.98 184.07 182.48 182.92
                2014-01-03 183.23 183.6 182.63 182.89
                SPY.csv: Yahoo or Nasdaq daily bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close, Adj Close = adj_close, Volume (not used)
                market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn an_abbreviated_adjusted_close_is_known() {
        check_bars(
            &[(
                "GSPC.csv",
                "Date,Open,High,Low,Close,Volume,Adj. Close\n2014-01-02,1845,1846,1827,1831.98,1,1831.98\n",
            )],
            expect![[r#"
                2014-01-02 1845 1846 1827 1831.98
                GSPC.csv: Yahoo or Nasdaq daily bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close, Volume (not used), Adj. Close = adj_close
                market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
