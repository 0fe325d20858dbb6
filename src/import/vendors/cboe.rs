//! Cboe: the quotes of its DataShop at the end of the day, of two moments (15:45 and the end of
//! day; the latter count unless 15:45 is asked for), and by the minute; and the chain of the moment
//! that its site shows.
//! Contracts with a `delivery_code` are adjusted and left out; SPX and SPXW are two roots with
//! settlements of their own.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Cboe interval chain", &["quotedatetime", "root", "expiration", "optiontype"])
        .words(&[("tradevolume", Meaning::Volume)]),
    VendorFile::new("Cboe quote table", &["expirationdate", "calls", "strike", "puts"]),
    VendorFile::new("Cboe end-of-day chain", &["quotedate", "bideod", "askeod"]).columns(&[
        ("bideod", Meaning::Bid),
        ("askeod", Meaning::Ask),
        ("underlyingbideod", Meaning::UnderlyingBid),
        ("underlyingaskeod", Meaning::UnderlyingAsk),
    ]),
    VendorFile::new("Cboe chain of 15:45", &["quotedate", "bid1545", "ask1545"])
        .columns(&[
            ("bid1545", Meaning::Bid),
            ("ask1545", Meaning::Ask),
            ("underlyingbid1545", Meaning::UnderlyingBid),
            ("underlyingask1545", Meaning::UnderlyingAsk),
            ("impliedvolatility1545", Meaning::ImpliedVol),
            ("delta1545", Meaning::Delta),
            ("vega1545", Meaning::Vega),
            ("theta1545", Meaning::Theta),
        ])
        .moment(QUARTER_TO_FOUR),
];

/// 15:45, in seconds.
const QUARTER_TO_FOUR: u32 = 15 * 3_600 + 45 * 60;

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::{check_alone, check_chain};

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

    #[test]
    fn of_quotes_by_the_minute_the_last_counts() {
        check_chain(
            ("2020-03-02", "3090.23"),
            "UnderlyingOptionsIntervals_900sec_2020-03-02.csv",
            "underlying_symbol,quote_datetime,root,expiration,strike,option_type,open,high,low,close,trade_volume,bid_size,bid,ask_size,ask,underlying_bid,underlying_ask,implied_underlying_price,active_underlying_price,implied_volatility,delta,gamma,theta,vega,rho,open_interest\n\
             ^SPX,2020-03-02 09:45:00,SPXW,2020-03-20,3100.000,C,0,0,0,0,12,1,70.1,1,71.1,2970.1,2970.3,2971,2970.2,0.36,0.4,0,0,0,0,900\n\
             ^SPX,2020-03-02 16:00:00,SPXW,2020-03-20,3100.000,C,0,0,0,0,12,1,83.2,1,84.4,3090.1,3090.36,3091,3090.23,0.36,0.5,0,0,0,0,900\n\
             ^SPX,2020-03-02 16:00:00,SPX,2020-03-20,3100.000,C,0,0,0,0,12,1,82.2,1,83.4,3090.1,3090.36,3091,3090.23,0.36,0.5,0,0,0,0,900\n",
            expect![[r#"
                UnderlyingOptionsIntervals_900sec_2020-03-02.csv: Cboe interval chain, iv in decimals by 2 prices at the money, 2 of 3 rows used, 2020-03-02 to 2020-03-02
                  comma-separated, dates YYYY-MM-DD
                  skipped 1: expected the last time of the day that has quotes, lines 2
                  repaired: several times a day, 09:45 to 16:00: the last of the session is used, 16:00 on the last day
                2020-03-02 underlying 3090.23
                  2020-03-20 3100 call 83.2 84.4 iv 0.36 delta 0.5 volume 12 open 900
                  2020-03-20 3100 call 82.2 83.4 iv 0.36 delta 0.5 volume 12 open 900"#]],
        );
    }

    #[test]
    fn calls_stand_left_of_the_strike_and_puts_right() {
        check_alone(
            "spy_quotedata.csv",
            "\n\
             SPDR S&P 500 ETF Trust,Last: 456.90,Change:  3.85\n\
             \"Date: November 8, 2023 at 4:31 PM EST\",Bid: 456.89,Ask: 456.91,Size: 9*11,\"Volume: 71,039,449\"\n\
             Expiration Date,Calls,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest,Strike,Puts,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest\n\
             Fri Nov 10 2023,SPY231110C00435000,21.85,0.1,21.85,22.12,1949,0.1411,0.9999,0.01,19419,435.00,SPY231110P00435000,0,0.1,0,0.02,4458,0.1411,-0.0001,0.01,4273\n\
             Fri Nov 17 2023,SPY231117C00457000,4.6,0.1,4.6,4.7,500,0.12,0.51,0.01,1200,457.00,SPY231117P00457000,4.1,0.1,4.1,4.22,300,0.12,-0.49,0.01,900\n",
            expect![[r#"
                spy_quotedata.csv: Cboe quote table, iv in decimals, 2 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates 
                  repaired: 2 lines above the header skipped
                  repaired: quotes dated by the line above the header, 2023-11-08
                  repaired: 0 read as no bid: 1 quote
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419
                  2023-11-10 435 put None 0.02 iv 0.1411 delta -0.0001 volume 4458 open 4273
                  2023-11-17 457 call 4.6 4.7 iv 0.12 delta 0.51 volume 500 open 1200
                  2023-11-17 457 put 4.1 4.22 iv 0.12 delta -0.49 volume 300 open 900"#]],
        );
    }
}
