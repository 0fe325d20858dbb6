//! historicaloptiondata.com: end-of-day chains in three levels of detail. A file holds every
//! underlying of one day; the day stands as MM/DD/YYYY, and adjusted contracts carry a digit after
//! the root or an exchange letter.

use crate::import::table::meaning::{Mark, Meaning};
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[VendorFile::new(
    "historicaloptiondata chain",
    &["underlyingprice", "optionsymbol", "datadate", "bid", "ask"],
)
.words(&[("datadate", Meaning::Date), ("ivmean", Meaning::ImpliedVol)])
.columns(&[("exchange", Meaning::Mark(Mark::Letter))])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn three_levels_of_detail_are_read() {
        check_chain(
            ("2019-09-10", "298.13"),
            "L2_options_20190910.csv",
            "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, DataDate,\
             Strike,Last,Bid,Ask,Volume,OpenInterest,IV,Delta,Gamma,Theta,Vega,Alias\n\
             SPY,298.13,*,SPY191018C00298000,,call,10/18/2019,09/10/2019 16:00,298,5.0,4.98,5.01,100,\
             2000,0.1375,0.53,0.03,-15.9085,61.8811,SPY191018C00298000\n",
            expect![[r#"
                L2_options_20190910.csv: historicaloptiondata chain, iv in decimals by 1 price at the money, theta per year, 1 of 1 row used, 2019-09-10 to 2019-09-10
                  comma-separated, dates M/D/YYYY
                2019-09-10 underlying 298.13
                  2019-10-18 298 call 4.98 5.01 iv 0.1375 delta 0.53 volume 100 open 2000"#]],
        );
        check_chain(
            ("2019-09-10", "298.13"),
            "bare_options_20190910.csv",
            "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, DataDate,\
             Strike,Last,Bid,Ask,Volume,OpenInterest\n\
             SPY,298.13,*,SPY191018P00298000,,put,10/18/2019,09/10/2019 16:00,298,4.5,4.44,4.48,10,20\n",
            expect![[r#"
                bare_options_20190910.csv: historicaloptiondata chain, 1 of 1 row used, 2019-09-10 to 2019-09-10
                  comma-separated, dates M/D/YYYY
                2019-09-10 underlying 298.13
                  2019-10-18 298 put 4.44 4.48 iv None delta None volume 10 open 20"#]],
        );
        check_chain(
            ("2019-09-10", "298.13"),
            "L3_options_20190910.csv",
            "UnderlyingSymbol, UnderlyingPrice, Flags, OptionSymbol, Blank, Type, Expiration, \
             DataDate, Strike, Last, Bid, Ask, Volume, OpenInterest, T1OpenInterest, IVMean, IVBid, \
             IVAsk, Delta, Gamma, Theta, Vega, AKA\n\
             SPY,298.13,,SPY191018C00298000,,call,10/18/2019,09/10/2019 16:00,298,5.0,4.98,5.01,100,\
             2000,1990,13.75,13.7,13.8,0.53,0.03,-15.9,61.9,\n",
            expect![[r#"
                L3_options_20190910.csv: historicaloptiondata chain, iv in percent by 1 price at the money, theta per year, 1 of 1 row used, 2019-09-10 to 2019-09-10
                  comma-separated, dates M/D/YYYY
                  repaired: iv read as percent
                2019-09-10 underlying 298.13
                  2019-10-18 298 call 4.98 5.01 iv 0.1375 delta 0.53 volume 100 open 2000"#]],
        );
    }
}
