//! Files with several rows a day: refused in words, or aggregated to daily bars.

use std::fmt::Write as _;

use expect_test::expect;
use rotation::import::{ImportError, Imported, Options, SourceFile, import};
use rotation::market::Series;

use super::{TWO_DAYS, table};

fn asked(files: &[(&str, &str)], aggregate_intraday: bool) -> Result<Imported, ImportError> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() })
        .collect();
    import(&files, &Options { aggregate_intraday, ..Options::default() })
}

fn refused(text: &str) -> String {
    asked(&[("spy.csv", text)], false).unwrap_err().to_string()
}

/// Two days of minutes, in a form of date and time.
fn minutes(stamp: impl Fn(u32, u32, u32) -> String) -> String {
    let mut text = "date,open,high,low,close\n".to_owned();
    for day in [4, 5] {
        for minute in 570..960 {
            let price = 370 + minute % 7;
            let stamp = stamp(day, minute / 60, minute % 60);
            writeln!(text, "{stamp},{price},{},{},{price}.5", price + 2, price - 1).unwrap();
        }
    }
    text
}

#[test]
fn minute_bars_are_called_so_and_not_duplicates() {
    let expected = "spy.csv: expected one row a day, found intraday bars: 390 rows a day from \
                    09:30 to 15:59; aggregate them to daily bars first";
    let iso = minutes(|day, hour, minute| format!("2021-01-0{day} {hour:02}:{minute:02}:00-05:00"));
    assert_eq!(refused(&iso), expected);
    let compact = minutes(|day, hour, minute| format!("2021010{day} {hour:02}{minute:02}00"));
    assert_eq!(refused(&compact), expected);
    let american = minutes(|day, hour, minute| {
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("1/{day}/2021 {}:{minute:02} {half}", if hour > 12 { hour - 12 } else { hour })
    });
    assert_eq!(refused(&american), expected);
    let seconds = minutes(|day, hour, minute| {
        (1_609_459_200 + ((day - 1) * 24 + hour) * 3_600 + minute * 60).to_string()
    });
    assert_eq!(refused(&seconds), expected);
    let apart =
        "date,time,open,high,low,close\n2021-01-04,09:30,1,2,1,2\n2021-01-04,09:31,2,3,2,3\n";
    assert_eq!(
        refused(apart),
        "spy.csv: expected one row a day, found intraday bars: 2 rows a day from 09:30 to 09:31; \
         aggregate them to daily bars first"
    );
}

#[test]
fn rows_of_one_day_become_a_bar() {
    let text = "date,time,open,high,low,close,vix\n\
                2021-01-04,09:30,370,372,369,371,20\n\
                2021-01-04,12:00,371,379,370,375,21\n\
                2021-01-04,15:59,375,376,366,368,22\n\
                2021-01-05,09:30,369,371,368,370,23\n\
                2021-01-05,15:59,370,374,370,373,24\n";
    let daily = asked(&[("spy.csv", text)], true).unwrap();
    let bars = expect![[r#"
        2021-01-04 370 379 366 368 vix 0.22
        2021-01-05 369 374 368 373 vix 0.24
    "#]];
    bars.assert_eq(&table(&daily.market));
    assert_eq!(
        daily.summary.files[0].repairs[0].to_string(),
        "5 intraday rows from 09:30 to 15:59 aggregated to 2 daily rows"
    );
    // Whatever the order of the rows is.
    let mut rows: Vec<&str> = text.lines().collect();
    rows[1..].reverse();
    let reversed = asked(&[("spy.csv", &rows.join("\n"))], true).unwrap();
    bars.assert_eq(&table(&reversed.market));
    let year = minutes(|day, hour, minute| format!("2021-01-0{day}T{hour:02}:{minute:02}"));
    assert_eq!(asked(&[("spy.csv", &year)], true).unwrap().market.bars.len(), 2);
}

#[test]
fn a_series_is_aggregated_to_the_last_value_of_each_day() {
    let vix = "date,vix\n2014-01-02 09:30,14\n2014-01-02 16:00,14.23\n2014-01-03 16:00,13.76\n";
    let files = [("spx.csv", TWO_DAYS), ("vix.csv", vix)];
    let error = asked(&files, false).unwrap_err();
    assert_eq!(error.file(), Some("vix.csv"));
    assert!(matches!(error, ImportError::IntradayBars { .. }), "{error}");
    let daily = asked(&files, true).unwrap();
    assert_eq!(daily.market.series(Series::Vix).unwrap(), [Some(0.1423), Some(0.1376)]);
}

#[test]
fn a_repeated_day_of_daily_bars_stays_a_bad_row() {
    let header = "date,open,high,low,close\n";
    for rows in [
        "2014-01-02,1,2,1,2\n2014-01-02,1,2,1,2\n",
        "2014-01-02 16:00,1,2,1,2\n2014-01-02 16:00,1,2,1,2\n2014-01-03 16:00,1,2,1,2\n",
        "2014-01-02 00:00,1,2,1,2\n2014-01-03 00:00,1,2,1,2\n2014-01-06 00:00,1,2,1,2\n\
         2014-01-06 15:12,1,2,1,2\n",
    ] {
        let text = [header, rows].concat();
        assert!(refused(&text).contains("expected one row per date, found 2014-01-0"), "{text}");
        assert!(asked(&[("spy.csv", &text)], true).is_err(), "{text}");
    }
}
