//! A gallery of bad rows: the exact words said about each, and what is listed if they are skipped.

use expect_test::expect;
use rotation::import::{BadRows, ImportError, Imported, Options, Problem, SourceFile, import};

use super::errors::{check, check_bytes, said};
use super::{TWO_DAYS, file, read, table};

/// Rows below the header `date,open,high,low,close`, between good ones.
fn check_rows(rows: &str, expected: &str) {
    let text = format!("date,open,high,low,close\n2014-01-02,10,11,9,10\n{rows}\n");
    check(&text, expected);
}

#[test]
fn a_price_that_is_none() {
    for price in ["-1.5", "0", "NaN", "null", "N/D", "ten", "1e999", "inf"] {
        check_rows(
            &format!("2014-01-03,10,11,9,{price}"),
            &format!(
                "spy.csv line 3, column \"close\": expected a positive price, found \"{price}\"; \
                 fix the cell or skip the bad rows"
            ),
        );
    }
    check_rows(
        "2014-01-03,,,9,10",
        "spy.csv line 3, column \"open\": expected a positive price, found an empty cell; fix \
         the cell or skip the bad rows",
    );
    check_rows(
        "2014-01-03,10,10000000.01,9,10",
        "spy.csv line 3, column \"high\": expected a price up to 10,000,000, found \
         \"10000000.01\"; fix the cell or skip the bad rows",
    );
}

#[test]
fn prices_that_contradict_each_other() {
    check_rows(
        "2014-01-03,10,9,11,10",
        "spy.csv line 3, column \"high\": expected a high not below the low, found \"9\" with \
         the low \"11\"; fix the cell or skip the bad rows",
    );
    check_rows(
        "2014-01-03,12,11,9,10",
        "spy.csv line 3, column \"open\": expected an open between low and high, found \"12\" \
         with the high \"11\"; fix the cell or skip the bad rows",
    );
    check_rows(
        "2014-01-03,10,11,9,8.97",
        "spy.csv line 3, column \"close\": expected a close between low and high, found \"8.97\" \
         with the low \"9\"; fix the cell or skip the bad rows",
    );
    // A last digit of rounding is no contradiction.
    let text = "date,open,high,low,close\n2014-01-02,10,11,9,11.000000001\n";
    let file = SourceFile { name: "spy.csv", role: None, bytes: text.as_bytes() };
    assert!(import(&[file], &Options::default()).is_ok());
}

#[test]
fn a_date_that_is_none() {
    check_rows(
        "0024-01-03,10,11,9,10",
        "spy.csv line 3, column \"date\": expected a date from 1800-01-01 to 2199-12-31, found \
         \"0024-01-03\"; write the year with four digits or skip the bad rows",
    );
    check_rows(
        "Friday,10,11,9,10",
        "spy.csv line 3, column \"date\": expected a date, found \"Friday\"; write it as \
         YYYY-MM-DD or skip the bad rows",
    );
    check_rows(
        ",10,11,9,10",
        "spy.csv line 3, column \"date\": expected a date, found an empty cell; write it as \
         YYYY-MM-DD or skip the bad rows",
    );
}

#[test]
fn two_rows_with_one_date_and_rows_out_of_order() {
    check_rows(
        "2014-01-03,10,11,9,10\n2014-01-03,10,11,9,10",
        "spy.csv line 4, column \"date\": expected one row per date, found 2014-01-03 again; \
         remove one of the rows or skip the bad rows",
    );
    check_rows(
        "2014-01-06,10,11,9,10\n2013-01-03,10,11,9,10\n2014-01-07,10,11,9,10",
        "spy.csv line 4, column \"date\": expected a date after the one before it, found \
         2013-01-03 after 2014-01-06; sort the rows by date or skip the bad rows",
    );
}

#[test]
fn a_row_that_is_none() {
    check_rows(
        "2014-01-03,10,11,9",
        "spy.csv line 3: expected as many cells as the header has, found 4 instead of 5; correct \
         the row or skip the bad rows",
    );
    check_rows(
        "2014-01-03,10,25,11,00,9",
        "spy.csv line 3: expected no more cells than the header has, found 6 instead of 5; correct \
         the row or skip the bad rows",
    );
    check_rows(
        "2014-01-03,10,11,9,\"10\n2014-01-06,10,11,9,10",
        "spy.csv line 3: expected a quotation mark closed on its line, found \
         \"2014-01-03,10,11,9,\\\"10\"; close or remove the quotation mark or skip the bad \
         rows",
    );
    check_bytes(
        b"date,open,high,low,close\n2014-01-02,10,11,9,1\xa00\n2014-01-03,10,11,9,10\n",
        "spy.csv line 2, column \"close\": expected UTF-8 text, found \"1\u{fffd}0\"; save the \
         file as CSV in UTF-8 or skip the bad rows",
    );
}

