//! Files read for themselves and written in the canonical layout: read again they are the same.

use expect_test::expect;
use rotation::import::{BadRows, Cleaned, Options, Role, SourceFile, Summary, clean, import};
use rotation::share::csv;
use rotation::view::cleaned;

use super::{EVENTS, SP500, VIX, read};

fn cleaned(files: &[(&str, &str)]) -> (Cleaned, Summary) {
    let files: Vec<_> = files.iter().map(|(name, text)| source(name, text)).collect();
    let options = Options { bad_rows: BadRows::Skip, ..Options::default() };
    clean(&files, &options).unwrap_or_else(|error| panic!("{error}"))
}

fn source<'a>(name: &'a str, text: &'a str) -> SourceFile<'a> {
    SourceFile { name, role: None, bytes: text.as_bytes() }
}

fn written(cleaned: &Cleaned) -> String {
    csv::write(&match cleaned {
        Cleaned::Bars(market) => cleaned::bars(market),
        Cleaned::Series(daily) => cleaned::series(&daily.series, &daily.days),
        Cleaned::Chain(chain) => cleaned::chain(chain),
        Cleaned::Events(events) => cleaned::events(events),
    })
}

#[test]
fn bars_with_all_that_stands_beside_them() {
    let all = "date,open,high,low,close,vix,vix9d,vix3m,vvix,skew,rate,dividend_yield,dividends,\
               regime,profile_1_score,profile_2_score,profile_3_score,profile_4_score,\
               profile_5_score,profile_6_score\n\
               2014-01-03,10,11.125,9,10,20.01,19.07,21.13,90.9,-3.57,-0.55,1.83,0.125,4,0,0.2,\
               0.3,0.4,0.5,1\n\
               2014-01-02,10,11,9,10,,,,,,,,,,,,,,,\n";
    let (bars, _) = cleaned(&[("all.csv", all)]);
    let text = written(&bars);
    expect![[r#"
        date,open,high,low,close,vix,vix9d,vix3m,vvix,skew,rate,dividend_yield,dividend,regime,profile_1_score,profile_2_score,profile_3_score,profile_4_score,profile_5_score,profile_6_score
        2014-01-02,10.0,11.0,9.0,10.0,,,,,,,,,,,,,,,
        2014-01-03,10.0,11.125,9.0,10.0,20.01,19.07,21.13,90.9,-3.57,-0.55,1.83,0.125,4,0.0,0.2,0.3,0.4,0.5,1.0
    "#]]
    .assert_eq(&text);
    let again = read(&[("all.csv", text.as_str())]);
    assert_eq!(again.market, read(&[("all.csv", all)]).market);
    assert_eq!(again.summary.files[0].skipped, []);
}

#[test]
fn volumes_are_kept() {
    let check = |text: &str, expected: &str| {
        let options = Options { aggregate_intraday: true, ..Options::default() };
        let (bars, _) = clean(&[source("spy.csv", text)], &options).unwrap();
        let written = written(&bars);
        assert_eq!(written, expected);
        assert_eq!(clean(&[source("spy.csv", &written)], &options).unwrap().0, bars);
    };
    // Newest first, with separators and with nothing.
    check(
        "Date,Open,High,Low,Close,Volume\n2014-01-06,10,11,9,10,\"1,234,567\"\n\
         2014-01-03,10,11,9,10,-\n2014-01-02,10,11,9,10,83.21M\n",
        "date,open,high,low,close,volume\n2014-01-02,10.0,11.0,9.0,10.0,83210000\n\
         2014-01-03,10.0,11.0,9.0,10.0,\n2014-01-06,10.0,11.0,9.0,10.0,1234567\n",
    );
    // Parts of a coin in one row of two: decimals in both.
    check(
        "date,open,high,low,close,volume\n2014-01-02,10,11,9,10,5\n2014-01-03,10,11,9,10,0.5\n",
        "date,open,high,low,close,volume\n2014-01-02,10.0,11.0,9.0,10.0,5.0\n\
         2014-01-03,10.0,11.0,9.0,10.0,0.5\n",
    );
    // Nothing was traded that is known: no column.
    check(
        "date,open,high,low,close,volume\n2014-01-02,10,11,9,10,\n2014-01-03,10,11,9,10,n/a\n",
        "date,open,high,low,close\n2014-01-02,10.0,11.0,9.0,10.0\n2014-01-03,10.0,11.0,9.0,10.0\n",
    );
    // Of minutes a day has the sum.
    check(
        "date,open,high,low,close,volume\n2021-01-04 09:30,10,12,9,11,100\n\
         2021-01-04 09:31,11,14,10,13,250\n2021-01-05 09:30,13,14,12,12,\n\
         2021-01-05 09:31,12,13,11,12,7\n",
        "date,open,high,low,close,volume\n2021-01-04,10.0,14.0,9.0,13.0,350\n\
         2021-01-05,13.0,14.0,11.0,12.0,7\n",
    );
}

#[test]
fn volumes_before_a_split_count_the_shares_after_it() {
    let tiingo = "date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,\
                  divCash,splitFactor\n\
                  2020-08-28,499.20,505.60,498.00,504.00,100,124.3,1,1,1,1,0.0,1.0\n\
                  2020-08-31,129.04,131.00,126.00,127.58,700,128.5,1,1,1,1,0.0,4.0\n";
    let (bars, _) = cleaned(&[("aapl.csv", tiingo)]);
    expect![[r#"
        date,open,high,low,close,volume,dividend
        2020-08-28,126.0,126.4,124.5,124.8,400,0.0
        2020-08-31,127.58,131.0,126.0,129.04,700,0.0
    "#]]
    .assert_eq(&written(&bars));
}

#[test]
fn a_file_of_bars_takes_the_volatility_beside_it() {
    let files = [("spx.csv", SP500), ("VIX_History.csv", VIX)];
    let (bars, _) = cleaned(&files);
    let again = read(&[("spx.csv", written(&bars).as_str())]).market;
    assert_eq!(again, read(&files).market);
}

#[test]
fn volatility_indices_become_one_table() {
    let vix = "observation_date,VIXCLS\n2014-01-02,14.23\n2014-01-03,.\n";
    let short = "DATE,OPEN,HIGH,LOW,CLOSE\n01/03/2014,14,15,13,14.07\n01/06/2014,14,15,13,13.9\n";
    let (daily, summary) = cleaned(&[("VIXCLS.csv", vix), ("VIX9D_History.csv", short)]);
    expect![[r#"
        date,vix,vix9d
        2014-01-02,14.23,
        2014-01-03,,14.07
        2014-01-06,,13.9
    "#]]
    .assert_eq(&written(&daily));
    let names: Vec<_> = summary.files.iter().map(|file| file.recognised.as_str()).collect();
    assert_eq!(names, ["FRED VIXCLS", "Cboe VIX9D history"]);
}

#[test]
fn events_are_sorted() {
    let (events, _) = cleaned(&[("events.csv", EVENTS)]);
    let (again, _) = cleaned(&[("events.csv", written(&events).as_str())]);
    assert_eq!(again, events);
}

#[test]
fn quotes_are_kept_and_the_rest_is_listed() {
    let chain = "Quote Date;Expiration;Strike;Type;Bid;Ask;IV;Delta;Volume;Open Interest;Underlying\n\
                 1/3/2018;1/31/2018;2695,5;c;33,25;33,5;8,12;0,47;12;3400;2713\n\
                 1/2/2018;1/31/2018;2700;put;0;0,05;;;;;2695,79\n\
                 1/2/2018;1/31/2018;2700;x;20;21;;;;;2695,79\n\
                 1/2/2018;1/31/2018;2710;c;22;21;;;;;2695,79\n";
    let (quotes, summary) = cleaned(&[("chain.csv", chain)]);
    let text = written(&quotes);
    expect![[r#"
        quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying
        2018-01-02,2018-01-31,2700.0,P,,0.05,,,,,2695.79
        2018-01-03,2018-01-31,2695.5,C,33.25,33.5,0.0812,0.47,12,3400,2713.0
    "#]]
    .assert_eq(&text);
    let (again, _) = cleaned(&[("chain.csv", text.as_str())]);
    assert_eq!(again, quotes);
    let table = rotation::protocol::skipped_rows::skipped_rows(&summary);
    expect![[r#"
        file,line,column,expected,found
        chain.csv,4,Type,call or put,"""x"""
        chain.csv,5,,a bid not above its ask,"""1/2/2018;1/31/2018;2710;c;22;21;;;;;2695…"""
    "#]]
    .assert_eq(&csv::write(&table));
}

#[test]
fn quotes_without_any_bid_or_ask_are_read_again() {
    for (quotes, columns) in [
        ("0,0.05", "bid,ask\n"),
        (",0.05", "bid,ask\n"),
        ("1,", "bid,ask\n"),
        ("0,0", "bid,ask\n"),
        ("0,0.05,7", "bid,ask\n"),
        (",,7", "price_traded\n"),
    ] {
        let header = ["quote_date,expiry,strike,type,bid,ask", ",price_traded"];
        let header = header[..quotes.matches(',').count()].concat();
        let text = format!("{header}\n2018-01-02,2018-01-31,2700,P,{quotes}\n");
        let (chain, _) = cleaned(&[("chain.csv", text.as_str())]);
        let text = written(&chain);
        assert!(text.contains(columns), "{quotes}: {text}");
        let (again, _) = cleaned(&[("chain.csv", text.as_str())]);
        assert_eq!(again, chain, "{quotes}: {text}");
    }
}

/// The whole files of vendors, where they are at hand.
#[test]
fn real_chains_are_the_same_after_cleaning() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/chains");
    for name in ["spxw_2018_01_02.csv", "cboe_eod_2004-01-02.csv", "spy_2021_sample.csv"] {
        let Ok(text) = std::fs::read_to_string(shared.join(name)) else {
            eprintln!("{name} is not at hand: not compared");
            continue;
        };
        let (quotes, summary) = cleaned(&[(name, text.as_str())]);
        assert_eq!(summary.files[0].role, Role::Chain);
        let (again, summary) = cleaned(&[(name, written(&quotes).as_str())]);
        assert_eq!(again, quotes, "{name}");
        assert_eq!(summary.files[0].skipped, [], "{name}");
    }
}

#[test]
fn files_of_several_kinds_are_refused() {
    let chain = "quote_date,expiry,strike,type,bid,ask\n2014-01-02,2014-02-21,1800,c,1,2\n";
    let refused = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(name, text)| source(name, text)).collect();
        clean(&files, &Options::default()).unwrap_err().to_string()
    };
    expect!["spx.csv and chain.csv: expected files of one kind, found daily bars and option quotes; read them one after the other"]
        .assert_eq(&refused(&[("chain.csv", chain), ("spx.csv", SP500)]));
    expect!["chain.csv and events.csv: expected files of one kind, found option quotes and events; read them one after the other"]
        .assert_eq(&refused(&[("chain.csv", chain), ("events.csv", EVENTS)]));
    expect!["expected a file of daily bars, found no file; choose a CSV file"]
        .assert_eq(&refused(&[]));
}

#[test]
fn what_is_cleaned_is_what_is_imported() {
    let (bars, _) = cleaned(&[("spx.csv", SP500)]);
    let files = [source("spx.csv", SP500)];
    let imported = import(&files, &Options::default()).unwrap().market;
    assert_eq!(bars, Cleaned::Bars(Box::new(imported)));
}
