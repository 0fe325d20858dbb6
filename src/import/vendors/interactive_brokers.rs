//! Interactive Brokers: historical bars as its API writes them. Dates have no separators; those of
//! intraday bars carry a zone.

use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Interactive Brokers bars", &["date", "close", "average", "barcount"])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn historical_bars_are_read() {
        check_bars(
            &[(
                "ib.csv",
                "date,open,high,low,close,volume,average,barCount\n20140102,10,11,9,10.5,100,10.2,7\n",
            )],
            expect![[r#"
                2014-01-02 10 11 9 10.5
                ib.csv: Interactive Brokers bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYYMMDD
                  columns: date, open, high, low, close, volume (not used), average (not used), barCount (not used)
                market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
