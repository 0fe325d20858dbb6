//! Random valid scenarios: every number, every choice, and structures of one's own.
//!
//! A scenario is the default but for its wishes, of which so many are granted. Fewer are simpler,
//! so that what fails shrinks to the few choices that make it fail.

use proptest::prelude::*;
use rotation::engine::Scenario;
use rotation::engine::choices::CHOICES;
use rotation::engine::fields::FIELDS;
use rotation::market::Market;
use rotation::pricing::Right;
use rotation::pricing::smile_bounds::is_free_of_arbitrage;
use rotation::profile::structures::Assignment;
use rotation::regime::Regime;
use rotation::trade::{Exits, ExpiryRule, HedgeRule, Instrument, LegRule, StrikeRule, Structure};

use super::Dice;

/// The instrument.
const INSTRUMENTS: [Instrument; 3] = [Instrument::MiniIndex, Instrument::Index, Instrument::Fund];

/// Choices that another rule makes: the instrument, and what is taken from the file.
const CHOSEN_APART: [u16; 3] = [1, 9, 10];

/// The parameters of a random scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wishes {
    /// Of all its noise.
    pub(crate) seed: u64,
    /// How many departures from the default are applied; the rest are ignored.
    pub(crate) granted: usize,
}

/// Any wishes; from a third on all are granted.
pub(crate) fn wishes() -> impl Strategy<Value = Wishes> {
    (any::<u64>().no_shrink(), 0_usize..90).prop_map(|(seed, granted)| Wishes { seed, granted })
}

/// Noise that grants so many wishes and no more.
struct Wisher {
    dice: Dice,
    left: usize,
}

impl Wisher {
    fn wants(&mut self, share: f64) -> bool {
        let granted = self.dice.chance(share) && self.left > 0;
        self.left -= usize::from(granted);
        granted
    }
}

/// A random valid scenario for a market: every third number anywhere in its range, the others at
/// their defaults; every choice open; every other profile with structures of its own.
pub(crate) fn scenario(wishes: Wishes, market: &Market) -> Scenario {
    let mut wisher = Wisher { dice: Dice::new(wishes.seed), left: wishes.granted };
    let mut scenario = Scenario::default();
    for choice in CHOICES.iter().filter(|choice| !CHOSEN_APART.contains(&choice.code)) {
        if wisher.wants(0.5) {
            choice.set(&mut scenario, wisher.dice.below(choice.options.len()));
        }
    }
    if wisher.wants(0.5) {
        scenario.instrument = wisher.dice.pick(&INSTRUMENTS);
    }
    if market.quoted_regimes.is_some() {
        scenario.use_quoted_regimes = wisher.wants(0.8);
        scenario.use_quoted_scores = wisher.wants(0.8);
    }
    for custom in &mut scenario.structures.custom {
        if wisher.wants(0.5) {
            *custom = Some(assignments(&mut wisher.dice));
        }
    }
    for field in FIELDS.iter() {
        if wisher.wants(0.3) {
            let share = wisher.dice.share();
            // Ranges are wide: cubes keep most values in their lower part.
            let value = field.minimum + (field.maximum - field.minimum) * share * share * share;
            field.set(&mut scenario, value);
        }
    }
    let (skew, curvature) = (scenario.model.skew, scenario.model.curvature);
    if !is_free_of_arbitrage(skew, curvature) {
        (scenario.model.skew, scenario.model.curvature) = (-0.3 + 0.15 * wisher.dice.share(), 0.06);
    }
    if scenario.instrument.is_fund() {
        // Below zero there may be two boundaries of exercise, each price takes milliseconds and a
        // run half a minute; `extremes` has one such run.
        let model = &mut scenario.model;
        (model.rate, model.dividend_yield) = (model.rate.abs(), model.dividend_yield.abs());
    }
    let limits = &mut scenario.allocation;
    limits.min_profile_weight = limits.min_profile_weight.min(limits.max_profile_weight);
    if wisher.wants(0.2) {
        scenario.from = Some(market.bars[wisher.dice.below(40)].date);
    }
    if wisher.wants(0.2) {
        scenario.to = Some(market.bars[market.bars.len() - 1 - wisher.dice.below(9)].date);
    }
    scenario
}

/// Up to three structures in regimes of their own, and one for every other regime or none.
fn assignments(dice: &mut Dice) -> Vec<Assignment> {
    let places = Regime::ALL.map(|regime| (regime, dice.below(6)));
    let mut assignments = Vec::new();
    for place in 0..3 {
        let own = places.iter().filter(|(_, at)| *at == place).map(|(regime, _)| *regime);
        let regimes: Vec<Regime> = own.collect();
        if !regimes.is_empty() {
            let structure = structure(dice);
            assignments.push(Assignment { regimes, structure });
        }
    }
    if dice.chance(0.8) {
        assignments.push(Assignment { regimes: Vec::new(), structure: structure(dice) });
    }
    assignments
}

/// One to four legs of any kind, with any rules.
pub(crate) fn structure(dice: &mut Dice) -> Structure {
    let common = dice.chance(0.6).then(|| expiry(dice));
    let legs: Vec<LegRule> = (0..=dice.below(4)).map(|_| leg(dice, common)).collect();
    let fewest = legs.iter().map(|leg| leg.expiry.minimum).min().unwrap();
    let structure = Structure {
        name: "random".to_owned(),
        legs,
        roll_below: dice.chance(0.5).then(|| dice.below(fewest as usize + 1) as i64),
        hedge: match dice.below(3) {
            0 => HedgeRule::None,
            1 => HedgeRule::Daily,
            _ => HedgeRule::Band(dice.between(0.0, 0.6)),
        },
        exits: Exits {
            stop_loss: dice.chance(0.2).then(|| dice.between(0.001, 0.2)),
            take_profit: dice.chance(0.2).then(|| dice.between(0.001, 0.2)),
            maximum_days: dice.chance(0.2).then(|| 1 + dice.below(30) as i64),
        },
    };
    structure.check().unwrap();
    structure
}

fn leg(dice: &mut Dice, common: Option<ExpiryRule>) -> LegRule {
    let expiry = common.unwrap_or_else(|| expiry(dice));
    let strike = match dice.below(3) {
        0 => StrikeRule::AtTheMoney,
        1 => StrikeRule::Percent(dice.between(-0.2, 0.25)),
        _ => StrikeRule::Delta(dice.between(0.02, 0.98)),
    };
    LegRule {
        right: dice.pick(&[Right::Call, Right::Put]),
        ratio: dice.pick(&[-2, -1, -1, 1, 1, 2, 3]),
        strike,
        expiry,
        roll_below: dice.chance(0.3).then(|| dice.below(expiry.minimum as usize + 1) as i64),
    }
}

fn expiry(dice: &mut Dice) -> ExpiryRule {
    let minimum = 1 + dice.pick(&[0, 1, 4, 9, 20, 45]);
    let target = minimum + dice.below(15) as i64;
    ExpiryRule { target, minimum, maximum: target + dice.below(15) as i64 }
}
