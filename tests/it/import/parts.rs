//! Bars of one underlying in several files, and among those of others.

use expect_test::expect;
use rotation::import::{BadRows, Filter, ImportError, Imported, Options, Role, SourceFile, import};
use rotation::market::Series;

use super::{VIX, file, table};

const HEADER: &str = "ticker,volume,open,close,high,low,window_start,transactions\n";
/// The market of two days as Polygon has it, a file for each; midnight in New York.
const MONDAY: &str = "A,12,140.1,141,142,139,1678680000000000000,3\n\
                      SPY,13,381.81,385.36,390.39,380.65,1678680000000000000,4\n";
const TUESDAY: &str = "A,12,141,142,143,140,1678766400000000000,3\n\
                       AAPL,12,151,152,153,150,1678766400000000000,3\n\
                       SPY,13,390.5,391.73,393.45,387.05,1678766400000000000,4\n";

fn asked(files: &[(&str, &str)], underlying: Option<&str>) -> Result<Imported, ImportError> {
    let files: Vec<_> = files.iter().map(|(name, text)| file(name, text.as_bytes())).collect();
    let underlying = underlying.map(str::to_owned);
    let options =
        Options { filter: Filter { underlying, ..Filter::default() }, ..Options::default() };
    import(&files, &options)
}

fn refused(files: &[(&str, &str)], underlying: Option<&str>) -> String {
    asked(files, underlying).expect_err("it is refused").to_string()
}

