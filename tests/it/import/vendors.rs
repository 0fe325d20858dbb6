//! Files as vendors write them, to markets; and what is said of how they were understood.

use expect_test::expect;
use rotation::import::{Options, import};

use super::{SP500, TWO_DAYS, check, file, read, table};

#[test]
fn a_name_given_by_the_caller_is_kept() {
    let options = Options { name: Some("S&P 500".to_owned()), ..Options::default() };
    let imported = import(&[file("x.csv", SP500.as_bytes())], &options).unwrap();
    assert_eq!(imported.market.name, "S&P 500");
}

#[test]
fn yahoo() {
    check(
        &[(
            "SPY.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\r\n\
             2014-01-02,183.98,184.07,182.48,182.92,160.02,119636900\r\n\
             2014-01-03,183.23,183.60,182.63,182.89,160.00,81390600\r\n",
        )],
        expect![[r#"
            2014-01-02 183.98 184.07 182.48 182.92
            2014-01-03 183.23 183.6 182.63 182.89
            SPY.csv: Yahoo or Nasdaq daily bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Adj Close = adj_close, Volume (not used)
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn stooq_bulk_file() {
    check(
        &[(
            "aaa.us.txt",
            "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n\
             AAA.US,D,20140102,000000,24.1,24.3,23.9,24.0,1000,0\n\
             AAA.US,D,20140103,000000,24.0,24.2,23.8,24.1,1000,0\n",
        )],
        expect![[r#"
            2014-01-02 24.1 24.3 23.9 24
            2014-01-03 24 24.2 23.8 24.1
            aaa.us.txt: Stooq, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by comma, dates YYYYMMDD
              columns: <TICKER> = symbol (not used), <PER> (not used), <DATE> = date, <TIME> = time (not used), <OPEN> = open, <HIGH> = high, <LOW> = low, <CLOSE> = close, <VOL> = volume (not used), <OPENINT> (not used)
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn vendors_with_times_zones_and_other_orders() {
    check(
        &[(
            "yfinance.csv",
            "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n\
             2022-12-28 00:00:00-05:00,10,11,9,10.5,1,0.0,0.0\n",
        )],
        expect![[r#"
            2022-12-28 10 11 9 10.5 dividend 0
            yfinance.csv: yfinance history, 1 of 1 row used, 2022-12-28 to 2022-12-28
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used), Dividends = dividend, Stock Splits = split
            market: 1 bar, 0 events, 2022-12-28 to 2022-12-28
            dividend: 1 of 1 bar, 2022-12-28 to 2022-12-28
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
    check(
        &[(
            "polygon.csv",
            "ticker,volume,open,close,high,low,window_start,transactions\n\
             SPY,1,10,10.5,11,9,1678680000000000000,7\n",
        )],
        expect![[r#"
            2023-03-13 10 11 9 10.5
            polygon.csv: Polygon day aggregates, 1 of 1 row used, 2023-03-13 to 2023-03-13
              cells cut by comma, dates time since 1970
              columns: ticker = symbol (not used), volume (not used), open, close, high, low, window_start = date, transactions (not used)
            market: 1 bar, 0 events, 2023-03-13 to 2023-03-13
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
    check(
        &[(
            "tiingo.csv",
            "symbol,date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,\
             divCash,splitFactor\n\
             SPY,2021-01-04,368.79,375.45,364.82,375.31,1,345.2,351.4,341.5,351.3,1,0.0,1.0\n",
        )],
        expect![[r#"
            2021-01-04 375.31 375.45 364.82 368.79 dividend 0
            tiingo.csv: Tiingo, 1 of 1 row used, 2021-01-04 to 2021-01-04
              cells cut by comma, dates YYYY-MM-DD
              columns: symbol (not used), date, close, high, low, open, volume (not used), adjClose = adj_close (not used), adjHigh (not used), adjLow (not used), adjOpen (not used), adjVolume (not used), divCash = dividend, splitFactor = split
            market: 1 bar, 0 events, 2021-01-04 to 2021-01-04
            dividend: 1 of 1 bar, 2021-01-04 to 2021-01-04
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn newest_first_with_dates_of_the_month_first_quoted_and_grouped() {
    check(
        &[(
            "index.csv",
            "\u{feff}\"Nasdaq, daily\"\n\
             \"Date\",\"Close\",\"Open\",\"High\",\"Low\"\n\
             \n\
             \"01/03/2014\",\"1,831.37\",\"1,833.21\",\"1,838.24\",\"1,829.13\"\n\
             \"01/02/2014\",\"1,831.98\",\"1,845.86\",\"1,845.86\",\"1,827.74\"\n\n\n",
        )],
        expect![[r#"
            2014-01-02 1845.86 1845.86 1827.74 1831.98
            2014-01-03 1833.21 1838.24 1829.13 1831.37
            index.csv: plain bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by comma, dates M/D/YYYY
              columns: Date, Close, Open, High, Low
              repaired: byte order mark removed
              repaired: 1 line above the header passed over
              repaired: 3 blank lines passed over
              repaired: newest day first: rows turned round
              repaired: thousands separators removed from 8 numbers
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn every_optional_column() {
    let imported = read(&[(
        "all.csv",
        "date,open,high,low,close,volume,adj_close,vix,vix9d,vix3m,vvix,skew,rate,dividend_yield,\
         regime,profile_1_score,profile_2_score,profile_3_score,profile_4_score,profile_5_score,\
         profile_6_score,note\n\
         2014-01-02,10,11,9,10,5,9.9,20.0,19,21,90,-3.5,-0.5,0,4,0,0.2,0.3,0.4,0.5,1,hello\n\
         2014-01-03,10,11,9,10,null,,.,N/D,NaN,-,null,,n/a,,0.1,0.2,0.3,0.4,0.5,,\n",
    )]);
    expect![[r#"
        2014-01-02 10 11 9 10 vix 0.2 vix9d 0.19 vix3m 0.21 vvix 0.9 skew -0.035 rate -0.005 dividend_yield 0
        2014-01-03 10 11 9 10
        all.csv: Yahoo or Nasdaq daily bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), adj_close, vix, vix9d, vix3m, vvix, skew, rate, dividend_yield, regime, profile_1_score, profile_2_score, profile_3_score, profile_4_score, profile_5_score, profile_6_score, note (not used)
        market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
        vix: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vix9d: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vix3m: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vvix: 1 of 2 bars, 2014-01-02 to 2014-01-02
        skew: 1 of 2 bars, 2014-01-02 to 2014-01-02
        rate: 1 of 2 bars, 2014-01-02 to 2014-01-02
        dividend_yield: 1 of 2 bars, 2014-01-02 to 2014-01-02
        warning: only 2 bars: the first 50 warm up the signals, little is left to trade
    "#]].assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
    assert_eq!(imported.market.quoted_regimes, Some(vec![Some(4), None]));
    let scores = Some([0.0, 0.2, 0.3, 0.4, 0.5, 1.0]);
    assert_eq!(imported.market.quoted_scores, Some(vec![scores, None]));
}

#[test]
fn utf_16_with_a_byte_order_mark_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(TWO_DAYS.encode_utf16().flat_map(u16::to_le_bytes));
    let imported = import(&[file("spx.csv", &bytes)], &Options::default()).unwrap();
    assert_eq!(imported.market, read(&[("spx.csv", TWO_DAYS)]).market);
}

#[test]
fn latin_1_matters_only_in_a_cell_that_is_read() {
    let text = b"date,open,high,low,close,r\xe9sum\xe9\n2014-01-02,1,1,1,1,caf\xe9\n";
    let imported = import(&[file("a.csv", text)], &Options::default()).unwrap();
    assert_eq!(imported.market.bars.len(), 1);
}

#[test]
fn yfinance_with_three_lines_of_header() {
    check(
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
              cells cut by comma, dates YYYY-MM-DD
              columns: Price = date, Close, High, Low, Open, Volume (not used)
            market: 2 bars, 0 events, 2024-01-02 to 2024-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn layouts_of_other_vendors() {
    check(
        &[(
            "GSPC.csv",
            "Date,Open,High,Low,Close,Volume,Adj. Close\n2014-01-02,1845,1846,1827,1831.98,1,1831.98\n",
        )],
        expect![[r#"
            2014-01-02 1845 1846 1827 1831.98
            GSPC.csv: Yahoo or Nasdaq daily bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used), Adj. Close = adj_close
            market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
    check(
        &[(
            "ib.csv",
            "date,open,high,low,close,volume,average,barCount\n20140102,10,11,9,10.5,100,10.2,7\n",
        )],
        expect![[r#"
            2014-01-02 10 11 9 10.5
            ib.csv: Interactive Brokers bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
              cells cut by comma, dates YYYYMMDD
              columns: date, open, high, low, close, volume (not used), average (not used), barCount (not used)
            market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
    check(
        &[
            ("stooq.csv", "Date,Open,High,Low,Close,Volume\n2014-01-02,10,11,9,10.5,100\n"),
            (
                "vixcurrent.csv",
                "\"Cboe data for VIX\",,,,\nDate,VIX Open,VIX High,VIX Low,VIX Close\n1/2/2014,14.32,14.59,14.00,14.23\n",
            ),
        ],
        expect![[r#"
            2014-01-02 10 11 9 10.5 vix 0.1423
            stooq.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used)
            vixcurrent.csv: daily values of vix, 1 of 1 row used, 2014-01-02 to 2014-01-02
              cells cut by comma, dates M/D/YYYY
              columns: Date, VIX Open (not used), VIX High (not used), VIX Low (not used), VIX Close = vix
              repaired: 1 line above the header passed over
              vix: 1 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
            market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
            vix: 1 of 1 bar, 2014-01-02 to 2014-01-02
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn an_older_file_of_fred() {
    check(
        &[
            ("spx.csv", "Date,Open,High,Low,Close\n2014-01-02,10,11,9,10.5\n"),
            ("fred.csv", "DATE,VIXCLS\n2014-01-01,.\n2014-01-02,14.23\n"),
        ],
        expect![[r#"
            2014-01-02 10 11 9 10.5 vix 0.1423
            spx.csv: plain bars, 1 of 1 row used, 2014-01-02 to 2014-01-02
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close
            fred.csv: FRED VIXCLS, 2 of 2 rows used, 2014-01-01 to 2014-01-02
              cells cut by comma, dates YYYY-MM-DD
              columns: DATE, VIXCLS = vix
              vix: 1 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
            market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
            vix: 1 of 1 bar, 2014-01-02 to 2014-01-02
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}
