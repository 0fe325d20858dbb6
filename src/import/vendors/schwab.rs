//! Schwab, before it TD Ameritrade: the option chain of the moment. Each quote is dated by the time
//! of its own; volatility is in percent, and contracts marked `nonStandard` are left out.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Schwab chain", &["putcall", "strikeprice", "quotetimeinlong"]).columns(&[
        ("quotetimeinlong", Meaning::Date),
        ("volatility", Meaning::ImpliedVol),
        ("totalvolume", Meaning::Volume),
        ("settlementtype", Meaning::Settles),
    ])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_alone;

    #[test]
    fn a_chain_is_dated_by_its_quotes() {
        check_alone(
            "schwab.csv",
            "putCall,symbol,description,exchangeName,bid,ask,last,mark,bidSize,askSize,totalVolume,quoteTimeInLong,tradeTimeInLong,volatility,delta,gamma,theta,vega,rho,openInterest,strikePrice,expirationDate,daysToExpiration,expirationType,multiplier,settlementType,deliverableNote,isIndexOption,nonStandard,mini,optionRoot\n\
             CALL,SPY   231110C00435000,SPY 11/10/2023 435.00 C,OPR,21.85,22.12,21.9,21.98,10,12,1949,1699477199000,1699477100000,14.11,0.9999,0,-0.01,0,0,19419,435,2023-11-10T21:00:00.000+00:00,2,S,100,P,100 SPY,false,false,false,SPY\n\
             CALL,SPY1  231110C00435000,SPY1 11/10/2023 435.00 C,OPR,10.9,11.1,11,11,10,12,0,1699477199000,1699477100000,14.11,0.9999,0,-0.01,0,0,1,435,2023-11-10T21:00:00.000+00:00,2,S,100,P,50 SPY,false,true,false,SPY1\n",
            expect![[r#"
                schwab.csv: Schwab chain, iv in percent, 1 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates time since 1970
                  skipped 1: expected a standard contract, not an adjusted one, lines 3
                  repaired: iv read as percent
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419"#]],
        );
    }
}
