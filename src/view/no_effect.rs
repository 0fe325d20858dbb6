//! Settings that change nothing as things stand, each with the reason: an overlay on events
//! without a calendar, interest at a rate of zero.

use crate::engine::Scenario;
use crate::engine::choices::Choice;
use crate::engine::fields;
use crate::trade::hedge::PortfolioHedge;
use crate::trade::sizing::Sizing;

/// What of the data decides whether a setting has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataFacts {
    /// Whether there is a calendar of events.
    pub has_events: bool,
    /// Whether there are interest rates in a file.
    pub has_rates: bool,
}

impl Default for DataFacts {
    /// Before data is loaded nothing is said of it.
    fn default() -> Self {
        Self { has_events: true, has_rates: true }
    }
}

const NO_EVENTS: &str = "No effect: no calendar of events is loaded.";

/// Why the number with this code has no effect; empty if it has one. The data is asked for only
/// where it decides.
///
/// ```
/// use rotation::engine::Scenario;
/// use rotation::view::no_effect::{DataFacts, number};
/// let mut scenario = Scenario::default();
/// assert_eq!(number(4, &scenario, DataFacts::default), "");
/// scenario.allocation.rebalance_threshold = 0.5;
/// assert_eq!(
///     number(4, &scenario, DataFacts::default),
///     "Nothing trades: no weight can be further from its target than the maximum per profile."
/// );
/// ```
#[must_use]
pub fn number(code: u16, scenario: &Scenario, data: impl Fn() -> DataFacts) -> &'static str {
    let (limits, allocation) = (&scenario.limits, &scenario.allocation);
    let custom = scenario.structures.custom.iter().flatten().flatten();
    let has_own_exits = || {
        custom.clone().any(|own| {
            let exits = &own.structure.exits;
            exits.stop_loss.is_some() || exits.take_profit.is_some() || exits.maximum_days.is_some()
        })
    };
    let has_exits = || {
        let set = limits.stop_loss.or(limits.take_profit).or(limits.maximum_days);
        set.is_some() || has_own_exits()
    };
    // What waits for another switch is only worth a word once it was changed.
    let default = Scenario::default();
    let is_changed =
        fields::by_code(code).is_some_and(|own| own.get(scenario) != own.get(&default));
    match code {
        4 if allocation.rebalance_threshold > allocation.max_profile_weight => {
            "Nothing trades: no weight can be further from its target than the maximum per profile."
        }
        5 if allocation.vol_scale_factor == 1.0 => "No effect: 100 % of each weight is kept.",
        20 if !data().has_events => NO_EVENTS,
        142 if limits.event_days.is_some() && !data().has_events => NO_EVENTS,
        70 if is_changed && scenario.sizes.by != Sizing::Vega => {
            "No effect: positions are not sized by vega."
        }
        80 if is_changed && scenario.hedging.portfolio != PortfolioHedge::Band => {
            "No effect: the portfolio is not hedged beyond a band."
        }
        93 if is_changed && !has_exits() => {
            "No effect: no stop loss, take profit or holding period is set."
        }
        95 if limits.restart_days.is_some() && limits.drawdown.is_none() => {
            "No effect: no maximum drawdown is set."
        }
        140 | 141 if is_changed && !limits.scale_in_fear => {
            "No effect: the cut at a high VIX is off."
        }
        156 | 157 if is_changed && limits.shock_loss.or(limits.shock_loss_dollars).is_none() => {
            "No effect: no loss limit in the worst shock is set."
        }
        _ => "",
    }
}

/// Why a choice has no effect; empty if it has one.
///
/// ```
/// use rotation::engine::{Scenario, choices};
/// use rotation::view::no_effect::{DataFacts, choice};
/// let scenario = Scenario { interest: true, ..Scenario::default() };
/// let data = DataFacts { has_rates: false, ..DataFacts::default() };
/// let interest = choices::by_code(19).expect("a choice");
/// assert_eq!(choice(interest, &scenario, || data), "No effect: the interest rate is 0.");
/// ```
#[must_use]
pub fn choice(choice: &Choice, scenario: &Scenario, data: impl Fn() -> DataFacts) -> &'static str {
    let (limits, is_set) = (&scenario.limits, choice.get(scenario) != 0);
    let has_share_exits = limits.stop_loss.or(limits.take_profit).is_some()
        || scenario.structures.custom.iter().flatten().flatten().any(|own| {
            let exits = &own.structure.exits;
            exits.stop_loss.or(exits.take_profit).is_some()
        });
    match choice.code {
        7 if is_set && !data().has_events => NO_EVENTS,
        17 if is_set && limits.delta.or(limits.delta_dollars).is_none() => {
            "No effect: no delta limit is set."
        }
        18 if is_set && limits.fear_factor == 1.0 => "No effect: 100 % of each weight is kept.",
        19 if is_set && !data().has_rates && scenario.model.rate == 0.0 => {
            "No effect: the interest rate is 0."
        }
        40 if is_set && !has_share_exits => "No effect: no stop loss or take profit is set.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::choices::by_code;

    const BARS_ALONE: DataFacts = DataFacts { has_events: false, has_rates: false };

    #[test]
    fn each_setting_without_effect_says_why() {
        let check = |code: u16, edit: fn(&mut Scenario), expected: &str| {
            let mut scenario = Scenario::default();
            edit(&mut scenario);
            assert_eq!(number(code, &scenario, || BARS_ALONE), expected, "{code}");
        };
        check(
            4,
            |s| s.allocation.max_profile_weight = 0.04,
            "Nothing trades: no weight can be \
             further from its target than the maximum per profile.",
        );
        check(4, |s| s.allocation.rebalance_threshold = 0.4, "");
        check(20, |_| (), NO_EVENTS);
        check(142, |_| (), "");
        check(142, |s| s.limits.event_days = Some(3.0), NO_EVENTS);
        check(93, |_| (), "");
        check(
            93,
            |s| s.limits.pause_days = 4.0,
            "No effect: no stop loss, take profit or holding period is set.",
        );
        check(93, |s| s.limits.maximum_days = Some(3.0), "");
        check(95, |s| s.limits.restart_days = Some(3.0), "No effect: no maximum drawdown is set.");
        check(140, |s| s.limits.fear_level = 0.4, "No effect: the cut at a high VIX is off.");
        check(140, |s| s.limits.scale_in_fear = true, "");
        check(156, |s| s.limits.shock_loss_dollars = Some(1e5), "");
    }

    #[test]
    fn each_choice_without_effect_says_why() {
        let check = |code: u16, edit: fn(&mut Scenario), data, expected: &str| {
            let mut scenario = Scenario::default();
            edit(&mut scenario);
            assert_eq!(choice(by_code(code).unwrap(), &scenario, || data), expected, "{code}");
        };
        let overlay = |s: &mut Scenario| s.allocation.no_short_vol_before_events = true;
        check(7, overlay, BARS_ALONE, NO_EVENTS);
        check(7, overlay, DataFacts { has_events: true, ..BARS_ALONE }, "");
        check(7, |_| (), BARS_ALONE, "");
        check(19, |s| s.interest = true, BARS_ALONE, "No effect: the interest rate is 0.");
        check(19, |s| (s.interest, s.model.rate) = (true, 0.02), BARS_ALONE, "");
        check(19, |s| s.interest = true, DataFacts { has_rates: true, ..BARS_ALONE }, "");
        check(17, |s| s.limits.hedge_delta = true, BARS_ALONE, "No effect: no delta limit is set.");
    }
}
