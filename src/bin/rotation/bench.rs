//! How long each stage takes on the sample, natively.

use std::time::Instant;

use rotation::analysis::review;
use rotation::engine::{Scenario, run};
use rotation::import::{Options, Role, SourceFile, import};
use rotation::profile::Scorer;
use rotation::signal::Tape;
use serde_json::json;

use super::{Failure, SAMPLE, SAMPLE_NAME};

/// Prints the median milliseconds of each stage over `runs` runs.
pub(super) fn print(runs: usize) -> Result<(), Failure> {
    if runs == 0 {
        return Err("--runs: expected at least 1, found 0; run each stage at least once".to_owned());
    }
    warm_allocator();
    let file = SourceFile { name: SAMPLE_NAME, role: Some(Role::Bars), bytes: SAMPLE };
    let read = || import(&[file], &Options::default()).map_err(|error| error.to_string());
    let market = read()?.market;
    let scenario = Scenario::default();
    let report = run(&market, &scenario, |_, _| {}).map_err(|error| error.to_string())?;
    let fingerprint = market.fingerprint();
    let signals = || {
        let (mut tape, mut scorer) = (Tape::default(), Scorer::default());
        for index in 0..market.bars.len() {
            std::hint::black_box(scorer.score(&tape.measure(&market.as_of(index))));
        }
    };
    let whole = || {
        let report = run(&market, &scenario, |_, _| {}).expect("it ran before");
        std::hint::black_box(review(&report, fingerprint));
    };
    let milliseconds = json!({
        "import": median(runs, || drop(std::hint::black_box(read()))),
        "signals": median(runs, signals),
        "run": median(runs, || drop(std::hint::black_box(run(&market, &scenario, |_, _| {})))),
        "review": median(runs, || drop(std::hint::black_box(review(&report, fingerprint)))),
        "signals_to_report": median(runs, whole),
    });
    println!("{milliseconds:#}");
    Ok(())
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
