//! FRED, of the Federal Reserve Bank of St. Louis: closes of volatility indices, one column named
//! after the series. Days without a value are a dot or empty.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;
use crate::market::Series;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("FRED VIXCLS", &["vixcls"])
        .words(&[("vixcls", Meaning::Series(Series::Vix)), ("observationdate", Meaning::Date)]),
    VendorFile::new("FRED VXVCLS", &["vxvcls"])
        .words(&[("vxvcls", Meaning::Series(Series::Vix3m))]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn an_older_file_is_read() {
        check_bars(
            &[
                ("spx.csv", "Date,Open,High,Low,Close\n2014-01-02,10,11,9,10.5\n"),
                ("fred.csv", "DATE,VIXCLS\n2014-01-01,.\n2014-01-02,14.23\n"),
            ],
            expect![[r#"
                2014-01-02 10 11 9 10.5 vix 0.1423
                spx.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close
                fred.csv: FRED VIXCLS, 2 of 2 rows used, 2014-01-01 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: DATE, VIXCLS = vix
                  vix: 1 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
                market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
                vix: 1 of 1 bar, 2014-01-02 to 2014-01-02
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn the_three_month_index_is_read() {
        check_bars(
            &[
                ("spx.csv", "Date,Open,High,Low,Close\n2014-01-02,10,11,9,10.5\n"),
                ("VXVCLS.csv", "observation_date,VXVCLS\n2014-01-02,16.05\n"),
            ],
            expect![[r#"
                2014-01-02 10 11 9 10.5 vix3m 0.1605
                spx.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close
                VXVCLS.csv: FRED VXVCLS, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: observation_date = date, VXVCLS = vix3m
                  vix3m: 1 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
                market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
                vix3m: 1 of 1 bar, 2014-01-02 to 2014-01-02
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
