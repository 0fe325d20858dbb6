//! How fast the result of a run travels between the engine and the page: `cargo bench --bench
//! protocol`.
//!
//! The sample is run once. Its reply is encoded and decoded in turns; then each log of the decoded
//! report is read for the first time, as the page does when it first shows a row of it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::Instant;

use rotation::analysis::review;
use rotation::engine::{Report, Scenario, run};
use rotation::import::{packed, sample};
use rotation::protocol::engine::{EngineReply, Outcome};
use rotation::protocol::{decode, encode_large};

/// How often each step is timed.
const TURNS: usize = 41;

fn main() {
    let packed = packed::pack(include_str!("../www/data/sp500.csv")).unwrap();
    let market = sample::market(&packed).unwrap();
    let report = run(&market, &Scenario::default(), |_, _| {}).unwrap();
    let days = report.days.len();
    let review = review(&report, market.fingerprint());
    let outcome = Box::new(Outcome { report, review });
    let reply = EngineReply::Done { id: 1, milliseconds: 0.0, outcome };
    let steps = ["encode", "decode", "held", "fills", "hedges", "rotations"];
    let mut times: [Vec<f64>; 6] = Default::default();
    let mut length = 0;
    for _ in 0..TURNS {
        let started = Instant::now();
        let bytes = encode_large(&reply, 1_500 * days);
        times[0].push(milliseconds(started));
        length = bytes.len();
        let started = Instant::now();
        let decoded: EngineReply = decode(&bytes).unwrap();
        times[1].push(milliseconds(started));
        let EngineReply::Done { outcome, .. } = decoded else { unreachable!() };
        let logs: [&dyn Fn(&Report) -> usize; 4] = [
            &|report| report.held.iter().count(),
            &|report| report.fills.iter().count(),
            &|report| report.hedges.iter().count(),
            &|report| report.rotations.iter().count(),
        ];
        for (rows, times) in logs.iter().zip(&mut times[2..]) {
            let started = Instant::now();
            black_box(rows(&outcome.report));
            times.push(milliseconds(started));
        }
    }
    println!("{days} days, {length} bytes; medians of {TURNS}, milliseconds:");
    for (step, times) in steps.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{step}: {:.2}", times[TURNS / 2]);
    }
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1_000.0
}