#[test]
fn columns_beside_the_prices() {
    let check = |column: &str, cell: &str, expected: &str| {
        check(
            &format!(
                "date,open,high,low,close,{column}\n2014-01-02,10,11,9,10,{cell}\n\
                 2014-01-03,10,11,9,10,\n"
            ),
            &format!(
                "spy.csv line 2, column \"{column}\": expected {expected}, found \"{cell}\"; fix \
                 the cell or skip the bad rows"
            ),
        );
    };
    check("vix", "0", "positive percent points up to 1,000");
    check("vvix", "-90", "positive percent points up to 1,000");
    check("vix3m", "1000.5", "positive percent points up to 1,000");
    check("vix9d", "high", "a number or an empty cell");
    check("skew", "-1001", "percent points from -1,000 to 1,000");
    check("dividend_yield", "-1", "percent points from 0 to 1,000");
    check("regime", "7", "a regime from 1 to 6");
    check("regime", "1.5", "a regime from 1 to 6");
    let scores = (1..=6).map(|profile| format!("profile_{profile}_score")).collect::<Vec<_>>();
    let header = format!("date,open,high,low,close,{}", scores.join(","));
    check_bytes(
        format!("{header}\n2014-01-02,10,11,9,10,0,0.5,1,1.5,0,0\n2014-01-03,10,11,9,10,,,,,,\n")
            .as_bytes(),
        "spy.csv line 2, column \"profile_4_score\": expected a score from 0 to 1, found \
         \"1.5\"; fix the cell or skip the bad rows",
    );
}

#[test]
fn bad_events() {
    let check = |row: &[u8], expected: &str| {
        let bars: &[u8] = b"date,open,high,low,close\n2014-01-02,10,11,9,10\n";
        let header: &[u8] = b"date,event_type,event_name,scheduled\n";
        let events = [header, row, b"\n2014-01-03,NFP,,\n"].concat();
        let files = [("spy.csv", bars), ("e.csv", &events)];
        let expected = format!("e.csv line 2, column {expected} or skip the bad rows");
        assert_eq!(said(&files, &Options::default()), expected);
    };
    check(
        b"2014-01-02,,Rate decision,",
        "\"event_type\": expected a type of event, found an empty cell; fix the cell",
    );
    check(
        b"2014-01-02,FOMC,Rate\x07,",
        "\"event_name\": expected at most 200 characters of plain text, found \"Rate\\u{7}\"; fix \
         the cell",
    );
    check(
        b"2014-01-02,FOMC,d\xe9cision,",
        "\"event_name\": expected UTF-8 text, found \"d\u{fffd}cision\"; save the file as CSV in \
         UTF-8",
    );
    check(
        b"2014-01-02,FOMC,x,maybe",
        "\"scheduled\": expected true or false, found \"maybe\"; fix the cell",
    );
}

#[test]
fn the_first_of_many_bad_rows_is_named_and_all_are_counted() {
    // The first in the file comes first, though order is only looked at once cells are good.
    let text = "date,open,high,low,close\n\
                2014-01-03,10,11,9,10\n\
                2013-01-02,10,11,9,10\n\
                2014-01-06,10,11,9,0\n\
                2014-01-07,10,11,9,10\n";
    check(
        text,
        "spy.csv line 3, column \"date\": expected a date after the one before it, found \
         2013-01-02 after 2014-01-03 (and 1 more row); sort the rows by date or skip the bad \
         rows",
    );
    let rows: String = (0..1_500).map(|row| format!("2014-01-02,10,11,9,-{row}\n")).collect();
    let text = format!("date,open,high,low,close\n{rows}");
    let file = SourceFile { name: "spy.csv", role: None, bytes: text.as_bytes() };
    let error = import(&[file], &Options::default()).unwrap_err();
    assert!(error.to_string().contains("found \"-0\" (and 1499 more rows);"), "{error}");
    let ImportError::BadRows { problems, total, .. } = error else { panic!("{error}") };
    assert_eq!((problems.len(), total), (1_000, 1_500));
    assert_eq!(problems[999].line, 1_001);
}

#[test]
fn nothing_left() {
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    assert_eq!(
        said(&[("spy.csv", b"date,open,high,low,close\nx\ny\n")], &options),
        "spy.csv line 2: expected as many cells as the header has, found 1 instead of 5 (and 1 more \
         row); no row could be used: correct the row"
    );
}

