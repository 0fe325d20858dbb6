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

/// What is printed; after a failure, its code and the message.
fn run(name: &str, content: &str, arguments: &[&str]) -> String {
    let path = file(name, content);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
    command.args(arguments).arg(&path);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    if output.status.success() {
        assert_eq!(said, "");
        return String::from_utf8(output.stdout).unwrap();
    }
    assert_eq!(output.stdout, b"", "a failure prints no table");
    format!("{}: {said}", output.status.code().unwrap())
}

const HEADER: &str = "spot,strike,t_years,rate,dividend_yield,vol,type";

#[test]
fn a_table_of_contracts_comes_back_with_prices() {
    let content = "\u{feff}id,note,type,vol,SPOT,strike,t_years,rate,dividend_yield\r\n\
                   7,\"a, b\",call,0.2,42.0,40,0.5,0.10,0\r\n\r\n\
                   8,,PUT,0.2,42.0,40,0.5,0.10,0\r\n";
    expect![[r#"
    "#]]
    .assert_eq(&run("prices.csv", content, &["price"]));
}

#[test]
fn american_prices_know_cash_dividends() {
    let content = "id,spot,strike,t_years,rate,dividend_yield,vol,type,cash_dividends\n\
                   0,36,40,1,0.06,0,0.2,put,\n\
                   1,100,120,0.25,0.1,0,0.1,put,\n\
                   2,100,100,0.25,0.05,0,0.2,call,400:1.5\n";
    expect![[r#"
    "#]]
    .assert_eq(&run("american.csv", content, &["price", "--american"]));
}

#[test]
fn volatilities_come_with_a_status() {
    let content = "id,price,spot,strike,t_years,rate,dividend_yield,type\n\
                   0,4.759422392871535,42,40,0.5,0.1,0,call\n\
                   1,10,100,90,0.5,0,0,call\n\
                   2,-1,100,90,0.5,0,0,call\n\
                   3,1,100,90,0.5,0,0,call\n\
                   4,100,100,90,0.5,0,0,call\n\
                   5,11,100,90,0,0,0,call\n";
    expect![[r#"
    "#]]
    .assert_eq(&run("volatilities.csv", content, &["iv"]));
}

fn check(content: &str, expected: &Expect) {
    let name = format!("wrong_{}.csv", content.len());
    let said = run(&name, content, &["price"]);
    expected.assert_eq(&said.replace(&name, "file.csv"));
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_a_remedy() {
    let row = |row: &str| format!("{HEADER}\n100,100,1,0,0,0.2,put\n{row}\n");
    check(&row("-5,100,1,0,0,0.2,put"), &expect![[""]]);
    check(&row("100,,1,0,0,0.2,put"), &expect![[""]]);
    check(&row("100,100,-0.5,0,0,0.2,put"), &expect![[""]]);
    check(&row("100,100,1,5.25,0,0.2,put"), &expect![[""]]);
    check(&row("100,100,1,0,nan,0.2,put"), &expect![[""]]);
    check(&row("100,100,1,0,0,-0.2,put"), &expect![[""]]);
    check(&row("100,100,1,0,0,0.2,straddle"), &expect![[""]]);
    check(&row("100,100,1"), &expect![[""]]);
    check("", &expect![[""]]);
    check("spot,strike\n1,2\n", &expect![[""]]);
    check("spot,spot,strike,t_years,rate,dividend_yield,vol,type\n", &expect![[""]]);
}

#[test]
fn a_bad_dividend_is_said_too() {
    let content = format!("{HEADER},cash_dividends\n100,100,1,0,0,0.2,put,20-1.75\n");
    expect![[r#""#]].assert_eq(&run("dividends.csv", &content, &["price", "--american"]));
}
