//! What a run takes from the allocator: `cargo bench --bench allocations`.
//!
//! The day loop must not allocate per leg: holding eight legs in each of six profiles for months
//! takes from the allocator what holding one leg in each does, but for the fills on the way in.
//! It ends with an error if that is not so, or if the largest run holds 64 MB or more.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reads the clock and prints"
)]

use allocation_counter::{AllocationInfo, measure};
use rotation::engine::{Report, Scenario, run};
use rotation::import::{Options, SourceFile, import};
use rotation::market::Market;
use rotation::profile::Assignment;

/// Legs of every structure in the two runs that are compared.
const LEGS: [usize; 2] = [1, 8];
/// The most that a run of twenty years may hold at any time, bytes.
const MEMORY: u64 = 64 << 20;

fn main() {
    let bytes = include_bytes!("../www/data/sp500.csv");
    let file = SourceFile { name: "sp500.csv", role: None, bytes };
    let market = import(&[file], &Options::default()).unwrap().market;

    let [few, many] = LEGS.map(|legs| measured(&market, &held_for_long(legs)));
    let days = few.1.days.len();
    let legs = (LEGS[1] - LEGS[0]) * 6;
    let more = many.0.count_total.saturating_sub(few.0.count_total);
    let per_leg_and_day = more as f64 / (legs * days) as f64;
    println!("{days} days, {legs} more legs: {more} more allocations, {per_leg_and_day:.5} each");

    let (everything, report) = measured(&market, &everything_on());
    let megabytes = everything.bytes_max as f64 / f64::from(1 << 20);
    println!(
        "twenty years with hedging and all limits: {} fills, {} allocations, {megabytes:.1} MB",
        report.fills.len(),
        everything.count_total,
    );
    assert!(per_leg_and_day < 0.01, "the day loop allocates per leg");
    assert!(everything.bytes_max < MEMORY, "the run holds {megabytes:.1} MB");
}

fn measured(market: &Market, scenario: &Scenario) -> (AllocationInfo, Report) {
    let mut report = None;
    let info = measure(|| report = Some(run(market, scenario, |_, _| {}).unwrap()));
    (info, report.unwrap())
}

/// Positions that are renewed every six weeks and hardly rebalanced.
fn held_for_long(legs: usize) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.allocation.compatibility.0 = [[1.0; 6]; 6];
    scenario.allocation.max_profile_weight = 0.16;
    scenario.allocation.min_profile_weight = 0.0;
    scenario.sizes.fractional = true;
    scenario.allocation.rebalance_threshold = 0.10;
    let usual = scenario.structures.assignments(rotation::profile::Profile::LongGamma);
    let mut structure = usual[0].structure.clone();
    let leg = structure.legs[0].clone();
    structure.legs = vec![leg; legs];
    let own = vec![Assignment { regimes: Vec::new(), structure }];
    scenario.structures.custom = [(); 6].map(|()| Some(own.clone()));
    scenario
}

/// Hedges and limits that are looked at every day.
fn everything_on() -> Scenario {
    serde_json::from_str(include_str!("everything.json")).unwrap()
}
