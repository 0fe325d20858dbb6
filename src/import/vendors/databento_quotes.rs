//! Databento: quotes of options by the second or the minute. Times are UTC, so that the evening of
//! New York stands on the next day.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes. Where both times stand, that of receipt is of the quote and the other of
/// the last event.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Databento quotes", &["tsrecv", "bidpx00", "askpx00"])
        .columns(&[("tsrecv", Meaning::Date)]),
    VendorFile::new("Databento quotes", &["tsevent", "bidpx00", "askpx00"])
        .columns(&[("tsevent", Meaning::Date)]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn the_last_minute_of_a_session_counts() {
        check_chain(
            ("2023-11-08", "456.9"),
            "cbbo-1m.csv",
            "ts_recv,ts_event,rtype,publisher_id,instrument_id,side,price,size,flags,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_pb_00,ask_pb_00,symbol\n\
             2023-11-08T14:31:00.000000000Z,2023-11-08T14:30:59.100000000Z,193,30,1,N,,0,0,18.00,18.20,10,12,1,1,SPY   231110C00435000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:58.900000000Z,193,30,1,N,,0,0,21.85,22.12,10,12,1,1,SPY   231110C00435000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:57.900000000Z,193,30,2,N,,0,0,0.01,0.02,10,12,1,1,SPY   231110P00435000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:57.900000000Z,193,30,3,N,,0,0,16.88,17.1,10,12,1,1,SPY   231110C00440000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:57.900000000Z,193,30,4,N,,0,0,0.01,0.03,10,12,1,1,SPY   231110P00440000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:57.900000000Z,193,30,5,N,,0,0,11.88,12.1,10,12,1,1,SPY   231110C00445000\n\
             2023-11-08T21:00:00.000000000Z,2023-11-08T20:59:57.900000000Z,193,30,6,N,,0,0,0.01,0.05,10,12,1,1,SPY   231110P00445000\n",
            expect![[r#"
                cbbo-1m.csv: Databento quotes, 6 of 7 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYY-MM-DD
                  skipped 1: expected the last time of the day that has quotes, lines 2
                  repaired: several times a day, 14:31 to 21:00: the last of the session is used, 21:00 on the last day
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume None open None
                  2023-11-10 435 put 0.01 0.02 iv None delta None volume None open None
                  2023-11-10 440 call 16.88 17.1 iv None delta None volume None open None
                  2023-11-10 440 put 0.01 0.03 iv None delta None volume None open None
                  2023-11-10 445 call 11.88 12.1 iv None delta None volume None open None
                  2023-11-10 445 put 0.01 0.05 iv None delta None volume None open None"#]],
        );
    }
}
