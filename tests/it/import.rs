//! Files as vendors write them, to markets; and what is said of how they were understood.

use std::path::Path;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use rotation::import::{BadRows, ImportError, Imported, Options, Repair, Role, SourceFile, import};
use rotation::market::{Market, Series};

const SP500: &str = include_str!("../data/sp500_2014_01.csv");
const VIX: &str = include_str!("../data/vix_history_2014_01.csv");
const EVENTS: &str = include_str!("../data/events.csv");

fn file<'a>(name: &'a str, bytes: &'a [u8]) -> SourceFile<'a> {
    SourceFile { name, role: None, bytes }
}

fn read(files: &[(&str, &str)]) -> Imported {
    let files: Vec<_> = files.iter().map(|(name, text)| file(name, text.as_bytes())).collect();
    import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn skip_bad_rows(text: &str) -> Imported {
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    import(&[file("a.csv", text.as_bytes())], &options).unwrap_or_else(|error| panic!("{error}"))
}

/// The bars of a file, and what was said of it.
fn check(files: &[(&str, &str)], expected: Expect) {
    let imported = read(files);
    expected.assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
}

fn table(market: &Market) -> String {
    let mut out = String::new();
    for (day, bar) in market.bars.iter().enumerate() {
        let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close);
        out += &format!("{} {open} {high} {low} {close}", bar.date);
        for series in Series::ALL {
            if let Some(value) = market.series(series).and_then(|values| values[day]) {
                out += &format!(" {} {value}", series.column());
            }
        }
        out += "\n";
    }
    out
}

