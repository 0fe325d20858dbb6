//! `rotation price` and `rotation iv` as they are typed: tables on standard output, and what is
//! wrong with a file in one line on standard error.

use std::path::PathBuf;
use std::process::Command;

use expect_test::{Expect, expect};

/// A file of that content in the folder for tests.
fn file(name: &str, content: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The standard output; after a failure, the exit code and the message.
fn run(name: &str, content: &str, arguments: &[&str]) -> String {
    let path = file(name, content);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
    command.args(arguments).arg(&path);
    let output = command.output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    if output.status.success() {
        assert_eq!(message, "");
        return String::from_utf8(output.stdout).unwrap();
    }
    assert_eq!(output.stdout, b"", "a failure prints no table");
    format!("{}: {message}", output.status.code().unwrap())
}

const HEADER: &str = "spot,strike,t_years,rate,dividend_yield,vol,type";

#[test]
fn price_appends_prices_to_a_table_of_contracts() {
    let content = "\u{feff}id,note,type,vol,SPOT,strike,t_years,rate,dividend_yield\r\n\
                   7,\"a, b\",call,0.2,42.0,40,0.5,0.10,0\r\n\r\n\
                   8,,PUT,0.2,42.0,40,0.5,0.10,0\r\n";
    expect![[r#"
        id,spot,strike,t_years,rate,dividend_yield,vol,type,price,delta,gamma,vega,theta,rho,vanna,charm,volga
        7,42.0,40.0,0.5,0.10,0.0,0.2,call,4.759422392871532,0.7791312909426689,0.04996267040591186,8.813415059602853,-4.559092194592627,13.982045913360281,-0.9316006786136686,-0.023523079982096087,21.283288061014403
        8,42.0,40.0,0.5,0.10,0.0,0.2,PUT,0.8085993729000943,-0.2208687090573311,0.04996267040591186,8.813415059602853,-0.7541744965897708,-5.042542576654,-0.9316006786136686,-0.023523079982096087,21.283288061014403
    "#]]
    .assert_eq(&run("prices.csv", content, &["price"]));
}

#[test]
fn american_prices_account_for_cash_dividends() {
    let content = "id,spot,strike,t_years,rate,dividend_yield,vol,type,cash_dividends\n\
                   0,36,40,1,0.06,0,0.2,put,\n\
                   1,100,120,0.25,0.1,0,0.1,put,\n\
                   2,100,100,0.25,0.05,0,0.2,call,400:1.5\n";
    expect![[r#"
        id,spot,strike,t_years,rate,dividend_yield,vol,type,cash_dividends,price,european_price,early_exercise_premium,delta,gamma,theta
        0,36.0,40.0,1.0,0.06,0.0,0.2,put,,4.486676538860127,3.8443077915968367,0.6423687472632906,-0.6968070712044856,0.08672507428894509,-0.4736100594361601
        1,100.0,120.0,0.25,0.1,0.0,0.1,put,,20.0,17.03840985497766,2.9615901450223383,-1.0,0.0,0.0
        2,100.0,100.0,0.25,0.05,0.0,0.2,call,400:1.5,4.61499712960286,4.61499712960286,0.0,0.5694601832076736,0.03928800094473793,-10.474151248505812
    "#]]
    .assert_eq(&run("american.csv", content, &["price", "--american"]));
}

#[test]
fn american_sensitivities_are_finite_without_volatility_and_without_time() {
    let content = "spot,strike,t_years,rate,dividend_yield,vol,type\n\
                   100,100,1,0.05,0,0,put\n\
                   100,100,1,0,0,0,call\n\
                   100,110,1,0.05,0,0,put\n\
                   100,90,1,0.05,0.01,0,call\n\
                   100,20,9,0.05,0.01,0,call\n\
                   100,100,0,0.05,0,0.2,put\n";
    expect![[r#"
        spot,strike,t_years,rate,dividend_yield,vol,type,price,european_price,early_exercise_premium,delta,gamma,theta
        100.0,100.0,1.0,0.05,0.0,0.0,put,0.0,0.0,0.0,-0.5,0.0,0.0
        100.0,100.0,1.0,0.0,0.0,0.0,call,0.0,0.0,0.0,0.5,0.0,0.0
        100.0,110.0,1.0,0.05,0.0,0.0,put,10.0,4.635236695078547,5.364763304921453,-1.0,0.0,0.0
        100.0,90.0,1.0,0.05,0.01,0.0,call,13.394335169852539,13.394335169852539,0.0,0.9900498337491681,0.0,-3.2904825765040453
        100.0,20.0,9.0,0.05,0.01,0.0,call,80.0,78.64055549468736,1.3594445053126378,1.0,0.0,0.0
        100.0,100.0,0.0,0.05,0.0,0.2,put,0.0,0.0,0.0,-0.5,0.0,0.0
    "#]].assert_eq(&run("still.csv", content, &["price", "--american"]));
}

#[test]
fn european_options_over_cash_dividends_are_refused() {
    let row = |dividends: &str| {
        let rows = "100,100,0.5,0,0,0.2,call,\n100,100,0.5,0,0,0.2,call,";
        format!("{HEADER},cash_dividends\n{rows}{dividends}\n")
    };
    expect![[r#"
        2: rotation: paid.csv line 3, column "cash_dividends": expected no dividend before the expiry, which is not priced here, found "20:1.75"; leave the cell empty and write a dividend_yield, or see european_price of `price --american`
    "#]].assert_eq(&run("paid.csv", &row("20:1.75"), &["price"]));
    // None is due: one is worth nothing, one is paid after the expiry, one today.
    let priced = run("unpaid.csv", &row("20:0;200:1.75;0:1"), &["price"]);
    assert_eq!(priced.lines().count(), 3, "{priced}");
    let quotes = "price,spot,strike,t_years,rate,dividend_yield,type,cash_dividends\n\
                  5,100,100,0.5,0,0,call,20:1.75\n";
    expect![[r#"
        2: rotation: quoted.csv line 2, column "cash_dividends": expected no dividend before the expiry, which is not priced here, found "20:1.75"; leave the cell empty and write a dividend_yield, or see european_price of `price --american`
    "#]].assert_eq(&run("quoted.csv", quotes, &["iv"]));
}

#[test]
fn the_intrinsic_value_as_it_is_printed_is_at_intrinsic() {
    let rows = "id,spot,strike,t_years,rate,dividend_yield,vol,type\n\
                0,42,40,0.5,0.1,0,0,call\n\
                1,41,43,0.7,0.03,0.015,0,call\n\
                2,97.3,133.7,1.3,0.07,0.02,0,put\n\
                3,133.7,97.3,0,0.07,0.02,0.2,call\n\
                4,97.3,133.7,0,0.07,0.02,0.2,call\n";
    let priced = run("intrinsic.csv", rows, &["price"]);
    expect![[r#"
        id,spot,strike,t_years,rate,dividend_yield,type,price,status,vol
        0,42.0,40.0,0.5,0.1,0.0,call,3.9508230199714376,at_intrinsic,0.0
        1,41.0,43.0,0.7,0.03,0.015,call,0.0,at_intrinsic,0.0
        2,97.3,133.7,1.3,0.07,0.02,put,27.267663728300505,at_intrinsic,0.0
        3,133.7,97.3,0.0,0.07,0.02,call,36.39999999999999,at_intrinsic,0.0
        4,97.3,133.7,0.0,0.07,0.02,call,0.0,at_intrinsic,0.0
    "#]]
    .assert_eq(&run("intrinsic_again.csv", &priced, &["iv"]));
}

#[test]
fn iv_prints_a_status_per_row() {
    let content = "id,price,spot,strike,t_years,rate,dividend_yield,type,vol\n\
                   0,4.759422392871535,42,40,0.5,0.1,0,call,nan\n\
                   1,10,100,90,0.5,0,0,call,nan\n\
                   2,-1,100,90,0.5,0,0,call,nan\n\
                   3,1,100,90,0.5,0,0,call,nan\n\
                   4,100,100,90,0.5,0,0,call,nan\n\
                   5,11,100,90,0,0,0,call,nan\n\
                   6,10,100,90,0,0,0,call,nan\n";
    expect![[r#"
        id,spot,strike,t_years,rate,dividend_yield,type,price,status,vol
        0,42.0,40.0,0.5,0.1,0.0,call,4.759422392871535,ok,0.20000000000000034
        1,100.0,90.0,0.5,0.0,0.0,call,10.0,at_intrinsic,0.0
        2,100.0,90.0,0.5,0.0,0.0,call,-1.0,negative_price,
        3,100.0,90.0,0.5,0.0,0.0,call,1.0,below_intrinsic,
        4,100.0,90.0,0.5,0.0,0.0,call,100.0,at_or_above_upper_bound,
        5,100.0,90.0,0.0,0.0,0.0,call,11.0,expired,
        6,100.0,90.0,0.0,0.0,0.0,call,10.0,at_intrinsic,0.0
    "#]]
    .assert_eq(&run("volatilities.csv", content, &["iv"]));
}

fn check(content: &str, expected: &Expect) {
    let name = format!("wrong_{}.csv", content.len());
    let message = run(&name, content, &["price"]);
    expected.assert_eq(&message.replace(&name, "file.csv"));
}

#[test]
fn errors_name_place_and_remedy() {
    let row = |row: &str| format!("{HEADER}\n100,100,1,0,0,0.2,put\n{row}\n");
    check(
        &row("-5,100,1,0,0,0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "spot": expected a positive number of dollars, found "-5"; fix the cell or remove the row
    "#]],
    );
    check(
        &row("100,,1,0,0,0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "strike": expected a positive number of dollars, found an empty cell; fix the cell or remove the row
    "#]],
    );
    check(
        &row("100,100,-0.5,0,0,0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "t_years": expected a number of years of at least 0, found "-0.5"; write days divided by 365
    "#]],
    );
    check(
        &row("100,100,1,5.25,0,0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "rate": expected a decimal between -1 and 1, found "5.25"; write 5 % as 0.05
    "#]],
    );
    check(
        &row("100,100,1,0,nan,0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "dividend_yield": expected a decimal between -1 and 1, found "nan"; write 5 % as 0.05
    "#]],
    );
    check(
        &row("100,100,1,0,0,-0.2,put"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "vol": expected a decimal between 0 and 100, found "-0.2"; write 24 % as 0.24
    "#]],
    );
    check(
        &row("100,100,1,0,0,0.2,straddle"),
        &expect![[r#"
        2: rotation: file.csv line 3, column "type": expected call or put, found "straddle"; fix the cell or remove the row
    "#]],
    );
    check(
        &row("100,100,1"),
        &expect![[r#"
        2: rotation: file.csv line 3: expected 7 cells as in the header, found 3; fix the row or remove it
    "#]],
    );
    check(
        "",
        &expect![[r#"
        2: rotation: file.csv: expected a header and rows, found an empty file; download it again
    "#]],
    );
    check(
        "spot,strike\n1,2\n",
        &expect![[r#"
        2: rotation: file.csv line 1: expected the columns spot, strike, t_years, rate, dividend_yield, type, vol, found "spot", "strike"; add or rename t_years, rate, dividend_yield, type, vol
    "#]],
    );
    check(
        "spot,spot,strike,t_years,rate,dividend_yield,vol,type\n",
        &expect![[r#"
        2: rotation: file.csv line 1, column "spot": expected it once, found it again; remove or rename one of them
    "#]],
    );
}

#[test]
fn a_bad_dividend_is_an_error() {
    let content = format!("{HEADER},cash_dividends\n100,100,1,0,0,0.2,put,20-1.75\n");
    expect![[r#"
        2: rotation: dividends.csv line 2, column "cash_dividends": expected days and dollars such as 20:1.75;111:1.75, found "20-1.75"; fix the cell or leave it empty
    "#]].assert_eq(&run("dividends.csv", &content, &["price", "--american"]));
}

#[test]
fn import_cleans_vendor_files_and_lists_skipped_rows() {
    let header = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, \
                  DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,IV,Delta,Gamma,Theta,Vega,Alias\n";
    let rows = "SPY,298.13,*,SPY191018C00298000,,call,10/18/2019,09/10/2019 16:00,298,5.0,4.98,5.01,\
                100,2000,0.1375,0.53,0.03,-15.9085,61.8811,SPY191018C00298000\n\
                SPY,298.13,*,SPY191018P00298000,,put,10/18/2019,09/10/2019 16:00,298,4.5,4.6,4.48,\
                10,20,0.13,-0.47,0.03,-15,61,SPY191018P00298000\n";
    let out = file("cleaned.csv", "");
    let report = file("problems.csv", "");
    let arguments =
        ["import", "--out", out.to_str().unwrap(), "--report", report.to_str().unwrap()];
    let message = run("L2_options_20190910.csv", &[header, rows].concat(), &arguments);
    assert!(
        message.starts_with("L2_options_20190910.csv: historicaloptiondata chain"),
        "{message}"
    );
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    expect![[r#"
        quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying
        2019-09-10,2019-10-18,298.0,C,4.98,5.01,0.1375,0.53,100,2000,298.13
    "#]]
    .assert_eq(&read(&out));
    expect![[r#"
        file,line,expected,found
        L2_options_20190910.csv,3,a bid not above its ask,"""SPY,298.13,*,SPY191018P00298000,,put,10/…"""
    "#]].assert_eq(&read(&report));
    let refused = run("no_header.csv", "1,2,3\n", &arguments[..3]);
    expect![[r#"
        2: rotation: no_header.csv line 1: expected a header such as date,open,high,low,close, found "1,2,3"; put the names of the columns on the first line (or name the columns: --columns date,open,high,low,close)
    "#]].assert_eq(&refused);
}

#[test]
fn intraday_bars_are_aggregated_if_asked_for() {
    let text = "date,open,high,low,close\n2021-01-04 09:30,10,12,9,11\n\
                2021-01-04 15:59,11,14,10,13\n2021-01-05 09:30,13,15,12,14\n\
                2021-01-05 15:59,14,14,11,12\n";
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("daily.csv");
    let arguments = ["import", "--out", out.to_str().unwrap(), "--aggregate"];
    expect![[r#"
        2: rotation: minutes.csv: expected one row a day, found intraday bars: 2 rows a day from 09:30 to 15:59; aggregate them to daily bars first (--aggregate)
    "#]]
    .assert_eq(&run("minutes.csv", text, &arguments[..3]));
    let said = run("minutes.csv", text, &arguments);
    assert!(said.contains("4 intraday rows from 09:30 to 15:59 aggregated to 2 daily"), "{said}");
    expect![[r#"
        date,open,high,low,close
        2021-01-04,10.0,14.0,9.0,13.0
        2021-01-05,13.0,15.0,11.0,12.0
    "#]]
    .assert_eq(&std::fs::read_to_string(&out).unwrap());
}

#[test]
fn the_underlying_of_the_option_quotes_is_traded() {
    let folder = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/data");
        path.join(name).to_str().unwrap().to_owned()
    };
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("quoted");
    let [bars, chain] = ["spy_2021_bars.csv", "spy_2021_chain.csv"].map(folder);
    let ran = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
        command.args(["run", "--bars", &bars, "--chain", &chain, "--out"]).arg(&out).args(more);
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    let (is_done, message) = ran(&[]);
    assert!(is_done, "{message}");
    assert!(
        message.contains("the instrument is \"etf\", what the option quotes are on"),
        "{message}"
    );
    // A given scenario is used unchanged.
    let scenario = file("mini.json", "{}");
    let (is_done, message) = ran(&["--scenario", scenario.to_str().unwrap()]);
    assert!(!is_done && message.contains("choose the instrument"), "{message}");
}

#[test]
fn a_run_has_one_digest_in_every_time_zone() {
    let digest = |zone: &str| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(zone.replace('/', "-"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
        command.env("TZ", zone).args(["run", "--sample", "--out"]).arg(&folder);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let report = std::fs::read_to_string(folder.join("report.json")).unwrap();
        let at = report.find("\"digest\"").unwrap();
        report[at..at + 80].to_owned()
    };
    let zones = ["Pacific/Kiritimati", "America/New_York", "Pacific/Honolulu"].map(digest);
    assert!(zones.iter().all(|zone| *zone == zones[0]), "{zones:?}");
}
