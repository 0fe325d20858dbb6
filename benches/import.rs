//! How fast a large file of option quotes is read: `cargo bench --bench import`.
//!
//! A chain of two million rows, some 140 MB, is made up in memory and read three ways, in turns: by
//! the `csv` crate alone, which only cuts cells; as an import, which understands and judges them;
//! and as an import that keeps the quotes of the next two months alone. What each holds at most
//! besides the file is counted. It ends with an error if the import holds 120 MB or more.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reads the clock and prints"
)]

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Instant;

use allocation_counter::measure;
use chrono::{Days, NaiveDate};
use rotation::import::{Filter, Input, Options, clean_inputs};

/// Rows of the chain: days, expiries of each, strikes of each, a call and a put.
const DAYS: u64 = 250;
const EXPIRIES: u64 = 20;
const STRIKES: u64 = 200;
/// How often each way is timed.
const TURNS: usize = 7;
/// The most an import may hold besides the file, bytes.
const MEMORY: u64 = 120 << 20;

fn main() {
    let text = chain();
    let megabytes = text.len() as f64 / 1e6;
    let near = Options {
        filter: Filter { max_days: Some(60), ..Filter::default() },
        ..Options::default()
    };
    let ways: [(&str, &dyn Fn() -> usize); 3] = [
        ("csv crate", &|| cut(&text)),
        ("import", &|| import(&text, &Options::default())),
        ("import of two months", &|| import(&text, &near)),
    ];
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..TURNS {
        for ((_, read), times) in ways.iter().zip(&mut times) {
            let started = Instant::now();
            std::hint::black_box(read());
            times.push(started.elapsed().as_secs_f64());
        }
    }
    println!("{megabytes:.0} MB, medians of {TURNS}:");
    let mut first = None;
    for ((name, read), times) in ways.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[TURNS / 2];
        let ratio = median / *first.get_or_insert(median);
        let mut kept = 0;
        let held = measure(|| kept = read()).bytes_max;
        println!(
            "{name}: {:.0} MB/s, {ratio:.1} times the csv crate's time, holds {:.1} MB, {kept} kept",
            megabytes / median,
            held as f64 / f64::from(1 << 20),
        );
        assert!(held < MEMORY, "{name} holds {held} bytes");
    }
}

/// Rows cut into cells by the `csv` crate.
fn cut(text: &str) -> usize {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        rows += 1;
    }
    rows
}

/// Quotes kept by an import.
fn import(text: &str, options: &Options) -> usize {
    let content = Box::new(Cursor::new(text.as_bytes()));
    let input = Input { name: "chain.csv", role: None, content };
    let (_, summary) = clean_inputs(vec![input], options, &mut |_| {}).unwrap();
    summary.chain.unwrap().quotes
}

/// Quotes whose prices are near those of a volatility of 16 %.
fn chain() -> String {
    let first = NaiveDate::from_ymd_opt(2018, 1, 2).unwrap();
    let mut text =
        "quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying".to_owned();
    for day in 0..DAYS {
        let (date, spot) = (first + Days::new(day), 2_700 + day / 2);
        for week in 1..=EXPIRIES {
            let expiry = date + Days::new(7 * week);
            let value = 0.064 * spot as f64 * (7.0 * week as f64 / 365.0).sqrt();
            for number in 0..STRIKES {
                let strike = spot / 10 * 10 - 1_000 + 10 * number;
                let inner = spot as f64 - strike as f64;
                for (right, inner, delta) in [('C', inner, 0.4871), ('P', -inner, -0.5129)] {
                    let bid = inner.max(0.0) + value * (-inner.abs() / 200.0).exp();
                    let ask = bid + 0.4;
                    write!(
                        text,
                        "\n{date},{expiry},{strike},{right},{bid:.2},{ask:.2},0.16{number:02},\
                         {delta},{number},{},{spot}.00",
                        3 * number
                    )
                    .unwrap();
                }
            }
        }
    }
    text
}
