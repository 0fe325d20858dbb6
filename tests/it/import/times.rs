//! Quotes of several times of one day: which of them counts.

use expect_test::expect;
use rotation::import::Filter;

use super::contracts::{check_both_ways, lines, told};

#[test]
fn the_last_time_of_a_day_counts_or_the_one_asked_for() {
    let header = "date,time,expiry,strike,type,bid,ask,underlying";
    let rows = [
        "2023-11-08,09:30,2023-11-10,435,C,18,19,453",
        "2023-11-08,09:30,2023-11-10,440,C,13,14,453",
        "2023-11-08,15:45,2023-11-10,435,C,20,21,455",
        "2023-11-08,15:45,2023-11-10,440,C,15,16,455",
        "2023-11-08,16:00,2023-11-10,435,C,21,22,456",
        "2023-11-08,18:00,2023-11-10,435,C,30,31,460",
    ];
    check_both_ways(
        header,
        &rows,
        expect![[r#"
        skipped 5: expected the last time of the day that has quotes
        repaired: several times a day, 09:30 to 18:00: the last of the session is used, 16:00 on the last day
        2023-11-08 2023-11-10 435 call 21 22 - Close of Some(456.0)"#]],
    );
    let text = lines(header, &rows);
    let at = |time: &str| Filter { at: Filter::time(time), ..Filter::default() };
    expect![[r#"
        skipped 4: expected the last time of the day that has quotes, lines 2 3 6 7
        repaired: several times a day, 09:30 to 18:00: the last of the session is used, 15:45 on the last day
        2023-11-08 2023-11-10 435 call 20 21 - Close of Some(455.0)
        2023-11-08 2023-11-10 440 call 15 16 - Close of Some(455.0)
    "#]].assert_eq(&told(&[("a.csv", &text)], at("15:50")));
    expect![[r#"
        a.csv: expected the last time of the day that has quotes, found none of 6 rows; choose an earlier time or load quotes of the whole day
    "#]].assert_eq(&told(&[("a.csv", &text)], at("09:00")));
    let dated = "date,expiry,strike,type,bid,ask\n2023-11-08,2023-11-10,435,C,18,19\n";
    expect![[r#"
        a.csv: expected quotes with a time of day, as one was asked for, found none; leave the time away
    "#]].assert_eq(&told(&[("a.csv", dated)], at("15:45")));
    // Where each contract is quoted at times of its own, the last of each counts.
    check_both_ways(
        "datetime,expiry,strike,type,bid,ask",
        &[
            "2023-11-08 10:00:07,2023-11-10,435,C,18,19",
            "2023-11-08 15:59:58,2023-11-10,435,C,20,21",
            "2023-11-08 15:58:00,2023-11-10,440,C,15,16",
            "2023-11-08 15:57:00,2023-11-10,445,C,11,12",
        ],
        expect![[r#"
            skipped 1: expected the last time of the day that has quotes
            repaired: several times a day, 10:00 to 15:59: the last of the session is used, 15:59 on the last day
            2023-11-08 2023-11-10 435 call 20 21 - Close of None
            2023-11-08 2023-11-10 440 call 15 16 - Close of None
            2023-11-08 2023-11-10 445 call 11 12 - Close of None"#]],
    );
    // Times that differ, but no contract twice.
    check_both_ways(
        "datetime,expiry,strike,type,bid,ask",
        &["2023-11-08 15:58:00,2023-11-10,440,C,15,16", "2023-11-08 10:57:00,2023-11-10,445,C,1,2"],
        expect![[r#"
            2023-11-08 2023-11-10 440 call 15 16 - Close of None
            2023-11-08 2023-11-10 445 call 1 2 - Close of None"#]],
    );
    // A file for each time of one day.
    let file = |time: &str, bid: u32| {
        format!(
            "quote_datetime,root,expiration,strike,option_type,bid,ask\n2023-11-08 {time},SPX,2023-11-10,4350,C,{bid},{}\n",
            bid + 1
        )
    };
    let [early, late] = [file("09:45:00", 18), file("16:00:00", 21)];
    let files = [("early.csv", early.as_str()), ("late.csv", late.as_str())];
    let turned = [files[1], files[0]];
    assert_eq!(told(&files, Filter::default()), told(&turned, Filter::default()));
    expect![[r#"
        skipped 1: expected the last time of the day that has quotes, lines 2
        2023-11-08 2023-11-10 4350 call 21 22 - Close of None
    "#]]
    .assert_eq(&told(&files, Filter::default()));
}
