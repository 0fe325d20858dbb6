//! Delta-Neutral: end-of-day chains with implied volatility and sensitivities.

use crate::import::table::meaning::{Mark, Meaning};
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[VendorFile::new(
    "Delta-Neutral chain",
    &["underlyinglast", "optionroot", "quotedate", "bid", "ask"],
)
.words(&[("underlyinglast", Meaning::Underlying)])
.columns(&[("exchange", Meaning::Mark(Mark::Letter))])];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn a_chain_is_read() {
        check_chain(
            ("2015-10-16", "203.27"),
            "delta_neutral.csv",
            "underlying,underlying_last,exchange,optionroot,optionext,type,expiration,quotedate,\
             strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias\n\
             SPY,203.27,*,SPY151120C00205000,,call,11/20/2015,10/16/2015,205,2.6,2.58,2.61,5,6,0.126,\
             0.42,0.03,-16,24,SPY151120C00205000\n",
            expect![[r#"
                delta_neutral.csv: Delta-Neutral chain, iv in decimals by 1 price at the money, vega per 1.00, theta per year, 1 of 1 row used, 2015-10-16 to 2015-10-16
                  comma-separated, dates M/D/YYYY
                2015-10-16 underlying 203.27
                  2015-11-20 205 call 2.58 2.61 iv 0.126 delta 0.42 volume 5 open 6"#]],
        );
    }
}
