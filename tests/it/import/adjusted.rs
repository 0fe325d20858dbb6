//! Splits and dividends: told by columns, told by an adjusted close, and already counted.

use expect_test::expect;
use rotation::market::Series;

use super::{check, read};

/// Tiingo writes prices as they were, with a factor on the day of the split.
#[test]
fn prices_before_a_split_are_divided_and_dividends_with_them() {
    check(
        &[(
            "aapl.csv",
            "date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,\
             splitFactor\n\
             2020-08-27,500.00,509.00,495.00,508.00,1,124.4,1,1,1,1,0.40,1.0\n\
             2020-08-28,499.20,505.60,498.00,504.00,1,124.3,1,1,1,1,0.0,1.0\n\
             2020-08-31,129.04,131.00,126.00,127.58,1,128.5,1,1,1,1,0.0,4.0\n",
        )],
        expect![[r#"
            2020-08-27 127 127.25 123.75 125 dividend 0.1
            2020-08-28 126 126.4 124.5 124.8 dividend 0
            2020-08-31 127.58 131 126 129.04 dividend 0
            aapl.csv: Tiingo, 3 of 3 rows used, 2020-08-27 to 2020-08-31
              comma-separated, dates YYYY-MM-DD
              columns: date, close, high, low, open, volume (not used), adjClose = adj_close (not used), adjHigh (not used), adjLow (not used), adjOpen (not used), adjVolume (not used), divCash = dividend, splitFactor = split
            market: 3 bars, 0 events, 2020-08-27 to 2020-08-31
            dividend: 3 of 3 bars, 2020-08-27 to 2020-08-31
            warning: splits: 1, the first on 2020-08-31; prices and dividends before each were divided by it
            warning: only 3 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

/// yfinance writes prices that are adjusted already, and the factor all the same.
#[test]
fn prices_that_are_adjusted_stay_as_they_are() {
    check(
        &[(
            "aapl.csv",
            "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n\
             2020-08-27 00:00:00-04:00,127.00,127.25,123.75,125.00,1,0.0,0.0\n\
             2020-08-28 00:00:00-04:00,126.00,126.40,124.50,124.80,1,0.0,0.0\n\
             2020-08-31 00:00:00-04:00,127.58,131.00,126.00,129.04,1,0.0,4.0\n",
        )],
        expect![[r#"
            2020-08-27 127 127.25 123.75 125 dividend 0
            2020-08-28 126 126.4 124.5 124.8 dividend 0
            2020-08-31 127.58 131 126 129.04 dividend 0
            aapl.csv: yfinance history, 3 of 3 rows used, 2020-08-27 to 2020-08-31
              comma-separated, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Volume (not used), Dividends = dividend, Stock Splits = split
            market: 3 bars, 0 events, 2020-08-27 to 2020-08-31
            dividend: 3 of 3 bars, 2020-08-27 to 2020-08-31
            warning: splits: 1, the first on 2020-08-31; the prices are adjusted for them and left as they are
            warning: only 3 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

/// Yahoo tells dividends by its adjusted close alone. SPY paid 1.00 on 2014-03-21 here: the closes
/// before it are adjusted by 1 - 1.00 / 187.75.
#[test]
fn an_adjusted_close_tells_dividends() {
    check(
        &[(
            "SPY.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n\
             2014-03-19,187.60,187.70,185.40,186.66,161.837703,1\n\
             2014-03-20,186.20,187.90,185.90,187.75,162.782754,1\n\
             2014-03-21,187.00,188.00,186.00,186.20,162.303299,1\n\
             2014-03-24,186.80,187.00,184.80,185.43,161.632118,1\n",
        )],
        expect![[r#"
            2014-03-19 187.6 187.7 185.4 186.66
            2014-03-20 186.2 187.9 185.9 187.75
            2014-03-21 187 188 186 186.2 dividend 1
            2014-03-24 186.8 187 184.8 185.43
            SPY.csv: Yahoo or Nasdaq daily bars, 4 of 4 rows used, 2014-03-19 to 2014-03-24
              comma-separated, dates YYYY-MM-DD
              columns: Date, Open, High, Low, Close, Adj Close = adj_close, Volume (not used)
            market: 4 bars, 0 events, 2014-03-19 to 2014-03-24
            dividend: 1 of 4 bars, 2014-03-21 to 2014-03-21
            warning: dividends that the adjusted close tells: 1, the first on 2014-03-21; they are paid on these days
            warning: only 4 bars: the first 50 warm up the signals, little is left to trade
        "#]],
    );
}

/// Without a column for it, a split shows in an adjusted close that does not fall with the close.
#[test]
fn an_adjusted_close_tells_a_split() {
    let text = "Date,Open,High,Low,Close,Adj Close\n\
                2014-06-05,640,650,639,647.35,92.48\n\
                2014-06-06,649,651,644,645.57,92.22\n\
                2014-06-09,92.7,93.9,91.8,93.70,93.70\n";
    let imported = read(&[("aapl.csv", text)]);
    let closes: Vec<f64> = imported.market.bars.iter().map(|bar| bar.close).collect();
    assert_eq!(closes, [647.35 / 7.0, 645.57 / 7.0, 93.70]);
    let told: Vec<String> = imported.summary.warnings.iter().map(ToString::to_string).collect();
    expect![[r#"
        splits that the adjusted close tells: 1, the first on 2014-06-09; prices and dividends before each were divided by it
        only 3 bars: the first 50 warm up the signals, little is left to trade"#]]
    .assert_eq(&told.join("\n"));
}

/// What is rounded in an adjusted close is no dividend, and neither is what is no number.
#[test]
fn rounding_and_damage_tell_nothing() {
    let text = "Date,Open,High,Low,Close,Adj Close,Stock Splits\n\
                2014-01-02,183.98,184.07,182.48,182.92,160.02,n/a\n\
                2014-01-03,183.23,183.60,182.63,182.89,160.00,-4\n\
                2014-01-06,183.49,183.56,182.08,182.36,x,1e9\n\
                2014-01-07,183.09,183.79,182.95,183.48,0,0\n\
                2014-01-08,183.45,183.83,182.89,183.52,160.51,1\n";
    let market = read(&[("SPY.csv", text)]).market;
    assert_eq!(market.series(Series::Dividend), None);
    assert_eq!(market.bars[0].close, 182.92);
}

/// The last warnings of bars with these rows, and the bars' closes.
fn closes(rows: &str) -> (Vec<f64>, Vec<String>) {
    let head = "Date,Open,High,Low,Close,Adj Close,Stock Splits\n";
    let imported = read(&[("a.csv", &format!("{head}{rows}"))]);
    let told =
        imported.summary.warnings.iter().filter(|warning| !warning.to_string().starts_with("only"));
    let told = told.map(ToString::to_string).collect();
    (imported.market.bars.iter().map(|bar| bar.close).collect(), told)
}

#[test]
fn each_split_is_judged_by_itself() {
    // 2 for 1 was counted by the vendor, 4 for 1 was not; the adjusted close knows.
    let (found, told) = closes(
        "2015-03-02,200,200,200,200,50,0\n2015-03-03,202,202,202,202,50.5,2\n\
         2015-03-04,200,200,200,200,50,0\n2015-03-05,51,51,51,51,51,4\n",
    );
    assert_eq!(found, [50.0, 50.5, 50.0, 51.0]);
    expect![[r#"
        splits: 1, the first on 2015-03-03; the prices are adjusted for them and left as they are
        splits: 1, the first on 2015-03-05; prices and dividends before each were divided by it"#]]
    .assert_eq(&told.join("\n"));
    // On a day that rises as much as a small split takes away, only the adjusted close can tell.
    let rows = "2015-03-02,105,105,105,105,100,0\n2015-03-03,104,104,104,104,104,1.05\n";
    assert_eq!(closes(rows).0, [100.0, 104.0]);
}

#[test]
fn a_dividend_on_the_day_of_a_split_is_in_the_shares_after_it() {
    // 4 for 1, and 0.50 of the new shares: the close before is worth 25.10, adjusted 24.60.
    let rows = "2015-03-02,100,101,100,100.40,24.60,0\n2015-03-03,25,26,25,25.13,25.13,4\n";
    let market =
        read(&[("a.csv", &format!("Date,Open,High,Low,Close,Adj Close,Split\n{rows}"))]).market;
    assert_eq!(market.bars[0].close, 25.1);
    assert_eq!(market.series(Series::Dividend), Some(&[None, Some(0.5)][..]));
}

#[test]
fn dividends_of_a_file_of_their_own_are_divided_too() {
    let bars = "Date,Open,High,Low,Close,Split\n\
                2015-03-02,100,100,100,100,0\n2015-03-03,25,25,25,25,4\n";
    let market = read(&[("a.csv", bars), ("d.csv", "date,dividend\n2015-03-02,2\n")]).market;
    assert_eq!(market.series(Series::Dividend), Some(&[Some(0.5), None][..]));
}

/// The bars count the shares of the last day; what is held goes through the split.
#[test]
fn beside_option_quotes_splits_are_of_what_is_held() {
    let bars = "Date,Open,High,Low,Close,Split\n\
                2015-03-02,100,100,100,100,0\n2015-03-03,25,25,25,25,4\n";
    let chain = "quote_date,expiry,strike,type,bid,ask,underlying\n\
                 2015-03-02,2015-03-20,100,C,2,2.1,100\n2015-03-03,2015-03-20,25,C,0.5,0.6,25\n";
    let imported = read(&[("a.csv", bars), ("c.csv", chain)]);
    assert_eq!(imported.market.bars[0].close, 25.0);
    assert_eq!(imported.market.shares_for_one(imported.market.bars[0].date), 4);
    let told: Vec<_> = imported.summary.warnings.iter().map(ToString::to_string).collect();
    expect![[r#"
        splits: 1, the first on 2015-03-03; prices and dividends before each were divided by it
        splits beside option quotes: 1, the first on 2015-03-03; contracts and shares held then are exchanged for as many as the ratio says"#]]
    .assert_eq(&told[..2].join("\n"));
}

#[test]
fn splits_that_lead_to_no_price_are_left() {
    for (factor, prices) in [
        ("1000", ["100000", "1000", "10", "0.1", "0.001"]),
        ("0.001", ["0.001", "0.1", "10", "1000", "100000"]),
    ] {
        // Each close moves by a hundred where its split says a thousand.
        let row = |(day, p)| format!("2015-03-{:02},{p},{p},{p},{p},,{factor}\n", day + 2);
        let (found, told) = closes(&prices.iter().enumerate().map(row).collect::<String>());
        assert_eq!(found[0].to_string(), prices[0]);
        assert!(told[0].contains("left as they are"), "{told:?}");
    }
}

/// Two decimals of an adjusted close say nothing below their own rounding.
#[test]
fn an_adjusted_close_of_two_decimals_invents_no_dividends() {
    let rows: String = (0..200)
        .map(|day| {
            let date =
                chrono::NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + chrono::Duration::days(day);
            let close = 8.0 + f64::from(i32::try_from(day * 37 % 101).unwrap()) / 100.0;
            format!("{date},{close:.2},{close:.2},{close:.2},{close:.2},{:.2},0\n", close * 0.7)
        })
        .collect();
    let (_, told) = closes(&rows);
    assert!(told.iter().all(|told| !told.contains("dividends")), "{told:?}");
}
