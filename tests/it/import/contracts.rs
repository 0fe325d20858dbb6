//! What a contract is: standard or not, of which root, with which expiry, strike and unit.

use expect_test::{Expect, expect};
use rotation::import::{Cleaned, Filter, Options, SourceFile, clean};

/// What is read of files of quotes: what was made of each, then the quotes.
pub(super) fn told(files: &[(&str, &str)], filter: Filter) -> String {
    let files = files.iter();
    let files: Vec<_> =
        files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() }).collect();
    let options = Options { filter, ..Options::default() };
    let (cleaned, summary) = match clean(&files, &options) {
        Ok(read) => read,
        Err(error) => return format!("{error}\n"),
    };
    let mut out = String::new();
    for line in summary.to_string().lines() {
        if ["  skipped", "  repaired", "warning"].iter().any(|start| line.starts_with(start)) {
            out += &format!("{}\n", line.trim());
        }
    }
    let Cleaned::Chain(chain) = cleaned else { panic!("no chain") };
    for day in chain.days() {
        for quote in day.quotes() {
            let settled = format!("{:?}", quote.settlement);
            let prices = [quote.bid, quote.ask, quote.traded].map(|price| match price {
                Some(price) => price.to_string(),
                None => "-".to_owned(),
            });
            let strike = quote.strike;
            out += &format!(
                "{} {} {strike} {} {} {settled} of {:?}\n",
                day.date(),
                quote.expiry,
                quote.right,
                prices.join(" "),
                day.underlying()
            );
        }
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&told(&[("a.csv", text)], Filter::default()));
}

pub(super) fn lines(header: &str, rows: &[&str]) -> String {
    format!("{header}\n{}\n", rows.join("\n"))
}

/// The same whichever row comes first.
pub(super) fn check_both_ways(header: &str, rows: &[&str], expected: Expect) {
    let mut turned = rows.to_vec();
    turned.reverse();
    let without_lines = |text: String| {
        let cut = |line: &str| line.split(", lines").next().unwrap_or_default().to_owned();
        text.lines().map(cut).collect::<Vec<_>>().join("\n")
    };
    let read =
        |rows: &[&str]| without_lines(told(&[("a.csv", &lines(header, rows))], Filter::default()));
    assert_eq!(read(rows), read(&turned));
    expected.assert_eq(&read(rows));
}

