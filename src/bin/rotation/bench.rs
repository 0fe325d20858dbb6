//! How long each stage takes on the sample.

use std::time::Instant;

use rotation::analysis::review;
use rotation::engine::{Scenario, run};
use rotation::import::{Options, Role, SourceFile, import};
use rotation::pricing::black_scholes::Terms;
use rotation::pricing::{Right, american};
use rotation::profile::Scorer;
use rotation::signal::Tape;
use rotation::units::{Rate, Vol, Years};
use serde_json::json;

use super::{Failure, SAMPLE, SAMPLE_NAME};

/// Prints the median milliseconds of each stage over `runs` runs of a scenario on the sample.
pub(super) fn print(runs: usize, scenario: &Scenario) -> Result<(), Failure> {
    if runs == 0 {
        return Err("--runs: expected at least 1, found 0; run each stage at least once".to_owned());
    }
    warm_allocator();
    let file = SourceFile { name: SAMPLE_NAME, role: Some(Role::Bars), bytes: SAMPLE };
    let read = || import(&[file], &Options::default()).map_err(|error| error.to_string());
    let market = read()?.market;
    let report = run(&market, scenario, |_, _| {}).map_err(|error| error.to_string())?;
    let fingerprint = market.fingerprint();
    let signals = || {
        let (mut tape, mut scorer) = (Tape::default(), Scorer::default());
        for index in 0..market.bars.len() {
            std::hint::black_box(scorer.score(&tape.measure(&market.as_of(index))));
        }
    };
    let whole = || {
        let report = run(&market, scenario, |_, _| {}).expect("it ran before");
        std::hint::black_box(review(&report, fingerprint));
    };
    let milliseconds = json!({
        "import": median(runs, || drop(std::hint::black_box(read()))),
        "signals": median(runs, signals),
        "run": median(runs, || drop(std::hint::black_box(run(&market, scenario, |_, _| {})))),
        "review": median(runs, || drop(std::hint::black_box(review(&report, fingerprint)))),
        "signals_to_report": median(runs, whole),
        "american_price": median(runs, price_strikes) / f64::from(STRIKES),
    });
    println!("{milliseconds:#}");
    Ok(())
}

/// How many American options are priced for one figure of the bench.
const STRIKES: u32 = 2_000;

/// A chain of puts three months from expiry, from half the spot to one and a half.
fn price_strikes() {
    for number in 0..STRIKES {
        let put = Terms {
            right: Right::Put,
            spot: 450.0,
            strike: 225.0 + 450.0 * f64::from(number) / f64::from(STRIKES),
            years: Years::days(90),
            rate: Rate::percent(5.0),
            dividend_yield: Rate::percent(1.3),
            vol: Vol::percent(20.0),
        };
        std::hint::black_box(american::price(&put));
    }
}

/// Lets the allocator keep the pages of one run for the next, as a worker's memory is kept: a
/// freed block of this size tells it so. Without it a quarter of the time is the kernel's.
fn warm_allocator() {
    const LARGER_THAN_A_RUN: usize = 30 << 20;
    drop(std::hint::black_box(vec![0_u8; LARGER_THAN_A_RUN]));
}

fn median(runs: usize, stage: impl Fn()) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let started = Instant::now();
            stage();
            started.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[runs / 2]
}
