//! Broken files, as users have them: each with the exact words that are said about it.

use expect_test::{Expect, expect};
use rotation::import::Options;

use super::TWO_DAYS;
use super::errors::said;

/// Each text alone as `a.csv`, and what is said.
fn check(texts: &[&str], expected: Expect) {
    let told: Vec<String> =
        texts.iter().map(|text| said(&[("a.csv", text.as_bytes())], &Options::default())).collect();
    expected.assert_eq(&told.join("\n"));
}

/// Each text as a chain beside bars of two days, and what is said.
fn check_chains(texts: &[&str], expected: Expect) {
    let bars = ("spx.csv", TWO_DAYS.as_bytes());
    let said = |text: &&str| said(&[bars, ("c.csv", text.as_bytes())], &Options::default());
    expected.assert_eq(&texts.iter().map(said).collect::<Vec<_>>().join("\n"));
}

const BARS: &str = "date,open,high,low,close\n";

#[test]
fn headers() {
    check(
        &[
            "2014-01-02,10,11,9\n2014-01-03,10,11,9\n",
            "open,high,low,close\n10,11,9,10\n",
            "date,open,high,low\n2014-01-02,10,11,9\n",
            "date,close\n2014-01-02,10\n",
            "date,open,high,low,close,close\n2014-01-02,10,11,9,10,10.5\n",
            "day,tradeDate,open,high,low,close\n2014-01-02,2014-01-03,10,11,9,10\n",
            "date|open|high|low|close\n2014-01-02|10|11|9|10\n",
            "date open high low close\n2014-01-02 10 11 9 10\n",
            "Tag;Beginn;Hoch;Tief;Ende\n02.01.2014;10;11;9;10\n",
            "date,open,high,low,close\n",
            "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\n\
             Ticker,A,B,A,B,A,B,A,B,A,B\nDate,,,,,,,,,,\n2024-01-02,1,2,1,2,1,2,1,2,1,2\n",
            "symbol,quantity,price\nSPY,100,471.2\n",
        ],
        expect![[r#"
            a.csv line 1: expected a header such as date,open,high,low,close, found "2014-01-02,10,11,9"; put the names of the columns on the first line
            a.csv line 1: expected the columns date, open, high, low, close, found open, high, low, close separated by comma; add or rename date
            a.csv line 1: expected the columns date, open, high, low, close, found date, open, high, low separated by comma; add or rename close
            a.csv line 1: expected the columns date, open, high, low, close, found date, close separated by comma; add or rename open, high, low
            a.csv line 1, column "close": expected one column for close, found it beside "close"; remove or rename one of them
            a.csv line 1, column "tradeDate": expected one column for date, found it beside "day"; remove or rename one of them
            a.csv line 1: expected cells separated by comma, semicolon or tab, found "|"; save the file with commas
            a.csv line 1: expected cells separated by comma, semicolon or tab, found blanks; save the file with commas
            a.csv line 1: expected a header such as date,open,high,low,close, found "Tag;Beginn;Hoch;Tief;Ende"; put the names of the columns on the first line
            a.csv line 1: expected rows below the header, found none; download it again
            a.csv line 1, column "Close": expected one column for close, found it beside "Close"; remove or rename one of them
            a.csv line 1: expected a header such as date,open,high,low,close, found "symbol,quantity,price"; put the names of the columns on the first line"#]],
    );
}

#[test]
fn dates() {
    let rows = [
        "14-01-02,10,11,9,10",
        "2014-13-02,10,11,9,10",
        "2014-02-30,10,11,9,10",
        "02/30/2014,10,11,9,10",
        "13/13/2014,10,11,9,10",
        "Jan 2014,10,11,9,10",
        "2014,10,11,9,10",
        "23258,10,11,9,10",
        "20140230,10,11,9,10",
        "0204-01-02,10,11,9,10",
        ",10,11,9,10",
    ];
    let texts: Vec<String> = rows.iter().map(|row| [BARS, row, "\n"].concat()).collect();
    check(
        &texts.iter().map(String::as_str).collect::<Vec<_>>(),
        expect![[r#"
            a.csv line 2, column "date": expected a date, found "14-01-02"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "2014-13-02"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "2014-02-30"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "02/30/2014"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "13/13/2014"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "Jan 2014"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "2014"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "23258"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date, found "20140230"; no row could be used: write it as YYYY-MM-DD
            a.csv line 2, column "date": expected a date from 1800-01-01 to 2199-12-31, found "0204-01-02"; no row could be used: write the year with four digits
            a.csv line 2, column "date": expected a date, found an empty cell; no row could be used: write it as YYYY-MM-DD"#]],
    );
    check(
        &[
            &[BARS, "2014-01-02,10,11,9,10\n2014-01-02,10,11,9,10\n"].concat(),
            &[BARS, "2014-01-02,10,11,9,10\n2013-01-06,10,11,9,10\n2014-01-03,10,11,9,10\n"]
                .concat(),
        ],
        expect![[r#"
            a.csv line 3, column "date": expected one row per date, found 2014-01-02 again; remove one of the rows or skip the bad rows
            a.csv line 3, column "date": expected a date after the one before it, found 2013-01-06 after 2014-01-02; sort the rows by date or skip the bad rows"#]],
    );
}

#[test]
fn prices() {
    let rows = [
        "10,11,9,",
        "10,11,9,null",
        "10,11,9,ten",
        "10,11,9,$ten",
        "10,11,9,10%",
        "10,11,9,0",
        "10,11,9,-10",
        "10,11,9,1e9",
        "10,11,9,inf",
        "10,9,11,10",
        "12,11,9,10",
        "10,11,9,8",
        "10,11,9,1.0.0",
        "10,11,9,\"1,00\"",
        "10,11,9",
        "10,11,9,10,7",
        "10,11,9,\"10",
    ];
    let texts: Vec<String> =
        rows.iter().map(|row| [BARS, "2014-01-02,", row, "\n"].concat()).collect();
    check(
        &texts.iter().map(String::as_str).collect::<Vec<_>>(),
        expect![[r#"
            a.csv line 2, column "close": expected a positive price, found an empty cell; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "null"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "ten"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "$ten"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "10%"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "0"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "-10"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a price up to 10,000,000, found "1e9"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "inf"; no row could be used: fix the cell
            a.csv line 2, column "high": expected a high not below the low, found "9" with the low "11"; no row could be used: fix the cell
            a.csv line 2, column "open": expected an open between low and high, found "12" with the high "11"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a close between low and high, found "8" with the low "9"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a positive price, found "1.0.0"; no row could be used: fix the cell
            a.csv line 2, column "close": expected a close between low and high, found "1,00" with the low "9"; no row could be used: fix the cell
            a.csv line 2: expected as many cells as the header has, found 4 instead of 5; no row could be used: correct the row
            a.csv line 2: expected no more cells than the header has, found 6 instead of 5; no row could be used: correct the row
            a.csv line 2: expected a quotation mark closed on its line, found "2014-01-02,10,11,9,\"10"; no row could be used: close or remove the quotation mark"#]],
    );
}

#[test]
fn what_stands_beside_the_bars() {
    let cases = [
        ("vix", "abc"),
        ("vix", "-12"),
        ("vix", "1001"),
        ("rate", "5000"),
        ("dividend_yield", "-1"),
        ("dividends", "-0.5"),
        ("regime", "7"),
        ("regime", "calm"),
    ];
    let texts: Vec<String> = cases
        .iter()
        .map(|(column, cell)| {
            format!("date,open,high,low,close,{column}\n2014-01-02,10,11,9,10,{cell}\n")
        })
        .collect();
    check(
        &texts.iter().map(String::as_str).collect::<Vec<_>>(),
        expect![[r#"
            a.csv line 2, column "vix": expected a number or an empty cell, found "abc"; no row could be used: fix the cell
            a.csv line 2, column "vix": expected positive percent points up to 1,000, found "-12"; no row could be used: fix the cell
            a.csv line 2, column "vix": expected positive percent points up to 1,000, found "1001"; no row could be used: fix the cell
            a.csv line 2, column "rate": expected percent points from -1,000 to 1,000, found "5000"; no row could be used: fix the cell
            a.csv line 2, column "dividend_yield": expected percent points from 0 to 1,000, found "-1"; no row could be used: fix the cell
            a.csv line 2, column "dividends": expected dollars a share from 0 to 1,000, found "-0.5"; no row could be used: fix the cell
            a.csv line 2, column "regime": expected a regime from 1 to 6, found "7"; no row could be used: fix the cell
            a.csv line 2, column "regime": expected a regime from 1 to 6, found "calm"; no row could be used: fix the cell"#]],
    );
}

#[test]
fn events() {
    let beside = ("spx.csv", TWO_DAYS.as_bytes());
    let texts = [
        "date,event_type\n2014-01-29,FOMC\n",
        "date,event_type,event_name\n2014-01-29,,Rate decision\n",
        "date,event_type,event_name,scheduled\n2014-01-29,FOMC,Rate decision,maybe\n",
        "date,event_type,event_name\n29 January,FOMC,Rate decision\n",
        "date,event_type,event_name\n",
    ];
    let told: Vec<String> = texts
        .iter()
        .map(|text| said(&[beside, ("e.csv", text.as_bytes())], &Options::default()))
        .collect();
    expect![[r#"
        e.csv line 1: expected the columns date, event_type, event_name, found date, event_type separated by comma; add or rename event_name
        e.csv line 2, column "event_type": expected a type of event, found an empty cell; no row could be used: fix the cell
        e.csv line 2, column "scheduled": expected true or false, found "maybe"; no row could be used: fix the cell
        e.csv line 2, column "date": expected a date, found "29 January"; no row could be used: write it as YYYY-MM-DD
        e.csv line 1: expected rows below the header, found none; download it again"#]].assert_eq(&told.join("\n"));
}

#[test]
fn chains() {
    let long = |row: &str| format!("quote_date,expiry,strike,type,bid,ask\n{row}\n");
    let wide = |row: &str| {
        format!(
            "[QUOTE_DATE], [UNDERLYING_LAST], [EXPIRE_DATE], [C_BID], [C_ASK], [STRIKE], \
             [P_BID], [P_ASK]\n{row}\n"
        )
    };
    let texts = [
        long("2014-01-02,2014-02-21,0,c,1,2"),
        long("2014-01-02,2014-02-21,5000000,c,1,2"),
        long("2014-01-02,2014-02-21,x,c,1,2"),
        long("2014-01-02,2014-02-21,1800,straddle,1,2"),
        long("2014-01-02,21 Feb,1800,c,1,2"),
        long("2014-01-02,2014-02-21,1800,c,one,2"),
        long("2014-01-02,2014-02-21,1800,c,1,500000"),
        long("2014-01-02,2014-02-21,1800,c,3,2"),
        long("2014-01-02,2013-12-20,1800,c,1,2"),
        long("2015-01-02,2015-02-21,1800,c,1,2"),
        long("2014-01-02,2014-02-21,1800,c,1,2"),
        long(""),
        "quote_date,expiry,strike,type,bid\n2014-01-02,2014-02-21,1800,c,1\n".to_owned(),
        "quote_date,expiry,strike,bid,ask\n2014-01-02,2014-02-21,1800,1,2\n".to_owned(),
        "quote_date,expiry,strike,type,bid,ask,underlying\n\
         2014-01-02,2014-02-21,40,c,1,2,39\n"
            .to_owned(),
        wide("2014-01-02, 1832, 2014-02-21, 1, 2, 1800, x, 2"),
        wide("2014-01-02, 1832, 2014-02-21, 1, 2, , 1, 2"),
        "date,contractSymbol,bid,ask\n2014-01-02,SPX14,1,2\n".to_owned(),
        "ticker,volume,open,close,high,low,window_start,transactions\n\
         O:SPY230327P00390000,5,1,x,1.2,1,1678680000000000000,3\n"
            .to_owned(),
        "symbol,quote_date,expiry,strike,type,bid,ask\n\
         SPX,2014-01-02,2014-02-21,1800,c,1,2\nNDX,2014-01-02,2014-02-21,3500,c,1,2\n"
            .to_owned(),
    ];
    check_chains(
        &texts.iter().map(String::as_str).collect::<Vec<_>>(),
        expect![[r#"
            c.csv line 2, column "strike": expected a positive strike up to 4,000,000, found "0"; no row could be used: fix the cell
            c.csv line 2, column "strike": expected a positive strike up to 4,000,000, found "5000000"; no row could be used: fix the cell
            c.csv line 2, column "strike": expected a positive strike up to 4,000,000, found "x"; no row could be used: fix the cell
            c.csv line 2, column "type": expected call or put, found "straddle"; no row could be used: write call or put
            c.csv line 2, column "expiry": expected a date, found "21 Feb"; no row could be used: write it as YYYY-MM-DD
            c.csv line 2, column "bid": expected a number or an empty cell, found "one"; no row could be used: fix the cell
            c.csv line 2, column "ask": expected a price up to 400,000, found "500000"; no row could be used: fix the cell
            c.csv line 2: expected a bid not above its ask, found "2014-01-02,2014-02-21,1800,c,3,2"; no row could be used: fix the cell
            c.csv line 2: expected an expiry not before the day of the quote, found the 2013-12-20 1800 call on 2014-01-02, bid 1, ask 2; no row could be used: fix the cell
            c.csv: expected option quotes on the days of the bars, found quotes from 2015-01-02 to 2015-01-02 and bars from 2014-01-02 to 2014-01-03; load bars of the same days
            c.csv: expected the price of the underlying, or three strikes with call and put quoted, found neither; add a column "underlying"
            c.csv line 1: expected rows below the header, found none; download it again
            c.csv line 1: expected the columns date, expiry, strike, type, bid, ask, found quote_date, expiry, strike, type, bid separated by comma; add or rename ask
            c.csv line 1: expected the columns date, expiry, strike, type, bid, ask, found quote_date, expiry, strike, bid, ask separated by comma; add or rename type
            c.csv: expected options on the underlying of the bars or on a tenth of it, found the underlying at 39.00 where the bars close at 1831.98 (2014-01-02); load the bars of the options' own underlying
            c.csv line 2, column "[P_BID]": expected a number or an empty cell, found "x"; no row could be used: fix the cell
            c.csv line 2, column "[STRIKE]": expected a positive strike up to 4,000,000, found an empty cell; no row could be used: fix the cell
            c.csv line 2, column "contractSymbol": expected a contract's symbol, found "SPX14"; no row could be used: write it as SPY230327P00390000
            c.csv line 2, column "close": expected a number or an empty cell, found "x"; no row could be used: fix the cell
            c.csv line 3, column "symbol": expected rows of one underlying, found SPX, NDX; choose the underlying to read"#]],
    );
}