#[test]
fn the_days_that_something_is_said_of_can_be_read() {
    let text = "date,open,high,low,close\n\
                2014-01-02,10,11,9,10\n2014-01-09,10,11,9,10\n2014-01-13,10,11,9,10\n";
    let warnings = read(&[("spx.csv", text)]).summary.warnings;
    let days: Vec<_> = warnings[1].days().iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2014-01-03", "2014-01-06", "2014-01-07", "2014-01-08", "2014-01-10"]);
    assert!(warnings[0].days().is_empty(), "{}", warnings[0]);
}

fn skip_bad_rows(text: &str) -> Imported {
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    import(&[file("a.csv", text.as_bytes())], &options).unwrap_or_else(|error| panic!("{error}"))
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
             2014-01-02,9.5,11,9,10,0.14\n2014-01-04,9.5,11,9,10,0.15\n2014-01-09,9.5,11,9,10,\n",
        )],
        &[
            "trading days of the exchange without a bar: 4, the first on 2014-01-03",
            "bars on days the exchange was closed: 1, the first on 2014-01-04",
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
        &[
            "vix.csv: none of its days has a bar",
            "vix.csv: dates are written in several forms",
            "vix.csv: dates such as \"1/5/2015\" may be day first or month first, and no other \
             date tells; read month first, choose the order of dates to be sure",
        ],
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
        2014-01-08 1833 1838 1829 1830 vix 0.15
        2014-01-09 1833 1838 1829 1830 vix 0.15
        a.csv: plain bars, 3 of 9 rows used, 2014-01-02 to 2014-01-09
          comma-separated, dates YYYY-MM-DD
          columns: date, open, high, low, close, vix
          skipped 2: expected a positive price, lines 3 4
          skipped 1: expected a number or an empty cell, lines 5
          skipped 1: expected one row per date, lines 6
          skipped 1: expected a quotation mark closed on its line, lines 7
          skipped 1: expected a date, lines 9
          repaired: rows sorted by date
        market: 3 bars, 0 events, 2014-01-02 to 2014-01-09
        vix: 3 of 3 bars, 2014-01-02 to 2014-01-09
        warning: only 3 bars: the first 50 warm up the signals, little is left to trade
        warning: trading days of the exchange without a bar: 3, the first on 2014-01-03
    "#]]
    .assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
}

/// Each problem has the line of the text that it names.
fn assert_shown(text: &str, problems: &[Problem]) {
    let lines: Vec<&str> = text.lines().collect();
    assert!(!problems.is_empty());
    for problem in problems {
        assert_eq!(problem.row.as_deref(), Some(lines[problem.line as usize - 1]), "{problem}");
    }
}

#[test]
fn a_row_is_shown_beside_what_is_wrong_with_it() {
    // Rows that are bad only beside others, in a file that stays in memory.
    let bars = "date,open,high,low,close\n2014-01-03,10,11,9,10\n\n2014-01-03,10,11,9,10.5\n\
                2014-01-06,x,11,9,10\n2014-01-03,10,11,9,10.6\n2014-01-07,10,11,9,10\n";
    let refused = import(&[file("spy.csv", bars.as_bytes())], &Options::default());
    let Err(ImportError::BadRows { problems, .. }) = refused else { panic!("it is refused") };
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [4, 5, 6]);
    assert_shown(bars, &problems);
    // Of two files of one name nobody knows which it is.
    let other = "date,open,high,low,close\n2014-01-01,10,11,9,10\n";
    let files = [file("spy.csv", other.as_bytes()), file("spy.csv", bars.as_bytes())];
    let refused = import(&files, &Options::default());
    let Err(ImportError::BadRows { problems, .. }) = refused else { panic!("it is refused") };
    assert_eq!(problems[0].row, None);
    // And in one that is read piece by piece, whatever ends its lines and the pieces.
    let rows: String = ["2014-01-06,2014-01-17,10,c,1,2,10", "2014-01-03,2014-01-17,10,c,1,2,10"]
        .into_iter()
        .flat_map(|row| {
            (0..1_500).map(move |n| row.replace(",10,c", &format!(",{},c", 9 + n % 99)))
        })
        .fold(String::new(), |rows, row| rows + &row + "\n\n");
    let chain = format!("date,expiry,strike,type,bid,ask,underlying\n{rows}");
    let bars = "date,open,high,low,close\n2014-01-03,10,11,9,10\n2014-01-06,10,11,9,10\n";
    for (end, piece) in [("\n", None), ("\r\n", Some(1)), ("\r", Some(4_096))] {
        let chain = chain.replace('\n', end);
        let files = [file("spy.csv", bars.as_bytes()), file("chain.csv", chain.as_bytes())];
        let options = Options { piece, ..Options::default() };
        let read = import(&files, &options).unwrap();
        let problems = &read.summary.files[1].problems;
        assert_eq!(problems.len(), 1_000);
        assert_shown(&chain.replace(end, "\n"), problems);
    }
}
