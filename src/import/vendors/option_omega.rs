//! Option Omega: the trade log of a backtest.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[VendorFile::new(
    "Option Omega trade log",
    &["dateopened", "dateclosed", "pl", "fundsatclose"],
)
.columns(&[
    ("dateclosed", Meaning::Date),
    ("timeclosed", Meaning::Time),
    ("fundsatclose", Meaning::Funds),
    ("pl", Meaning::Profit),
])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn a_trade_log_is_read_by_its_closing_dates() {
        check_bars(
            &[
                ("spx.csv", "Date,Open,High,Low,Close\n2023-01-03,10,11,9,10.5\n"),
                (
                    "trade-log.csv",
                    "\"Date Opened\",\"Time Opened\",\"Premium\",\"Date Closed\",\"Time Closed\",\"P/L\",\
                     \"Funds at Close\"\n\
                     2023-01-03,09:35:00,120,2023-01-03,15:45:00,80.5,100080.5\n",
                ),
            ],
            expect![[r#"
                2023-01-03 10 11 9 10.5
                spx.csv: plain bars, 1 of 1 row used, 2023-01-03 to 2023-01-03
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close
                trade-log.csv: Option Omega trade log, 1 of 1 row used, 2023-01-03 to 2023-01-03
                  comma-separated, dates YYYY-MM-DD
                  columns: Date Opened (not used), Time Opened (not used), Premium (not used), Date Closed = date, Time Closed = time, P/L, Funds at Close = funds_at_close
                market: 1 bar, 0 events, 2023-01-03 to 2023-01-03
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