#[test]
fn contracts_that_are_not_standard_are_left_out_by_their_root() {
    check_both_ways(
        "date,contractID,symbol,expiration,strike,type,bid,ask",
        &[
            "2023-11-08,SPY1231110C00435000,SPY,2023-11-10,435,call,10.93,11.06",
            "2023-11-08,SPY231110C00435000,SPY,2023-11-10,435,call,21.85,22.12",
            "2023-11-08,SPY2231110C00440000,SPY,2023-11-10,440,call,33.76,34.20",
        ],
        expect![[r#"
            skipped 2: expected a standard contract, not an adjusted one
            2023-11-08 2023-11-10 435 call 21.85 22.12 - Close of None"#]],
    );
    check_both_ways(
        "symbol,date,bid,ask",
        &["SPY7231110C00435000,2023-11-08,2,3", "SPY   231110C00435000,2023-11-08,21.85,22.12"],
        expect![[r#"
            skipped 1: expected a standard contract, not an adjusted one
            2023-11-08 2023-11-10 435 call 21.85 22.12 - Close of None"#]],
    );
    check_both_ways(
        "date,symbol,expiry,strike,type,bid,ask",
        &["2023-11-08,SPY1,2023-11-10,435,C,10,11", "2023-11-08,SPY,2023-11-10,435,C,21,22"],
        expect![[r#"
            skipped 1: expected a standard contract, not an adjusted one
            2023-11-08 2023-11-10 435 call 21 22 - Close of None"#]],
    );
    // Where no contract is a standard one, the file is refused; a digit of an index is none.
    check(
        &lines("symbol,date,bid,ask", &["SPY1231110C00435000,2023-11-08,2,3"]),
        expect![[r#"
        a.csv: expected a standard contract, not an adjusted one, found none of 1 row; load the quotes of the standard contracts
    "#]],
    );
    check(
        &lines(
            "date,symbol,expiry,strike,type,bid,ask",
            &["2023-11-08,CAC40,2023-11-10,7000,C,10,11"],
        ),
        expect![[r#"
            2023-11-08 2023-11-10 7000 call 10 11 - Close of None
        "#]],
    );
}

#[test]
fn contracts_that_are_not_standard_are_left_out_by_what_marks_them() {
    for (column, standard, other) in [
        ("delivery_code", "", "50"),
        ("delivery_code", "0", "A"),
        ("nonStandard", "False", "True"),
        ("nonStandard", "0", "1"),
        ("contract_size", "100", "10"),
        ("contractSize", "REGULAR", "MINI"),
        ("multiplier", "100.0", "150.0"),
        ("ss_flag", "0", "1"),
        ("deliverableNote", "100 SPY", "50 SPY"),
    ] {
        for turned in [false, true] {
            let mut rows = [
                format!("2023-11-08,2023-11-10,435,C,10,11,{other}"),
                format!("2023-11-08,2023-11-10,435,C,21,22,{standard}"),
            ];
            if turned {
                rows.reverse();
            }
            let line = if turned { 3 } else { 2 };
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let text = lines(&format!("date,expiry,strike,type,bid,ask,{column}"), &rows);
            let expected = format!(
                "skipped 1: expected a standard contract, not an adjusted one, lines {line}\n\
                 2023-11-08 2023-11-10 435 call 21 22 - Close of None\n"
            );
            assert_eq!(told(&[("a.csv", &text)], Filter::default()), expected, "{column} {other}");
        }
    }
    // A market whose contracts are all of another size has its own standard.
    check(
        &lines(
            "date,expiry,strike,type,bid,ask,contract_size",
            &["2023-11-08,2023-11-10,435,C,21,22,10", "2023-11-08,2023-11-10,440,C,17,18,10"],
        ),
        expect![[r#"
            2023-11-08 2023-11-10 435 call 21 22 - Close of None
            2023-11-08 2023-11-10 440 call 17 18 - Close of None
        "#]],
    );
    check_both_ways(
        "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, DataDate,\
         Strike,Last,Bid,Ask,Volume,OpenInterest",
        &[
            "SPX,2925,N,SPX191018C02900000,,call,10/18/2019,09/10/2019,2900,0,1,2,0,0",
            "SPX,2925,*,SPX191018C02900000,,call,10/18/2019,09/10/2019,2900,0,60,61,0,0",
            "SPX,2925,P,SPXW191018C02900000,,call,10/18/2019,09/10/2019,2900,0,62,63,0,0",
        ],
        expect![[r#"
            skipped 1: expected a standard contract, not an adjusted one
            2019-09-10 2019-10-18 2900 call 62 63 - Close of Some(2925.0)
            2019-09-10 2019-10-18 2900 call 60 61 - Open of Some(2925.0)"#]],
    );
}

#[test]
fn two_roots_of_one_expiry_are_two_contracts() {
    let header = "underlying_symbol,quote_date,root,expiration,strike,option_type,bid_eod,ask_eod";
    let rows = [
        "^SPX,2023-11-08,SPX,2023-11-17,4350,C,206,208",
        "^SPX,2023-11-08,SPXW,2023-11-17,4350,C,207,209",
        "^SPX,2023-11-08,SPXW,2023-11-15,4350,C,200,201",
    ];
    check_both_ways(
        header,
        &rows,
        expect![[r#"
        2023-11-08 2023-11-15 4350 call 200 201 - Close of None
        2023-11-08 2023-11-17 4350 call 207 209 - Close of None
        2023-11-08 2023-11-17 4350 call 206 208 - Open of None"#]],
    );
    let text = lines(header, &rows);
    let read = |filter| told(&[("a.csv", &text)], filter);
    let weekly = Filter { underlying: Some("SPXW".to_owned()), ..Filter::default() };
    let by_root = Filter { root: Some("spxw".to_owned()), ..Filter::default() };
    assert_eq!(read(weekly.clone()), read(by_root));
    expect![[r#"
        2023-11-08 2023-11-15 4350 call 200 201 - Close of None
        2023-11-08 2023-11-17 4350 call 207 209 - Close of None
    "#]]
    .assert_eq(&read(weekly));
    let monthly = Filter { root: Some("SPX".to_owned()), ..Filter::default() };
    expect![[r#"
        2023-11-08 2023-11-17 4350 call 206 208 - Open of None
    "#]]
    .assert_eq(&read(monthly));
    let all = Filter { underlying: Some("SPX".to_owned()), ..Filter::default() };
    assert_eq!(read(all), read(Filter::default()));
    // The root may stand in the symbol of the contract, or for the underlying.
    check_both_ways(
        "symbol,date,bid,ask",
        &["SPX   231117C04350000,2023-11-08,206,208", "SPXW  231117C04350000,2023-11-08,207,209"],
        expect![[r#"
            2023-11-08 2023-11-17 4350 call 207 209 - Close of None
            2023-11-08 2023-11-17 4350 call 206 208 - Open of None"#]],
    );
    check_both_ways(
        "symbol,date,expiry,strike,type,bid,ask",
        &["SPX,2023-11-08,2023-11-17,4350,C,206,208", "SPXW,2023-11-08,2023-11-17,4350,C,207,209"],
        expect![[r#"
            2023-11-08 2023-11-17 4350 call 207 209 - Close of None
            2023-11-08 2023-11-17 4350 call 206 208 - Open of None"#]],
    );
    // Two roots that settle alike: that with more quotes counts. Without roots, neither.
    check_both_ways(
        header,
        &[
            "^SPX,2023-11-08,SPX,2023-11-15,4350,C,206,208",
            "^SPX,2023-11-08,SPXW,2023-11-15,4350,C,207,209",
            "^SPX,2023-11-08,SPXW,2023-11-15,4400,C,170,172",
        ],
        expect![[r#"
            skipped 1: expected one root per contract
            2023-11-08 2023-11-15 4350 call 207 209 - Close of None
            2023-11-08 2023-11-15 4400 call 170 172 - Close of None"#]],
    );
    check_both_ways(
        "date,expiry,strike,type,bid,ask",
        &["2023-11-08,2023-11-17,4350,C,206,208", "2023-11-08,2023-11-17,4350,C,207,209"],
        expect![
            "a.csv: expected one quote per contract and day, not several that differ, found none of 2 rows; add the column that tells them apart, such as a root or a time"
        ],
    );
}

#[test]
fn what_a_symbol_and_its_columns_say_is_compared() {
    check(
        &lines(
            "date,contractSymbol,expiration,strike,type,bid,ask",
            &[
                "2023-11-08,SPY231110C00435000,2023-11-09,435,C,21.85,22.12",
                "2023-11-08,SPY231110C00440000,2023-11-10,440,C,17,18",
                "2023-11-08,SPY231112C00445000,2023-11-10,445,C,12,13",
                "2023-11-08,SPY231110C00450000,2023-11-10,460,C,7,8",
                "2023-11-08,SPY231110C00455000,2023-11-10,455,P,7,8",
                "2023-11-08,not a symbol,2023-11-10,465,P,7,8",
            ],
        ),
        expect![[r#"
            skipped 2: expected the strike and the type of the contract's symbol, lines 5 6
            repaired: expiry taken from the contract's symbol, which its column contradicts: 1 quote
            repaired: expiry taken from its column, as nothing trades on that of the contract's symbol: 1 quote
            2023-11-08 2023-11-10 435 call 21.85 22.12 - Close of None
            2023-11-08 2023-11-10 440 call 17 18 - Close of None
            2023-11-08 2023-11-10 445 call 12 13 - Close of None
            2023-11-08 2023-11-10 465 put 7 8 - Close of None
        "#]],
    );
    // A Saturday of old is the Friday before it, in the symbol and in the column.
    check(
        &lines(
            "date,optionsymbol,expiration,strike,type,bid,ask",
            &["2010-01-04,SPY100116C00113000,2010-01-15,113,C,3,3.05"],
        ),
        expect![[r#"
            2010-01-04 2010-01-15 113 call 3 3.05 - Close of None
        "#]],
    );
    check(
        &lines(
            "symbol,bid,ask,trade_date,date,root_symbol,contract_size,expiration_date,option_type,type",
            &["SPY231110C00435000,21,22,2023-11-07,2023-11-08,SPY,100,2023-11-10,call,option"],
        ),
        expect![[r#"
            2023-11-08 2023-11-10 435 call 21 22 - Close of None
        "#]],
    );
}

/// Calls and puts at some strikes whose parity is that of 100.
fn parity(strikes: f64, quotes: f64, row: impl Fn(&str, &str, &str, &str) -> String) -> String {
    let mut text = String::new();
    for strike in (85..=115).step_by(5) {
        for (right, price) in [("C", 120 - strike), ("P", 20)] {
            let [bid, ask] = [0.0, 1.0].map(|more| (f64::from(price) + more) * quotes);
            let strike = f64::from(strike) * strikes;
            text += &row(&strike.to_string(), right, &bid.to_string(), &ask.to_string());
        }
    }
    text
}

#[test]
fn the_unit_of_strikes_and_quotes_is_found_from_the_quotes() {
    let check = |strikes: f64, quotes: f64, expected: Expect| {
        let rows = parity(strikes, quotes, |strike, right, bid, ask| {
            format!("2023-11-08,2023-11-10,{strike},{right},{bid},{ask}\n")
        });
        let told = told(
            &[("a.csv", &format!("date,expiry,strike,type,bid,ask\n{rows}"))],
            Filter::default(),
        );
        let last = told.lines().last().unwrap_or_default();
        let repaired: Vec<&str> =
            told.lines().filter(|line| line.starts_with("repaired")).collect();
        expected.assert_eq(&format!("{}\n{last}\n", repaired.join("\n")));
    };
    check(
        1.0,
        1.0,
        expect![[r#"

        2023-11-08 2023-11-10 115 put 20 21 - Close of None
    "#]],
    );
    check(
        1_000.0,
        1.0,
        expect![[r#"
        repaired: strikes divided by 1000
        2023-11-08 2023-11-10 115 put 20 21 - Close of None
    "#]],
    );
    check(
        10.0,
        1.0,
        expect![[r#"
        repaired: strikes divided by 10
        2023-11-08 2023-11-10 115 put 20 21 - Close of None
    "#]],
    );
    check(
        1.0,
        100.0,
        expect![[r#"
        repaired: quotes divided by 100
        2023-11-08 2023-11-10 115 put 20 21 - Close of None
    "#]],
    );
    check(
        1.0,
        1e9,
        expect![[r#"
        repaired: quotes divided by 1000000000
        2023-11-08 2023-11-10 115 put 20 21 - Close of None
    "#]],
    );
    let written = |strikes: f64| {
        parity(strikes, 1.0, |strike, right, bid, ask| {
            format!("SPY,20231110,{strike},{right},57600000,{bid},{ask},20231108\n")
        })
    };
    // A vendor that writes thousandths is believed unless the quotes contradict it.
    let header = "root,expiration,strike,right,ms_of_day,bid,ask,date\n";
    for strikes in [1_000.0, 1.0] {
        let told = told(&[("a.csv", &format!("{header}{}", written(strikes)))], Filter::default());
        assert!(told.ends_with("2023-11-08 2023-11-10 115 put 20 21 - Close of None\n"), "{told}");
    }
    for (strike, expected) in [("435000", "435"), ("435", "435"), ("4350000", "4350")] {
        let one = format!("{header}SPY,20231110,{strike},C,57600000,21,22,20231108\n");
        let told = told(&[("a.csv", &one)], Filter::default());
        assert!(told.contains(&format!(" {expected} call ")), "{told}");
    }
}

#[test]
fn expiries_on_weekends_are_moved_together_or_left_out() {
    let header = "date,expiry,strike,type,bid,ask";
    let rows = |days: &[&str]| {
        let rows = days.iter().map(|day| format!("2023-11-08,{day},435,C,21,22"));
        lines(header, &rows.collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
    };
    // Mondays, Wednesdays and Fridays, each a day early.
    check(
        &rows(&["2023-11-12", "2023-11-14", "2023-11-16"]),
        expect![[r#"
        repaired: expiries on weekends, so all were moved by +1 day: 3 quotes
        2023-11-08 2023-11-13 435 call 21 22 - Close of None
        2023-11-08 2023-11-15 435 call 21 22 - Close of None
        2023-11-08 2023-11-17 435 call 21 22 - Close of None
    "#]],
    );
    check(
        &rows(&["2023-11-11", "2023-11-14", "2023-11-16"]),
        expect![[r#"
        repaired: expiries on weekends, so all were moved by -1 day: 3 quotes
        2023-11-08 2023-11-10 435 call 21 22 - Close of None
        2023-11-08 2023-11-13 435 call 21 22 - Close of None
        2023-11-08 2023-11-15 435 call 21 22 - Close of None
    "#]],
    );
    check(
        &rows(&["2023-11-10", "2023-11-12", "2023-11-17"]),
        expect![[r#"
        skipped 1: expected an expiry that is not on a weekend, lines 3
        2023-11-08 2023-11-10 435 call 21 22 - Close of None
        2023-11-08 2023-11-17 435 call 21 22 - Close of None
    "#]],
    );
}

#[test]
fn futures_beside_options_are_left_out_and_what_was_not_traded_has_no_price() {
    check(
        &lines(
            "INSTRUMENT,SYMBOL,EXPIRY_DT,STRIKE_PR,OPTION_TYP,OPEN,HIGH,LOW,CLOSE,SETTLE_PR,\
             CONTRACTS,VAL_INLAKH,OPEN_INT,CHG_IN_OI,TIMESTAMP",
            &[
                "FUTIDX,NIFTY,2023-11-30,0,XX,19450,19500,19400,19470,19470,100,1,5,0,2023-11-08",
                "OPTIDX,NIFTY,2023-11-30,19400,CE,210,220,200,215.5,215.5,100,1,5,0,2023-11-08",
                "OPTIDX,NIFTY,2023-11-30,21000,CE,0,0,0,3.4,3.4,0,0,5,0,2023-11-08",
            ],
        ),
        expect![[r#"
            skipped 1: expected an option, not a future or a share, lines 2
            warning: options with prices of trades, and neither bid nor ask: each is traded around its last price of the day, marked as traded, at the spread of the costs' model; what was not traded that day is priced by the surface of the others
            2023-11-08 2023-11-30 19400 call - - 215.5 Close of None
            2023-11-08 2023-11-30 21000 call - - - Close of None
        "#]],
    );
    check(
        &lines(
            "TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,\
             FininstrmActlXpryDt,StrkPric,OptnTp,FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,\
             LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,ChngInOpnIntrst,TtlTradgVol",
            &[
                "2024-07-08,2024-07-08,FO,NSE,IDF,1,,NIFTY,,2024-07-25,2024-07-25,,,N,1,1,1,24400,\
                 1,1,24320.55,1,1,1,9",
                "2024-07-08,2024-07-08,FO,NSE,IDO,2,,NIFTY,,2024-07-25,2024-07-25,24400,PE,N,1,1,1,\
                 250,1,1,24320.55,1,1,1,9",
            ],
        ),
        expect![[r#"
            skipped 1: expected an option, not a future or a share, lines 2
            warning: options with prices of trades, and neither bid nor ask: each is traded around its last price of the day, marked as traded, at the spread of the costs' model; what was not traded that day is priced by the surface of the others
            2024-07-08 2024-07-25 24400 put - - 250 Close of Some(24320.55)
        "#]],
    );
}
