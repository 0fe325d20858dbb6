//! Trade logs of another program: the curve they make, and what is said of broken ones.

use expect_test::expect;
use rotation::import::{Input, Options, import_inputs, trade_log};
use rotation::market::TradeLog;

use super::{TWO_DAYS, errors::said, file, read};

/// Newest first, as Option Omega writes them; three trades of two days, and an account of 10,000.
const LOG: &str = "\
    Date Opened,Time Opened,Opening Price,Legs,Premium,Closing Price,Date Closed,Time Closed,\
    Avg. Closing Cost,Reason For Close,P/L,No. of Contracts,Funds at Close,Margin Req.,Strategy,\
    Opening Commissions + Fees,Closing Commissions + Fees\n\
    2014-01-06,09:45:00,1830.1,\"1 Jan 6 1850 C STO 1.2 | 1 Jan 6 1860 C BTO 0.4\",80,1826.77,\
    2014-01-06,16:15:00,0,Expired,78.5,1,10228.5,920,IC,1.5,0\n\
    2014-01-03,10:00:00,1833.2,\"1 Jan 3 1840 P STO 5\",500,1831.37,2014-01-03,15:00:00,4,\
    Profit Target,200,1,10150,8000,IC,1.5,1.5\n\
    2014-01-02,09:35:00,1845.9,\"1 Jan 3 1840 P STO 5\",500,1831.37,2014-01-03,12:00:00,5.5,\
    Stop Loss,-50,1,9950,8000,IC,1.5,1.5\n";

fn alone(text: &str) -> Option<TradeLog> {
    let inputs = vec![Input::from(&file("mine.csv", text.as_bytes()))];
    trade_log(inputs, &Options::default()).unwrap().map(|(log, _)| log)
}

#[test]
fn a_log_is_the_funds_after_each_day() {
    let log = alone(LOG).unwrap();
    expect![[r#"
        mine.csv: 3 trades from 10000
        2014-01-03 10150
        2014-01-06 10228.5"#]]
    .assert_eq(&told(&log));
    // However its rows are ordered: trades of one day are told apart by the time.
    for order in [[3, 2, 1], [2, 3, 1], [2, 1, 3], [1, 3, 2], [3, 1, 2]] {
        let lines: Vec<&str> = LOG.lines().collect();
        let rows = order.map(|row| lines[row]);
        let text = [&lines[..1], &rows].concat().join("\n");
        assert_eq!(alone(&text).as_ref(), Some(&log), "{order:?}");
    }
    let halves = LOG.replace("15:00:00", "3:00 PM").replace("12:00:00", "12:00 pm");
    assert_eq!(alone(&halves), Some(log));
}

/// Without times the file's own order decides, which most of its steps tell.
#[test]
fn a_log_without_times_is_in_the_order_of_its_file() {
    let head = "Date Opened,Date Closed,P/L,Funds at Close\n";
    let check = |rows: &str, start: f64, ends: &[f64]| {
        let log = alone(&format!("{head}{rows}")).unwrap();
        let days: Vec<f64> = log.days.iter().map(|day| day.dollars).collect();
        assert_eq!((log.start, days), (start, ends.to_vec()));
    };
    check("a,2018-01-05,10,110\nb,2018-01-05,5,115\nc,2018-01-06,5,120\n", 100.0, &[115.0, 120.0]);
    check("c,2018-01-06,5,120\nb,2018-01-05,5,115\na,2018-01-05,10,110\n", 100.0, &[115.0, 120.0]);
    // Newest opening first, and the trade opened first is closed last.
    check(
        "d,2018-01-03,2,103\nc,2018-01-03,1,101\nb,2018-01-02,0,100\na,2018-01-09,1,104\n",
        100.0,
        &[100.0, 103.0, 104.0],
    );
}

fn told(log: &TradeLog) -> String {
    let days = log.days.iter().map(|day| format!("\n{} {}", day.date, day.dollars));
    format!("{}: {} trades from {}{}", log.name, log.trades, log.start, days.collect::<String>())
}

#[test]
fn beside_bars_it_changes_nothing_of_the_market() {
    let bars = ("spx.csv", TWO_DAYS);
    let imported = read(&[bars, ("mine.csv", LOG)]);
    assert_eq!(imported.market, read(&[bars]).market);
    assert_eq!(imported.log, alone(LOG));
    let of_log = &imported.summary.files[1];
    assert_eq!(
        (of_log.recognised.as_str(), of_log.rows_kept, of_log.rows_read),
        ("Option Omega trade log", 3, 3)
    );
}

#[test]
fn other_files_are_no_logs() {
    assert_eq!(alone(TWO_DAYS), None);
    let two = [file("a.csv", LOG.as_bytes()), file("b.csv", LOG.as_bytes())];
    let inputs = two.iter().map(Input::from).collect();
    assert_eq!(trade_log(inputs, &Options::default()), Ok(None));
}

#[test]
fn broken_logs_are_refused_in_words() {
    let check = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        said(&files, &Options::default())
    };
    let bars = ("spx.csv", TWO_DAYS);
    let wrong = |from: &str, to: &str| check(&[bars, ("mine.csv", &LOG.replace(from, to))]);
    let told = [
        check(&[("mine.csv", LOG)]),
        check(&[bars, ("mine.csv", LOG), ("yours.csv", LOG)]),
        wrong("10228.5,920", "-5,920"),
        wrong("Target,200,1", "Target,much,1"),
        wrong("Target,200,1,10150", "Target,20000,1,10150"),
        wrong("2014-01-06,16:15:00", ","),
    ];
    expect![[r#"
        mine.csv: expected a file of daily bars, found none; add one with date, open, high, low, close
        mine.csv and yours.csv: expected one trade log to compare with, found two; remove one
        mine.csv line 2, column "Funds at Close": expected funds of a dollar at least, before the trade as well, found "-5"; fix the cell or skip the bad rows
        mine.csv line 3, column "P/L": expected dollars up to 1,000,000,000,000, found "much"; fix the cell or skip the bad rows
        mine.csv line 3, column "Funds at Close": expected funds of a dollar at least, before the trade as well, found "10150"; fix the cell or skip the bad rows
        mine.csv line 2, column "Date Closed": expected a date, found an empty cell; write it as YYYY-MM-DD or skip the bad rows"#]].assert_eq(&told.join("\n"));
}

#[test]
fn a_log_of_a_hundred_thousand_trades_is_read_at_once() {
    let head = LOG.lines().next().unwrap();
    let row = LOG.lines().nth(2).unwrap();
    let text = format!("{head}\n{}", format!("{row}\n").repeat(100_000));
    let inputs = vec![Input::from(&file("mine.csv", text.as_bytes()))];
    assert!(import_inputs(inputs, &Options::default(), &mut |_| {}).is_err(), "no bars");
    assert_eq!(alone(&text).map(|log| (log.trades, log.days.len())), Some((100_000, 1)));
}
