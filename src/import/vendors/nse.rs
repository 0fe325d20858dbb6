//! National Stock Exchange of India: all futures and options of a day, in both of its layouts.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("NSE daily report", &["expirydt", "strikepr", "optiontyp"])
        .columns(&[("contracts", Meaning::Volume), ("openint", Meaning::OpenInterest)]),
    VendorFile::new("NSE daily report", &["tckrsymb", "xprydt", "strkpric", "optntp"]).words(&[
        ("traddt", Meaning::Date),
        ("tckrsymb", Meaning::Symbol),
        ("opnpric", Meaning::Open),
        ("hghpric", Meaning::High),
        ("lwpric", Meaning::Low),
        ("clspric", Meaning::Close),
        ("ttltradgvol", Meaning::Volume),
    ]),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::check_chain;

    #[test]
    fn of_futures_and_options_the_options_are_read() {
        check_chain(
            ("2023-11-08", "19443.5"),
            "fo08NOV2023bhav.csv",
            "INSTRUMENT,SYMBOL,EXPIRY_DT,STRIKE_PR,OPTION_TYP,OPEN,HIGH,LOW,CLOSE,SETTLE_PR,CONTRACTS,VAL_INLAKH,OPEN_INT,CHG_IN_OI,TIMESTAMP\n\
             FUTIDX,NIFTY,30-Nov-2023,0,XX,19500,19520,19450,19510,19510,100,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19400,CE,210,240,200,235.5,235.5,100,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19400,PE,120,130,110,125,125,80,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19500,CE,160,180,150,176,176,90,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19500,PE,160,170,150,165.5,165.5,70,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19600,CE,110,130,100,126,126,60,1,5,0,08-NOV-2023\n\
             OPTIDX,NIFTY,30-Nov-2023,19600,PE,210,220,200,215,215,50,1,5,0,08-NOV-2023\n",
            expect![[r#"
                fo08NOV2023bhav.csv: NSE daily report, 6 of 7 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates with the name of the month
                  skipped 1: expected an option, not a future or a share, lines 2
                2023-11-08 underlying None
                  2023-11-30 19400 call None None iv None delta None volume 100 open 5
                    traded at 235.5
                  2023-11-30 19400 put None None iv None delta None volume 80 open 5
                    traded at 125
                  2023-11-30 19500 call None None iv None delta None volume 90 open 5
                    traded at 176
                  2023-11-30 19500 put None None iv None delta None volume 70 open 5
                    traded at 165.5
                  2023-11-30 19600 call None None iv None delta None volume 60 open 5
                    traded at 126
                  2023-11-30 19600 put None None iv None delta None volume 50 open 5
                    traded at 215"#]],
        );
    }

    #[test]
    fn the_layout_from_2024_on_is_read() {
        check_chain(
            ("2024-07-08", "24320.55"),
            "BhavCopy_NSE_FO.csv",
            "TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,FininstrmActlXpryDt,StrkPric,OptnTp,FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,ChngInOpnIntrst,TtlTradgVol,TtlTrfVal,TtlNbOfTxsExctd,SsnId,NewBrdLotQty\n\
             2024-07-08,2024-07-08,FO,NSE,IDF,1,,NIFTY,,2024-07-25,2024-07-25,,,NIFTY24JULFUT,24400,24450,24300,24390,24390,24400,24320.55,24390,100,1,500,1,1,F1,25\n\
             2024-07-08,2024-07-08,FO,NSE,IDO,2,,NIFTY,,2024-07-25,2024-07-25,24400,PE,NIFTY24JUL24400PE,240,260,230,250.5,250.5,240,24320.55,250.5,100,1,500,1,1,F1,25\n\
             2024-07-08,2024-07-08,FO,NSE,IDO,3,,NIFTY,,2024-07-25,2024-07-25,28000,CE,NIFTY24JUL28000CE,0,0,0,1.2,1.2,1.2,24320.55,1.2,100,0,0,0,0,F1,25\n",
            expect![[r#"
                BhavCopy_NSE_FO.csv: NSE daily report, 2 of 3 rows used, 2024-07-08 to 2024-07-08
                  comma-separated, dates YYYY-MM-DD
                  skipped 1: expected an option, not a future or a share, lines 2
                2024-07-08 underlying 24320.55
                  2024-07-25 24400 put None None iv None delta None volume 500 open 100
                    traded at 250.5
                  2024-07-25 28000 call None None iv None delta None volume 0 open 100"#]],
        );
    }
}
