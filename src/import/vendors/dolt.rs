//! Dolt: the public options database of post-no-preference. `call_put` says which option a row is
//! of.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Dolt chain", &["actsymbol", "callput", "expiration", "bid", "ask"])
        .words(&[("actsymbol", Meaning::Symbol)])
        .columns(&[("vol", Meaning::ImpliedVol)])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn vol_is_the_implied_volatility() {
        check_chain(
            ("2019-02-11", "270.62"),
            "option_chain.csv",
            "date,act_symbol,expiration,strike,call_put,bid,ask,vol,delta,gamma,theta,vega,rho\n\
             2019-02-11,SPY,2019-03-15,268.00,Call,6.0,6.05,0.1501,0.61,0.03,-0.1,0.3,0.1\n\
             2019-02-11,SPY,2019-03-15,268.00,Put,3.3,3.35,0.1562,-0.39,0.03,-0.1,0.3,-0.1\n\
             2019-02-11,SPY,2019-03-15,270.00,Call,4.7,4.75,0.1473,0.54,0.03,-0.1,0.3,0.1\n\
             2019-02-11,SPY,2019-03-15,270.00,Put,4.0,4.05,0.1503,-0.46,0.03,-0.1,0.3,-0.1\n\
             2019-02-11,SPY,2019-03-15,272.00,Call,3.6,3.65,0.1441,0.47,0.03,-0.1,0.3,0.1\n\
             2019-02-11,SPY,2019-03-15,272.00,Put,4.9,4.95,0.1472,-0.53,0.03,-0.1,0.3,-0.1\n",
            expect![[r#"
                option_chain.csv: Dolt chain, iv in decimals, 6 of 6 rows used, 2019-02-11 to 2019-02-11
                  comma-separated, dates YYYY-MM-DD
                2019-02-11 underlying None
                  2019-03-15 268 call 6.0 6.05 iv 0.1501 delta 0.61 volume None open None
                  2019-03-15 268 put 3.3 3.35 iv 0.1562 delta -0.39 volume None open None
                  2019-03-15 270 call 4.7 4.75 iv 0.1473 delta 0.54 volume None open None
                  2019-03-15 270 put 4.0 4.05 iv 0.1503 delta -0.46 volume None open None
                  2019-03-15 272 call 3.6 3.65 iv 0.1441 delta 0.47 volume None open None
                  2019-03-15 272 put 4.9 4.95 iv 0.1472 delta -0.53 volume None open None"#]],
        );
    }
}
