//! One month of bars in the forms in which files have dates, numbers and names, each read as the
//! month itself, and what has two readings said to have them.

use chrono::{Datelike, NaiveDate};
use expect_test::{Expect, expect};
use rotation::import::{BadRows, Imported, Layout, Options, clean, import};
use rotation::market::Bar;

use super::{SP500, file, read};

fn month() -> Vec<Bar> {
    read(&[("spx.csv", SP500)]).market.bars
}

/// The month as a text: a header, cut by what cuts it, and rows of a date and four prices.
fn written(
    header: &str,
    date: impl Fn(NaiveDate) -> String,
    price: impl Fn(f64) -> String,
) -> String {
    let cut = if header.contains(';') { ";" } else { "," };
    let row = |bar: &Bar| {
        let prices = [bar.open, bar.high, bar.low, bar.close].map(&price);
        format!("{}\n", [&[date(bar.date)][..], &prices].concat().join(cut))
    };
    let rows: Vec<String> = month().iter().map(row).collect();
    format!("{header}\n{}", rows.concat())
}

fn iso(date: NaiveDate) -> String {
    date.to_string()
}

fn plain(price: f64) -> String {
    format!("{price:.2}")
}

const HEADER: &str = "Date,Open,High,Low,Close";

/// Reads a text in and against its order, and says what was repaired and doubted.
fn read_both_ways(text: &str) -> Imported {
    let (header, rows) = text.split_once('\n').unwrap();
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    let turned = format!("{header}\n{}\n", lines.join("\n"));
    let options = Options::default();
    let [forward, backward] = [text, &turned].map(|text| {
        let read = import(&[file("a.csv", text.as_bytes())], &options);
        read.unwrap_or_else(|error| panic!("{error}\n{text}"))
    });
    assert_eq!(forward.market.bars, backward.market.bars, "{text}");
    forward
}

/// A text that is read as the month, without a doubt but that it is short.
fn check_month(text: &str) {
    let imported = read_both_ways(text);
    assert_eq!(imported.market.bars, month(), "{text}");
    assert_eq!(imported.summary.warnings.len(), 1, "{}\n{text}", imported.summary);
}

#[test]
fn dates_are_read_in_every_form() {
    for form in [
        "%m/%d/%Y",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%m-%d-%Y",
        "%d.%m.%Y",
        "%Y.%m.%d",
        "%m/%d/%y",
        "%d/%m/%y",
        "%y-%m-%d",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%d%b%Y",
        "%d%b%Y:00:00:00",
        "\"%b %d, %Y\"",
        "%B %d %Y",
        "%a %b %d %Y",
        "%d/%m/%Y 16:00:00",
        "%d.%m.%Y 00:00:00.000 GMT+0200",
    ] {
        check_month(&written(HEADER, |date| date.format(form).to_string(), plain));
    }
    // The number of the day in a spreadsheet.
    check_month(&written(HEADER, |date| (date.num_days_from_ce() - 693_594).to_string(), plain));
}

#[test]
fn numbers_are_read_in_every_form() {
    let comma = |price: f64| plain(price).replace('.', ",");
    let semicolons = HEADER.replace(',', ";");
    // Thousands set apart; every price of the month has four digits before its mark.
    let grouped = |group: &'static str, mark: &'static str| {
        move |price: f64| {
            let text = plain(price);
            format!("\"{}{group}{}{mark}{}\"", &text[..1], &text[1..4], &text[5..])
        }
    };
    for header in [HEADER, &semicolons] {
        for group in [" ", "\u{a0}", "\u{202f}", "'", "\u{2019}"] {
            check_month(&written(header, iso, grouped(group, ".")));
            check_month(&written(header, iso, grouped(group, ",")));
        }
        check_month(&written(header, iso, grouped(",", ".")));
        check_month(&written(header, iso, grouped(".", ",")));
        check_month(&written(header, iso, |price| format!("\"{}\"", comma(price))));
        check_month(&written(header, iso, |price| format!("${}", plain(price))));
        check_month(&written(header, iso, |price| format!("\"{} €\"", comma(price))));
    }
    check_month(&written(HEADER, iso, |price| format!("{price:.9}")));
}