#[test]
fn the_underlying_is_read_out_of_files_of_the_whole_market() {
    let [monday, tuesday] = [MONDAY, TUESDAY].map(|rows| HEADER.to_owned() + rows);
    let files = [("2023-03-14.csv", &*tuesday), ("2023-03-13.csv", &monday)];
    let Imported { market, summary, .. } = asked(&files, Some("spy")).unwrap();
    expect![[r#"
        SPY
        2023-03-13 381.81 390.39 380.65 385.36
        2023-03-14 390.5 393.45 387.05 391.73
    "#]]
    .assert_eq(&[market.name.clone(), table(&market)].join("\n"));
    let counts: Vec<_> = summary.files.iter().map(|file| (file.rows_kept, file.filtered)).collect();
    assert_eq!(counts, [(1, 2), (1, 1)]);
    // It need not have been traded on every day.
    let apple = asked(&files, Some("AAPL")).unwrap();
    assert_eq!((apple.market.bars.len(), apple.summary.files[1].rows_kept), (1, 0));
    // Beside a volatility index of its own file all is as ever.
    let beside = asked(&[files[0], files[1], ("vix.csv", VIX)], Some("SPY")).unwrap();
    assert!(beside.market.series(Series::Vix).is_some() && beside.market.bars == market.bars);
}

#[test]
fn the_underlying_is_asked_for_where_there_are_several() {
    let monday = HEADER.to_owned() + MONDAY;
    let files = [("2023-03-13.csv", &*monday)];
    for underlying in [None, Some("QQQ")] {
        expect![[
            r#"2023-03-13.csv line 3, column "ticker": expected rows of one underlying, found A, SPY; choose the underlying to read"#
        ]]
        .assert_eq(&refused(&files, underlying));
    }
    // Bars of a single symbol are the bars, whatever options are asked for.
    let one = HEADER.to_owned() + MONDAY.lines().next().unwrap();
    assert_eq!(asked(&[("a.csv", &one)], Some("QQQ")).unwrap().market.bars.len(), 1);
}

#[test]
fn files_of_bars_follow_each_other() {
    let header = "date,open,high,low,close,vix\n";
    let text = |rows: &str| header.to_owned() + rows;
    let [first, second] = [
        text("2023-12-28,476,478,475,476,12.5\n2023-12-29,476,477,473,475,12.4\n"),
        text("2024-01-03,470,471,468,468,14\n2024-01-02,472,474,470,472,13\n"),
    ];
    let files = [("spy-2024.csv", &*second), ("spy-2023.csv", &first)];
    let Imported { market, summary, .. } = asked(&files, None).unwrap();
    assert_eq!(
        market.bars.iter().map(|bar| bar.close).collect::<Vec<_>>(),
        [476., 475., 472., 468.]
    );
    assert_eq!(market.series(Series::Vix).unwrap()[1..3], [Some(0.124), Some(0.13)]);
    assert_eq!(market.name, "spy-2024");
    assert_eq!(summary.files.iter().map(|file| file.rows_kept).collect::<Vec<_>>(), [2, 2]);
    // Whatever their level is: prices may stand where those of a volatility index do.
    let cheap = text("2022-12-28,76,78,75,76,20\n2022-12-30,76,77,73,75,21\n");
    let three = asked(&[files[0], ("spy-2022.csv", &cheap), files[1]], None).unwrap();
    assert_eq!((three.market.bars.len(), three.market.bars[0].close), (6, 76.0));
    // Not if one goes into the other, or has other columns.
    let more = text("2024-01-03,470,471,468,468,14\n");
    expect!["spy-2024.csv and more.csv: expected one file of daily bars, or several that follow each other, found that the second begins on 2024-01-03, before the first ends; drop one alone, or name the volatility index in its file name, such as vix.csv"]
        .assert_eq(&refused(&[("more.csv", &more), files[0]], None));
    let others = "date,open,high,low,close\n2023-12-27,476,478,475,476\n";
    let error = refused(&[files[0], ("others.csv", others)], None);
    assert!(error.contains("found two that cannot be told apart"), "{error}");
}

#[test]
fn what_is_read_is_what_was_asked_for() {
    // The bare symbol before one with a mark, wherever they stand.
    let rows = "symbol,date,open,high,low,close\n^SPY,2023-03-13,9,9,9,9\nSPY,2023-03-13,380,390,380,385\n\
                A,2023-03-13,141,142,139,140\n";
    let close =
        |asked_for| asked(&[("all.csv", rows)], Some(asked_for)).unwrap().market.bars[0].close;
    assert_eq!([close("spy"), close("^SPY"), close("A")], [385.0, 9.0, 140.0]);
    // A day on which nothing else was traded is a day of bars still.
    let [monday, tuesday] = [
        HEADER.to_owned() + TUESDAY,
        HEADER.to_owned() + "AAPL,12,151,152,153,150,1678852800000000000,3\n",
    ];
    let files = [("2023-03-14.csv", &*monday), ("2023-03-15.csv", &tuesday)];
    assert_eq!(asked(&files, Some("AAPL")).unwrap().market.bars.len(), 2);
    // The limit of rows is one of those that are read.
    let others = "A,2023-03-13,141,142,139,140\n".repeat(200_001);
    let rows = rows.to_owned() + &others;
    assert_eq!(asked(&[("all.csv", &rows)], Some("SPY")).unwrap().market.bars.len(), 1);
}

#[test]
fn summaries_stand_in_the_order_of_the_files() {
    let header = "date,open,high,low,close\n";
    let rows = [
        "2024-01-02,472,474,470,472\n2024-01-03,470,471,468,468\n",
        "2023-12-29,476,477,473,475\n",
    ];
    let [late, early] = rows.map(|rows| header.to_owned() + rows);
    let early = SourceFile { role: Some(Role::Bars), ..file("b.csv", early.as_bytes()) };
    let imported = import(&[file("a.csv", late.as_bytes()), early], &Options::default()).unwrap();
    let names: Vec<_> = imported.summary.files.iter().map(|file| &*file.name).collect();
    assert_eq!((names, &*imported.market.name), (vec!["a.csv", "b.csv"], "a"));
}

#[test]
fn what_is_wrong_with_others_does_not_count() {
    // A date that is day first, one that is none, a cell too few and a mark too many, all of A; a
    // line that names no symbol may be of any.
    let rows = "symbol,date,open,high,low,close\nA,13/02/2023,141,142,139,140\nA,x,1,1,1,1\nA,2023\n\
                A,\"2023-03-13,1,1,1,1\nSPY,2023-03-13,380,390,380,385\n,2023-03-14,1,1,1,1\n";
    let read = asked(&[("all.csv", rows)], Some("SPY")).unwrap();
    assert_eq!(read.market.bars[0].close, 385.0);
    assert_eq!((read.summary.files[0].rows_kept, read.summary.files[0].filtered), (1, 5));
    expect![[r#"all.csv line 8: expected as many cells as the header has, found 2 instead of 6; correct the row or skip the bad rows"#]]
        .assert_eq(&refused(&[("all.csv", &(rows.to_owned() + ",2023\n"))], Some("SPY")));
    expect![[r#"all.csv line 3, column "date": expected a date, found "x" (and 2 more rows); write it as YYYY-MM-DD or skip the bad rows"#]]
        .assert_eq(&refused(&[("all.csv", rows)], Some("A")));
    // A broken line whose symbol nobody else has may be of the one that is read.
    let broken = rows.to_owned() + "\"SPY,2023-03-14,1,1,1,1\n";
    let error = refused(&[("all.csv", &broken)], Some("SPY"));
    assert!(error.starts_with("all.csv line 8: expected a quotation mark closed"), "{error}");
    // None can be chosen that has no name.
    let blank =
        "symbol,date,open,high,low,close\nSPY,2023-03-13,380,390,380,385\n,2023-03-14,1,1,1,1\n";
    assert_eq!(asked(&[("all.csv", blank)], Some("SPY")).unwrap().market.bars.len(), 1);
    expect![[r#"all.csv line 3, column "symbol": expected rows of one underlying, found SPY and rows without a symbol; choose the underlying to read"#]].assert_eq(&refused(&[("all.csv", blank)], None));
    expect![[r#"all.csv line 6, column "symbol": expected rows of one underlying, found A, SPY; choose the underlying to read"#]].assert_eq(&refused(&[("all.csv", rows)], None));
}

#[test]
fn a_day_without_rows_is_passed_over() {
    let header = "date,open,high,low,close\n";
    let day = |rows: &str| header.to_owned() + rows;
    let good = day("2024-01-02,472,474,470,472\n");
    let upper = header.to_uppercase() + " \n";
    let files = [("1.csv", ""), ("2.csv", &*good), ("3.csv", header), ("4.csv", &*upper)];
    let read = asked(&files, None).unwrap();
    expect!["skipped files without rows: 1.csv, 3.csv, 4.csv"]
        .assert_eq(&read.summary.warnings[0].to_string());
    assert_eq!((read.market.bars.len(), &*read.market.name), (1, "2"));
    // Where there is nothing else it may be what was meant.
    let vix = "date,vix\n2024-01-02,13\n";
    for empty in ["", " \n"] {
        expect!["vix.csv, spy.csv (without rows): expected a file of daily bars, found none; add one with date, open, high, low, close"]
            .assert_eq(&refused(&[("spy.csv", empty), ("vix.csv", vix)], None));
    }
    expect!["spy.csv line 1: expected rows below the header, found none; download it again"]
        .assert_eq(&refused(&[("spy.csv", header), ("vix.csv", vix)], None));
    expect!["1.csv: expected a header and rows, found an empty file; download it again"]
        .assert_eq(&refused(&[("1.csv", ""), ("2.csv", " ")], None));
}

#[test]
fn what_has_rows_is_not_passed_over() {
    let quotes = |rows: &str| {
        "date,expiry,strike,type,bid,ask,underlying\n".to_owned()
            + rows
            + "2024-01-02,2024-01-19,470,C,8,8.2,472\n"
    };
    let bars = "date,open,high,low,close\n2024-01-02,472,474,470,472\n";
    let first = quotes("").replace("470,C", "465,C");
    for blank in [",,,,,,\n".repeat(12_000), "\n".repeat(70_000)] {
        let second = quotes(&blank);
        let files = [("spy.csv", bars), ("1.csv", &*first), ("2.csv", &*second)];
        let chain = asked(&files, None).unwrap().market.chain.unwrap();
        assert_eq!(chain.len(), 2);
    }
    // Behind a megabyte of blanks nobody knows what follows.
    let late = "\n".repeat(2 << 20) + bars;
    expect!["late.csv: expected a header and rows, found an empty file; download it again"]
        .assert_eq(&refused(&[("spy.csv", bars), ("late.csv", &late)], None));
    // What a caller names is missed, and a volatility index is no part of the bars.
    let vix = SourceFile { role: Some(Role::Volatility), ..file("vix.csv", b"") };
    let error = import(&[file("spy.csv", bars.as_bytes()), vix], &Options::default());
    expect!["vix.csv: expected a header and rows, found an empty file; download it again"]
        .assert_eq(&error.unwrap_err().to_string());
    let header = bars.lines().next().unwrap();
    expect![
        "VIX_History.csv line 1: expected rows below the header, found none; download it again"
    ]
    .assert_eq(&refused(&[("spy.csv", bars), ("VIX_History.csv", header)], None));
}

#[test]
fn a_part_without_good_rows_leaves_the_others() {
    let header = "date,open,high,low,close\n";
    let [good, bad] = ["2024-01-02,472,474,470,472\n", "2024-01-03,472,x,470,472\n"]
        .map(|rows| header.to_owned() + rows);
    let files = [file("bad.csv", bad.as_bytes()), file("good.csv", good.as_bytes())];
    let skip = Options { bad_rows: BadRows::Skip, ..Options::default() };
    let read = import(&files, &skip).unwrap();
    assert_eq!(read.market.bars.len(), 1);
    assert_eq!(read.summary.files[0].skipped.len(), 1);
    expect![[r#"bad.csv line 2, column "high": expected a positive price, found "x"; no row could be used: fix the cell"#]].assert_eq(&import(&files[..1], &skip).unwrap_err().to_string());
}
