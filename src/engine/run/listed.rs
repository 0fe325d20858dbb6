//! How often what the profiles trade had a listed expiry.

use chrono::Datelike;

use crate::profile::{PerProfile, Playbook, Profile};
use crate::regime::Regime;
use crate::trade::calendar::Listed;

use super::super::report::Day;

/// For each profile the share of the decided days on which an expiry within the rule of every leg
/// was listed: of the structure of the day's regime, or where it trades nothing in that regime of
/// the first it trades in any. `None` where nothing was decided or the profile trades nothing.
pub(super) fn listed_days(
    days: &[Day],
    playbook: &Playbook,
    listed: &Listed,
) -> PerProfile<Option<f64>> {
    // A day of a report is large: one look at each.
    let decided = days.iter().filter(|day| day.decision.is_some());
    let decided: Vec<_> =
        decided.filter_map(|day| Some((day.date.num_days_from_ce(), day.regime?))).collect();
    Profile::ALL.map(|profile| {
        let other = Regime::ALL.iter().find_map(|regime| playbook.chosen(profile, *regime))?;
        let is_listed = |(day, regime): &(i32, Regime)| {
            let legs = &playbook.structure(playbook.chosen(profile, *regime).unwrap_or(other)).legs;
            // Legs mostly have one rule.
            let is_new = |at: usize| at == 0 || legs[at].expiry != legs[at - 1].expiry;
            let mut rules = (0..legs.len()).filter(|at| is_new(*at)).map(|at| &legs[at].expiry);
            rules.all(|rule| listed.has(*day, rule))
        };
        let found = decided.iter().filter(|day| is_listed(day)).count();
        (!decided.is_empty()).then(|| found as f64 / decided.len() as f64)
    })
}
