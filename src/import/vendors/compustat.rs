//! Compustat, by way of WRDS: daily prices of securities, not adjusted.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;
use crate::market::Series;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Compustat security daily", &["datadate", "prccd", "prchd", "prcld"])
        .columns(&[
            ("datadate", Meaning::Date),
            ("prcod", Meaning::Open),
            ("prchd", Meaning::High),
            ("prcld", Meaning::Low),
            ("prccd", Meaning::Close),
            ("cshtrd", Meaning::Volume),
            ("tic", Meaning::Symbol),
            ("div", Meaning::Series(Series::Dividend)),
        ])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_bars;

    #[test]
    fn prices_are_read() {
        check_bars(
            &[(
                "secd.csv",
                "gvkey,iid,datadate,tic,ajexdi,cshtrd,div,prccd,prchd,prcld,prcod\n\
                 157057,01,2023/09/14,SPY,1,83430800,,450.36,451.08,447.71,449.07\n\
                 157057,01,2023/09/15,SPY,1,111848900,1.583,443.37,447.53,442.92,447.14\n",
            )],
            expect![[r#"
                2023-09-14 449.07 451.08 447.71 450.36
                2023-09-15 447.14 447.53 442.92 443.37 dividend 1.583
                secd.csv: Compustat security daily, 2 of 2 rows used, 2023-09-14 to 2023-09-15
                  comma-separated, dates YYYY-MM-DD
                  columns: gvkey (not used), iid (not used), datadate = date, tic = symbol (not used), ajexdi (not used), cshtrd = volume (not used), div = dividend, prccd = close, prchd = high, prcld = low, prcod = open
                market: 2 bars, 0 events, 2023-09-14 to 2023-09-15
                dividend: 1 of 2 bars, 2023-09-15 to 2023-09-15
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
