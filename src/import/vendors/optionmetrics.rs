//! OptionMetrics, by way of WRDS: strikes in thousandths of a dollar, -99.99 for nothing.

use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("OptionMetrics chain", &["exdate", "cpflag", "strikeprice", "bestbid"])
        .quirk(Quirk::ThousandthStrikes)];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_alone;

    #[test]
    fn thousandths_and_codes_for_nothing_are_read() {
        check_alone(
            "optionmetrics.csv",
            "secid,date,symbol,symbol_flag,exdate,last_date,cp_flag,strike_price,best_bid,best_offer,volume,open_interest,impl_volatility,delta,gamma,vega,theta,optionid,cfadj,am_settlement,contract_size,ss_flag,forward_price,index_flag,issuer,exercise_style,ticker\n\
             109820,2023-11-08,SPY 231110C435000,1,2023-11-10,,C,435000,21.85,22.12,1949,19419,-99.99,-99.99,-99.99,-99.99,-99.99,1,1,0,100,0,,0,SPDR S&P 500 ETF TRUST,A,SPY\n\
             109820,2023-11-08,SPY 231117P457000,1,2023-11-17,,P,457000,4.1,4.13,10,20,0.1301,-0.49,0.02,30,-40,2,1,0,100,0,,0,SPDR S&P 500 ETF TRUST,A,SPY\n\
             109820,2023-11-08,SPY1 231117P440000,1,2023-11-17,,P,440000,9,9.5,0,0,-99.99,-99.99,-99.99,-99.99,-99.99,3,1,0,50,1,,0,SPDR S&P 500 ETF TRUST,A,SPY\n",
            expect![[r#"
                optionmetrics.csv: OptionMetrics chain, iv in decimals, 2 of 3 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYY-MM-DD
                  skipped 1: expected a standard contract, not an adjusted one, lines 4
                  repaired: strikes divided by 1000
                  repaired: underlying, iv, delta, volume or open interest out of range left empty: 4 cells
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume 1949 open 19419
                  2023-11-17 457 put 4.1 4.13 iv 0.1301 delta -0.49 volume 10 open 20"#]],
        );
    }
}
