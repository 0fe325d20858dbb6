//! MarketData.app: option chains, each quote with the second it was updated.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("MarketData.app chain", &["optionsymbol", "side", "strike", "updated"])
        .columns(&[("side", Meaning::Right), ("updated", Meaning::Date)])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn each_quote_has_its_second() {
        check_chain(
            ("2023-11-08", "456.9"),
            "chain.csv",
            "optionSymbol,underlying,expiration,side,strike,firstTraded,dte,updated,bid,bidSize,mid,ask,askSize,last,openInterest,volume,inTheMoney,intrinsicValue,extrinsicValue,underlyingPrice,iv,delta,gamma,theta,vega\n\
             SPY231110C00435000,SPY,1699650000,call,435,1663594200,2,1699477200,21.85,10,21.98,22.12,10,21.9,19419,1949,true,21.9,0.08,456.9,0.1411,0.9999,0,-0.01,0\n\
             SPY231110P00435000,SPY,1699650000,put,435,1663594200,2,1699477201,0,0,0.01,0.02,10,0.01,4273,4458,false,0,0.01,456.9,0.1411,-0.0001,0,-0.01,0\n",
            expect![[r#"
                chain.csv: MarketData.app chain, iv in decimals, 2 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates time since 1970
                  repaired: 0 read as no bid: 1 quote
                2023-11-08 underlying 456.9
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419
                  2023-11-10 435 put None 0.02 iv 0.1411 delta -0.0001 volume 4458 open 4273"#]],
        );
    }
}