#[test]
fn the_twenty_year_sample_with_volatility_and_events() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let load = |name: &str| std::fs::read_to_string(folder.join(name));
    let (Ok(bars), Ok(vix), Ok(events)) =
        (load("sp500.csv"), load("vix_cboe.csv"), load("events_example.csv"))
    else {
        eprintln!("not run: {} is not there", folder.display());
        return;
    };
    let alone = read(&[("sp500.csv", &bars)]);
    expect![[r#"
        sp500.csv: plain bars, 5031 of 5031 rows used, 1999-01-04 to 2018-12-31
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        market: 5031 bars, 0 events, 1999-01-04 to 2018-12-31
        vix: 1257 of 5031 bars, 2014-01-03 to 2018-12-31
    "#]]
    .assert_eq(&alone.summary.to_string());
    assert_eq!(alone.market.name, "sp500");
    let all = read(&[("sp500.csv", &bars), ("vix_cboe.csv", &vix), ("events.csv", &events)]);
    expect![[r#"
        sp500.csv: plain bars, 5031 of 5031 rows used, 1999-01-04 to 2018-12-31
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        vix_cboe.csv: Cboe VIX history, 9235 of 9235 rows used, 1990-01-02 to 2026-07-23
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open (not used), high (not used), low (not used), close
          vix: 3773 bars filled, 0 replaced, 1257 equal, 1 left empty, 4205 values without a bar
        events.csv: event calendar, 5 of 5 rows used, 2015-12-16 to 2018-12-19
          cells cut by comma, dates YYYY-MM-DD
          columns: date, event_type, event_name
        market: 5031 bars, 5 events, 1999-01-04 to 2018-12-31
        vix: 5030 of 5031 bars, 1999-01-04 to 2018-12-31
    "#]]
    .assert_eq(&all.summary.to_string());
    assert_eq!(all.market.bars, alone.market.bars);
}

#[test]
fn a_month_of_the_sample_beside_its_volatility_file() {
    let files = [("data/sp500.csv", SP500), ("VIX_History.csv", VIX), ("events.csv", EVENTS)];
    let imported = read(&files);
    expect![[r#"
        data/sp500.csv: plain bars, 21 of 21 rows used, 2014-01-02 to 2014-01-31
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        VIX_History.csv: Cboe VIX history, 23 of 23 rows used, 2013-12-30 to 2014-01-31
          cells cut by comma, dates M/D/YYYY
          columns: DATE, OPEN (not used), HIGH (not used), LOW (not used), CLOSE
          vix: 1 bars filled, 0 replaced, 20 equal, 0 left empty, 2 values without a bar
        events.csv: event calendar, 5 of 5 rows used, 2015-12-16 to 2018-12-19
          cells cut by comma, dates YYYY-MM-DD
          columns: date, event_type, event_name
        market: 21 bars, 5 events, 2014-01-02 to 2014-01-31
        vix: 21 of 21 bars, 2014-01-02 to 2014-01-31
        warning: only 21 bars, signals need 120 to warm up
    "#]]
    .assert_eq(&imported.summary.to_string());
    assert_eq!(imported.market.name, "sp500");
    assert_eq!(imported.market.bars[1].close, 1831.37);
    // The bars file leaves the first day empty; 14.23 is the close of the volatility file.
    let vix = imported.market.series(Series::Vix).unwrap();
    assert_eq!(vix[..2], [Some(0.1423), Some(0.1376)]);
    let event = &imported.market.events[4];
    assert_eq!((event.kind.as_str(), event.name.as_str()), ("FOMC", "Rate decision"));
    assert!(event.scheduled);
    // The order in which files are dropped says nothing.
    let mut turned = files;
    turned.reverse();
    assert_eq!(read(&turned).market, imported.market);
}

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
            SPY.csv: Yahoo daily bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Adj Close = adj_close (not used), Volume (not used)
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            warning: only 2 bars, signals need 120 to warm up
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
            warning: only 2 bars, signals need 120 to warm up
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
            2022-12-28 10 11 9 10.5
            yfinance.csv: yfinance history, 1 of 1 row used, 2022-12-28 to 2022-12-28
              cells cut by comma, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used), Dividends (not used), Stock Splits (not used)
            market: 1 bar, 0 events, 2022-12-28 to 2022-12-28
            warning: only 1 bar, signals need 120 to warm up
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
            warning: only 1 bar, signals need 120 to warm up
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
            2021-01-04 375.31 375.45 364.82 368.79
            tiingo.csv: Tiingo, 1 of 1 row used, 2021-01-04 to 2021-01-04
              cells cut by comma, dates YYYY-MM-DD
              columns: symbol (not used), date, close, high, low, open, volume (not used), adjClose = adj_close (not used), adjHigh (not used), adjLow (not used), adjOpen (not used), adjVolume (not used), divCash (not used), splitFactor (not used)
            market: 1 bar, 0 events, 2021-01-04 to 2021-01-04
            warning: only 1 bar, signals need 120 to warm up
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
            warning: only 2 bars, signals need 120 to warm up
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
        all.csv: Yahoo daily bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), adj_close (not used), vix, vix9d, vix3m, vvix, skew, rate, dividend_yield, regime, profile_1_score, profile_2_score, profile_3_score, profile_4_score, profile_5_score, profile_6_score, note (not used)
        market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
        vix: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vix9d: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vix3m: 1 of 2 bars, 2014-01-02 to 2014-01-02
        vvix: 1 of 2 bars, 2014-01-02 to 2014-01-02
        skew: 1 of 2 bars, 2014-01-02 to 2014-01-02
        rate: 1 of 2 bars, 2014-01-02 to 2014-01-02
        dividend_yield: 1 of 2 bars, 2014-01-02 to 2014-01-02
        warning: only 2 bars, signals need 120 to warm up
    "#]].assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
    assert_eq!(imported.market.quoted_regimes, Some(vec![Some(4), None]));
    let scores = Some([0.0, 0.2, 0.3, 0.4, 0.5, 1.0]);
    assert_eq!(imported.market.quoted_scores, Some(vec![scores, None]));
}

const TWO_DAYS: &str = "date,open,high,low,close\n\
                        2014-01-02,1840,1850,1830,1831.98\n\
                        2014-01-03,1833,1838,1829,1831.37\n";

#[test]
fn a_second_file_lies_along_the_bars() {
    check(
        &[
            ("spx.csv", TWO_DAYS),
            (
                "VIXCLS.csv",
                "observation_date,VIXCLS\n2014-01-01,.\n2014-01-02,14.23\n2014-01-03,\n",
            ),
            ("vvix.csv", "DATE,VVIX\n01/02/2014,80.5\n01/03/2014,81.5\n01/06/2014,82.5\n"),
            ("curve.txt", "date;vix9d;vix3m\n2014-01-02;13,5;15,5\n2014-01-03;13;\n"),
            ("VIX9D_History.csv", "DATE,OPEN,HIGH,LOW,CLOSE\n01/03/2014,13,14,12,13.25\n"),
        ],
        expect![[r#"
            2014-01-02 1840 1850 1830 1831.98 vix 0.1423 vix9d 0.135 vix3m 0.155 vvix 0.805
            2014-01-03 1833 1838 1829 1831.37 vix9d 0.1325 vvix 0.815
            spx.csv: plain bars, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by comma, dates YYYY-MM-DD
              columns: date, open, high, low, close
            VIXCLS.csv: FRED VIXCLS, 3 of 3 rows used, 2014-01-01 to 2014-01-03
              cells cut by comma, dates YYYY-MM-DD
              columns: observation_date = date, VIXCLS = vix
              vix: 1 bars filled, 0 replaced, 0 equal, 1 left empty, 0 values without a bar
            vvix.csv: daily values of vvix, 3 of 3 rows used, 2014-01-02 to 2014-01-06
              cells cut by comma, dates M/D/YYYY
              columns: DATE, VVIX
              vvix: 2 bars filled, 0 replaced, 0 equal, 0 left empty, 1 values without a bar
            curve.txt: daily values of vix9d, vix3m, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              cells cut by semicolon, dates YYYY-MM-DD
              columns: date, vix9d, vix3m
              repaired: decimal commas read as decimal points
              vix9d: 2 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
              vix3m: 1 bars filled, 0 replaced, 0 equal, 1 left empty, 0 values without a bar
            VIX9D_History.csv: Cboe VIX9D history, 1 of 1 row used, 2014-01-03 to 2014-01-03
              cells cut by comma, dates M/D/YYYY
              columns: DATE, OPEN (not used), HIGH (not used), LOW (not used), CLOSE
              vix9d: 0 bars filled, 1 replaced, 0 equal, 0 left empty, 0 values without a bar
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            vix: 1 of 2 bars, 2014-01-02 to 2014-01-02
            vix9d: 2 of 2 bars, 2014-01-02 to 2014-01-03
            vix3m: 1 of 2 bars, 2014-01-02 to 2014-01-02
            vvix: 2 of 2 bars, 2014-01-02 to 2014-01-03
            warning: only 2 bars, signals need 120 to warm up
        "#]],
    );
}

#[test]
fn a_file_without_a_telling_name_is_known_by_its_level() {
    let vix = "date,open,high,low,close\n2014-01-02,14.3,14.6,14.0,14.23\n";
    let imported = read(&[("b.csv", vix), ("a.csv", TWO_DAYS)]);
    assert_eq!(imported.market.name, "a");
    let known = imported.market.series(Series::Vix).unwrap();
    assert_eq!(known, [Some(0.1423), None]);
    assert_eq!(
        imported.summary.warnings[0].to_string(),
        "b.csv was taken for the VIX because of its level; name the index in the name of the \
         file to be sure"
    );
}

#[test]
fn the_word_of_the_caller_comes_first() {
    let as_bars = |name, text: &'static str| SourceFile {
        name,
        role: Some(Role::Bars),
        bytes: text.as_bytes(),
    };
    // The volatility index itself as the underlying.
    let imported = import(&[as_bars("vix.csv", VIX)], &Options::default()).unwrap();
    assert_eq!(imported.market.bars[0].close, 13.56);
    let files = [
        as_bars("vix.csv", VIX),
        SourceFile { role: Some(Role::Volatility), ..file("a.csv", TWO_DAYS.as_bytes()) },
    ];
    let imported = import(&files, &Options::default());
    assert_eq!(
        imported.unwrap_err().to_string(),
        "a.csv line 2, column \"close\": expected positive percent points up to 1,000, found \
         \"1831.98\" (and 1 more row); fix the cell or choose \"skip bad rows\""
    );
}

#[test]
fn events_are_scheduled_unless_said_otherwise() {
    let events = "date,event_type,event_name,scheduled\n\
                  2016-06-24,VOTE,Referendum result,no\n\
                  2014-01-02,NFP,\"Payrolls, December\",1\n\
                  2014-01-02,FOMC,,\n\
                  1950-01-01,OLD,Long ago,FALSE\n";
    let imported = read(&[("spx.csv", TWO_DAYS), ("e.csv", events)]);
    assert_eq!(imported.summary.files[1].repairs, [Repair::Sorted]);
    let said =
        imported.market.events.iter().map(|event| {
            format!("{} {} {} {}", event.date, event.kind, event.name, event.scheduled)
        });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "1950-01-01 OLD Long ago false",
            "2014-01-02 NFP Payrolls, December true",
            "2014-01-02 FOMC FOMC true",
            "2016-06-24 VOTE Referendum result false",
        ]
    );
}

/// What is unusual about files, besides that they are short.
fn check_warnings(files: &[(&str, &str)], expected: &[&str]) {
    let warnings = read(files).summary.warnings;
    let said: Vec<String> = warnings.iter().skip(1).map(ToString::to_string).collect();
    assert_eq!(said, expected);
}

#[test]
fn what_is_unusual_is_said() {
    check_warnings(&[("spx.csv", TWO_DAYS)], &[]);
    check_warnings(
        &[(
            "spx.csv",
            "date,open,high,low,close,vix\n\
             2014-01-02,10,11,9,10,0.14\n2014-01-04,10,11,9,10,0.15\n2014-01-09,10,11,9,10,\n",
        )],
        &[
            "trading days of the exchange without a bar: 4, the first 2014-01-03",
            "bars on days the exchange was closed: 1, the first 2014-01-04",
            "vix is below 1 percent point: the file may have decimals where percent points are \
             expected",
        ],
    );
    check_warnings(
        &[("a.csv", "date,open,high,low,close,profile_2_score\n20140102,10,11,9,10,0.5\n")],
        &["a.csv: not all six profile scores are there, so none is used"],
    );
    check_warnings(
        &[("spx.csv", TWO_DAYS), ("vix.csv", "date,vix\n2015-01-02,14\n1/5/2015,14\n")],
        &["vix.csv: none of its days has a bar", "vix.csv: dates are written in several forms"],
    );
}

#[test]
fn skipped_rows_are_listed_by_rule() {
    let imported = skip_bad_rows(
        "date,open,high,low,close,vix\n\
         2014-01-02,1840,1850,1830,1831.98,14\n\
         2014-01-03,1833,1838,1829,,14\n\
         2014-01-06,1833,1838,1829,-1831,14\n\
         2014-01-07,1833,1838,1829,1830,x\n\
         2014-01-02,1,1,1,1,14\n\
         2014-01-08,\"1833,1838,1829,1830,14\n\
         2014-01-09,1833,1838,1829,1830,15\n\
         total,1,1,1,1,1\n\
         2014-01-08,1833,1838,1829,1830,15\n",
    );
    expect![[r#"
        2014-01-02 1840 1850 1830 1831.98 vix 0.14
        2014-01-09 1833 1838 1829 1830 vix 0.15
        a.csv: plain bars, 2 of 9 rows used, 2014-01-02 to 2014-01-09
          cells cut by comma, dates YYYY-MM-DD
          columns: date, open, high, low, close, vix
          skipped 2: expected a positive price, lines 3 4
          skipped 1: expected a number or an empty cell, lines 5
          skipped 1: expected one row per date, lines 6
          skipped 1: expected a quotation mark closed on its line, lines 7
          skipped 1: expected a date, lines 9
          skipped 1: expected a date after the one before it, lines 10
        market: 2 bars, 0 events, 2014-01-02 to 2014-01-09
        vix: 2 of 2 bars, 2014-01-02 to 2014-01-09
        warning: only 2 bars, signals need 120 to warm up
        warning: trading days of the exchange without a bar: 4, the first 2014-01-03
    "#]]
    .assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
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
fn summaries_and_errors_survive_their_journey_to_the_page() {
    let summary = read(&[("spx.csv", SP500), ("vix.csv", VIX)]).summary;
    let bytes = postcard::to_allocvec(&summary).unwrap();
    assert_eq!(postcard::from_bytes::<rotation::import::Summary>(&bytes).unwrap(), summary);
    let broken = file("a.csv", b"date,open,high,low,close\n2014-01-02,0,0,0,0\n");
    let error = import(&[broken], &Options::default()).unwrap_err();
    let bytes = postcard::to_allocvec(&error).unwrap();
    assert_eq!(postcard::from_bytes::<ImportError>(&bytes).unwrap(), error);
}

/// How one file may be written in many ways.
#[derive(Clone, Debug)]
struct Writing {
    delimiter: char,
    line_end: &'static str,
    has_mark: bool,
    is_quoted: bool,
    case: u8,
    date: u8,
    is_newest_first: bool,
    has_decimal_comma: bool,
    order: Vec<usize>,
}

fn writing() -> impl Strategy<Value = Writing> {
    let columns = Just((0..6).collect::<Vec<usize>>()).prop_shuffle();
    let delimiter = prop::sample::select(vec![',', ';', '\t']);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (delimiter, line_end, flags, 0..3_u8, 0..5_u8, columns).prop_map(
        |(delimiter, line_end, (mark, quoted, newest, comma), case, date, order)| Writing {
            delimiter,
            line_end,
            has_mark: mark,
            is_quoted: quoted,
            case,
            date,
            is_newest_first: newest,
            has_decimal_comma: comma && delimiter == ';',
            order,
        },
    )
}

fn write(market: &Market, writing: &Writing) -> String {
    let names = ["date", "open", "high", "low", "close", "vix"].map(|name| match writing.case {
        0 => name.to_owned(),
        1 => name.to_uppercase(),
        _ => format!(" <{}> ", name[..1].to_uppercase() + &name[1..]),
    });
    let vix = market.series(Series::Vix).unwrap();
    let mut rows: Vec<[String; 6]> = market
        .bars
        .iter()
        .zip(vix)
        .map(|(bar, vix)| {
            let form = ["%Y-%m-%d", "%Y%m%d", "%-m/%-d/%Y", "%Y-%m-%dT16:00:00-05:00", "%d.%m.%Y"];
            let date = bar.date.format(form[usize::from(writing.date)]).to_string();
            let number = |value: f64| {
                let text = format!("{value:.2}");
                if writing.has_decimal_comma { text.replace('.', ",") } else { text }
            };
            let vix = vix.map_or(String::new(), |vix| number(vix * 100.0));
            [date, number(bar.open), number(bar.high), number(bar.low), number(bar.close), vix]
        })
        .collect();
    if writing.is_newest_first {
        rows.reverse();
    }
    rows.insert(0, names);
    let quote = if writing.is_quoted { "\"" } else { "" };
    let line = |row: &[String; 6]| {
        let cells: Vec<_> =
            writing.order.iter().map(|column| format!("{quote}{}{quote}", row[*column])).collect();
        cells.join(&writing.delimiter.to_string()) + writing.line_end
    };
    let mark = if writing.has_mark { "\u{feff}" } else { "" };
    format!("{mark}{}", rows.iter().map(line).collect::<String>())
}

proptest! {
    #[test]
    fn one_market_however_it_is_written(writing in writing()) {
        let market = read(&[("m.csv", SP500)]).market;
        let text = write(&market, &writing);
        let read = import(&[file("m.csv", text.as_bytes())], &Options::default());
        match read {
            Ok(imported) => prop_assert_eq!(imported.market, market),
            Err(error) => prop_assert!(false, "{} in {}", error, text),
        }
    }

    #[test]
    fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&[file("a.csv", &bytes)], &Options::default());
    }

    /// Bytes that get past the header, in the characters that decide most.
    #[test]
    fn any_rows_are_safe(
        rows in "[0-9,;\"\r\n./ :NaT\u{e9}-]{0,400}",
        header in prop::sample::select(vec![
            "date,open,high,low,close,vix", "date;open;high;low;close", "date,vix",
            "date,event_type,event_name,scheduled", "\"date", "date\topen",
        ]),
        skip in any::<bool>(),
    ) {
        let text = format!("{header}\n{rows}");
        let bad_rows = if skip { BadRows::Skip } else { BadRows::Refuse };
        let options = Options { bad_rows, ..Options::default() };
        let spx = file("spx.csv", TWO_DAYS.as_bytes());
        for files in [&[file("a.csv", text.as_bytes())][..], &[spx, file("a.csv", text.as_bytes())]] {
            match import(files, &options) {
                Ok(imported) => {
                    let dates: Vec<_> = imported.market.bars.iter().map(|bar| bar.date).collect();
                    prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
                    let prices = imported.market.bars.iter();
                    prop_assert!(prices.flat_map(|b| [b.open, b.high, b.low, b.close]).all(|p| p > 0.0));
                }
                Err(error) => prop_assert!(!error.to_string().contains(['\n', '\r'])),
            }
        }
    }
}
