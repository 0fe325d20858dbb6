//! ORATS: strikes with a call and a put on each row, in the files of the day and in those of its
//! API. One delta stands for both: the call's, one above that of the put.

use crate::import::table::meaning::{Meaning, Part};
use crate::import::vendors::{Quirk, VendorFile};
use crate::market::Right;

/// A call and a put on each row.
const COLUMNS: [(&str, Meaning); 13] = [
    ("copra", Meaning::Side(Right::Call, Part::Contract)),
    ("popra", Meaning::Side(Right::Put, Part::Contract)),
    ("cbidpx", Meaning::Side(Right::Call, Part::Bid)),
    ("caskpx", Meaning::Side(Right::Call, Part::Ask)),
    ("cmidiv", Meaning::Side(Right::Call, Part::ImpliedVol)),
    ("cvolu", Meaning::Side(Right::Call, Part::Volume)),
    ("coi", Meaning::Side(Right::Call, Part::OpenInterest)),
    ("pbidpx", Meaning::Side(Right::Put, Part::Bid)),
    ("paskpx", Meaning::Side(Right::Put, Part::Ask)),
    ("pmidiv", Meaning::Side(Right::Put, Part::ImpliedVol)),
    ("pvolu", Meaning::Side(Right::Put, Part::Volume)),
    ("poi", Meaning::Side(Right::Put, Part::OpenInterest)),
    // The stock's price of an index is its future by expiry; this is the index itself.
    ("spotpx", Meaning::Underlying),
];

/// The same in files of its interface.
const API_COLUMNS: [(&str, Meaning); 10] = [
    ("callbidprice", Meaning::Side(Right::Call, Part::Bid)),
    ("callaskprice", Meaning::Side(Right::Call, Part::Ask)),
    ("callmidiv", Meaning::Side(Right::Call, Part::ImpliedVol)),
    ("callvolume", Meaning::Side(Right::Call, Part::Volume)),
    ("callopeninterest", Meaning::Side(Right::Call, Part::OpenInterest)),
    ("putbidprice", Meaning::Side(Right::Put, Part::Bid)),
    ("putaskprice", Meaning::Side(Right::Put, Part::Ask)),
    ("putmidiv", Meaning::Side(Right::Put, Part::ImpliedVol)),
    ("putvolume", Meaning::Side(Right::Put, Part::Volume)),
    ("putopeninterest", Meaning::Side(Right::Put, Part::OpenInterest)),
];

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("ORATS chain", &["expirdate", "strike", "cbidpx", "pbidpx", "spotpx"])
        .columns(&COLUMNS)
        .quirk(Quirk::DeltaOfCall),
    VendorFile::new("ORATS chain", &["expirdate", "strike", "callbidprice", "putbidprice"])
        .columns(&API_COLUMNS)
        .quirk(Quirk::DeltaOfCall),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn one_delta_stands_for_call_and_put() {
        check_chain(
            ("2021-01-04", "368.79"),
            "ORATS_SMV_Strikes_20210104.csv",
            "ticker,cOpra,pOpra,stkPx,expirDate,yte,strike,cVolu,cOi,pVolu,pOi,cBidPx,cValue,cAskPx,\
             pBidPx,pValue,pAskPx,cBidIv,cMidIv,cAskIv,smoothSmvVol,pBidIv,pMidIv,pAskIv,iRate,\
             divRate,residualRateData,delta,gamma,theta,vega,rho,phi,driftlessTheta,extVol,extCTheo,\
             extPTheo,spot_px,trade_date\n\
             SPY,SPY210219C00370000,SPY210219P00370000,368.2,2/19/2021,0.126,370,500,1200,300,900,\
             9.80,9.85,9.90,11.60,11.66,11.72,0.199,0.201,0.203,0.2,0.198,0.2005,0.203,0.001,0.014,0,\
             0.49,0.01,-0.1,0.5,0.2,0.1,-0.1,0.2,9.85,11.66,368.79,1/4/2021\n",
            expect![[r#"
                ORATS_SMV_Strikes_20210104.csv: ORATS chain, iv in decimals by 1 price at the money, vega per point, theta per day, 1 of 1 row used, 2021-01-04 to 2021-01-04
                  comma-separated, dates M/D/YYYY
                2021-01-04 underlying 368.79
                  2021-02-19 370 call 9.8 9.9 iv 0.201 delta 0.49 volume 500 open 1200
                  2021-02-19 370 put 11.6 11.72 iv 0.2005 delta -0.51 volume 300 open 900"#]],
        );
    }

    #[test]
    fn files_of_its_interface_are_read() {
        check_chain(
            ("2023-11-08", "456.9"),
            "hist_strikes.csv",
            "ticker,tradeDate,expirDate,dte,strike,stockPrice,callVolume,callOpenInterest,callBidSize,callAskSize,putVolume,putOpenInterest,putBidSize,putAskSize,callBidPrice,callValue,callAskPrice,putBidPrice,putValue,putAskPrice,callBidIv,callMidIv,callAskIv,smvVol,putBidIv,putMidIv,putAskIv,residualRate,delta,gamma,theta,vega,rho,phi,driftlessTheta,callSmvVol,putSmvVol,extSmvVol,extCallValue,extPutValue,spotPrice,quoteDate,updatedAt,snapShotEstTime,snapShotDate,expiryTod\n\
             SPY,2023-11-08,2023-11-17,10,457,457.1,500,1200,1,1,300,900,1,1,4.60,4.65,4.70,4.10,4.16,4.22,0.12,0.121,0.122,0.121,0.12,0.1205,0.121,0.05,0.51,0.03,-0.2,0.3,0.1,0.1,-0.1,0.121,0.121,0.121,4.65,4.16,456.9,2023-11-08T20:45:00Z,2023-11-08T21:00:00Z,1546,2023-11-08T20:46:00Z,pm\n",
            expect![[r#"
                hist_strikes.csv: ORATS chain, iv in decimals by 1 price at the money, vega per point, theta per day, 1 of 1 row used, 2023-11-08 to 2023-11-08
                  comma-separated, dates YYYY-MM-DD
                2023-11-08 underlying 456.9
                  2023-11-17 457 call 4.6 4.7 iv 0.121 delta 0.51 volume 500 open 1200
                  2023-11-17 457 put 4.1 4.22 iv 0.1205 delta -0.49 volume 300 open 900"#]],
        );
    }
}
