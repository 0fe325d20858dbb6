//! Every kind of CSV that is written, as other programs read it: each column of one kind in every
//! row, so that pandas, polars and DuckDB take numbers for numbers.
//!
//! With Python and these three in `ROTATION_READERS` (`cargo xtask test` installs them) they read
//! the files themselves. Without it the kinds are judged here alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rotation::analysis::review;
use rotation::engine::{Report, Scenario, run};
use rotation::import::{Cleaned, Options, SourceFile, clean};
use rotation::protocol::skipped_rows::skipped_rows;
use rotation::share::csv;
use rotation::view::sheet::{Index, RowFilter, Sheet, plain};
use rotation::view::{cleaned, files};

use crate::sample::{cut, sp500};

/// What is in a column, as `tests/readers/read.py` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Decimal,
    Date,
    Text,
}

impl Kind {
    fn of(cell: &str) -> Self {
        if cell.parse::<i64>().is_ok() {
            Self::Whole
        } else if cell.parse::<f64>().is_ok() {
            Self::Decimal
        } else if cell.len() == 10 && cell.parse::<chrono::NaiveDate>().is_ok() {
            Self::Date
        } else {
            Self::Text
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Text => "text",
        }
    }
}

/// The kind of each column, and what is wrong with the columns.
fn kinds(text: &str, problems: &mut Vec<String>) -> Vec<(String, Kind)> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut found: Vec<Option<Kind>> = vec![None; names.len()];
    let mut mixed = vec![false; names.len()];
    for row in reader.records() {
        for ((cell, found), mixed) in row.unwrap().iter().zip(&mut found).zip(&mut mixed) {
            if !cell.is_empty() {
                let kind = Kind::of(cell);
                *mixed |= found.is_some_and(|own| own != kind);
                *found = Some(kind);
            }
        }
    }
    let named = names.iter().zip(&mixed).filter(|(_, mixed)| **mixed);
    problems.extend(named.map(|(name, _)| format!("{name} is of several kinds")));
    let empty = names.iter().zip(&found).filter(|(_, found)| found.is_none());
    problems.extend(empty.map(|(name, _)| format!("{name} has no value")));
    names.into_iter().zip(found).filter_map(|(name, found)| Some((name, found?))).collect()
}

/// Files by name.
type Files = BTreeMap<String, String>;

/// A folder for tests, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Prices of half a year that are whole numbers, and then of half a year that are not.
fn bars() -> String {
    let mut text = "date,open,high,low,close,volume,vix,dividend\n".to_owned();
    let first: chrono::NaiveDate = "2014-01-02".parse().unwrap();
    let days = first.iter_days().filter(|day| rotation::market::is_trading_day(*day));
    for (number, day) in days.take(260).enumerate() {
        let price = 1_800 + 7 * (number % 11) + number / 4;
        let part = if number < 130 { "" } else { ".25" };
        let volume = if number < 130 { "1000" } else { "1000.5" };
        let beside = if number < 120 { ",0" } else { "14.5,0.25" };
        writeln!(
            text,
            "{day},{price}{part},{}{part},{}{part},{}{part},{volume},{beside}",
            price + 9,
            price - 9,
            price + 3
        )
        .unwrap();
    }
    text
}

/// Strikes that are whole numbers at first; volatilities and deltas that come later.
fn chain() -> String {
    let mut text = "quote_date,expiry,strike,type,bid,ask,iv,delta,volume\n".to_owned();
    for number in 0..240 {
        let strike = 1_700 + number;
        let rest = if number < 130 { ",c,1,2,,,3" } else { ".5,c,1.5,2.25,0.2,0.5,3" };
        writeln!(text, "2014-01-02,2014-02-21,{strike}{rest}").unwrap();
    }
    text + "2014-01-02,2014-02-21,x,c,1,2,,,\n"
}

fn cleaned_files(files: &mut Files) {
    let options = Options { bad_rows: rotation::import::BadRows::Skip, ..Options::default() };
    let vix = "observation_date,VIXCLS\n2014-01-02,14\n2014-01-03,.\n2014-01-06,13.5\n";
    let events = include_str!("../data/events.csv");
    for (name, text) in [
        ("bars", bars()),
        ("chain", chain()),
        ("VIXCLS", vix.to_owned()),
        ("events", events.to_owned()),
    ] {
        let file = format!("{name}.csv");
        let source = SourceFile { name: &file, role: None, bytes: text.as_bytes() };
        let (cleaned, summary) = clean(&[source], &options).unwrap();
        let table = match &cleaned {
            Cleaned::Bars(market) => cleaned::bars(market),
            Cleaned::Series(daily) => cleaned::series(&daily.series, &daily.days),
            Cleaned::Chain(chain) => cleaned::chain(chain),
            Cleaned::Events(events) => cleaned::events(events),
        };
        files.insert(format!("cleaned_{file}"), csv::write(&table));
        if !summary.files[0].problems.is_empty() {
            files.insert(format!("problems_{file}"), csv::write(&skipped_rows(&summary)));
        }
    }
}

/// A scenario with parts of contracts, hedges and limits, which have tables of their own.
fn busy() -> &'static str {
    r#"{"sizes": {"by": "notional", "fractional": true}, "interest": true,
        "hedging": {"portfolio": "daily"}, "limits": {"delta": 0.2, "hedge_delta": true,
        "stop_loss": 0.5, "maximum_days": 20, "drawdown": 0.1}, "model": {"rate": 0.03}}"#
}

