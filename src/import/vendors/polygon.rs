//! Polygon: day aggregates of shares and of options, which have the same header. Options are
//! recognised by their symbols (`O:SPY231110C00435000`); they are trades, not quotes. Quotes of
//! options are files of their own, with times in billionths of a second, and the chain of the
//! moment that its interface gives is read once it is flat.

use crate::import::table::meaning::{Mark, Meaning};
use crate::import::vendors::{Quirk, VendorFile};

/// What its files of shares are called.
pub(super) const SHARES: &str = "Polygon day aggregates";

/// Shares and options have the same header; only their symbols differ.
const DAY_AGGREGATES: VendorFile =
    VendorFile::new(SHARES, &["windowstart", "transactions", "close"])
        .words(&[("windowstart", Meaning::Date)]);

/// The same header where the symbols are contracts.
pub(super) const OPTIONS: VendorFile =
    VendorFile { name: "Polygon day aggregates of options", ..DAY_AGGREGATES };

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    DAY_AGGREGATES,
    VendorFile::new("Polygon quotes of options", &["siptimestamp", "askprice", "bidprice"])
        .columns(&[("siptimestamp", Meaning::Date)]),
    VendorFile::new("Polygon chain snapshot", &["detailsticker", "lastquotebid", "lastquoteask"])
        .columns(&[
            ("detailsticker", Meaning::Contract),
            ("detailscontracttype", Meaning::Right),
            ("detailsexpirationdate", Meaning::Expiry),
            ("detailsstrikeprice", Meaning::Strike),
            ("detailssharespercontract", Meaning::Mark(Mark::Size)),
            ("lastquotebid", Meaning::Bid),
            ("lastquoteask", Meaning::Ask),
            ("lastquotelastupdated", Meaning::Date),
            ("dayvolume", Meaning::Volume),
            ("underlyingassetprice", Meaning::Underlying),
            ("underlyingassetticker", Meaning::Symbol),
        ])
        .quirk(Quirk::DayOfLatestTrade),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::{check_bars, check_chain};

    #[test]
    fn shares_are_read_as_bars() {
        check_bars(
            &[(
                "polygon.csv",
                "ticker,volume,open,close,high,low,window_start,transactions\n\
                 SPY,1,10,10.5,11,9,1678680000000000000,7\n",
            )],
            expect![[r#"
                2023-03-13 10 11 9 10.5
                polygon.csv: Polygon day aggregates, 1 of 1 row used, 2023-03-13 to 2023-03-13
                  comma-separated, dates time since 1970
                  columns: ticker = symbol (not used), volume (not used), open, close, high, low, window_start = date, transactions (not used)
                market: 1 bar, 0 events, 2023-03-13 to 2023-03-13
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn options_are_read_as_trades() {
        let row = |contract: &str, close: &str| {
            format!("O:{contract},12,{close},{close},{close},{close},1678680000000000000,3\n")
        };
        let rows = [
            row("SPXW230327P03850000", "61.5"),
            row("SPXW230327C03850000", "67.25"),
            row("SPX230421C03900000", "80.0"),
            row("SPXW230327P03900000", "85"),
            row("SPXW230327C03900000", "41.05"),
            row("SPXW230327P03950000", "113.2"),
            row("SPXW230327C03950000", "20.1"),
            row("SPXW230327C05000000", "0"),
        ];
        let header = "ticker,volume,open,close,high,low,window_start,transactions\n";
        check_chain(
            ("2023-03-13", "3855.76"),
            "2023-03-13.csv",
            &[header.to_owned(), rows.concat()].concat(),
            expect![[r#"
                2023-03-13.csv: Polygon day aggregates of options, 8 of 8 rows used, 2023-03-13 to 2023-03-13
                  comma-separated, dates time since 1970
                2023-03-13 underlying None
                  2023-03-27 3850 call None None iv None delta None volume 12 open None
                    traded at 67.25
                  2023-03-27 3850 put None None iv None delta None volume 12 open None
                    traded at 61.5
                  2023-03-27 3900 call None None iv None delta None volume 12 open None
                    traded at 41.05
                  2023-03-27 3900 put None None iv None delta None volume 12 open None
                    traded at 85
                  2023-03-27 3950 call None None iv None delta None volume 12 open None
                    traded at 20.1
                  2023-03-27 3950 put None None iv None delta None volume 12 open None
                    traded at 113.2
                  2023-03-27 5000 call None None iv None delta None volume 12 open None
                  2023-04-21 3900 call None None iv None delta None volume 12 open None
                    traded at 80"#]],
        );
    }

    #[test]
    fn quotes_are_read() {
        check_chain(
            ("2023-11-08", "456.9"),
            "quotes.csv",
            "ticker,ask_exchange,ask_price,ask_size,bid_exchange,bid_price,bid_size,sequence_number,sip_timestamp\n\
             O:SPY231110C00435000,301,22.12,10,301,21.85,10,1,1699473540000000000\n\
             O:SPY231110P00435000,301,0.02,10,301,0.01,10,2,1699473540000000000\n\
             O:SPY231110C00440000,301,17.1,10,301,16.88,10,3,1699473540000000000\n\
             O:SPY231110P00440000,301,0.03,10,301,0.01,10,4,1699473540000000000\n\
             O:SPY231110C00445000,301,12.1,10,301,11.88,10,5,1699473540000000000\n\
             O:SPY231110P00445000,301,0.05,10,301,0.01,10,6,1699473540000000000\n",
            expect![[r#"
                quotes.csv: Polygon quotes of options, 6 of 6 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates time since 1970
                2023-11-08 underlying None
                  2023-11-10 435 call 21.85 22.12 iv None delta None volume None open None
                  2023-11-10 435 put 0.01 0.02 iv None delta None volume None open None
                  2023-11-10 440 call 16.88 17.1 iv None delta None volume None open None
                  2023-11-10 440 put 0.01 0.03 iv None delta None volume None open None
                  2023-11-10 445 call 11.88 12.1 iv None delta None volume None open None
                  2023-11-10 445 put 0.01 0.05 iv None delta None volume None open None"#]],
        );
    }

    #[test]
    fn a_flat_snapshot_is_a_chain() {
        check_chain(
            ("2023-11-08", "456.9"),
            "snapshot.csv",
            "day.close,day.volume,details.contract_type,details.exercise_style,details.expiration_date,details.shares_per_contract,details.strike_price,details.ticker,greeks.delta,implied_volatility,last_quote.ask,last_quote.bid,last_quote.last_updated,open_interest,underlying_asset.price,underlying_asset.ticker\n\
             21.9,1949,call,american,2023-11-10,100,435,O:SPY231110C00435000,0.9999,0.1411,22.12,21.85,1699473599000000000,19419,456.9,SPY\n\
             0.01,4458,put,american,2023-11-10,100,435,O:SPY231110P00435000,-0.0001,0.1411,0.02,0.01,1699473001000000000,4273,456.9,SPY\n",
            expect![[r#"
                snapshot.csv: Polygon chain snapshot, iv in decimals, 2 of 2 rows used, 2023-11-08 to 2023-11-08
                  comma-separated, dates time since 1970
                  repaired: no quote date: dated by the latest trade, 2023-11-08
                2023-11-08 underlying 456.9
                  2023-11-10 435 call 21.85 22.12 iv 0.1411 delta 0.9999 volume 1949 open 19419
                  2023-11-10 435 put 0.01 0.02 iv 0.1411 delta -0.0001 volume 4458 open 4273"#]],
        );
    }
}
