//! Laws of the account that hold for any market and any valid scenario.

use proptest::prelude::*;
use rotation::engine::{RunError, Scenario, Timing, run};
use rotation::units::Money;

use crate::by_hand;
use crate::random::{scenario, worlds};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn every_cent_of_a_random_run_can_be_counted_by_hand(world in worlds(), seed in any::<u64>()) {
        let market = world.market();
        let chosen = scenario(seed, &market);
        match run(&market, &chosen, |_, _| {}) {
            Ok(report) => by_hand::check(&report, &market),
            Err(RunError::Missing { .. } | RunError::TooShort { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
