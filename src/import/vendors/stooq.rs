//! Stooq: daily bars in bulk files, one per symbol, its headers in angle brackets and dates without
//! separators; the site's own downloads have Polish headers.

use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Stooq", &["ticker", "per", "date", "time", "open", "close"])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn a_bulk_file_is_read() {
        check_bars(
            &[(
                "aaa.us.txt",
                "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n\
                 AAA.US,D,20140102,000000,24.1,24.3,23.9,24.0,1000,0\n\
                 AAA.US,D,20140103,000000,24.0,24.2,23.8,24.1,1000,0\n",
            )],
            expect![[r#"
                2014-01-02 24.1 24.3 23.9 24
                2014-01-03 24 24.2 23.8 24.1
                aaa.us.txt: Stooq, 2 of 2 rows used, 2014-01-02 to 2014-01-03
                  comma-separated, dates YYYYMMDD
                  columns: <TICKER> = symbol (not used), <PER> (not used), <DATE> = date, <TIME> = time (not used), <OPEN> = open, <HIGH> = high, <LOW> = low, <CLOSE> = close, <VOL> = volume (not used), <OPENINT> (not used)
                market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
                warning: opens equal to the previous close: 1, the first on 2014-01-03; in these years they are no prices to trade at
            "#]],
        );
    }
}
