//! yfinance, the Python package: the history of a ticker, a download, and an option chain. Prices
//! are adjusted for dividends unless the caller said otherwise, and stand then below those of an
//! option chain; a download of several columns has two more lines of header; a chain has no day,
//! which is that of its latest trade.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("yfinance history", &["date", "close", "dividends", "stocksplits"])
        .words(&[("stocksplits", Meaning::Split)]),
    VendorFile::new("yfinance download", &["price", "close", "high", "low", "open", "volume"])
        .columns(&[("price", Meaning::Date)])
        .quirk(Quirk::ThreeHeaderLines),
    VendorFile::new("yfinance chain", &["contractsymbol", "lasttradedate", "strike", "bid", "ask"])
        .words(&[("contractsymbol", Meaning::Contract)])
        .columns(&[("lasttradedate", Meaning::Date)])
        .quirk(Quirk::DayOfLatestTrade),
];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::{check_bars, check_chain};

    #[test]
    fn a_history_is_read() {
        check_bars(
            &[(
                "yfinance.csv",
                "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n\
                 2022-12-28 00:00:00-05:00,10,11,9,10.5,1,0.0,0.0\n",
            )],
            expect![[r#"
                2022-12-28 10 11 9 10.5 dividend 0
                yfinance.csv: yfinance history, 1 of 1 row used, 2022-12-28 to 2022-12-28
                  comma-separated, dates YYYY-MM-DD
                  columns: Date, Open, High, Low, Close, Volume (not used), Dividends = dividend, Stock Splits = split
                market: 1 bar, 0 events, 2022-12-28 to 2022-12-28
                dividend: 1 of 1 bar, 2022-12-28 to 2022-12-28
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn a_download_has_three_header_lines() {
        check_bars(
            &[(
                "TSLA.csv",
                "Price,Close,High,Low,Open,Volume\n\
                 Ticker,TSLA,TSLA,TSLA,TSLA,TSLA\n\
                 Date,,,,,\n\
                 2024-01-02,248.42,251.25,244.41,250.08,104654200\n\
                 2024-01-03,238.45,245.68,236.32,244.98,121082600\n",
            )],
            expect![[r#"
                2024-01-02 250.08 251.25 244.41 248.42
                2024-01-03 244.98 245.68 236.32 238.45
                TSLA.csv: yfinance download, 2 of 2 rows used, 2024-01-02 to 2024-01-03
                  comma-separated, dates YYYY-MM-DD
                  columns: Price = date, Close, High, Low, Open, Volume (not used)
                market: 2 bars, 0 events, 2024-01-02 to 2024-01-03
                warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn a_chain_is_dated_by_its_latest_trade() {
        check_chain(
            ("2024-05-03", "511.29"),
            "calls.csv",
            "contractSymbol,lastTradeDate,strike,lastPrice,bid,ask,change,percentChange,volume,\
             openInterest,impliedVolatility,inTheMoney,contractSize,currency\n\
             SPY240621C00505000,2024-05-03 19:59:58+00:00,505.0,16.0,16.0,16.1,1,6,5,80,0.127,True,\
             REGULAR,USD\n\
             SPY240621P00505000,2024-05-02 14:31:02+00:00,505.0,7.6,7.58,7.62,1,6,4,70,0.122,False,\
             REGULAR,USD\n\
             SPY240621C00510000,2024-05-03 19:58:12+00:00,510.0,12.9,12.9,13.0,1,6,55,800,0.1235,True,\
             REGULAR,USD\n\
             SPY240621P00510000,2024-05-03 18:00:00+00:00,510.0,9.4,9.4,9.44,1,6,40,700,0.119,False,\
             REGULAR,USD\n\
             SPY240621C00515000,2024-04-30 15:00:00+00:00,515.0,9.9,9.9,10.0,1,6,,80,0.119,False,\
             REGULAR,USD\n\
             SPY240621P00515000,2024-05-03 15:00:00+00:00,515.0,11.5,11.4,11.48,1,6,4,70,0.115,True,\
             REGULAR,USD\n",
            expect![[r#"
                calls.csv: yfinance chain, iv in decimals, 6 of 6 rows used, 2024-05-03 to 2024-05-03
                  comma-separated, dates YYYY-MM-DD
                  repaired: no quote date: dated by the latest trade, 2024-05-03
                2024-05-03 underlying None
                  2024-06-21 505 call 16.0 16.1 iv 0.127 delta None volume 5 open 80
                  2024-06-21 505 put 7.58 7.62 iv 0.122 delta None volume 4 open 70
                  2024-06-21 510 call 12.9 13.0 iv 0.1235 delta None volume 55 open 800
                  2024-06-21 510 put 9.4 9.44 iv 0.119 delta None volume 40 open 700
                  2024-06-21 515 call 9.9 10.0 iv 0.119 delta None volume None open 80
                  2024-06-21 515 put 11.4 11.48 iv 0.115 delta None volume 4 open 70"#]],
        );
    }
}
