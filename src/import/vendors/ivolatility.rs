//! IVolatility: end-of-day chains, the underlying's price that its volatilities are of beside them.

use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("IVolatility chain", &["optionsymbol", "callput", "stockpriceforiv"])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn a_chain_is_read() {
        check_chain(
            ("2023-11-08", "456.9"),
            "ivol.csv",
            "symbol,exchange,date,adjusted close,option symbol,expiration,strike,call/put,style,ask,bid,volume,open interest,stock price for IV,mean price,iv,*,delta,vega,gamma,theta,rho\n\
             SPY,NYSEArca,11/08/2023,456.9,SPY   231110C00435000,11/10/2023,435,C,A,22.12,21.85,1949,19419,456.9,21.985,0.1411,*,0.9999,0.01,0.001,-0.02,0.03\n",
            expect![[r#"
                ivol.csv: IVolatility chain, iv in decimals, 1 of 1 row used, 2023-11-08 to 2023-11-08
                  comma-separated, dates M/D/YYYY
                2023-11-08 underlying 456.9
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419"#]],
        );
    }
}