#[test]
fn columns_are_known_by_many_names() {
    for header in [
        "Time,Open,High,Low,Latest",
        "Dates,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST",
        "Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie",
        "Datum,Eröffnung,Hoch,Tief,Schluss",
        "Index,SPX.Open,SPX.High,SPX.Low,SPX.Close",
        "ts_event,open,high,low,close",
        ",open,high,low,close",
        "Unnamed: 0,open,high,low,close",
        "Handelstag,Open,High,Low,Close Close price adjusted for splits.",
        "Date,\"('Open', 'SPX')\",\"('High', 'SPX')\",\"('Low', 'SPX')\",\"('Close', 'SPX')\"",
        "Date,Open ($),High ($),Low ($),Close ($)",
    ] {
        check_month(&written(header, iso, plain));
    }
}

#[test]
fn a_file_without_a_header_is_told_by_its_values() {
    let american = |date: NaiveDate| date.format("%m/%d/%Y").to_string();
    let text = written("", american, plain);
    check_month(&text);
    check_month(&text.replace('\n', ",3080600000\n").replacen(",3080600000", "", 1));
    check_month(&text.replace("\n0", "\nSPX,0"));
    // Too few rows to tell open from close.
    let few: String = text.lines().take(4).map(|line| format!("{line}\n")).collect();
    let warnings = read(&[("a.csv", &few)]).summary.warnings;
    expect![
        "a.csv has no header: of the two prices within high and low the first was taken for the open, which its few rows cannot tell; name the columns to be sure"
    ]
    .assert_eq(&warnings[1].to_string());
    // The close before the other prices shows as a night that moves more than two days.
    let turned = text.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[..] {
            [date, open, high, low, close] => format!("{date},{close},{high},{low},{open}\n"),
            _ => String::new(),
        }
    });
    let turned: String = turned.collect();
    let files = [file("a.csv", turned.as_bytes())];
    let error = import(&files, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("expected a header such as"), "{error}");
    let layouts = vec![Layout::named("date, close, high, low, open").unwrap()];
    let named = import(&files, &Options { layouts, ..Options::default() }).unwrap();
    assert_eq!(named.market.bars, month());
    assert_eq!(Layout::named("date,opne"), Err("opne".to_owned()));
}

#[test]
fn the_columns_that_are_named_come_before_a_header() {
    let text = written("a,b,c,d,e", iso, plain);
    let layouts = vec![Layout::named("date,open,high,low,close").unwrap()];
    let options = Options { layouts, ..Options::default() };
    let read = import(&[file("a.csv", text.as_bytes())], &options).unwrap();
    assert_eq!(read.market.bars, month());
}

/// The doubts about a text of bars, and how it is read otherwise.
fn check_doubt(text: &str, otherwise: &Options, expected: Expect) {
    let files = [file("a.csv", text.as_bytes())];
    let first = |options: &Options| {
        let read = import(&files, options).unwrap_or_else(|error| panic!("{error}"));
        let bar = &read.market.bars[0];
        let doubts: Vec<_> =
            read.summary.warnings.iter().skip(1).map(ToString::to_string).collect();
        format!("{} {}: {}", bar.date, bar.close, doubts.join("; "))
    };
    expected.assert_eq(&[first(&Options::default()), first(otherwise)].join("\n"));
}

