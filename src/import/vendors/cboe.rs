//! Cboe: the quotes of its DataShop at the end of the day, of two moments those at the close, and
//! by the minute; and the chain of the moment that its site shows.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Cboe interval chain", &["quotedatetime", "root", "expiration", "optiontype"]),
    VendorFile::new("Cboe quote table", &["expirationdate", "calls", "strike", "puts"]),
    VendorFile::new("Cboe end-of-day chain", &["quotedate", "bid1545", "bideod", "askeod"])
        // The quotes of 15:45 are not read.
        .words(&[
            ("bideod", Meaning::Bid),
            ("askeod", Meaning::Ask),
            ("underlyingbideod", Meaning::UnderlyingBid),
            ("underlyingaskeod", Meaning::UnderlyingAsk),
            ("tradevolume", Meaning::Volume),
        ]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn quotes_at_the_close_are_read() {
        check_chain(
            ("2020-03-02", "3090.23"),
            "UnderlyingOptionsEODCalcs_2020-03-02.csv",
            "underlying_symbol,quote_date,root,expiration,strike,option_type,open,high,low,close,\
             trade_volume,bid_size_1545,bid_1545,ask_size_1545,ask_1545,underlying_bid_1545,\
             underlying_ask_1545,implied_underlying_price_1545,active_underlying_price_1545,\
             implied_volatility_1545,delta_1545,gamma_1545,theta_1545,vega_1545,rho_1545,\
             bid_size_eod,bid_eod,ask_size_eod,ask_eod,underlying_bid_eod,underlying_ask_eod,vwap,\
             open_interest,delivery_code\n\
             ^SPX,2020-03-02,SPX,2020-03-20,3100.000,C,0,0,0,0,12,1,80.1,1,81.1,3080.1,3080.3,3081,\
             3081,0.36,0.5,0,0,0,0,5,83.2,6,84.4,3090.1,3090.36,0,900,\n\
             ^SPX,2020-03-02,SPX,2020-03-20,3100.000,P,0,0,0,0,7,1,99,1,100,3080.1,3080.3,3081,3081,\
             0.36,-0.5,0,0,0,0,5,92.5,6,93.5,3090.1,3090.36,0,400,\n",
            expect![[r#"
                UnderlyingOptionsEODCalcs_2020-03-02.csv: Cboe end-of-day chain, 2 of 2 rows used, 2020-03-02 to 2020-03-02
                  comma-separated, dates YYYY-MM-DD
                2020-03-02 underlying 3090.23
                  2020-03-20 3100 call 83.2 84.4 iv None delta None volume 12 open 900
                  2020-03-20 3100 put 92.5 93.5 iv None delta None volume 7 open 400"#]],
        );
    }
}
