//! Several files at once: bars, volatility indices, events.

use std::path::Path;

use expect_test::expect;
use rotation::import::{Options, Repair, Role, SourceFile, import};
use rotation::market::Series;

use super::errors::said;
use super::{EVENTS, SP500, TWO_DAYS, VIX, check, file, read};

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
          comma-separated, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        market: 5031 bars, 0 events, 1999-01-04 to 2018-12-31
        vix: 1257 of 5031 bars, 2014-01-03 to 2018-12-31
        warning: opens equal to the previous close: 1930, the first on 1999-01-05; in these years they are no prices to trade at
    "#]]
    .assert_eq(&alone.summary.to_string());
    assert_eq!(alone.market.name, "sp500");
    let all = read(&[("sp500.csv", &bars), ("vix_cboe.csv", &vix), ("events.csv", &events)]);
    expect![[r#"
        sp500.csv: plain bars, 5031 of 5031 rows used, 1999-01-04 to 2018-12-31
          comma-separated, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        vix_cboe.csv: Cboe VIX history, 9235 of 9235 rows used, 1990-01-02 to 2026-07-23
          comma-separated, dates YYYY-MM-DD
          columns: date, open (not used), high (not used), low (not used), close
          vix: 3773 bars filled, 0 replaced, 1257 equal, 1 left empty, 4205 values without a bar
        events.csv: event calendar, 5 of 5 rows used, 2015-12-16 to 2018-12-19
          comma-separated, dates YYYY-MM-DD
          columns: date, event_type, event_name
        market: 5031 bars, 5 events, 1999-01-04 to 2018-12-31
        vix: 5030 of 5031 bars, 1999-01-04 to 2018-12-31
        warning: opens equal to the previous close: 1930, the first on 1999-01-05; in these years they are no prices to trade at
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
          comma-separated, dates YYYY-MM-DD
          columns: date, open, high, low, close, volume (not used), vix
        VIX_History.csv: Cboe VIX history, 23 of 23 rows used, 2013-12-30 to 2014-01-31
          comma-separated, dates M/D/YYYY
          columns: DATE, OPEN (not used), HIGH (not used), LOW (not used), CLOSE
          vix: 1 bars filled, 0 replaced, 20 equal, 0 left empty, 2 values without a bar
        events.csv: event calendar, 5 of 5 rows used, 2015-12-16 to 2018-12-19
          comma-separated, dates YYYY-MM-DD
          columns: date, event_type, event_name
        market: 21 bars, 5 events, 2014-01-02 to 2014-01-31
        vix: 21 of 21 bars, 2014-01-02 to 2014-01-31
        warning: only 21 bars: the first 50 warm up the signals, little is left to trade
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
              comma-separated, dates YYYY-MM-DD
              columns: date, open, high, low, close
            VIXCLS.csv: FRED VIXCLS, 3 of 3 rows used, 2014-01-01 to 2014-01-03
              comma-separated, dates YYYY-MM-DD
              columns: observation_date = date, VIXCLS = vix
              vix: 1 bars filled, 0 replaced, 0 equal, 1 left empty, 0 values without a bar
            vvix.csv: daily values of vvix, 3 of 3 rows used, 2014-01-02 to 2014-01-06
              comma-separated, dates M/D/YYYY
              columns: DATE, VVIX
              vvix: 2 bars filled, 0 replaced, 0 equal, 0 left empty, 1 values without a bar
            curve.txt: daily values of vix9d, vix3m, 2 of 2 rows used, 2014-01-02 to 2014-01-03
              semicolon-separated, dates YYYY-MM-DD
              columns: date, vix9d, vix3m
              repaired: decimal commas read as decimal points
              vix9d: 2 bars filled, 0 replaced, 0 equal, 0 left empty, 0 values without a bar
              vix3m: 1 bars filled, 0 replaced, 0 equal, 1 left empty, 0 values without a bar
            VIX9D_History.csv: Cboe VIX9D history, 1 of 1 row used, 2014-01-03 to 2014-01-03
              comma-separated, dates M/D/YYYY
              columns: DATE, OPEN (not used), HIGH (not used), LOW (not used), CLOSE
              vix9d: 0 bars filled, 1 replaced, 0 equal, 0 left empty, 0 values without a bar
            market: 2 bars, 0 events, 2014-01-02 to 2014-01-03
            vix: 1 of 2 bars, 2014-01-02 to 2014-01-02
            vix9d: 2 of 2 bars, 2014-01-02 to 2014-01-03
            vix3m: 1 of 2 bars, 2014-01-02 to 2014-01-02
            vvix: 2 of 2 bars, 2014-01-02 to 2014-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

#[test]
fn a_second_file_of_prices_is_not_taken_for_a_volatility_index() {
    let low = "date,open,high,low,close\n2014-01-02,14.3,14.6,14.0,14.23\n";
    let refused = |name: &str, text: &str| {
        said(&[("a.csv", TWO_DAYS.as_bytes()), (name, text.as_bytes())], &Options::default())
    };
    // The file with the earlier last day is named first.
    for name in ["b.csv", "UVIX.csv", "F.csv", "vixy.csv"] {
        assert_eq!(
            refused(name, low),
            format!(
                "{name} and a.csv: expected one file of daily bars, or several that follow each \
                 other, found that the second begins on 2014-01-02, before the first ends; drop \
                 one alone, or name the volatility index in its file name, such as vix.csv"
            )
        );
    }
    let volume = low.replace("close\n", "close,volume\n").replace("23\n", "23,9\n");
    assert_eq!(
        refused("F.csv", &volume),
        "a.csv and F.csv: expected one file of daily bars, found two that cannot be told apart; \
         drop one alone, or name the volatility index in its file name, such as vix.csv"
    );
    // A name that speaks of the index does not make it of prices.
    assert_eq!(
        refused("spx_for_vix.csv", TWO_DAYS),
        "a.csv and spx_for_vix.csv: expected one file of daily bars, found two: spx_for_vix.csv \
         closes at 1831.98, above any volatility index; drop one alone"
    );
}

#[test]
fn a_volatility_index_is_known_by_its_name_or_its_symbol() {
    let plain = "date,open,high,low,close\n2014-01-02,14.3,14.6,14.0,14.23\n";
    let symbol = "symbol,date,open,high,low,close\n^VIX,2014-01-02,14.3,14.6,14.0,14.23\n";
    let download = "Price,Close,High,Low,Open,Volume\nTicker,^VIX,^VIX,^VIX,^VIX,^VIX\n\
                    Date,,,,,\n2014-01-02,14.23,14.6,14.0,14.3,0\n";
    let files = [("^VIX.csv", plain), ("CBOE Volatility Index Historical Data.csv", plain)];
    for file in files.into_iter().chain([("b.csv", symbol), ("b.csv", download)]) {
        let imported = read(&[file, ("a.csv", TWO_DAYS)]);
        assert_eq!(imported.market.name, "a");
        let known = imported.market.series(Series::Vix).unwrap();
        assert_eq!(known, [Some(0.1423), None], "{}", file.0);
    }
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
         \"1831.98\" (and 1 more row); no row could be used: fix the cell"
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
