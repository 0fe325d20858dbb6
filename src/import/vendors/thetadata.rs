//! ThetaData: option chains of its second interface, with strikes in thousandths of a dollar and
//! times in milliseconds, and of its third.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "msofday"])
        .quirk(Quirk::ThousandthStrikes),
    // The day of the quote is that of the report, not of the last trade.
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "created", "lasttrade"])
        .columns(&[("created", Meaning::Date)]),
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "bidcondition"]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_alone;

    #[test]
    fn strikes_of_the_second_interface_are_thousandths() {
        check_alone(
            "bulk_eod.csv",
            "root,expiration,strike,right,ms_of_day,ms_of_day2,open,high,low,close,volume,count,bid_size,bid_exchange,bid,bid_condition,ask_size,ask_exchange,ask,ask_condition,date\n\
             SPY,20231110,435000,C,62100000,57599000,21.85,22.12,21.85,21.85,1949,5,10,1,21.85,50,10,1,22.12,50,20231108\n\
             SPY,20231117,457500,P,62100000,57599000,0,0.02,0,0,4458,5,10,1,4.1,50,10,1,4.13,50,20231108\n",
            expect![[r#"
                bulk_eod.csv: ThetaData chain, 2 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYYMMDD
                  repaired: strikes divided by 1000
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume 1949 open None
                  2023-11-17 457.5 put 4.1 4.13 iv None delta None volume 4458 open None"#]],
        );
    }

    #[test]
    fn of_several_times_the_last_counts() {
        check_alone(
            "bulk_quote.csv",
            "root,expiration,strike,right,ms_of_day,bid_size,bid_exchange,bid,bid_condition,ask_size,ask_exchange,ask,ask_condition,date\n\
             SPY,20231110,435000,C,34200000,1,1,18,50,1,1,18.2,50,20231108\n\
             SPY,20231110,435000,C,57600000,1,1,21.85,50,1,1,22.12,50,20231108\n",
            expect![[r#"
                bulk_quote.csv: ThetaData chain, 1 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYYMMDD
                  skipped 1: expected the last time of the day that has quotes, lines 2
                  repaired: strikes divided by 1000
                  repaired: several times a day, 09:30 to 16:00: the last of the session is used, 16:00 on the last day
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume None open None"#]],
        );
    }

    #[test]
    fn the_report_of_the_third_interface_has_the_day() {
        check_alone(
            "v3_eod.csv",
            "symbol,expiration,strike,right,created,last_trade,open,high,low,close,volume,count,bid_size,bid_exchange,bid,bid_condition,ask_size,ask_exchange,ask,ask_condition\n\
             SPY,2023-11-10,435.000,CALL,2023-11-08T17:15:00.000,2023-11-07T15:59:30.000,21.85,22.12,21.85,21.85,1949,5,10,1,21.85,50,10,1,22.12,50\n",
            expect![[r#"
                v3_eod.csv: ThetaData chain, 1 of 1 row used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYY-MM-DD
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume 1949 open None"#]],
        );
    }
}
