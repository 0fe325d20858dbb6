//! Option chains: layouts, what is left out and why, and chains that do not fit their bars.

use expect_test::{Expect, expect};
use rotation::import::{BadRows, ImportError, Imported, Options, SourceFile, import};
use rotation::market::{Right, Settlement};
use rotation::units::Strike;

const BARS: &str = "date,open,high,low,close\n\
                    2018-01-02,2683,2696,2682,2695.81\n\
                    2018-01-03,2698,2714,2697,2713.06\n";
const HEADER: &str = "quote_date,expiry,strike,type,bid,ask,iv,delta,underlying\n";

fn read(chain: &str, bad_rows: BadRows) -> Result<Imported, ImportError> {
    let files = [("spx.csv", BARS), ("chain.csv", chain)];
    let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
    import(&files, &Options { bad_rows, ..Options::default() })
}

/// What the summary says of the chain's file, and the quotes.
fn told(imported: &Imported) -> String {
    let mut out: String = imported
        .summary
        .to_string()
        .lines()
        .skip_while(|line| !line.starts_with("chain.csv"))
        .fold(String::new(), |out, line| out + line + "\n");
    for day in imported.market.chain.iter().flat_map(|chain| chain.days()) {
        out += &format!("{} {:?}\n", day.date(), day.underlying());
        for q in day.quotes() {
            let iv = q.iv.map(|vol| vol.decimal());
            let (strike, right) = (q.strike, q.right);
            out += &format!("  {} {strike} {right} {:?} {:?} {iv:?}\n", q.expiry, q.bid, q.ask);
        }
    }
    out
}

fn check(rows: &str, expected: Expect) {
    expected.assert_eq(&told(&read(&[HEADER, rows].concat(), BadRows::Refuse).unwrap()));
}

fn refused(chain: &str, expected: Expect) {
    expected.assert_eq(&read(chain, BadRows::Refuse).unwrap_err().to_string());
}

