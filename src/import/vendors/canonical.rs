//! The layouts this program writes itself: option quotes and events.

use crate::import::vendors::VendorFile;

/// The files it writes. Its option quotes have headers that many vendors have, so they stand last.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("option chain", &["quotedate", "strike", "bid", "ask"]),
    VendorFile::new("event calendar", &["date", "eventtype", "eventname"]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::{check_bars, check_chain};

    #[test]
    fn option_quotes_are_read() {
        check_chain(
            ("2019-09-10", "298.13"),
            "chain.csv",
            "quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying\n\
             2019-09-10,2019-10-18,298,C,4.98,5.01,0.1375,0.53,100,2000,298.13\n",
            expect![[r#"
                chain.csv: option chain, iv in decimals by 1 price at the money, 1 of 1 row used, 2019-09-10 to 2019-09-10
                  comma-separated, dates YYYY-MM-DD
                2019-09-10 underlying 298.13
                  2019-10-18 298 call 4.98 5.01 iv 0.1375 delta 0.53 volume 100 open 2000"#]],
        );
    }

    #[test]
    fn events_are_read() {
        check_bars(
            &[
                ("spx.csv", "Date,Open,High,Low,Close\n2014-01-02,10,11,9,10.5\n"),
                ("events.csv", "date,event_type,event_name\n2014-01-29,FOMC,FOMC rate decision\n"),
            ],
            expect![[r#"
                2014-01-02 10 11 9 10.5
                spx.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close
                events.csv: event calendar, 1 of 1 row used, 2014-01-29 to 2014-01-29
                  comma-separated, dates YYYY-MM-DD
                  columns: date, event_type, event_name
                market: 1 bar, 1 event, 2014-01-02 to 2014-01-02
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }
}
