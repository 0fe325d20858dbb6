//! EODHD (EOD Historical Data): daily bars as traded, with an adjusted close.

use crate::import::vendors::VendorFile;

/// The files it writes. Others that adjust write another name for the column.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("EODHD daily bars", &["date", "open", "close", "adjustedclose"])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn daily_bars_are_read() {
        check_bars(
            &[(
                "SPY.US.csv",
                "Date,Open,High,Low,Close,Adjusted_close,Volume\n\
                 2021-01-04,375.31,375.45,364.82,368.79,345.2,110210800\n\
                 2021-01-05,368.10,372.50,368.05,371.33,347.6,66426200\n",
            )],
            expect![[r#"
                2021-01-04 375.31 375.45 364.82 368.79
                2021-01-05 368.1 372.5 368.05 371.33
                SPY.US.csv: EODHD daily bars, 2 of 2 rows used, 2021-01-04 to 2021-01-05
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close, Adjusted_close = adj_close, Volume (not used)
                market: 2 bars, 0 events, 2021-01-04 to 2021-01-05
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
