//! Refinitiv, of LSEG: daily prices as its interfaces name them (`TR.CLOSEPRICE`, `TRDPRC_1`), and
//! as its sheets do.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes. The instrument is a symbol such as `SPY.P`.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Refinitiv prices", &["instrument", "date", "trcloseprice"]).columns(&[
        ("instrument", Meaning::Symbol),
        ("tropenprice", Meaning::Open),
        ("trhighprice", Meaning::High),
        ("trlowprice", Meaning::Low),
        ("trcloseprice", Meaning::Close),
        ("trvolume", Meaning::Volume),
    ]),
    VendorFile::new("Refinitiv prices", &["trdprc1", "high1", "low1", "openprc"]).columns(&[
        ("openprc", Meaning::Open),
        ("high1", Meaning::High),
        ("low1", Meaning::Low),
        ("trdprc1", Meaning::Close),
        ("acvoluns", Meaning::Volume),
    ]),
    VendorFile::new("Refinitiv prices", &["instrument", "priceopen", "pricehigh", "priceclose"])
        .columns(&[
            ("instrument", Meaning::Symbol),
            ("priceopen", Meaning::Open),
            ("pricehigh", Meaning::High),
            ("pricelow", Meaning::Low),
            ("priceclose", Meaning::Close),
        ]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn fields_of_its_interface_are_read() {
        check_bars(
            &[(
                "get_data.csv",
                "Instrument,Date,TR.OPENPRICE,TR.HIGHPRICE,TR.LOWPRICE,TR.CLOSEPRICE,TR.Volume\n\
                 SPY.P,2023-09-05T00:00:00Z,450.73,451.06,449.17,449.24,55166200\n\
                 SPY.P,2023-09-06T00:00:00Z,448.4,448.51,443.81,446.22,70758500\n",
            )],
            expect![[r#"
                2023-09-05 450.73 451.06 449.17 449.24
                2023-09-06 448.4 448.51 443.81 446.22
                get_data.csv: Refinitiv prices, 2 of 2 rows used, 2023-09-05 to 2023-09-06
                  comma-separated, dates YYYY-MM-DD
                  columns: Instrument = symbol (not used), Date, TR.OPENPRICE = open, TR.HIGHPRICE = high, TR.LOWPRICE = low, TR.CLOSEPRICE = close, TR.Volume = volume (not used)
                market: 2 bars, 0 events, 2023-09-05 to 2023-09-06
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn its_time_series_are_read() {
        check_bars(
            &[(
                "get_history.csv",
                "Date,TRDPRC_1,HIGH_1,LOW_1,OPEN_PRC,ACVOL_UNS\n\
                 2023-09-05,449.24,451.06,449.17,450.73,55166200\n\
                 2023-09-06,446.22,448.51,443.81,448.4,70758500\n",
            )],
            expect![[r#"
                2023-09-05 450.73 451.06 449.17 449.24
                2023-09-06 448.4 448.51 443.81 446.22
                get_history.csv: Refinitiv prices, 2 of 2 rows used, 2023-09-05 to 2023-09-06
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, TRDPRC_1 = close, HIGH_1 = high, LOW_1 = low, OPEN_PRC = open, ACVOL_UNS = volume (not used)
                market: 2 bars, 0 events, 2023-09-05 to 2023-09-06
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
