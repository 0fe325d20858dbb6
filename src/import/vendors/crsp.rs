//! CRSP, by way of WRDS: daily prices of shares, in its files of old (`PRC`, `BIDLO`, `ASKHI`) and
//! of now (`DlyPrc`). A price below 0 is the middle of bid and ask of a day without a trade.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("CRSP daily stock file", &["permno", "bidlo", "askhi", "prc"])
        .columns(&[
            ("bidlo", Meaning::Low),
            ("askhi", Meaning::High),
            ("prc", Meaning::Close),
            ("openprc", Meaning::Open),
        ])
        .quirk(Quirk::NegativeOfQuotes),
    VendorFile::new("CRSP daily stock file", &["permno", "dlycaldt", "dlyprc"])
        .columns(&[
            ("dlycaldt", Meaning::Date),
            ("dlyopen", Meaning::Open),
            ("dlyhigh", Meaning::High),
            ("dlylow", Meaning::Low),
            ("dlyprc", Meaning::Close),
            ("dlyvol", Meaning::Volume),
        ])
        .quirk(Quirk::NegativeOfQuotes),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn prices_of_days_without_a_trade_are_below_zero() {
        check_bars(
            &[(
                "dsf.csv",
                "PERMNO,date,TICKER,BIDLO,ASKHI,PRC,VOL,RET,OPENPRC\n\
                 84398,20230905,SPY,448.5,450.9,449.24,54526700,-0.0042,450.0\n\
                 84398,20230906,SPY,443.8,448.5,-446.22,70758500,-0.0067,448.4\n",
            )],
            expect![[r#"
                2023-09-05 450 450.9 448.5 449.24
                2023-09-06 448.4 448.5 443.8 446.22
                dsf.csv: CRSP daily stock file, 2 of 2 rows used, 2023-09-05 to 2023-09-06
                  comma-separated, dates YYYYMMDD
                  columns: PERMNO (not used), date, TICKER = symbol (not used), BIDLO = low, ASKHI = high, PRC = close, VOL = volume (not used), RET (not used), OPENPRC = open
                  repaired: prices below 0 read as the middle of bid and ask, without a trade: 1 day
                market: 2 bars, 0 events, 2023-09-05 to 2023-09-06
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn files_of_now_are_read() {
        check_bars(
            &[(
                "dsf_v2.csv",
                "PERMNO,DlyCalDt,Ticker,DlyPrc,DlyPrcFlg,DlyVol,DlyLow,DlyHigh,DlyOpen\n\
                 84398,2023-09-05,SPY,449.24,TR,54526700,448.5,450.9,450.0\n\
                 84398,2023-09-06,SPY,446.22,BA,70758500,443.8,448.5,448.4\n",
            )],
            expect![[r#"
                2023-09-05 450 450.9 448.5 449.24
                2023-09-06 448.4 448.5 443.8 446.22
                dsf_v2.csv: CRSP daily stock file, 2 of 2 rows used, 2023-09-05 to 2023-09-06
                  comma-separated, dates YYYY-MM-DD
                  columns: PERMNO (not used), DlyCalDt = date, Ticker = symbol (not used), DlyPrc = close, DlyPrcFlg (not used), DlyVol = volume (not used), DlyLow = low, DlyHigh = high, DlyOpen = open
                market: 2 bars, 0 events, 2023-09-05 to 2023-09-06
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
