//! Tradier: the option chain of the moment, without its day.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes; with a day, if the user put one beside it.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol", "date"]),
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol", "tradedate"])
        .columns(&[("tradedate", Meaning::Date)])
        .quirk(Quirk::DayOfLatestTrade),
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol"]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_alone;

    #[test]
    fn a_chain_without_a_day_is_of_its_latest_trade() {
        check_alone(
            "tradier.csv",
            "symbol,description,exch,type,last,change,volume,open,high,low,close,bid,ask,underlying,strike,greeks.delta,greeks.mid_iv,change_percentage,average_volume,last_volume,trade_date,prevclose,week_52_high,week_52_low,bidsize,bidexch,bid_date,asksize,askexch,ask_date,open_interest,contract_size,expiration_date,expiration_type,option_type,root_symbol\n\
             SPY231110C00435000,SPY Nov 10 2023 $435.00 Call,Z,option,21.9,0.1,1949,21,22.2,20.9,,21.85,22.12,SPY,435,0.9999,0.1411,0.5,0,1,1699477200000,21.8,40,1,10,Z,1699477200000,12,Z,1699477200000,19419,100,2023-11-10,weeklys,call,SPY\n\
             SPY231110P00400000,SPY Nov 10 2023 $400.00 Put,Z,option,0.01,0,0,,,,,0,0.01,SPY,400,-0.0001,0.4,0,0,1,1699304400000,0.01,4,0,0,Z,1699477200000,12,Z,1699477200000,100,100,2023-11-10,weeklys,put,SPY\n",
            expect![[r#"
                tradier.csv: Tradier chain, iv in decimals, 2 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates time since 1970
                  repaired: no quote date: dated by the latest trade, 2023-11-08
                  repaired: 0 read as no bid: 1 quote
                2023-11-08 underlying None
                  2023-11-10 400 put None 0.01 iv 0.4 delta -0.0001 volume 0 open 100
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419"#]],
        );
    }
}