#[test]
fn what_has_two_readings_is_said_to() {
    let comma = Options { decimal_comma: Some(true), ..Options::default() };
    let day_first = Options { day_first: Some(true), ..Options::default() };
    check_doubt(
        "date,open,high,low,close\n2014-01-02,\"1,845\",\"1,845\",\"1,827\",\"1,831\"\n",
        &comma,
        expect![[r#"
            2014-01-02 1831: a.csv: the comma of "1,845" may be a decimal comma or stand between thousands, and no other number tells; read as 1845, choose the decimal mark to be sure
            2014-01-02 1.831: "#]],
    );
    check_doubt(
        "date,open,high,low,close\n05/02/2014,10,11,9,10\n",
        &day_first,
        expect![[r#"
            2014-05-02 10: a.csv: dates such as "05/02/2014" may be day first or month first, and no other date tells; read month first, choose the order of dates to be sure
            2014-02-05 10: "#]],
    );
}

#[test]
fn days_in_any_order_are_sorted_and_lines_below_them_left_away() {
    let text = written(HEADER, iso, plain);
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.rotate_left(7);
    let footer = "\"Downloaded from a page, as of 31 January\"\n";
    let text = format!("{HEADER}\n{}\n{footer}", lines.join("\n"));
    let read = read(&[("a.csv", &text)]);
    assert_eq!(read.market.bars, month());
    let repairs: Vec<_> = read.summary.files[0].repairs.iter().map(ToString::to_string).collect();
    assert_eq!(repairs, ["1 line below the last row skipped", "rows sorted by date"]);
    assert_eq!(read.summary.files[0].rows_read, month().len());
}

#[test]
fn opens_that_are_not_known_and_ranges_off_by_rounding_are_mended() {
    let text = "date,open,high,low,close\n2014-01-02,0,11,9,10\n2014-01-03,,12,10.5,11\n\
                2014-01-06,11.5,11.49,10.5,11\n2014-01-07,11.02,11.5,11.03,11.1\n";
    let read = read(&[("a.csv", text)]);
    let bars: Vec<_> =
        read.market.bars.iter().map(|bar| [bar.open, bar.high, bar.low, bar.close]).collect();
    // The open of the second day is the close before it, as far as the day's range goes.
    let expected = [
        [10.0, 11.0, 9.0, 10.0],
        [10.5, 12.0, 10.5, 11.0],
        [11.5, 11.5, 10.5, 11.0],
        [11.02, 11.5, 11.02, 11.1],
    ];
    assert_eq!(bars, expected);
    let repairs: Vec<_> = read.summary.files[0].repairs.iter().map(ToString::to_string).collect();
    assert_eq!(
        repairs,
        [
            "opens of 0 or none: 2 days; the previous close, within the day's range, stands for each",
            "high or low off the open or close by rounding, and widened: 2 days"
        ]
    );
}

/// A chain of so many days of February 2024, day first, which is longer than what is looked at
/// before it is read; the last day alone tells the order.
fn chain(days: u32) -> String {
    let mut text = "quote_date,expiration,strike,type,bid,ask\n".to_owned();
    for day in 1..=days {
        for strike in 400..700 {
            let expiry = if day > 12 { "15/03" } else { "08/03" };
            text += &format!("{day:02}/02/2024,{expiry}/2024,{strike},C,1.5,1.7\n");
        }
    }
    text
}

#[test]
fn later_dates_tell_the_order_of_all() {
    let read = |text: &str| {
        let options = Options { bad_rows: BadRows::Refuse, ..Options::default() };
        clean(&[file("chain.csv", text.as_bytes())], &options).map(|(_, summary)| summary)
    };
    let summary = read(&chain(13)).unwrap();
    let file = &summary.files[0];
    assert_eq!((file.rows_read, file.rows_kept, file.problems.len()), (3_900, 3_900, 0));
    let span = file.span.map(|(first, last)| [first, last].map(|day| day.to_string()));
    assert_eq!(span, Some(["2024-02-01", "2024-02-13"].map(str::to_owned)));
    assert!(summary.warnings.is_empty(), "{summary}");
    // Dates that exclude each other are refused, wherever they stand.
    let mixed = chain(13) + "02/13/2024,03/15/2024,700,C,1.5,1.7\n";
    expect![[r#"chain.csv line 3602: expected day and month in one order in all dates, found "13/02/2024", which is day first, and "02/13/2024" on line 3902, which is month first; write them as YYYY-MM-DD"#]]
        .assert_eq(&read(&mixed).unwrap_err().to_string());
}
