//! Alpha Vantage: historical option chains of one symbol. `date` is the day of the quotes and
//! `expiration` that of expiry; `mark` is not used.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Alpha Vantage chain", &["contractid", "expiration", "bid", "ask"])
        .words(&[("contractid", Meaning::Contract)])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn a_chain_is_read() {
        check_chain(
            ("2024-05-03", "511.29"),
            "alpha_vantage.csv",
            "contractID,symbol,expiration,strike,type,last,mark,bid,bid_size,ask,ask_size,volume,\
             open_interest,date,implied_volatility,delta,gamma,theta,vega,rho\r\n\
             SPY240621C00510000,SPY,2024-06-21,510.00,call,12.9,12.95,12.90,10,13.00,12,55,800,\
             2024-05-03,0.12345,0.54,0.01,-0.1,0.7,0.3\r\n\
             SPY240621P00510000,SPY,2024-06-21,510.00,put,9.4,9.42,9.40,10,9.44,12,40,700,\
             2024-05-03,0.11900,-0.45,0.01,-0.1,0.7,-0.3\r\n\
             SPY240621C00505000,SPY,2024-06-21,505.00,call,16,16,16.00,10,16.10,12,5,80,\
             2024-05-03,0.127,0.62,0.01,-0.1,0.7,0.3\r\n\
             SPY240621P00505000,SPY,2024-06-21,505.00,put,7.6,7.6,7.58,10,7.62,12,4,70,\
             2024-05-03,0.122,-0.38,0.01,-0.1,0.7,-0.3\r\n\
             SPY240621C00515000,SPY,2024-06-21,515.00,call,9.9,9.9,9.90,10,10.00,12,5,80,\
             2024-05-03,0.119,0.45,0.01,-0.1,0.7,0.3\r\n\
             SPY240621P00515000,SPY,2024-06-21,515.00,put,11.5,11.5,11.40,10,11.48,12,4,70,\
             2024-05-03,0.115,-0.54,0.01,-0.1,0.7,-0.3\r\n",
            expect![[r#"
                alpha_vantage.csv: Alpha Vantage chain, iv in decimals, 6 of 6 rows used, 2024-05-03 to 2024-05-03
                  comma-separated, dates YYYY-MM-DD
                2024-05-03 underlying None
                  2024-06-21 505 call 16.0 16.1 iv 0.127 delta 0.62 volume 5 open 80
                  2024-06-21 505 put 7.58 7.62 iv 0.122 delta -0.38 volume 4 open 70
                  2024-06-21 510 call 12.9 13.0 iv 0.12345 delta 0.54 volume 55 open 800
                  2024-06-21 510 put 9.4 9.44 iv 0.119 delta -0.45 volume 40 open 700
                  2024-06-21 515 call 9.9 10.0 iv 0.119 delta 0.45 volume 5 open 80
                  2024-06-21 515 put 11.4 11.48 iv 0.115 delta -0.54 volume 4 open 70"#]],
        );
    }
}
