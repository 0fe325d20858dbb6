//! EODHD: end-of-day option chains.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("EODHD chain", &["contract", "expdate", "strike", "tradetime"])
        .columns(&[("tradetime", Meaning::Date), ("volatility", Meaning::ImpliedVol)])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_alone;

    #[test]
    fn a_chain_is_read() {
        check_alone(
            "eodhd.csv",
            "contract,underlying_symbol,exp_date,expiration_type,type,strike,exchange,currency,open,high,low,last,bid,bid_date,bid_size,ask,ask_date,ask_size,volume,open_interest,volatility,delta,theta,gamma,rho,vega,tradetime,dte,midpoint\n\
             SPY231110C00435000,SPY,2023-11-10,weekly,call,435,NASDAQ,USD,21,22.2,20.9,21.9,21.85,2023-11-08 21:14:59,10,22.12,2023-11-08 21:14:59,12,1949,19419,0.1411,0.9999,-0.01,0.01,0.02,0.03,2023-11-08,2,21.985\n",
            expect![[r#"
                eodhd.csv: EODHD chain, iv in decimals, 1 of 1 row used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYY-MM-DD
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419"#]],
        );
    }
}
