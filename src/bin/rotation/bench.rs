//! How long each stage takes on the sample.

use std::path::PathBuf;
use std::time::Instant;

use rotation::analysis::review;
use rotation::engine::{Prepared, Scenario, run};
use rotation::import::{Imported, Options, Role, SourceFile, import, import_inputs};
use rotation::pricing::black_scholes::Terms;
use rotation::pricing::{Right, american};
use rotation::profile::Scorer;
use rotation::signal::Tape;
use rotation::trade::Instrument;
use rotation::units::{Rate, Vol, Years};
use serde_json::{Value, json};

use super::inputs::{self, OpenedFile};
use super::{Failure, SAMPLE, SAMPLE_NAME};

/// Prints the median milliseconds of each stage over `runs` runs of a scenario, on the sample or on
/// files.
pub(super) fn print(runs: usize, scenario: &Scenario, files: &[PathBuf]) -> Result<(), Failure> {
    if runs == 0 {
        return Err("--runs: expected at least 1, found 0; run each stage at least once".to_owned());
    }
    warm_allocator();
    let milliseconds = match files {
        [] => on_sample(runs, scenario)?,
        files => on_files(runs, scenario, files)?,
    };
    println!("{milliseconds:#}");
    Ok(())
}

/// The first run on files, which reads their quotes, and a run after a limit was changed.
fn on_files(runs: usize, scenario: &Scenario, files: &[PathBuf]) -> Result<Value, Failure> {
    let opened: Result<Vec<_>, _> = files.iter().map(|path| OpenedFile::new(path, None)).collect();
    let opened = opened?;
    let inputs = opened.iter().map(OpenedFile::input).collect();
    let imported = import_inputs(inputs, &Options::default(), &mut inputs::teller());
    let Imported { market, summary, .. } = imported.map_err(|error| error.to_string())?;
    let mut scenario = scenario.clone();
    if let Some(instrument) = Instrument::quoted(&market, summary.underlying()) {
        scenario.instrument = instrument;
    }
    run(&market, &scenario, |_, _| {}).map_err(|error| error.to_string())?;
    let first = || drop(std::hint::black_box(run(&market, &scenario, |_, _| {})));
    let first = median(runs, first);
    let mut prepared = Prepared::new(&market);
    prepared.run(&scenario, |_, _| {}).map_err(|error| error.to_string())?;
    let mut weight = scenario.allocation.max_profile_weight;
    let changed = median(runs, || {
        weight -= 0.001;
        scenario.allocation.max_profile_weight = weight;
        drop(std::hint::black_box(prepared.run(&scenario, |_, _| {})));
    });
    Ok(json!({ "first_run": first, "changed_limit": changed }))
}

fn on_sample(runs: usize, scenario: &Scenario) -> Result<Value, Failure> {
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
    let mut prepared = Prepared::new(&market);
    Ok(json!({
        "import": median(runs, || drop(std::hint::black_box(read()))),
        "signals": median(runs, signals),
        "run": median(runs, || drop(std::hint::black_box(run(&market, scenario, |_, _| {})))),
        "run_again": median(runs, || {
            drop(std::hint::black_box(prepared.run(scenario, |_, _| {})));
        }),
        "review": median(runs, || drop(std::hint::black_box(review(&report, fingerprint)))),
        "signals_to_report": median(runs, whole),
        "american_price": median(runs, price_strikes) / f64::from(STRIKES),
    }))
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

fn median(runs: usize, mut stage: impl FnMut()) -> f64 {
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