#[test]
fn the_canonical_layout_is_read() {
    check(
        "2018-01-02,2018-01-31,2700,C,20.5,21,0.0812,0.47,2695.79\n\
         2018-01-02,2018-01-31,2700,put,0,0.05,,,2695.79\n\
         1/3/2018,1/31/2018,2695.5,c,19,19.5,0.08,,2713\n",
        expect![[r#"
            chain.csv: option chain, iv in decimals by 2 prices at the money, 3 of 3 rows used, 2018-01-02 to 2018-01-03
              comma-separated, dates YYYY-MM-DD and M/D/YYYY
              columns: quote_date = date, expiry, strike, type, bid, ask, iv, delta, underlying
              repaired: 0 read as no bid: 1 quote
            market: 2 bars, 0 events, 2018-01-02 to 2018-01-03
            chain: 3 option quotes on 2 days on the bars' level, 2018-01-02 to 2018-01-03
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            warning: chain.csv: dates are written in several forms
            2018-01-02 Some(2695.79)
              2018-01-31 2700 call Some(20.5) Some(21.0) Some(0.0812)
              2018-01-31 2700 put None Some(0.05) None
            2018-01-03 Some(2713.0)
              2018-01-31 2695.5 call Some(19.0) Some(19.5) Some(0.08)
        "#]],
    );
}

#[test]
fn what_is_no_honest_quote_is_left_out_and_listed() {
    let good: String =
        (1..40).map(|n| format!("2018-01-02,2018-01-31,{n},p,1,2,,,2695.79\n")).collect();
    let rows = "2018-01-02,2018-01-01,2700,c,1,2,,,2695.79\n\
                2018-01-02,2018-01-31,2700,c,-1,2,,,2695.79\n\
                2018-01-02,2018-01-31,2700,c,3,2,,,2695.79\n\
                2018-01-02,2018-01-31,2700,c,20,21,,,2695.79\n\
                2018-01-02,2018-01-31,2700,c,20,21,,,2695.79\n\
                2017-12-29,2018-01-31,2700,c,22,23,,,2690\n\
                2018-01-03,2018-01-31,2700,c,22,23,,,2500\n";
    let imported = read(&[HEADER, &good, rows].concat(), BadRows::Refuse).unwrap();
    let text = imported.summary.to_string();
    let listed: Vec<_> = text
        .lines()
        .filter(|line| {
            line.contains("skipped") || line.starts_with("chain") || line.contains("off")
        })
        .collect();
    expect![[r#"
        chain.csv: option chain, iv in decimals, 40 of 46 rows used, 2018-01-02 to 2018-01-02
          skipped 1: expected an expiry not before the day of the quote, lines 41
          skipped 1: expected bid and ask not below 0, lines 42
          skipped 1: expected a bid not above its ask, lines 43
          skipped 1: expected one quote per contract and day, lines 45
          skipped 1: expected a day that has a bar, lines 46
          skipped 1: expected an underlying within 5 % of the bar's close, lines 47
        chain: 40 option quotes on 1 day on the bars' level, 2018-01-02 to 2018-01-02
        warning: days of option quotes left out because their underlying is more than 5 % off the bar's close: 1, the first on 2018-01-03"#]].assert_eq(&listed.join("\n"));
    let chain = imported.market.chain.unwrap();
    let day = chain.days().next().unwrap();
    let kept = day.quote(
        ("2018-01-31".parse().unwrap(), Settlement::Close),
        Strike::dollars(2700),
        Right::Call,
    );
    assert_eq!(kept.and_then(|quote| quote.bid), Some(20.0), "one of equal quotes stays");
}

#[test]
fn a_stray_row_of_another_underlying_is_left_out_but_a_second_chain_is_refused() {
    let header = "underlying_symbol,underlying_price,option_type,expiration,quote_date,strike,\
                  bid,ask,delta\n";
    let row = |symbol: &str, strike: usize| {
        format!("{symbol},2695.79,put,01/31/2018,01/02/2018,{strike},1,2,-0.5\n")
    };
    let many: String = (2600..2640).map(|strike| row("SPXW", strike)).collect();
    let stray = ["\u{feff}", header, &many, &row("SPY", 380)].concat();
    let imported = read(&stray, BadRows::Refuse).unwrap();
    assert_eq!(imported.market.chain.as_ref().map(|chain| chain.len()), Some(40));
    assert!(
        told(&imported).contains("skipped 1: expected the underlying of the other rows, lines 42")
    );
    assert!(told(&imported).contains("byte order mark removed"));
    refused(
        &[header, &row("SPXW", 2600), &row("SPY", 260)].concat(),
        expect![[
            r#"chain.csv line 3, column "underlying_symbol": expected rows of one underlying, found SPX, SPY; choose the underlying to read"#
        ]],
    );
}

#[test]
fn volatility_may_be_percent_or_decimal_and_nonsense_is_left_empty() {
    check(
        "2018-01-02,2018-01-31,2600,p,4,5,14.5,-0.1,2695.79\n\
         2018-01-02,2018-01-31,2700,p,24,25,8.5,-7,2695.79\n\
         2018-01-02,2018-01-31,2800,p,104,105,499,-0.99,2695.79\n\
         2018-01-02,2018-01-31,2900,p,204,205,0.0,x,2695.79\n",
        expect![[r#"
            chain.csv: option chain, iv in percent by 1 price at the money, 4 of 4 rows used, 2018-01-02 to 2018-01-02
              comma-separated, dates YYYY-MM-DD
              columns: quote_date = date, expiry, strike, type, bid, ask, iv, delta, underlying
              repaired: underlying, iv, delta, volume or open interest out of range left empty: 3 cells
              repaired: iv read as percent
            market: 2 bars, 0 events, 2018-01-02 to 2018-01-03
            chain: 4 option quotes on 1 day on the bars' level, 2018-01-02 to 2018-01-02
            warning: only 2 bars: the first 50 warm up the signals, little is left to trade
            2018-01-02 Some(2695.79)
              2018-01-31 2600 put Some(4.0) Some(5.0) Some(0.145)
              2018-01-31 2700 put Some(24.0) Some(25.0) Some(0.085)
              2018-01-31 2800 put Some(104.0) Some(105.0) Some(4.99)
              2018-01-31 2900 put Some(204.0) Some(205.0) None
        "#]],
    );
}

#[test]
fn a_bad_row_is_refused_or_skipped_as_chosen() {
    let rows = "2018-01-02,2018-01-31,2600,p,4,5,,,2695.79\n\
                2018-01-02,2018-01-31,2700,straddle,24,25,,,2695.79\n\
                2018-01-02,31st,2700,p,24,25,,,2695.79\n\
                2018-01-02,2018-01-31,0,p,24,25,,,2695.79\n\
                2018-01-02,2018-01-31,2700,p,n,25,,,2695.79\n";
    refused(
        &[HEADER, rows].concat(),
        expect![[
            r#"chain.csv line 3, column "type": expected call or put, found "straddle" (and 3 more rows); write call or put or skip the bad rows"#
        ]],
    );
    let skipped = read(&[HEADER, rows].concat(), BadRows::Skip).unwrap();
    expect![[r#"
        chain.csv: option chain, iv in decimals, 1 of 5 rows used, 2018-01-02 to 2018-01-02
          comma-separated, dates YYYY-MM-DD
          columns: quote_date = date, expiry, strike, type, bid, ask, iv, delta, underlying
          skipped 1: expected call or put, lines 3
          skipped 1: expected a date, lines 4
          skipped 1: expected a positive strike up to 4,000,000, lines 5
          skipped 1: expected a number or an empty cell, lines 6
        market: 2 bars, 0 events, 2018-01-02 to 2018-01-03
        chain: 1 option quote on 1 day on the bars' level, 2018-01-02 to 2018-01-02
        warning: only 2 bars: the first 50 warm up the signals, little is left to trade
        2018-01-02 Some(2695.79)
          2018-01-31 2600 put Some(4.0) Some(5.0) None
    "#]]
    .assert_eq(&told(&skipped));
}

#[test]
fn a_chain_that_does_not_fit_its_bars_is_refused() {
    let row = |day: &str, level: f64| format!("{day},2018-01-31,2700,c,1,2,,,{level}\n");
    refused(
        &[HEADER, &row("2018-01-02", 300.0)].concat(),
        expect![
            "chain.csv: expected options on the underlying of the bars or on a tenth of it, found the underlying at 300.00 where the bars close at 2695.81 (2018-01-02); load the bars of the options' own underlying"
        ],
    );
    refused(
        &[HEADER, &row("2018-01-05", 2700.0)].concat(),
        expect![
            "chain.csv: expected option quotes on the days of the bars, found quotes from 2018-01-05 to 2018-01-05 and bars from 2018-01-02 to 2018-01-03; load bars of the same days"
        ],
    );
    refused(
        &[HEADER, &row("2018-01-02", 0.0)].concat(),
        expect![[
            r#"chain.csv: expected the price of the underlying, or three strikes with call and put quoted, found neither; add a column "underlying""#
        ]],
    );
    let alone = [HEADER, &row("2018-01-02", 2695.0)].concat();
    let file = SourceFile { name: "chain.csv", role: None, bytes: alone.as_bytes() };
    let error = import(&[file], &Options::default()).unwrap_err();
    expect!["chain.csv: expected daily bars of the underlying beside the option quotes, found none; add a file with date, open, high, low, close of the same days and a year before them"].assert_eq(&error.to_string());
}

#[test]
fn options_on_a_tenth_are_told_from_options_on_the_level() {
    let row = |level: f64| format!("2018-01-02,2018-01-31,270,c,1,2,,,{level}\n");
    let scale = |level| {
        read(&[HEADER, &row(level)].concat(), BadRows::Refuse).unwrap().market.chain_scale()
    };
    assert_eq!(scale(269.6), Some(0.1));
    assert_eq!(scale(2700.0), Some(1.0));
}

#[test]
fn several_files_make_one_chain() {
    let row = |day: &str, bid: u8| format!("{HEADER}{day},2018-01-31,2700,c,{bid},21,,,2700\n");
    let texts =
        [BARS.to_owned(), row("2018-01-03", 20), row("2018-01-02", 19), row("2018-01-03", 18)];
    let names = ["spx.csv", "a.csv", "b.csv", "c.csv"];
    let files = names.iter().zip(&texts);
    let mut files: Vec<_> =
        files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() }).collect();
    let imported = import(&files, &Options::default()).unwrap();
    let bids: Vec<_> = imported.market.chain.iter().flat_map(|chain| chain.days()).collect();
    let bids: Vec<_> = bids.iter().flat_map(|day| day.quotes()).map(|quote| quote.bid).collect();
    assert_eq!(bids, [Some(19.0), Some(20.0)]);
    expect!["option quotes found again in another file: 1; the first of each is used"]
        .assert_eq(&imported.summary.warnings[0].to_string());
    // What a vendor gives for a day without trading is no reason to refuse the others.
    for (name, text) in [("holiday.csv", HEADER), ("none.csv", "")] {
        files.insert(1, SourceFile { name, role: None, bytes: text.as_bytes() });
    }
    let beside = import(&files, &Options::default()).unwrap();
    assert_eq!(beside.market.chain, imported.market.chain);
    expect!["skipped files without rows: none.csv, holiday.csv"]
        .assert_eq(&beside.summary.warnings[0].to_string());
}

/// The whole files of three vendors, where they are at hand.
#[test]
fn the_files_of_three_vendors_are_read() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let check = |bars: &str, chain: &str, expected: Expect| {
        let (Ok(bars), Ok(chain)) =
            (std::fs::read(shared.join(bars)), std::fs::read(shared.join("chains").join(chain)))
        else {
            return eprintln!("{chain} is not at hand: not compared");
        };
        let files = [("bars.csv", &bars), ("chain.csv", &chain)];
        let files = files.map(|(name, bytes)| SourceFile { name, role: None, bytes });
        let imported = import(&files, &Options::default()).unwrap();
        let text = imported.summary.to_string();
        let lines = text.lines().skip_while(|line| !line.starts_with("chain.csv"));
        let lines = lines.filter(|line| !line.starts_with("  columns") && !line.starts_with("vix"));
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    };
    check(
        "data/sp500.csv",
        "spxw_2018_01_02.csv",
        expect![[r#"
            chain.csv: option chain, 14438 of 14439 rows used, 2018-01-02 to 2018-02-28
              comma-separated, dates M/D/YYYY
              skipped 1: expected a day that has a bar, lines 14440
              repaired: byte order mark removed
              repaired: 0 read as no bid: 1902 quotes
              repaired: 0 read as no ask: 15 quotes
            market: 5031 bars, 0 events, 1999-01-04 to 2018-12-31
            chain: 14438 option quotes on 40 days on the bars' level, 2018-01-02 to 2018-02-28
            warning: opens equal to the previous close: 1930, the first on 1999-01-05; in these years they are no prices to trade at"#]],
    );
    check(
        "data/sp500.csv",
        "cboe_eod_2004-01-02.csv",
        expect![[r#"
            chain.csv: Cboe end-of-day chain, 534 of 534 rows used, 2004-01-02 to 2004-01-02
              comma-separated, dates YYYY-MM-DD
              repaired: 0 read as no bid: 51 quotes
              repaired: 0 read as no ask: 20 quotes
            market: 5031 bars, 0 events, 1999-01-04 to 2018-12-31
            chain: 534 option quotes on 1 day on the bars' level, 2004-01-02 to 2004-01-02
            warning: opens equal to the previous close: 1930, the first on 1999-01-05; in these years they are no prices to trade at"#]],
    );
    check(
        "chains/spy_2021_bars.csv",
        "spy_2021_sample.csv",
        expect![[r#"
            chain.csv: Delta-Neutral chain, iv in decimals by 1000 prices at the money, vega per point, theta per day, 5023 of 5040 rows used, 2021-01-04 to 2021-12-31
              comma-separated, dates YYYY-MM-DD
              skipped 17: expected a bid not above its ask, lines 3562 3563 3564 3565 3566 ...
            market: 252 bars, 0 events, 2021-01-04 to 2021-12-31
            dividend: 252 of 252 bars, 2021-01-04 to 2021-12-31
            chain: 5023 option quotes on 252 days on the bars' level, 2021-01-04 to 2021-12-31"#]],
    );
}
