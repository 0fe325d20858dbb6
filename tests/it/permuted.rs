//! Permuting the profiles permutes the columns and leaves the account unchanged.

use proptest::prelude::*;
use rotation::engine::{RunError, Scenario, run};
use rotation::market::Market;
use rotation::profile::Profile;

use crate::random::{Dice, Wishes, World, scenario, wishes, worlds};

/// Where each profile goes.
type Places = [usize; 6];

fn places(dice: &mut Dice) -> Places {
    let mut places = [0, 1, 2, 3, 4, 5];
    for at in (1..6).rev() {
        places.swap(at, dice.below(at + 1));
    }
    places
}

fn moved<T: Clone>(row: &[T; 6], places: &Places) -> [T; 6] {
    let mut moved = row.clone();
    for (value, place) in row.iter().zip(places) {
        moved[*place] = value.clone();
    }
    moved
}

/// A scenario in which nothing depends on which profile is which but tables that can be moved:
/// scores and regimes are the file's, structures are everybody's own.
fn anonymous(wishes: Wishes, market: &Market) -> Scenario {
    let mut chosen = scenario(wishes, market);
    (chosen.use_quoted_regimes, chosen.use_quoted_scores) = (true, true);
    chosen.allocation.no_charm_when_realised_leads = false;
    let assigned = Profile::ALL.map(|profile| Some(chosen.structures.assignments(profile)));
    chosen.structures.custom = assigned;
    chosen
}

fn permuted(market: &Market, chosen: &Scenario, places: &Places) -> (Market, Scenario) {
    let (mut market, mut chosen) = (market.clone(), chosen.clone());
    for day in market.quoted_scores.iter_mut().flatten().flatten() {
        *day = moved(day, places);
    }
    for regime in &mut chosen.allocation.compatibility.0 {
        *regime = moved(regime, places);
    }
    chosen.structures.custom = moved(&chosen.structures.custom, places);
    (market, chosen)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_500,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn the_order_of_profiles_does_not_matter(
        world in worlds(), wishes in wishes(), seed in any::<u64>().no_shrink()
    ) {
        let world = World { quoted: true, ..world };
        let places = places(&mut Dice::new(seed));
        let market = world.market();
        let chosen = anonymous(wishes, &market);
        let (other_market, other) = permuted(&market, &chosen, &places);
        let one = run(&market, &chosen, |_, _| {});
        let two = run(&other_market, &other, |_, _| {});
        let (one, two) = match (one, two) {
            (Ok(one), Ok(two)) => (one, two),
            (Err(RunError::TooRich { date, .. }), Err(RunError::TooRich { date: same, .. })) => {
                prop_assert_eq!(date, same);
                return Ok(());
            }
            (one, two) => {
                prop_assert_eq!(one.map(|_| ()), two.map(|_| ()));
                return Ok(());
            }
        };
        prop_assert_eq!(one.days.len(), two.days.len());
        for (day, other) in one.days.iter().zip(&two.days) {
            prop_assert_eq!(day.equity(), other.equity(), "{}", day.date);
            prop_assert_eq!(day.cash, other.cash, "{}", day.date);
            prop_assert_eq!(moved(&day.profits, &places), other.profits, "{}", day.date);
            prop_assert_eq!(day.portfolio_hedge, other.portfolio_hedge, "{}", day.date);
        }
        prop_assert_eq!(one.fills.len(), two.fills.len());
        prop_assert_eq!(one.ruined, two.ruined);
    }
}