/// What `rotation run --out` writes.
fn run_files(files: &mut Files) {
    let at = folder("written_runs");
    let put = |name: &str, text: &str| {
        std::fs::write(at.join(name), text).unwrap();
        at.join(name).display().to_string()
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/data");
    let data = |name: &str| data.join(name).display().to_string();
    let (whole, busy) = (put("whole.csv", &bars()), put("busy.json", busy()));
    let (spy, quotes) = (data("spy_2021_bars.csv"), data("spy_2021_chain.csv"));
    for (name, arguments) in [
        ("sample", vec!["--sample"]),
        ("busy", vec!["--sample", "--scenario", &busy]),
        ("whole", vec!["--bars", &whole, "--scenario", &busy]),
        ("quoted", vec!["--bars", &spy, "--chain", &quotes, "--skip-bad-rows"]),
    ] {
        let out = at.join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
        command.arg("run").args(arguments).arg("--out").arg(&out);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for entry in std::fs::read_dir(out).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "csv") {
                let file = path.file_name().unwrap().to_string_lossy().into_owned();
                files.insert(format!("{name}_{file}"), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
}

/// What `rotation sweep` writes, with cells that cannot be run.
fn sweep_file(files: &mut Files) {
    let out = folder("written_sweep").join("sweep.csv");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
    command.args(["sweep", "--sample", "--field", "maximum per profile=80..110:4", "--out"]);
    let output = command.arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    files.insert("sweep.csv".to_owned(), std::fs::read_to_string(out).unwrap());
}

/// What the page saves: its tables as they are shown, some rows of them, and all files.
fn page_files(
    files: &mut Files,
    name: &str,
    report: &Report,
    fingerprint: rotation::market::Fingerprint,
) {
    let review = review(report, fingerprint);
    let index = Index::of(report);
    for sheet in Sheet::ALL {
        for (part, words) in [("all", ""), ("some", "2015")] {
            let Ok(filter) = RowFilter::parse(sheet, words) else { continue };
            let rows = filter.rows(sheet, report, &index, &sheet.texts(report, &index));
            let table = sheet.file(report, &index, &rows);
            files.insert(format!("page_{name}_{sheet:?}_{part}.csv"), csv::write(&table));
        }
    }
    let figures = [files::regimes(&review), files::metrics(&review)];
    for table in files::all(report).into_iter().chain(figures) {
        let table = plain(table);
        files.insert(format!("page_{name}_{}.csv", table.name), csv::write(&table));
    }
}

/// What `rotation price` and `rotation iv` print.
fn printed_files(files: &mut Files) {
    let at = folder("written_prices");
    let mut contracts = "id,spot,strike,t_years,rate,dividend_yield,vol,type,price\n".to_owned();
    for number in 0..240 {
        let part = if number < 130 { "" } else { ".5" };
        let price = if number % 7 == 3 { -1 } else { 95 };
        writeln!(contracts, "{number},100{part},9{part},1,0{part},0,0{part},call,{price}{part}")
            .unwrap();
    }
    let path = at.join("contracts.csv");
    std::fs::write(&path, contracts).unwrap();
    for (name, arguments) in
        [("price", &["price"][..]), ("american", &["price", "--american"]), ("iv", &["iv"])]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rotation"));
        let output = command.args(arguments).arg(&path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        files.insert(format!("printed_{name}.csv"), String::from_utf8(output.stdout).unwrap());
    }
}

fn all_files() -> Files {
    let mut files = Files::new();
    cleaned_files(&mut files);
    run_files(&mut files);
    sweep_file(&mut files);
    printed_files(&mut files);
    let market = cut(sp500(), 4_400);
    let busy: Scenario = serde_json::from_str(busy()).unwrap();
    for (name, scenario) in [("default", Scenario::default()), ("busy", busy)] {
        let report = run(&market, &scenario, |_, _| {}).unwrap();
        page_files(&mut files, name, &report, market.fingerprint());
    }
    files.retain(|_, text| text.lines().count() > 1); // without rows there are no kinds
    files
}

#[test]
fn every_column_is_of_one_kind_for_every_reader() {
    let at = folder("written");
    let mut problems = Vec::new();
    let mut columns = serde_json::Map::new();
    for (name, text) in all_files() {
        std::fs::write(at.join(&name), &text).unwrap();
        let mut own = Vec::new();
        let kinds = kinds(&text, &mut own);
        problems.extend(own.into_iter().map(|problem| format!("{name}: {problem}")));
        let kinds = kinds.into_iter().map(|(column, kind)| (column, kind.name().into()));
        columns.insert(name, serde_json::Value::Object(kinds.collect()));
    }
    assert!(columns.len() > 60, "only {} files", columns.len());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    std::fs::write(at.join("columns.json"), serde_json::to_string(&columns).unwrap()).unwrap();

    let Some(python) = std::env::var_os("ROTATION_READERS") else {
        eprintln!("ROTATION_READERS is not set: not read with pandas, polars and DuckDB");
        return;
    };
    let output = Command::new(python).arg("tests/readers/read.py").arg(&at).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", said.concat());
    eprintln!("{}", said.concat().trim_end());
}

#[test]
fn a_mixed_or_empty_column_is_found() {
    let check = |text: &str, expected: &[&str]| {
        let mut problems = Vec::new();
        kinds(text, &mut problems);
        assert_eq!(problems, expected, "{text}");
    };
    check("a,b,c,d\n1,2.0,2014-01-02,x\n2,,,\n", &[]);
    check("a\n1\n1.5\n", &["a is of several kinds"]);
    check("a\n1.5\n2014-01-02\n", &["a is of several kinds"]);
    check("a,b\n1,\n2,\n", &["b has no value"]);
}
