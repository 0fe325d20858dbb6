//! Files of bars as they are written, to markets, and the summary of how they were understood.
//! The samples of each vendor stand in `src/import/vendors`.

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
              comma-separated, dates M/D/YYYY
              columns: Date, Close, Open, High, Low
              repaired: byte order mark removed
              repaired: 1 line above the header skipped
              repaired: 3 blank lines skipped
              repaired: newest day first: row order reversed
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
          comma-separated, dates YYYY-MM-DD
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
        warning: opens equal to the previous close: 1, the first on 2014-01-03; in these years they are no prices to trade at
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
fn a_title_above_the_header_names_the_index() {
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
              comma-separated, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used)
            vixcurrent.csv: daily values of vix, 1 of 1 row used, 2014-01-02 to 2014-01-02
              comma-separated, dates M/D/YYYY
              columns: Date, VIX Open (not used), VIX High (not used), VIX Low (not used), VIX Close = vix
              repaired: 1 line above the header skipped
              vix: 1 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
            market: 1 bar, 0 events, 2014-01-02 to 2014-01-02
            vix: 1 of 1 bar, 2014-01-02 to 2014-01-02
            warning: only 1 bar: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}
