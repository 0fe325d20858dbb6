//! Bars of Databento: of days, as its sheets write them or, where these are not asked for, with
//! prices in whole billionths of a dollar and times in billionths of a second.

use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Databento bars", &["tsevent", "rtype", "open", "high", "low", "close"])
        .quirk(Quirk::BillionthPrices)];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn billionths_of_a_dollar_are_read() {
        check_bars(
            &[(
                "ohlcv-1d.csv",
                "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n\
                 1693872000000000000,35,95,38,450730000000,451060000000,449170000000,449240000000,55166200,SPY\n\
                 1693958400000000000,35,95,38,448400000000,448510000000,443810000000,446220000000,70758500,SPY\n",
            )],
            expect![[r#"
                2023-09-05 450.73 451.06 449.17 449.24
                2023-09-06 448.4 448.51 443.81 446.22
                ohlcv-1d.csv: Databento bars, 2 of 2 rows used, 2023-09-05 to 2023-09-06
                  comma-separated, dates time since 1970
                  columns: ts_event = date, rtype (not used), publisher_id (not used), instrument_id (not used), open, high, low, close, volume (not used), symbol (not used)
                  repaired: whole numbers of billionths of a dollar divided by 1,000,000,000: 2 days
                market: 2 bars, 0 events, 2023-09-05 to 2023-09-06
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn prices_with_a_point_are_dollars() {
        check_bars(
            &[(
                "ohlcv-1d.csv",
                "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n\
                 2023-09-05T00:00:00.000000000Z,35,95,38,450.730000000,451.060000000,449.170000000,449.240000000,55166200,SPY\n",
            )],
            expect![[r#"
                2023-09-05 450.73 451.06 449.17 449.24
                ohlcv-1d.csv: Databento bars, 1 of 1 row used, 2023-09-05 to 2023-09-05
                  comma-separated, dates YYYY-MM-DD
                  columns: ts_event = date, rtype (not used), publisher_id (not used), instrument_id (not used), open, high, low, close, volume (not used), symbol (not used)
                market: 1 bar, 0 events, 2023-09-05 to 2023-09-05
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
